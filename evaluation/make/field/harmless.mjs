import { signIn } from './accounts.mjs';
import { cloudApp, comment, device, digestOf, file, incident, ip, message, process, user } from './shapes.mjs';

/** Incidents that look like attacks and are none. The answers were written with the incidents, before any rule was looked at. */

/** Where two classifications are right, that of a single alert is left out. */
const harmless = (classifications, determinations, verdicts) => ({ classifications, determinations, ...(verdicts ? { alerts: verdicts } : {}), noContainment: true });
const expectedActivity = 'informationalExpectedActivity';
const processRow = (deviceName, timestamp, reportId, more) => ({ Table: 'DeviceProcessEvents', Timestamp: timestamp, DeviceId: digestOf(`device ${deviceName}`), DeviceName: deviceName, ActionType: 'ProcessCreated', ReportId: reportId, ...more });

function scanner() {
  const source = device('zrh-scan01.helvetia-pumps.example', 'Linux', { tags: ['Vulnerability scanner', 'Tenable'], roles: ['source'], lastIpAddress: '10.8.1.20' });
  const account = user('HELVETIA\\svc-tenable', null);
  return {
    slug: 'field-service-tickets-asked-by-a-scanner', name: 'The weekly scanner asks for many service tickets',
    why: 'It is the scanner, with its own account, at its own hour, and a colleague says so. Locking it out stops the scans and nothing else.',
    incident: incident('scanner', '2026-09-13T02:00:05Z', 'Suspected Kerberos SPN exposure', 'high', [
      [0, 'identity', 'Security principal reconnaissance (LDAP)', 'medium', 'Discovery', ['T1087.002'], [account, source, device('zrh-dc03.helvetia-pumps.example', 'WindowsServer2022', { roles: ['destination'] })]],
      [6, 'identity', 'Suspected Kerberos SPN exposure', 'high', 'CredentialAccess', ['T1558.003'], [account, source, device('zrh-dc03.helvetia-pumps.example', 'WindowsServer2022', { roles: ['destination'] })], { comments: [comment('Weekly credentialed scan by Tenable from zrh-scan01 with svc-tenable, Sunday 02:00 UTC, approved. Expected, see CMDB.', 'Tobi Okafor', '2026-09-13T06:12:00Z')] }],
    ]),
    events: [],
    summary: { entities: [['zrh-scan01.helvetia-pumps.example'], ['svc-tenable'], ['zrh-dc03.helvetia-pumps.example']], first: ['zrh-scan01'], last: ['zrh-scan01'], techniques: ['T1087.002', 'T1558.003'] },
    response: harmless([expectedActivity], ['securityTesting', 'confirmedActivity', 'lineOfBusinessApplication', 'securityPersonnel'], [expectedActivity, expectedActivity]),
  };
}

function travel() {
  const start = '2026-08-03T06:58:00Z';
  const upn = 'ngozi.eze@meridian-re.example';
  const managed = { DeviceName: 'MRD-L2207', IsManaged: 1, IsCompliant: 1, AuthenticationRequirement: 'multiFactorAuthentication', DeviceTrustType: 'Hybrid Azure AD joined', UserAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/127.0' };
  return {
    slug: 'field-two-countries-through-the-company-tunnel', name: 'Two countries within nine minutes, from the same managed device',
    why: 'The second address is the exit of the company\'s own tunnel; the device is the same, managed and compliant, and the second factor was given.',
    incident: incident('travel', start, 'Impossible travel activity involving one user', 'medium', [
      [0, 'cloudApps', 'Impossible travel activity', 'medium', 'InitialAccess', ['T1078'], [user(upn, 'Ngozi Eze'), ip('192.0.2.61', 'GB'), ip('198.51.100.180', 'SG', { tags: ['Corporate', 'VPN'] }), cloudApp('Microsoft 365', 11161)], { minutes: 9 }],
    ]),
    events: [signIn(0, start, upn, '192.0.2.61', 'GB', 0, managed), signIn(9, start, upn, '198.51.100.180', 'SG', 0, managed), { Table: 'CloudAppEvents', Timestamp: '2026-08-03T07:08:00Z', ActionType: 'FileAccessed', Application: 'Microsoft SharePoint Online', AccountId: upn, AccountDisplayName: 'Ngozi Eze', IPAddress: '198.51.100.180', CountryCode: 'SG', IPTags: '["Corporate VPN"]', IPCategory: 'Corporate', ReportId: 'v-3' }],
    summary: { entities: [[upn], ['192.0.2.61'], ['198.51.100.180']], first: ['ngozi.eze'], techniques: ['T1078'] },
    response: harmless([expectedActivity, 'falsePositive'], ['confirmedActivity', 'notMalicious', 'other']),
  };
}

function tip() {
  return {
    slug: 'field-policy-tip-that-was-justified', name: 'A policy tip about personal data, overridden with a reason',
    why: 'One mail to the company\'s own tax adviser, with a written reason. It is what the policy allows.',
    incident: incident('tip', '2026-03-12T15:33:10Z', 'DLP policy (EU personal data) matched for email with subject (Lohnunterlagen Februar)', 'low', [
      [0, 'dataLoss', 'DLP policy (EU personal data) matched for email with subject (Lohnunterlagen Februar)', 'low', 'Exfiltration', [], [user('renate.fuchs@holzbau-fuchs.example', 'Renate Fuchs', { roles: ['policyViolator'] }), message('Lohnunterlagen Februar', 'renate.fuchs@holzbau-fuchs.example', 'kanzlei@steuer-ott.example', { language: 'de', at: '2026-03-12T15:33:10Z', item: { antiSpamDirection: 'outbound', attachmentsCount: 2 } })], { description: 'Rule "Notify with policy tip, allow override" matched: EU national identification number (4). The user overrode the policy. Justification: "Unser Steuerberater, Vertrag liegt vor".', status: 'new' }],
    ]),
    events: [],
    summary: { entities: [['renate.fuchs@holzbau-fuchs.example'], ['kanzlei@steuer-ott.example']], first: ['renate.fuchs'] },
    response: harmless([expectedActivity, 'falsePositive'], ['confirmedActivity', 'notMalicious', 'lineOfBusinessApplication', 'other']),
  };
}

function exercise() {
  const laptop = device('rt-laptop-02.borealis-energi.example', 'Windows11');
  const account = user('BOREALIS\\rt.operator', 'Rødt lag 2');
  const text = 'This is exercise "Amber Heron" (purple team with the vendor Skog Security), approved by the CISO, 17 to 21 August. Sources are rt-laptop-02 and the account rt.operator only. Do not contain; watch and note detection times.';
  return {
    slug: 'field-announced-exercise-of-the-purple-team', name: 'An announced exercise from the named laptop with the named account',
    why: 'Everything comes from the device and the account that the shift lead names, within the days named.',
    incident: incident('exercise', '2026-08-19T09:10:00Z', 'Multi-stage incident involving Discovery & Lateral movement', 'high', [
      [0, 'endpoint', 'Suspicious LDAP query', 'medium', 'Discovery', ['T1087.002', 'T1482'], [laptop, account, process('C:\\Tools\\SharpHound.exe', 'SharpHound.exe -c All', 6120)]],
      [14, 'endpoint', 'Hands-on-keyboard attack was launched', 'high', 'Execution', ['T1059.001'], [laptop, account, process('C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', 'powershell -c "Invoke-Command -ComputerName trd-ws04 {hostname}"', 6240)]],
      [16, 'endpoint', 'Suspicious WinRM activity', 'medium', 'LateralMovement', ['T1021.006'], [laptop, account]],
    ], { customTags: ['Amber Heron'], assignedTo: 'kari.nes@borealis-energi.example', comments: [comment(text, 'Kari Nes (SOC shift lead)', '2026-08-19T09:31:00Z')] }),
    events: [],
    summary: { entities: [['rt-laptop-02.borealis-energi.example', 'rt-laptop-02'], ['rt.operator']], first: ['rt-laptop-02'], last: ['rt-laptop-02'], techniques: ['T1087.002', 'T1482', 'T1059.001', 'T1021.006'] },
    response: harmless([expectedActivity], ['securityTesting', 'securityPersonnel', 'confirmedActivity'], [expectedActivity, expectedActivity, expectedActivity]),
  };
}

function testFile() {
  return {
    slug: 'field-test-file-of-an-installation-check', name: 'The test file of antivirus after a new installation',
    why: 'The file is the agreed test of every antivirus and does nothing.',
    incident: incident('test-file', '2026-02-20T08:00:00Z', "'EICAR_Test_File' malware was prevented on one endpoint", 'informational', [
      [0, 'antivirus', "'EICAR_Test_File' malware was prevented", 'informational', 'Malware', [], [device('srv-neu-09', 'WindowsServer2025'), file('C:\\temp\\av-check.txt', { verdict: 'malicious', detectionStatus: 'prevented', remediationStatus: 'prevented' }, { sha1: '3395856ce81f2b7382dee72602f798b642f14140', sha256: '275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f' })], { threatFamilyName: 'EICAR_Test_File', threatDisplayName: 'Virus:DOS/EICAR_Test_File' }],
    ]),
    events: [],
    summary: { entities: [['srv-neu-09'], ['av-check.txt']], first: ['srv-neu-09'] },
    response: harmless([expectedActivity, 'falsePositive'], ['securityTesting', 'notMalicious', 'confirmedActivity']),
  };
}

function installer() {
  const devices = ['kasse-011', 'kasse-012', 'kasse-044'].map((name) => device(`${name}.nordwind-markt.example`, 'Windows10'));
  const program = file('C:\\Windows\\IMECache\\KassenClient-Setup.exe', { verdict: 'noThreatsFound' }, { filePublisher: 'Nordwind Markt SE', signer: 'Nordwind Markt SE', issuer: 'Nordwind Markt Issuing CA 2' });
  const agent = { id: 3020, path: 'C:\\Program Files (x86)\\Microsoft Intune Management Extension\\Microsoft.Management.Services.IntuneWindowsAgent.exe' };
  return {
    slug: 'field-installer-of-the-house-on-three-tills', name: 'The house\'s own installer is called suspicious on three tills',
    why: 'Signed by the company itself, sent by its device management, looked at by the product and found clean.',
    incident: incident('installer', '2026-05-18T03:30:00Z', 'Suspicious file launched on multiple endpoints', 'medium', devices.map((one, index) => [index * 4, 'endpoint', 'Suspicious low-prevalence file launched with high privileges', 'medium', 'SuspiciousActivity', [], [one, program, process('C:\\Windows\\IMECache\\KassenClient-Setup.exe', 'KassenClient-Setup.exe /S /norestart', 900 + index, { parent: agent, item: { verdict: 'noThreatsFound' }, details: { signer: 'Nordwind Markt SE' } })]])),
    events: devices.map((one, index) => processRow(one.deviceDnsName, `2026-05-18T03:${30 + index * 4}:00Z`, 60 + index, { FileName: 'KassenClient-Setup.exe', FolderPath: 'C:\\Windows\\IMECache\\KassenClient-Setup.exe', ProcessId: 900 + index, ProcessCommandLine: 'KassenClient-Setup.exe /S /norestart', AccountName: 'system', ProcessVersionInfoCompanyName: 'Nordwind Markt SE', InitiatingProcessFileName: 'Microsoft.Management.Services.IntuneWindowsAgent.exe', InitiatingProcessFolderPath: agent.path, InitiatingProcessId: agent.id, InitiatingProcessSignatureStatus: 'Valid' })),
    summary: { entities: [['kasse-011'], ['kasse-012'], ['kasse-044'], ['KassenClient-Setup.exe']], first: ['kasse-011'], last: ['kasse-044'] },
    response: harmless(['falsePositive', expectedActivity], ['notMalicious', 'lineOfBusinessApplication', 'confirmedActivity']),
  };
}

function support() {
  const host = device('ple-hmi-02.ple-water.example', 'Windows10');
  return {
    slug: 'field-remote-support-inside-a-change-window', name: 'Remote support by a supplier inside an approved change window',
    why: 'The change names the device, the supplier, the tool and the hours; the alert lies inside them.',
    incident: incident('support', '2026-10-27T20:05:00Z', 'Suspicious usage of remote management software on one endpoint', 'medium', [
      [0, 'endpoint', 'Suspicious usage of remote management software', 'medium', 'CommandAndControl', ['T1219'], [host, process('C:\\ProgramData\\ScreenConnect Client\\ScreenConnect.ClientService.exe', '"ScreenConnect.ClientService.exe" "?e=Access&y=Guest&h=support.pumpentechnik.example&p=443"', 2550, { details: { signer: 'ConnectWise, LLC', filePublisher: 'ConnectWise, LLC' } }), user('PLE\\hmi-operator')]],
      [7, 'endpoint', 'Uncommon remote access software', 'low', 'CommandAndControl', ['T1219'], [host]],
    ], { customTags: ['CHG0048213'], comments: [comment('Covered by approved change CHG0048213: Pumpentechnik updates the HMI on ple-hmi-02 via ScreenConnect, 27 October 20:00-23:00 UTC. Confirmed by phone with the plant.', 'Ondřej Král', '2026-10-27T20:31:00Z')] }),
    events: [],
    summary: { entities: [['ple-hmi-02.ple-water.example'], ['hmi-operator']], first: ['ple-hmi-02'], last: ['ple-hmi-02'], techniques: ['T1219'] },
    response: harmless([expectedActivity], ['confirmedActivity', 'lineOfBusinessApplication', 'notMalicious', 'other'], [expectedActivity, expectedActivity]),
  };
}

function selfRemediated() {
  const start = '2026-04-30T21:14:00Z';
  const upn = 'mihai.popescu@transilva.example';
  return {
    slug: 'field-risky-sign-in-cleared-by-its-user', name: 'A risky sign-in that its user cleared with the second factor',
    why: 'The policy asked for the second factor, the user gave it from his own registered telephone, and the risk was closed by the product.',
    incident: incident('self-remediated', start, 'Unfamiliar sign-in properties involving one user', 'medium', [
      [0, 'protection', 'Unfamiliar sign-in properties', 'medium', 'InitialAccess', [], [user(upn, 'Mihai Popescu', { remediationStatus: 'remediated', remediationStatusDetails: 'User passed multifactor authentication driven by risk-based policy.' }), ip('203.0.113.17', 'RO')], { status: 'resolved', resolvedDateTime: '2026-04-30T21:16:10Z', additionalData: { riskState: 'remediated', riskDetail: 'userPassedMFADrivenByRiskBasedPolicy' } }],
    ]),
    events: [signIn(0, start, upn, '203.0.113.17', 'RO', 0, { RiskState: 4, RiskLevelDuringSignIn: 50, AuthenticationRequirement: 'multiFactorAuthentication', ConditionalAccessStatus: 0, IsManaged: 1 })],
    summary: { entities: [[upn], ['203.0.113.17']], first: ['mihai.popescu'] },
    response: harmless([expectedActivity, 'falsePositive'], ['confirmedActivity', 'notMalicious', 'other']),
  };
}

export const harmlessIncidents = () => [scanner(), travel(), tip(), exercise(), testFile(), installer(), support(), selfRemediated()];
