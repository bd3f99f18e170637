import type { LayerSet } from './layer-set.js';
import type { ScriptFact, Verdict } from './script-analysis.js';

const harmful = new Set<ScriptFact['type']>(['execute', 'download', 'persist', 'disableDefence', 'inject', 'credentialAccess', 'exfiltrate', 'impact', 'commandAndControl', 'lateralMovement', 'escalate']);

/**
 * Judges a script by its facts alone.
 * `malicious`: a fact without an honest reason; or three suspicious facts of different kinds; or two of different kinds
 * in a script that hides itself; or a script hidden behind two or more steps that fetches and runs something.
 * `suspicious`: any suspicious fact; a hidden script that does something notable; content fetched and run unseen.
 * `unknown`: nothing of this, and a limit was reached, or the text is in no language Attest reads.
 * `benign`: read to its end, and nothing of this.
 */
export function judge(set: LayerSet, facts: readonly ScriptFact[]): { verdict: Verdict; verdictFacts: string[] } {
  const sure = facts.filter((fact) => fact.certainty !== 'possible');
  const ids = (list: readonly ScriptFact[]): string[] => list.slice(0, 20).map((fact) => fact.id);
  const malicious = sure.filter((fact) => fact.weight === 'malicious');
  if (malicious.length > 0) return { verdict: 'malicious', verdictFacts: ids(malicious) };
  const suspicious = sure.filter((fact) => fact.weight === 'suspicious');
  const hidden = sure.filter((fact) => fact.rule === 'hides-a-script');
  const acting = suspicious.filter((fact) => fact.type !== 'encode' && fact.type !== 'discover');
  const kinds = new Set(acting.map((fact) => fact.type));
  if (kinds.size >= 3 || (kinds.size >= 2 && hidden.length > 0)) return { verdict: 'malicious', verdictFacts: ids([...acting, ...hidden]) };
  const fetches = sure.filter((fact) => fact.type === 'download' || fact.type === 'commandAndControl');
  const remote = set.gaps.some((gap) => gap.reason === 'remoteContent');
  const deep = hidden.some((fact) => fact.weight === 'suspicious');
  if (deep && fetches.length > 0 && (remote || sure.some((fact) => fact.type === 'execute' && fact.weight !== 'routine'))) return { verdict: 'malicious', verdictFacts: ids([...hidden, ...fetches]) };
  if (suspicious.length > 0) return { verdict: 'suspicious', verdictFacts: ids(suspicious) };
  const notable = sure.filter((fact) => fact.weight === 'notable' && harmful.has(fact.type));
  if (hidden.length > 0 && notable.length > 0) return { verdict: 'suspicious', verdictFacts: ids([...hidden, ...notable]) };
  if (remote && (hidden.length > 0 || set.layers.length > 1)) return { verdict: 'suspicious', verdictFacts: ids([...hidden, ...fetches]) };
  const root = set.layers[0];
  const limited = set.gaps.some((gap) => gap.reason === 'budget');
  if (limited || root === undefined || root.language === 'unknown') return { verdict: 'unknown', verdictFacts: [] };
  return { verdict: 'benign', verdictFacts: [] };
}
