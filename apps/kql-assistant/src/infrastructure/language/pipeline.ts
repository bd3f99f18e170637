import { className, listItems, type KqlAnalysis } from '@attest/kql-engine/hosting';

type Node = Kusto.Language.Syntax.SyntaxNode;
type Element = Kusto.Language.Syntax.SyntaxElement;

/** A stretch of a query. */
export interface Stretch {
  start: number;
  end: number;
}

/** One step of the pipeline that gives the result. */
export interface Step extends Stretch {
  /** Class of its node without the namespace: `FilterOperator`; the first step is the source. */
  kind: string;
  node: Node;
  /** The conditions of a filter that must all hold. */
  conditions: Stretch[];
}

/** The pipeline of the last statement of a query, and the statements before it. */
export interface Pipeline {
  lets: (Stretch & { name: string })[];
  steps: Step[];
}

/** The pipeline of a query that gives its result; without steps when there is none. */
export function pipelineOf({ code, text }: KqlAnalysis): Pipeline {
  const statements = listItems<Element>((code.Syntax as unknown as { Statements?: unknown } | null)?.Statements).map((each) => (each as unknown as { Element?: Node }).Element ?? (each as Node));
  const lets = statements.filter((each) => className(each) === 'LetStatement').map((each) => ({ ...stretchOf(each, text), name: ((each as unknown as { Name?: { SimpleName?: string } }).Name?.SimpleName ?? '') }));
  const last = statements.filter((each) => className(each) === 'ExpressionStatement').at(-1) as unknown as { Expression?: Node } | undefined;
  const steps: Step[] = [];
  for (let at = last?.Expression ?? undefined; at !== undefined; ) {
    const pipe = className(at) === 'PipeExpression' ? (at as unknown as { Expression: Node; Operator: Node }) : undefined;
    const node = pipe?.Operator ?? at;
    const kind = className(node);
    steps.unshift({ kind, node, ...stretchOf(node, text), conditions: kind === 'FilterOperator' ? conditionsOf((node as unknown as { Condition: Node }).Condition, text) : [] });
    at = pipe?.Expression as Node;
  }
  return { lets, steps };
}

function conditionsOf(condition: Node, text: string): Stretch[] {
  const found: Stretch[] = [];
  const pending: Node[] = [condition];
  while (pending.length > 0) {
    const node = pending.pop() as Node;
    if (className(node) === 'ParenthesizedExpression' && className((node as unknown as { Expression: Node }).Expression) === 'BinaryExpression' && isAnd((node as unknown as { Expression: Node }).Expression)) pending.push((node as unknown as { Expression: Node }).Expression);
    else if (isAnd(node)) {
      const { Left, Right } = node as unknown as { Left: Node; Right: Node };
      pending.push(Right, Left);
    } else found.push(stretchOf(node, text));
  }
  return found;
}

function isAnd(node: Node): boolean {
  return className(node) === 'BinaryExpression' && (node as unknown as { Operator?: { Text?: string } }).Operator?.Text === 'and';
}

/** Where a node stands, without the blanks around it. */
export function stretchOf(node: Element, text: string): Stretch {
  const start = node.TextStart;
  let end = Math.min(text.length, node.TextStart + node.Width);
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  return { start, end };
}

/** Steps that always give one row, so that rows are counted before them. */
const alwaysOneRow = new Set(['CountOperator', 'RenderOperator']);

/** The query up to the step after which the rows say whether anything was found. */
export function probeEnd({ steps }: Pipeline): number {
  let at = steps.length - 1;
  while (at > 0 && (alwaysOneRow.has(steps[at]?.kind ?? '') || isTotal(steps[at]))) at--;
  return steps[at]?.end ?? 0;
}

function isTotal(step: Step | undefined): boolean {
  return step?.kind === 'SummarizeOperator' && ((step.node as unknown as { ByClause?: unknown }).ByClause ?? null) === null;
}

/** A query with fewer conditions, and what was taken out. */
export interface Relaxation {
  kql: string;
  /** The query up to where rows say whether anything was found. */
  probe: string;
  removed: Stretch;
}

/** A beginning of a query that ends after one more condition. */
export interface Prefix {
  probe: string;
  clause: Stretch;
}

const mostRelaxations = 12;

/** How to find out which condition emptied a result: ever longer beginnings of the query, and the query without one condition each. */
export function relaxationsOf(analysis: KqlAnalysis): { prefixes: Prefix[]; relaxations: Relaxation[] } {
  const { text } = analysis;
  const pipeline = pipelineOf(analysis);
  const end = probeEnd(pipeline);
  const prefixes: Prefix[] = [];
  const relaxations: Relaxation[] = [];
  for (const step of pipeline.steps) {
    if (step.end > end) break;
    if (step.kind !== 'FilterOperator') {
      prefixes.push({ probe: text.slice(0, step.end), clause: { start: step.start, end: step.end } });
      continue;
    }
    const before = text.slice(0, step.start);
    step.conditions.forEach((condition, at) => {
      const kept = step.conditions.slice(0, at + 1).map((each) => text.slice(each.start, each.end));
      prefixes.push({ probe: `${before}where ${kept.join(' and ')}`, clause: condition });
      const others = step.conditions.filter((_, other) => other !== at).map((each) => text.slice(each.start, each.end));
      const without = (until: number): string => {
        const rest = text.slice(step.end, until);
        return others.length > 0 ? `${before}where ${others.join(' and ')}${rest}` : `${before.replace(/\|\s*$/, '').trimEnd()}${rest}`;
      };
      relaxations.push({ kql: without(text.length), probe: without(end), removed: condition });
    });
  }
  return { prefixes: prefixes.slice(0, 40), relaxations: relaxations.slice(0, mostRelaxations) };
}
