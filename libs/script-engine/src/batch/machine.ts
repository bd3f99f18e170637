import { BudgetExceeded, type Budget } from '../core/budget.js';
import { splitCommand } from './command-text.js';
import { evaluateIf } from './conditions.js';
import { defaultEnvironment } from './default-environment.js';
import { Environment, type Variable } from './environment.js';
import { type BatchArguments, Expander } from './expansion.js';
import { runFlows } from './flow.js';
import { internalCommands } from './internal-commands.js';
import { runFor } from './loops.js';
import { type Line, Output } from './output.js';
import { runPipe } from './pipes.js';
import { runProgram } from './programs.js';
import { withRedirections } from './redirections.js';
import { type Frame, labelOffsets, type Script } from './script.js';
import { Symbols } from './symbols.js';
import type { BlockNode, ChainNode, CommandNode, Node, Redirection, Span } from './syntax.js';
import { type Sink, VirtualFiles } from './virtual-files.js';

/** What leaves the ordinary flow: a jump, the end of a call or of the whole cmd, or the end of every branch. */
export type Signal = { kind: 'goto'; label: string } | { kind: 'end'; scope: 'frame' | 'process' } | { kind: 'ended' };

/** How a command went: `ok` is undefined where only a run would tell. */
export interface Status {
  ok?: boolean;
  signal?: Signal;
}

/** Standard input with a reading position. */
export interface Input {
  sink: Sink;
  at: number;
}

/** Where a command reads and writes. */
export interface Context {
  stdin?: Input;
  out?: Sink;
  /** Redirections of blocks around, as written behind a listed command. */
  note: string;
  /** The command runs in a child cmd, which expands percent signs again. */
  child?: boolean;
  /** Set by a program that ran its standard input. */
  ranInput?: boolean;
}

const succeeded: Status = { ok: true };
const mostCommands = 200_000;
const mostPerStatement = 100_000;
/** A command line has at most 8,191 characters; built one by one that is half their square. */
const mostTextPerStatement = 36 * 1024 * 1024;
const mostCalls = 40;
const mostPending = 300;
const mostOptions = 4;

/** One statement cost more than its share; the next one goes on. */
export class StatementCut extends Error {}

/** The state of a simulated cmd.exe and the walk over its statements. */
export class Machine {
  readonly symbols: Symbols;
  readonly env = new Environment();
  readonly files: VirtualFiles;
  readonly output: Output;
  readonly expander: Expander;
  /** Values of the FOR variables in scope. */
  readonly active = new Map<string, string>();
  delayed = false;
  locals: { state: Map<string, Variable>; delayed: boolean }[] = [];
  frame: Frame;
  clipboard: Sink | undefined;
  /** The last value that the script gave each variable and that is known. */
  readonly exported = new Map<string, string>();
  /** How often a condition could not be decided. */
  branches = 0;
  /** Above zero while flows run that may not be taken. */
  replaying = 0;
  private uncertain = 0;
  private commands = 0;
  private fence = Infinity;
  private written = 0;
  /** Text that all statements together kept or printed. */
  kept = 0;
  /** How deep calls and command lines are nested. */
  calls = 0;

  constructor(
    readonly source: string,
    readonly budget: Budget,
  ) {
    this.symbols = new Symbols(source);
    this.files = new VirtualFiles(this.symbols);
    this.output = new Output(source, this.symbols, budget);
    this.expander = new Expander(this.symbols, (name) => this.read(name), budget, this.output.rule);
    for (const { name, value, optional } of defaultEnvironment(this.symbols)) this.env.set(name, value, undefined, optional);
    this.env.set('=ERRORLEVEL', '0');
    this.env.set('=CD', this.symbols.make('%CD%', 'environment'));
    this.frame = { script: { text: '', batch: false }, args: { values: [], all: '' }, pc: 0, pending: [], visited: new Set(), jumps: new Map(), shifts: 0, arrived: -1 };
  }

  /** Counts one command against the fuel of this evaluation. */
  spend(): void {
    this.budget.step();
    if (++this.commands > mostCommands) throw new BudgetExceeded('steps');
    if (this.commands > this.fence) throw new StatementCut();
  }

  /** From here on one top-level statement may cost only so much. */
  beginStatement(): void {
    this.fence = this.commands + mostPerStatement;
    this.written = 0;
  }

  /** Counts text that one statement keeps or prints. */
  spendText(length: number): void {
    this.written += length;
    this.kept += length;
    if (this.written > mostTextPerStatement) throw new StatementCut();
  }

  /** A variable as an expansion sees it, the computed ones included. */
  read(name: string): string | undefined {
    const variable = this.env.get(name);
    if (variable) {
      if (variable.use) variable.use.consumed = true;
      return variable.value;
    }
    switch (name.toUpperCase()) {
      case 'CD': return this.directory;
      case 'ERRORLEVEL': return this.env.get('=ERRORLEVEL')?.value;
      case 'CMDEXTVERSION': return '2';
      case 'RANDOM': case 'TIME': case 'DATE': case 'CMDCMDLINE': case 'HIGHESTNUMANODENUMBER': return this.symbols.make(`%${name.toUpperCase()}%`, 'environment');
      default: return undefined;
    }
  }

  get directory(): string {
    return this.env.get('=CD')?.value ?? '';
  }

  /** Notes a value that programs started by the script find in their environment. */
  noteExported(name: string, value: string): void {
    if (this.exported.size < 2_000 && value.length <= 32_767 && !this.symbols.has(value)) this.exported.set(name.toUpperCase(), value);
  }

  /** Sets or forgets what the last command gave back. */
  result(code: number | undefined): Status {
    this.env.set('=ERRORLEVEL', code === undefined ? this.symbols.make('%ERRORLEVEL%', 'environment') : String(code));
    return code === undefined ? {} : { ok: code === 0 };
  }

  /** Lists a command the script would run. */
  emit(text: string, span: Span, context: Context): void {
    this.output.line(text + context.note, span, this.uncertain > 0 || this.replaying > 0);
  }

  /** Puts captured commands into the list. */
  keep(lines: readonly Line[]): void {
    this.output.keep(lines, this.uncertain > 0 || this.replaying > 0);
  }

  /** FOR variables and delayed expansion in a text. */
  prepare(text: string): string {
    const filled = this.expander.forVariables(text, this.active);
    if (filled !== text) this.output.rule('batch: FOR variables');
    return this.delayed ? this.expander.delayed(filled, this.frame.script.batch) : filled;
  }

  /** Runs a script from its first line in the current process; the signal is one its caller has to heed. */
  runScript(script: Script, args: BatchArguments, context: Context, start = 0): Signal | undefined {
    if (this.calls >= mostCalls) {
      this.output.missing('budget', 'calls or command lines nested too deeply; the deeper ones are left out', script.span ?? { start, end: start });
      return undefined;
    }
    const outer = this.frame;
    const depth = this.locals.length;
    this.frame = { script, args, pc: start, pending: [], visited: new Set(), jumps: new Map(), shifts: 0, arrived: -1 };
    this.calls++;
    try {
      return this.budget.nested(() => runFlows(this, context));
    } finally {
      this.calls--;
      while (this.locals.length > depth) this.endLocal();
      this.frame = outer;
    }
  }

  /** Runs work as a child process: what it changes in the environment is gone afterwards. */
  isolated(work: () => void): void {
    const saved = { delayed: this.delayed, locals: this.locals, active: new Map(this.active) };
    const mark = this.env.mark();
    this.locals = [];
    try {
      work();
    } finally {
      const code = this.env.get('=ERRORLEVEL')?.value ?? '0';
      this.env.undo(mark);
      this.env.set('=ERRORLEVEL', code);
      this.delayed = saved.delayed;
      this.locals = saved.locals;
      this.active.clear();
      for (const [key, value] of saved.active) this.active.set(key, value);
    }
  }

  /** Runs a command line in a child cmd. */
  commandLine(text: string, span: Span, context: Context, delayed: boolean): Status {
    this.isolated(() => {
      this.active.clear();
      this.delayed = delayed;
      this.runScript({ text, batch: false, span }, { values: [], all: '' }, { ...context, child: false });
    });
    return this.lastStatus();
  }

  lastStatus(): Status {
    const code = this.env.get('=ERRORLEVEL')?.value ?? '';
    return /^-?\d+$/.test(code) ? { ok: code === '0' } : {};
  }

  /** `setlocal`. */
  beginLocal(): void {
    this.budget.step(1 + (this.env.size >> 4));
    this.locals.push({ state: this.env.snapshot(), delayed: this.delayed });
  }

  /** `endlocal`. */
  endLocal(): void {
    const local = this.locals.pop();
    if (!local) return;
    this.budget.step(1 + (this.env.size >> 4));
    const code = this.env.get('=ERRORLEVEL');
    this.env.restore(local.state);
    if (code) this.env.set('=ERRORLEVEL', code.value);
    this.delayed = local.delayed;
  }

  /**
   * Runs branches of which only a run would tell which one is taken: each from the same state; what they leave
   * different becomes a choice of the values, or unknown when `repeated` (a loop of unknown length).
   */
  either(works: (() => Status)[], repeated = false): Status {
    this.branches++;
    this.uncertain++;
    const changes: Map<string, Variable | undefined>[] = [];
    const before = { delayed: this.delayed, locals: this.locals };
    try {
      for (const work of works) {
        const mark = this.env.mark();
        this.locals = [...before.locals];
        try {
          const status = work();
          if (status.signal) this.park(status.signal);
          else changes.push(this.env.changesSince(mark));
        } finally {
          this.env.undo(mark);
          this.delayed = before.delayed;
        }
      }
    } finally {
      this.locals = before.locals;
      this.uncertain--;
    }
    if (changes.length === 0) return { signal: { kind: 'ended' } };
    this.merge(changes, repeated);
    return {};
  }

  exec(node: Node, context: Context): Status {
    switch (node.type) {
      case 'command': return this.command(node, context);
      case 'block': return this.block(node, context);
      case 'chain': return node.operator === '|' ? runPipe(this, node, context) : this.chain(node, context);
      case 'for': return runFor(this, node, context);
      case 'if': {
        this.spend();
        const truth = evaluateIf(this, node);
        if (truth === undefined) {
          const branch = (part: Node | undefined) => (): Status => (part ? this.budget.nested(() => this.exec(part, context)) : {});
          return this.either([branch(node.then), branch(node.otherwise)]);
        }
        const chosen = truth ? node.then : node.otherwise;
        return chosen ? this.budget.nested(() => this.exec(chosen, context)) : succeeded;
      }
    }
  }

  /** Runs a command after all expansions. */
  run(text: string, span: Span, context: Context): Status {
    let plain = text;
    let parts = splitCommand(plain);
    if (parts.key !== 'set' && this.symbols.has(text)) {
      plain = [...text].filter((char) => this.symbols.get(char)?.kind !== 'undefined').join('');
      const choices = [...new Set([...plain].filter((char) => this.symbols.get(char)?.options))];
      if (choices.length === 1 && parts.key !== 'echo') {
        const char = choices[0] as string;
        return this.either((this.symbols.get(char)?.options ?? []).map((option) => () => this.run(plain.replaceAll(char, option), span, context)));
      }
      parts = splitCommand(plain);
      if (this.symbols.in(parts.name).some((symbol) => symbol.kind === 'unknown' && !symbol.options)) this.output.missing('unknownValue', 'which command runs here is not known', span, `command ${parts.name}`);
    }
    if (parts.name === '') return succeeded;
    if (plain.includes('"') && /[a-z]"+[a-z]/i.test(parts.name)) this.output.rule('batch: quote removal');
    const internal = parts.internal ? internalCommands[parts.key] : undefined;
    return internal ? internal(this, { parts, text: plain, span, context }) : runProgram(this, { parts, text: plain, span, context });
  }

  /** Applies redirections around work and stores what it wrote. */
  redirected(list: readonly Redirection[], context: Context, span: Span, work: (inner: Context) => Status, inBlock = false): Status {
    return list.length === 0 ? work(context) : withRedirections(this, list, context, span, work, inBlock);
  }

  /** Goes to `label` when a branch that may not be taken asked for it. */
  park(signal: Signal): void {
    if (signal.kind !== 'goto') return;
    const offset = this.labelOffset(signal.label);
    if (offset === undefined || this.frame.visited.has(offset) || this.frame.pending.length >= mostPending || this.frame.pending.some((other) => other.offset === offset)) return;
    this.budget.expand(this.env.size * 64);
    this.frame.pending.push({ offset, state: this.env.snapshot(), delayed: this.delayed });
  }

  /** Makes one state of the states that branches left. */
  merge(changes: readonly Map<string, Variable | undefined>[], repeated: boolean): void {
    const keys = new Set(changes.flatMap((change) => [...change.keys()]));
    for (const key of keys) {
      const variables = changes.map((change) => (change.has(key) ? change.get(key) : this.env.get(key)));
      const values = [...new Set(variables.flatMap((variable) => (variable === undefined ? [''] : this.symbols.get(variable.value)?.options && variable.value.length === 1 ? [...(this.symbols.get(variable.value)?.options ?? [])] : [variable.value])))];
      const named = variables.find((variable) => variable !== undefined);
      if (!named) this.env.delete(key);
      else if (values.length === 1 && !repeated) this.env.set(named.name, values[0] as string, named.use);
      else {
        for (const variable of variables) if (variable?.use) variable.use.consumed = true;
        const display = `%${named.name.replace(/^=/, '')}%`;
        if (key === '=ERRORLEVEL' || key === '=CD') this.env.set(named.name, this.symbols.make(display, 'environment'));
        else if (repeated || values.length > mostOptions || values.some((value) => value.length > 2000)) this.env.set(named.name, this.symbols.make(display, 'unknown'));
        else this.env.set(named.name, this.symbols.make(display, 'unknown', { options: values }));
      }
    }
  }

  /** Where a jump to this label goes: the next one of the name, else the first. */
  labelOffset(label: string): number | undefined {
    const offsets = labelOffsets(this.frame.script, this.budget).get(label.toLowerCase());
    return offsets?.find((offset) => offset >= this.frame.pc) ?? offsets?.[0];
  }

  private chain(node: ChainNode, context: Context): Status {
    let status: Status = succeeded;
    for (let i = 0; i < node.items.length; i++) {
      if (i > 0 && node.operator !== '&') {
        const wanted = node.operator === '&&';
        if (status.ok === !wanted) return status;
        if (status.ok === undefined) return this.either([() => this.rest(node, i, context), () => ({})]);
      }
      status = this.exec(node.items[i] as Node, context);
      if (status.signal) return status;
    }
    return status;
  }

  private rest(node: ChainNode, from: number, context: Context): Status {
    let status: Status = {};
    for (let i = from; i < node.items.length; i++) {
      if (i > from && status.ok === (node.operator === '||')) return status;
      status = this.exec(node.items[i] as Node, context);
      if (status.signal) return status;
    }
    return status;
  }

  private block(node: BlockNode, context: Context): Status {
    return this.redirected(node.redirections, context, node, (inner) =>
      this.budget.nested(() => {
        let status: Status = succeeded;
        for (const item of node.body) {
          status = this.exec(item, inner);
          if (status.signal) break;
        }
        return status;
      }), true);
  }

  private command(node: CommandNode, context: Context): Status {
    this.spend();
    return this.redirected(node.redirections, context, node, (inner) => {
      const text = this.prepare(node.text);
      return this.run(inner.child && splitCommand(text).internal ? this.expander.percent(text, { batch: false, source: node }).text : text, node, inner);
    });
  }
}
