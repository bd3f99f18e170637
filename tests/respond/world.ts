import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Identity, Role } from '@attest/identity';
import { createAuditLog, type AuditRow } from '@attest/identity/audit';
import { createOutbox } from '@attest/messaging';
import { createLogger } from '@attest/observability';
import { createDatabase, startEmbeddedPostgres, type ServiceDatabase } from '@attest/persistence';
import type { Recommendation } from '@attest/response-engine';
import { ActionExecutor, type ExecutorOptions } from '../../apps/responder/src/application/action-executor.js';
import { ActionLedger } from '../../apps/responder/src/application/action-ledger.js';
import { ActionQueue } from '../../apps/responder/src/application/action-queue.js';
import { ActionReader } from '../../apps/responder/src/application/action-reader.js';
import { ActionSync } from '../../apps/responder/src/application/action-sync.js';
import { ConnectorRegistry } from '../../apps/responder/src/application/connector-registry.js';
import { DecideActionUseCase } from '../../apps/responder/src/application/decide-action.use-case.js';
import type { ActionOrder, CallOutcome, FindOutcome, FollowOutcome, ResponseConnector } from '../../apps/responder/src/application/response-connector.js';
import type { ApprovalRules } from '../../apps/responder/src/domain/action-rules.js';
import type { IdempotencyClass } from '../../apps/responder/src/domain/action.js';
import { ManualConnector } from '../../apps/responder/src/infrastructure/connectors/manual-connector.js';
import type { ActionEntity } from '../../apps/responder/src/infrastructure/action.entity.js';
import { responderSchema } from '../../apps/responder/src/infrastructure/responder-schema.js';

/** A target of a test: says what it is told to, and counts what it did. */
export class ScriptedConnector implements ResponseConnector {
  readonly name = 'scripted';
  readonly calls: ActionOrder[] = [];
  readonly effects = new Map<string, number>();
  outcomes: (CallOutcome | ((order: ActionOrder) => CallOutcome | Promise<CallOutcome>))[] = [];
  follows: FollowOutcome[] = [];
  finds: FindOutcome[] = [];

  constructor(public idempotency: IdempotencyClass | undefined = 'honoursKey') {}

  classOf(): IdempotencyClass | undefined {
    return this.idempotency;
  }

  async carryOut(order: ActionOrder): Promise<CallOutcome> {
    this.calls.push(order);
    const next = this.outcomes.length > 1 ? this.outcomes.shift() : this.outcomes[0];
    const outcome = typeof next === 'function' ? await next(order) : (next ?? { kind: 'confirmed', result: {} });
    if (outcome.kind === 'confirmed' || outcome.kind === 'accepted') this.effects.set(order.key, (this.effects.get(order.key) ?? 0) + 1);
    return outcome;
  }

  follow(): Promise<FollowOutcome> {
    return Promise.resolve(this.follows.shift() ?? { kind: 'pending', pollAfterMs: 20, sentence: 'The target is at it.' });
  }

  find(): Promise<FindOutcome> {
    return Promise.resolve(this.finds.shift() ?? { kind: 'absent' });
  }
}

/** Times short enough for a test. */
export const quick: ExecutorOptions = { concurrency: 8, timeoutMs: 2_000, leaseMs: 5_000, settleMs: 50, idleMs: 20, backoffMs: 20, longestBackoffMs: 200 };

/** The responder's inside on an embedded PostgreSQL. */
export interface Inside {
  database: ServiceDatabase;
  url: string;
  ledger: ActionLedger;
  reader: ActionReader;
  sync: ActionSync;
  deciding(rules?: Partial<ApprovalRules>): DecideActionUseCase;
  /** Starts an executor; ends with the world or by `close`. */
  execute(options?: Partial<ExecutorOptions>): ActionExecutor;
  connector: ScriptedConnector;
  registry: ConnectorRegistry;
  /** Brings recommendations of an incident in, at a revision. */
  recommend(recommendations: readonly Recommendation[], revision?: number, incidentId?: string, tenant?: string): Promise<ActionEntity[]>;
  action(id: string, tenant?: string): Promise<ActionEntity>;
  audit(tenant?: string): Promise<AuditRow[]>;
  close(): Promise<void>;
}

/** Starts it. `connector` and `others` are the targets it has. */
export async function startInside(connector = new ScriptedConnector(), others: (database: ServiceDatabase) => ResponseConnector[] = () => []): Promise<Inside> {
  const folder = await mkdtemp(join(tmpdir(), 'attest-respond-'));
  const dataDir = join(folder, 'postgres');
  const postgres = await startEmbeddedPostgres({ dataDir });
  const database = await createDatabase(postgres.url).open({ ...responderSchema, poolSize: 12 });
  const logger = createLogger('test', 'info', join(folder, 'log'));
  const audit = createAuditLog('responder');
  const ledger = new ActionLedger(createOutbox('responder'), audit);
  const reader = new ActionReader(database, audit);
  const sync = new ActionSync(ledger);
  const registry = new ConnectorRegistry(connector, new ManualConnector(), others(database));
  const executors: ActionExecutor[] = [];
  return {
    database, url: postgres.url, ledger, reader, sync, connector, registry,
    deciding: (rules = {}) => new DecideActionUseCase(database, ledger, registry, { fourEyes: 'off', roles: {}, ...rules }, () => executors.forEach((each) => each.wake())),
    execute(options = {}) {
      const all = { ...quick, ...options };
      const executor = new ActionExecutor(new ActionQueue(database, all.leaseMs), ledger, registry, all, logger);
      executor.start();
      executors.push(executor);
      return executor;
    },
    async recommend(recommendations, revision = 1, incidentId = 'i-1', tenant = 'default') {
      await database.inTenant(tenant, async (manager) => {
        await manager.query(
          `INSERT INTO responder.subject (tenant, incident_id, revision, title, incident, events, updated_at) VALUES ($1, $2, $3, 'An incident', '', '', now())
           ON CONFLICT (tenant, incident_id) DO UPDATE SET revision = excluded.revision`,
          [tenant, incidentId, revision],
        );
        await sync.bringInLine(manager, { tenant, incidentId, revision, recommendations });
      });
      const { items } = await reader.actions(tenant, { incidentId, withdrawn: true }, 100, undefined);
      return recommendations.map(({ id }) => items.find(({ recommendationId }) => recommendationId === id)!).filter(Boolean);
    },
    async action(id, tenant = 'default') {
      const found = await reader.action(tenant, id);
      if (found === null) throw new Error(`no action ${id}`);
      return found;
    },
    async audit(tenant = 'default') {
      const rows: AuditRow[] = [];
      for await (const part of reader.auditParts(tenant)) rows.push(...part);
      return rows;
    },
    async close() {
      await Promise.all(executors.map((each) => each.close()));
      await database.close();
      await postgres.stop();
      const location = await readFile(join(dataDir, 'LOCATION'), 'utf8').catch(() => undefined);
      if (location) await rm(location.trim(), { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Somebody. */
export function person(subject = 'ana', roles: Role[] = ['reader', 'hunter', 'responder'], tenant = 'default'): Identity {
  return { subject, name: subject.charAt(0).toUpperCase() + subject.slice(1), tenant, roles };
}

/** A recommendation as the engine makes them. */
export function recommendation(id: string, more: Partial<Recommendation> = {}): Recommendation {
  return {
    id,
    category: 'containment',
    action: 'isolateDevice',
    target: { type: 'device', id: 'd'.repeat(40), name: `ws-${id}` },
    parameters: { Comment: 'Contain it', IsolationType: 'Full' },
    inputsNeeded: [],
    reason: 'It called out.',
    statements: [{ text: 'It called out.', facts: ['f-1'] }],
    facts: ['f-1'],
    expectedEffect: 'The device is cut off.',
    priority: 1,
    reversible: true,
    undo: 'releaseDevice',
    undoNote: null,
    requiresApproval: true,
    destructive: true,
    disruption: 'high',
    permission: 'Machine.Isolate',
    preconditions: [],
    status: 'proposed',
    rule: 'test',
    ...more,
  };
}
