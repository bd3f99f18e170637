import type { AnyNode, BinaryExpression, Expression, LogicalExpression, SpreadElement } from 'acorn';
import { ComObject } from '../vbscript/host/com-object.js';
import { callOnUnknown } from '../vbscript/host/com-dispatch.js';
import { concat } from '../vbscript/host/concat.js';
import { Abrupt } from '../vbscript/host/journal.js';
import { Unknown } from '../vbscript/host/unknown.js';
import { show, toCondition, toKey, toNumber, toText } from './convert.js';
import { assignName, bindPattern, callbacks, callUnknown, construct, memberKey } from './functions.js';
import type { JsMachine } from './machine.js';
import { getMember, hostCall, setMember, typeError } from './members.js';
import { binary, unary } from './operators.js';
import { makeClass } from './classes.js';
import { Cell, EnoughYields, JsArray, JsFunction, JsObject, JsRegExp, Native, Scope } from './values.js';

/** The value of an expression. */
export function evaluate(machine: JsMachine, node: AnyNode): unknown {
  switch (node.type) {
    case 'Literal':
      if (node.regex !== undefined && node.regex !== null) return new JsRegExp(node.regex.pattern, node.regex.flags);
      return typeof node.value === 'bigint' ? new Unknown(machine.source(node)) : (node.value as unknown);
    case 'Identifier':
      return identifier(machine, node.name);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return chain(machine, node);
    case 'CallExpression':
      return folded(machine, node, () => call(machine, node));
    case 'MemberExpression':
      return folded(machine, node, () => member(machine, node).value);
    case 'TemplateLiteral':
      return folded(machine, node, () => template(machine, node));
    case 'UnaryExpression':
      return unaryExpression(machine, node);
    case 'AssignmentExpression':
      return assignment(machine, node);
    case 'UpdateExpression':
      return update(machine, node);
    case 'SequenceExpression': {
      let value: unknown;
      for (const expression of node.expressions) value = machine.evaluate(expression);
      return value;
    }
    case 'ConditionalExpression':
      return conditional(machine, node);
    case 'ArrayExpression': {
      machine.budget.allocate(node.elements.length);
      return new JsArray(values(machine, node.elements));
    }
    case 'ObjectExpression':
      return object(machine, node);
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return makeFunction(machine, node, node.type === 'FunctionExpression' ? (node.id?.name ?? '') : '');
    case 'ClassExpression':
      return makeClass(machine, node);
    case 'NewExpression': {
      const callee = machine.evaluate(node.callee);
      return construct(machine, callee, values(machine, node.arguments), machine.source(node.callee));
    }
    case 'ThisExpression':
      return machine.frame.self;
    case 'ParenthesizedExpression':
      return machine.evaluate(node.expression);
    case 'ChainExpression':
      return machine.evaluate(node.expression);
    case 'AwaitExpression': {
      const value = machine.evaluate(node.argument);
      return value instanceof JsObject && value.className === 'Promise' ? value.props.get(' value') : value;
    }
    case 'TaggedTemplateExpression': {
      const tag = machine.evaluate(node.tag);
      const strings = new JsArray(node.quasi.quasis.map(({ value }) => value.cooked ?? ''));
      strings.props = new Map([['raw', new JsArray(node.quasi.quasis.map(({ value }) => value.raw))]]);
      return machine.call(tag, undefined, [strings, ...values(machine, node.quasi.expressions)], machine.source(node.tag));
    }
    case 'ImportExpression':
      return machine.call(machine.builtin('require'), undefined, [machine.evaluate(node.source)]);
    case 'YieldExpression':
      return given(machine, node);
    case 'MetaProperty':
      return new Unknown(machine.source(node));
    default:
      return new Unknown(machine.source(node));
  }
}

const mostYields = 20_000;

/** Notes what a generator gives; one that has no end is followed as far as anybody would read it. */
function given(machine: JsMachine, node: Extract<AnyNode, { type: 'YieldExpression' }>): Unknown {
  const value = node.argument ? machine.evaluate(node.argument) : undefined;
  const yields = (machine.frame.yields ??= []);
  if (node.delegate) yields.push(...(value instanceof JsArray ? value.items.slice(0, mostYields) : [new Unknown(machine.source(node))]));
  else yields.push(value);
  if (yields.length >= mostYields) throw new EnoughYields();
  return new Unknown('yield');
}

function folded(machine: JsMachine, node: AnyNode, work: () => unknown): unknown {
  const before = machine.session.recorder.lineCount;
  const value = work();
  if (machine.folds.get(node) !== false) machine.fold(node, machine.session.recorder.lineCount === before ? value : undefined);
  return value;
}

function identifier(machine: JsMachine, name: string): unknown {
  const cell = machine.find(name);
  if (cell !== undefined) {
    machine.session.reads(cell.trail);
    return cell.value;
  }
  if (name === 'arguments' && machine.frame.args !== undefined) return machine.frame.args;
  return name === 'undefined' ? undefined : machine.builtin(name);
}

/** Rows of operators, without recursion along their left side. */
function chain(machine: JsMachine, node: BinaryExpression | LogicalExpression): unknown {
  const spine: (BinaryExpression | LogicalExpression)[] = [];
  let first: AnyNode = node;
  while (first.type === 'BinaryExpression' || first.type === 'LogicalExpression') {
    spine.push(first);
    first = first.left;
  }
  let value = first.type === 'PrivateIdentifier' ? `#${first.name}` : machine.evaluate(first);
  for (let i = spine.length - 1; i >= 0; i--) {
    const at = spine[i] as BinaryExpression | LogicalExpression;
    if ((i & 15) === 15) machine.session.step();
    if (at.type === 'LogicalExpression') value = logical(machine, at, value);
    else {
      const before = machine.session.recorder.lineCount;
      const right = machine.evaluate(at.right);
      value = binary(machine.session, at.operator, value, right);
      if (at.operator === '+' && typeof value === 'string') {
        if (i === 0) machine.session.use('concatenation');
      }
      if (i === 0 && machine.folds.get(node) !== false) machine.fold(node, machine.session.recorder.lineCount === before ? value : undefined);
    }
  }
  return value;
}

function logical(machine: JsMachine, node: LogicalExpression, left: unknown): unknown {
  const decided = node.operator === '??' ? (left instanceof Unknown ? undefined : left !== null && left !== undefined) : toCondition(left);
  if (decided === undefined) {
    let right: unknown;
    machine.undecided(() => {
      right = machine.evaluate(node.right);
      return undefined;
    }, () => undefined);
    return Object.is(left, right) ? left : new Unknown(machine.source(node), { remote: left instanceof Unknown && left.remote });
  }
  if (node.operator === '&&') return decided ? machine.evaluate(node.right) : left;
  return decided ? left : machine.evaluate(node.right);
}

function conditional(machine: JsMachine, node: Extract<AnyNode, { type: 'ConditionalExpression' }>): unknown {
  const decided = toCondition(machine.evaluate(node.test));
  if (decided !== undefined) return machine.evaluate(decided ? node.consequent : node.alternate);
  let yes: unknown;
  let no: unknown;
  machine.undecided(() => {
    yes = machine.evaluate(node.consequent);
    return undefined;
  }, () => {
    no = machine.evaluate(node.alternate);
    return undefined;
  });
  return Object.is(yes, no) ? yes : new Unknown(machine.source(node));
}

function template(machine: JsMachine, node: Extract<AnyNode, { type: 'TemplateLiteral' }>): unknown {
  let value: string | Unknown = '';
  node.quasis.forEach((quasi, index) => {
    value = concat(machine.session, value, quasi.value.cooked ?? '');
    const expression = node.expressions[index];
    if (expression !== undefined) value = concat(machine.session, value, toText(machine.evaluate(expression)));
  });
  return value;
}

function values(machine: JsMachine, nodes: readonly (Expression | SpreadElement | null)[]): unknown[] {
  const out: unknown[] = [];
  for (const node of nodes) {
    if (node === null) out.push(undefined);
    else if (node.type === 'SpreadElement') {
      const spread = machine.evaluate(node.argument);
      if (spread instanceof JsArray) {
        machine.budget.allocate(spread.items.length);
        for (const item of spread.items) out.push(item);
      } else if (typeof spread === 'string') {
        machine.budget.allocate(spread.length);
        for (const char of spread) out.push(char);
      } else if (spread instanceof JsObject && spread.inner !== undefined) out.push(...(spread.className === 'Set' ? spread.inner.keys() : [...spread.inner].map((pair) => new JsArray(pair))));
      else out.push(new Unknown(`...${show(spread)}`));
    } else out.push(machine.evaluate(node));
  }
  return out;
}

/** The object of a member expression and its value. */
function member(machine: JsMachine, node: Extract<AnyNode, { type: 'MemberExpression' }>): { self: unknown; key: unknown; value: unknown } {
  const self = node.object.type === 'Super' ? machine.find('super')?.value : machine.evaluate(node.object);
  if (node.optional === true && (self === undefined || self === null)) return { self, key: '', value: undefined };
  const key = memberKey(machine, node);
  return { self, key, value: getMember(machine, self, key, () => machine.source(node)) };
}

const plainMethods: ReadonlySet<string> = new Set(['toString', 'split', 'join', 'slice', 'substring', 'substr', 'replace', 'replaceAll', 'charAt', 'charCodeAt', 'codePointAt', 'indexOf', 'lastIndexOf', 'includes', 'startsWith', 'endsWith', 'trim', 'toLowerCase', 'toUpperCase', 'concat', 'match', 'test', 'push', 'pop', 'shift', 'unshift', 'map', 'filter', 'forEach', 'reduce', 'sort', 'reverse', 'length', 'valueOf', 'hasOwnProperty', 'keys', 'values', 'then', 'catch', 'text', 'json', 'apply', 'call', 'bind', 'splice', 'find', 'some', 'every', 'search', 'padStart', 'repeat', 'getTime']);

function call(machine: JsMachine, node: Extract<AnyNode, { type: 'CallExpression' }>): unknown {
  const { callee } = node;
  if (callee.type === 'Super') {
    const parent = machine.find('super')?.value;
    const args = values(machine, node.arguments);
    return parent === undefined ? undefined : machine.call(parent, machine.frame.self, args, 'super');
  }
  if (callee.type === 'MemberExpression') return methodCall(machine, node, callee);
  if (callee.type === 'Identifier' && callee.name === 'eval' && machine.find('eval') === undefined) {
    const { value: code, trail } = machine.session.apart(() => values(machine, node.arguments)[0]);
    const outer = machine.session.trail;
    machine.session.trail = trail;
    machine.session.recorder.effect(`eval(${brief(code)})`, machine.here);
    const value = machine.runScript(code, 'javascript', 'eval');
    machine.session.trail = outer.plus(trail);
    return value;
  }
  const target = machine.evaluate(callee);
  if (node.optional === true && (target === undefined || target === null)) return undefined;
  const args = values(machine, node.arguments);
  if (target === undefined && machine.tries > 0) throw new Abrupt('throw', typeError(`${machine.source(callee)} is not a function`));
  return machine.call(target, undefined, args, machine.source(callee));
}

/** Code as an argument, short: the whole of it is a payload. */
export function brief(code: unknown): string {
  return show(typeof code === 'string' && code.length > 300 ? `${code.slice(0, 300)}…` : code);
}

function methodCall(machine: JsMachine, node: Extract<AnyNode, { type: 'CallExpression' }>, callee: Extract<AnyNode, { type: 'MemberExpression' }>): unknown {
  const { value: self, trail } = machine.session.apart(() => (callee.object.type === 'Super' ? machine.find('super')?.value : machine.evaluate(callee.object)));
  if (!(self instanceof ComObject)) machine.session.reads(trail);
  if ((callee.optional === true || node.optional === true) && (self === undefined || self === null)) return undefined;
  const key = memberKey(machine, callee);
  const name = toKey(key);
  if (self instanceof ComObject && name !== undefined) {
    const args = values(machine, node.arguments);
    const value = hostCall(machine, self, name, args);
    if (!(self.kind.startsWith('node:') && machine.builtin(`${self.kind}.${name}`) instanceof Native)) callbacks(machine, args, self.kind === 'http');
    return value;
  }
  if (self instanceof Unknown || (self instanceof ComObject && name === undefined)) {
    const args = values(machine, node.arguments);
    if (self instanceof ComObject) return callUnknown(machine, `${self.label}[${show(key)}]`, args, false);
    const text = /^[\w$]+$/.test(name ?? '') ? `${self.text}.${name}` : machine.source(callee);
    if (name !== undefined && /^(?:run|exec|shellexecute|create)$/i.test(name) && machine.windows) return callOnUnknown(machine, self, name, args);
    if (name !== undefined && !plainMethods.has(name)) return callUnknown(machine, text, args, self.remote);
    callbacks(machine, args, self.remote);
    return new Unknown(`${text}(${args.map((arg) => show(arg)).join(', ')})`, { remote: self.remote });
  }
  const method = getMember(machine, self, key, () => machine.source(callee));
  if (node.optional === true && (method === undefined || method === null)) return undefined;
  const args = values(machine, node.arguments);
  if (method === undefined && machine.tries > 0) throw new Abrupt('throw', typeError(`${machine.source(callee)} is not a function`));
  if (typeof self === 'string' && method instanceof Native && args.some((arg) => arg instanceof Unknown)) return new Unknown(machine.source(node), { remote: args.some((arg) => arg instanceof Unknown && arg.remote) });
  return machine.call(method, callee.object.type === 'Super' ? machine.frame.self : self, args, machine.source(callee));
}

function unaryExpression(machine: JsMachine, node: Extract<AnyNode, { type: 'UnaryExpression' }>): unknown {
  if (node.operator === 'delete') {
    if (node.argument.type === 'MemberExpression' && node.argument.object.type !== 'Super') {
      const object = machine.evaluate(node.argument.object);
      const key = toKey(memberKey(machine, node.argument));
      if (object instanceof JsObject && key !== undefined) {
        machine.session.journal.touch(object);
        object.props.delete(key);
      }
    }
    return true;
  }
  return unary(node.operator, machine.evaluate(node.argument));
}

function assignment(machine: JsMachine, node: Extract<AnyNode, { type: 'AssignmentExpression' }>): unknown {
  const { left, operator } = node;
  if (operator === '=' && left.type !== 'Identifier' && left.type !== 'MemberExpression') {
    const value = machine.evaluate(node.right);
    bindPattern(machine, left, value, undefined);
    return value;
  }
  if (left.type === 'MemberExpression') {
    const object = left.object.type === 'Super' ? machine.frame.self : machine.evaluate(left.object);
    const key = memberKey(machine, left);
    const value = operator === '=' ? machine.evaluate(node.right) : compound(machine, operator, getMember(machine, object, key, () => machine.source(left)), node.right);
    setMember(machine, object, key, value);
    return value;
  }
  if (left.type !== 'Identifier') return new Unknown(machine.source(node));
  const { value, trail } = machine.session.apart(() => (operator === '=' ? machine.evaluate(node.right) : compound(machine, operator, identifier(machine, left.name), node.right)));
  const outer = machine.session.trail;
  machine.session.trail = trail;
  assignName(machine, left.name, value);
  machine.session.trail = outer.plus(trail);
  return value;
}

function compound(machine: JsMachine, operator: string, before: unknown, right: Expression): unknown {
  const op = operator.slice(0, -1);
  if (op === '||' || op === '&&' || op === '??') {
    const decided = op === '??' ? before !== null && before !== undefined : toCondition(before);
    if (decided === undefined) return new Unknown(machine.source(right));
    return (op === '&&') === decided ? machine.evaluate(right) : before;
  }
  const value = binary(machine.session, op, before, machine.evaluate(right));
  if (op === '+' && typeof value === 'string') machine.session.use('concatenation');
  return value;
}

function update(machine: JsMachine, node: Extract<AnyNode, { type: 'UpdateExpression' }>): unknown {
  const step = node.operator === '++' ? 1 : -1;
  const next = (before: unknown): { was: unknown; is: unknown } => {
    const number = toNumber(before);
    return number === undefined ? { was: before, is: new Unknown(machine.source(node)) } : { was: number, is: number + step };
  };
  if (node.argument.type === 'Identifier') {
    const { was, is } = next(identifier(machine, node.argument.name));
    assignName(machine, node.argument.name, is);
    return node.prefix ? is : was;
  }
  if (node.argument.type !== 'MemberExpression' || node.argument.object.type === 'Super') return new Unknown(machine.source(node));
  const object = machine.evaluate(node.argument.object);
  const key = memberKey(machine, node.argument);
  const { was, is } = next(getMember(machine, object, key, () => machine.source(node.argument)));
  setMember(machine, object, key, is);
  return node.prefix ? is : was;
}

function object(machine: JsMachine, node: Extract<AnyNode, { type: 'ObjectExpression' }>): JsObject {
  const made = new JsObject();
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      const spread = machine.evaluate(property.argument);
      if (spread instanceof JsObject) for (const [key, value] of spread.props) made.props.set(key, value);
      else made.props.set(' open', true);
      continue;
    }
    const key = property.computed ? toKey(machine.evaluate(property.key)) : property.key.type === 'Identifier' ? property.key.name : property.key.type === 'Literal' ? String(property.key.value) : undefined;
    const value = machine.evaluate(property.value);
    if (key === undefined) made.props.set(' open', true);
    else if (property.kind === 'get' && value instanceof JsFunction) (made.getters ??= new Map<string, JsFunction>()).set(key, value);
    else if (property.kind !== 'set') made.props.set(key, value);
  }
  return made;
}

/** Makes a function value of its node. */
export function makeFunction(machine: JsMachine, node: Extract<AnyNode, { type: 'FunctionExpression' | 'ArrowFunctionExpression' | 'FunctionDeclaration' }>, name: string): JsFunction {
  const arrow = node.type === 'ArrowFunctionExpression';
  let { scope } = machine;
  const own = node.type === 'FunctionExpression' && node.id ? new Cell(name, undefined, machine.session.none) : undefined;
  if (own !== undefined) {
    scope = new Scope(scope, false);
    scope.cells.set(name, own);
  }
  const made = new JsFunction(name, node.params, node.body.type === 'BlockStatement' ? node.body.body : node.body, scope, machine.unit, { arrow, async: node.async, generator: node.generator, self: arrow ? machine.frame.self : undefined, args: arrow ? machine.frame.args : undefined, start: node.start, end: node.end });
  if (own !== undefined) own.value = made;
  if (machine.functions.length < 3000) machine.functions.push(made);
  return made;
}
