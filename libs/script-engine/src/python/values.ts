import type { Expr, Param, Stmt } from './ast.js';
import type { Mutable } from '../vbscript/host/journal.js';
import type { Recorder } from '../vbscript/host/recorder.js';
import type { LoopGuard } from '../vbscript/host/session.js';
import type { Trail } from '../vbscript/host/trail.js';
import { Unknown } from '../vbscript/host/unknown.js';
import type { VirtualFile } from '../vbscript/host/virtual-files.js';
import type { PyMachine } from './machine.js';

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
    return typeof this.value === 'number' || typeof this.value === 'boolean' || this.value === null || this.value instanceof PyFloat;
  }
}

/** Names of a module, function or class. */
export class Scope {
  readonly cells = new Map<string, Cell>();
  /** Names declared global, and names of functions around. */
  declared: Map<string, 'global' | 'outer'> | undefined;

  constructor(
    readonly parent: Scope | undefined,
    /** Of a function with parameters. */
    readonly params = false,
  ) {}
}

/** A number with a fraction part, even when that is zero. */
export class PyFloat {
  constructor(readonly value: number) {}
}

/** Bytes; those of a bytearray can be changed. */
export class PyBytes implements Mutable {
  constructor(
    public data: Uint8Array,
    readonly mutable = false,
  ) {}

  snapshot(): unknown {
    return this.data.slice();
  }

  restore(saved: unknown): void {
    this.data = (saved as Uint8Array).slice();
  }

  same(saved: unknown): boolean {
    return Buffer.from(this.data).equals(saved as Uint8Array);
  }

  blur(): void {
    this.data = new Uint8Array();
  }
}

/** A list, tuple or set. */
export class PyList implements Mutable {
  trail: Trail | undefined;

  constructor(
    public items: unknown[],
    readonly kind: 'list' | 'tuple' | 'set' = 'list',
  ) {}

  snapshot(): unknown {
    return [...this.items];
  }

  restore(saved: unknown): void {
    this.items = [...(saved as unknown[])];
  }

  same(saved: unknown): boolean {
    const other = saved as unknown[];
    return other.length === this.items.length && other.every((item, index) => Object.is(item, this.items[index]));
  }

  blur(): void {
    this.items = this.items.map((_, index) => new Unknown(`…[${index}]`));
  }
}

/** `range`: never written out. */
export class PyRange {
  constructor(
    readonly start: number,
    readonly stop: number,
    readonly step: number,
  ) {}

  get length(): number {
    return Math.max(0, Math.ceil((this.stop - this.start) / this.step));
  }
}

/** Items that come again and again, as `itertools.cycle` gives them. */
export class PyCycle {
  constructor(readonly items: readonly unknown[]) {}
}

/** What a generator function gives, made at once; `next` takes from its front. */
export class PyGenerator extends PyList {}

/** Ends the body of a generator whose items are enough. */
export class EnoughYields extends Error {}

/** A dictionary. */
export class PyDict implements Mutable {
  entries = new Map<string, [unknown, unknown]>();
  /** Set when a key was not known. */
  open = false;
  trail: Trail | undefined;

  snapshot(): unknown {
    return new Map(this.entries);
  }

  restore(saved: unknown): void {
    this.entries = new Map(saved as Map<string, [unknown, unknown]>);
  }

  same(saved: unknown): boolean {
    const other = saved as Map<string, [unknown, unknown]>;
    return other.size === this.entries.size && [...this.entries].every(([key, [, value]]) => Object.is(other.get(key)?.[1], value));
  }

  blur(): void {
    this.open = true;
    for (const [key, [name]] of this.entries) this.entries.set(key, [name, new Unknown(String(name))]);
  }
}

/** One text with what was read of it. */
export interface Unit {
  readonly text: string;
  readonly recorder: Recorder;
  readonly body: Stmt[];
}

/** A function of the script. */
export class PyFunction {
  called = false;
  callbacks = 0;
  active = 0;
  since = 0;
  guesses = 0;

  constructor(
    readonly name: string,
    readonly params: readonly Param[],
    readonly defaults: readonly unknown[],
    readonly body: readonly Stmt[] | Expr,
    readonly scope: Scope,
    readonly unit: Unit,
  ) {}
}

/** A function of the language or its library. */
export class PyNative {
  constructor(
    readonly name: string,
    readonly call: (machine: PyMachine, args: readonly unknown[], named: ReadonlyMap<string, unknown>) => unknown,
  ) {}
}

/** A class of the script. */
export class PyClass {
  constructor(
    readonly name: string,
    readonly scope: Scope,
    readonly bases: readonly unknown[],
  ) {}
}

/** An object of a class of the script. */
export class PyInstance implements Mutable {
  attributes = new Map<string, unknown>();

  constructor(readonly of: PyClass) {}

  snapshot(): unknown {
    return new Map(this.attributes);
  }

  restore(saved: unknown): void {
    this.attributes = new Map(saved as Map<string, unknown>);
  }

  same(saved: unknown): boolean {
    const other = saved as Map<string, unknown>;
    return other.size === this.attributes.size && [...this.attributes].every(([key, value]) => Object.is(other.get(key), value));
  }

  blur(): void {
    for (const key of this.attributes.keys()) this.attributes.set(key, new Unknown(`self.${key}`));
  }
}

/** Something of a library that is not computed: calls to it are effects. */
export class HostObject {
  readonly label: string;

  constructor(
    label: string,
    readonly remote = false,
    /** A file of the evaluation. */
    readonly file?: VirtualFile,
  ) {
    this.label = label.length > 300 ? `${label.slice(0, 300)}…` : label;
  }
}

/** What `compile` gives. */
export class PyCode {
  constructor(
    readonly text: unknown,
    readonly mode: string,
  ) {}
}

/** The names of the module, as `globals()` gives them, or the builtins. */
export class PyNamespace {
  constructor(
    readonly kind: 'globals' | 'builtins' | 'module',
    /** The module whose names these are. */
    readonly of?: HostObject,
  ) {}
}

/** How a statement was left before its end. */
export interface Leave {
  kind: 'break' | 'continue' | 'return';
  value?: unknown;
}

/** What a running function keeps. */
export interface Frame {
  /** Results of returns that may have happened. */
  maybe: unknown[];
  loops: LoopGuard[];
  undecided: number;
  /** What a generator gave. */
  yields: unknown[] | undefined;
}
