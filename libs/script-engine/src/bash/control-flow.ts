import type { AndOr, ArithmeticFor, Case, CompoundList, For, If, PipelineNode, Select, While } from 'unbash';
import { matchGlob } from './glob-pattern.js';
import type { Interpreter } from './interpreter.js';
import type { Flow } from './runner.js';
import type { Variable } from './shell-state.js';
import { hasHole, type Data } from './shell-text.js';

const mostTurns = 60_000;

/** Branches and loops. What may run is run; of what it changes only that stays known which does not depend on it. */
export class ControlFlow {
  /** A branch that may have run would have left the loop. */
  private maybeLeft = false;

  constructor(private readonly shell: Interpreter) {}

  /** `a && b || c`: what hangs on an unknown status may run. */
  andOr(node: AndOr): Flow | undefined {
    let flow: Flow | undefined;
    for (let i = 0; i < node.commands.length; i++) {
      const command = node.commands[i] as PipelineNode;
      this.shell.budget.step();
      const operator = node.operators[i - 1];
      const { status } = this.shell.state;
      if (operator !== undefined && status !== undefined && (operator === '&&') !== (status === 0)) continue;
      if (operator !== undefined && status === undefined) this.possibly(() => this.shell.node(command));
      else flow = this.shell.node(command);
      if (flow) return flow;
      if (operator !== undefined && status === undefined) this.shell.state.status = undefined;
    }
    return undefined;
  }

  /** Runs what may or may not run; what it changes is known afterwards only where it does not matter. */
  private possibly(work: () => Flow | undefined): void {
    const { result, changed } = this.shell.state.tentative(work);
    if (result) this.maybeLeft = true;
    this.shell.state.merge([changed, new Map()]);
  }

  private branches(works: readonly (() => Flow | undefined)[], exhaustive: boolean): Flow | undefined {
    const changes: Map<string, Variable | undefined>[] = [];
    const flows: (Flow | undefined)[] = [];
    for (const work of works) {
      const { result, changed } = this.shell.state.tentative(work);
      changes.push(changed);
      flows.push(result);
    }
    // A branch that leaves the script does not decide what the variables are after it.
    const staying = changes.filter((_, index) => flows[index]?.kind !== 'exit');
    if (!exhaustive) staying.push(new Map());
    this.shell.state.merge(staying);
    this.shell.state.status = undefined;
    const first = flows[0];
    if (exhaustive && first && flows.every((flow) => flow?.kind === first.kind)) return first;
    if (flows.some((flow) => flow !== undefined)) this.maybeLeft = true;
    return undefined;
  }

  /** `if`: all branches that may run. */
  ifNode(node: If): Flow | undefined {
    const works: (() => Flow | undefined)[] = [];
    for (const clause of [{ clause: node.clause, then: node.then }, ...node.elif]) {
      const flow = this.shell.list(clause.clause);
      if (flow) return flow;
      const { status } = this.shell.state;
      if (status === 0) {
        if (works.length === 0) return this.shell.list(clause.then);
        return this.branches([...works, () => this.shell.list(clause.then)], true);
      }
      if (status === undefined) works.push(() => this.shell.list(clause.then));
    }
    const last = node.else;
    if (works.length === 0) {
      this.shell.state.status = 0;
      return last ? this.shell.list(last) : undefined;
    }
    return this.branches(last ? [...works, () => this.shell.list(last)] : works, last !== undefined);
  }

  /** `case`: all patterns that may fit. */
  caseNode(node: Case): Flow | undefined {
    const subject = this.shell.expansion.text(node.word).text;
    const works: (() => Flow | undefined)[] = [];
    for (let i = 0; i < node.items.length; i++) {
      const item = node.items[i];
      if (!item) continue;
      this.shell.budget.step();
      let fits: boolean | undefined = false;
      for (const word of item.pattern) {
        const pattern = this.shell.expansion.pattern(word).text;
        const one = pattern === '*' ? true : hasHole(subject) || hasHole(pattern) ? (subject === pattern ? true : undefined) : matchGlob(subject, pattern, this.shell.budget);
        if (one === true || fits === false) fits = one ?? undefined;
        if (one === true) break;
      }
      if (fits === false) continue;
      const from = i;
      const work = (): Flow | undefined => {
        for (let j = from; ; j++) {
          const now = node.items[j];
          if (!now) return undefined;
          const flow = this.shell.list(now.body);
          if (flow || now.terminator !== ';&') return flow;
        }
      };
      if (fits === true) {
        if (works.length > 0) return this.branches([...works, work], true);
        this.shell.state.status = 0;
        return work();
      }
      works.push(work);
    }
    if (works.length > 0) return this.branches(works, false);
    this.shell.state.status = 0;
    return undefined;
  }

  /** What a loop makes of leaving its body: whether it ends, and what goes on outwards. */
  private left(flow: Flow | undefined): { ends: boolean; flow: Flow | undefined } {
    if (!flow) return { ends: false, flow: undefined };
    if (flow.kind === 'return' || flow.kind === 'exit') return { ends: true, flow };
    if (flow.levels > 1) return { ends: true, flow: { kind: flow.kind, levels: flow.levels - 1 } };
    return { ends: flow.kind === 'break', flow: undefined };
  }

  /** `for` over words, and `select`. */
  forNode(node: For | Select): Flow | undefined {
    const name = node.name.value;
    const items: Data[] = node.wordlist ? node.wordlist.flatMap((word) => this.shell.expansion.fields(word)) : this.shell.state.positional ? [...this.shell.state.positional] : [this.shell.state.symbol('@')];
    if (node.type === 'Select') items.splice(0, items.length, this.shell.state.symbol(name));
    this.shell.state.status = 0;
    if (items.length > 1) this.shell.recorder.use('loop');
    for (const item of items) {
      this.shell.budget.step();
      // What is left of a pattern or an unknown list stands for each of its members.
      const several = ('glob' in item && item.glob === true) || /^\$[@*{(]/.test(this.shell.holes.single(item.text)?.text ?? '');
      this.shell.state.setScalar(name, several ? this.shell.state.symbol(name) : item);
      const { ends, flow } = this.left(this.shell.list(node.body));
      if (ends) return flow;
    }
    return undefined;
  }

  /** `for ((...))`. */
  arithmeticFor(node: ArithmeticFor): Flow | undefined {
    const head = this.shell.sourceText().slice(node.pos, node.body.pos);
    const open = head.indexOf('((');
    const close = head.lastIndexOf('))');
    const [initialize = '', test = '', update = ''] = open < 0 || close < open ? [] : head.slice(open + 2, close).split(';');
    if (initialize.trim() !== '') this.shell.expansion.arithmetic(initialize);
    this.shell.recorder.use('loop');
    return this.loop(
      () => {
        if (test.trim() === '') return true;
        const value = this.shell.expansion.arithmetic(test);
        return value === undefined ? undefined : value !== 0n;
      },
      node.body,
      () => void this.shell.expansion.arithmetic(update),
    );
  }

  /** `while` and `until`. */
  whileNode(node: While): Flow | undefined {
    return this.loop(
      () => {
        const flow = this.shell.list(node.clause);
        if (flow) return flow;
        const { status } = this.shell.state;
        return status === undefined ? undefined : (status === 0) === (node.kind === 'while');
      },
      node.body,
      () => undefined,
    );
  }

  private loop(condition: () => boolean | Flow | undefined, body: CompoundList, update: () => void): Flow | undefined {
    const outerLeft = this.maybeLeft;
    this.maybeLeft = false;
    try {
      for (let turn = 0; ; turn++) {
        this.shell.budget.step(4);
        const changes = this.shell.state.changes;
        const read = this.shell.stdin?.at;
        const truth = condition();
        if (typeof truth === 'object') return this.left(truth).flow;
        if (truth === false) return undefined;
        if (truth === undefined) {
          this.possibly(() => this.shell.list(body));
          return undefined;
        }
        const { ends, flow } = this.left(this.shell.list(body));
        if (ends) return flow;
        update();
        if (this.maybeLeft || (this.shell.state.changes === changes && this.shell.stdin?.at === read)) return undefined;
        if (turn > mostTurns) {
          this.shell.recorder.missing('budget', 'steps: a loop that does not end', this.shell.span());
          return undefined;
        }
      }
    } finally {
      this.maybeLeft = outerLeft;
      this.shell.state.status = 0;
    }
  }
}
