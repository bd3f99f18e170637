import { inflateRawSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { composeIncidentReport } from '../compose/compose-report.js';
import { actionLog, alertJson, evidenceJson, incidentOf, phishing } from '../fixtures/report-fixtures.js';
import { reportToDocx } from '../word/to-docx.js';
import { sectionIds, type Report } from '../report.js';
import { FontBook } from './font-book.js';
import { reportToPdf } from './to-pdf.js';

const onePixel = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const scripts = 'Zoë Ωμέγα Привет 漢字かな 한글 紧急响应';

/** Files of a zip by name. */
function unzip(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let place = 0; place + 30 < zip.length && zip.readUInt32LE(place) === 0x04034b50;) {
    const [nameLength, extraLength, size] = [zip.readUInt16LE(place + 26), zip.readUInt16LE(place + 28), zip.readUInt32LE(place + 18)];
    const start = place + 30 + nameLength + extraLength;
    const data = zip.subarray(start, start + size);
    files.set(zip.toString('utf8', place + 30, place + 30 + nameLength), zip.readUInt16LE(place + 8) === 0 ? data : inflateRawSync(data));
    place = start + size;
  }
  return files;
}

/** A report with these texts where strangers' words come in, all sections but the long evidence. */
function report(texts: readonly string[]): Report {
  const [text = ''] = texts;
  const alerts = texts.map((each, index) => alertJson(`p${index}`, index, each, { evidence: [evidenceJson.device('pc7.contoso.example'), evidenceJson.process(each), evidenceJson.ip('203.0.113.77')] }));
  const sections = sectionIds.filter((id) => id !== 'evidence');
  return composeIncidentReport({ incident: incidentOf(alerts, { displayName: text }), events: [], actions: actionLog(), queries: texts.map((query, index) => ({ id: `q${index}`, query })), sections, template: { organisation: text, logo: onePixel, tlp: 'TLP:RED', extraSections: [{ title: text, paragraphs: texts }] } });
}

describe('FontBook', () => {
  it('finds a font for Latin, Greek, Cyrillic and CJK letters, and shows others by number', async () => {
    const book = new FontBook();
    const runs = book.runs(`${scripts} \u{1F600}`);
    expect(runs.map(({ text }) => text).join('')).toBe(`${scripts} \\u{1F600}`);
    expect(new Set(runs.map(({ font }) => font.replace(/-\d+$/, '')))).toEqual(new Set(['noto-sans-latin', 'noto-sans-greek', 'noto-sans-cyrillic', 'noto-sans-sc', 'noto-sans-kr']));
    const files = await book.files();
    for (const { font } of runs) expect(files[font]?.normal.subarray(0, 4)).toEqual(Buffer.from([0, 1, 0, 0]));
  });
});

describe('PDF', () => {
  it('has outline, language, title, the marking and embedded fonts', async () => {
    const made = await reportToPdf(composeIncidentReport({ incident: phishing(), events: [], actions: actionLog(), template: { tlp: 'TLP:RED' } }));
    const text = made.toString('latin1');
    expect(text.startsWith('%PDF-1.7')).toBe(true);
    expect(text).toContain('/Lang (en)');
    expect(text).toContain('(Incident report 77: Phishing that ends in ransomware)');
    for (const title of ['Executive summary', 'Attack story', 'Actions', 'Provenance']) expect(text).toContain(`/Title (${title})`);
    expect(text).toContain('(TLP:RED)');
    expect(text.match(/\/FontFile2 /g)?.length).toBeGreaterThanOrEqual(2);
    expect(text).not.toMatch(/\/(?:JavaScript|Launch|EmbeddedFile|URI|SubmitForm)\b/);
  });

  it('is made of whatever text there is, without asking anyone', async () => {
    const texts = [scripts, '<img src="http://evil.example/a.png"> ![](file:///etc/passwd) file:///etc/passwd', 'a\u202Eb\u0000c\u200B \ud83d\ude00 \ud83d', `powershell ${'QUJD'.repeat(262_144)}`, 'x'.repeat(1_400)];
    const fetched = globalThis.fetch;
    globalThis.fetch = (() => Promise.reject(new Error('a report must not fetch'))) as typeof fetch;
    try {
      const made = report(texts);
      const [pdf, docx] = [await reportToPdf(made), await reportToDocx(made)];
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      expect((pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g) ?? []).length).toBeLessThan(30);
      expect(unzip(docx).get('word/document.xml')?.toString('utf8')).toContain('漢字かな 한글');
    } finally {
      globalThis.fetch = fetched;
    }
  });
});

describe('Word', () => {
  it('has real headings, tables, pictures and the marking, and nothing from elsewhere', async () => {
    const files = unzip(await reportToDocx(report(['<w:p> & "quoted" **stars** # hash', 'second'])));
    const document = files.get('word/document.xml')?.toString('utf8') ?? '';
    expect(document.match(/w:val="Heading1"/g)?.length).toBeGreaterThan(10);
    expect(document.match(/<w:tbl>/g)?.length).toBeGreaterThan(5);
    expect(document).toContain('&lt;w:p&gt; &amp;');
    expect(document).toContain('**stars** # hash');
    // A line height of no rule cuts pictures off in some word processors.
    const heights = `${files.get('word/styles.xml')?.toString('utf8') ?? ''}${document}`.match(/<w:spacing[^>]*w:line=[^>]*>/g) ?? [];
    expect(heights.length).toBeGreaterThan(3);
    for (const height of heights) expect(height).toContain('w:lineRule="auto"');
    expect(files.get('word/header1.xml')?.toString('utf8')).toContain('TLP:RED');
    for (const [name, data] of files) if (name.endsWith('.rels')) expect(data.toString('utf8')).not.toContain('TargetMode="External"');
    const pictures = [...files].filter(([name]) => name.startsWith('word/media/') && name.endsWith('.png')).map(([, data]) => data);
    expect(pictures.length).toBeGreaterThanOrEqual(2);
    const drawn = pictures.find((data) => data.readUInt32BE(16) === 1300) ?? Buffer.alloc(0);
    const start = drawn.indexOf('IDAT') + 4;
    const pixels = inflateSync(drawn.subarray(start, start + drawn.readUInt32BE(start - 8)));
    expect(pixels.length).toBe((1300 * 3 + 1) * drawn.readUInt32BE(20));
    expect(pixels.some((value) => value > 0 && value < 255)).toBe(true);
  });
});
