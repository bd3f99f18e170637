import { convertTo } from './coerce.js';
import { Environment } from './environment.js';
import type { Relation } from './relation.js';
import type { SqlValue } from './sql-value.js';
import { bindStatements } from './statements.js';
import { elements, isTabular, kindOf, nameOf, scalarTypeNamed, textOf } from './syntax.js';
import type { KqlNode, Scope } from './translation.js';
import type { Translator } from './translator.js';

type Call = Kusto.Language.Syntax.FunctionCallExpression;

interface Parameter {
  readonly name: string;
  /** A scalar type, or undefined for a table. */
  readonly type: ReturnType<typeof scalarTypeNamed>;
  readonly isTable: boolean;
  readonly byDefault?: KqlNode | undefined;
  readonly node: KqlNode;
}

interface UserFunction {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: Kusto.Language.Syntax.FunctionBody;
  readonly environment: Environment;
}

/** The function that the query (let) or the schema defines under the name that is called, if it is one. */
export function userFunction(t: Translator, node: KqlNode, name: string): UserFunction | undefined {
  const binding = t.environment.get(name);
  const bound = node.GetCalledFunctionBody() as Kusto.Language.Syntax.FunctionBody | null;
  if (binding?.kind === 'function') {
    const { declaration, environment } = binding;
    const parameters = elements<Kusto.Language.Syntax.FunctionParameter>(declaration.Parameters?.Parameters).map(declaredParameter);
    return { name, parameters, body: bound ?? (declaration.Body as Kusto.Language.Syntax.FunctionBody), environment };
  }
  if (bound === null || kindOf(bound) !== 'FunctionBody' || binding !== undefined) return undefined;
  const symbol = (node as { ReferencedSymbol?: unknown }).ReferencedSymbol as Kusto.Language.Symbols.FunctionSymbol | null;
  const signature = elements<never>(symbol?.Signatures)[0] as unknown as { Parameters: unknown } | undefined;
  if (signature === undefined) return undefined;
  return { name, parameters: elements(signature.Parameters).map((parameter) => symbolParameter(parameter, node)), body: bound, environment: new Environment() };
}

function declaredParameter(node: Kusto.Language.Syntax.FunctionParameter): Parameter {
  const declared = node.NameAndType as Kusto.Language.Syntax.NameAndTypeDeclaration;
  return {
    name: nameOf(declared.Name),
    type: scalarTypeNamed(textOf(declared.Type)),
    isTable: kindOf(declared.Type) === 'SchemaTypeExpression',
    byDefault: node.DefaultValue?.Value ?? undefined,
    node,
  };
}

function symbolParameter(parameter: unknown, node: KqlNode): Parameter {
  const { Name: name, DefaultValue: byDefault, DeclaredTypes: types } = parameter as { Name: string; DefaultValue?: KqlNode | null; DeclaredTypes?: unknown };
  const type = elements(types)[0] as unknown as { Name?: string; IsTabular?: boolean } | undefined;
  return { name, type: scalarTypeNamed(type?.Name), isTable: type?.IsTabular === true, byDefault: byDefault ?? undefined, node };
}

/** Calls a function of the query in place: its body is translated with the arguments bound. */
export function callUserFunction(t: Translator, node: KqlNode, called: UserFunction, args: readonly KqlNode[], scope: Scope, input?: Relation): SqlValue | Relation {
  return t.calling(node, () => {
    const environment = new Environment(called.environment);
    bindArguments(t, node, called, args, environment, scope, input);
    return t.within(environment, () => {
      const results = bindStatements(elements(called.body.Statements), t);
      const result = (called.body.Expression as KqlNode | null) ?? results.at(-1);
      if (result === null || result === undefined) throw t.invalid(node, `The function ${called.name} has no result`);
      return isTabular(result) ? t.tabular(result) : t.expression(result, scope);
    });
  });
}

/** A call whose result has to be a value. */
export function callForValue(t: Translator, node: Call, called: UserFunction, scope: Scope): SqlValue {
  const result = callUserFunction(t, node, called, elements(node.ArgumentList?.Expressions), scope);
  if ('columns' in result) throw t.invalid(node, `The function ${called.name} gives a table; a value is expected here`);
  return result;
}

function bindArguments(t: Translator, node: KqlNode, called: UserFunction, args: readonly KqlNode[], environment: Environment, scope: Scope, input: Relation | undefined): void {
  const given = new Map<string, KqlNode>();
  const { parameters } = called;
  let position = 0;
  if (input !== undefined) {
    const [first] = parameters;
    if (first?.isTable !== true) throw t.invalid(node, `The function ${called.name} takes no table as its first argument`);
    const shared = t.later(() => t.shared(input));
    environment.set(first.name, { kind: 'tabular', relation: shared });
    position = 1;
  }
  for (const arg of args) {
    const named = kindOf(arg) === 'SimpleNamedExpression' ? (arg as Kusto.Language.Syntax.SimpleNamedExpression) : undefined;
    const name = named === undefined ? parameters[position]?.name : nameOf(named.Name);
    if (name === undefined) throw t.invalid(arg, `The function ${called.name} takes ${parameters.length} arguments`);
    given.set(name, named === undefined ? arg : (named.Expression as KqlNode));
    position += 1;
  }
  for (const parameter of parameters.slice(input === undefined ? 0 : 1)) bindArgument(t, node, called, parameter, given.get(parameter.name), environment, scope);
}

function bindArgument(t: Translator, node: KqlNode, called: UserFunction, parameter: Parameter, arg: KqlNode | undefined, environment: Environment, scope: Scope): void {
  const { name } = parameter;
  const source = arg ?? parameter.byDefault;
  if (source === undefined) throw t.invalid(node, `The function ${called.name} needs an argument for ${name}`);
  if (parameter.isTable || isTabular(source)) {
    environment.set(name, { kind: 'tabular', relation: t.later(() => t.shared(t.tabular(source))) });
    return;
  }
  const value = arg === undefined ? t.within(called.environment, () => t.expression(source)) : t.expression(source, scope);
  const typed = parameter.type === undefined || parameter.type === value.type ? value : convertTo(value, parameter.type);
  const bound = typed.constant || typed.sql.length < 200 ? typed : scope.computed(typed);
  environment.set(name, { kind: 'scalar', value: () => bound });
}
