import { analyzeKql } from '../checker/analyze.js';
import { checkKql } from '../checker/checker.js';
import { KqlError } from '../kql.error.js';
import { className, walkNodes, type SyntaxElement, type SyntaxNode } from '../language/kusto-syntax.js';
import type { AskSchema } from './ask-schema.js';

/** A query with one of its filters left out. */
export interface Relaxation {
  kql: string;
  /** The filter that was left out, as written, and where it stood. */
  dropped: string;
  offset: number;
  length: number;
}

/** At most this many are made: a query with more filters is answered by its first ones. */
const most = 40;

/**
 * The query once for every filter in it, with that filter left out; each is a valid query again. When a query gives no
 * rows, the first of these that does tells which filter emptied it. Filters inside joins and lets count too.
 */
export function relaxations(kql: string, schema: AskSchema): Relaxation[] {
  let found: Relaxation[];
  try {
    const { code, text } = analyzeKql(kql, schema.hunting);
    const filters: SyntaxNode[] = [];
    walkNodes(code.Syntax, (node) => {
      if (className(node) === 'FilterOperator') filters.push(node);
    });
    found = filters.flatMap((filter) => withoutEach(filter, text));
  } catch (error) {
    if (error instanceof KqlError) return [];
    throw error;
  }
  return found.slice(0, most).filter((one) => checkKql(one.kql, schema.hunting).ok);
}

function withoutEach(filter: SyntaxNode, text: string): Relaxation[] {
  const { Condition: condition } = filter as SyntaxNode & { Condition?: SyntaxElement };
  if (condition === undefined || condition === null) return [];
  const parts = conjuncts(condition);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    const pipe = text.lastIndexOf('|', filter.TextStart);
    if (pipe === -1) return [];
    const start = text.slice(0, pipe).search(/\s*$/);
    return [relaxed(text, only, start, filter.TextStart + filter.Width, '')];
  }
  return parts.map((part, index) => {
    const next = parts[index + 1];
    const before = parts[index - 1];
    if (next !== undefined) return relaxed(text, part, part.TextStart, next.TextStart, '');
    return relaxed(text, part, before === undefined ? part.TextStart : before.TextStart + before.Width, part.TextStart + part.Width, '');
  });
}

function relaxed(text: string, part: SyntaxElement, from: number, to: number, instead: string): Relaxation {
  return { kql: text.slice(0, from) + instead + text.slice(to), dropped: text.slice(part.TextStart, part.TextStart + part.Width), offset: part.TextStart, length: part.Width };
}

/** The sides of `and`, at the outermost level. Parentheses around a single comparison stay whole. */
function conjuncts(condition: SyntaxElement): SyntaxElement[] {
  const found: SyntaxElement[] = [];
  const pending: SyntaxElement[] = [condition];
  while (pending.length > 0) {
    const node = pending.pop() as SyntaxElement & { Left?: SyntaxElement; Right?: SyntaxElement; Operator?: { Text?: string } };
    if (className(node) === 'BinaryExpression' && node.Operator?.Text?.toLowerCase() === 'and' && node.Left !== undefined && node.Right !== undefined) pending.push(node.Right, node.Left);
    else found.push(node);
  }
  return found;
}
