import { quoted } from './print-plan.js';

/** A thing on screen that one may hunt for. */
export interface PivotEntity {
  type: 'host' | 'user' | 'ip' | 'file' | 'hash' | 'url' | 'domain' | 'mail' | 'mailbox' | 'process';
  /** Its name as shown; for a mail its network message id. */
  value: string;
}

/** A ready hunt for an entity. */
export interface PivotQuery {
  title: string;
  kql: string;
}

const period = 'Timestamp > ago(7d)';

function device(value: string): string {
  return value.includes('.') ? `DeviceName =~ ${quoted(value)}` : `DeviceName has ${quoted(value)}`;
}

function account(value: string, upn = 'AccountUpn', name = 'AccountName'): string {
  const plain = value.split('\\').pop() ?? value;
  return plain.includes('@') ? `${upn} =~ ${quoted(plain)} or ${name} =~ ${quoted(plain.split('@')[0] ?? plain)}` : `${name} =~ ${quoted(plain)}`;
}

function hashColumn(value: string): 'SHA256' | 'SHA1' | 'MD5' {
  return value.length === 64 ? 'SHA256' : value.length === 40 ? 'SHA1' : 'MD5';
}

function lines(title: string, ...parts: string[]): PivotQuery {
  return { title, kql: parts.join('\n| ') };
}

const newest = 'sort by Timestamp desc';

/** Ready hunts for what an analyst points at. Each is a valid query of the shipped schema whatever the value holds. */
export function pivotQueries({ type, value }: PivotEntity): PivotQuery[] {
  switch (type) {
    case 'host': return [
      lines('Processes on it', 'DeviceProcessEvents', `where ${period}`, `where ${device(value)}`, 'project Timestamp, AccountName, FileName, ProcessCommandLine, InitiatingProcessFileName', newest),
      lines('Where it connected to', 'DeviceNetworkEvents', `where ${period}`, `where ${device(value)}`, 'summarize Count = count(), FirstSeen = min(Timestamp), LastSeen = max(Timestamp) by RemoteIP, RemotePort, RemoteUrl, InitiatingProcessFileName', 'sort by LastSeen desc'),
      lines('Who logged on', 'DeviceLogonEvents', `where ${period}`, `where ${device(value)}`, 'summarize Succeeded = countif(ActionType == "LogonSuccess"), Failed = countif(ActionType == "LogonFailed"), LastSeen = max(Timestamp) by AccountDomain, AccountName, LogonType, RemoteIP', 'sort by LastSeen desc'),
      lines('Alerts on it', 'AlertEvidence', `where ${device(value)}`, 'distinct AlertId', 'join kind=inner AlertInfo on AlertId', newest),
      lines('Its vulnerabilities', 'DeviceTvmSoftwareVulnerabilities', `where ${device(value)}`, 'join kind=leftouter (DeviceTvmSoftwareVulnerabilitiesKB | project CveId, CvssScore, IsExploitAvailable) on CveId', 'sort by CvssScore desc'),
      lines('What it is', 'DeviceInfo', `where ${device(value)}`, 'summarize arg_max(Timestamp, *) by DeviceId'),
    ];
    case 'user': return [
      lines('Logons on devices', 'DeviceLogonEvents', `where ${period}`, `where AccountName =~ ${quoted((value.split('\\').pop() ?? value).split('@')[0] ?? value)}`, 'summarize Count = count(), LastSeen = max(Timestamp) by DeviceName, ActionType, LogonType, RemoteIP', 'sort by LastSeen desc'),
      lines('Sign-ins', 'AADSignInEventsBeta', `where ${period}`, `where AccountUpn =~ ${quoted(value)} or AccountDisplayName =~ ${quoted(value)}`, 'project Timestamp, Application, IPAddress, Country, ErrorCode, RiskLevelDuringSignIn, ClientAppUsed', newest),
      lines('Processes run', 'DeviceProcessEvents', `where ${period}`, `where ${account(value)}`, 'project Timestamp, DeviceName, FileName, ProcessCommandLine, InitiatingProcessFileName', newest),
      lines('Cloud activity', 'CloudAppEvents', `where ${period}`, `where AccountDisplayName =~ ${quoted(value)} or AccountId =~ ${quoted(value)}`, 'summarize Count = count(), LastSeen = max(Timestamp) by Application, ActionType, IPAddress', 'sort by LastSeen desc'),
      lines('Alerts', 'AlertEvidence', `where ${account(value)}`, 'distinct AlertId', 'join kind=inner AlertInfo on AlertId', newest),
      lines('Who it is', 'IdentityInfo', `where ${account(value)}`, 'summarize arg_max(Timestamp, *) by AccountObjectId'),
    ];
    case 'ip': return [
      lines('Devices that connected', 'DeviceNetworkEvents', `where ${period}`, `where RemoteIP == ${quoted(value)}`, 'summarize Count = count(), FirstSeen = min(Timestamp), LastSeen = max(Timestamp) by DeviceName, InitiatingProcessFileName, RemotePort, ActionType', 'sort by LastSeen desc'),
      lines('Logons from it', 'DeviceLogonEvents', `where ${period}`, `where RemoteIP == ${quoted(value)}`, 'summarize Count = count() by DeviceName, AccountName, ActionType, LogonType', 'sort by Count desc'),
      lines('Sign-ins from it', 'AADSignInEventsBeta', `where ${period}`, `where IPAddress == ${quoted(value)}`, 'summarize Count = count(), Failed = countif(ErrorCode != 0) by AccountUpn, Application, Country', 'sort by Count desc'),
      lines('Mails from it', 'EmailEvents', `where ${period}`, `where SenderIPv4 == ${quoted(value)} or SenderIPv6 == ${quoted(value)}`, 'project Timestamp, SenderFromAddress, RecipientEmailAddress, Subject, ThreatTypes, DeliveryAction', newest),
      lines('Which device has it', 'DeviceNetworkInfo', `where ${period}`, `where IPAddresses has ${quoted(value)}`, 'summarize LastSeen = max(Timestamp) by DeviceName, MacAddress', 'sort by LastSeen desc'),
    ];
    case 'file': return [
      lines('Where it was written', 'DeviceFileEvents', `where ${period}`, `where FileName =~ ${quoted(value)}`, 'summarize Count = count(), FirstSeen = min(Timestamp), LastSeen = max(Timestamp) by DeviceName, FolderPath, SHA256, ActionType, InitiatingProcessFileName', 'sort by LastSeen desc'),
      lines('Where it ran', 'DeviceProcessEvents', `where ${period}`, `where FileName =~ ${quoted(value)} or ProcessCommandLine has ${quoted(value)}`, 'project Timestamp, DeviceName, AccountName, FileName, ProcessCommandLine, InitiatingProcessFileName', newest),
      lines('Mails that carried it', 'EmailAttachmentInfo', `where ${period}`, `where FileName =~ ${quoted(value)}`, 'project Timestamp, SenderFromAddress, RecipientEmailAddress, FileName, SHA256, ThreatTypes', newest),
      lines('Where it was loaded', 'DeviceImageLoadEvents', `where ${period}`, `where FileName =~ ${quoted(value)}`, 'summarize Count = count(), FirstSeen = min(Timestamp) by DeviceName, FolderPath, InitiatingProcessFileName', 'sort by FirstSeen asc'),
    ];
    case 'hash': {
      const column = hashColumn(value);
      const signed = column === 'SHA1' ? [lines('Who signed it', 'DeviceFileCertificateInfo', `where SHA1 == ${quoted(value.toLowerCase())}`, 'summarize arg_max(Timestamp, *) by Signer, Issuer')] : [];
      const mailed = column === 'SHA256' ? [lines('Mails that carried it', 'EmailAttachmentInfo', `where ${period}`, `where SHA256 =~ ${quoted(value)}`, 'project Timestamp, SenderFromAddress, RecipientEmailAddress, FileName, ThreatTypes', newest)] : [];
      return [
        lines('Where it was written', 'DeviceFileEvents', `where ${period}`, `where ${column} =~ ${quoted(value)}`, 'summarize FirstSeen = min(Timestamp), LastSeen = max(Timestamp) by DeviceName, FileName, FolderPath, ActionType', 'sort by FirstSeen asc'),
        lines('Where it ran', 'DeviceProcessEvents', `where ${period}`, `where ${column} =~ ${quoted(value)}`, 'project Timestamp, DeviceName, AccountName, FileName, ProcessCommandLine', newest),
        ...mailed, ...signed,
      ];
    }
    case 'url': return [
      lines('Who clicked it', 'UrlClickEvents', `where ${period}`, `where Url has ${quoted(value)}`, 'project Timestamp, AccountUpn, Url, ActionType, IsClickedThrough, Workload', newest),
      lines('Mails with it', 'EmailUrlInfo', `where ${period}`, `where Url has ${quoted(value)}`, 'join kind=inner (EmailEvents | project NetworkMessageId, SenderFromAddress, RecipientEmailAddress, Subject, DeliveryAction) on NetworkMessageId', newest),
      lines('Devices that reached it', 'DeviceNetworkEvents', `where ${period}`, `where RemoteUrl has ${quoted(value)}`, 'summarize Count = count(), LastSeen = max(Timestamp) by DeviceName, InitiatingProcessFileName, RemoteIP', 'sort by LastSeen desc'),
    ];
    case 'domain': return [
      lines('Devices that reached it', 'DeviceNetworkEvents', `where ${period}`, `where RemoteUrl has ${quoted(value)}`, 'summarize Count = count(), FirstSeen = min(Timestamp), LastSeen = max(Timestamp) by DeviceName, InitiatingProcessFileName, RemoteIP', 'sort by LastSeen desc'),
      lines('Mails from it', 'EmailEvents', `where ${period}`, `where SenderFromDomain =~ ${quoted(value)}`, 'project Timestamp, SenderFromAddress, RecipientEmailAddress, Subject, ThreatTypes, DeliveryAction', newest),
      lines('Mails that link to it', 'EmailUrlInfo', `where ${period}`, `where UrlDomain =~ ${quoted(value)}`, 'summarize Mails = dcount(NetworkMessageId) by Url', 'sort by Mails desc'),
      lines('Who clicked it', 'UrlClickEvents', `where ${period}`, `where Url has ${quoted(value)}`, 'project Timestamp, AccountUpn, Url, ActionType', newest),
    ];
    case 'mail': return [
      lines('The mail', 'EmailEvents', `where NetworkMessageId == ${quoted(value)}`),
      lines('Its links', 'EmailUrlInfo', `where NetworkMessageId == ${quoted(value)}`),
      lines('Its attachments', 'EmailAttachmentInfo', `where NetworkMessageId == ${quoted(value)}`),
      lines('Clicks in it', 'UrlClickEvents', `where NetworkMessageId == ${quoted(value)}`, newest),
      lines('What happened after delivery', 'EmailPostDeliveryEvents', `where NetworkMessageId == ${quoted(value)}`, newest),
    ];
    case 'mailbox': return [
      lines('Mails received', 'EmailEvents', `where ${period}`, `where RecipientEmailAddress =~ ${quoted(value)}`, 'project Timestamp, SenderFromAddress, Subject, ThreatTypes, DeliveryAction, DeliveryLocation', newest),
      lines('Mails sent', 'EmailEvents', `where ${period}`, `where SenderFromAddress =~ ${quoted(value)}`, 'project Timestamp, RecipientEmailAddress, Subject, EmailDirection, AttachmentCount, UrlCount', newest),
      lines('Links clicked', 'UrlClickEvents', `where ${period}`, `where AccountUpn =~ ${quoted(value)}`, newest),
      lines('Rules and access', 'CloudAppEvents', `where ${period}`, 'where ActionType in ("New-InboxRule", "Set-InboxRule", "Add-MailboxPermission", "MailItemsAccessed")', `where RawEventData has ${quoted(value)}`, 'project Timestamp, ActionType, AccountDisplayName, IPAddress', newest),
    ];
    case 'process': return [
      lines('Where it ran', 'DeviceProcessEvents', `where ${period}`, `where FileName =~ ${quoted(value)}`, 'summarize Count = count(), Devices = dcount(DeviceId), LastSeen = max(Timestamp) by ProcessCommandLine, InitiatingProcessFileName', 'sort by LastSeen desc'),
      lines('What it started', 'DeviceProcessEvents', `where ${period}`, `where InitiatingProcessFileName =~ ${quoted(value)}`, 'summarize Count = count() by FileName, ProcessCommandLine', 'sort by Count desc'),
      lines('Where it connected to', 'DeviceNetworkEvents', `where ${period}`, `where InitiatingProcessFileName =~ ${quoted(value)}`, 'summarize Count = count(), Devices = dcount(DeviceId) by RemoteIP, RemotePort, RemoteUrl', 'sort by Count desc'),
      lines('Files it wrote', 'DeviceFileEvents', `where ${period}`, `where InitiatingProcessFileName =~ ${quoted(value)}`, 'summarize Count = count() by FileName, FolderPath, ActionType', 'sort by Count desc'),
    ];
  }
}
