import fc from 'fast-check';
import { checkKql } from '../checker/checker.js';
import { askHunt } from './ask-hunt.js';
import { shippedAskSchema } from './ask-schema.js';
import { explainKql } from './explain-kql.js';
import type { HuntPlan } from './hunt-plan.js';
import { pivotQueries, type PivotEntity } from './pivot-queries.js';
import { refineHunt } from './refine-hunt.js';
import { refineText } from './refine-text.js';
import { relaxations } from './relaxations.js';
import { traceLiterals } from './trace-literals.js';

const schema = shippedAskSchema();
const context = { now: new Date('2026-11-30T12:00:00Z'), incident: { devices: ['ws-7'], users: ['jdoe'] } };

describe('refineHunt', () => {
  const first = askHunt('failed logons in the last 3 days', context).plan as HuntPlan;
  const refined = (text: string): string => refineHunt(first, text, context).kql.replace(/\s+/g, ' ');

  it.each([
    ['only on that host', 'DeviceLogonEvents | where Timestamp > ago(3d) | where ActionType == "LogonFailed" | where DeviceName has "ws-7"'],
    ['by hour', 'DeviceLogonEvents | where Timestamp > ago(3d) | where ActionType == "LogonFailed" | summarize Count = count() by bin(Timestamp, 1h) | sort by Timestamp asc'],
    ['exclude system', 'DeviceLogonEvents | where Timestamp > ago(3d) | where ActionType == "LogonFailed" | where AccountName !~ "system"'],
    ['last 24 hours instead', 'DeviceLogonEvents | where Timestamp > ago(24h) | where ActionType == "LogonFailed"'],
    ['count them', 'DeviceLogonEvents | where Timestamp > ago(3d) | where ActionType == "LogonFailed" | count'],
    ['without service accounts', 'DeviceLogonEvents | where Timestamp > ago(3d) | where ActionType == "LogonFailed"'],
    ['what about successful ones?', 'DeviceLogonEvents | where Timestamp > ago(3d) | where ActionType == "LogonSuccess"'],
    ['how many devices?', 'DeviceLogonEvents | where Timestamp > ago(3d) | where ActionType == "LogonFailed" | summarize DeviceIdCount = dcount(DeviceId)'],
    ['remove the time filter', 'DeviceLogonEvents | where ActionType == "LogonFailed"'],
    ['top 10 users', 'DeviceLogonEvents | where Timestamp > ago(3d) | where ActionType == "LogonFailed" | summarize Count = count() by AccountName | top 10 by Count desc'],
  ])('%s', (text, kql) => {
    expect(refined(text)).toBe(kql);
  });

  it('says that a value came from the incident', () => {
    expect(refineHunt(first, 'only on that host', context).literals.find(({ value }) => value === 'ws-7')?.origin).toBe('incident');
  });
});

describe('refineHunt, one after the other', () => {
  const chain = (question: string, ...more: string[]): string => {
    let plan = askHunt(question, context).plan as HuntPlan;
    let { kql } = askHunt(question, context);
    for (const text of more) ({ plan = plan, kql } = refineHunt(plan, text, context));
    return kql.replace(/\s+/g, ' ');
  };

  it('keeps what the ones before asked for', () => {
    expect(chain('Show network connections to remote port 4444', 'only on that host', 'by remote ip', 'only those with more than 5')).toBe('DeviceNetworkEvents | where RemotePort == 4444 | where DeviceName has "ws-7" | summarize Count = count() by RemoteIP | where Count > 5 | sort by Count desc');
    expect(chain('failed logons on ws-1', 'also on ws-9', 'by hour')).toBe('DeviceLogonEvents | where ActionType == "LogonFailed" | where DeviceName has_any ("ws-1", "ws-9") | summarize Count = count() by bin(Timestamp, 1h) | sort by Timestamp asc');
    expect(chain('Show network connections to remote port 4444', 'also 8080')).toContain('RemotePort in (4444, 8080)');
  });
});

describe('refineText', () => {
  const kql = 'DeviceProcessEvents\n| where Timestamp > ago(7d)\n| where FileName =~ "cmd.exe"\n| extend Length = strlen(ProcessCommandLine)';
  const refined = (text: string, query = kql): string | undefined => refineText(query, text, context)?.kql.replace(/\s+/g, ' ');

  it.each([
    ['only on that host', 'DeviceProcessEvents | where DeviceName has "ws-7" | where Timestamp > ago(7d) | where FileName =~ "cmd.exe" | extend Length = strlen(ProcessCommandLine)'],
    ['last 24 hours instead', 'DeviceProcessEvents | where Timestamp > ago(24h) | where FileName =~ "cmd.exe" | extend Length = strlen(ProcessCommandLine)'],
    ['by hour', 'DeviceProcessEvents | where Timestamp > ago(7d) | where FileName =~ "cmd.exe" | extend Length = strlen(ProcessCommandLine) | summarize Count = count() by bin(Timestamp, 1h) | sort by Timestamp asc'],
  ])('changes a query without a plan: %s', (text, expected) => {
    expect(refined(text)).toBe(expected);
  });

  it('changes nothing where it would have to guess, and nothing that would not run', () => {
    expect(refined('by hour', `${kql}\n| summarize count() by FileName`)).toBeUndefined();
    expect(refined('thank you')).toBeUndefined();
    expect(refined('only on that host', 'print 1')).toBeUndefined();
  });

  it('gives a valid query or none, whatever is asked', () => {
    const words = fc.constantFrom('only', 'on', 'that host', 'by', 'hour', 'device', 'exclude', 'cmd.exe', '10.0.0.1', 'last 3 days', '"x"', 'top 5', 'count', 'users', 'or', 'not');
    fc.assert(fc.property(fc.array(words, { minLength: 1, maxLength: 6 }), (parts) => {
      const changed = refineText(kql, parts.join(' '), context);
      if (changed !== undefined) expect(checkKql(changed.kql, schema.hunting).runnable).toBe(true);
    }), { numRuns: 15 });
  });
});

describe('relaxations', () => {
  const kql = 'DeviceLogonEvents\n| where Timestamp > ago(3d) and ActionType == "LogonFailed"\n| where (AccountName =~ "a" or AccountName =~ "b")\n| summarize count() by DeviceName';

  it('leaves out one filter at a time, and each is a query', () => {
    const found = relaxations(kql, schema);
    expect(found.map(({ dropped }) => dropped)).toEqual(['Timestamp > ago(3d)', 'ActionType == "LogonFailed"', '(AccountName =~ "a" or AccountName =~ "b")']);
    expect(found[0]?.kql).toContain('| where ActionType == "LogonFailed"\n');
    expect(found[1]?.kql).toContain('| where Timestamp > ago(3d)\n');
    expect(found[2]?.kql).not.toContain('AccountName');
    for (const each of found) {
      expect(checkKql(each.kql, schema.hunting).ok).toBe(true);
      expect(kql.slice(each.offset, each.offset + each.length)).toBe(each.dropped);
    }
  });

  it('reaches into joins and gives nothing for a text that is no query', () => {
    expect(relaxations('AlertInfo | join (AlertEvidence | where DeviceName == "x") on AlertId', schema).map(({ dropped }) => dropped)).toEqual(['DeviceName == "x"']);
    expect(relaxations('x'.repeat(50), schema)).toEqual([]);
  });
});

describe('explainKql', () => {
  it('has a sentence for every operator, in order, at its place', () => {
    const kql = 'DeviceProcessEvents | where FileName =~ "cmd.exe" and Timestamp > ago(2d) | extend A = strlen(FileName) | summarize Count = count() by DeviceName, bin(Timestamp, 1h) | top 5 by Count desc';
    const lines = explainKql(kql, schema);
    expect(lines.map(({ text }) => text)).toEqual(['Read DeviceProcessEvents.', 'Keep rows where file name is "cmd.exe" and time is in the last 2 days.', 'Compute a.', 'For each device name and time in steps of 1 hour, compute count.', 'Keep the 5 rows by Count highest first.']);
    expect(kql.slice(lines[1]?.offset, (lines[1]?.offset ?? 0) + (lines[1]?.length ?? 0))).toBe('where FileName =~ "cmd.exe" and Timestamp > ago(2d)');
  });
});

describe('traceLiterals', () => {
  it('tells question, incident, catalogue and assumed apart', () => {
    const kql = 'DeviceLogonEvents | where Timestamp > ago(7d) | where DeviceName has "ws-7" | where ActionType == "LogonFailed" | where AccountName == "bob" and LogonId == 77 // "no literal"';
    expect(traceLiterals(kql, 'what did bob do last week', schema, context).map(({ value, origin }) => `${value}:${origin}`)).toEqual(['7d:question', 'ws-7:incident', 'LogonFailed:catalogue', 'bob:question', '77:assumed']);
  });
});

describe('pivotQueries', () => {
  it('gives valid queries whatever the value holds', () => {
    const types: PivotEntity['type'][] = ['host', 'user', 'ip', 'file', 'hash', 'url', 'domain', 'mail', 'mailbox', 'process'];
    fc.assert(fc.property(fc.constantFrom(...types), fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom('a" or true', 'x\\', 'a\nb', 'CONTOSO\\jdoe', 'a@b.c', 'f'.repeat(64), 'f'.repeat(40))), (type, value) => {
      for (const { kql } of pivotQueries({ type, value })) expect(checkKql(kql, schema.hunting).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    }), { numRuns: 25 });
  });
});
