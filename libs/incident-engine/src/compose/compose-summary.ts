import { MAX_STATEMENT_LENGTH, type DraftCard, type Statement } from '@attest/cards';
import { homeOf } from '../facts/entity-facts.js';
import type { AlertFact, EntityFact, FactSet } from '../incident-input.js';
import { Cast, fittingPhrase, quoted } from './alert-sentences.js';
import { composeEntities, composeIndicators, composeTechniques, keyEntities } from './lists.js';
import { composeScripts } from './script-sentences.js';
import { shortenAfterFirst } from './short-names.js';
import { composeOpen, composeOutcome } from './state-sentences.js';
import { composeStory, onDay, tacticsReached } from './story.js';
import { composeTimeline } from './timeline.js';
import { clock, count, day, inSentence, list, tacticName, wordCount } from './words.js';

/** Words of prose a summary may hold; lists and timeline stand beside it. */
export const mostWords = 250;

/** Words kept for the story whatever the rest needs. */
const leastStory = 110;

/** Sentences about alerts of one tactic: a hundred sign-ins from one address are one thought, not a hundred. */
const mostOfTactic = 4;

/** A list of what alerts and evidence name. */
const listing = /^(Alerts name|Programs and files in evidence include) (.*)\.$/u;

/** From this many observations on, telemetry tells the story and alerts support it. */
const enoughTelemetry = 4;

/**
 * Composes the incident summary by rules: lead, origin, story, assets, what is open. Order and choice follow the facts.
 * At most {@link mostWords} words; every sentence cites the facts that carry it.
 */
export function composeIncidentSummary(set: FactSet): DraftCard {
  const begin = origin(set);
  const frame = [...lead(set), ...composeOutcome(set), ...begin.statements];
  const scripts = composeScripts(set);
  const close = [...scripts, ...assets(set), ...composeOpen(set)];
  const used = [...frame, ...close].reduce((sum, { text }) => sum + wordCount(text), 0);
  const told = new Set(frame.flatMap(({ facts }) => (facts.length === 1 ? facts : [])));
  const story = composeStory(set, Math.max(leastStory, mostWords - used), begin.alert, mostOfTactic).filter(({ facts }) => facts.length > 1 || !told.has(facts[0] ?? ''));
  const title = set.overview.values['title'];
  return {
    kind: 'incidentSummary',
    title: typeof title === 'string' ? title.slice(0, 200) : `Incident ${String(set.overview.values['incidentId'])}`,
    titleFacts: [set.overview.id],
    statements: shortenAfterFirst(withoutEchoes(withinWords([...frame, ...story, ...close], scripts)), set),
    timeline: composeTimeline(set),
    entities: composeEntities(set),
    indicators: composeIndicators(set),
    techniques: composeTechniques(set),
  };
}

/** A mail told once is not told again, nor lists of what the sentences before them named already. */
function withoutEchoes(given: readonly Statement[]): Statement[] {
  const mails = new Set<string>();
  const statements = given.map((statement) => ({
    ...statement,
    text: statement.section === 'open' ? statement.text : statement.text.replace(/, in (a mail (?:from \S+ )?with the subject "[^"]*")/gu, (whole, mail: string) => (mails.has(mail) ? '' : (mails.add(mail), whole))),
  }));
  const said = statements.filter(({ section, text }) => section !== 'assets' || !listing.test(text)).map(({ text }) => text).join('\n');
  return statements.flatMap((statement) => {
    const match = statement.section === 'assets' ? listing.exec(statement.text) : null;
    if (!match) return [statement];
    const values = (match[2] ?? '').split(/, | and /);
    const fresh = values.map((value, index) => ({ value, fact: statement.facts[index] ?? '' })).filter(({ value }) => !said.includes(value));
    if (values.length !== statement.facts.length || fresh.length === values.length) return [statement];
    return fresh.length === 0 ? [] : [{ ...statement, text: `${(match[1] ?? '').replace(/(?=name$|include$)/, 'also ')} ${list(fresh.map(({ value }) => value))}.`, facts: fresh.map(({ fact }) => fact) }];
  });
}

/** Over the limit the story gives way from its end, never the lead, nor what scripts do. */
function withinWords(statements: readonly Statement[], last: readonly Statement[]): Statement[] {
  const kept = [...statements];
  const words = (): number => kept.reduce((sum, { text }) => sum + wordCount(text), 0);
  for (const section of ['story', 'assets', 'origin', 'open'] as const) {
    for (let index = kept.length - 1; index >= 0 && words() > mostWords; index--) if (kept[index]?.section === section && !last.includes(kept[index] as Statement)) kept.splice(index, 1);
  }
  return kept;
}

function lead(set: FactSet): Statement[] {
  const { overview, alerts } = set;
  const number = (key: string): number => Number(overview.values[key] ?? 0);
  if (alerts.length === 0) return [{ section: 'lead', text: 'This incident has 0 alerts.', facts: [overview.id] }];
  const severe = number('highSeverityAlerts');
  const many = severe > 0 && severe < alerts.length ? `, ${severe} of high severity` : '';
  const severity = String(overview.values['severity'] ?? 'unknown');
  const statements = fitting((most) => {
    const devices = keyEntities(set, ['device'], most);
    const accounts = keyEntities(set, ['user', 'mailbox'], most);
    const resources = devices.length > 0 ? [] : keyEntities(set, ['cloudResource', 'kubernetesResource', 'container'], most);
    const homes = resources.length === 0 ? [] : homesOf(set).slice(0, most);
    const where = [grouped(devices, number('devices'), 'device'), grouped(resources, number('resources'), 'resource'), grouped(accounts, number('accounts'), 'account')].filter(Boolean);
    return {
      section: 'lead',
      text: `This ${severity}-severity incident has ${count(alerts.length, 'alert')}${many}${where.length > 0 ? `${many === '' ? '' : ','} on ${where.join(' and ')}` : ''}${homes.length > 0 ? `, in the ${list(homes.map(({ home }) => home))}` : ''}.`,
      facts: [overview.id, ...devices.map(({ fact }) => fact.id), ...[...resources, ...homes].map(({ fact }) => fact.id), ...accounts.map(({ fact }) => fact.id)],
    };
  });
  const compromised = set.entities.filter(({ role }) => role.startsWith('compromised'));
  statements.push(...fitting((most) => {
    const named = compromised.slice(0, most);
    return named.length === 0 ? undefined : { section: 'lead', text: `Alerts mark ${list(named.map(({ entity }) => entity.value))} as compromised.`, facts: named.map(({ fact }) => fact.id) };
  }));
  const tactics = tacticsReached(set);
  const carried = tactics.map((tactic) => [...alerts, ...set.observations].find((item) => item.tactic === tactic)?.fact.id).filter((id) => id !== undefined);
  if (tactics.length > 0) statements.push({ section: 'lead', text: `It reached ${list(tactics.slice(0, 8).map(tacticName))}.`, facts: carried.slice(0, 8) });
  return [...statements, ...gravest(set)];
}

/** The one step a reader must know: what telemetry shows where it shows enough, else the gravest alert of a late tactic. */
function gravest(set: FactSet): Statement[] {
  if (set.observations.length >= enoughTelemetry) {
    const top = set.observations.reduce((a, b) => (b.score >= a.score ? b : a));
    return [{ section: 'lead', text: `The gravest step came at ${clock(top.at)}: ${inSentence(top.text)}`, facts: [top.fact.id] }];
  }
  const late = set.alerts.filter(({ alert, tactic }) => alert.severity === 'high' && /^(?:impact|exfiltration|collection|credential-access|lateral-movement)$/.test(tactic ?? ''));
  const last = late.at(-1);
  if (last === undefined || set.alerts.length < 4) return [];
  const where = new Cast(set).whereabouts(last, 1, false);
  return [{ section: 'lead', text: `The gravest alert is ${quoted(last)}${where.text}.`, facts: [last.fact.id, ...where.facts] }];
}

/** The statement with as many names as fit the verifier's limit, three at most: names of clouds and forests are long. */
function fitting(make: (most: number) => Statement | undefined): Statement[] {
  for (let most = 3; most >= 0; most--) {
    const statement = make(most);
    if (statement !== undefined && statement.text.length <= MAX_STATEMENT_LENGTH) return [statement];
  }
  return [];
}

/** Clusters, accounts and projects that the resources of the incident live in, one entity for each; a cluster tells more than the subscription around it. */
function homesOf({ entities }: FactSet): (EntityFact & { home: string })[] {
  const found = new Map<string, EntityFact & { home: string }>();
  for (const item of entities) {
    const home = homeOf(item.entity);
    if (home !== undefined && !found.has(home)) found.set(home, { ...item, home });
  }
  const homes = [...found.values()];
  const clusters = homes.filter(({ home }) => home.startsWith('cluster '));
  return clusters.length > 0 ? clusters : homes;
}

function grouped(entities: readonly EntityFact[], total: number, noun: string): string {
  if (entities.length === 0) return '';
  const shown = list(entities.map(({ entity }) => entity.value));
  return total > entities.length ? `${count(total, noun)} including ${shown}` : `the ${noun}${entities.length > 1 ? 's' : ''} ${shown}`;
}

/** How it began and when it was last seen; `alert` is the one whose telling needs no repeating. */
function origin(set: FactSet): { statements: Statement[]; alert?: AlertFact } {
  const { overview, observations } = set;
  const first = set.alerts.find(({ at }) => at !== undefined);
  const [seen] = observations;
  const statements: Statement[] = [];
  const telemetryFirst = seen !== undefined && observations.length >= enoughTelemetry && (first?.at === undefined || seen.at < first.at + 60_000);
  const began = telemetryFirst ? seen.at : first?.at;
  if (telemetryFirst) statements.push({ section: 'origin', text: `It began at ${clock(seen.at)} on ${day(seen.at)}: ${inSentence(seen.text)}`, facts: [seen.fact.id] });
  else if (first?.at !== undefined) {
    const at = first.at;
    const { text, facts } = fittingPhrase(new Cast(set), first, (where) => `It began at ${clock(at)} on ${day(at)} with ${quoted(first)}${where}.`);
    statements.push({ section: 'origin', text, facts: [first.fact.id, ...facts] });
  }
  const last = overview.values['lastActivity'];
  const told = telemetryFirst || first === undefined ? {} : { alert: first };
  if (typeof last !== 'string' || began === undefined) return { statements, ...told };
  const at = Date.parse(last);
  if (at - began > 60_000) statements.push({ section: 'origin', text: `The last alert activity was at ${clock(at)}${onDay(at, began)}.`, facts: [overview.id] });
  return { statements, ...told };
}

function assets(set: FactSet): Statement[] {
  const spoken = (entity: EntityFact): boolean => !entity.role.startsWith('address of ');
  const named = keyEntities(set, ['ip', 'url', 'domain'], 12).filter(spoken);
  const means = named.filter(({ entity }) => entity.type !== 'domain' || !named.some((other) => other.entity.type === 'url' && other.entity.value.toLowerCase().includes(`//${entity.value.toLowerCase()}`))).slice(0, 3);
  const files = keyEntities(set, ['file', 'process'], 4);
  const statements: Statement[] = [];
  if (means.length > 0) statements.push({ section: 'assets', text: `Alerts name ${list(means.map(({ entity }) => entity.value))}.`, facts: means.map(({ fact }) => fact.id) });
  if (files.length > 0) statements.push({ section: 'assets', text: `Programs and files in evidence include ${list(files.map(({ entity }) => entity.value))}.`, facts: files.map(({ fact }) => fact.id) });
  return statements;
}
