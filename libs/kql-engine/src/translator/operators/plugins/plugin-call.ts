import { convert } from '../../scalars/convert.js';
import type { Relation } from '../../relation.js';
import type { KustoType, SqlValue } from '../../sql-value.js';
import { elements, nameOf, resultTypeOf, scalarTypeNamed, textOf, typeColumns } from '../../syntax.js';
import type { KqlNode, Scope, Translation } from '../../translation.js';

/** A call of a plug-in: `evaluate name(args, option = value)`. */
export interface PluginCall {
  readonly node: Kusto.Language.Syntax.EvaluateOperator;
  readonly call: Kusto.Language.Syntax.FunctionCallExpression;
  readonly name: string;
  readonly args: readonly KqlNode[];
  /** Arguments with a name. */
  readonly named: ReadonlyMap<string, KqlNode>;
}

/** Translates a call of one plug-in. */
export type PluginTranslator = (call: PluginCall, input: Relation, t: Translation) => Relation;

/** The schema after the colon: its columns, and whether the columns of the input stand before them. */
export interface GivenSchema {
  readonly keepsInput: boolean;
  readonly columns: readonly { readonly name: string; readonly type: KustoType }[];
}

/** Reads `: (a:string, *)`. */
export function givenSchema({ node }: PluginCall, t: Translation): GivenSchema | undefined {
  const schema = node.Schema?.Schema;
  if (schema === null || schema === undefined) return undefined;
  const columns = elements<Kusto.Language.Syntax.NameAndTypeDeclaration>(schema.Columns).map((each) => {
    const type = scalarTypeNamed(textOf(each.Type).trim().toLowerCase());
    if (type === undefined) throw t.invalid(each, `${textOf(each.Type)} names no type`);
    return { name: nameOf(each.Name), type };
  });
  return { keepsInput: textOf(schema.AsteriskToken) === '*', columns };
}

/** The argument at a place or under a name. */
export function argumentOf(call: PluginCall, index: number, name?: string): KqlNode | undefined {
  return (name === undefined ? undefined : call.named.get(name)) ?? call.args[index];
}

/** The argument that has to be there. */
export function requiredArgument(call: PluginCall, index: number, t: Translation): KqlNode {
  const argument = call.args[index];
  if (argument === undefined) throw t.invalid(call.node, `${call.name} has too few arguments`);
  return argument;
}

/** The argument as a value of a type over the columns of `scope`. */
export function typedArgument(call: PluginCall, index: number, type: KustoType, t: Translation, scope?: Scope): SqlValue {
  return convert(t.expression(requiredArgument(call, index, t), scope), type);
}

/** Whether an option that is true or false is true. */
export function flagOption(call: PluginCall, name: string, index: number | undefined, t: Translation): boolean {
  const node = call.named.get(name) ?? (index === undefined ? undefined : call.args[index]);
  if (node === undefined) return false;
  const value = t.constant(node, `The option ${name}`);
  if (typeof value !== 'boolean') throw t.invalid(node, `The option ${name} has to be true or false`);
  return value;
}

/** The names that the binder gives the columns of the result. */
export function boundNames({ node }: PluginCall): string[] {
  return (typeColumns(resultTypeOf(node)) ?? []).map((column) => column.name);
}

/** A name that no column has yet. */
export function nextName(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 1; taken.has(free); n += 1) free = `${name}${n}`;
  taken.add(free);
  return free;
}

/** Rows of text that the translation needs to know, where the columns of a result depend on the data. */
export function probed(sql: string, call: PluginCall, t: Translation): readonly (readonly (string | null)[])[] {
  if (/\bkq_outer\d+\./.test(sql)) throw t.unsupported(call.node, `The plug-in ${call.name} without a schema in a subquery`);
  return t.discover(call.node as KqlNode, sql).map((row) => row.map((cell) => (typeof cell === 'string' ? cell : null)));
}
