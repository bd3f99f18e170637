import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { composeIncidentReport } from '../compose/compose-report.js';
import { actionLog, alertJson, evidenceJson, incidentOf, phishing } from '../fixtures/report-fixtures.js';
import type { Report, SectionId } from '../report.js';
import { limitReport } from './limit-report.js';
import { reportToCsv } from './to-csv.js';
import { reportToHtml } from './to-html.js';
import { reportToMarkdown } from './to-markdown.js';
import { reportToStix } from './to-stix.js';

const hostile = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</style><style>*{display:none}', '![p](http://evil.example/p.png)', '[click](javascript:alert(1))', '| a | b |', '**bold** _it_ `code` ``` ~~~', '# heading', '- item', '1. item', '> quote', '---', '=cmd|"/c calc"!A0', '@SUM(A1)', '+1+1', '-2+3',
  'file:///etc/passwd', '\\\\evil.example\\share\\a.png', '\u202Egnp.exe', 'a\u200Bb\u2066c', '<!--', ']]>', '&lt;b&gt; &amp;', '{{7*7}} ${7*7} <%= 7 %>', '$E=mc^2$', "'; DROP TABLE x; --", '漢字かな한글 ΑΒΓ АБВ', '\ud83d\ude00', 'https://evil.example/?a=1&b=2', 'www.evil.example', '\\u{202E}', '&#x3C;script&#x3E;',
];

/** A report with a text at every door that a stranger's words come in by. */
function reportWith(text: string, sections?: SectionId[]): Report {
  const incident = incidentOf(
    [alertJson('p1', 0, 'Files are being encrypted', { assignedTo: text, comments: [{ comment: `Please check ${text}`, createdByDisplayName: text, createdDateTime: '2025-03-10T01:00:00Z' }], evidence: [evidenceJson.device('pc7.contoso.example'), evidenceJson.user('marta.lind@contoso.example', { remediationStatus: text }), evidenceJson.process(`run ${text}`)], recommendedActions: `Look at the device ${text}` })],
    { displayName: text, assignedTo: text, lastModifiedBy: text, resolvingComment: text },
  );
  const actions = [...actionLog(), { id: text, action: text, target: { name: text, type: text }, state: text, by: text, at: text, approvedBy: text, reason: text, result: text, undone: { by: text, at: text, reason: text } }];
  return composeIncidentReport({ incident, events: [], actions, queries: [{ id: 'q', query: text, by: text, question: text }], history: [{ at: '2025-03-10T02:00:00Z', kind: 'other', to: text, by: text, reason: text }], recommendations: [{ action: text, target: { name: text }, reason: text, priority: 1 }], auditHead: text, template: { organisation: text, extraSections: [{ title: text, paragraphs: [text] }] }, ...(sections ? { sections } : {}) });
}

const tables: SectionId[] = ['management', 'actions', 'queries', 'followUps', 'analysts', 'extra', 'classification'];
const plain = 'plain words';

describe('HTML', () => {
  const tagsOf = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];

  it.each(hostile)('%j changes nothing but its own text', (text) => {
    // Attributes with words of the incident are compared by their names.
    const shape = (value: string): string[] => tagsOf(reportToHtml(reportWith(value, tables))).map((tag) => tag.replace(/aria-label="[^"]*"|aria-labelledby="[^"]*"/g, 'label'));
    expect(shape(`x ${text}`)).toEqual(shape(`x ${plain}`));
  });

  it.each(hostile)('%j brings nothing from elsewhere and no script', (text) => {
    const html = reportToHtml(reportWith(text));
    expect(html).not.toMatch(/<(?:script|iframe|object|embed|link|base|form|input|img)\b/i);
    expect(tagsOf(html).join(' ')).not.toMatch(/\b(?:on\w+|src|style)=|javascript:|url\(/i);
    expect(tagsOf(html).filter((tag) => tag.includes('href=')).every((tag) => /^<a href="#(?:s\d+|fact-[a-z]\d+)">$/.test(tag))).toBe(true);
  });

  it('has a policy that holds its own style and nothing else, title, language and a place for every mark', () => {
    const html = reportToHtml(composeIncidentReport({ incident: phishing(), events: [], actions: actionLog(), language: 'de' }));
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    expect(html).toContain(`content="default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; img-src data:;`);
    expect(html).toContain('<html lang="de">');
    expect(html).toMatch(/<title>[^<]+<\/title>/);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });
});

describe('Markdown', () => {
  it.each(hostile)('%j stays text', (text) => {
    const shape = (value: string): string[] => reportToMarkdown(reportWith(value, tables)).split('\n').map((each) => /^(?:#+|\||[->]|```\w*|$)/.exec(each)?.[0] ?? 'text');
    expect(shape(`x ${text}`)).toEqual(shape(`x ${plain}`));
    const prose = reportToMarkdown(reportWith(text)).replace(/(`+)[\s\S]*?\1/g, '');
    expect(prose).not.toMatch(/<[a-z!/]|(?<!\\)\]\(|(?<!\\)!\[(?!\\)[^\\]*\]\(|https?:\/\//i);
  });

  it('keeps the columns of a table whatever is in a cell', () => {
    const text = reportToMarkdown(reportWith('a | b \\| c'));
    const lines = text.split('\n');
    lines.forEach((each, index) => {
      if (!each.startsWith('| ---')) return;
      const columns = (row: string): number => row.replace(/\\[\\|]/g, '').split('|').length;
      for (let row = index + 1; lines[row]?.startsWith('|'); row++) expect(columns(lines[row] ?? '')).toBe(columns(lines[index - 1] ?? ''));
    });
  });
});

describe('CSV', () => {
  it('holds one row for each indicator and no cell that is a formula', () => {
    const report = composeIncidentReport({ incident: phishing(), events: [] });
    report.indicators.push({ type: 'file', value: '=cmd|"/c calc"!A0', shown: '+1', role: '-2', verdict: '@x', firstSeen: '', alerts: 1, techniques: [], facts: [] });
    const lines = reportToCsv(report).trimEnd().split('\r\n');
    expect(lines).toHaveLength(report.indicators.length + 1);
    expect(lines.at(-1)).toContain('"file","\'=cmd|""/c calc""!A0","\'+1","\'-2","\'@x"');
    for (const each of lines) expect(each).not.toMatch(/(?:^|,)"?\s*[=+\-@]/);
  });
});

describe('STIX', () => {
  const report = composeIncidentReport({ incident: phishing(), events: [], template: { tlp: 'TLP:GREEN', organisation: 'Contoso SOC' } });
  const bundle = JSON.parse(reportToStix(report)) as { id: string; objects: (Record<string, unknown> & { id: string; type: string })[] };

  it('holds a report, indicators with what they are based on, and techniques', () => {
    const types = bundle.objects.map(({ type }) => type);
    for (const type of ['marking-definition', 'identity', 'report', 'indicator', 'observed-data', 'attack-pattern', 'relationship', 'ipv4-addr', 'url', 'file']) expect(types).toContain(type);
    expect(types.filter((type) => type === 'indicator')).toHaveLength(report.indicators.length);
  });

  it('has valid ids, each once, and no reference to what is not there', () => {
    const ids = bundle.objects.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, type } of bundle.objects) expect(id).toMatch(new RegExp(`^${type}--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`));
    for (const object of bundle.objects) for (const [key, value] of Object.entries(object)) if (/_refs?$/.test(key)) for (const id of [value].flat()) expect(ids).toContain(id);
  });

  it('writes what an indicator is as a pattern, quotes and backslashes escaped', () => {
    const patterns = bundle.objects.map(({ pattern }) => pattern).filter(Boolean);
    expect(patterns).toContain("[ipv4-addr:value = '203.0.113.77']");
    expect(patterns).toContain(`[file:hashes.'SHA-256' = '${'ab'.repeat(32)}']`);
    const odd = { ...report, indicators: [{ type: 'registry', value: "HKLM\\A'B", shown: '', role: '', verdict: '', firstSeen: '', alerts: 0, techniques: [], facts: [] }] };
    expect(reportToStix(odd)).toContain(JSON.stringify("[windows-registry-key:key = 'HKLM\\\\A\\'B']").slice(1, -1));
  });
});

describe('a long report', () => {
  it('is cut in documents with a note of what was cut, and whole as it was composed', () => {
    const alerts = Array.from({ length: 900 }, (_, index) => alertJson(`a${index}`, index, 'Files are being encrypted', { evidence: [evidenceJson.ip(`203.0.${index % 200}.${index % 250}`)] }));
    const report = composeIncidentReport({ incident: incidentOf(alerts), events: [], sections: ['evidence'] });
    const table = (from: Report): number => from.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' && block.id === 'alerts' ? [block.rows.length] : [])))[0] ?? 0;
    expect(table(report)).toBe(900);
    expect(table(limitReport(report))).toBe(500);
    expect(reportToMarkdown(report)).toContain('Alerts: the first 500 of 900 are shown.');
  });
});
