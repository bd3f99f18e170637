import type { LayerSet } from './layer-set.js';
import type { ScriptFact, Verdict } from './script-analysis.js';

const harmful = new Set<ScriptFact['type']>(['execute', 'download', 'persist', 'disableDefence', 'inject', 'credentialAccess', 'exfiltrate', 'impact', 'commandAndControl', 'lateralMovement', 'escalate']);

/** Facts about how the commands of a script are written, not about what they do. */
const disguises: ReadonlySet<string> = new Set(['command-obfuscation', 'splits-words', 'changing-case', 'string-replace-run', 'shell-slices', 'shell-escapes', 'escaped-words']);

/**
 * Judges a script by its facts alone.
 * `malicious`: a fact without an honest reason; or three suspicious facts of different kinds; or two of different kinds
 * in a script that hides itself, or one there and a notable one of another kind, or two beside a notable download, foothold or the like of a third; or a script that disguises
 * itself, or talks over a raw connection, and runs what it fetched unseen; or one hidden behind two or more steps that
 * fetches and runs something, or does two other notable things; or a shell script that puts the names of programs together
 * from pieces and fetches something; or one that takes secrets or data and sends some out.
 * `suspicious`: any suspicious fact; notable questions about four things; a hidden script that does something notable; content fetched and run unseen.
 * `unknown`: nothing of this, and a limit was reached, or the text is in no language Attest reads.
 * `benign`: read to its end, and nothing of this.
 */
export function judge(set: LayerSet, facts: readonly ScriptFact[]): { verdict: Verdict; verdictFacts: string[] } {
  const sure = facts.filter((fact) => fact.certainty !== 'possible');
  const ids = (list: readonly ScriptFact[]): string[] => list.slice(0, 20).map((fact) => fact.id);
  const malicious = sure.filter((fact) => fact.weight === 'malicious');
  if (malicious.length > 0) return { verdict: 'malicious', verdictFacts: ids(malicious) };
  const suspicious = sure.filter((fact) => fact.weight === 'suspicious');
  const hidden = sure.filter((fact) => fact.rule === 'hides-a-script' || fact.rule === 'hides-an-address' || (disguises.has(fact.rule) && fact.weight === 'suspicious'));
  const acting = suspicious.filter((fact) => fact.type !== 'encode' && fact.type !== 'discover' && !disguises.has(fact.rule));
  const kinds = new Set(acting.map((fact) => fact.type));
  if (kinds.size >= 3 || (kinds.size >= 2 && hidden.length > 0)) return { verdict: 'malicious', verdictFacts: ids([...acting, ...hidden]) };
  // What nobody should have is taken, and something is sent out.
  if (kinds.has('exfiltrate') && (kinds.has('credentialAccess') || kinds.has('collect'))) return { verdict: 'malicious', verdictFacts: ids(acting) };
  const fetches = sure.filter((fact) => fact.type === 'download' || fact.type === 'commandAndControl');
  const remote = set.gaps.some((gap) => gap.reason === 'remoteContent');
  // Code that nobody could read beforehand, run by a script that disguises itself or out of a raw connection.
  const raw = acting.filter((fact) => fact.type === 'commandAndControl');
  if (remote && ((hidden.length > 0 && fetches.length > 0) || raw.length > 0)) return { verdict: 'malicious', verdictFacts: ids([...hidden, ...(raw.length > 0 ? raw : fetches)]) };
  const gained = sure.filter((fact) => fact.weight === 'notable' && (fact.type === 'download' || fact.type === 'persist' || fact.type === 'credentialAccess' || fact.type === 'disableDefence'));
  if (kinds.size >= 2 && new Set([...kinds, ...gained.map((fact) => fact.type)]).size >= 3) return { verdict: 'malicious', verdictFacts: ids([...acting, ...gained]) };
  const chosen = acting.filter((fact) => fact.rule !== 'powershell-encoded');
  const beside = sure.filter((fact) => fact.weight === 'notable' && harmful.has(fact.type) && fact.type !== 'execute' && !chosen.some((other) => other.type === fact.type));
  if (hidden.length > 0 && chosen.length > 0 && beside.length > 0) return { verdict: 'malicious', verdictFacts: ids([...hidden, ...chosen, ...beside]) };
  const deep = hidden.some((fact) => fact.weight === 'suspicious');
  // A shell that puts the name of a program together from pieces has no honest reason to fetch with it.
  const pieced = hidden.some((fact) => fact.rule === 'splits-words') && (set.layers[0]?.language === 'batch' || set.layers[0]?.language === 'bash');
  if (pieced && fetches.length > 0) return { verdict: 'malicious', verdictFacts: ids([...hidden, ...fetches]) };
  if (deep && fetches.length > 0 && (remote || acting.length > 0 || sure.some((fact) => fact.type === 'execute' && fact.weight !== 'routine'))) return { verdict: 'malicious', verdictFacts: ids([...hidden, ...fetches]) };
  const disguised = sure.filter((fact) => fact.weight === 'notable' && harmful.has(fact.type) && fact.type !== 'execute');
  if (deep && new Set(disguised.map((fact) => fact.rule)).size >= 2) return { verdict: 'malicious', verdictFacts: ids([...hidden, ...disguised]) };
  if (suspicious.length > 0) return { verdict: 'suspicious', verdictFacts: ids(suspicious) };
  const asked = sure.filter((fact) => fact.weight === 'notable' && fact.type === 'discover');
  if (new Set(asked.flatMap((fact) => fact.techniques)).size >= 4) return { verdict: 'suspicious', verdictFacts: ids(asked) };
  const notable = sure.filter((fact) => fact.weight === 'notable' && harmful.has(fact.type));
  if (hidden.length > 0 && notable.length > 0) return { verdict: 'suspicious', verdictFacts: ids([...hidden, ...notable]) };
  if (remote && (hidden.length > 0 || set.layers.length > 1)) return { verdict: 'suspicious', verdictFacts: ids([...hidden, ...fetches]) };
  const root = set.layers[0];
  const limited = set.gaps.some((gap) => gap.reason === 'budget');
  if (limited || root === undefined || root.language === 'unknown') return { verdict: 'unknown', verdictFacts: [] };
  return { verdict: 'benign', verdictFacts: [] };
}
