import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { brokenByResponse, containingActions, macroF1, responseDigest, scoreActions as scoreOf, shuffledInput } from '@attest/evaluation-engine';
import { scriptsOfIncident } from '@attest/incident-engine';
import { draftGuidedResponse } from '@attest/response-engine';
import { scriptBrief } from '@attest/script-engine';
import { ScriptPool } from '@attest/script-engine/pool';
import { parseEventRow, parseIncident } from '@attest/security-model';
import { respondCases } from '../libs/response-engine/dist/fixtures/index.js';

/**
 * Scores the guided response: the development incidents against their truth.json, which only this file reads, and incidents
 * made by us. The measures are those of libs/evaluation-engine, described in docs/evaluation.md. Data: ATTEST_SHARED or ../shared.
 */
const shared = resolve(process.env.ATTEST_SHARED ?? join(import.meta.dirname, '../../shared'), 'data/incidents');
const verbose = process.argv.includes('--verbose');
const round = (value) => Math.round(value * 1000) / 1000;

/** The score with three digits; `expected` is told as truth.json and the cases of our own tell it. */
function scoreActions(response, { expected: actions, acceptable, wrong: forbidden, needsSeniorApproval }, evidenceText) {
  const { precision, recall, f1, ndcg5, executable, harm, missed, extra } = scoreOf(response, { actions, acceptable, forbidden, needsSeniorApproval }, evidenceText);
  return { precision: round(precision), recall: round(recall), f1: round(f1), ndcg5: round(ndcg5), harm, executable: round(executable), missed, extra };
}

async function scriptsFor(incident, events, pool) {
  return Promise.all([...scriptsOfIncident(incident, events)].map(async ([sha256, { text }]) => ({ sha256, ...scriptBrief((await pool.timed(Buffer.from(text), {})).analysis) })));
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
    const metamorphic = await brokenByResponse(input, response, draftGuidedResponse);
    if (score.harm.length > 0 || score.executable < 1 || metamorphic.length > 0) failed += 1;
    process.stdout.write(`${JSON.stringify({ incident: name, alerts: incident.alerts.length, ms, classification: response.triage.classification, classificationRight: response.triage.classification === truth.verdict.classification, determination: response.triage.determination, determinationRight: response.triage.determination === truth.verdict.determination, confidence: response.triage.confidence, triageMacroF1: pairs.length === 0 ? null : round(macroF1(pairs)), ...score, recommendations: response.recommendations.length, withheld: response.withheld.length, dropped: response.card.dropped.length, metamorphicBroken: metamorphic })}\n`);
    if (verbose) print(response);
  }
} else process.stderr.write(`There is no development data at ${shared}; only the incidents of our own are scored.\n`);
await pool.close();

const totals = { benign: 0, handled: 0, hostile: 0, containedBenign: 0, harm: 0, classificationRight: 0, determinationRight: 0, broken: 0, dropped: 0 };
const hostile = [];
for (const { name, kind, input, truth } of respondCases) {
  const response = draftGuidedResponse(input);
  const score = scoreActions(response, truth, JSON.stringify(input.incident).toLowerCase());
  const acted = kind === 'benign' ? containingActions(response) : [];
  const right = response.triage.classification === truth.classification;
  const determined = truth.determinations.includes(response.triage.determination);
  const broken = responseDigest(draftGuidedResponse(shuffledInput(input))) !== responseDigest(response);
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
    process.stdout.write(`${JSON.stringify({ case: name, kind, classification: response.triage.classification, right, determination: response.triage.determination, determined, ...(kind === 'benign' ? { acted } : score), broken })}\n`);
    if (verbose) print(response);
  }
}
const mean = (pick) => round(hostile.map(pick).reduce((a, b) => a + b, 0) / hostile.length);
process.stdout.write(`${JSON.stringify({ ownIncidents: respondCases.length, ...totals, hostileMean: { precision: mean(({ precision }) => precision), recall: mean(({ recall }) => recall), f1: mean(({ f1 }) => f1), ndcg5: mean(({ ndcg5 }) => ndcg5) } })}\n`);
process.exitCode = failed > 0 ? 1 : 0;

function print({ triage, recommendations, withheld, card }) {
  for (const { text } of triage.statements) process.stdout.write(`    = ${text}\n`);
  for (const { priority, action, target, reason, status, rule } of recommendations) process.stdout.write(`    ${priority}. [${rule}] ${action} ${target.name} (${target.id}) ${status === 'proposed' ? '' : status}: ${reason}\n`);
  for (const { action, target, why } of withheld) process.stdout.write(`    - ${action} ${target.name}: ${why}\n`);
  for (const { text, reason } of card.dropped) process.stdout.write(`    ! ${text} :: ${reason}\n`);
}
