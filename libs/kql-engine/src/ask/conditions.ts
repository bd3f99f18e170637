import { after, before, joinWord, negatedAt, onlySeparators } from './context-words.js';
import type { AskSchema } from './ask-schema.js';
import { compareAll, compatible, fitColumn, usualOperator } from './fit-column.js';
import { freeWords } from './free-words.js';
import { comparisonsOf, type PlanLiteral, type PlanOperator } from './hunt-plan.js';
import { accountNouns, entityWords, knownProducts, levelColumns, nameColumns, textColumns, textNumbers, titleColumns } from './lexicon/column-kinds.js';
import { commonWords } from './lexicon/common-words.js';
import type { Lexicon, TableLexicon } from './lexicon/lexicon.js';
import { processNames } from './lexicon/process-names.js';
import { mergeConditions } from './merge-conditions.js';
import { behaviours, bareCommands, concepts, placesOfArguments, processes, spokenValues } from './phrase-filters.js';
import type { Reading } from './reading.js';
import { columnOfSlot, ownPort, targeted } from './slot-roles.js';
import { bytesOf, isFileExtension, type Slot, type SlotType } from './slots.js';
import { Scope, type TableReading } from './table-scope.js';
import { fromSlot, heldWords, readOperator, readValues, slotAt } from './value-list.js';
import type { Word } from './words.js';

export type { FoundCondition, TableReading } from './table-scope.js';

/** Reads the filters of a question as a question about `table`. */
export function readTable(reading: Reading, table: string, schema: AskSchema, lexicon: Lexicon): TableReading {
  const columns = schema.tables.get(table) ?? new Map();
  const own = lexicon.tables.get(table) as TableLexicon;
  const result: TableReading = { table, columns, found: [], unplaced: [], mentions: [], used: new Set() };
  const scope = new ColumnScope(reading, result, own, lexicon);
  scope.ranges();
  scope.extensions();
  scope.namedColumns();
  scope.thresholds();
  spokenValues(scope);
  behaviours(scope);
  concepts(scope);
  scope.slots();
  processes(scope);
  bareCommands(scope);
  placesOfArguments(scope);
  if (!reading.described) freeWords(scope);
  result.found = mergeConditions(result.found, reading.words);
  return result;
}

/** Namespaces are called by everyday words. */
const usualNamespace = (column: string, name: string): boolean => column === 'KubernetesNamespace' && /^(?:default|production|prod|staging|development|dev|test|monitoring|system)$/i.test(name);

/** What is said by a column's name, by a number, or by the shape of a value. */
class ColumnScope extends Scope {
  /** "command line contains a, b and c", "device id is x", "high or system integrity level". */
  namedColumns(): void {
    const { words } = this.reading;
    const starts = new Map(this.result.mentions.map((mention) => [mention.from, mention]));
    this.valuesInColumn(starts);
    for (const mention of this.result.mentions) {
      if (!this.free(mention.from, mention.to) || this.coveredByConcept(mention)) continue;
      const said = readOperator(words, mention.to);
      // The command lines of a program are what it was called with.
      if (/CommandLine$/.test(mention.column) && /^(?:of|for)$/i.test(words[mention.to]?.text ?? '') && slotAt(this.reading, mention.to + 1)?.type === 'file') continue;
      const weak = /^(?:Timestamp|ActionType|Action)$/.test(mention.column) && !said.explicit;
      if (weak) continue;
      if (/\b(?:empty|blank|missing)$/.test(before(words, mention.from, 1)) && this.result.columns.get(mention.column) === 'string' && slotAt(this.reading, mention.to) === undefined) {
        this.push('column', [{ column: mention.column, operator: 'isempty', values: [] }], mention.from - 1, mention.to, 2);
        continue;
      }
      const held = this.heldIn(mention, said);
      const read = readValues(this.reading, said.next, this.conceptHits, mention.column, (said.explicit || said.not || this.unknown(said.next) || this.named(mention.column, said.next)) && this.bareAllowed(mention, said.operator, said.holds), (index) => (slotAt(this.reading, index) === undefined ? starts.get(index)?.to : undefined), ((said.explicit || said.not) && said.operator === 'is' && !/^(?:DeviceName|FileName)$/.test(mention.column)) || levelColumns.test(mention.column));
      const list = held !== undefined && (read === undefined || read.to < held.to) ? held : read;
      const trailing = list === undefined ? (this.valuesBefore(mention) ?? this.nameBefore(mention)) : undefined;
      if (list !== undefined) this.compare(mention, said, list.values, list.slots, list.joined, list.to);
      else if (trailing !== undefined) this.push('column', compareAll(mention.column, '==', trailing.values, 'or', negatedAt(words, trailing.from, 3, this.said)), trailing.from, mention.to, 3);
      else if (/^(?:is|was|are|were) (?:empty|blank|null|not set)\b/.test(after(words, mention.to, 4))) this.push('column', [{ column: mention.column, operator: 'isempty', values: [] }], mention.from, mention.to + 2, 2);
      else if (/^(?:is|was|are|were)? ?(?:not empty|populated|not null)\b/.test(after(words, mention.to, 4))) this.push('column', [{ column: mention.column, operator: 'isnotempty', values: [] }], mention.from, mention.to + 2, 2);
    }
  }

  /** What the column's text is said to hold, where that is an everyday word. */
  private heldIn(mention: { column: string }, said: ReturnType<typeof readOperator>): ReturnType<typeof heldWords> {
    const type = this.result.columns.get(mention.column);
    if (!(said.holds || /Subject$|AccountDomain$/.test(mention.column)) || this.reading.described || (type !== 'string' && type !== 'dynamic')) return undefined;
    const list = heldWords(this.reading, said.next);
    if (list === undefined) return undefined;
    const meant = this.conceptHits.some(({ value, from }) => from >= said.next && from < list.to && value.conditions.some((condition) => comparisonsOf(condition).some(({ column }) => column === mention.column)));
    const inside = this.result.mentions.some(({ from }) => from >= said.next && from < list.to);
    return meant || inside ? undefined : list;
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

  private bareAllowed(mention: { column: string; from: number; to: number }, operator: string, holds: boolean): boolean {
    if (this.reading.long) return false;
    if (/Account(?:Name|Upn|Domain)$/.test(mention.column) && operator === 'is' && accountNouns.test(this.reading.words[readOperator(this.reading.words, mention.to).next]?.text ?? '')) return true;
    if (mention.to - mention.from === 1 && entityWords.has(this.reading.words[mention.from]?.stem ?? '') && !/\b(?:named|called|=)/.test(after(this.reading.words, mention.to, 2)) && !holds && (operator === 'has' || !this.unknown(readOperator(this.reading.words, mention.to).next))) return false;
    const type = this.result.columns.get(mention.column);
    if (nameColumns.test(mention.column)) return true;
    return (type === 'string' || type === 'dynamic') && (operator !== 'is' || !/^(?:DeviceName|ActionType|DeviceId|CveId)$/.test(mention.column) || /named|called|=/.test(after(this.reading.words, mention.to, 2)));
  }

  /** A name right after the column that holds names: "vendor Adobe", "job title Manager". */
  private named(column: string, at: number): boolean {
    const word = this.reading.words[at]?.text ?? '';
    if (/AccountDomain$/.test(column)) return /^[A-Z]{3,}\d*$/.test(word);
    if (levelColumns.test(column)) return /^(?:critical|high|medium|low|none|active|inactive|enabled|disabled|failed|completed|pending|informational)$/i.test(word);
    if (column === 'FileType') return /^[a-z][a-z0-9]{1,4}$/.test(word) && !commonWords.has(word);
    if (column === 'EmailLanguage') return /^[a-z]{2}$/.test(word);
    if (/Subject$/.test(column)) return /^[A-Z][a-z]+$/.test(word);
    if (titleColumns.test(column)) return /^[A-Z]/.test(word) && /^[A-Z]/.test(this.reading.words[at + 1]?.text ?? '');
    return nameColumns.test(column) && (/^[A-Z][\w'’-]+$/.test(word) || knownProducts.has(word.toLowerCase()) || (/Vendor|Manufacturer/.test(column) && /^microsoft$/i.test(word)));
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
    if (word === undefined || at === 0 || this.result.used.has(at) || /^(?:AD|ID|Azure|Entra|Microsoft|Windows|Defender|Office)$/.test(word.text) || !/^[\p{L}][\w-]+$/u.test(word.text) || (commonWords.has(word.text.toLowerCase()) && !/^[A-Z]/.test(word.text) && !usualNamespace(mention.column, word.text))) return undefined;
    if (!this.unknown(at) && !/^[A-Z]/.test(word.text) && !usualNamespace(mention.column, word.text)) return undefined;
    return { values: [{ kind: 'string', text: word.text, origin: 'question', span: [word.start, word.end] }], from: at };
  }

  private compare(mention: { column: string; from: number; to: number }, said: ReturnType<typeof readOperator>, values: PlanLiteral[], slots: (Slot | undefined)[], joined: 'and' | 'or', to: number): void {
    const slot = slots.find((one) => one !== undefined);
    const shape: SlotType | undefined = slot?.type === 'quoted' ? (slot.quotedType ?? 'quoted') : slot?.type;
    const named = mention.to - mention.from === 1 ? ownPort(mention.column, this.reading.text, this.result.columns) : mention.column;
    const aimed = /^Account(?:Name|Upn|DisplayName)$/.test(named) && targeted.test(before(this.reading.words, mention.from, 2)) ? ['QueryTarget', 'TargetAccountUpn', 'TargetAccountDisplayName'].find((name) => this.result.columns.has(name)) : undefined;
    const column = aimed ?? fitColumn(this.result.columns, named, shape);
    const type = this.result.columns.get(column);
    if (type === undefined || !compatible(type, shape ?? (values[0]?.origin === 'catalogue' ? 'quoted' : undefined), column)) return;
    if (shape === 'size' || shape === 'number') {
      if (this.reading.thresholds.some(({ from, to: end }) => from < to && end > said.next - 1)) return;
      if (!/port|id|size|count|code|level|build|line|data|version|score|name|key/i.test(column) && !(/IP$|IPAddress$/.test(column) && said.operator === 'startswith')) return;
    }
    if (shape === 'domainUser' && /Account|User|Owner/.test(column)) values = this.withoutDomain(values, mention.from, to);
    values = values.map((value) => this.spelled(column, value));
    const not = said.not || negatedAt(this.reading.words, mention.from, 4, this.said);
    const operator = this.operatorFor(column, said.operator, values, shape);
    const how = said.operator === 'all' ? 'and' : said.operator === 'any' || !textColumns.test(column) ? 'or' : joined;
    // "Created by x" says two things: who, and what was done.
    const from = mention.to - mention.from === 2 && /^by$/i.test(this.reading.words[mention.to - 1]?.text ?? '') ? mention.to - 1 : mention.from;
    this.push('column', compareAll(column, operator, values, how, not), Math.min(from, to - 1), to, 3);
  }

  /** A value in the spelling of the catalogue: "high" is "High" where rows say so. */
  private spelled(column: string, value: PlanLiteral): PlanLiteral {
    const known = value.origin === 'question' ? this.own.values.get(column)?.find((one) => one.toLowerCase() === value.text.toLowerCase()) : undefined;
    const [image, ...more] = /ProcessFileName$|^FileName$/.test(column) && this.result.columns.has('InitiatingProcessFileName') ? (processNames.get(value.text.toLowerCase()) ?? []) : [];
    return known !== undefined ? { ...value, text: known } : image !== undefined && more.length === 0 ? { ...value, text: image } : value;
  }

  private operatorFor(column: string, said: ReturnType<typeof readOperator>['operator'], values: readonly PlanLiteral[], shape: SlotType | undefined): PlanOperator {
    const type = this.result.columns.get(column) ?? 'string';
    if (said === 'has' && /FileName$/.test(column) && values.every(({ text }) => [...(processNames.get(text.replace(/\.exe$/, '').toLowerCase()) ?? [])].includes(text))) return '=~';
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
      const numeric = (column: string): boolean => (['int', 'long', 'real', 'decimal'].includes(this.result.columns.get(column) ?? '') && !/Id$/.test(column)) || textNumbers.has(column);
      const said = this.result.mentions.filter(({ column }) => numeric(column));
      const mention = said.find(({ column, from, to }) => (to <= threshold.from && threshold.from - to <= 3) || (from >= threshold.to && from - threshold.to <= 1 && !column.endsWith('Port')));
      const column = threshold.unit === 'bytes' ? ['FileSize', 'ObjectSize', 'ResponseSize', 'InitiatingProcessFileSize'].find((name) => this.result.columns.has(name)) : mention?.column;
      if (column === undefined) continue;
      const value: PlanLiteral = { kind: 'number', text: threshold.unit === 'bytes' ? bytesOf(threshold.text) : threshold.text, origin: 'question', span: threshold.span };
      const from = Math.min(threshold.from, mention?.from ?? threshold.from);
      this.push('threshold', [{ column: textNumbers.has(column) ? `toint(${column})` : column, operator: threshold.operator, values: [value] }], from, Math.max(threshold.to, mention?.to ?? threshold.to), 3);
    }
  }

  /** "Port between 6660 and 6669", "CVSS score from 7 to 9". */
  ranges(): void {
    const { words } = this.reading;
    words.forEach(({ text }, index) => {
      const [low, high] = [slotAt(this.reading, index + 1), slotAt(this.reading, index + 3)];
      if (!/^(?:between|from)$/i.test(text) || low?.type !== 'number' || high?.type !== 'number' || !/^(?:and|to)$/i.test(words[index + 2]?.text ?? '')) return;
      const mention = this.result.mentions.findLast(({ column, to }) => to <= index && index - to <= 3 && ['int', 'long', 'real', 'decimal'].includes(this.result.columns.get(column) ?? ''));
      if (mention === undefined || !this.free(mention.from, index + 4)) return;
      const column = mention.to - mention.from === 1 ? ownPort(mention.column, this.reading.text, this.result.columns) : mention.column;
      this.push('threshold', [{ column, operator: 'between', values: [fromSlot(low), fromSlot(high)], ...(negatedAt(words, index, 2) ? { not: true } : {}) }], mention.from, index + 4, 3);
    });
  }

  /** "With extension exe, dll or ps1". */
  extensions(): void {
    const { words } = this.reading;
    const column = ['FileName', 'ObjectName'].find((name) => this.result.columns.has(name));
    if (column === undefined || this.result.columns.has('ExtensionId')) return;
    words.forEach(({ text, start, end, slot }, index) => {
      // "SVG attachments", "JNLP file extensions", "lnk files".
      const kind = slot === undefined && /^[a-z][a-z0-9]{1,4}$|^[A-Z][A-Z0-9]{1,4}$/.test(text) && isFileExtension(text) && /^(?:files?|attachments?)$/i.test(words[index + 1]?.text ?? '') && this.free(index, index + 2);
      if (kind && !this.conceptHits.some(({ from, to }) => from <= index && to > index)) this.push('column', [{ column, operator: 'endswith', values: [{ kind: 'string', text: `.${text.toLowerCase()}`, origin: 'question', span: [start, end] }], ...(negatedAt(words, index, 3) ? { not: true } : {}) }], index, index + 1, 2);
      if (!/^extensions?$/i.test(text)) return;
      let at = index + 1;
      while (/^(?:of|like|is|are|in|either|such|as|:|=)$/i.test(words[at]?.text ?? '')) at += 1;
      const values: PlanLiteral[] = [];
      let to = at;
      for (; isFileExtension(words[at]?.text ?? '') && words[at]?.slot === undefined; at += 1) {
        const word = words[at] as Word;
        values.push({ kind: 'string', text: `.${word.text.toLowerCase()}`, origin: 'question', span: [word.start, word.end] });
        to = at + 1;
        while (/^(?:,|and|or)$/i.test(words[at + 1]?.text ?? '')) at += 1;
      }
      if (values.length > 0 && this.free(index, to)) this.push('column', compareAll(column, 'endswith', values, 'or', negatedAt(words, index, 3)), index, to, 2.4);
    });
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
      // In a list each is what the first is.
      const listed = previous !== undefined && onlySeparators(this.reading.words, previous.to, index) && slotAt(this.reading, previous.to - 1)?.type === slot.type && /FileName$/.test(previous.column) ? previous.column : undefined;
      const column: string | undefined = listed ?? columnOfSlot(slot, index, this.reading, this.result.columns, this.result.table);
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
}
