import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { extensionOf, generateCorpus, mainLanguages } from './script-corpus/generate.mjs';
import { Rng, seedFrom } from './script-corpus/rng.mjs';
import { aggregate, scoreItem } from './script-corpus/score.mjs';

/**
 * `npm run bench scripts -- [--seed N] [--count N] [--fuzz N] [--only corpus,commands,benign,speed,fuzz] [--languages LIST]`
 * corpus: generated scripts through `bin/attest script analyze`, scored by score.mjs, and the same bytes with another number of workers.
 * commands: the labelled commands of the shared data. benign: scripts of this machine. speed: times and memory. fuzz: mutated inputs.
 */
const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { seed: { type: 'string', default: String(Date.now() % 1_000_000) }, count: { type: 'string', default: '600' }, fuzz: { type: 'string', default: '20000' }, only: { type: 'string', default: 'corpus,commands,benign,speed,fuzz' }, languages: { type: 'string', default: mainLanguages.join(',') } } });
const seed = Number(values.seed);
const parts = new Set(values.only.split(','));
const engine = await import(join(root, 'libs/script-engine/dist/index.js'));
const rng = new Rng(seedFrom('bench', seed));
const say = (name, value) => process.stdout.write(`${name.padEnd(34)} ${value}\n`);
const share = (part, whole) => (whole === 0 ? '-' : (part / whole).toFixed(4));
const percentile = (times, at) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * at))].toFixed(1);

say('seed', seed);
if (parts.has('corpus')) corpus();
if (parts.has('commands')) commands();
if (parts.has('benign')) benign();
if (parts.has('speed')) speed();
if (parts.has('fuzz')) fuzz(Number(values.fuzz));

/** JSON lines of the command line over a folder. */
function analyzeFolder(folder, workers) {
  const file = join(folder, '..', `out-${workers}.jsonl`);
  const out = openSync(file, 'w');
  execFileSync(process.execPath, [join(root, 'apps/cli/dist/main.js'), 'script', 'analyze', folder, '--json', '--workers', String(workers)], { stdio: ['ignore', out, 'ignore'] });
  closeSync(out);
  return readFileSync(file, 'utf8').trim().split('\n');
}

function corpus() {
  const work = mkdtempSync(join(tmpdir(), 'attest-corpus-'));
  try {
    const folder = join(work, 'scripts');
    mkdirSync(folder);
    const items = new Map();
    for (const item of generateCorpus({ seed, count: Number(values.count), languages: values.languages.split(',') })) {
      const name = `${item.id}.${extensionOf[item.language]}`;
      writeFileSync(join(folder, name), item.text);
      items.set(name, item);
    }
    const lines = analyzeFolder(folder, 2);
    const scores = lines.map((line) => JSON.parse(line)).map((result) => scoreItem(items.get(basename(result.file)), result));
    const { byLanguage, all } = aggregate(scores);
    for (const [language, row] of [...Object.entries(byLanguage), ['all', all]]) {
      say(`corpus ${language}`, `${row.items} scripts, indicator recall ${row.indicatorRecall}, precision ${row.indicatorPrecision}, layers ${row.layersDecoded}, technique recall ${row.techniqueRecall}, citations ${row.citationsValid}, language ${row.languageRight}, p95 ${row.p95} ms`);
    }
    const bare = (text) => text.replace(/,"ms":[\d.]+\}$/, '}');
    const again = analyzeFolder(folder, 1);
    say('same bytes with 1 and 2 workers', `${lines.filter((line, i) => bare(line) === bare(again[i] ?? '')).length} of ${lines.length}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function commands() {
  const file = join(process.env.ATTEST_SHARED ?? join(root, '../shared'), 'data/attack-commands-dev.jsonl');
  if (!existsSync(file)) return say('commands', `there is no ${file}; set ATTEST_SHARED`);
  const rows = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  const { techniques } = JSON.parse(readFileSync(join(root, 'libs/security-model/src/data/attack-techniques.json'), 'utf8'));
  const tacticsOf = new Map(techniques.map(({ id, tactics }) => [id, tactics]));
  const byTactic = new Map();
  let hit = 0;
  let ids = 0;
  for (const { script, technique, language } of rows) {
    const found = engine.analyzeScript(Buffer.from(script), { language: language === 'sh' ? 'bash' : language }).techniques.map(({ id }) => id);
    const parent = technique.split('.')[0];
    const right = found.some((id) => id === technique || id === parent);
    if (right) hit++;
    for (const tactic of tacticsOf.get(technique) ?? tacticsOf.get(parent) ?? ['no tactic']) {
      const row = byTactic.get(tactic) ?? byTactic.set(tactic, { right: 0, of: 0 }).get(tactic);
      row.of++;
      if (right) row.right++;
    }
    ids += found.length;
  }
  say('commands, label or parent present', `${share(hit, rows.length)} of ${rows.length}`);
  say('commands, mean ids', (ids / rows.length).toFixed(2));
  for (const [tactic, row] of [...byTactic].sort()) say(`commands, ${tactic}`, `${share(row.right, row.of)} of ${row.of}`);
}

/** Scripts that came with this machine and with npm packages: honest by where they stand. */
function benignFiles(limit) {
  const found = [];
  const pending = ['/usr/bin', '/usr/sbin', '/usr/share', '/etc/init.d', join(root, 'node_modules')].filter(existsSync);
  while (pending.length > 0) {
    const folder = pending.pop();
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) pending.push(path);
      else if (entry.isFile() && isScript(path)) found.push(path);
    }
  }
  const shells = rng.shuffle(found.filter((path) => !path.endsWith('.js')));
  const others = rng.shuffle(found.filter((path) => path.endsWith('.js')));
  return [...shells.slice(0, Math.round(limit * 0.7)), ...others].slice(0, limit);
}

function isScript(path) {
  const { size } = statSync(path);
  if (size < 200 || size > 300_000) return false;
  if (/\.(?:sh|js|py|ps1|bat|cmd|vbs)$/.test(path)) return true;
  if (/\.\w+$/.test(path)) return false;
  return /^#!.*\b(?:sh|bash|dash|python3?|node)\b/.test(readFileSync(path).subarray(0, 80).toString('latin1'));
}

function benign() {
  const files = benignFiles(1_000);
  const counts = {};
  const times = [];
  for (const file of files) {
    const started = performance.now();
    const { verdict } = engine.analyzeScript(readFileSync(file), { fileName: file });
    times.push(performance.now() - started);
    counts[verdict] = (counts[verdict] ?? 0) + 1;
  }
  say('benign called malicious', `${share(counts.malicious ?? 0, files.length)} of ${files.length} ${JSON.stringify(counts)}`);
  say('benign p50 / p95 ms', `${percentile(times, 0.5)} / ${percentile(times, 0.95)}`);
}

function speed() {
  const large = { powershell: "Write-Host 'hello world'; $a = Get-Process | Where-Object { $_.CPU -gt 10 }\n", batch: 'echo hello world & net user foo & reg query HKLM\\Software\\Foo\n', bash: 'for f in /var/log/*.log; do grep -c error "$f" | sort -n; done\n', vbscript: 'If x > 3 Then WScript.Echo "hello " & x\n' };
  for (const [language, line] of Object.entries(large)) {
    const bytes = Buffer.from(line.repeat(Math.ceil(10_000_000 / line.length)));
    const started = performance.now();
    const { notDecoded } = engine.analyzeScript(bytes, { language });
    say(`10 MB of ${language}`, `${((performance.now() - started) / 1000).toFixed(2)} s${notDecoded.length > 0 ? `, ${notDecoded[0].reason} ${notDecoded[0].detail}` : ''}`);
  }
  say('memory of this process', `${Math.round(process.memoryUsage().rss / 1e6)} MB`);
}

/** Generated scripts with pieces cut, doubled, swapped and broken. */
function fuzz(count) {
  const pool = [...generateCorpus({ seed: seed + 1, count: 150, languages: values.languages.split(',') })].map(({ text, language }) => ({ bytes: Buffer.from(text).subarray(0, 6_000), language }));
  const signs = ['(', ')', '{', '}', '"', "'", '`', '^', '%', '$(', '${', '@(', '|', '&', '\0', '\n', 'iex ', 'for ', '<<', '\\x', '[char]', '!a!'].map((text) => Buffer.from(text));
  let crashes = 0;
  let worst = 0;
  for (let i = 0; i < count; i++) {
    const { bytes, language } = rng.pick(pool);
    const piece = () => {
      const from = rng.int(bytes.length);
      return bytes.subarray(from, from + rng.int(400));
    };
    const ways = [() => Buffer.concat([piece(), piece(), piece()]), () => bytes.subarray(0, rng.int(bytes.length)), () => Buffer.from(piece().map((byte) => (rng.chance(0.05) ? rng.int(256) : byte))), () => Buffer.concat(Array.from({ length: rng.between(1, 60) }, () => (rng.chance() ? rng.pick(signs) : piece().subarray(0, 20)))), () => Buffer.from(Array.from({ length: rng.int(300) }, () => rng.int(256)))];
    const input = rng.pick(ways)();
    const started = performance.now();
    try {
      engine.analyzeScript(input, rng.chance(0.7) ? { language } : {});
    } catch (error) {
      crashes++;
      process.stderr.write(`${error.stack}\n${JSON.stringify(input.toString('latin1'))}\n`);
    }
    worst = Math.max(worst, performance.now() - started);
  }
  say('mutated inputs', `${count}, ${crashes} crashes, slowest ${worst.toFixed(0)} ms`);
}
