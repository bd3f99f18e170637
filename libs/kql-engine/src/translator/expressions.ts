import { arithmetic, isArithmetic, negated } from './arithmetic.js';
import { translateCall } from './calls.js';
import { convertTo } from './coerce.js';
import { between, compare, isComparison } from './comparison.js';
import { boolValue, literalFrom, stringValue } from './literals.js';
import { dynamicLiteral } from './dynamic-literal.js';
import { listValues, membership } from './membership.js';
import { refusedTextOperators } from './refusals.js';
import { element, member } from './scalars/dynamic.js';
import { textOperators } from './scalars/text-operators.js';
import { flattened } from './scope.js';
import type { SqlValue } from './sql-value.js';
import { elements, isTabular, kindOf, nameOf, scalarTypeOf, symbolKind, textOf, unwrapped } from './syntax.js';
import type { KqlNode, Scope } from './translation.js';
import { columnValue, unitRelation } from './relation.js';
import type { Translator } from './translator.js';

type Binary = Kusto.Language.Syntax.BinaryExpression;

/** Translates a scalar expression over the columns of `scope`. */
export function translateExpression(t: Translator, node: KqlNode, scope: Scope): SqlValue {
  switch (kindOf(node)) {
    case 'ParenthesizedExpression':
      return t.expression(unwrapped(node), scope);
    case 'SimpleNamedExpression':
      return t.expression((node as Kusto.Language.Syntax.SimpleNamedExpression).Expression as KqlNode, scope);
    case 'LiteralExpression':
      return literal(t, node as Kusto.Language.Syntax.LiteralExpression);
    case 'CompoundStringLiteralExpression':
      return stringValue(String((node as Kusto.Language.Syntax.CompoundStringLiteralExpression).LiteralValue ?? ''));
    case 'DynamicExpression':
      return dynamicLiteral(t, node as Kusto.Language.Syntax.DynamicExpression);
    case 'TypeOfLiteralExpression':
      return stringValue(elements((node as Kusto.Language.Syntax.TypeOfLiteralExpression).Types).map(textOf).join(','));
    case 'NameReference':
      return reference(t, node as Kusto.Language.Syntax.NameReference, scope);
    case 'PathExpression':
      return path(t, node as Kusto.Language.Syntax.PathExpression, scope);
    case 'ElementExpression':
      return indexed(t, node as Kusto.Language.Syntax.ElementExpression, scope);
    case 'BinaryExpression':
      return binary(t, node as Binary, scope, false);
    case 'PrefixUnaryExpression': {
      const prefix = node as Kusto.Language.Syntax.PrefixUnaryExpression;
      return negated(t, node, textOf(prefix.Operator), t.expression(prefix.Expression as KqlNode, scope));
    }
    case 'InExpression':
      return inList(t, node as Kusto.Language.Syntax.InExpression, scope);
    case 'HasAnyExpression':
    case 'HasAllExpression':
      return textList(t, node as Kusto.Language.Syntax.InExpression, scope);
    case 'BetweenExpression': {
      const { Left: value, Operator: operator, Right: range } = node as Kusto.Language.Syntax.BetweenExpression;
      const [low, high] = [range?.First, range?.Second].map((end) => t.expression(end as KqlNode, scope)) as [SqlValue, SqlValue];
      return between(t, node, operatorText(operator), t.expression(value as KqlNode, scope), low, high);
    }
    case 'FunctionCallExpression':
      return translateCall(t, node as Kusto.Language.Syntax.FunctionCallExpression, scope);
    case 'ToScalarExpression':
      return toScalar(t, node as Kusto.Language.Syntax.ToScalarExpression);
    case 'OrderedExpression':
      return t.expression((node as Kusto.Language.Syntax.OrderedExpression).Expression as KqlNode, scope);
    case 'StarExpression':
      throw t.unsupported(node, 'The * here');
    default:
      if (isTabular(node)) throw t.invalid(node, 'A table stands where a value is expected');
      throw t.unsupported(node, `The expression "${textOf(node).slice(0, 40)}"`);
  }
}

function operatorText(token: Kusto.Language.Syntax.SyntaxToken | null): string {
  return textOf(token).trim().replace(/\s+/g, ' ').toLowerCase();
}

function literal(t: Translator, node: Kusto.Language.Syntax.LiteralExpression): SqlValue {
  const type = scalarTypeOf(node);
  const text = node.Token?.ValueText ?? textOf(node);
  if (type === undefined) throw t.unsupported(node, `The literal ${textOf(node)}`);
  if (type === 'string') return stringValue(text);
  const value = literalFrom(type, text);
  if (value === undefined) throw t.invalid(node, `"${text}" is no ${type}`);
  return value;
}

function reference(t: Translator, node: Kusto.Language.Syntax.NameReference, scope: Scope): SqlValue {
  const name = nameOf(node);
  const symbol = symbolKind(node);
  const isBound = symbol === 'VariableSymbol' || symbol === 'ParameterSymbol';
  if (!isBound) {
    const column = scope.column(name);
    if (column !== undefined) return column;
    if (symbol === 'ColumnSymbol') throw t.unsupported(node, `The column ${name} at this place`);
  }
  const binding = t.environment.get(name);
  if (binding?.kind === 'scalar') return binding.value();
  if (binding?.kind === 'tabular') {
    // a table where a value is expected: Kusto takes its first cell when it is a let name of one column
    throw t.invalid(node, `${name} is a table; use toscalar(${name}) for its first value`);
  }
  const column = isBound ? scope.column(name) : undefined;
  if (column !== undefined) return column;
  throw t.invalid(node, `The name "${name}" is not known here`);
}

function path(t: Translator, node: Kusto.Language.Syntax.PathExpression, scope: Scope): SqlValue {
  const selector = node.Selector as KqlNode;
  const own = kindOf(node.Expression) === 'NameReference' && kindOf(selector) === 'NameReference' ? scope.member?.(nameOf(node.Expression), nameOf(selector)) : undefined;
  if (own !== undefined) return own;
  const owner = t.expression(node.Expression as KqlNode, scope);
  if (owner.type !== 'dynamic') throw t.unsupported(node, `The member "${textOf(selector)}" of a value of type ${owner.type}`);
  if (kindOf(selector) === 'NameReference') return memberOf(owner, nameOf(selector), scope);
  if (kindOf(selector) === 'BracketedExpression') return index(t, owner, (selector as Kusto.Language.Syntax.BracketedExpression).Expression as KqlNode, scope);
  throw t.unsupported(node, `The member "${textOf(selector)}"`);
}

function indexed(t: Translator, node: Kusto.Language.Syntax.ElementExpression, scope: Scope): SqlValue {
  const owner = t.expression(node.Expression as KqlNode, scope);
  if (owner.type !== 'dynamic') throw t.unsupported(node, `An element of a value of type ${owner.type}`);
  const selector = node.Selector as Kusto.Language.Syntax.BracketedExpression;
  return index(t, owner, selector.Expression as KqlNode, scope);
}

function index(t: Translator, owner: SqlValue, selector: KqlNode, scope: Scope): SqlValue {
  const at = t.expression(selector, scope);
  if (at.type === 'string' && typeof at.literal === 'string') return memberOf(owner, at.literal, scope);
  return element(owner, at.type === 'int' ? convertTo(at, 'long') : at);
}

function memberOf(owner: SqlValue, name: string, scope: Scope): SqlValue {
  return member(owner.sql.length > 1500 ? scope.computed(owner) : owner, name);
}

/** `and`, `or` and the rest. `filter` says that null counts as false in the result. */
function binary(t: Translator, node: Binary, scope: Scope, filter: boolean): SqlValue {
  const operator = operatorText(node.Operator);
  if (operator === 'and' || operator === 'or') {
    const parts = flattened(node, binaryOperator, operator, unwrapped).map((part) => boolean(t, part, scope, filter));
    const known = parts.find((part) => part.literal === (operator === 'or'));
    if (known !== undefined) return boolValue(operator === 'or');
    return { sql: `(${parts.map((part) => part.sql).join(` ${operator.toUpperCase()} `)})`, type: 'bool', constant: parts.every((part) => part.constant) };
  }
  if (isArithmetic(operator)) return arithmeticChain(t, node, scope);
  if (kindOf(node.Left) === 'StarExpression') return inAnyColumn(t, node, operator, t.expression(node.Right as KqlNode, scope), scope);
  const left = t.expression(node.Left as KqlNode, scope);
  const right = t.expression(node.Right as KqlNode, scope);
  if (isComparison(operator)) return compare(t, node, operator, left, right, scope, filter);
  return textual(t, node, operator, left, [right]);
}

function binaryOperator(node: KqlNode): string | undefined {
  return kindOf(node) === 'BinaryExpression' ? operatorText((node as Binary).Operator) : undefined;
}

/** A chain `a + b - c ...` leans to the left: walks it without recursion. */
function arithmeticChain(t: Translator, node: Binary, scope: Scope): SqlValue {
  const chain: Binary[] = [];
  let next: KqlNode = node;
  while (kindOf(next) === 'BinaryExpression' && isArithmetic(operatorText((next as Binary).Operator))) {
    chain.push(next as Binary);
    next = (next as Binary).Left as KqlNode;
  }
  let value = t.expression(next, scope);
  for (const each of chain.reverse()) {
    const right = t.expression(each.Right as KqlNode, scope);
    value = arithmetic(t, each, operatorText(each.Operator) as '+', value, right, scope, scalarTypeOf(each));
  }
  return value;
}

function boolean(t: Translator, node: KqlNode, scope: Scope, filter: boolean): SqlValue {
  const inner = unwrapped(node);
  const value = kindOf(inner) === 'BinaryExpression' ? binary(t, inner as Binary, scope, filter) : t.expression(inner, scope);
  return value.type === 'bool' ? value : convertTo(value, 'bool');
}

/** An SQL condition for WHERE. */
export function asCondition(t: Translator, node: KqlNode, scope: Scope): string {
  return boolean(t, node, scope, true).sql;
}

function textual(t: Translator, node: KqlNode, operator: string, left: SqlValue, right: readonly SqlValue[]): SqlValue {
  const translate = Object.hasOwn(textOperators, operator) ? textOperators[operator] : undefined;
  if (translate === undefined) throw t.unsupported(node, `The operator ${operator}`, Object.hasOwn(refusedTextOperators, operator) ? refusedTextOperators[operator] : undefined);
  return translate(left, right, { ...t.functionContext(node, operator), invalid: (reason) => t.invalid(node, `The operator ${operator} ${reason}`) });
}

function inList(t: Translator, node: Kusto.Language.Syntax.InExpression, scope: Scope): SqlValue {
  const operator = operatorText(node.Operator);
  if (operator === 'in' || operator === '!in') return membership(t, node, operator === '!in', scope);
  return textList(t, node, scope);
}

function textList(t: Translator, node: Kusto.Language.Syntax.InExpression, scope: Scope): SqlValue {
  const left = t.expression(node.Left as KqlNode, scope);
  return textual(t, node, operatorText(node.Operator), left, listValues(t, elements(node.Right?.Expressions), scope));
}

/** `* has "x"`: some column has it, each read as text. What a negation means is not documented: one column or none. */
function inAnyColumn(t: Translator, node: KqlNode, operator: string, right: SqlValue, scope: Scope): SqlValue {
  const { columns } = scope.relation;
  if (!Object.hasOwn(textOperators, operator) || /^(!|not)/.test(operator) || columns.length === 0) throw t.unsupported(node, `The operator ${operator} over all columns`);
  const parts = columns.map((column) => textual(t, node, operator, convertTo(scope.column(column.name) ?? columnValue(column), 'string'), [right]).sql);
  return { sql: `(${parts.join(' OR ')})`, type: 'bool', constant: false };
}

function toScalar(t: Translator, node: Kusto.Language.Syntax.ToScalarExpression): SqlValue {
  const inner = unwrapped(node.Expression as KqlNode);
  if (!isTabular(inner)) return t.expression(inner);
  const relation = t.tabular(inner, kindOf(inner).endsWith('Operator') ? unitRelation : undefined);
  const first = relation.columns[0];
  if (first === undefined) throw t.invalid(node, 'toscalar() of a table without columns');
  return t.scalarSubquery(relation, first.type);
}
