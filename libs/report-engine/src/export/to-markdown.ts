import type { Block, Report, Sentence, TableBlock } from '../report.js';
import { noteOf, standingOf, textsOf, type ReportTexts } from '../texts/report-texts.js';
import { shownTime } from '../compose/report-context.js';
import { limitReport, marksOf } from './limit-report.js';

/**
 * The report as CommonMark with tables. Every text from a record is escaped, so that it stays text: no heading, link, picture, HTML
 * or emphasis can come out of it. Equal reports give equal bytes.
 */
export function reportToMarkdown(whole: Report): string {
  const report = limitReport(whole);
  const texts = textsOf(report.language);
  const head = [
    `# ${escapeMarkdown(report.title)}`,
    '',
    ...(report.subtitle === '' ? [] : [`**${escapeMarkdown(report.subtitle)}**`, '']),
    `${report.tlp.replace('+', '\\+')}${report.organisation === '' ? '' : ` | ${escapeMarkdown(report.organisation)}`} | ${standingOf(report, texts)}${report.asOf === '' ? '' : ` | ${texts.summary.asOf} ${shownTime(report.asOf)} UTC`}`,
    '',
    noteOf(report, texts),
    '',
  ];
  const sections = report.sections.map(({ title, blocks }) => [`## ${escapeMarkdown(title)}`, '', ...blocks.flatMap((block) => [...lines(block, texts, title), ''])].join('\n'));
  return `${[...head, ...sections].join('\n').replace(/\n{3,}/g, '\n\n').trimEnd()}\n\n${report.tlp.replace('+', '\\+')} | ${texts.provenance.id} ${report.id}\n`;
}

function lines(block: Block, texts: ReportTexts, section: string): string[] {
  switch (block.kind) {
    case 'heading': return [`### ${escapeMarkdown(block.text)}`];
    case 'paragraph': return [block.sentences.map(sentence).join(' ')];
    case 'list': return block.items.map((item) => `- ${sentence(item)}`);
    case 'definitions': return block.rows.map(({ term, text, facts }) => `- **${escapeMarkdown(term)}:** ${sentence({ text, facts })}`);
    case 'note': return [`> ${escapeMarkdown(block.text)}`];
    case 'code': return [`**${escapeMarkdown(block.caption)}** ${mark(block.facts)}`.trimEnd(), '', ...fenced(block.text)];
    case 'figure': return [`*${escapeMarkdown(block.figure.title)}: ${escapeMarkdown(block.figure.description)}.*`];
    case 'table': return tableLines(block, texts, section);
  }
}

function sentence({ text, facts }: Sentence): string {
  return `${escapeMarkdown(text)}${facts.length > 0 ? ` ${mark(facts)}` : ''}`;
}

function mark(facts: readonly string[]): string {
  const marks = marksOf(facts);
  return marks === '' ? '' : `\\[${marks.replace('+', '\\+')}\\]`;
}

function tableLines(block: TableBlock, texts: ReportTexts, section: string): string[] {
  const caption = block.caption === section ? [] : [`### ${escapeMarkdown(block.caption)}`, ''];
  if (block.rows.length === 0) return [...caption, texts.none];
  const marked = block.factless !== true;
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    ...caption,
    row([...block.columns.map(({ title }) => escapeMarkdown(title)), ...(marked ? [texts.facts] : [])]),
    row([...block.columns, ...(marked ? [''] : [])].map(() => '---')),
    ...block.rows.map(({ cells, facts }) => row([...cells.map((cell, index) => (block.columns[index]?.code === true ? codeSpan(cell) : escapeMarkdown(cell))), ...(marked ? [marksOf(facts).replace('+', '\\+')] : [])])),
  ];
}

/** Plain text as Markdown that shows it: every character that could mean something where it stands is escaped. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]|~$]/g, '\\$&')
    .replace(/:(?=\/\/)/g, '&#58;')
    .replace(/\b(www)\./gi, '$1&#46;')
    .replace(/^(\s*)([#+=-]|\d+(?=[.)]))/, (_, space: string, start: string) => `${space}${/\d/.test(start) ? `${start}\u2060` : `\\${start}`}`)
    .replace(/\u2060([.)])/, '\\$1');
}

/** Code within a table: in backticks longer than any in it. A bar would end the cell even there, and needs the escapes of text. */
function codeSpan(text: string): string {
  if (text === '' || text.includes('|')) return escapeMarkdown(text);
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const ticks = '`'.repeat(longest + 1);
  const padded = text.startsWith('`') || text.endsWith('`') || longest > 0 ? ` ${text} ` : text;
  return `${ticks}${padded}${ticks}`;
}

function fenced(text: string): string[] {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, text, fence];
}
