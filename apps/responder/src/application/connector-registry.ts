import type { IdempotencyClass } from '../domain/action.js';
import type { ResponseConnector } from './response-connector.js';

/** The connectors of a process, and which of them carries an action out. What one cannot do, a person does. */
export class ConnectorRegistry {
  private readonly byName: ReadonlyMap<string, ResponseConnector>;

  /** `preferred` is the configured one; `manual` takes what it cannot do. */
  constructor(
    readonly preferred: ResponseConnector,
    private readonly manual: ResponseConnector,
    others: readonly ResponseConnector[] = [],
  ) {
    this.byName = new Map([...others, manual, preferred].map((each) => [each.name, each]));
  }

  /** Who would carry an action out. */
  route(action: string, reverse: boolean): { connector: string; idempotency: IdempotencyClass } {
    for (const { name, classOf } of [this.bound(this.preferred), this.bound(this.manual)]) {
      const idempotency = classOf(action, reverse);
      if (idempotency !== undefined) return { connector: name, idempotency };
    }
    return { connector: this.manual.name, idempotency: 'naturallyIdempotent' };
  }

  /** A connector by its name; undefined when this process has none of it. */
  get(name: string): ResponseConnector | undefined {
    return this.byName.get(name);
  }

  private bound(connector: ResponseConnector): { name: string; classOf: ResponseConnector['classOf'] } {
    return { name: connector.name, classOf: (action, reverse) => connector.classOf(action, reverse) };
  }
}
