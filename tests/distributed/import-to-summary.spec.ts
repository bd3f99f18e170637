import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { clusterSettings, startCluster, until, type Cluster } from '../support/cluster.js';
import { madeUpIncident } from '../support/made-up-incident.js';

const suite = clusterSettings() ? describe : describe.skip;
const sample = resolve(import.meta.dirname, '../../apps/standalone/samples/otrf-lsass-01');

interface Summary {
  version: number;
  current: boolean;
  subjectRevision: number;
  statements: { text: string; facts: string[] }[];
  provenance: { composer: string };
}

const summaryQuery = 'query ($id: ID!) { incident(id: $id) { id displayName revision eventRowCount summary { version current subjectRevision statements { text facts } provenance { composer } } } }';

/** Every service a process of its own, over Apache Kafka and PostgreSQL. */
suite('separate processes', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster?.close(), 60_000);

  async function summaryOf(id: string, revision: number): Promise<Summary> {
    let found: Summary | undefined;
    await until(`a summary of incident ${id} at revision ${revision}`, async () => {
      const { incident } = await cluster.ask<{ incident: { summary: Summary | null } | null }>(summaryQuery, { id });
      found = incident?.summary ?? undefined;
      return found !== undefined && found.subjectRevision >= revision;
    });
    return found as Summary;
  }

  const cardsOf = (id: string): Promise<{ current: boolean; version: number }[]> => cluster.rows(`SELECT current, version FROM summarizer.card WHERE subject_id = '${id}' ORDER BY version`);

  it('summarise an imported incident once, and tell whoever listens', async () => {
    const id = '7001';
    const client = createClient({
      url: `${cluster.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: class extends WebSocket {
        constructor(address: string, protocols: string[]) {
          super(address, protocols, { headers: { authorization: cluster.authorization } });
        }
      },
      lazy: false,
      retryAttempts: 0,
    });
    const heard: { kind: string }[] = [];
    const live = client.iterate<{ cardChanged: { kind: string } }>({ query: 'subscription ($id: ID!) { cardChanged(subjectId: $id) { kind subjectId version incident { summary { version current } } } }', variables: { id } });
    const listening = (async () => {
      for await (const event of live) {
        if (event.errors) throw new Error(JSON.stringify(event.errors));
        if (event.data) heard.push(event.data.cardChanged);
      }
    })();

    const imported = await cluster.post('/api/incidents', JSON.stringify(madeUpIncident(id)));
    expect(imported).toMatchObject({ incidents: [{ id, outcome: 'CREATED', revision: 1 }] });
    const summary = await summaryOf(id, 1);
    expect(summary).toMatchObject({ version: 1, current: true, subjectRevision: 1 });
    expect(summary.statements.length).toBeGreaterThan(0);
    for (const statement of summary.statements) expect(statement.facts.length).toBeGreaterThan(0);
    await until('the live events of both cards', () => Promise.resolve(new Set(heard.map(({ kind }) => kind)).size > 1));
    expect(heard.filter(({ kind }) => kind === 'incidentSummary')).toEqual([{ kind: 'incidentSummary', subjectId: id, version: 1, incident: { summary: { version: 1, current: true } } }]);
    expect(await cardsOf(id)).toEqual([{ current: true, version: 1 }]);

    await live.return?.(undefined);
    await listening;
    await client.dispose();
  });

  it('do not summarise again what is imported again unchanged', async () => {
    const id = '7002';
    await cluster.post('/api/incidents', JSON.stringify(madeUpIncident(id)));
    await summaryOf(id, 1);
    expect(await cluster.post('/api/incidents', JSON.stringify(madeUpIncident(id)))).toMatchObject({ incidents: [{ id, outcome: 'UNCHANGED', revision: 1 }] });
    await cluster.post('/api/incidents', JSON.stringify(madeUpIncident('7003')));
    await summaryOf('7003', 1);
    expect(await cardsOf(id)).toHaveLength(1);
  });

  it('make a new summary the current one when the incident changes', async () => {
    const id = '7004';
    await cluster.post('/api/incidents', JSON.stringify(madeUpIncident(id)));
    await summaryOf(id, 1);
    await cluster.ask('mutation ($id: ID!) { updateIncident(id: $id, input: { severity: "medium" }) { revision } }', { id });
    expect((await summaryOf(id, 2)).current).toBe(true);
    expect((await cardsOf(id)).filter((card) => card.current)).toHaveLength(1);
  });

  (existsSync(join(sample, 'incident.json.gz')) ? it : it.skip)('take a real incident with its event rows, as gzip', async () => {
    const gzip = { 'content-encoding': 'gzip' };
    const { incidents } = (await cluster.post('/api/incidents', readFileSync(join(sample, 'incident.json.gz')), gzip)) as { incidents: { id: string }[] };
    const id = incidents[0]?.id ?? '';
    await cluster.post(`/api/incidents/${id}/events`, readFileSync(join(sample, 'events.jsonl.gz')), { ...gzip, 'content-type': 'application/jsonl' });
    const { incident } = await cluster.ask<{ incident: { revision: number; eventRowCount: number } }>(summaryQuery, { id });
    expect(incident.eventRowCount).toBeGreaterThan(0);
    const summary = await summaryOf(id, incident.revision);
    expect(summary.current).toBe(true);
    expect((await cardsOf(id)).filter((card) => card.current)).toHaveLength(1);
  });

  it('refuse whoever is not signed in, at every door', async () => {
    const attempts = await Promise.all([
      fetch(`${cluster.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ me { name } }"}' }),
      fetch(`${cluster.url}/api/incidents`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
    ]);
    expect(attempts.map((response) => response.status)).toEqual([401, 401]);
  });
});
