import type { BlockNode, Node } from './ast.js';
import { childrenOf } from './children.js';
import { append } from './values.js';

/** Names of the variables a script sets anywhere: until then each is empty, not unknown. */
export function assignedNames(block: BlockNode): string[] {
  const names: string[] = [];
  const stack: Node[] = [...block.body];
  while (stack.length > 0) {
    const node = stack.pop() as Node;
    if (node.k === 'assign') targets(node.target, names);
    else if (node.k === 'unary' && (node.op === '++' || node.op === '--')) targets(node.operand, names);
    append(stack, childrenOf(node));
  }
  return names;
}

function targets(target: Node, names: string[]): void {
  const stack = [target];
  while (stack.length > 0) {
    const node = stack.pop() as Node;
    if (node.k === 'variable') names.push(node.name);
    else if (node.k === 'cast') stack.push(node.operand);
    else if (node.k === 'paren') stack.push(node.body);
    else if (node.k === 'array') append(stack, node.items);
  }
}
