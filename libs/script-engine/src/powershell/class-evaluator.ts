import type { BlockNode, ClassMethod, Node } from './ast.js';
import { AssigningEvaluator } from './assigning-evaluator.js';
import { castTo, typeKey } from './casts.js';
import type { Flow, ScriptClass } from './machine.js';
import { collapse, hasUnknown, literal, PsHash, PsObject, type Value } from './values.js';
import type { Variables } from './variables.js';

const deepest = 16;

/** Classes of the script: their objects, methods and static members. */
export abstract class ClassEvaluator extends AssigningEvaluator {
  readonly classes = new Map<string, ScriptClass>();
  protected abstract readonly variables: Variables;
  protected abstract bind(block: BlockNode, positional: Value[], input: Value[], named: ReadonlyMap<string, Value>): void;
  protected abstract runStatements(block: BlockNode, out: Value[]): Flow | undefined;

  /** Classes are there before the first statement of their text runs. */
  protected defineClass(node: Node): void {
    if (node.k !== 'class' || this.classes.get(node.name)?.node === node) return;
    const statics = new Map<string, Value>();
    this.classes.set(node.name, { node, source: this.unit.source, statics });
    for (const { name, type, value, isStatic } of node.properties) if (isStatic) statics.set(name, this.initial(type, value));
  }

  private initial(type: string | undefined, value: Node | undefined): Value {
    if (value === undefined) return type !== undefined && /^(?:u?int\w*|byte|long|double)$/.test(typeKey(type)) ? 0 : null;
    const given = this.evaluateNode(value);
    return type === undefined || hasUnknown(given) ? given : (castTo(type, given, this.budget) ?? given);
  }

  /** A class and those it comes from, nearest first. */
  private lineage(type: string): ScriptClass[] {
    const line: ScriptClass[] = [];
    for (let each = this.classes.get(type); each !== undefined && line.length < deepest && !line.includes(each); each = this.classes.get(each.node.base ?? '')) line.push(each);
    return line;
  }

  /** An object of a class of the script; a hash table as the only argument sets its properties. */
  instantiate(type: string, args: Value[], node: Node): Value {
    const object = new PsObject(type, `[${type}]::new(${args.map((arg) => literal(arg)).join(', ')})`.slice(0, 400));
    for (const { node: declared, source } of this.lineage(type).reverse()) {
      this.inSource(source, () => {
        for (const { name, type: of, value, isStatic } of declared.properties) if (!isStatic) object.fields.set(name, this.initial(of, value));
      });
    }
    const [first] = args;
    if (!this.construct(type, object, args, node) && args.length === 1 && first instanceof PsHash) for (const [key, { value }] of first.entries) object.fields.set(key, value);
    return object;
  }

  private construct(type: string, self: PsObject, args: Value[], node: Node): boolean {
    const own = this.classes.get(type);
    const maker = own?.node.methods.find((method) => method.name === type && !method.isStatic && method.block.params.length === args.length);
    if (own === undefined || maker === undefined) {
      if (own?.node.base !== undefined) this.budget.nested(() => this.construct(own.node.base as string, self, [], node));
      return false;
    }
    this.runMethod(own, maker, self, args, node);
    return true;
  }

  /** What a method of a class gives; `self` null for a static one. Undefined when the class has no such method. */
  callMethod(type: string, name: string, self: PsObject | null, args: Value[], node: Node): Value | undefined {
    for (const owner of this.lineage(type)) {
      const named = owner.node.methods.filter((method) => method.name === name && method.isStatic === (self === null));
      const method = named.find(({ block }) => block.params.length === args.length) ?? named[0];
      if (method !== undefined) return this.runMethod(owner, method, self, args, node);
    }
    return undefined;
  }

  private runMethod(owner: ScriptClass, { block, type, baseArgs, name }: ClassMethod, self: PsObject | null, args: Value[], node: Node): Value {
    return this.budget.nested(() =>
      this.inSource(owner.source, () => {
        this.variables.push();
        try {
          this.variables.writeHere('this', self);
          this.bind(block, args, [], new Map());
          const base = owner.node.base;
          if (self !== null && name === owner.node.name && base !== undefined) this.construct(base, self, (baseArgs ?? []).map((arg) => this.evaluateNode(arg)), node);
          // Only what is returned comes out of a method.
          const flow = this.runStatements(block, []);
          if (flow?.how !== 'return') return type === undefined || typeKey(type) === 'void' ? null : this.symbol(node);
          const value = collapse(flow.values ?? []);
          return type === undefined || hasUnknown(value) ? value : (castTo(type, value, this.budget) ?? value);
        } finally {
          this.variables.pop();
        }
      }),
    );
  }

  /** Runs what was written in another text with the origin of that text; its folds are not ours. */
  protected inSource<T>(source: string, work: () => T): T {
    const { unit } = this;
    if (source !== unit.source) this.unit = { ...unit, source, folds: new Map() };
    try {
      return work();
    } finally {
      this.unit = unit;
    }
  }
}
