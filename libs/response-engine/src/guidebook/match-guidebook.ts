import { attackTactic, attackTechnique, parentTechnique } from '@attest/security-model';
import type { ActiveGuidebook, MatchedGuidebook } from '../guided-response.js';
import type { Scene } from '../scene/scene.js';

/** Tasks shown of a guide. */
const mostTasks = 20;
/** Shared words below which a guide is of something else. */
const leastShared = 2;

const empty = new Set(
  'the and for with from that this are was were has have had not any all one two incident incidents alert alerts response guide steps step involving multiple single endpoint endpoints user users device devices stage detected possible suspicious activity attack security microsoft defender other over when then them they will must should into after before'.split(
    ' ',
  ),
);

/**
 * The guide that shares most words with the incident: its title, alert titles, techniques, tactics and threat names. Words in the
 * guide's title count three times. Null when none shares enough. Guides only ever add tasks to read; they change no rule.
 */
export function matchGuidebook(scene: Scene, guidebooks: readonly ActiveGuidebook[]): MatchedGuidebook | null {
  const incident = wordsOfIncident(scene);
  let best: { guide: ActiveGuidebook; score: number; matched: string[] } | undefined;
  for (const guide of [...guidebooks].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const title = new Set(words(guide.title));
    const body = new Set(guide.tasks.flatMap(({ section, text }) => words(`${section} ${text}`)));
    const inTitle = [...incident].filter((word) => title.has(word));
    const inBody = [...incident].filter((word) => body.has(word) && !title.has(word));
    const score = inTitle.length * 3 + inBody.length;
    if (score >= leastShared && inTitle.length + inBody.length > 0 && (!best || score > best.score)) best = { guide, score, matched: [...inTitle, ...inBody] };
  }
  if (!best) return null;
  return {
    id: best.guide.id,
    title: best.guide.title,
    matched: best.matched.sort().slice(0, 12),
    tasks: best.guide.tasks.slice(0, mostTasks).map(({ section, text }) => ({ section, text })),
  };
}

function wordsOfIncident({ input: { incident } }: Scene): Set<string> {
  const texts = [incident.displayName, ...incident.customTags];
  for (const alert of incident.alerts) {
    texts.push(alert.title, alert.category, alert.threatFamilyName, alert.threatDisplayName);
    for (const id of alert.mitreTechniques) {
      const technique = attackTechnique(id) ?? parentTechnique(id);
      texts.push(id, technique?.name, ...(technique?.tactics ?? []).map((tactic) => attackTactic(tactic)?.name));
    }
  }
  return new Set(texts.flatMap((text) => (text === undefined ? [] : words(text))));
}

function words(text: string): string[] {
  const parts =
    text
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[\p{L}\p{N}][\p{L}\p{N}.-]{2,}/gu) ?? [];
  return [...new Set(parts.map((part) => part.replace(/[.-]+$/, '').replace(/(?<=\w{4})s$/, '')).filter((part) => part.length > 2 && !empty.has(part)))];
}
