import type { AnyNode, Expression } from 'acorn';
import { toKey } from './convert.js';
import { makeFunction } from './expressions.js';
import { getMember } from './members.js';
import type { JsMachine } from './machine.js';
import { JsFunction, JsObject } from './values.js';

/** Makes a class value of its node. */
export function makeClass(machine: JsMachine, node: Extract<AnyNode, { type: 'ClassDeclaration' | 'ClassExpression' }>): JsFunction {
  const parent = node.superClass ? machine.evaluate(node.superClass) : undefined;
  const own = node.body.body.find((element) => element.type === 'MethodDefinition' && element.kind === 'constructor');
  const maker = own?.type === 'MethodDefinition' ? own.value : undefined;
  const fields: { name: string; value: Expression | undefined }[] = [];
  const keyOf = (key: AnyNode, computed: boolean): string => (computed ? (toKey(machine.evaluate(key)) ?? '') : key.type === 'Identifier' ? key.name : key.type === 'PrivateIdentifier' ? `#${key.name}` : key.type === 'Literal' ? String(key.value) : '');
  const made = new JsFunction(node.id?.name ?? '', maker?.params ?? [], maker?.body.body ?? [], machine.scope, machine.unit, { arrow: false, async: false, generator: false, self: undefined, args: undefined, start: node.start, end: node.end, fields, parent, isClass: true });
  const proto = new JsObject();
  if (parent instanceof JsFunction) {
    const above = getMember(machine, parent, 'prototype', () => 'prototype');
    if (above instanceof JsObject) proto.proto = above;
  }
  proto.props.set('constructor', made);
  made.object.props.set('prototype', proto);
  for (const element of node.body.body) {
    machine.session.step();
    if (element.type === 'StaticBlock') continue;
    const name = keyOf(element.key, element.computed);
    const target = element.static ? made.object : proto;
    if (element.type === 'MethodDefinition') {
      if (element.kind === 'constructor') continue;
      const method = makeFunction(machine, element.value, name);
      if (element.kind === 'get') (target.getters ??= new Map<string, JsFunction>()).set(name, method);
      else if (element.kind === 'method') target.props.set(name, method);
    } else if (element.static) target.props.set(name, element.value ? machine.evaluate(element.value) : undefined);
    else fields.push({ name, value: element.value ?? undefined });
  }
  if (maker !== undefined) machine.functions.push(made);
  return made;
}
