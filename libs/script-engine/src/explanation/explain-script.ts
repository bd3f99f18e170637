import { defang, type DraftCard, type Fact, type Statement } from '@attest/cards';
import { languageName, listed } from '../core/words.js';
import type { ScriptAnalysis, ScriptFact } from '../analysis/script-analysis.js';

/** Name and version of what computes script analyses; part of every card's provenance. */
export const scriptEngine = 'script-engine/1';

/** Facts of an analysis in the form cards cite, and what rules say over them. */
export interface ScriptExplanation {
  facts: Fact[];
  draft: DraftCard;
}

const order: readonly ScriptFact['weight'][] = ['malicious', 'suspicious', 'notable', 'routine'];
const mostActs = 18;

/** Why something stays closed, without a word that would deny something: no fact says what is absent. */
const reasons: Readonly<Record<string, string>> = { budget: 'a limit was reached', unknownKey: 'its key comes from elsewhere', unknownValue: 'it depends on a value from outside the script', remoteContent: 'it is fetched from elsewhere when the script runs', malformed: 'it is damaged', unsupported: 'its encoding is of another kind' };

/**
 * Explains an analysis in plain language: what the script does, how it hides it, what it talks to, what stays closed.
 * Pure: the same analysis gives the same draft.
 */
export function explainScript(analysis: ScriptAnalysis): ScriptExplanation {
  const { sha256, verdict, language, layers } = analysis;
  const facts: Fact[] = [{ id: 's1', type: 'script.read', values: { verdict, language: languageName(language) ?? language, layers: layers.length, bytes: analysis.size, facts: analysis.facts.length }, source: { kind: 'script', sha256, layer: 0, line: 1, endLine: layers[0]?.origin.endLine ?? 1 } }];
  for (const fact of analysis.facts.slice(0, 200)) {
    facts.push({ id: fact.id, type: `script.${fact.type}`, values: { action: fact.phrase, layer: fact.layer, line: fact.line, certainty: fact.certainty, ...(fact.techniques.length > 0 ? { techniques: fact.techniques } : {}), ...fact.values }, source: { kind: 'script', sha256, layer: fact.layer, line: fact.line, endLine: fact.endLine } });
  }
  const network = analysis.indicators.filter((each) => ['url', 'domain', 'ip', 'ip:port'].includes(each.type) && !each.commonHost);
  analysis.indicators.slice(0, 200).forEach((each, i) => facts.push({ id: `i${i + 1}`, type: 'script.indicator', values: { kind: each.type, value: each.value, layer: each.layer, line: each.line }, source: { kind: 'script', sha256, layer: each.layer, line: each.line, endLine: each.line } }));
  analysis.notDecoded.slice(0, 50).forEach((gap, i) => facts.push({ id: `g${i + 1}`, type: 'script.closed', values: { reason: gap.reason, detail: gap.detail, layer: gap.layer, line: gap.line }, source: { kind: 'script', sha256, layer: gap.layer, line: gap.line, endLine: gap.line } }));
  const opening = lead(analysis);
  const statements = [...opening, ...story(analysis, new Set(opening.flatMap((statement) => statement.facts))), ...addresses(analysis, network), ...gaps(analysis)];
  return {
    facts,
    draft: { kind: 'scriptAnalysis', title: titleOf(analysis), titleFacts: ['s1', ...analysis.verdictFacts.slice(0, 1)], statements, timeline: [], entities: [], indicators: [], techniques: analysis.techniques.map(({ id }) => id) },
  };
}

function titleOf({ verdict, language }: ScriptAnalysis): string {
  const name = languageName(language) ?? 'unrecognised';
  return verdict === 'unknown' ? `${name === 'unrecognised' ? 'A text of unknown language' : `${name} script without a verdict`}` : `${verdict[0]?.toUpperCase() ?? ''}${verdict.slice(1)} ${name} script`;
}

/** What weighs most on whoever owns the machine comes first. */
const effects: readonly ScriptFact['type'][] = ['impact', 'inject', 'credentialAccess', 'exfiltrate', 'disableDefence', 'commandAndControl', 'download', 'lateralMovement', 'escalate', 'persist', 'execute', 'collect', 'evade', 'discover', 'encode'];
const byWeight = (a: ScriptFact, b: ScriptFact): number => order.indexOf(a.weight) - order.indexOf(b.weight) || effects.indexOf(a.type) - effects.indexOf(b.type) || a.layer - b.layer || a.line - b.line;

/** The verdict and what decided it, what else it does that matters most, and how it hides that. */
function lead(analysis: ScriptAnalysis): Statement[] {
  const { verdict, facts, layers } = analysis;
  const name = `The ${languageName(analysis.language) ?? analysis.language} script of ${analysis.size} bytes`;
  const deciding = distinct(analysis.verdictFacts.map((id) => facts.find((fact) => fact.id === id)).filter((fact) => fact !== undefined).sort(byWeight)).slice(0, 3);
  const because = deciding.length === 0 ? '' : `: it ${listed(deciding.map(told))}`;
  const first: Statement = { section: 'lead', facts: ['s1', ...deciding.map(({ id }) => id)], text: `${name} was judged ${verdict}${because}.` };
  const also = distinct(facts.filter((fact) => fact.weight !== 'routine' && fact.type !== 'encode' && fact.type !== 'evade' && fact.type !== 'discover').sort(byWeight), deciding).slice(0, 3);
  const hiding = distinct(facts.filter((fact) => fact.rule === 'hides-a-script'), deciding).slice(0, 2);
  const depth = layers.length === 1 ? '' : `; ${layers.length} layers were read`;
  return [
    first,
    ...(also.length === 0 ? [] : [{ section: 'lead', facts: also.map(({ id }) => id), text: `It ${deciding.length === 0 ? '' : 'also '}${listed(also.map(told))}.` } satisfies Statement]),
    ...(hiding.length === 0 ? [] : [{ section: 'lead', facts: ['s1', ...hiding.map(({ id }) => id)], text: `It ${listed(hiding.map(({ phrase }) => phrase))}${depth}.` } satisfies Statement]),
  ];
}

/** Whether a fact adds nothing to another one of its line: its values stand there too or, where it has none, its words. */
function sameAct(fact: ScriptFact, other: ScriptFact): boolean {
  const values = Object.values(fact.values);
  return values.length > 0 ? values.every((value) => Object.values(other.values).includes(value)) : fact.start < other.end && other.start < fact.end;
}

/** Those that say something the ones before do not: another phrase, and not the same act at the same place in weaker words. */
function distinct(facts: readonly ScriptFact[], before: readonly ScriptFact[] = []): ScriptFact[] {
  const kept: ScriptFact[] = [];
  for (const fact of facts) {
    const same = [...before, ...kept].some((other) => other.phrase === fact.phrase || (other.type === fact.type && other.layer === fact.layer && other.line === fact.line && sameAct(fact, other)));
    if (!same) kept.push(fact);
  }
  return kept;
}

/** A fact as a verb phrase with the value that tells most. */
function told(fact: ScriptFact): string {
  const value = Object.entries(fact.values).map(([name, text]) => [name, text.trim()] as const).find(([name, text]) => name !== 'hidden' && text !== '' && !text.startsWith('$') && text.length <= 120 && !fact.phrase.includes(text))?.[1];
  return value === undefined ? fact.phrase : `${fact.phrase} (${defang(value)})`;
}

/** What else happens layer by layer, in the order it stands there; the weightiest when there is more than fits. */
function story(analysis: ScriptAnalysis, said: ReadonlySet<string>): Statement[] {
  const inLead = analysis.facts.filter(({ id }) => said.has(id));
  const telling = distinct(analysis.facts.filter((fact) => fact.weight !== 'routine' && !said.has(fact.id)).sort(byWeight), inLead).slice(0, mostActs);
  const statements: Statement[] = [];
  for (const { index } of analysis.layers) {
    const acts = telling.filter((fact) => fact.layer === index).sort((a, b) => a.line - b.line || a.start - b.start);
    for (let from = 0; from < acts.length; from += 3) {
      const some = acts.slice(from, from + 3);
      const where = index === 0 ? 'As submitted, it' : `Layer ${index}`;
      statements.push({ section: 'story', facts: some.map(({ id }) => id), text: `${from === 0 ? where : index === 0 ? 'It also' : `Layer ${index} also`} ${listed(some.map(told))}.` });
    }
  }
  return statements;
}

function addresses(analysis: ScriptAnalysis, network: ScriptAnalysis['indicators']): Statement[] {
  if (network.length === 0) return [];
  const hosts = network.filter((each) => each.type !== 'url').slice(0, 4);
  const shown = hosts.length > 0 ? hosts : network.slice(0, 2);
  const ids = shown.map((each) => `i${analysis.indicators.indexOf(each) + 1}`);
  return [{ section: 'assets', facts: ids, text: `It names ${listed([...new Set(shown.map((each) => each.defanged))])}.` }];
}

function gaps(analysis: ScriptAnalysis): Statement[] {
  return analysis.notDecoded.slice(0, 3).map((gap, i): Statement => ({ section: 'open', facts: [`g${i + 1}`], text: `${gap.layer === 0 ? `Line ${gap.line} as submitted` : `Line ${gap.line} of layer ${gap.layer}`} stays closed: ${reasons[gap.reason] ?? gap.reason}.` }));
}
