import { convert } from '../../scalars/convert.js';
import { columnValue, numbered, projected, type Relation } from '../../relation.js';
import { sqlName, sqlString } from '../../sql-value.js';
import type { Translation } from '../../translation.js';
import type { PluginCall } from './plugin-call.js';

/** `evaluate narrow()`: a row for each cell. */
export function translateNarrow(_call: PluginCall, input: Relation, t: Translation): Relation {
  const place = `~${t.uniqueName('o')}`;
  const source = numbered(input, place);
  const cells = input.columns.map((column) => `{'c': ${sqlString(column.name)}, 'v': ${convert(columnValue(column), 'string').sql}}`);
  const [cell, index] = [`~${t.uniqueName('c')}`, `~${t.uniqueName('i')}`];
  const sql = `SELECT ${sqlName(place)}, unnest([${cells.join(', ')}]) AS ${sqlName(cell)}, unnest(range(${cells.length})) AS ${sqlName(index)} FROM (${source.sql})`;
  const order = [place, index].map((id) => ({ id, descending: false, nullsFirst: false }));
  return projected({ sql, columns: [], order, serialized: false }, [
    { name: 'Row', value: { sql: `(${sqlName(place)} - 1)`, type: 'long', constant: false } },
    { name: 'Column', value: { sql: `${sqlName(cell)}.c`, type: 'string', constant: false } },
    { name: 'Value', value: { sql: `${sqlName(cell)}.v`, type: 'string', constant: false } },
  ]);
}
