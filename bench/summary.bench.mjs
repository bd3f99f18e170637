import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { entitiesNamed, Evidence, factsTold, groundingOf, parentTechniques, plainText, rateOf, timelineTau, wordsOf } from '@attest/evaluation-engine';
import { summarizeIncident } from '@attest/incident-engine';
import { parseEventRow, parseIncident } from '@attest/security-model';

/**
 * Scores the incident summary on the development incidents with their truth.json, which only this file reads.
 * The measures are those of libs/evaluation-engine, described in docs/evaluation.md. Data: ATTEST_SHARED or ../shared beside the checkout.
 */
const shared = resolve(process.env.ATTEST_SHARED ?? join(import.meta.dirname, '../../shared'), 'data/incidents');
if (!existsSync(shared)) {
  process.stderr.write(`There is no development data at ${shared}. Set ATTEST_SHARED.\n`);
  process.exit(2);
}

const round = (value) => (value === null ? null : Number(value.toFixed(3)));
const rate = (part, whole) => round(rateOf(part, whole));

function load(folder) {
  const incident = parseIncident(JSON.parse(readFileSync(join(folder, 'incident.json'), 'utf8'))).incident;
  const lines = gunzipSync(readFileSync(join(folder, 'events.jsonl.gz'))).toString('utf8').split('\n').filter(Boolean);
  const events = lines.flatMap((line, index) => {
    const parsed = parseEventRow(line, index + 1);
    return parsed.ok ? [{ ...parsed.row, $row: index }] : [];
  });
  return { incident, events, rawIncident: JSON.parse(readFileSync(join(folder, 'incident.json'), 'utf8')), lines, truth: JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) };
}

/** The facts of the narrative that have a time and a record, alerted and telemetry-only apart. */
function factRecall({ narrative }, verified) {
  const timed = narrative.filter(({ time, telemetry }) => time !== null && telemetry.length > 0);
  const groups = { alerted: timed.filter(({ coveredByAlert }) => coveredByAlert), telemetryOnly: timed.filter(({ coveredByAlert }) => !coveredByAlert) };
  return Object.fromEntries(Object.entries(groups).map(([name, facts]) => {
    const { recall, missing } = factsTold(facts.map(({ seq, time, entities, telemetry }) => ({ seq, at: time, cites: telemetry, says: entities.map((entity) => entity.replace(/^(?:pid|port):/, '')) })), verified);
    return [name, { recall: round(recall), missing: missing.map(({ seq }) => seq) }];
  }));
}

/** True times with the records that tell of them. */
function wantedTimeline({ timeline, narrative }) {
  if (timeline) return timeline.map(({ alertId, time }) => ({ time, sources: [{ alert: alertId }] }));
  return narrative.filter(({ time, telemetry }) => time !== null && telemetry.length > 0).map(({ time, telemetry }) => ({ time, sources: telemetry }));
}

function keyEntityRecall({ keyEntities, entities }, verified) {
  const values = keyEntities ? keyEntities.map(({ value }) => value) : [...entities.devices.map(({ name }) => name), ...entities.users.map(({ name }) => name.split('\\').at(-1)), ...entities.ips.map(({ ip }) => ip), ...entities.files.map(({ name }) => name), ...entities.urls];
  const known = values.filter((value) => !/^[0-9a-f]{64}$|^[0-9a-f-]{36}$/.test(value));
  const { prose, card } = entitiesNamed(known.map((value) => ({ value })), verified);
  return { prose: round(prose), lists: round(card) };
}

function techniqueRecall({ techniques }, { card }, { incident }) {
  const tagged = parentTechniques(incident.alerts.flatMap(({ mitreTechniques }) => mitreTechniques));
  const got = parentTechniques(card.techniques);
  const observable = techniques.observable && parentTechniques(techniques.observable);
  return { tagged: rate([...tagged].filter((id) => got.has(id)).length, tagged.size), missing: [...tagged].filter((id) => !got.has(id)), truth: observable ? rate([...observable].filter((id) => got.has(id)).length, observable.size) : undefined };
}

for (const name of ['otrf-lsass-01', 'excytin-134', 'excytin-38', 'excytin-39']) {
  const data = load(join(shared, name));
  const started = performance.now();
  const verified = await summarizeIncident(data);
  const ms = Math.round(performance.now() - started);
  const sentences = [...verified.card.statements, ...verified.card.timeline];
  const grounding = groundingOf(sentences, verified.facts, new Evidence({ incident: data.rawIncident, rows: data.lines }));
  const text = plainText([...sentences.map((s) => s.text), ...verified.card.entities.map(({ value }) => value)].join(' '));
  const result = {
    incident: name,
    ms,
    words: wordsOf(verified),
    dropped: verified.dropped.length,
    ungroundedAtoms: grounding.ungrounded.length,
    citationPrecision: round(grounding.citationPrecision),
    citationRecall: round(grounding.citationRecall),
    keyEntityRecall: keyEntityRecall(data.truth, verified),
    techniqueRecall: techniqueRecall(data.truth, verified, data),
    timelineTau: round(timelineTau(wantedTimeline(data.truth), verified)),
    ...(data.truth.narrative ? { factRecall: factRecall(data.truth, verified) } : {}),
    ...(data.truth.qa ? { qaCoverage: rate(data.truth.qa.filter(({ answer }) => text.includes(plainText(String(answer)))).length, data.truth.qa.length) } : {}),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  for (const sentence of grounding.notCarried.slice(0, 5)) process.stderr.write(`  not in its records: ${sentence.text}\n`);
}
