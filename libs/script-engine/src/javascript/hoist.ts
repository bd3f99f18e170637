import type { AnyNode, Program } from 'acorn';
import { makeFunction } from './expressions.js';
import type { JsMachine } from './machine.js';
import { Cell } from './values.js';

type Body = Program['body'][number];

interface Names {
  vars: string[];
  functions: Extract<AnyNode, { type: 'FunctionDeclaration' }>[];
}

const namesOf = new WeakMap<object, Names>();

/** Makes the functions and `var` names of a body known in the scope at hand. */
export function hoist(machine: JsMachine, body: readonly Body[]): void {
  let names = namesOf.get(body);
  if (names === undefined) {
    names = { vars: [], functions: [] };
    for (const statement of body) collect(machine, statement, names, 0, true);
    namesOf.set(body, names);
  }
  const { scope } = machine;
  for (const name of names.vars) if (!scope.cells.has(name)) scope.cells.set(name, new Cell(name, scope.parent === undefined ? machine.find(name)?.value : undefined, machine.session.none));
  for (const node of names.functions) {
    machine.session.step();
    const name = node.id?.name ?? 'default';
    scope.cells.set(name, new Cell(name, makeFunction(machine, node, name), machine.session.none));
  }
}

function collect(machine: JsMachine, node: AnyNode | null | undefined, names: Names, depth: number, top: boolean): void {
  if (node === null || node === undefined || depth > 100) return;
  machine.session.step();
  const into = (child: AnyNode | null | undefined): void => collect(machine, child, names, depth + 1, false);
  switch (node.type) {
    case 'VariableDeclaration':
      if (node.kind === 'var') for (const { id } of node.declarations) if (id.type === 'Identifier') names.vars.push(id.name);
      return;
    case 'FunctionDeclaration':
      if (top || depth > 0) names.functions.push(node);
      return;
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      if (node.declaration?.type === 'FunctionDeclaration' || node.declaration?.type === 'VariableDeclaration') collect(machine, node.declaration as AnyNode, names, depth, true);
      return;
    case 'BlockStatement':
      node.body.forEach(into);
      return;
    case 'IfStatement':
      into(node.consequent);
      into(node.alternate);
      return;
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement': {
      const start = node.type === 'ForStatement' ? node.init : node.left;
      if (start?.type === 'VariableDeclaration') into(start);
      into(node.body);
      return;
    }
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'LabeledStatement':
    case 'WithStatement':
      into(node.body);
      return;
    case 'TryStatement':
      into(node.block);
      into(node.handler?.body);
      into(node.finalizer);
      return;
    case 'SwitchStatement':
      for (const { consequent } of node.cases) consequent.forEach(into);
      return;
    default:
      return;
  }
}
