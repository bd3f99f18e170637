/** Who composes the cards, of the mock gateway: settings are kept by revision. Not the product's rules. */
export class MockCompositions {
  /** Name of the configured model; null without one. @type {string | null} */
  configured = 'example-model-8b';
  mayChange = true;
  revisions = new Map([
    ['incidentSummary', [{ current: arm('RULES'), canary: { ...arm('MODEL', 'example-model-8b'), promptHash: '5f3a9c01d2e4' }, canaryShare: 10, restores: null, byName: 'Ines Roth', reason: 'Try the <b>small</b> model.\u202e', at: '2026-11-20T10:00:00.000Z' }]],
    ['scriptAnalysis', []],
    ['kqlAnswer', []],
  ]);

  rootValue() {
    return {
      compositions: () => [...this.revisions.keys()].map((kind) => this.view(kind)),
      setComposition: ({ input }) => {
        const resolve = (given) => (given ? arm(given.composer, given.composer === 'MODEL' ? (given.model ?? this.configured) : null, given.prompt ?? null) : this.asConfigured());
        return this.add(input.kind, { current: resolve(input.current), canary: input.canary ? resolve(input.canary.arm) : null, canaryShare: input.canary?.share ?? null, restores: null, reason: input.reason });
      },
      rollBackComposition: ({ kind, reason }) => {
        const { rollsBackTo } = this.view(kind);
        const before = this.revisions.get(kind)[rollsBackTo - 1] ?? { current: this.asConfigured(), canary: null, canaryShare: null };
        return this.add(kind, { ...before, restores: rollsBackTo, reason });
      },
      promoteCanary: ({ kind, reason }) => this.add(kind, { current: this.revisions.get(kind).at(-1).canary, canary: null, canaryShare: null, restores: null, reason }),
    };
  }

  add(kind, revision) {
    this.revisions.get(kind).push({ byName: 'analyst', at: new Date().toISOString(), ...revision });
    return this.view(kind);
  }

  asConfigured() {
    return { ...(this.configured === null ? arm('RULES') : arm('MODEL', this.configured)), asConfigured: true };
  }

  view(kind) {
    const own = (each) => (each && kind === 'kqlAnswer' ? { ...each, promptHash: null } : each);
    const all = this.revisions.get(kind).map((each) => ({ ...each, current: own(each.current), canary: own(each.canary) }));
    const newest = all.at(-1) ?? { current: own(this.asConfigured()), canary: null, canaryShare: null };
    const history = all.map((each, at) => ({ ...each, revision: at + 1 })).reverse();
    return {
      kind, revision: all.length, current: newest.current, canary: newest.canary, canaryShare: newest.canaryShare, history,
      configuredModel: this.configured, mayChange: this.mayChange,
      shippedPrompt: kind === 'kqlAnswer' ? null : 'You word the summary of a security incident.',
      promptRefusal: kind === 'kqlAnswer' ? 'Questions have no prompt to set.' : null,
      modelRefusal: this.configured === null ? 'No model is configured: set ATTEST_MODEL_URL and ATTEST_MODEL_NAME to compose with one.' : null,
      rollsBackTo: all.length === 0 ? null : all.length - 1,
    };
  }
}

function arm(composer, model = null, prompt = null) {
  return { asConfigured: false, composer, model, prompt, promptHash: composer === 'RULES' ? null : 'ab12cd34ef56' };
}
