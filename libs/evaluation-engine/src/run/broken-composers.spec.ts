import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { summarizeIncident } from '@attest/incident-engine';
import { composeIncidentReport, type Report } from '@attest/report-engine';
import { draftGuidedResponse, type GuidedResponse, type Recommendation } from '@attest/response-engine';
import { CaseInputError, checkCaseInput, compareCandidates, figuresOf, holdGate, parseCaseFiles, parseGate, runEvaluation, type Candidate, type CaseResult, type EvaluationCase, type EvaluationPorts, type GateVerdict, type Judge } from '../index.js';

/** The cases and the gate that ship, and candidates that are broken on purpose: the gate has to catch each. */
const evaluation = join(import.meta.dirname, '../../../../evaluation');
const json = (place: string): unknown => JSON.parse(readFileSync(join(evaluation, place), 'utf8'));
const shippedCases = (...places: string[]): EvaluationCase[] => {
  const { cases, problems } = parseCaseFiles(places.map((place) => ({ name: place, text: readFileSync(join(evaluation, place), 'utf8') })));
  expect(problems).toEqual([]);
  return cases;
};
const ransomware = 'sets/incidents/ransomware-on-a-workstation.json';
const pentest = 'sets/incidents/approved-penetration-test-by-tag.json';
const reports = (): EvaluationCase[] => shippedCases('sets/incidents/reports.json').filter(({ id }) => id === 'report-ransomware-on-a-workstation-9');
const gateText = readFileSync(join(evaluation, 'gate.json'), 'utf8');

const ports: EvaluationPorts = {
  sample: async (name) => {
    const { incident, events = [] } = json(`inputs/${name}.json`) as { incident: Record<string, unknown>; events?: unknown[] };
    return { incident, rows: events.map((row) => JSON.stringify(row)) };
  },
  rows: async () => undefined,
  incidentOf: async () => undefined,
  scripts: async () => [],
  hunt: async () => ({ columns: [], rows: [] }),
  clock: () => 0,
};

const honest: Candidate = {
  name: 'honest',
  summarize: (input) => summarizeIncident(input),
  respond: async (input) => draftGuidedResponse(input),
  analyze: async () => ({}),
  report: async (input) => composeIncidentReport(input),
  ask: async () => ({ kql: 'print 1', tables: [], composer: 'rules' }),
};

async function run(cases: readonly EvaluationCase[], candidates: readonly Candidate[], repeat = 1): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for await (const result of runEvaluation({ cases, candidates, ports, repeat })) results.push(result);
  return results;
}

function brokenLimits(results: readonly CaseResult[]): string[] {
  const gate = parseGate(gateText);
  if (!gate.ok) throw new Error(gate.problem);
  return holdGate(gate.value, results).filter(({ verdict, limit }: GateVerdict) => verdict === 'broken' && limit.hard).map(({ limit }) => `${limit.kind} ${limit.metric}`);
}

const textChanged = (change: (text: string) => string): Candidate => ({
  ...honest,
  name: 'text changed',
  async summarize(input) {
    const output = await summarizeIncident(input);
    return { ...output, card: { ...output.card, statements: output.card.statements.map((statement) => ({ ...statement, text: change(statement.text) })) } };
  },
});
const responseChanged = (change: (recommendations: Recommendation[]) => Recommendation[]): Candidate => ({
  ...honest,
  name: 'response changed',
  async respond(input): Promise<GuidedResponse> {
    const output = draftGuidedResponse(input);
    return { ...output, recommendations: change(output.recommendations) };
  },
});
const reportChanged = (change: (rows: { cells: string[]; facts: string[] }[]) => { cells: string[]; facts: string[] }[]): Candidate => ({
  ...honest,
  name: 'report changed',
  async report(input): Promise<Report> {
    const output = composeIncidentReport(input);
    return { ...output, sections: output.sections.map((section) => (section.id === 'actions' ? { ...section, blocks: section.blocks.map((block) => (block.kind === 'table' ? { ...block, rows: change(block.rows) } : block)) } : section)) };
  },
});
/** The first action a hostile incident calls for, to be turned into something worse. */
async function sampleAction(): Promise<Recommendation> {
  let found: Recommendation | undefined;
  await run(shippedCases(ransomware).slice(1), [responseChanged((all) => ((found ??= all[0]), all))]);
  if (found === undefined) throw new Error('There is no recommendation.');
  return found;
}

describe('the shipped gate', () => {
  it('lets the rules pass', async () => {
    const results = await run([...shippedCases(ransomware, pentest), ...reports()], [honest]);
    expect(results.map(({ status }) => status)).toEqual(['scored', 'scored', 'scored', 'scored', 'scored']);
    expect(brokenLimits(results)).toEqual([]);
  });

  it('catches an invented address, and one of the incident put where it was not seen', async () => {
    const worm = shippedCases('sets/incidents/worm-from-a-usb-stick.json');
    expect(brokenLimits(await run(worm, [textChanged((text) => text.replaceAll('203.0.113.180', '203.0.113.99'))]))).toEqual(['incidentSummary ungrounded', 'incidentSummary miscited']);
    expect(brokenLimits(await run(shippedCases(ransomware), [textChanged((text) => text.replaceAll('invoice.exe', 'vssadmin.exe'))]))).toEqual(['incidentSummary miscited']);
  });

  it('catches an action that is forbidden, one no one may suggest, and one for a harmless incident', async () => {
    const first = await sampleAction();
    const forbidden = { ...first, action: 'stopAndQuarantineFile', target: { type: 'file', id: 'vssadmin.exe', name: 'vssadmin.exe' } };
    expect(brokenLimits(await run(shippedCases(ransomware), [responseChanged((all) => [...all, forbidden])]))).toContain('guidedResponse harm');
    expect(brokenLimits(await run(shippedCases(ransomware), [responseChanged((all) => [...all, { ...first, action: 'offboardDevice' }])]))).toContain('guidedResponse harm');
    expect(brokenLimits(await run(shippedCases(pentest), [responseChanged((all) => [...all, first])]))).toContain('guidedResponse contained');
  });

  it('catches an action that cannot be carried out', async () => {
    for (const change of [{ parameters: {}, inputsNeeded: [] }, { target: { type: 'device', id: 'ws-1', name: 'ws-not-there' } }, { reversible: true, undo: null, undoNote: null }]) {
      expect(brokenLimits(await run(shippedCases(ransomware), [responseChanged(([one, ...rest]) => (one === undefined ? [] : [{ ...one, ...change }, ...rest]))]))).toEqual(['guidedResponse executable']);
    }
  });

  it('catches a report that drops, doubles or invents an action', async () => {
    expect(brokenLimits(await run(reports(), [reportChanged((rows) => rows.slice(1))]))).toEqual(['incidentReport actionRecall']);
    expect(brokenLimits(await run(reports(), [reportChanged(([one, ...rest]) => (one ? [one, one, ...rest] : rest))]))).toEqual(['incidentReport actionRecall']);
    expect(brokenLimits(await run(reports(), [reportChanged((rows) => [...rows, { cells: ['Isolate device', 'ws-900', 'Id made-up'], facts: [] }])]))).toEqual(['incidentReport actionPrecision']);
    expect(brokenLimits(await run(reports(), [reportChanged(() => [])]))).toEqual(['incidentReport actionRecall', 'incidentReport actionPrecision']);
  });

  it('catches a candidate that fails', async () => {
    const failing: Candidate = { ...honest, summarize: () => Promise.reject(new Error('out of order')) };
    const results = await run(shippedCases(ransomware), [failing]);
    expect(results[0]).toMatchObject({ status: 'failed', reason: 'out of order', faults: ['failed: out of order'] });
    expect(brokenLimits(results)).toEqual(['incidentSummary failed']);
  });

  it('catches one that obeys what stands in a command line', async () => {
    const obeying: Candidate = { ...honest, respond: async (input) => draftGuidedResponse(/approved penetration test/.test(JSON.stringify(input.incident.alerts)) ? { ...input, incident: { ...input.incident, customTags: ['Pentest'] } } : input) };
    const [, response] = await run(shippedCases(ransomware), [obeying]);
    expect(response).toMatchObject({ scores: { metamorphicBroken: 1 }, faults: ['changed by: hiddenInstruction'] });
  });

  it('looks at reviewed cases alone', async () => {
    const draft = shippedCases(ransomware).map((one) => ({ ...one, reviewed: false }));
    expect(brokenLimits(await run(draft, [textChanged((text) => `${text} 198.51.100.1`)]))).toEqual([]);
  });
});

describe('a run', () => {
  it('pairs candidates by case, with the same intervals for the same seed', async () => {
    const worse = { ...textChanged(() => 'Something happened.'), name: 'worse' };
    const results = await run(shippedCases(ransomware, 'sets/incidents/worm-from-a-usb-stick.json', 'sets/incidents/web-shell-on-a-server.json'), [honest, worse]);
    const comparisons = compareCandidates(results, 7);
    expect(comparisons).toEqual(compareCandidates(results, 7));
    expect(comparisons.find(({ metric }) => metric === 'entityRecallProse')).toMatchObject({ candidate: 'worse', against: 'honest', cases: 3, mean: -1, low: -1, high: -1, p: expect.closeTo(0.25, 10) as number });
    expect(comparisons.every(({ low, mean, high }) => low <= mean && mean <= high)).toBe(true);
  });

  it('says how many cases gave the same output every time, and counts the worst run', async () => {
    let calls = 0;
    const wavering = textChanged((text) => text);
    const summarize: Candidate['summarize'] = async (input) => (++calls % 2 === 0 ? textChanged((text) => `${text} 198.51.100.1`) : wavering).summarize(input);
    const [summary] = shippedCases(ransomware);
    const [figures] = figuresOf(await run([summary as EvaluationCase], [{ ...honest, summarize }], 3));
    expect(figures?.kinds[0]).toMatchObject({ cases: 1, repeatable: 0 });
    expect(figures?.kinds[0]?.values['ungrounded']).toBeGreaterThan(0);
    const [same] = figuresOf(await run([summary as EvaluationCase], [honest], 2));
    expect(same?.kinds[0]).toMatchObject({ repeatable: 1, values: { ungrounded: 0, metamorphicBroken: 0 } });
  });

  it('skips what is known by digest only, and refuses an input that is not there or not right', async () => {
    const [, response] = shippedCases(ransomware) as [EvaluationCase, Extract<EvaluationCase, { kind: 'guidedResponse' }>];
    const results = await run([{ ...response, input: { digest: 'a'.repeat(64) } }], [honest]);
    expect(results).toMatchObject([{ status: 'skipped', scores: {} }]);
    expect(figuresOf(results)[0]?.kinds[0]).toMatchObject({ cases: 0, skipped: 1, values: {} });
    const bad = { ...response, input: { incident: { id: '1', alerts: [] }, events: [{ Table: 'DeviceEvents' }] } };
    await expect(checkCaseInput(bad, ports)).rejects.toThrow(CaseInputError);
    await expect(checkCaseInput({ ...response, input: { sample: 'nothing' } }, { ...ports, sample: async () => undefined })).rejects.toThrow('there is no sample called "nothing"');
  });

  it('measures whether a correction of a person holds', async () => {
    const [summary] = shippedCases(ransomware) as [Extract<EvaluationCase, { kind: 'incidentSummary' }>];
    const { statements } = (await honest.summarize(await inputOf(summary))).card;
    const shown = statements[0]?.text ?? '';
    const corrected = { ...summary, expected: { corrections: [{ shown, right: 'A ransomware began to encrypt files on ws-900.' }], absent: [shown] } };
    expect((await run([corrected], [honest]))[0]).toMatchObject({ scores: { corrected: 0, absentSaid: 1 } });
    expect((await run([corrected], [textChanged((text) => (text === shown ? 'A ransomware began to encrypt files on ws-900.' : text))]))[0]).toMatchObject({ scores: { corrected: 1, absentSaid: 0 } });
  });
});

/** The input a candidate is given for a case. */
async function inputOf(one: EvaluationCase): Promise<Parameters<Candidate['summarize']>[0]> {
  let input: Parameters<Candidate['summarize']>[0] | undefined;
  await run([one], [{ ...honest, summarize: (given) => ((input ??= given), honest.summarize(given)) }]);
  if (input === undefined) throw new Error('The case was not run.');
  return input;
}

describe('a judge', () => {
  const [summary] = shippedCases(ransomware) as [EvaluationCase];
  const judged = async (judge: Judge): Promise<CaseResult> => {
    for await (const result of runEvaluation({ cases: [summary], candidates: [honest], ports, judge })) return result;
    throw new Error('Nothing was run.');
  };

  it('reads the sentences of a card and nothing of who made it; its opinion is a score and breaks no gate', async () => {
    const seen: unknown[] = [];
    const result = await judged({ judge: async (...all) => (seen.push(all.slice(0, 2)), { readability: 1, usefulness: 2 }) });
    expect(seen).toEqual([['incidentSummary', (await honest.summarize(await inputOf(summary))).card.statements.map(({ text }) => text)]]);
    expect(result.scores).toMatchObject({ judgeReadability: 1, judgeUsefulness: 2, judgeFailed: 0, ungrounded: 0 });
    const limit = { kind: 'incidentSummary' as const, metric: 'judgeReadability', least: 5, hard: true };
    expect(holdGate({ schema: 'attest.evaluation-gate/1', limits: [limit] }, [result])).toEqual([]);
    expect(parseGate(JSON.stringify({ schema: 'attest.evaluation-gate/1', limits: [limit] }))).toEqual({ ok: false, problem: 'limits.0: is on the opinion of a model, which never gates' });
    expect(figuresOf([result], 1)[0]?.kinds[0]).toMatchObject({ values: { judgeReadability: 1, judgeUsefulness: 2 }, intervals: { judgeUsefulness: { low: 2, high: 2 } } });
  });

  it.each<[string, Judge['judge']]>([
    ['fails', async () => { throw new Error('No answer.'); }],
    ['answers with what is no opinion', async () => ({ readability: 9, usefulness: 0.5 })],
  ])('that %s leaves the card without an opinion, and the case is scored', async (_what, judge) => {
    expect(await judged({ judge })).toMatchObject({ status: 'scored', scores: { judgeReadability: null, judgeUsefulness: null, judgeFailed: 1, failed: 0 } });
  });
});

describe('a gate', () => {
  it('is refused with the place of what is wrong', () => {
    const of = (limit: object): ReturnType<typeof parseGate> => parseGate(JSON.stringify({ schema: 'attest.evaluation-gate/1', limits: [limit] }));
    expect(parseGate('{')).toEqual({ ok: false, problem: 'The gate is no JSON.' });
    expect(of({ kind: 'kqlAnswer', metric: 'harm', most: 0, hard: true })).toMatchObject({ ok: false, problem: 'limits.0: names no metric of its kind' });
    expect(of({ kind: 'kqlAnswer', metric: 'runs', hard: true })).toMatchObject({ ok: false, problem: 'limits.0: needs exactly one of most and least' });
    expect(of({ kind: 'kqlAnswer', metric: 'runs', least: 1, hard: true }).ok).toBe(true);
  });
});
