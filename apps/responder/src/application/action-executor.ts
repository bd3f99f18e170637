import type { Logger } from '@attest/observability';
import type { EntityManager } from 'typeorm';
import type { Waiting } from '../domain/action.js';
import { ActionEntity } from '../infrastructure/action.entity.js';
import { attestItself, type ActionLedger } from './action-ledger.js';
import type { ActionQueue, Claim } from './action-queue.js';
import { Breaker, type BreakerState } from './breaker.js';
import type { ConnectorRegistry } from './connector-registry.js';
import { orderOf } from './order-of.js';
import type { ActionOrder, CallOutcome, FindOutcome, FollowOutcome, ResponseConnector } from './response-connector.js';

/** Bounds of {@link ActionExecutor}. */
export interface ExecutorOptions {
  /** Actions this process carries out at once. */
  concurrency: number;
  /** Longest time one call may take; at most half of `leaseMs`. */
  timeoutMs: number;
  /** An action whose process is gone is taken over after this. */
  leaseMs: number;
  /** How long a target that can be asked is left to finish what may still be on its way. */
  settleMs: number;
  /** How long it sleeps when nothing is due. */
  idleMs: number;
  /** Delay after the first failed attempt; it doubles up to `longestBackoffMs`. */
  backoffMs: number;
  longestBackoffMs: number;
  /** Hears the named steps of every action: for tests that kill the process at them. */
  step?: (step: ExecutorStep, actionId: string) => void;
  /** Hears every action that ended. */
  ended?: (action: ActionEntity) => void;
}

/** Between two of these steps a process may die. */
export type ExecutorStep = 'claimed' | 'intended' | 'calling' | 'answered' | 'settled';

interface Attempt {
  claim: Claim;
  action: ActionEntity;
  connector: ResponseConnector;
  order: ActionOrder;
  /** A call before this one may have had an effect. */
  openBefore: boolean;
}

/** Carries approved actions out: intent before every call, at most what each target's idempotency class allows after a crash. */
export class ActionExecutor {
  private readonly breakers = new Map<string, Breaker>();
  private readonly running = new Set<Promise<void>>();
  private readonly stop = new AbortController();
  private wakeUp: (() => void) | undefined;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly queue: ActionQueue,
    private readonly ledger: ActionLedger,
    private readonly connectors: ConnectorRegistry,
    private readonly options: ExecutorOptions,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.loop = this.run();
  }

  /** Looks for due actions now. */
  wake(): void {
    this.wakeUp?.();
  }

  /** State of the way to a connector, as this process sees it. */
  way(connector: string): BreakerState {
    return this.breakerOf(connector).current;
  }

  /** Takes nothing new and lets what runs come to its end. */
  async close(): Promise<void> {
    this.stop.abort();
    this.wake();
    await this.loop;
    await Promise.all(this.running);
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      let taken = 0;
      try {
        const free = this.options.concurrency - this.running.size;
        const claims = free > 0 ? await this.queue.claim(free) : [];
        taken = claims.length;
        for (const claim of claims) this.begin(claim);
      } catch (err) {
        this.logger.warn({ err }, 'due actions could not be looked for; they wait in the database');
      }
      if (taken === 0 || this.running.size >= this.options.concurrency) await this.pause();
    }
  }

  private begin(claim: Claim): void {
    const claimedAt = performance.now();
    const work: Promise<void> = this.work(claim, claimedAt)
      .catch((err: unknown) => this.logger.warn({ err, action: claim.id }, 'an action could not be moved on; its lease gives it back'))
      .finally(() => {
        this.running.delete(work);
        this.wake();
      });
    this.running.add(work);
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.options.idleMs);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.stop.signal.aborted) this.wakeUp();
    });
  }

  private async work(claim: Claim, claimedAt: number): Promise<void> {
    this.step('claimed', claim.id);
    const action = await this.queue.action(claim);
    if (action === null || action.lease !== claim.lease) return;
    const connector = action.connector === null ? undefined : this.connectors.get(action.connector);
    if (connector === undefined || action.idempotency === null) {
      await this.queue.postpone(claim, 60_000, { code: 'CONNECTOR_DOWN', sentence: `No process with the connector ${action.connector ?? '?'} runs here; the action waits for one.` });
      return;
    }
    const breaker = this.breakerOf(connector.name);
    if (!breaker.allows()) {
      const { until = Date.now(), sentence, limited } = breaker.current;
      const wait = Math.max(200, until - Date.now()) + Math.random() * 500;
      await this.queue.postpone(claim, wait, { code: limited ? 'RATE_LIMITED' : 'CONNECTOR_DOWN', sentence: `${sentence ?? 'The target does not answer.'} The action is kept and goes out when the target takes it.` });
      return;
    }
    const order = orderOf(action, await this.originOf(action));
    try {
      if (action.state === 'SENT') await this.follow(claim, action, connector, order);
      else await this.carryOut(claim, action, connector, order, claimedAt);
    } finally {
      breaker.abandoned();
    }
  }

  /** From APPROVED or INTENT on. */
  private async carryOut(claim: Claim, action: ActionEntity, connector: ResponseConnector, order: ActionOrder, claimedAt: number): Promise<void> {
    const openBefore = action.callOpen;
    const recovering = openBefore && action.state === 'INTENT';
    if (recovering && action.idempotency === 'none') {
      await this.change(claim, action, (manager, row) => this.ledger.move(manager, row, 'UNKNOWN', { actor: attestItself, details: { attempt: row.attempts }, patch: { ...released, waiting: decisionNeeded(), outcome: { code: 'OUTCOME_LOST', sentence: 'Attest was interrupted during the call. Whether the target did it is not known, and it cannot be asked.' } } }));
      return;
    }
    if (!(await this.intend(claim, action))) return;
    const attempt: Attempt = { claim, action, connector, order, openBefore };
    this.step('intended', action.id);
    if (openBefore && action.idempotency === 'queryable') {
      const found = await this.ask(connector, order);
      if (found.kind === 'unreachable') {
        this.breakerOf(connector.name).failed(found.sentence);
        await this.queue.postpone(claim, found.retryAfterMs ?? this.backoff(action.attempts), { code: 'CHECKING', sentence: `Whether an earlier call was heard is to be asked first. ${found.sentence}` });
        return;
      }
      this.breakerOf(connector.name).answered();
      if (found.kind !== 'absent') return this.settle(attempt, found);
    }
    // Whoever was frozen for long may have been taken over meanwhile: then no call.
    if (performance.now() - claimedAt > this.options.leaseMs / 2) {
      await this.queue.postpone(claim, 0, { code: 'QUEUED', sentence: 'The action goes out now.' }, { callOpen: openBefore });
      return;
    }
    this.step('calling', action.id);
    const outcome = await connector.carryOut(order, AbortSignal.timeout(this.options.timeoutMs)).catch((err: unknown): CallOutcome => {
      this.logger.error({ err, action: action.id, connector: connector.name }, 'a connector failed');
      return { kind: 'uncertain', code: 'CONNECTOR_FAULT', sentence: 'The connector failed during the call.' };
    });
    this.step('answered', action.id);
    await this.settle(attempt, outcome);
  }

  /** The durable intent: nothing is called before it is written. */
  private intend(claim: Claim, action: ActionEntity): Promise<boolean> {
    return this.change(claim, action, async (manager, row) => {
      const patch = { callOpen: true, attempts: row.attempts + 1, waiting: null };
      if (row.state === 'APPROVED') await this.ledger.move(manager, row, 'INTENT', { actor: attestItself, details: { attempt: patch.attempts, key: keyOf(row), idempotency: row.idempotency }, patch });
      else await manager.update(ActionEntity, { tenant: row.tenant, id: row.id }, patch);
      Object.assign(action, row, patch);
    });
  }

  private async settle(attempt: Attempt, outcome: CallOutcome): Promise<void> {
    const { claim, action, connector } = attempt;
    this.judge(connector.name, outcome);
    if (outcome.kind === 'notSent') {
      const wait = outcome.retryAfterMs ?? this.backoff(action.attempts);
      const code = outcome.limited ? 'RATE_LIMITED' : 'CONNECTOR_DOWN';
      await this.queue.postpone(claim, wait, { code, sentence: `${outcome.sentence} The action is kept and goes out when the target takes it.` }, { callOpen: attempt.openBefore });
      return;
    }
    if (outcome.kind === 'uncertain' && action.idempotency !== 'none') {
      const wait = action.idempotency === 'queryable' ? this.options.settleMs : this.backoff(action.attempts);
      await this.queue.postpone(claim, wait, { code: 'CHECKING', sentence: `${outcome.sentence} ${action.idempotency === 'queryable' ? 'The target will be asked whether it has the action.' : 'The action will be sent again, which does it no second time.'}` });
      return;
    }
    const ended = await this.queue.inTenant(claim.tenant, async (manager) => {
      const row = await this.ledger.locked(manager, claim.tenant, claim.id);
      // A later attempt, or a person, has gone on from here.
      if (row === null || row.attempts !== action.attempts || row.run !== action.run || (row.state !== 'INTENT' && row.state !== 'UNKNOWN')) return null;
      return this.write(manager, row, outcome, attempt.openBefore);
    });
    if (ended !== null) this.tell(ended);
    this.step('settled', action.id);
  }

  private async write(manager: EntityManager, row: ActionEntity, outcome: Exclude<CallOutcome, { kind: 'notSent' }>, openBefore: boolean): Promise<ActionEntity> {
    const actor = attestItself;
    const details = { attempt: row.attempts };
    switch (outcome.kind) {
      case 'confirmed': {
        const patch = { ...released, callOpen: false, reference: outcome.reference ?? row.reference, result: outcome.result, waiting: null, nextAttemptAt: null, outcome: null };
        if (row.state === 'INTENT') await this.ledger.move(manager, row, 'SENT', { actor, details: { ...details, reference: patch.reference }, patch });
        return this.confirm(manager, row, outcome.result);
      }
      case 'accepted': {
        const waiting: Waiting = { code: outcome.pollAfterMs === null ? 'AWAITS_PERSON' : 'RUNNING_AT_TARGET', sentence: outcome.sentence, since: new Date().toISOString() };
        const nextAttemptAt = outcome.pollAfterMs === null ? null : new Date(Date.now() + outcome.pollAfterMs);
        return this.ledger.move(manager, row, 'SENT', { actor, details: { ...details, reference: outcome.reference }, patch: { ...released, callOpen: false, reference: outcome.reference, result: outcome.result ?? null, waiting, nextAttemptAt, outcome: null } });
      }
      case 'refused': {
        if (openBefore && row.state === 'INTENT') {
          const sentence = `An earlier call may have been heard. Now the target says: ${outcome.sentence}`;
          return this.ledger.move(manager, row, 'UNKNOWN', { actor, details: { ...details, outcome: outcome.code }, patch: { ...released, nextAttemptAt: null, waiting: decisionNeeded(), outcome: { code: outcome.code, sentence } } });
        }
        return this.ledger.move(manager, row, 'FAILED', { actor, details: { ...details, outcome: outcome.code, sentence: outcome.sentence }, patch: { ...released, callOpen: false, nextAttemptAt: null, waiting: null, outcome: { code: outcome.code, sentence: outcome.sentence } } });
      }
      case 'uncertain':
        if (row.state === 'UNKNOWN') return row;
        return this.ledger.move(manager, row, 'UNKNOWN', { actor, details: { ...details, outcome: outcome.code }, patch: { ...released, nextAttemptAt: null, waiting: decisionNeeded(), outcome: { code: outcome.code, sentence: outcome.sentence } } });
    }
  }

  private async follow(claim: Claim, action: ActionEntity, connector: ResponseConnector, order: ActionOrder): Promise<void> {
    const said = await connector.follow(order, action.reference ?? '', AbortSignal.timeout(this.options.timeoutMs)).catch((err: unknown): FollowOutcome => {
      this.logger.error({ err, action: action.id, connector: connector.name }, 'a connector failed');
      return { kind: 'unreachable', sentence: 'The connector failed.' };
    });
    if (said.kind === 'unreachable') {
      this.breakerOf(connector.name).failed(said.sentence);
      await this.queue.postpone(claim, said.retryAfterMs ?? this.backoff(3), { code: 'CONNECTOR_DOWN', sentence: `The target took the action. How it goes cannot be asked now: ${said.sentence}` });
      return;
    }
    this.breakerOf(connector.name).answered();
    if (said.kind === 'pending') {
      await this.queue.postpone(claim, said.pollAfterMs, { code: 'RUNNING_AT_TARGET', sentence: said.sentence });
      return;
    }
    let ended: ActionEntity | undefined;
    await this.change(claim, action, async (manager, row) => {
      ended = said.kind === 'confirmed' ? await this.confirm(manager, row, { ...row.result, ...said.result }) : await this.ledger.move(manager, row, 'FAILED', { actor: attestItself, details: { outcome: said.code, sentence: said.sentence }, patch: { ...released, nextAttemptAt: null, waiting: null, outcome: { code: said.code, sentence: said.sentence }, result: { ...row.result, ...said.result } } });
    });
    if (ended) this.tell(ended);
    this.step('settled', action.id);
  }

  /** Confirmed; what it takes back is undone in the same transaction. */
  private async confirm(manager: EntityManager, row: ActionEntity, result: Record<string, unknown>): Promise<ActionEntity> {
    const confirmed = await this.ledger.move(manager, row, 'CONFIRMED', { actor: attestItself, details: { attempt: row.attempts, reference: row.reference }, patch: { ...released, callOpen: false, nextAttemptAt: null, waiting: null, outcome: null, result } });
    await undone(manager, this.ledger, confirmed);
    return confirmed;
  }

  /** A change under the claim; false when another process holds the action by now. */
  private change(claim: Claim, action: ActionEntity, work: (manager: EntityManager, row: ActionEntity) => Promise<unknown>): Promise<boolean> {
    return this.queue.inTenant(claim.tenant, async (manager) => {
      const row = await this.ledger.locked(manager, claim.tenant, claim.id);
      if (row === null || row.lease !== claim.lease || row.state !== action.state) return false;
      await work(manager, row);
      return true;
    });
  }

  private judge(connector: string, outcome: CallOutcome): void {
    const breaker = this.breakerOf(connector);
    if (outcome.kind === 'uncertain' || (outcome.kind === 'notSent' && outcome.down && !outcome.limited)) breaker.failed(outcome.sentence);
    else if (outcome.kind === 'notSent' && outcome.limited) breaker.pause(outcome.retryAfterMs ?? 5_000, outcome.sentence);
    else breaker.answered();
  }

  private async ask(connector: ResponseConnector, order: ActionOrder): Promise<FindOutcome> {
    try {
      return (await connector.find?.(order, AbortSignal.timeout(this.options.timeoutMs))) ?? { kind: 'unreachable', sentence: 'The connector cannot ask.' };
    } catch (err) {
      this.logger.error({ err, action: order.actionId, connector: connector.name }, 'a connector failed');
      return { kind: 'unreachable', sentence: 'The connector failed.' };
    }
  }

  private async originOf(action: ActionEntity): Promise<ActionOrder['origin']> {
    if (action.undoes === null) return undefined;
    const origin = await this.queue.action({ tenant: action.tenant, id: action.undoes });
    return origin === null ? undefined : { reference: origin.reference, result: origin.result };
  }

  private backoff(attempts: number): number {
    const full = Math.min(this.options.longestBackoffMs, this.options.backoffMs * 2 ** Math.min(16, Math.max(0, attempts - 1)));
    return full / 2 + (Math.random() * full) / 2;
  }

  private breakerOf(connector: string): Breaker {
    const known = this.breakers.get(connector);
    if (known) return known;
    const breaker = new Breaker();
    this.breakers.set(connector, breaker);
    return breaker;
  }

  private step(step: ExecutorStep, id: string): void {
    this.options.step?.(step, id);
  }

  private tell(action: ActionEntity): void {
    const { id, state, connector, attempts, outcome } = action;
    this.logger.info({ action: id, state, connector, attempts, outcome: outcome?.code }, 'action changed');
    if (state !== 'SENT') this.options.ended?.(action);
  }
}

/** Nobody works on it any more. */
const released = { lease: null, leaseUntil: null } as const;

function decisionNeeded(): Waiting {
  return { code: 'DECISION_NEEDED', sentence: 'A person has to look whether it was done: record what you find, or retry with a reason.', since: new Date().toISOString() };
}

/** What targets know an order by. */
export function keyOf({ id, run }: Pick<ActionEntity, 'id' | 'run'>): string {
  return `${id}-${run}`;
}

/** Marks the action that a confirmed one took back. */
export async function undone(manager: EntityManager, ledger: ActionLedger, confirmed: ActionEntity): Promise<void> {
  if (confirmed.undoes === null) return;
  const origin = await ledger.locked(manager, confirmed.tenant, confirmed.undoes);
  if (origin?.state === 'CONFIRMED') await ledger.move(manager, origin, 'UNDONE', { actor: attestItself, details: { by: confirmed.id }, patch: { undoneBy: confirmed.id } });
}
