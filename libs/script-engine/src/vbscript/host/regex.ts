import { linearRegex } from '../../core/linear-regex.js';
import type { Session } from './session.js';

/** One match of a pattern. */
export interface Match {
  index: number;
  end: number;
  groups: (string | undefined)[];
}

/** Finds a pattern of the sample in a text, on the linear engine; undefined for patterns it cannot run. */
export function findMatches(pattern: string, flags: { ignoreCase?: boolean; multiline?: boolean; dotAll?: boolean }, text: string, all: boolean, session: Session): Match[] | undefined {
  const compiled = linearRegex(pattern, flags);
  if (compiled === undefined) return undefined;
  session.budget.allocate(text.length);
  session.step(1 + (text.length >> 4) + (pattern.length >> 2));
  const matcher = compiled.matcher(text);
  const out: Match[] = [];
  while (matcher.find()) {
    session.step(4);
    const groups: (string | undefined)[] = [];
    for (let i = 0; i <= matcher.groupCount(); i++) groups.push(matcher.group(i) ?? undefined);
    out.push({ index: matcher.start(), end: matcher.end(), groups });
    if (!all) break;
  }
  return out;
}

/** A replacement text with `$1`, `$&` and `$$` filled in from a match. */
export function expandReplacement(replacement: string, match: Match): string {
  if (!replacement.includes('$')) return replacement;
  return replacement.replace(/\$(?:(\$)|(&)|(\d{1,2}))/g, (whole, dollar: string | undefined, all: string | undefined, digits: string | undefined) => {
    if (dollar !== undefined) return '$';
    if (all !== undefined) return match.groups[0] ?? '';
    const group = Number(digits);
    return group > 0 && group < match.groups.length ? (match.groups[group] ?? '') : whole;
  });
}
