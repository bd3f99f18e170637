/** Cells as a JSON object by the names of their columns; a name that comes twice keeps both. */
export function jsonObject(columns: readonly string[], cells: readonly unknown[]): string {
  const names = new Set<string>();
  const members = columns.map((name, at) => {
    let unique = name;
    for (let more = 1; names.has(unique); more++) unique = `${name}${more}`;
    names.add(unique);
    return `${JSON.stringify(unique)}:${JSON.stringify(cells[at] ?? null)}`;
  });
  return `{${members.join(',')}}`;
}
