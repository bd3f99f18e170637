import type { Indicator, Statement } from '@attest/cards';
import type { FactSet, ScriptFact } from '../incident-input.js';
import { list } from './words.js';

/** Behaviours one sentence names. */
const mostBehaviours = 4;

const languages: Readonly<Record<string, string>> = { powershell: 'PowerShell command', batch: 'command line', bash: 'shell command', vbscript: 'VBScript', javascript: 'JavaScript', python: 'Python script', unknown: 'command line' };

/**
 * What the malicious scripts of an incident do, in one sentence: each behaviour once, the gravest first. Decoded addresses and names
 * stand in the list of indicators, not in the prose.
 */
export function composeScripts({ scriptOverview, scripts }: FactSet): Statement[] {
  if (!scriptOverview) return [];
  const spoken = scripts.filter(({ result }) => result.verdict === 'malicious');
  const [only] = spoken;
  if (!only) return [];
  if (spoken.length === 1) {
    const where = only.carrier.values['device'];
    const decoded = only.result.layers > 1 ? `, decoded over ${only.result.layers} layers,` : '';
    return [{ section: 'story', text: `A ${languages[only.result.language] ?? 'script'}${typeof where === 'string' ? ` on ${where}` : ''}${decoded} is malicious by script analysis: it ${list(only.phrases.slice(0, 3))}.`, facts: [only.fact.id, only.carrier.id] }];
  }
  const chosen = distinct(spoken);
  const counted = Number(scriptOverview.values['malicious'] ?? spoken.length);
  return [{ section: 'story', text: `Script analysis finds ${counted} of ${String(scriptOverview.values['scripts'])} scripts malicious: ${list(chosen.map(({ phrase }, index) => `${index === 0 ? 'one' : 'another'} ${phrase}`))}.`, facts: [scriptOverview.id, ...chosen.flatMap(({ script }) => [script.fact.id, script.carrier.id])] }];
}

/** Addresses, names and hashes that malicious scripts hold: what to search for elsewhere. */
export function scriptIndicators({ scripts }: FactSet): Indicator[] {
  const types: Readonly<Record<string, Indicator['type']>> = { url: 'url', domain: 'domain', ip: 'ip', hash: 'hash' };
  return scripts.filter(({ result }) => result.verdict === 'malicious').flatMap(({ result, fact }) =>
    result.indicators.flatMap(({ type, value }): Indicator[] => {
      const known = types[type];
      return known === undefined ? [] : [{ type: known, value, facts: [fact.id] }];
    }),
  );
}

function distinct(scripts: readonly ScriptFact[]): { script: ScriptFact; phrase: string }[] {
  const said = new Set<string>();
  const chosen: { script: ScriptFact; phrase: string }[] = [];
  for (const script of scripts) {
    const phrase = script.phrases.find((each) => !said.has(each));
    if (phrase === undefined || chosen.length === mostBehaviours) continue;
    said.add(phrase);
    chosen.push({ script, phrase });
  }
  return chosen;
}
