import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { kqlSnapshot } from '../tools/kql-snapshot.mjs';
import { resolveNode } from '../tools/node.mjs';

/**
 * `npm run bench kql-startup -- [--runs 7]`
 * What one short `attest kql` command takes, from a snapshot that holds the language service and without: processor time
 * (user and system, with all threads) and time on the clock, the middle of the runs, both kinds in turn. Each pair has to
 * give the same output.
 */
const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { runs: { type: 'string', default: '7' } } });
const node = resolveNode();
const snapshot = kqlSnapshot(node);
if (snapshot === undefined) throw new Error('There can be no snapshot here.');
const folder = mkdtempSync(join(tmpdir(), 'attest-kql-startup-'));
const query = join(folder, 'query.kql');
writeFileSync(query, 'DeviceProcessEvents | where Timestamp > ago(7d) and FileName =~ "powershell.exe" and ProcessCommandLine has "-enc" | summarize Count = count() by DeviceName | top 10 by Count');
const commands = { check: ['check', '--json', query], run: ['run', '--json', query], ask: ['ask', '--json', '-q', 'failed logons by device in the last 3 days'] };
const cache = join(root, '.nx', 'compile-cache');

/** Seconds of the processor and of the clock, and what came out but for its times. */
function measure(options, args) {
  const command = [node, ...options, join(root, 'apps/cli/dist/main.js'), 'kql', ...args];
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync('bash', ['-c', '"$@"; times >&2', 'bash', ...command], { encoding: 'utf8', env: { ...process.env, NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: cache } });
  const clock = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`attest kql ${args[0]} ended with ${status}: ${stderr}`);
  const processor = [...stderr.trim().split('\n').at(-1).matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
  return { processor, clock, output: stdout.replace(/"ms":[\d.]+/g, '') };
}

const middle = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

try {
  for (const [name, args] of Object.entries(commands)) {
    const taken = { without: [], from: [] };
    measure([], args);
    for (let run = 0; run < Number(values.runs); run += 1) {
      const [without, from] = [measure([], args), measure(['--snapshot-blob', snapshot], args)];
      if (without.output !== from.output) throw new Error(`attest kql ${name} gives something else from a snapshot.`);
      taken.without.push(without);
      taken.from.push(from);
    }
    const [processor, clock] = ['processor', 'clock'].map((what) => [middle(taken.without.map((each) => each[what])), middle(taken.from.map((each) => each[what]))]);
    process.stdout.write(`kql ${name.padEnd(6)} processor ${processor[0].toFixed(2)} s, from a snapshot ${processor[1].toFixed(2)} s: ${(processor[0] / processor[1]).toFixed(1)} times less; clock ${clock[0].toFixed(2)} s, ${clock[1].toFixed(2)} s\n`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
