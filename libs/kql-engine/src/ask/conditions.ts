import { after, before, joinWord, negatedAt, onlySeparators } from './context-words.js';
import { compareAll, compatible, fitColumn, usualOperator, type Columns } from './fit-column.js';
import type { PlanComparison, PlanCondition, PlanLiteral, PlanOperator } from './hunt-plan.js';
import { commonWords } from './lexicon/common-words.js';
import type { Concept, Lexicon, TableLexicon } from './lexicon/lexicon.js';
import { accountNouns, entityWords, knownProducts, levelColumns, nameColumns, notProducts, textColumns, textNumbers } from './lexicon/column-kinds.js';
import { ambiguousProcessWords, processNames } from './lexicon/process-names.js';
import type { Reading } from './reading.js';
import { columnOfSlot, freeColumn, processColumn } from './slot-roles.js';
import { bytesOf, slotTypeOf, type Slot, type SlotType } from './slots.js';
import { fromSlot, readOperator, readValues, slotAt } from './value-list.js';
import { PhraseIndex } from './words.js';
import type { AskSchema } from './ask-schema.js';
import { mergeConditions } from './merge-conditions.js';

/** A filter found in a question, with the words it explains. */
export interface FoundCondition {
  condition: PlanCondition;
  from: number;
  to: number;
  strength: number;
  kind: 'column' | 'concept' | 'slot' | 'process' | 'free' | 'threshold';
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

const processIndex = new PhraseIndex<{ name: string; images: readonly string[] }>();
for (const [name, images] of processNames) processIndex.add(name, { name, images });

/** Reads the filters of a question as a question about `table`. */
export function readTable(reading: Reading, table: string, schema: AskSchema, lexicon: Lexicon): TableReading {
  const columns = schema.tables.get(table) ?? new Map();
  const own = lexicon.tables.get(table) as TableLexicon;
  const result: TableReading = { table, columns, found: [], unplaced: [], mentions: [], used: new Set() };
  const scope = new Scope(reading, result, own, lexicon);
  scope.namedColumns();
  scope.thresholds();
  scope.concepts();
  scope.slots();
  scope.processes();
  if (!reading.described) scope.freeWords();
  result.found = mergeConditions(result.found, reading.words);
  return result;
}

class Scope {
  private readonly conceptHits: { value: Concept; from: number; to: number }[];
  /** Words between a "not" and what it is said of. */
  private readonly passed = new Set<number>();
  /** What a "not" may not reach across: words of filters that are said already, or will be by a phrase of its own. */
  private readonly said: { has(index: number): boolean };
  private readonly used: { has(index: number): boolean };

  constructor(private readonly reading: Reading, private readonly result: TableReading, private readonly own: TableLexicon, private readonly lexicon: Lexicon) {
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

  private free(from: number, to: number): boolean {
    for (let index = from; index < to; index += 1) if (this.result.used.has(index)) return false;
    return true;
  }

  private take(from: number, to: number): void {
    for (let index = from; index < to; index += 1) this.result.used.add(index);
  }

  private push(kind: FoundCondition['kind'], comparisons: readonly PlanComparison[], from: number, to: number, strength: number): void {
    const [only] = comparisons;
    if (only === undefined) return;
    const negative = comparisons.every(({ not }) => not === true);
    if (comparisons.length > 1 && negative) for (const condition of comparisons) this.result.found.push({ condition, from, to, strength, kind });
    else this.result.found.push({ condition: comparisons.length === 1 ? only : { anyOf: comparisons }, from, to, strength, kind });
    this.take(from, to);
  }

  /** An everyday word is a value only beside a word of its column: "high" beside "severity". */
  private justified({ value, from, to }: { value: Concept; from: number; to: number }): boolean {
    const [only] = value.conditions;
    // "public IP 1.2.3.4" names a column, not a kind of address.
    if (only !== undefined && !('anyOf' in only) && only.column.endsWith('IPType') && [to, to + 1].some((at) => slotAt(this.reading, at)?.type === 'ip')) return false;
    if (value.needs === undefined) return true;
    if (value.needs.length === 0) return false;
    const near = new Set([-3, -2, -1, 0, 1, 2].map((offset) => this.reading.words[offset < 0 ? from + offset : to + offset]?.stem));
    return value.needs.some((stem) => near.has(stem));
  }

  /** "command line contains a, b and c", "device id is x", "high or system integrity level". */
  namedColumns(): void {
    const { words } = this.reading;
    const starts = new Map(this.result.mentions.map((mention) => [mention.from, mention]));
    this.valuesInColumn(starts);
    for (const mention of this.result.mentions) {
      if (!this.free(mention.from, mention.to) || this.coveredByConcept(mention)) continue;
      const said = readOperator(words, mention.to);
      const weak = /^(?:Timestamp|ActionType|Action)$/.test(mention.column) && !said.explicit;
      if (weak) continue;
      const list = readValues(this.reading, said.next, this.conceptHits, mention.column, (said.explicit || this.unknown(said.next) || this.named(mention.column, said.next)) && this.bareAllowed(mention, said.operator), (index) => (slotAt(this.reading, index) === undefined ? starts.get(index)?.to : undefined), (said.explicit && said.operator === 'is' && !/^(?:DeviceName|FileName)$/.test(mention.column)) || levelColumns.test(mention.column));
      const trailing = list === undefined ? (this.valuesBefore(mention) ?? this.nameBefore(mention)) : undefined;
      if (list !== undefined) this.compare(mention, said, list.values, list.slots, list.joined, list.to);
      else if (trailing !== undefined) this.push('column', compareAll(mention.column, '==', trailing.values, 'or', negatedAt(words, trailing.from, 3, this.said)), trailing.from, mention.to, 3);
      else if (/^(?:is|was|are|were) (?:empty|blank|null|not set)\b/.test(after(words, mention.to, 4))) this.push('column', [{ column: mention.column, operator: 'isempty', values: [] }], mention.from, mention.to + 2, 2);
      else if (/^(?:is|was|are|were)? ?(?:not empty|populated|not null)\b/.test(after(words, mention.to, 4))) this.push('column', [{ column: mention.column, operator: 'isnotempty', values: [] }], mention.from, mention.to + 2, 2);
    }
  }

  /** "include a, b or c in the command line". */
  private valuesInColumn(starts: ReadonlyMap<number, { column: string; from: number; to: number }>): void {
    const { words } = this.reading;
    words.forEach((word, index) => {
      if (!/^(?:contain|contains|containing|include|includes|including|mention|mentions|mentioning|reference|references|referencing|has|have|having|with|string|strings|keyword|keywords)$/i.test(word.text) || !this.free(index, index + 1)) return;
      const said = readOperator(words, index);
      const list = readValues(this.reading, said.next, this.conceptHits, '', !this.reading.long, (at) => (slotAt(this.reading, at) === undefined ? starts.get(at)?.to : undefined));
      if (list === undefined || !/^(?:in|within|inside|on|as)$/i.test(words[list.to]?.text ?? '')) return;
      const at = /^(?:the|its|their|a|any)$/i.test(words[list.to + 1]?.text ?? '') ? list.to + 2 : list.to + 1;
      const mention = starts.get(at);
      if (mention === undefined || !this.free(index, mention.to) || this.result.columns.get(mention.column) === 'datetime') return;
      this.compare(mention, { ...said, operator: said.operator === 'is' ? 'has' : said.operator, not: said.not || negatedAt(words, index, 3) }, list.values, list.slots, list.joined, mention.to);
      this.take(index, mention.to);
    });
  }

  private bareAllowed(mention: { column: string; from: number; to: number }, operator: string): boolean {
    if (this.reading.long) return false;
    if (/Account(?:Name|Upn|Domain)$/.test(mention.column) && operator === 'is' && accountNouns.test(this.reading.words[readOperator(this.reading.words, mention.to).next]?.text ?? '')) return true;
    if (mention.to - mention.from === 1 && entityWords.has(this.reading.words[mention.from]?.stem ?? '') && !/\b(?:named|called|=)/.test(after(this.reading.words, mention.to, 2)) && (operator === 'has' || !this.unknown(readOperator(this.reading.words, mention.to).next))) return false;
    const type = this.result.columns.get(mention.column);
    if (nameColumns.test(mention.column)) return true;
    return (type === 'string' || type === 'dynamic') && (operator !== 'is' || !/^(?:DeviceName|ActionType|DeviceId|CveId)$/.test(mention.column) || /named|called|=/.test(after(this.reading.words, mention.to, 2)));
  }

  /** A name right after the column that holds names: "vendor Adobe", "job title Manager". */
  private named(column: string, at: number): boolean {
    const word = this.reading.words[at]?.text ?? '';
    if (levelColumns.test(column)) return /^(?:critical|high|medium|low|none|active|inactive|enabled|disabled|failed|completed|pending|informational)$/i.test(word);
    if (column === 'FileType') return /^[a-z][a-z0-9]{1,4}$/.test(word) && !commonWords.has(word);
    if (column === 'EmailLanguage') return /^[a-z]{2}$/.test(word);
    return nameColumns.test(column) && (/^[A-Z][\w-]+$/.test(word) || knownProducts.has(word.toLowerCase()) || (/Vendor|Manufacturer/.test(column) && /^microsoft$/i.test(word)));
  }

  /** Catalogue values of a column that stand right before its name. */
  private valuesBefore(mention: { column: string; from: number }): { values: PlanLiteral[]; from: number } | undefined {
    let at = mention.from;
    const values: PlanLiteral[] = [];
    for (;;) {
      const hit = this.conceptHits.find(({ value, to }) => {
        const [condition] = value.conditions;
        return condition !== undefined && !('anyOf' in condition) && condition.column === mention.column && condition.operator === '==' && value.conditions.length === 1 && (to === at || (values.length > 0 && onlySeparators(this.reading.words, to, at)));
      });
      if (hit === undefined || !this.free(hit.from, hit.to)) break;
      const [condition] = hit.value.conditions;
      if (condition === undefined || 'anyOf' in condition) break;
      values.unshift(...condition.values.map((value) => ({ ...value, span: this.spanOf(hit.from, hit.to) })));
      at = hit.from;
    }
    return values.length > 0 ? { values, from: at } : undefined;
  }

  /** CONTOSO\\jdoe is a name in a domain. */
  private withoutDomain(values: readonly PlanLiteral[], from: number, to: number): PlanLiteral[] {
    const domains = values.flatMap((value) => (value.text.includes('\\') ? [{ ...value, text: value.text.split('\\')[0] ?? '' }] : []));
    const column = ['AccountDomain', 'InitiatingProcessAccountDomain'].find((name) => this.result.columns.has(name));
    if (domains.length === 1 && column !== undefined) this.result.found.push({ condition: { column, operator: '=~', values: domains }, from, to, strength: 0.5, kind: 'slot' });
    return values.map((value) => ({ ...value, text: value.text.split('\\').pop() ?? value.text }));
  }

  /** A phrase of its own that the column's name is part of says more than the name: "high privilege". */
  private coveredByConcept(mention: { from: number; to: number }): boolean {
    if (slotAt(this.reading, mention.to) !== undefined) return false;
    return this.conceptHits.some(({ value, from, to }) => value.own === true && to - from > mention.to - mention.from && from <= mention.from && to >= mention.to);
  }

  /** "Finance department", "prod namespace". */
  private nameBefore(mention: { column: string; from: number }): { values: PlanLiteral[]; from: number } | undefined {
    if (this.reading.long || !/^(?:Department|JobTitle|KubernetesNamespace|City|SoftwareVendor|Manufacturer|Vendor|CampaignName|MachineGroup|CompanyName|Site)$/.test(mention.column)) return undefined;
    const at = mention.from - 1;
    const word = this.reading.words[at];
    if (word === undefined || at === 0 || this.result.used.has(at) || !/^[\p{L}][\w-]+$/u.test(word.text) || (commonWords.has(word.text.toLowerCase()) && !/^[A-Z]/.test(word.text))) return undefined;
    if (!this.unknown(at) && !/^[A-Z]/.test(word.text)) return undefined;
    return { values: [{ kind: 'string', text: word.text, origin: 'question', span: [word.start, word.end] }], from: at };
  }

  private spanOf(from: number, to: number): readonly [number, number] {
    return [this.reading.words[from]?.start ?? 0, this.reading.words[to - 1]?.end ?? 0];
  }

  private compare(mention: { column: string; from: number; to: number }, said: ReturnType<typeof readOperator>, values: PlanLiteral[], slots: (Slot | undefined)[], joined: 'and' | 'or', to: number): void {
    const slot = slots.find((one) => one !== undefined);
    const shape: SlotType | undefined = slot?.type === 'quoted' ? (slot.quotedType ?? 'quoted') : slot?.type;
    const column = fitColumn(this.result.columns, mention.column, shape);
    const type = this.result.columns.get(column);
    if (type === undefined || !compatible(type, shape ?? (values[0]?.origin === 'catalogue' ? 'quoted' : undefined), column)) return;
    if (shape === 'size' || shape === 'number') {
      if (this.reading.thresholds.some(({ from, to: end }) => from < to && end > said.next - 1)) return;
      if (!/port|id|size|count|code|level|build|line|data|version|score|name|key/i.test(column)) return;
    }
    if (shape === 'domainUser' && /Account|User|Owner/.test(column)) values = this.withoutDomain(values, mention.from, to);
    const not = said.not || negatedAt(this.reading.words, mention.from, 4, this.said);
    const operator = this.operatorFor(column, said.operator, values, shape);
    const how = said.operator === 'all' ? 'and' : said.operator === 'any' || !textColumns.test(column) ? 'or' : joined;
    this.push('column', compareAll(column, operator, values, how, not), Math.min(mention.from, to - 1), to, 3);
  }

  private operatorFor(column: string, said: ReturnType<typeof readOperator>['operator'], values: readonly PlanLiteral[], shape: SlotType | undefined): PlanOperator {
    const type = this.result.columns.get(column) ?? 'string';
    if (/^(?:ThreatTypes|AttackTechniques|Categories|DetectionMethods)$/.test(column) && (said === 'is' || said === 'has')) return 'has';
    const usual = values[0]?.origin === 'catalogue' && type === 'string' ? '==' : usualOperator(column, type, values[0]?.text ?? '', shape);
    if (said === 'startswith' || said === 'endswith' || said === 'matches regex') return type === 'string' || type === 'dynamic' ? said : usual;
    if (said === 'has' && type === 'string' && usual !== 'inRange') {
      if (values[0]?.origin === 'catalogue') return usual;
      return /(?:Id|SHA1|SHA256|MD5|IP|IPAddress)$/.test(column) || (shape === 'file' && /FileName$/.test(column)) || (/FolderPath$/.test(column) && usual !== '=~') || usual === 'endswith' ? usual : values.length === 1 && /^\W|\W$/.test(values[0]?.text ?? '') ? 'contains' : 'has';
    }
    return usual;
  }

  /** "CVSS score above 8", "files larger than 10 MB", "more than 3 attachments". */
  thresholds(): void {
    for (const threshold of this.reading.thresholds) {
      if (!this.free(threshold.from, threshold.to)) continue;
      const numeric = (column: string): boolean => (['int', 'long', 'real', 'decimal'].includes(this.result.columns.get(column) ?? '') && !/Id$|Port$/.test(column)) || textNumbers.has(column);
      const said = this.result.mentions.filter(({ column }) => numeric(column));
      const mention = said.find(({ from, to }) => (to <= threshold.from && threshold.from - to <= 3) || (from >= threshold.to && from - threshold.to <= 1));
      const column = threshold.unit === 'bytes' ? ['FileSize', 'ObjectSize', 'ResponseSize', 'InitiatingProcessFileSize'].find((name) => this.result.columns.has(name)) : mention?.column;
      if (column === undefined) continue;
      const value: PlanLiteral = { kind: 'number', text: threshold.unit === 'bytes' ? bytesOf(threshold.text) : threshold.text, origin: 'question', span: threshold.span };
      const from = Math.min(threshold.from, mention?.from ?? threshold.from);
      this.push('threshold', [{ column: textNumbers.has(column) ? `toint(${column})` : column, operator: threshold.operator, values: [value] }], from, Math.max(threshold.to, mention?.to ?? threshold.to), 3);
    }
  }

  /** Phrases that stand for filters, the longest first. */
  concepts(): void {
    const hits = [...this.conceptHits].sort((a, b) => b.to - b.from - (a.to - a.from) || Number(b.value.own === true) - Number(a.value.own === true) || b.value.strength - a.value.strength || a.from - b.from);
    for (const { value, from, to } of hits) {
      if (!this.free(from, to) || this.onlyNamed(value, from, to)) continue;
      const turned = negatedAt(this.reading.words, from, 5, this.result.used);
      // "not created by X" is said of X: the rows asked for were created.
      const not = turned && !/^(?:by|from|via|using|through)$/i.test(this.reading.words[to]?.text ?? '');
      if (not && value.conditions.length > 1) continue;
      for (const condition of value.conditions) {
        const span = this.spanOf(from, to);
        const said = this.reading.text.slice(...span).toLowerCase();
        const trace = (comparison: PlanComparison): PlanComparison => ({
          ...comparison,
          values: comparison.values.map((literal) => ({ ...literal, ...(said.includes(literal.text.toLowerCase()) && literal.kind === 'string' && literal.origin === 'assumed' ? { origin: 'question' as const } : {}), span })),
          ...(not ? { not: comparison.not !== true } : {}),
        });
        const traced: PlanCondition = 'anyOf' in condition ? { anyOf: condition.anyOf.map(trace) } : trace(condition);
        this.result.found.push({ condition: traced, from, to, strength: value.strength, kind: 'concept' });
      }
      this.take(from, to);
    }
  }

  /** In "onboarding status per type" the phrase is only part of the column's name. */
  private onlyNamed(value: Concept, from: number, to: number): boolean {
    const [only] = value.conditions;
    if (only === undefined || 'anyOf' in only || value.conditions.length > 1) return false;
    return this.result.mentions.some((mention) => mention.column === only.column && mention.from <= from && mention.to >= to && mention.to - mention.from > to - from);
  }

  /** Values that no column was named for: their shape and the words around them say where they belong. */
  slots(): void {
    let previous: { column: string; operator: PlanOperator; values: PlanLiteral[]; from: number; to: number; not: boolean } | undefined;
    const flush = (): void => {
      if (previous !== undefined) this.push('slot', compareAll(previous.column, previous.operator, previous.values, textColumns.test(previous.column) ? (joinWord(this.reading.words, previous.from, previous.to) ?? 'or') : 'or', previous.not), previous.from, previous.to, 1.8);
      previous = undefined;
    };
    this.reading.words.forEach((_, index) => {
      const slot = slotAt(this.reading, index);
      if (slot === undefined || this.result.used.has(index)) return;
      const column = columnOfSlot(slot, index, this.reading, this.result.columns, this.result.table);
      const type = column === undefined ? undefined : this.result.columns.get(column);
      if (column === undefined || type === undefined) {
        if (slot.type !== 'number') this.result.unplaced.push(slot);
        return;
      }
      const shape = slot.type === 'quoted' ? (slot.quotedType ?? 'quoted') : slot.type;
      const [value = fromSlot(slot)] = slot.type === 'domainUser' ? this.withoutDomain([fromSlot(slot)], index, index + 1) : [fromSlot(slot)];
      const operator = usualOperator(column, type, value.text, slot.type === 'quoted' ? slot.quotedType : shape);
      const joins = previous !== undefined && previous.column === column && previous.operator === operator && onlySeparators(this.reading.words, previous.to, index);
      if (joins && previous !== undefined) {
        previous.values.push(value);
        previous.to = index + 1;
      } else {
        flush();
        previous = { column, operator, values: [value], from: index, to: index + 1, not: negatedAt(this.reading.words, index, 5, this.used) };
      }
    });
    flush();
  }

  /** Programs by their spoken names. */
  processes(): void {
    const { words } = this.reading;
    let last: { column: string; values: PlanLiteral[]; from: number; to: number; not: boolean } | undefined;
    const flush = (): void => {
      if (last !== undefined) this.push('process', compareAll(last.column, '=~', last.values, 'or', last.not), last.from, last.to, 1.6);
      last = undefined;
    };
    const hits = processIndex.find(words);
    let until = 0;
    for (const { value, from, to } of hits) {
      if (from < until || !this.free(from, to)) continue;
      if (this.own.concepts.find(words.slice(from, to)).length > 0 && !this.result.table.startsWith('DeviceProcess')) continue;
      if (ambiguousProcessWords.has(value.name) && !/process|launch|spawn|execut|run|creat|start|child|parent|open|load|connect|program|command|made by|initiat|by /.test(this.reading.text.toLowerCase())) continue;
      const column = processColumn(words, from, to, this.result.columns, this.result.table);
      if (column === undefined) continue;
      until = to;
      const values = value.images.map((text): PlanLiteral => ({ kind: 'string', text, origin: value.images.length === 1 ? 'question' : 'assumed', span: this.spanOf(from, to) }));
      if (last !== undefined && last.column === column && onlySeparators(words, last.to, from)) [last.values, last.to] = [[...last.values, ...values], to];
      else {
        flush();
        last = { column, values, from, to, not: negatedAt(words, from, 5, this.used) };
      }
    }
    flush();
  }

  /** Names the lexicon has never seen: products, families, tools, people. */
  freeWords(): void {
    const { words } = this.reading;
    const column = freeColumn(this.result.table, this.result.columns);
    if (column === undefined) return;
    if (this.result.columns.has('SoftwareName')) this.softwareNames();
    for (let index = 0; index < words.length; index += 1) {
      const word = words[index];
      if (word === undefined || this.result.used.has(index) || !this.unknown(index)) continue;
      let to = index + 1;
      while (this.unknown(to) && !this.result.used.has(to)) to += 1;
      const text = this.reading.text.slice(word.start, words[to - 1]?.end ?? word.end);
      const value: PlanLiteral = { kind: 'string', text, origin: 'question', span: [word.start, words[to - 1]?.end ?? word.end] };
      const type = this.result.columns.get(column) ?? 'string';
      const shape = slotTypeOf(text);
      this.push('free', [{ column, operator: usualOperator(column, type, text, shape) === '=~' ? 'has' : usualOperator(column, type, text, shape), values: [value], ...(negatedAt(words, index) ? { not: true } : {}) }], index, to, 0.8);
      index = to;
    }
  }

  /** Products have everyday names too: a capital, or being one of the best known, tells them. */
  private softwareNames(): void {
    const { words } = this.reading;
    const product = (index: number): boolean => {
      const word = words[index];
      if (word === undefined || this.result.used.has(index) || word.slot !== undefined || word.stem.startsWith('#') || this.insideName(word)) return false;
      if (knownProducts.has(word.text.toLowerCase())) return true;
      return index > 0 && /^[A-Z][\w.+-]*$/.test(word.text) && !notProducts.has(word.text.toLowerCase()) && !commonWords.has(word.text.toLowerCase());
    };
    for (let index = 0; index < words.length; index += 1) {
      if (!product(index)) continue;
      let to = index + 1;
      while (product(to)) to += 1;
      const span = this.spanOf(index, to);
      const value: PlanLiteral = { kind: 'string', text: this.reading.text.slice(...span).replace(/^(?:Microsoft|Google|Mozilla|Oracle|Apache|Adobe) (?=\w)/, '').toLowerCase().replace(/ /g, '_'), origin: 'question', span };
      this.push('free', [{ column: 'SoftwareName', operator: 'has', values: [value], ...(negatedAt(words, index, 4, this.result.used) ? { not: true } : {}) }], index, to, 1.6);
      index = to;
    }
  }

  /** Part of a name in one piece, such as that of a table. */
  private insideName({ start, end }: { start: number; end: number }): boolean {
    return /[A-Za-z]/.test(this.reading.text.charAt(start - 1)) || /[A-Za-z]/.test(this.reading.text.charAt(end));
  }

  private unknown(index: number): boolean {
    const word = this.reading.words[index];
    if (word === undefined || !/^[A-Za-z][\w]{2,}$/.test(word.text) || word.stem.startsWith('#') || word.slot !== undefined) return false;
    if (index === 0 || /['’]/.test(word.text) || this.insideName(word)) return false;
    return !this.lexicon.known.has(word.stem) && !commonWords.has(word.text.toLowerCase()) && !/^(?:\w+ly|\w+ing|\w+ed)$/.test(word.text.toLowerCase()) && before(this.reading.words, index, 1) !== '-';
  }
}
