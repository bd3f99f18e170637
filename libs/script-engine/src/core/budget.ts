/** What a script may cost. Sizes in UTF-16 code units or bytes, times in milliseconds. */
export interface BudgetLimits {
  /** Largest input. */
  inputBytes: number;
  /** Layers kept for one script, the input included. */
  layers: number;
  /** All text and bytes made by decoding, together. */
  expansion: number;
  /** How many times its input one decoding step may grow, once it is over 1 MB. */
  stepRatio: number;
  /** Any one string. */
  stringLength: number;
  /** Evaluator steps over all layers. */
  steps: number;
  /** Syntax nodes over all layers. */
  nodes: number;
  /** Nesting of calls and blocks. */
  depth: number;
  wallMs: number;
}

/** Limits a script runs under unless told otherwise. */
export const defaultLimits: Readonly<BudgetLimits> = {
  inputBytes: 20 * 1024 * 1024,
  layers: 40,
  expansion: 64 * 1024 * 1024,
  stepRatio: 200,
  stringLength: 16 * 1024 * 1024,
  steps: 5_000_000,
  nodes: 2_500_000,
  depth: 200,
  wallMs: 10_000,
};

/** A script reached one of its limits; what was found until then stays. */
export class BudgetExceeded extends Error {
  constructor(readonly limit: keyof BudgetLimits) {
    super(`The limit "${limit}" was reached.`);
    this.name = 'BudgetExceeded';
  }
}

/**
 * Counts what one script has cost. Ask before allocating: every method throws {@link BudgetExceeded} instead of
 * letting the cost happen. Wall time is looked at on a coarse beat of steps, so that the same input gives the same
 * result on a slow and a fast machine unless time really runs out.
 */
export class Budget {
  private steps = 0;
  private nodes = 0;
  private expanded = 0;
  private depth = 0;
  private readonly deadline: number;

  constructor(
    readonly limits: Readonly<BudgetLimits> = defaultLimits,
    private readonly now: () => number = Date.now,
  ) {
    this.deadline = now() + limits.wallMs;
  }

  /** One evaluator step (or `count` of them): a node evaluated, a loop turn, a call. */
  step(count = 1): void {
    const before = this.steps;
    this.steps += count;
    if (this.steps > this.limits.steps) throw new BudgetExceeded('steps');
    if (before >> 12 !== this.steps >> 12) this.clock();
  }

  /** Syntax nodes made. */
  node(count = 1): void {
    this.nodes += count;
    if (this.nodes > this.limits.nodes) throw new BudgetExceeded('nodes');
    if ((this.nodes & 0xffff) < count) this.clock();
  }

  /** A string or array of this length is about to be made. Short ones cost nothing beyond their steps. */
  allocate(length: number): void {
    if (length > this.limits.stringLength) throw new BudgetExceeded('stringLength');
    if (length > 256) this.expand(length);
  }

  /** Text or bytes of this length are about to be kept or worked on. */
  expand(length: number): void {
    this.expanded += length;
    if (this.expanded > this.limits.expansion) throw new BudgetExceeded('expansion');
  }

  /** How many bytes a decoder may give back for this many bytes of input. */
  room(inputLength: number): number {
    const byRatio = Math.max(1024 * 1024, inputLength * this.limits.stepRatio);
    return Math.max(1, Math.min(byRatio, this.limits.stringLength, this.limits.expansion - this.expanded));
  }

  /** Runs work one level deeper; use for every recursion that the sample controls. */
  nested<T>(work: () => T): T {
    if (this.depth >= this.limits.depth) throw new BudgetExceeded('depth');
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
    }
  }

  /** Throws when the wall time is over. */
  clock(): void {
    if (this.now() > this.deadline) throw new BudgetExceeded('wallMs');
  }
}
