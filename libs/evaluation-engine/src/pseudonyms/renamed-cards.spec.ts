import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { scriptsOfIncident, summarizeIncident, type IncidentInput } from '@attest/incident-engine';
import { draftGuidedResponse } from '@attest/response-engine';
import { analyzeScript, scriptBrief } from '@attest/script-engine';
import { parseEventRow, parseIncident } from '@attest/security-model';
import { namedIn, namesLeft } from '../fixtures/name-search.js';
import { Renaming, responseEssence, summaryEssence } from '../index.js';

interface Records {
  name: string;
  incident: Record<string, unknown>;
  rows: Record<string, unknown>[];
}

const root = join(import.meta.dirname, '../../../..');
const samples = join(root, 'apps/standalone/samples');
const unpacked = (...place: string[]): string => gunzipSync(readFileSync(join(samples, ...place))).toString('utf8');
const recorded: Records[] = ['excytin-134', 'excytin-38', 'excytin-39', 'otrf-lsass-01'].map((name) => ({
  name,
  incident: JSON.parse(unpacked(name, 'incident.json.gz')) as Record<string, unknown>,
  rows: unpacked(name, 'events.jsonl.gz').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>),
}));
const folder = join(root, 'evaluation/inputs');
const madeUp = readdirSync(folder).flatMap((name): Records[] => {
  const { incident, events = [] } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { incident?: Record<string, unknown>; events?: Record<string, unknown>[] };
  return incident === undefined ? [] : [{ name, incident, rows: events }];
});

function inputOf(raw: unknown, rows: readonly unknown[]): IncidentInput {
  const { incident } = parseIncident(raw);
  const events = rows.flatMap((row, at) => {
    const parsed = parseEventRow(row, at + 1);
    return parsed.ok ? [{ ...parsed.row, $row: at }] : [];
  });
  return { incident, events, scripts: [...scriptsOfIncident(incident, events)].map(([sha256, { text }]) => ({ sha256, ...scriptBrief(analyzeScript(Buffer.from(text))) })) };
}

it('looks for hundreds of names', () => {
  expect(new Set([...recorded, ...madeUp].flatMap(({ incident, rows }) => [...namedIn([incident, rows])])).size).toBeGreaterThan(200);
});

describe.each([...recorded, ...madeUp])('$name under other names', ({ incident, rows }) => {
  const renaming = new Renaming({ incident, rows }, {}, (sort, name) => createHash('sha256').update(`test ${sort} ${name}`).digest('hex'));
  const [other, otherRows] = [renaming.value(incident), renaming.value(rows)];

  it('holds none of the names of people, devices and tenants', () => {
    expect(namesLeft([other, otherRows], namedIn([incident, rows]))).toEqual([]);
  });

  it('gives the same summary and the same response', async () => {
    const [input, renamed] = [inputOf(incident, rows), inputOf(other, otherRows)];
    const lower = (text: string): string => text.toLowerCase();
    expect(summaryEssence(await summarizeIncident(renamed), (text) => renaming.back(text))).toBe(summaryEssence(await summarizeIncident(input), lower));
    expect(responseEssence(draftGuidedResponse(renamed), (text) => renaming.back(text)).toLowerCase()).toBe(responseEssence(draftGuidedResponse(input)).toLowerCase());
  });
});
