import { RE2JS } from 're2js';

/**
 * A pattern that came from a sample, on an engine whose time grows only with the text (RE2: Cox, "Regular Expression
 * Matching Can Be Simple And Fast", 2007). Undefined for patterns RE2 has no automaton for (look-around, back references)
 * and for patterns over 10,000 characters.
 */
export function linearRegex(pattern: string, options: { ignoreCase?: boolean; multiline?: boolean; dotAll?: boolean } = {}): RE2JS | undefined {
  if (pattern.length > 10_000) return undefined;
  const flags = (options.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (options.multiline ? RE2JS.MULTILINE : 0) | (options.dotAll ? RE2JS.DOTALL : 0);
  try {
    return RE2JS.compile(pattern.replace(/(?<!\\)((?:\\\\)*)\\u([0-9a-f]{4})/gi, '$1\\x{$2}'), flags);
  } catch {
    return undefined;
  }
}
