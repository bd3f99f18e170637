import type { Budget } from '../../core/budget.js';
import { Journal, type Mutable } from './journal.js';
import { Trail } from './trail.js';
import type { Recorder } from './recorder.js';
import { Unknown } from './unknown.js';

const watchAfter = 1000;
const mostPlainSteps = 150_000;
const mostLoopSteps = 3_000_000;
const mostUncertainTurns = 200;
const mostSpeculatedLoop = 150_000;
const mostIdleTurns = 20;
const mostSpeculated = 600_000;
const mostGuesses = 2000;

/** A function, for telling whether to follow a call of it. */
export interface Followed {
  active: number;
  since: number;
  guesses: number;
}

/** What one evaluation carries along: the budget, the rules that made the value at hand, and the open branches. */
export class Session {
  readonly none = Trail.root();
  readonly journal = new Journal((steps) => this.step(steps));
  trail = this.none;
  steps = 0;
  recorder: Recorder;
  /** How many branches that cannot be decided are being followed. */
  speculation = 0;
  private speculated = 0;

  constructor(
    readonly budget: Budget,
    recorder: Recorder,
  ) {
    this.recorder = recorder;
  }

  step(count = 1): void {
    this.steps += count;
    this.budget.step(count);
  }

  /** Says that a rule was really used on the value at hand. */
  use(rule: string): void {
    this.trail = this.trail.with(rule);
    this.recorder.rule(rule);
  }

  /** Takes the rules of a value read over. */
  reads(trail: Trail): void {
    if (trail !== this.none) this.trail = this.trail.plus(trail);
  }

  /**
   * Whether a call is to be followed. Where nothing decides the way, functions are followed once unless they are given
   * something known, and not into themselves: the number of ways through a program has no bound.
   */
  follows(callee: Followed, informed: boolean): boolean {
    if (this.speculation === 0) return true;
    if (callee.active > 0 && this.speculation > callee.since) return false;
    if (this.speculated > mostSpeculated || callee.guesses > mostGuesses) return false;
    return informed || callee.guesses === 0;
  }

  /** Follows a call, counting it for {@link follows}. */
  followed<T>(callee: Followed, work: () => T): T {
    const { steps } = this;
    if (this.speculation > 0) callee.guesses++;
    if (callee.active++ === 0) callee.since = this.speculation;
    try {
      return work();
    } finally {
      callee.active--;
      if (this.speculation > 0 && callee.active === 0) this.speculated += this.steps - steps;
    }
  }

  /** Follows a branch that cannot be decided. */
  speculate<T>(work: () => T): T {
    this.speculation++;
    try {
      return work();
    } finally {
      this.speculation--;
    }
  }

  /** Computes something with a trail of its own. */
  apart<T>(work: () => T): { value: T; trail: Trail } {
    const outer = this.trail;
    this.trail = this.none;
    try {
      return { value: work(), trail: this.trail };
    } finally {
      this.trail = outer;
    }
  }
}

/**
 * Ends loops that only pass time or never end: those that come back to where they were, repeat the same calls, count
 * without making text, or may have been left already. What such a loop changed is unknown after it.
 */
export class LoopGuard {
  private turns = 0;
  private readonly firstStep: number;
  private readonly depth: number;
  private frame: Map<Mutable, unknown> | undefined;
  /** What the turn at hand changes; looked at for some turns only. */
  private probe: Map<Mutable, unknown> | undefined;
  private probed = 0;
  private uncertainFrom = -1;
  private abandoned = false;
  private idle = 0;
  private lines: number;
  private uniques: number;

  /** `items`: the loop goes through items that are known, so where it stands is not in what it changes. */
  constructor(
    private readonly session: Session,
    private readonly items = false,
  ) {
    this.firstStep = session.steps;
    this.depth = session.journal.depth;
    this.lines = session.recorder.lineCount;
    this.uniques = session.recorder.uniqueLines;
  }

  /** The loop may have been left in this turn. */
  mayHaveEnded(): void {
    if (this.uncertainFrom < 0) this.uncertainFrom = this.turns;
    this.watch();
  }

  /** Before each turn; false: leave the loop now. */
  turn(): boolean {
    const { session } = this;
    session.step();
    if (++this.turns === watchAfter) this.watch();
    const { lineCount, uniqueLines } = session.recorder;
    const silent = uniqueLines === this.uniques;
    this.idle = lineCount > this.lines && silent ? this.idle + 1 : 0;
    this.lines = lineCount;
    this.uniques = uniqueLines;
    const used = session.steps - this.firstStep;
    if (this.probe !== undefined) {
      if (silent && this.cameBack(this.probe)) this.abandoned = true;
      session.journal.close(this.probe);
      this.probe = undefined;
    }
    const most = session.speculation > 0 ? mostSpeculatedLoop : mostLoopSteps;
    if (this.idle > mostIdleTurns || used > most || (this.uncertainFrom >= 0 && this.turns - this.uncertainFrom > mostUncertainTurns)) this.abandoned = true;
    else if (this.turns > watchAfter && used > mostPlainSteps && this.turns % 1024 === 0 && this.onlyCounts()) this.abandoned = true;
    if (this.abandoned) this.watch();
    else if (!this.items && this.turns > 1 && this.turns >= this.probed * 2) {
      this.probed = this.turns;
      this.probe = session.journal.open();
    }
    return !this.abandoned;
  }

  /** Whether the loop was cut short. */
  get cut(): boolean {
    return this.abandoned;
  }

  close(): void {
    const { journal } = this.session;
    if (this.probe !== undefined) journal.close(this.probe);
    this.probe = undefined;
    if (this.frame === undefined) return;
    journal.close(this.frame);
    if (this.abandoned || this.uncertainFrom >= 0) for (const target of this.frame.keys()) target.blur();
    this.frame = undefined;
  }

  private watch(): void {
    this.frame ??= this.session.journal.open(this.depth);
  }

  /** Whether a turn left everything as it was, the unknown unknown. */
  private cameBack(probe: Map<Mutable, unknown>): boolean {
    for (const [target, saved] of probe) if (!target.same(saved) && !(saved instanceof Unknown && target.snapshot() instanceof Unknown)) return false;
    return true;
  }

  private onlyCounts(): boolean {
    for (const target of this.frame?.keys() ?? []) if (target.plain?.() !== true) return false;
    return true;
  }
}
