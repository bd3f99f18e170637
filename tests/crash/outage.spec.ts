import { clusterSettings, startCluster, until, type Cluster } from '../support/cluster.js';
import { madeUpIncident } from '../support/made-up-incident.js';
import { tcpDoor, type TcpDoor } from '../support/tcp-door.js';

const suite = clusterSettings() ? describe : describe.skip;
const brokerPid = Number(process.env['KAFKA_BROKER_PID'] ?? 0);

/** OUTAGE_SECONDS=240 is the long form: with it the network also swallows everything, which takes minutes to be noticed. */
const long = process.env['OUTAGE_SECONDS'];
const seconds = Number(long ?? 12);
const ways = [['refuse', '10'], ...(long === undefined ? [] : [['swallow', '20'] as const])] as const;
const patienceMs = 180_000 + seconds * 1_000;

interface Live {
  id: string;
  state: string;
  approval: { hash: string };
}

suite(`database and bus away for ${seconds} s`, () => {
  let door: TcpDoor;
  let cluster: Cluster;

  beforeAll(async () => {
    const database = new URL(clusterSettings()!.databaseUrl);
    door = await tcpDoor(database.hostname, Number(database.port || 5432));
    cluster = await startCluster({ databasePort: door.port });
    // Clusters take turns, and the one before may be long at it.
  }, 900_000);
  afterAll(async () => {
    await cluster?.close();
    await door?.close();
  }, 60_000);

  it.each(ways)('loses nothing when the database is away (%s), and says so meanwhile', async (how, prefix) => {
    const [before, during] = [[`${prefix}01`, `${prefix}02`], [`${prefix}03`, `${prefix}04`, `${prefix}05`]];
    for (const id of before) await bring(id);
    await summarised(before);
    const accepted = await proposal(before[0]!);
    const later = await proposal(before[1]!);
    expect(await approve(accepted)).toBe('APPROVED');
    // Accepted and perhaps not yet summarised when the database goes.
    await bring(`${prefix}06`);

    door.shut(how);
    const brought = Promise.all(during.map(bring));
    await expect(approve(later)).rejects.toThrow();
    await until('the gateway to say that it is not ready', async () => (await status('/readyz')) === 503);
    expect(await status('/healthz')).toBe(200);
    await sleep(seconds * 1_000);
    door.open();

    await brought;
    await cluster.ready();
    await summarised([...before, ...during, `${prefix}06`]);
    await confirmed(accepted);
    await until('the refused approval to be taken', async () => ['APPROVED', 'INTENT', 'SENT', 'CONFIRMED'].includes(await approve(later).catch(() => '')));
    await confirmed(later);
    await each([accepted, later]);
  }, patienceMs * 2);

  (brokerPid > 0 ? it : it.skip)('takes incidents and carries actions out while the bus is away, and does the rest when it is back', async () => {
    await bring('3001');
    await summarised(['3001']);
    const action = await proposal('3001');
    process.kill(brokerPid, 'SIGSTOP');
    try {
      for (const id of ['3002', '3003']) await bring(id);
      expect(await approve(action)).toBe('APPROVED');
      await confirmed(action);
      await sleep(seconds * 1_000);
      expect((await cluster.rows('SELECT 1 FROM incidents.outbox')).length).toBeGreaterThan(0);
    } finally {
      process.kill(brokerPid, 'SIGCONT');
    }
    await summarised(['3001', '3002', '3003']);
    await until('every message to be out', async () => (await cluster.rows('SELECT 1 FROM incidents.outbox UNION ALL SELECT 1 FROM responder.outbox')).length === 0, patienceMs);
    await each([action]);
  }, patienceMs * 2);

  async function bring(id: string): Promise<void> {
    await cluster.post('/api/incidents', JSON.stringify(madeUpIncident(id)), {}, patienceMs);
  }

  /** Resolves when each has exactly one current summary and one current response. */
  async function summarised(ids: readonly string[]): Promise<void> {
    const list = ids.map((id) => `'${id}'`).join(',');
    const of = (schema: string): Promise<{ subject_id: string }[]> => cluster.rows(`SELECT subject_id FROM ${schema}.card WHERE current AND subject_id IN (${list}) AND kind IN ('incidentSummary', 'guidedResponse')`);
    await until(`summaries and responses of ${list}`, async () => {
      const [summaries, responses] = await Promise.all([of('summarizer'), of('responder')]);
      return summaries.length === ids.length && responses.length === ids.length;
    }, patienceMs);
  }

  async function proposal(id: string): Promise<Live> {
    const { incident } = await cluster.ask<{ incident: { guidedResponse: { recommendations: { live: Live | null }[] } } }>('query ($id: ID!) { incident(id: $id) { guidedResponse { recommendations { live { id state approval { hash } } } } } }', { id });
    return incident.guidedResponse.recommendations.map(({ live }) => live).find((live) => live?.state === 'PROPOSED')!;
  }

  async function approve({ id, approval }: Live): Promise<string> {
    const mutation = 'mutation ($id: ID!, $hash: String!) { approveAction(actionId: $id, hash: $hash, reason: "Seen in a test") { state } }';
    return (await cluster.ask<{ approveAction: { state: string } }>(mutation, { id, hash: approval.hash })).approveAction.state;
  }

  function confirmed({ id }: Live): Promise<void> {
    return until(`action ${id} to be carried out`, async () => (await cluster.rows<{ state: string }>(`SELECT state FROM responder.action WHERE id = '${id}'`))[0]?.state === 'CONFIRMED', patienceMs);
  }

  /** Each was sent exactly once. */
  async function each(actions: readonly Live[]): Promise<void> {
    for (const { id } of actions) expect(await cluster.rows(`SELECT count(*)::int AS sent FROM responder.audit WHERE subject_id = '${id}' AND operation = 'action.sent'`)).toEqual([{ sent: 1 }]);
  }

  async function status(path: string): Promise<number> {
    const response = await fetch(cluster.url + path, { signal: AbortSignal.timeout(20_000) }).catch(() => undefined);
    await response?.body?.cancel();
    return response?.status ?? 0;
  }
});

function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
