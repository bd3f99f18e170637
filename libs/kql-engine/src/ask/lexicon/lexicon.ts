import type { AskSchema } from '../ask-schema.js';
import type { PlanComparison, PlanCondition } from '../hunt-plan.js';
import { PhraseIndex, stemsOf } from '../words.js';
import { columnPhrases, tableColumnPhrases } from './column-phrases.js';
import { applicationConcepts } from './concepts-application.js';
import { deviceConcepts } from './concepts-device.js';
import { identityConcepts } from './concepts-identity.js';
import { mailConcepts } from './concepts-mail.js';
import { BehaviourIndex } from './behaviour-index.js';
import { postureConcepts } from './concepts-posture.js';
import { commonWords } from './common-words.js';
import { parseFilter } from './parse-filter.js';
import { spaced } from './spaced.js';
import { tablePhrases } from './table-phrases.js';
import { spokenValues, type SpokenValue } from './value-words.js';

export { spaced } from './spaced.js';

const cloudConcepts: Readonly<Record<string, string>> = { ...mailConcepts, ...identityConcepts, ...applicationConcepts, ...postureConcepts };

/** A phrase that stands for a filter in one table. */
export interface Concept {
  conditions: readonly PlanCondition[];
  /** How surely the phrase means the filter: words of the phrase, more for what the catalogue spells so. */
  strength: number;
  /** Written by hand, not made from the catalogue: it wins where both fit. */
  own?: true;
  /** The column's own words must stand beside it: "high" alone says nothing. */
  needs?: readonly string[];
}

/** What one table understands. */
export interface TableLexicon {
  phrases: PhraseIndex<number>;
  columns: PhraseIndex<{ column: string; rank: number }>;
  concepts: PhraseIndex<Concept>;
  /** Enumerated values that are said in any order of their words. */
  spoken: readonly SpokenValue[];
  /** Enumerated values by column. */
  values: ReadonlyMap<string, readonly string[]>;
}

/** Everything known about the words of a schema. */
export interface Lexicon {
  tables: ReadonlyMap<string, TableLexicon>;
  /** What every table is about, looked up at once. */
  topics: PhraseIndex<{ table: string; weight: number }>;
  /** Ways of attackers, by the words they are told with. */
  behaviours: BehaviourIndex;
  /** Stems that some phrase of the lexicon uses: such a word is no name. */
  known: ReadonlySet<string>;
}

const lexicons = new WeakMap<AskSchema, Lexicon>();

/** The lexicon of a schema; built once for each. */
export function lexiconOf(schema: AskSchema): Lexicon {
  let lexicon = lexicons.get(schema);
  if (lexicon === undefined) {
    lexicon = build(schema);
    lexicons.set(schema, lexicon);
  }
  return lexicon;
}

function build(schema: AskSchema): Lexicon {
  const known = new Set<string>();
  for (const word of commonWords) for (const stem of stemsOf(word)) known.add(stem);
  const tables = new Map<string, TableLexicon>();
  const topics: Lexicon['topics'] = new PhraseIndex();
  for (const [table, columns] of schema.tables) {
    const lexicon: TableLexicon = { phrases: new PhraseIndex(), columns: new PhraseIndex(), concepts: new PhraseIndex(), spoken: spokenValues(schema.values.get(table)), values: catalogueOf(schema, table) };
    addTablePhrases(lexicon, topics, table);
    for (const column of columns.keys()) addColumn(lexicon, table, column);
    addConcepts(lexicon, schema, table);
    addBooleans(lexicon, columns);
    addValues(lexicon, schema, table);
    for (const index of [lexicon.phrases, lexicon.columns, spokenConcepts(table)]) for (const stem of index.stems) known.add(stem);
    tables.set(table, lexicon);
  }
  const behaviours = new BehaviourIndex(schema);
  for (const stem of behaviours.stems) known.add(stem);
  return { tables, topics, behaviours, known };
}

function addTablePhrases({ phrases }: TableLexicon, topics: Lexicon['topics'], table: string): void {
  const add = (phrase: string, weight: number): void => {
    phrases.add(phrase, weight);
    topics.add(phrase, { table, weight });
  };
  add(spaced(table), table.endsWith('Events') ? 9.5 : 7);
  if (table !== spaced(table)) add(table, 9);
  for (const entry of (tablePhrases[table] ?? '').split(',')) {
    const [phrase = '', weight = '1'] = entry.trim().split('^');
    // "Network events" names the table, whatever else is said.
    if (phrase !== '') add(phrase, Number(weight) + (/ event$/.test(phrase) && Number(weight) >= 5 ? 2.5 : 0));
  }
}

function addColumn({ columns }: TableLexicon, table: string, column: string): void {
  const own = tableColumnPhrases[table]?.[column];
  for (const phrase of own?.split(', ') ?? []) columns.add(phrase, { column, rank: 0 });
  columns.add(spaced(column), { column, rank: 1 });
  columns.add(column, { column, rank: 1 });
  for (const phrase of columnPhrases[column]?.split(', ') ?? []) columns.add(phrase, { column, rank: 2 });
}

/** The words of the hand-written filters: none of them is a name to look for. */
function spokenConcepts(table: string): PhraseIndex<true> {
  const index = new PhraseIndex<true>();
  for (const line of [deviceConcepts[table], cloudConcepts[table]].join('\n').split('\n')) for (const phrase of (line.split(' => ')[0] ?? '').split(';')) index.add(phrase, true);
  return index;
}

function addConcepts({ concepts }: TableLexicon, schema: AskSchema, table: string): void {
  const blocks = [deviceConcepts[table], cloudConcepts[table]].filter((block) => block !== undefined);
  const lines = blocks.flatMap((block) => block.split('\n')).flatMap((line) => (line.startsWith('@') ? (cloudConcepts[line.trim()] ?? '').split('\n') : [line]));
  for (const line of lines) {
    const [names = '', filter = ''] = line.split(' => ');
    const conditions = parseFilter(filter, schema, table);
    if (conditions === undefined) continue;
    for (const name of names.split(';')) {
      const phrase = name.trim();
      const words = stemsOf(phrase).length;
      if (words > 0) concepts.add(phrase, { conditions, own: true, strength: words === 1 ? 1.2 : 1 + words * 0.8 });
    }
  }
}

/** "IsInternetFacing" is said "internet facing". */
function addBooleans({ concepts }: TableLexicon, columns: ReadonlyMap<string, string>): void {
  for (const [column, type] of columns) {
    if (type !== 'bool' || !column.startsWith('Is')) continue;
    concepts.add(spaced(column.slice(2)), { conditions: [{ column, operator: '==', values: [{ kind: 'bool', text: 'true', origin: 'catalogue' }] }], strength: 1 });
  }
}

const unspokenColumns = new Set(['ErrorCode', 'RiskEventTypes', 'ApplicationId', 'TokenIssuerType', 'RiskLevelAggregated', 'RiskLevelDuringSignIn', 'RiskState', 'ConditionalAccessStatus', 'AuthenticationProcessingDetails', 'DeviceTrustType']);

/** "Logon attempts" are logons of any outcome. */
const unspokenValues = new Set(['LogonAttempted']);

/** Tables whose columns hold what those of the same name hold in another table. */
const siblings: Readonly<Record<string, string>> = { EntraIdSignInEvents: 'AADSignInEventsBeta', EntraIdSpnSignInEvents: 'AADSpnSignInEventsBeta', BehaviorEntities: 'AlertEvidence', BehaviorInfo: 'AlertInfo', MessageEvents: 'EmailEvents', MessagePostDeliveryEvents: 'EmailPostDeliveryEvents', FileMaliciousContentInfo: 'EmailEvents' };
const shared = /^(?:EntityType|ServiceSource|DetectionSource|LogonType|AuthenticationRequirement|ClientAppUsed|OSPlatform|ThreatTypes|DeliveryAction|DeliveryLocation|Categories)$/;

/** The enumerated values of a table, with those of its sibling for the columns it has no values of. */
function catalogueOf(schema: AskSchema, table: string): ReadonlyMap<string, readonly string[]> {
  const own = schema.values.get(table) ?? new Map<string, readonly string[]>();
  const columns = schema.tables.get(table);
  const lent = [...(schema.values.get(siblings[table] ?? '') ?? [])].filter(([column]) => shared.test(column) && columns?.has(column) === true && !own.has(column));
  return new Map([...own, ...lent]);
}

/** Every enumerated value under the words it is written with. One everyday word needs the column's words beside it. */
function addValues({ concepts, values: own }: TableLexicon, schema: AskSchema, table: string): void {
  for (const [column, values] of own) {
    // The only value a column has narrows nothing.
    if (unspokenColumns.has(column) || (values.length === 1 && column === 'ActionType')) continue;
    const dynamic = schema.tables.get(table)?.get(column) === 'dynamic' || column === 'AttackTechniques' || column === 'ThreatTypes';
    const needs = stemsOf(spaced(column)).filter((stem) => !['initiat', 'process', 'type', 'nam', 'stat', 'level', 'action', 'devic', 'device'].includes(stem));
    for (const value of values) {
      const name = value.replace(/ \(T\d.*\)$/, '');
      const stems = stemsOf(spaced(name));
      if (unspokenValues.has(value)) continue;
      if (/^(?:all|none|other|unknown|undefined|not available|na)$/i.test(name) && !spaced(column).toLowerCase().includes(name.toLowerCase())) {
        concepts.add(`${spaced(column)} ${name}`, { conditions: [{ column, operator: dynamic ? 'has' : '==', values: [{ kind: 'string', text: value, origin: 'catalogue' }] }], strength: 2 });
        continue;
      }
      if (stems.length === 0 || stems.length > 6 || /^\d+$/.test(value) || value === '[]') continue;
      const number = schema.tables.get(table)?.get(column);
      if (number === 'int' || number === 'long') continue;
      const single = stems.length === 1;
      const everyday = single && (commonWords.has(name.toLowerCase()) || (name.length <= 4 && !/[a-z]\d/i.test(name)) || !/[a-z][A-Z]/.test(name));
      const condition: PlanComparison = { column, operator: dynamic ? 'has' : '==', values: [{ kind: 'string', text: dynamic ? name : value, origin: 'catalogue' }] };
      if (value !== spaced(name) && !dynamic && /[a-z][A-Z]/.test(value)) concepts.add(value, { conditions: [condition], strength: 2.4 });
      concepts.add(spaced(name), { conditions: [condition], strength: single ? 1.4 : 0.9 + stems.length * 0.8, ...(everyday || column.startsWith('InitiatingProcess') || column.endsWith('IPType') ? { needs } : {}) });
    }
  }
}
