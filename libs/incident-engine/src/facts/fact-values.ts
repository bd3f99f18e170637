import type { FactValue } from '@attest/cards';

/** Longest text a fact keeps; a command line of a megabyte is evidence, not reading matter. */
const longestText = 2_000;

/** Most items a list of a fact keeps. */
const longestList = 40;

/** The values that are there: absent, empty and placeholder ones are left out, long ones cut. */
export function factValues(draft: Record<string, FactValue | undefined>): Record<string, FactValue> {
  const values: Record<string, FactValue> = {};
  for (const [key, value] of Object.entries(draft)) {
    if (value === undefined) continue;
    if (typeof value === 'string') {
      if (value.trim() !== '') values[key] = value.slice(0, longestText);
    } else if (Array.isArray(value)) {
      const items = [...new Set(value.filter((item) => item.trim() !== ''))].slice(0, longestList).map((item) => item.slice(0, longestText));
      if (items.length > 0) values[key] = items;
    } else values[key] = value;
  }
  return values;
}
