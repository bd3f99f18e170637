import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * `npm run bench kql-speed [-- --rows 1000000] [--rounds 5] [--no-postgres] [--memory 1GB] [--engine DIST]`
 *
 * Makes that many rows of DeviceProcessEvents over 30 days, the same in every run, and says how long it takes from a
 * question in words to its rows, and from a query to its rows, warm: each is asked once before it is measured. Rows are
 * made by the same SQL in DuckDB and in PostgreSQL; PostgreSQL (embedded, as `npm start` has it, with an index on the
 * time) runs queries written by hand that give the same rows, and both answers are compared before anything is timed.
 * The engine works on a file, as in the service. Fifty thousand rows are also taken in as JSON Lines. Memory is that of this process at its highest, DuckDB included.
 */
const root = resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '5' }, 'no-postgres': { type: 'boolean', default: false }, memory: { type: 'string', default: '1GB' }, engine: { type: 'string', default: join(root, 'libs/kql-engine/dist') } } });
const rows = Number(options.rows);
const rounds = Number(options.rounds);
const { DuckDBInstance } = await import('@duckdb/node-api');
const { DuckDbBackend } = await import(join(options.engine, 'index.js'));
const { EventStore, setupScalars, shippedSchema } = await import(join(options.engine, 'hosting.js'));
const { askChecked, shippedAskSchema } = await import(join(options.engine, 'ask/index.js'));

const now = new Date('2026-11-30T12:00:00Z');
const nowSeconds = now.getTime() / 1000;
const say = (name, value) => process.stdout.write(`${name.padEnd(54)} ${value}\n`);
const percentile = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.ceil(list.length * share) - 1)] ?? NaN;
const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

/** A number below `below` for row `i`, other for each `seed`: the same in both dialects, as only integers are used. */
const pick = (seed, below) => `((((i * 2654435761 + ${seed} * 40503) % 4294967296) * 1597334677 % 4294967296) >> 8) % ${below}`;
const one = (seed, list) => `(ARRAY[${list.map((text) => `'${text}'`).join(', ')}])[CAST(1 + ${pick(seed, list.length)} AS INTEGER)]`;
const hex = (seed, length) => `substr(md5(CAST(${pick(seed, 5000)} AS VARCHAR)) || md5(CAST(${pick(seed, 5000)} AS VARCHAR) || 'x'), 1, ${length})`;
const files = ['svchost.exe', 'svchost.exe', 'svchost.exe', 'chrome.exe', 'chrome.exe', 'msedge.exe', 'explorer.exe', 'conhost.exe', 'cmd.exe', 'powershell.exe', 'rundll32.exe', 'wmiprvse.exe', 'taskhostw.exe', 'teams.exe', 'outlook.exe', 'winword.exe', 'schtasks.exe', 'net.exe', 'whoami.exe', 'certutil.exe'];
const columns = {
  DeviceId: hex(1, 40), DeviceName: `'pc-' || ${pick(1, 800)} || '.contoso.com'`, ActionType: one(2, ['ProcessCreated', 'ProcessCreated', 'ProcessCreated', 'OpenProcess']),
  FileName: one(3, files), FolderPath: `'C:\\Windows\\System32\\' || ${one(3, files)}`, SHA1: hex(3, 40), SHA256: hex(4, 64), MD5: hex(5, 32), FileSize: pick(6, 4000000), ProcessId: pick(7, 30000),
  ProcessCommandLine: `${one(3, files)} || ${one(8, ['', ' -k netsvcs -p', ' --type=renderer --lang=en', ' /c dir', ' -NoProfile -EncodedCommand ', ' -urlcache -f http://198.51.100.7/a '])} || ' ' || substr(md5(CAST(i AS VARCHAR)), 1, 12)`,
  ProcessIntegrityLevel: one(9, ['Medium', 'High', 'System']), AccountDomain: `'contoso'`, AccountName: `'user' || ${pick(10, 600)}`, AccountUpn: `'user' || ${pick(10, 600)} || '@contoso.com'`, LogonId: pick(11, 1000000),
  InitiatingProcessAccountName: `'user' || ${pick(10, 600)}`, InitiatingProcessFileName: one(12, files), InitiatingProcessId: pick(13, 30000), InitiatingProcessCommandLine: `${one(12, files)} || ' -x ' || ${pick(14, 1000)}`,
  InitiatingProcessFolderPath: `'C:\\Windows\\' || ${one(12, files)}`, InitiatingProcessSHA256: hex(12, 64), InitiatingProcessParentFileName: one(15, files), ReportId: 'i',
  AdditionalFields: `'{"DesiredAccess":' || ${pick(16, 100)} || ',"Zone":"' || ${one(17, ['internet', 'intranet', 'local'])} || '"}'`,
};
/** Seconds before now: over 30 days, more of them lately. */
const age = `(${pick(18, 2592000)} * ${pick(19, 1000)} / 1000)`;
const agesIn = { duckdb: age.replace(' / 1000', ' // 1000'), postgres: age };

/** Questions in words. */
const questions = [
  'powershell processes with EncodedCommand in the command line in the last 7 days',
  'count processes by file name in the last day',
  'top 10 devices by number of processes in the last 7 days',
  'processes started by winword.exe in the last 3 days',
  'show certutil.exe with urlcache on pc-17.contoso.com',
  'how many distinct devices ran whoami.exe in the last week',
  'processes of user42 in the last 24 hours',
  'count processes per day over the last 30 days',
  'which accounts started schtasks.exe in the last 7 days',
  'rare parent and child processes in the last 7 days',
];

/** Queries, each with what PostgreSQL runs for it. */
const day = 86400;
const since = (days) => `"Timestamp" > to_timestamp(${nowSeconds - days * day})`;
const pairs = [
  ['count of a week', 'DeviceProcessEvents | where Timestamp > ago(7d) and FileName in~ ("powershell.exe", "cmd.exe") | count', `SELECT count(*) FROM e WHERE ${since(7)} AND lower("FileName") IN ('powershell.exe', 'cmd.exe')`],
  ['has, top 20', 'DeviceProcessEvents | where ProcessCommandLine has "EncodedCommand" | top 20 by ReportId desc | project ReportId, DeviceName, ProcessCommandLine', `SELECT "ReportId", "DeviceName", "ProcessCommandLine" FROM e WHERE "ProcessCommandLine" ~* '(^|[^a-zA-Z0-9])encodedcommand($|[^a-zA-Z0-9])' ORDER BY "ReportId" DESC LIMIT 20`],
  ['has_any, dcount', 'DeviceProcessEvents | where ProcessCommandLine has_any ("urlcache", "EncodedCommand") | summarize n = count(), d = dcount(DeviceName) by FileName | summarize sum(n), sum(d)', `SELECT sum(n), sum(d) FROM (SELECT count(*) AS n, count(DISTINCT "DeviceName") AS d FROM e WHERE "ProcessCommandLine" ~* '(^|[^a-zA-Z0-9])(urlcache|encodedcommand)($|[^a-zA-Z0-9])' GROUP BY "FileName") x`],
  ['by day and file', 'DeviceProcessEvents | summarize n = count() by bin(Timestamp, 1d), FileName | count', `SELECT count(*) FROM (SELECT date_trunc('day', "Timestamp" AT TIME ZONE 'UTC'), "FileName", count(*) FROM e GROUP BY 1, 2) x`],
  ['contains', 'DeviceProcessEvents | where ProcessCommandLine contains "urlcache -f" | summarize n = count() by DeviceName | top 5 by n desc | summarize sum(n)', `SELECT sum(n) FROM (SELECT count(*) AS n FROM e WHERE "ProcessCommandLine" ILIKE '%urlcache -f%' GROUP BY "DeviceName" ORDER BY n DESC LIMIT 5) x`],
  ['value of JSON', 'DeviceProcessEvents | extend f = parse_json(AdditionalFields) | where f.Zone == "internet" | summarize sum(toint(f.DesiredAccess))', `SELECT sum(("AdditionalFields"::jsonb->>'DesiredAccess')::bigint) FROM e WHERE "AdditionalFields"::jsonb->>'Zone' = 'internet'`],
  ['latest of each device', 'DeviceProcessEvents | summarize arg_max(ReportId, *) by DeviceName | count', `SELECT count(*) FROM (SELECT DISTINCT ON ("DeviceName") * FROM e ORDER BY "DeviceName", "ReportId" DESC) x`],
  ['rare parent and child', 'DeviceProcessEvents | summarize n = count() by InitiatingProcessFileName, FileName, ProcessIntegrityLevel | where n < 2000 | count', `SELECT count(*) FROM (SELECT count(*) AS n FROM e GROUP BY "InitiatingProcessFileName", "FileName", "ProcessIntegrityLevel" HAVING count(*) < 2000) x`],
  ['join in time', 'let a = DeviceProcessEvents | where Timestamp > ago(1d) and FileName == "certutil.exe" | project DeviceName, t = Timestamp; DeviceProcessEvents | where Timestamp > ago(1d) and FileName == "whoami.exe" | join kind=inner a on DeviceName | where Timestamp between (t .. t + 10m) | count', `SELECT count(*) FROM e b JOIN e a ON a."DeviceName" = b."DeviceName" WHERE b.${since(1)} AND b."FileName" = 'whoami.exe' AND a.${since(1)} AND a."FileName" = 'certutil.exe' AND b."Timestamp" BETWEEN a."Timestamp" AND a."Timestamp" + interval '10 minutes'`],
  ['one user, 100 rows', 'DeviceProcessEvents | where AccountName =~ "USER42" and Timestamp > ago(3d) | top 100 by ReportId desc | project ReportId, FileName', `SELECT "ReportId", "FileName" FROM e WHERE lower("AccountName") = 'user42' AND ${since(3)} ORDER BY "ReportId" DESC LIMIT 100`],
];

const folder = mkdtempSync(join(tmpdir(), 'attest-speed-'));
const path = join(folder, 'events.duckdb');

async function makeRows() {
  const started = performance.now();
  const instance = await DuckDBInstance.create(path, { memory_limit: options.memory, threads: '2' });
  const connection = await instance.connect();
  await setupScalars(connection);
  const store = await EventStore.open(connection, shippedSchema());
  await store.append('{"Table":"DeviceProcessEvents"}');
  await connection.run('DELETE FROM "kql DeviceProcessEvents"');
  const names = shippedSchema().tables.get('DeviceProcessEvents').columns;
  const ids = names.map(({ name }) => name);
  const value = ({ name, type }) => (name === 'Timestamp' ? `(${nowSeconds} - ${agesIn.duckdb}) * 10000000 + 621355968000000000` : columns[name] ?? (type === 'string' ? "''" : 'NULL'));
  const known = new Set(['Timestamp', ...Object.keys(columns)]);
  const rest = names.filter(({ name, type }) => !known.has(name) && type === 'string').map(({ name }) => name);
  const used = ids.filter((name) => known.has(name) || rest.includes(name));
  const list = used.map((name) => value(names.find((each) => each.name === name)));
  await connection.run(`INSERT INTO "kql DeviceProcessEvents" (${used.map((name) => `"${name}"`).join(', ')}) SELECT ${list.join(', ')} FROM range(${rows}) AS r(i)`);
  await connection.run('CHECKPOINT');
  connection.closeSync();
  instance.closeSync();
  say('rows made', `${rows} in ${((performance.now() - started) / 1000).toFixed(1)} s; file of ${Math.round(statSync(path).size / 1e6)} MB`);
}

async function timed(work) {
  const started = performance.now();
  const result = await work();
  return { result, took: performance.now() - started };
}

async function askAll(backend) {
  const schema = shippedAskSchema();
  const all = [];
  const runs = [];
  for (const question of questions) {
    const own = [];
    let last;
    for (let round = 0; round <= rounds; round += 1) {
      const { result, took } = await timed(async () => {
        const { kql } = askChecked(question, { now }, schema);
        const started = performance.now();
        const answer = await backend.run({ kql, now: now.toISOString(), maxRows: 10_000, timeoutMs: 120_000 });
        if (round > 0) runs.push(performance.now() - started);
        return answer;
      });
      if (round > 0) own.push(took);
      last = result;
    }
    all.push(...own);
    say(`  ${question.slice(0, 50)}`, `${ms(percentile(own, 0.5))}, ${last.rows.length} rows`);
  }
  say('question to rows, middle and 95th percentile', `${ms(percentile(all, 0.5))}, ${ms(percentile(all, 0.95))} of ${all.length} (of it translating and running: ${ms(percentile(runs, 0.5))}, ${ms(percentile(runs, 0.95))})`);
}

/** Rows as JSON Lines into an engine of their own. */
async function takeIn(backend) {
  const { columns: names, rows: found } = await backend.run({ kql: 'DeviceProcessEvents | take 50000', maxRows: 50_000, timeoutMs: 120_000 });
  const lines = found.map((row) => JSON.stringify({ Table: 'DeviceProcessEvents', ...Object.fromEntries(names.flatMap(({ name }, at) => (row[at] === '' || row[at] === null ? [] : [[name, row[at]]]))) })).join('\n');
  const fresh = await DuckDbBackend.open({ memoryLimit: options.memory });
  const before = process.cpuUsage();
  const { result, took } = await timed(() => fresh.store.append(lines));
  const { user, system } = process.cpuUsage(before);
  say('JSON lines taken in', `${result.rows} rows, ${Math.round(lines.length / 1e6)} MB: ${ms(took)}, ${ms((user + system) / 1000)} of processor time`);
  await fresh.close();
}

async function postgres() {
  if (options['no-postgres']) return undefined;
  const { startEmbeddedPostgres } = await import('@attest/persistence');
  const pg = (await import('pg')).default;
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const started = performance.now();
  const list = Object.entries(columns).map(([name, sql]) => `${sql.replaceAll('AS VARCHAR', 'AS text')} AS "${name}"`);
  await client.query("SET TIME ZONE 'UTC'");
  await client.query(`CREATE TABLE e AS SELECT to_timestamp(${nowSeconds} - ${agesIn.postgres}) AS "Timestamp", ${list.join(', ')} FROM (SELECT CAST(g AS bigint) AS i FROM generate_series(0, ${rows - 1}) g) r`);
  await client.query('CREATE INDEX ON e ("Timestamp")');
  await client.query('VACUUM ANALYZE e');
  const [{ size }] = (await client.query("SELECT pg_total_relation_size('e') AS size")).rows;
  say('PostgreSQL filled', `${((performance.now() - started) / 1000).toFixed(1)} s; ${Math.round(Number(size) / 1e6)} MB`);
  return { client, close: async () => {
    await client.end();
    await server.stop();
  } };
}

const plain = (cells) => JSON.stringify(cells.map((row) => row.map((cell) => (cell !== null && typeof cell !== 'string' ? String(Number(cell)) : cell))));

async function compare(backend, other) {
  const all = [];
  const ratios = [];
  for (const [name, kql, sql] of pairs) {
    const ours = [];
    const theirs = [];
    let answer;
    for (let round = 0; round <= rounds; round += 1) {
      const { result, took } = await timed(() => backend.run({ kql, now: now.toISOString(), timeoutMs: 120_000 }));
      if (round > 0) ours.push(took);
      answer = result.rows;
    }
    all.push(...ours);
    let beside = '';
    if (other !== undefined) {
      let rowsThere;
      for (let round = 0; round <= Math.min(rounds, 3); round += 1) {
        const { result, took } = await timed(() => other.client.query({ text: sql, rowMode: 'array' }));
        if (round > 0) theirs.push(took);
        rowsThere = result.rows;
      }
      const same = plain(answer) === plain(rowsThere.map((row) => row.map((cell) => (typeof cell === 'string' && /^-?\d+$/.test(cell) ? Number(cell) : cell))));
      const ratio = percentile(theirs, 0.5) / percentile(ours, 0.5);
      ratios.push(ratio);
      beside = `, PostgreSQL ${ms(percentile(theirs, 0.5))}: ${ratio.toFixed(1)} times${same ? '' : ' (OTHER ROWS)'}`;
      if (!same) process.stderr.write(`${name}: ${plain(answer).slice(0, 300)}\n   ${plain(rowsThere).slice(0, 300)}\n`);
    }
    say(`  ${name}`, `${ms(percentile(ours, 0.5))}${beside}`);
  }
  say('query to rows, middle and 95th percentile', `${ms(percentile(all, 0.5))}, ${ms(percentile(all, 0.95))} of ${all.length}`);
  if (ratios.length > 0) say('PostgreSQL takes, least, middle and most', `${Math.min(...ratios).toFixed(1)}, ${percentile(ratios, 0.5).toFixed(1)}, ${Math.max(...ratios).toFixed(1)} times as long`);
}

try {
  await makeRows();
  const backend = await DuckDbBackend.open({ path, memoryLimit: options.memory });
  await backend.run({ kql: 'DeviceProcessEvents | take 1' });
  await askAll(backend);
  await takeIn(backend);
  const other = await postgres();
  await compare(backend, other);
  await backend.close();
  await other?.close();
  say('memory of this process at its highest', `${Math.round(process.resourceUsage().maxRSS / 1024)} MB (limit of DuckDB ${options.memory})`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
