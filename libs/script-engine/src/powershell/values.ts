import type { BlockNode } from './ast.js';

/**
 * Something the script does not tell. `template` writes it the way a double-quoted string would, known parts filled in:
 * `$env:TEMP\a.exe`. `remote` says that it would come from a network.
 */
export class Unknown {
  constructor(
    readonly template: string,
    readonly remote = false,
  ) {}
}

/** A [char]. */
export class PsChar {
  constructor(readonly code: number) {}
}

/** A hash table; keys compare without case and keep their spelling. */
export class PsHash {
  readonly entries = new Map<string, { key: Value; value: Value }>();
}

/** A script block with the source it was written in. */
export class PsBlock {
  constructor(
    readonly block: BlockNode,
    readonly source: string,
  ) {}

  text(): string {
    const { start, end } = this.block;
    return this.source[start] === '{' ? this.source.slice(start + 1, end - 1) : this.source.slice(start, end);
  }
}

/** A .NET type by its name without `System.`, in lower case. */
export class PsType {
  constructor(readonly name: string) {}
}

/** An object of a .NET or COM type that has state we follow. */
export class PsObject {
  readonly fields = new Map<string, Value>();
  bytes: Uint8Array | undefined;
  position = 0;
  items: Value[] | undefined;

  constructor(
    readonly type: string,
    /** How the script would write it. */
    readonly text: string,
  ) {}
}

/** A value of the evaluator. `Uint8Array` is byte[]. */
export type Value = string | number | boolean | null | PsChar | PsHash | PsBlock | PsType | PsObject | Unknown | Uint8Array | Value[];

/** Whether a value, or any part of it, is unknown. */
export function hasUnknown(value: Value): boolean {
  return value instanceof Unknown || (Array.isArray(value) && value.some((item) => item instanceof Unknown || (Array.isArray(item) && hasUnknown(item))));
}

/** A value as a list, the way a pipeline or `foreach` sees it. */
export function toList(value: Value): Value[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value;
  if (value instanceof Uint8Array) return [...value];
  if (value instanceof PsObject && value.items !== undefined) return value.items;
  return [value];
}

/** Pipeline output as a value: nothing is null, one is itself, more are an array. */
export function collapse(values: Value[]): Value {
  return values.length === 0 ? null : values.length === 1 ? (values[0] as Value) : values;
}

/** A number as .NET writes it in the invariant culture. */
export function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  if (Number.isNaN(value)) return 'NaN';
  const text = String(value);
  const exponent = /^(-?[\d.]+)e([+-])(\d+)$/.exec(text);
  return exponent === null ? text : `${exponent[1]}E${exponent[2]}${(exponent[3] ?? '').padStart(2, '0')}`;
}

/** The value as `[string]` gives it; undefined when it has an unknown part or no text of its own. */
export function toText(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof PsChar) return String.fromCharCode(value.code);
  if (value instanceof Uint8Array) return value.join(' ');
  if (Array.isArray(value)) {
    const parts: string[] = [];
    for (const item of value) {
      const text = toText(item);
      if (text === undefined) return undefined;
      parts.push(text);
    }
    return parts.join(' ');
  }
  if (value instanceof PsBlock) return value.text();
  if (value instanceof PsType) return typeText(value.name);
  if (value instanceof PsHash) return 'System.Collections.Hashtable';
  if (value instanceof PsObject) return value.type === 'text.stringbuilder' ? String(value.fields.get('text') ?? '') : value.type === 'uri' ? toText(value.fields.get('originalstring') ?? null) : value.fields.has('#text') ? toText(value.fields.get('#text') ?? null) : undefined;
  return undefined;
}

const typeNames: Readonly<Record<string, string>> = { string: 'string', char: 'char', int: 'int', byte: 'byte', array: 'array', bool: 'bool' };

function typeText(name: string): string {
  return typeNames[name] ?? name;
}

/** The value as a number, as PowerShell converts it; undefined when it is none. */
export function toNumber(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null) return 0;
  if (value instanceof PsChar) return value.code;
  if (typeof value === 'string') {
    const text = value.trim();
    if (text === '') return 0;
    if (/^[+-]?0x[0-9a-f]{1,16}$/i.test(text)) {
      const magnitude = Number.parseInt(text.replace(/^[+-]/, '').slice(2), 16);
      const signed = /^0x[89a-f][0-9a-f]{7}$/i.test(text) ? magnitude - 0x1_0000_0000 : magnitude;
      return text.startsWith('-') ? -signed : signed;
    }
    if (/^[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:e[+-]?\d{1,3})?$/i.test(text)) return Number(text);
    return undefined;
  }
  if (Array.isArray(value) && value.length === 1) return toNumber(value[0] as Value);
  return undefined;
}

/** Truth of a value; undefined when unknown. */
export function toBoolean(value: Value): boolean | undefined {
  if (value instanceof Unknown) return undefined;
  if (typeof value === 'boolean') return value;
  if (value === null) return false;
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value !== '';
  if (value instanceof PsChar) return value.code !== 0;
  if (Array.isArray(value)) return value.length === 0 ? false : value.length === 1 ? toBoolean(value[0] as Value) : true;
  return true;
}

/** The value as bytes; undefined when any item is not one. */
export function toBytes(value: Value): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (value instanceof PsObject && value.items === undefined) return value.bytes;
  const items = toList(value);
  const bytes = new Uint8Array(items.length);
  for (let i = 0; i < items.length; i++) {
    const n = toNumber(items[i] as Value);
    if (n === undefined || n < 0 || n > 255 || !Number.isInteger(n)) return undefined;
    bytes[i] = n;
  }
  return bytes;
}

/** The template of a value inside a double-quoted string. */
export function templateOf(value: Value): string {
  if (value instanceof Unknown) return value.template;
  if (Array.isArray(value)) return value.length > 50 ? '$(...)' : value.map(templateOf).join(' ');
  return toText(value) ?? (value instanceof PsObject ? `$(${value.text})` : '$(...)');
}

/** Changes the known parts of a template, variables in it left as they are; undefined when it holds more than variables. */
export function mapKnown(template: string, change: (known: string) => string | undefined): string | undefined {
  if (template.includes('$(')) return undefined;
  const parts = template.split(/(\$\{?[\w:]+\}?)/).map((part, i) => (i % 2 === 1 ? part : change(part)));
  return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
}

/** Writes a value as a PowerShell literal. */
export function literal(value: Value, depth = 0): string {
  if (value instanceof Unknown) return /^\$[\w:]+$|^\$\([^()]*\)$/.test(value.template) ? value.template : `"${value.template}"`;
  if (value === null) return '$null';
  if (typeof value === 'boolean') return value ? '$true' : '$false';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return quoted(value);
  if (value instanceof PsChar) return quoted(String.fromCharCode(value.code));
  if (value instanceof Uint8Array) return value.length > 64 ? `([byte[]] of ${value.length})` : `([byte[]](${value.join(',')}))`;
  if (Array.isArray(value)) return value.length > 64 || depth > 3 ? `@(array of ${value.length})` : `@(${value.map((item) => literal(item, depth + 1)).join(',')})`;
  if (value instanceof PsBlock) return `{${value.text().length > 2_000 ? '...' : value.text()}}`;
  if (value instanceof PsType) return `[${value.name}]`;
  if (value instanceof PsHash) return depth > 3 || value.entries.size > 40 ? '@{...}' : `@{${[...value.entries.values()].map(({ key, value: item }) => `${toText(key) ?? '?'}=${literal(item, depth + 1)}`).join('; ')}}`;
  return value.text;
}

/** A string as a PowerShell literal on one line. */
export function quoted(text: string): string {
  if (!/[\r\n\0\t\x07\x08\x1b]/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  const names: Readonly<Record<string, string>> = { '\r': '`r', '\n': '`n', '\0': '`0', '\t': '`t', '\x07': '`a', '\b': '`b', '\x1b': '`e', '`': '``', '"': '`"', $: '`$' };
  return `"${text.replace(/[\r\n\0\t\x07\x08\x1b`"$]/g, (c) => names[c] ?? c)}"`;
}

/** Puts values at the end of a list, however many they are: spread arguments have a limit. */
export function append<T>(list: T[], values: readonly T[]): void {
  for (const value of values) list.push(value);
}
