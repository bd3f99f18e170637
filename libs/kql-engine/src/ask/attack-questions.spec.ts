import { askHunt } from './ask-hunt.js';

const now = new Date('2026-11-30T12:00:00Z');
const ask = (question: string): string => askHunt(question, { now }).kql.replace(/\s+/g, ' ');

describe('questions told as attacks', () => {
  it.each([
    ['procdump dumping lsass', 'DeviceProcessEvents | where FileName in~ ("procdump.exe", "procdump64.exe") | where ProcessCommandLine has "lsass"'],
    ['WMI remote process creation, wmic with process call create', 'DeviceProcessEvents | where FileName =~ "wmic.exe" | where ProcessCommandLine has "process call create"'],
    ['Processes that read LSASS memory', 'DeviceEvents | where ActionType in ("OpenProcessApiCall", "ReadProcessMemoryApiCall") | where FileName =~ "lsass.exe"'],
    ['Exclusions added to Defender with Add-MpPreference', 'DeviceProcessEvents | where ProcessCommandLine has "Add-MpPreference" | where ProcessCommandLine has_any ("ExclusionPath", "ExclusionProcess", "ExclusionExtension")'],
    ['failled logons of user admin on ws-22', 'DeviceLogonEvents | where ActionType == "LogonFailed" | where AccountName =~ "admin" | where DeviceName has "ws-22"'],
    ['Sign-ins with legacy authentication such as IMAP', 'AADSignInEventsBeta | where ClientAppUsed in ("Exchange ActiveSync", "Exchange Web Services", "AutoDiscover", "Unknown", "POP3", "IMAP4", "Other clients", "Authenticated SMTP", "MAPI Over HTTP", "Offline Address Book")'],
    ['Devices with TeamViewer or AnyDesk installed', 'DeviceTvmSoftwareInventory | where SoftwareName has_any ("teamviewer", "anydesk")'],
    ['More than 20 failed logons within 5 minutes per account', 'DeviceLogonEvents | where ActionType == "LogonFailed" | summarize Count = count() by AccountName, bin(Timestamp, 5m) | where Count > 20'],
    ['signins from russia that succeeded', 'AADSignInEventsBeta | where Country == "RU" | where ErrorCode == 0'],
    ['Accounts that signed in from several countries', 'AADSignInEventsBeta | summarize CountryCount = dcount(Country) by AccountUpn | where CountryCount > 1 | sort by CountryCount desc'],
    ['Failed logons from a single IP to many accounts', 'DeviceLogonEvents | where ActionType == "LogonFailed" | summarize AccountNameCount = dcount(AccountName) by RemoteIP | where AccountNameCount >= 10 | sort by AccountNameCount desc'],
    ['Devices with more than 300 connections to the same port per day', 'DeviceNetworkEvents | summarize Count = count() by DeviceId, DeviceName, RemotePort, bin(Timestamp, 1d) | where Count > 300'],
    ['powershell or cmd launching curl, wscript and mshta', 'DeviceProcessEvents | where InitiatingProcessFileName in~ ("powershell.exe", "cmd.exe") | where FileName in~ ("curl.exe", "wscript.exe", "mshta.exe")'],
    ['Programs that notepad.exe launched', 'DeviceProcessEvents | where InitiatingProcessFileName =~ "notepad.exe"'],
    ['regsvr32 executed without any parameters', 'DeviceProcessEvents | where FileName =~ "regsvr32.exe" | where ProcessCommandLine endswith "regsvr32.exe"'],
    ['mshta run from ProgramData', 'DeviceProcessEvents | where FileName =~ "mshta.exe" | where ProcessCommandLine has "\\\\ProgramData\\\\"'],
    ['SVG attachments received today', 'EmailAttachmentInfo | where Timestamp >= datetime("2026-11-30") | where FileName endswith ".svg"'],
    ['connections made using WinSCP', 'DeviceNetworkEvents | where InitiatingProcessFileName =~ "winscp.exe"'],
    ['outbound 8443 connections', 'DeviceNetworkEvents | where RemotePort == 8443'],
    ['DLL sideloading from C:\\Tools\\Share', 'DeviceImageLoadEvents | where FolderPath startswith "C:\\\\Tools\\\\Share"'],
    ['was netstat used yesterday', 'DeviceProcessEvents | where Timestamp between (datetime("2026-11-29") .. 1d) | where FileName =~ "netstat.exe"'],
    ['How often was port 3389 contacted since tuesday', 'DeviceNetworkEvents | where Timestamp >= datetime("2026-11-24") | where RemotePort == 3389 | count'],
  ])('%s', (question, kql) => {
    expect(ask(question)).toBe(kql);
  });

  it('takes a word of plain English for no name', () => {
    expect(ask('network connections that are odd for a colleague')).toBe('DeviceNetworkEvents');
  });

  it('says of each value of a behaviour whether the question spells it', () => {
    const { literals } = askHunt('wevtutil used to clear logs with clear-log', { now });
    expect(literals.map(({ value, origin }) => [value, origin])).toEqual([['wevtutil.exe', 'assumed'], ['clear-log', 'question']]);
  });

  it('asks nobody to choose between two names of one table', () => {
    expect(askHunt('One address failing against many accounts, a password spray', { now }).status).toBe('answered');
  });

  it('answers the same twice', () => {
    const question = 'rundll32 or regsvr32 connecting to the internet';
    expect(askHunt(question, { now })).toEqual(askHunt(question, { now }));
  });
});
