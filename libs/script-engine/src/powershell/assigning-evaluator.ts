import { wholeFrom } from '../core/evaluation.js';
import { scriptOfProcess } from '../launchers/split-launchers.js';
import type { Node } from './ast.js';
import { castTo } from './casts.js';
import { PipelineEvaluator } from './pipeline-evaluator.js';
import { hasUnknown, literal, PsHash, type PsObject, PsType, quoted, toList, toText, Unknown, type Value } from './values.js';

/** Assignments to variables, items and members. */
export abstract class AssigningEvaluator extends PipelineEvaluator {
  abstract writeVariable(name: string, value: Value): void;

  protected assign(target: Node, value: Value): void {
    switch (target.k) {
      case 'variable':
        this.writeVariable(target.name, value);
        return;
      case 'cast':
        this.assign(target.operand, hasUnknown(value) ? value : (castTo(target.type, value, this.budget) ?? value));
        return;
      case 'paren':
        this.assign(target.body, value);
        return;
      case 'array': {
        const items = value instanceof Unknown ? target.items.map(() => value) : toList(value);
        target.items.forEach((item, i) => this.assign(item, i === target.items.length - 1 && items.length > i + 1 ? items.slice(i) : (items[i] ?? null)));
        return;
      }
      case 'index':
        this.assignIndex(target, value);
        return;
      case 'member':
        this.assignMember(target, value);
        return;
      default:
        return;
    }
  }

  /** `ProcessStartInfo.Arguments`, `Shortcut.Arguments`: what a program is started with. */
  private processArguments(owner: PsObject, value: Value, node: Node): void {
    const text = toText(value);
    if (text === undefined) return;
    const program = toText(owner.fields.get('filename') ?? owner.fields.get('targetpath') ?? null) ?? '';
    const derived = scriptOfProcess(program, text, this.budget);
    if (derived !== undefined && this.unit.derived.length < 200) this.unit.derived.push({ ...derived, segments: wholeFrom(derived.text, node.start, node.end) });
  }

  private assignIndex(target: Extract<Node, { k: 'index' }>, value: Value): void {
    const container = this.evaluateNode(target.target);
    const index = this.evaluateNode(target.index);
    if (container instanceof PsHash) {
      const key = toText(index);
      if (key !== undefined) container.entries.set(key.toLowerCase(), { key: index, value });
      return;
    }
    const list = Array.isArray(container) ? container : container instanceof Uint8Array ? container : undefined;
    if (list === undefined || typeof index !== 'number') return;
    const at = index < 0 ? list.length + index : index;
    if (at < 0 || at >= list.length) return;
    if (Array.isArray(list)) list[at] = value;
    else {
      const byte = hasUnknown(value) ? undefined : castTo('byte', value, this.budget);
      if (typeof byte === 'number') list[at] = byte;
      else if (target.target.k === 'variable') this.writeVariable(target.target.name, new Unknown(`$${target.target.name}`));
    }
  }

  private assignMember(target: Extract<Node, { k: 'member' }>, value: Value): void {
    const owner = this.evaluateNode(target.target);
    const name = toText(this.evaluateNode(target.name));
    if (name === undefined) return;
    if (owner instanceof PsHash) {
      owner.entries.set(name.toLowerCase(), { key: name, value });
      return;
    }
    if (owner instanceof PsType && target.isStatic) {
      const { statics } = this.machine.classes.get(owner.name) ?? {};
      if (statics?.has(name.toLowerCase()) === true) {
        statics.set(name.toLowerCase(), value);
        return;
      }
    }
    if (owner !== null && typeof owner === 'object' && 'fields' in owner) {
      owner.fields.set(name.toLowerCase(), value);
      if (this.machine.classes.has(owner.type)) return;
      if (name.toLowerCase() === 'arguments') this.processArguments(owner, value, target);
      if (!owner.type.startsWith('text.') && !owner.type.startsWith('security.cryptography')) this.effect(`${owner.text}.${name} = ${literal(value)}`, target);
      return;
    }
    if (target.isStatic || owner instanceof Unknown) this.effect(`${owner instanceof Unknown ? owner.template : this.unit.source.slice(target.target.start, target.target.end)}${target.isStatic ? '::' : '.'}${name} = ${typeof value === 'string' ? quoted(value) : literal(value)}`, target);
  }
}
