import type { Statement } from '@attest/cards';
import type { AlertFact, FactSet, Observation } from '../incident-input.js';
import { tacticRank } from '@attest/security-model';
import { Cast, fittingPhrase, quoted } from './alert-sentences.js';
import { clock, count, day, inSentence, list, tacticName, wordCount } from './words.js';

const severityRank: Readonly<Record<string, number>> = { high: 4, medium: 3, low: 2, informational: 1 };

/** A sentence of the story with what it is worth, before the budget of words decides. */
interface Candidate {
  at: number;
  weight: number;
  statement: Statement;
  /** Told by alerts, not by telemetry. */
  alerts: boolean;
  /** Kind of thing told, so that the story does not tell one kind only. */
  kind: string;
}

/**
 * The story in time order within a budget of words: what telemetry shows step by step where it does, and what alerts report,
 * alerts of one tactic and moment together. `told` is an alert that other sentences told whole: alone it is not told again.
 * Of alerts of one tactic at most `mostOfTactic` sentences are told; the timeline has them all. What is told is chosen by weight, kinds told already weighing less.
 */
export function composeStory(set: FactSet, budget: number, told?: AlertFact, mostOfTactic = Infinity): Statement[] {
  const candidates = [...observed(set.observations), ...reported(set, told)];
  const chosen: Candidate[] = [];
  const kinds = new Map<string, number>();
  let words = 0;
  while (candidates.length > 0) {
    const best = candidates.reduce((a, b) => (worth(b, kinds) > worth(a, kinds) ? b : a));
    candidates.splice(candidates.indexOf(best), 1);
    if (best.alerts && (kinds.get(best.kind) ?? 0) >= mostOfTactic) continue;
    const length = wordCount(best.statement.text);
    if (words + length > budget) {
      if (budget - words < 8) break;
      continue;
    }
    chosen.push(best);
    kinds.set(best.kind, (kinds.get(best.kind) ?? 0) + 1);
    words += length;
  }
  return chosen.sort((a, b) => a.at - b.at || (a.statement.text < b.statement.text ? -1 : 1)).map(({ statement }) => statement);
}

function worth({ weight, kind }: Candidate, kinds: ReadonlyMap<string, number>): number {
  return weight / (1 + 0.5 * (kinds.get(kind) ?? 0));
}

function observed(observations: readonly Observation[]): Candidate[] {
  return merged(observations).map((run) => {
    const [first] = run;
    const text = run.length > 1 ? runText(run) : (first?.text ?? '');
    return {
      at: first?.at ?? 0,
      weight: Math.max(...run.map(({ score }) => score)) + Math.min(2, run.length - 1),
      alerts: false,
      kind: first?.fact.type ?? '',
      statement: { text: `At ${clock(first?.at ?? 0)} ${inSentence(text)}`, facts: run.map(({ fact }) => fact.id), section: 'story' },
    };
  });
}

/** Discovery commands of one parent in a row are one thought. */
function merged(observations: readonly Observation[]): Observation[][] {
  const runs: Observation[][] = [];
  for (const observation of observations) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before && isDiscovery(before) && isDiscovery(observation) && before.fact.values['parent'] === observation.fact.values['parent'] && observation.at - before.at < 300_000) run.push(observation);
    else runs.push([observation]);
  }
  return runs;
}

function isDiscovery({ fact, tactic }: Observation): boolean {
  return fact.type === 'process.created' && tactic === 'discovery' && typeof fact.values['FileName'] === 'string';
}

function runText(run: readonly Observation[]): string {
  const [first] = run;
  const names = [...new Set(run.map(({ fact }) => String(fact.values['FileName'])))];
  const parent = first?.fact.values['parent'];
  const account = first?.fact.values['AccountName'];
  return `${typeof parent === 'string' ? parent : 'a process'} ran ${list(names)}${typeof account === 'string' ? ` as ${account}` : ''}.`;
}

/** Alerts of one tactic within a quarter of an hour are one thought; the most severe titles are named. */
function reported(set: FactSet, alone?: AlertFact): Candidate[] {
  const cast = new Cast(set);
  const groups = new Map<string, AlertFact[]>();
  for (const alert of set.alerts) {
    if (alert.at === undefined) continue;
    if (alert === alone && !set.alerts.some((other) => other !== alone && other.alert.title === alert.alert.title)) continue;
    const key = `${alert.tactic ?? ''} ${Math.floor(alert.at / 900_000)}`;
    const group = groups.get(key);
    if (group) group.push(alert);
    else groups.set(key, [alert]);
  }
  return [...groups.values()].filter((group) => group.length > 1 || group[0] !== alone).map((group) => {
    const ranked = [...group].sort((a, b) => rank(b) - rank(a) || (a.at ?? 0) - (b.at ?? 0));
    const [main] = ranked as [AlertFact, ...AlertFact[]];
    const titles = [...new Map(ranked.map((alert) => [alert.alert.title, alert])).values()].slice(0, 2);
    const facts = titles.map(({ fact }) => fact.id);
    const first = group[0]?.at ?? 0;
    const tactic = main.tactic === undefined ? '' : ` for ${tacticName(main.tactic)}`;
    const told = set.observations.length > 12 ? 0.55 : 1;
    const { text, facts: named } = fittingPhrase(cast, main, (where) =>
      titles.length > 1
        ? `From ${clock(first)} alerts${tactic} included ${quoted(main)}${where}; also ${list(titles.slice(1).map(quoted))}.`
        : `At ${clock(first)} ${group.length > 1 ? count(group.length, 'alert') : 'the alert'} ${quoted(main)} ${group.length > 1 ? 'were' : 'was'} raised${where}.`);
    const cited = titles.length > 1 ? [...new Set([...facts, group[0]?.fact.id ?? ''])] : group.map(({ fact }) => fact.id);
    return { at: first, weight: (rank(main) * 1.6 + Math.min(3, group.length / 3)) * told, alerts: true, kind: main.tactic ?? 'alert', statement: { text, facts: [...cited, ...named], section: 'story' } };
  });
}

function rank({ alert }: AlertFact): number {
  return severityRank[alert.severity ?? ''] ?? 1;
}

/** Tactics that alerts and observations reach, in kill-chain order. */
export function tacticsReached(set: FactSet): string[] {
  const found = new Set([...set.alerts, ...set.observations].map(({ tactic }) => tactic).filter((tactic) => tactic !== undefined));
  return [...found].sort((a, b) => tacticRank(a) - tacticRank(b));
}

/** `on 27 June 2024` when the day says something new. */
export function onDay(at: number, before?: number): string {
  return before !== undefined && day(at) === day(before) ? '' : ` on ${day(at)}`;
}
