import { actionWords, isUnfinished } from '../action-log.js';
import type { Block, Sentence, TableRow } from '../report.js';
import { cleanText } from '../texts/clean-text.js';
import { stateWords } from './entity-sections.js';
import { fixed, shownTime, table, type ReportContext } from './report-context.js';

/** Words by which people say that something is still to be done or known, in English and German. */
const openCue =
  /\?|\b(?:to[- ]?do|tbd|tbc|follow[- ]?ups?|next steps?|still|pending|open (?:issue|question|point|item)s?|outstanding|waiting|awaiting|need(?:s|ed)?|must|should|have to|has to|remains?|remaining|unclear|unknown|not yet|ask(?:ed)?|check|verify|confirm|investigate|review|remind|monitor|rotate|reset|re-?image|schedule|escalate|please|pls|let'?s|recommend(?:ed)?|suggest(?:ed)?)\b|\b(?:offen|noch|ausstehend|wartet|warten|muss|müssen|soll(?:te|en)?|prüfen|klären|ungeklärt|unklar|bitte|nächste[rn]? schritte?|empfehl\w+|nachverfolg\w+|überwachen|zurücksetzen|wiedervorlage)\b/iu;

/** Sentences kept of the comments. */
const mostSentences = 60;

/** Steps of advice shown. */
const mostSteps = 25;

/** Follow-ups: what comments leave open in the words of who wrote them, actions and recommendations not finished, advice in alerts. */
export function followUpSection(context: ReportContext): Block[] {
  const { texts, actions, input } = context;
  const said = texts.followUps;
  const blocks: Block[] = [];
  const quoted = context.comments.flatMap(({ id, text, by, at }) => sentencesOf(text).filter((sentence) => openCue.test(sentence)).map((sentence): Sentence => ({ text: `${cleanText(sentence, 600)} (${said.said(cleanText(by) || texts.unknown, shownTime(at) || texts.unknown)})`, facts: [id] })));
  if (quoted.length > 0) blocks.push({ kind: 'heading', text: said.fromComments }, { kind: 'list', items: quoted.slice(0, mostSentences) });
  const open = actions.map((action, index) => ({ action, index })).filter(({ action }) => isUnfinished(action));
  if (open.length > 0) blocks.push({ kind: 'heading', text: said.openActions }, { kind: 'list', items: open.map(({ action, index }) => ({ text: cleanText(said.openAction(actionWords(action.action), action.target.name, stateWords(context, action))), facts: [`x${index + 1}`] })) });
  const logged = new Set(actions.map(({ action, target }) => `${action} ${target.name}`.toLowerCase()));
  const left = [...(input.recommendations ?? [])].filter(({ action, target }) => !logged.has(`${action} ${target.name}`.toLowerCase())).sort((a, b) => a.priority - b.priority);
  if (left.length > 0) blocks.push({ kind: 'heading', text: said.recommended }, { kind: 'list', items: left.map(({ action, target, reason }) => ({ text: cleanText(`${actionWords(action)}, ${target.name}: ${reason}`), facts: [] })) });
  const advice = adviceOf(context);
  if (advice.length > 0) blocks.push(table('advice', said.advice, [{ title: said.step, weight: 8 }, { title: said.alerts, weight: 1 }], advice));
  return blocks.length === 0 ? [fixed(said.none)] : blocks;
}

/** Sentences and lines of a comment; a period inside a name or number ends none. */
function sentencesOf(text: string): string[] {
  return text.slice(0, 30_000).split(/\n+|(?<=[.!?])\s+(?=[\p{Lu}\d"'(*-])/u).map((part) => part.replace(/^\s*(?:[-*\u2022]|\d+[.)])\s+/u, '').trim()).filter((part) => part.length > 2);
}

/** Steps that alerts advise, each once, the most frequent first. */
function adviceOf({ set }: ReportContext): TableRow[] {
  const steps = new Map<string, { text: string; facts: string[]; count: number; place: number }>();
  for (const { alert, fact } of set.alerts) {
    const lines = (alert.recommendedActions ?? '').slice(0, 30_000).split(/\r?\n|<br\s*\/?>/).map((line) => line.replace(/^\s*(?:[-*\u2022]|\d+[.)])\s*/u, '').trim());
    for (const line of new Set(lines.filter((each) => each.length > 8))) {
      const key = line.toLowerCase();
      const known = steps.get(key);
      if (known) {
        known.count += 1;
        if (known.facts.length < 20) known.facts.push(fact.id);
      } else steps.set(key, { text: line, facts: [fact.id], count: 1, place: steps.size });
    }
  }
  return [...steps.values()].sort((a, b) => b.count - a.count || a.place - b.place).slice(0, mostSteps).map(({ text, facts, count }) => ({ cells: [cleanText(text, 500), String(count)], facts }));
}
