/** A table as the schema browser lists it. */
export interface SchemaTable {
  name: string;
  category: string;
  rowCount: number | null;
  columns: readonly { name: string; type: string; entity: string | null; values: readonly string[] }[];
}

/** A table that matches, and which of its columns do; all of them when its own name does. */
export interface SchemaMatch<Table extends SchemaTable> {
  table: Table;
  columns: Table['columns'];
  /** Found by a column or value, so its columns are worth showing at once. */
  inside: boolean;
}

/** Tables by category that match a text in their name, a column or a known value; those with rows first within a category. */
export function filterSchema<Table extends SchemaTable>(tables: readonly Table[], text: string): { category: string; matches: SchemaMatch<Table>[] }[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, SchemaMatch<Table>[]>();
  for (const table of tables) {
    const match = matchOf(table, words);
    if (match) groups.set(table.category, [...(groups.get(table.category) ?? []), match]);
  }
  return [...groups].map(([category, matches]) => ({ category, matches: matches.sort((a, b) => Number((b.table.rowCount ?? 0) > 0) - Number((a.table.rowCount ?? 0) > 0) || a.table.name.localeCompare(b.table.name)) }));
}

function matchOf<Table extends SchemaTable>(table: Table, words: readonly string[]): SchemaMatch<Table> | undefined {
  const name = table.name.toLowerCase();
  const rest = words.filter((word) => !name.includes(word));
  if (rest.length === 0) return { table, columns: table.columns, inside: false };
  const columns = table.columns.filter((column) => {
    const own = column.name.toLowerCase();
    return rest.every((word) => own.includes(word) || column.values.some((value) => value.toLowerCase().includes(word)));
  });
  return columns.length > 0 ? { table, columns, inside: true } : undefined;
}
