import fc from 'fast-check';
import { checkKql } from '../checker/checker.js';
import { askChecked } from './ask-checked.js';
import { askHunt } from './ask-hunt.js';
import { shippedAskSchema } from './ask-schema.js';

const schema = shippedAskSchema();
const now = new Date('2026-11-30T12:00:00Z');
const ask = (question: string): string => askHunt(question, { now }).kql.replace(/\s+/g, ' ');

describe('askHunt', () => {
  it.each([
    ['Which users logged on to device WS-FIN-042 yesterday?', 'DeviceLogonEvents | where Timestamp between (datetime("2026-11-29") .. 1d) | where DeviceName has "WS-FIN-042" | distinct AccountName'],
    ['Which processes ran on mkt01.contoso.com?', 'DeviceProcessEvents | where DeviceName =~ "mkt01.contoso.com" | distinct FileName'],
    ['List failed RDP logons from public IPs in the past 24 hours', 'DeviceLogonEvents | where Timestamp > ago(24h) | where ActionType == "LogonFailed" | where LogonType == "RemoteInteractive" | where RemoteIPType == "Public"'],
    ['Show network events excluding ports 80, 443 and 8080', 'DeviceNetworkEvents | where RemotePort !in (80, 443, 8080)'],
    ['List processes whose parent process is cmd.exe and file name ends with .scr', 'DeviceProcessEvents | where InitiatingProcessFileName =~ "cmd.exe" | where FileName endswith ".scr"'],
    ['Users with more than 10 failed logons in the last hour', 'DeviceLogonEvents | where Timestamp > ago(1h) | where ActionType == "LogonFailed" | summarize Count = count() by AccountName | where Count > 10 | sort by Count desc'],
    ['Top 10 devices by number of failed connections', 'DeviceNetworkEvents | where ActionType == "ConnectionFailed" | summarize Count = count() by DeviceName | top 10 by Count desc'],
    ['Emails received per day for the last 30 days', 'EmailEvents | where Timestamp > ago(30d) | summarize Count = count() by bin(Timestamp, 1d) | sort by Timestamp asc'],
    ['Failed sign-ins from Russia in the last 7 days', 'AADSignInEventsBeta | where Timestamp > ago(7d) | where ErrorCode != 0 | where Country == "RU"'],
    ['latest logon for each device', 'DeviceLogonEvents | summarize arg_max(Timestamp, *) by DeviceName'],
    ['Show connections to IP range 10.20.0.0/16', 'DeviceNetworkEvents | where ipv4_is_in_range(RemoteIP, "10.20.0.0/16")'],
    ['CVEs published in the last 30 days', 'DeviceTvmSoftwareVulnerabilitiesKB | where PublishedDate > ago(30d)'],
    ['List registry events where registry value name is fDenyTSConnections and value data is 0', 'DeviceRegistryEvents | where RegistryValueName == "fDenyTSConnections" | where RegistryValueData == "0"'],
    ['Show users in the Finance department', 'IdentityInfo | where Department == "Finance"'],
    ['Get all process events where the initiating process is powershell.exe or cmd.exe and the account is not system', 'DeviceProcessEvents | where InitiatingProcessFileName in~ ("powershell.exe", "cmd.exe") | where AccountName !~ "system"'],
    ['show registry events where registry key contains CurrentVersion\\Run', 'DeviceRegistryEvents | where RegistryKey has "CurrentVersion\\\\Run"'],
    ['List devices with vulnerabilities with CVSS score higher than 9', 'DeviceTvmSoftwareVulnerabilities | join kind=inner ( DeviceTvmSoftwareVulnerabilitiesKB | where CvssScore > 9 ) on CveId | distinct DeviceId, DeviceName'],
    ['Which devices have public IP 13.12.11.10', 'DeviceInfo | where PublicIP == "13.12.11.10" | distinct DeviceId, DeviceName'],
    ['List identities in the Sales department with job title Manager', 'IdentityInfo | where Department == "Sales" | where JobTitle =~ "Manager"'],
    ['show all ldap queries from device dc-01', 'IdentityQueryEvents | where ActionType == "LDAP query" | where DeviceName has "dc-01"'],
    ['Get processes with command line containing -enc or -encodedcommand', 'DeviceProcessEvents | where ProcessCommandLine has_any ("-enc", "-encodedcommand")'],
    ['show processes whose command line includes both whoami and /all', 'DeviceProcessEvents | where ProcessCommandLine has_all ("whoami", "/all")'],
    ['Show all processes where the original file name is psexec.c', 'DeviceProcessEvents | where ProcessVersionInfoOriginalFileName =~ "psexec.c"'],
    ['Get logon events on devices lab-01, lab-02 and lab-03 over the past 48 hours', 'DeviceLogonEvents | where Timestamp > ago(48h) | where DeviceName has_any ("lab-01", "lab-02", "lab-03")'],
    ['Show all file events with file name a.exe that were not created by user admin', 'DeviceFileEvents | where FileName =~ "a.exe" | where ActionType == "FileCreated" | where InitiatingProcessAccountName !~ "admin"'],
    ['show applicable, not compliant configurations for device id 1bc1fd126f61926812491234', 'DeviceTvmSecureConfigurationAssessment | where IsApplicable == 1 | where IsCompliant == 0 | where DeviceId == "1bc1fd126f61926812491234"'],
    ['Show emails where the sender mail from domain differs from contoso.com', 'EmailEvents | where SenderMailFromDomain !~ "contoso.com"'],
    ['show asr events that were blocked', 'DeviceEvents | where ActionType startswith "Asr" | where ActionType endswith "Blocked"'],
    ['List certificates with key size less than 2048', 'DeviceTvmCertificateInfo | where toint(KeySize) < 2048'],
    ['Get the latest device info per device', 'DeviceInfo | summarize arg_max(Timestamp, *) by DeviceName'],
    ['Show onboarding status per device type', 'DeviceInfo | summarize Count = count() by DeviceType | sort by Count desc'],
    ['DeviceNetworkEvents where RemotePort is 53 and InitiatingProcessFileName is not svchost.exe', 'DeviceNetworkEvents | where RemotePort == 53 | where InitiatingProcessFileName !~ "svchost.exe"'],
    ['How many devices are running Linux', 'DeviceInfo | where OSPlatform == "Linux" | summarize DeviceIdCount = dcount(DeviceId)'],
  ])('%s', (question, kql) => {
    expect(ask(question)).toBe(kql);
  });

  it('reads the name a sign-in table has where it is known what there is', () => {
    const tables = (stored: string[]): string | undefined => askHunt('failed sign-ins of guests', { now, tables: stored }).tables[0];
    expect([tables([]), tables(['EntraIdSignInEvents']), tables(['AADSignInEventsBeta'])]).toEqual(['EntraIdSignInEvents', 'EntraIdSignInEvents', 'AADSignInEventsBeta']);
  });

  it('asks when two tables fit about as well, and says how sure it is', () => {
    const sure = askHunt('failed logons on device ws-01 in the last 2 days', { now });
    const unsure = askHunt('show everything about quota', { now });
    expect([sure.status, unsure.status]).toEqual(['answered', 'clarify']);
    expect(sure.confidence).toBeGreaterThan(0.6);
    expect(unsure.confidence).toBeLessThan(0.5);
  });

  it('joins the table that holds the rest of the question', () => {
    expect(ask('Attachments with .html extension sent by external senders')).toBe('EmailAttachmentInfo | where FileName endswith ".html" | join kind=inner ( EmailEvents | where EmailDirection == "Inbound" ) on NetworkMessageId');
    expect(ask('Which alerts involve user alice@contoso.com?')).toContain('join kind=inner ( AlertInfo ) on AlertId');
  });

  it('says of each literal where it comes from and where the question has it', () => {
    const question = 'failed logons of user jdoe in the last 3 days';
    const { literals, kql } = askHunt(question, { now });
    expect(literals.map(({ value, origin }) => [value, origin])).toEqual([['3d', 'question'], ['LogonFailed', 'catalogue'], ['jdoe', 'question']]);
    for (const { offset, length, value } of literals.slice(1)) expect(kql.slice(offset, offset + length)).toContain(value);
    expect(question.slice(...(literals[2]?.question ?? [0, 0]))).toBe('jdoe');
  });

  it('gives one sentence for each clause, at its place', () => {
    const { logic, kql } = askHunt('failed logons on dc01 in the last 3 days', { now });
    expect(logic.map(({ text }) => text)).toEqual(['Read DeviceLogonEvents.', 'Keep rows where time is in the last 3 days.', 'Keep rows where action type is LogonFailed.', 'Keep rows where device name contains the term dc01.']);
    expect(logic.map(({ offset, length }) => kql.slice(offset, offset + length)).join('\n| ')).toBe(kql);
  });

  it('asks when it knows nothing of the question, and each choice is a query', () => {
    const answer = askHunt('qwertz asdf', { now });
    expect(answer.status).toBe('clarify');
    expect(answer.choices?.length).toBeGreaterThanOrEqual(2);
    for (const { kql } of answer.choices ?? []) expect(checkKql(kql, schema.hunting).runnable).toBe(true);
  });

  it('gives a vetted query for a concept, narrowed to what the question names', () => {
    const answer = askHunt('find beaconing from host ws-14 in the last 3 days', { now });
    expect(answer.library).toBe('beaconing');
    expect(answer.kql).toContain('Timestamp > ago(3d)');
    expect(answer.kql).toContain('DeviceName has "ws-14"');
    expect(checkKql(answer.kql, schema.hunting).runnable).toBe(true);
  });

  it('takes quotes, backslashes and line breaks in a question as text', () => {
    const answer = askHunt('processes with command line containing "a\\" | take 1"', { now });
    expect(checkKql(answer.kql, schema.hunting).ok).toBe(true);
    expect(answer.kql).not.toContain('| take 1\n');
  });

  it('gives a valid query for any text', () => {
    const words = fc.constantFrom('devices', 'failed', 'logons', 'not', 'with', 'more than', '5', 'by', 'user', 'emails', '"x\\y"', 'C:\\a\\b.exe', 'between', '2024-01-02', 'and', 'cve-2021-1', '10.0.0.1', 'top', '3', 'powershell', 'sign-ins', '!', '|', '"', "'", 'column', 'severity', 'high', 'or', ',', 'alerts', 'where', 'expire', 'in the next 5 days', '-', '𝕏', 'é', 'CONTOSO\\x', '.exe', 'contains', 'excluding', 'per', 'hour', 'vulnerabilities', 'agents', 'threat types');
    fc.assert(fc.property(fc.array(words, { minLength: 1, maxLength: 14 }), (parts) => {
      const answer = askChecked(parts.join(' '), { now }, schema);
      const check = checkKql(askHunt(parts.join(' '), { now }).kql, schema.hunting);
      expect(check.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(answer.kql).not.toBe('');
    }), { numRuns: 60 });
  });
});
