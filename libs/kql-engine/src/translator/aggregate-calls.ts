import type { AggregateContext } from './aggregates/aggregate-context.js';
import { isTuple, namedOutputs, type ValuesOf } from './outputs.js';
import { aggregateFunction, multiAggregate } from './registry.js';
import { columnValue, orderBy, projected, type NamedValue, type Relation } from './relation.js';
import { AggregateScope } from './scope.js';
import { sqlName, type SqlValue } from './sql-value.js';
import { elements, kindOf, nameOf, resultTypeOf, typeColumns } from './syntax.js';
import type { KqlNode, Output, Scope } from './translation.js';
import type { Translator } from './translator.js';

type Call = Kusto.Language.Syntax.FunctionCallExpression;

/** The aggregate that the call is, over the rows of `rows`; undefined when it is no aggregate. */
export function translateAggregateCall(t: Translator, node: Call, rows: Scope): SqlValue | undefined {
  const name = nameOf(node.Name);
  if (t.environment.get(name) !== undefined) return undefined;
  const single = aggregateFunction(name);
  if (single !== undefined && !isTuple(node)) return single(rowArguments(t, node, rows), aggregateContext(t, node, name, rows));
  const multi = multiAggregate(name);
  if (multi === undefined) {
    if (single === undefined) return undefined;
    return single(rowArguments(t, node, rows), aggregateContext(t, node, name, rows));
  }
  const results = multi(rowArguments(t, node, rows), aggregateContext(t, node, name, rows));
  if (results.length !== 1) throw t.unsupported(node, `The aggregate ${name} with several results inside an expression`);
  return results[0];
}

function rowArguments(t: Translator, node: Call, rows: Scope): SqlValue[] {
  return elements(node.ArgumentList?.Expressions).map((argument) => t.expression(argument, rows));
}

function aggregateContext(t: Translator, node: KqlNode, name: string, rows: Scope): AggregateContext {
  return {
    ...t.functionContext(node, name),
    get order(): string | undefined {
      const { relation } = rows;
      const [first, ...rest] = relation.order;
      if (first === undefined) return undefined;
      if (rest.length === 0 && !first.descending && isHidden(relation, first.id)) return sqlName(first.id);
      return rows.computed({ sql: `row_number() OVER (${orderBy(relation)})`, type: 'long', constant: false }).sql;
    },
  };
}

/** Whether the key is a place that the engine itself counted, and so is never null. */
function isHidden(relation: Relation, id: string): boolean {
  return id.startsWith('~') && !relation.columns.some((column) => column.id === id);
}

/** `summarize aggregates by keys`. Groups come out in the order in which they first appear, where the input has one. */
export function translateSummarize(t: Translator, aggregates: readonly KqlNode[], keys: readonly KqlNode[], input: Relation): Relation {
  const rows = t.scope(input);
  const keyOutputs = t.outputs(keys, rows, { prefix: 'Column' });
  const scope = new AggregateScope(
    rows,
    (call, over) => translateAggregateCall(t, call, over),
    () => `~${t.uniqueName('a')}`,
  );
  const outputs = namedOutputs(t, aggregates, { prefix: 'Column', taken: keyOutputs.map((key) => key.name) }, (node) => aggregateValues(t, node, scope, keyOutputs));
  return grouped(t, rows, keyOutputs, scope, outputs);
}

/** `distinct`: groups without aggregates. */
export function distinctRows(t: Translator, rows: Scope, outputs: readonly Output[]): Relation {
  return grouped(t, rows, outputs, new AggregateScope(rows, () => undefined, () => ''), []);
}

function grouped(t: Translator, rows: Scope, keys: readonly Output[], scope: AggregateScope, outputs: readonly Output[]): Relation {
  const keyIds = keys.map(() => `~${t.uniqueName('k')}`);
  const select = [...keys.map((key, i) => `${key.value.sql} AS ${sqlName(keyIds[i] as string)}`), ...scope.aggregates.map(({ id, sql }) => `${sql} AS ${sqlName(id)}`)];
  const { relation } = rows;
  const [place, ...more] = relation.order;
  const order = `~${t.uniqueName('o')}`;
  const ordered = keys.length > 0 && place !== undefined && more.length === 0 && isHidden(relation, place.id);
  if (ordered) select.push(`${place.descending ? 'max' : 'min'}(${sqlName(place.id)}) AS ${sqlName(order)}`);
  const groupBy = keys.length === 0 ? '' : ` GROUP BY ${keys.map((_, i) => i + 1).join(', ')}`;
  // without keys an aggregate makes one row out of no rows, as in Kusto; without aggregates too there is nothing to count
  const from = keys.length === 0 && scope.aggregates.length === 0 ? 'SELECT 1 AS "~"' : `SELECT ${select.join(', ')} FROM (${relation.sql})${groupBy}`;
  const source: Relation = { sql: from, columns: [], order: ordered ? [{ id: order, descending: place.descending, nullsFirst: false }] : [], serialized: false };
  const items: NamedValue[] = [
    ...keys.map((key, i) => ({ name: key.name, value: { sql: sqlName(keyIds[i] as string), type: key.value.type, constant: false } })),
    ...outputs.map(({ name, value }) => ({ name, value })),
  ];
  return projected(source, items);
}

function aggregateValues(t: Translator, node: KqlNode, scope: AggregateScope, keys: readonly Output[]): ReturnType<ValuesOf> {
  const name = kindOf(node) === 'FunctionCallExpression' ? nameOf((node as Call).Name) : '';
  const multi = t.environment.get(name) === undefined ? multiAggregate(name) : undefined;
  if (multi === undefined || (!isTuple(node) && !hasStar(node as Call) && aggregateFunction(name) !== undefined)) {
    const value = t.expression(node, scope);
    const own = t.resultName(node);
    const [first] = own === '' && aggregateFunction(name) !== undefined ? elements((node as Call).ArgumentList?.Expressions) : [];
    // an aggregate that may have several results keeps the name that it gives the only one: percentile_x_95
    const [sole] = typeColumns((node as Kusto.Language.Syntax.Expression).RawResultType ?? undefined) ?? [];
    return [{ value, ...(first === undefined ? {} : { name: sole?.name ?? t.resultName(first) }) }];
  }
  const nodes = elements((node as Call).ArgumentList?.Expressions);
  const args: { name: string; value: SqlValue }[] = [];
  for (const argument of nodes) {
    if (kindOf(argument) === 'StarExpression') args.push(...starColumns(scope.rows, keys, args[0]?.value));
    else args.push({ name: t.resultName(argument), value: t.expression(argument, scope.rows) });
  }
  const results = multi(args.map((argument) => argument.value), aggregateContext(t, node, name, scope.rows));
  const bound = typeColumns(resultTypeOf(node));
  const names = bound !== undefined && bound.length === results.length ? bound.map((column) => column.name) : args.map((argument) => argument.name);
  const sole = results.length === 1 && bound === undefined ? t.resultName(node) : '';
  return results.map((value, i) => ({ name: sole === '' ? (names[i] ?? '') : sole, value: scope.add(value) }));
}

function hasStar(node: Call): boolean {
  return elements(node.ArgumentList?.Expressions).some((argument) => kindOf(argument) === 'StarExpression');
}

/** What `*` means in arg_max(x, *): every column but the keys and x. */
function starColumns(rows: Scope, keys: readonly Output[], first: SqlValue | undefined): { name: string; value: SqlValue }[] {
  const without = new Set([...keys.map((key) => key.value.sql), first?.sql]);
  return rows.relation.columns.map((column) => ({ name: column.name, value: columnValue(column) })).filter(({ value }) => !without.has(value.sql));
}
