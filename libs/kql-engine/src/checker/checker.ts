import { KqlError, KqlErrorCode, positionOf } from '../kql.error.js';
import { kustoLanguage } from '../language/kusto-language.js';
import { className, columnsOf, listItems, symbolOf, walkNodes } from '../language/kusto-syntax.js';
import { assertSafe } from '../safety/allow-list.js';
import { defaultKqlLimits, type KqlLimits } from '../safety/limits.js';
import type { HuntingSchema } from '../schema/hunting-schema.js';
import type { KustoType } from '../translator/sql-value.js';
import { analyzeKql, hasQuery, kindOfKql, noQuery, notAQuery, type KqlAnalysis } from './analyze.js';
import type { KqlDiagnostic } from './diagnostic.js';

/** A column that comes out of a query; `unknown` when its type is only known once it runs. */
export interface CheckedColumn {
  name: string;
  type: KustoType | 'unknown';
}

/** What the checker says of a query. */
export interface KqlCheck {
  /** It is a query and has no error. */
  ok: boolean;
  /** It is also made only of what may run. */
  runnable: boolean;
  kind: 'query' | 'command' | 'directive';
  /** Errors and warnings in the order of the text, at most 200. What keeps a valid query from running is a warning. */
  diagnostics: KqlDiagnostic[];
  /** Columns of the result; empty when the query is not valid. */
  columns: CheckedColumn[];
  /** Tables of the schema that the query names, each once, in the order of the text. */
  tables: string[];
  /** How the query could be faster or plainer; only when asked for. */
  hints: KqlDiagnostic[];
}

/** What to check for. */
export interface CheckOptions {
  /** Also gives {@link KqlCheck.hints}, which takes about as long again. */
  hints?: boolean;
  limits?: KqlLimits;
}

/** What may be written at a place in a query. */
export interface KqlCompletion {
  /** `column`, `table`, `function`, `operator`, `keyword`, ... */
  kind: string;
  /** What a list shows. */
  label: string;
  /** What is put before the caret, and what after it. */
  before: string;
  after: string;
}

/** Completions, and the stretch of the query that the one chosen replaces. */
export interface KqlCompletions {
  offset: number;
  length: number;
  items: KqlCompletion[];
}

const mostDiagnostics = 200;

/** Checks a query against a schema. Never throws for what is in the query: limits and forbidden parts are diagnostics too. */
export function checkKql(text: string, schema: HuntingSchema, options: CheckOptions = {}): KqlCheck {
  const kind = kindOfKql(text);
  const nothing: KqlCheck = { ok: false, runnable: false, kind, diagnostics: [], columns: [], tables: [], hints: [] };
  if (kind !== 'query') return { ...nothing, diagnostics: [diagnosticOf(notAQuery(text), 'error')] };
  try {
    return checkAnalysis(analyzeKql(text, schema, options.limits), schema, options);
  } catch (error) {
    if (error instanceof KqlError) return { ...nothing, diagnostics: [diagnosticOf(error, 'error')] };
    throw error;
  }
}

function checkAnalysis(analysis: KqlAnalysis, schema: HuntingSchema, { limits = defaultKqlLimits, hints = false }: CheckOptions): KqlCheck {
  const { code, text } = analysis;
  const diagnostics = [...analysis.diagnostics];
  let runnable = true;
  try {
    assertSafe(code, text, limits);
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    runnable = false;
    if (error.code === KqlErrorCode.Forbidden) diagnostics.unshift(diagnosticOf(error, 'warning'));
    else if (!diagnostics.some(({ severity }) => severity === 'error')) diagnostics.unshift(diagnosticOf(error, 'error'));
  }
  if (!hasQuery(code)) diagnostics.push(diagnosticOf(noQuery(text), 'error'));
  const ok = !diagnostics.some(({ severity }) => severity === 'error');
  return {
    ok,
    runnable: ok && runnable,
    kind: 'query',
    diagnostics: diagnostics.slice(0, mostDiagnostics),
    columns: ok ? columnsOf(code.ResultType).map(checkedColumn) : [],
    tables: tablesOf(analysis, schema),
    hints: ok && hints ? hintsOf(analysis) : [],
  };
}

/** The columns that an expression at `offset` could name, in the order the binder has them. */
export function columnsInScope(text: string, offset: number, schema: HuntingSchema, limits?: KqlLimits): CheckedColumn[] {
  const { code } = analyzeKql(text, schema, limits);
  return columnsOf(code.GetColumnsInScope(offset)).map(checkedColumn);
}

/** What may be written at `offset`. Text after it is taken into account. @throws KqlError when the text is over the limits. */
export function completeKql(text: string, offset: number, schema: HuntingSchema, limits?: KqlLimits): KqlCompletions {
  const none: KqlCompletions = { offset, length: 0, items: [] };
  if (kindOfKql(text) !== 'query' || offset < 0 || offset > text.length) return none;
  const { code } = analyzeKql(text, schema, limits);
  if (!code.HasSemantics) return none;
  const { Editor } = kustoLanguage();
  const info = new Editor.KustoCodeService.ctor(code).GetCompletionItems(offset);
  const kinds = new Map(Object.entries(Editor.CompletionKind).map(([name, kind]) => [kind as unknown as number, name]));
  const items = listItems<Kusto.Language.Editor.CompletionItem>(info?.Items).map((item) => ({
    kind: lowerFirst(kinds.get(item.Kind as unknown as number) ?? 'other'),
    label: item.DisplayText ?? '',
    before: item.BeforeText ?? '',
    after: item.AfterText ?? '',
  }));
  return { offset: info?.EditStart ?? offset, length: info?.EditLength ?? 0, items: items.filter(({ before }) => !neverOffered.has(before.replace(/[^\w-].*$/s, ''))) };
}

/** What would not run. */
const neverOffered: ReadonlySet<string> = new Set(['externaldata', 'external_table', 'cluster', 'database', 'macro-expand', 'inline_external_table', 'stored_query_result', 'materialized_view', 'entity_group']);

function checkedColumn(column: Kusto.Language.Symbols.ColumnSymbol): CheckedColumn {
  const type = column.Type?.Name ?? 'unknown';
  return { name: column.Name ?? '', type: (['bool', 'int', 'long', 'real', 'decimal', 'string', 'datetime', 'timespan', 'dynamic', 'guid'].includes(type) ? type : 'unknown') as CheckedColumn['type'] };
}

function tablesOf({ code }: KqlAnalysis, schema: HuntingSchema): string[] {
  const found = new Set<string>();
  const take = (symbol: unknown): void => {
    const name = (symbol as { Name?: string | null } | null | undefined)?.Name ?? '';
    if (className(symbol) === 'TableSymbol' && schema.tables.has(name)) found.add(name);
    else if (className(symbol) === 'GroupSymbol') listItems((symbol as Kusto.Language.Symbols.GroupSymbol).Members).forEach(take);
  };
  walkNodes(code.Syntax, (node) => {
    const kind = className(node);
    if (kind === 'NameReference') take(symbolOf(node));
    else if (kind === 'FunctionCallExpression') take((node as Kusto.Language.Syntax.FunctionCallExpression).ResultType);
  });
  return [...found];
}

function hintsOf({ code, text }: KqlAnalysis): KqlDiagnostic[] {
  const service = new (kustoLanguage().Editor.KustoCodeService.ctor)(code);
  return listItems<Kusto.Language.Diagnostic>(service.GetAnalyzerDiagnostics(true)).map((each) => ({
    code: each.Code ?? 'KS000',
    severity: 'hint' as const,
    message: each.Message ?? '',
    ...positionOf(text, each.Start, each.Length),
  }));
}

function diagnosticOf(error: KqlError, severity: KqlDiagnostic['severity']): KqlDiagnostic {
  return { code: error.code, severity, message: error.message, ...(error.position ?? { offset: 0, length: 0, line: 1, column: 1 }) };
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
