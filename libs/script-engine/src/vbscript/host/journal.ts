import { Unknown } from './unknown.js';

/** Something that a branch nobody can decide may change. */
export interface Mutable {
  snapshot(): unknown;
  restore(saved: unknown): void;
  same(saved: unknown): boolean;
  /** Forgets the value: from here on it is unknown, but for whether it may come from elsewhere. */
  blur(remote?: boolean): void;
  /** Whether it holds a number, a truth value or nothing. */
  plain?(): boolean;
}

/** Thrown to leave several levels of the interpreted program at once: an exception or the end of the script. */
export class Abrupt {
  constructor(
    readonly kind: 'quit' | 'throw',
    readonly value?: unknown,
  ) {}
}

type Frame = Map<Mutable, unknown>;

/** Remembers what changes, so that both sides of an undecided branch can be followed from the same state and their ends merged. */
export class Journal {
  private readonly frames: Frame[] = [];

  /** `charge` is told what copies cost. */
  constructor(private readonly charge: (steps: number) => void) {}

  /** To be called before something changes. */
  touch(target: Mutable): void {
    const frame = this.frames[this.frames.length - 1];
    if (frame === undefined || frame.has(target)) return;
    const saved = target.snapshot();
    const size = Array.isArray(saved) ? saved.length : saved instanceof Map ? saved.size : 0;
    if (size > 32) this.charge(size >> 4);
    frame.set(target, saved);
  }

  /** How many frames are open. */
  get depth(): number {
    return this.frames.length;
  }

  /** Opens a frame, on top or below those opened since there were `depth`: what they saved comes down to it when they close. */
  open(depth = this.frames.length): Frame {
    const frame: Frame = new Map();
    this.frames.splice(depth, 0, frame);
    return frame;
  }

  /** Closes a frame; what it saved counts as touched in the one around it. */
  close(frame: Frame): void {
    const at = this.frames.lastIndexOf(frame);
    if (at < 0) return;
    this.frames.splice(at, 1);
    const outer = this.frames[at - 1];
    if (outer !== undefined) for (const [target, saved] of frame) if (!outer.has(target)) outer.set(target, saved);
  }

  /**
   * Follows two sides from the same state. A side that ends (by result or by {@link Abrupt}) leaves no state behind when
   * the other goes on; of two sides that go on, what differs is blurred. Throws the {@link Abrupt} of the second only when both threw.
   */
  choice<T>(first: () => T, second: () => T, ended: (result: T) => boolean): [T | undefined, T | undefined] {
    const a = this.side(first);
    const after = new Map<Mutable, unknown>();
    for (const [target, saved] of a.frame) {
      after.set(target, target.snapshot());
      target.restore(saved);
    }
    const b = this.side(second);
    const endedA = a.abrupt !== undefined || ended(a.result as T);
    const endedB = b.abrupt !== undefined || ended(b.result as T);
    if (endedB && !endedA) {
      for (const [target, saved] of b.frame) target.restore(saved);
      for (const [target, value] of after) target.restore(value);
    } else if (endedA === endedB) {
      for (const [target, value] of after) if (!target.same(value)) target.blur(value instanceof Unknown && value.remote);
      for (const [target, saved] of b.frame) if (!after.has(target) && !target.same(saved)) target.blur();
    }
    const joined: Frame = new Map([...b.frame, ...a.frame]);
    this.frames.push(joined);
    this.close(joined);
    if (a.abrupt !== undefined && b.abrupt !== undefined) throw b.abrupt;
    return [a.result, b.result];
  }

  private side<T>(work: () => T): { result?: T; abrupt?: Abrupt; frame: Frame } {
    const frame = this.open();
    try {
      return { result: work(), frame };
    } catch (error) {
      if (error instanceof Abrupt) return { abrupt: error, frame };
      throw error;
    } finally {
      const at = this.frames.lastIndexOf(frame);
      if (at >= 0) this.frames.length = at;
    }
  }
}
