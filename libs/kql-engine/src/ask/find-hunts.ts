import type { AskSchema } from './ask-schema.js';
import { commonWords } from './lexicon/common-words.js';
import { libraryHunts } from './library/index.js';
import type { LibraryHunt } from './library/library-hunt.js';
import { stemsOf, wordsOf, type Word } from './words.js';

/** A hunt of the library with how well it fits a question, 0 to 1. */
export interface FoundHunt {
  hunt: LibraryHunt;
  score: number;
}

interface Phrasing { hunt: LibraryHunt; stems: ReadonlySet<string>; weight: number }

const fillers = new Set(stemsOf('the a an of in on to for with by from and or that which who are is was were be has have all any show list find get give me us please display return detect hunt look looking search query identify check suspicious possible potential activity event events use used using usage via do does did how many what when where'));
const alike: Readonly<Record<string, string>> = { no: 'not', without: 'not', never: 'not', inactiv: 'not', missing: 'not' };

let phrasings: readonly Phrasing[] | undefined;
let weights: ReadonlyMap<string, number> | undefined;

function contentOf(words: readonly Word[]): Set<string> {
  const stems = words.map(({ stem }) => alike[stem] ?? stem).filter((stem) => /[\p{L}\p{N}]/u.test(stem) && !stem.startsWith('#') && !fillers.has(stem));
  return new Set(stems);
}

function load(): { all: readonly Phrasing[]; idf: ReadonlyMap<string, number> } {
  if (phrasings === undefined || weights === undefined) {
    const counts = new Map<string, number>();
    for (const hunt of libraryHunts) {
      const own = new Set([hunt.title, ...hunt.asks].flatMap((text) => [...contentOf(wordsOf(text))]));
      for (const stem of own) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    }
    const idf = new Map([...counts].map(([stem, count]) => [stem, Math.log(1 + libraryHunts.length / (count + 0.5))]));
    weights = idf;
    phrasings = libraryHunts.flatMap((hunt) => [hunt.title, ...hunt.asks].map((text) => {
      const stems = contentOf(wordsOf(text));
      return { hunt, stems, weight: [...stems].reduce((sum, stem) => sum + (idf.get(stem) ?? 0), 0) };
    }));
  }
  return { all: phrasings, idf: weights };
}

/**
 * Hunts of the library that answer a question, best first. A short question must be mostly covered by one way of asking;
 * a long description need only contain it.
 */
export function findHunts(words: readonly Word[], options: { long?: boolean; limit?: number } = {}): FoundHunt[] {
  const { all, idf } = load();
  const content = contentOf(words);
  const unknown = Math.log(1 + libraryHunts.length);
  const total = [...content].reduce((sum, stem) => sum + (idf.get(stem) ?? (commonWords.has(stem) ? 0.5 : unknown * 0.7)), 0);
  const best = new Map<LibraryHunt, { top: number; more: number }>();
  for (const { hunt, stems, weight } of all) {
    let shared = 0;
    for (const stem of stems) if (content.has(stem)) shared += idf.get(stem) ?? 0;
    if (shared === 0 || weight === 0) continue;
    const score = options.long === true ? (stems.size < 2 ? 0 : (shared / weight) ** 2 * Math.min(1, weight / 8)) : (2 * shared) / (weight + total);
    const known = best.get(hunt) ?? { top: 0, more: 0 };
    best.set(hunt, { top: Math.max(known.top, score), more: known.more + score });
  }
  return [...best]
    .map(([hunt, { top, more }]) => ({ hunt, score: Math.min(1, top + Math.min(0.06, (more - top) * 0.02)) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, options.limit ?? 5);
}

/** Hunts of the library for any text, best first: what a search box over the library shows. */
export function searchLibrary(text: string, limit = 10): FoundHunt[] {
  const technique = /\bT1\d{3}(?:\.\d{3})?\b/i.exec(text)?.[0].toUpperCase();
  const found = findHunts(wordsOf(text), { limit: limit * 2 });
  const tagged = technique === undefined ? [] : libraryHunts.filter(({ attack }) => attack.some((id) => id === technique || id.startsWith(`${technique}.`))).map((hunt) => ({ hunt, score: 1 }));
  return [...tagged, ...found.filter(({ hunt }) => !tagged.some((other) => other.hunt === hunt))].slice(0, limit);
}

/** Tables a hunt reads, in the order of its text. */
export function tablesOfHunt(kql: string, schema: AskSchema): string[] {
  const found: string[] = [];
  for (const match of kql.matchAll(/(?:^|[\s(,])([A-Z]\w+)(?=\s*(?:\n|\||\)|,|$))/gm)) {
    const name = match[1] ?? '';
    if (schema.tables.has(name) && !found.includes(name)) found.push(name);
  }
  return found;
}
