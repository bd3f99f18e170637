import fc from 'fast-check';
import { downloadChoices, foldSame, readCompare, readVersion, reportComment, tlpOf, type ComparedLine } from './report-words.js';

describe('words of a report', () => {
  test('downloads come documents first, with names, and only from Attest', () => {
    const chosen = downloadChoices([
      { format: 'csv', path: '/api/incidents/1/report.csv' },
      { format: 'pdf', path: '/api/incidents/1/report.pdf?version=2' },
      { format: 'html', path: 'https://evil.example/api/x' },
      { format: 'docx', path: '//evil.example/api/' },
      { format: 'md', path: 'javascript:alert(1)' },
      { format: 'odt', path: '/api/incidents/1/report.odt' },
      { format: 'constructor', path: '/api/x' },
    ]);
    expect(chosen.map(({ name }) => name)).toEqual(['PDF', 'CSV', 'ODT', 'CONSTRUCTOR']);
    expect(chosen[3]?.about).toBe('');
  });

  test('an address names two versions or none', () => {
    expect(readCompare('1..12')).toEqual({ from: 1, to: 12 });
    for (const text of ['1..', '..2', '1...2', '-1..2', '1..2 ', '1.5..2', null]) expect(readCompare(text)).toBeUndefined();
    expect(readVersion('7')).toBe(7);
    for (const text of ['', '7a', '-7', '1e3', null]) expect(readVersion(text)).toBeUndefined();
  });

  test('a marking is one of five or none', () => {
    expect(tlpOf('TLP:AMBER+STRICT')).toBe('TLP:AMBER+STRICT');
    expect(tlpOf('TLP:amber')).toBeUndefined();
    expect(tlpOf('TLP:RED"; } body { display: none } x {"')).toBeUndefined();
  });

  test('what is the same is folded but for two lines beside each difference', () => {
    const lines = [...'abcdefgh'].map((text): ComparedLine => ({ kind: 'SAME', text }));
    lines.splice(8, 0, { kind: 'ADDED', text: 'new' });
    expect(foldSame(lines).map(({ folded, lines: part }) => [folded, part.length])).toEqual([[true, 6], [false, 3]]);
    expect(foldSame(lines.slice(4)).map(({ folded, lines: part }) => [folded, part.length])).toEqual([[false, 5]]);
    expect(foldSame([])).toEqual([]);
  });

  test('folding loses no line and hides no difference', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ kind: fc.constantFrom('SAME' as const, 'ADDED' as const, 'REMOVED' as const), text: fc.string() })), (lines) => {
        const parts = foldSame(lines);
        expect(parts.flatMap((part) => part.lines)).toEqual(lines);
        for (const part of parts) if (part.folded) expect(part.lines.every(({ kind }) => kind === 'SAME')).toBe(true);
        expect(parts.some((part, index) => part.folded === parts[index + 1]?.folded)).toBe(false);
      }),
    );
  });

  test('a comment keeps the way to the report, however long its beginning', () => {
    const about = { version: 3, tlp: 'TLP:AMBER', link: 'https://attest.example/incidents/1/report?version=3' };
    expect(reportComment('Short.', about)).toBe('Short.\n\nReport version 3, TLP:AMBER: https://attest.example/incidents/1/report?version=3');
    const long = reportComment('𝒜'.repeat(9_000), about);
    expect(long.length).toBeLessThanOrEqual(4_000);
    expect(long.endsWith(about.link)).toBe(true);
    expect(long).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
    expect(reportComment('', about)).toMatch(/^Report version 3/);
  });
});
