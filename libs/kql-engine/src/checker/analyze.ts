import { KqlError, KqlErrorCode, positionOf } from '../kql.error.js';
import { kustoLanguage } from '../language/kusto-language.js';
import { className, columnsOf, elementAt, enclosing, listItems, simpleName, symbolOf, walkNodes, type SyntaxElement } from '../language/kusto-syntax.js';
import { assertSafe } from '../safety/allow-list.js';
import { assertSize, defaultKqlLimits, type KqlLimits } from '../safety/limits.js';
import { globalsFor, storedFunction } from '../schema/globals.js';
import type { HuntingSchema } from '../schema/hunting-schema.js';
import type { KqlDiagnostic } from './diagnostic.js';
import { namePools } from './name-pools.js';
import { nearestNames } from './nearest-names.js';
import { plainMessage } from './plain-message.js';

/** A query that has been read and bound. */
export interface KqlAnalysis {
  /** The query with the other spellings of columns put right. As long as what was given: places are the same in both. */
  text: string;
  code: Kusto.Language.KustoCode;
  /** What the language service found, without what the services are known to accept. In the order of the text. */
  diagnostics: KqlDiagnostic[];
}

/**
 * Reads and binds `text` within the limits; says nothing of whether it may run.
 * @throws KqlError TooLarge, or Invalid for text that can be no query, or Timeout.
 */
export function analyzeKql(text: string, schema: HuntingSchema, limits: KqlLimits = defaultKqlLimits): KqlAnalysis {
  assertSize(text, limits);
  const until = performance.now() + limits.analysisMs;
  let analysis = bind(text, schema, until);
  // A name put right can leave the same name wrong in the next step of the query.
  for (let round = 0; round < 5; round += 1) {
    const respelled = respell(analysis, schema);
    if (respelled === analysis.text) break;
    analysis = bind(respelled, schema, until);
  }
  return analysis;
}

/**
 * The one door for a query that is to run: within the limits, valid, and made of what the allow-list has.
 * @throws KqlError saying why not, with the place.
 */
export function prepareKql(text: string, schema: HuntingSchema, limits: KqlLimits = defaultKqlLimits): KqlAnalysis {
  if (kindOfKql(text) !== 'query') throw notAQuery(text);
  const analysis = analyzeKql(text, schema, limits);
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  // what cannot be read is why the rest is wrong
  const wrong = errors.find(({ code }) => unreadable.test(code)) ?? errors[0];
  try {
    assertSafe(analysis.code, analysis.text, limits);
  } catch (error) {
    // the checker says it better
    if (wrong !== undefined && error instanceof KqlError && error.code === KqlErrorCode.Invalid) throw invalid(wrong, analysis, schema);
    throw error;
  }
  if (wrong !== undefined) throw invalid(wrong, analysis, schema);
  if (!hasQuery(analysis.code)) throw noQuery(analysis.text);
  return analysis;
}

/** Codes of what cannot be read, whatever the names mean. */
const unreadable = /^KS(?:0\d\d|176|198)$/;

function invalid(wrong: KqlDiagnostic, analysis: KqlAnalysis, schema: HuntingSchema): KqlError {
  const { offset, length, line, column } = wrong;
  return new KqlError(KqlErrorCode.Invalid, withNearest(wrong, analysis, schema), { offset, length, line, column });
}

/** What the diagnostic says, and which name may have been meant. */
function withNearest(wrong: KqlDiagnostic, { code, text }: KqlAnalysis, schema: HuntingSchema): string {
  const name = text.slice(wrong.offset, wrong.offset + Math.min(wrong.length, 120));
  const [meant] = /^[\w$-]+$/.test(name) ? namePools(code, wrong, schema).flatMap(({ pool }) => nearestNames(name, pool, 1)) : [];
  return meant === undefined ? wrong.message : `${wrong.message} Did you mean "${meant}"?`;
}

/** Whether there is anything but declarations. */
export function hasQuery(code: Kusto.Language.KustoCode): boolean {
  let found = false;
  walkNodes(code.Syntax, (node) => {
    found ||= className(node) === 'ExpressionStatement';
  });
  return found;
}

/** The error for text without a query. */
export function noQuery(text: string): KqlError {
  return new KqlError(KqlErrorCode.Invalid, 'There is no query in the text.', positionOf(text, text.length));
}

/** What `text` is by its first sign: a management command begins with a dot, a directive with `#`. */
export function kindOfKql(text: string): 'query' | 'command' | 'directive' {
  const first = text[firstSign(text)];
  return first === '.' ? 'command' : first === '#' ? 'directive' : 'query';
}

/** The error for text that is a command or a directive. */
export function notAQuery(text: string): KqlError {
  return new KqlError(KqlErrorCode.Forbidden, `Only queries may run; this is a ${kindOfKql(text)}.`, positionOf(text, firstSign(text), 1));
}

/** Where white space and comments end. */
function firstSign(text: string): number {
  let at = 0;
  for (;;) {
    while (at < text.length && /\s/.test(text[at] as string)) at += 1;
    if (!text.startsWith('//', at)) return at;
    while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at += 1;
  }
}

function bind(text: string, schema: HuntingSchema, until: number): KqlAnalysis {
  const language = kustoLanguage();
  const token = new language.Utils.CancellationToken.$ctor1(() => performance.now() > until);
  try {
    const code = language.KustoCode.ParseAndAnalyze(text, globalsFor(schema), token);
    if (code === null) throw new Error('The KQL language service gave no tree.');
    const diagnostics = listItems<Kusto.Language.Diagnostic>(code.GetDiagnostics()).map((each) => told(each, code, text));
    return { text, code, diagnostics: diagnostics.sort((a, b) => a.offset - b.offset) };
  } catch (error) {
    if (className(error) === 'OperationCanceledException' || performance.now() > until) throw new KqlError(KqlErrorCode.Timeout, 'The query took too long to read: it is too intricate.');
    if (error instanceof RangeError) throw new KqlError(KqlErrorCode.TooLarge, 'The query is nested too deeply.');
    throw error;
  }
}

function told(found: Kusto.Language.Diagnostic, code: Kusto.Language.KustoCode, text: string): KqlDiagnostic {
  const severity = found.Severity === 'Error' ? 'error' : found.Severity === 'Warning' ? 'warning' : 'hint';
  const accepted = severity === 'error' && isAccepted(found, code);
  const said = { code: found.Code ?? 'KS000', message: found.Message ?? 'This is wrong.' };
  return { code: said.code, severity: accepted ? 'hint' : severity, message: plainMessage({ ...said, offset: found.Start, length: found.Length }, code, text), ...positionOf(text, found.Start, found.Length) };
}

/** What the language service takes for an error and the services run. */
function isAccepted(found: Kusto.Language.Diagnostic, code: Kusto.Language.KustoCode): boolean {
  const element = elementAt(code, found.Start);
  if (found.Code === 'KS142' || found.Code === 'KS204') return isEnrichmentColumn(element) || isFuzzyOperand(element);
  // the name of bag_unpack is marked where its options are too many for the binder; the translator counts them
  if (found.Code === 'KS119') return simpleName(element) === 'bag_unpack' || simpleName((enclosing(element, 'FunctionCallExpression') as Kusto.Language.Syntax.FunctionCallExpression | undefined)?.Name) === 'bag_unpack';
  if (found.Code !== 'KS107' && found.Code !== 'KS134') return false;
  const call = enclosing(element, 'FunctionCallExpression') as Kusto.Language.Syntax.FunctionCallExpression | undefined;
  switch (simpleName(call?.Name)) {
    // counts rows whatever its argument is
    case 'count':
      return found.Code === 'KS107';
    // seconds may have a fraction
    case 'make_timespan':
      return found.Code === 'KS134';
    // the service takes a series of places between the series and the degree
    case 'series_fit_poly':
      return found.Code === 'KS107' && (call?.ArgumentList?.Expressions?.Count ?? 0) > 1;
    case 'bag_unpack':
      return simpleName((enclosing(element, 'SimpleNamedExpression') as Kusto.Language.Syntax.SimpleNamedExpression | undefined)?.Name) === 'ignoredProperties';
    default:
      return false;
  }
}

/** `invoke FileProfile(SHA1, 1000)`: the argument names a column of what comes before the pipe. */
function isEnrichmentColumn(element: SyntaxElement | undefined): boolean {
  const name = enclosing(element, 'NameReference');
  const call = enclosing(element, 'FunctionCallExpression');
  const symbol = symbolOf(call);
  if (className(symbol) !== 'FunctionSymbol' || storedFunction(symbol as Kusto.Language.Symbols.FunctionSymbol)?.enrichment !== true) return false;
  const pipe = enclosing(enclosing(call, 'InvokeOperator'), 'PipeExpression') as Kusto.Language.Syntax.PipeExpression | undefined;
  return columnsOf(pipe?.Expression?.ResultType).some((column) => column.Name === simpleName(name));
}

/** `union isfuzzy=true A, B*`: what does not exist is left out. */
function isFuzzyOperand(element: SyntaxElement | undefined): boolean {
  const operator = enclosing(element, 'UnionOperator') as Kusto.Language.Syntax.UnionOperator | undefined;
  if (operator === undefined || enclosing(element, 'PipeExpression', 'UnionOperator') !== operator) return false;
  return listItems<Kusto.Language.Syntax.NamedParameter>(operator.Parameters).some((parameter) => simpleName(parameter.Name) === 'isfuzzy' && parameter.Expression?.GetFirstToken()?.Text === 'true');
}

function respell(analysis: KqlAnalysis, schema: HuntingSchema): string {
  let { text } = analysis;
  for (const { code, offset, length } of analysis.diagnostics) {
    if (code !== 'KS142') continue;
    const name = text.slice(offset, offset + length);
    const spellings = Object.values(schema.columnAliases).flatMap((aliases) => (Object.hasOwn(aliases, name) ? [aliases[name] as string] : []));
    const inScope = new Set(columnsOf(analysis.code.GetColumnsInScope(offset)).map((column) => column.Name));
    const spelling = spellings.find((each) => each.length === name.length && inScope.has(each));
    if (spelling !== undefined) text = text.slice(0, offset) + spelling + text.slice(offset + length);
  }
  return text;
}
