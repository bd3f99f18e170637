/** A page of alert ids in the order of the incident, each with its cursor. */
export interface IdPage {
  edges: readonly { cursor: string; id: string }[];
  hasNextPage: boolean;
}

/**
 * Where the alerts of one incident stand: the cursor before each, by which it alone can be asked for.
 * Pages are read once and only as far as the alert that is sought.
 */
export class AlertPlaces {
  private readonly before = new Map<string, string | null>();
  private last: string | null = null;
  private complete = false;
  private reading: Promise<void> = Promise.resolve();

  constructor(private readonly readPage: (after: string | null) => Promise<IdPage>) {}

  /** The cursor before the alert (`null` for the first one), or undefined when the incident has no such alert. */
  async find(alertId: string): Promise<string | null | undefined> {
    while (!this.before.has(alertId) && !this.complete) {
      const step = this.reading.then(() => this.readOn(alertId));
      this.reading = step.catch(() => undefined);
      await step;
    }
    return this.before.get(alertId);
  }

  private async readOn(alertId: string): Promise<void> {
    if (this.complete || this.before.has(alertId)) return;
    const page = await this.readPage(this.last);
    for (const { id, cursor } of page.edges) {
      this.before.set(id, this.last);
      this.last = cursor;
    }
    this.complete = !page.hasNextPage || page.edges.length === 0;
  }
}
