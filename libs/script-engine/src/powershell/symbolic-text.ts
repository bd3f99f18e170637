import type { Budget } from '../core/budget.js';
import { binary } from './operators.js';
import { mapKnown, PsChar, templateOf, toList, toText, Unknown, type Value } from './values.js';

/** Whether a value has a text, known or not. */
export function isTextual(value: Value): value is string | Unknown | PsChar {
  return typeof value === 'string' || value instanceof Unknown || value instanceof PsChar;
}

/** `-replace` in a text of known and unknown parts, or by one; undefined when its outcome cannot be written. Throws BudgetExceeded. */
export function replaceSymbolic(op: string, left: Value, right: Value, budget: Budget): Unknown | undefined {
  const [pattern, by] = toList(right);
  if (pattern === undefined || (by !== undefined && !isTextual(by)) || !isTextual(left)) return undefined;
  const replacement = by instanceof Unknown ? by.template.replaceAll('$', '$$$$') : (by ?? '');
  const change = (known: string): string | undefined => {
    const changed = binary(op, known, [pattern, replacement], budget);
    return changed === undefined ? undefined : toText(changed);
  };
  const text = left instanceof Unknown ? mapKnown(left.template, change) : change(templateOf(left));
  return text === undefined ? undefined : new Unknown(text.slice(0, 4_000), [left, by].some((each) => each instanceof Unknown && each.remote));
}

/** The same for the method `Replace(old, new)`. */
export function replaceAllSymbolic(target: Value, args: readonly Value[], budget: Budget): Unknown | undefined {
  const [old, by] = args;
  const text = old === undefined ? undefined : toText(old);
  if (args.length !== 2 || text === undefined || by === undefined || !(target instanceof Unknown || by instanceof Unknown)) return undefined;
  return replaceSymbolic('-creplace', target, [text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), by], budget);
}

/** A command whose unknown parts are only variables: as text it reads them again, and does the same. */
export function mostlyKnown(text: Value): string | undefined {
  if (!(text instanceof Unknown) || text.template.includes('$(') || text.template.length > 3_900) return undefined;
  const rest = text.template.replace(/\$\{?[\w:]+\}?/g, '');
  return rest.length < text.template.length && /[A-Za-z]{3}[^\n]*[\s('"=]/.test(rest) ? text.template : undefined;
}
