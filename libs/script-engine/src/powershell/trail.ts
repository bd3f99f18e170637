import type { Value } from './values.js';

/** How a value came to be: the steps, and the longest literal that went in. */
export interface Trail {
  rules: readonly string[];
  source: string;
  start: number;
  end: number;
}

const shortest = 8;

/** Remembers where values came from; strings by their text, everything else by identity. */
export class TrailKeeper {
  private readonly texts = new Map<string, Trail>();
  private readonly objects = new WeakMap<object, Trail>();
  /** Steps since the statement began: what a value is said to be made by when nothing nearer is known. */
  private recent: string[] = [];
  private readonly growing = new Map<string, Set<string>>();
  readonly used = new Set<string>();

  beginStatement(): void {
    this.recent = [];
  }

  /** Runs a block of a pipeline: its steps are steps of the statement it belongs to. */
  within<T>(work: () => T): T {
    const before = this.recent;
    try {
      return work();
    } finally {
      this.recent = [...new Set([...before, ...this.recent])].slice(0, 16);
    }
  }

  /** A step whose result is too small to be told from others of its kind. */
  step(rule: string): void {
    this.used.add(rule);
    if (this.recent.at(-1) !== rule && this.recent.length < 16) this.recent.push(rule);
  }

  /** `+=`: how a variable grows piece by piece. Told of the whole when it is read, not of each beginning of it. */
  grown(name: string, piece: Value): void {
    const rules = this.growing.get(name) ?? new Set<string>();
    if (rules.size < 16) for (const rule of [...(this.of(piece)?.rules ?? []), ...this.recent]) rules.add(rule);
    this.growing.set(name, rules);
  }

  /** The value of a variable, with the steps its pieces took. */
  read(name: string, value: Value): Value {
    const rules = this.growing.get(name);
    if (rules !== undefined && rules.size > 0 && typeof value === 'string' && value.length >= shortest && !this.texts.has(value)) this.texts.set(value, { rules: [...rules].slice(0, 16), source: '', start: -1, end: -1 });
    return value;
  }

  /** A literal of the source. */
  literal(value: Value, source: string, start: number, end: number): void {
    if (typeof value === 'string' && value.length >= shortest && !this.texts.has(value)) this.texts.set(value, { rules: [], source, start, end });
  }

  /** `result` was made from `inputs` by `rule`. */
  made(result: Value, rule: string, ...inputs: Value[]): void {
    this.step(rule);
    let best: Trail | undefined;
    const rules: string[] = [];
    for (const input of inputs) {
      const trail = this.of(input);
      if (trail === undefined) continue;
      if (best === undefined || trail.end - trail.start > best.end - best.start) best = trail;
      for (const each of trail.rules) if (!rules.includes(each)) rules.push(each);
    }
    // What came through a pipeline has lost its way: the steps of the statement made it.
    if (best === undefined) for (const each of this.recent) if (!rules.includes(each)) rules.push(each);
    if (rules.at(-1) !== rule) rules.push(rule);
    this.set(result, { rules: rules.slice(-16), source: best?.source ?? '', start: best?.start ?? -1, end: best?.end ?? -1 });
  }

  of(value: Value): Trail | undefined {
    if (typeof value === 'string') return this.texts.get(value);
    return typeof value === 'object' && value !== null ? this.objects.get(value) : undefined;
  }

  /** The steps that led to a value. */
  rulesOf(value: Value): string[] {
    const rules = this.of(value)?.rules ?? [];
    return rules.length > 0 ? [...rules] : [...new Set(this.recent)];
  }

  private set(value: Value, trail: Trail): void {
    if (typeof value === 'string') {
      if (value.length >= shortest) this.texts.set(value, trail);
    } else if (typeof value === 'object' && value !== null) this.objects.set(value, trail);
  }
}
