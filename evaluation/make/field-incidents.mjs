import { accountIncidents } from './field/accounts.mjs';
import { endpointIncidents } from './field/endpoints.mjs';
import { harmlessIncidents } from './field/harmless.mjs';
import { secondIncidents } from './field/second.mjs';
import { thirdIncidents } from './field/third.mjs';
import { shipped } from './write.mjs';

/**
 * Cases of incidents in the shapes the products print, written with their answers before the rules of summary and response were looked at.
 * Four answers were corrected later where they were wrong about the field (the hash of stopped malware may be blocked, a fallen account disabled,
 * a disabled account needs no new password at once, a detection of planned work is no false one), and verdicts on single alerts left out where
 * two are right. Techniques and times come from the alerts; entities, first and last step, verdicts and actions were written by hand.
 */

const started = ({ firstActivityDateTime }) => Date.parse(firstActivityDateTime);

function summaryCase({ slug, name, why, incident, summary }) {
  const { entities, first, last, techniques } = summary;
  const alerts = [...incident.alerts].sort((a, b) => started(a) - started(b));
  const step = (says, alert) => ({ says: says.filter((part) => typeof part === 'string'), cites: [{ alert: alert.id }] });
  const facts = [step(first, alerts[first.find((part) => typeof part === 'number') ?? 0]), ...(last ? [step(last, summary.lastAlert === undefined ? alerts.at(-1) : alerts[summary.lastAlert])] : [])];
  const moments = new Set(alerts.map(started)).size;
  return {
    ...shipped, id: `summary-${slug}`, kind: 'incidentSummary', title: `Summary: ${name}`, why, tags: ['field'], input: { sample: slug },
    expected: { entities: entities.map(([value, ...also]) => ({ value, ...(also.length > 0 ? { also } : {}) })), facts, ...(techniques ? { techniques } : {}), ...(moments > 1 ? { timeline: alerts.map(({ id, firstActivityDateTime: time }) => ({ time, source: { alert: id } })) } : {}) },
  };
}

function responseCase({ slug, name, why, incident, response }) {
  const { alerts, ...expected } = response;
  const verdicts = alerts ? { alerts: Object.fromEntries(alerts.map((verdict, index) => [incident.alerts[index].id, verdict])) } : {};
  return { ...shipped, id: `response-${slug}`, kind: 'guidedResponse', title: `Response: ${name}`, why, tags: ['field', expected.noContainment ? 'benign' : 'hostile'], input: { sample: slug }, expected: { ...expected, ...verdicts } };
}

/** Adds the inputs and the cases of the set `field`. */
export function makeFieldIncidents(files) {
  for (const one of [...accountIncidents(), ...endpointIncidents(), ...harmlessIncidents(), ...secondIncidents(), ...thirdIncidents()]) {
    files.add(`inputs/${one.slug}.json`, { incident: one.incident, ...(one.events.length > 0 ? { events: one.events } : {}) });
    files.add(`sets/field/${one.slug}.json`, [summaryCase(one), responseCase(one)]);
  }
}
