import { checkKql } from '../checker/checker.js';
import { askHunt } from './ask-hunt.js';
import { shippedAskSchema } from './ask-schema.js';

const schema = shippedAskSchema();
const ask = (question: string): string => {
  const { kql } = askHunt(question, { now: new Date('2026-11-30T12:00:00Z') });
  expect(checkKql(kql, schema.hunting).runnable).toBe(true);
  return kql.replace(/\n\s*/g, ' ');
};

describe('how questions say values', () => {
  it.each([
    ['names of events in any order of their words', 'The primary token of a process was modified on ws-04', 'DeviceEvents | where ActionType == "ProcessPrimaryTokenModified" | where DeviceName has "ws-04"'],
    ['and only the outcome that is said', 'Exploit guard events where child processes were audited', 'DeviceEvents | where ActionType == "ExploitGuardChildProcessAudited"'],
    ['or every outcome', 'Attack surface reduction events about office child processes in the last 2 days', 'DeviceEvents | where Timestamp > ago(2d) | where ActionType in ("AsrOfficeChildProcessAudited", "AsrOfficeChildProcessBlocked")'],
    ['the only value of a column not at all', 'Image loads of amsi.dll on ws-04', 'DeviceImageLoadEvents | where FileName =~ "amsi.dll" | where DeviceName has "ws-04"'],
    ['everyday words that a text holds', 'Registry events where value name contains Disable', 'DeviceRegistryEvents | where RegistryValueName has "Disable"'],
    ['several words that a text holds', 'Behavior info with description containing impossible travel', 'BehaviorInfo | where Description has "impossible travel"'],
    ['the subject without marks', 'Emails with subject Weekly report sent to amy@contoso.com', 'EmailEvents | where Subject has "Weekly report" | where RecipientEmailAddress =~ "amy@contoso.com"'],
    ['names of several words', 'Managed identity sign-ins to resource Azure Key Vault', 'AADSpnSignInEventsBeta | where IsManagedIdentity == true | where ResourceDisplayName has "Azure Key Vault"'],
    ['accounts that Windows brings along', 'Processes run by users other than system and network service with high integrity', 'DeviceProcessEvents | where AccountName !in~ ("system", "network service") | where ProcessIntegrityLevel == "High"'],
    ['whoever did it by the shape of an account', 'Group membership changes made by jane.doe', 'IdentityDirectoryEvents | where ActionType == "Group Membership changed" | where AccountName =~ "jane.doe"'],
    ['languages by their names', 'Emails in russian or chinese language', 'EmailEvents | where EmailLanguage in ("ru", "zh")'],
    ['vulnerabilities by their names', 'Windows devices vulnerable to PrintNightmare', 'DeviceTvmSoftwareVulnerabilities | where OSPlatform startswith "Windows" | where CveId == "CVE-2021-34527"'],
    ['permissions of applications', 'OAuth apps with Mail.ReadWrite permission consented by more than 10 users', 'OAuthAppInfo | where Permissions has "Mail.ReadWrite" | where ConsentedUsersCount > 10'],
    ['extensions of two parts', 'Email attachments with file name ending with .exe.zip', 'EmailAttachmentInfo | where FileName endswith ".exe.zip"'],
    ['what a file was called before', 'Files renamed from .docx to .locked', 'DeviceFileEvents | where ActionType == "FileRenamed" | where PreviousFileName endswith ".docx" | where FileName endswith ".locked"'],
    ['processes of a list as one kind', 'DLL files created in temp folders by powershell.exe or cmd.exe', 'DeviceFileEvents | where FileName endswith ".dll" | where ActionType == "FileCreated" | where FolderPath has "\\\\Temp\\\\" | where InitiatingProcessFileName in~ ("powershell.exe", "cmd.exe")'],
    ['registry keys as rows have them', 'Registry modifications to HKLM\\SOFTWARE\\Policies', 'DeviceRegistryEvents | where ActionType == "RegistryValueSet" | where RegistryKey has "HKEY_LOCAL_MACHINE\\\\SOFTWARE\\\\Policies"'],
    ['updates by number in the column of numbers', 'List devices missing security update KB5012599', 'DeviceTvmSoftwareVulnerabilities | where RecommendedSecurityUpdateId == "5012599" | distinct DeviceId, DeviceName'],
    ['updates as they are called elsewhere', 'processes whose command line mentions KB5012345', 'DeviceProcessEvents | where ProcessCommandLine has "KB5012345"'],
  ])('%s', (_, question, kql) => {
    expect(ask(question)).toBe(kql);
  });

  it('leave out a user hive, where the SID stands between it and the key', () => {
    expect(ask('Registry values set under HKCU\\Software\\Classes')).toContain('RegistryKey has "Software\\\\Classes"');
  });

  it('lend a table the values of its sibling', () => {
    expect(ask('List behavior entities of type File with threat family Emotet')).toContain('| where EntityType == "File"');
  });
});

describe('what questions ask to be made of the rows', () => {
  it.each([
    ['devices that no row is of', 'Find devices that have had no inbound RDP connections in the last 30 days', 'DeviceInfo | where Timestamp > ago(30d) | join kind=leftanti ( DeviceNetworkEvents | where Timestamp > ago(30d) | where ActionType == "InboundConnectionAccepted" | where LocalPort == 3389 ) on DeviceId | distinct DeviceId, DeviceName'],
    ['such devices of a kind', 'Which servers have not had any logon in 30 days?', 'DeviceInfo | where Timestamp > ago(30d) | where DeviceType == "Server" | join kind=leftanti ( DeviceLogonEvents | where Timestamp > ago(30d) ) on DeviceId | distinct DeviceId, DeviceName'],
    ['a port on the side that is connected to', 'Incoming SSH connections from 203.0.113.9', 'DeviceNetworkEvents | where ActionType == "InboundConnectionAccepted" | where LocalPort == 22 | where RemoteIP == "203.0.113.9"'],
    ['a limit on a port', 'Show udp connections with local port above 50000', 'DeviceNetworkEvents | where Protocol == "Udp" | where LocalPort > 50000'],
    ['one event', 'Show the first logon of user carl', 'DeviceLogonEvents | where AccountName =~ "carl" | top 1 by Timestamp asc'],
    ['things by how many', 'List devices by number of antivirus detections', 'DeviceEvents | where ActionType == "AntivirusDetection" | summarize Count = count() by DeviceName | sort by Count desc'],
    ['events, not whom they are about', 'Number of logons per hour for device WEB-2', 'DeviceLogonEvents | where DeviceName has "WEB-2" | summarize Count = count() by bin(Timestamp, 1h) | sort by Timestamp asc'],
    ['a limit for each', 'Connections to more than 100 distinct ips by a device within an hour', 'DeviceNetworkEvents | summarize RemoteIPCount = dcount(RemoteIP) by DeviceName, bin(Timestamp, 1h) | where RemoteIPCount > 100'],
    ['each that fails more often', 'Logon attempts by remote device name that failed more than 20 times', 'DeviceLogonEvents | where ActionType == "LogonFailed" | summarize Count = count() by RemoteDeviceName | where Count > 20 | sort by Count desc'],
    ['each once', 'Show the countries from which user bob@contoso.com signed in', 'AADSignInEventsBeta | where AccountUpn =~ "bob@contoso.com" | distinct Country'],
    ['the date that says when it was done', 'OAuth apps that are disabled and were added in the last 90 days', 'OAuthAppInfo | where AddedOnTime > ago(90d) | where AppStatus == "Disabled"'],
    ['the date of the last use', 'OAuth apps with high privilege level that were not used in the last 90 days', 'OAuthAppInfo | where LastUsedTime < ago(90d) | where PrivilegeLevel == "High"'],
    ['hours of a day', 'Network connections of ws-04 on 2023-05-01 between 10:00 and 11:00', 'DeviceNetworkEvents | where Timestamp between (datetime("2023-05-01T10:00Z") .. datetime("2023-05-01T11:00Z")) | where DeviceName has "ws-04"'],
    ['what an alert is about', 'List all high severity alerts and the devices involved', 'AlertInfo | where Severity == "High" | join kind=inner ( AlertEvidence ) on AlertId'],
  ])('%s', (_, question, kql) => {
    expect(ask(question)).toBe(kql);
  });

  it('show no columns that are only spoken of', () => {
    expect(ask('Show all emails where the sender and the recipient are in the same domain')).not.toContain('project');
  });
});
