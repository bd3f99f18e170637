import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { actionWords, auditHeadOf, foldActions, parseActionLog } from './action-log.js';
import { composeIncidentReport } from './compose/compose-report.js';
import { reportToHtml } from './export/to-html.js';
import { reportToMarkdown } from './export/to-markdown.js';
import { actionLog, phishing } from './fixtures/report-fixtures.js';
import type { ActionRecord } from './report-input.js';

const line = (value: unknown): string => JSON.stringify(value);

describe('parseActionLog', () => {
  it('reads what it is written as', () => {
    expect(parseActionLog(`${actionLog().map(line).join('\n')}\n\n`)).toEqual(actionLog());
  });

  it('takes a name for a target, and a record inside the row of an audit export', () => {
    const text = [line({ id: 'a', action: 'isolateDevice', target: 'pc7', state: 'SENT' }), line({ seq: 2, hash: 'ff', kind: 'action', at: '2025-01-01T00:00:00Z', actor: 'ana', payload: { id: 'b', action: 'blockIndicator', target: { name: '203.0.113.7' }, state: 'CONFIRMED' } }), line({ seq: 3, hash: 'fe', kind: 'signIn', actor: 'ana' })].join('\n');
    expect(parseActionLog(text)).toEqual([expect.objectContaining({ id: 'a', target: { name: 'pc7' } }), expect.objectContaining({ id: 'b', by: 'ana', at: '2025-01-01T00:00:00Z' })]);
  });

  it('reads the audit export of the responder, keeps to the incident, and tells the head of its chain', () => {
    const row = (sequence: number, operation: string, subjectId: string, incidentId: string, to: string): unknown => ({ tenant: 't', sequence, at: `2025-03-10T00:0${sequence}:00.000Z`, actor: { kind: 'person', subject: 's-1', name: 'Ana' }, operation, subjectId, incidentId, details: { action: 'isolateDevice', reverse: false, target: { type: 'device', id: 'd', name: 'pc7' }, from: null, to, reason: 'Encryption goes on' }, previous: '0'.repeat(64), hash: String(sequence).repeat(64) });
    const text = [row(1, 'action.proposed', 'a', '77', 'PROPOSED'), row(2, 'guidebook.activated', 'g', '77', ''), row(3, 'action.approved', 'a', '77', 'APPROVED'), row(4, 'action.approved', 'b', '78', 'APPROVED')].map(line).join('\n');
    const report = composeIncidentReport({ incident: phishing(), events: [], actions: parseActionLog(`${text}\n`), auditHead: auditHeadOf(`${text}\n`), sections: ['actions'] });
    const [rows] = report.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? [block.rows.map(({ cells }) => cells)] : [])));
    expect(rows).toEqual([['2025-03-10 00:03:00', 'Isolate device', 'pc7 (device)', 'approved', 'Ana, approved by Ana', expect.stringMatching(/^Reason: Encryption goes on\. .*Id a$/)]]);
    expect(report.provenance.auditHead).toBe('4'.repeat(64));
  });

  it.each([
    ['no JSON', '{"id":"a"', 'Line 1'],
    ['a list', '[]', 'Line 1 of the action log is not an object'],
    ['an action without a state', `${line({ id: 'a', action: 'x', target: 'y', state: 'SENT' })}\n${line({ id: 'b', action: 'x', target: 'y' })}`, 'Line 2 of the action log tells of an action without state'],
  ])('refuses %s and names the line', (_, text, message) => {
    expect(() => parseActionLog(text)).toThrow(expect.objectContaining({ code: 'ACTION_LOG_INVALID', message: expect.stringContaining(message) }));
  });
});

describe('foldActions', () => {
  it('takes lines of one id for one action, in order of time and not of lines', () => {
    const folded = foldActions([...actionLog()].reverse());
    expect(folded.map(({ id, state, approvedBy }) => [id, state, approvedBy])).toEqual([['act-1', 'CONFIRMED', 'ana@contoso.example'], ['act-3', 'PROPOSED', ''], ['act-2', 'CONFIRMED', '']]);
    expect(folded[0]?.steps.map(({ state }) => state)).toEqual(['PROPOSED', 'APPROVED', 'CONFIRMED']);
    expect(folded[2]?.undone).toEqual({ by: 'ana@contoso.example', at: '2025-03-10T00:20:00.000Z', reason: 'Shared address' });
  });
});

describe('actionWords', () => {
  it.each([['isolateDevice', 'Isolate device'], ['stop_and_quarantine-file', 'Stop and quarantine file'], ['Call the bank', 'Call the bank']])('%s reads %s', (id, words) => {
    expect(actionWords(id)).toBe(words);
  });
});

const states = ['PROPOSED', 'APPROVED', 'DECLINED', 'INTENT', 'SENT', 'CONFIRMED', 'FAILED', 'UNKNOWN', 'UNDONE'];
const record = fc.record({
  number: fc.integer({ min: 0, max: 25 }),
  state: fc.constantFrom(...states),
  by: fc.constantFrom('ana@contoso.example', 'ben@contoso.example', 'attest', 'connector lab'),
  second: fc.integer({ min: 0, max: 100_000 }),
  reason: fc.option(fc.string({ maxLength: 40 }), { nil: undefined }),
});

describe('the actions section', () => {
  it('holds every action of a log once and none that is not in it, in 200 random logs', () => {
    const incident = phishing();
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), (lines) => {
        const log = lines.map(({ number, state, by, second, reason }): ActionRecord => ({ id: `act-${number}.`, action: `isolateDevice${number % 3}`, target: { name: `host${number}.contoso.example` }, state, by, at: new Date(Date.UTC(2025, 2, 10, 0, 0, second)).toISOString(), ...(reason === undefined ? {} : { reason }) }));
        const report = composeIncidentReport({ incident, events: [], actions: log, sections: ['actions'] });
        const rows = report.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' && block.id === 'actions' ? block.rows : [])));
        const ids = [...new Set(log.map(({ id }) => id))];
        expect(rows.map(({ cells }) => /Id (act-\d+\.)$/.exec(cells[5] ?? '')?.[1]).sort()).toEqual([...ids].sort());
        for (const { cells } of rows) {
          const id = /Id (act-\d+\.)$/.exec(cells[5] ?? '')?.[1];
          const own = log.filter((each) => each.id === id);
          const last = own.reduce((a, b) => ((b.at ?? '') >= (a.at ?? '') ? b : a));
          expect(cells[0]).toBe(last.at?.slice(0, 19).replace('T', ' '));
          expect(cells[2]).toBe(last.target.name);
          expect(cells[4]).toContain(last.by);
        }
        for (const text of [reportToMarkdown(report), reportToHtml(report)]) for (const id of ids) expect(text.split(`Id ${id}`)).toHaveLength(2);
      }),
      { numRuns: 200 },
    );
  });
});
