import { actsOn, responseAction, responseActions, validateActionParameters } from '../index.js';

const problems = (action: string, parameters: unknown, given: string[] = []) => validateActionParameters(action, parameters, given).map(({ code, path }) => `${code} ${path}`);
const indicator = (more: Record<string, unknown>) => ({ indicatorValue: '203.0.113.7', indicatorType: 'IpAddress', action: 'Block', title: 't', description: 'd', ...more });

describe('the catalogue of response actions', () => {
  it('has unique ids, and undo actions that exist', () => {
    expect(new Set(responseActions.map(({ id }) => id)).size).toBe(responseActions.length);
    expect(responseActions.length).toBeGreaterThan(30);
    for (const { undo } of responseActions) if (undo !== undefined) expect(responseAction(undo)).toBeDefined();
  });

  it('tells undo by an action from undo in words', () => {
    expect(responseAction('isolateDevice')).toMatchObject({ undo: 'releaseDevice', reversible: true, neverSuggest: false });
    expect(responseAction('stopAndQuarantineFile')).toMatchObject({ undoNote: 'Restore the file from quarantine on the device.' });
    for (const { undoNote } of responseActions) if (undoNote !== undefined) expect(undoNote).toMatch(/^[A-Z][a-z].* .*\.$/);
    expect(responseAction('stopAndQuarantineFile')?.undo).toBeUndefined();
    expect(responseAction('offboardDevice')?.neverSuggest).toBe(true);
    expect(responseAction('isolatedevice')).toBeUndefined();
  });

  it('knows what it acts on', () => {
    const block = responseAction('blockIndicator');
    expect(block && ['file', 'ip', 'url', 'domain', 'user'].map((type) => actsOn(block, type))).toEqual([true, true, true, true, false]);
  });
});

describe('parameters of an action', () => {
  it.each([
    ['isolateDevice', { Comment: 'c', IsolationType: 'Full' }],
    ['stopAndQuarantineFile', { Comment: 'c', Sha1: '802e35111f0bb82e162cb82eb139877a13469b2c' }],
    ['blockIndicator', indicator({})],
    ['blockIndicator', indicator({ indicatorType: 'IpAddress', indicatorValue: '2001:db8::1' })],
    ['blockIndicator', indicator({ indicatorType: 'Url', indicatorValue: 'https://evil.example/a' })],
    ['blockIndicator', indicator({ indicatorType: 'DomainName', indicatorValue: 'evil.example' })],
    ['softDeleteMail', { action: 'softDelete', displayName: 'd', analyzedEmails: [{ id: 'a' }] }],
    ['confirmUserCompromised', { userIds: ['e036dee7-fa23-42ef-a019-468c8d3401f1'] }],
    ['classifyIncident', { classification: 'truePositive', determination: 'malware' }],
  ])('%s takes %j', (action, parameters) => {
    expect(problems(action, parameters)).toEqual([]);
  });

  it.each([
    ['isolateDevice', {}, ['MISSING $.Comment']],
    ['isolateDevice', { Comment: 'c', IsolationType: 'Half' }, ['NOT_ALLOWED $.IsolationType']],
    ['isolateDevice', { Comment: 'c', force: true }, ['UNKNOWN_INPUT $.force']],
    ['stopAndQuarantineFile', { Comment: 'c', Sha1: 'e9196b871670af6307902fc4ca09f7cf3c309ae54b28e10d052ed8741090f928' }, ['WRONG_TYPE $.Sha1']],
    ['blockIndicator', indicator({ indicatorValue: '203.0.113.0/24' }), ['NOT_ALLOWED $.indicatorValue']],
    ['blockIndicator', indicator({ action: 'AlertAndBlock' }), ['NOT_ALLOWED $.action']],
    ['blockIndicator', indicator({ action: 'Audit' }), ['NOT_ALLOWED $.generateAlert']],
    ['blockIndicator', indicator({ indicatorType: 'FileSha256' }), ['NOT_ALLOWED $.indicatorValue']],
    ['softDeleteMail', { action: 'softDelete', displayName: 'd', analyzedEmails: [{ id: 'a' }, {}] }, ['MISSING $.analyzedEmails[1].id']],
    ['softDeleteMail', { action: 'hardDelete', displayName: 'd', analyzedEmails: [{ id: 'a' }] }, ['NOT_ALLOWED $.action']],
    ['confirmUserCompromised', { userIds: ['ana@corp.example'] }, ['WRONG_TYPE $.userIds[0]']],
    ['classifyIncident', { classification: 'guilty' }, ['NOT_ALLOWED $.classification']],
    ['classifyIncident', {}, ['MISSING $']],
    ['formatDisk', {}, ['UNKNOWN_ACTION $']],
    ['isolateDevice', null, ['WRONG_TYPE $']],
  ])('%s refuses %j', (action, parameters, expected) => {
    expect(problems(action, parameters)).toEqual(expected);
  });

  it('lets an input wait that someone gives later', () => {
    expect(problems('removeInboxRule', { id: 'ana@corp.example' })).toEqual(['MISSING $.ruleId']);
    expect(problems('removeInboxRule', { id: 'ana@corp.example' }, ['ruleId'])).toEqual([]);
  });
});
