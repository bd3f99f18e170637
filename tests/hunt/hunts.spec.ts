import { eventually } from '@attest/testing';
import { processRow, startKqlAssistant, type Service } from './service.js';

interface Run {
  id: string;
  status: string;
  problem: { code: string; message: string; line: number | null } | null;
  columns: { name: string; type: string; entity: string | null }[];
  rowCount: number;
  truncated: boolean;
  rows: { nodes: unknown[][]; totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

const runFields = 'id huntId status problem { code message line column } columns { name type entity } rowCount truncated chart { kind x y } rows { nodes totalCount pageInfo { hasNextPage endCursor } }';
const runQuery = `mutation ($kql: String!, $first: Int! = 100, $maxRows: Int, $timeRange: HuntTimeRangeInput) { runHunt(kql: $kql, first: $first, maxRows: $maxRows, timeRange: $timeRange) { ${runFields} } }`;

describe('hunting', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startKqlAssistant();
  });
  afterAll(() => service?.close());

  const run = async (kql: string, more: Record<string, unknown> = {}, tenant?: string): Promise<Run> => {
    const { data, errors } = await service.ask<{ runHunt: Run }>(runQuery, { kql, ...more }, { ...(tenant === undefined ? {} : { tenant }) });
    if (errors) throw new Error(JSON.stringify(errors));
    return data?.runHunt as Run;
  };

  it('runs a query over rows that landed, and tells what its columns hold', async () => {
    await service.land([processRow('2026-03-01T10:00:00Z'), processRow('2026-03-01T10:05:00.1234567Z', { FileName: 'powershell.exe', ProcessCommandLine: 'powershell -enc AAAA' }), processRow('2026-03-01T11:00:00Z', { FileName: 'whoami.exe' })]);
    const found = await run('DeviceProcessEvents | where FileName =~ "PowerShell.exe" | project Timestamp, DeviceName, FileName, ProcessId');
    expect(found).toMatchObject({
      status: 'DONE',
      problem: null,
      rowCount: 1,
      truncated: false,
      columns: [{ name: 'Timestamp', type: 'datetime', entity: null }, { name: 'DeviceName', type: 'string', entity: 'DEVICE' }, { name: 'FileName', type: 'string', entity: 'FILE' }, { name: 'ProcessId', type: 'long', entity: null }],
    });
    expect(found.rows.nodes).toEqual([['2026-03-01T10:05:00.1234567Z', 'ws-01.corp.example', 'powershell.exe', 4_000]]);
  });

  it('keeps what cannot run as a failed run, with the reason and the place', async () => {
    expect(await run('DeviceProcessEvents | where Nope == 1')).toMatchObject({ status: 'FAILED', rowCount: 0, problem: { code: 'KQL_INVALID', line: 1 } });
    expect(await run('externaldata(a:string)["https://evil.example/x"]')).toMatchObject({ status: 'FAILED', problem: { code: 'KQL_FORBIDDEN' } });
    expect(await run('.drop table DeviceProcessEvents')).toMatchObject({ status: 'FAILED', problem: { code: 'KQL_FORBIDDEN' } });
    expect((await run('DeviceProcessEvents | count')).rows.nodes).toEqual([[3]]);
    const { errors } = await service.ask(runQuery, { kql: '  ' });
    expect(errors?.[0]?.extensions?.['code']).toBe('KQL_INVALID');
  });

  it('looks at the time range alone, gives rows page by page and says when there are more', async () => {
    expect((await run('DeviceProcessEvents | count', { timeRange: { from: '2026-03-01T10:01:00Z', to: '2026-03-01T11:00:00Z' } })).rows.nodes).toEqual([[1]]);
    const cut = await run('range x from 1 to 2500 step 1', { first: 10, maxRows: 2_000 });
    expect(cut).toMatchObject({ rowCount: 2_000, truncated: true, rows: { totalCount: 2_000, pageInfo: { hasNextPage: true, endCursor: '9' } } });
    const { data } = await service.ask<{ huntRun: Run }>('query ($id: ID!) { huntRun(id: $id) { rows(first: 1000, after: "998") { nodes pageInfo { hasNextPage endCursor } } } }', { id: cut.id });
    expect([data?.huntRun.rows.nodes[0], data?.huntRun.rows.nodes.at(-1), data?.huntRun.rows.pageInfo]).toEqual([[1_000], [1_999], { hasNextPage: true, endCursor: '1998' }]);
    const { errors } = await service.ask(runQuery, { kql: 'print 1', timeRange: { last: '24h', from: '2026-03-01' } });
    expect(errors?.[0]).toMatchObject({ message: 'timeRange takes either last, or from and to.', extensions: { code: 'BAD_INPUT' } });
  });

  it('streams the rows of a run as they come, to the last one', async () => {
    const { data } = await service.ask<{ runHunt: { id: string; status: string } }>('mutation { runHunt(kql: "range x from 1 to 30000 step 1", wait: false) { id status } }');
    expect(data?.runHunt.status).toBe('RUNNING');
    const heard = await service.listen('subscription ($id: ID!) { huntRows(runId: $id) { from rows done columns { name } run { status rowCount } } }', { id: data?.runHunt.id });
    let next = 0;
    let last: Record<string, unknown> | undefined;
    for await (const { data: event, errors } of heard as AsyncIterable<{ data?: { huntRows: { from: number; rows: unknown[][]; done: boolean; columns: unknown[]; run: Record<string, unknown> } }; errors?: unknown }>) {
      expect(errors).toBeUndefined();
      const batch = event?.huntRows;
      expect(batch?.from).toBe(next);
      if ((batch?.rows.length ?? 0) > 0) expect(batch?.rows[0]).toEqual([next + 1]);
      next += batch?.rows.length ?? 0;
      if (batch?.done === true) last = batch.run;
    }
    expect([next, last]).toEqual([30_000, { status: 'DONE', rowCount: 30_000 }]);
  });

  const endless = 'range x from 1 to 3000000 step 1 | extend k = 1 | join kind=inner (range y from 1 to 3000000 step 1 | extend k = 1) on k | summarize count() by z = (x * y) % 1000003';

  it('stops a run when a person stops it, when they go, and when its last listener goes', async () => {
    const begin = async (): Promise<string> => (await service.ask<{ runHunt: { id: string } }>('mutation ($kql: String!) { runHunt(kql: $kql, wait: false) { id } }', { kql: endless })).data?.runHunt.id as string;
    const statusOf = async (id: string): Promise<string | undefined> => (await service.ask<{ huntRun: { status: string } }>('query ($id: ID!) { huntRun(id: $id) { status } }', { id })).data?.huntRun.status;
    const first = await begin();
    const { data } = await service.ask<{ cancelHunt: { status: string; problem: unknown } }>('mutation ($id: ID!) { cancelHunt(runId: $id) { status problem { code } } }', { id: first });
    expect(data?.cancelHunt).toEqual({ status: 'CANCELLED', problem: { code: 'CANCELLED' } });

    const abort = new AbortController();
    const waiting = service.ask<{ runHunt: { status: string } }>('mutation ($kql: String!) { runHunt(kql: $kql) { status } }', { kql: endless }, { signal: abort.signal });
    setTimeout(() => abort.abort(), 500);
    expect((await waiting).data?.runHunt.status).toBe('CANCELLED');

    const heard = (await service.listen('subscription ($id: ID!) { huntRows(runId: $id) { done } }', { id: await begin() })) as AsyncGenerator;
    const third = (await service.ask<{ hunts: { nodes: { lastRun: { id: string; status: string } }[] } }>('{ hunts(first: 1) { nodes { lastRun { id status } } } }')).data?.hunts.nodes[0]?.lastRun;
    expect(third?.status).toBe('RUNNING');
    const pending = heard.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await heard.return(undefined);
    await pending;
    await eventually('the run to be stopped', async () => (await statusOf(third?.id ?? '')) === 'CANCELLED');
  });

  it('keeps tenants apart, in rows, runs and history', async () => {
    await service.land([processRow('2026-03-01T10:00:00Z', { FileName: 'secret.exe' })], { tenant: 'other' });
    expect((await run('DeviceProcessEvents | project FileName', {}, 'other')).rows.nodes).toEqual([['secret.exe']]);
    expect((await run('DeviceProcessEvents | where FileName == "secret.exe" | count')).rows.nodes).toEqual([[0]]);
    const theirs = await run('DeviceProcessEvents', {}, 'other');
    const { data } = await service.ask<Record<string, unknown>>('query ($run: ID!, $hunt: ID!) { huntRun(id: $run) { id } hunt(id: $hunt) { id } }', { run: theirs.id, hunt: (theirs as unknown as { huntId: string }).huntId });
    expect(data).toEqual({ huntRun: null, hunt: null });
    const { errors } = await service.ask('mutation ($id: ID!) { linkHunt(runId: $id, incidentId: "i-1") { id } }', { id: theirs.id });
    expect(errors?.[0]?.extensions?.['code']).toBe('RUN_UNKNOWN');
  });

  it('lets a tenant run so many hunts, and says so to the next', async () => {
    const abort = new AbortController();
    const many = Array.from({ length: 9 }, () => service.ask<{ runHunt: { status: string; problem: { code: string; message: string } | null } }>('mutation ($kql: String!) { runHunt(kql: $kql) { status problem { code message } } }', { kql: endless }, { signal: abort.signal, tenant: 'busy' }));
    const refused = await Promise.race(many);
    expect(refused.data?.runHunt).toMatchObject({ status: 'FAILED', problem: { code: 'TOO_MANY_HUNTS', message: '4 hunts run here and 4 wait. Stop one, or try again when they have ended.' } });
    expect((await run('print 1', {}, 'default')).status).toBe('DONE');
    abort.abort();
    await Promise.all(many);
    expect(await service.metrics.metrics()).toMatch(/attest_hunt_runs_total\{status="cancelled",backend="duckdb"\} \d+/);
  });

  it('asks nobody who may only read to run anything', async () => {
    for (const mutation of ['askHunt(question: "x") { id }', 'runHunt(kql: "print 1") { id }', 'saveHunt(input: { name: "x", kql: "print 1" }) { id }']) {
      const { errors } = await service.ask(`mutation { ${mutation} }`, {}, { roles: ['reader'] });
      expect(errors?.[0]).toMatchObject({ message: 'This needs the role hunter.', extensions: { code: 'ROLE_MISSING' } });
    }
    const { data } = await service.ask<{ checkKql: { ok: boolean } }>('{ checkKql(kql: "DeviceInfo | take 1") { ok } }', {}, { roles: ['reader'] });
    expect(data?.checkKql.ok).toBe(true);
  });
});
