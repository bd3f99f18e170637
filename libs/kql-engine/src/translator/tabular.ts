import { refusedOperators } from './refusals.js';
import { operator } from './registry.js';
import { coreOperators } from './core-operators/index.js';
import { tableExpressions } from './core-operators/sources.js';
import type { Relation } from './relation.js';
import { kindOf, textOf, unwrapped } from './syntax.js';
import type { KqlNode } from './translation.js';
import { unitRelation } from './relation.js';
import type { Translator } from './translator.js';

type Pipe = Kusto.Language.Syntax.PipeExpression;

/** More operators than this in one pipe are refused: each is a nested SELECT. */
const maximumPipe = 300;

/** Translates a tabular expression; `input` is what a pipe that begins with an operator works on. */
export function translateTabular(t: Translator, node: KqlNode, input: Relation | undefined): Relation {
  const operators: KqlNode[] = [];
  let head = unwrapped(node);
  while (kindOf(head) === 'PipeExpression') {
    operators.push((head as Pipe).Operator as KqlNode);
    head = unwrapped((head as Pipe).Expression as KqlNode);
  }
  if (operators.length > maximumPipe) throw t.tooLarge(operators[0] as KqlNode, `A pipe of more than ${maximumPipe} operators`);
  let relation = source(t, head, input);
  for (const each of operators.reverse()) relation = operate(t, each, relation);
  return relation;
}

function source(t: Translator, node: KqlNode, input: Relation | undefined): Relation {
  const kind = kindOf(node);
  const expression = Object.hasOwn(tableExpressions, kind) ? tableExpressions[kind] : undefined;
  if (expression !== undefined) return expression(node as never, t, input);
  if (kind.endsWith('Operator')) return operate(t, node, input ?? unitRelation);
  throw t.unsupported(node, `The table expression "${textOf(node).slice(0, 40).split('\n')[0]}"`);
}

function operate(t: Translator, node: KqlNode, input: Relation): Relation {
  const kind = kindOf(node);
  const translate = operator(kind) ?? (Object.hasOwn(coreOperators, kind) ? coreOperators[kind] : undefined);
  if (translate === undefined) throw t.unsupported(node, `The operator ${t.describe(node)}`, refusedOperators[kind]);
  return translate(node as never, input, t);
}
