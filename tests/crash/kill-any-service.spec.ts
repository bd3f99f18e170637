import { clusterSettings, services, startCluster, until, type Cluster, type Service } from '../support/cluster.js';
import { madeUpIncident } from '../support/made-up-incident.js';

const suite = clusterSettings() ? describe : describe.skip;

/** CRASH_IMPORTS=200 is the long form. CRASH_SEED repeats the order of a run. */
const imports = Number(process.env['CRASH_IMPORTS'] ?? 60);
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 2_147_483_647);
const atOnce = 4;

/** Park and Miller's generator: the kills of a run can be repeated by its seed. */
function random(from: number): () => number {
  let state = (from % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

suite(`kill -9 of any service during ${imports} imports (CRASH_SEED=${seed})`, () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster();
  }, 120_000);
  afterAll(() => cluster?.close(), 60_000);

  it('leaves every incident with exactly one current summary, of its newest revision', async () => {
    const next = random(seed);
    const ids = Array.from({ length: imports }, (_, index) => String(8_000 + index));
    const waiting = [...ids];
    const kills = new Map<Service, number>(services.map((service) => [service, 0]));
    let importing = true;

    const kill = async (): Promise<void> => {
      for (let turn = 0; importing || turn < services.length; turn += 1) {
        await new Promise((done) => setTimeout(done, 100 + next() * 700));
        const service = turn < services.length ? services[turn]! : services[Math.floor(next() * services.length)]!;
        await cluster.kill(service);
        kills.set(service, kills.get(service)! + 1);
        await cluster.start(service);
      }
    };
    const bring = async (): Promise<void> => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        await cluster.post('/api/incidents', JSON.stringify(madeUpIncident(id)));
        await new Promise((done) => setTimeout(done, next() * 150));
      }
    };
    const killing = kill();
    await Promise.all(Array.from({ length: atOnce }, bring)).finally(() => (importing = false));
    await killing;
    await cluster.ready();

    try {
      await until('a summary of every incident', async () => (await currentCards()).length >= imports, 120_000);
    } catch (error) {
      throw new Error(`${String(error)}\nKills: ${JSON.stringify([...kills])}\n${cluster.logs()}`);
    }
    await settled();
    const cards = await cluster.rows<{ subject_id: string; version: number; subject_revision: number; current: boolean }>('SELECT subject_id, version, subject_revision, current FROM summarizer.card ORDER BY subject_id, version');
    expect(cards).toEqual(ids.map((id) => ({ subject_id: id, version: 1, subject_revision: 1, current: true })));

    for (const id of ids) {
      const { incident } = await cluster.ask<{ incident: unknown }>('query ($id: ID!) { incident(id: $id) { id revision alertCount summary { current version } } }', { id });
      expect(incident).toEqual({ id, revision: 1, alertCount: 1, summary: { current: true, version: 1 } });
    }
    // One analysis and card a script, whoever was killed meanwhile: one of each incident's own, one that all share.
    await until('an analysis of every script', async () => (await cluster.rows('SELECT 1 FROM script_analyzer.script WHERE analyzed_at IS NOT NULL')).length >= imports + 1, 120_000);
    expect(await cluster.rows('SELECT count(*)::int AS scripts, max(card_version) AS version FROM script_analyzer.script')).toEqual([{ scripts: imports + 1, version: 1 }]);
    expect(await cluster.rows('SELECT count(*)::int AS links FROM script_analyzer.script_incident')).toEqual([{ links: imports * 2 }]);

    for (const [service, count] of kills) expect([service, count > 0]).toEqual([service, true]);
  }, 600_000);

  function currentCards(): Promise<{ subject_id: string }[]> {
    return cluster.rows("SELECT subject_id FROM summarizer.card WHERE current AND kind = 'incidentSummary'");
  }

  /** Every message is out and none comes again: both outboxes are empty and the cards stop changing. */
  async function settled(): Promise<void> {
    let before = -1;
    await until('the outboxes to be empty and the cards to stay', async () => {
      const [left] = await cluster.rows<{ count: string }>('SELECT (SELECT count(*) FROM incidents.outbox) + (SELECT count(*) FROM summarizer.outbox) + (SELECT count(*) FROM script_analyzer.outbox) AS count');
      const [cards] = await cluster.rows<{ count: string }>('SELECT count(*) AS count FROM summarizer.card');
      const same = Number(cards?.count) === before;
      before = Number(cards?.count);
      await new Promise((done) => setTimeout(done, 1_500));
      return left?.count === '0' && same;
    });
  }
});
