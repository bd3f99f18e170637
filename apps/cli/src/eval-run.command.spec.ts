import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { parseEvaluationResult, productVersion } from '@attest/evaluation-runner';
import { startFakeModel } from '@attest/testing';
import { evalCasesCommand } from './eval-cases.command.js';
import { evalRunCommand } from './eval-run.command.js';
import { type CommandError, ExitCode } from './exit-code.js';

const base = '#microsoft.graph.security.';
const incident = {
  id: '12', displayName: 'Ransomware on one endpoint', severity: 'high', status: 'active',
  alerts: [{
    id: 'a1', title: 'Ransomware behavior was observed', severity: 'high', category: 'Impact', status: 'new', mitreTechniques: ['T1486'], firstActivityDateTime: '2026-05-12T08:00:00Z', serviceSource: 'microsoftDefenderForEndpoint', detectionSource: 'microsoftDefenderForEndpoint',
    evidence: [
      { '@odata.type': `${base}deviceEvidence`, deviceDnsName: 'ws-1.corp.example', hostName: 'ws-1', mdeDeviceId: 'd'.repeat(40), roles: ['compromised'] },
      { '@odata.type': `${base}fileEvidence`, verdict: 'malicious', fileDetails: { fileName: 'x.exe', filePath: 'C:\\Users\\a\\Downloads', sha1: 'a'.repeat(40), sha256: 'b'.repeat(64) } },
    ],
  }],
};
const head = { schema: 'attest.evaluation-case/1', title: 'A case', tags: [], source: 'shipped', reviewed: true };
const summary = { ...head, id: 'one-summary', kind: 'incidentSummary', input: { sample: 'ransom' }, expected: { entities: [{ value: 'ws-1.corp.example' }], techniques: ['T1486'], facts: [{ says: ['ws-1'], cites: [{ alert: 'a1' }] }] } };
const response = { ...head, id: 'one-response', kind: 'guidedResponse', input: { sample: 'ransom' }, expected: { classifications: ['truePositive'], actions: [{ action: 'isolateDevice', target: 'ws-1.corp.example' }], acceptable: ['stopAndQuarantineFile', 'blockIndicator', 'runAntivirusScan', 'collectInvestigationPackage'] } };

type Line = Record<string, unknown> & { scores: Record<string, number | null>; case: string; candidate: string; composer: string };

describe('attest eval', () => {
  let folder: string;
  let out: string[];
  let said: string[];
  const environment = { ...process.env };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'eval-'));
    mkdirSync(join(folder, 'inputs'));
    writeFileSync(join(folder, 'inputs', 'ransom.json'), JSON.stringify({ incident }));
    writeFileSync(join(folder, 'cases.json'), JSON.stringify([summary, response]));
    [out, said] = [[], []];
    process.exitCode = undefined;
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0);
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  });

  afterEach(() => {
    jest.restoreAllMocks();
    process.env = { ...environment };
    process.exitCode = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  const lines = (text: string): Line[] => text.trim().split('\n').map((line) => JSON.parse(line) as Line);
  const refusal = async (work: Promise<void>): Promise<CommandError> => work.then(() => { throw new Error('It was not refused.'); }, (error: unknown) => error as CommandError);

  it('prints a line for each case and a summary line, and the table on standard error', async () => {
    await evalRunCommand(['--set', folder, '--candidate', 'rules', '--repeat', '2', '--json']);
    const [one, again, two, , last] = lines(out.join(''));
    expect(one).toMatchObject({ case: 'one-summary', kind: 'incidentSummary', candidate: 'rules', run: 1, status: 'scored', composer: 'rules', faults: [], scores: { ungrounded: 0, entityRecall: 1, factRecall: 1, techniqueRecall: 1, metamorphicBroken: 0, failed: 0 } });
    expect(again).toMatchObject({ case: 'one-summary', run: 2, digest: one?.['digest'] });
    expect(two).toMatchObject({ case: 'one-response', scores: { classification: 1, actionRecall: 1, harm: 0, executable: 1 } });
    expect(last).toMatchObject({ summary: true, at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/), version: productVersion().version, commit: productVersion().commit, cases: 2, repeat: 2, seed: 1, gate: { passed: true }, candidates: [{ candidate: 'rules', kinds: [{ kind: 'incidentSummary', cases: 1, repeatable: 1, intervals: { entityRecall: { high: 1 } } }, { kind: 'guidedResponse' }] }] });
    expect(parseEvaluationResult(JSON.stringify(last))).toEqual({ ok: true, value: last });
    expect(said.join('')).toContain('entityRecall');
    expect(process.exitCode).toBeUndefined();
  });

  it('ends with 1 when a hard limit is broken, and prints the table for people', async () => {
    const gate = join(folder, 'gate.json');
    writeFileSync(gate, JSON.stringify({ schema: 'attest.evaluation-gate/1', limits: [{ kind: 'guidedResponse', metric: 'executable', least: 1.1, hard: true }, { kind: 'incidentSummary', metric: 'failed', most: 0, hard: true }] }));
    const file = join(folder, 'out.jsonl');
    await evalRunCommand(['--set', join(folder, 'cases.json'), '--candidate', 'rules', '--gate', gate, '--out', file]);
    expect(process.exitCode).toBe(1);
    expect(out.join('')).toContain('HARD rules: guidedResponse executable is 1, the limit is at least 1.1');
    expect(out.join('')).toContain('Gate: 1 limits kept, 1 broken');
    expect(lines(readFileSync(file, 'utf8')).at(-1)).toMatchObject({ summary: true, gate: { passed: false } });
  });

  it('holds the shipped gate with a model that lies, and compares it with the rules', async () => {
    const fake = await startFakeModel(['inventedAddress', 'wrongCount', 'swappedFacts', 'obeyedInjection', 'onlyLies']);
    Object.assign(process.env, { ATTEST_MODEL_URL: fake.url, ATTEST_MODEL_NAME: 'other' });
    try {
      await evalRunCommand(['--set', folder, '--candidate', 'rules', '--candidate', 'model:fake@current', '--json']);
      expect(fake.requests.every(({ body }) => body['model'] === 'fake')).toBe(true);
      expect(fake.lies.length).toBeGreaterThan(5);
    } finally {
      await fake.close();
    }
    const all = lines(out.join(''));
    expect(all.filter(({ candidate, case: id }) => candidate === 'model:fake@current' && id === 'one-summary')).toMatchObject([{ composer: 'model', scores: { ungrounded: 0, miscited: 0 } }]);
    expect(all.at(-1)).toMatchObject({ gate: { passed: true } });
    expect(process.exitCode).toBeUndefined();
  });

  it('asks a judge, marks what it thinks as its opinion, and a judge that answers nothing fails no case', async () => {
    const fake = await startFakeModel('garbage');
    Object.assign(process.env, { ATTEST_MODEL_URL: fake.url, ATTEST_MODEL_NAME: 'other' });
    try {
      await evalRunCommand(['--set', folder, '--candidate', 'rules', '--judge', 'model:critic', '--json']);
      expect(new Set(fake.requests.map(({ body }) => body['model']))).toEqual(new Set(['critic']));
    } finally {
      await fake.close();
    }
    const all = lines(out.join(''));
    expect(all[0]).toMatchObject({ status: 'scored', scores: { judgeFailed: 1, judgeReadability: null, failed: 0 } });
    expect(all.at(-1)).toMatchObject({ judge: { model: 'critic' }, gate: { passed: true } });
    expect(said.join('')).toContain('the opinion of the model critic, from 1 to 5. No limit looks at them.');
    expect(process.exitCode).toBeUndefined();
  });

  it('refuses a call it does not understand with 2', async () => {
    for (const args of [[], ['--set', folder], ['--candidate', 'rules'], ['--set', 'nothing', '--candidate', 'rules'], ['--set', folder, '--candidate', 'magic'], ['--set', folder, '--candidate', 'rules', '--repeat', '0'], ['--set', folder, '--candidate', 'rules', '--fast']]) {
      expect(await refusal(evalRunCommand(args))).toMatchObject({ exitCode: ExitCode.Usage });
    }
    delete process.env['ATTEST_MODEL_URL'];
    expect((await refusal(evalRunCommand(['--set', folder, '--candidate', 'rules', '--judge', 'rules']))).message).toBe('There is no judge "rules": it is model:NAME.');
    expect((await refusal(evalRunCommand(['--set', folder, '--candidate', 'model:x']))).message).toBe('model:x needs ATTEST_MODEL_URL and ATTEST_MODEL_NAME.');
  });

  it('refuses a bad case or gate with 3, before anything is run', async () => {
    writeFileSync(join(folder, 'bad.json'), JSON.stringify({ ...summary, id: 'Two' }));
    const { exitCode, message } = await refusal(evalRunCommand(['--set', folder, '--candidate', 'rules', '--json']));
    expect({ exitCode, message }).toEqual({ exitCode: ExitCode.Input, message: `${join(folder, 'bad.json')}, id: Is not made of small letters, digits, dots, dashes and underscores.` });
    expect(out).toEqual([]);
    expect(await refusal(evalRunCommand(['--set', join(folder, 'cases.json'), '--candidate', 'rules', '--gate', join(folder, 'cases.json')]))).toMatchObject({ exitCode: ExitCode.Input });
  });

  it('checks cases: format, inputs, and what is elsewhere', async () => {
    await evalCasesCommand(['check', folder]);
    expect(said.join('')).toContain('2 cases (1 incidentSummary, 1 guidedResponse), 0 not reviewed, 0 whose input is elsewhere, 0 problems');
    expect(process.exitCode).toBeUndefined();
    writeFileSync(join(folder, 'more.jsonl'), [{ ...summary, id: 'three', input: { sample: 'nobody' } }, { ...summary, id: 'four', reviewed: false, source: 'feedback', input: { digest: 'c'.repeat(64) } }, { ...summary, id: 'five', input: {} }].map((one) => JSON.stringify(one)).join('\n'));
    await evalCasesCommand(['check', folder]);
    expect(out).toEqual([`${join(folder, 'more.jsonl')}, case 3, input: Needs exactly one of sample, incident and digest.\n`, 'three: there is no sample called "nobody".\n']);
    expect(said.join('')).toContain('4 cases (3 incidentSummary, 1 guidedResponse), 1 not reviewed, 1 whose input is elsewhere, 2 problems');
    expect(process.exitCode).toBe(ExitCode.Input);
    expect(await refusal(evalCasesCommand(['list']))).toMatchObject({ exitCode: ExitCode.Usage });
  });
});
