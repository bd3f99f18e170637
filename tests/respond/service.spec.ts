import { verifyAuditChain } from '@attest/identity/audit';
import { Topic } from '@attest/contracts';
import { eventually } from '@attest/testing';
import { respondCases } from '../../libs/response-engine/src/fixtures/index.js';
import { startResponder, type ResponderService } from './service.js';
import { person } from './world.js';

interface Shown {
  id: string;
  version: number;
  current: boolean;
  triage: { classification: string; perAlert: { alertId: string }[] };
  recommendations: { action: string; title: string; target: { name: string }; statements: { facts: string[] }[]; live: { id: string; state: string; approval: { hash: string; needsReason: boolean; connector: string; simulated: boolean }; moves: { kind: string; allowed: boolean; sentence: string | null }[] } | null }[];
  facts: { id: string }[];
}

const responseOf = `query ($id: ID!, $all: Boolean = true) { _entities(representations: [{ __typename: "Incident", id: $id }]) { ... on Incident {
  guidedResponse { id version current triage { classification perAlert { alertId } } facts @include(if: $all) { id }
    recommendations { action title target { name } statements { facts } live { id state approval { hash needsReason connector simulated } moves { kind allowed sentence } } } } } } }`;

describe('the responder', () => {
  const hostile = respondCases.find(({ name }) => name === 'ransomware on a workstation')!;
  const benign = respondCases.find(({ kind }) => kind === 'benign')!;
  const incident = { ...hostile.input.incident, id: 'ransom' };
  let service: ResponderService;
  beforeAll(async () => {
    service = await startResponder();
    await service.change(incident, 1, { rows: hostile.input.events });
    await service.change({ ...benign.input.incident, id: 'benign' }, 1, { rows: benign.input.events });
  });
  afterAll(() => service?.close());

  const responseTo = async (id: string, asker = person()): Promise<Shown> => {
    const { data, errors } = await service.ask<{ _entities: [{ guidedResponse: Shown }] }>(responseOf, { id }, asker);
    expect(errors).toBeUndefined();
    return data!._entities[0].guidedResponse;
  };
  const stateOf = async (id: string): Promise<string> => (await service.ask<{ responseAction: { state: string } }>('query ($id: ID!) { responseAction(id: $id) { state } }', { id })).data!.responseAction.state;

  it('says what to do about an incident, each reason with facts it has', async () => {
    const response = await responseTo('ransom');
    expect(response).toMatchObject({ version: 1, current: true, triage: { classification: 'truePositive' } });
    const isolate = response.recommendations.find(({ action }) => action === 'isolateDevice');
    expect(isolate).toMatchObject({ title: 'Isolate device', target: { name: 'ws-900.corp.example' }, live: { state: 'PROPOSED', approval: { needsReason: true, connector: 'lab', simulated: true } } });
    const facts = new Set(response.facts.map(({ id }) => id));
    for (const { statements } of response.recommendations) for (const statement of statements) for (const fact of statement.facts) expect(facts).toContain(fact);
    expect((await responseTo('benign')).recommendations.filter(({ action }) => ['isolateDevice', 'disableUser', 'stopAndQuarantineFile', 'blockIndicator'].includes(action))).toEqual([]);
  });

  it('finds incidents like one, and says by what', async () => {
    await service.change({ ...incident, id: 'twin', displayName: 'The same again' }, 1, { rows: hostile.input.events });
    const { data, errors } = await service.ask<{ _entities: [{ guidedResponse: { similarIncidents: { incidentId: string; title: string; score: number; reasons: string[] }[] } }] }>(
      'query ($id: ID!) { _entities(representations: [{ __typename: "Incident", id: $id }]) { ... on Incident { guidedResponse { similarIncidents { incidentId title score reasons } } } } }',
      { id: 'ransom' },
    );
    expect(errors).toBeUndefined();
    const [twin] = data!._entities[0].guidedResponse.similarIncidents;
    expect(twin).toMatchObject({ incidentId: 'twin', title: 'The same again', score: 1 });
    expect(twin!.reasons.join(' ')).toContain('ws-900.corp.example');
  });

  it('shows what I may do, and why not', async () => {
    const of = async (asker = person()): Promise<unknown> => (await responseTo('ransom', asker)).recommendations.find(({ action }) => action === 'isolateDevice')!.live!.moves;
    expect(await of()).toEqual([{ kind: 'APPROVE', allowed: true, sentence: null }, { kind: 'DECLINE', allowed: true, sentence: null }]);
    expect(await of(person('rea', ['reader']))).toEqual([{ kind: 'APPROVE', allowed: false, sentence: 'This needs the role responder.' }, { kind: 'DECLINE', allowed: false, sentence: 'This needs the role responder.' }]);
  });

  it('carries an approved action out in the lab tenant, takes it back, and has it all in the log', async () => {
    const { live } = (await responseTo('ransom')).recommendations.find(({ action }) => action === 'isolateDevice')!;
    const approve = 'mutation ($id: ID!, $hash: String!, $reason: String) { approveAction(actionId: $id, hash: $hash, reason: $reason) { id state simulated } }';
    const refused = await service.ask(approve, { id: live!.id, hash: live!.approval.hash });
    expect(refused.errors).toMatchObject([{ extensions: { code: 'REASON_MISSING' } }]);
    expect((await service.ask(approve, { id: live!.id, hash: live!.approval.hash, reason: 'Encrypting' }, person('rea', ['reader']))).errors).toMatchObject([{ extensions: { code: 'ROLE_MISSING' } }]);
    expect((await service.ask(approve, { id: live!.id, hash: live!.approval.hash, reason: 'Encrypting' })).data).toMatchObject({ approveAction: { state: 'APPROVED', simulated: true } });
    await eventually('isolated', async () => (await stateOf(live!.id)) === 'CONFIRMED');
    const lab = async (): Promise<unknown> => (await service.ask<{ labTenant: unknown }>('{ labTenant(kind: "device") { simulated totalCount entities { name state changes } } }')).data!.labTenant;
    expect(await lab()).toMatchObject({ simulated: true, totalCount: 1, entities: [{ name: 'ws-900.corp.example', state: { isolation: 'full' }, changes: 1 }] });

    const undo = await service.ask<{ undoAction: { id: string; undoes: string; action: string } }>('mutation ($id: ID!) { undoAction(actionId: $id, reason: "Clean again") { id undoes action } }', { id: live!.id });
    expect(undo.data).toMatchObject({ undoAction: { undoes: live!.id, action: 'releaseDevice' } });
    await eventually('undone', async () => (await stateOf(live!.id)) === 'UNDONE');
    expect(await lab()).toMatchObject({ entities: [{ state: { isolation: 'none' }, changes: 2 }] });

    const { status, text, headers } = await service.get('/api/actions/audit.jsonl');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    const rows = text.trim().split('\n').map((line) => JSON.parse(line) as { subjectId: string; operation: string });
    expect(verifyAuditChain(rows)).toMatchObject({ ok: true, rows: rows.length });
    expect(rows.filter(({ subjectId }) => subjectId === live!.id).map(({ operation }) => operation)).toEqual(['action.proposed', 'action.approved', 'action.begun', 'action.sent', 'action.confirmed', 'action.undone']);
    const trail = await service.ask<{ auditTrail: { totalCount: number; nodes: { sequence: number }[] } }>('query ($id: ID!) { auditTrail(first: 2, actionId: $id) { totalCount nodes { sequence operation } } }', { id: live!.id });
    expect(trail.data).toMatchObject({ auditTrail: { totalCount: 6, nodes: [{ operation: 'action.undone' }, { operation: 'action.confirmed' }] } });
  });

  it('remakes the response for a new revision and for analysed scripts, and keeps what was decided', async () => {
    const before = await responseTo('ransom');
    const stale = before.recommendations.find(({ live }) => live?.state === 'PROPOSED')!.live!;
    await service.change(incident, 2, { rows: hostile.input.events });
    const after = await responseTo('ransom');
    expect(after).toMatchObject({ version: 2, current: true });
    expect(after.recommendations.find(({ action }) => action === 'isolateDevice')!.live).toMatchObject({ state: 'UNDONE' });
    const answer = await service.ask('mutation ($id: ID!, $hash: String!) { approveAction(actionId: $id, hash: $hash, reason: "x") { id } }', { id: stale.id, hash: stale.approval.hash });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'STALE_APPROVAL' } }]);
    await service.publish(Topic.ScriptAnalyzed, 'f'.repeat(64), { sha256: 'f'.repeat(64), incidentId: 'ransom', language: 'powershell', verdict: 'malicious', layers: 2, techniques: ['T1059.001'], facts: [], indicators: [], notDecoded: 0 });
    const again = await service.ask<{ regenerateGuidedResponse: { version: number } }>('mutation { regenerateGuidedResponse(incidentId: "ransom") { version } }');
    expect(again.data!.regenerateGuidedResponse.version).toBeGreaterThanOrEqual(3);
  });

  it('counts what is where, and keeps tenants apart', async () => {
    const centre = '{ actionCentre { proposed underWay unknown connector { name simulated down } fourEyes waiting { code } } responseActions(first: 100) { totalCount } auditTrail { totalCount } }';
    const { data } = await service.ask<{ actionCentre: { proposed: number }; auditTrail: { totalCount: number } }>(centre);
    expect(data).toMatchObject({ actionCentre: { unknown: 0, connector: { name: 'lab', simulated: true, down: false }, fourEyes: 'off' } });
    expect(data!.actionCentre.proposed).toBeGreaterThan(0);
    const stranger = person('eve', ['admin'], 'elsewhere');
    expect((await service.ask(centre, {}, stranger)).data).toMatchObject({ actionCentre: { proposed: 0 }, responseActions: { totalCount: 0 }, auditTrail: { totalCount: 0 } });
    const [{ live }] = (await responseTo('ransom')).recommendations.filter((each) => each.live !== null) as [Shown['recommendations'][number]];
    for (const mutation of ['declineAction(actionId: $id)', 'undoAction(actionId: $id, reason: "x")', 'recordManual(actionId: $id, done: true, evidence: "x")', 'reopenAction(actionId: $id, reason: "x")']) {
      expect((await service.ask(`mutation ($id: ID!) { ${mutation} { id } }`, { id: live!.id }, stranger)).errors).toMatchObject([{ message: 'There is no action with this id.', extensions: { code: 'ACTION_UNKNOWN' } }]);
    }
    expect((await service.ask('query ($id: ID!) { responseAction(id: $id) { id } }', { id: live!.id }, stranger)).data).toEqual({ responseAction: null });
    expect((await service.get('/api/actions/audit.jsonl', stranger)).text).toBe('');
  });

  it('refuses what it cannot read with one sentence', async () => {
    const refusals: [string, string][] = [
      ['mutation { approveAction(actionId: "x", hash: "y") { id } }', 'actionId is no id of this service.'],
      ['{ responseActions(first: 101) { totalCount } }', 'first must be from 1 to 100.'],
      ['{ responseActions(after: "x") { totalCount } }', 'after takes the endCursor of the page before.'],
      ['mutation { bulkApprove(approvals: []) { ok } }', 'From 1 to 100 actions can be approved at once.'],
      ['mutation { regenerateGuidedResponse(incidentId: "none") { id } }', 'There is no incident none.'],
    ];
    for (const [query, sentence] of refusals) expect((await service.ask(query)).errors?.[0]?.message).toBe(sentence);
  });
});
