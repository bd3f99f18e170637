import type { Budget } from '../core/budget.js';
import { automaticVariables } from './environment.js';
import type { Node } from './ast.js';
import { castTo, typeKey } from './casts.js';
import type { Machine, Unit } from './machine.js';
import { callMember, readMember } from './members/members.js';
import { callStatic, readStatic } from './members/statics.js';
import { createObject } from './members/objects.js';
import { indexInto } from './index-into.js';
import { binary, join, splitText } from './operators.js';
import { isTextual, replaceAllSymbolic, replaceSymbolic } from './symbolic-text.js';
import { TrailKeeper } from './trail.js';
import { collapse, hasUnknown, literal, PsBlock, PsChar, PsHash, PsObject, PsType, templateOf, toBoolean, toBytes, toList, toNumber, toText, Unknown, type Value } from './values.js';

const operatorRules: Readonly<Record<string, string>> = { '+': 'concatenation', '-f': 'format operator', '-bxor': 'xor', '-join': 'join', '-split': 'split', '-replace': 'replace' };
const foldable = new Set<Node['k']>(['binary', 'call', 'expandable', 'cast', 'index', 'member', 'unary', 'variable', 'subexpression', 'paren', 'string']);

/** Evaluates expressions and pipelines; statements are the interpreter's. */
export abstract class ExpressionEvaluator {
  readonly trail = new TrailKeeper();
  /** Variables that the script sets somewhere. */
  protected readonly assigned = new Set<string>();
  abstract unit: Unit;
  abstract aliases: Map<string, string>;

  constructor(readonly budget: Budget) {}

  abstract readVariable(name: string): Value;
  abstract symbol(node: Node, remote?: boolean): Unknown;
  abstract effect(text: string, node: Node): void;
  abstract runBlock(block: PsBlock, args: Value[], item?: Value, input?: Value[], own?: boolean): Value[];
  protected abstract pipelineOutput(node: Node): Value[];
  protected abstract assign(target: Node, value: Value): void;
  protected abstract runList(body: readonly Node[], out: Value[]): void;

  protected get machine(): Machine {
    return this as unknown as Machine;
  }

  /** The value of any node; a statement gives its output. */
  evaluateNode(node: Node): Value {
    this.budget.step();
    const value = this.evaluateInner(node);
    if (foldable.has(node.k) && node.k !== 'string') this.fold(node, value);
    return value;
  }

  protected fold(node: Node, value: Value): void {
    const { folds } = this.unit;
    const before = folds.get(node);
    if (before === null) return;
    if (before === undefined) {
      if (folds.size < 200_000) folds.set(node, { value });
    } else if (before.value !== value && !(before.value instanceof PsChar && value instanceof PsChar && before.value.code === value.code)) folds.set(node, null);
  }

  /** As a statement: output goes on, an assignment has none. */
  protected evaluateStatement(node: Node, out: Value[]): Value | undefined {
    if (node.k === 'assign') {
      this.runAssignment(node);
      return undefined;
    }
    if (node.k === 'unary' && (node.op === '++' || node.op === '--')) {
      this.evaluateNode(node);
      return undefined;
    }
    if (node.k === 'pipeline' || node.k === 'command') {
      for (const value of this.pipelineOutput(node)) out.push(value);
      return undefined;
    }
    return this.evaluateNode(node);
  }

  private runAssignment(node: Extract<Node, { k: 'assign' }>): Value {
    let value = this.evaluateNode(node.value);
    if (node.op !== '=') {
      const before = node.target.k === 'variable' ? this.spelled(this.readVariable(node.target.name), node.target) : this.evaluateNode(node.target);
      // A variable that was never set is empty to `+=`.
      const left = before instanceof Unknown && node.target.k === 'variable' && !this.machine.hasVariable(node.target.name) && !node.target.name.includes(':') && automaticVariables[node.target.name] === undefined ? null : before;
      if (node.op === '+=' && node.target.k === 'variable') this.trail.grown(node.target.name, value);
      value = node.op === '??=' ? (left === null ? value : left) : this.operate(node.op.slice(0, -1), left, value, node);
    }
    this.assign(node.target, value);
    return value;
  }

  private evaluateInner(node: Node): Value {
    switch (node.k) {
      case 'string':
        this.trail.literal(node.value, this.unit.source, node.start, node.end);
        return node.value;
      case 'number':
        return node.value;
      case 'expandable':
        return this.expand(node);
      case 'variable':
        return this.trail.read(node.name, this.spelled(this.readVariable(node.name), node));
      case 'array':
        return this.arrayOf(node);
      case 'paren':
        return this.budget.nested(() => this.evaluateNode(node.body));
      case 'subexpression': {
        const out: Value[] = [];
        if (node.body.length === 1 && !node.array && isExpression(node.body[0] as Node)) return this.budget.nested(() => this.evaluateNode(node.body[0] as Node));
        this.budget.nested(() => this.runList(node.body, out));
        return node.array ? out : collapse(out);
      }
      case 'hash':
        return this.hashOf(node);
      case 'scriptblock':
        return new PsBlock(node.block, this.unit.source);
      case 'type':
        return new PsType(typeKey(node.name));
      case 'cast':
        return this.cast(node);
      case 'unary':
        return this.unary(node);
      case 'binary':
        return this.chain(node);
      case 'index':
      case 'member':
      case 'call':
        return this.postfixChain(node);
      case 'command':
      case 'pipeline':
        return collapse(this.pipelineOutput(node));
      case 'assign':
        return this.runAssignment(node);
      default: {
        const out: Value[] = [];
        this.runList([node], out);
        return collapse(out);
      }
    }
  }

  /** A symbol is written the way the script writes it. */
  private spelled(value: Value, node: Extract<Node, { k: 'variable' }>): Value {
    if (value instanceof Unknown && value.template === `$${node.name}` && this.assigned.has(node.name) && !this.machine.hasVariable(node.name)) return null;
    return value instanceof Unknown && value.template === `$${node.name}` ? new Unknown(this.unit.source.slice(node.start, node.end), value.remote) : value;
  }

  private expand(node: Extract<Node, { k: 'expandable' }>): Value {
    const parts: string[] = [];
    let unknown = false;
    let remote = false;
    let length = 0;
    for (const part of node.parts) {
      const value = typeof part === 'string' ? part : this.evaluateNode(part);
      const text = typeof value === 'string' ? value : Array.isArray(value) ? (join(value, ' ', this.budget) as string | undefined) : toText(value);
      if (text === undefined) {
        unknown = true;
        remote ||= value instanceof Unknown && value.remote;
        parts.push(templateOf(value));
      } else parts.push(text);
      length += parts.at(-1)?.length ?? 0;
      if (length > this.budget.limits.stringLength) this.budget.allocate(length);
    }
    this.budget.allocate(length);
    const text = parts.join('');
    if (unknown) return new Unknown(text, remote);
    this.trail.made(text, 'string expansion', ...node.parts.filter((part) => typeof part === 'string'));
    return text;
  }

  private arrayOf(node: Extract<Node, { k: 'array' }>): Value {
    const out: Value[] = [];
    for (const item of node.items) out.push(this.evaluateNode(item));
    this.budget.allocate(out.length);
    if (out.length > 16) this.trail.literal(out, this.unit.source, node.start, node.end);
    return out;
  }

  private hashOf(node: Extract<Node, { k: 'hash' }>): Value {
    const hash = new PsHash();
    for (const { key, value } of node.pairs) {
      const name = this.budget.nested(() => this.evaluateNode(key));
      const text = toText(name);
      const item = this.budget.nested(() => this.evaluateNode(value));
      if (text !== undefined) hash.entries.set(text.toLowerCase(), { key: name, value: item });
    }
    return hash;
  }

  private cast(node: Extract<Node, { k: 'cast' }>): Value {
    const value = this.budget.nested(() => this.evaluateNode(node.operand));
    if (node.type === '#attribute') return value;
    if (typeKey(node.type) === 'void') return null;
    if (this.machine.classes.has(typeKey(node.type)) && !(value instanceof PsObject)) return this.machine.instantiate(typeKey(node.type), [value], node);
    if (value instanceof PsHash && !/hashtable|ordered|pscustomobject/i.test(node.type)) return this.symbol(node);
    const type = typeKey(node.type);
    if (type === 'scriptblock' && typeof value === 'string') return this.blockText(value);
    const cast = castTo(node.type, value, this.budget) ?? ((type.includes('.') || type === 'bigint') && !(value instanceof Unknown) ? createObject(this.machine, type, [value], node) : undefined);
    if (cast === undefined) return value instanceof Unknown ? new Unknown(value.template, value.remote) : this.symbol(node);
    if (cast !== value) this.trail.made(cast, type === 'char' || type === 'char[]' ? 'char codes' : `[${type}]`, value);
    return cast;
  }

  /** A script block made from text: run when it is invoked. */
  protected blockText(text: string): Value {
    const block = new PsObject('scriptblocktext', `[scriptblock]::Create(${literal(text)})`);
    block.fields.set('text', text).set('#text', text);
    return block;
  }

  private unary(node: Extract<Node, { k: 'unary' }>): Value {
    const value = this.budget.nested(() => this.evaluateNode(node.operand));
    switch (node.op) {
      case '-not': {
        const truth = toBoolean(value);
        return truth === undefined ? this.symbol(node) : !truth;
      }
      case '-': {
        const n = toNumber(value);
        return n === undefined ? this.symbol(node) : -n;
      }
      case '+': {
        const n = toNumber(value);
        return n === undefined ? this.symbol(node) : n;
      }
      case '-bnot': {
        const n = toNumber(value);
        return n === undefined ? this.symbol(node) : ~n;
      }
      case '-join': {
        const text = join(value, '', this.budget);
        if (text === undefined) return this.symbol(node);
        this.trail.made(text, 'join', value);
        return text;
      }
      case '-split':
      case '-csplit':
      case '-isplit': {
        const text = toText(value);
        if (text === undefined) return this.symbol(node);
        const parts = (splitText(text.trim(), '\\s+', false, 0, this.budget) ?? [text]) as Value[];
        this.trail.made(parts, 'split', text);
        return parts;
      }
      default: {
        const before = value instanceof Unknown && node.operand.k === 'variable' && !this.machine.hasVariable(node.operand.name) ? 0 : toNumber(value);
        const after = before === undefined ? this.symbol(node) : node.op === '++' ? before + 1 : before - 1;
        this.assign(node.operand, after);
        return node.postfix ? value : after;
      }
    }
  }

  private chain(node: Extract<Node, { k: 'binary' }>): Value {
    const inputs: Value[] = [];
    let value = this.evaluateNode(node.first);
    inputs.push(value);
    let rule: string | undefined;
    for (const { op, right } of node.rest) {
      if ((op === '-and' && toBoolean(value) === false) || (op === '-or' && toBoolean(value) === true)) {
        value = op === '-or';
        continue;
      }
      const operand = this.budget.nested(() => this.evaluateNode(right));
      if (inputs.length < 64) inputs.push(operand);
      value = this.operate(op, value, operand, node);
      rule = operatorRules[op.replace(/^-[ci](?=split|replace)/, '-')] ?? (op === '-as' ? undefined : rule);
    }
    if (typeof value === 'string') this.budget.allocate(value.length);
    if (rule === 'xor' && typeof value === 'number') this.trail.step(rule);
    else if (rule !== undefined && !(value instanceof Unknown) && typeof value !== 'number') this.trail.made(value, rule, ...inputs);
    return value;
  }

  private operate(op: string, left: Value, right: Value, node: Node): Value {
    const result = binary(op, left, right, this.budget);
    if (result !== undefined) return result;
    const remote = (left instanceof Unknown && left.remote) || (right instanceof Unknown && right.remote);
    if (op === '+' && isTextual(left) && isTextual(right)) return new Unknown(`${templateOf(left)}${templateOf(right)}`.slice(0, 4_000), remote);
    if (/^-[ci]?replace$/.test(op)) return replaceSymbolic(op, left, right, this.budget) ?? this.symbol(node, remote);
    if (op === '-f' && typeof left === 'string') return new Unknown(left.replace(/\{(\d{1,3})[^{}]{0,40}\}/g, (whole, i: string) => (toList(right)[Number(i)] === undefined ? whole : templateOf(toList(right)[Number(i)] as Value))).slice(0, 4_000), remote);
    return this.symbol(node, remote);
  }

  /** Target, then members, indexes and calls, from the left: long chains need no depth. */
  private postfixChain(node: Node): Value {
    const links: Node[] = [];
    let base: Node = node;
    while (base.k === 'index' || base.k === 'member' || base.k === 'call') {
      links.push(base);
      base = base.target;
    }
    let value = this.evaluateNode(base);
    links.reverse();
    for (let i = 0; i < links.length; i++) {
      const link = links[i] as Node;
      const next = links[i + 1];
      this.budget.step();
      if (link.k === 'member' && next?.k === 'call' && next.name.k === 'string' && /^invoke$/i.test(next.name.value)) {
        // `x.Name.Invoke(...)` calls the method it names, unless that is a value of its own.
        const own = this.memberOf(value, link);
        value = own === undefined ? this.call(value, { ...next, target: link.target, name: link.name, isStatic: link.isStatic }) : this.call(own, next);
        i++;
        if (next !== node) this.fold(next, value);
        continue;
      }
      if (link.k === 'index') value = indexInto(this.machine, value, this.budget.nested(() => this.evaluateNode(link.index)), link);
      else if (link.k === 'member') value = this.member(value, link);
      else if (link.k === 'call') value = this.call(value, link);
      if (link !== node) this.fold(link, value);
    }
    return value;
  }

  private memberOf(target: Value, link: Extract<Node, { k: 'member' }>): Value | undefined {
    const name = toText(this.evaluateNode(link.name))?.toLowerCase();
    if (name === undefined) return undefined;
    return link.isStatic ? readStatic(this.machine, target, name, link) : readMember(this.machine, target, name, link);
  }

  private member(target: Value, link: Extract<Node, { k: 'member' }>): Value {
    const value = this.memberOf(target, link);
    if (value !== undefined || !(target instanceof Unknown)) return value ?? this.symbol(link);
    const name = toText(this.evaluateNode(link.name))?.toLowerCase();
    return name === undefined ? this.symbol(link) : new Unknown(`$(${target.template}.${name})`, target.remote);
  }

  private call(target: Value, link: Extract<Node, { k: 'call' }>): Value {
    const written = toText(this.evaluateNode(link.name));
    const args = link.args.map((arg) => this.budget.nested(() => this.evaluateNode(arg)));
    if (written === undefined) return this.symbol(link);
    const name = written.toLowerCase();
    const value = link.isStatic ? callStatic(this.machine, target, name, args, link) : callMember(this.machine, target, name, args, link);
    if (value !== undefined) return value;
    if (/invoke$/.test(name) && target instanceof Unknown && target.remote) this.machine.closed('remoteContent', `Invoke of ${target.template}`.slice(0, 300), link);
    if (/^(?:close|dispose|clear|flush)$/.test(name)) return null;
    const replaced = name === 'replace' ? replaceAllSymbolic(target, args, this.budget) : undefined;
    if (replaced !== undefined) return replaced;
    this.handedOn(name, args, link);
    if (/^(?:read|receive)/.test(name) && name !== 'readtoend') this.filledIn(link, name.startsWith('receive') || (target instanceof Unknown && target.remote));
    // Not one we model: what is called, with what, is the finding.
    const base = link.isStatic ? (target instanceof PsType ? `[${target.name}]` : literal(target)) : target instanceof PsObject ? target.text : target instanceof Unknown ? (/^\$[\w:]+$|^\$\(/.test(target.template) ? target.template : `"${target.template}"`) : this.sourceOf(link.target);
    const rendered = `${base}${link.isStatic ? '::' : '.'}${written}(${args.map((arg) => literal(arg)).join(', ')})`;
    const quiet = /^(?:tostring|gettype|equals|gethashcode|add|append|close|dispose|flush)$/.test(name);
    if (!quiet) this.effect(rendered, link);
    const remote = /^(?:download(?:string|data)|openread|getresponse|getresponsestream|getstream|getstringasync|getbytearrayasync|readtoend|read)$/.test(name) && (name.startsWith('download') || name.startsWith('open') || name.startsWith('get') || (target instanceof Unknown && target.remote));
    return new Unknown(`$(${rendered.slice(0, 400)})`, remote || [target, ...args].some((each) => each instanceof Unknown && each.remote));
  }

  /** A buffer that something else is read into holds what the script does not. */
  private filledIn(link: Extract<Node, { k: 'call' }>, remote: boolean): void {
    for (const arg of link.args) {
      if (arg.k !== 'variable') continue;
      const value = this.readVariable(arg.name);
      if (value instanceof Uint8Array || Array.isArray(value)) this.assign(arg, new Unknown(`$${arg.name}`, remote));
    }
  }

  /** Bytes given to memory, a loader or a file are a payload. */
  private handedOn(name: string, args: Value[], link: Node): void {
    if (!/copy|load|write|memset|memcpy|moverange|setbytes|transform/.test(name)) return;
    for (const arg of args) {
      const bytes = arg instanceof Uint8Array || (Array.isArray(arg) && arg.length >= 32 && !hasUnknown(arg)) ? toBytes(arg) : undefined;
      if (bytes !== undefined && bytes.length >= 32) this.machine.payload(bytes, undefined, [`given to ${name}`], link);
    }
  }

  private sourceOf(node: Node): string {
    return this.unit.source.slice(node.start, Math.min(node.end, node.start + 200));
  }
}

function isExpression(node: Node): boolean {
  return !['pipeline', 'command', 'assign', 'if', 'foreach', 'for', 'while', 'switch', 'function', 'try', 'flow'].includes(node.k);
}
