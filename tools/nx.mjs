import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { resolveNode, root } from './node.mjs';

/** Runs Nx under the Node of the project, with no daemon, no cloud and no prompts. */
const node = resolveNode();
const result = spawnSync(node, [join(root, 'node_modules/nx/dist/bin/nx.js'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', NX_SKIP_NX_CACHE: process.env.NX_SKIP_NX_CACHE ?? '', PATH: `${dirname(node)}${delimiter}${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}` },
});
process.exit(result.status ?? 1);
