import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { parseEvaluationResult, productVersion, shippedSets, type EvaluationResult } from '@attest/evaluation-runner';
import { eventually } from '@attest/testing';
import { root } from '../workspace/repository.js';
import { person, startEvaluator, type Answer, type EvaluatorService } from './service.js';

const admin = person('ada', ['reader', 'hunter', 'responder', 'admin']);
const other = { ...admin, tenant: 'other' };
const start = 'mutation ($input: StartEvaluationRunInput!) { startEvaluationRun(input: $input) { id state stateSentence askedByName sets candidates repeat done total passed } }';
const one = 'query ($id: ID!) { evaluationRun(id: $id) { state stateSentence problem done total version commit passed imported startedAt finishedAt outcome { passed limits unmeasured cases result figures { candidate kind cases p50Ms metrics { name value low high better limits { hard verdict } } } comparisons { metric } } } }';

interface Run {
  state: string;
  problem: string | null;
  done: number;
  total: number;
  passed: boolean | null;
  outcome: { result: EvaluationResult; figures: { candidate: string; kind: string; metrics: { name: string; value: number; low: number | null; limits: { hard: boolean; verdict: string }[] }[] }[] } | null;
}

/** A result without what differs between two equal runs. */
function timeless({ at: _at, candidates, ...result }: EvaluationResult): unknown {
  return { ...result, candidates: candidates.map(({ kinds, candidate }) => ({ candidate, kinds: kinds.map(({ p50Ms: _p50, p95Ms: _p95, ...kind }) => kind) })) };
}

async function cliResult(set: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['apps/cli/dist/main.js', 'eval', 'run', '--set', set, '--candidate', 'rules', '--json'], { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  return stdout.trim().split('\n').at(-1) ?? '';
}

describe('evaluation runs', () => {
  let service: EvaluatorService;
  beforeAll(async () => {
    service = await startEvaluator();
    const id = randomUUID();
    const body = { schema: 'attest.evaluation-case/1', id: `feedback-${id}`, kind: 'scriptAnalysis', title: 'A script analysis that a person confirmed', tags: [], source: 'feedback', reviewed: true, input: { text: 'powershell -enc VwByAGkAdABlAC0ASABvAHMAdAA=' }, expected: { absent: ['somebody else'] } };
    await sql("INSERT INTO evaluator.evaluation_case (tenant, id, card_id, kind, input_digest, state, tags, expected, body, made_by_name, created_at) VALUES ('default', $1, $1, 'scriptAnalysis', $2, 'REVIEWED', '[]', '[]', $3, 'Ada', now())", [id, 'a'.repeat(64), JSON.stringify(body)]);
  });
  afterAll(() => service?.close());

  const refusal = async (answer: Promise<Answer<unknown>>): Promise<[unknown, string | undefined]> => {
    const [error] = (await answer).errors ?? [];
    return [error?.extensions['code'], error?.message];
  };
  const ask = (input: object, asker = admin) => service.ask<{ startEvaluationRun: { id: string } }>(start, { input }, asker);
  const begin = async (input: object, asker = admin): Promise<string> => (await ask(input, asker)).data!.startEvaluationRun.id;
  const look = async (id: string, asker = admin): Promise<Run> => (await service.ask<{ evaluationRun: Run }>(one, { id }, asker)).data!.evaluationRun;
  const state = async (id: string, wanted: string, asker = admin): Promise<Run> => {
    await eventually(`run ${id} to be ${wanted}`, async () => (await look(id, asker)).state === wanted, 240_000);
    return look(id, asker);
  };
  const sql = (text: string, values: unknown[] = []): Promise<unknown> => service.inspection.acrossTenants((manager) => manager.query(text, values));

  /** A run that another process makes, or made when it gave its last sign of life. */
  const underWay = async (attempts: number, lastSign: string): Promise<string> => {
    const id = randomUUID();
    await sql("INSERT INTO evaluator.evaluation_run (tenant, id, state, imported, sets, candidates, repeat, asked_by_name, created_at, done, total, attempts, owner, heartbeat_at) VALUES ('default', $1, 'RUNNING', false, '[\"reviewed\"]', '[\"rules\"]', 1, 'Ada', now(), 0, 1, $2, $1, now() + $3::interval)", [id, attempts, lastSign]);
    return id;
  };

  it('gives what the command line gives, but for times, and is plotted beside what CI brought in', async () => {
    const asked = await ask({ sets: ['scripts'], candidates: ['rules', 'rules'] });
    expect(asked.data).toEqual({ startEvaluationRun: expect.objectContaining({ state: 'QUEUED', stateSentence: 'The run waits for its turn; one is made at a time.', askedByName: 'Ada Person', sets: ['scripts'], candidates: ['rules'], repeat: 1, passed: null }) });
    const { id } = asked.data!.startEvaluationRun;
    const [run, text] = await Promise.all([state(id, 'DONE'), cliResult('scripts')]);
    const printed = parseEvaluationResult(text);
    if (!printed.ok) throw new Error(printed.problem);
    const { result, figures } = run.outcome!;
    expect(timeless(result)).toEqual(timeless(printed.value));
    expect(run).toMatchObject({ ...productVersion(), passed: true, imported: false, done: result.cases, total: result.cases, problem: null, outcome: { passed: true, limits: result.gate.verdicts.length, comparisons: [] } });
    expect(figures.map(({ metrics: shown }) => shown.map(({ name }) => name))).toEqual(printed.value.candidates.flatMap(({ kinds }) => kinds.map(({ values }) => Object.keys(values))));
    const right = figures.find(({ kind }) => kind === 'scriptAnalysis')!.metrics.find(({ name }) => name === 'verdictRight')!;
    expect(right).toMatchObject({ low: expect.any(Number), high: expect.any(Number), better: 'HIGHER', limits: [{ hard: false, verdict: 'KEPT' }] });

    const bring = (asker = admin) => service.ask<{ importEvaluationRun: { id: string; imported: boolean; state: string; passed: boolean } }>('mutation ($result: String!) { importEvaluationRun(result: $result) { id imported state passed } }', { result: text }, asker);
    const brought = (await bring()).data!.importEvaluationRun;
    expect(brought).toMatchObject({ imported: true, state: 'DONE', passed: true });
    expect((await bring()).data!.importEvaluationRun.id).toBe(brought.id);
    const points = async (asker = admin) => (await service.ask<{ evaluationRunTrend: unknown[] }>('{ evaluationRunTrend(kind: "scriptAnalysis", metric: "verdictRight") { runId at version commit sets candidate value low high } }', {}, asker)).data!.evaluationRunTrend;
    expect(await points()).toHaveLength(2);
    expect(await points()).toEqual(expect.arrayContaining([id, brought.id].map((runId) => expect.objectContaining({ ...productVersion(), runId, sets: ['scripts'], candidate: 'rules', value: right.value, low: right.low }))));
    expect(await points(other)).toEqual([]);
    const list = await service.ask<{ evaluationRuns: { totalCount: number; nodes: object[] } }>('{ evaluationRuns { totalCount nodes { id passed outcome { cases } } pageInfo { hasNextPage } } }', {}, admin);
    expect(list.data!.evaluationRuns).toEqual({ totalCount: 2, pageInfo: { hasNextPage: false }, nodes: [brought.id, id].map((each) => ({ id: each, passed: true, outcome: { cases: result.cases } })) });
    expect((await service.ask('query ($id: ID!) { evaluationRun(id: $id) { id } }', { id }, other)).errors).toMatchObject([{ extensions: { code: 'RUN_UNKNOWN' } }]);
    expect(await service.inspection.acrossTenants((manager) => manager.query("SELECT operation, actor->>'subject' AS by FROM evaluator.audit WHERE operation LIKE 'evaluationRun.%' ORDER BY sequence"))).toEqual([{ operation: 'evaluationRun.started', by: 'ada' }, { operation: 'evaluationRun.imported', by: 'ada' }]);
  }, 400_000);

  it('measures by the reviewed cases of the tenant, and by no one else\'s', async () => {
    const input = { sets: ['reviewed'], candidates: ['rules'] };
    expect(await refusal(ask(input, other))).toEqual(['BAD_INPUT', 'sets: there is no reviewed case yet. Make cases from feedback and review them first.']);
    expect(shippedSets()).toEqual(expect.arrayContaining(['incidents', 'questions', 'scripts']));
    expect((await service.ask('{ evaluationRunChoices { shipped reviewed model version commit mayStart } }', {}, admin)).data).toEqual({ evaluationRunChoices: { shipped: shippedSets(), reviewed: 1, model: null, ...productVersion(), mayStart: true } });
    expect((await service.ask('{ evaluationRunChoices { reviewed mayStart } }', {}, person('ben', ['reader'], 'other'))).data).toEqual({ evaluationRunChoices: { reviewed: 0, mayStart: false } });
    const run = await state(await begin({ ...input, repeat: 2 }), 'DONE');
    expect(run.outcome).toMatchObject({ cases: 1, figures: [{ candidate: 'rules', kind: 'scriptAnalysis', cases: 1, metrics: expect.arrayContaining([expect.objectContaining({ name: 'absentSaid', value: 0, low: null }), expect.objectContaining({ name: 'failed', value: 0, limits: [{ hard: true, verdict: 'KEPT' }] })]) }] });
    await sql("UPDATE evaluator.evaluation_case SET body = body || '{\"kind\":\"ofTomorrow\"}'");
    expect(await state(await begin(input), 'FAILED')).toMatchObject({ problem: expect.stringContaining('A reviewed case is not of the format.'), outcome: null });
    await sql("UPDATE evaluator.evaluation_case SET body = body || '{\"kind\":\"scriptAnalysis\"}'");
  });

  it('is cancelled while it waits and while it is made; the next one begins', async () => {
    const [first, second, third] = [await begin({ sets: ['all'], candidates: ['rules'], repeat: 20 }), await begin({ sets: ['scripts'], candidates: ['rules'] }), await begin({ sets: ['reviewed'], candidates: ['rules'] })];
    const cancel = (id: string, asker = admin) => service.ask('mutation ($id: ID!) { cancelEvaluationRun(id: $id) { state } }', { id }, asker);
    expect((await cancel(second!)).data).toEqual({ cancelEvaluationRun: { state: 'CANCELLED' } });
    await eventually('the run to make progress', async () => (await look(first!)).done > 0, 120_000);
    expect(await look(first!)).toMatchObject({ state: 'RUNNING', outcome: null });
    expect(await refusal(cancel(first!, person()))).toEqual(['ROLE_MISSING', 'This needs the role admin.']);
    expect((await cancel(first!, other)).errors).toMatchObject([{ extensions: { code: 'RUN_UNKNOWN' } }]);
    expect((await cancel(first!)).data).toEqual({ cancelEvaluationRun: { state: 'CANCELLED' } });
    expect(await refusal(cancel(first!))).toEqual(['WRONG_STATE', 'The run has ended already.']);
    await state(third!, 'DONE');
    expect(await look(first!)).toMatchObject({ state: 'CANCELLED', outcome: null });
    expect(await look(second!)).toMatchObject({ state: 'CANCELLED', done: 0 });
  }, 400_000);

  it('survives a restart: put back when the service stops, tried once more when it was killed, and then given up', async () => {
    const id = await begin({ sets: ['scripts'], candidates: ['rules'] });
    await eventually('the run to make progress', async () => (await look(id)).done > 0, 120_000);
    await service.restart();
    await state(id, 'DONE');
    expect(await sql('SELECT attempts FROM evaluator.evaluation_run WHERE id = $1', [id])).toEqual([{ attempts: 1 }]);

    const [once, twice] = [await underWay(1, '-1 hour'), await underWay(2, '-1 hour')];
    expect(await state(once, 'DONE')).toMatchObject({ done: 1, total: 1 });
    expect(await look(twice)).toMatchObject({ state: 'FAILED', problem: 'The service ended while the run was under way, twice.', outcome: null });
  }, 400_000);

  it('leaves alone what another process still makes', async () => {
    const busy = await underWay(1, '1 hour');
    const waiting = await begin({ sets: ['reviewed'], candidates: ['rules'] });
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect([(await look(busy)).state, (await look(waiting)).state]).toEqual(['RUNNING', 'QUEUED']);
    await sql("UPDATE evaluator.evaluation_run SET state = 'CANCELLED' WHERE id = $1", [busy]);
    await state(waiting, 'DONE');
  });

  it.each([
    ['a set there is not', { sets: ['../../etc'], candidates: ['rules'] }, `sets: there are ${[...shippedSets(), 'reviewed'].join(', ')}.`],
    ['no set', { sets: [], candidates: ['rules'] }, 'sets: name one at least.'],
    ['no candidate', { sets: ['scripts'], candidates: [] }, 'candidates: 1 to 8 are compared.'],
    ['a candidate there is not', { sets: ['scripts'], candidates: ['magic'] }, 'candidates: a candidate is rules, or model:NAME.'],
    ['a prompt file', { sets: ['scripts'], candidates: ['model:m@/etc/passwd'] }, 'candidates: from here a model is asked with the prompt that ships; bin/attest eval run takes prompt files.'],
    ['a model where none is', { sets: ['scripts'], candidates: ['model:m'] }, 'candidates: no model is configured. ATTEST_MODEL_URL and ATTEST_MODEL_NAME name one.'],
    ['too many repeats', { sets: ['scripts'], candidates: ['rules'], repeat: 21 }, 'repeat must be a whole number from 1 to 20.'],
  ])('refuses %s in a sentence', async (_what, input, sentence) => {
    expect(await refusal(ask(input))).toEqual(['BAD_INPUT', sentence]);
  });

  it('needs the role admin, and refuses a result that is none', async () => {
    expect(await refusal(ask({ sets: ['scripts'], candidates: ['rules'] }, person('ben', ['reader', 'hunter', 'responder'])))).toEqual(['ROLE_MISSING', 'This needs the role admin.']);
    const bring = (result: string, asker = admin) => refusal(service.ask('mutation ($result: String!) { importEvaluationRun(result: $result) { id } }', { result }, asker));
    expect(await bring('{}', person())).toEqual(['ROLE_MISSING', 'This needs the role admin.']);
    expect(await bring('{}')).toEqual(['BAD_INPUT', expect.stringContaining('The result is not one of bin/attest eval run --json: summary')]);
    const { outcome } = await state(await begin({ sets: ['reviewed'], candidates: ['rules'] }), 'DONE');
    expect(await bring(JSON.stringify({ ...outcome!.result, at: '2126-01-01T00:00:00.000Z' }))).toEqual(['BAD_INPUT', 'The result is of a time that has not come yet.']);
    expect(await refusal(service.ask('{ evaluationRunTrend(kind: "kqlAnswer", metric: "constructor") { runId } }', {}, admin))).toEqual(['BAD_INPUT', 'kind and metric name one that is measured, such as guidedResponse and actionF1.']);
  });
});
