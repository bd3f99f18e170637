import { analyzeKql } from '../checker/analyze.js';
import { KqlError } from '../kql.error.js';
import { className, symbolOf, walkNodes, type SyntaxElement, type SyntaxNode } from '../language/kusto-syntax.js';
import type { AskSchema } from './ask-schema.js';

const comparisons = new Set(['BinaryExpression', 'InExpression', 'HasAnyExpression', 'HasAllExpression', 'BetweenExpression']);

/** The column each literal of a query is compared with, by where the literal stands; literals that are compared with none are left out. */
export function literalColumns(kql: string, schema: AskSchema): ReadonlyMap<number, string> {
  const known = answered.get(schema) ?? new Map<string, ReadonlyMap<number, string>>();
  answered.set(schema, known);
  const ready = known.get(kql);
  if (ready !== undefined) return ready;
  const columns = readColumns(kql, schema);
  const [oldest] = known.keys();
  if (known.size >= kept && oldest !== undefined) known.delete(oldest);
  known.set(kql, columns);
  return columns;
}

// Binding a query takes most of the time an answer takes, and the queries of the library come again and again.
const kept = 256;
const answered = new WeakMap<AskSchema, Map<string, ReadonlyMap<number, string>>>();

function readColumns(kql: string, schema: AskSchema): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  try {
    const { code } = analyzeKql(kql, schema.hunting);
    walkNodes(code.Syntax, (node) => {
      if (className(node) !== 'LiteralExpression' && className(node) !== 'CompoundStringLiteralExpression') return;
      const column = comparedWith(node);
      if (column !== undefined) found.set(node.TextStart, column);
    });
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
  }
  return found;
}

/** The first column on the way up: beside the literal in a call such as ipv4_is_in_range, or on the other side of a comparison. */
function comparedWith(literal: SyntaxNode): string | undefined {
  let from: SyntaxElement = literal;
  for (let at = literal.Parent as SyntaxElement | null; at !== null && at !== undefined; at = at.Parent as SyntaxElement | null) {
    const kind = className(at);
    if (kind === 'FilterOperator' || kind.endsWith('Operator') || kind.endsWith('Statement')) return undefined;
    if (kind === 'BinaryExpression' && /^(?:and|or)$/.test((at as { Operator?: { Text?: string } }).Operator?.Text ?? '')) return undefined;
    if (comparisons.has(kind)) {
      const { Left: left } = at as { Left?: SyntaxElement };
      const column = left === from ? undefined : columnIn(left);
      return column ?? columnIn(at as SyntaxElement);
    }
    if (kind === 'FunctionCallExpression') {
      const column = columnIn(at);
      if (column !== undefined) return column;
    }
    from = at;
  }
  return undefined;
}

function columnIn(root: SyntaxElement | undefined): string | undefined {
  let column: string | undefined;
  walkNodes(root, (node) => {
    if (column === undefined && className(node) === 'NameReference' && className(symbolOf(node)) === 'ColumnSymbol') column = symbolOf(node)?.Name ?? undefined;
  });
  return column;
}
