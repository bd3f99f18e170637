const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', ndash: '–', mdash: '—', hellip: '…', bull: '•' };

/** Text without HTML: comments, scripts and styles go whole, of other tags only the marks. Lines stay where they are. */
export function textOfHtml(text: string): { text: string; dropped: number; firstLine: number } {
  let dropped = 0;
  let first = Number.POSITIVE_INFINITY;
  const drop = (whole: string, at: number): string => {
    dropped += 1;
    first = Math.min(first, at);
    return whole.replace(/[^\n]+/g, '');
  };
  let plain = text;
  let before: string;
  // What is left after one round may be a tag again: <scr<b>ipt>.
  let round = 0;
  do {
    before = plain;
    plain = plain
      .replace(/<!--[\s\S]*?(?:-->|$)/g, (whole, at: number) => drop(whole, at))
      .replace(/<(script|style|iframe|object|svg|template|noscript)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi, (whole, _name, at: number) => drop(whole, at))
      .replace(/<(https?:\/\/[^\s<>]+|[\w.+-]+@[\w.-]+)>/gi, '$1')
      .replace(/<\/?[a-z][a-z0-9-]*(?:\s[^<>]*|\/)?>/gi, (whole, at: number) => drop(whole, at))
      .replace(/<[!?][^<>]*>/g, (whole, at: number) => drop(whole, at));
    round += 1;
  } while (plain !== before && round < 10);
  return { text: decodeEntities(plain), dropped, firstLine: dropped === 0 ? 0 : text.slice(0, first).split('\n').length };
}

/** Text with its HTML entities resolved, once. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
  });
}
