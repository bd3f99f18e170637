import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCaseFiles, parseGate, type EvaluationCase } from '@attest/evaluation-engine';
import { root } from './repository.js';

const folder = join(root, 'evaluation');

function casesOf(set: string): EvaluationCase[] {
  const files = readdirSync(join(folder, 'sets', set)).map((name) => ({ name: `${set}/${name}`, text: readFileSync(join(folder, 'sets', set, name), 'utf8') }));
  const { cases, problems } = parseCaseFiles(files);
  expect(problems).toEqual([]);
  return cases;
}

describe('the shipped evaluation cases', () => {
  it.each([['incidents', 30], ['field', 60], ['scripts', 40], ['questions', 30]])('%s: are of the format, reviewed, and at least %d', (set, least) => {
    const cases = casesOf(set);
    expect(cases.length).toBeGreaterThanOrEqual(least);
    expect(cases.every(({ reviewed, source }) => reviewed && source === 'shipped')).toBe(true);
  });

  it('name only inputs that ship, and every shipped input is used', () => {
    const named = new Set(['incidents', 'field', 'scripts', 'questions'].flatMap(casesOf).flatMap(({ input }) => ['sample' in input ? input.sample : undefined, 'rows' in input ? input.rows : undefined]).filter((name) => typeof name === 'string'));
    const missing = [...named].filter((name) => !existsSync(join(folder, 'inputs', `${name}.json`)) && !existsSync(join(root, 'apps/standalone/samples', name)));
    expect(missing).toEqual([]);
    expect(readdirSync(join(folder, 'inputs')).map((name) => name.replace('.json', '')).filter((name) => !named.has(name))).toEqual([]);
  });

  it('are what evaluation/make makes of its sources', () => {
    expect(() => execFileSync(process.execPath, ['evaluation/make/all.mjs', '--check'], { cwd: root, stdio: 'pipe', encoding: 'utf8' })).not.toThrow();
  });

  it('have a gate with the limits that nothing may break', () => {
    const gate = parseGate(readFileSync(join(folder, 'gate.json'), 'utf8'));
    const hard = gate.ok ? gate.value.limits.filter((limit) => limit.hard).map(({ kind, metric, most, least }) => `${kind} ${metric} ${most ?? least}`) : [];
    expect(hard).toEqual(expect.arrayContaining(['incidentSummary ungrounded 0', 'guidedResponse ungrounded 0', 'guidedResponse harm 0', 'guidedResponse executable 1', 'incidentReport actionRecall 1', 'incidentReport actionPrecision 1']));
  });
});
