import { toGraphJson } from '../../libs/security-model/dist/index.js';
import { respondCases } from '../../libs/response-engine/dist/fixtures/index.js';
import { seededRandom, seedFrom } from '../../libs/evaluation-engine/dist/index.js';
import { shipped, slugOf } from './write.mjs';

/**
 * Cases of incidents: the made-up ones of libs/response-engine, whose right answers were written before the rules. What a summary has to
 * tell is read from the alerts themselves, by the plain rules below, and from nothing an engine says.
 */

const wellKnown = /^(?:system|local service|network service|localsystem|defaultapppool)$/i;
const ranks = { informational: 0, low: 1, medium: 2, high: 3 };
const dates = (alert) => Date.parse(alert.firstActivityDateTime);

/** A record without what is empty. */
function lean(value) {
  if (Array.isArray(value)) return value.map(lean);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined && item !== null && !(Array.isArray(item) && item.length === 0)).map(([key, item]) => [key, lean(item)]));
}

/** Who and what an alert is about, as people know it: devices, accounts, and addresses that have the part of an attacker. */
function subjectsOf(alert) {
  return alert.evidence.flatMap((item) => {
    const type = item['@odata.type'].split('.').at(-1);
    const account = item.userAccount ?? {};
    if (type === 'deviceEvidence') return [{ value: item.deviceDnsName, also: [item.hostName] }];
    if (type === 'userEvidence' && !wellKnown.test(account.accountName ?? '')) return [{ value: account.userPrincipalName ?? account.accountName, also: [account.accountName] }];
    if (type === 'ipEvidence' && (item.roles ?? []).some((role) => /attacker|commandAndControl/.test(role))) return [{ value: item.ipAddress }];
    return [];
  });
}

function summaryCase(slug, { name, why }, incident) {
  const alerts = [...incident.alerts].sort((a, b) => dates(a) - dates(b));
  const entities = [...new Map(alerts.flatMap(subjectsOf).map((subject) => [subject.value, subject])).values()];
  const highest = Math.max(...alerts.map(({ severity }) => ranks[severity] ?? 0));
  const facts = alerts.filter((alert) => (ranks[alert.severity] ?? 0) === highest).flatMap((alert) => subjectsOf(alert).slice(0, 1).map(({ also, value }) => ({ says: [also?.[0] ?? value], cites: [{ alert: alert.id }] })));
  const techniques = [...new Set(alerts.flatMap(({ mitreTechniques = [] }) => mitreTechniques))].sort();
  const moments = new Set(alerts.map(dates)).size;
  return {
    ...shipped, id: `summary-${slug}`, kind: 'incidentSummary', title: `Summary: ${name}`, why, tags: ['made-up'], input: { sample: slug },
    expected: { entities, facts, ...(techniques.length > 0 ? { techniques } : {}), ...(moments > 1 ? { timeline: alerts.map((alert) => ({ time: alert.firstActivityDateTime, source: { alert: alert.id } })) } : {}) },
  };
}

function responseCase(slug, { name, why, kind, truth }) {
  const { classification, determinations, expected, acceptable, wrong } = truth;
  return {
    ...shipped, id: `response-${slug}`, kind: 'guidedResponse', title: `Response: ${name}`, why, tags: ['made-up', kind], input: { sample: slug },
    expected: { classifications: [classification], determinations, ...(kind === 'benign' ? { noContainment: true } : { actions: expected }), ...(acceptable ? { acceptable } : {}), ...(wrong ? { forbidden: wrong } : {}) },
  };
}

const actionNames = ['isolateDevice', 'forcePasswordReset', 'blockIndicator', 'stopAndQuarantineFile', 'revokeSessions', 'releaseDevice', 'softDeleteMail'];
const paths = [['PROPOSED'], ['PROPOSED', 'DECLINED'], ['PROPOSED', 'APPROVED', 'INTENT', 'SENT', 'CONFIRMED'], ['PROPOSED', 'APPROVED', 'SENT', 'FAILED'], ['APPROVED', 'SENT', 'UNKNOWN'], ['PROPOSED', 'APPROVED', 'SENT', 'CONFIRMED', 'UNDONE']];
const people = ['ana.ortiz@corp.example', 'ben.koch@corp.example', 'attest'];

/** A log of actions in mixed order, made from a seed: what a report has to repeat and may not add to. */
function actionLog(seed, targets, count) {
  const random = seededRandom(seedFrom('report', seed));
  const pick = (items) => items[Math.floor(random() * items.length)];
  const lines = Array.from({ length: count }, (_, index) => {
    const [action, name, by] = [pick(actionNames), pick(targets), pick(people)];
    return pick(paths).map((state, step) => ({ id: `${seed}-${index + 1}`, action, target: { name }, state, by, at: new Date(Date.UTC(2026, 4, 12, 9 + index, step * 7, Math.floor(random() * 60))).toISOString() }));
  }).flat();
  return lines.map((line) => [random(), line]).sort(([a], [b]) => a - b).map(([, line]) => line);
}

function reportCase(sample, targets, count, title) {
  return { ...shipped, id: `report-${sample}-${count}`, kind: 'incidentReport', title, why: 'Every action of the log is in the report once, with who did it last and when; the report has no other.', tags: ['actions'], input: { sample, actions: actionLog(`${sample}-${count}`, targets, count) }, expected: {} };
}

/** Adds the inputs and the cases of incidents. */
export function makeIncidents(files) {
  for (const one of respondCases) {
    const slug = slugOf(one.name);
    const incident = lean(toGraphJson(one.input.incident));
    const events = one.input.events.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== '$row')));
    files.add(`inputs/${slug}.json`, { incident, ...(events.length > 0 ? { events } : {}) });
    files.add(`sets/incidents/${slug}.json`, [summaryCase(slug, one, incident), responseCase(slug, one)]);
  }
  const reports = [
    reportCase('ransomware-on-a-workstation', ['ws-900.corp.example', 'max@corp.example', 'invoice.exe'], 9, 'Report: ransomware, nine actions'),
    reportCase('token-theft-through-a-proxy-kit', ['rui@corp.example', 'corp-voice.example'], 5, 'Report: token theft, five actions'),
    reportCase('worm-from-a-usb-stick', ['ws-021.corp.example', 'ws-022.corp.example', '203.0.113.180'], 24, 'Report: a worm, twenty-four actions'),
    reportCase('risk-dismissed-by-an-administrator', ['eva.holm@corp.example'], 0, 'Report: nothing was done'),
    reportCase('excytin-134', ['raphaelt@vnevado.alpineskihouse.co', 'orangecliff-f53f26fd.eastus.azurecontainerapps.io'], 7, 'Report: e-mail compromise, seven actions'),
    reportCase('excytin-39', ['vnevado-win10b.vnevado.alpineskihouse.co', 'fk8mq@vnevado.alpineskihouse.co'], 31, 'Report: domain dominance, thirty-one actions'),
    reportCase('otrf-lsass-01', ['mkt01.pandalab.com', 'pedro.gustavo', '10.0.5.13'], 12, 'Report: credential theft, twelve actions'),
  ];
  files.add('sets/incidents/reports.json', reports);
}
