import type { Figure, Shape, Tone } from '../report.js';
import { fitText } from './shapes.js';

/** A bar of a figure. */
export interface Bar {
  label: string;
  count: number;
  tone: Tone;
}

const width = 520;
const labelWidth = 150;
const countWidth = 40;
const barHeight = 20;

/** One bar for each name, as long as it counts; undefined without bars. */
export function barFigure(id: string, title: string, bars: readonly Bar[]): Figure | undefined {
  if (bars.length === 0) return undefined;
  const most = bars.reduce((max, { count }) => Math.max(max, count), 1);
  const room = width - labelWidth - countWidth;
  const shapes: Shape[] = [{ kind: 'line', x1: labelWidth, y1: 2, x2: labelWidth, y2: bars.length * barHeight + 2, tone: 'rule' }];
  bars.forEach(({ label, count, tone }, index) => {
    const y = 4 + index * barHeight;
    const length = (count / most) * room;
    shapes.push({ kind: 'text', x: labelWidth - 6, y: y + 10.5, size: 8, text: fitText(label, labelWidth - 10, 8), tone: 'ink', anchor: 'end' });
    if (count > 0) shapes.push({ kind: 'box', x: labelWidth, y: y + 1, width: Math.max(3, length), height: 12, radius: 2, tone });
    shapes.push({ kind: 'text', x: labelWidth + Math.max(3, length) + 6, y: y + 10.5, size: 8, text: String(count), tone: 'ink', bold: true });
  });
  return { id, title, description: bars.map(({ label, count }) => `${label} ${count}`).join(', '), width, height: bars.length * barHeight + 6, shapes };
}
