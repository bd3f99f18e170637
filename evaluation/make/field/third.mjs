import { signIn } from './accounts.mjs';
import { comment, device, digestOf, file, incident, ip, mailbox, message, other, process, url, user } from './shapes.mjs';

/** A third round, written after the rules were mended with the first two. */

const looking = ['runAntivirusScan', 'collectInvestigationPackage', 'huntForRelated', 'startAutomatedInvestigation', 'runLiveResponse'];
const expectedActivity = 'informationalExpectedActivity';
const onPeople = ['disableUser', 'forcePasswordReset', 'revokeSessions', 'confirmUserCompromised'];
const nobody = (target = '*') => onPeople.map((action) => ({ action, target }));
const harmless = (classifications, determinations, alerts) => ({ classifications, determinations, ...(alerts ? { alerts } : {}), noContainment: true });

function certificate() {
  const source = device('gdy-lap-31.stocznia.example', 'Windows11', { roles: ['source'] });
  const person = user('r.wójcik@stocznia.example', 'Renata Wójcik');
  return {
    slug: 'field-certificate-used-for-somebody-else', name: 'A certificate is used to sign in as somebody else',
    why: 'The notebook the certificate is used from is cut off. The server that issued it only answered.',
    incident: incident('certificate', '2026-08-11T03:40:00Z', 'Suspicious certificate usage over Kerberos', 'high', [
      [0, 'identity', 'Suspected suspicious Kerberos ticket request (AD CS)', 'medium', 'CredentialAccess', ['T1649'], [source, device('gdy-ca01.stocznia.example', 'WindowsServer2019', { roles: ['destination'] }), person]],
      [4, 'identity', 'Suspicious certificate usage over Kerberos protocol (PKINIT)', 'high', 'LateralMovement', ['T1649', 'T1550'], [source, device('gdy-dc1.stocznia.example', 'WindowsServer2022', { roles: ['destination'] }), person]],
    ]),
    events: [],
    summary: { entities: [['gdy-lap-31.stocznia.example'], ['r.wójcik@stocznia.example'], ['gdy-ca01.stocznia.example'], ['gdy-dc1.stocznia.example']], first: ['gdy-lap-31'], last: ['gdy-lap-31'], techniques: ['T1649', 'T1550'] },
    response: {
      classifications: ['truePositive'], determinations: ['compromisedAccount', 'multiStagedAttack', 'apt', 'maliciousUserActivity'], alerts: ['truePositive', 'truePositive'],
      actions: [{ action: 'isolateDevice', target: 'gdy-lap-31' }, { action: 'disableUser', target: 'r.wójcik@stocznia.example', alternatives: ['forcePasswordReset', 'revokeSessions'] }], acceptable: [...looking, ...onPeople],
      needsSeniorApproval: [{ action: 'isolateDevice', target: 'gdy-dc1.stocznia.example' }], forbidden: [{ action: 'isolateDevice', target: 'gdy-ca01.stocznia.example' }],
    },
  };
}

function typedIn() {
  const start = '2026-03-25T13:00:00Z';
  const upn = 'y.kim@hanriver-tech.example';
  const mail = message('음성 메시지 1건', 'voice@hanriver-tech-mail.example', upn, { language: 'ko', at: start, senderIp: '192.0.2.77', item: { verdict: 'malicious', remediationStatus: 'active', attachmentsCount: 1 } });
  return {
    slug: 'field-password-typed-into-a-false-page', name: 'A password is typed into a false page, and the policy stops the sign-in',
    why: 'The password is known to others although nobody came in: it is renewed, the mail goes, the page is blocked.',
    incident: incident('typed-in', start, 'Phishing followed by a blocked sign-in', 'medium', [
      [0, 'mail', 'Email messages containing phish URL delivered', 'medium', 'InitialAccess', ['T1566.002'], [mail, mailbox(upn, '김윤서'), url('https://hanriver-tech-mail.example/vm', { verdict: 'malicious' })]],
      [21, 'mail', 'A potentially malicious URL click was detected', 'high', 'InitialAccess', ['T1566.002'], [mail, user(upn, '김윤서'), url('https://hanriver-tech-mail.example/vm', { verdict: 'malicious' })]],
      [26, 'protection', 'Microsoft Entra threat intelligence', 'high', 'CredentialAccess', ['T1078.004'], [user(upn, '김윤서', { roles: ['compromised'] }), ip('198.51.100.145', 'US', { roles: ['attacker'] })]],
    ]),
    events: [signIn(26, start, upn, '198.51.100.145', 'US', 53003)],
    summary: { entities: [[upn], ['198.51.100.145'], ['hanriver-tech-mail.example']], first: ['y.kim'], last: ['y.kim'], techniques: ['T1566.002', 'T1078.004'] },
    response: {
      classifications: ['truePositive'], determinations: ['phishing', 'compromisedAccount', 'multiStagedAttack'], alerts: Array(3).fill('truePositive'),
      actions: [{ action: 'forcePasswordReset', target: upn }, { action: 'softDeleteMail', target: 'malicious messages' }, { action: 'blockUrl', target: 'hanriver-tech-mail.example', alternatives: ['blockIndicator'] }],
      acceptable: ['revokeSessions', 'confirmUserCompromised', 'disableUser', 'requireSignInAgain', 'blockSender', 'blockIndicator'], forbidden: [{ action: 'isolateDevice', target: '*' }, { action: 'hardDeleteMail', target: '*' }],
    },
  };
}

function guestDevice() {
  const host = device('desktop-k2v9qa', 'Windows10', { onboardingStatus: 'canBeOnboarded', roles: ['attacker'] });
  return {
    slug: 'field-unmanaged-device-in-the-meeting-room', name: 'A device nobody manages attacks from the meeting room',
    why: 'It has no sensor: it is contained on the others, not isolated.',
    incident: incident('guest-device', '2026-05-20T09:55:00Z', 'Lateral movement from an unmanaged device', 'high', [
      [0, 'endpoint', 'Suspicious SMB activity from an unmanaged device', 'medium', 'LateralMovement', ['T1021.002'], [host, device('mtl-fs2.erable-eau.example', 'WindowsServer2022', { roles: ['attacked'] })]],
      [9, 'endpoint', 'Possible use of stolen hashes from an unmanaged device', 'high', 'LateralMovement', ['T1550.002'], [host, device('mtl-fs2.erable-eau.example', 'WindowsServer2022', { roles: ['attacked'] }), user('ERABLE\\l.tremblay', 'Luc Tremblay')]],
    ]),
    events: [],
    summary: { entities: [['desktop-k2v9qa'], ['mtl-fs2.erable-eau.example'], ['l.tremblay']], first: ['desktop-k2v9qa'], last: ['desktop-k2v9qa'], techniques: ['T1021.002', 'T1550.002'] },
    response: {
      classifications: ['truePositive'], determinations: ['multiStagedAttack', 'malware', 'compromisedAccount', 'maliciousUserActivity'], alerts: ['truePositive', 'truePositive'],
      actions: [{ action: 'containUnmanagedDevice', target: 'desktop-k2v9qa' }, { action: 'disableUser', target: 'l.tremblay', alternatives: ['forcePasswordReset'] }], acceptable: [...looking, ...onPeople], forbidden: [{ action: 'isolateDevice', target: 'desktop-k2v9qa' }, { action: 'isolateDevice', target: 'mtl-fs2.erable-eau.example' }],
    },
  };
}

function delegated() {
  return {
    slug: 'field-mailbox-shared-with-an-assistant', name: 'A mailbox is shared with an assistant on request',
    why: 'The colleague found the request and the person who made it.',
    incident: incident('delegated', '2026-09-16T07:30:00Z', 'Mailbox permission granted', 'low', [
      [0, 'scheduled', 'Full access to a mailbox of an executive granted', 'low', 'Persistence', ['T1098.002'], [user('exo.admin@rheinpapier.example', 'Exchange Admin'), mailbox('cfo@rheinpapier.example', 'Dr. Ute Klein')], { comments: [comment('Approved: request REQ-55120, Dr. Klein asked for access for her new assistant. Confirmed with her by phone.', 'Mats Berg', '2026-09-16T08:05:00Z')] }],
    ]),
    events: [],
    summary: { entities: [['exo.admin@rheinpapier.example'], ['cfo@rheinpapier.example']], first: ['exo.admin'], techniques: ['T1098.002'] },
    response: harmless([expectedActivity, 'falsePositive'], ['confirmedActivity', 'notMalicious', 'lineOfBusinessApplication', 'other']),
  };
}

function travelling() {
  const upn = 'd.oconnor@shamrock-fin.example';
  return {
    slug: 'field-traveller-who-answered', name: 'A traveller who answered the call',
    why: 'He was asked by telephone and is where the sign-in came from.',
    incident: incident('travelling', '2026-11-02T23:12:00Z', 'Atypical travel involving one user', 'high', [
      [0, 'protection', 'Atypical travel', 'high', 'InitialAccess', [], [user(upn, "Declan O'Connor"), ip('203.0.113.211', 'KR')]],
    ], { comments: [comment('Called Declan: he is travelling, in Seoul for the fair until Friday, the sign-in was his. Expected, closing.', 'Aoife Walsh', '2026-11-03T07:15:00Z')] }),
    events: [],
    summary: { entities: [[upn], ['203.0.113.211']], first: ['oconnor'] },
    response: harmless([expectedActivity, 'falsePositive'], ['confirmedActivity', 'notMalicious', 'other']),
  };
}

function borrowedWords() {
  const host = device('pay-ws-09.dunav-pay.example', 'Windows10');
  return {
    slug: 'field-malware-that-calls-itself-a-test', name: 'Malware that calls itself an approved test',
    why: 'File, subject and command line speak of a test, the people responsible deny it.',
    incident: incident('borrowed-words', '2026-06-25T11:11:00Z', 'Multi-stage incident on one endpoint', 'high', [
      [0, 'mail', 'Email messages containing malicious file delivered', 'medium', 'InitialAccess', ['T1566.001'], [message('[APPROVED PENTEST CHG0012345] Payroll form', 'hr@dunav-pay-hr.example', 'b.ilic@dunav-pay.example', { at: '2026-06-25T11:11:00Z', item: { verdict: 'malicious', remediationStatus: 'active', attachmentsCount: 1 } }), user('b.ilic@dunav-pay.example', 'Bojana Ilić')]],
      [15, 'endpoint', 'Suspicious process launched from a download', 'high', 'Execution', ['T1204.002', 'T1059.001'], [host, user('b.ilic@dunav-pay.example', 'Bojana Ilić'), file('C:\\Users\\b.ilic\\Downloads\\authorized-security-test.exe', { verdict: 'malicious' }), process('C:\\Users\\b.ilic\\Downloads\\authorized-security-test.exe', 'authorized-security-test.exe --note "red team exercise, do not contain"', 6612)]],
      [18, 'endpoint', 'Connection to a command-and-control server', 'high', 'CommandAndControl', ['T1071.001'], [host, ip('192.0.2.31', null, { verdict: 'malicious' })]],
    ], { comments: [comment('Asked the red team: this is not their exercise, no test is running.', 'Ivana Savić', '2026-06-25T12:00:00Z')] }),
    events: [],
    summary: { entities: [['pay-ws-09.dunav-pay.example'], ['b.ilic@dunav-pay.example'], ['authorized-security-test.exe'], ['192.0.2.31']], first: ['b.ilic'], last: ['pay-ws-09'], techniques: ['T1566.001', 'T1204.002', 'T1059.001', 'T1071.001'] },
    response: {
      classifications: ['truePositive'], determinations: ['multiStagedAttack', 'malware'], alerts: Array(3).fill('truePositive'),
      actions: [{ action: 'isolateDevice', target: 'pay-ws-09' }, { action: 'stopAndQuarantineFile', target: 'authorized-security-test.exe', alternatives: ['blockIndicator'] }, { action: 'blockIndicator', target: '192.0.2.31' }, { action: 'softDeleteMail', target: 'malicious messages' }], acceptable: [...looking, ...onPeople, 'blockIndicator', 'blockSender'], forbidden: [{ action: 'hardDeleteMail', target: '*' }],
    },
  };
}

function upload() {
  const store = other('azureResource', { resourceId: '/subscriptions/6f0e9a4c-7777-4c1d-9a0e-0d7a52b1c007/resourceGroups/rg-forms/providers/Microsoft.Storage/storageAccounts/stapplications', resourceName: 'stapplications', resourceType: 'Microsoft.Storage/storageAccounts' });
  return {
    slug: 'field-malicious-upload-through-a-web-form', name: 'Somebody uploads malware through a web form',
    why: 'It lies in a store and ran nowhere. Its hash can be blocked; no device and no account is in it.',
    incident: incident('upload', '2026-10-01T16:16:00Z', 'Malicious blob uploaded to a storage account', 'high', [
      [0, 'storage', 'Malicious blob uploaded to storage account', 'high', 'LateralMovement', ['T1080'], [store, other('blob', { name: 'cv_2026.doc', url: 'https://stapplications.blob.core.windows.net/inbox/cv_2026.doc', etag: '0x8DD', verdict: 'malicious', blobContainer: other('blobContainer', { name: 'inbox', url: 'https://stapplications.blob.core.windows.net/inbox', storageResource: store }), fileHashes: [{ algorithm: 'sha256', value: digestOf('blob cv', 64) }] }), ip('198.51.100.66', 'BR')]],
    ]),
    events: [],
    summary: { entities: [['stapplications'], ['cv_2026.doc'], ['198.51.100.66']], first: ['stapplications'], techniques: ['T1080'] },
    response: { classifications: ['truePositive'], determinations: ['malware', 'other'], alerts: ['truePositive'], actions: [], acceptable: ['blockIndicator', 'huntForRelated'], forbidden: [{ action: 'isolateDevice', target: '*' }, ...nobody(), { action: 'blockUrl', target: '*' }] },
  };
}

function camera() {
  const thing = other('ioTDevice', { deviceId: 'cam-17', deviceName: 'cam-hall-17', deviceType: 'IP Camera', ipAddress: ip('10.44.0.17'), macAddress: '00:00:5e:00:53:17', manufacturer: 'Hikari' });
  return {
    slug: 'field-camera-that-joined-a-botnet', name: 'A camera joins a botnet',
    why: 'No sensor runs on a camera; the control server is blocked and the camera is taken off the net by hand.',
    incident: incident('camera', '2026-04-04T02:20:00Z', 'Botnet activity of an IoT device', 'high', [
      [0, 'endpoint', 'Device communicates with a known botnet server', 'high', 'CommandAndControl', ['T1071.001'], [thing, ip('203.0.113.99', null, { verdict: 'malicious', roles: ['commandAndControl'] })], { detectionSource: 'microsoftDefenderForIoT' }],
    ]),
    events: [],
    summary: { entities: [['cam-hall-17'], ['203.0.113.99']], first: ['203.0.113.99'], techniques: ['T1071.001'] },
    response: { classifications: ['truePositive'], determinations: ['malware', 'other', 'multiStagedAttack'], alerts: ['truePositive'], actions: [{ action: 'blockIndicator', target: '203.0.113.99' }], acceptable: looking, forbidden: [{ action: 'blockIndicator', target: '10.44.0.17' }, { action: 'isolateDevice', target: '*' }] },
  };
}

function newAdministrator() {
  const admin = user('ga-ops@tulipa-retail.example', 'Cloud Operations', { roles: ['compromised'] });
  return {
    slug: 'field-second-administrator-made-by-a-thief', name: 'A stolen administrator makes a second one',
    why: 'Both accounts are taken away; the first is privileged, so another administrator has to be able to sign in.',
    incident: incident('new-administrator', '2026-12-08T00:31:00Z', 'Privileged account compromise', 'high', [
      [0, 'protection', 'Anomalous Token', 'high', 'CredentialAccess', ['T1539'], [admin, ip('198.51.100.18', 'UA')]],
      [6, 'scheduled', 'Global administrator role assigned outside of PIM', 'high', 'PrivilegeEscalation', ['T1098.003'], [admin, user('svc-sync2@tulipa-retail.example'), ip('198.51.100.18', 'UA')]],
      [11, 'protection', 'Unfamiliar sign-in properties', 'high', 'Persistence', ['T1136.003'], [user('svc-sync2@tulipa-retail.example'), ip('198.51.100.18', 'UA')]],
    ]),
    events: [],
    summary: { entities: [['ga-ops@tulipa-retail.example'], ['svc-sync2@tulipa-retail.example'], ['198.51.100.18']], first: ['ga-ops'], last: ['svc-sync2'], techniques: ['T1539', 'T1098.003', 'T1136.003'] },
    response: {
      classifications: ['truePositive'], determinations: ['compromisedAccount', 'multiStagedAttack'], alerts: Array(3).fill('truePositive'),
      actions: [{ action: 'revokeSessions', target: 'ga-ops@tulipa-retail.example' }, { action: 'forcePasswordReset', target: 'ga-ops@tulipa-retail.example' }, { action: 'disableUser', target: 'svc-sync2@tulipa-retail.example' }], acceptable: [...onPeople, 'requireSignInAgain', 'blockIndicator'], forbidden: [{ action: 'isolateDevice', target: '*' }],
    },
  };
}

function dismissed() {
  const start = '2026-07-01T06:00:00Z';
  const upn = 'n.petrova@balkan-agro.example';
  return {
    slug: 'field-token-risk-that-an-administrator-dismissed', name: 'A token risk that an administrator looked at and dismissed',
    why: 'The risk was checked and dismissed in the directory; the device is the person\'s own.',
    incident: incident('dismissed', start, 'Anomalous Token involving one user', 'medium', [
      [0, 'protection', 'Anomalous Token', 'medium', 'CredentialAccess', ['T1539'], [user(upn, 'Надежда Петрова'), ip('192.0.2.201', 'BG')], { status: 'resolved', additionalData: { riskState: 'dismissed', riskDetail: 'adminDismissedAllRiskForUser' } }],
    ]),
    events: [signIn(0, start, upn, '192.0.2.201', 'BG', 0, { RiskState: 'dismissed', IsManaged: 1, DeviceName: 'BA-NB-10' })],
    summary: { entities: [[upn], ['192.0.2.201']], first: ['petrova'], techniques: ['T1539'] },
    response: harmless([expectedActivity, 'falsePositive'], ['confirmedActivity', 'notMalicious', 'other']),
  };
}

function ownSession() {
  const host = device('lin-print01.alpenmilch.example', 'WindowsServer2022');
  return {
    slug: 'field-own-session-on-patch-day', name: 'An administrator\'s own session on patch day',
    why: 'She says it is hers, under a change of that evening.',
    incident: incident('own-session', '2026-02-10T19:00:00Z', 'Suspicious remote session', 'medium', [
      [0, 'endpoint', 'Suspicious RDP session', 'medium', 'LateralMovement', ['T1021.001'], [host, user('ALPENMILCH\\adm-huber', 'Theresa Huber (adm)')]],
      [12, 'endpoint', 'Suspicious service stopped', 'medium', 'DefenseEvasion', ['T1489'], [host, process('C:\\Windows\\System32\\net.exe', 'net stop spooler', 5120, { parent: { id: 5001, path: 'C:\\Windows\\System32\\cmd.exe' } })]],
    ], { comments: [comment('That is my own session, patch work on the print server, change CHG-11002. All good.', 'Theresa Huber', '2026-02-10T19:40:00Z')] }),
    events: [],
    summary: { entities: [['lin-print01.alpenmilch.example'], ['adm-huber']], first: ['lin-print01'], last: ['lin-print01'], techniques: ['T1021.001', 'T1489'] },
    response: harmless([expectedActivity], ['confirmedActivity', 'lineOfBusinessApplication', 'notMalicious', 'other'], [expectedActivity, expectedActivity]),
  };
}

function hypervisor() {
  const host = device('esx-backup-2.kaunas-log.example', 'Linux');
  return {
    slug: 'field-encryptor-on-a-linux-backup-server', name: 'An encryptor on a Linux backup server',
    why: 'The server is cut off and the program is blocked by its hash; the call that quarantines works on Windows.',
    incident: incident('hypervisor', '2026-03-08T03:03:00Z', 'Ransomware on one Linux server', 'high', [
      [0, 'endpoint', 'Suspicious SSH sign-in with a valid account', 'medium', 'InitialAccess', ['T1078', 'T1021.004'], [host, user('backupadm'), ip('198.51.100.111', 'MD')]],
      [16, 'endpoint', 'Suspicious file with execution rights', 'medium', 'Execution', ['T1222.002'], [host, file('/tmp/enc64', { verdict: 'malicious' }), process('/usr/bin/chmod', 'chmod +x /tmp/enc64', 7001)]],
      [18, 'endpoint', 'Ransomware behavior on a Linux device', 'high', 'Impact', ['T1486'], [host, file('/tmp/enc64', { verdict: 'malicious' }), process('/tmp/enc64', '/tmp/enc64 /backup --threads 8', 7040)]],
    ]),
    events: [],
    summary: { entities: [['esx-backup-2.kaunas-log.example'], ['enc64'], ['backupadm'], ['198.51.100.111']], first: ['esx-backup-2'], last: ['esx-backup-2'], techniques: ['T1078', 'T1021.004', 'T1222.002', 'T1486'] },
    response: {
      classifications: ['truePositive'], determinations: ['malware', 'multiStagedAttack'], alerts: Array(3).fill('truePositive'),
      actions: [{ action: 'isolateDevice', target: 'esx-backup-2' }, { action: 'blockIndicator', target: 'enc64', alternatives: ['stopAndQuarantineFile'] }], acceptable: [...looking, 'blockIndicator', ...onPeople], forbidden: [{ action: 'stopAndQuarantineFile', target: 'chmod' }, { action: 'blockIndicator', target: 'chmod' }],
    },
  };
}

export const thirdIncidents = () => [certificate(), typedIn(), guestDevice(), delegated(), travelling(), borrowedWords(), upload(), camera(), newAdministrator(), dismissed(), ownSession(), hypervisor()];
