import type { Fact } from '@attest/cards';
import { atomsOf } from './atoms.js';
import type { Evidence } from './evidence.js';
import { rateOf } from './rates.js';

/** A sentence of a card with what it cites. */
export interface CitedText {
  text: string;
  facts: readonly string[];
}

/** Whether sentences say only what the records say. */
export interface Grounding {
  /** Atoms that stand in no record of the incident, one for each sentence that holds them. */
  ungrounded: string[];
  /** Of the sentences with atoms, the share whose cited records hold every atom. */
  citationPrecision: number | null;
  /** Of the sentences with atoms, the share that cites anything. */
  citationRecall: number | null;
  /** Sentences whose cited records do not hold every atom. */
  notCarried: CitedText[];
}

/** Looks every atom of every sentence up: in all records, and in those the sentence cites. A citation of an unknown fact carries nothing. */
export function groundingOf(sentences: readonly CitedText[], facts: readonly Fact[], evidence: Evidence): Grounding {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const withAtoms = sentences.map((sentence) => ({ sentence, atoms: atomsOf(sentence.text) })).filter(({ atoms }) => atoms.length > 0);
  const notCarried = withAtoms.filter(({ sentence, atoms }) => {
    const records = sentence.facts.flatMap((id) => byId.get(id) ?? []).map(({ source }) => evidence.of(source)).join(' ');
    return !atoms.every((atom) => records.includes(atom));
  });
  return {
    ungrounded: withAtoms.flatMap(({ atoms }) => atoms).filter((atom) => !evidence.all.includes(atom)),
    citationPrecision: rateOf(withAtoms.length - notCarried.length, withAtoms.length),
    citationRecall: rateOf(withAtoms.filter(({ sentence }) => sentence.facts.length > 0).length, withAtoms.length),
    notCarried: notCarried.map(({ sentence }) => sentence),
  };
}
