import { isUnfinished } from '../action-log.js';
import type { Block, Sentence } from '../report.js';
import { cleanText } from '../texts/clean-text.js';
import { fixed, shownTime, shownValue, table, type ReportContext } from './report-context.js';

type Definitions = Extract<Block, { kind: 'definitions' }>['rows'];

/** What a final report would say and the records do not, in the language of the report. */
export function missingParts({ input, texts, set, actions, resolved }: ReportContext): string[] {
  const { missing } = texts;
  const { incident } = input;
  const open = Number(set.overview.values['openAlerts'] ?? 0);
  const pending = actions.filter((action) => isUnfinished(action) && !/^UNKNOWN$/i.test(action.state)).length;
  const unknown = actions.filter(({ state }) => /^UNKNOWN$/i.test(state)).length;
  const classified = isSet(incident.classification);
  return [
    ...(resolved ? [] : [missing.notResolved(shownValue(incident.status) || texts.unknown)]),
    ...(open > 0 ? [missing.openAlerts(open)] : []),
    ...(classified ? [] : [missing.classification]),
    ...(isSet(incident.determination) ? [] : [missing.determination]),
    ...(classified && reasonOf(incident.resolvingComment, input.history) === '' ? [missing.reason] : []),
    ...((incident.assignedTo ?? '') === '' ? [missing.assigned] : []),
    ...(input.actions === undefined ? [missing.noLog] : []),
    ...(pending > 0 ? [missing.pending(pending)] : []),
    ...(unknown > 0 ? [missing.unknownOutcome(unknown)] : []),
    ...(input.events.length === 0 ? [missing.noEvents] : []),
  ];
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'unknown';
}

/** The reason a person gave when classifying or closing; empty when nobody did. */
export function reasonOf(resolvingComment: string | undefined, history: ReportContext['input']['history']): string {
  if ((resolvingComment ?? '').trim() !== '') return resolvingComment ?? '';
  return [...(history ?? [])].reverse().find(({ kind, reason }) => (kind === 'classified' || kind === 'status') && (reason ?? '').trim() !== '')?.reason ?? '';
}

/** Executive summary: what happened, key figures, and what is missing. */
export function summarySection(context: ReportContext, asOf: string, missing: readonly string[]): Block[] {
  const { card, texts, set, actions, input } = context;
  const said = texts.summary;
  const value = (key: string): number => Number(set.overview.values[key] ?? 0);
  const sentences = (...parts: string[]): Sentence[] => card.statements.filter(({ section }) => parts.includes(section)).map(({ text, facts }) => ({ text: cleanText(text), facts }));
  const first = shownTime(String(set.overview.values['firstActivity'] ?? ''));
  const last = shownTime(String(set.overview.values['lastActivity'] ?? ''));
  const confirmed = actions.filter(({ state }) => /^CONFIRMED$/i.test(state)).length;
  const overview = [set.overview.id];
  const rows: Definitions = [
    { term: said.incidentId, text: cleanText(input.incident.id), facts: overview },
    { term: said.severity, text: shownValue(input.incident.severity) || texts.unknown, facts: overview },
    { term: said.status, text: shownValue(input.incident.status) || texts.unknown, facts: overview },
    { term: said.alerts, text: said.alertCount(set.alerts.length, value('openAlerts')), facts: overview },
    { term: said.assets, text: `${said.devices(value('devices'))}, ${said.accounts(value('accounts'))}`, facts: overview },
    { term: said.period, text: first === '' ? texts.unknown : texts.durations.between(first, last || first), facts: overview },
    { term: said.actions, text: input.actions === undefined ? texts.actions.noLog : said.actionCount(confirmed, actions.length), facts: [] },
    { term: said.asOf, text: asOf === '' ? texts.unknown : shownTime(asOf), facts: [] },
  ];
  const paragraphs = [sentences('lead'), sentences('origin'), sentences('open')].filter((part) => part.length > 0);
  const gaps: Block[] = missing.length > 0 ? [{ kind: 'heading', text: said.missing }, { kind: 'list', items: missing.map((text) => ({ text, facts: [] })) }] : [];
  return [...paragraphs.map((part): Block => ({ kind: 'paragraph', sentences: part })), { kind: 'heading', text: said.keyFigures }, { kind: 'definitions', rows }, ...gaps];
}

/** Classification, determination, the analyst's reason, and what was said of single alerts. */
export function classificationSection(context: ReportContext): Block[] {
  const { input, texts, set } = context;
  const { incident } = input;
  const said = texts.classification;
  const overview = [set.overview.id];
  const reason = reasonOf(incident.resolvingComment, input.history);
  const rows: Definitions = [
    { term: said.classification, text: isSet(incident.classification) ? shownValue(incident.classification) : texts.missing.classification, facts: overview },
    { term: said.determination, text: isSet(incident.determination) ? shownValue(incident.determination) : texts.missing.determination, facts: overview },
    { term: said.reason, text: reason === '' ? said.noReason : cleanText(reason, 4_000), facts: overview },
    { term: said.by, text: cleanText(incident.lastModifiedBy ?? '') || texts.unknown, facts: overview },
  ];
  const verdicts = new Map<string, string[]>();
  for (const { alert, fact } of set.alerts) {
    if (!isSet(alert.classification)) continue;
    const key = [shownValue(alert.classification), isSet(alert.determination) ? shownValue(alert.determination) : ''].filter(Boolean).join(', ');
    verdicts.set(key, [...(verdicts.get(key) ?? []), fact.id]);
  }
  const blocks: Block[] = [{ kind: 'definitions', rows }];
  if (verdicts.size > 0) blocks.push(table('alertVerdicts', said.alertVerdicts, [{ title: said.verdict, weight: 4 }, { title: said.count, weight: 1 }], [...verdicts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([verdict, facts]) => ({ cells: [verdict, String(facts.length)], facts }))));
  return blocks;
}

/** The organisation's own sections, as plain paragraphs. */
export function extraBlocks(paragraphs: readonly string[]): Block[] {
  return paragraphs.map((text) => fixed(cleanText(text, 20_000)));
}
