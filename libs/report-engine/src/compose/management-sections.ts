import { isAutomation } from '@attest/incident-engine';
import { utcInstant } from '@attest/security-model';
import { isContainment } from '../action-log.js';
import type { Block, TableRow } from '../report.js';
import { shownTime, table, type ReportContext } from './report-context.js';

/** A moment of the handling. `at` is ISO 8601 UTC or empty when the record tells no time. */
interface Moment {
  what: string;
  at: string;
  by: string;
  facts: string[];
}

/** Management timestamps: every moment a record tells, by whom, and whether that is a person. */
export function managementSection(context: ReportContext): Block[] {
  const { texts, set, input } = context;
  const said = texts.management;
  const { incident } = input;
  const overview = [set.overview.id];
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const firstAlert = earliest(set.alerts.map(({ alert, fact }) => ({ at: utcInstant(alert.createdDateTime), facts: [fact.id] })));
  const closed = resolvedAlerts(context);
  const moments: Moment[] = [
    { what: said.firstActivity, at: utcInstant(text(set.overview.values['firstActivity'])) ?? '', by: '', facts: overview },
    ...(firstAlert ? [{ what: said.alertsCreated, at: firstAlert.at, by: '', facts: firstAlert.facts }] : []),
    { what: said.created, at: utcInstant(incident.createdDateTime) ?? '', by: '', facts: overview },
    { what: said.lastActivity, at: utcInstant(text(set.overview.values['lastActivity'])) ?? '', by: '', facts: overview },
    { what: said.updated, at: utcInstant(incident.lastUpdateDateTime) ?? '', by: incident.lastModifiedBy ?? '', facts: overview },
    ...(closed === undefined ? [] : [{ what: `${said.alertsResolved} (${said.firstOf(closed.count)})`, at: closed.at, by: '', facts: closed.facts }]),
    ...historyMoments(context),
    ...context.comments.map(({ id, by, at }) => ({ what: said.comment, at, by, facts: [id] })),
  ];
  const changes = input.history ?? [];
  if ((incident.assignedTo ?? '') !== '' && !changes.some(({ kind }) => kind === 'assigned')) moments.push({ what: `${said.assigned}: ${incident.assignedTo}`, at: '', by: '', facts: overview });
  if (context.resolved && resolutionOf(context) === undefined) moments.push({ what: said.resolved, at: '', by: '', facts: overview });
  const known = moments.filter(({ at, what }) => at !== '' || what.startsWith(said.assigned) || what === said.resolved);
  const rows = known.sort((a, b) => compare(a.at || '9', b.at || '9')).map(({ what, at, by, facts }): TableRow => ({ cells: [at === '' ? said.noTime : shownTime(at), what, by, by === '' ? '' : isAutomation(by) ? texts.automation : texts.person], facts }));
  return [{ kind: 'note', text: said.note }, table('management', texts.sections.management, [{ title: said.time, weight: 3 }, { title: said.event, weight: 5 }, { title: said.by, weight: 4 }, { title: said.kind, weight: 2 }], rows)];
}

function historyMoments({ input, texts }: ReportContext): Moment[] {
  const said = texts.management;
  return (input.history ?? []).map((change, index) => {
    const what = { created: said.created, assigned: `${said.assigned}: ${change.to ?? ''}`, status: said.status(change.from ?? '', change.to ?? ''), classified: `${said.classified}: ${change.to ?? ''}`, other: change.to ?? change.reason ?? '' }[change.kind];
    return { what, at: utcInstant(change.at) ?? '', by: change.by ?? '', facts: [`h${index + 1}`] };
  });
}

function earliest(moments: readonly { at: string | undefined; facts: string[] }[]): { at: string; facts: string[] } | undefined {
  const timed = moments.filter((moment): moment is { at: string; facts: string[] } => moment.at !== undefined);
  return timed.sort((a, b) => compare(a.at, b.at))[0];
}

function resolvedAlerts({ set }: ReportContext): { at: string; count: number; facts: string[] } | undefined {
  const timed = set.alerts.flatMap(({ alert, fact }) => {
    const at = utcInstant(alert.resolvedDateTime);
    return at === undefined ? [] : [{ at, fact: fact.id }];
  });
  const last = timed.sort((a, b) => compare(a.at, b.at)).at(-1);
  return last === undefined ? undefined : { at: last.at, count: timed.length, facts: [last.fact] };
}

/** When the incident was resolved, and by which record; undefined when none tells. */
function resolutionOf(context: ReportContext): Bound | undefined {
  const { input, texts, set, resolved } = context;
  if (!resolved) return undefined;
  const changes = (input.history ?? []).map((change, index) => ({ ...change, index })).filter(({ kind, to, at }) => kind === 'status' && /^resolved$/i.test(to ?? '') && utcInstant(at) !== undefined);
  const last = changes.at(-1);
  if (last) return { at: utcInstant(last.at) ?? '', what: texts.management.resolved, facts: [`h${last.index + 1}`] };
  const closed = resolvedAlerts(context);
  return closed !== undefined && closed.count === set.alerts.length ? { at: closed.at, what: `${texts.management.alertsResolved} (${texts.management.firstOf(closed.count)})`, facts: closed.facts } : undefined;
}

interface Bound {
  at: string;
  what: string;
  facts: string[];
}

/** Time to detect, acknowledge, contain and resolve; what no record tells stays unknown, with why. */
export function durationsSection(context: ReportContext): Block[] {
  const { texts, set, input, actions } = context;
  const said = texts.durations;
  const overview = [set.overview.id];
  const bound = (iso: unknown, what: string, facts: string[]): Bound | undefined => {
    const at = typeof iso === 'string' ? utcInstant(iso) : undefined;
    return at === undefined ? undefined : { at, what, facts };
  };
  const activity = bound(set.overview.values['firstActivity'], texts.management.firstActivity, overview);
  const created = bound(input.incident.createdDateTime, texts.management.created, overview);
  const alert = earliest(set.alerts.map(({ alert: each, fact }) => ({ at: utcInstant(each.createdDateTime), facts: [fact.id] })));
  const detected = alert ? { ...alert, what: texts.management.alertsCreated } : created;
  const containment = actions.map((action, index) => ({ action, index })).filter(({ action }) => isContainment(action) && action.steps.some(({ state, at }) => /^CONFIRMED$/i.test(state) && at !== ''));
  const contained = earliest(containment.map(({ action, index }) => ({ at: action.steps.find(({ state, at }) => /^CONFIRMED$/i.test(state) && at !== '')?.at, facts: [`x${index + 1}`] })));
  const line = (term: string, from: Bound | undefined, to: Bound | undefined, whyFrom: string, whyTo: string): TableRow => {
    if (!from || !to) return { cells: [term, texts.unknown, from ? whyTo : whyFrom], facts: overview };
    const span = Date.parse(to.at) - Date.parse(from.at);
    const between = said.between(`${from.what} ${shownTime(from.at)}`, `${to.what} ${shownTime(to.at)}`);
    return { cells: [term, span < 0 ? texts.unknown : shownSpan(span), span < 0 ? `${said.before} (${between})` : between], facts: [...new Set([...from.facts, ...to.facts])] };
  };
  const rows = [
    line(said.detect, activity, detected, said.noActivity, said.noCreated),
    line(said.acknowledge, created, firstDeed(context), said.noCreated, said.noDeed),
    line(said.contain, activity, contained && { ...contained, what: texts.actions.states['CONFIRMED'] ?? '' }, said.noActivity, input.actions === undefined ? said.noLog : said.noContainment),
    line(said.resolve, created, resolutionOf(context), said.noCreated, context.resolved ? said.noResolveTime : said.notResolved),
  ];
  return [table('durations', texts.sections.durations, [{ title: said.measure, weight: 3 }, { title: said.value, weight: 2 }, { title: said.from, weight: 7 }], rows)];
}

/** The first thing a person is known to have done: assigned, changed the status, commented, or acted. */
function firstDeed({ texts, input, comments, actions }: ReportContext): Bound | undefined {
  const said = texts.durations.deed;
  const deeds: Bound[] = [
    ...(input.history ?? []).flatMap((change, index) => (change.kind === 'assigned' || (change.kind === 'status' && !isAutomation(change.by ?? 'system')) ? [{ at: utcInstant(change.at) ?? '', what: said[change.kind], facts: [`h${index + 1}`] }] : [])),
    ...comments.filter(({ by }) => by !== '' && !isAutomation(by)).map(({ at, id }) => ({ at, what: said.comment, facts: [id] })),
    ...actions.flatMap(({ steps }, index) => steps.filter(({ by }) => by !== '' && !isAutomation(by)).map(({ at }) => ({ at, what: said.action, facts: [`x${index + 1}`] }))),
  ];
  return deeds.filter(({ at }) => at !== '').sort((a, b) => compare(a.at, b.at))[0];
}

/** `3 d 4 h`, `2 h 5 min`, `4 min 10 s`, `12 s`. */
export function shownSpan(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor((seconds % 86_400) / 3_600), Math.floor((seconds % 3_600) / 60)];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
