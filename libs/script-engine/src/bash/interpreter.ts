import type { AndOr, Assignment, CommandExpansionPart, CommandNode, CompoundList, ParsedScript, Pipeline, PipelineNode, ProcessSubstitutionPart, Redirected, Statement } from 'unbash';
import { BudgetExceeded } from '../core/budget.js';
import type { ScriptLanguage } from '../core/language.js';
import { assignVariable } from './assignments.js';
import { ControlFlow } from './control-flow.js';
import type { CommandLine, Span } from './recorder.js';
import { applyRedirections } from './redirections.js';
import type { Argument, ChildOptions, Flow, Outcome, OutputSink, Runner } from './runner.js';
import { ShellState, type ShellFunction } from './shell-state.js';
import { joinVia, known, type Data } from './shell-text.js';
import { ShellStreams } from './shell-streams.js';
import { callCommand, runSimple } from './simple-command.js';
import { evaluateTestExpression } from './test-command.js';
import { WordExpander } from './word-expansion.js';

const mostCalls = 90;

/** The shell that walks a script's tree. It holds what is known of the state and never runs anything. */
export class Interpreter extends ShellStreams implements Runner {
  readonly expansion = new WordExpander(this);
  private calls = 0;
  private readonly runaway = new Set<string>();
  private readonly control = new ControlFlow(this);
  /** The line of the last simple command, for pipelines to take. */
  lastLine: CommandLine | undefined;

  /** Runs the statements of the whole script; a statement too deep or too large is reported and stepped over. */
  runAll(script: ParsedScript): void {
    let recovered = 0;
    for (const statement of script.commands) {
      try {
        const flow = this.statement(statement);
        if (flow?.kind === 'exit' || flow?.kind === 'return') return;
      } catch (error) {
        const limit = error instanceof BudgetExceeded ? error.limit : error instanceof RangeError ? 'depth' : undefined;
        if ((limit !== 'depth' && limit !== 'stringLength') || ++recovered > 20) throw error;
        this.reset();
        this.recorder.missing('budget', limit, { start: statement.pos, end: statement.end });
      }
    }
  }

  /** Looks into functions that nothing was seen to call: only what they hand to interpreters is kept. */
  runUncalled(): void {
    this.recorder.possible++;
    for (const [name, definition] of [...this.state.functions]) {
      if (definition.called) continue;
      try {
        this.state.tentative(() => this.callFunction(definition, name, undefined));
      } catch (error) {
        const limit = error instanceof BudgetExceeded ? error.limit : error instanceof RangeError ? 'depth' : undefined;
        if (limit !== 'depth' && limit !== 'stringLength') throw error;
        this.reset();
        this.recorder.possible++;
      }
    }
    this.recorder.possible = 0;
  }

  private reset(): void {
    this.recorder.resetFrames();
    this.state.resetJournals();
    this.foreign = undefined;
    this.out = undefined;
    this.stdin = undefined;
    this.descriptors.clear();
    this.calls = 0;
  }

  list(list: CompoundList): Flow | undefined {
    return this.statements(list.commands);
  }

  private statements(statements: readonly Statement[]): Flow | undefined {
    for (const statement of statements) {
      const flow = this.statement(statement);
      if (flow) return flow;
    }
    return undefined;
  }

  private statement(statement: Statement): Flow | undefined {
    this.budget.step();
    if (!statement.background) return this.node(statement.command);
    const { lines } = this.recorder.apart(() => this.state.tentative(() => this.node(statement.command)));
    lines.forEach((line, index) => this.recorder.line(index === lines.length - 1 && statement.command.type !== 'Subshell' ? { ...line, text: `${line.text} &` } : line));
    this.state.status = 0;
    return undefined;
  }

  /** Runs one node of the tree. */
  node(node: PipelineNode | AndOr | CompoundList): Flow | undefined {
    const before = this.at;
    if (!this.foreign) this.at = { start: node.pos, end: node.end };
    try {
      switch (node.type) {
        case 'Command':
          return runSimple(this, node);
        case 'AndOr':
          return this.control.andOr(node);
        case 'Function':
          this.state.functions.set(node.name.value, { node, source: this.source, foreign: this.foreign, called: false });
          this.state.status = 0;
          return undefined;
        default:
          return this.budget.nested(() => this.compound(node));
      }
    } finally {
      this.at = before;
    }
  }

  private compound(node: Exclude<PipelineNode | CompoundList, { type: 'Command' | 'Function' }>): Flow | undefined {
    switch (node.type) {
      case 'Pipeline':
        return this.pipeline(node);
      case 'CompoundList':
        return this.list(node);
      case 'BraceGroup':
        return this.list(node.body);
      case 'Subshell': {
        const { result } = this.state.tentative(() => this.list(node.body));
        return result?.kind === 'exit' ? undefined : result;
      }
      case 'If':
        return this.control.ifNode(node);
      case 'Case':
        return this.control.caseNode(node);
      case 'For':
      case 'Select':
        return this.control.forNode(node);
      case 'ArithmeticFor':
        return this.control.arithmeticFor(node);
      case 'While':
        return this.control.whileNode(node);
      case 'TestCommand': {
        const truth = evaluateTestExpression(this, node.expression);
        this.state.status = truth === undefined ? undefined : truth ? 0 : 1;
        return undefined;
      }
      case 'ArithmeticCommand': {
        const value = this.expansion.arithmetic(node.body);
        this.state.status = value === undefined ? undefined : value !== 0n ? 0 : 1;
        return undefined;
      }
      case 'Redirected':
        return this.redirected(node);
      case 'Coproc':
        return this.node(node.body);
    }
  }

  private redirected(node: Redirected): Flow | undefined {
    const io = applyRedirections(this, node.redirects);
    return this.withStreams(io.stdin ?? this.stdin, io.out === 'inherit' ? this.out : io.out === 'none' ? undefined : { pieces: [], length: 0 }, (sink) => {
      const flow = this.node(node.command);
      if (sink && io.out !== 'inherit' && io.out !== 'none') io.finish(this.collected(sink));
      return flow;
    });
  }

  private pipeline(node: Pipeline): Flow | undefined {
    if (node.commands.length === 1) {
      const flow = this.node(node.commands[0] as CommandNode);
      if (node.prefixes.some((prefix) => prefix.type === 'Negation') && this.state.status !== undefined) this.state.status = this.state.status === 0 ? 1 : 0;
      return flow;
    }
    const span = this.span();
    let stdin = this.stdin;
    let joined: CommandLine[] = [];
    const extras: CommandLine[] = [];
    const flush = (): void => {
      const first = joined[0];
      if (first) this.recorder.line({ ...span, text: joined.map((line) => line.text).join(' | '), plumbing: joined.every((line) => line.plumbing), novel: joined.some((line) => line.novel) });
      joined = [];
    };
    const outer = this.out;
    node.commands.forEach((command, index) => {
      this.budget.step();
      const last = index === node.commands.length - 1;
      const sink: OutputSink | undefined = last ? outer : { pieces: [], length: 0 };
      this.lastLine = undefined;
      const { lines } = this.recorder.apart(() => this.withStreams(stdin, sink, () => this.state.tentative(() => this.node(command))));
      const own = command.type === 'Command' && this.lastLine && lines.includes(this.lastLine) ? this.lastLine : undefined;
      if (own) joined.push(own);
      else {
        // A loop or a group is listed by what it runs; what only feeds it is left out.
        if (joined.some((line) => !line.plumbing)) flush();
        joined = [];
      }
      // What a loop or a function writes into the pipe only feeds the next command.
      for (const line of lines) if (line !== own && (last || !line.plumbing)) extras.push(line);
      if (!own) for (const line of extras.splice(0)) this.recorder.line(line);
      if (!last && sink) {
        stdin = { data: this.collected(sink), at: 0 };
      }
    });
    flush();
    for (const line of extras) this.recorder.line(line);
    if (node.prefixes.some((prefix) => prefix.type === 'Negation') && this.state.status !== undefined) this.state.status = this.state.status === 0 ? 1 : 0;
    return undefined;
  }

  substitute(part: CommandExpansionPart): Data {
    const { script } = part;
    if (!script) {
      this.recorder.missing('budget', 'depth', this.span());
      return known(this.holes.make('$(...)'));
    }
    return this.budget.nested(() => {
      const run = (): { data: Data; lines: CommandLine[] } => this.capture(this.stdin, () => this.state.tentative(() => this.statements(script.commands)));
      const { data, lines } = script.source === undefined ? run() : this.inForeign(script.source, run);
      for (const line of lines) if (!line.plumbing) this.recorder.line(line);
      this.recorder.use('command substitution');
      let end = data.text.length;
      while (end > 0 && data.text.charCodeAt(end - 1) === 10) end--;
      const text = data.text.slice(0, end);
      return { text: text.includes('\u0000') && !text.includes('\u007fELF') ? text.replaceAll('\u0000', '') : text, via: data.via };
    });
  }

  processSubstitution(part: ProcessSubstitutionPart): Data {
    const { script } = part;
    if (!script) return known(this.holes.make(part.text));
    if (part.operator === '>') return known(this.holes.make(part.text, { consumer: script }));
    return this.budget.nested(() => {
      const { data, lines } = this.capture(undefined, () => this.state.tentative(() => this.statements(script.commands)));
      const shown = lines.length > 0 ? `<(${lines.map((line) => line.text).join('; ')})` : part.text;
      const remote = this.holes.remote(data.text);
      const path = this.holes.make(shown, remote === undefined ? {} : { remote });
      this.state.files.set(path, { data, reported: true, ...this.span() });
      return known(path, data.via);
    });
  }

  evaluate(data: Data): Flow | undefined {
    if (this.calls >= mostCalls || this.runaway.has('eval')) {
      this.runaway.add('eval');
      this.recorder.missing('budget', 'depth', this.span());
      return undefined;
    }
    const script = this.parse(data.text);
    this.calls++;
    try {
      return this.budget.nested(() => this.inForeign(data.text, () => this.statements(script.commands)));
    } finally {
      this.calls--;
    }
  }

  child(data: Data, options: ChildOptions, announce: () => void): Outcome {
    const hole = this.holes.single(data.text);
    if (hole) {
      this.closed(hole.text, hole.remote, options.rule);
      return { status: undefined, out: known(this.holes.make(`$(${hole.text.startsWith('$(') ? `${hole.text.slice(2, -1)} | bash` : hole.text})`, hole.remote === undefined ? {} : { remote: hole.remote })) };
    }
    this.recorder.payload(data, options.rule, 'bash', this.span());
    // A script that starts itself again does nothing new.
    if (this.isOwnText(data.text)) return { status: undefined };
    const exported = this.state.exportedNames();
    const inContext = data.text.includes('$') && ((options.args?.length ?? 0) > 0 || exported.some((name) => data.text.includes(name)));
    const forFiles = data.text.length < 200_000 && (/>/.test(data.text) || [...this.state.files.keys()].some((path) => data.text.includes(path)));
    if (!inContext && !this.captured && !(forFiles && this.recorder.muted === 0)) return { status: undefined };
    announce();
    const before = this.state;
    const state = new ShellState(this.holes, this.budget, false, false, before.files);
    for (const name of exported) state.put(name, before.get(name));
    state.positional = options.args ?? [];
    state.zero = options.zero ?? known('bash');
    state.directory = before.directory;
    this.state = state;
    if (!inContext) this.recorder.muted++;
    try {
      if (inContext) this.evaluate(data);
      // Its lines are those of the payload, which is looked at by itself.
      else this.recorder.apart(() => this.evaluate(data));
      return { status: undefined };
    } finally {
      this.state = before;
      if (!inContext) this.recorder.muted--;
    }
  }

  private closed(shown: string, remote: string | undefined, rule: string): void {
    if (remote !== undefined) this.recorder.missing('remoteContent', `${rule}: ${remote}`, this.span());
    else this.recorder.missing('unknownValue', `${rule}: ${shown}`, this.span());
  }

  handOver(data: Data, rule: string, language: ScriptLanguage | undefined): void {
    const hole = this.holes.single(data.text);
    if (hole) this.closed(hole.text, hole.remote, rule);
    else this.recorder.payload(data, rule, language, this.span());
  }

  call(args: readonly Argument[], shown: () => string, announce: () => void): Outcome {
    return this.budget.nested(() => callCommand(this, args, shown, announce));
  }

  callFunction(definition: ShellFunction, name: string, args: readonly Argument[] | undefined): Outcome {
    definition.called = true;
    if (this.calls >= mostCalls || this.runaway.has(name)) {
      this.runaway.add(name);
      this.recorder.missing('budget', 'depth', this.span());
      return { status: undefined, silent: true };
    }
    const { positional } = this.state;
    const { foreign, source, calls } = this;
    this.calls++;
    this.state.positional = args;
    const { body } = definition.node;
    try {
      this.source = definition.source;
      const flow = this.budget.nested(() => this.state.inFunction(() => (definition.foreign ? this.inForeign(definition.source, () => this.node(body)) : this.inOwnText(() => this.node(body)))));
      return { status: this.state.status, silent: true, flow: flow?.kind === 'exit' ? flow : undefined };
    } finally {
      this.state.positional = positional;
      this.foreign = foreign;
      this.source = source;
      this.calls = calls;
    }
  }

  private inOwnText<T>(work: () => T): T {
    const { foreign } = this;
    // A function of the script itself that decoded text calls: its lines lead to where it is written.
    this.foreign = undefined;
    try {
      return work();
    } finally {
      this.foreign = foreign;
    }
  }

  assign(assignment: Assignment): void {
    assignVariable(this, assignment);
  }

  writeFile(path: string, data: Data, append: boolean, span: Span): void {
    const key = this.state.path(path);
    const consumer = this.holes.of(path)?.consumer;
    if (consumer && path.length === 1) {
      this.withStreams({ data, at: 0 }, undefined, () => this.state.tentative(() => this.statements(consumer.commands)));
      return;
    }
    if (/^\/dev\/(?:null|zero|full|tty|stdin|stdout|stderr|fd|tcp|udp|pts)/.test(key) || key === '') return;
    const before = append ? this.state.files.get(key) : undefined;
    if (before) this.budget.allocate(before.data.text.length + data.text.length);
    this.state.files.set(key, { data: before ? { text: before.data.text + data.text, via: joinVia(before.data.via, data.via) } : data, reported: false, start: span.start, end: span.end });
  }
}
