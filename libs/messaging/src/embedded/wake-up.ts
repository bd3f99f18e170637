import pg from 'pg';
import type { Logger } from '@attest/observability';
import { wakeChannel } from './log-store.js';

/** Hears that something was published; reconnects by itself. Missing a call is harmless: consumers also look on a timer. */
export class WakeUp {
  private client: pg.Client | undefined;
  private readonly listeners = new Set<(topic: string) => void>();
  private closed = false;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly url: string,
    private readonly logger: Logger | undefined,
  ) {}

  /** Calls `listener` with the topic of each publication until the returned function is called. */
  on(listener: (topic: string) => void): () => void {
    this.listeners.add(listener);
    if (!this.client && !this.retry) void this.connect();
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    if (this.closed) return;
    this.retry = undefined;
    const client = new pg.Client({ connectionString: this.url, application_name: 'attest-bus-listen' });
    this.client = client;
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client));
    client.on('notification', ({ payload }) => {
      for (const listener of this.listeners) listener(payload ?? '');
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${wakeChannel}`);
    } catch (error) {
      this.lost(client, error instanceof Error ? error : undefined);
    }
  }

  private lost(client: pg.Client, error?: Error): void {
    if (this.closed || this.client !== client) return;
    this.client = undefined;
    this.logger?.debug({ err: error }, 'bus: the wake-up connection is gone; connecting again');
    client.end().catch(() => undefined);
    this.retry = setTimeout(() => void this.connect(), 1_000);
  }
}
