/** A ready hunt for something on the screen. */
export interface Pivot {
  title: string;
  kql: string;
  tables: string[];
}

/** `text` as a KQL string literal. */
export function kqlString(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/\r/g, '\\r').replace(/\n/g, '\\n').replace(/\t/g, '\\t').replace(/\0/g, '\\0')}"`;
}

type Maker = (value: string) => Pivot[];

const newest = '| sort by Timestamp desc\n| take 1000';
const pivot = (title: string, table: string, condition: string, rest = newest): Pivot => ({ title, tables: [table], kql: `${table}\n| where ${condition}\n${rest}` });

const isId = (value: string): boolean => /^[0-9a-f]{40}$/i.test(value);

const device: Maker = (value) => {
  const column = isId(value) ? 'DeviceId' : 'DeviceName';
  const short = value.split('.')[0] ?? value;
  const is = column === 'DeviceId' ? `DeviceId == ${kqlString(value)}` : `DeviceName =~ ${kqlString(value)} or DeviceName startswith ${kqlString(`${short}.`)}`;
  return [
    pivot('Processes on this device', 'DeviceProcessEvents', is),
    pivot('Network connections of this device', 'DeviceNetworkEvents', is),
    pivot('Sign-ins to this device', 'DeviceLogonEvents', is),
    pivot('Files changed on this device', 'DeviceFileEvents', is),
    pivot('Registry changes on this device', 'DeviceRegistryEvents', is),
    pivot('Other events on this device', 'DeviceEvents', is, '| summarize Events = count(), First = min(Timestamp), Last = max(Timestamp) by ActionType\n| sort by Events desc'),
    pivot('Alerts with this device', 'AlertEvidence', is),
  ];
};

const user: Maker = (value) => {
  const upn = value.includes('@');
  const name = upn ? (value.split('@')[0] ?? value) : (value.split('\\').at(-1) ?? value);
  const sid = /^S-1-\d/.test(value);
  const local = sid ? `AccountSid == ${kqlString(value)}` : `AccountName =~ ${kqlString(name)}`;
  const cloud = upn ? `AccountUpn =~ ${kqlString(value)}` : sid ? `AccountSid == ${kqlString(value)}` : `AccountName =~ ${kqlString(name)}`;
  return [
    pivot('Sign-ins of this user to devices', 'DeviceLogonEvents', local),
    pivot('Processes of this user', 'DeviceProcessEvents', local),
    pivot('Identity sign-ins of this user', 'IdentityLogonEvents', cloud),
    ...(upn ? [pivot('Cloud sign-ins of this user', 'EntraIdSignInEvents', cloud), pivot('Mails to this user', 'EmailEvents', `RecipientEmailAddress =~ ${kqlString(value)}`)] : []),
    pivot('Alerts with this user', 'AlertEvidence', cloud),
  ];
};

const ip: Maker = (value) => [
  pivot('Connections to this address', 'DeviceNetworkEvents', `RemoteIP == ${kqlString(value)}`),
  pivot('Devices that reached this address', 'DeviceNetworkEvents', `RemoteIP == ${kqlString(value)}`, '| summarize Connections = count(), First = min(Timestamp), Last = max(Timestamp) by DeviceName, InitiatingProcessFileName\n| sort by Connections desc'),
  pivot('Devices that have this address', 'DeviceNetworkInfo', `IPAddresses has ${kqlString(value)}`),
  pivot('Sign-ins from this address', 'DeviceLogonEvents', `RemoteIP == ${kqlString(value)}`),
  pivot('Identity sign-ins from this address', 'IdentityLogonEvents', `IPAddress == ${kqlString(value)}`),
  pivot('Mails from this address', 'EmailEvents', `SenderIPv4 == ${kqlString(value)} or SenderIPv6 == ${kqlString(value)}`),
  pivot('Alerts with this address', 'AlertEvidence', `RemoteIP == ${kqlString(value)}`),
];

const url: Maker = (value) => {
  const host = hostOf(value);
  return [
    pivot('Connections to this address', 'DeviceNetworkEvents', `RemoteUrl has ${kqlString(host)}`),
    pivot('Mails with this link', 'EmailUrlInfo', `Url has ${kqlString(value)}`),
    pivot('Clicks on this link', 'UrlClickEvents', `Url has ${kqlString(value)}`),
    pivot('Files that came from there', 'DeviceFileEvents', `FileOriginUrl has ${kqlString(host)} or FileOriginReferrerUrl has ${kqlString(host)}`),
    pivot('Alerts with this address', 'AlertEvidence', `RemoteUrl has ${kqlString(host)}`),
  ];
};

const domain: Maker = (value) => [
  pivot('Connections to this domain', 'DeviceNetworkEvents', `RemoteUrl has ${kqlString(value)}`),
  pivot('Name queries for this domain', 'DeviceEvents', `ActionType == "DnsQueryResponse" and AdditionalFields has ${kqlString(value)}`),
  pivot('Mails from this domain', 'EmailEvents', `SenderFromDomain =~ ${kqlString(value)} or SenderMailFromDomain =~ ${kqlString(value)}`),
  pivot('Mails with links to this domain', 'EmailUrlInfo', `UrlDomain =~ ${kqlString(value)}`),
  pivot('Alerts with this domain', 'AlertEvidence', `RemoteUrl has ${kqlString(value)}`),
];

const fileHash: Maker = (value) => {
  const column = value.length === 64 ? 'SHA256' : value.length === 32 ? 'MD5' : 'SHA1';
  const is = `${column} =~ ${kqlString(value)} or InitiatingProcess${column} =~ ${kqlString(value)}`;
  return [
    pivot('Where this file ran', 'DeviceProcessEvents', is),
    pivot('Where this file was written', 'DeviceFileEvents', is),
    pivot('Connections of this file', 'DeviceNetworkEvents', `InitiatingProcess${column} =~ ${kqlString(value)}`),
    ...(column === 'SHA256' ? [pivot('Mails with this file', 'EmailAttachmentInfo', `SHA256 =~ ${kqlString(value)}`)] : []),
    ...(column === 'MD5' ? [] : [pivot('Alerts with this file', 'AlertEvidence', `${column} =~ ${kqlString(value)}`)]),
  ];
};

const file: Maker = (value) => {
  const name = value.split(/[\\/]/).at(-1) ?? value;
  return [
    pivot('Where this file ran', 'DeviceProcessEvents', `FileName =~ ${kqlString(name)}`),
    pivot('What this file started', 'DeviceProcessEvents', `InitiatingProcessFileName =~ ${kqlString(name)}`),
    pivot('Where this file was written', 'DeviceFileEvents', `FileName =~ ${kqlString(name)}`),
    pivot('Where this file was loaded', 'DeviceImageLoadEvents', `FileName =~ ${kqlString(name)}`),
    pivot('Connections of this file', 'DeviceNetworkEvents', `InitiatingProcessFileName =~ ${kqlString(name)}`),
    pivot('Mails with this file', 'EmailAttachmentInfo', `FileName =~ ${kqlString(name)}`),
    pivot('Alerts with this file', 'AlertEvidence', `FileName =~ ${kqlString(name)}`),
  ];
};

const process: Maker = (value) => {
  if (!/\s/.test(value.trim()) || /^[^\s"]+\.exe$/i.test(value)) return file(value);
  return [
    pivot('Where this command ran', 'DeviceProcessEvents', `ProcessCommandLine =~ ${kqlString(value)}`),
    pivot('What this command started', 'DeviceProcessEvents', `InitiatingProcessCommandLine =~ ${kqlString(value)}`),
    pivot('Connections of this command', 'DeviceNetworkEvents', `InitiatingProcessCommandLine =~ ${kqlString(value)}`),
    pivot('Files this command wrote', 'DeviceFileEvents', `InitiatingProcessCommandLine =~ ${kqlString(value)}`),
  ];
};

const mailbox: Maker = (value) => [
  pivot('Mails to this mailbox', 'EmailEvents', `RecipientEmailAddress =~ ${kqlString(value)}`),
  pivot('Mails from this mailbox', 'EmailEvents', `SenderFromAddress =~ ${kqlString(value)} or SenderMailFromAddress =~ ${kqlString(value)}`),
  pivot('Clicks of this person', 'UrlClickEvents', `AccountUpn =~ ${kqlString(value)}`),
  pivot('Cloud activity of this person', 'CloudAppEvents', `AccountId =~ ${kqlString(value)} or RawEventData has ${kqlString(value)}`),
];

const message: Maker = (value) => [
  pivot('This mail', 'EmailEvents', `NetworkMessageId == ${kqlString(value)} or InternetMessageId == ${kqlString(value)}`),
  pivot('Links in this mail', 'EmailUrlInfo', `NetworkMessageId == ${kqlString(value)}`),
  pivot('Files in this mail', 'EmailAttachmentInfo', `NetworkMessageId == ${kqlString(value)}`),
  pivot('What happened to it after delivery', 'EmailPostDeliveryEvents', `NetworkMessageId == ${kqlString(value)}`),
  pivot('Clicks on its links', 'UrlClickEvents', `NetworkMessageId == ${kqlString(value)}`),
];

const registryKey: Maker = (value) => [pivot('Changes of this key', 'DeviceRegistryEvents', `RegistryKey startswith ${kqlString(value)}`)];

const cloudApp: Maker = (value) => [
  pivot('Activity in this app', 'CloudAppEvents', `Application =~ ${kqlString(value)}`),
  pivot('Sign-ins to this app', 'EntraIdSignInEvents', `Application =~ ${kqlString(value)}`),
];

const alert: Maker = (value) => [
  pivot('This alert', 'AlertInfo', `AlertId == ${kqlString(value)}`),
  pivot('Evidence of this alert', 'AlertEvidence', `AlertId == ${kqlString(value)}`),
];

const makers: Readonly<Record<string, Maker>> = {
  device, user, ip, url, domain, filehash: fileHash, file, process, mailbox, mailmessage: message, message, registrykey: registryKey, registryvalue: registryKey, cloudapp: cloudApp, app: cloudApp, alert, machine: device,
};

/** Longest value a pivot is made for; longer ones would be no query one can read. */
const longestValue = 2_000;

/** Ready hunts for an entity; none for a kind nothing is known of. */
export function pivotsFor(type: string, value: string): Pivot[] {
  const plain = type.toLowerCase().replace(/evidence$|[_\s-]/g, '');
  const text = value.trim();
  if (text === '' || text.length > longestValue) return [];
  const asHash = (plain === 'file' || plain === 'process') && /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i.test(text);
  return (asHash ? fileHash : makers[plain])?.(text) ?? [];
}

function hostOf(value: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/([^/?#]+)/i.exec(value)?.[1]?.replace(/^[^@]*@/, '').replace(/:\d+$/, '') ?? value.split(/[/?#]/)[0] ?? value;
}
