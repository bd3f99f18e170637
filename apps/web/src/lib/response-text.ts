import { label } from './labels.js';
import { categoryWords, percent, responseCategories, stateWords, type ActionStateName } from './response-words.js';
import { formatFull, parseTime } from './time.js';
import { visibleText } from './visible-text.js';

/** The parts of a guided response that go into its plain-text copy. */
export interface CopyableResponse {
  subjectId: string;
  version: number;
  createdAt: string;
  triage: { classification: string; determination: string; confidence: number; statements: readonly { text: string }[] };
  recommendations: readonly {
    category: (typeof responseCategories)[number];
    title: string;
    target: { name: string };
    statements: readonly { text: string }[];
    priority: number;
    warning: string | null;
    doneBy: { by: string; what: string } | null;
    live: { state: ActionStateName } | null;
  }[];
  withheld: readonly { title: string; target: { name: string }; why: string }[];
}

/** The response as text for a chat or a ticket: same words, by category, and where it came from. */
export function responseAsText(response: CopyableResponse): string {
  const { triage } = response;
  const parts = [`Triage: ${label(triage.classification)}, ${label(triage.determination).toLowerCase()}, confidence ${percent(triage.confidence)}\n${sentences(triage.statements)}`];
  for (const category of responseCategories) {
    const lines = response.recommendations
      .filter((each) => each.category === category)
      .map((each) => {
        const state = each.doneBy ? `done by ${each.doneBy.by}` : each.live ? stateWords[each.live.state].text.toLowerCase() : 'to decide';
        return [`${each.priority}. ${each.title}: ${each.target.name} (${state})`, sentences(each.statements), each.warning && `Warning: ${each.warning}`].filter(Boolean).join('\n   ');
      });
    if (lines.length > 0) parts.push(`${categoryWords[category].title}\n${lines.join('\n')}`);
  }
  if (response.withheld.length > 0) parts.push(`Not recommended\n${response.withheld.map((each) => `${each.title}: ${each.target.name}. ${each.why}`).join('\n')}`);
  const made = parseTime(response.createdAt);
  parts.push(`Incident ${response.subjectId}, guided response version ${response.version}${made === undefined ? '' : `, ${formatFull(made, 'utc')}`}. Made from evidence; verify.`);
  return visibleText(parts.join('\n\n'));
}

function sentences(statements: readonly { text: string }[]): string {
  return statements.map(({ text }) => text).join(' ');
}
