import { alert, at, cloudApps, ev, identity, incident, office, rows, signIn, xdr, type Json } from '../fixtures/build.js';
import { draftGuidedResponse, type GuidedResponse } from '../index.js';

const base = '#microsoft.graph.security.';
const governance: Json = { serviceSource: 'microsoftAppGovernance', detectionSource: 'appGovernanceDetection' };
const directory: Json = { serviceSource: 'microsoftDefenderForIdentity', detectionSource: 'microsoftDefenderForIdentity' };
const servers: Json = { serviceSource: 'microsoftDefenderForCloud', detectionSource: 'microsoftDefenderForServers' };
const sentinel: Json = { serviceSource: 'microsoftSentinel', detectionSource: 'scheduledAlerts' };
const antivirus: Json = { detectionSource: 'antivirus' };
const policy: Json = { serviceSource: 'dataLossPrevention', detectionSource: 'microsoftDataLossPrevention' };
const principal: Json = { '@odata.type': `${base}servicePrincipalEvidence`, servicePrincipalName: 'sp-deploy', servicePrincipalObjectId: '11111111-2222-4333-8444-555555555555', appId: '99999999-2222-4333-8444-555555555555' };
const domain = (domainName: string): Json => ({ '@odata.type': `${base}dnsEvidence`, domainName });
const krbtgt: Json = { '@odata.type': `${base}userEvidence`, userAccount: { accountName: 'krbtgt', domainName: 'CORP' } };

const respond = (alerts: Json[], events: Json[] = []): GuidedResponse => draftGuidedResponse({ incident: incident('An incident', 'high', alerts), events: rows(...events) });
const advised = ({ recommendations }: GuidedResponse): string[] => recommendations.filter(({ category, status }) => category !== 'triage' && status === 'proposed').map(({ action, target }) => `${action} ${target.name}`);

describe('applications and service principals', () => {
  const app = ev.app('Mail Helper', { verdict: 'suspicious' });
  const consent = (more: Json = {}): Json => alert(0, 'App with suspicious consent', 'medium', 'Persistence', ['T1528'], [app, ev.user('lara@corp.example')], { ...governance, ...more });

  it('disables a suspicious application that two alerts speak against, and no application of the cloud itself', () => {
    const cloud = { '@odata.type': `${base}cloudApplicationEvidence`, appId: 20893, displayName: 'Exchange Online', verdict: 'suspicious' };
    const reads = alert(20, 'Anomalous access to mail', 'medium', 'Collection', ['T1114.002'], [app, cloud, ev.ip('203.0.113.9')], governance);
    expect(advised(respond([consent(), reads]))).toContain('disableOAuthApp Mail Helper');
    expect(advised(respond([consent(), reads])).filter((one) => one.startsWith('disableOAuthApp'))).toHaveLength(1);
  });

  it('leaves an application that one alert of medium severity names', () => {
    expect(advised(respond([consent()])).join()).not.toContain('disableOAuthApp');
  });

  it('disables a service principal whose leaked secret was used, with a warning', () => {
    const leaked = alert(0, 'Leaked credentials', 'high', 'CredentialAccess', [], [principal], identity);
    const used = alert(30, 'Suspicious sign-ins', 'medium', 'InitialAccess', ['T1078.004'], [principal, ev.ip('203.0.113.9')], identity);
    const [first] = respond([leaked, used]).recommendations;
    expect(first).toMatchObject({ action: 'disableOAuthApp', rule: 'A2', requiresApproval: true });
    expect(first?.warning).toContain('service principal');
    expect(advised(respond([leaked])).join()).not.toContain('disableOAuthApp');
  });
});

describe('devices seen by other products', () => {
  it('isolates a machine on which Defender for Cloud saw code run, and not one that was only knocked at', () => {
    const device = ev.device('vm-1', { osPlatform: 'Linux' });
    expect(advised(respond([alert(0, 'Mining behaviour', 'high', 'Impact', ['T1496'], [device], servers)]))).toContain('isolateDevice vm-1');
    expect(advised(respond([alert(0, 'Brute force', 'high', 'CredentialAccess', ['T1110'], [device, ev.ip('203.0.113.9')], servers)])).join()).not.toContain('isolateDevice');
  });

  it('isolates the source of stolen credentials that Defender for Identity names, and not their destination', () => {
    const asked = (roles: string[]): string => advised(respond([alert(0, 'Suspected DCSync attack', 'high', 'CredentialAccess', ['T1003.006'], [ev.device('ws-7.corp.example', { roles }), krbtgt, ev.localUser('h.tanaka', { roles: ['source'] })], directory)])).join();
    expect(asked(['source'])).toContain('isolateDevice ws-7.corp.example');
    expect(asked(['destination'])).not.toContain('isolateDevice');
    expect(asked(['source'])).not.toContain('krbtgt');
  });
});

describe('addresses and names', () => {
  const device = ev.device('ws-7.corp.example');
  const contact = (evidence: Json[], more: Json = {}): string => advised(respond([alert(0, 'Outbound connection to a rare server', 'medium', 'CommandAndControl', ['T1071.001'], [device, ...evidence], more)])).join();

  it('blocks the one address or name outside that an alert about command and control names', () => {
    expect(contact([ev.ip('203.0.113.9'), ev.ip('10.0.0.4')])).toContain('blockIndicator 203.0.113.9');
    expect(contact([domain('pool.bad.example')])).toContain('blockIndicator pool.bad.example');
  });

  it('blocks neither of two, nor what a rule of the tenant names, nor a site of the own domain, nor a public resolver', () => {
    expect(contact([ev.ip('203.0.113.9'), ev.ip('203.0.113.10')])).not.toContain('blockIndicator');
    expect(contact([ev.url('https://bad.example/x')], sentinel)).not.toContain('blockIndicator');
    expect(contact([ev.url('https://shop.corp.example/x', { verdict: 'malicious' })])).not.toContain('corp.example/x');
    expect(contact([ev.ip('8.8.8.8', { roles: ['commandAndControl'] })])).not.toContain('blockIndicator 8.8.8.8');
  });

  it('takes a site beside the domain of the devices for its own', () => {
    const inside = ev.device('ex02.ad.corp.example');
    const response = respond([alert(0, 'Web shell', 'high', 'Persistence', ['T1505.003'], [inside, ev.url('https://mail.corp.example/x.aspx', { verdict: 'malicious' })])]);
    expect(advised(response).join()).not.toContain('mail.corp.example');
  });

  it('blocks an attacker that a rule over web logs names together with a server', () => {
    expect(contact([ev.ip('203.0.113.9', { roles: ['attacker'] })], sentinel)).toContain('blockIndicator 203.0.113.9');
  });
});

describe('what a cloud runs', () => {
  const pod: Json = { '@odata.type': `${base}kubernetesPodEvidence`, name: 'web-1', roles: ['compromised'] };

  it('says that an indicator does not reach the traffic of a workload', () => {
    const response = respond([alert(0, 'Digital currency mining in a container', 'high', 'Impact', ['T1496'], [pod, ev.ip('203.0.113.9', { verdict: 'malicious' })], servers)]);
    expect(response.withheld).toEqual(expect.arrayContaining([expect.objectContaining({ action: 'blockIndicator', why: expect.stringContaining('firewall of the cloud') })]));
    expect(response.triage).toMatchObject({ classification: 'truePositive', determination: 'malware' });
  });

  it('calls a key of the cloud that somebody else used a compromised account', () => {
    const key = { ...ev.amazon('ci-deploy'), roles: ['compromised'], resourceType: 'AWS::IAM::User' };
    expect(respond([alert(0, 'Calls from an anonymous network', 'high', 'PrivilegeEscalation', ['T1078.004'], [key, ev.ip('203.0.113.9')], servers)]).triage.determination).toBe('compromisedAccount');
  });

  it('calls an order to a controller no malware', () => {
    const plc: Json = { '@odata.type': `${base}ioTDeviceEvidence`, deviceId: 'ot-1', deviceName: 'PLC-3', deviceType: 'PLC' };
    const determination = (title: string): string => respond([alert(0, title, 'high', 'Impact', [], [plc], { serviceSource: 'microsoftDefenderForCloud', detectionSource: 'microsoftDefenderForIoT' })]).triage.determination;
    expect(determination('PLC stop command was sent')).toBe('maliciousUserActivity');
    expect(determination('Device joined a botnet')).toBe('malware');
  });
});

describe('files', () => {
  it('quarantines a page that the product calls malicious in a folder of Microsoft, and no program there', () => {
    const folder = 'C:\\Program Files\\Microsoft\\Exchange Server\\V15\\FrontEnd';
    const response = respond([alert(0, 'A backdoor was detected', 'high', 'Persistence', ['T1505.003'], [ev.device('ex02.corp.example', { osPlatform: 'WindowsServer2019' }), ev.file(`${folder}\\error.aspx`, { verdict: 'malicious' }), ev.file(`${folder}\\tool.exe`, { verdict: 'malicious' })])]);
    expect(advised(response)).toContain('stopAndQuarantineFile error.aspx');
    expect(advised(response)).not.toContain('stopAndQuarantineFile tool.exe');
  });
});

describe('mail', () => {
  const removed = (title: string, status: string): string[] => advised(respond([alert(0, title, 'low', 'InitialAccess', ['T1566.002'], [ev.mail('m', 'Invoice', 'a@bad.example', 'lara@corp.example', { verdict: 'malicious', remediationStatus: status })], office)]));

  it('takes mail away that purge could not, and not what it did', () => {
    expect(removed('Email messages containing malicious URL not zapped because ZAP is disabled', 'none')).toContain('softDeleteMail Invoice');
    expect(removed('Email messages containing malicious URL removed after delivery', 'active')).toContain('softDeleteMail Invoice');
    expect(removed('Email messages containing malicious URL removed after delivery', 'none')).not.toContain('softDeleteMail Invoice');
  });
});

describe('accounts', () => {
  const upn = 'lara@corp.example';
  const risk = alert(0, 'Password Spray', 'high', 'CredentialAccess', ['T1110.003'], [ev.user(upn), ev.ip('203.0.113.9')], identity);
  const after = alert(20, 'Activity from infrequent country', 'medium', 'InitialAccess', ['T1078'], [ev.user(upn), ev.ip('203.0.113.9')], cloudApps);

  it('ends the sessions of an account whose guessed password got in', () => {
    const response = respond([risk, after], [signIn(1, upn, '203.0.113.9', 0)]);
    expect(advised(response)).toEqual(expect.arrayContaining([`revokeSessions ${upn}`, `forcePasswordReset ${upn}`]));
  });

  it('renews the password of an account whose hash was used, and not of one that only acted', () => {
    const used = (techniques: string[]): string[] => advised(respond([alert(0, 'Suspected identity theft', 'high', 'LateralMovement', techniques, [ev.device('ws-7.corp.example'), ev.localUser('adm.reyes', { roles: ['compromised'] })], directory)]));
    expect(used(['T1550.002'])).toEqual(expect.arrayContaining(['disableUser adm.reyes', 'forcePasswordReset adm.reyes']));
    expect(used(['T1021.002'])).not.toContain('forcePasswordReset adm.reyes');
  });

  it('leaves an account of a code host to the code host', () => {
    const login: Json = { '@odata.type': `${base}gitHubUserEvidence`, login: 'lara-dev', userId: '7', roles: ['compromised'] };
    const response = respond([alert(0, 'Unusual clones', 'high', 'Collection', ['T1213.003'], [login], servers)]);
    expect(advised(response).join()).not.toContain('lara-dev,');
    expect(response.recommendations.filter(({ action }) => action === 'disableUser')).toEqual([]);
    expect(response.withheld).toEqual(expect.arrayContaining([expect.objectContaining({ action: 'disableUser', why: expect.stringContaining('GitHub') })]));
  });

  it('does not when every try failed', () => {
    expect(advised(respond([risk], [signIn(1, upn, '203.0.113.9', 50126)])).join()).not.toContain('revokeSessions');
  });

  it('renews what was read from a device instead of disabling its owner', () => {
    const response = respond([alert(0, 'Browser passwords read', 'high', 'CredentialAccess', ['T1555.003'], [ev.device('mac-1.corp.example', { osPlatform: 'macOS' }), ev.user(upn)])]);
    expect(advised(response)).toEqual(expect.arrayContaining([`revokeSessions ${upn}`, `forcePasswordReset ${upn}`]));
    expect(advised(response)).not.toContain(`disableUser ${upn}`);
  });

  it('renews the password of whoever sat in a session that was led from afar', () => {
    const device = ev.device('ws-7.corp.example');
    const tool = alert(0, 'Remote help before an attack', 'medium', 'CommandAndControl', ['T1219'], [device, ev.user(upn)]);
    const acts = (techniques: string[], evidence: Json[]): string[] => advised(respond([tool, alert(9, 'Hands on keyboard', 'high', 'Execution', techniques, evidence)]));
    expect(acts(['T1059.003'], [device, ev.user(upn)])).toContain(`forcePasswordReset ${upn}`);
    expect(acts(['T1059.003'], [device])).not.toContain(`forcePasswordReset ${upn}`);
  });

  it('disables no account that only its device knows, nor one of the system', () => {
    const user = (accountName: string, domainName: string): Json => ({ '@odata.type': `${base}userEvidence`, userAccount: { accountName, domainName } });
    const response = respond([alert(0, 'Ticket forged', 'high', 'CredentialAccess', ['T1558.001'], [ev.device('ws-7.corp.example'), user('guest1', 'WS-7'), user('krbtgt', 'CORP'), user('root', 'ws-7')])]);
    expect(advised(response).filter((one) => one.startsWith('disableUser'))).toEqual([]);
    expect(response.withheld).toEqual(expect.arrayContaining([expect.objectContaining({ action: 'disableUser', why: expect.stringContaining('local account') })]));
  });
});

describe('verdicts', () => {
  const verdicts = (alerts: Json[]): string[] => respond(alerts).triage.perAlert.map(({ verdict, rule }) => `${verdict} ${rule}`);

  it('takes a low match of a policy for a note, unless another alert is about the same person', () => {
    const match = alert(0, 'Policy matched', 'low', 'Exfiltration', [], [ev.user('lara@corp.example')], policy);
    expect(verdicts([match])).toEqual(['informationalExpectedActivity B10']);
    expect(verdicts([match, alert(9, 'Session cookie stolen', 'high', 'CredentialAccess', ['T1539'], [ev.user('lara@corp.example')], xdr)])[0]).toBe('truePositive V8');
    expect(verdicts([{ ...match, severity: 'medium' }])).toEqual(['truePositive V7']);
  });

  it('believes antivirus that names what it found, and its own test for what it is', () => {
    const found = (more: Json): string[] => verdicts([alert(0, 'Something was detected', 'low', 'Malware', [], [ev.device('ws-7.corp.example')], { ...antivirus, ...more })]);
    expect(found({ threatFamilyName: 'InstallCore' })).toEqual(['truePositive V7']);
    expect(found({})).toEqual(['undetermined V9']);
    expect(verdicts([alert(0, '[Test Alert] Suspicious command line', 'informational', 'Execution', [], [ev.device('ws-7.corp.example')])])).toEqual(['informationalExpectedActivity B5']);
  });

  it('lets a machine of the cloud tie alerts, and a subscription not', () => {
    const resource = (resourceId: string): Json => ({ '@odata.type': `${base}azureResourceEvidence`, resourceId, resourceName: resourceId.split('/').at(-1) });
    const pair = (resourceId: string): string[] => verdicts([alert(0, 'Privileged container', 'low', 'PrivilegeEscalation', ['T1610'], [resource(resourceId)], servers), alert(5, 'Mining', 'high', 'Impact', ['T1496'], [resource(resourceId)], servers)]);
    expect(pair('/subscriptions/1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1')[0]).toBe('truePositive V8');
    expect(pair('/subscriptions/1/resourceGroups/rg')[0]).toBe('undetermined V9');
  });

  it('believes the product about a reported mail that it wants to remove', () => {
    const reported = (remediationStatus: string): string[] => verdicts([alert(0, 'Email reported by user as malware or phish', 'low', 'InitialAccess', ['T1566'], [ev.mail('m', 'Please sign', 'a@bad.example', 'lara@corp.example', { verdict: 'suspicious', remediationStatus })], office)]);
    expect(reported('pendingApproval')).toEqual(['truePositive V6']);
    expect(reported('none')).toEqual(['undetermined V9']);
  });

  it('gives one reason once', () => {
    const { recommendations } = respond([alert(0, 'Malware was detected', 'low', 'Malware', [], [ev.device('ws-7.corp.example'), ev.file('C:\\Users\\Public\\a.exe', { verdict: 'malicious' })], { ...antivirus, threatFamilyName: 'Foo' })]);
    for (const { statements } of recommendations) expect(new Set(statements.map(({ text }) => text)).size).toBe(statements.length);
  });

  it('calls guessing from outside no malware', () => {
    const { triage } = respond([alert(0, 'Brute force', 'medium', 'CredentialAccess', ['T1110'], [ev.device('vm-1'), ev.ip('203.0.113.9', { roles: ['attacker'] })], { ...servers, lastActivityDateTime: at(50) })]);
    expect(triage).toMatchObject({ classification: 'truePositive', determination: 'maliciousUserActivity' });
  });
});
