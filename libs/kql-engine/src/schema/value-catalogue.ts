import { readData } from './hunting-schema.js';

type Catalogue = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

let catalogue: Catalogue | undefined;

function values(): Catalogue {
  catalogue ??= readData('advanced-hunting-values.json') as Catalogue;
  return catalogue;
}

/** The values that a column is known to take, such as the action types of a table. Empty when nothing is known of it. */
export function valuesOf(table: string, column: string): readonly string[] {
  const columns = Object.hasOwn(values(), table) ? values()[table] : undefined;
  return columns !== undefined && Object.hasOwn(columns, column) ? (columns[column] ?? []) : [];
}

/** The columns of a table whose values are known. */
export function columnsWithValues(table: string): readonly string[] {
  return Object.hasOwn(values(), table) ? Object.keys(values()[table] ?? {}) : [];
}

/** Every place where `value` is known, whatever its case: table, column, and the value as it is spelled there. */
export function placesOfValue(value: string): { table: string; column: string; value: string }[] {
  const wanted = value.toLowerCase();
  index ??= indexed();
  return index.get(wanted) ?? [];
}

let index: Map<string, { table: string; column: string; value: string }[]> | undefined;

function indexed(): Map<string, { table: string; column: string; value: string }[]> {
  const made = new Map<string, { table: string; column: string; value: string }[]>();
  for (const [table, columns] of Object.entries(values())) {
    for (const [column, known] of Object.entries(columns)) {
      for (const value of known) {
        const key = value.toLowerCase();
        const places = made.get(key) ?? [];
        places.push({ table, column, value });
        made.set(key, places);
      }
    }
  }
  return made;
}
