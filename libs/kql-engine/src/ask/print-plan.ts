import type { KustoType } from '../translator/sql-value.js';
import type { AskSchema } from './ask-schema.js';
import { columnPhrase, conditionSentence, joinSentence, listOf, measureSentence } from './plan-sentences.js';
import { isAnyOf, type HuntPlan, type LiteralOrigin, type PlanComparison, type PlanCondition, type PlanJoin, type PlanKey, type PlanLiteral, type PlanMeasure } from './hunt-plan.js';

/** A literal as it stands in a query, and where it came from. */
export interface TracedLiteral {
  /** The value itself, without quotes. */
  value: string;
  origin: LiteralOrigin;
  /** Where the query has it. */
  offset: number;
  length: number;
  /** The column it is compared with, where it is compared with one. */
  column?: string;
  /** Where the question says it. */
  question?: readonly [start: number, end: number];
}

/** What one clause of a query does, in one sentence. */
export interface LogicLine {
  text: string;
  /** Where the clause stands in the query. */
  offset: number;
  length: number;
}

/** A plan as text, with its explanation. */
export interface PrintedPlan {
  kql: string;
  logic: LogicLine[];
  literals: TracedLiteral[];
}

/** Text of a query as it grows, so that every literal knows its place. */
class Writer {
  text = '';
  /** The vulnerability tables are documented and queried with 1 and 0. */
  numericFlags = false;
  readonly literals: TracedLiteral[] = [];

  literal(literal: PlanLiteral, type: KustoType, column?: string): void {
    const printed = printLiteral(literal, type, this.numericFlags);
    this.literals.push({ value: literal.kind === 'bool' ? printed : literal.text, origin: literal.origin, offset: this.text.length, length: printed.length, ...(column === undefined ? {} : { column }), ...(literal.span === undefined ? {} : { question: literal.span }) });
    this.text += printed;
  }

  list(literals: readonly PlanLiteral[], type: KustoType, column: string): void {
    literals.forEach((literal, index) => {
      if (index > 0) this.text += ', ';
      this.literal(literal, type, column);
    });
  }
}

/** `value` as a KQL string literal. */
export function quoted(value: string): string {
  return `"${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`;
}

/** `name` where KQL wants a name: in brackets when it is not a plain one. */
export function printName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `[${quoted(name)}]`;
}

function printLiteral({ kind, text }: PlanLiteral, type: KustoType, numericFlags = false): string {
  if (kind === 'ago') return text === '0d' ? 'now()' : text.startsWith('-') ? `now(${text.slice(1)})` : `ago(${text})`;
  if (kind === 'datetime') return `datetime("${text}")`;
  if (kind === 'timespan') return text;
  if (kind === 'bool' && numericFlags && type === 'bool') return text === 'true' ? '1' : '0';
  if (kind === 'bool') return type === 'int' || type === 'long' ? (text === 'true' ? '1' : '0') : type === 'string' ? quoted(text) : text;
  if (kind === 'number' && type !== 'string' && type !== 'dynamic') return text;
  if (kind === 'string' && (type === 'int' || type === 'long' || type === 'real') && /^-?\d+(\.\d+)?$/.test(text)) return text;
  return quoted(text);
}

const listOperators = new Set(['has_any', 'has_all', 'in', 'in~']);
const negated: Readonly<Record<string, string>> = { has: '!has', contains: '!contains', startswith: '!startswith', endswith: '!endswith', in: '!in', 'in~': '!in~', '==': '!=', '=~': '!~', '!=': '==', '!~': '=~', between: '!between', '>': '<=', '>=': '<', '<': '>=', '<=': '>', isempty: 'isnotempty', isnotempty: 'isempty' };

function writeComparison(writer: Writer, { column, operator, values, not }: PlanComparison, type: KustoType): void {
  const [first] = values;
  const wrapped = negated[operator] === undefined && not === true;
  const shown = not === true && !wrapped ? (negated[operator] ?? operator) : operator;
  const name = printExpression(column, type, operator);
  const plain = (/\((\w+)\)$/.exec(column)?.[1] ?? column).split('.')[0] ?? column;
  if (wrapped) writer.text += 'not(';
  if (operator === 'isempty' || operator === 'isnotempty') writer.text += `${shown}(${name})`;
  else if (operator === 'inRange' && first !== undefined) {
    writer.text += `ipv4_is_in_range(${name}, `;
    writer.literal(first, 'string', plain);
    writer.text += ')';
  } else if (operator === 'between' && values.length === 2) {
    writer.text += `${name} ${shown} (`;
    writer.literal(values[0] as PlanLiteral, type, plain);
    writer.text += ' .. ';
    writer.literal(values[1] as PlanLiteral, type, plain);
    writer.text += ')';
  } else if (listOperators.has(operator)) {
    writer.text += `${name} ${shown} (`;
    writer.list(values, type === 'dynamic' ? 'string' : type, plain);
    writer.text += ')';
  } else if (first !== undefined) {
    writer.text += `${name} ${shown} `;
    writer.literal(first, type === 'dynamic' ? 'string' : type, plain);
  }
  if (wrapped) writer.text += ')';
}

/** A column, or a path into a dynamic one written with dots, ready to be compared. */
export function printExpression(column: string, type: KustoType, operator = ''): string {
  if (column.includes('(')) return column;
  const [head = '', ...path] = column.split('.');
  const text = [printName(head), ...path.map((part) => (/^[A-Za-z_]\w*$/.test(part) ? `.${part}` : `[${quoted(part)}]`))].join('');
  const needsText = path.length > 0 || (type === 'dynamic' && !['has', 'contains', 'has_any', 'has_all', 'isempty', 'isnotempty'].includes(operator));
  return needsText ? `tostring(${path.length > 0 && type === 'string' ? text.replace(printName(head), `parse_json(${printName(head)})`) : text})` : text;
}

const functionTypes: Readonly<Record<string, KustoType>> = { 'hourofday(Timestamp)': 'int', 'dayofweek(Timestamp)': 'timespan', 'array_length(EnrolledMfas)': 'long', 'toint(KeySize)': 'int' };

function typeIn(schema: AskSchema, tables: readonly string[], column: string): KustoType {
  const computed = functionTypes[column];
  if (computed !== undefined) return computed;
  const [head = ''] = column.split('.');
  for (const table of tables) {
    const type = schema.tables.get(table)?.get(head);
    if (type !== undefined) return type;
  }
  return 'long';
}

function writeCondition(writer: Writer, condition: PlanCondition, typeOf: (column: string) => KustoType): void {
  const many = isAnyOf(condition) ? condition.anyOf : [condition];
  many.forEach((comparison, index) => {
    if (index > 0) writer.text += ' or ';
    writeComparison(writer, comparison, typeOf(comparison.column));
  });
}

function printMeasure({ name, function: call, column }: PlanMeasure): string {
  const argument = call === 'count' ? '' : call === 'arg_max' || call === 'arg_min' ? `${printName(column ?? 'Timestamp')}, *` : printName(column ?? '');
  return call === 'arg_max' || call === 'arg_min' ? `${call}(${argument})` : `${printName(name)} = ${call}(${argument})`;
}

function printKey(key: PlanKey): string {
  return 'bin' in key ? `bin(${printName(key.column)}, ${key.bin})` : printName(key.column);
}

function writeJoin(writer: Writer, join: PlanJoin, schema: AskSchema): void {
  const typeOf = (column: string): KustoType => typeIn(schema, [join.table], column);
  writer.text += `join kind=${join.kind} (\n    ${join.table}`;
  for (const condition of join.where) {
    writer.text += '\n    | where ';
    writeCondition(writer, condition, typeOf);
  }
  if (join.project !== undefined) writer.text += `\n    | project ${join.project.map(printName).join(', ')}`;
  writer.text += `\n) on ${join.on.map(({ left, right }) => (left === right ? printName(left) : `$left.${left} == $right.${right}`)).join(', ')}`;
}

/** Prints a plan. The result is valid against the schema when the plan names only what the schema has. */
export function printPlan(plan: HuntPlan, schema: AskSchema): PrintedPlan {
  const writer = new Writer();
  writer.numericFlags = /^Device(?:Tvm|Baseline)/.test(plan.table);
  const logic: LogicLine[] = [];
  const tables = [plan.table, ...plan.joins.map(({ table }) => table)];
  const typeOf = (column: string): KustoType => typeIn(schema, tables, column);
  const clause = (write: () => void, text: string): void => {
    if (writer.text !== '') writer.text += '\n| ';
    const offset = writer.text.length;
    write();
    logic.push({ text, offset, length: writer.text.length - offset });
  };
  const say = (text: string) => (): void => {
    writer.text += text;
  };
  clause(say(printName(plan.table)), `Read ${plan.table}.`);
  for (const condition of plan.where) clause(() => { writer.text += 'where '; writeCondition(writer, condition, typeOf); }, conditionSentence(condition));
  if (plan.pick !== undefined) {
    const { which, time, by } = plan.pick;
    clause(say(`summarize ${which === 'latest' ? 'arg_max' : 'arg_min'}(${time}, *)${by.length > 0 ? ` by ${by.map(printName).join(', ')}` : ''}`),
      `Keep the ${which} row${by.length > 0 ? ` of each ${listOf(by.map(columnPhrase), 'and')}` : ''}.`);
  }
  for (const join of plan.joins) clause(() => writeJoin(writer, join, schema), joinSentence(join));
  for (const condition of plan.whereJoined ?? []) clause(() => { writer.text += 'where '; writeCondition(writer, condition, typeOf); }, conditionSentence(condition));
  const { summarize } = plan;
  if (summarize !== undefined) {
    const by = summarize.by.map(printKey).join(', ');
    const measures = summarize.measures.map(printMeasure).join(', ');
    clause(say(`summarize ${[measures, by === '' ? '' : `by ${by}`].filter(Boolean).join(' ')}`), measureSentence(summarize));
    for (const having of summarize.having ?? []) clause(() => { writer.text += 'where '; writeComparison(writer, having, 'long'); }, conditionSentence(having));
  }
  if (plan.distinct !== undefined) clause(say(`distinct ${plan.distinct.map(printName).join(', ')}`), `Show each different ${listOf(plan.distinct.map(columnPhrase), 'and')} once.`);
  if (plan.top !== undefined) {
    const { rows, column, order } = plan.top;
    clause(say(`top ${rows} by ${printName(column)} ${order}`), `Keep the ${rows} rows with the ${order === 'desc' ? 'highest' : 'lowest'} ${columnPhrase(column)}.`);
  }
  if (plan.sort !== undefined) {
    const { column, order } = plan.sort;
    clause(say(`sort by ${printName(column)} ${order}`), `Sort by ${columnPhrase(column)}, ${order === 'desc' ? 'highest or newest' : 'lowest or oldest'} first.`);
  }
  if (plan.take !== undefined) clause(say(`take ${plan.take}`), `Keep any ${plan.take} rows.`);
  if (plan.project !== undefined) clause(say(`project ${plan.project.map(printName).join(', ')}`), `Show only ${listOf(plan.project.map(columnPhrase), 'and')}.`);
  if (plan.count === true) clause(say('count'), 'Count the rows.');
  if (plan.render !== undefined) clause(say(`render ${plan.render}`), `Draw it as a ${plan.render}.`);
  return { kql: writer.text, logic, literals: writer.literals };
}
