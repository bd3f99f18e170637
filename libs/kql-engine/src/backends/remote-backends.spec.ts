import { fakeCredentials, startFakeDefender, startFakeKusto, type FakeDefenderBehaviour, type FakeKustoBehaviour, type FakeService, type FakeSignIn } from '@attest/testing';
import { KqlError, KqlErrorCode } from '../kql.error.js';
import { DefenderBackend } from './defender-backend.js';
import { KustoBackend } from './kusto-backend.js';
import { realEnvironment, type RemoteEnvironment } from './remote-http.js';

/** A clock that jumps over every wait and remembers how long it was asked to wait. */
function quick(): RemoteEnvironment & { waits: number[]; pass(ms: number): void } {
  const waits: number[] = [];
  let shift = 0;
  return {
    waits,
    pass: (ms) => {
      shift += ms;
    },
    fetch: realEnvironment.fetch,
    now: () => Date.now() + shift,
    sleep: async (ms) => {
      waits.push(ms);
      shift += ms;
    },
  };
}

let fakes: FakeService[] = [];
afterEach(async () => {
  await Promise.all(fakes.map((fake) => fake.close()));
  fakes = [];
});

async function defender(script: FakeDefenderBehaviour | FakeDefenderBehaviour[], signIn: FakeSignIn = 'good') {
  const fake = await startFakeDefender(script, signIn);
  fakes.push(fake);
  const environment = quick();
  return { fake, environment, backend: new DefenderBackend({ credentials: { ...fakeCredentials, authority: fake.url }, graphUrl: `${fake.url}/v1.0`, environment }) };
}

async function kusto(script: FakeKustoBehaviour | FakeKustoBehaviour[], signIn: FakeSignIn = 'good') {
  const fake = await startFakeKusto(script, signIn);
  fakes.push(fake);
  const environment = quick();
  return { fake, environment, backend: new KustoBackend({ credentials: { ...fakeCredentials, authority: fake.url }, clusterUrl: fake.url, database: 'hunts', environment }) };
}

const kql = 'DeviceProcessEvents | take 10';

describe('DefenderBackend', () => {
  it('sends the query with its time range and reads every type', async () => {
    const { backend, fake } = await defender('rows');
    const result = await backend.run({ kql, timeRange: { from: '2026-11-29T00:00:00Z', to: '2026-11-30T00:00:00Z' } });
    expect(JSON.parse(fake.requests[0]?.body ?? '')).toEqual({ Query: kql, Timespan: '2026-11-29T00:00:00.000Z/2026-11-30T00:00:00.000Z' });
    expect(result.columns.map(({ type }) => type)).toEqual(['datetime', 'string', 'long', 'real', 'bool', 'dynamic', 'int', 'timespan', 'guid']);
    expect(result.rows).toEqual([
      ['2026-11-30T08:15:30.1234567Z', 'a.exe', 42, 0.5, true, { a: [1, null] }, 7, '1.02:03:04.5000000', '0f8fad5b-d9cb-469f-a165-70867728950e'],
      ['2026-11-30T08:15:31.0000000Z', '', null, null, false, { b: 2 }, null, null, null],
    ]);
    expect(result.truncated).toBe(false);
  });

  it('keeps whole numbers that a double cannot hold, and the older names of the answer', async () => {
    const { backend } = await defender(['bigNumbers', 'oldNames']);
    expect((await backend.run({ kql })).rows).toEqual([['9223372036854775807', 'id 9223372036854775807'], [-12, '"1234567890123456789"']]);
    expect((await backend.run({ kql })).rows).toEqual([['old.exe']]);
  });

  it('says when rows were left out', async () => {
    const { backend } = await defender(['manyRows', 'manyRows', 'empty']);
    expect(await backend.run({ kql, maxRows: 2 })).toMatchObject({ rows: [['f0'], ['f1']], truncated: true });
    expect((await backend.run({ kql })).truncated).toBe(true);
    expect(await backend.run({ kql })).toMatchObject({ rows: [], truncated: false });
  });

  it('signs in once for many queries, again before the token ends, and again when it is refused', async () => {
    const { backend, fake, environment } = await defender(['rows', 'rows', 'rows', 'rows', 'expiredToken', 'rows']);
    await Promise.all([backend.run({ kql }), backend.run({ kql }), backend.run({ kql })]);
    expect(fake.signIns).toHaveLength(1);
    environment.pass(3_590_000);
    await backend.run({ kql });
    expect(fake.signIns).toHaveLength(2);
    await backend.run({ kql });
    expect(fake.signIns).toHaveLength(3);
    expect(fake.requests.at(-1)?.authorization).toBe('Bearer token-3');
  });

  it.each<[FakeDefenderBehaviour[], number[]]>([
    [['quota', 'rows'], [1_000]],
    [['unavailable', 'rows'], [0]],
    [['serverError', 'serverError', 'rows'], [500, 1_000]],
    [['cut', 'rows'], [500]],
  ])('comes back after %j', async (script, waits) => {
    const { backend, environment } = await defender(script);
    expect((await backend.run({ kql })).rows).toHaveLength(2);
    expect(environment.waits).toEqual(waits);
  });

  it.each<[FakeDefenderBehaviour, KqlErrorCode, RegExp]>([
    ['badQuery', KqlErrorCode.Invalid, /named 'Nope'/],
    ['quotaForLong', KqlErrorCode.Backend, /3600 seconds/],
    ['cpuQuota', KqlErrorCode.Backend, /CPU resources/],
    ['expiredToken', KqlErrorCode.Backend, /sign-in/],
    ['forbidden', KqlErrorCode.Backend, /ThreatHunting\.Read\.All, with consent/],
    ['serverError', KqlErrorCode.Backend, /500/],
    ['gatewayTimeout', KqlErrorCode.Timeout, /too long/],
    ['html', KqlErrorCode.Backend, /something else than rows/],
    ['wrongShape', KqlErrorCode.Backend, /something else than rows/],
    ['redirect', KqlErrorCode.Backend, /cannot be reached/],
    ['flood', KqlErrorCode.TooLarge, /192 MB/],
  ])('tells of %s', async (behaviour, code, message) => {
    const { backend, fake } = await defender(behaviour);
    const error = await backend.run({ kql }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect((error as Error).message).not.toMatch(/CANARY|[\u0000-\u001f]/);
    expect(fake.requests.length).toBeLessThanOrEqual(5);
  });

  it('stops at the time limit and when it is cancelled', async () => {
    const { backend } = await defender('silence');
    await expect(backend.run({ kql, timeoutMs: 100 })).rejects.toMatchObject({ code: KqlErrorCode.Timeout, message: expect.stringContaining('time limit') });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    await expect(backend.run({ kql, signal: stop.signal })).rejects.toMatchObject({ code: KqlErrorCode.Timeout, message: 'The query was cancelled.' });
  });

  it('says that the sign-in was refused without saying who asked', async () => {
    const { backend, fake } = await defender('rows', 'refused');
    const error = await backend.run({ kql }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: KqlErrorCode.Backend, message: 'The sign-in was refused (invalid_client). Check tenant, application and secret.' });
    expect(fake.requests).toHaveLength(0);
  });

  it.each([
    ['a command', '.show tables'],
    ['external data', 'externaldata(a:string)["https://x.example"]'],
    ['another cluster', 'cluster("x").database("y").T'],
    ['an unknown column', 'DeviceInfo | where Nope == 1'],
    ['a plug-in that runs programs', 'DeviceInfo | evaluate python(typeof(*), "x")'],
    ['an option', 'set servertimeout = 1h; DeviceInfo'],
    ['too large a query', 'x'.repeat(2_000_000)],
  ])('sends nothing for %s', async (_, refused) => {
    const { backend, fake } = await defender('rows');
    const other = await kusto('rows');
    await expect(backend.run({ kql: refused })).rejects.toMatchObject({ name: 'KqlError' });
    await expect(other.backend.run({ kql: refused })).rejects.toMatchObject({ name: 'KqlError' });
    expect([...fake.signIns, ...fake.requests, ...other.fake.signIns, ...other.fake.requests]).toEqual([]);
  });

  it('sends what the host lets through, and nothing else', async () => {
    const fake = await startFakeDefender('rows', 'good');
    fakes.push(fake);
    const admit = async (asked: string): Promise<string> => {
      if (asked !== 'mine') throw new KqlError(KqlErrorCode.Forbidden, 'Not this one.');
      return 'DeviceInfo | take 1';
    };
    const backend = new DefenderBackend({ credentials: { ...fakeCredentials, authority: fake.url }, graphUrl: `${fake.url}/v1.0`, environment: quick(), admit });
    await expect(backend.run({ kql: 'DeviceInfo' })).rejects.toMatchObject({ code: KqlErrorCode.Forbidden });
    expect([...fake.signIns, ...fake.requests]).toEqual([]);
    await backend.run({ kql: 'mine' });
    expect(JSON.parse(fake.requests[0]?.body ?? '')).toEqual({ Query: 'DeviceInfo | take 1' });
  });
});

describe('KustoBackend', () => {
  it('asks for a read-only query in its database, within the time range, and reads the frames', async () => {
    const { backend, fake } = await kusto('rows');
    const result = await backend.run({ kql, maxRows: 5, timeoutMs: 90_000, timeRange: { from: '2026-11-29T00:00:00Z' } });
    expect(JSON.parse(fake.requests[0]?.body ?? '')).toMatchObject({
      db: 'hunts',
      csl: kql,
      properties: { Options: { request_readonly: true, request_callout_disabled: true, servertimeout: '00:01:30', query_take_max_records: 6, query_datetimescope_from: '2026-11-29T00:00:00.000Z' } },
    });
    expect(result).toMatchObject({ rows: [['2026-11-30T08:15:30.1000000Z', 'a.exe', 3, 1.25, { a: 1 }], [null, '', null, null, null]], truncated: false });
    expect(result.visualization).toBeUndefined();
  });

  it('puts tables together that come in parts, and reads what render asked for', async () => {
    const { backend } = await kusto(['progressive', 'chart']);
    expect((await backend.run({ kql })).rows.map((row) => row[1])).toEqual(['a.exe', '']);
    expect((await backend.run({ kql })).visualization).toEqual({ kind: 'timechart', properties: { title: 'By hour' } });
  });

  it.each<[FakeKustoBehaviour, KqlErrorCode]>([
    ['badQuery', KqlErrorCode.Invalid],
    ['errorInRows', KqlErrorCode.Memory],
    ['errorAtEnd', KqlErrorCode.Runtime],
    ['tooLarge', KqlErrorCode.TooLarge],
    ['lowMemory', KqlErrorCode.Memory],
    ['errorAfterHead', KqlErrorCode.Timeout],
    ['cancelled', KqlErrorCode.Timeout],
    ['noEnd', KqlErrorCode.Backend],
    ['throttled', KqlErrorCode.Backend],
    ['forbidden', KqlErrorCode.Backend],
    ['expiredToken', KqlErrorCode.Backend],
    ['unavailable', KqlErrorCode.Backend],
  ])('never takes %s for rows', async (behaviour, code) => {
    const { backend } = await kusto(behaviour);
    const error = await backend.run({ kql }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'KqlError', code });
    expect((error as Error).message).not.toContain('CANARY');
  });

  it('comes back after being throttled', async () => {
    const { backend, fake } = await kusto(['throttled', 'unavailable', 'rows']);
    expect((await backend.run({ kql })).rows).toHaveLength(2);
    expect(fake.requests).toHaveLength(3);
  });
});
