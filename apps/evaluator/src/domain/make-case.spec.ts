import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { incidentInputDigest } from '@attest/incident-engine';
import { parseIncident, type EventRow } from '@attest/security-model';
import { makeCase, type CaseSource, type MadeCase } from './make-case.js';

const { incident } = parseIncident({ id: '7', displayName: 'An incident', alerts: [{ id: 'a1', title: 'Logon', evidence: [{ '@odata.type': '#microsoft.graph.security.userEvidence', userAccount: { accountName: 'jdoe', domainName: 'FABRIKAM' } }] }] });
const row = { Table: 'DeviceLogonEvents', Timestamp: '2026-05-12T08:00:00Z', AccountName: 'jdoe', Reason: '' };
const packed = (text: string): Uint8Array => gzipSync(text);
const inputIn = ({ input }: MadeCase): unknown => (input === null ? null : JSON.parse(gunzipSync(input).toString('utf8')));

function sourceOf(rows: readonly Record<string, unknown>[], more: Partial<CaseSource> = {}): CaseSource {
  return {
    secret: 'secret', tenant: 'northwind', caseId: 'c-1', kind: 'incidentSummary', digest: incidentInputDigest({ incident, events: rows as unknown as EventRow[] }), at: '2026-05-12T09:00:00.000Z',
    incident: packed(JSON.stringify(incident)), events: packed(rows.map((each) => JSON.stringify(each)).join('\n')), card: null, actions: [], people: ['Ana Person'], corrections: [], tags: [], ...more,
  };
}

describe('what a case is made of', () => {
  it('has the records without the numbers of rows, and the same names in what people said', () => {
    const made = makeCase(sourceOf([{ ...row, $row: 3 }], { corrections: [{ statement: 0, shown: 'jdoe@fabrikam.com of Northwind, says Ana Person', right: 'FABRIKAM\\jdoe' }], tags: ['jdoe', 'identity'] }));
    const { events } = inputIn(made) as { events: { AccountName: string }[] };
    const name = events[0]!.AccountName;
    expect(made.state).toBe('INSIDE');
    expect(events).toEqual([{ ...row, AccountName: name }]);
    expect(made.tags).toEqual([name, 'identity']);
    expect(made.corrections[0]!.right).toMatch(new RegExp(`^org-[b-t]+\\\\${name}$`));
    expect(JSON.stringify(made.corrections)).not.toMatch(/jdoe|fabrikam|northwind|ana person/i);
  });

  it('leaves an input out that no case takes, and says so', () => {
    const large = Array.from({ length: 800 }, () => ({ ...row, Reason: 'x'.repeat(20_500) }));
    expect(makeCase(sourceOf(large))).toMatchObject({ state: 'UNFIT', input: null });
    expect(makeCase(sourceOf([{ ...row, Timestamp: 'noon' }]))).toMatchObject({ state: 'UNFIT', input: null });
  });

  it('takes no other input for the one of the card', () => {
    expect(makeCase(sourceOf([row], { digest: 'a'.repeat(64) }))).toMatchObject({ state: 'CHANGED', input: null });
    expect(makeCase(sourceOf([row], { incident: null, events: null }))).toMatchObject({ state: 'NO_COPY', input: null });
    const text = 'type C:\\Users\\jdoe\\a.txt';
    const script = (given: string): Partial<CaseSource> => ({ kind: 'scriptAnalysis', incident: null, events: null, digest: createHash('sha256').update(text).digest('hex'), card: packed(JSON.stringify({ script: { text: given, fileName: 'jdoe.ps1' } })) });
    expect(makeCase(sourceOf([], script(`${text} `)))).toMatchObject({ state: 'NO_SCRIPT', input: null });
    expect(inputIn(makeCase(sourceOf([], script(text))))).toEqual({ text: expect.stringMatching(/^type C:\\Users\\person-[b-t]+\\a\.txt$/) as unknown, fileName: expect.stringMatching(/^person-[b-t]+\.ps1$/) as unknown });
  });
});
