const commits = ['1111111aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '2222222bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'];
const hostile = 'model:<img src=x>\u202e@current';

/** Evaluation runs of the mock gateway: figures are made up. Not the product's rules. */
export class MockRuns {
  runs = [];
  shipped = ['incidents', 'questions', 'scripts'];
  model = 'example-model-8b';
  mayStart = true;

  /** Two runs that are done, one that failed, one that somebody cancelled. */
  fill() {
    this.runs = [
      run(1, { state: 'DONE', version: '0.1.0', commit: commits[0], passed: true, done: 117, total: 117, outcome: outcome(['rules'], 0) }),
      run(2, { state: 'FAILED', problem: 'A reviewed case is not of the format. reviewed, case 3, id: Is too long.', sets: ['reviewed'] }),
      run(3, { state: 'CANCELLED', done: 4, total: 117 }),
      run(4, { state: 'DONE', version: '0.1.0', commit: commits[1], passed: false, imported: true, done: 702, total: 702, repeat: 2, candidates: ['rules', hostile, 'model:b@current'], outcome: outcome(['rules', hostile, 'model:b@current'], 2) }),
    ];
  }

  rootValue(page) {
    const found = (id) => this.runs.find((each) => each.id === id);
    return {
      evaluationRunChoices: () => ({ shipped: this.shipped, reviewed: 12, model: this.model, version: '0.1.0', commit: commits[1], mayStart: this.mayStart, metrics: [{ kind: 'incidentSummary', name: 'factRecall' }, { kind: 'guidedResponse', name: 'actionF1' }, { kind: 'guidedResponse', name: 'harm' }] }),
      evaluationRuns: ({ first, after }) => page([...this.runs].reverse(), first, after),
      evaluationRun: ({ id }) => found(id),
      evaluationRunTrend: ({ kind, metric }) =>
        this.runs.filter(({ outcome: come }) => come).flatMap((each) => each.outcome.figures.filter((figures) => figures.kind === kind).flatMap(({ candidate, metrics }) => metrics.filter(({ name }) => name === metric).map(({ value, low, high }) => ({ runId: each.id, at: each.finishedAt, version: each.version, commit: each.commit, sets: each.sets, candidate, value, low, high })))),
      startEvaluationRun: ({ input }) => {
        const made = run(this.runs.length + 1, { ...input, createdAt: new Date().toISOString() });
        this.runs.push(made);
        return made;
      },
      cancelEvaluationRun: ({ id }) => Object.assign(found(id), { state: 'CANCELLED', stateSentence: 'Somebody cancelled the run.', finishedAt: new Date().toISOString() }),
    };
  }

  move(at, more) {
    Object.assign(this.runs[at], more);
  }

  /** The run has ended, with a broken limit. */
  end(at) {
    this.move(at, { state: 'DONE', stateSentence: sentences.DONE, done: 66, total: 66, passed: false, finishedAt: '2026-12-01T09:00:00.000Z', version: '0.1.0', outcome: outcome(this.runs[at].candidates, 2) });
  }
}

const sentences = { QUEUED: 'The run waits for its turn; one is made at a time.', RUNNING: 'The run is under way.', DONE: 'The run is done.', FAILED: 'The run could not be made.', CANCELLED: 'Somebody cancelled the run.' };

function run(number, more) {
  const state = more.state ?? 'QUEUED';
  const at = `2026-11-${String(20 + number).padStart(2, '0')}T10:00:00.000Z`;
  const id = `0f8b2c1e-5d7a-4c0e-9a51-${String(number).padStart(12, '0')}`;
  return { id, state, stateSentence: sentences[state], problem: null, imported: false, sets: ['incidents'], candidates: ['rules'], repeat: 1, askedByName: 'Ada Quist', createdAt: at, startedAt: at, finishedAt: state === 'QUEUED' ? null : at, done: 0, total: 0, version: null, commit: null, passed: null, outcome: null, ...more };
}

function outcome(candidates, harm) {
  const limit = (hard, verdict, value, more = {}) => ({ most: 0, least: null, hard, verdict, value, ...more });
  const figures = candidates.flatMap((candidate, index) => {
    const worse = index > 0;
    const base = { candidate, cases: 55, skipped: worse ? 1 : 0, byModel: worse ? 50 : 0, fellBack: worse ? 5 : 0, repeatable: candidates.length > 1 ? 55 - index : null, p50Ms: worse ? 5_400 : 4.2, p95Ms: worse ? 12_200 : 31.8 };
    return [
      { ...base, kind: 'incidentSummary', metrics: [{ name: 'ungrounded', value: 0, low: null, high: null, better: 'LOWER', opinion: false, limits: [limit(true, 'KEPT', 0)] }, { name: 'factRecall', value: 0.98, low: 0.95, high: 1, better: 'HIGHER', opinion: false, limits: [limit(false, 'KEPT', 0.98, { most: null, least: 0.9 })] }] },
      { ...base, kind: 'guidedResponse', metrics: [{ name: 'harm', value: worse ? harm : 0, low: null, high: null, better: 'LOWER', opinion: false, limits: [limit(true, worse ? 'BROKEN' : 'KEPT', worse ? harm : 0)] }, { name: 'actionF1', value: 0.98765 - index / 10, low: 0.9 - index / 10, high: 1 - index / 10, better: 'HIGHER', opinion: false, limits: [] }, { name: 'judgeReadability', value: 4.25, low: 3.9, high: 4.6, better: 'HIGHER', opinion: true, limits: [] }, { name: 'metamorphicBroken', value: index, low: null, high: null, better: 'LOWER', opinion: false, limits: [limit(false, worse ? 'BROKEN' : 'KEPT', index)] }] },
    ];
  });
  const comparisons = candidates.slice(1, 2).map((candidate) => ({ kind: 'guidedResponse', against: candidates[0], candidate, cases: 51 }));
  return {
    passed: harm === 0, limits: candidates.length * 5, unmeasured: candidates.length, cases: 117, judge: 'critic-70b', figures, result: {},
    comparisons: comparisons.flatMap((each) => [{ ...each, metric: 'actionF1', mean: -0.1, low: -0.16, high: -0.04, p: null, better: 'HIGHER' }, { ...each, metric: 'harm', mean: 0.04, low: 0, high: 0.1, p: 0.5, better: 'LOWER' }]),
  };
}
