import type { ActionOrder, CallOutcome, FollowOutcome, ResponseConnector } from '../../application/response-connector.js';
import type { IdempotencyClass } from '../../domain/action.js';

/** A person does it and records it, with what shows it. Handing it over twice is handing it over once. */
export class ManualConnector implements ResponseConnector {
  readonly name = 'manual';

  classOf(): IdempotencyClass {
    return 'naturallyIdempotent';
  }

  carryOut(order: ActionOrder): Promise<CallOutcome> {
    return Promise.resolve({ kind: 'accepted', reference: order.key, pollAfterMs: null, sentence: 'Somebody has to do it by hand and record it here, with what shows it.' });
  }

  follow(): Promise<FollowOutcome> {
    return Promise.resolve({ kind: 'pending', pollAfterMs: 3_600_000, sentence: 'Somebody has to do it by hand and record it here, with what shows it.' });
  }
}
