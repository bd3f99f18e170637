import type { Expr, Procedure, Stmt } from './ast.js';
import { Bytes, ComObject } from './host/com-object.js';
import type { Mutable } from './host/journal.js';
import type { Recorder } from './host/recorder.js';
import type { Trail } from './host/trail.js';
import { showText, Unknown, type Dialect } from './host/unknown.js';

/** The object reference that refers to nothing. */
export const nothing = Symbol('Nothing');

/** A variable. */
export class Cell implements Mutable {
  constructor(
    readonly name: string,
    public value: unknown,
    public trail: Trail,
  ) {}

  snapshot(): unknown {
    return this.value;
  }

  restore(saved: unknown): void {
    this.value = saved;
  }

  same(saved: unknown): boolean {
    return Object.is(saved, this.value);
  }

  blur(remote = false): void {
    this.value = new Unknown(this.name, { remote: remote || (this.value instanceof Unknown && this.value.remote) });
  }

  plain(): boolean {
    return typeof this.value === 'number' || typeof this.value === 'boolean' || this.value === undefined;
  }
}

/** An array; more than one dimension is stored row by row. */
export class VbArray implements Mutable {
  items: unknown[];
  dims: number[];
  trail: Trail | undefined;

  constructor(items: unknown[], dims: number[] = [items.length]) {
    this.items = items;
    this.dims = dims;
  }

  snapshot(): unknown {
    return [...this.items];
  }

  restore(saved: unknown): void {
    this.items = saved as unknown[];
  }

  same(saved: unknown): boolean {
    const other = saved as unknown[];
    return other.length === this.items.length && other.every((item, index) => Object.is(item, this.items[index]));
  }

  blur(): void {
    this.items = this.items.map((_, index) => new Unknown(`item ${index}`));
  }

  /** Where an element is; -1 outside. */
  offset(indices: readonly number[]): number {
    let at = 0;
    for (let i = 0; i < this.dims.length; i++) {
      const index = Math.round(indices[i] ?? -1);
      const size = this.dims[i] as number;
      if (!(index >= 0 && index < size)) return -1;
      at = at * size + index;
    }
    return indices.length === this.dims.length ? at : -1;
  }
}

/** One text with what was read of it. */
export interface Unit {
  readonly text: string;
  readonly recorder: Recorder;
  readonly statements: Stmt[];
}

/** A procedure and where it came from. */
export class ProcedureValue {
  called = false;
  active = 0;
  since = 0;
  guesses = 0;

  constructor(
    readonly procedure: Procedure,
    readonly unit: Unit,
    readonly owner?: Instance,
  ) {}
}

/** A class of the script. */
export class ClassValue {
  constructor(
    readonly name: string,
    readonly members: readonly Stmt[],
    readonly unit: Unit,
  ) {}
}

/** An object of a class of the script. */
export class Instance {
  readonly scope = new Map<string, Cell>();

  constructor(readonly name: string) {}
}

/** How VBScript writes text. */
export const dialect: Dialect = {
  plus: ' & ',
  quote(text) {
    const short = text.length > 8000 ? `${text.slice(0, 8000)}…` : text;
    if (!/[\x00-\x08\x0a-\x1f]/.test(short)) return `"${short.replaceAll('"', '""')}"`;
    const pieces = short.match(/\r\n|[\x00-\x08\x0a-\x1f]|[^\x00-\x08\x0a-\x1f]+/g) ?? [];
    return pieces.map((piece) => (piece === '\r\n' ? 'vbCrLf' : piece === '\n' ? 'vbLf' : piece === '\r' ? 'vbCr' : piece.charCodeAt(0) < 32 && piece !== '\t' && piece.length === 1 ? `Chr(${piece.charCodeAt(0)})` : `"${piece.replaceAll('"', '""')}"`)).join(' & ');
  },
};

/** A value as an expression. */
export function show(value: unknown): string {
  if (typeof value === 'string' || value instanceof Unknown) return showText(value, dialect);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === undefined) return '';
  if (value === null) return 'Null';
  if (value === nothing) return 'Nothing';
  if (value instanceof ComObject) return value.label;
  if (value instanceof Bytes) return `bytes(${value.data.length})`;
  if (value instanceof VbArray) return `Array(${value.items.slice(0, 20).map((item) => (item instanceof VbArray ? 'Array(…)' : show(item))).join(', ')}${value.items.length > 20 ? ', …' : ''})`;
  if (value instanceof ProcedureValue) return value.procedure.text;
  if (value instanceof Instance) return value.name;
  return '…';
}

/** A value as text. */
export function toText(value: unknown): string | Unknown {
  if (typeof value === 'string' || value instanceof Unknown) return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === undefined || value === null) return '';
  if (value instanceof ComObject) return new Unknown(value.label);
  return new Unknown(show(value));
}

function numberText(value: number): string {
  const text = String(Number(value.toPrecision(15)));
  return text.startsWith('0.') ? text.slice(1) : text.startsWith('-0.') ? `-${text.slice(2)}` : text;
}

/** A value as a number; undefined when it is none or not known. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? -1 : 0;
  if (value === undefined) return 0;
  if (typeof value !== 'string' || value.length > 400) return undefined;
  const text = value.trim();
  if (/^&h[0-9a-f]{1,8}&?$/i.test(text)) {
    const digits = text.slice(2).replace('&', '');
    const number = Number.parseInt(digits, 16);
    return digits.length <= 4 && number > 0x7fff ? number - 0x10000 : number > 0x7fffffff ? number - 0x1_0000_0000 : number;
  }
  if (/^&o[0-7]{1,11}&?$/i.test(text)) return Number.parseInt(text.slice(2), 8);
  return /^[+-]?(?:\d{1,300}(?:\.\d{0,300})?|\.\d{1,300})(?:[ed][+-]?\d{1,3})?$/i.test(text) ? Number(text.replace(/d/i, 'e')) : undefined;
}

/** Half to even, as CInt, CLng, Mod and integer division round. */
export function bankers(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** A value as a condition; undefined when it is not known. */
export function toCondition(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === null || value === undefined) return false;
  if (typeof value === 'string' && /^\s{0,9}(?:true|false)\s{0,9}$/i.test(value)) return /true/i.test(value);
  const number = toNumber(value);
  return number === undefined ? undefined : number !== 0;
}

/** The source of an expression, short. */
export function sourceOf(unit: Unit, expr: Expr): string {
  const text = unit.text.slice(expr.start, Math.min(expr.end, expr.start + 400));
  return text.replace(/\s+/g, ' ').trim();
}
