const INVISIBLE = /[\p{Cf}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u3164\uFFA0\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu;
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

/** Characters that look like an ASCII letter; only for saying what a token imitates, never for accepting it. */
const LOOK_ALIKES = new Map<string, string>(
  (
    'аa еe оo рp сc уy хx ѕs іi јj һh ԁd ԛq ԝw ѵv ӏl кk мm тt вb нh гr пn ьb эe зz ' +
    'αa βb γy δd εe ζz ηn ιi κk μm νv οo πn ρp σo τt υu χx ωw ϲc ϳj ' +
    'օo սu ոn հh ցg զq յj ıi ɑa ɡg ɩi ʀr ɴn ʟl ʏy ᴀa ᴄc ᴅd ᴇe ᴊj ᴋk ᴍm ᴏo ᴘp ᴛt ᴜu ᴠv ᴡw ᴢz øo đd łl ħh ŧt ƅb'
  )
    .split(' ')
    .map((pair): [string, string] => [[...pair][0] ?? '', [...pair][1] ?? '']),
);

const PUNCTUATION = new Map<string, string>(
  ['‘’‚‛ʼʻ`´′\'', '“”„‟″«»"', '‐‑‒−﹣-', '。｡．․.', '∕⁄⧸/', '∶ː꞉：:', '⧵∖﹨\\', '﹫@'].flatMap((set) => {
    const chars = [...set];
    const target = chars.at(-1) ?? '';
    return chars.slice(0, -1).map((char): [string, string] => [char, target]);
  }),
);

function zeroOf(codePoint: number): number {
  let zero = codePoint;
  while (zero > 0 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && codePoint - zero < 9) zero -= 1;
  return zero;
}

function plainDigit(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 48;
  // Unicode lays decimal digits out in runs of ten that start at a multiple of ten from the script's zero.
  const value = codePoint - zeroOf(codePoint);
  return String(value % 10);
}

/** Text without zero-width, bidirectional, tag, variation and control characters; everything else is kept as it is. */
export function stripInvisible(text: string): string {
  return text.replace(INVISIBLE, '').replace(CONTROL, '');
}

/** Undoes the usual defanging (`hxxp`, `[.]`, `(.)`, `{.}`, `[dot]`, `[:]`, `[@]`, `[at]`). Idempotent. */
export function refang(text: string): string {
  return text
    .replace(/ ?(?:\[ ?(?:\.|dot) ?\]|\( ?(?:\.|dot) ?\)|\{ ?(?:\.|dot) ?\}|<(?:\.|dot)>) ?/gi, '.')
    .replace(/ ?(?:\[ ?(?:@|at) ?\]|\( ?(?:@|at) ?\)|\{ ?(?:@|at) ?\}) ?/gi, '@')
    .replace(/\[(:\/{0,2})\]/g, '$1')
    .replace(/\[(\/{1,2})\]/g, '$1')
    .replace(/\bhxxp(s?)(?=:)/gi, 'http$1')
    .replace(/\bfxp(s?)(?=:\/\/)/gi, 'ftp$1')
    .replace(/\bh\*\*p(s?)(?=:)/gi, 'http$1');
}

/**
 * The form in which sentences and fact values are compared, still in its own case: invisible characters gone, NFKC,
 * ASCII digits and punctuation, refanged, white space single.
 */
export function canonical(text: string): string {
  const composed = stripInvisible(stripInvisible(text).normalize('NFKC'));
  let out = '';
  for (const char of composed) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 128) out += char;
    else if (/\p{Nd}/u.test(char)) out += plainDigit(char);
    else out += PUNCTUATION.get(char) ?? char;
  }
  return refang(out).replace(/\s+/gu, ' ').trim();
}

/** Lower case that never changes the number of UTF-16 units, so that positions stay valid. */
export function lower(text: string): string {
  const whole = text.toLowerCase();
  if (whole.length === text.length) return whole;
  let out = '';
  for (const char of text) {
    const small = char.toLowerCase();
    out += small.length === char.length ? small : char;
  }
  return out;
}

/** `canonical` in lower case: two spellings of one value have one comparable form. */
export function comparable(text: string): string {
  return lower(canonical(text));
}

/** The ASCII text that a reader would take `text` for. */
export function skeleton(text: string): string {
  let out = '';
  for (const char of lower(canonical(text)).normalize('NFKD').replace(/\p{M}/gu, '')) out += LOOK_ALIKES.get(char) ?? char;
  return out;
}

/** A Latin word without its accents (`naïve` to `naive`); other scripts are left alone. */
export function withoutAccents(word: string): string {
  return /^\p{Script=Latin}+$/u.test(word) ? word.normalize('NFKD').replace(/\p{M}/gu, '') : word;
}
