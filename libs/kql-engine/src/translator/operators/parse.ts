import { convert } from '../scalars/convert.js';
import { patternFault } from '../scalars/patterns.js';
import { extended, filtered, type Relation } from '../relation.js';
import { sqlString, type KustoType, type SqlValue } from '../sql-value.js';
import { kindOf, namedParameters, parameterText, textOf } from '../syntax.js';
import type { KqlNode, Scope, Translation } from '../translation.js';
import { countGroups, isDigits, patternNodes, readPattern, type PatternPart } from './parse-pattern.js';

/** `parse` and `parse-where`: columns out of a text that has a pattern. */

type ParseNode = Kusto.Language.Syntax.ParseOperator | Kusto.Language.Syntax.ParseWhereOperator;

/** What a regular expression would take for more than it is. */
function escaped(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`);
}

/**
 * A plain pattern as a regular expression: each text at its first place that is possible, and the pattern covers the text
 * from its beginning to its end.
 */
export function simplePattern(parts: readonly PatternPart[]): string {
  const body = parts.map((part, index) => {
    if (part.kind === 'skip') return '.*?';
    if (part.kind === 'text') return escaped(part.text);
    const next = parts[index + 1];
    if (next === undefined || next.kind === 'text' || !isDigits(part.type)) return '(.*?)';
    return part.type === 'int' || part.type === 'long' ? String.raw`([-+]?\d+|)` : String.raw`([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|)`;
  });
  return `(?s)\\A(?:${body.join('')})\\z`;
}

/** What is not said by Kusto's documentation: where a text column ends that no text follows. */
function checkSimple(parts: readonly PatternPart[], node: KqlNode, t: Translation): void {
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1];
    if (part.kind !== 'column' || next === undefined || next.kind === 'text') continue;
    if (!isDigits(part.type)) throw t.unsupported(node, `parse with the column ${part.name} before ${next.kind === 'skip' ? '*' : `the column ${next.name}`}`);
  }
}

/** The captured texts as columns: undefined where the text does not have the pattern. */
interface Captured {
  readonly texts: readonly string[];
  readonly matched: string;
}

function simpleCapture(value: SqlValue, parts: readonly PatternPart[], scope: Scope): Captured {
  return captured(value, simplePattern(parts), parts.filter((part) => part.kind === 'column').map((_, index) => index), scope);
}

/** Runs the expression; `own` are the groups of the columns, counted from 0. */
function captured(value: SqlValue, pattern: string, own: readonly number[], scope: Scope): Captured {
  const names = Array.from({ length: (own.at(-1) ?? -1) + 1 }, (_, index) => `'g${index}'`);
  const matched = scope.computed({ sql: `regexp_matches(${value.sql}, ${sqlString(pattern)})`, type: 'bool', constant: false }).sql;
  if (own.length === 0) return { texts: [], matched };
  const found = scope.computed({ sql: `regexp_extract(${value.sql}, ${sqlString(pattern)}, [${names.join(', ')}])`, type: 'dynamic', constant: false }).sql;
  return { texts: own.map((group) => `${found}.g${group}`), matched };
}

/** How a column of a type stands in a regular expression. */
function columnPattern(type: KustoType): string {
  if (type === 'int' || type === 'long') return String.raw`(-?\d+)`;
  return type === 'real' || type === 'decimal' ? String.raw`(-?\d+(?:\.\d+)?)` : '(.*)';
}

function regexCapture(value: SqlValue, parts: readonly PatternPart[], flags: string, scope: Scope, invalid: (fault: string) => Error): Captured {
  let groups = 0;
  let body = '';
  const own: number[] = [];
  for (const part of parts) {
    if (part.kind === 'skip') body += '.*?';
    else if (part.kind === 'text') {
      body += part.text;
      groups += countGroups(part.text);
    } else {
      body += columnPattern(part.type);
      own.push(groups);
      groups += 1;
    }
  }
  const pattern = `(?${flags.includes('s') ? flags : `${flags}-s`})\\A(?:${body})\\z`;
  const fault = patternFault(pattern);
  // the expression is more than what was written, so only the reason is told
  if (fault !== undefined) throw invalid(fault.replace(/: `.*$/s, ''));
  return captured(value, pattern, own, scope);
}

/** Translates parse and parse-where. */
export function translateParse(node: ParseNode, input: Relation, t: Translation): Relation {
  const parameters = namedParameters(node.Parameters);
  const kind = (parameterText(parameters.get('kind')) ?? 'simple').toLowerCase();
  if (!['simple', 'relaxed', 'regex'].includes(kind)) throw t.invalid(node, `parse has no kind ${kind}`);
  const flags = parameters.has('flags') ? textOf(parameters.get('flags')).trim() : '';
  if (!/^[Umsi]*$/.test(flags)) throw t.unsupported(node, `The flags ${flags} of parse`);
  const parts = readPattern(patternNodes(node.Patterns), t);
  const scope = t.scope(input);
  const value = scope.computed(convert(t.expression(node.Expression as KqlNode, scope), 'string'));
  if (kind !== 'regex') checkSimple(parts, node, t);
  const found = kind === 'regex' ? regexCapture(value, parts, [...new Set(flags)].join(''), scope, (fault) => t.invalid(node, `The pattern of parse ${fault}`)) : simpleCapture(value, parts, scope);
  const columns = parts.filter((part) => part.kind === 'column');
  const values = columns.map((column, index) => scope.computed(typed(found.texts[index] ?? "''", column.type)));
  const strict = kind === 'relaxed' ? [] : values.filter((each) => each.type !== 'string').map((each) => `${each.sql} IS NOT NULL`);
  const matched = scope.computed({ sql: `(${[found.matched, ...strict].join(' AND ')})`, type: 'bool', constant: false }).sql;
  const rows = kindOf(node) === 'ParseWhereOperator' ? filtered(scope.relation, matched) : scope.relation;
  const items = columns.map((column, index) => {
    const each = values[index] as SqlValue;
    const sql = `(CASE WHEN ${matched} THEN ${each.sql} ELSE ${each.type === 'string' ? "''" : 'NULL'} END)`;
    return { name: column.name, value: { sql, type: each.type, constant: false } };
  });
  return extended(rows, items);
}

/** The text as a value of the type; a dynamic is parsed. */
function typed(text: string, type: KustoType): SqlValue {
  if (type === 'dynamic') return { sql: `kql_parse_json(coalesce(${text}, ''))`, type, constant: false };
  return convert({ sql: `coalesce(${text}, '')`, type: 'string', constant: false }, type);
}
