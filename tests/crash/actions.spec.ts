import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { verifyAuditChain } from '@attest/identity/audit';
import type { Recommendation } from '@attest/response-engine';
import { eventually, fakeCredentials, startFakeResponseApi, type FakeResponseApi } from '@attest/testing';
import { ConnectorRegistry } from '../../apps/responder/src/application/connector-registry.js';
import { DecideActionUseCase } from '../../apps/responder/src/application/decide-action.use-case.js';
import type { ResponseConnector } from '../../apps/responder/src/application/response-connector.js';
import type { IdempotencyClass } from '../../apps/responder/src/domain/action.js';
import { ManualConnector } from '../../apps/responder/src/infrastructure/connectors/manual-connector.js';
import type { ActionEntity } from '../../apps/responder/src/infrastructure/action.entity.js';
import { person, quick, recommendation, startInside, type Inside } from '../respond/world.js';

/** CRASH_ACTIONS=1000 is the long form: `npm run bench actions-crash`. CRASH_SEED repeats the times of the kills. */
const total = Number(process.env['CRASH_ACTIONS'] ?? 24);
const long = total >= 500;
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 2_147_483_647);
const secret = 'a secret of the webhook in tests';
const options = { ...quick, timeoutMs: 1_000, leaseMs: 2_500, settleMs: 150, idleMs: 25, step: undefined };
const steps = ['claimed', 'intended', 'calling', 'answered', 'settled'] as const;

/** Every way an action is carried out, and what a target of that kind is. */
const kinds = [
  { connector: 'lab', idempotency: 'honoursKey', action: 'isolateDevice' },
  { connector: 'webhook-key', idempotency: 'honoursKey', action: 'isolateDevice' },
  { connector: 'webhook-none', idempotency: 'none', action: 'isolateDevice' },
  { connector: 'defender', idempotency: 'queryable', action: 'isolateDevice' },
  { connector: 'defender', idempotency: 'naturallyIdempotent', action: 'disableUser' },
  { connector: 'manual', idempotency: 'naturallyIdempotent', action: 'isolateDevice' },
] as const satisfies readonly { connector: string; idempotency: IdempotencyClass; action: string }[];

/** Park and Miller's generator: the kills of a run can be repeated by its seed. */
function random(from: number): () => number {
  let state = (from % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe(`kill -9 of what carries ${total} actions out (CRASH_SEED=${seed})`, () => {
  const next = random(seed);
  const posts = new Map<string, number>();
  const keys = new Set<string>();
  let inside: Inside;
  let api: FakeResponseApi;
  let webhook: Server;
  let child: ChildProcess | undefined;

  beforeAll(async () => {
    inside = await startInside();
    const latencyMs = (): number => next() * 25;
    api = await startFakeResponseApi({ latencyMs });
    api.tenant.course = ['Pending', 'Succeeded'];
    webhook = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const expected = `v1=${createHmac('sha256', secret).update(`${String(request.headers['x-attest-timestamp'])}.${body}`).digest('hex')}`;
        if (!timingSafeEqual(Buffer.from(expected), Buffer.from(String(request.headers['x-attest-signature'])))) return void response.writeHead(401).end();
        const { actionId, key } = JSON.parse(body) as { actionId: string; key: string };
        setTimeout(() => {
          // The effect comes even when nobody is there any more to hear of it.
          if (request.url !== '/key' || !keys.has(key)) posts.set(actionId, (posts.get(actionId) ?? 0) + 1);
          keys.add(key);
          setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"done"}'), latencyMs());
        }, latencyMs());
      });
    });
    await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
  }, 60_000);
  afterAll(async () => {
    child?.kill('SIGKILL');
    webhook?.close();
    webhook?.closeAllConnections();
    await api?.close();
    await inside?.close();
  });

  /** Starts an executor; resolves when it works. */
  async function start(dieAt?: { step: string; actionId: string }): Promise<ChildProcess> {
    const { port } = webhook.address() as AddressInfo;
    const argument = JSON.stringify({ databaseUrl: inside.url, apiUrl: api.url, webhookUrl: `http://127.0.0.1:${port}`, secret, credentials: fakeCredentials, options, dieAt });
    const process_ = spawn(process.execPath, [join(process.cwd(), 'tests/crash/executor.process.mjs'), argument], { stdio: ['ignore', 'pipe', 'inherit'] });
    let ready = false;
    process_.stdout.on('data', () => (ready = true));
    await eventually('an executor', () => ready || process_.exitCode !== null || process_.signalCode !== null, 120_000);
    if (process_.exitCode !== null) throw new Error(`an executor ended by itself with ${process_.exitCode}`);
    return (child = process_);
  }
  const gone = (process_: ChildProcess): Promise<void> => eventually('the executor to be gone', () => process_.exitCode !== null || process_.signalCode !== null, 60_000);

  /** Approved actions, one target each. */
  async function approve(name: string, count: number, kind?: (typeof kinds)[number]): Promise<{ action: ActionEntity; kind: (typeof kinds)[number] }[]> {
    const chosen = Array.from({ length: count }, (_, n) => kind ?? kinds[n % kinds.length]!);
    const proposals = await recommendAll(name, chosen);
    const approved: { action: ActionEntity; kind: (typeof kinds)[number] }[] = [];
    for (const [n, each] of proposals.entries()) {
      const { connector, idempotency } = chosen[n]!;
      const registry = new ConnectorRegistry({ name: connector, classOf: () => idempotency } as unknown as ResponseConnector, new ManualConnector());
      const deciding = new DecideActionUseCase(inside.database, inside.ledger, registry, { fourEyes: 'off', roles: {} }, () => undefined);
      approved.push({ action: await deciding.approve(person(), { actionId: each.id, hash: each.approvalHash, reason: 'Contain', inputs: {} }), kind: chosen[n]! });
    }
    return approved;
  }

  async function recommendAll(name: string, chosen: readonly (typeof kinds)[number][]): Promise<ActionEntity[]> {
    const found: ActionEntity[] = [];
    for (let from = 0; from < chosen.length; from += 50) {
      const part = chosen.slice(from, from + 50).map(({ action }, at) => {
        const n = from + at;
        const id = action === 'disableUser' ? `${name}-${n}@corp.example` : `${name}${n}`.split('').map((letter) => letter.charCodeAt(0).toString(16)).join('').padEnd(40, '0').slice(0, 40);
        if (action === 'disableUser') api.tenant.users.set(id, { accountEnabled: true, revocations: 0 });
        else api.tenant.machines.set(id, { id, computerDnsName: id });
        const parameters: Recommendation['parameters'] = action === 'disableUser' ? { id } : { Comment: 'Contain it', IsolationType: 'Full' };
        return recommendation(`${name}-${n}`, { action, target: { type: action === 'disableUser' ? 'user' : 'device', id, name: `${name}-${n}` }, parameters, priority: n + 1 });
      });
      found.push(...(await inside.recommend(part, 1, `${name}-${from}`)));
    }
    return found;
  }

  const settled = ({ state, waiting }: ActionEntity): boolean => state === 'CONFIRMED' || state === 'UNKNOWN' || state === 'FAILED' || waiting?.code === 'AWAITS_PERSON';

  /** How many are not {@link settled}: one question for a thousand actions, since it is put after every kill. */
  async function unsettled(approved: readonly { action: ActionEntity }[]): Promise<number> {
    const [left] = await inside.database.acrossTenants((manager) =>
      manager.query<{ open: number }[]>("SELECT count(*)::int AS open FROM responder.action WHERE id = ANY($1) AND state NOT IN ('CONFIRMED', 'UNKNOWN', 'FAILED') AND coalesce(waiting->>'code', '') <> 'AWAITS_PERSON'", [approved.map(({ action }) => action.id)]),
    );
    return left?.open ?? 0;
  }

  async function allSettled(actions: readonly { action: ActionEntity }[], ms: number): Promise<ActionEntity[]> {
    let now: ActionEntity[] = [];
    await eventually('every action to come to an end', async () => {
      now = await Promise.all(actions.map(({ action }) => inside.action(action.id)));
      return now.every(settled);
    }, ms);
    return now;
  }

  /** How often an action had its effect at its target. */
  async function effects(action: ActionEntity, { connector, action: what }: (typeof kinds)[number]): Promise<number> {
    if (connector === 'manual') return action.state === 'SENT' ? 1 : 0;
    if (connector.startsWith('webhook')) return posts.get(action.id) ?? 0;
    if (what === 'disableUser') return api.tenant.users.get(action.target.id)?.accountEnabled === false ? 1 : 0;
    if (connector === 'defender') return api.tenant.machineActions.filter(({ requestorComment }) => requestorComment.includes(action.id)).length;
    const [entity] = await inside.database.acrossTenants((manager) => manager.query<{ changes: number }[]>("SELECT changes FROM responder.lab_entity WHERE kind = 'device' AND id = $1", [action.target.id]));
    return entity?.changes ?? 0;
  }

  /** What was lost, done twice, or left for a person. */
  async function count(approved: readonly { action: ActionEntity; kind: (typeof kinds)[number] }[], now: readonly ActionEntity[]): Promise<Record<'confirmed' | 'unknown' | 'handedOver' | 'lost' | 'twice' | 'wrong', number>> {
    const figures = { confirmed: 0, unknown: 0, handedOver: 0, lost: 0, twice: 0, wrong: 0 };
    for (const [n, action] of now.entries()) {
      const { kind } = approved[n]!;
      const times = await effects(action, kind);
      if (times > 1) figures.twice += 1;
      if (action.state === 'CONFIRMED' && times === 0) figures.lost += 1;
      if (action.state === 'UNKNOWN') figures.unknown += 1;
      else if (action.state === 'CONFIRMED') figures.confirmed += 1;
      else if (action.state === 'SENT' && kind.connector === 'manual') figures.handedOver += 1;
      else figures.wrong += 1;
      if (action.state === 'UNKNOWN' && kind.idempotency !== 'none') figures.wrong += 1;
    }
    return figures;
  }

  it('at any time: none lost, none carried out twice', async () => {
    const approved = await approve('any', total);
    let kills = 0;
    let open = total;
    while (open > 0 && kills < (long ? total * 2 : total)) {
      const executor = await start();
      await new Promise((done) => setTimeout(done, 50 + next() * 200));
      executor.kill('SIGKILL');
      await gone(executor);
      kills += 1;
      open = await unsettled(approved);
    }
    await start();
    const now = await allSettled(approved, 120_000);
    child?.kill('SIGKILL');
    const figures = await count(approved, now);
    process.stdout.write(`actions ${total}, kills ${kills}, ${Object.entries(figures).map(([name, value]) => `${name} ${value}`).join(', ')}\n`);
    expect(figures).toMatchObject({ lost: 0, twice: 0, wrong: 0 });
    expect(figures.confirmed + figures.unknown + figures.handedOver).toBe(total);
    expect(kills).toBeGreaterThan(Math.min(5, total / 20));
  }, 7_200_000);

  const cases = kinds.flatMap((kind) => steps.map((step) => ({ kind, step }))).filter(({ kind, step }) => long || kind.connector === 'webhook-none' || step === 'answered' || (step === 'intended' && kind.idempotency === 'queryable'));

  it(`at each named step (${cases.length} of them): none lost, none carried out twice`, async () => {
    const approved: Awaited<ReturnType<typeof approve>> = [];
    for (const [n, { kind, step }] of cases.entries()) {
      const [each] = await approve(`step-${n}`, 1, kind);
      const executor = await start({ step, actionId: each!.action.id });
      await gone(executor);
      expect([kind.connector, step, executor.signalCode]).toEqual([kind.connector, step, 'SIGKILL']);
      approved.push(each!);
    }
    await start();
    const now = await allSettled(approved, 60_000);
    child?.kill('SIGKILL');
    const figures = await count(approved, now);
    process.stdout.write(`named steps ${cases.length}, ${Object.entries(figures).map(([name, value]) => `${name} ${value}`).join(', ')}\n`);
    expect(figures).toMatchObject({ lost: 0, twice: 0, wrong: 0 });
    // Of those nobody can ask, the ones stopped between intent and answer are left for a person.
    const unknown = cases.filter((_, n) => now[n]!.state === 'UNKNOWN').map(({ kind, step }) => `${kind.connector} ${step}`);
    expect(unknown).toEqual(expect.arrayContaining(['webhook-none intended', 'webhook-none calling', 'webhook-none answered']));
  }, 1_800_000);

  it('leaves an audit log that holds, with one approval and one end for each', async () => {
    const rows = await inside.audit();
    expect(verifyAuditChain(JSON.parse(JSON.stringify(rows)) as unknown[])).toMatchObject({ ok: true, rows: rows.length });
    const byAction = new Map<string, string[]>();
    for (const { subjectId, operation } of rows) byAction.set(subjectId, [...(byAction.get(subjectId) ?? []), operation.replace('action.', '')]);
    const allowed = ['proposed approved begun sent confirmed', 'proposed approved begun sent', 'proposed approved begun lost'];
    for (const trail of byAction.values()) expect(allowed).toContain(trail.join(' '));
  });
});
