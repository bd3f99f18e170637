import { callArguments } from './calls.js';
import { tupleFunction } from './registry.js';
import type { SqlValue } from './sql-value.js';
import { elements, kindOf, nameOf, resultTypeOf, typeColumns } from './syntax.js';
import type { KqlNode, Output, OutputDefaults, Scope } from './translation.js';
import type { Translator } from './translator.js';

/** Lists of named expressions, as in project, extend, print and summarize. */

/** What gives the values of one expression of the list: one, or several with names of their own. */
export type ValuesOf = (node: KqlNode) => readonly { readonly name?: string; readonly value: SqlValue }[];

/** The outputs of a list of scalar expressions. */
export function translateOutputs(t: Translator, nodes: readonly KqlNode[], scope: Scope, defaults: OutputDefaults): Output[] {
  return namedOutputs(t, nodes, defaults, (node) => scalarValues(t, node, scope));
}

/** The outputs of a list; `values` translates one expression without its names. */
export function namedOutputs(t: Translator, nodes: readonly KqlNode[], defaults: OutputDefaults, values: ValuesOf): Output[] {
  const names = new Names(defaults);
  return nodes.flatMap((node, position) => {
    if (kindOf(node) === 'StarExpression') {
      if (defaults.star === undefined) throw t.unsupported(node, 'The * here');
      return [...defaults.star];
    }
    const { expression, given } = split(node);
    const results = values(expression);
    if (given.length > results.length) throw t.invalid(node, `There are ${given.length} names for ${results.length} values`);
    return results.map((result, i) => {
      const own = given[i];
      if (own !== undefined) return { name: names.take(own), value: result.value, named: true };
      const byDefault = result.name ?? (results.length === 1 ? resultName(t, expression, defaults) : '');
      return { name: names.generated(byDefault, position), value: result.value, named: false };
    });
  });
}

/** The name that Kusto gives the column of an expression: print counts its expressions, whatever they are. */
function resultName(t: Translator, expression: KqlNode, { prefix, nameOf: own }: OutputDefaults): string {
  return prefix === 'print_' ? '' : (own?.(expression) ?? t.resultName(expression));
}

function split(node: KqlNode): { expression: KqlNode; given: string[] } {
  if (kindOf(node) === 'SimpleNamedExpression') {
    const named = node as Kusto.Language.Syntax.SimpleNamedExpression;
    return { expression: named.Expression as KqlNode, given: [nameOf(named.Name)] };
  }
  if (kindOf(node) === 'CompoundNamedExpression') {
    const named = node as Kusto.Language.Syntax.CompoundNamedExpression;
    return { expression: named.Expression as KqlNode, given: elements(named.Names?.Names).map(nameOf) };
  }
  return { expression: node, given: [] };
}

function scalarValues(t: Translator, node: KqlNode, scope: Scope): ReturnType<ValuesOf> {
  const columns = isTuple(node) ? typeColumns(resultTypeOf(node)) : undefined;
  if (columns === undefined || kindOf(node) !== 'FunctionCallExpression') return [{ value: t.expression(node, scope) }];
  const call = node as Kusto.Language.Syntax.FunctionCallExpression;
  const name = nameOf(call.Name);
  const translate = tupleFunction(name);
  if (translate === undefined) throw t.unsupported(node, `The function ${name} with several results`);
  const results = translate(callArguments(t, call, scope), t.functionContext(node, name));
  return results.map((value, i) => ({ name: columns[i]?.name ?? `${name}_${i}`, value }));
}

/** Whether the binder says that the expression has several columns. */
export function isTuple(node: KqlNode): boolean {
  const type = resultTypeOf(node);
  return ((type?.constructor as { $$name?: string } | undefined)?.$$name ?? '').endsWith('TupleSymbol');
}

/** Gives names once. Names that Kusto makes up get a number where they are taken. */
class Names {
  private readonly taken = new Set<string>();
  private columns = 0;

  constructor(private readonly defaults: OutputDefaults) {
    for (const output of defaults.taken ?? []) this.taken.add(output);
  }

  take(name: string): string {
    this.taken.add(name);
    return name;
  }

  generated(name: string, position: number): string {
    if (name === '') return this.anonymous(position);
    let unique = name;
    for (let n = 1; this.taken.has(unique); n += 1) unique = `${name}${n}`;
    return this.take(unique);
  }

  private anonymous(position: number): string {
    if (this.defaults.prefix === 'print_') return this.generated(`print_${position}`, position);
    do this.columns += 1;
    while (this.taken.has(`Column${this.columns}`));
    return this.take(`Column${this.columns}`);
  }
}
