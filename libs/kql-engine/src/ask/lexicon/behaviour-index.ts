import type { AskSchema } from '../ask-schema.js';
import { comparisonsOf, type PlanCondition } from '../hunt-plan.js';
import type { Reading } from '../reading.js';
import { PhraseIndex, stemOf, type Word } from '../words.js';
import { credentialBehaviours } from './behaviours/credential.js';
import { evasionBehaviours } from './behaviours/evasion.js';
import { executionBehaviours } from './behaviours/execution.js';
import { impactBehaviours } from './behaviours/impact.js';
import { intrusionBehaviours } from './behaviours/intrusion.js';
import { livingOffTheLandBehaviours } from './behaviours/living-off-the-land.js';
import { persistenceBehaviours } from './behaviours/persistence.js';
import { commonWords } from './common-words.js';
import { everydayWords } from './everyday-words.js';
import { parseFilter } from './parse-filter.js';

/** What an attacker does, the words it is told with, and the rows it leaves. Words of every group must be said, near each other and in any order. */
export interface Behaviour {
  /** The ATT&CK technique it is an instance of. */
  technique: string;
  table: string;
  groups: readonly (readonly string[])[];
  conditions: readonly PlanCondition[];
}

/** A behaviour found in a question, with the places of its words. */
export interface BehaviourHit {
  behaviour: Behaviour;
  words: readonly number[];
  /** How surely it is meant: more groups of words say more. */
  strength: number;
}

/** Tables that hold the same rows under another name. */
const sameRows: Readonly<Record<string, string>> = { EntraIdSignInEvents: 'AADSignInEventsBeta' };

const blocks = [credentialBehaviours, evasionBehaviours, executionBehaviours, impactBehaviours, intrusionBehaviours, livingOffTheLandBehaviours, persistenceBehaviours];

/** `technique table: word, word + word, word => filter`, as a behaviour; undefined where the schema lacks what the filter needs. */
export function parseBehaviour(line: string, schema: AskSchema, table?: string): Behaviour | undefined {
  const [, technique = '', named = '', said = '', filter = ''] = /^(T\d{4}(?:\.\d{3})?) (\w+): (.*?) => (.*)$/.exec(line) ?? [];
  const own = table ?? named;
  const conditions = parseFilter(filter, schema, own);
  return conditions === undefined ? undefined : { technique, table: own, groups: said.split(' + ').map((group) => group.split(',').map((phrase) => phrase.trim())), conditions };
}

/** The lines of the lexicon of behaviours. */
export function behaviourLines(): string[] {
  return blocks.flatMap((block) => block.split('\n')).filter((line) => line.trim() !== '');
}

/** Finds the behaviours a question tells of. */
export class BehaviourIndex {
  readonly all: readonly Behaviour[];
  readonly stems: ReadonlySet<string>;
  private readonly phrases = new PhraseIndex<{ behaviour: number; group: number }>();
  private readonly found = new WeakMap<Reading, ReadonlyMap<string, BehaviourHit>>();

  constructor(schema: AskSchema) {
    this.all = behaviourLines().flatMap((line) => {
      const first = parseBehaviour(line, schema);
      const other = sameRows[first?.table ?? ''];
      const second = other === undefined ? undefined : parseBehaviour(line, schema, other);
      return [first, second].filter((one) => one !== undefined);
    });
    this.all.forEach(({ groups }, behaviour) => groups.forEach((group, index) => group.forEach((phrase) => this.phrases.add(phrase, { behaviour, group: index }))));
    this.stems = this.phrases.stems;
  }

  /** The surest behaviour of each table. */
  find(reading: Reading): ReadonlyMap<string, BehaviourHit> {
    const known = this.found.get(reading);
    if (known !== undefined) return known;
    const best = new Map<string, BehaviourHit>();
    const stems = spoken(reading);
    const spots = new Map<number, Spot[][]>();
    for (const { value: { behaviour, group }, from, to } of this.phrases.find(stems)) {
      if (reading.long && !reading.focus.has(from)) continue;
      const own = spots.get(behaviour) ?? (this.all[behaviour]?.groups.map((): Spot[] => []) ?? []);
      own[group]?.push({ from, to });
      spots.set(behaviour, own);
    }
    for (const [index, groups] of [...spots].sort(([a], [b]) => a - b)) {
      const behaviour = this.all[index];
      const words = nearest(groups, reading.long ? 10 : 14);
      if (behaviour === undefined || words === undefined) continue;
      const particular = words.filter((at) => reading.words[at]?.slot !== undefined || !everyday(reading.words[at]?.text ?? '')).length;
      const strength = behaviour.groups.length * 0.75 + words.length * 0.2 + (particular + words.filter((at) => images(behaviour).has(stems[at]?.stem ?? '')).length) * 0.75;
      if (strength > (best.get(behaviour.table)?.strength ?? 0)) best.set(behaviour.table, { behaviour, words, strength });
    }
    this.found.set(reading, best);
    return best;
  }
}

/** The programs a behaviour's own rows are of, as their names are cut: a question that names one is about it. */
function images({ conditions }: Behaviour): Set<string> {
  return new Set(conditions.flatMap(comparisonsOf).filter(({ column, not }) => column.endsWith('FileName') && not !== true).flatMap(({ values }) => values.map(({ text }) => stemOf(text.replace(/\.exe$/i, '')))));
}

function everyday(text: string): boolean {
  return text.toLowerCase().split(' ').every((word) => commonWords.has(word) || everydayWords.has(word));
}

interface Spot { from: number; to: number }

/** The words of one spot of every group that lie closest together, without using a word twice. */
function nearest(groups: readonly (readonly Spot[])[], reach: number): number[] | undefined {
  let best: { words: number[]; width: number } | undefined;
  const choose = (group: number, words: readonly number[]): void => {
    const spots = groups[group];
    if (spots === undefined) {
      const width = Math.max(...words) - Math.min(...words);
      if (width <= reach && (best === undefined || width - words.length < best.width - best.words.length)) best = { words: [...words], width };
      return;
    }
    for (const { from, to } of spots.slice(0, 6)) {
      const own = Array.from({ length: to - from }, (_, offset) => from + offset);
      if (!own.some((word) => words.includes(word))) choose(group + 1, [...words, ...own]);
    }
  };
  choose(0, []);
  return best?.words.sort((a, b) => a - b);
}

/** The words of a question, with programs under their names: "certutil.exe" is said "certutil". */
function spoken({ words, slots }: Reading): Word[] {
  return words.map((word) => {
    const slot = word.slot === undefined ? undefined : slots[word.slot];
    const name = slot === undefined ? undefined : slot.type === 'file' ? /^(.*)\.(?:exe|com)$/i.exec(slot.value)?.[1] : slot.type === 'cmdlet' ? slot.value.replace(/^\w+-/, '') : slot.type === 'quoted' && /^[\w.-]+$/.test(slot.value) ? slot.value.replace(/\.exe$/i, '') : undefined;
    return name === undefined ? word : { ...word, stem: stemOf(name) };
  });
}
