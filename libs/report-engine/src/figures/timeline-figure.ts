import type { TimelineEntry } from '@attest/cards';
import { attackTactic, tacticRank } from '@attest/security-model';
import type { Figure, Shape, Tone } from '../report.js';
import type { ReportTexts } from '../texts/report-texts.js';
import { fitText } from './shapes.js';

const width = 520;
const labelWidth = 112;
const laneHeight = 22;
const ticks = 4;

const tones: Readonly<Record<string, Tone>> = { high: 'high', medium: 'medium', low: 'low', informational: 'informational' };

/** One lane for each tactic, one dot for each entry of the timeline; undefined with fewer than two entries. */
export function timelineFigure(timeline: readonly TimelineEntry[], texts: ReportTexts): Figure | undefined {
  const entries = timeline.map((entry) => ({ ...entry, at: Date.parse(entry.time) })).filter(({ at }) => !Number.isNaN(at));
  const [first] = entries;
  const last = entries.at(-1);
  if (entries.length < 2 || !first || !last) return undefined;
  const from = entries.reduce((least, { at }) => Math.min(least, at), first.at);
  const until = entries.reduce((most, { at }) => Math.max(most, at), last.at);
  const lanes = [...new Set(entries.map(({ tactic }) => tactic ?? ''))].sort((a, b) => (a === '' ? 99 : tacticRank(a)) - (b === '' ? 99 : tacticRank(b)) || (a < b ? -1 : 1));
  const bottom = lanes.length * laneHeight + 6;
  const place = (at: number): number => labelWidth + 8 + (until === from ? 0.5 : (at - from) / (until - from)) * (width - labelWidth - 20);
  const shapes: Shape[] = [];
  for (let tick = 0; tick <= ticks; tick++) {
    const at = from + ((until - from) * tick) / ticks;
    if (tick > 0 && until === from) break;
    shapes.push({ kind: 'line', x1: place(at), y1: 4, x2: place(at), y2: bottom, tone: 'rule', dashed: true });
    shapes.push({ kind: 'text', x: place(at), y: bottom + 12, size: 7, text: tickText(at, until - from, tick === 0), tone: 'quiet', anchor: tick === 0 && until !== from ? 'start' : tick === ticks ? 'end' : 'middle' });
  }
  lanes.forEach((lane, index) => {
    const y = 4 + index * laneHeight + laneHeight / 2;
    shapes.push({ kind: 'line', x1: labelWidth, y1: y, x2: width, y2: y, tone: 'rule' });
    shapes.push({ kind: 'text', x: 0, y: y + 2.8, size: 8, text: fitText(lane === '' ? texts.unknown : (attackTactic(lane)?.name ?? lane), labelWidth - 6, 8), tone: 'ink' });
    for (const entry of entries.filter(({ tactic }) => (tactic ?? '') === lane)) shapes.push({ kind: 'dot', x: place(entry.at), y, radius: 4, tone: tones[entry.severity ?? ''] ?? 'accent' });
  });
  const shown = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return { id: 'timelineLanes', title: texts.story.timelineFigure, description: texts.story.timelineText(entries.length, shown(from), shown(until)), width, height: bottom + 20, shapes };
}

/** The day is told where it says something new. */
function tickText(at: number, span: number, first: boolean): string {
  const iso = new Date(at).toISOString();
  if (span > 3 * 86_400_000) return iso.slice(0, 10);
  return first || span > 86_400_000 ? iso.slice(0, 16).replace('T', ' ') : iso.slice(11, span < 600_000 ? 19 : 16);
}
