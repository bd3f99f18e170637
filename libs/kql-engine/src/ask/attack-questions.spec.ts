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

  it('answers the same twice', () => {
    const question = 'rundll32 or regsvr32 connecting to the internet';
    expect(askHunt(question, { now })).toEqual(askHunt(question, { now }));
  });
});
