import { numbered, projected, type Relation } from '../relation.js';
import type { Translation } from '../translation.js';
import { expandedColumns, expandRows, readExpansion } from './expansion.js';

/** `mv-expand`: one row for each element. Elements keep their order within the row. */
export function translateMvExpand(node: Kusto.Language.Syntax.MvExpandOperator, input: Relation, t: Translation): Relation {
  const scope = t.scope(numbered(input, `~${t.uniqueName('o')}`));
  const expansion = readExpansion(node, scope, t);
  const source = scope.relation;
  const rows = expandRows(source.sql, expansion, t);
  const base: Relation = { ...source, sql: rows.sql, order: [...source.order, { id: rows.indexId, descending: false, nullsFirst: false }] };
  return projected(base, expandedColumns(source, expansion, rows));
}
