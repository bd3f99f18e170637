import { before, negatedAt } from './context-words.js';
import type { Columns } from './fit-column.js';
import type { PlanComparison, PlanCondition, PlanLiteral } from './hunt-plan.js';
import { commonWords } from './lexicon/common-words.js';
import { everydayWords } from './lexicon/everyday-words.js';
import { fieldWords } from './lexicon/field-words.js';
import type { Concept, Lexicon, TableLexicon } from './lexicon/lexicon.js';
import type { Reading } from './reading.js';
import type { Slot } from './slots.js';
import { asRecorded, slotAt } from './value-list.js';
import type { Word } from './words.js';

/** A filter found in a question, with the words it explains. */
export interface FoundCondition {
  condition: PlanCondition;
  from: number;
  to: number;
  strength: number;
  kind: 'column' | 'behaviour' | 'concept' | 'slot' | 'process' | 'free' | 'threshold';
}

/** What a question says when it is read as one about this table. */
export interface TableReading {
  table: string;
  columns: Columns;
  found: FoundCondition[];
  /** Values that have no place in this table. */
  unplaced: Slot[];
  /** Column names said, with their places. */
  mentions: { column: string; from: number; to: number }[];
  used: Set<number>;
}

/** What is called after Windows says nothing of the device. */
const partOfWindows = /^(?:defender|firewall|event|events|registry|update|updates|task|tasks|script|scripting|subsystem|terminal|management|explorer|installer|error|service|services|security|command|logon|logons|credential|credentials|kernel|api|binary|binaries|system|remote|management|shell|powershell|folder|directory)$/i;

/** "Server" before the name of one, "Windows" of the Windows firewall, "Azure" of Azure AD, "Linux" of the subsystem for it. */
function partOfName(words: readonly Word[], at: number): boolean {
  if (words[at + 1]?.slot !== undefined && /^(?:server|workstation|laptop|endpoint|phone|printer)$/i.test(words[at]?.text ?? '')) return true;
  const [word, next] = [words[at]?.text.toLowerCase() ?? '', words[at + 1]?.text ?? ''];
  if (word === 'windows') return partOfWindows.test(next);
  if (word === 'azure') return /^(?:ad|active)$/i.test(next);
  return word === 'linux' && /\bsubsystem for$/.test(before(words, at, 2));
}

/** One reading of a question as one about one table: which words are explained, and the filters so far. */
export class Scope {
  readonly conceptHits: { value: Concept; from: number; to: number }[];
  /** Words between a "not" and what it is said of. */
  private readonly passed = new Set<number>();
  /** What a "not" may not reach across: words of filters that are said already, or will be by a phrase of its own. */
  readonly said: { has(index: number): boolean };
  readonly used: { has(index: number): boolean };

  constructor(readonly reading: Reading, readonly result: TableReading, readonly own: TableLexicon, readonly lexicon: Lexicon) {
    this.conceptHits = own.concepts.find(reading.words).filter((hit) => this.justified(hit));
    const spoken = new Set(this.conceptHits.filter(({ value }) => value.own === true).flatMap(({ from, to }) => Array.from({ length: to - from }, (_, offset) => from + offset)));
    for (const { from, to } of this.conceptHits) if (/^(?:by|from|via|using|through)$/i.test(reading.words[to]?.text ?? '') && negatedAt(reading.words, from, 3)) for (let index = from; index < to; index += 1) this.passed.add(index);
    this.said = { has: (index) => (result.used.has(index) || spoken.has(index)) && !this.passed.has(index) };
    this.used = { has: (index) => result.used.has(index) && !this.passed.has(index) };
    const taken = new Set<number>();
    const byRank = [...own.columns.find(reading.words)].sort((a, b) => a.from - b.from || b.to - a.to || a.value.rank - b.value.rank);
    for (const { value, from, to } of byRank) {
      if ([...Array(to - from).keys()].some((offset) => taken.has(from + offset))) continue;
      for (let index = from; index < to; index += 1) taken.add(index);
      result.mentions.push({ column: value.column, from, to });
    }
  }

  free(from: number, to: number): boolean {
    for (let index = from; index < to; index += 1) if (this.result.used.has(index)) return false;
    return true;
  }

  take(from: number, to: number): void {
    for (let index = from; index < to; index += 1) this.result.used.add(index);
  }

  push(kind: FoundCondition['kind'], said: readonly PlanComparison[], from: number, to: number, strength: number): void {
    const comparisons = said.map(asRecorded);
    const [only] = comparisons;
    if (only === undefined) return;
    const negative = comparisons.every(({ not }) => not === true);
    if (comparisons.length > 1 && negative) for (const condition of comparisons) this.result.found.push({ condition, from, to, strength, kind });
    else this.result.found.push({ condition: comparisons.length === 1 ? only : { anyOf: comparisons }, from, to, strength, kind });
    this.take(from, to);
  }

  spanOf(from: number, to: number): readonly [number, number] {
    return [this.reading.words[from]?.start ?? 0, this.reading.words[to - 1]?.end ?? 0];
  }

  /** CONTOSO\\jdoe is a name in a domain. */
  withoutDomain(values: readonly PlanLiteral[], from: number, to: number): PlanLiteral[] {
    const domains = values.flatMap((value) => (value.text.includes('\\') ? [{ ...value, text: value.text.split('\\')[0] ?? '' }] : []));
    const column = ['AccountDomain', 'InitiatingProcessAccountDomain'].find((name) => this.result.columns.has(name));
    if (domains.length === 1 && column !== undefined) this.result.found.push({ condition: { column, operator: '=~', values: domains }, from, to, strength: 0.5, kind: 'slot' });
    return values.map((value) => ({ ...value, text: value.text.split('\\').pop() ?? value.text }));
  }

  /** An everyday word is a value only beside a word of its column: "high" beside "severity". */
  private justified({ value, from, to }: { value: Concept; from: number; to: number }): boolean {
    const [only] = value.conditions;
    // "public IP 1.2.3.4" names a column, not a kind of address.
    if (only !== undefined && !('anyOf' in only) && only.column.endsWith('IPType') && [to, to + 1].some((at) => slotAt(this.reading, at)?.type === 'ip')) return false;
    if (to - from === 1 && partOfName(this.reading.words, from)) return false;
    if (slotAt(this.reading, to)?.type === 'host' && /^(?:controllers?|servers?)$/i.test(this.reading.words[to - 1]?.text ?? '')) return false;
    if (value.needs === undefined) return true;
    if (value.needs.length === 0) return false;
    const near = new Set([-3, -2, -1, 0, 1, 2].map((offset) => this.reading.words[offset < 0 ? from + offset : to + offset]?.stem));
    return value.needs.some((stem) => near.has(stem));
  }

  /** Part of a name in one piece, such as that of a table. */
  insideName({ start, end }: { start: number; end: number }): boolean {
    return /[A-Za-z]/.test(this.reading.text.charAt(start - 1)) || /[A-Za-z]/.test(this.reading.text.charAt(end));
  }

  private inThreshold(index: number): boolean {
    return this.reading.thresholds.some(({ from, to }) => index >= from && index < to);
  }

  /** Whether a word is in no lexicon, so that it may be a name. */
  unknown(index: number): boolean {
    const word = this.reading.words[index];
    if (word === undefined || !/^[A-Za-z][\w]{2,}$/.test(word.text) || word.stem.startsWith('#') || word.slot !== undefined) return false;
    if (index === 0 || /['’]/.test(word.text) || this.insideName(word)) return false;
    return !this.lexicon.known.has(word.stem) && !commonWords.has(word.text.toLowerCase()) && !everydayWords.has(word.text.toLowerCase()) && !fieldWords.has(word.text.toLowerCase()) && !this.inThreshold(index) && !/^(?:\w+ly|\w+ing|\w+ed)$/.test(word.text.toLowerCase()) && before(this.reading.words, index, 1) !== '-';
  }
}
