import { defang, type DraftCard, type Fact, type Statement } from '@attest/cards';
import type { ScriptAnalysis, ScriptFact } from '../analysis/script-analysis.js';

/** Name and version of what computes script analyses; part of every card's provenance. */
export const scriptEngine = 'script-engine/1';

/** Facts of an analysis in the form cards cite, and what rules say over them. */
export interface ScriptExplanation {
  facts: Fact[];
  draft: DraftCard;
}

const order: readonly ScriptFact['weight'][] = ['malicious', 'suspicious', 'notable', 'routine'];
const languageNames: Readonly<Record<string, string>> = { powershell: 'PowerShell', batch: 'batch', bash: 'shell', vbscript: 'VBScript', javascript: 'JavaScript', python: 'Python' };
const mostStatements = 9;

/**
 * Explains an analysis in plain language: what the script does, how it hides it, what it talks to, what stays closed.
 * Pure: the same analysis gives the same draft.
 */
export function explainScript(analysis: ScriptAnalysis): ScriptExplanation {
  const { sha256, verdict, language, layers } = analysis;
  const facts: Fact[] = [{ id: 's1', type: 'script.read', values: { verdict, language: languageNames[language] ?? language, layers: layers.length, bytes: analysis.size, facts: analysis.facts.length }, source: { kind: 'script', sha256, layer: 0, line: 1, endLine: layers[0]?.origin.endLine ?? 1 } }];
  for (const fact of analysis.facts.slice(0, 200)) {
    facts.push({ id: fact.id, type: `script.${fact.type}`, values: { action: fact.phrase, layer: fact.layer, line: fact.line, certainty: fact.certainty, ...(fact.techniques.length > 0 ? { techniques: fact.techniques } : {}), ...fact.values }, source: { kind: 'script', sha256, layer: fact.layer, line: fact.line, endLine: fact.endLine } });
  }
  const network = analysis.indicators.filter((each) => ['url', 'domain', 'ip', 'ip:port'].includes(each.type) && !each.commonHost);
  analysis.indicators.slice(0, 200).forEach((each, i) => facts.push({ id: `i${i + 1}`, type: 'script.indicator', values: { kind: each.type, value: each.value, layer: each.layer, line: each.line }, source: { kind: 'script', sha256, layer: each.layer, line: each.line, endLine: each.line } }));
  analysis.notDecoded.slice(0, 50).forEach((gap, i) => facts.push({ id: `g${i + 1}`, type: 'script.closed', values: { reason: gap.reason, detail: gap.detail, layer: gap.layer, line: gap.line }, source: { kind: 'script', sha256, layer: gap.layer, line: gap.line, endLine: gap.line } }));
  const statements = [...lead(analysis), ...story(analysis), ...addresses(analysis, network), ...gaps(analysis)];
  return {
    facts,
    draft: { kind: 'scriptAnalysis', title: titleOf(analysis), titleFacts: ['s1', ...analysis.verdictFacts.slice(0, 1)], statements, timeline: [], entities: [], indicators: [], techniques: analysis.techniques.map(({ id }) => id) },
  };
}

function titleOf({ verdict, language }: ScriptAnalysis): string {
  const name = languageNames[language] ?? 'unrecognised';
  return verdict === 'unknown' ? `${name === 'unrecognised' ? 'Text in no language Attest reads' : `${name} script without a verdict`}` : `${verdict[0]?.toUpperCase() ?? ''}${verdict.slice(1)} ${name} script`;
}

function lead(analysis: ScriptAnalysis): Statement[] {
  const { verdict, facts, layers } = analysis;
  const name = languageNames[analysis.language] ?? analysis.language;
  const size = `${analysis.size} bytes`;
  const depth = layers.length === 1 ? 'it has 1 layer' : `it opened into ${layers.length} layers`;
  const first: Statement = { section: 'lead', facts: ['s1'], text: `The ${name} script of ${size} was judged ${verdict}; ${depth}.` };
  const deciding = analysis.verdictFacts.map((id) => facts.find((fact) => fact.id === id)).filter((fact) => fact !== undefined);
  if (deciding.length === 0) return [first];
  const phrases = [...new Set(deciding.map((fact) => fact.phrase))].slice(0, 3);
  const cited = deciding.filter((fact) => phrases.includes(fact.phrase)).slice(0, 6);
  return [first, { section: 'lead', facts: cited.map((fact) => fact.id), text: `It ${listed(phrases)}.` }];
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

function story(analysis: ScriptAnalysis): Statement[] {
  const told = new Set(analysis.verdictFacts);
  const seen = new Set<string>();
  const rest = analysis.facts.filter((fact) => fact.weight !== 'routine' && (!told.has(fact.id) || Object.keys(fact.values).some((name) => name !== 'hidden')));
  const ranked = [...rest].sort((a, b) => order.indexOf(a.weight) - order.indexOf(b.weight) || a.layer - b.layer || a.line - b.line);
  const statements: Statement[] = [];
  for (const fact of ranked) {
    if (seen.has(fact.phrase) || statements.length >= mostStatements) continue;
    seen.add(fact.phrase);
    const value = Object.entries(fact.values).find(([name, text]) => name !== 'hidden' && text.length <= 120 && !fact.phrase.includes(text))?.[1];
    const where = fact.layer === 0 ? `Line ${fact.line}` : `Line ${fact.line} of layer ${fact.layer}`;
    statements.push({ section: 'story', facts: [fact.id], text: `${where} ${fact.phrase}${value === undefined ? '' : `: ${defang(value)}`}.` });
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

const reasons: Readonly<Record<string, string>> = { budget: 'a limit was reached', unknownKey: 'its key is not in the script', unknownValue: 'it depends on a value the script does not hold', remoteContent: 'it is fetched from elsewhere when the script runs', malformed: 'it could not be read', unsupported: 'its encoding is not supported' };

function gaps(analysis: ScriptAnalysis): Statement[] {
  return analysis.notDecoded.slice(0, 3).map((gap, i): Statement => ({ section: 'open', facts: [`g${i + 1}`], text: `Line ${gap.line} of layer ${gap.layer} stays closed: ${reasons[gap.reason] ?? gap.reason}.` }));
}
