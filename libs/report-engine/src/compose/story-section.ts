import { attackTactic, attackTechnique } from '@attest/security-model';
import { attackGraph } from '../figures/attack-graph.js';
import { timelineFigure } from '../figures/timeline-figure.js';
import type { Block, Sentence } from '../report.js';
import { cleanText } from '../texts/clean-text.js';
import { shownTime, shownValue, table, type ReportContext } from './report-context.js';

/** Facts a line of a table names; a line that stands for hundreds of alerts names the first ones. */
const mostCited = 40;

/** Fewest sentences of a paragraph of the story, the last one aside. */
const shortestParagraph = 3;

/** Attack story: the sentences, the pictures, the timeline and the techniques. */
export function storySection(context: ReportContext): Block[] {
  const { card, texts, set } = context;
  const said = texts.story;
  const sentences = (part: string): Sentence[] => card.statements.filter(({ section }) => section === part).map(({ text, facts }) => ({ text: cleanText(text), facts }));
  const blocks: Block[] = [...paragraphs(sentences('story')), sentences('assets')].filter((part) => part.length > 0).map((part) => ({ kind: 'paragraph', sentences: part }));
  const graph = attackGraph(set, texts);
  if (graph) blocks.push({ kind: 'figure', figure: graph });
  const lanes = timelineFigure(card.timeline, texts);
  if (lanes) blocks.push({ kind: 'figure', figure: lanes });
  const rows = card.timeline.map(({ time, text, facts, tactic, severity }) => ({ cells: [shownTime(time), text, tactic === undefined ? '' : (attackTactic(tactic)?.name ?? tactic), shownValue(severity)], facts: facts.slice(0, mostCited) }));
  if (rows.length > 0) blocks.push(table('timeline', said.timeline, [{ title: said.time, weight: 3.2 }, { title: said.what, weight: 9 }, { title: said.tactic, weight: 2.7 }, { title: said.severity, weight: 2.4 }], rows));
  const carriers = techniqueFacts(context);
  const tagged = new Set(set.alerts.flatMap(({ alert }) => alert.mitreTechniques.map((id) => id.toUpperCase())));
  const techniques = card.techniques.map((id) => {
    const known = attackTechnique(id);
    return { cells: [id, known?.name ?? texts.unknown, (known?.tactics ?? []).map((tactic) => attackTactic(tactic)?.name ?? tactic).join(', '), tagged.has(id) ? said.byAlerts : said.byTelemetry], facts: (carriers.get(id) ?? []).slice(0, mostCited) };
  });
  if (techniques.length > 0) blocks.push(table('techniques', said.techniques, [{ title: 'ATT&CK', weight: 2 }, { title: said.technique, weight: 5 }, { title: said.seenIn, weight: 4.4 }, { title: said.basis, weight: 2.6 }], techniques));
  return blocks;
}

/** A long story in pieces a reader can take in; a piece begins where a time is told, since the sentences after one share it. */
function paragraphs(sentences: readonly Sentence[]): Sentence[][] {
  const pieces: Sentence[][] = [];
  for (const sentence of sentences) {
    const last = pieces.at(-1);
    if (last === undefined || (last.length >= shortestParagraph && /^(?:At|From) \d\d:\d\d/.test(sentence.text))) pieces.push([sentence]);
    else last.push(sentence);
  }
  return pieces;
}

/** For each technique id the facts that name it. */
function techniqueFacts({ set }: ReportContext): Map<string, string[]> {
  const carriers = new Map<string, string[]>();
  const add = (id: string, fact: string): void => {
    const known = carriers.get(id.toUpperCase());
    if (known) known.push(fact);
    else carriers.set(id.toUpperCase(), [fact]);
  };
  for (const { alert, fact } of set.alerts) for (const id of alert.mitreTechniques) add(id, fact.id);
  for (const { fact } of set.observations) {
    const [id] = Array.isArray(fact.values['technique']) ? fact.values['technique'] : [];
    if (id !== undefined) add(id, fact.id);
  }
  return carriers;
}
