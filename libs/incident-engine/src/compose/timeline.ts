import type { TimelineEntry } from '@attest/cards';
import type { AlertFact, FactSet } from '../incident-input.js';
import { Cast, timelinePhrase } from './alert-sentences.js';

/** Most lines of the timeline. */
const mostEntries = 120;

const severityRank: Readonly<Record<string, number>> = { high: 4, medium: 3, low: 2, informational: 1 };

/** Alerts and observations in true time order; of more than `most` the weightiest stay. */
export function composeTimeline(set: FactSet, most = mostEntries): TimelineEntry[] {
  const cast = new Cast(set);
  const alerts = runs(set.alerts, most).map((run) => ({ at: run[0]?.at ?? 0, weight: 3 + Math.max(...run.map(({ alert }) => severityRank[alert.severity ?? ''] ?? 0)), entry: alertEntry(cast, run) }));
  const seen = set.observations.map(({ at, text, tactic, fact, score }) => ({ at, weight: score, entry: { time: new Date(at).toISOString(), text, facts: [fact.id], ...(tactic === undefined ? {} : { tactic }) } }));
  return [...alerts.filter(({ entry }) => entry.time !== ''), ...seen]
    .sort((a, b) => b.weight - a.weight || a.at - b.at)
    .slice(0, most)
    .sort((a, b) => a.at - b.at || (a.entry.time < b.entry.time ? -1 : a.entry.time > b.entry.time ? 1 : a.entry.text < b.entry.text ? -1 : 1))
    .map(({ entry }) => entry);
}

/** Alerts of one title that follow each other within the incident; long incidents repeat themselves. */
function runs(alerts: readonly AlertFact[], most: number): AlertFact[][] {
  const timed = alerts.filter(({ at }) => at !== undefined);
  if (timed.length <= most) return timed.map((alert) => [alert]);
  const byTitle = new Map<string, AlertFact[]>();
  for (const alert of timed) {
    const key = `${alert.alert.title} ${Math.floor((alert.at ?? 0) / 3_600_000)}`;
    const run = byTitle.get(key);
    if (run) run.push(alert);
    else byTitle.set(key, [alert]);
  }
  return [...byTitle.values()];
}

function alertEntry(cast: Cast, run: readonly AlertFact[]): TimelineEntry {
  const [first] = run;
  const { text, facts } = timelinePhrase(cast, run);
  return {
    time: first?.at === undefined ? '' : new Date(first.at).toISOString(),
    text,
    facts: [...run.slice(0, 200).map(({ fact }) => fact.id), ...facts],
    ...(first?.tactic === undefined ? {} : { tactic: first.tactic }),
    ...(first?.alert.severity === undefined ? {} : { severity: first.alert.severity }),
  };
}
