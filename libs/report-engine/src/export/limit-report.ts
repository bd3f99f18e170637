import type { Block, Report, TableBlock } from '../report.js';
import { textsOf } from '../texts/report-texts.js';

/** Rows of each table in documents that people read; tables not named here are whole. */
const mostRows: Readonly<Record<string, number>> = { timeline: 200, assets: 200, indicators: 400, actions: 5_000, scripts: 20, queries: 200, management: 200, alerts: 500, entities: 400, facts: 700, analysts: 200, dropped: 100, advice: 25 };

/** Facts a row or sentence names in a document. */
const mostMarks = 6;

/** A report cut to what a document can hold, with a note at each table of what was cut. Actions are cut last of all. */
export function limitReport(report: Report): Report {
  return { ...report, sections: report.sections.map((section) => ({ ...section, blocks: section.blocks.flatMap((block) => limited(block, report)) })) };
}

function limited(block: Block, { language }: Report): Block[] {
  if (block.kind !== 'table') return [block];
  const most = mostRows[block.id] ?? Infinity;
  if (block.rows.length <= most) return [block];
  const cut: TableBlock = { ...block, rows: block.rows.slice(0, most) };
  return [{ kind: 'note', text: textsOf(language).cut(most, block.total, block.caption) }, cut];
}

/** Marks of the facts behind a sentence, as shown beside it: `a1 e3 t2` and how many more. */
export function marksOf(facts: readonly string[]): string {
  if (facts.length === 0) return '';
  return `${facts.slice(0, mostMarks).join(' ')}${facts.length > mostMarks ? ` +${facts.length - mostMarks}` : ''}`;
}
