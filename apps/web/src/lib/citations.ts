/** What cites facts: a sentence, a line of the timeline. */
export interface Citing {
  facts: readonly string[];
}

/**
 * Numbers for fact ids, counted from 1 in the order of reading: title, sentences, timeline, entities, indicators.
 * The same fact has the same number wherever it is cited.
 */
export function numberCitations(...groups: readonly (readonly Citing[])[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const group of groups) {
    for (const { facts } of group) {
      for (const id of facts) if (!numbers.has(id)) numbers.set(id, numbers.size + 1);
    }
  }
  return numbers;
}

/** The citations of one sentence: the first few shown, the rest behind a "+n". A lone leftover is shown, not folded. */
export function foldCitations(facts: readonly string[], limit = 3): { shown: string[]; folded: string[] } {
  const unique = [...new Set(facts)];
  if (unique.length <= limit + 1) return { shown: unique, folded: [] };
  return { shown: unique.slice(0, limit), folded: unique.slice(limit) };
}
