import { dynamicValue, literalFrom, nullOf } from './literals.js';
import type { SqlValue } from './sql-value.js';
import { elements, kindOf, scalarTypeOf, textOf } from './syntax.js';
import type { KqlNode } from './translation.js';
import type { Translator } from './translator.js';
import { datetimeText, timespanText } from './ticks-text.js';

/** `dynamic(...)`: JSON with Kusto's own literals inside. Numbers keep the way they are written. */
export function dynamicLiteral(t: Translator, node: Kusto.Language.Syntax.DynamicExpression): SqlValue {
  const json = jsonOf(t, node.Expression as KqlNode, 0);
  return json === 'null' ? nullOf('dynamic') : dynamicValue(json);
}

function jsonOf(t: Translator, node: KqlNode, depth: number): string {
  if (depth > 100) throw t.unsupported(node, 'A dynamic literal nested deeper than 100 levels');
  switch (kindOf(node)) {
    case 'JsonObjectExpression': {
      const pairs = elements<Kusto.Language.Syntax.JsonPair>((node as Kusto.Language.Syntax.JsonObjectExpression).Pairs);
      const members = new Map(pairs.map((pair) => [pair.Name?.ValueText ?? '', jsonOf(t, pair.Value as KqlNode, depth + 1)]));
      return `{${[...members].map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
    }
    case 'JsonArrayExpression':
      return `[${elements((node as Kusto.Language.Syntax.JsonArrayExpression).Values).map((value) => jsonOf(t, value, depth + 1)).join(',')}]`;
    case 'DynamicExpression':
      return jsonOf(t, (node as Kusto.Language.Syntax.DynamicExpression).Expression as KqlNode, depth + 1);
    case 'PrefixUnaryExpression': {
      const prefix = node as Kusto.Language.Syntax.PrefixUnaryExpression;
      const inner = jsonOf(t, prefix.Expression as KqlNode, depth + 1);
      return textOf(prefix.Operator) === '-' ? `-${inner}` : inner;
    }
    case 'CompoundStringLiteralExpression':
      return JSON.stringify(String((node as Kusto.Language.Syntax.CompoundStringLiteralExpression).LiteralValue));
    case 'LiteralExpression':
      return scalarJson(t, node as Kusto.Language.Syntax.LiteralExpression);
    default:
      throw t.unsupported(node, `"${textOf(node).slice(0, 40)}" inside dynamic()`);
  }
}

function scalarJson(t: Translator, node: Kusto.Language.Syntax.LiteralExpression): string {
  const text = node.Token?.ValueText ?? textOf(node);
  const type = scalarTypeOf(node);
  if (type === 'string') return JSON.stringify(text);
  if (text === 'null' || type === undefined) {
    if (text !== 'null') throw t.unsupported(node, `"${text}" inside dynamic()`);
    return 'null';
  }
  const value = literalFrom(type, text);
  if (value === undefined) throw t.invalid(node, `"${text}" is no ${type}`);
  const { literal } = value;
  if (literal === null) return 'null';
  if (type === 'datetime') return JSON.stringify(datetimeText(literal as bigint));
  if (type === 'timespan') return JSON.stringify(timespanText(literal as bigint));
  if (type === 'guid') return JSON.stringify(literal);
  if (type === 'real' && !Number.isFinite(literal as number)) return JSON.stringify(Number.isNaN(literal) ? 'NaN' : (literal as number) > 0 ? 'Infinity' : '-Infinity');
  // keep `2.0` as it is written: Kusto does
  return /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? text : String(literal);
}
