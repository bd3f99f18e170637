import type { Relation } from '../relation.js';
import type { Translator } from '../translator.js';
import { columnOperators } from './columns.js';
import { joinOperators } from './join.js';
import { rowOperators } from './rows.js';
import { sourceOperators } from './sources.js';
import { unionOperators } from './union.js';

/** Translates one operator of this folder. */
export type CoreOperator = (node: never, input: Relation, t: Translator) => Relation;

/** The operators that the core translates itself, by the class of their node. */
export const coreOperators: Readonly<Record<string, CoreOperator>> = {
  ...columnOperators,
  ...rowOperators,
  ...joinOperators,
  ...unionOperators,
  ...sourceOperators,
};
