/** Something in a text and how it is shown. */
export interface Shown {
  value: string;
  defanged: string;
}

const scheme = /\b(h)tt(ps?:\/\/)|\b(f)tp(s?:\/\/)/gi;
const host = /((?:hxxps?|fxp|fxps):\/\/)([^\s/?#"'`<>|\\)(,;]{1,260})/gi;
const ipv4 = /(?<![\d.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\d.])/g;

/**
 * A text in which nothing can be opened by accident: known indicators in their own safe form, then every address with a
 * scheme and every IPv4 address. For the clipboard; what is shown on a page is never a link anyway.
 */
export function defangText(text: string, indicators: readonly Shown[] = []): string {
  let safe = text;
  const known = [...new Map(indicators.filter(({ value, defanged }) => value.length > 3 && value !== defanged).map((each) => [each.value, each.defanged]))].sort(([a], [b]) => b.length - a.length);
  for (const [value, defanged] of known) safe = safe.replaceAll(value, () => defanged);
  return safe
    .replace(scheme, (_all, h: string | undefined, rest: string | undefined, f: string | undefined, tail: string | undefined) => (h === undefined ? `${f ?? ''}xp${tail ?? ''}` : `${h}xx${rest ?? ''}`))
    .replace(host, (_all, start: string, name: string) => start + name.replaceAll('[.]', '.').replaceAll('.', '[.]'))
    .replace(ipv4, (address) => address.replaceAll('.', '[.]'));
}

/** A text with known indicators as they really are. */
export function realText(text: string, indicators: readonly Shown[]): string {
  let real = text;
  for (const { value, defanged } of [...indicators].sort((a, b) => b.defanged.length - a.defanged.length)) {
    if (defanged !== value) real = real.replaceAll(defanged, () => value);
  }
  return real;
}
