import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * `npm run bench kql-hostile -- [--only hostile,run,check,repair] [--queries FILE] [--limit-ms 5000] [--seed N]`
 * hostile: queries made to hang or break the checker, through its worker thread: refused or stopped within the limit, process alive.
 * run: queries made to hang or break the embedded engine, through DuckDbBackend: the same.
 * check: how many of the queries of FILE (JSON lines {id, kql}) check, and how long one takes, warm.
 * repair: one column name of each query is broken, by a seeded choice of eight kinds of mistakes; how many are repaired to the query as it was.
 */
const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { only: { type: 'string', default: 'hostile,run,check,repair' }, queries: { type: 'string', default: join(root, '../shared/data/nl-kql-dev.jsonl') }, 'limit-ms': { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } } });
const parts = new Set(values.only.split(','));
const limitMs = Number(values['limit-ms']);
const engine = await import(join(root, 'libs/kql-engine/dist/index.js'));
const { CheckerPool } = await import(join(root, 'libs/kql-engine/dist/worker.js'));
const say = (name, value) => process.stdout.write(`${name.padEnd(44)} ${value}\n`);
const percentile = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))]?.toFixed(1);

/** A seeded generator of numbers below 1 (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const lets = (count, body) => `let a0 = datatable(x: long)[1, 2];${Array.from({ length: count }, (_, at) => `let a${at + 1} = ${body(`a${at}`)};`).join('')} a${count}`;

/** What never has to reach an engine. */
const forTheChecker = {
  '10 MB of text': `print "${'a'.repeat(10_000_000)}"`,
  '10 MB of words': 'a '.repeat(5_000_000),
  '10,000 parentheses': `print ${'('.repeat(10_000)}1${')'.repeat(10_000)}`,
  '10,000 open parentheses': `print ${'('.repeat(10_000)}`,
  '10,000 brackets': `print dynamic(${'['.repeat(10_000)}${']'.repeat(10_000)})`,
  '10,000 not(': `print ${'not('.repeat(10_000)}true${')'.repeat(10_000)}`,
  '10,000 strcat(': `print ${'strcat("a",'.repeat(10_000)}"b"${')'.repeat(10_000)}`,
  '10,000 unions': `DeviceInfo${' | union DeviceInfo'.repeat(10_000)}`,
  '390 unions of a wide table': `DeviceInfo${' | union DeviceEvents'.repeat(390)}`,
  '70 joins in one another': `${'DeviceEvents | join ('.repeat(70)}DeviceEvents${') on DeviceId'.repeat(70)}`,
  '10,000 ors': `DeviceInfo | where ${Array(10_000).fill('DeviceId == "a"').join(' or ')}`,
  '440 ors': `DeviceInfo | where ${Array(440).fill('DeviceId == "a"').join(' or ')}`,
  '490 lets in a row': lets(490, (name) => `${name} | where x > 0`),
  '50,000 literals': `print 1 in (${'1,'.repeat(50_000)}1)`,
  '8,000 arguments of case()': `print case(${'true, 1, '.repeat(4_000)}0)`,
  '40 unions that double': lets(40, (name) => `union ${name}, ${name}`),
  '40 joins that double': lets(40, (name) => `${name} | join ${name} on x`),
  '30 functions that call twice': `let f0 = (x: long) { x + x };${Array.from({ length: 30 }, (_, at) => `let f${at + 1} = (x: long) { f${at}(f${at}(x)) };`).join('')} print f30(1)`,
  '100,000 NULs': '\0'.repeat(100_000),
  '100,000 halves of signs': '\ud800'.repeat(100_000),
  '100,000 direction marks': `DeviceInfo | where DeviceName == "${'\u202e'.repeat(100_000)}`,
  '1 MB of quotes': '"'.repeat(1_000_000),
  '1 MB of signs': '@'.repeat(1_000_000),
};

/** What nobody may run: all have to be refused as forbidden. */
const forbidden = ['.show tables', '.drop table DeviceInfo', '#connect cluster("x")', 'externaldata(a: string)["https://x.example"]', 'external_table("x")', 'cluster("x").database("y").T', 'database("y").T', 'workspace("x").T', 'stored_query_result("x")', 'materialized_view("x")', 'alias database x = cluster("a").database("b"); DeviceInfo', 'macro-expand entity_group [database("a")] as x (x.T)', 'print current_principal()', ...['http_request("https://x.example")', 'http_request_post("https://x.example")', 'sql_request("a", "b")', 'cosmosdb_sql_request("a", "b")', 'mysql_request("a", "b")', 'postgresql_request("a", "b")', 'azure_digital_twins_query_request("a", "b")', 'python(typeof(*), "1")', 'r(typeof(*), "1")', 'ai_embeddings("a", "b")', 'ai_chat_completion("a", "b")', 'infer_storage_schema(dynamic({}))', 'external_datatable("x")'].map((call) => `evaluate ${call}`)];

/** Valid queries that ask too much of an engine. */
const forTheEngine = {
  'join of a million by a million': 'range a from 1 to 1000000 step 1 | extend k = 1 | join kind=inner (range b from 1 to 1000000 step 1 | extend k = 1) on k | summarize sum(a * b)',
  'a range of 10^18': 'range a from 1 to 1000000000000000000 step 1 | summarize max(a)',
  'a range of 10^18, listed': 'range a from 1 to 1000000000000000000 step 1 | summarize make_list(a)',
  'range() of 10^12': 'print x = array_length(range(1, 1000000000000, 1))',
  'a regular expression that backtracks': `print x = "${'a'.repeat(60)}!" matches regex "^(a+)+$"`,
  'a regular expression of repeats': 'range a from 1 to 100000 step 1 | where tostring(a) matches regex "((([0-9]{1,100}){1,100}){1,10})x"',
  'repeat() of a text': 'print x = strlen(strrep("abcdefghij", 1000000000))',
  'a text doubled 40 times': `print a0 = "x"${Array.from({ length: 40 }, (_, at) => ` | extend a${at + 1} = strcat(a${at}, a${at})`).join('')} | project n = strlen(a40)`,
  'make_list of everything': 'range a from 1 to 30000000 step 1 | summarize x = make_list(strcat("some longer text than a number ", tostring(a)), 1000000000) | extend n = array_length(x)',
  'mv-expand of mv-expand': 'print x = range(1, 2000, 1) | extend y = x, z = x | mv-expand x to typeof(long) | mv-expand y to typeof(long) | mv-expand z to typeof(long) | count',
  'mv-apply of mv-apply': 'print x = range(1, 3000, 1) | mv-apply a = x on (mv-apply b = x on (mv-apply c = x on (summarize n = count())))',
  'five cross joins': `datatable(k: long)[${Array(200).fill('1').join(',')}]${' | join kind=inner (datatable(k: long)[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]) on k | project k'.repeat(5)} | count`,
  'a series of 10^9 bins': 'range t from datetime(2024-01-01) to datetime(2024-01-02) step 1h | make-series n = count() on t from datetime(2000-01-01) to datetime(2024-01-01) step 1s',
  'parse_json of deep text': `print x = parse_json("${'['.repeat(200_000)}${']'.repeat(200_000)}")`,
  'a sort of 50 million': 'range a from 1 to 50000000 step 1 | extend b = hash_sha256(tostring(a)) | sort by b | where row_number() == 25000000',
  'replace_regex that grows': `print x = strrep("a", 1000000)${' | extend x = replace_regex(x, "a", "aaaaaaaaaa")'.repeat(4)} | project strlen(x)`,
};

async function hostile() {
  const pool = new CheckerPool({ timeoutMs: limitMs });
  const started = performance.now();
  await pool.warm();
  say('checker warm after', `${(performance.now() - started).toFixed(0)} ms`);
  let within = 0;
  for (const [name, kql] of Object.entries(forTheChecker)) {
    const before = performance.now();
    const outcome = await pool.check(kql).then(({ ok, diagnostics }) => (ok ? 'valid' : diagnostics[0].code), (error) => error.code);
    const ms = performance.now() - before;
    await pool.warm();
    if (ms <= limitMs * 1.2) within += 1;
    say(`  ${name}`, `${outcome} in ${ms.toFixed(0)} ms`);
  }
  say('hostile to the checker, within the limit', `${within} of ${Object.keys(forTheChecker).length}`);
  let refused = 0;
  for (const kql of forbidden) {
    const { runnable, diagnostics } = await pool.check(kql);
    if (!runnable && diagnostics.some(({ code }) => code === 'KQL_FORBIDDEN')) refused += 1;
    else say('  NOT REFUSED', kql);
  }
  say('forbidden operators refused', `${refused} of ${forbidden.length}`);
  say('checker alive', (await pool.check('DeviceInfo | take 1')).ok);
  await pool.close();
}

async function run() {
  const backend = await engine.DuckDbBackend.open({ memoryLimit: '1GB' });
  await backend.run({ kql: 'print 1' });
  let within = 0;
  const wrong = [];
  const queries = { ...Object.fromEntries(forbidden.map((kql) => [kql, kql])), ...forTheChecker, ...forTheEngine };
  let most = 0;
  for (const [name, kql] of Object.entries(queries)) {
    const before = performance.now();
    const outcome = await backend.run({ kql, timeoutMs: limitMs, maxRows: 1000 }).then(({ rows }) => `${rows.length} rows`, (error) => error.code ?? `NO CODE: ${error.message}`);
    const ms = performance.now() - before;
    most = Math.max(most, process.memoryUsage().rss / 1e6);
    if (ms <= limitMs * 1.5) within += 1;
    if (String(outcome).startsWith('NO CODE') || (forbidden.includes(kql) && outcome !== 'KQL_FORBIDDEN') || ms > limitMs * 1.5) wrong.push(name);
    if (!forbidden.includes(kql)) say(`  ${name}`, `${outcome} in ${ms.toFixed(0)} ms`);
    const again = await backend.run({ kql: 'print 1' }).then(({ rows }) => rows.length, (error) => error.message);
    if (again !== 1) say('  NOT ALIVE after', `${name}: ${again}`);
  }
  say('hostile to the engine, within the limit', `${within} of ${Object.keys(queries).length}`);
  say('wrong', wrong.length === 0 ? 'none' : wrong.join('; '));
  say('memory of the process at most', `${most.toFixed(0)} MB`);
  await backend.close();
}

function checkAndRepair() {
  const schema = engine.shippedSchema();
  const queries = readFileSync(values.queries, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  engine.checkKql(queries[0].kql, schema);
  const times = [];
  const good = queries.filter(({ id, kql }) => {
    const before = performance.now();
    const { ok, diagnostics } = engine.checkKql(kql, schema);
    times.push(performance.now() - before);
    if (!ok) say(`  ${id}`, diagnostics.find(({ severity }) => severity === 'error')?.message);
    return ok;
  });
  say('queries that check', `${good.length} of ${queries.length}; p50 ${percentile(times, 0.5)} ms, p95 ${percentile(times, 0.95)} ms`);
  if (parts.has('repair')) repair(good, schema);
}

/** What people do to a name. Each gives undefined when the name is too short for it. */
const mistakes = {
  'a letter left out': (name, at) => name.slice(0, at) + name.slice(at + 1),
  'a letter twice': (name, at) => name.slice(0, at + 1) + name.slice(at),
  'two letters swapped': (name, at) => (at + 1 < name.length && name[at] !== name[at + 1] ? name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2) : undefined),
  'a wrong letter': (name, at) => name.slice(0, at) + (name[at] === 'x' ? 'q' : 'x') + name.slice(at + 1),
  'all lower case': (name) => name.toLowerCase(),
  'first letter small': (name) => name[0].toLowerCase() + name.slice(1),
  'words parted by _': (name) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2'),
  'a plural': (name) => `${name}s`,
};

function repair(queries, schema) {
  const next = random(Number(values.seed));
  const figures = new Map();
  const times = [];
  for (const { kql } of queries) {
    const spots = columnSpots(kql, schema);
    const kinds = Object.keys(mistakes);
    const kind = kinds[Math.floor(next() * kinds.length)];
    const spot = spots[Math.floor(next() * spots.length)];
    if (spot === undefined) continue;
    const broken = mistakes[kind](spot.name, 1 + Math.floor(next() * (spot.name.length - 2)));
    if (broken === undefined || broken === spot.name) continue;
    const text = kql.slice(0, spot.offset) + broken + kql.slice(spot.offset + spot.name.length);
    if (engine.checkKql(text, schema).ok) continue;
    const before = performance.now();
    const { text: repaired, check } = engine.repairKql(text, schema);
    times.push(performance.now() - before);
    const figure = figures.get(kind) ?? { all: 0, same: 0, valid: 0 };
    figure.all += 1;
    if (check.ok) figure.valid += 1;
    if (repaired === kql) figure.same += 1;
    figures.set(kind, figure);
  }
  const sum = { all: 0, same: 0, valid: 0 };
  for (const [kind, { all, same, valid }] of figures) {
    say(`  ${kind}`, `${same} of ${all} as it was, ${valid} valid`);
    sum.all += all;
    sum.same += same;
    sum.valid += valid;
  }
  say('broken column names repaired', `${sum.same} of ${sum.all} as it was, ${sum.valid} valid; p50 ${percentile(times, 0.5)} ms, p95 ${percentile(times, 0.95)} ms`);
}

/** Places where the query names a column of the schema in a filter, outside texts and comments. */
function columnSpots(kql, schema) {
  const { tables } = engine.checkKql(kql, schema);
  const names = new Set(tables.flatMap((table) => schema.tables.get(table).columns.map(({ name }) => name)));
  const code = kql.replace(/\/\/[^\n]*|@?"(?:[^"\\\n]|\\.)*"|@?'(?:[^'\\\n]|\\.)*'/g, (part) => ' '.repeat(part.length));
  return [...code.matchAll(/\bwhere\s+(\w+)/g)].map((match) => ({ name: match[1], offset: match.index + match[0].length - match[1].length })).filter(({ name }) => names.has(name) && name.length > 4);
}

if (parts.has('hostile')) await hostile();
if (parts.has('run')) await run();
if (parts.has('check') || parts.has('repair')) checkAndRepair();
