import type { AskSchema } from '../ask-schema.js';
import type { PlanComparison, PlanCondition, PlanLiteral, PlanOperator } from '../hunt-plan.js';

const operators = ['==', '!=', '=~', 'in~', '!in~', '!in', 'in', '!has', 'has_any', 'has_all', 'has', 'startswith', 'endswith_any', 'endswith', 'contains', 'matches regex', '>=', '<=', '>', '<'];

/** The filter a line of the lexicon stands for, as `Column operator value | value && ...`; undefined when the table lacks a column it needs. */
export function parseFilter(text: string, schema: AskSchema, table: string): PlanCondition[] | undefined {
  const conditions: PlanCondition[] = [];
  for (const part of text.split(' && ')) {
    const any: PlanComparison[] = [];
    for (const alternative of part.split(' || ')) {
      const parsed = parseComparison(alternative.trim(), schema, table);
      if (parsed === undefined) return undefined;
      any.push(...parsed);
    }
    const [only] = any;
    if (only === undefined) return undefined;
    conditions.push(any.length === 1 ? only : { anyOf: any });
  }
  return conditions;
}

function parseComparison(text: string, schema: AskSchema, table: string): PlanComparison[] | undefined {
  const columns = schema.tables.get(table);
  const empty = /^(isempty|isnotempty) (\S+)$/.exec(text);
  if (empty !== null) return columns?.has(empty[2] ?? '') === true ? [{ column: empty[2] ?? '', operator: empty[1] as PlanOperator, values: [] }] : undefined;
  const [head = '', operatorText = '', ...rest] = text.replace(' matches regex ', ' matches\u00a0regex ').split(' ').map((part) => part.replace('\u00a0', ' '));
  const column = head.endsWith('*') ? [...(columns?.keys() ?? [])].find((name) => name.startsWith(head.slice(0, -1))) : head;
  const type = column === undefined ? undefined : columns?.get(column);
  if (column === undefined || type === undefined || !operators.includes(operatorText)) return undefined;
  const catalogue = schema.values.get(table)?.get(column);
  const values = rest.join(' ').split(' | ').map((value): PlanLiteral => {
    const plain = value.trim().replace(/\\\\/g, '\\');
    if (plain === 'now') return { kind: 'ago', text: '0d', origin: 'assumed' };
    if (plain.startsWith('ago ')) return { kind: 'ago', text: plain.slice(4), origin: 'assumed' };
    if (type === 'bool') return { kind: 'bool', text: plain, origin: 'catalogue' };
    const origin = catalogue?.some((known) => known.toLowerCase() === plain.toLowerCase()) === true || column === 'ActionType' ? 'catalogue' : 'assumed';
    return { kind: type === 'int' || type === 'long' || type === 'real' ? 'number' : 'string', text: plain, origin };
  });
  const compared = values.some(({ kind }) => kind === 'ago') && type !== 'datetime' ? `todatetime(${column})` : column;
  if (operatorText === 'endswith_any') return values.map((value) => ({ column: compared, operator: 'endswith', values: [value] }));
  const not = operatorText.startsWith('!') && operatorText !== '!=' ? true : undefined;
  const operator = (not === true ? operatorText.slice(1) : operatorText) as PlanOperator;
  return [{ column: compared, operator, values, ...(not === undefined ? {} : { not }) }];
}
