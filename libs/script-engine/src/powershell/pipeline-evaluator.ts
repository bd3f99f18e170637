import type { Node } from './ast.js';
import { ExpressionEvaluator } from './expression-evaluator.js';
import type { CommandCall } from './machine.js';
import { append, literal, PsBlock, PsHash, PsObject, toList, toText, Unknown, type Value } from './values.js';

/** Pipelines, and commands with their arguments. */
export abstract class PipelineEvaluator extends ExpressionEvaluator {
  protected abstract dispatch(call: CommandCall): Value[];

  protected pipelineOutput(node: Node): Value[] {
    const elements = node.k === 'pipeline' ? node.elements : [node];
    let values: Value[] = [];
    elements.forEach((element, i) => {
      if (element.k === 'command') values = this.runCommandNode(element, values, i > 0);
      else {
        const value = this.evaluateNode(element);
        values = value instanceof Uint8Array && elements.length > 1 ? toList(value) : Array.isArray(value) ? value : value === null ? [] : [value];
        if (elements.length > 1 && value instanceof PsObject && value.items !== undefined) values = value.items;
        if (i > 0) values = [];
      }
      this.budget.step(values.length >> 4);
    });
    return values;
  }

  private runCommandNode(node: Extract<Node, { k: 'command' }>, input: Value[], piped: boolean): Value[] {
    const target = this.budget.nested(() => this.evaluateNode(node.name));
    this.fold(node.name, target);
    const { positional, named, rendered } = this.commandArguments(node);
    if (target instanceof PsBlock) return this.runBlock(target, positional, undefined, input, node.invocation === '&');
    if (target instanceof PsObject && target.type === 'scriptblocktext') return this.machine.runText(target.fields.get('text') ?? null, 'script block', node);
    const nameValue = target instanceof PsObject && target.type === 'commandinfo' ? (target.fields.get('name') ?? null) : Array.isArray(target) && target.length === 1 ? (target[0] as Value) : target;
    const name = toText(nameValue instanceof PsObject ? (nameValue.fields.get('name') ?? null) : nameValue);
    if (name === undefined) {
      this.effect(`& ${literal(target)} ${rendered}`.trim(), node);
      if (target instanceof Unknown && target.remote) this.machine.closed('remoteContent', `& ${target.template}`.slice(0, 300), node);
      return [this.symbol(node, target instanceof Unknown && target.remote)];
    }
    const shown = /^[\w.:\\/%?-]+$/.test(name) ? name : `& ${literal(name)}`;
    return this.dispatch({ name, positional, named, input, piped, node, rendered: `${piped ? `${renderInput(input)} | ` : ''}${shown} ${rendered}`.trim() });
  }

  private commandArguments(node: Extract<Node, { k: 'command' }>): { positional: Value[]; named: Map<string, Value>; rendered: string } {
    const positional: Value[] = [];
    const named = new Map<string, Value>();
    const shown: string[] = [];
    const add = (name: string, value: Value): void => {
      named.set(name, value);
    };
    node.args.forEach((arg, i) => {
      if (arg.splat !== undefined) {
        const value = this.readVariable(arg.splat);
        shown.push(value instanceof PsHash ? [...value.entries.values()].map(({ key, value: item }) => `-${toText(key) ?? ''} ${literal(item)}`).join(' ') : `@${arg.splat}`);
        if (value instanceof PsHash) for (const [key, entry] of value.entries) add(key, entry.value);
        else append(positional, toList(value));
        return;
      }
      if (arg.name !== undefined) {
        if (arg.value !== undefined) {
          const value = this.budget.nested(() => this.evaluateNode(arg.value as Node));
          add(arg.name, value);
          shown.push(`-${arg.name}:${literal(value)}`);
          return;
        }
        shown.push(`-${arg.name}`);
        const next = node.args[i + 1];
        if (next?.value !== undefined && next.name === undefined) named.set(arg.name, new Pending());
        else add(arg.name, true);
        return;
      }
      if (arg.value === undefined) return;
      const value = this.budget.nested(() => this.evaluateNode(arg.value as Node));
      shown.push(argumentText(value));
      const before = node.args[i - 1];
      if (before?.name !== undefined && before.value === undefined && named.get(before.name) instanceof Pending) add(before.name, value);
      else positional.push(value);
    });
    if (node.output !== undefined) shown.push('>', argumentText(this.evaluateNode(node.output)));
    return { positional, named, rendered: shown.join(' ') };
  }
}

/** Stands until the argument after a parameter is known. */
class Pending extends Unknown {
  constructor() {
    super('$pending');
  }
}

/** A value as an argument: bare when it can be. */
function argumentText(value: Value): string {
  if (typeof value === 'string' && /^[\w.:\\/%*=+~^-][\w.:\\/%*=+~?&#^-]*$/.test(value) && !value.startsWith('-')) return value;
  if (typeof value === 'string' && /^-[\w:-]+$/.test(value)) return value;
  if (Array.isArray(value) && value.length <= 64 && value.length > 0) return value.map((item) => argumentText(item)).join(',');
  if (value instanceof Unknown && /^[$\w:\\/.-]+$/.test(value.template)) return value.template;
  return literal(value);
}

function renderInput(input: Value[]): string {
  const text = input.length > 8 ? `@(array of ${input.length})` : input.map((item) => literal(item)).join(',');
  return text.length > 4_000 ? `${text.slice(0, 4_000)}...` : text;
}
