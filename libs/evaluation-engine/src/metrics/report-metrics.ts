import type { Block, Report, TableRow } from '@attest/report-engine';

/** Parts every report has, by section id; which of them stay empty is the incident's matter. */
export const requiredParts = ['summary', 'classification', 'management', 'durations', 'story', 'assets', 'indicators', 'actions', 'scripts', 'queries', 'followUps', 'analysts', 'evidence', 'provenance'] as const;

/** A line of the action log, as far as a report is compared with it. */
export interface ActionLine {
  id: string;
  action: string;
  target: { name: string };
  state: string;
  by?: string;
  at?: string;
}

/** How the actions of a report compare with the action log. */
export interface ReportActionScore {
  /** Of the actions of the log, the share that has exactly one row with its id, its target, and who did the last step when. Null for an empty log. */
  recall: number | null;
  /** Of the rows of the report, the share whose id is in the log. Null without rows. */
  precision: number | null;
  logged: number;
  shown: number;
  missing: string[];
  invented: string[];
}

/** Texts of a report that speak of the incident: everything but how the report was made. */
export function reportTexts(report: Report): string[] {
  return report.sections.filter(({ id }) => id !== 'provenance').flatMap(({ blocks }) => blocks.flatMap(textsOf));
}

function textsOf(block: Block): string[] {
  switch (block.kind) {
    case 'paragraph':
      return block.sentences.map(({ text }) => text);
    case 'list':
      return block.items.map(({ text }) => text);
    case 'definitions':
      return block.rows.map(({ text }) => text);
    case 'table':
      return block.rows.flatMap(({ cells }) => cells);
    default:
      return [];
  }
}

/** Ids of the wanted parts that the report does not have, or has without anything in them. */
export function missingParts({ sections }: Report, wanted: readonly string[] = requiredParts): string[] {
  return wanted.filter((part) => !sections.some(({ id, title, blocks }) => id === part && title !== '' && blocks.length > 0));
}

/** Compares the section of actions with the log, line by line; the log is folded here, not by the engine that is measured. */
export function scoreReportActions(report: Report, log: readonly ActionLine[]): ReportActionScore {
  const rows = (report.sections.find(({ id }) => id === 'actions')?.blocks ?? []).flatMap((block) => (block.kind === 'table' ? block.rows.map(lineOf) : []));
  const last = new Map<string, ActionLine>();
  for (const line of log) {
    const known = last.get(line.id);
    if (known === undefined || momentOf(line) >= momentOf(known)) last.set(line.id, line);
  }
  const ofAction = (id: string): string[] => rows.filter((row) => row.endsWith(`Id ${id}`));
  const isShown = ({ id, target, by = '', at }: ActionLine): boolean => {
    const own = ofAction(id);
    const row = own[0] ?? '';
    return own.length === 1 && row.includes(target.name) && row.includes(by) && (at === undefined || row.includes(new Date(at).toISOString().slice(0, 19).replace('T', ' ')));
  };
  const missing = [...last.values()].filter((line) => !isShown(line)).map(({ id }) => id);
  const invented = rows.filter((row) => ![...last.keys()].some((id) => row.endsWith(`Id ${id}`)));
  return {
    recall: last.size === 0 ? null : (last.size - missing.length) / last.size,
    precision: rows.length === 0 ? null : (rows.length - invented.length) / rows.length,
    logged: last.size,
    shown: rows.length,
    missing,
    invented,
  };
}

function lineOf({ cells }: TableRow): string {
  return cells.join(' | ');
}

function momentOf({ at }: ActionLine): number {
  return at === undefined ? Infinity : Date.parse(at);
}
