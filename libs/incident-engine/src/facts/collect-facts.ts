import type { FactSet, IncidentInput } from '../incident-input.js';
import { scriptFacts } from '../scripts/script-facts.js';
import { observe } from '../telemetry/observe.js';
import { alertFacts } from './alert-facts.js';
import { commentFacts } from './comment-facts.js';
import { entityFacts } from './entity-facts.js';
import { overviewFact } from './overview-fact.js';

/**
 * Computes the facts of an incident from its alerts, evidence and event rows. Pure and deterministic: the order of alerts
 * and rows decides nothing. Ids are `i1` for the incident, `a..` for alerts in time order, `e..` for entities by weight,
 * `n..` for comments of people in time order, `t..` for what telemetry shows in time order, `s..` for analysed scripts and `r..` for the records that carry them. Grows as n log n with the input.
 */
export function collectIncidentFacts(input: IncidentInput): FactSet {
  const { incident, events } = input;
  const alerts = alertFacts(incident);
  const entities = entityFacts(incident, alerts);
  const comments = commentFacts(incident);
  const observations = observe(events, alerts, entities);
  const overview = overviewFact(incident, alerts, entities, events.length);
  const { overview: scriptOverview, scripts } = scriptFacts(input);
  const facts = [overview, ...alerts.map(({ fact }) => fact), ...entities.map(({ fact }) => fact), ...comments.map(({ fact }) => fact), ...observations.map(({ fact }) => fact), ...(scriptOverview ? [scriptOverview] : []), ...scripts.flatMap(({ fact, carrier }) => [fact, carrier])];
  return { overview, alerts, entities, comments, observations, scriptOverview, scripts, facts };
}
