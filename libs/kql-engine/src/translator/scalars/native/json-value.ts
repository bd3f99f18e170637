/**
 * JSON as Kusto's dynamic needs it: numbers keep their text, so that 1 and 1.0 stay different and long values stay exact, and
 * property bags keep their order.
 */

/** A number as it is written. */
export class JsonNumber {
  constructor(readonly text: string) {}

  get integer(): boolean {
    return /^-?\d+$/.test(this.text);
  }

  get value(): number {
    return Number(this.text);
  }
}

/** A property bag. */
export type JsonBag = Map<string, Json>;

/** A JSON value. */
export type Json = null | boolean | string | JsonNumber | Json[] | JsonBag;

const whitespace = /[ \t\n\r]*/y;
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const plainString = /"([^"\\\u0000-\u001f]*)"/y;
const anyString = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const deepest = 500;

class JsonReader {
  private at = 0;

  constructor(private readonly text: string) {}

  read(): Json | undefined {
    const value = this.value(0);
    if (value === undefined) return undefined;
    this.skip(whitespace);
    return this.at === this.text.length ? value : undefined;
  }

  private skip(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.at = pattern.lastIndex;
    return match[0];
  }

  private next(): string {
    this.skip(whitespace);
    return this.text[this.at] ?? '';
  }

  private word(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  private string(): string | undefined {
    const plain = this.skip(plainString);
    if (plain !== undefined) return plain.slice(1, -1);
    const escaped = this.skip(anyString);
    return escaped === undefined ? undefined : (JSON.parse(escaped) as string);
  }

  private value(depth: number): Json | undefined {
    if (depth > deepest) return undefined;
    const start = this.next();
    if (start === '{') return this.bag(depth);
    if (start === '[') return this.array(depth);
    if (start === '"') return this.string();
    if (start === 't') return this.word('true') ? true : undefined;
    if (start === 'f') return this.word('false') ? false : undefined;
    if (start === 'n') return this.word('null') ? null : undefined;
    const number = this.skip(numberPattern);
    return number === undefined ? undefined : new JsonNumber(number);
  }

  private array(depth: number): Json[] | undefined {
    this.at += 1;
    const items: Json[] = [];
    if (this.next() === ']') return this.closed(items);
    for (;;) {
      const item = this.value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
      const mark = this.next();
      if (mark === ']') return this.closed(items);
      if (mark !== ',') return undefined;
      this.at += 1;
    }
  }

  private bag(depth: number): JsonBag | undefined {
    this.at += 1;
    const bag: JsonBag = new Map();
    if (this.next() === '}') return this.closed(bag);
    for (;;) {
      if (this.next() !== '"') return undefined;
      const key = this.string();
      if (key === undefined || this.next() !== ':') return undefined;
      this.at += 1;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      bag.set(key, value);
      const mark = this.next();
      if (mark === '}') return this.closed(bag);
      if (mark !== ',') return undefined;
      this.at += 1;
    }
  }

  private closed<T>(value: T): T {
    this.at += 1;
    return value;
  }
}

/** Reads JSON; undefined when `text` is none, or is nested deeper than 500. */
export function readJson(text: string): Json | undefined {
  return new JsonReader(text).read();
}

/** Reads the JSON of a dynamic value. SQL NULL is the null value. */
export function readDynamic(text: string | null): Json {
  return text === null ? null : (readJson(text) ?? null);
}

/** JSON without spaces. */
export function writeJson(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${writeJson(item)}`).join(',')}}`;
}

/** The dynamic value to hand back to SQL. */
export function writeDynamic(value: Json): string | null {
  return value === null ? null : writeJson(value);
}

export function isBag(value: Json): value is JsonBag {
  return value instanceof Map;
}

/** A real as a JSON number; what JSON has no number for becomes a string, as Kusto shows it. */
export function realJson(value: number): Json {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  const text = String(value);
  return new JsonNumber(/^-?\d+$/.test(text) ? `${text}.0` : text);
}

export function longJson(value: bigint | number): JsonNumber {
  return new JsonNumber(String(value));
}

/** What tostring() gives for a dynamic value: strings as they are, null as nothing, all else as JSON. */
export function dynamicText(value: Json): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : writeJson(value);
}

/** A string that two dynamic values share when Kusto holds them equal: 1 and 1.0 are, the order of keys does not matter. */
export function jsonIdentity(value: Json): string {
  if (value instanceof JsonNumber) return value.integer ? BigInt(value.text).toString() : String(value.value);
  if (Array.isArray(value)) return `[${value.map(jsonIdentity).join(',')}]`;
  if (isBag(value)) {
    return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${jsonIdentity(item)}`).sort().join(',')}}`;
  }
  return writeJson(value);
}
