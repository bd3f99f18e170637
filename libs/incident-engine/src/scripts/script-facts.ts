import type { Fact } from '@attest/cards';
import { factValues } from '../facts/fact-values.js';
import type { IncidentInput, ScriptFact, ScriptFindings } from '../incident-input.js';
import { scriptsOfIncident } from './scripts-of-incident.js';

/** What weighs most when a reader has little time; kinds not named here come last. */
const gravity: readonly string[] = ['impact', 'credentialAccess', 'exfiltrate', 'disableDefence', 'inject', 'lateralMovement', 'escalate', 'persist', 'download', 'commandAndControl', 'collect', 'execute', 'discover', 'evade', 'encode'];

/** Scripts kept as facts; the others are counted. */
const mostScripts = 20;

/** Facts of the scripts seen in an incident: `s0` counts them, `s1..` are the malicious and suspicious ones, gravest first, each with the record that carries it (`r1..`). */
export interface ScriptFactSet {
  overview: Fact | undefined;
  scripts: ScriptFact[];
}

/**
 * Joins results of script analysis to the records of the incident that carry the scripts. Results of scripts the incident does not hold
 * (any more) are left out. Deterministic: neither the order of results nor that of rows decides.
 */
export function scriptFacts({ incident, events, scripts = [] }: IncidentInput): ScriptFactSet {
  if (scripts.length === 0) return { overview: undefined, scripts: [] };
  const seen = scriptsOfIncident(incident, events);
  const results = [...new Map(scripts.map((result) => [result.sha256, result])).values()].filter(({ sha256 }) => seen.has(sha256));
  if (results.length === 0) return { overview: undefined, scripts: [] };
  const count = (verdict: string): number => results.filter((result) => result.verdict === verdict).length;
  const telling = results
    .filter(({ verdict, facts }) => (verdict === 'malicious' || verdict === 'suspicious') && facts.length > 0)
    .sort((a, b) => weight(a) - weight(b) || (a.sha256 < b.sha256 ? -1 : 1));
  const kept = distinctFirst(telling, mostScripts);
  const overview: Fact = {
    id: 's0',
    type: 'scripts.analyzed',
    values: factValues({ scripts: results.length, malicious: count('malicious'), suspicious: count('suspicious'), benign: count('benign') }),
    source: { kind: 'derived', from: kept.map((_, index) => `s${index + 1}`), rule: 'count of script analyses by verdict' },
  };
  return {
    overview,
    scripts: kept.map((result, index): ScriptFact => {
      const carrier = seen.get(result.sha256);
      const [first] = ordered(result);
      return {
        result,
        phrases: [...new Set(ordered(result).map(({ phrase }) => phrase))],
        fact: {
          id: `s${index + 1}`,
          type: 'script.analyzed',
          ...(carrier?.time === undefined ? {} : { time: carrier.time }),
          values: factValues({
            sha256: result.sha256, verdict: result.verdict, language: result.language, layers: result.layers, actions: result.facts.map(({ phrase }) => phrase), techniques: result.techniques,
            indicators: result.indicators.map(({ value }) => value), device: carrier?.device, account: carrier?.account,
          }),
          source: { kind: 'script', sha256: result.sha256, layer: first?.layer ?? 0, line: first?.line ?? 1, endLine: first?.line ?? 1 },
        },
        carrier: {
          id: `r${index + 1}`,
          type: 'script.seen',
          ...(carrier?.time === undefined ? {} : { time: carrier.time }),
          values: factValues({ commandLine: carrier?.text, device: carrier?.device, account: carrier?.account, sha256: result.sha256 }),
          source: carrier?.source ?? { kind: 'incident', field: 'alerts' },
        },
      };
    }),
  };
}

/** At most `most`, in the order given. One that only repeats others makes room: many spellings of one command line hide no other. */
function distinctFirst(results: readonly ScriptFindings[], most: number): ScriptFindings[] {
  if (results.length <= most) return [...results];
  const told = new Set<string>();
  const isNew = ({ facts, techniques, indicators }: ScriptFindings): boolean =>
    [...facts.map(({ phrase }) => `does ${phrase}`), ...techniques, ...indicators.map(({ type, value }) => `${type} ${value.toLowerCase()}`)].filter((key) => !told.has(key) && told.add(key)).length > 0;
  const telling = new Set(results.filter(isNew).slice(0, most));
  for (const result of results) if (telling.size < most) telling.add(result);
  return results.filter((result) => telling.has(result));
}

function rank(type: string): number {
  const place = gravity.indexOf(type);
  return place < 0 ? gravity.length : place;
}

function ordered({ facts }: ScriptFindings): ScriptFindings['facts'] {
  return [...facts].sort((a, b) => rank(a.type) - rank(b.type) || a.layer - b.layer || a.line - b.line || (a.phrase < b.phrase ? -1 : 1));
}

function weight(result: ScriptFindings): number {
  return (result.verdict === 'malicious' ? 0 : 1000) + Math.min(...result.facts.map(({ type }) => rank(type))) * 10 - Math.min(9, result.layers);
}
