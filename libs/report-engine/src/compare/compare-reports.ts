import type { Block, Report, ReportSection } from '../report.js';
import { diffLines, type DiffLine } from './line-diff.js';

/** A line of a section and what became of it. */
export type ComparedLine = DiffLine;

/** A section of two reports. `id` is that of the section; of several extra sections each has its title in it too. */
export interface ComparedSection {
  id: string;
  title: string;
  change: 'same' | 'added' | 'removed' | 'changed';
  lines: ComparedLine[];
}

/** Lines shown of one section; the rest is told by a last line. */
const mostLines = 5_000;

/**
 * Two reports, section by section, as lines of plain text. Marks of facts are left out: they are numbered anew in every report.
 * Sections stand in the order of the newer report, those it does not have any more where they stood before.
 */
export function compareReports(from: Report, to: Report): ComparedSection[] {
  const [before, after] = [keyed(from), keyed(to)];
  return orderOf([...before.keys()], [...after.keys()]).map((key) => {
    const [old, now] = [before.get(key), after.get(key)];
    const lines = diffLines(old ? old.blocks.flatMap(linesOf) : [], now ? now.blocks.flatMap(linesOf) : []);
    const change = old === undefined ? 'added' : now === undefined ? 'removed' : lines.every(({ kind }) => kind === 'same') ? 'same' : 'changed';
    return { id: key, title: (now ?? old)?.title ?? '', change, lines: limited(lines) };
  });
}

function keyed({ sections }: Report): Map<string, ReportSection> {
  const found = new Map<string, ReportSection>();
  for (const section of sections) {
    const name = section.id === 'extra' ? `extra: ${section.title}` : section.id;
    let key: string = name;
    for (let count = 2; found.has(key); count++) key = `${name} (${count})`;
    found.set(key, section);
  }
  return found;
}

function orderOf(before: readonly string[], after: readonly string[]): string[] {
  return diffLines(before, after).filter(({ kind, text }, index, all) => kind !== 'removed' || !all.some((other, place) => place !== index && other.text === text)).map(({ text }) => text);
}

function limited(lines: ComparedLine[]): ComparedLine[] {
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines), { kind: 'same', text: `… ${lines.length - mostLines} more lines` }];
}

/** A block as lines of text. */
function linesOf(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
    case 'note': return [block.text];
    case 'paragraph': return block.sentences.map(({ text }) => text);
    case 'list': return block.items.map(({ text }) => text);
    case 'definitions': return block.rows.map(({ term, text }) => `${term}: ${text}`);
    case 'code': return [block.caption, ...block.text.split('\n')];
    case 'figure': return [`${block.figure.title}: ${block.figure.description}`];
    case 'table': return [block.caption, ...block.rows.map(({ cells }) => cells.join(' | '))];
  }
}
