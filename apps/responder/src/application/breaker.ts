/** State of the way to one target. */
export interface BreakerState {
  /** Milliseconds since 1970 until which nothing is sent; undefined while the way is free. */
  until: number | undefined;
  /** Why, for people. */
  sentence: string | undefined;
  /** Milliseconds since 1970 of the first failure in the row. */
  since: number | undefined;
  limited: boolean;
}

/** After so many failures in a row nothing is sent for a while; then one order tries the way. */
const failuresToOpen = 3;
const shortestRestMs = 2_000;
const longestRestMs = 60_000;

/** Leaves a target alone that does not answer or asks to be left alone. */
export class Breaker {
  private inRow = 0;
  private restMs = shortestRestMs;
  private state: BreakerState = { until: undefined, sentence: undefined, since: undefined, limited: false };
  private trial = false;

  constructor(private readonly now: () => number = Date.now) {}

  get current(): BreakerState {
    return this.state;
  }

  /** Whether an order may go out now. After a rest one at a time may, until one came through. */
  allows(): boolean {
    const { until } = this.state;
    if (until === undefined) return true;
    if (this.now() < until || this.trial) return false;
    this.trial = true;
    return true;
  }

  /** The target answered, whatever it said. */
  answered(): void {
    this.inRow = 0;
    this.restMs = shortestRestMs;
    this.trial = false;
    this.state = { until: undefined, sentence: undefined, since: undefined, limited: false };
  }

  failed(sentence: string): void {
    this.inRow += 1;
    this.trial = false;
    const since = this.state.since ?? this.now();
    const open = this.inRow >= failuresToOpen || this.state.until !== undefined;
    this.state = { until: open ? this.now() + this.restMs : undefined, sentence, since, limited: false };
    if (open) this.restMs = Math.min(longestRestMs, this.restMs * 2);
  }

  /** The target asks for a pause. */
  pause(ms: number, sentence: string): void {
    this.trial = false;
    this.state = { until: this.now() + ms, sentence, since: this.state.since ?? this.now(), limited: true };
  }

  /** An order that was let through did not reach the target for another reason. */
  abandoned(): void {
    this.trial = false;
  }
}
