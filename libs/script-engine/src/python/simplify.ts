import { BudgetExceeded, type Budget } from '../core/budget.js';
import type { DerivedText } from '../core/evaluation.js';
import { applyEdits, Edits } from '../vbscript/simplify.js';
import type { Expr, Stmt } from './ast.js';
import { dialect, quoteBytes } from './convert.js';
import type { Unit } from './values.js';

type AnyNode = Expr | Stmt;

/** The text with expressions that always gave the same text, bytes or number replaced by it; undefined when there are none. */
export function simplifyPython(unit: Unit, budget: Budget): DerivedText | undefined {
  const edits = new Edits(unit.text);
  try {
    const stack: AnyNode[] = [...unit.body].reverse();
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      budget.step();
      if (!replaced(node, edits, unit.text)) push(node, stack);
    }
  } catch (error) {
    if (!(error instanceof BudgetExceeded) && !(error instanceof RangeError)) throw error;
  }
  return applyEdits(unit.text, edits.list, 'python', budget);
}

function replaced(node: AnyNode, edits: Edits, source: string): boolean {
  // A text written in escapes, as it would be typed.
  if (node.k === 'const' && typeof node.value === 'string' && node.value.length <= 20_000) {
    const { value } = node;
    const raw = source.slice(node.start, node.end);
    if (/^[uU]?["']/.test(raw) && /^[\t\r\n\x20-\x7e]*$/.test(value) && /\\(?:x|u|[0-7]{2})/.test(raw)) edits.put(node.start, node.end, value.length, () => (value.length > 8000 ? JSON.stringify(value) : dialect.quote(value)));
    return true;
  }
  if (node.k !== 'chain' && node.k !== 'call' && node.k !== 'index' && node.k !== 'format') return false;
  const { fold } = node;
  if (fold === undefined || fold === false || (typeof fold === 'number' && (node.k === 'chain' && node.first.k === 'const' || !literalOnly(node, 0)))) return false;
  const { length } = typeof fold === 'number' ? String(fold) : fold;
  edits.put(node.start, node.end, length, () => (typeof fold === 'number' ? String(fold) : typeof fold === 'string' ? (fold.length > 8000 ? JSON.stringify(fold) : dialect.quote(fold)) : wholeBytes(fold)));
  return true;
}

function wholeBytes(data: Uint8Array): string {
  if (data.length <= 2000) return quoteBytes(data);
  const parts: string[] = [];
  for (let at = 0; at < data.length; at += 2000) parts.push(quoteBytes(data.subarray(at, at + 2000)));
  return parts.join(' ');
}

function literalOnly(expr: Expr, depth: number): boolean {
  if (depth > 30) return false;
  if (expr.k === 'const') return true;
  if (expr.k === 'unary') return literalOnly(expr.operand, depth + 1);
  if (expr.k === 'chain') return literalOnly(expr.first, depth + 1) && expr.rest.slice(0, 100).every(({ right }) => literalOnly(right, depth + 1));
  return expr.k === 'call' && expr.callee.k === 'name' && (expr.callee.name === 'int' || expr.callee.name === 'ord') && expr.args.every(({ value }) => literalOnly(value, depth + 1));
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'k' in value && 'start' in value;
}

/** The nodes inside a node, without what is assigned to. */
function push(node: AnyNode, stack: AnyNode[]): void {
  const children: AnyNode[] = [];
  const gather = (value: unknown, depth: number): void => {
    if (isNode(value)) children.push(value);
    else if (Array.isArray(value)) for (const item of value as unknown[]) gather(item, depth + 1);
    else if (typeof value === 'object' && value !== null && depth < 4 && !(value instanceof Uint8Array)) for (const item of Object.values(value)) gather(item, depth + 1);
  };
  for (const [key, value] of Object.entries(node)) {
    if (key === 'target' || key === 'targets' || (key === 'callee' && isNode(value) && value.k === 'name')) continue;
    if (node.k === 'assign' && key === 'value' && appends(node)) {
      if (node.value.k === 'chain') for (const { right } of node.value.rest) children.push(right);
      continue;
    }
    if (node.k === 'format' && key === 'parts') continue;
    gather(value, 0);
  }
  children.sort((a, b) => b.start - a.start);
  for (const child of children) stack.push(child);
}

/** `x = x + …`: the sum stays, or every step would repeat all before it. */
function appends(node: Extract<Stmt, { k: 'assign' }>): boolean {
  const [target] = node.targets;
  return node.value.k === 'chain' && target?.k === 'name' && node.value.first.k === 'name' && node.value.first.name === target.name;
}
