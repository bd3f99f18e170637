import { signIn } from './accounts.mjs';
import { azureResource, cloudApp, comment, device, digestOf, file, guidOf, incident, ip, mailbox, message, other, process, url, user } from './shapes.mjs';

/** A second round, written after the rules were mended with half of the first, and before the other half was looked into. */

const looking = ['runAntivirusScan', 'collectInvestigationPackage', 'huntForRelated', 'startAutomatedInvestigation', 'runLiveResponse'];
const expectedActivity = 'informationalExpectedActivity';
const onPeople = ['disableUser', 'forcePasswordReset', 'revokeSessions', 'confirmUserCompromised'];

function cloudKey() {
  const account = other('amazonResource', { amazonAccountId: '111122223333', amazonResourceId: 'arn:aws:iam::111122223333:user/ci-deploy', resourceName: 'ci-deploy', resourceType: 'AWS::IAM::User' });
  return {
    slug: 'field-access-key-of-a-pipeline-abused', name: 'The access key of a pipeline is used to look around and to make a user',
    why: 'The key belongs to a user of another cloud. No action of the catalogue reaches it: a person rotates it there.',
    incident: incident('cloud-key', '2026-09-02T04:44:00Z', 'AWS credentials used from a malicious address', 'high', [
      [0, 'scheduled', 'AWS GuardDuty: UnauthorizedAccess:IAMUser/MaliciousIPCaller', 'high', 'UnauthorizedAccess', ['T1078.004'], [account, ip('198.51.100.52', 'SC', { roles: ['attacker'] })]],
      [3, 'scheduled', 'AWS: new user with administrator policy', 'medium', 'Persistence', ['T1136.003', 'T1098'], [account, other('amazonResource', { amazonAccountId: '111122223333', amazonResourceId: 'arn:aws:iam::111122223333:user/support-2', resourceName: 'support-2', resourceType: 'AWS::IAM::User' }), ip('198.51.100.52', 'SC')]],
    ]),
    events: [],
    summary: { entities: [['ci-deploy'], ['198.51.100.52'], ['support-2']], first: ['ci-deploy'], last: ['ci-deploy'], techniques: ['T1078.004', 'T1136.003', 'T1098'] },
    response: { classifications: ['truePositive'], determinations: ['compromisedAccount', 'multiStagedAttack', 'maliciousUserActivity', 'other'], alerts: ['truePositive', 'truePositive'], actions: [], acceptable: ['blockIndicator', 'huntForRelated'], forbidden: [{ action: 'isolateDevice', target: '*' }, { action: 'disableUser', target: '*' }] },
  };
}

function helpdesk() {
  const desk = device('pmv-lt-0931.pmv-group.example', 'Windows11');
  const person = user('s.lindahl@pmv-group.example', 'Sofia Lindahl');
  return {
    slug: 'field-false-help-desk-over-teams', name: 'A false help desk calls over Teams and takes over a notebook',
    why: 'The help tool is Microsoft\'s and stays. The notebook, the account and what the caller left behind are dealt with.',
    incident: incident('helpdesk', '2026-04-14T12:31:00Z', 'Hands-on-keyboard attack after a Teams call on one endpoint', 'high', [
      [0, 'mail', 'Suspicious external Teams chat with an impersonated help desk', 'medium', 'InitialAccess', ['T1566.004'], [person, other('teamsMessage', { messageId: '1744634', senderFromAddress: 'it-support@helpdesk-pmv.example', subject: 'IT Support', recipients: ['s.lindahl@pmv-group.example'], isExternal: true, messageDirection: 'inbound', deliveryAction: 'delivered' })]],
      [11, 'endpoint', 'Quick Assist followed by suspicious activity', 'medium', 'CommandAndControl', ['T1219'], [desk, person, process('C:\\Program Files\\WindowsApps\\MicrosoftCorporationII.QuickAssist\\QuickAssist.exe', 'QuickAssist.exe', 7720, { details: { signer: 'Microsoft Corporation' } })]],
      [19, 'endpoint', 'Suspicious batch file from a remote session', 'high', 'Execution', ['T1059.003'], [desk, person, file('C:\\Users\\s.lindahl\\AppData\\Local\\Temp\\spamfix.bat', { verdict: 'malicious' }), process('C:\\Windows\\System32\\cmd.exe', 'cmd.exe /c spamfix.bat', 7901, { parent: { id: 7720, path: 'C:\\Program Files\\WindowsApps\\MicrosoftCorporationII.QuickAssist\\QuickAssist.exe' } })]],
      [23, 'endpoint', 'Outbound connection to a command-and-control server', 'high', 'CommandAndControl', ['T1071.001'], [desk, url('https://cdn-antispam.example/u', { verdict: 'suspicious' }), ip('203.0.113.119')]],
    ]),
    events: [],
    summary: { entities: [['pmv-lt-0931.pmv-group.example', 'pmv-lt-0931'], ['s.lindahl@pmv-group.example'], ['spamfix.bat'], ['cdn-antispam.example']], first: ['s.lindahl'], last: ['pmv-lt-0931'], techniques: ['T1566.004', 'T1219', 'T1059.003', 'T1071.001'] },
    response: {
      classifications: ['truePositive'], determinations: ['multiStagedAttack', 'malware'], alerts: Array(4).fill('truePositive'),
      actions: [{ action: 'isolateDevice', target: 'pmv-lt-0931' }, { action: 'stopAndQuarantineFile', target: 'spamfix.bat', alternatives: ['blockIndicator'] }, { action: 'blockIndicator', target: 'cdn-antispam.example', alternatives: ['blockUrl'] }, { action: 'revokeSessions', target: 's.lindahl@pmv-group.example', alternatives: ['forcePasswordReset', 'disableUser'] }],
      acceptable: [...looking, ...onPeople, 'blockIndicator', 'blockSender'], forbidden: ['QuickAssist.exe', 'cmd.exe'].map((target) => ({ action: 'stopAndQuarantineFile', target })),
    },
  };
}

function goldenTicket() {
  const source = device('brn-ws-212.brno-optik.example', 'Windows10', { roles: ['source'] });
  const person = user('BRNO-OPTIK\\p.dvořák', 'Petr Dvořák');
  return {
    slug: 'field-ticket-with-a-forged-lifetime', name: 'A ticket with a forged lifetime from one workstation',
    why: 'The workstation where the ticket is used is cut off. The key account of the domain is never disabled; its key is changed by hand, twice.',
    incident: incident('golden-ticket', '2026-07-30T22:15:00Z', 'Suspected Golden Ticket usage on one endpoint', 'high', [
      [0, 'identity', 'Suspected Golden Ticket usage (time anomaly)', 'high', 'Persistence', ['T1558.001'], [user('BRNO-OPTIK\\krbtgt'), person, source, device('brn-dc2.brno-optik.example', 'WindowsServer2022', { roles: ['destination'] })]],
      [26, 'identity', 'Remote code execution attempt', 'medium', 'LateralMovement', ['T1021.002', 'T1569.002'], [person, source, device('brn-sql1.brno-optik.example', 'WindowsServer2019', { roles: ['destination'] })]],
    ]),
    events: [],
    summary: { entities: [['brn-ws-212.brno-optik.example'], ['p.dvořák'], ['brn-dc2.brno-optik.example'], ['brn-sql1.brno-optik.example']], first: ['brn-ws-212'], last: ['brn-ws-212'], techniques: ['T1558.001', 'T1021.002', 'T1569.002'] },
    response: {
      classifications: ['truePositive'], determinations: ['multiStagedAttack', 'compromisedAccount', 'apt', 'maliciousUserActivity'], alerts: ['truePositive', 'truePositive'],
      actions: [{ action: 'isolateDevice', target: 'brn-ws-212' }, { action: 'disableUser', target: 'p.dvořák', alternatives: ['forcePasswordReset'] }], acceptable: [...looking, ...onPeople],
      needsSeniorApproval: [{ action: 'isolateDevice', target: 'brn-dc2.brno-optik.example' }], forbidden: [...onPeople.map((action) => ({ action, target: 'krbtgt' }))],
    },
  };
}

function printedCode() {
  const recipients = ['hr@finnmark-bank.example', 'aili.s@finnmark-bank.example', 'jon.m@finnmark-bank.example'];
  const mail = (recipient) => message('Oppdater BankID innen 24 timer', 'varsel@bankid-sikker.example', recipient, { language: 'nb', at: '2026-10-12T08:02:00Z', senderIp: '192.0.2.140', item: { verdict: 'malicious', remediationStatus: 'active', urls: ['https://bankid-sikker.example/q'] } });
  return {
    slug: 'field-printed-code-mail-reported-by-a-colleague', name: 'A mail with a printed code, reported and not yet answered',
    why: 'It lies in three mailboxes and nobody followed it: the mail goes and the page is blocked. No account is touched.',
    incident: incident('printed-code', '2026-10-12T08:02:00Z', 'Email reported by user as malware or phish involving one user', 'low', [
      [38, 'mail', 'Email reported by user as malware or phish', 'low', 'InitialAccess', ['T1566'], [...recipients.map(mail), mailbox('aili.s@finnmark-bank.example'), url('https://bankid-sikker.example/q', { verdict: 'malicious' }), other('submissionMail', { networkMessageId: guidOf('mail Oppdater BankID innen 24 timer aili.s@finnmark-bank.example'), recipient: 'aili.s@finnmark-bank.example', sender: 'varsel@bankid-sikker.example', submitter: 'aili.s@finnmark-bank.example', subject: 'Oppdater BankID innen 24 timer', reportType: 'phish' })]],
    ]),
    events: recipients.map((recipient, index) => ({ Table: 'EmailEvents', Timestamp: '2026-10-12T08:02:00Z', NetworkMessageId: guidOf(`mail Oppdater BankID innen 24 timer ${recipient}`), SenderFromAddress: 'varsel@bankid-sikker.example', RecipientEmailAddress: recipient, Subject: 'Oppdater BankID innen 24 timer', DeliveryAction: 'Delivered', DeliveryLocation: 'Inbox', ReportId: `q-${index}` })),
    summary: { entities: [...recipients.map((one) => [one]), ['varsel@bankid-sikker.example', 'bankid-sikker.example']], first: ['bankid'], techniques: ['T1566'] },
    response: {
      classifications: ['truePositive'], determinations: ['phishing'], alerts: ['truePositive'],
      actions: [{ action: 'softDeleteMail', target: 'malicious messages', alternatives: ['moveMailToJunk', 'moveMailToDeletedItems'] }, { action: 'blockUrl', target: 'bankid-sikker.example', alternatives: ['blockIndicator'] }],
      acceptable: ['blockSender', 'blockIndicator', 'huntForRelated'], forbidden: [{ action: 'isolateDevice', target: '*' }, { action: 'hardDeleteMail', target: '*' }, ...onPeople.map((action) => ({ action, target: '*' }))],
    },
  };
}

function fatigue() {
  const start = '2026-11-24T01:05:00Z';
  const upn = 'o.haddad@levant-shipping.example';
  return {
    slug: 'field-second-factor-asked-until-it-was-given', name: 'The second factor is asked for until it is given',
    why: 'The password was known and the ninth request was granted: sessions end and the password is renewed.',
    incident: incident('fatigue', start, 'Multiple MFA requests denied, then granted', 'high', [
      [0, 'nrt', 'MFA fatigue: repeated denials followed by approval', 'high', 'CredentialAccess', ['T1621'], [user(upn, 'عمر حداد'), ip('203.0.113.61', 'TR')], { minutes: 22 }],
      [23, 'protection', 'Atypical travel', 'medium', 'InitialAccess', [], [user(upn, 'عمر حداد'), ip('203.0.113.61', 'TR')]],
      [40, 'cloudApps', 'Suspicious file access activity by a user', 'medium', 'Collection', ['T1213.002'], [user(upn, 'عمر حداد'), ip('203.0.113.61', 'TR'), cloudApp('Microsoft SharePoint Online', 20892)]],
    ]),
    events: [0, 2, 5, 9, 12, 15, 18, 20].map((minute) => signIn(minute, start, upn, '203.0.113.61', 'TR', 500121)).concat(signIn(22, start, upn, '203.0.113.61', 'TR', 0)),
    summary: { entities: [[upn], ['203.0.113.61']], first: ['o.haddad'], last: ['o.haddad'], techniques: ['T1621', 'T1213.002'] },
    response: {
      classifications: ['truePositive'], determinations: ['compromisedAccount', 'multiStagedAttack'], alerts: Array(3).fill('truePositive'),
      actions: [{ action: 'revokeSessions', target: upn }, { action: 'forcePasswordReset', target: upn }], acceptable: ['disableUser', 'confirmUserCompromised', 'requireSignInAgain', 'blockIndicator'], forbidden: [{ action: 'isolateDevice', target: '*' }],
    },
  };
}

function foreignSensor() {
  const host = device('app-fra-7', 'Windows', { mdeDeviceId: null, onboardingStatus: 'insufficientInfo', deviceDnsName: null, azureAdDeviceId: null });
  return {
    slug: 'field-detections-of-another-sensor', name: 'Another maker\'s sensor sees an implant through Sentinel',
    why: 'Defender does not know the device, so it cannot isolate it. The hash and the server can be blocked everywhere else.',
    incident: incident('foreign-sensor', '2026-02-27T17:17:00Z', 'Sensor detections on one host', 'high', [
      [0, 'scheduled', 'CrowdStrike Falcon: Malicious process', 'high', 'Execution', ['T1204.002'], [host, user('APPFRA\\deploy'), file('C:\\Users\\Public\\upd32.exe', { verdict: 'malicious' })]],
      [2, 'scheduled', 'CrowdStrike Falcon: Command and control', 'high', 'CommandAndControl', ['T1071.001'], [host, ip('192.0.2.222', null, { roles: ['commandAndControl'] }), file('C:\\Users\\Public\\upd32.exe', { verdict: 'malicious' })]],
    ]),
    events: [],
    summary: { entities: [['app-fra-7'], ['upd32.exe'], ['192.0.2.222']], first: ['app-fra-7'], last: ['app-fra-7'], techniques: ['T1204.002', 'T1071.001'] },
    response: { classifications: ['truePositive'], determinations: ['malware', 'multiStagedAttack'], alerts: ['truePositive', 'truePositive'], actions: [{ action: 'blockIndicator', target: 'upd32.exe', alternatives: ['stopAndQuarantineFile'] }, { action: 'blockIndicator', target: '192.0.2.222' }], acceptable: [...looking, 'stopAndQuarantineFile', 'disableUser', 'forcePasswordReset'], forbidden: [{ action: 'isolateDevice', target: '*' }] },
  };
}

function disrupted() {
  const desk = device('wro-nb-58.polmet.example', 'Windows11', { remediationStatus: 'remediated', remediationStatusDetails: 'The device was contained by attack disruption.', roles: ['compromised'] });
  const person = user('k.zielinski@polmet.example', 'Krzysztof Zieliński', { remediationStatus: 'remediated', remediationStatusDetails: 'The user was contained by attack disruption.', roles: ['compromised'] });
  return {
    slug: 'field-attack-disruption-was-faster', name: 'Attack disruption contained the device and the user already',
    why: 'What automation did is not done twice; the implant and its server are left.',
    incident: incident('disrupted', '2026-06-08T10:40:00Z', 'Human-operated attack was launched from a compromised asset (attack disruption)', 'high', [
      [0, 'endpoint', "'CobaltStrike' hacktool was detected", 'high', 'Execution', ['T1059.001'], [desk, file('C:\\ProgramData\\nvcfg.dll', { verdict: 'malicious', remediationStatus: 'active' })], { threatFamilyName: 'CobaltStrike' }],
      [5, 'endpoint', 'Suspicious network connection to a command-and-control server', 'high', 'CommandAndControl', ['T1071.001'], [desk, ip('198.51.100.9', null, { verdict: 'malicious' })]],
      [12, 'xdr', 'Compromised account conducting hands-on-keyboard attack', 'high', 'LateralMovement', ['T1021.006'], [person, desk]],
    ], { systemTags: ['Attack Disruption'] }),
    events: [],
    summary: { entities: [['wro-nb-58.polmet.example'], ['k.zielinski@polmet.example'], ['nvcfg.dll'], ['198.51.100.9']], first: ['wro-nb-58'], last: ['wro-nb-58'], techniques: ['T1059.001', 'T1071.001', 'T1021.006'] },
    response: {
      classifications: ['truePositive'], determinations: ['multiStagedAttack', 'malware', 'compromisedAccount'], alerts: Array(3).fill('truePositive'),
      actions: [{ action: 'stopAndQuarantineFile', target: 'nvcfg.dll', alternatives: ['blockIndicator'] }, { action: 'blockIndicator', target: '198.51.100.9' }, { action: 'forcePasswordReset', target: 'k.zielinski@polmet.example' }],
      acceptable: [...looking, ...onPeople, 'isolateDevice'], forbidden: [],
    },
  };
}

function cluster() {
  const kube = other('kubernetesCluster', { name: 'aks-shop-prod', platform: 'aks', cloudResource: azureResource('/subscriptions/6f0e9a4c-5555-4c1d-9a0e-0d7a52b1c005/resourceGroups/rg-shop/providers/Microsoft.ContainerService/managedClusters/aks-shop-prod', 'Microsoft.ContainerService/managedClusters') });
  return {
    slug: 'field-cluster-role-bound-by-a-stranger', name: 'A stranger binds the role of an administrator in a cluster',
    why: 'It is an attack on the cluster. No action of the catalogue reaches it, and no person or device of the company is in it.',
    incident: incident('cluster', '2026-12-03T05:06:00Z', 'Suspicious activity in a Kubernetes cluster', 'high', [
      [0, 'containers', 'Anonymous access to the Kubernetes API', 'medium', 'InitialAccess', ['T1190'], [kube, ip('203.0.113.77', 'CN')]],
      [2, 'containers', 'New binding to the cluster-admin role', 'high', 'Persistence', ['T1098.006'], [kube, other('kubernetesServiceAccount', { name: 'default', namespace: { '@odata.type': '#microsoft.graph.security.kubernetesNamespaceEvidence', name: 'shop', cluster: kube } }), ip('203.0.113.77', 'CN')]],
    ]),
    events: [],
    summary: { entities: [['aks-shop-prod'], ['203.0.113.77']], first: ['aks-shop-prod'], last: ['aks-shop-prod'], techniques: ['T1190', 'T1098.006'] },
    response: { classifications: ['truePositive'], determinations: ['maliciousUserActivity', 'multiStagedAttack', 'compromisedAccount', 'other'], alerts: ['truePositive', 'truePositive'], actions: [], acceptable: ['blockIndicator', 'huntForRelated'], forbidden: [{ action: 'isolateDevice', target: '*' }, { action: 'disableUser', target: '*' }] },
  };
}

function bundled() {
  return {
    slug: 'field-bundled-toolbar-after-a-free-converter', name: 'A bundled toolbar after a free converter',
    why: 'Unwanted, not an attack: the program is removed by a scan, and the device keeps working.',
    incident: incident('bundled', '2026-05-05T14:00:00Z', "'InstallCore' unwanted software was detected", 'low', [
      [0, 'antivirus', "'InstallCore' unwanted software was detected", 'low', 'UnwantedSoftware', [], [device('rec-pc4.kanzlei-roth.example', 'Windows10'), file('C:\\Users\\empfang\\Downloads\\pdf-converter-setup.exe', { verdict: 'suspicious', remediationStatus: 'remediated' }), user('KANZLEI\\empfang')], { threatFamilyName: 'InstallCore', threatDisplayName: 'PUA:Win32/InstallCore' }],
    ]),
    events: [],
    summary: { entities: [['rec-pc4.kanzlei-roth.example'], ['pdf-converter-setup.exe']], first: ['rec-pc4'] },
    response: { classifications: ['truePositive'], determinations: ['unwantedSoftware', 'malware'], alerts: ['truePositive'], actions: [], acceptable: [...looking, 'stopAndQuarantineFile', 'blockIndicator'], forbidden: [{ action: 'isolateDevice', target: '*' }, ...onPeople.map((action) => ({ action, target: '*' }))] },
  };
}

const harmless = (classifications, determinations, verdicts) => ({ classifications, determinations, ...(verdicts ? { alerts: verdicts } : {}), noContainment: true });

function expiredPassword() {
  const host = 'bat-srv03.hafen-nord.example';
  return {
    slug: 'field-expired-password-of-a-batch-account', name: 'A batch account keeps trying with an expired password',
    why: 'One inside server, one account, the same failure every quarter of an hour, no success: a forgotten change, as the colleague found.',
    incident: incident('expired', '2026-03-01T00:15:00Z', 'Brute force attack against an account', 'medium', [
      [0, 'scheduled', 'Excessive failed sign-ins of one account', 'medium', 'CredentialAccess', ['T1110'], [user('HAFEN\\svc-batch'), device(host, 'WindowsServer2019', { lastIpAddress: '10.2.3.4' }), ip('10.2.3.4')], { minutes: 400, comments: [comment('False positive: password of svc-batch expired on 28 February, the job on bat-srv03 still has the old one. Application team informed.', 'Lena Brandt', '2026-03-01T08:40:00Z')] }],
    ]),
    events: [0, 1, 2, 3].map((index) => ({ Table: 'DeviceLogonEvents', Timestamp: new Date(Date.UTC(2026, 2, 1, 0, 15 + index * 15)).toISOString(), DeviceName: host, DeviceId: digestOf(`device ${host}`), ActionType: 'LogonFailed', LogonType: 'Batch', AccountName: 'svc-batch', AccountDomain: 'HAFEN', FailureReason: 'PasswordExpired', ReportId: 500 + index })),
    summary: { entities: [['svc-batch'], [host]], first: ['svc-batch'], techniques: ['T1110'] },
    response: harmless(['falsePositive', expectedActivity], ['notMalicious', 'confirmedActivity', 'lineOfBusinessApplication', 'other']),
  };
}

function migration() {
  return {
    slug: 'field-files-deleted-by-a-migration', name: 'Thousands of files deleted at the end of a migration',
    why: 'The ticket, the account and the night are those of the planned migration.',
    incident: incident('migration', '2026-08-15T21:00:00Z', 'Unusual file deletion activity by one user', 'medium', [
      [0, 'cloudApps', 'Unusual file deletion activity (by user)', 'medium', 'Impact', ['T1485'], [user('migration.admin@weingut-elz.example', 'Migration Admin'), cloudApp('Microsoft SharePoint Online', 20892), ip('192.0.2.8', 'DE')], { minutes: 95 }],
    ], { comments: [comment('Planned migration of the old team sites, CHG-20817, Friday night; migration.admin deletes the source after the copy. Expected.', 'Jana Kovács', '2026-08-15T22:10:00Z')] }),
    events: [],
    summary: { entities: [['migration.admin@weingut-elz.example'], ['192.0.2.8']], first: ['migration.admin'], techniques: ['T1485'] },
    response: harmless([expectedActivity], ['confirmedActivity', 'lineOfBusinessApplication', 'notMalicious', 'other'], [expectedActivity]),
  };
}

function detectionTest() {
  return {
    slug: 'field-detection-test-after-onboarding', name: 'The detection test after onboarding a device',
    why: 'The command is the published test of the product; the colleague who onboarded the device says so.',
    incident: incident('detection-test', '2026-01-09T09:09:00Z', 'Suspicious PowerShell command line on one endpoint', 'informational', [
      [0, 'endpoint', '[Test Alert] Suspicious Powershell commandline', 'informational', 'Execution', ['T1059.001'], [device('neu-client-77.staedte-it.example', 'Windows11'), process('C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', 'powershell.exe -NoExit -ExecutionPolicy Bypass -WindowStyle Hidden $ErrorActionPreference= \'silentlycontinue\';(New-Object System.Net.WebClient).DownloadFile(\'http://127.0.0.1/1.exe\', \'C:\\\\test-WDATP-test\\\\invoice.exe\');Start-Process \'C:\\\\test-WDATP-test\\\\invoice.exe\'', 4488, { parent: { id: 4002, path: 'C:\\Windows\\System32\\cmd.exe' } }), user('STAEDTE-IT\\it.brandl')], { comments: [comment('Onboarding test of the new client, done by me.', 'Toni Brandl', '2026-01-09T09:20:00Z')] }],
    ]),
    events: [],
    summary: { entities: [['neu-client-77.staedte-it.example'], ['it.brandl']], first: ['neu-client-77'], techniques: ['T1059.001'] },
    response: harmless([expectedActivity, 'falsePositive'], ['securityTesting', 'confirmedActivity', 'securityPersonnel', 'notMalicious']),
  };
}

function injectionTries() {
  const server = azureResource('/subscriptions/6f0e9a4c-6666-4c1d-9a0e-0d7a52b1c006/resourceGroups/rg-web/providers/Microsoft.Sql/servers/sql-shop/databases/orders', 'Microsoft.Sql/servers/databases');
  return {
    slug: 'field-tries-at-a-database-from-the-internet', name: 'Somebody tries SQL injection on the shop and gets nothing',
    why: 'A real try without success. No account or device is taken away for it.',
    incident: incident('injection', '2026-07-07T07:07:00Z', 'Potential SQL injection', 'high', [
      [0, 'scheduled', 'WAF: SQL injection attempts blocked', 'low', 'InitialAccess', ['T1190'], [ip('198.51.100.250', 'UA', { remediationStatus: 'blocked' }), url('https://shop.elbwein.example/search')], { minutes: 14 }],
      [2, 'manager', 'Potential SQL injection', 'high', 'InitialAccess', ['T1190'], [server, ip('198.51.100.250', 'UA')], { detectionSource: 'microsoftDefenderForDatabases' }],
    ]),
    events: [],
    summary: { entities: [['198.51.100.250'], ['orders', 'sql-shop']], first: ['198.51.100.250'], last: ['198.51.100.250'], techniques: ['T1190'] },
    response: { classifications: ['truePositive'], determinations: ['other', 'maliciousUserActivity', 'notEnoughDataToValidate', 'multiStagedAttack'], alerts: ['truePositive', 'truePositive'], actions: [], acceptable: ['blockIndicator', 'huntForRelated'], forbidden: [{ action: 'blockUrl', target: 'shop.elbwein.example' }, { action: 'blockIndicator', target: 'shop.elbwein.example' }, { action: 'isolateDevice', target: '*' }] },
  };
}

export const secondIncidents = () => [cloudKey(), helpdesk(), goldenTicket(), printedCode(), fatigue(), foreignSensor(), disrupted(), cluster(), bundled(), expiredPassword(), migration(), detectionTest(), injectionTries()];
