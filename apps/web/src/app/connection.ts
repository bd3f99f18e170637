/** How the live connection stands: `idle` before the first page that needs it, `lost` until it is back. */
export type ConnectionState = 'idle' | 'live' | 'lost';

/** What is known of the live connection, for the banner and for catching up. */
export class Connection {
  private state: ConnectionState = 'idle';
  private readonly listeners = new Set<() => void>();

  constructor(private readonly onReturn: () => void) {}

  connected(): void {
    const returned = this.state === 'lost';
    this.change('live');
    if (returned) this.onReturn();
  }

  /** An orderly close because nothing listens any more is no loss. */
  closed(clean: boolean): void {
    this.change(clean ? 'idle' : 'lost');
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): ConnectionState => this.state;

  private change(state: ConnectionState): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
