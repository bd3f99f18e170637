/**
 * A made-up week of a small company: few rows, each there to tell a right answer from a near one (another device, another
 * day, a success beside a failure). Sign-ins stand in the old and in the new table, as they did in tenants.
 */

/** What now() means for every question. */
export const now = '2026-06-10T12:00:00Z';

const at = (hoursAgo) => new Date(Date.parse(now) - hoursAgo * 3_600_000).toISOString();
const device = (name) => ({ DeviceName: `${name}.corp.example`, DeviceId: [...name].map((c) => c.codePointAt(0).toString(16)).join('').padEnd(40, '0').slice(0, 40) });

const process = (hours, host, user, FileName, ProcessCommandLine, InitiatingProcessFileName) => ({ Table: 'DeviceProcessEvents', Timestamp: at(hours), ...device(host), ActionType: 'ProcessCreated', AccountName: user, FileName, FolderPath: `C:\\Windows\\System32\\${FileName}`, ProcessCommandLine, InitiatingProcessFileName, InitiatingProcessAccountName: user });
const network = (hours, host, RemoteIP, RemotePort, InitiatingProcessFileName, RemoteUrl = '', ActionType = 'ConnectionSuccess') => ({ Table: 'DeviceNetworkEvents', Timestamp: at(hours), ...device(host), ActionType, RemoteIP, RemotePort, RemoteUrl, Protocol: 'Tcp', InitiatingProcessFileName });
const logon = (hours, host, AccountName, LogonType, ActionType, RemoteIP = '') => ({ Table: 'DeviceLogonEvents', Timestamp: at(hours), ...device(host), ActionType, AccountName, AccountDomain: 'corp', LogonType, RemoteIP });
const file = (hours, host, FileName, ActionType, InitiatingProcessFileName, folder = 'C:\\Users\\Public', SHA256 = '') => ({ Table: 'DeviceFileEvents', Timestamp: at(hours), ...device(host), ActionType, FileName, FolderPath: `${folder}\\${FileName}`, SHA256, InitiatingProcessFileName });
const registry = (hours, host, RegistryKey, RegistryValueName, RegistryValueData, ActionType = 'RegistryValueSet') => ({ Table: 'DeviceRegistryEvents', Timestamp: at(hours), ...device(host), ActionType, RegistryKey, RegistryValueName, RegistryValueData });
const mail = (hours, SenderFromAddress, RecipientEmailAddress, Subject, DeliveryAction = 'Delivered', ThreatTypes = '') => ({ Table: 'EmailEvents', Timestamp: at(hours), SenderFromAddress, SenderFromDomain: SenderFromAddress.split('@')[1], RecipientEmailAddress, Subject, DeliveryAction, ThreatTypes, EmailDirection: 'Inbound' });
const click = (hours, AccountUpn, Url, ActionType) => ({ Table: 'UrlClickEvents', Timestamp: at(hours), AccountUpn, Url, ActionType, Workload: 'Email' });
const signIn = (hours, AccountUpn, IPAddress, ErrorCode, Country) => ['AADSignInEventsBeta', 'EntraIdSignInEvents'].map((Table) => ({ Table, Timestamp: at(hours), AccountUpn, IPAddress, ErrorCode, Country, Application: 'Office 365 Exchange Online' }));

const run = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run';
const hash = (character) => character.repeat(64);

/** The rows, in the form of an import. */
export const questionRows = [
  process(2, 'ws-101', 'nora', 'powershell.exe', 'powershell.exe -enc SQBFAFgA', 'winword.exe'),
  process(3, 'ws-101', 'nora', 'whoami.exe', 'whoami /all', 'powershell.exe'),
  process(3.5, 'ws-101', 'nora', 'net.exe', 'net user /domain', 'powershell.exe'),
  process(30, 'ws-101', 'nora', 'ipconfig.exe', 'ipconfig /all', 'powershell.exe'),
  process(5, 'ws-102', 'ola', 'net.exe', 'net use \\\\files01', 'cmd.exe'),
  process(6, 'ws-102', 'ola', 'cmd.exe', 'cmd.exe /c dir', 'explorer.exe'),
  process(50, 'ws-103', 'pia', 'powershell.exe', 'powershell.exe -File report.ps1', 'explorer.exe'),
  process(80, 'srv-db01', 'svc-sql', 'vssadmin.exe', 'vssadmin delete shadows /all /quiet', 'cmd.exe'),
  process(81, 'srv-db01', 'svc-sql', 'vssadmin.exe', 'vssadmin list shadows', 'cmd.exe'),
  network(2.1, 'ws-101', '203.0.113.44', 443, 'powershell.exe', 'cdn.bad-host.example'),
  network(2.2, 'ws-101', '203.0.113.44', 4444, 'powershell.exe'),
  network(7, 'ws-102', '198.51.100.20', 443, 'msedge.exe', 'news.example'),
  network(9, 'ws-103', '203.0.113.44', 443, 'msedge.exe', 'cdn.bad-host.example', 'ConnectionFailed'),
  network(40, 'srv-db01', '198.51.100.99', 4444, 'sqlservr.exe'),
  network(60, 'ws-102', '203.0.113.45', 80, 'msedge.exe', 'other.example'),
  logon(1, 'srv-db01', 'admin.kai', 'RemoteInteractive', 'LogonSuccess', '10.0.0.5'),
  logon(4, 'srv-db01', 'nora', 'RemoteInteractive', 'LogonFailed', '10.0.0.101'),
  logon(4.1, 'srv-db01', 'nora', 'RemoteInteractive', 'LogonFailed', '10.0.0.101'),
  logon(8, 'srv-db01', 'svc-sql', 'Service', 'LogonSuccess'),
  logon(30, 'srv-db01', 'ola', 'RemoteInteractive', 'LogonSuccess', '10.0.0.102'),
  logon(5, 'ws-101', 'nora', 'Interactive', 'LogonSuccess'),
  logon(5.5, 'ws-102', 'ola', 'Interactive', 'LogonFailed'),
  logon(6, 'ws-103', 'pia', 'Interactive', 'LogonFailed'),
  logon(6.1, 'ws-103', 'pia', 'Interactive', 'LogonFailed'),
  logon(6.2, 'ws-103', 'pia', 'Interactive', 'LogonFailed'),
  file(2.5, 'ws-101', 'invoice.exe', 'FileCreated', 'powershell.exe', 'C:\\Users\\nora\\Downloads', hash('a')),
  file(26, 'ws-102', 'invoice.exe', 'FileCreated', 'msedge.exe', 'C:\\Users\\ola\\Downloads', hash('a')),
  file(3, 'ws-102', 'invoice.exe.txt', 'FileCreated', 'notepad.exe', 'C:\\Users\\ola\\Documents', hash('b')),
  file(10, 'ws-103', 'budget.xlsx', 'FileModified', 'excel.exe', 'C:\\Users\\pia\\Documents', hash('c')),
  file(11, 'ws-103', 'old.docx', 'FileDeleted', 'explorer.exe', 'C:\\Users\\pia\\Documents', hash('d')),
  registry(2.6, 'ws-101', run, 'Updater', 'C:\\Users\\nora\\Downloads\\invoice.exe'),
  registry(12, 'ws-102', run, 'OneDrive', 'C:\\Program Files\\OneDrive\\OneDrive.exe'),
  registry(13, 'ws-101', 'HKEY_CURRENT_USER\\Software\\Vendor', 'Theme', 'dark'),
  registry(14, 'ws-103', run, 'Old', '', 'RegistryValueDeleted'),
  mail(20, 'bonus@pay-now.example', 'nora@corp.example', 'Quarterly bonus', 'Delivered', 'Phish'),
  mail(20.1, 'bonus@pay-now.example', 'ola@corp.example', 'Quarterly bonus', 'Blocked', 'Phish'),
  mail(21, 'hr@corp.example', 'nora@corp.example', 'Bonus rules 2026'),
  mail(28, 'news@news.example', 'pia@corp.example', 'Weekly news'),
  mail(29, 'news@news.example', 'ola@corp.example', 'Weekly news'),
  mail(200, 'bonus@pay-now.example', 'pia@corp.example', 'Quarterly bonus', 'Delivered', 'Phish'),
  click(19, 'nora@corp.example', 'https://pay-now.example/login', 'ClickAllowed'),
  click(19.5, 'ola@corp.example', 'https://pay-now.example/login', 'ClickBlocked'),
  click(19.6, 'ola@corp.example', 'https://pay-now.example/login', 'ClickBlocked'),
  click(27, 'pia@corp.example', 'https://news.example/a', 'ClickAllowed'),
  ...signIn(1.5, 'nora@corp.example', '203.0.113.80', 0, 'BR'),
  ...signIn(10, 'nora@corp.example', '192.0.2.10', 0, 'NO'),
  ...signIn(11, 'nora@corp.example', '203.0.113.80', 50126, 'BR'),
  ...signIn(12, 'nora@corp.example', '203.0.113.80', 50126, 'BR'),
  ...signIn(70, 'nora@corp.example', '192.0.2.10', 50126, 'NO'),
  ...signIn(13, 'ola@corp.example', '192.0.2.11', 0, 'NO'),
  ...signIn(14, 'pia@corp.example', '198.51.100.7', 50053, 'DE'),
  ...signIn(15, 'pia@corp.example', '192.0.2.12', 0, 'NO'),
];
