import { describe, expect, it } from '@jest/globals';
import { summarizeIncident } from '@attest/incident-engine';
import { actionLog, alertJson, evidenceJson, incidentOf, phishing } from '../fixtures/report-fixtures.js';
import type { Block, Report, SectionId } from '../report.js';
import { reportToHtml } from '../export/to-html.js';
import { reportToJson } from '../export/to-json.js';
import { reportToMarkdown } from '../export/to-markdown.js';
import { composeIncidentReport } from './compose-report.js';

function blocks(report: Report, id: SectionId): Block[] {
  return report.sections.filter((section) => section.id === id).flatMap((section) => section.blocks);
}

function rows(report: Report, id: SectionId): string[] {
  return blocks(report, id).flatMap((block) => (block.kind === 'table' ? block.rows.map(({ cells }) => cells.join(' | ')) : block.kind === 'definitions' ? block.rows.map(({ term, text }) => `${term} | ${text}`) : []));
}

function sentences(report: Report, id: SectionId): string[] {
  return blocks(report, id).flatMap((block) => (block.kind === 'paragraph' ? block.sentences : block.kind === 'list' ? block.items : []).map(({ text }) => text));
}

describe('a report of an open incident', () => {
  const report = composeIncidentReport({ incident: phishing(), events: [], actions: actionLog() });

  it('has every part, in the order of reading', () => {
    expect(report.sections.map(({ id }) => id)).toEqual(['summary', 'classification', 'management', 'durations', 'story', 'assets', 'indicators', 'actions', 'scripts', 'queries', 'followUps', 'analysts', 'evidence', 'provenance']);
    expect(report.sections.filter((section) => section.blocks.length === 0)).toEqual([]);
  });

  it('is interim and says what is missing', () => {
    expect(report.interim).toBe(true);
    expect(report.missing).toEqual(expect.arrayContaining([expect.stringContaining('not resolved'), '3 alerts are still open.', 'It has not been classified.', 'Nobody is assigned to it.', '1 action is not finished.']));
  });

  it('measures what records tell and leaves the rest unknown, with why', () => {
    expect(rows(report, 'durations')).toEqual([
      expect.stringMatching(/^Time to detect \| 2 min 0 s \| First activity 2025-03-09 23:30:00/),
      expect.stringMatching(/^Time to acknowledge \| 32 min 0 s \| .*first action of a person 2025-03-10 00:05:00/),
      expect.stringMatching(/^Time to contain \| 36 min 0 s \| .*2025-03-10 00:06:00/),
      'Time to resolve | Unknown | The incident is not resolved.',
    ]);
  });

  it('defangs indicators and keeps hashes whole', () => {
    const shown = rows(report, 'indicators').join('\n');
    expect(shown).toContain('203[.]0[.]113[.]77');
    expect(shown).toContain('hxxps://login[.]fabrikam[.]example/a');
    expect(shown).toContain('ab'.repeat(32));
    expect(report.indicators).toEqual(expect.arrayContaining([expect.objectContaining({ type: 'ip', value: '203.0.113.77', techniques: ['T1078.004'] })]));
  });

  it('tells the state of assets from evidence and the action log', () => {
    expect(rows(report, 'assets').find((row) => row.includes('pc7'))).toContain('Isolate device: confirmed');
    expect(rows(report, 'assets').find((row) => row.includes('marta'))).toContain('Force password reset: proposed');
  });

  it('names the ids of an asset that other tools ask for', () => {
    expect(rows(report, 'assets').find((row) => row.includes('pc7'))).toContain('| id-of-pc7');
    const started = composeIncidentReport({ incident: incidentOf([alertJson('p', 0, 'Started', { evidence: [evidenceJson.process('run.exe -quiet')] })]), events: [] });
    expect(rows(started, 'evidence').find((row) => row.startsWith('process | run.exe'))).toMatch(/\| (?:.*; )?PID 77(?:;| \|)/);
  });

  it('names people and automation with their part', () => {
    expect(rows(report, 'analysts')).toEqual(['ana@contoso.example | Person | actions (1), approvals (1), actions undone (1)', 'ben@contoso.example | Person | actions (1)', 'attest | Automation | actions (2)', 'connector lab | Automation | actions (1)']);
  });

  it('lists what is open: actions not finished and advice, each step once', () => {
    expect(sentences(report, 'followUps')).toEqual(['Force password reset on marta.lind@contoso.example: proposed']);
    expect(rows(report, 'followUps')).toEqual(['Ask the user what was opened. | 2', 'Reset the password of the user. | 1']);
  });

  it('cites for every sentence of prose a fact that the report lists', () => {
    const known = new Set(report.facts.map(({ id }) => id));
    const cited = [...blocks(report, 'summary'), ...blocks(report, 'story')].flatMap((block) => (block.kind === 'paragraph' ? block.sentences : []));
    expect(cited.length).toBeGreaterThan(3);
    for (const { text, facts } of cited) expect({ text, known: facts.length > 0 && facts.every((id) => known.has(id)) }).toEqual({ text, known: true });
  });

  it('draws the story', () => {
    const figures = blocks(report, 'story').flatMap((block) => (block.kind === 'figure' ? [block.figure] : []));
    expect(figures.map(({ id }) => id)).toEqual(['attackGraph', 'timelineLanes']);
    for (const { shapes, width } of figures) for (const shape of shapes) if (shape.kind === 'box') expect(shape.x + shape.width).toBeLessThanOrEqual(width);
  });
});

describe('a report of a closed incident', () => {
  const closed = phishing({
    status: 'resolved', classification: 'truePositive', determination: 'phishing', resolvingComment: 'The user confirmed the link', assignedTo: 'ana@contoso.example', lastModifiedBy: 'ana@contoso.example',
    comments: [{ comment: 'Called the user. We still need to rotate the shared mailbox password. Backups are fine.', createdByDisplayName: 'ana@contoso.example', createdDateTime: '2025-03-10T01:00:00Z' }, { comment: 'Alert linked', createdByDisplayName: 'Microsoft Defender XDR - alert correlation', createdDateTime: '2025-03-09T23:40:00Z' }],
  });
  const report = composeIncidentReport({ incident: closed, events: [], actions: [], history: [{ at: '2025-03-10T00:33:00Z', kind: 'assigned', by: 'lead@contoso.example', to: 'ana@contoso.example' }, { at: '2025-03-10T07:33:00Z', kind: 'status', by: 'ana@contoso.example', from: 'active', to: 'resolved' }] });

  it('is final and gives the reason', () => {
    expect(report.interim).toBe(false);
    expect(rows(report, 'classification')).toEqual(['Classification | true positive', 'Determination | phishing', 'Reason given | The user confirmed the link', 'Last changed by | ana@contoso.example']);
  });

  it('tells each moment, by whom, and whether that is a person', () => {
    const shown = rows(report, 'management');
    expect(shown).toContain('2025-03-10 00:33:00 | Assigned: ana@contoso.example | lead@contoso.example | Person');
    expect(shown).toContain('2025-03-10 07:33:00 | Status active to resolved | ana@contoso.example | Person');
    expect(shown).toContain('2025-03-09 23:40:00 | Comment | Microsoft Defender XDR - alert correlation | Automation');
    expect([...shown].sort()).toEqual(shown);
  });

  it('measures to the records of the handling', () => {
    expect(rows(report, 'durations')[1]).toContain('| 1 h 0 min |');
    expect(rows(report, 'durations')[3]).toContain('| 8 h 0 min |');
    expect(rows(report, 'durations')[2]).toBe('Time to contain | Unknown | The action log holds no confirmed containment.');
  });

  it('quotes of the comments what is left to do, and nothing else', () => {
    expect(sentences(report, 'followUps')).toEqual(['We still need to rotate the shared mailbox password. (ana@contoso.example, 2025-03-10 01:00:00)']);
  });
});

describe('a report as a function of its input', () => {
  it('gives the same bytes for the same input in any order of alerts', () => {
    const incident = phishing();
    const input = { incident, events: [], actions: actionLog() };
    const once = composeIncidentReport(input);
    const again = composeIncidentReport({ ...input, incident: { ...incident, alerts: [...incident.alerts].reverse() } });
    for (const write of [reportToJson, reportToMarkdown, reportToHtml]) expect(write(again)).toBe(write(once));
  });

  it('says that no action log was given, and does not say that nothing was done', () => {
    const report = composeIncidentReport({ incident: phishing(), events: [] });
    expect(blocks(report, 'actions')).toEqual([{ kind: 'note', text: expect.stringContaining('cannot say which actions') }]);
    expect(report.missing).toContain('The action log was not given.');
  });

  it('takes a summary of the same records and refuses one of others', async () => {
    const input = { incident: phishing(), events: [] };
    const own = await summarizeIncident(input);
    const told = { ...own, provenance: { ...own.provenance, composer: 'model' as const, model: 'some-model' } };
    expect(composeIncidentReport({ ...input, summary: told }).provenance).toMatchObject({ composer: 'model', model: 'some-model' });
    const other = composeIncidentReport({ incident: phishing({ severity: 'low' }), events: [], summary: told });
    expect(other.provenance).toMatchObject({ composer: 'rules', fallback: expect.stringContaining('other records') });
  });

  it('drops a sentence that its facts do not carry, and says so', async () => {
    const input = { incident: phishing(), events: [] };
    const own = await summarizeIncident(input);
    const lie = { section: 'lead' as const, text: 'The attacker moved to dc01.contoso.example.', facts: ['i1'] };
    const report = composeIncidentReport({ ...input, summary: { ...own, card: { ...own.card, statements: [...own.card.statements, lie] } } });
    expect(sentences(report, 'summary').join(' ')).not.toContain('dc01');
    expect(report.provenance.dropped).toEqual([expect.objectContaining({ text: lie.text })]);
  });

  it('keeps to the sections asked for, with provenance', () => {
    const report = composeIncidentReport({ incident: phishing(), events: [], sections: ['actions', 'summary'] });
    expect(report.sections.map(({ id }) => id)).toEqual(['summary', 'actions', 'provenance']);
  });

  it('speaks German where the text is fixed', () => {
    const report = composeIncidentReport({ incident: phishing(), events: [], language: 'de', template: { title: 'Lagebericht', extraSections: [{ title: 'Auswirkung', paragraphs: ['Zwei Stunden Ausfall.'] }] } });
    expect(report.sections.map(({ title }) => title)).toEqual(expect.arrayContaining(['Zusammenfassung', 'Maßnahmen', 'Auswirkung', 'Herkunft']));
    expect(report.title).toBe('Lagebericht');
    expect(report.missing.join(' ')).toContain('nicht gelöst');
  });

  it.each([
    ['an unknown marking', { tlp: 'TLP:PINK' as never }],
    ['a logo from elsewhere', { logo: 'https://example.org/logo.png' }],
    ['a logo that is SVG', { logo: 'data:image/svg+xml;base64,PHN2Zy8+' }],
    ['a logo that is no PNG', { logo: `data:image/png;base64,${Buffer.from('<script>').toString('base64')}` }],
  ])('refuses %s', (_, template) => {
    expect(() => composeIncidentReport({ incident: phishing(), events: [], template })).toThrow(expect.objectContaining({ code: 'TEMPLATE_INVALID' }));
  });
});
