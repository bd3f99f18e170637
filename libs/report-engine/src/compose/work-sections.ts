import { isAutomation } from '@attest/incident-engine';
import { actionWords, type LoggedAction } from '../action-log.js';
import type { Block, TableRow } from '../report.js';
import { cleanCode, cleanLine, cleanText } from '../texts/clean-text.js';
import { stateWords } from './entity-sections.js';
import { fixed, shownTime, shownValue, table, type ReportContext } from './report-context.js';

/** Scripts whose last layer is shown. */
const mostDecoded = 8;

/** Actions, from the log alone: each once, in the order it was first logged. */
export function actionsSection(context: ReportContext): Block[] {
  const { texts, input, actions } = context;
  const said = texts.actions;
  if (input.actions === undefined) return [{ kind: 'note', text: said.noLog }];
  if (actions.length === 0) return [{ kind: 'note', text: said.empty }];
  const rows = actions.map((action, index): TableRow => ({
    cells: [shownTime(action.steps.at(-1)?.at), actionWords(action.action), targetWords(action), stateWords(context, action), byWords(context, action), detailWords(context, action)],
    facts: [`x${index + 1}`],
  }));
  const columns = [{ title: said.time, weight: 2.4 }, { title: said.action, weight: 2.8 }, { title: said.target, weight: 3.6 }, { title: said.state, weight: 2.4 }, { title: said.by, weight: 3.8 }, { title: said.details, weight: 6.6 }];
  return [{ kind: 'note', text: said.note }, table('actions', texts.sections.actions, columns, rows)];
}

function targetWords({ target }: LoggedAction): string {
  return [target.name, target.type === undefined ? '' : `(${shownValue(target.type)})`].filter(Boolean).join(' ');
}

function byWords({ texts }: ReportContext, { steps, approvedBy }: LoggedAction): string {
  const last = steps.at(-1)?.by || (steps.map(({ by }) => by).filter(Boolean).at(-1) ?? '');
  return [last || texts.unknown, approvedBy === '' ? '' : texts.actions.approved(approvedBy)].filter(Boolean).join(', ');
}

function detailWords({ texts }: ReportContext, { id, steps, undone }: LoggedAction): string {
  const said = texts.actions;
  const unique = (pick: (step: LoggedAction['steps'][number]) => string): string => [...new Set(steps.map(pick).filter(Boolean))].join('; ');
  const [reason, result] = [unique((step) => step.reason), unique((step) => step.result)];
  const states = steps.length > 1 ? steps.map(({ state, at, by }) => [said.states[state.toUpperCase()] ?? shownValue(state), shownTime(at), by].filter(Boolean).join(' ')).join('; ') : '';
  const back = undone && [said.undone, shownTime(undone.at), undone.by, undone.reason].filter(Boolean).join(' ');
  return [result === '' ? '' : `${said.result}: ${result}.`, reason === '' ? '' : `${said.reason}: ${reason}.`, states === '' ? '' : `${said.history}: ${states}.`, back === undefined ? '' : `${back}.`, `Id ${id}`].filter(Boolean).join(' ');
}

/** Scripts that analysis finds malicious or suspicious, with what they do and their last layer. */
export function scriptsSection({ texts, set, input }: ReportContext): Block[] {
  const said = texts.scripts;
  const { scriptOverview, scripts } = set;
  const value = (key: string): number => Number(scriptOverview?.values[key] ?? 0);
  const blocks: Block[] = scriptOverview === undefined ? [] : [{ kind: 'paragraph', sentences: [{ text: said.overview(value('scripts'), value('malicious'), value('suspicious'), value('benign')), facts: [scriptOverview.id] }] }];
  if (scripts.length === 0) return [...blocks, fixed(said.none)];
  const rows = scripts.map(({ result, phrases, fact, carrier }): TableRow => {
    const where = [carrier.values['device'], carrier.values['account']].filter((part) => typeof part === 'string').join(', ');
    return { cells: [fact.id, [shownTime(carrier.time), where].filter(Boolean).join(', '), `${shownValue(result.verdict)}, ${shownValue(result.language)}`, cleanText(phrases.slice(0, 8).join('; '), 700), cleanLine(String(carrier.values['commandLine'] ?? ''), 400)], facts: [fact.id, carrier.id] };
  });
  blocks.push(table('scripts', texts.sections.scripts, [{ title: '', weight: 1 }, { title: said.where, weight: 3 }, { title: said.verdict, weight: 2.5 }, { title: said.does, weight: 5 }, { title: said.command, weight: 5, code: true }], rows));
  const decoded = new Map((input.decoded ?? []).map(({ sha256, text }) => [sha256, text]));
  const shown = scripts.map((script, index) => ({ ...script, index })).filter(({ result }) => result.layers > 1 && (decoded.get(result.sha256) ?? '').trim() !== '').slice(0, mostDecoded);
  for (const { result, index, fact } of shown) blocks.push({ kind: 'code', caption: said.decoded(index + 1, result.layers), text: cleanCode(decoded.get(result.sha256) ?? ''), facts: [fact.id] });
  return blocks;
}

/** Hunting queries that somebody ran. */
export function queriesSection({ texts, input }: ReportContext): Block[] {
  const said = texts.queries;
  const queries = input.queries ?? [];
  if (queries.length === 0) return [fixed(said.none)];
  const rows = queries.map(({ at, by, question, query, rows: count }, index): TableRow => ({ cells: [shownTime(at), by ?? '', question ?? '', query, count === undefined ? '' : String(count)], facts: [`q${index + 1}`] }));
  return [table('queries', texts.sections.queries, [{ title: said.time, weight: 2.5 }, { title: said.by, weight: 2.5 }, { title: said.question, weight: 3.5 }, { title: said.query, weight: 7, code: true }, { title: said.rows, weight: 1.2 }], rows)];
}

/** Everyone a record names, with their part, people first. */
export function analystsSection(context: ReportContext): Block[] {
  const { texts, set, input, comments, actions } = context;
  const said = texts.analysts;
  const parts = new Map<string, Map<string, { count: number; facts: Set<string> }>>();
  const add = (name: string | undefined, part: keyof typeof said.deeds, fact: string): void => {
    const who = cleanText(name ?? '');
    if (who === '') return;
    const known = parts.get(who) ?? parts.set(who, new Map()).get(who);
    const deed = known?.get(part) ?? known?.set(part, { count: 0, facts: new Set() }).get(part);
    if (deed) {
      deed.count += 1;
      if (deed.facts.size < 20) deed.facts.add(fact);
    }
  };
  add(input.incident.assignedTo, 'assigned', set.overview.id);
  add(input.incident.lastModifiedBy, 'modified', set.overview.id);
  for (const { alert, fact } of set.alerts) add(alert.assignedTo, 'assignedAlerts', fact.id);
  for (const { by, id } of comments) add(by, 'comment', id);
  for (const [index, change] of (input.history ?? []).entries()) add(change.by, 'history', `h${index + 1}`);
  for (const [index, query] of (input.queries ?? []).entries()) add(query.by, 'query', `q${index + 1}`);
  for (const [index, action] of actions.entries()) {
    for (const by of new Set(action.steps.map((step) => step.by))) add(by, 'action', `x${index + 1}`);
    add(action.approvedBy, 'approved', `x${index + 1}`);
    add(action.undone?.by, 'undone', `x${index + 1}`);
  }
  if (parts.size === 0) return [fixed(said.none)];
  const counted = new Set<string>(['assignedAlerts', 'comment', 'action', 'approved', 'undone', 'query', 'history']);
  const rows = [...parts]
    .sort(([a], [b]) => Number(isAutomation(a)) - Number(isAutomation(b)) || (a < b ? -1 : 1))
    .map(([name, deeds]): TableRow => ({
      cells: [name, isAutomation(name) ? texts.automation : texts.person, [...deeds].map(([part, { count }]) => `${said.deeds[part as keyof typeof said.deeds]}${counted.has(part) ? ` (${count})` : ''}`).join(', ')],
      facts: [...deeds.values()].flatMap(({ facts }) => [...facts]).slice(0, 40),
    }));
  return [table('analysts', texts.sections.analysts, [{ title: said.name, weight: 5 }, { title: said.kind, weight: 2 }, { title: said.did, weight: 7 }], rows)];
}
