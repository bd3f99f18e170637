import fc from 'fast-check';
import { leadOf, readReport } from './report-document.js';

const table = { kind: 'table', id: 'actions', caption: 'Actions', columns: [{ title: 'Time', weight: 2 }, { title: 'Command', weight: 4, code: true }], rows: [{ cells: ['10:00', 'whoami', 'one too many'], facts: ['a1', 7] }, { cells: ['10:01'], facts: [] }], total: 9 };

describe('a report', () => {
  test('is read with every kind of block', () => {
    const report = readReport({
      title: 'Report',
      language: 'de',
      sections: [
        {
          id: 'summary',
          title: 'Executive summary',
          blocks: [
            { kind: 'heading', text: 'Key figures' },
            { kind: 'paragraph', sentences: [{ text: 'A device was hit.', facts: ['a1'] }, { text: 'It is still on.', facts: [] }] },
            { kind: 'list', items: [{ text: 'Open', facts: [] }] },
            { kind: 'definitions', rows: [{ term: 'Severity', text: 'High', facts: ['o1'] }] },
            { kind: 'code', caption: 'Script 1', text: '  a\n b', facts: [] },
            { kind: 'note', text: 'Cut.' },
            { kind: 'figure', figure: { id: 'f', title: 'T', description: 'D', width: 10, height: 10, shapes: [{ kind: 'dot', x: 1, y: 1, radius: 2, tone: 'high' }, { kind: 'text', x: 1, y: 1, size: 8, text: 'x', tone: 'ink', anchor: 'end', bold: true }] } },
            table,
          ],
        },
      ],
      facts: [{ id: 'a1', type: 'alert', time: '2026-11-20T10:00:00Z', values: { title: 'x' }, source: { kind: 'alert', alertId: '9' } }],
    });
    expect(report?.sections[0]?.blocks.map(({ kind }) => kind)).toEqual(['heading', 'paragraph', 'list', 'definitions', 'code', 'note', 'figure', 'table']);
    expect(report?.language).toBe('de');
    expect(report?.facts[0]).toMatchObject({ id: 'a1', source: { kind: 'alert', alertId: '9' } });
    expect(report && leadOf(report)).toBe('A device was hit. It is still on.');
    expect(report?.sections[0]?.blocks[7]).toEqual({
      kind: 'table',
      id: 'actions',
      caption: 'Actions',
      columns: [{ title: 'Time', weight: 2, code: false }, { title: 'Command', weight: 4, code: true }],
      rows: [{ cells: ['10:00', 'whoami'], facts: ['a1'] }, { cells: ['10:01', ''], facts: [] }],
      total: 9,
    });
  });

  test('keeps the place of a block it has no form for, and of a figure that cannot be drawn', () => {
    const report = readReport({ sections: [{ id: 's', blocks: [{ kind: 'video' }, null, { kind: 'figure', figure: { width: 0, height: 10 } }, { kind: 'table', columns: [] }, { kind: 'note', text: 'n' }] }] });
    expect(report?.sections[0]?.blocks.map(({ kind }) => kind)).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'note']);
  });

  test('leaves out shapes without a place and gives unknown colours ink', () => {
    const shapes = [{ kind: 'dot', x: 1, y: Number.NaN, radius: 1, tone: 'high' }, { kind: 'box', x: 0, y: 0, width: -1, height: 1, radius: 1 }, { kind: 'line', x1: 0, y1: 0, x2: 1, y2: 1, tone: 'url(#x)' }];
    const report = readReport({ sections: [{ blocks: [{ kind: 'figure', figure: { width: 5, height: 5, shapes } }] }] });
    const block = report?.sections[0]?.blocks[0];
    expect(block?.kind === 'figure' && block.figure.shapes).toEqual([{ kind: 'line', x1: 0, y1: 0, x2: 1, y2: 1, tone: 'ink', dashed: false }]);
  });

  test('is none without sections, and reading never throws', () => {
    expect(readReport(null)).toBeUndefined();
    expect(readReport({ title: 'x' })).toBeUndefined();
    const anything = fc.anything({ maxDepth: 5, withNullPrototype: true });
    const blocks = fc.array(fc.oneof(anything, fc.record({ kind: fc.constantFrom('heading', 'paragraph', 'list', 'definitions', 'code', 'note', 'figure', 'table'), sentences: anything, items: anything, rows: fc.oneof(anything, fc.array(anything)), columns: fc.oneof(anything, fc.array(anything)), figure: anything, text: anything, facts: anything })));
    fc.assert(
      fc.property(fc.record({ sections: fc.array(fc.record({ id: anything, title: anything, blocks })), facts: anything }), (value) => {
        const report = readReport(value);
        for (const section of report?.sections ?? []) for (const block of section.blocks) if (block.kind === 'table') for (const row of block.rows) expect(row.cells).toHaveLength(block.columns.length);
        expect(typeof (report && leadOf(report))).toBe('string');
      }),
    );
  });
});
