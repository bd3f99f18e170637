import type { ScriptAnalysis } from './script-analysis.js';

/** An analysis in short, as it travels between services and into an incident's summary. */
export interface ScriptBrief {
  language: ScriptAnalysis['language'];
  verdict: ScriptAnalysis['verdict'];
  layers: number;
  techniques: string[];
  /** The facts that decide the verdict first, at most 20; routine ones are left out. */
  facts: { type: string; phrase: string; layer: number; line: number }[];
  /** At most 100. */
  indicators: { type: string; value: string; layer: number; line: number }[];
  notDecoded: number;
}

/** The short form of an analysis. Same analysis, same brief. */
export function scriptBrief(analysis: ScriptAnalysis): ScriptBrief {
  const deciding = new Set(analysis.verdictFacts);
  const facts = analysis.facts.filter((fact) => fact.weight !== 'routine').sort((a, b) => Number(deciding.has(b.id)) - Number(deciding.has(a.id)));
  return {
    language: analysis.language,
    verdict: analysis.verdict,
    layers: analysis.layers.length,
    techniques: analysis.techniques.map(({ id }) => id).slice(0, 200),
    facts: facts.slice(0, 20).map(({ type, phrase, layer, line }) => ({ type, phrase, layer, line })),
    indicators: analysis.indicators.slice(0, 100).map(({ type, value, layer, line }) => ({ type, value, layer, line })),
    notDecoded: analysis.notDecoded.length,
  };
}
