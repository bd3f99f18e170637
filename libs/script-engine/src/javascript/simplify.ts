import type { AnyNode } from 'acorn';
import { BudgetExceeded, type Budget } from '../core/budget.js';
import type { DerivedText } from '../core/evaluation.js';
import { applyEdits, Edits } from '../vbscript/simplify.js';
import { dialect } from './convert.js';
import type { Unit } from './values.js';

interface Walk {
  unit: Unit;
  folds: ReadonlyMap<object, string | number | false>;
  edits: Edits;
  budget: Budget;
}

/** The text with expressions that always gave the same text or number replaced by it; undefined when there are none. */
export function simplifyJavascript(unit: Unit, folds: ReadonlyMap<object, string | number | false>, budget: Budget): DerivedText | undefined {
  const walk: Walk = { unit, folds, edits: new Edits(unit.text), budget };
  try {
    const stack: AnyNode[] = [...(unit.body as AnyNode[])].reverse();
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      budget.step();
      if (replaced(walk, node)) continue;
      if (node.type === 'MemberExpression' && dotted(walk, node)) stack.push(node.object);
      else push(walk, node, stack);
    }
  } catch (error) {
    if (!(error instanceof BudgetExceeded) && !(error instanceof RangeError)) throw error;
  }
  return applyEdits(unit.text, walk.edits.list, 'javascript', budget);
}

/** Puts a literal in place of a node when that is sound and says more than the source. */
function replaced(walk: Walk, node: AnyNode): boolean {
  if (node.type === 'Literal') plainLiteral(walk, node);
  if (node.type !== 'BinaryExpression' && node.type !== 'CallExpression' && node.type !== 'MemberExpression' && node.type !== 'TemplateLiteral') return false;
  const value = walk.folds.get(node);
  if (value === undefined || value === false) return false;
  if (node.type === 'MemberExpression' && (!node.computed || typeof value !== 'string')) return false;
  if (typeof value === 'number' && !literalOnly(node, 0)) return false;
  if (node.type === 'CallExpression' && node.callee.type === 'FunctionExpression' && typeof value === 'number') return false;
  walk.edits.put(node.start, node.end, String(value).length, () => (typeof value === 'number' ? (value < 0 ? `(${value})` : String(value)) : value.length > 8000 ? JSON.stringify(value) : dialect.quote(value)));
  return true;
}

/** `a['open']` is `a.open`. */
function dotted(walk: Walk, node: Extract<AnyNode, { type: 'MemberExpression' }>): boolean {
  const { object, property } = node;
  if (!node.computed || node.optional || object.type === 'Literal') return false;
  const name = property.type === 'Literal' ? property.value : walk.folds.get(property);
  if (typeof name !== 'string' || !/^[A-Za-z_$][\w$]{0,100}$/.test(name)) return false;
  walk.edits.put(object.end, node.end, name.length + 1, () => `.${name}`);
  return true;
}

/** A text written in escapes, as it would be typed. */
function plainLiteral(walk: Walk, node: Extract<AnyNode, { type: 'Literal' }>): void {
  const { value } = node;
  if (typeof value !== 'string' || value.length > 20_000 || !/^[\t\r\n\x20-\x7e]*$/.test(value) || !/\\(?:x|u|[0-7]{2})/.test(walk.unit.text.slice(node.start, node.end))) return;
  walk.edits.put(node.start, node.end, value.length, () => (value.length > 8000 ? JSON.stringify(value) : dialect.quote(value)));
}

function literalOnly(node: AnyNode, depth: number): boolean {
  if (depth > 30) return false;
  if (node.type === 'Literal') return true;
  if (node.type === 'UnaryExpression') return literalOnly(node.argument, depth + 1);
  if (node.type === 'BinaryExpression') return literalOnly(node.left, depth + 1) && literalOnly(node.right, depth + 1);
  if (node.type === 'CallExpression') return node.callee.type === 'Identifier' && node.callee.name === 'parseInt' && node.arguments.every((argument) => literalOnly(argument, depth + 1));
  return false;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value;
}

/** The children of a node, last first, without what is assigned to. */
function push(walk: Walk, node: AnyNode, stack: AnyNode[]): void {
  const target = node.type === 'AssignmentExpression' ? node.left : node.type === 'UpdateExpression' ? node.argument : node.type === 'UnaryExpression' && node.operator === 'delete' ? node.argument : node.type === 'CallExpression' || node.type === 'NewExpression' ? node.callee : undefined;
  const appended = node.type === 'AssignmentExpression' && node.operator === '=' && node.left.type === 'Identifier' && appends(node.left.name, node.right) ? node.right : undefined;
  const children: AnyNode[] = [];
  for (const [key, value] of Object.entries(node)) {
    if ((key === 'key' && !('computed' in node && node.computed)) || (key === 'source' && node.type !== 'ImportExpression') || key === 'quasi') continue;
    const list: unknown[] = Array.isArray(value) ? value : [value];
    for (const child of list) {
      if (!isNode(child)) continue;
      if (child === target && child.type === 'MemberExpression' && dotted(walk, child)) children.push(child.object);
      else if (child === target || child === appended) push(walk, child, children);
      else children.push(child);
    }
  }
  children.sort((a, b) => b.start - a.start);
  for (const child of children) stack.push(child);
}

/** `x = x + …`: the sum stays, or every step would repeat all before it. */
function appends(name: string, value: AnyNode): boolean {
  let first: AnyNode = value;
  while (first.type === 'BinaryExpression') first = first.left;
  return first !== value && first.type === 'Identifier' && first.name === name;
}
