import { formatFull, parseTime } from './time.js';
import { visibleText } from './visible-text.js';

/** The parts of a card that go into its plain-text copy. */
export interface CopyableSummary {
  subjectId: string;
  title: string;
  version: number;
  createdAt: string;
  statements: readonly { text: string; section: string }[];
  indicators: readonly { type: string; defanged: string }[];
  techniques: readonly { id: string; name: string }[];
  provenance: { composer: string; model?: string | null };
}

/** Headings of the parts of a card; the lead stands under the title without one. */
export const sectionTitles: Record<string, string> = { origin: 'How it began', story: 'What happened', assets: 'Who and what', open: 'Still open' };

const order = ['lead', 'origin', 'story', 'assets', 'open'];

/** Statements by section in the order of reading; a section this version does not know comes after those it does. */
export function bySection<Statement extends { section: string }>(statements: readonly Statement[]): { section: string; statements: Statement[] }[] {
  const groups = new Map<string, Statement[]>();
  for (const statement of statements) groups.set(statement.section, [...(groups.get(statement.section) ?? []), statement]);
  const rank = (section: string): number => (order.includes(section) ? order.indexOf(section) : order.length);
  return [...groups].map(([section, list]) => ({ section, statements: list })).sort((a, b) => rank(a.section) - rank(b.section));
}

/** The card as text for a chat or a ticket: same words, indicators defanged, and where it came from. */
export function summaryAsText(summary: CopyableSummary): string {
  const made = parseTime(summary.createdAt);
  const parts = bySection(summary.statements).map(({ section, statements }) => {
    const title = sectionTitles[section];
    return `${title ? `${title}\n` : ''}${statements.map((statement) => statement.text).join(' ')}`;
  });
  if (summary.techniques.length > 0) parts.push(`Techniques\n${summary.techniques.map((technique) => `${technique.id} ${technique.name}`).join('\n')}`);
  if (summary.indicators.length > 0) parts.push(`Indicators\n${summary.indicators.map((indicator) => `${indicator.type}: ${indicator.defanged}`).join('\n')}`);
  const composer = summary.provenance.composer === 'model' && summary.provenance.model ? `model ${summary.provenance.model}` : summary.provenance.composer;
  parts.push(`Incident ${summary.subjectId}, summary version ${summary.version}, composed by ${composer}${made === undefined ? '' : `, ${formatFull(made, 'utc')}`}. Made from evidence; verify.`);
  return visibleText([summary.title, ...parts].join('\n\n'));
}
