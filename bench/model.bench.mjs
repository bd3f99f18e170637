import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { summarizeIncident } from '@attest/incident-engine';
import { createChatModel, createModelComposer } from '@attest/llm';
import { parseEventRow, parseIncident } from '@attest/security-model';
import { startFakeModel } from '@attest/testing/fake-model';
import { LIES } from '../libs/testing/dist/fake-model-lies.js';

/**
 * Fake models that are honest, that lie and that fail, over the sample incidents: how many cards a model worded, how many
 * fell back to rules, and how many false statements reached a card (must be 0). The fake keeps every lie it told.
 */
const samples = resolve(import.meta.dirname, '../apps/standalone/samples');
const behaviours = ['honest', ...LIES, 'onlyLies', 'unknownFacts', 'garbage', 'fenced', 'wrongSchema', 'htmlPage', 'serverError', 'unauthorized', 'stall', 'silence', 'cutStream', 'noDone', 'noFinish', 'refusal', 'emptyChoices', 'tooLong', 'noSchema', 'promptOnly'];
const limits = { deadlineMs: 4_000, idleMs: 800 };

const inputs = ['otrf-lsass-01', 'excytin-134', 'excytin-38', 'excytin-39'].filter((name) => existsSync(join(samples, name))).map((name) => ({
  incident: parseIncident(JSON.parse(gunzipSync(readFileSync(join(samples, name, 'incident.json.gz'))).toString('utf8'))).incident,
  events: gunzipSync(readFileSync(join(samples, name, 'events.jsonl.gz'))).toString('utf8').split('\n').filter(Boolean).flatMap((line, index) => {
    const parsed = parseEventRow(line, index + 1);
    return parsed.ok ? [{ ...parsed.row, $row: index }] : [];
  }),
}));

const totals = { cards: 0, byModel: 0, byRules: 0, liesTold: 0, liesOnCards: 0 };
for (const behaviour of behaviours) {
  const row = { behaviour, byModel: 0, byRules: 0, dropped: 0, repaired: 0, liesTold: 0, liesOnCards: 0, fallback: undefined };
  for (const input of inputs) {
    const fake = await startFakeModel(behaviour);
    const { card, provenance } = await summarizeIncident(input, { composer: createModelComposer(createChatModel({ url: fake.url, name: 'fake', limits })) });
    totals.cards++;
    row[provenance.composer === 'model' ? 'byModel' : 'byRules']++;
    row.dropped += provenance.dropped;
    row.repaired += provenance.repaired;
    row.liesTold += fake.lies.length;
    row.liesOnCards += card.statements.filter(({ text }) => fake.lies.includes(text)).length;
    row.fallback ??= provenance.fallback;
    await fake.close();
  }
  for (const key of ['byModel', 'byRules', 'liesTold', 'liesOnCards']) totals[key] += row[key];
  process.stdout.write(`${JSON.stringify(row)}\n`);
}
process.stdout.write(`${JSON.stringify(totals)}\n`);
process.exit(totals.liesOnCards === 0 ? 0 : 1);
