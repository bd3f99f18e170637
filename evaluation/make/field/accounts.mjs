import { azureResource, cloudApp, device, digestOf, file, guidOf, inboxRule, incident, ip, mailbox, message, oauthApp, other, url, user } from './shapes.mjs';

/** Attacks on accounts, mailboxes and cloud resources. The answers were written with the incidents, before any rule was looked at. */

export const signIn = (minute, start, upn, address, country, code, more = {}) => ({ Table: 'AADSignInEventsBeta', Timestamp: new Date(Date.parse(start) + minute * 60_000).toISOString(), Application: 'Office 365 Exchange Online', LogonType: '["interactiveUser"]', ErrorCode: code, AccountUpn: upn, AccountObjectId: guidOf(`user ${upn}`), IPAddress: address, Country: country, ReportId: digestOf(`${upn} ${address} ${minute}`, 12), ...more });

function proxyPhishing() {
  const start = '2026-03-17T07:41:12.340Z';
  const victim = user('m.wisniewska@nordwind.example', 'Małgorzata Wiśniewska');
  const mail = message('Faktura 03/2026 do akceptacji', 'kadry@nordvvind.example', 'm.wisniewska@nordwind.example', { language: 'pl', senderIp: '198.51.100.23', at: start, item: { verdict: 'malicious', remediationStatus: 'active', urls: ['https://login.nordvvind.example/common/oauth2/v2.0/authorize?id=8842'], threats: ['Phish'], threatDetectionMethods: ['UrlDetonation'] } });
  return {
    slug: 'field-proxy-phishing-with-a-stolen-session', name: 'A proxy page takes a session cookie and a second factor is added',
    why: 'The password and the session are both in foreign hands. The click came from the office, whose address must not be blocked.',
    incident: incident('proxy-phishing', start, 'Multi-stage incident involving Initial access & Credential access on one user reported by multiple sources', 'high', [
      [0, 'mail', 'Email messages containing malicious URL not zapped because ZAP is disabled', 'informational', 'InitialAccess', ['T1566.002'], [mail, mailbox('m.wisniewska@nordwind.example', 'Małgorzata Wiśniewska'), url('https://login.nordvvind.example/common/oauth2/v2.0/authorize?id=8842', { verdict: 'malicious' })]],
      [12, 'mail', 'A potentially malicious URL click was detected', 'high', 'InitialAccess', ['T1566.002'], [mail, victim, url('https://login.nordvvind.example/common/oauth2/v2.0/authorize?id=8842', { verdict: 'malicious' }), ip('192.0.2.14', 'PL', { tags: ['Corporate'] })]],
      [14, 'xdr', 'Stolen session cookie was used', 'high', 'CredentialAccess', ['T1557', 'T1539', 'T1550.004'], [user('m.wisniewska@nordwind.example', 'Małgorzata Wiśniewska', { roles: ['compromised'], verdict: 'suspicious' }), ip('198.51.100.77', 'RO', { verdict: 'suspicious', roles: ['attacker'] }), other('cloudLogonSession', { sessionId: guidOf('session mw'), userAgent: 'axios/1.7.2', account: victim })]],
      [14, 'protection', 'Anomalous Token', 'medium', 'CredentialAccess', ['T1539'], [victim, ip('198.51.100.77', 'RO', { location: { city: 'Bucharest', countryName: 'Romania' } })]],
      [31, 'cloudApps', 'Suspicious addition of an MFA method', 'medium', 'Persistence', ['T1098.005'], [victim, ip('198.51.100.77', 'RO'), cloudApp('Microsoft Azure', 12260)], { description: 'Phone +40 7xx xxx x31 was registered as authentication phone.' }],
    ]),
    events: [
      { Table: 'UrlClickEvents', Timestamp: '2026-03-17T07:53:12.340Z', Url: 'https://login.nordvvind.example/common/oauth2/v2.0/authorize?id=8842', ActionType: 'ClickAllowed', AccountUpn: 'm.wisniewska@nordwind.example', Workload: 'Email', IPAddress: '192.0.2.14', IsClickedThrough: false, ReportId: 'c-1' },
      signIn(14, start, 'm.wisniewska@nordwind.example', '198.51.100.77', 'RO', 0, { RiskLevelDuringSignIn: 100, IsManaged: 0, IsCompliant: 0 }),
    ],
    summary: { entities: [['m.wisniewska@nordwind.example'], ['198.51.100.77'], ['login.nordvvind.example', 'nordvvind.example']], first: ['wisniewska'], last: ['wisniewska'], techniques: ['T1566.002', 'T1557', 'T1539', 'T1550.004', 'T1098.005'] },
    response: {
      classifications: ['truePositive'], determinations: ['phishing', 'compromisedAccount', 'multiStagedAttack'], alerts: Array(5).fill('truePositive'),
      actions: [{ action: 'revokeSessions', target: 'm.wisniewska@nordwind.example' }, { action: 'forcePasswordReset', target: 'm.wisniewska@nordwind.example' }, { action: 'softDeleteMail', target: 'malicious messages', alternatives: ['moveMailToJunk', 'moveMailToDeletedItems'] }, { action: 'blockUrl', target: 'nordvvind.example', alternatives: ['blockIndicator'] }],
      acceptable: ['disableUser', 'confirmUserCompromised', 'requireSignInAgain', 'blockSender', 'blockIndicator'],
      forbidden: [{ action: 'isolateDevice', target: '*' }, { action: 'blockIndicator', target: '192.0.2.14' }, { action: 'hardDeleteMail', target: '*' }],
    },
  };
}

function invoiceFraud() {
  const start = '2026-02-03T10:05:44Z';
  const victim = user('juergen.gross@halvorsen-bau.example', 'Jürgen Groß');
  const away = ip('2001:db8:77::19', 'NG');
  return {
    slug: 'field-invoice-fraud-behind-an-inbox-rule', name: 'Invoice fraud from a finance mailbox behind an inbox rule',
    why: 'The account and its rule are the attack. The sender of the fraud is our own mailbox, which must not be blocked as a sender.',
    incident: incident('invoice-fraud', start, 'BEC financial fraud attempt involving one user', 'high', [
      [0, 'protection', 'Unfamiliar sign-in properties', 'high', 'InitialAccess', ['T1078.004'], [victim, away]],
      [9, 'cloudApps', 'Suspicious inbox manipulation rule', 'medium', 'DefenseEvasion', ['T1564.008'], [victim, away, inboxRule('juergen.gross@halvorsen-bau.example', '..', { verdict: 'suspicious' }), cloudApp('Microsoft Exchange Online', 20893)], { description: 'A rule named ".." moves messages with "Rechnung", "IBAN" or "payment" in the subject to RSS Feeds and marks them as read.' }],
      [66, 'xdr', 'Possible BEC-related reply from a compromised account', 'high', 'Collection', ['T1534'], [user('juergen.gross@halvorsen-bau.example', 'Jürgen Groß', { roles: ['compromised'] }), message('AW: Rechnung 2026-118, geänderte Bankverbindung', 'juergen.gross@halvorsen-bau.example', 'ap@halvorsen-bau.example', { language: 'de', at: '2026-02-03T11:11:44Z', item: { antiSpamDirection: 'intraorg', verdict: 'suspicious' } })]],
    ], { determination: null, classification: null }),
    events: [signIn(0, start, 'juergen.gross@halvorsen-bau.example', '2001:db8:77::19', 'NG', 0), { Table: 'CloudAppEvents', Timestamp: '2026-02-03T10:14:44Z', ActionType: 'New-InboxRule', Application: 'Microsoft Exchange Online', AccountId: 'juergen.gross@halvorsen-bau.example', AccountDisplayName: 'Jürgen Groß', IPAddress: '2001:db8:77::19', CountryCode: 'NG', ObjectName: '..', ReportId: 'r-2' }],
    summary: { entities: [['juergen.gross@halvorsen-bau.example'], ['2001:db8:77::19']], first: ['juergen.gross'], last: ['juergen.gross'], techniques: ['T1078.004', 'T1564.008', 'T1534'] },
    response: {
      classifications: ['truePositive'], determinations: ['compromisedAccount', 'maliciousUserActivity', 'multiStagedAttack', 'phishing'], alerts: Array(3).fill('truePositive'),
      actions: [{ action: 'revokeSessions', target: 'juergen.gross@halvorsen-bau.example' }, { action: 'forcePasswordReset', target: 'juergen.gross@halvorsen-bau.example' }, { action: 'removeInboxRule', target: 'juergen.gross@halvorsen-bau.example' }],
      acceptable: ['disableUser', 'confirmUserCompromised', 'requireSignInAgain', 'blockIndicator', 'softDeleteMail'],
      forbidden: [{ action: 'isolateDevice', target: '*' }, { action: 'blockSender', target: 'juergen.gross@halvorsen-bau.example' }, { action: 'disableUser', target: 'ap@halvorsen-bau.example' }, { action: 'hardDeleteMail', target: '*' }],
    },
  };
}

function consent() {
  const app = oauthApp('Mail Sync Helper', 'Unverified publisher', { verdict: 'suspicious', roles: ['suspicious'] });
  return {
    slug: 'field-consent-to-a-mail-reading-app', name: 'Two people consent to an app that reads mail',
    why: 'The app holds the access, not a password: the app is disabled. Nothing came through a device.',
    incident: incident('consent', '2026-05-28T13:20:00Z', 'Risky OAuth app with unusual mail activity', 'medium', [
      [0, 'governance', 'App with suspicious metadata has Exchange permission', 'medium', 'Persistence', ['T1528'], [app, user('noa.levi@tamar-labs.example', 'נועה לוי'), user('idan.b@tamar-labs.example', 'Idan Bar')], { description: 'The application was consented by 2 users and has Mail.Read, Mail.Send and offline_access.' }],
      [185, 'governance', 'App made anomalous Graph calls to read e-mail', 'medium', 'Collection', ['T1114.002'], [app, ip('203.0.113.131', 'VN'), user('noa.levi@tamar-labs.example', 'נועה לוי')], { minutes: 50 }],
    ]),
    events: [{ Table: 'CloudAppEvents', Timestamp: '2026-05-28T13:20:00Z', ActionType: 'Consent to application.', Application: 'Microsoft 365', AccountId: 'noa.levi@tamar-labs.example', AccountDisplayName: 'נועה לוי', ObjectName: 'Mail Sync Helper', OAuthAppId: guidOf('app Mail Sync Helper'), ReportId: 'r-9' }],
    summary: { entities: [['Mail Sync Helper'], ['noa.levi@tamar-labs.example'], ['203.0.113.131']], first: ['mail sync helper'], last: ['mail sync helper'], techniques: ['T1528', 'T1114.002'] },
    response: {
      classifications: ['truePositive'], determinations: ['phishing', 'compromisedAccount', 'maliciousUserActivity', 'multiStagedAttack', 'other', 'malware'], alerts: Array(2).fill('truePositive'),
      actions: [{ action: 'disableOAuthApp', target: 'Mail Sync Helper' }],
      acceptable: ['revokeSessions', 'requireSignInAgain', 'blockIndicator', 'confirmUserCompromised'],
      forbidden: [{ action: 'isolateDevice', target: '*' }, { action: 'disableUser', target: 'idan.b@tamar-labs.example' }],
    },
  };
}

function spray() {
  const start = '2026-01-22T03:10:00Z';
  const names = ['a.santos', 'b.ferreira', 'c.nunes', 'd.araujo', 'e.rocha', 'f.moreira'].map((name) => `${name}@costa-azul.example`);
  const address = '203.0.113.44';
  return {
    slug: 'field-password-spray-with-one-success', name: 'A password spray that one account did not withstand',
    why: 'Six were tried, one fell. The five others only failed: nobody locks them out.',
    incident: incident('spray', start, 'Password spray from a single address', 'medium', [
      [0, 'scheduled', 'Password spray attack against Microsoft Entra ID', 'medium', 'CredentialAccess', ['T1110'], [ip(address, 'RU'), ...names.map((name) => user(name))], { minutes: 21, additionalData: { 'Analytic Rule Name': 'Password spray attack against Microsoft Entra ID', tactics: ['CredentialAccess'] } }],
      [17, 'protection', 'Password Spray', 'high', 'CredentialAccess', ['T1110.003'], [user('d.araujo@costa-azul.example', 'Duarte Araújo'), ip(address, 'RU')]],
      [40, 'cloudApps', 'Activity from infrequent country', 'medium', 'InitialAccess', ['T1078'], [user('d.araujo@costa-azul.example', 'Duarte Araújo'), ip(address, 'RU'), cloudApp('Microsoft SharePoint Online', 20892)]],
    ]),
    events: names.map((name, index) => signIn(index * 3, start, name, address, 'RU', 50126)).concat(signIn(17, start, 'd.araujo@costa-azul.example', address, 'RU', 0)),
    summary: { entities: [['d.araujo@costa-azul.example'], [address]], first: [address], last: ['d.araujo'], techniques: ['T1110', 'T1110.003', 'T1078'] },
    response: {
      classifications: ['truePositive'], determinations: ['compromisedAccount', 'multiStagedAttack', 'maliciousUserActivity'], alerts: Array(3).fill('truePositive'),
      actions: [{ action: 'revokeSessions', target: 'd.araujo@costa-azul.example' }, { action: 'forcePasswordReset', target: 'd.araujo@costa-azul.example' }],
      acceptable: ['disableUser', 'confirmUserCompromised', 'requireSignInAgain', 'blockIndicator', 'huntForRelated'],
      forbidden: [{ action: 'isolateDevice', target: '*' }, ...names.filter((name) => !name.startsWith('d.')).flatMap((target) => ['disableUser', 'forcePasswordReset', 'revokeSessions', 'confirmUserCompromised'].map((action) => ({ action, target })))],
    },
  };
}

function leakedSecret() {
  const start = '2026-04-09T22:47:03Z';
  const principal = other('servicePrincipal', { servicePrincipalName: 'sp-terraform-prod', servicePrincipalObjectId: guidOf('object sp-terraform-prod'), appId: guidOf('app sp-terraform-prod'), servicePrincipalType: 'application', tenantId: guidOf('tenant kiwi') });
  const group = '/subscriptions/6f0e9a4c-1111-4c1d-9a0e-0d7a52b1c001/resourceGroups/rg-prod-we';
  return {
    slug: 'field-leaked-secret-of-a-service-principal', name: 'A secret in a public repository is used from a new country',
    why: 'No person and no device is compromised: the service principal is. Its secret is valid until someone disables or rotates it.',
    incident: incident('leaked-secret', start, 'Leaked credentials of a workload identity', 'high', [
      [0, 'protection', 'Leaked Credentials (workload identity)', 'high', 'CredentialAccess', [], [principal, other('gitHubRepo', { repoId: 'R_kgDOK1', login: 'infra-live', owner: 'kiwi-logistik', ownerType: 'organization', baseUrl: 'https://github.com/kiwi-logistik/infra-live' })]],
      [95, 'protection', 'Suspicious sign-ins of a service principal', 'high', 'InitialAccess', ['T1078.004'], [principal, ip('198.51.100.201', 'ID')]],
      [103, 'manager', 'Unusual creation of virtual machines in several regions', 'high', 'Impact', ['T1578.002'], [principal, azureResource(group, 'Microsoft.Resources/resourceGroups'), ip('198.51.100.201', 'ID')], { minutes: 18 }],
    ]),
    events: [{ Table: 'AADSpnSignInEventsBeta', Timestamp: '2026-04-10T00:22:03Z', Application: 'Azure Resource Manager', ServicePrincipalName: 'sp-terraform-prod', ServicePrincipalId: guidOf('object sp-terraform-prod'), IPAddress: '198.51.100.201', Country: 'ID', ErrorCode: 0, ReportId: 's-1' }],
    summary: { entities: [['sp-terraform-prod'], ['198.51.100.201'], ['rg-prod-we']], first: ['sp-terraform-prod'], last: ['sp-terraform-prod'], techniques: ['T1078.004', 'T1578.002'] },
    response: {
      classifications: ['truePositive'], determinations: ['compromisedAccount', 'multiStagedAttack', 'maliciousUserActivity', 'other'], alerts: Array(3).fill('truePositive'),
      actions: [{ action: 'disableOAuthApp', target: 'sp-terraform-prod' }], acceptable: ['blockIndicator', 'huntForRelated'], forbidden: [{ action: 'isolateDevice', target: '*' }],
    },
  };
}

function storage() {
  const start = '2026-06-02T18:00:30Z';
  const account = '/subscriptions/6f0e9a4c-2222-4c1d-9a0e-0d7a52b1c002/resourceGroups/rg-data/providers/Microsoft.Storage/storageAccounts/stmedarchive01';
  const store = azureResource(account, 'Microsoft.Storage/storageAccounts', { roles: ['attacked'] });
  return {
    slug: 'field-storage-account-emptied-through-tor', name: 'A storage account is read out through Tor after its keys were listed',
    why: 'The account that listed the keys is in foreign hands. Keys are rotated by a person; no action of the catalogue does that.',
    incident: incident('storage', start, 'Unusual extraction from a storage account', 'high', [
      [0, 'protection', 'Anonymous IP address', 'medium', 'InitialAccess', ['T1090.003'], [user('kasia.kowalczyk@medarch.example', 'Kasia Kowalczyk'), ip('192.0.2.199')]],
      [6, 'manager', 'Suspicious invocation of a high-risk Credential Access operation', 'medium', 'CredentialAccess', ['T1552'], [user('kasia.kowalczyk@medarch.example', 'Kasia Kowalczyk', { roles: ['compromised'] }), store, ip('192.0.2.199')], { description: 'Microsoft.Storage/storageAccounts/listKeys/action was called.' }],
      [20, 'storage', 'Access from a Tor exit node to a storage blob container', 'high', 'InitialAccess', [], [store, ip('192.0.2.199'), other('blobContainer', { name: 'patient-scans', url: 'https://stmedarchive01.blob.core.windows.net/patient-scans', storageResource: store })]],
      [48, 'storage', 'Unusual amount of data extracted from a storage account', 'medium', 'Exfiltration', ['T1530', 'T1537'], [store, ip('192.0.2.199', null, { roles: ['attacker'] }), other('blobContainer', { name: 'patient-scans', url: 'https://stmedarchive01.blob.core.windows.net/patient-scans', storageResource: store })], { minutes: 130 }],
    ]),
    events: [],
    summary: { entities: [['kasia.kowalczyk@medarch.example'], ['192.0.2.199'], ['stmedarchive01'], ['patient-scans']], first: ['kasia.kowalczyk'], last: ['stmedarchive01'], techniques: ['T1090.003', 'T1552', 'T1530', 'T1537'] },
    response: {
      classifications: ['truePositive'], determinations: ['compromisedAccount', 'multiStagedAttack', 'maliciousUserActivity'], alerts: Array(4).fill('truePositive'),
      actions: [{ action: 'revokeSessions', target: 'kasia.kowalczyk@medarch.example' }, { action: 'forcePasswordReset', target: 'kasia.kowalczyk@medarch.example' }],
      acceptable: ['disableUser', 'confirmUserCompromised', 'requireSignInAgain', 'blockIndicator', 'huntForRelated'], forbidden: [{ action: 'isolateDevice', target: '*' }],
    },
  };
}

function leaver() {
  const person = user('tomás.ó-briain@keltic-design.example', 'Tomás Ó Briain');
  return {
    slug: 'field-leaver-takes-the-drawings', name: 'A designer downloads drawings three days before leaving',
    why: 'A person, not a stolen account. Access is taken away together with HR; a password reset would only warn him, and his account is not compromised by anybody else.',
    incident: incident('leaver', '2026-05-04T16:12:00Z', 'Potential data theft by a departing employee', 'high', [
      [0, 'cloudApps', 'Mass download by a single user', 'medium', 'Exfiltration', ['T1530'], [person, cloudApp('Microsoft SharePoint Online', 20892), ip('198.51.100.9', 'IE', { tags: ['Corporate'] })], { minutes: 34, description: '1,284 files were downloaded from /sites/Projects/Drawings.' }],
      [58, 'dataLoss', 'DLP policy (Drawings - no removable media) matched for files copied to a USB device', 'high', 'Exfiltration', ['T1052.001'], [person, device('kd-ws-118.keltic-design.example', 'Windows11'), file('E:\\privat\\Drawings_full.zip')], { description: 'The policy was overridden by the user.' }],
      [70, 'insider', 'Data theft by departing users', 'high', 'Exfiltration', [], [person], { description: 'Resignation date 2026-05-07. Cumulative exfiltration is 90 times the mean of the team.', severity: 'high' }],
    ]),
    events: [],
    summary: { entities: [['tomás.ó-briain@keltic-design.example'], ['kd-ws-118.keltic-design.example', 'kd-ws-118'], ['Drawings_full.zip']], first: ['briain'], last: ['briain'], techniques: ['T1530', 'T1052.001'] },
    response: {
      classifications: ['truePositive'], determinations: ['maliciousUserActivity'], alerts: Array(3).fill('truePositive'),
      actions: [{ action: 'disableUser', target: 'tomás.ó-briain@keltic-design.example', alternatives: ['revokeSessions'] }],
      acceptable: ['collectInvestigationPackage', 'huntForRelated', 'revokeSessions'],
      forbidden: [{ action: 'confirmUserCompromised', target: '*' }, { action: 'blockIndicator', target: '198.51.100.9' }, { action: 'stopAndQuarantineFile', target: '*' }],
    },
  };
}

function zapped() {
  const recipients = ['info@bergquell.example', 'einkauf@bergquell.example', 'l.meier@bergquell.example'];
  const mail = (recipient) => message('Lieferschein 7716', 'versand@paketdienst-ch.example', recipient, { language: 'de', senderIp: '203.0.113.5', at: '2026-03-02T06:01:00Z', item: { verdict: 'malicious', remediationStatus: 'remediated', deliveryLocation: 'Quarantine', deliveryAction: 'Delivered', attachmentsCount: 1, threats: ['ZapMalware'] } });
  return {
    slug: 'field-mail-removed-before-it-was-opened', name: 'Three mails with an archive, removed four minutes after delivery',
    why: 'The mail is in quarantine and nobody opened it: the recipients keep their accounts and devices.',
    incident: incident('zapped', '2026-03-02T06:01:00Z', 'Email messages containing malicious file removed after delivery involving multiple users', 'informational', [
      [0, 'mail', 'Email messages containing malicious file removed after delivery', 'informational', 'InitialAccess', ['T1566.001'], [...recipients.map(mail), ...recipients.map((recipient) => mailbox(recipient)), other('file', { detectionStatus: 'detected', verdict: 'malicious', remediationStatus: 'remediated', fileDetails: { fileName: 'Lieferschein_7716.html.zip', sha256: digestOf('lieferschein', 64) } })], { minutes: 4, status: 'resolved', description: 'Emails were delivered and later removed by zero-hour auto purge.' }],
    ]),
    events: recipients.map((recipient, index) => ({ Table: 'EmailPostDeliveryEvents', Timestamp: '2026-03-02T06:05:00Z', NetworkMessageId: guidOf(`mail Lieferschein 7716 ${recipient}`), Action: 'Moved to quarantine', ActionType: 'Malware ZAP', ActionTrigger: 'SpecialAction', ActionResult: 'Success', RecipientEmailAddress: recipient, DeliveryLocation: 'Quarantine', ReportId: `z-${index}` })),
    summary: { entities: [...recipients.map((one) => [one]), ['versand@paketdienst-ch.example', 'paketdienst-ch.example'], ['Lieferschein_7716.html.zip']], first: ['3'], techniques: ['T1566.001'] },
    response: {
      classifications: ['truePositive'], determinations: ['phishing', 'malware'], alerts: ['truePositive'], actions: [], acceptable: ['blockSender', 'blockFileForMail', 'blockIndicator', 'huntForRelated'],
      forbidden: [{ action: 'isolateDevice', target: '*' }, ...['disableUser', 'forcePasswordReset', 'revokeSessions', 'confirmUserCompromised', 'hardDeleteMail'].map((action) => ({ action, target: '*' }))],
    },
  };
}

function replication() {
  const account = user('H.Tanaka', '田中 浩', { userAccount: { accountName: 'h.tanaka', domainName: 'sakura.example', userSid: 'S-1-5-21-90210-4410-7781-2207', azureAdUserId: guidOf('user h.tanaka@sakura.example'), userPrincipalName: 'h.tanaka@sakura.example', displayName: '田中 浩' } });
  const source = device('osk-ws77.sakura.example', 'Windows10', { roles: ['source'], lastIpAddress: '10.30.7.77' });
  const controller = device('osk-dc01.sakura.example', 'WindowsServer2022', { roles: ['destination', 'attacked'], lastIpAddress: '10.30.0.5', tags: ['Domain Controller'] });
  return {
    slug: 'field-replication-asked-by-a-workstation', name: 'A workstation asks a domain controller for replication',
    why: 'The workstation and the account go; the controller stays up unless somebody senior says otherwise.',
    incident: incident('replication', '2026-07-14T01:33:20Z', 'Suspected DCSync attack on one endpoint', 'high', [
      [0, 'identity', 'Security principal reconnaissance (LDAP)', 'medium', 'Discovery', ['T1087.002'], [account, source, controller]],
      [19, 'identity', 'Suspected DCSync attack (replication of directory services)', 'high', 'CredentialAccess', ['T1003.006'], [account, source, controller, ip('10.30.7.77')], { minutes: 2 }],
      [52, 'identity', 'Suspected identity theft (pass-the-ticket)', 'high', 'LateralMovement', ['T1550.003'], [account, device('osk-fs02.sakura.example', 'WindowsServer2019', { roles: ['destination'] }), source]],
    ]),
    events: [{ Table: 'IdentityDirectoryEvents', Timestamp: '2026-07-14T01:52:20Z', ActionType: 'Directory Services replication', Application: 'Active Directory', AccountName: 'h.tanaka', AccountDomain: 'sakura.example', AccountUpn: 'h.tanaka@sakura.example', DeviceName: 'osk-ws77.sakura.example', IPAddress: '10.30.7.77', DestinationDeviceName: 'osk-dc01.sakura.example', ReportId: 'i-1' }],
    summary: { entities: [['h.tanaka@sakura.example', 'h.tanaka'], ['osk-ws77.sakura.example'], ['osk-dc01.sakura.example'], ['osk-fs02.sakura.example']], first: ['osk-ws77'], last: ['osk-fs02'], techniques: ['T1087.002', 'T1003.006', 'T1550.003'] },
    response: {
      classifications: ['truePositive'], determinations: ['compromisedAccount', 'multiStagedAttack', 'maliciousUserActivity', 'apt'], alerts: Array(3).fill('truePositive'),
      actions: [{ action: 'isolateDevice', target: 'osk-ws77.sakura.example' }, { action: 'disableUser', target: 'h.tanaka@sakura.example', alternatives: ['forcePasswordReset'] }],
      acceptable: ['forcePasswordReset', 'revokeSessions', 'confirmUserCompromised', 'requireSignInAgain', 'collectInvestigationPackage', 'runAntivirusScan', 'huntForRelated', 'startAutomatedInvestigation'],
      needsSeniorApproval: [{ action: 'isolateDevice', target: 'osk-dc01.sakura.example' }], forbidden: [{ action: 'blockIndicator', target: '10.30.7.77' }, { action: 'blockIndicator', target: '10.30.0.5' }],
    },
  };
}

export const accountIncidents = () => [proxyPhishing(), invoiceFraud(), consent(), spray(), leakedSecret(), storage(), leaver(), zapped(), replication()];
