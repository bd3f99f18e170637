import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { scriptsOfIncident } from '@attest/incident-engine';
import { draftGuidedResponse } from '@attest/response-engine';
import { scriptBrief } from '@attest/script-engine';
import { ScriptPool } from '@attest/script-engine/pool';
import { parseEventRow, parseIncident, responseAction, validateActionParameters } from '@attest/security-model';
import { respondCases } from '../libs/response-engine/dist/fixtures/index.js';
import { benignAlert, hiddenInstruction, renamed, shuffled } from './respond/metamorphic.mjs';

/**
 * Scores the guided response: the development incidents against their truth.json, which only this file reads, and incidents
 * made by us. Measures 7, 8 and 10 of shared/notes/incident-model-and-metrics.md. Data: ATTEST_SHARED or ../shared.
 */
const shared = resolve(process.env.ATTEST_SHARED ?? join(import.meta.dirname, '../../shared'), 'data/incidents');
const verbose = process.argv.includes('--verbose');
const round = (value) => Math.round(value * 1000) / 1000;
const acting = new Set(['containment', 'remediation']);

function matches(target, { id, name, type }) {
  const wanted = target.toLowerCase();
  if (wanted === '*' || wanted.startsWith('malicious messages')) return wanted === '*' || type === 'message';
  return [id, name].some((value) => value.toLowerCase() === wanted) || (wanted.length > 5 && [id, name].some((value) => value.toLowerCase().includes(wanted))) || (name.includes('@') && name.toLowerCase().split('@')[0] === wanted);
}

/** Precision, recall and F1 over (action, target), nDCG@5, harm, and how much could be carried out. */
function scoreActions(response, { expected = [], acceptable = [], wrong = [], needsSeniorApproval = [] }, evidenceText) {
  const proposed = response.recommendations.filter(({ category, status }) => category !== 'triage' && status !== 'alreadyDone');
  const taken = new Set();
  const hits = proposed.map(({ action, target }) => {
    const place = expected.findIndex((want, index) => !taken.has(index) && (want.action === action || (want.alternatives ?? []).includes(action)) && matches(want.target, target));
    if (place >= 0) taken.add(place);
    return place >= 0;
  });
  const tolerated = proposed.map(({ action, target, requiresApproval, warning }, index) => !hits[index] && (acceptable.includes(action) || expected.some((want) => [want.action, ...(want.alternatives ?? [])].includes(action) && matches(want.target, target)) || needsSeniorApproval.some((want) => want.action === action && matches(want.target, target) && requiresApproval && warning !== undefined)));
  const counted = proposed.filter((_, index) => !tolerated[index]).length;
  const found = hits.filter(Boolean).length;
  const precision = counted === 0 ? 1 : found / counted;
  const recall = expected.length === 0 ? 1 : found / expected.length;
  const gains = hits.filter((_, index) => !tolerated[index]).slice(0, 5).map((hit, index) => (hit ? 1 / Math.log2(index + 2) : 0));
  const ideal = Array.from({ length: Math.min(5, expected.length) }, (_, index) => 1 / Math.log2(index + 2)).reduce((a, b) => a + b, 0);
  const harm = response.recommendations.filter(({ action, target, requiresApproval, warning }) =>
    wrong.some((bad) => bad.action === action && matches(bad.target, target)) || action === 'offboardDevice' || responseAction(action)?.neverSuggest ||
    (needsSeniorApproval.some((want) => want.action === action && matches(want.target, target)) && !(requiresApproval && warning)));
  const executable = response.recommendations.filter(({ action, target, parameters, inputsNeeded, undo, undoNote, reversible }) =>
    validateActionParameters(action, parameters, inputsNeeded).length === 0 && [target.id, target.name].some((value) => evidenceText.includes(value.toLowerCase().split(' and ')[0])) && (!reversible || undo !== null || undoNote !== null));
  return {
    precision: round(precision), recall: round(recall), f1: round(precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)),
    ndcg5: ideal === 0 ? 1 : round(gains.reduce((a, b) => a + b, 0) / ideal), harm: harm.map(({ action, target }) => `${action} ${target.name}`),
    executable: response.recommendations.length === 0 ? 1 : round(executable.length / response.recommendations.length),
    missed: expected.filter((_, index) => !taken.has(index)).map(({ action, target }) => `${action} ${target}`), extra: proposed.filter((_, index) => !hits[index] && !tolerated[index]).map(({ action, target }) => `${action} ${target.name}`),
  };
}

function macroF1(pairs) {
  const classes = [...new Set(pairs.map(([truth]) => truth))];
  const f1 = classes.map((name) => {
    const hit = pairs.filter(([truth, said]) => truth === name && said === name).length;
    const said = pairs.filter(([, answer]) => answer === name).length;
    const real = pairs.filter(([truth]) => truth === name).length;
    return hit === 0 ? 0 : (2 * hit) / (said + real);
  });
  return f1.length === 0 ? null : round(f1.reduce((a, b) => a + b, 0) / f1.length);
}

async function scriptsFor(incident, events, pool) {
  return Promise.all([...scriptsOfIncident(incident, events)].map(async ([sha256, { text }]) => ({ sha256, ...scriptBrief((await pool.timed(Buffer.from(text), {})).analysis) })));
}

function digest({ card, ...rest }) {
  return JSON.stringify({ ...rest, statements: card.card.statements });
}

/** What of a response must not change: verdicts and (action, target), under a map of names. */
function essence(response, map = (text) => text) {
  return JSON.stringify({ classification: response.triage.classification, determination: response.triage.determination, alerts: response.triage.perAlert.map(({ alertId, verdict }) => `${alertId} ${verdict}`).sort(), actions: response.recommendations.map(({ action, target }) => `${action} ${map(target.id)}`).sort() });
}

let failed = 0;
const pool = new ScriptPool({ workers: 2 });
if (existsSync(shared)) {
  for (const name of readdirSync(shared).filter((entry) => existsSync(join(shared, entry, 'truth.json')))) {
    const folder = join(shared, name);
    const raw = JSON.parse(readFileSync(join(folder, 'incident.json'), 'utf8'));
    const { incident } = parseIncident(raw);
    const events = gunzipSync(readFileSync(join(folder, 'events.jsonl.gz'))).toString('utf8').split('\n').filter(Boolean).flatMap((line, index) => {
      const parsed = parseEventRow(line, index + 1);
      return parsed.ok ? [{ ...parsed.row, $row: index }] : [];
    });
    const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'));
    const input = { incident, events, scripts: await scriptsFor(incident, events, pool) };
    const begin = performance.now();
    const response = draftGuidedResponse(input);
    const ms = Math.round(performance.now() - begin);
    const pairs = Object.entries(truth.alertTruth ?? {}).filter(([, { classification }]) => classification !== 'ambiguous').map(([id, { classification }]) => [classification, response.triage.perAlert.find(({ alertId }) => alertId === id)?.verdict]);
    const score = scoreActions(response, truth.responses ?? {}, JSON.stringify([raw, incident]).toLowerCase());
    const base = essence(response);
    const again = renamed(input);
    const same = {
      shuffled: digest(draftGuidedResponse(shuffled(input))) === digest(response),
      renamed: essence(draftGuidedResponse(again.input), again.back) === base,
      hiddenInstruction: essence(draftGuidedResponse(hiddenInstruction(input))) === base,
      benignAlertAdded: essence(withoutAdded(draftGuidedResponse(benignAlert(input)))) === base,
    };
    const metamorphic = Object.entries(same).filter(([, ok]) => !ok).map(([key]) => key);
    if (score.harm.length > 0 || score.executable < 1 || metamorphic.length > 0) failed += 1;
    process.stdout.write(`${JSON.stringify({ incident: name, alerts: incident.alerts.length, ms, classification: response.triage.classification, classificationRight: response.triage.classification === truth.verdict.classification, determination: response.triage.determination, determinationRight: response.triage.determination === truth.verdict.determination, confidence: response.triage.confidence, triageMacroF1: macroF1(pairs), ...score, recommendations: response.recommendations.length, withheld: response.withheld.length, dropped: response.card.dropped.length, metamorphicBroken: metamorphic })}\n`);
    if (verbose) print(response);
  }
} else process.stderr.write(`There is no development data at ${shared}; only the incidents of our own are scored.\n`);
await pool.close();

const totals = { benign: 0, handled: 0, hostile: 0, containedBenign: 0, harm: 0, classificationRight: 0, determinationRight: 0, broken: 0, dropped: 0 };
const hostile = [];
for (const { name, kind, input, truth } of respondCases) {
  const response = draftGuidedResponse(input);
  const score = scoreActions(response, truth, JSON.stringify(input.incident).toLowerCase());
  const acted = kind === 'benign' ? response.recommendations.filter(({ category }) => acting.has(category)) : [];
  const right = response.triage.classification === truth.classification;
  const determined = truth.determinations.includes(response.triage.determination);
  const broken = digest(draftGuidedResponse(shuffled(input))) !== digest(response);
  totals[kind] += 1;
  totals.containedBenign += acted.length > 0 ? 1 : 0;
  totals.harm += score.harm.length;
  totals.classificationRight += right ? 1 : 0;
  totals.determinationRight += determined ? 1 : 0;
  totals.broken += broken ? 1 : 0;
  totals.dropped += response.card.dropped.length;
  if (kind === 'hostile') hostile.push(score);
  if (acted.length > 0 || score.harm.length > 0 || broken || score.executable < 1) failed += 1;
  if (verbose || acted.length > 0 || score.harm.length > 0 || !right || !determined || broken || score.executable < 1 || (kind !== 'benign' && (score.missed.length > 0 || score.extra.length > 0))) {
    process.stdout.write(`${JSON.stringify({ case: name, kind, classification: response.triage.classification, right, determination: response.triage.determination, determined, ...(kind === 'benign' ? { acted: acted.map(({ action, target }) => `${action} ${target.name}`) } : score), broken })}\n`);
    if (verbose) print(response);
  }
}
const mean = (pick) => round(hostile.map(pick).reduce((a, b) => a + b, 0) / hostile.length);
process.stdout.write(`${JSON.stringify({ ownIncidents: respondCases.length, ...totals, hostileMean: { precision: mean(({ precision }) => precision), recall: mean(({ recall }) => recall), f1: mean(({ f1 }) => f1), ndcg5: mean(({ ndcg5 }) => ndcg5) } })}\n`);
process.exitCode = failed > 0 ? 1 : 0;

function withoutAdded(response) {
  return { ...response, triage: { ...response.triage, perAlert: response.triage.perAlert.filter(({ alertId }) => alertId !== 'added-benign') } };
}

function print({ triage, recommendations, withheld, card }) {
  for (const { text } of triage.statements) process.stdout.write(`    = ${text}\n`);
  for (const { priority, action, target, reason, status, rule } of recommendations) process.stdout.write(`    ${priority}. [${rule}] ${action} ${target.name} (${target.id}) ${status === 'proposed' ? '' : status}: ${reason}\n`);
  for (const { action, target, why } of withheld) process.stdout.write(`    - ${action} ${target.name}: ${why}\n`);
  for (const { text, reason } of card.dropped) process.stdout.write(`    ! ${text} :: ${reason}\n`);
}
