import type { Columns } from './fit-column.js';
import { entityColumns } from './lexicon/entity-columns.js';
import type { TableReading } from './conditions.js';
import { PhraseIndex, type Word } from './words.js';

const entityIndex = new PhraseIndex<{ columns: readonly string[]; counted: readonly string[] }>();
for (const { words, columns, counted } of entityColumns) for (const phrase of words.split(', ')) entityIndex.add(phrase, { columns: columns.split(' '), counted: (counted ?? columns).split(' ') });

/** A thing that rows are counted, listed or grouped by. */
export interface Entity {
  column: string;
  counted: string;
  from: number;
  to: number;
}

function preferred(names: readonly string[], { columns, table, found }: TableReading): string | undefined {
  const inUse = new Set(found.flatMap(({ condition }) => ('anyOf' in condition ? condition.anyOf : [condition])).map(({ column }) => column));
  if (table === 'DeviceNetworkEvents' && names.includes('RemotePort') && (inUse.has('LocalPort') || found.some(({ condition }) => JSON.stringify(condition).includes('ListeningConnection') || JSON.stringify(condition).includes('InboundConnection')))) return 'LocalPort';
  if (table === 'DeviceProcessEvents' && names[0] === 'FileName') return 'FileName';
  if (table !== 'DeviceProcessEvents' && table !== 'DeviceFileEvents' && names[0] === 'FileName' && names[1] === 'InitiatingProcessFileName' && columns.has('InitiatingProcessFileName')) return 'InitiatingProcessFileName';
  if (names.includes('AccountUpn') && table.startsWith('Device') && columns.has('AccountName')) return 'AccountName';
  return names.find((name) => columns.has(name));
}

/** The thing named at exactly this place of a question, in terms of the table. */
export function entityAt(words: readonly Word[], at: number, reading: TableReading): Entity | undefined {
  let from = at;
  while (/^(?:the|each|every|all|different|distinct|unique|individual|given|single|a|an|same|of|number|total|such|those|these|any|my|our)$/i.test(words[from]?.text ?? '')) from += 1;
  const mention = reading.mentions.find((one) => one.from === from);
  const entity = entitiesIn(words, reading).find((one) => one.from === from);
  if (mention !== undefined && (entity === undefined || mention.to > entity.to) && mention.column !== 'Timestamp') return { column: mention.column, counted: mention.column, from, to: mention.to };
  return entity;
}

/** Every thing named anywhere in a question. */
export function entitiesIn(words: readonly Word[], reading: TableReading): Entity[] {
  const found: Entity[] = [];
  for (const { value, from, to } of entityIndex.find(words)) {
    if (found.some((other) => from < other.to)) continue;
    const column = preferred(value.columns, reading);
    const counted = value.counted === value.columns ? column : value.counted.find((name) => reading.columns.has(name));
    if (column !== undefined && counted !== undefined) found.push({ column, counted, from, to });
  }
  return found;
}

/** The columns that say which device, where both are there. */
export function distinctColumns(column: string, columns: Columns): string[] {
  if (column === 'DeviceName' && columns.has('DeviceId')) return ['DeviceId', 'DeviceName'];
  if (column === 'DeviceId' && columns.has('DeviceName')) return ['DeviceId', 'DeviceName'];
  return [column];
}
