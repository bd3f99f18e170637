import type { Session } from './session.js';
import type { Span } from './recorder.js';
import type { Mutable } from './journal.js';
import { Unknown } from './unknown.js';
import type { VirtualFiles } from './virtual-files.js';

/** Bytes that the script holds. */
export class Bytes {
  constructor(readonly data: Uint8Array) {}
}

const longestLabel = 300;

/** An object of the host: what it is, the expression that makes it, and what is known of its state. */
export class ComObject implements Mutable {
  readonly label: string;
  fields = new Map<string, unknown>();
  trail: readonly string[] = [];

  constructor(
    readonly kind: string,
    label: string,
  ) {
    this.label = label.length > longestLabel ? `${label.slice(0, longestLabel)}…` : label;
  }

  snapshot(): unknown {
    return new Map(this.fields);
  }

  restore(saved: unknown): void {
    this.fields = new Map(saved as Map<string, unknown>);
  }

  same(saved: unknown): boolean {
    const other = saved as Map<string, unknown>;
    return other.size === this.fields.size && [...this.fields].every(([key, value]) => other.get(key) === value);
  }

  blur(): void {
    for (const key of this.fields.keys()) this.fields.set(key, new Unknown(`${this.label}.${key}`));
  }
}

/** What objects of the host need from the interpreter of either language. */
export interface ComHost {
  readonly session: Session;
  readonly files: VirtualFiles;
  /** Where the script is. */
  span(): Span;
  /** A value as an expression. */
  show(value: unknown): string;
  text(value: unknown): string | Unknown;
  number(value: unknown): number | undefined;
  list(items: unknown[]): unknown;
  items(value: unknown): readonly unknown[] | undefined;
  /** How the language makes an object. */
  label(progId: string): string;
  /** How the language shows an assignment: with `;` or without. */
  runScript(code: unknown, language: 'vbscript' | 'javascript', sink: string): unknown;
}

/** Says that a behaviour does not know a member. */
export const notHandled = Symbol('not handled');

/** What one kind of object does. Names arrive in lower case. */
export interface Behaviour {
  /** How its members are spelled. */
  readonly names?: readonly string[];
  call?(host: ComHost, object: ComObject, name: string, args: readonly unknown[]): unknown;
  get?(host: ComHost, object: ComObject, name: string): unknown;
  set?(host: ComHost, object: ComObject, name: string, value: unknown): unknown;
}

/** Changes a field so that a branch can take it back. */
export function setField(host: ComHost, object: ComObject, name: string, value: unknown): void {
  host.session.journal.touch(object);
  object.fields.set(name, value);
  object.trail = [...new Set([...object.trail, ...host.session.trail.rules])].slice(0, 16);
}

/** Lists a call; arguments left out stay empty. */
export function effect(host: ComHost, object: ComObject, name: string, args: readonly unknown[]): string {
  const shown = `${object.label}.${name}(${args.map((arg) => host.show(arg)).join(', ')})`;
  host.session.recorder.effect(shown, host.span());
  return shown;
}
