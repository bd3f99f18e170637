import { analyzeKql } from '../checker/analyze.js';
import { KqlError } from '../kql.error.js';
import { className, type SyntaxElement } from '../language/kusto-syntax.js';
import type { AskSchema } from './ask-schema.js';
import { columnPhrase, durationPhrase, listOf } from './plan-sentences.js';
import type { LogicLine } from './print-plan.js';

/** What each clause of a query does, in one sentence each, in the order of the text. A text that is no query gives none. */
export function explainKql(kql: string, schema: AskSchema): LogicLine[] {
  try {
    const { code, text } = analyzeKql(kql, schema.hunting);
    const lines: LogicLine[] = [];
    for (const statement of childrenOf(code.Syntax)) explainStatement(statement, text, lines);
    return lines;
  } catch (error) {
    if (error instanceof KqlError) return [];
    throw error;
  }
}

function childrenOf(node: SyntaxElement | null | undefined): SyntaxElement[] {
  if (node === null || node === undefined || node.IsToken) return [];
  return Array.from({ length: node.ChildCount }, (_, index) => node.GetChild(index)).filter((child): child is SyntaxElement => child !== null && child !== undefined);
}

function textOf(node: SyntaxElement, text: string): string {
  return text.slice(node.TextStart, node.TextStart + node.Width).replace(/\s+/g, ' ').trim();
}

function push(lines: LogicLine[], node: SyntaxElement, sentence: string): void {
  lines.push({ text: sentence, offset: node.TextStart, length: node.Width });
}

function explainStatement(node: SyntaxElement, text: string, lines: LogicLine[]): void {
  const kind = className(node);
  if (kind === 'LetStatement') {
    const [, name, , value] = childrenOf(node);
    push(lines, node, `Call ${name === undefined ? 'a value' : textOf(name, text)} ${value !== undefined && textOf(value, text).length < 60 ? textOf(value, text) : 'what follows it'}.`);
  } else if (kind === 'PipeExpression') explainPipe(node, text, lines);
  else if (kind === 'ExpressionStatement' || kind === 'List' || kind === 'SyntaxList' || kind === 'SeparatedElement' || kind === 'QueryBlock') for (const child of childrenOf(node)) explainStatement(child, text, lines);
  else if (kind === 'NameReference') push(lines, node, `Read ${textOf(node, text)}.`);
  else if (!node.IsToken && kind.endsWith('Operator')) push(lines, node, operatorSentence(node, text));
}

/** Pipes nest to the left; a long one is walked without recursion. */
function explainPipe(node: SyntaxElement, text: string, lines: LogicLine[]): void {
  const steps: SyntaxElement[] = [];
  let at: SyntaxElement = node;
  while (className(at) === 'PipeExpression') {
    const [left, , right] = childrenOf(at);
    if (right !== undefined) steps.unshift(right);
    if (left === undefined) return;
    at = left;
  }
  const source = textOf(at, text);
  push(lines, at, className(at).endsWith('Operator') ? operatorSentence(at, text) : `Read ${source.length > 80 ? `${source.slice(0, 77)}...` : source}.`);
  for (const step of steps) push(lines, step, operatorSentence(step, text));
}

const joinKinds: Readonly<Record<string, string>> = { leftanti: 'Keep only rows that have no match in', anti: 'Keep only rows that have no match in', leftsemi: 'Keep only rows that have a match in', leftouter: 'Add the columns, where there is a match, of', inner: 'Match each row with the rows of', fullouter: 'Match in both directions with' };

function operatorSentence(node: SyntaxElement, text: string): string {
  const kind = className(node);
  const whole = textOf(node, text);
  const rest = whole.replace(/^[\w-]+\s*/, '');
  switch (kind) {
    case 'FilterOperator': return `Keep rows where ${conditionPhrase(rest)}.`;
    case 'ProjectOperator': return `Show only ${namesPhrase(rest)}.`;
    case 'ProjectAwayOperator': return `Leave out ${namesPhrase(rest)}.`;
    case 'ProjectRenameOperator': return `Rename columns: ${rest}.`;
    case 'ProjectReorderOperator': return `Put ${namesPhrase(rest)} first.`;
    case 'ProjectKeepOperator': return `Keep only ${namesPhrase(rest)}.`;
    case 'ExtendOperator': return `Compute ${listOf(splitTop(rest).map((part) => columnPhrase(part.split(/\s*=(?!=)/)[0] ?? part)), 'and')}.`;
    case 'SummarizeOperator': return summarySentence(rest);
    case 'DistinctOperator': return `Show each different ${namesPhrase(rest)} once.`;
    case 'CountOperator': return 'Count the rows.';
    case 'TakeOperator': return `Keep any ${rest} rows.`;
    case 'SampleOperator': return `Keep ${rest} random rows.`;
    case 'TopOperator': return `Keep the ${rest.replace(/^(\S+)\s+by\s+(.*)$/s, (_, rows: string, by: string) => `${rows} rows by ${by.replace(/\bdesc\b/, 'highest first').replace(/\basc\b/, 'lowest first')}`)}.`;
    case 'SortOperator': return `Sort ${rest.replace(/\bdesc\b/g, '(highest or newest first)').replace(/\basc\b/g, '(lowest or oldest first)')}.`;
    case 'JoinOperator': return joinPhrase(whole);
    case 'LookupOperator': return `Look up columns: ${shorten(rest)}.`;
    case 'UnionOperator': return 'Put the rows of several tables together.';
    case 'MvExpandOperator': return `Make one row of each item of ${rest}.`;
    case 'MvApplyOperator': return `Work on each item of ${shorten(rest)}.`;
    case 'ParseOperator': return 'Cut values out of a text by a pattern.';
    case 'ParseWhereOperator': return 'Cut values out of a text by a pattern, and keep rows that match.';
    case 'RenderOperator': return `Draw it as a ${rest.split(' ')[0] ?? 'chart'}.`;
    case 'MakeSeriesOperator': return `Make a series over time: ${shorten(rest)}.`;
    case 'SearchOperator': return `Look for ${shorten(rest)} in every column.`;
    case 'EvaluateOperator': return `Apply ${shorten(rest)}.`;
    case 'InvokeOperator': return `Apply ${shorten(rest)} to the rows.`;
    case 'SerializeOperator': return 'Keep the rows in this order.';
    case 'PartitionOperator': return `Work on each group apart: ${shorten(rest)}.`;
    case 'PrintOperator': return 'Compute values without a table.';
    case 'RangeOperator': return `Make rows: ${shorten(rest)}.`;
    case 'DataTableExpression': return 'Use the rows written in the query.';
    case 'AsOperator': return `Call the result so far ${rest}.`;
    default: return `${shorten(whole)}.`;
  }
}

function shorten(text: string): string {
  return text.length > 90 ? `${text.slice(0, 87)}...` : text;
}

/** Parts of a list at its outermost level. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== '') quote = character === quote && text.charAt(at - 1) !== '\\' ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...parts, text.slice(start).trim()].filter(Boolean);
}

function namesPhrase(text: string): string {
  return listOf(splitTop(text).map((part) => columnPhrase(part.split(/\s*=(?!=)/)[0]?.trim() ?? part)), 'and');
}

function conditionPhrase(text: string): string {
  const agoed = text.replace(/\b(\w+)\s*>=?\s*ago\s*\(\s*(\w+)\s*\)/g, (_, column: string, span: string) => `${columnPhrase(column)} is in the last ${durationPhrase(span)}`);
  const said = agoed.replace(/\s*==\s*/g, ' is ').replace(/\s*!=\s*/g, ' is not ').replace(/\s*=~\s*/g, ' is ').replace(/\s*!~\s*/g, ' is not ').replace(/\s!in~?\s/g, ' is none of ').replace(/\bin~?\s*\(/g, 'is one of (').replace(/\s!has\s/g, ' does not contain the term ').replace(/\shas_any\s/g, ' contains any of ').replace(/\shas_all\s/g, ' contains all of ').replace(/\shas\s/g, ' contains the term ').replace(/\scontains\s/g, ' contains ').replace(/\sstartswith\s/g, ' starts with ').replace(/\sendswith\s/g, ' ends with ').replace(/\smatches regex\s/g, ' matches the pattern ');
  const named = said.replace(/(?<!["'@\w\\.])\b([A-Z][A-Za-z]*[a-z][A-Z]?\w*)\b(?!["'(\w\\])(?=(?:[^"]*"[^"]*")*[^"]*$)/g, (name: string) => columnPhrase(name));
  return named.length > 240 ? `${named.slice(0, 237)}...` : named;
}

function summarySentence(rest: string): string {
  const at = topLevelBy(rest);
  const measures = splitTop(at === -1 ? rest : rest.slice(0, at));
  const keys = at === -1 ? [] : splitTop(rest.slice(at + 2));
  const keyText = keys.length === 0 ? '' : `For each ${listOf(keys.map((key) => keyPhrase(key)), 'and')}, `;
  const text = measures.length === 0 ? 'keep one row' : `compute ${listOf(measures.map((part) => columnPhrase(part.split(/\s*=(?!=)/)[0]?.trim() ?? part)), 'and')}`;
  return keyText === '' ? `${text.charAt(0).toUpperCase()}${text.slice(1)}.` : `${keyText}${text}.`;
}

function keyPhrase(key: string): string {
  const binned = /bin\s*\(\s*(\w+)\s*,\s*(\w+)\s*\)/.exec(key);
  return binned === null ? columnPhrase(key.split(/\s*=(?!=)/)[0]?.trim() ?? key) : `${columnPhrase(binned[1] ?? '')} in steps of ${durationPhrase(binned[2] ?? '')}`;
}

function topLevelBy(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    else if (depth === 0 && /^by\s/.test(text.slice(at)) && (at === 0 || /\s/.test(text.charAt(at - 1)))) return at;
  }
  return -1;
}

function joinPhrase(text: string): string {
  const kind = /kind\s*=\s*(\w+)/.exec(text)?.[1] ?? 'innerunique';
  const table = /(?:\(|\s)([A-Z]\w+)/.exec(text.replace(/^join\s*(?:kind\s*=\s*\w+)?\s*(?:hint\.\w+\s*=\s*\w+)?/, ' '))?.[1] ?? 'the other side';
  const on = /\bon\s+([^)]*)$/.exec(text)?.[1] ?? '';
  return `${joinKinds[kind] ?? 'Match each row with the rows of'} ${table}${on === '' ? '' : ` by ${on.replace(/\$left\.|\$right\./g, '').replace(/\s*==\s*/g, ' and ')}`}.`;
}
