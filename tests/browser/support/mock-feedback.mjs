/** Feedback and evaluation of the mock gateway: what people say is kept, figures are made up. Not the product's rules. */
export class MockFeedback {
  /** Cards the evaluator has not heard of. */
  unknown = new Set();
  /** What others said, by card and part. */
  others = new Map();
  given = new Map();
  lessons = [];
  cases = [];
  /** No card, no vote, no alert. */
  empty = false;
  /** May review lessons of others. */
  mayReview = true;

  constructor() {
    this.lessons.push(lesson('l1', { text: 'Name the device before the account. <b>Always</b>\u202e', kind: 'incidentSummary', authorName: 'Ines Roth', expiresAt: '2027-02-01T00:00:00.000Z' }));
    this.lessons.push(lesson('l2', { text: 'Own scanners are not an attack.', tag: 'pentest', authorName: 'analyst', mine: true }));
    this.lessons.push(lesson('l3', { text: 'Say when a mail was removed.', state: 'APPROVED', authorName: 'Jon Bell', reviewerName: 'Ines Roth', reason: 'Asked for twice a week.', reviewedAt: '2026-11-20T10:00:00.000Z' }));
  }

  summaryOf(cardId) {
    const own = [...this.given.values()].filter((each) => each.cardId === cardId && !each.withdrawn);
    const parts = new Map();
    const add = (part, verdict, amount) => {
      const key = part ?? '';
      const held = parts.get(key) ?? { part: part ?? null, confirmed: 0, offTarget: 0, harmful: 0 };
      held[fieldOf[verdict]] += amount;
      parts.set(key, held);
    };
    for (const { part, verdict, amount } of this.others.get(cardId) ?? []) add(part, verdict, amount);
    for (const { part, verdict } of own) add(part, verdict, 1);
    const sum = (field) => [...parts.values()].reduce((total, each) => total + each[field], 0);
    return { cardId, known: !this.unknown.has(cardId), confirmed: sum('confirmed'), offTarget: sum('offTarget'), harmful: sum('harmful'), parts: [...parts.values()], mine: own };
  }

  rootValue(page) {
    return {
      cardFeedback: ({ cardId }) => this.summaryOf(cardId),
      giveFeedback: ({ input }) => {
        const key = `${input.cardId}/${input.part ?? ''}`;
        const [subjectId, name] = input.cardId.split('-');
        const version = (this.given.get(key)?.version ?? 0) + 1;
        const kind = name === 'response' ? 'guidedResponse' : 'incidentSummary';
        const entry = { id: `mine-${key}`, ...input, part: input.part ?? null, comment: input.comment ?? null, corrections: input.corrections.map((each) => ({ statement: null, right: null, ...each })), kind, subjectId, byName: 'analyst', mine: true, at: new Date().toISOString(), version, withdrawn: false, composer: 'rules', model: null };
        this.given.set(key, entry);
        return entry;
      },
      withdrawFeedback: ({ cardId, part }) => {
        const entry = this.given.get(`${cardId}/${part ?? ''}`);
        if (entry) Object.assign(entry, { withdrawn: true, version: entry.version + 1 });
        return entry !== undefined;
      },
      proposeLesson: ({ input }) => {
        const made = lesson(`l${this.lessons.length + 1}`, { ...input, authorName: 'analyst', mine: true });
        this.lessons.push(made);
        return this.viewLesson(made);
      },
      reviewLesson: ({ id, approve, reason }) => {
        const found = this.lessons.find((each) => each.id === id);
        Object.assign(found, { state: approve ? 'APPROVED' : 'DECLINED', reason: reason ?? null, reviewerName: 'analyst', reviewedAt: new Date().toISOString() });
        return this.viewLesson(found);
      },
      lessons: ({ first, after, states }) => page(this.empty ? [] : this.lessons.filter(({ state }) => !states || states.includes(state)).map((each) => this.viewLesson(each)), first, after),
      feedback: ({ first, after, filter }) => page(this.empty ? [] : this.matching(filter ?? {}), first, after),
      makeEvaluationCase: ({ cardId, tags }) => {
        const source = this.matching({}).find((each) => each.cardId === cardId);
        const made = { id: `case-${this.cases.length + 1}`, cardId, kind: source.kind, state: 'DRAFT', stateSentence: 'The case waits for a reviewer.', tags: tags ?? [], inputDigest: 'e9196b871670af6307902fc4ca09f7cf3c309ae54b28e10d052ed8741090f928', inputInside: source.kind === 'incidentSummary', inputSentence: source.kind === 'incidentSummary' ? 'What the card was made from is in the case, with other names.' : 'Only the digest of the input is in the case: Attest keeps no copy of it.', expected: source.corrections, case: {}, madeByName: 'analyst', createdAt: new Date().toISOString(), reviewerName: null, reviewedAt: null };
        this.cases.unshift(made);
        return made;
      },
      reviewEvaluationCase: ({ id, approve, expected }) => {
        const found = this.cases.find((each) => each.id === id);
        Object.assign(found, { state: approve ? 'REVIEWED' : 'DECLINED', stateSentence: approve ? 'The case is reviewed and exported.' : 'The case was put aside.', ...(expected && { expected: expected.map((each) => ({ statement: null, right: null, ...each })) }) });
        return found;
      },
      evaluationCases: ({ first, after, state }) => page(this.cases.filter((each) => !state || each.state === state), first, after),
      evaluation: ({ from, to }) => (this.empty ? { from, to, rows: [], trend: [], alerts: [], worst: [] } : evaluation(from, to)),
    };
  }

  viewLesson(each) {
    return { ...each, stateSentence: each.state, mayReview: this.mayReview && !each.mine && each.state === 'PENDING' };
  }

  matching({ kind, verdict, composer, model }) {
    return [...this.given.values(), ...madeUp]
      .filter((each) => !kind || each.kind === kind)
      .filter((each) => !verdict || each.verdict === verdict)
      .filter((each) => !composer || each.composer === composer)
      .filter((each) => !model || each.model === model);
  }
}

const fieldOf = { CONFIRMED: 'confirmed', OFF_TARGET: 'offTarget', HARMFUL: 'harmful' };
const model = 'example-model-8b';

function lesson(id, more) {
  return { id, kind: null, tag: null, cardId: null, state: 'PENDING', mine: false, expiresAt: null, createdAt: '2026-11-28T09:30:00.000Z', reviewerName: null, reason: null, reviewedAt: null, ...more };
}

function said(id, cardId, kind, subjectId, verdict, byName, more = {}) {
  return { id, cardId, part: null, kind, subjectId, verdict, faults: [], comment: null, corrections: [], byName, mine: false, at: '2026-11-29T14:05:00.000Z', version: 1, withdrawn: false, composer: 'rules', model: null, ...more };
}

const madeUp = [
  said('s1', '1001-summary', 'incidentSummary', '1001', 'OFF_TARGET', 'Ines Roth', {
    faults: ['WRONG_ENTITY', 'MISSING'],
    comment: 'The first account is the service account. <img src=x onerror=alert(1)> The person is named second.',
    corrections: [{ statement: 1, shown: 'The last of them is "Password spray".', right: 'The last of them is "Impossible travel".' }],
    composer: 'model',
    model,
  }),
  said('s2', '1001-response', 'guidedResponse', '1001', 'HARMFUL', 'Jon Bell', { part: 'blockIndicator-203.0.113.1', faults: ['UNSAFE'], comment: 'This address is our own proxy.' }),
  said('s3', '1000-summary', 'incidentSummary', '1000', 'CONFIRMED', 'Ines Roth', { comment: 'Read it to the next shift as it stands.' }),
  said('s4', 'f00d', 'scriptAnalysis', 'a3f1c09be2d84c17a3f1c09be2d84c17a3f1c09be2d84c17a3f1c09be2d84c17', 'CONFIRMED', 'Ada Quist', { withdrawn: true }),
];

function share(count, votes) {
  if (votes === 0) return { count, share: null, low: 0, high: 1 };
  const p = count / votes;
  const z = 1.96;
  const centre = (p + (z * z) / (2 * votes)) / (1 + (z * z) / votes);
  const half = (z / (1 + (z * z) / votes)) * Math.sqrt((p * (1 - p)) / votes + (z * z) / (4 * votes * votes));
  return { count, share: p, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

function row(kind, composer, engine, cards, [confirmed, offTarget, harmful], more = {}) {
  const votes = confirmed + offTarget + harmful;
  const statements = cards * 11;
  const dropped = more.dropped ?? 0;
  return { kind, composer, model: null, promptHash: null, engine, cards, votes, confirmed: share(confirmed, votes), offTarget: share(offTarget, votes), harmful: share(harmful, votes), statements, dropped, droppedShare: dropped / (statements + dropped), fallback: 0, repaired: 0, p50Ms: 44, p95Ms: 131, promptTokens: 0, completionTokens: 0, cost: null, editDistance: null, ...more };
}

function evaluation(from, to) {
  const rows = [
    row('incidentSummary', 'rules', 'cards 1.4.0', 412, [118, 14, 1], { editDistance: 0.08 }),
    row('incidentSummary', 'model', 'cards 1.4.0', 96, [19, 22, 3], { model, promptHash: '5f3a9c01d2e4', dropped: 58, fallback: 4, repaired: 31, p50Ms: 5_400, p95Ms: 12_200, promptTokens: 812_000, completionTokens: 96_400, cost: 0.41, editDistance: 0.19 }),
    row('guidedResponse', 'rules', 'response 0.9.0', 398, [71, 6, 4]),
    row('scriptAnalysis', 'rules', 'scripts 2.1.0', 57, [9, 0, 0], { p50Ms: 310, p95Ms: 1_900 }),
    row('kqlAnswer', 'rules', 'kql 1.0.0', 23, [0, 0, 0]),
  ];
  const last = Date.parse(to);
  const trend = Array.from({ length: 28 }, (_, index) => {
    const day = new Date(last - (27 - index) * 86_400_000).toISOString().slice(0, 10);
    const bad = index > 18 ? 3 : index % 3 === 0 ? 1 : 0;
    return [
      { day, kind: 'incidentSummary', cards: 18, votes: 6, confirmed: 6 - bad, offTarget: bad, harmful: 0, statements: 200, dropped: 2 },
      { day, kind: 'guidedResponse', cards: 14, votes: 3, confirmed: index % 5 === 0 ? 2 : 3, offTarget: 0, harmful: index % 5 === 0 ? 1 : 0, statements: 150, dropped: 0 },
    ];
  }).flat();
  return {
    from,
    to,
    rows,
    trend,
    alerts: [{ kind: 'incidentSummary', composer: 'model', model, verdict: 'offTarget', day: to.slice(0, 10), since: new Date(last - 8 * 86_400_000).toISOString().slice(0, 10), before: 0.12, after: 0.5, votes: 44, people: 9, sentence: `Incident summaries composed by ${model} are called off-target more often than before.` }],
    worst: [
      { cardId: '1001-response', kind: 'guidedResponse', subjectId: '1001', version: 3, composer: 'rules', model: null, confirmed: 1, offTarget: 0, harmful: 2, at: '2026-11-29T14:05:00.000Z' },
      { cardId: '1001-summary', kind: 'incidentSummary', subjectId: '1001', version: 2, composer: 'model', model, confirmed: 0, offTarget: 3, harmful: 0, at: '2026-11-29T14:05:00.000Z' },
    ],
  };
}
