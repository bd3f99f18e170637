import type { BlockNode, Node } from './ast.js';

/** The nodes directly below a node, in source order. Targets of assignments are left out: they are names, not values. */
export function childrenOf(node: Node): Node[] {
  switch (node.k) {
    case 'expandable':
      return node.parts.filter((part): part is Node => typeof part !== 'string');
    case 'array':
      return node.items;
    case 'paren':
      return [node.body];
    case 'subexpression':
      return node.body;
    case 'hash':
      return node.pairs.flatMap(({ key, value }) => [key, value]);
    case 'scriptblock':
      return ofBlock(node.block);
    case 'cast':
      return [node.operand];
    case 'unary':
      return node.op === '++' || node.op === '--' ? [] : [node.operand];
    case 'binary':
      return [node.first, ...node.rest.map(({ right }) => right)];
    case 'index':
      return [node.target, node.index];
    case 'member':
      return [node.target];
    case 'call':
      return [node.target, ...node.args];
    case 'command':
      return [node.name, ...node.args.flatMap(({ value }) => (value === undefined ? [] : [value])), ...(node.output === undefined ? [] : [node.output])];
    case 'pipeline':
      return node.elements;
    case 'assign':
      return node.target.k === 'variable' || node.target.k === 'cast' || node.target.k === 'array' ? [node.value] : [...childrenOf(node.target).slice(1), node.value];
    case 'if':
      return [...node.clauses.flatMap(({ test, body }) => [test, ...ofBlock(body)]), ...(node.otherwise === undefined ? [] : ofBlock(node.otherwise))];
    case 'foreach':
      return [node.list, ...ofBlock(node.body)];
    case 'for':
      return [node.init, node.test, node.step].filter((part): part is Node => part !== undefined).concat(ofBlock(node.body));
    case 'while':
      return node.bodyFirst ? [...ofBlock(node.body), node.test] : [node.test, ...ofBlock(node.body)];
    case 'switch':
      return [node.subject, ...node.clauses.flatMap(({ test, body }) => [...(test === undefined ? [] : [test]), ...ofBlock(body)])];
    case 'function':
      return ofBlock(node.block);
    case 'class':
      return [...node.properties.flatMap(({ value }) => (value === undefined ? [] : [value])), ...node.methods.flatMap(({ block }) => ofBlock(block))].sort((a, b) => a.start - b.start);
    case 'try':
      return [...ofBlock(node.body), ...node.handlers.flatMap(ofBlock), ...(node.last === undefined ? [] : ofBlock(node.last))];
    case 'flow':
      return node.value === undefined ? [] : [node.value];
    default:
      return [];
  }
}

function ofBlock(block: BlockNode): Node[] {
  return block.body;
}
