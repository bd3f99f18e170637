import type { AskSchema } from './ask-schema.js';
import type { AskContext, HuntCandidate } from './ask-hunt.js';
import { tablesOfHunt, type FoundHunt } from './find-hunts.js';
import { printName, quoted } from './print-plan.js';
import type { Reading } from './reading.js';
import { columnOfSlot } from './slot-roles.js';
import { successorOf } from './table-ranking.js';
import { traceLiterals } from './trace-literals.js';

/** A hunt of the library as an answer: the period asked for, and filters for the values the question names. */
export function libraryAnswer({ hunt, score }: FoundHunt, reading: Reading, schema: AskSchema, context: AskContext): HuntCandidate {
  const known = tablesOfHunt(hunt.kql, schema);
  const [kept, tables] = inCurrentNames(hunt.kql, known, schema, context);
  const kql = withValues(withPeriod(kept, reading), tables, reading, schema);
  return { label: hunt.title, kql, tables, literals: traceLiterals(kql, reading.text, schema, context), logic: [], intent: 'library', library: hunt.id, score: score * 10 };
}

/** A hunt over a table that this tenant no longer has reads the one that took over, where that has every column the hunt names. */
function inCurrentNames(kql: string, tables: readonly string[], schema: AskSchema, { tables: stored }: AskContext): [kql: string, tables: string[]] {
  let text = kql;
  const named = tables.map((table) => {
    const successor = successorOf(table);
    if (stored === undefined || successor === undefined || stored.includes(table)) return table;
    const lost = [...(schema.tables.get(table)?.keys() ?? [])].some((column) => schema.tables.get(successor)?.has(column) !== true && new RegExp(`\\b${column}\\b`).test(kql));
    if (lost) return table;
    text = text.replace(new RegExp(`\\b${table}\\b`, 'g'), successor);
    return successor;
  });
  return [text, named];
}

function withPeriod(kql: string, { time }: Reading): string {
  const [first] = time?.values ?? [];
  if (time === undefined || first === undefined || time.stale === true) return kql;
  if (first.kind === 'ago' && (time.operator === '>' || time.operator === '>=')) return kql.replace(/ago\(7d\)/g, `ago(${first.text})`);
  if (first.kind !== 'datetime') return kql;
  const [, second] = time.values;
  const end = second === undefined ? '' : second.kind === 'timespan' ? second.text : `datetime("${second.text}")`;
  const text = time.operator === 'between' ? `between (datetime("${first.text}") .. ${end})` : `${time.operator} datetime("${first.text}")`;
  return kql.replace(/Timestamp > ago\(7d\)/g, `Timestamp ${text}`);
}

/** Hosts, users and other values of the question narrow the first table that has a column for them. */
function withValues(kql: string, tables: readonly string[], reading: Reading, schema: AskSchema): string {
  const [main] = tables;
  const columns = main === undefined ? undefined : schema.tables.get(main);
  if (main === undefined || columns === undefined) return kql;
  const lines = reading.slots.flatMap((slot) => {
    if (!['host', 'user', 'email', 'ip', 'sha256', 'sha1', 'domainUser'].includes(slot.type)) return [];
    const at = reading.words.findIndex(({ slot: index }) => index !== undefined && reading.slots[index] === slot);
    const column = columnOfSlot(slot, at, reading, columns, main);
    if (column === undefined || columns.get(column) !== 'string') return [];
    const operator = column === 'DeviceName' ? (slot.value.includes('.') ? '=~' : 'has') : '=~';
    return [`| where ${printName(column)} ${operator} ${quoted(slot.value.split('\\').pop() ?? slot.value)}`];
  });
  if (lines.length === 0) return kql;
  if (kql.startsWith('union')) return kql.replace(/\n\| (?:sort|summarize)/, (found) => `\n${lines.filter((line) => line.includes('DeviceName')).join('\n')}${found}`);
  const end = kql.search(/\n\| (?!where Timestamp)/);
  return end === -1 ? `${kql}\n${lines.join('\n')}` : `${kql.slice(0, end)}\n${lines.join('\n')}${kql.slice(end)}`;
}
