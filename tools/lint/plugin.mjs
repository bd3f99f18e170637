import { environmentInConfig } from './environment-in-config.mjs';
import { exportDocstring } from './export-docstring.mjs';
import { fileName } from './file-name.mjs';

/** The rules of this repository that no published plugin has. */
export const attestPlugin = {
  meta: { name: 'attest' },
  rules: { 'environment-in-config': environmentInConfig, 'export-docstring': exportDocstring, 'file-name': fileName },
};
