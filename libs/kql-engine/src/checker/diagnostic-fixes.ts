import type { HuntingSchema } from '../schema/hunting-schema.js';
import type { KqlDiagnostic } from './diagnostic.js';
import { repairKql } from './repair.js';

/** Longest query that fixes are looked for in: each is tried by reading the query again. */
const longest = 20_000;

/**
 * What could stand in place of each error's stretch, in the order of `diagnostics`; undefined where nothing better is known.
 * Each comes from `repairKql`, so that it makes the query less wrong.
 */
export function diagnosticFixes(text: string, diagnostics: readonly KqlDiagnostic[], schema: HuntingSchema): (string | undefined)[] {
  if (text.length > longest || !diagnostics.some(({ severity }) => severity === 'error')) return diagnostics.map(() => undefined);
  const edits = editsOf(text, schema);
  return diagnostics.map(({ severity, offset, length }) => {
    if (severity !== 'error') return undefined;
    const edit = edits.find(({ start, end }) => start >= offset && end <= offset + length);
    return edit === undefined ? undefined : text.slice(offset, edit.start) + edit.to + text.slice(edit.end, offset + length);
  });
}

/** The repairs as stretches of the text as it was given; one inside another's new text has none. */
function editsOf(text: string, schema: HuntingSchema): { start: number; end: number; to: string }[] {
  const found: { start: number; end: number; to: string }[] = [];
  const shifts: { at: number; by: number; length: number }[] = [];
  for (const { offset, from, to } of repairKql(text, schema).repairs) {
    let start: number | undefined = offset;
    for (const shift of [...shifts].reverse()) {
      if (start === undefined || start < shift.at) continue;
      start = start >= shift.at + shift.length ? start - shift.by : undefined;
    }
    shifts.push({ at: offset, by: to.length - from.length, length: to.length });
    if (start !== undefined && text.slice(start, start + from.length) === from) found.push({ start, end: start + from.length, to });
  }
  return found;
}
