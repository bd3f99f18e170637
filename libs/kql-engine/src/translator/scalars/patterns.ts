import { RE2JS } from 're2js';
import type { FunctionContext, SqlValue } from '../sql-value.js';
import { literalText } from './support.js';

/** Regular expressions. DuckDB and re2js both follow RE2, as Kusto does. */

const compiled = new Map<string, RE2JS>();

/** The expression compiled, kept for the next call. @throws what re2js throws. */
export function compile(pattern: string): RE2JS {
  let regex = compiled.get(pattern);
  if (regex === undefined) {
    if (compiled.size >= 200) compiled.clear();
    regex = RE2JS.compile(pattern);
    compiled.set(pattern, regex);
  }
  return regex;
}

/** What is wrong with the expression, or undefined. */
export function patternFault(pattern: string): string | undefined {
  try {
    compile(pattern);
    return undefined;
  } catch (error) {
    const [, reason] = /^error parsing regexp: (.*)$/s.exec(error instanceof Error ? error.message : '') ?? [];
    return reason === undefined ? 'has a regular expression that cannot be read' : `has a regular expression that cannot be read: ${reason.slice(0, 120)}`;
  }
}

/** A pattern that is a literal, held to be readable: the fault is told with its place, before the query runs. */
export function checkedPattern(pattern: SqlValue, context: FunctionContext): SqlValue {
  const literal = literalText(pattern);
  const fault = literal === undefined ? undefined : patternFault(literal);
  if (fault !== undefined) throw context.invalid(fault);
  return pattern;
}
