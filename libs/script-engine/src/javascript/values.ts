import type { Pattern, Program, Expression } from 'acorn';
import type { Mutable } from '../vbscript/host/journal.js';
import type { Recorder } from '../vbscript/host/recorder.js';
import type { LoopGuard } from '../vbscript/host/session.js';
import type { Trail } from '../vbscript/host/trail.js';
import { Unknown } from '../vbscript/host/unknown.js';
import type { JsMachine } from './machine.js';

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

/** Names of a function or block. */
export class Scope {
  readonly cells = new Map<string, Cell>();

  constructor(
    readonly parent: Scope | undefined,
    readonly isFunction: boolean,
    /** Of a function with parameters. */
    readonly params = false,
  ) {}
}

function sameMaps(a: Map<string, unknown>, b: Map<string, unknown>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (!Object.is(b.get(key), value)) return false;
  return true;
}

/** An object of the script. */
export class JsObject implements Mutable {
  props = new Map<string, unknown>();
  trail: Trail | undefined;
  proto: JsObject | undefined;
  getters: Map<string, JsFunction> | undefined;
  /** What a Map, Set or Promise holds. */
  inner: Map<unknown, unknown> | undefined;

  constructor(readonly className = 'Object') {}

  snapshot(): unknown {
    return { props: new Map(this.props), inner: this.inner === undefined ? undefined : new Map(this.inner) };
  }

  restore(saved: unknown): void {
    const { props, inner } = saved as { props: Map<string, unknown>; inner: Map<unknown, unknown> | undefined };
    this.props = new Map(props);
    this.inner = inner;
  }

  same(saved: unknown): boolean {
    const { props, inner } = saved as { props: Map<string, unknown>; inner: Map<unknown, unknown> | undefined };
    return sameMaps(props, this.props) && (inner?.size ?? 0) === (this.inner?.size ?? 0);
  }

  blur(): void {
    for (const key of this.props.keys()) this.props.set(key, new Unknown(key));
  }
}

/** An array, also of bytes. */
export class JsArray implements Mutable {
  items: unknown[];
  props: Map<string, unknown> | undefined;
  trail: Trail | undefined;

  constructor(
    items: unknown[],
    /** Set for buffers and typed arrays. */
    readonly bytes: 'Buffer' | 'Uint8Array' | undefined = undefined,
  ) {
    this.items = items;
  }

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

/** One text with what was read of it. */
export interface Unit {
  readonly text: string;
  readonly recorder: Recorder;
  readonly body: Program['body'];
}

/** A function of the script. */
export class JsFunction {
  readonly object = new JsObject('Function');
  called = false;
  callbacks = 0;
  active = 0;
  since = 0;
  guesses = 0;

  constructor(
    readonly name: string,
    readonly params: readonly Pattern[],
    readonly body: Program['body'] | Expression,
    readonly scope: Scope,
    readonly unit: Unit,
    readonly kind: { arrow: boolean; async: boolean; generator: boolean; self: unknown; args: JsArray | undefined; start: number; end: number; fields?: { name: string; value: Expression | undefined }[]; parent?: unknown; isClass?: boolean },
  ) {}
}

/** A function of the host. */
export class Native {
  readonly object = new JsObject('Function');

  constructor(
    readonly name: string,
    readonly call: (machine: JsMachine, self: unknown, args: readonly unknown[]) => unknown,
    readonly construct?: (machine: JsMachine, args: readonly unknown[]) => unknown,
  ) {}
}

/** A regular expression. */
export class JsRegExp {
  lastIndex = 0;

  constructor(
    readonly source: string,
    readonly flags: string,
  ) {}
}

/** How a statement was left before its end. */
export interface Leave {
  kind: 'break' | 'continue' | 'return';
  label?: string | undefined;
  value?: unknown;
}

/** What a running function keeps. */
export interface Frame {
  self: unknown;
  args: JsArray | undefined;
  newTarget: boolean;
  /** Results of returns that may have happened. */
  maybe: unknown[];
  loops: { guard: LoopGuard; labels: readonly string[] }[];
  undecided: number;
  /** What a generator function gave so far. */
  yields: unknown[] | undefined;
}

/** Ends the body of a generator whose items are enough. */
export class EnoughYields extends Error {}
