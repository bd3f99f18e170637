/** Leaves a failing endpoint alone: opens after `failures` in a row, lets one trial through after `restMs`. */
export class CircuitBreaker {
  private inRow = 0;
  private openedAt: number | undefined;
  private trial = false;

  constructor(
    private readonly failures: number,
    private readonly restMs: number,
    private readonly now: () => number,
  ) {}

  /** Whether a request may go out now. While the circuit is half open, only one may. */
  allows(): boolean {
    if (this.openedAt === undefined) return true;
    if (this.trial || this.now() - this.openedAt < this.restMs) return false;
    this.trial = true;
    return true;
  }

  succeeded(): void {
    this.inRow = 0;
    this.openedAt = undefined;
    this.trial = false;
  }

  failed(): void {
    this.inRow += 1;
    this.trial = false;
    if (this.inRow >= this.failures) this.openedAt = this.now();
  }

  /** The request ended for a reason that says nothing about the endpoint. */
  abandoned(): void {
    this.trial = false;
  }
}
