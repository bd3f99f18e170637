import type { AnyNode } from 'acorn';
import type { Scope } from './values.js';

/** Whether an expression names something of a function with parameters: its value is that of one call only. */
export function dependsOnCall(scope: Scope, node: AnyNode | null, depth: number): boolean {
  if (node === null || scope.parent === undefined) return false;
  if (depth > 60) return true;
  const into = (child: AnyNode | null): boolean => dependsOnCall(scope, child, depth + 1);
  switch (node.type) {
    case 'Literal':
    case 'TemplateElement':
      return false;
    case 'Identifier':
      return isLocal(scope, node.name);
    case 'BinaryExpression':
    case 'LogicalExpression': {
      let at: AnyNode = node;
      for (; at.type === 'BinaryExpression' || at.type === 'LogicalExpression'; at = at.left) if (into(at.right)) return true;
      return into(at);
    }
    case 'CallExpression':
      return (node.callee.type !== 'Identifier' && into(node.callee)) || node.arguments.some(into);
    case 'MemberExpression':
      return into(node.object) || (node.computed && into(node.property));
    case 'TemplateLiteral':
      return node.expressions.some(into);
    case 'UnaryExpression':
      return into(node.argument);
    case 'ArrayExpression':
      return node.elements.some(into);
    default:
      return true;
  }
}

function isLocal(scope: Scope, name: string): boolean {
  let at: Scope | undefined = scope;
  while (at !== undefined && !at.cells.has(name)) at = at.parent;
  while (at !== undefined && !at.isFunction) at = at.parent;
  return at?.params === true;
}
