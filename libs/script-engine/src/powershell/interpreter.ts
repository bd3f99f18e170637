import { BudgetExceeded, type Budget } from '../core/budget.js';
import { wholeFrom, type DerivedText, type Evaluation, type NotDecodedReason } from '../core/evaluation.js';
import { assignedNames } from './assigned-names.js';
import type { BlockNode, Node } from './ast.js';
import { inPhases } from './block-phases.js';
import { runCommand } from './commands/run-command.js';
import { Variables } from './variables.js';
import { castTo } from './casts.js';
import { ClassEvaluator } from './class-evaluator.js';
import type { CommandCall, Flow, Machine, Unit } from './machine.js';
import { parsePowerShell } from './parser.js';
import { finishUnit } from './unit-result.js';
import { append, hasUnknown, literal, PsBlock, toBoolean, toList, toText, Unknown, type Value } from './values.js';
import { clauseMatches } from './switch-clauses.js';
import { mostlyKnown } from './symbolic-text.js';

const mostEffects = 2_000;
const idleTurns = 10_000;

/** Runs PowerShell on known values and follows unknown ones as symbols. Nothing outside is touched. */
export class Interpreter extends ClassEvaluator implements Machine {
  unit!: Unit;
  functions = new Map<string, PsBlock>();
  aliases = new Map<string, string>();
  files = new Map<string, Value>();
  protected readonly variables: Variables;
  private readonly ran = new Map<string, number>();

  constructor(budget: Budget) {
    super(budget);
    this.variables = new Variables((name) => this.functions.get(name));
  }

  get environment(): Map<string, Value> {
    return this.variables.environment;
  }

  /** Evaluates one text from its beginning; what it found stays when a budget ends. */
  evaluate(source: string): Evaluation {
    return this.inUnit(source, () => undefined).evaluation;
  }

  private inUnit(source: string, done: (out: Value[]) => void): { evaluation: Evaluation; spent: BudgetExceeded | undefined } {
    const outer = this.unit as Unit | undefined;
    const parsed = parsePowerShell(source, this.budget);
    for (const name of assignedNames(parsed.block)) this.assigned.add(name);
    const unit: Unit = { source, block: parsed.block, folds: new Map(), derived: [], notDecoded: [], effects: [] };
    let spent: BudgetExceeded | undefined;
    for (const { start, end, message } of parsed.errors.slice(0, 20)) {
      const limit = /^budget:(.*)$/.exec(message)?.[1];
      unit.notDecoded.push({ reason: limit === undefined ? 'malformed' : 'budget', detail: limit ?? message, start, end });
    }
    this.unit = unit;
    try {
      const out: Value[] = [];
      for (const node of parsed.block.body) this.defineClass(node);
      this.runStatements(parsed.block, out);
      done(out);
    } catch (error) {
      if (!(error instanceof BudgetExceeded) && !(error instanceof RangeError)) throw error;
      spent = error instanceof BudgetExceeded ? error : new BudgetExceeded('depth');
      unit.notDecoded.push({ reason: 'budget', detail: spent.limit, start: 0, end: source.length });
    } finally {
      if (outer !== undefined) this.unit = outer;
    }
    return { evaluation: finishUnit(unit, this.trail), spent };
  }

  // Machine

  readVariable(name: string): Value {
    return this.variables.read(name);
  }

  writeVariable(name: string, value: Value): void {
    this.variables.write(name, value);
  }

  hasVariable(name: string): boolean {
    return this.variables.has(name);
  }

  variableNames(): string[] {
    return this.variables.names();
  }

  runText(text: Value, how: string, node: Node): Value[] {
    if (text instanceof PsBlock) return this.runBlock(text, []);
    const source = Array.isArray(text) && !hasUnknown(text) ? text.map((item) => toText(item) ?? '').join('\n') : toText(text);
    if (source === undefined || text instanceof Unknown || hasUnknown(text)) {
      const remote = text instanceof Unknown && text.remote;
      this.closed(remote ? 'remoteContent' : 'unknownValue', `${how} of ${text instanceof Unknown ? text.template : 'an unknown value'}`.slice(0, 300), node);
      this.effect(`${how} ${literal(text)}`, node);
      const known = remote ? undefined : mostlyKnown(text);
      return known === undefined ? [this.symbol(node, remote)] : this.runText(known, how, node);
    }
    const times = (this.ran.get(source) ?? 0) + 1;
    this.ran.set(source, times);
    if (source.trim() === '') return [];
    let out: Value[] = [];
    const run = (): void => {
      const before = times <= 2 ? this.describe(source, this.trail.rulesOf(source), node) : undefined;
      const { evaluation, spent } = this.inUnit(source, (values) => {
        out = values;
      });
      if (before !== undefined) this.unit.derived.push({ ...before, language: 'powershell', rules: [...before.rules, how], evaluation });
      if (spent !== undefined && spent.limit !== 'depth') throw spent;
    };
    this.budget.nested(run);
    return out;
  }

  private describe(text: string, rules: string[], node: Node): DerivedText {
    const trail = this.trail.of(text);
    const near = trail !== undefined && trail.source === this.unit.source && trail.start >= 0 ? trail : node;
    return { kind: 'payload', text, rules, segments: wholeFrom(text, near.start, near.end) };
  }

  payload(value: Value, language: DerivedText['language'], rules: string[], node: Node): void {
    if (this.unit.derived.length > 200) return;
    if (value instanceof Uint8Array) {
      const trail = this.trail.of(value);
      const near = trail !== undefined && trail.source === this.unit.source && trail.start >= 0 ? trail : node;
      this.unit.derived.push({ kind: 'payload', text: '', bytes: value, rules: [...this.trail.rulesOf(value), ...rules], segments: wholeFrom('', near.start, near.end) });
      return;
    }
    const text = toText(value);
    if (text === undefined || text.trim() === '') return;
    const derived = this.describe(text, [...this.trail.rulesOf(text), ...rules], node);
    this.unit.derived.push(language === undefined ? derived : { ...derived, language });
  }

  effect(text: string, node: Node): void {
    const { effects } = this.unit;
    if (effects.length >= mostEffects || effects.at(-1)?.text === text) return;
    this.budget.expand(text.length);
    effects.push({ text, start: node.start, end: node.end });
  }

  closed(reason: NotDecodedReason, detail: string, node: Node): void {
    if (this.unit.notDecoded.length < 50) this.unit.notDecoded.push({ reason, detail, start: node.start, end: node.end });
  }

  symbol(node: Node, remote = false): Unknown {
    return new Unknown(node.k === 'variable' ? `$${node.name}` : `$(${this.unit.source.slice(node.start, Math.min(node.end, node.start + 160))})`, remote);
  }

  runBlock(block: PsBlock, args: Value[], item?: Value, input: Value[] = [], own = false): Value[] {
    return this.budget.nested(() => {
      const out: Value[] = [];
      const unit = this.unit;
      // A block written in another text keeps its own origin; its folds are of that text.
      const foreign = block.source !== unit.source;
      if (foreign) this.unit = { ...unit, source: block.source, folds: new Map() };
      if (own) this.variables.push();
      const before = this.variables.item();
      try {
        if (item !== undefined) this.variables.setItem(item);
        this.bind(block.block, args, input, new Map());
        this.trail.within(() => this.runStatements(block.block, out));
      } finally {
        this.variables.setItem(before);
        if (own) this.variables.pop();
        this.unit = unit;
      }
      return out;
    });
  }

  protected bind(block: BlockNode, positional: Value[], input: Value[], named: ReadonlyMap<string, Value>): void {
    const rest = [...positional];
    const names = block.params.map((param) => param.name);
    const given = new Map<string, Value>();
    for (const [name, value] of named) {
      const full = names.find((each) => each === name) ?? names.find((each) => each.startsWith(name));
      if (full !== undefined) given.set(full, value);
    }
    for (const param of block.params) {
      let value = given.get(param.name) ?? (given.has(param.name) ? null : rest.length > 0 ? (rest.shift() as Value) : param.value === undefined ? null : this.evaluateNode(param.value));
      if (param.type !== undefined && !hasUnknown(value)) value = castTo(param.type, value, this.budget) ?? value;
      this.variables.writeHere(param.name, value);
    }
    if (positional.length > 0 || block.params.length > 0) this.variables.writeHere('args', rest);
    if (input.length > 0) this.variables.writeHere('input', input);
  }

  callFunction(block: PsBlock, call: CommandCall): Value[] {
    return this.budget.nested(() => {
      const out: Value[] = [];
      const unit = this.unit;
      if (block.source !== unit.source) this.unit = { ...unit, source: block.source, folds: new Map() };
      this.variables.push();
      const before = this.variables.item();
      try {
        this.bind(block.block, call.positional, call.input, call.named);
        const { phases } = block.block;
        const piped = block.block.params.find((param) => param.piped === true);
        if (phases !== undefined) {
          inPhases(phases, call.input, (body, item) => {
            if (item !== undefined) {
              this.variables.setItem(item);
              if (piped !== undefined) this.variables.writeHere(piped.name, piped.type === undefined || hasUnknown(item) ? item : (castTo(piped.type, item, this.budget) ?? item));
            }
            this.runStatements({ ...block.block, body }, out);
          });
          return out;
        }
        const perItem = call.input.length > 0 && /\$_\b|\bprocess\b/i.test(block.text());
        if (perItem) {
          for (const item of call.input) {
            this.variables.setItem(item);
            this.runStatements(block.block, out);
          }
        } else this.runStatements(block.block, out);
      } finally {
        this.variables.setItem(before);
        this.variables.pop();
        this.unit = unit;
      }
      return out;
    });
  }

  callCommand(name: string, args: Value[], input: Value[], node: Node): Value[] {
    return this.dispatch({ name, positional: args, named: new Map(), input, piped: input.length > 0, node, rendered: [name, ...args.map((arg) => literal(arg))].join(' ') });
  }

  protected dispatch(call: CommandCall): Value[] {
    this.budget.step(10);
    const own = this.functions.get(call.name.toLowerCase());
    if (own !== undefined) return this.callFunction(own, call);
    return runCommand(this, call);
  }

  // Statements

  protected runStatements(block: BlockNode, out: Value[]): Flow | undefined {
    for (const statement of block.body) {
      this.trail.beginStatement();
      const flow = this.run(statement, out);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  protected runList(body: readonly Node[], out: Value[]): void {
    for (const statement of body) if (this.run(statement, out) !== undefined) return;
  }

  private nestedStatements(block: BlockNode, out: Value[]): Flow | undefined {
    return this.budget.nested(() => this.runStatements(block, out));
  }

  private run(node: Node, out: Value[]): Flow | undefined {
    this.budget.step();
    switch (node.k) {
      case 'if':
        return this.runIf(node, out);
      case 'foreach':
        return this.runForeach(node, out);
      case 'for':
        if (node.init !== undefined) this.evaluateNode(node.init);
        return this.runLoop(node.test, node.body, node.step, false, false, out);
      case 'while':
        return this.runLoop(node.test, node.body, undefined, node.until, node.bodyFirst, out);
      case 'switch':
        return this.runSwitch(node, out);
      case 'function':
        this.functions.set(node.name, new PsBlock(node.block, this.unit.source));
        return undefined;
      case 'class':
        this.defineClass(node);
        return undefined;
      case 'try': {
        const flow = this.nestedStatements(node.body, out);
        // What a handler does is seen, though whether it runs is not known.
        for (const handler of node.handlers) this.unsure(() => this.nestedStatements(handler, []));
        if (node.last !== undefined) this.nestedStatements(node.last, out);
        return flow?.how === 'throw' ? undefined : flow;
      }
      case 'flow':
        if (node.value !== undefined) {
          const value = this.evaluateNode(node.value);
          if (node.how !== 'return') return { how: node.how };
          append(out, this.unroll(value));
          return { how: 'return', values: value instanceof Uint8Array ? [value] : this.unroll(value) };
        }
        return { how: node.how };
      default: {
        const value = this.evaluateStatement(node, out);
        if (value !== undefined) for (const item of this.unroll(value)) out.push(item);
        return undefined;
      }
    }
  }

  private unroll(value: Value): Value[] {
    return value === null ? [] : Array.isArray(value) ? value : [value];
  }

  private runIf(node: Extract<Node, { k: 'if' }>, out: Value[]): Flow | undefined {
    let unsure = false;
    for (const { test, body } of node.clauses) {
      const known = toBoolean(this.evaluateNode(test));
      if (known === true && !unsure) return this.nestedStatements(body, out);
      if (known === false) continue;
      unsure = true;
      this.unsure(() => this.nestedStatements(body, out));
      if (known === true) return undefined;
    }
    if (node.otherwise === undefined) return undefined;
    if (!unsure) return this.nestedStatements(node.otherwise, out);
    this.unsure(() => this.nestedStatements(node.otherwise as BlockNode, out));
    return undefined;
  }

  /** Runs a branch that may or may not be taken: a variable it changes is unknown afterwards. */
  private unsure(branch: () => void): void {
    const before = this.variables.snapshot();
    branch();
    this.variables.merge(before);
  }

  private runForeach(node: Extract<Node, { k: 'foreach' }>, out: Value[]): Flow | undefined {
    const list = this.evaluateNode(node.list);
    if (list instanceof Unknown) {
      this.unsure(() => {
        this.variables.write(node.variable, new Unknown(`$${node.variable}`, list.remote));
        this.nestedStatements(node.body, out);
      });
      return undefined;
    }
    for (const item of toList(list)) {
      this.budget.step();
      this.variables.write(node.variable, item);
      const flow = this.nestedStatements(node.body, out);
      if (flow?.how === 'break') break;
      if (flow !== undefined && flow.how !== 'continue') return flow;
    }
    return undefined;
  }

  private runLoop(test: Node | undefined, body: BlockNode, step: Node | undefined, until: boolean, bodyFirst: boolean, out: Value[]): Flow | undefined {
    for (let turn = 0; ; turn++) {
      this.budget.step();
      if (turn > 0 || !bodyFirst) {
        const value = test === undefined ? true : toBoolean(this.evaluateNode(test));
        if (value === undefined) {
          if (turn === 0) this.unsure(() => this.nestedStatements(body, out));
          return undefined;
        }
        if (value === until) return undefined;
      }
      const effects = this.unit.effects.length;
      const flow = this.nestedStatements(body, out);
      if (flow?.how === 'break') return undefined;
      if (flow !== undefined && flow.how !== 'continue') return flow;
      if (step !== undefined) this.evaluateNode(step);
      // A loop without an end that acts on the world has shown what it does; one that only counts has its fuel.
      const endless = test === undefined || test.k === 'variable' || test.k === 'number';
      if (endless && (this.unit.effects.length > effects || turn > idleTurns)) return undefined;
    }
  }

  private runSwitch(node: Extract<Node, { k: 'switch' }>, out: Value[]): Flow | undefined {
    const subject = this.evaluateNode(node.subject);
    const items = subject instanceof Unknown ? [subject] : toList(subject);
    for (const item of items) {
      let matched = false;
      for (const { test, body } of node.clauses) {
        this.budget.step();
        if (test === undefined) continue;
        const yes = item instanceof Unknown ? undefined : clauseMatches(this, node.mode, item, this.evaluateNode(test));
        if (yes === false) continue;
        matched = true;
        const before = this.variables.item();
        this.variables.setItem(item);
        let flow: Flow | undefined;
        if (yes === undefined) this.unsure(() => this.nestedStatements(body, out));
        else flow = this.nestedStatements(body, out);
        this.variables.setItem(before);
        if (flow?.how === 'break') return undefined;
        if (flow?.how === 'continue') break;
        if (flow !== undefined) return flow;
      }
      const fallback = node.clauses.find(({ test }) => test === undefined);
      if (!matched && fallback !== undefined) {
        const before = this.variables.item();
        this.variables.setItem(item);
        const flow = this.nestedStatements(fallback.body, out);
        this.variables.setItem(before);
        if (flow !== undefined && flow.how !== 'break' && flow.how !== 'continue') return flow;
      }
    }
    return undefined;
  }
}
