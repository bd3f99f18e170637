import { eventually } from '@attest/testing';
import type { IdempotencyClass } from '../../apps/responder/src/domain/action.js';
import { LabConnector } from '../../apps/responder/src/infrastructure/connectors/lab-connector.js';
import type { ActionEntity } from '../../apps/responder/src/infrastructure/action.entity.js';
import { person, recommendation, ScriptedConnector, startInside, type Inside } from './world.js';

describe('carrying actions out', () => {
  let inside: Inside;
  let target: ScriptedConnector;
  beforeAll(async () => {
    target = new ScriptedConnector();
    inside = await startInside(target, (database) => [new LabConnector(database, 100)]);
    inside.execute();
  });
  afterAll(() => inside.close());
  beforeEach(() => {
    Object.assign(target, { outcomes: [], follows: [], finds: [], idempotency: 'honoursKey' as IdempotencyClass });
  });

  let count = 0;
  /** An approved action, from here on the executor's. */
  const approved = async (more: Parameters<typeof recommendation>[1] = {}): Promise<ActionEntity> => {
    const id = `run-${count++}`;
    const [action] = await inside.recommend([recommendation(id, more)], 1, `i-${id}`);
    return inside.deciding().approve(person(), { actionId: action!.id, hash: action!.approvalHash, reason: 'Contain', inputs: {} });
  };
  const reaches = async ({ id }: { id: string }, state: ActionEntity['state']): Promise<ActionEntity> => {
    await eventually(`${id} to be ${state}`, async () => (await inside.action(id)).state === state);
    return inside.action(id);
  };
  const waits = async ({ id }: { id: string }, code: string): Promise<ActionEntity> => {
    await eventually(`${id} to wait: ${code}`, async () => (await inside.action(id)).waiting?.code === code);
    return inside.action(id);
  };
  const callsOf = ({ id }: { id: string }): number => target.calls.filter(({ actionId }) => actionId === id).length;
  const trail = async ({ id }: { id: string }): Promise<string[]> => (await inside.audit()).filter(({ subjectId }) => subjectId === id).map(({ operation }) => operation.replace('action.', ''));

  it('tells the target who approved, under a key, and asks how it goes until it ends', async () => {
    target.outcomes = [{ kind: 'accepted', reference: 'ma-1', pollAfterMs: 10, sentence: 'At it.' }];
    target.follows = [{ kind: 'pending', pollAfterMs: 10, sentence: 'Waiting for the device.' }, { kind: 'unreachable', sentence: 'It is silent.' }, { kind: 'confirmed', result: { seen: true } }];
    const action = await reaches(await approved(), 'CONFIRMED');
    expect(action).toMatchObject({ reference: 'ma-1', result: { seen: true }, waiting: null, attempts: 1, callOpen: false });
    const order = target.calls.find(({ actionId }) => actionId === action.id);
    expect(order).toMatchObject({ key: `${action.id}-1`, comment: `Attest, incident ${action.incidentId}, approved by Ana [attest ${action.id}-1]`, parameters: { Comment: 'Contain it', IsolationType: 'Full' } });
    expect(await trail(action)).toEqual(['proposed', 'approved', 'begun', 'sent', 'confirmed']);
  });

  it('keeps what a silent target does not take, says so, and sends it when the target is back', async () => {
    target.outcomes = [{ kind: 'notSent', code: 'UNREACHABLE', sentence: 'The target cannot be reached.', down: true }];
    const actions = [await approved(), await approved(), await approved(), await approved()];
    const waiting = await waits(actions[0]!, 'CONNECTOR_DOWN');
    expect(waiting.waiting?.sentence).toBe('The target cannot be reached. The action is kept and goes out when the target takes it.');
    expect((await inside.reader.centre('default')).waiting.find(({ code }) => code === 'CONNECTOR_DOWN')?.count).toBeGreaterThan(0);
    target.outcomes = [];
    for (const each of actions) await reaches(each, 'CONFIRMED');
    for (const each of actions) expect([...target.effects].filter(([key]) => key.startsWith(each.id))).toEqual([[`${each.id}-1`, 1]]);
  });

  it('waits as long as a target asks', async () => {
    target.outcomes = [{ kind: 'notSent', code: 'RATE_LIMITED', sentence: 'Too many calls.', down: true, limited: true, retryAfterMs: 600 }, { kind: 'confirmed', result: {} }];
    const action = await approved();
    await waits(action, 'RATE_LIMITED');
    const began = Date.now();
    await reaches(action, 'CONFIRMED');
    expect(Date.now() - began).toBeGreaterThan(300);
    expect(callsOf(action)).toBe(2);
  });

  it('ends what the target refuses, and lets a person try it again as a new order', async () => {
    target.outcomes = [{ kind: 'refused', code: 'OsPlatformNotSupported', sentence: 'The platform is not supported.' }];
    const failed = await reaches(await approved(), 'FAILED');
    expect(failed.outcome).toEqual({ code: 'OsPlatformNotSupported', sentence: 'The platform is not supported.' });
    target.outcomes = [];
    await expect(inside.deciding().retry(person(), failed.id, failed.approvalHash, null)).rejects.toMatchObject({ code: 'REASON_MISSING' });
    await inside.deciding().retry(person(), failed.id, failed.approvalHash, 'The agent was updated');
    expect(await reaches(failed, 'CONFIRMED')).toMatchObject({ run: 2 });
    expect(target.calls.filter(({ actionId }) => actionId === failed.id).map(({ key }) => key)).toEqual([`${failed.id}-1`, `${failed.id}-2`]);
  });

  it.each<[IdempotencyClass, number]>([['honoursKey', 2], ['naturallyIdempotent', 2]])('sends again what may have been heard: %s', async (idempotency, calls) => {
    Object.assign(target, { idempotency, outcomes: [{ kind: 'uncertain', code: 'NO_ANSWER', sentence: 'No answer came.' }, { kind: 'confirmed', result: {} }] });
    const action = await reaches(await approved(), 'CONFIRMED');
    expect([callsOf(action), action.attempts]).toEqual([calls, 2]);
  });

  it('asks a target that can be asked before it sends again', async () => {
    Object.assign(target, { idempotency: 'queryable', outcomes: [{ kind: 'uncertain', code: 'NO_ANSWER', sentence: 'No answer came.' }], finds: [{ kind: 'unreachable', sentence: 'Silent.' }, { kind: 'accepted', reference: 'ma-2', pollAfterMs: 5, sentence: 'At it.' }], follows: [{ kind: 'confirmed', result: {} }] });
    const action = await reaches(await approved(), 'CONFIRMED');
    expect([callsOf(action), action.reference]).toEqual([1, 'ma-2']);
    Object.assign(target, { outcomes: [{ kind: 'uncertain', code: 'NO_ANSWER', sentence: 'No answer came.' }, { kind: 'confirmed', result: {} }], finds: [{ kind: 'absent' }] });
    expect(callsOf(await reaches(await approved(), 'CONFIRMED'))).toBe(2);
  });

  it('never sends again by itself what cannot be known: a person records it, or retries with a reason', async () => {
    Object.assign(target, { idempotency: 'none', outcomes: [{ kind: 'uncertain', code: 'NO_ANSWER', sentence: 'No answer came.' }] });
    const [seen, retried] = [await approved(), await approved()];
    for (const each of [seen, retried]) expect(await reaches(each, 'UNKNOWN')).toMatchObject({ waiting: { code: 'DECISION_NEEDED' }, outcome: { code: 'NO_ANSWER' }, nextAttemptAt: null });
    await new Promise((done) => setTimeout(done, 500));
    expect([callsOf(seen), callsOf(retried)]).toEqual([1, 1]);
    target.outcomes = [];
    await expect(inside.deciding().record(person(), seen.id, true, ' ')).rejects.toMatchObject({ code: 'REASON_MISSING' });
    expect(await inside.deciding().record(person(), seen.id, true, 'Seen isolated in the console')).toMatchObject({ state: 'CONFIRMED', record: { done: true, evidence: 'Seen isolated in the console' } });
    await inside.deciding().retry(person('ben'), retried.id, retried.approvalHash, 'The console shows nothing');
    await reaches(retried, 'CONFIRMED');
    expect(callsOf(retried)).toBe(2);
  });

  it('takes a refusal after a call that may have been heard for unknown', async () => {
    Object.assign(target, { idempotency: 'naturallyIdempotent', outcomes: [{ kind: 'uncertain', code: 'NO_ANSWER', sentence: 'No answer came.' }, { kind: 'refused', code: 'Forbidden', sentence: 'Not allowed.' }] });
    expect(await reaches(await approved(), 'UNKNOWN')).toMatchObject({ outcome: { code: 'Forbidden' } });
  });

  it('hands over to a person what no connector can do, and believes the record', async () => {
    target.idempotency = undefined;
    const action = await approved();
    expect(await waits(action, 'AWAITS_PERSON')).toMatchObject({ state: 'SENT', connector: 'manual', nextAttemptAt: null });
    const { approvalHash } = action;
    await expect(inside.deciding().retry(person(), action.id, approvalHash, 'x')).rejects.toMatchObject({ code: 'WRONG_STATE' });
    expect(await inside.deciding().record(person(), action.id, false, 'The device is gone')).toMatchObject({ state: 'FAILED', outcome: { code: 'RECORDED_NOT_DONE' } });
  });

  it('takes back what was carried out, once, and says so at both', async () => {
    const action = await reaches(await approved(), 'CONFIRMED');
    await expect(inside.deciding().undo(person(), action.id, null)).rejects.toMatchObject({ code: 'REASON_MISSING' });
    const undos = await Promise.all([1, 2, 3].map(() => inside.deciding().undo(person('ben'), action.id, 'It was clean')));
    expect(new Set(undos.map(({ id }) => id)).size).toBe(1);
    const undo = await reaches(undos[0]!, 'CONFIRMED');
    expect(undo).toMatchObject({ action: 'releaseDevice', undoes: action.id, parameters: { Comment: expect.stringContaining('It was clean') } });
    expect(await inside.action(action.id)).toMatchObject({ state: 'UNDONE', undoneBy: undo.id });
    expect(target.calls.filter(({ action: each, target: { name } }) => each === 'releaseDevice' && name === action.target.name)).toHaveLength(1);
    await expect(inside.deciding().undo(person(), undo.id, 'x')).rejects.toMatchObject({ code: 'NOT_REVERSIBLE' });
    const gone = await reaches(await approved({ action: 'hardDeleteMail', target: { type: 'message', id: 'm-1', name: 'A mail' }, parameters: { action: 'hardDelete', displayName: 'Remove', analyzedEmails: [{ id: 'm-1' }] }, reversible: false, undo: null }), 'CONFIRMED');
    await expect(inside.deciding().undo(person(), gone.id, 'x')).rejects.toMatchObject({ code: 'NOT_REVERSIBLE' });
  });

  it('shares the work with other processes: nothing runs twice', async () => {
    const more = [inside.execute(), inside.execute(), inside.execute()];
    const ids = Array.from({ length: 60 }, (_, n) => `shared-${n}`);
    const proposals = await inside.recommend(ids.map((id, n) => recommendation(id, { priority: n + 1 })), 1, 'i-shared');
    await inside.deciding().bulkApprove(person(), proposals.map(({ id, approvalHash }) => ({ actionId: id, hash: approvalHash, reason: 'All', inputs: {} })), false);
    for (const each of proposals) await reaches(each, 'CONFIRMED');
    for (const each of proposals) expect(callsOf(each)).toBe(1);
    await Promise.all(more.map((each) => each.close()));
  });

  it('sends nothing after an approval was taken back', async () => {
    target.outcomes = [{ kind: 'notSent', code: 'UNREACHABLE', sentence: 'Away.', down: true }];
    const action = await approved();
    await waits(action, 'CONNECTOR_DOWN');
    // Between two calls that were not heard it may be declined; while one is on its way it may not.
    await eventually('declined', () => inside.deciding().decline(person(), action.id, null).then(() => true, () => false));
    const calls = callsOf(action);
    target.outcomes = [];
    await new Promise((done) => setTimeout(done, 700));
    expect([callsOf(action), (await inside.action(action.id)).state]).toEqual([calls, 'DECLINED']);

    let heard: () => void = () => undefined;
    const underWay = new Promise<void>((resolve) => (heard = resolve));
    target.outcomes = [async () => {
      heard();
      await new Promise((done) => setTimeout(done, 400));
      return { kind: 'confirmed', result: {} };
    }];
    const late = await approved();
    await underWay;
    await expect(inside.deciding().decline(person(), late.id, null)).rejects.toMatchObject({ code: 'WRONG_STATE' });
    await reaches(late, 'CONFIRMED');
  });
});
