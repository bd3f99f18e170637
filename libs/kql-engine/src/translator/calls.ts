import { callForValue, userFunction } from './functions.js';
import { aggregateFunction, multiAggregate, scalarFunction, windowFunction } from './registry.js';
import { columnValue, orderBy } from './relation.js';
import { isCallScope } from './scope.js';
import { specialForms } from './special-forms.js';
import type { SqlValue } from './sql-value.js';
import { elements, kindOf, nameOf } from './syntax.js';
import type { Scope, WindowContext } from './translation.js';
import type { Translator } from './translator.js';

type Call = Kusto.Language.Syntax.FunctionCallExpression;

/** From this length on the SQL of an argument is computed once, in a step before: functions may repeat their arguments. */
const longArgument = 400;

/** A call in a scalar expression. */
export function translateCall(t: Translator, node: Call, scope: Scope): SqlValue {
  const name = nameOf(node.Name);
  const claimed = isCallScope(scope) ? scope.call(node) : undefined;
  if (claimed !== undefined) return claimed;
  const special = Object.hasOwn(specialForms, name) ? specialForms[name] : undefined;
  if (special !== undefined && t.environment.get(name) === undefined) return special(t, node, scope);
  const called = userFunction(t, node, name);
  if (called !== undefined) return callForValue(t, node, called, scope);
  const window = windowFunction(name);
  if (window !== undefined) return windowCall(t, node, name, scope);
  const translate = scalarFunction(name);
  if (translate !== undefined) return translate(callArguments(t, node, scope), t.functionContext(node, name));
  if (aggregateFunction(name) !== undefined || multiAggregate(name) !== undefined) throw t.invalid(node, `The aggregate ${name} can only stand in summarize and the like`);
  throw t.unsupported(node, `The function ${name}`);
}

/** The arguments of a call, long ones computed before; `pack_array(*)` has all columns. */
export function callArguments(t: Translator, node: Call, scope: Scope): SqlValue[] {
  return elements(node.ArgumentList?.Expressions).flatMap((argument) => {
    if (kindOf(argument) === 'StarExpression' && nameOf(node.Name) === 'pack_array') return scope.relation.columns.map((column) => columnValue(column));
    const value = t.expression(argument, scope);
    return value.sql.length > longArgument && !value.constant ? scope.computed(value) : value;
  });
}

function windowCall(t: Translator, node: Call, name: string, scope: Scope): SqlValue {
  const { relation } = scope;
  const args = elements(node.ArgumentList?.Expressions).map((argument) => t.expression(argument, scope));
  const translate = windowFunction(name);
  if (translate === undefined) throw t.unsupported(node, `The function ${name}`);
  const context: WindowContext = { ...t.functionContext(node, name), over: orderBy(relation), computed: (value) => scope.computed(value) };
  const value = translate(args, context);
  const column = scope.computed({ ...value, constant: false, sql: /^"[^"]*"$/.test(value.sql) ? `(${value.sql})` : value.sql });
  if (column.sql === value.sql && value.sql.includes('OVER')) throw t.unsupported(node, `The function ${name} at this place`);
  return column;
}
