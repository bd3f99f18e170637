import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { summarizeIncident } from '@attest/incident-engine';
import { parseEventRow, parseIncident } from '@attest/security-model';

/**
 * Scores the incident summary on the development incidents with their truth.json, which only this file reads.
 * Measures of shared/notes/incident-model-and-metrics.md section 7. Data: ATTEST_SHARED or ../shared beside the checkout.
 */
const shared = resolve(process.env.ATTEST_SHARED ?? join(import.meta.dirname, '../../shared'), 'data/incidents');
if (!existsSync(shared)) {
  process.stderr.write(`There is no development data at ${shared}. Set ATTEST_SHARED.\n`);
  process.exit(2);
}

const refang = (text) => text.replaceAll('[.]', '.').replaceAll('hxxp', 'http').toLowerCase();
const atomPattern = /\b(?:\d{1,3}\.){3}\d{1,3}\b|\b[0-9a-f]{32,64}\b|\bt\d{4}(?:\.\d{3})?\b|[\w.+-]+@[\w.-]+\.\w+|\b[\w-]+\.(?:exe|dll|ps1|bat|vbs|js|docx?|xlsx?|lnk|zip)\b|\bprocess \d+\b|\bport \d+\b|\b0x[0-9a-f]+\b/g;
const atomsOf = (text) => [...new Set(refang(text).match(atomPattern) ?? [])].map((atom) => atom.replace(/^(?:process|port) /, ''));
const rate = (part, whole) => (whole === 0 ? null : Number((part / whole).toFixed(3)));

function load(folder) {
  const incident = parseIncident(JSON.parse(readFileSync(join(folder, 'incident.json'), 'utf8'))).incident;
  const lines = gunzipSync(readFileSync(join(folder, 'events.jsonl.gz'))).toString('utf8').split('\n').filter(Boolean);
  const events = lines.flatMap((line, index) => {
    const parsed = parseEventRow(line, index + 1);
    return parsed.ok ? [{ ...parsed.row, $row: index }] : [];
  });
  return { incident, events, rawIncident: JSON.parse(readFileSync(join(folder, 'incident.json'), 'utf8')), lines, truth: JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) };
}

/** Text of the record a fact cites, from the files as they are. */
function recordText(fact, { rawIncident, lines }) {
  const { source } = fact;
  const plain = (value) => refang(JSON.stringify(value)).replaceAll('\\\\', '\\');
  if (source.kind === 'event') return plain(JSON.parse(lines[source.row]));
  const alert = rawIncident.alerts.find(({ id }) => id === source.alertId);
  if (source.kind === 'alert') return plain(alert);
  if (source.kind === 'evidence') return plain(alert.evidence[source.evidenceIndex]);
  const { alerts, ...rest } = rawIncident;
  return plain({ ...rest, alerts: alerts.length });
}

function kendall(pairs) {
  let concordant = 0, discordant = 0, tiesA = 0, tiesB = 0;
  for (let i = 0; i < pairs.length; i++) {
    for (let j = i + 1; j < pairs.length; j++) {
      const a = Math.sign(pairs[i][0] - pairs[j][0]), b = Math.sign(pairs[i][1] - pairs[j][1]);
      if (a === 0 && b === 0) continue;
      if (a === 0) tiesA++;
      else if (b === 0) tiesB++;
      else if (a === b) concordant++;
      else discordant++;
    }
  }
  const whole = Math.sqrt((concordant + discordant + tiesA) * (concordant + discordant + tiesB));
  return whole === 0 ? null : Number(((concordant - discordant) / whole).toFixed(3));
}

function factRecall(truth, verified) {
  const sentences = [...verified.card.statements, ...verified.card.timeline];
  const byId = new Map(verified.facts.map((fact) => [fact.id, fact]));
  const found = (fact) => {
    const wanted = fact.entities.map((entity) => refang(entity.replace(/^(?:pid|port):/, '')));
    return sentences.find(({ text, facts }) => {
      const said = refang(text);
      const cites = facts.map((id) => byId.get(id)).some(({ source, time }) =>
        fact.telemetry.some(({ table, reportId }) => source.kind === 'event' && source.table === table && Number(source.reportId) === reportId) ||
        (source.kind === 'alert' && time !== undefined && Math.abs(Date.parse(time) - Date.parse(fact.time)) < 2_000));
      return cites && wanted.every((entity) => said.includes(entity));
    });
  };
  const timed = truth.narrative.filter(({ time, telemetry }) => time !== null && telemetry.length > 0);
  const groups = { alerted: timed.filter(({ coveredByAlert }) => coveredByAlert), telemetryOnly: timed.filter(({ coveredByAlert }) => !coveredByAlert) };
  return Object.fromEntries(Object.entries(groups).map(([name, facts]) => [name, { recall: rate(facts.filter(found).length, facts.length), missing: facts.filter((fact) => !found(fact)).map(({ seq }) => seq) }]));
}

function timelineTau(truth, { card, facts }) {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const place = (matches) => {
    const entry = card.timeline.find(({ facts: ids }) => ids.some((id) => matches(byId.get(id).source)));
    return entry === undefined ? -1 : Date.parse(entry.time);
  };
  const wanted = truth.timeline ? truth.timeline.map(({ alertId, time }) => ({ time, matches: (source) => source.kind === 'alert' && source.alertId === alertId })) : truth.narrative.filter(({ time, telemetry }) => time !== null && telemetry.length > 0).map(({ time, telemetry }) => ({ time, matches: (source) => telemetry.some(({ table, reportId }) => source.table === table && Number(source.reportId) === reportId) }));
  return kendall(wanted.map(({ time, matches }) => [Date.parse(time), place(matches)]).filter(([, position]) => position >= 0));
}

function keyEntityRecall(truth, { card }) {
  const prose = refang(card.statements.map(({ text }) => text).join(' '));
  const lists = refang(card.entities.map(({ value }) => value).join(' '));
  const values = truth.keyEntities ? truth.keyEntities.map(({ value }) => value) : [...truth.entities.devices.map(({ name }) => name), ...truth.entities.users.map(({ name }) => name.split('\\').at(-1)), ...truth.entities.ips.map(({ ip }) => ip), ...truth.entities.files.map(({ name }) => name), ...truth.entities.urls];
  const has = (value, text) => text.includes(refang(value)) || text.includes(refang(value).split('@')[0]) || (!/^\d+\.\d/.test(value) && /\.\w+\.\w+/.test(value) && text.includes(refang(value).split('.')[0]));
  const known = values.filter((value) => !/^[0-9a-f]{64}$|^[0-9a-f-]{36}$/.test(value));
  return { prose: rate(known.filter((value) => has(value, prose)).length, known.length), lists: rate(known.filter((value) => has(value, `${prose} ${lists}`)).length, known.length) };
}

function techniqueRecall(truth, { card }, { incident }) {
  const parents = (ids) => new Set(ids.map((id) => id.split('.')[0]));
  const tagged = parents(incident.alerts.flatMap(({ mitreTechniques }) => mitreTechniques));
  const got = parents(card.techniques);
  return { tagged: rate([...tagged].filter((id) => got.has(id)).length, tagged.size), missing: [...tagged].filter((id) => !got.has(id)), truth: truth.techniques.observable ? rate([...parents(truth.techniques.observable)].filter((id) => got.has(id)).length, parents(truth.techniques.observable).size) : undefined };
}

for (const name of ['otrf-lsass-01', 'excytin-134', 'excytin-38', 'excytin-39']) {
  const data = load(join(shared, name));
  const started = performance.now();
  const verified = await summarizeIncident(data);
  const ms = Math.round(performance.now() - started);
  const raw = `${refang(JSON.stringify(data.rawIncident)).replaceAll('\\\\', '\\')} ${refang(data.lines.join(' ')).replaceAll('\\\\', '\\')}`;
  const byId = new Map(verified.facts.map((fact) => [fact.id, fact]));
  const sentences = [...verified.card.statements, ...verified.card.timeline];
  const withAtoms = sentences.filter(({ text }) => atomsOf(text).length > 0);
  const carried = withAtoms.filter(({ text, facts }) => {
    const records = facts.map((id) => recordText(byId.get(id), data)).join(' ');
    return atomsOf(text).every((atom) => records.includes(atom));
  });
  const text = refang([...sentences.map((s) => s.text), ...verified.card.entities.map(({ value }) => value)].join(' '));
  const result = {
    incident: name,
    ms,
    words: verified.card.statements.map((s) => s.text).join(' ').split(/\s+/).length,
    dropped: verified.dropped.length,
    ungroundedAtoms: sentences.flatMap(({ text: said }) => atomsOf(said)).filter((atom) => !raw.includes(atom)).length,
    citationPrecision: rate(carried.length, withAtoms.length),
    citationRecall: rate(withAtoms.filter(({ facts }) => facts.length > 0).length, withAtoms.length),
    keyEntityRecall: keyEntityRecall(data.truth, verified),
    techniqueRecall: techniqueRecall(data.truth, verified, data),
    timelineTau: timelineTau(data.truth, verified),
    ...(data.truth.narrative ? { factRecall: factRecall(data.truth, verified) } : {}),
    ...(data.truth.qa ? { qaCoverage: rate(data.truth.qa.filter(({ answer }) => text.includes(refang(String(answer)))).length, data.truth.qa.length) } : {}),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  for (const sentence of withAtoms.filter((s) => !carried.includes(s)).slice(0, 5)) process.stderr.write(`  not in its records: ${sentence.text}\n`);
}
