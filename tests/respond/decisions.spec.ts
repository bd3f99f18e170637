import { verifyAuditChain } from '@attest/identity/audit';
import { eventually } from '@attest/testing';
import { auditVerifyCommand } from '../../apps/cli/src/audit-verify.command.js';
import { person, recommendation, startInside, type Inside } from './world.js';

const fails = async (work: Promise<unknown>): Promise<unknown> => work.then(() => undefined, (error: { code?: string }) => error.code);

describe('decisions about actions', () => {
  let inside: Inside;
  beforeAll(async () => {
    inside = await startInside();
  });
  afterAll(() => inside.close());

  const proposed = async (id: string, more = {}): Promise<Awaited<ReturnType<Inside['action']>>> => (await inside.recommend([recommendation(id, more)], 1, `i-${id}`))[0]!;
  const approval = ({ id, approvalHash }: { id: string; approvalHash: string }, reason: string | null = 'C2 traffic'): { actionId: string; hash: string; reason: string | null; inputs: Record<string, string> } => ({ actionId: id, hash: approvalHash, reason, inputs: {} });

  it('ask for the role, a reason and the very action that was shown', async () => {
    const action = await proposed('asks');
    const deciding = inside.deciding();
    expect(await fails(deciding.approve(person('ana', ['reader', 'hunter']), approval(action)))).toBe('ROLE_MISSING');
    expect(await fails(deciding.approve(person(), approval(action, null)))).toBe('REASON_MISSING');
    expect(await fails(deciding.approve(person(), { ...approval(action), hash: 'f'.repeat(64) }))).toBe('STALE_APPROVAL');
    expect(await fails(deciding.approve(person('ana', ['admin'], 'elsewhere'), approval(action)))).toBe('ACTION_UNKNOWN');
    expect(await fails(deciding.approve(person(), { ...approval(action), inputs: { IsolationType: 'Selective' } }))).toBe('BAD_INPUT');
    expect((await inside.action(action.id)).state).toBe('PROPOSED');
    const approved = await deciding.approve(person(), approval(action));
    expect(approved).toMatchObject({ state: 'APPROVED', connector: 'scripted', idempotency: 'honoursKey', approvals: [{ name: 'Ana', reason: 'C2 traffic', hash: action.approvalHash }] });
  });

  it('are refused as stale when the incident has changed, or the action is not recommended any more', async () => {
    const action = await proposed('stale');
    await inside.recommend([recommendation('stale')], 2, 'i-stale');
    expect(await fails(inside.deciding().approve(person(), approval(action)))).toBe('STALE_APPROVAL');
    const renewed = await inside.action(action.id);
    expect(renewed).toMatchObject({ id: action.id, incidentRevision: 2, version: action.version });
    // The next revision is known, its recommendations are not yet.
    await inside.database.inTenant('default', (manager) => manager.query("UPDATE responder.subject SET revision = 3 WHERE incident_id = 'i-stale'"));
    expect(await fails(inside.deciding().approve(person(), approval(renewed)))).toBe('STALE_APPROVAL');
    await inside.recommend([], 3, 'i-stale');
    expect(await inside.action(action.id)).toMatchObject({ state: 'PROPOSED', withdrawn: true });
    expect(await fails(inside.deciding().approve(person(), approval(await inside.action(action.id))))).toBe('STALE_APPROVAL');
    const [again] = await inside.recommend([recommendation('stale')], 3, 'i-stale');
    expect(again).toMatchObject({ id: action.id, withdrawn: false });
    expect(await inside.deciding().approve(person(), approval(again!))).toMatchObject({ state: 'APPROVED' });
  });

  it('of a hundred at once have one effect', async () => {
    const action = await proposed('hundred');
    const deciding = inside.deciding();
    const executor = inside.execute();
    const people = Array.from({ length: 100 }, (_, n) => person(`p${n}`));
    const states = await Promise.all(people.map((each) => deciding.approve(each, approval(action)).then(({ state }) => state)));
    expect(states).toHaveLength(100);
    await eventually('confirmed', async () => (await inside.action(action.id)).state === 'CONFIRMED');
    expect(inside.connector.calls.filter(({ actionId }) => actionId === action.id)).toHaveLength(1);
    const trail = (await inside.audit()).filter(({ subjectId }) => subjectId === action.id).map(({ operation }) => operation);
    expect(trail).toEqual(['action.proposed', 'action.approved', 'action.begun', 'action.sent', 'action.confirmed']);
    expect((await inside.action(action.id)).approvals).toHaveLength(1);
    await executor.close();
  });

  it('need two people where four eyes are set, and both for the same thing', async () => {
    const deciding = inside.deciding({ fourEyes: 'destructive' });
    const action = await proposed('two');
    const first = await deciding.approve(person('ana'), approval(action));
    expect(first).toMatchObject({ state: 'PROPOSED', waiting: { code: 'AWAITS_SECOND_PERSON' } });
    expect(await fails(deciding.approve(person('ana'), approval(first)))).toBe('SECOND_PERSON_NEEDED');
    await inside.recommend([recommendation('two')], 2, 'i-two');
    const renewed = await inside.action(action.id);
    expect(renewed).toMatchObject({ approvals: [], waiting: null });
    await deciding.approve(person('ana'), approval(renewed));
    expect(await deciding.approve(person('ben'), approval(renewed))).toMatchObject({ state: 'APPROVED', approvals: [{ name: 'Ana' }, { name: 'Ben' }] });
    const harmless = await proposed('one', { destructive: false, disruption: 'low', action: 'runAntivirusScan', parameters: { Comment: 'Look', ScanType: 'Quick' } });
    expect(await deciding.approve(person('ana'), approval(harmless, null))).toMatchObject({ state: 'APPROVED' });
  });

  it('take inputs only a person can give, and check the whole against the catalogue', async () => {
    const deciding = inside.deciding();
    const action = await proposed('rule', { action: 'removeInboxRule', target: { type: 'mailbox', id: 'ben@corp.example', name: 'ben@corp.example' }, parameters: { id: 'ben@corp.example' }, inputsNeeded: ['ruleId'], destructive: false });
    expect(deciding.demandsOf(action).inputs).toEqual(['ruleId']);
    expect(await fails(deciding.approve(person(), approval(action)))).toBe('INPUT_MISSING');
    const approved = await deciding.approve(person(), { ...approval(action), inputs: { ruleId: 'AQAAAJ5dZqA=' } });
    expect(approved).toMatchObject({ state: 'APPROVED', parameters: { id: 'ben@corp.example', ruleId: 'AQAAAJ5dZqA=' } });
    expect(approved.approvalHash).not.toBe(action.approvalHash);
    const secret = await proposed('secret', { action: 'forcePasswordReset', target: { type: 'user', id: 'u-1', name: 'ben' }, parameters: { id: 'u-1' }, inputsNeeded: ['newPassword'] });
    expect(deciding.demandsOf(secret).inputs).toEqual([]);
    expect(await fails(deciding.approve(person(), { ...approval(secret), inputs: { newPassword: 'CANARY-PASSWORD' } }))).toBe('BAD_INPUT');
  });

  it('of many list first what would happen, and change nothing by that', async () => {
    const [one, two] = [await proposed('bulk-1'), await proposed('bulk-2')];
    const deciding = inside.deciding();
    const orders = [approval(one), { ...approval(two), hash: 'e'.repeat(64) }, { ...approval(one), actionId: '00000000-0000-4000-8000-000000000000' }];
    const before = (await inside.audit()).length;
    const dry = await deciding.bulkApprove(person(), orders, true);
    expect(dry.map(({ plan, refusal }) => refusal?.code ?? plan?.sentence)).toEqual(['Isolate device: ws-bulk-1. Sent to scripted.', 'STALE_APPROVAL', 'ACTION_UNKNOWN']);
    expect((await inside.audit()).length).toBe(before);
    expect((await inside.action(one.id)).state).toBe('PROPOSED');
    await deciding.bulkApprove(person(), orders, false);
    expect([(await inside.action(one.id)).state, (await inside.action(two.id)).state]).toEqual(['APPROVED', 'PROPOSED']);
  });

  it('can be against it, for now or until it is opened again', async () => {
    const deciding = inside.deciding();
    const action = await proposed('decline');
    await deciding.approve(person(), approval(action));
    expect(await deciding.decline(person('ben'), action.id, 'A false alarm')).toMatchObject({ state: 'DECLINED', nextAttemptAt: null });
    expect(await fails(deciding.approve(person(), approval(action)))).toBe('WRONG_STATE');
    expect(await fails(deciding.reopen(person(), action.id, null))).toBe('REASON_MISSING');
    expect(await deciding.reopen(person(), action.id, 'It was none')).toMatchObject({ state: 'PROPOSED', run: 2, approvals: [], connector: null });
  });

  it('leave a log that holds, that nobody can change, and without which nothing changes', async () => {
    const rows = await inside.audit();
    expect(rows.length).toBeGreaterThan(20);
    expect(verifyAuditChain(JSON.parse(JSON.stringify(rows)) as unknown[])).toMatchObject({ ok: true, rows: rows.length });
    const attempt = (sql: string): Promise<unknown> => inside.database.acrossTenants((manager) => manager.query(sql)).then(() => 'done', (error: Error) => error.message);
    for (const sql of ["UPDATE responder.audit SET operation = 'x'", 'DELETE FROM responder.audit', "UPDATE responder.audit SET operation = 'x' WHERE sequence = 1"]) expect(await attempt(sql)).toBe('The audit log is append-only.');
    await expect(inside.database.dataSource.query('TRUNCATE responder.audit')).rejects.toThrow('The audit log is append-only.');

    const action = await proposed('unaudited');
    await inside.database.dataSource.query('ALTER TABLE responder.audit ADD CONSTRAINT full_disk CHECK (false) NOT VALID');
    await expect(inside.deciding().approve(person(), approval(action))).rejects.toThrow(/full_disk/);
    await inside.database.dataSource.query('ALTER TABLE responder.audit DROP CONSTRAINT full_disk');
    expect((await inside.action(action.id)).state).toBe('PROPOSED');
    expect(await inside.deciding().approve(person(), approval(action))).toMatchObject({ state: 'APPROVED' });
  });

  it('say in the outbox what the log says', async () => {
    const outbox = await inside.database.acrossTenants((manager) => manager.query<{ envelope: string }[]>('SELECT envelope FROM responder.outbox ORDER BY id'));
    const told = outbox.map(({ envelope }) => JSON.parse(envelope) as { type: string; payload: { actionId: string; state: string; audit: { sequence: number; hash: string } } }).filter(({ type }) => type === 'action.changed.v1');
    const rows = new Map((await inside.audit()).map((row) => [row.sequence, row]));
    expect(told).toHaveLength(rows.size);
    for (const { payload } of told) expect(rows.get(payload.audit.sequence)).toMatchObject({ hash: payload.audit.hash, subjectId: payload.actionId, details: { to: payload.state } });
  });

  it('are checked where they stand: rows somebody with all rights changed or cut off show', async () => {
    const verified = async (): Promise<string> => {
      const written: string[] = [];
      const [out, before] = [process.stdout.write.bind(process.stdout), process.env['DATABASE_URL']];
      process.stdout.write = ((chunk: string) => written.push(chunk) > 0) as typeof process.stdout.write;
      process.env['DATABASE_URL'] = inside.url;
      try {
        await auditVerifyCommand([]);
      } finally {
        Object.assign(process.stdout, { write: out });
        if (before === undefined) delete process.env['DATABASE_URL'];
        else process.env['DATABASE_URL'] = before;
        process.exitCode = undefined;
      }
      return written.join('');
    };
    const { dataSource } = inside.database;
    expect(await verified()).toMatch(/^The audit log holds: \d+ rows\./);
    await dataSource.query('ALTER TABLE responder.audit DISABLE TRIGGER audit_append_only');
    const reason = `UPDATE responder.audit SET details = jsonb_set(details, '{state}', '"x"') WHERE sequence = 4`;
    await dataSource.query(reason);
    expect(await verified()).toMatch(/^The audit log does not hold\. Row 4 \(tenant default, sequence 4\) was altered/);
    await dataSource.query(`UPDATE responder.audit SET details = details - 'state' WHERE sequence = 4`);
    expect(await verified()).toMatch(/^The audit log holds/);
    await dataSource.query('DELETE FROM responder.audit WHERE sequence > (SELECT max(sequence) - 2 FROM responder.audit)');
    expect(await verified()).toMatch(/^The audit log does not hold\. The log of tenant default ends at \d+, but action [0-9a-f-]{36} was written down at \d+: rows were cut off\./);
  });
});
