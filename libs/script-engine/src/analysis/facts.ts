import { withSuccessors } from '../facts/attack-successors.js';
import { findBehaviours } from '../facts/find-behaviours.js';
import { chains } from './chains.js';
import { shellChains } from './shell-chains.js';
import { concealment, type AddFact } from './concealment.js';
import { placeAt } from './fact-place.js';
import { languages } from './languages.js';
import { powershellChains } from './powershell-chains.js';
import type { LayerSet, WorkingLayer } from './layer-set.js';
import type { ScriptFact } from './script-analysis.js';

/** Facts of all layers, in order of layer and place, and the techniques they carry. */
export function factsOf(set: LayerSet): { facts: ScriptFact[]; techniques: { id: string; facts: string[] }[] } {
  const facts: ScriptFact[] = [];
  const seen = new Set<string>();
  const add: AddFact = (fact) => {
    const key = `${fact.rule}\0${Object.values(fact.values).join('\0').toLowerCase()}`;
    if (seen.has(key) || facts.length >= 1_000) return;
    seen.add(key);
    facts.push({ id: `f${facts.length + 1}`, ...fact });
  };
  for (const layer of set.layers) {
    const mask = languages[layer.language]?.mask;
    const code = mask === undefined || layer.binaryBytes !== undefined ? layer.text : mask(layer.text);
    for (const { rule, start, end, values } of findBehaviours(code, layer.language)) {
      const line = layer.lines.line(start);
      const endLine = Math.max(line, layer.lines.line(Math.max(start, end - 1)));
      add({ rule: rule.id, type: rule.type, certainty: rule.certainty ?? (layer.kind === 'input' ? 'observed' : 'derived'), weight: rule.weight, phrase: rule.phrase, techniques: withSuccessors(rule.techniques), layer: layer.index, line, endLine, start, end, values: inLines(layer, line, endLine, values) });
    }
    hiddenCharacters(layer, add);
    concealment(set, layer, code, add);
  }
  chains(set, facts, add);
  shellChains(set, facts, add);
  powershellChains(set, add);
  const byTechnique = new Map<string, string[]>();
  for (const fact of facts) for (const id of fact.techniques) byTechnique.set(id, [...(byTechnique.get(id) ?? []), fact.id]);
  const techniques = [...byTechnique].map(([id, ids]) => ({ id, facts: ids })).sort((a, b) => (a.id < b.id ? -1 : 1));
  return { facts, techniques };
}

/** A value without the quote it began with, up to where the output of a command would be put in. */
function bare(value: string): string {
  return value.replace(/\$\([^)]*$/, '').replace(/^["']+|["']+$/g, '');
}

/** A value that does not stand in the cited lines is no evidence. */
function inLines(layer: WorkingLayer, line: number, endLine: number, values: Record<string, string>): Record<string, string> {
  const cited = layer.lines.slice(line, endLine).toLowerCase();
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, bare(value)] as const).filter(([, value]) => value !== '' && cited.includes(value.toLowerCase())));
}

const hidden = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/;
const typographic = /[\u2018-\u201e\u2013-\u2015]/;

function hiddenCharacters(layer: WorkingLayer, add: AddFact): void {
  if (layer.kind !== 'input' && layer.kind !== 'payload') return;
  const at = layer.text.slice(1).search(hidden) + 1;
  if (at > 0) {
    const bidirectional = /[\u202a-\u202e\u2066-\u2069]/.test(layer.text);
    add({ rule: bidirectional ? 'bidirectional-characters' : 'invisible-characters', type: 'evade', certainty: 'observed', weight: bidirectional ? 'suspicious' : 'notable', phrase: bidirectional ? 'holds characters that turn the direction of the text' : 'holds invisible characters', techniques: bidirectional ? ['T1036.002'] : [], ...placeAt(layer, at, at + 1), values: {} });
  }
  const quote = layer.language === 'powershell' ? layer.text.search(typographic) : -1;
  if (quote >= 0) {
    add({ rule: 'typographic-quotes', type: 'evade', certainty: 'possible', weight: 'routine', phrase: 'uses typographic quotes or dashes, which PowerShell reads as plain ones', techniques: [], ...placeAt(layer, quote, quote + 1), values: {} });
  }
}
