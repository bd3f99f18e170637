import { clampWidth, columnWidths, fittingWidth, narrowest, widest } from './column-widths.js';

const column = (name: string, type = 'string'): { name: string; type: string } => ({ name, type });

describe('the widths of columns', () => {
  it('follow what is in them, and the name where that is longer', () => {
    const [short = 0, long = 0, named = 0] = columnWidths([column('A'), column('B'), column('InitiatingProcessFileName')], [['x', 'y'.repeat(30), ''], ['z', 'y'.repeat(28), '']]);
    expect(short).toBe(narrowest);
    expect(long).toBeGreaterThan(short);
    expect(named).toBeGreaterThan(180);
  });

  it('are not led by one long value', () => {
    const rows = Array.from({ length: 100 }, (_, index) => [index === 7 ? 'x'.repeat(5_000) : 'short']);
    expect(columnWidths([column('A')], rows)[0]).toBeLessThan(100);
    expect(fittingWidth(column('A'), 0, rows)).toBe(widest);
  });

  it('stay within bounds', () => {
    expect([clampWidth(1), clampWidth(1e9), clampWidth(100.4)]).toEqual([narrowest, widest, 100]);
    expect(columnWidths([column('A')], [])).toEqual([narrowest]);
  });
});
