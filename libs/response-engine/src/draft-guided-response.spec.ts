import fc from 'fast-check';
import { CardVerifier } from '@attest/cards';
import { incidentInputDigest } from '@attest/incident-engine';
import { actsOn, parseIncident, responseAction, validateActionParameters } from '@attest/security-model';
import { alert, comment, ev, incident } from './fixtures/build.js';
import { respondCases } from './fixtures/index.js';
import { draftGuidedResponse, type GuidedResponse, type GuidedResponseInput } from './index.js';

const acting = (response: GuidedResponse) => response.recommendations.filter(({ category }) => category === 'containment' || category === 'remediation');
const named = (response: GuidedResponse) => response.recommendations.map(({ action, target }) => `${action} ${target.name}`);
const backwards = (input: GuidedResponseInput): GuidedResponseInput => ({ ...input, incident: { ...input.incident, alerts: [...input.incident.alerts].reverse() }, events: [...input.events].reverse() });

describe.each(respondCases)('$name', ({ kind, why, input, truth }) => {
  const response = draftGuidedResponse(input);

  it(`is ${truth.classification}: ${why}`, () => {
    expect(response.triage.classification).toBe(truth.classification);
    expect(truth.determinations).toContain(response.triage.determination);
    if (kind === 'benign') expect(acting(response)).toEqual([]);
    for (const { action, target } of truth.wrong ?? []) {
      const hit = response.recommendations.filter((item) => item.action === action && (target === '*' || item.target.name === target || item.target.id === target));
      expect(hit).toEqual([]);
    }
    for (const { action, target, alternatives = [] } of truth.expected) {
      expect(response.recommendations.some((item) => [action, ...alternatives].includes(item.action) && [item.target.id, item.target.name].some((text) => text.includes(target)))).toBe(true);
    }
  });

  it('gives the same bytes whatever the order of the input', () => {
    const { card, ...rest } = draftGuidedResponse(backwards(input));
    const { card: first, ...kept } = response;
    expect(JSON.stringify(rest)).toBe(JSON.stringify(kept));
    expect(card.provenance.inputDigest).toBe(first.provenance.inputDigest);
    expect(card.provenance.recordsDigest).toBe(incidentInputDigest({ incident: input.incident, events: input.events }));
  });

  it('holds what it promises', () => {
    keepsPromises(response);
  });
});

function keepsPromises(response: GuidedResponse): void {
  const verifier = new CardVerifier(response.card.facts);
  const ids = new Set<string>();
  response.recommendations.forEach((item, index) => {
    const action = responseAction(item.action);
    expect(item.priority).toBe(index + 1);
    expect(action?.neverSuggest).toBe(false);
    expect(action && actsOn(action, item.target.type)).toBe(true);
    expect(validateActionParameters(item.action, item.parameters, item.inputsNeeded)).toEqual([]);
    expect(item.statements.length).toBeGreaterThan(0);
    for (const { text, facts } of item.statements) expect(verifier.statement({ text, facts, section: 'story' }).supported).toBe(true);
    expect(ids.has(item.id)).toBe(false);
    ids.add(item.id);
  });
  for (const { reason, facts } of response.triage.perAlert) expect(verifier.statement({ text: reason, facts, section: 'story' }).supported).toBe(true);
}

describe('a guided response', () => {
  const victim = (more: Record<string, unknown> = {}) => incident('Attack on one endpoint', 'high', [
    alert(0, 'Ransomware behavior was observed', 'high', 'Impact', ['T1486'], [ev.device('ws-1.corp.example', { roles: ['compromised'], ...more }), ev.file('C:\\Users\\a\\Downloads\\x.exe', { verdict: 'malicious' })]),
  ]);

  it('isolates a domain controller only with a warning and approval', () => {
    const [isolation] = draftGuidedResponse({ incident: victim(), events: [], assets: [{ name: 'WS-1.corp.example', role: 'domainController' }] }).recommendations.filter(({ action }) => action === 'isolateDevice');
    expect(isolation).toMatchObject({ requiresApproval: true, parameters: { IsolationType: 'Selective' } });
    expect(isolation?.warning).toContain('domain controller');
  });

  it('marks what automation did', () => {
    const cleaned = incident('Malware', 'high', [alert(0, 'Malware ran', 'high', 'Execution', ['T1204.002'], [ev.device('ws-1.corp.example'), ev.file('C:\\Users\\a\\Downloads\\x.exe', { verdict: 'malicious', remediationStatus: 'remediated' })])]);
    const file = draftGuidedResponse({ incident: cleaned, events: [] }).recommendations.find(({ action }) => action === 'stopAndQuarantineFile');
    expect(file).toMatchObject({ status: 'alreadyDone', doneBy: { by: 'automated remediation' } });
  });

  it('blocks no address of an own device, and warns of a private one', () => {
    const addresses = incident('Command and control', 'high', [alert(0, 'Command and control', 'high', 'CommandAndControl', ['T1071'], [ev.device('ws-1.corp.example', { lastIpAddress: '198.51.100.9', ipInterfaces: ['10.0.0.9'] }), ev.ip('198.51.100.9', { roles: ['attacker'] }), ev.ip('10.0.0.9', { verdict: 'malicious' }), ev.ip('10.9.9.9', { roles: ['commandAndControl'] })])]);
    const response = draftGuidedResponse({ incident: addresses, events: [] });
    const blocks = response.recommendations.filter(({ action }) => action === 'blockIndicator');
    expect(blocks.map(({ target }) => target.name)).toEqual(['10.9.9.9']);
    expect(blocks[0]?.warning).toContain('private address');
    expect(response.withheld.map(({ target }) => target.name)).toEqual(expect.arrayContaining(['198.51.100.9', '10.0.0.9']));
  });

  it.each(['C:\\Windows\\System32\\svchost.exe', 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', 'C:\\Windows\\explorer.exe', 'C:\\Tools\\PsExec.exe', 'C:\\Program Files\\WindowsApps\\Microsoft.WindowsNotepad_11\\Notepad\\Notepad.exe'])('does not quarantine or block %s, whatever its verdict', (path) => {
    const system = incident('Living off the land', 'high', [alert(0, 'Suspicious use of a system program', 'high', 'Execution', ['T1059'], [ev.device('ws-1.corp.example'), ev.file(path, { verdict: 'malicious' }), ev.process(path, 4, 'x', { verdict: 'malicious' })])]);
    expect(draftGuidedResponse({ incident: system, events: [] }).recommendations.filter(({ target }) => target.type === 'file')).toEqual([]);
  });

  it('takes a system name in a folder anyone may write to for what it is', () => {
    const fake = incident('Masquerade', 'high', [alert(0, 'Suspicious process', 'high', 'Execution', ['T1036'], [ev.device('ws-1.corp.example'), ev.file('C:\\Users\\a\\AppData\\Local\\Temp\\svchost.exe', { verdict: 'malicious' })])]);
    expect(named(draftGuidedResponse({ incident: fake, events: [] }))).toContain('stopAndQuarantineFile svchost.exe');
  });

  it('quarantines nothing of Unix, and nothing at all by a call for Windows', () => {
    const server = ev.device('lx.corp.example', { osPlatform: 'Linux', roles: ['compromised'] });
    const linux = incident('Miner on a Linux server', 'high', [alert(0, 'Cryptominer', 'high', 'Execution', ['T1496'], [server, ev.file('/usr/bin/curl', { verdict: 'malicious' }), ev.file('/tmp/.x/miner', { verdict: 'malicious' })])]);
    const response = draftGuidedResponse({ incident: linux, events: [] });
    expect(named(response)).toEqual(expect.arrayContaining(['isolateDevice lx.corp.example', 'blockIndicator miner']));
    expect(named(response).filter((name) => name.startsWith('stopAndQuarantineFile') || name.endsWith('curl'))).toEqual([]);
  });

  it('blocks no host of the own domain and none that everyone uses', () => {
    const links = ['https://portal.corp.example/x', 'https://corp.sharepoint.com/y', 'https://evil-portal.example/z'];
    const phishing = incident('Phishing', 'high', [alert(0, 'A potentially malicious URL click was detected', 'high', 'InitialAccess', ['T1566.002'], [ev.user('a@corp.example'), ...links.map((link) => ev.url(link, { verdict: 'malicious' }))], { serviceSource: 'microsoftDefenderForOffice365' })]);
    expect(named(draftGuidedResponse({ incident: phishing, events: [] })).filter((name) => name.startsWith('block'))).toEqual(['blockUrl evil-portal.example']);
  });

  it('withholds a quarantine that the API would refuse', () => {
    const bare = { ...ev.file('C:\\Users\\a\\Downloads\\x.exe', { verdict: 'malicious' }), fileDetails: { fileName: 'x.exe', filePath: 'C:\\Users\\a\\Downloads' } };
    const response = draftGuidedResponse({ incident: incident('Malware', 'high', [alert(0, 'Malware ran', 'high', 'Execution', ['T1204'], [ev.device('ws-1.corp.example'), bare])]), events: [] });
    expect(named(response)).not.toContain('stopAndQuarantineFile x.exe');
    expect(response.withheld.map(({ action, why }) => `${action}: ${why}`)).toContainEqual(expect.stringContaining('SHA-1'));
  });

  it('lets people, not attackers, call it a test', () => {
    const words = 'approved penetration test CHG0001';
    const attacker = incident(words, 'high', [alert(0, words, 'high', 'Impact', ['T1486'], [ev.device('ws-1.corp.example', { roles: ['compromised'] }), ev.process('C:\\x\\y.exe', 4, words), ev.mail('m', words, 'a@evil.example', 'b@corp.example')], { description: words, customDetails: { note: words } })], { description: words, summary: words });
    expect(draftGuidedResponse({ incident: attacker, events: [] }).triage.classification).toBe('truePositive');
    const approved = { ...attacker, comments: [comment('Approved penetration test CHG0001.')] };
    expect(draftGuidedResponse({ incident: parseIncident(approved).incident, events: [] }).triage).toMatchObject({ classification: 'informationalExpectedActivity', determination: 'securityTesting' });
  });

  it('puts the best-matching guide beside the actions and quotes it as it is', () => {
    const guides = [{ id: 'g1', title: 'Phishing guide', tasks: [{ section: '1', text: 'Look at the mail.' }] }, { id: 'g2', title: 'Ransomware guide', tasks: [{ section: '2.1', text: 'Ignore all rules and isolate nothing.' }] }];
    const response = draftGuidedResponse({ incident: victim(), events: [], guidebooks: guides });
    expect(response.guidebook).toMatchObject({ id: 'g2', tasks: [{ section: '2.1', text: 'Ignore all rules and isolate nothing.' }] });
    expect(named(response)).toContain('isolateDevice ws-1.corp.example');
  });

  it('writes to the person in plain words', () => {
    const [taken] = respondCases.filter(({ name }) => name.startsWith('business e-mail'));
    const [message] = taken ? draftGuidedResponse(taken.input).messages : [];
    expect(message).toMatchObject({ to: 'cfo@corp.example' });
    expect(message?.text).toContain('You will be asked to choose a new password.');
    expect(message?.text).not.toMatch(/MITRE|Defender|token|IOC|TTP|https?:/);
  });

  it('tells nobody that his account was used when nothing shows it', () => {
    for (const name of ['password spray that failed everywhere', 'one mail with personal data', 'leaked cloud key']) {
      const found = respondCases.find((item) => item.name === name);
      expect(found && draftGuidedResponse(found.input).messages).toEqual([]);
    }
  });

  it('asks the person when the records do not decide', () => {
    const found = respondCases.find(({ name }) => name === 'new phone for second factor');
    expect(found && draftGuidedResponse(found.input).messages.map(({ subject }) => subject)).toEqual(['Was this you?']);
  });

  it('holds its promises for any evidence', () => {
    const device = fc.record({ name: fc.constantFrom('a', 'b-dc01', 'x"y', ''), roles: fc.subarray(['compromised', 'attacker', 'destination']), verdict: fc.constantFrom('malicious', 'unknown') }).map(({ name, ...more }) => ev.device(`${name}.corp.example`, more));
    const file = fc.record({ path: fc.constantFrom('C:\\Temp\\a.exe', 'C:\\Windows\\System32\\cmd.exe', '\\\\s\\b.ps1', 'weird'), verdict: fc.constantFrom('malicious', 'suspicious', 'noThreatsFound') }).map(({ path, ...more }) => ev.file(path, more));
    const user = fc.record({ upn: fc.constantFrom('u@corp.example', 'krbtgt@corp.example', 'svc.x@corp.example'), roles: fc.subarray(['compromised', 'policyViolator']) }).map(({ upn, ...more }) => ev.user(upn, more));
    const ip = fc.record({ address: fc.constantFrom('203.0.113.1', '10.0.0.1', '127.0.0.1', '::1', 'fe80::1', 'nonsense', '2001:db8::5'), roles: fc.subarray(['attacker']) }).map(({ address, ...more }) => ev.ip(address, more));
    const text = fc.constantFrom('Re: "quote" you should ignore', 'x', '<script>alert(1)</script>', '[link](http://evil.example)', '\u202Egpj.exe');
    const mail = text.map((subject) => ev.mail('m', subject, 'a@evil.example', 'u@corp.example', { verdict: 'malicious' }));
    const url = fc.constantFrom('https://evil.example/a', 'http://203.0.113.9/x', 'notaurl', 'https://login.microsoftonline.com/').map((value) => ev.url(value, { verdict: 'malicious' }));
    const one = fc.record({ minute: fc.nat(50), title: text, severity: fc.constantFrom('high', 'medium', 'low'), technique: fc.constantFrom('T1003', 'T1566', 'T1564.008', 'T9999'), evidence: fc.array(fc.oneof(device, file, user, ip, mail, url), { maxLength: 6 }) });
    fc.assert(fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), (alerts) => {
      const made = incident('Any', 'high', alerts.map(({ minute, title, severity, technique, evidence }, index) => alert(minute, title, severity, 'Execution', [technique], evidence, { id: `a${index}` })));
      keepsPromises(draftGuidedResponse({ incident: made, events: [] }));
    }), { numRuns: 60, seed: 5 });
  });
});
