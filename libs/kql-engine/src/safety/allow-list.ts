import { KqlError, KqlErrorCode, positionOf } from '../kql.error.js';
import { kustoLanguage } from '../language/kusto-language.js';
import { className, listItems, simpleName, symbolOf, walkNodes, type SyntaxElement, type SyntaxNode } from '../language/kusto-syntax.js';
import { allowedAggregates, allowedFunctions, allowedNodes, allowedOptions, allowedPlugins } from './allowed-names.js';
import { storedFunction } from '../schema/globals.js';
import { defaultKqlLimits, type KqlLimits } from './limits.js';

/** Said of a name that is refused by itself, not for being unknown to the list. */
const reasons: ReadonlyMap<string, string> = new Map([
  ...['cluster', 'database', 'workspace', 'app', 'resource', 'adx', 'arg'].map((name) => [name, 'reaches outside the event data'] as const),
  ...['externaldata', 'external_table', 'external_data', 'external_datatable', 'inline_external_table', 'infer_storage_schema', 'infer_storage_schema_with_suggestions'].map((name) => [name, 'reads external data'] as const),
  ...['http_request', 'http_request_post', 'sql_request', 'cosmosdb_sql_request', 'mysql_request', 'postgresql_request', 'azure_digital_twins_query_request', 'dax_request'].map((name) => [name, 'calls another service'] as const),
  ...['ai_embeddings', 'ai_embed_text', 'ai_chat_completion', 'ai_chat_completion_prompt'].map((name) => [name, 'sends data to a model'] as const),
  ...['python', 'r', 'csharp'].map((name) => [name, 'runs a program'] as const),
  ...['execute_query', 'execute_show_command', 'execute_and_cache', 'stored_query_result', 'materialized_view'].map((name) => [name, 'runs or reads something that the query does not show'] as const),
]);

/**
 * Holds a parsed and bound query to the allow-list: only a query, of listed operators, functions, aggregates, plug-ins
 * and options. What passes reads nothing but the tables of its own database. Walks without recursion.
 * @throws KqlError Forbidden with the name and its place; TooLarge when the tree was too deep to bind; Invalid for a
 * syntax error or a call of a function that nobody knows.
 */
export function assertSafe(code: Kusto.Language.KustoCode, text: string, limits: KqlLimits = defaultKqlLimits): void {
  if (code.Kind !== 'Query') throw new KqlError(KqlErrorCode.Forbidden, `Only queries may run; this is a ${(code.Kind ?? 'command').toLowerCase()}.`, positionOf(text, Math.max(0, text.search(/\S/)), 1));
  if (!code.HasSemantics || code.MaxDepth > limits.depth) throw new KqlError(KqlErrorCode.TooLarge, 'The query is nested too deeply, or has too many operators in one chain.');
  const broken = listItems<Kusto.Language.Diagnostic>(code.GetSyntaxDiagnostics()).find((each) => each.Severity === 'Error');
  if (broken !== undefined) throw new KqlError(KqlErrorCode.Invalid, broken.Message ?? 'The query cannot be read.', positionOf(text, broken.Start, broken.Length));
  const globals = code.Globals as Kusto.Language.GlobalState;
  const seen = new Set<Kusto.Language.Symbols.Symbol>();
  walkNodes(code.Syntax, (node) => assertNode(node, text, globals, seen));
}

function assertNode(node: SyntaxNode, text: string, globals: Kusto.Language.GlobalState, seen: Set<Kusto.Language.Symbols.Symbol>): void {
  const kind = className(node);
  if (!allowedNodes.has(kind)) throw forbidden(firstWord(node), node, text);
  if (kind === 'FunctionCallExpression') assertCall(node as Kusto.Language.Syntax.FunctionCallExpression, text, globals, seen);
  else if (kind === 'SetOptionStatement') {
    const { Name } = node as Kusto.Language.Syntax.SetOptionStatement;
    if (!allowedOptions.has(simpleName(Name))) throw new KqlError(KqlErrorCode.Forbidden, `The option "${simpleName(Name)}" may not be set.`, place(node, text));
  } else if (kind === 'NameReference' && className(node.Parent) !== 'FunctionCallExpression') {
    // A function without arguments may be named without parentheses.
    const symbol = symbolOf(node);
    if (className(symbol) === 'FunctionSymbol') assertFunction(symbol as Kusto.Language.Symbols.FunctionSymbol, simpleName(node), node, text, globals, seen);
  }
}

function assertCall(call: Kusto.Language.Syntax.FunctionCallExpression, text: string, globals: Kusto.Language.GlobalState, seen: Set<Kusto.Language.Symbols.Symbol>): void {
  const name = simpleName(call.Name);
  if (reasons.has(name)) throw forbidden(name, call, text);
  if (className(call.Parent) === 'EvaluateOperator') {
    if (allowedPlugins.has(name)) return;
    throw globals.GetPlugIn(name) === null ? unknown(name, call, text) : forbidden(name, call, text);
  }
  const symbol = symbolOf(call);
  if (className(symbol) === 'FunctionSymbol') return assertFunction(symbol as Kusto.Language.Symbols.FunctionSymbol, name, call, text, globals, seen);
  // A name that holds a function, and a call that the binder left open: only what the list knows, or what the query declares.
  if (symbol !== undefined || allowedFunctions.has(name) || allowedAggregates.has(name)) return;
  throw unknown(name, call, text);
}

function assertFunction(symbol: Kusto.Language.Symbols.FunctionSymbol, name: string, node: SyntaxElement, text: string, globals: Kusto.Language.GlobalState, seen: Set<Kusto.Language.Symbols.Symbol>): void {
  if (globals.IsBuiltInFunction(symbol) || globals.IsAggregateFunction(symbol)) {
    if (!allowedFunctions.has(name) && !allowedAggregates.has(name)) throw forbidden(name, node, text);
    if (name === 'table') assertTableName(node as Kusto.Language.Syntax.FunctionCallExpression, text);
  } else if (globals.IsDatabaseFunction(symbol)) assertStored(symbol, node, text, globals, seen);
  // Anything else is declared in the query, and its body is walked where it stands.
}

/** A stored function is part of the schema; its body is held to the list too, and the fault lies where it is called. */
function assertStored(symbol: Kusto.Language.Symbols.FunctionSymbol, node: SyntaxElement, text: string, globals: Kusto.Language.GlobalState, seen: Set<Kusto.Language.Symbols.Symbol>): void {
  if (seen.has(symbol)) return;
  seen.add(symbol);
  const stored = storedFunction(symbol);
  if (stored?.enrichment === true) return;
  const declared = stored === undefined ? '' : `let f = ${stored.parameters} ${stored.body};`;
  const code = kustoLanguage().KustoCode.ParseAndAnalyze(declared, globals);
  if (stored === undefined || code === null || !code.HasSemantics) throw forbidden(symbol.Name ?? 'function', node, text);
  walkNodes(code.Syntax, (inner) => {
    try {
      assertNode(inner, declared, globals, seen);
    } catch (error) {
      if (error instanceof KqlError) throw new KqlError(error.code, `The function "${stored.name}" may not run. ${error.message}`, place(node, text));
      throw error;
    }
  });
}

/** `table("T")` only with the name written out: what it reads has to be known before it runs. */
function assertTableName(call: Kusto.Language.Syntax.FunctionCallExpression, text: string): void {
  const [first] = listItems<SyntaxElement>(call.ArgumentList?.Expressions);
  const argument = first?.ChildCount === 0 ? first : first?.GetChild(0);
  if (className(argument) !== 'LiteralExpression') throw new KqlError(KqlErrorCode.Forbidden, 'The name of a table has to be written out in table().', place(call, text));
}

function forbidden(name: string, node: SyntaxElement, text: string): KqlError {
  const reason = reasons.get(name);
  return new KqlError(KqlErrorCode.Forbidden, reason === undefined ? `"${name}" is not on the list of what a query may use.` : `"${name}" is not allowed: it ${reason}.`, place(node, text));
}

function unknown(name: string, node: SyntaxElement, text: string): KqlError {
  return new KqlError(KqlErrorCode.Invalid, `There is no function "${name}".`, place(node, text));
}

function place(node: SyntaxElement, text: string): ReturnType<typeof positionOf> {
  return positionOf(text, node.TextStart, Math.min(node.Width, 200));
}

function firstWord(node: SyntaxElement): string {
  return node.GetFirstToken()?.Text?.slice(0, 60) ?? className(node);
}
