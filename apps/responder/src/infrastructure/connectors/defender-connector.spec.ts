import { fakeCredentials, startFakeResponseApi, type FakeResponseApi, type FakeSignIn, type ResponseApiFault } from '@attest/testing';
import { responseActions } from '@attest/security-model';
import type { ActionOrder } from '../../application/response-connector.js';
import { DefenderConnector } from './defender-connector.js';

const device = 'a'.repeat(40);
const other = 'b'.repeat(40);
const soon = (ms = 3_000): AbortSignal => AbortSignal.timeout(ms);

describe('the Defender connector against the documented API', () => {
  let api: FakeResponseApi;
  let defender: DefenderConnector;
  const start = async (signIn: FakeSignIn = 'good'): Promise<void> => {
    api = await startFakeResponseApi({ signIn });
    api.tenant.machines.set(device, { id: device, computerDnsName: 'ws-01.corp.example' });
    api.tenant.machines.set(other, { id: other, computerDnsName: "o'brien.corp.example" });
    api.tenant.users.set('ben@corp.example', { accountEnabled: true, revocations: 0 });
    defender = new DefenderConnector({ graphUrl: api.url, endpointUrl: api.url, endpointScope: `${api.url}/.default`, credentials: { ...fakeCredentials, loginUrl: api.url }, pollMs: 50 });
  };
  afterEach(() => api.close());

  const order = (action: string, target: ActionOrder['target'], parameters: ActionOrder['parameters'] = {}, more: Partial<ActionOrder> = {}): ActionOrder => ({
    tenant: 'default', actionId: 'id', key: 'key-1', incidentId: 'i-1', action, reverse: false, target, parameters, context: {}, comment: 'Attest, incident i-1, approved by Ana [attest key-1]', ...more,
  });
  const isolate = (id = device): ActionOrder => order('isolateDevice', { type: 'device', id, name: id }, { Comment: 'Contain it', IsolationType: 'Full' });
  const user = { type: 'user', id: 'ben@corp.example', name: 'ben' };

  it('isolates a device and follows the machine action to its end', async () => {
    await start();
    const outcome = await defender.carryOut(isolate(), soon());
    const [machineAction] = api.tenant.machineActions;
    expect(outcome).toMatchObject({ kind: 'accepted', reference: machineAction!.id, pollAfterMs: 50 });
    expect(machineAction).toMatchObject({ type: 'Isolate', machineId: device, scope: 'Full', requestorComment: 'Contain it Attest, incident i-1, approved by Ana [attest key-1]' });
    expect(await defender.follow(isolate(), machineAction!.id, soon())).toMatchObject({ kind: 'pending', sentence: 'Defender is at it: the device is at it.' });
    expect(await defender.follow(isolate(), machineAction!.id, soon())).toMatchObject({ kind: 'confirmed' });
    expect(api.signIns).toHaveLength(1);
  });

  it.each(['Failed', 'TimeOut', 'Cancelled'])('says that a machine action ended as %s', async (status) => {
    await start();
    api.tenant.course = ['Pending', status];
    const outcome = await defender.carryOut(isolate(), soon());
    expect(await defender.follow(isolate(), (outcome as { reference: string }).reference, soon())).toMatchObject({ kind: 'failed', code: `MACHINE_ACTION_${status.toUpperCase()}` });
  });

  it('follows the action that runs already when Defender refuses a second one', async () => {
    await start();
    await defender.carryOut({ ...isolate(), key: 'key-0', comment: '[attest key-0]' }, soon());
    const outcome = await defender.carryOut(isolate(), soon());
    expect(outcome).toMatchObject({ kind: 'accepted', reference: api.tenant.machineActions[0]!.id });
    expect(api.tenant.machineActions).toHaveLength(1);
  });

  it('finds its own action again by its key, and only its own', async () => {
    await start();
    expect(await defender.find(isolate(), soon())).toEqual({ kind: 'absent' });
    await defender.carryOut(isolate(), soon());
    expect(await defender.find(isolate(), soon())).toMatchObject({ kind: 'accepted', reference: api.tenant.machineActions[0]!.id });
    expect(await defender.find({ ...isolate(), key: 'key-11' }, soon())).toEqual({ kind: 'absent' });
  });

  it('looks a device up by its name, once and safely', async () => {
    await start();
    expect(await defender.carryOut(isolate("o'brien.corp.example"), soon())).toMatchObject({ kind: 'accepted' });
    expect(api.tenant.machineActions[0]).toMatchObject({ machineId: other });
    expect(await defender.carryOut(isolate('nobody'), soon())).toMatchObject({ kind: 'refused', code: 'DEVICE_NOT_FOUND' });
    api.tenant.machines.set('c'.repeat(40), { id: 'c'.repeat(40), computerDnsName: 'ws-01.corp.example' });
    expect(await defender.carryOut(isolate('ws-01.corp.example'), soon())).toMatchObject({ kind: 'refused', code: 'DEVICE_NOT_FOUND' });
  });

  it('quarantines a file on every device it was seen on, each once, though a call broke off between', async () => {
    await start();
    const quarantine = order('stopAndQuarantineFile', { type: 'file', id: 'f'.repeat(40), name: 'x.exe' }, { Comment: 'Remove', Sha1: 'f'.repeat(40) }, { context: { devices: [device, other] } });
    api.fault(new RegExp(`^POST .*${other}`), 'cutAfter');
    expect(await defender.carryOut(quarantine, soon())).toMatchObject({ kind: 'uncertain', code: 'PARTLY_SENT' });
    expect(await defender.find(quarantine, soon())).toMatchObject({ kind: 'accepted' });
    expect(await defender.carryOut(quarantine, soon())).toMatchObject({ kind: 'accepted', reference: api.tenant.machineActions.map(({ id }) => id).join(',') });
    expect(api.tenant.machineActions.map(({ machineId }) => machineId)).toEqual([device, other]);
    expect(await defender.carryOut({ ...quarantine, context: {} }, soon())).toMatchObject({ kind: 'refused', code: 'NO_DEVICE' });
  });

  it.each<[ResponseApiFault, object, number]>([
    ['throttled', { kind: 'notSent', limited: true, retryAfterMs: 7_000 }, 0],
    ['unavailable', { kind: 'notSent', limited: true, retryAfterMs: 3_000 }, 0],
    ['forbidden', { kind: 'refused', code: 'Forbidden', sentence: 'Defender for Endpoint does not allow it: The application does not have any of the required application permissions (Machine.Isolate).' }, 0],
    ['serverError', { kind: 'uncertain', code: 'HTTP_500' }, 0],
    ['serverErrorAfter', { kind: 'uncertain', code: 'HTTP_500' }, 1],
    ['cut', { kind: 'uncertain', code: 'NO_ANSWER' }, 0],
    ['cutAfter', { kind: 'uncertain', code: 'NO_ANSWER' }, 1],
    ['silence', { kind: 'uncertain', sentence: 'Defender for Endpoint did not answer in time.' }, 0],
    ['html', { kind: 'uncertain', code: 'HTTP_502', sentence: 'Defender for Endpoint answered 502.' }, 0],
  ])('knows what %s means', async (fault, expected, effects) => {
    await start();
    api.fault(/^POST \/api\/machines/, fault);
    expect(await defender.carryOut(isolate(), soon(fault === 'silence' ? 300 : 3_000))).toMatchObject(expected);
    expect(api.tenant.machineActions).toHaveLength(effects);
  });

  it('renews a token that is over, once', async () => {
    await start();
    api.fault(/^POST \/api\/machines/, 'expiredToken');
    expect(await defender.carryOut(isolate(), soon())).toMatchObject({ kind: 'accepted' });
    expect(api.signIns).toHaveLength(2);
    api.fault(/^PATCH/, 'expiredToken', 'expiredToken');
    expect(await defender.carryOut(order('disableUser', user, { id: user.id }), soon())).toMatchObject({ kind: 'notSent', code: 'SIGN_IN_REFUSED' });
    expect(api.tenant.users.get(user.id)?.accountEnabled).toBe(true);
  });

  it.each<[FakeSignIn, string]>([['refused', 'SIGN_IN_REFUSED'], ['broken', 'UNREACHABLE']])('was not sent when the sign-in is %s, and tells no secret', async (signIn, code) => {
    await start(signIn);
    const outcome = await defender.carryOut(isolate(), soon());
    expect(outcome).toMatchObject({ kind: 'notSent', code });
    expect(JSON.stringify(outcome)).not.toMatch(/CANARY/);
    expect(api.requests).toHaveLength(0);
  });

  it('says of a host that is not there that nothing was sent', async () => {
    await start();
    await api.close();
    expect(await defender.carryOut(isolate(), soon())).toMatchObject({ kind: 'notSent', code: 'UNREACHABLE', down: true });
    api = await startFakeResponseApi();
  });

  it('changes accounts, sessions and risk', async () => {
    await start();
    const done = { kind: 'confirmed' };
    expect(await defender.carryOut(order('disableUser', user, { id: user.id }), soon())).toMatchObject(done);
    expect(api.tenant.users.get(user.id)).toEqual({ accountEnabled: false, revocations: 0 });
    expect(await defender.carryOut(order('enableUser', user, { id: user.id }), soon())).toMatchObject(done);
    expect(await defender.carryOut(order('revokeSessions', user, { id: user.id }), soon())).toMatchObject(done);
    expect(api.tenant.users.get(user.id)).toEqual({ accountEnabled: true, revocations: 1 });
    const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
    expect(await defender.carryOut(order('confirmUserCompromised', user, { userIds: [guid] }), soon())).toMatchObject(done);
    expect(api.tenant.riskyUsers.get(guid)).toBe('confirmedCompromised');
    expect(await defender.carryOut(order('forcePasswordReset', user, { id: guid }), soon())).toMatchObject(done);
    expect(await defender.carryOut(order('requireSignInAgain', user, { accountId: guid }), soon())).toMatchObject(done);
    expect(api.tenant.invoked).toEqual([
      { accountId: guid, action: 'forcePasswordReset', identityProvider: 'activeDirectory' },
      { accountId: guid, action: 'requireUserToSignInAgain', identityProvider: 'entraID' },
    ]);
    expect(await defender.carryOut(order('disableUser', user, { id: '../groups' }), soon())).toMatchObject({ kind: 'refused' });
    expect(api.requests.at(-1)?.path).toBe('/v1.0/users/..%2Fgroups');
  });

  it('puts indicators on the list and takes them off by the id it was given', async () => {
    await start();
    const parameters = { indicatorValue: '203.0.113.7', indicatorType: 'IpAddress', action: 'Block', title: 'C2', description: 'C2 of i-1' };
    const target = { type: 'ip', id: '203.0.113.7', name: '203.0.113.7' };
    const outcome = await defender.carryOut(order('blockIndicator', target, parameters), soon());
    expect(outcome).toMatchObject({ kind: 'confirmed', result: { indicatorId: '1' } });
    expect(await defender.carryOut(order('blockIndicator', target, parameters), soon())).toMatchObject({ kind: 'confirmed', result: { indicatorId: '1' } });
    const remove = order('removeIndicator', target, {}, { origin: { reference: null, result: (outcome as { result: Record<string, unknown> }).result } });
    expect(await defender.carryOut(remove, soon())).toMatchObject({ kind: 'confirmed' });
    expect(await defender.carryOut(remove, soon())).toMatchObject({ kind: 'confirmed' });
    expect(api.tenant.indicators.size).toBe(0);
    expect(await defender.carryOut({ ...remove, origin: { reference: null, result: null } }, soon())).toMatchObject({ kind: 'refused', code: 'INCOMPLETE' });
  });

  it('remediates mail, and keeps an inbox rule before it takes it away', async () => {
    await start();
    const mails = order('softDeleteMail', { type: 'message', id: 'm-1', name: 'Invoice' }, { action: 'softDelete', displayName: 'Remove', analyzedEmails: [{ id: 'm-1' }] });
    expect(await defender.carryOut(mails, soon())).toMatchObject({ kind: 'confirmed', result: { location: 'https://graph.microsoft.com/v1.0/security/remediations/1' } });
    expect(api.tenant.mails.get('m-1')).toBe('softDelete');
    api.tenant.inboxRules.set('rule=1', { displayName: '..', forwardTo: ['x@evil.example'] });
    const rule = order('removeInboxRule', { type: 'mailbox', id: user.id, name: 'ben' }, { id: user.id, ruleId: 'rule=1' });
    expect(await defender.carryOut(rule, soon())).toMatchObject({ kind: 'confirmed', result: { before: { displayName: '..' } } });
    expect(api.tenant.inboxRules.size).toBe(0);
    expect(await defender.carryOut(rule, soon())).toMatchObject({ kind: 'confirmed' });
  });

  it('classifies an incident and puts it back as it was; comments once', async () => {
    await start();
    api.tenant.incidents.set('77', { classification: 'unknown', determination: 'unknown', status: 'active', assignedTo: null, comments: [] });
    const incident = { type: 'incident', id: '77', name: 'Incident 77' };
    const classify = order('classifyIncident', incident, { classification: 'truePositive', determination: 'malware' });
    const outcome = await defender.carryOut(classify, soon());
    expect(api.tenant.incidents.get('77')).toMatchObject({ classification: 'truePositive', determination: 'malware', status: 'active' });
    expect(outcome).toMatchObject({ kind: 'confirmed', result: { before: { classification: 'unknown', determination: 'unknown' } } });
    await defender.carryOut({ ...classify, reverse: true, origin: { reference: null, result: (outcome as { result: Record<string, unknown> }).result } }, soon());
    expect(api.tenant.incidents.get('77')).toMatchObject({ classification: 'unknown', determination: 'unknown' });
    const comment = order('commentIncident', incident, { comment: 'Contained.' });
    expect(await defender.find(comment, soon())).toEqual({ kind: 'absent' });
    api.fault(/comments$/, 'cutAfter');
    expect(await defender.carryOut(comment, soon())).toMatchObject({ kind: 'uncertain' });
    expect(await defender.find(comment, soon())).toMatchObject({ kind: 'confirmed' });
    expect(api.tenant.incidents.get('77')?.comments).toEqual([{ comment: 'Contained. [attest key-1]' }]);
    api.fault(/^GET/, 'serverError');
    expect(await defender.carryOut(classify, soon())).toMatchObject({ kind: 'notSent' });
  });

  it('can do what the catalogue says an app can, and leaves the rest to people', async () => {
    await start();
    const byHand = responseActions.filter(({ id }) => defender.classOf(id, false) === undefined).map(({ id }) => id);
    expect(byHand).toEqual(['offboardDevice', 'cancelMachineAction', 'blockSender', 'blockUrl', 'blockFileForMail']);
    expect(defender.classOf('isolateDevice', true)).toBeUndefined();
    expect(defender.classOf('startAutomatedInvestigation', false)).toBe('none');
  });
});
