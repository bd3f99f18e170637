import type { Function as FunctionNode } from 'unbash';
import type { Budget } from '../core/budget.js';
import { emptyData, hasHole, known, type Data, type HoleTable } from './shell-text.js';

/** A shell variable. Items of arrays are replaced, never changed, once a journal holds the variable. */
export interface Variable {
  readonly kind: 'scalar' | 'indexed' | 'associative';
  readonly value: Data;
  readonly items: ReadonlyMap<string, Data>;
  readonly integer: boolean;
  readonly letterCase: 'lower' | 'upper' | undefined;
  readonly reference: boolean;
  readonly exported: boolean;
}

/** A function of the sample, with where its text is. */
export interface ShellFunction {
  readonly node: FunctionNode;
  readonly source: string;
  readonly foreign: { readonly start: number; readonly end: number } | undefined;
  called: boolean;
}

/** A file that the sample wrote (or named in `<(...)`). */
export interface VirtualFile {
  data: Data;
  /** Already reported as a payload. */
  reported: boolean;
  readonly start: number;
  readonly end: number;
}

type Journal = Map<string, Variable | undefined>;

/** Names that a shell gets from outside or makes itself: never taken for unset. */
const environment = new Set(
  ('HOME USER LOGNAME PATH SHELL PWD OLDPWD LANG LANGUAGE LC_ALL LC_CTYPE TERM TMPDIR TMP TEMP DISPLAY HOSTNAME HOSTTYPE OSTYPE MACHTYPE UID EUID PPID RANDOM SRANDOM SECONDS LINENO EDITOR MAIL ' +
    'SUDO_USER SUDO_UID SUDO_GID SUDO_COMMAND SSH_CLIENT SSH_CONNECTION SSH_TTY SSH_AUTH_SOCK http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY BASH BASHPID BASH_VERSION BASH_SOURCE BASH_COMMAND BASHOPTS SHELLOPTS ' +
    'COLUMNS LINES EPOCHSECONDS EPOCHREALTIME GROUPS HISTFILE HISTSIZE HISTFILESIZE HISTCONTROL FUNCNAME PIPESTATUS PS1 PS2 PS4 OPTARG OPTIND REPLY IFS LD_PRELOAD LD_LIBRARY_PATH PROMPT_COMMAND BASH_ENV ENV ' +
    'VISUAL PAGER DBUS_SESSION_BUS_ADDRESS XDG_RUNTIME_DIR XDG_SESSION_TYPE XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME KUBECONFIG PYTHONPATH JAVA_HOME WSL_DISTRO_NAME CI').split(' '),
);

/** What is the same on every machine about values that are not. */
const partlyKnown: Readonly<Record<string, { prefix?: string; suffix?: string }>> = {
  PATH: { prefix: '/' },
  HOME: { prefix: '/' },
  PWD: { prefix: '/' },
  OLDPWD: { prefix: '/' },
  SHELL: { prefix: '/', suffix: 'sh' },
  BASH: { prefix: '/', suffix: '/bash' },
  SHELLOPTS: { prefix: 'braceexpand:' },
  BASHOPTS: { prefix: 'checkwinsize:cmdhist:complete_fullquote:e' },
  OSTYPE: { prefix: 'linux' },
  '-': { prefix: 'h' },
};

const fixed: Readonly<Record<string, string>> = { PS4: '+ ', PS2: '> ', IFS: ' \t\n', OPTIND: '1' };

/** The variables, functions, files and aliases of one shell, with a journal for work that may be taken back. */
export class ShellState {
  private readonly variables = new Map<string, Variable>();
  private readonly journals: Journal[] = [];
  /** The journal that was open when an array was made: only under the same one may it be changed in place. */
  private readonly owners = new WeakMap<ReadonlyMap<string, Data>, Journal | undefined>();
  private readonly locals: Map<string, Variable | undefined>[] = [];
  readonly functions = new Map<string, ShellFunction>();
  readonly aliases = new Map<string, string>();
  /** `$1`, `$2`, ...; undefined when they come from outside. */
  positional: readonly Data[] | undefined;
  /** `$0`. */
  zero: Data;
  status: number | undefined = 0;
  directory = '';
  /** Counts changes, so that a loop that changes nothing is seen. */
  changes = 0;

  constructor(
    readonly holes: HoleTable,
    private readonly budget: Budget,
    /** The sample pads its words with `$@` and `$*`, which is only of use when they are empty. */
    readonly noisyPositional: boolean,
    /** The sample asks how many arguments it got, so that the number is not known. */
    readonly counted: boolean,
    /** Written files, by path. */
    readonly files = new Map<string, VirtualFile>(),
  ) {
    this.zero = known(holes.make('$0', { suffix: 'sh' }));
  }

  /** Whether a name can come from outside. */
  isEnvironment(name: string): boolean {
    return environment.has(name) || /^(?:XDG|SSH|LC|BASH|SUDO)_/.test(name);
  }

  /** The name a reference leads to. */
  resolve(name: string): string {
    let now = name;
    for (let i = 0; i < 10; i++) {
      const variable = this.variables.get(now);
      if (!variable?.reference || variable.value.text === '' || hasHole(variable.value.text)) return now;
      now = variable.value.text;
    }
    return now;
  }

  get(name: string): Variable | undefined {
    return this.variables.get(this.resolve(name));
  }

  /** The value of a name as a plain `$name`; undefined when it was never set and is not known to come from outside. */
  scalar(name: string): Data | undefined {
    const variable = this.get(name);
    if (variable) return variable.kind === 'scalar' ? variable.value : variable.items.get('0');
    const constant = fixed[name];
    if (constant !== undefined) return known(constant);
    return this.isEnvironment(name) ? known(this.holes.make(`$${name}`, partlyKnown[name])) : undefined;
  }

  /** The hole for a name, with what is known about it. */
  symbol(name: string): Data {
    return known(this.holes.make(/^\w{2,}$/.test(name) && /^\d/.test(name) ? `\${${name}}` : `$${name}`, partlyKnown[name]));
  }

  put(name: string, variable: Variable | undefined): void {
    const before = this.variables.get(name);
    const journal = this.journals.at(-1);
    if (journal && !journal.has(name)) journal.set(name, before);
    if (before?.value.text !== variable?.value.text || before?.items !== variable?.items) this.changes++;
    if (variable) this.variables.set(name, variable);
    else this.variables.delete(name);
  }

  private fresh(name: string): Variable {
    return this.variables.get(name) ?? { kind: 'scalar', value: emptyData, items: new Map(), integer: false, letterCase: undefined, reference: false, exported: false };
  }

  /** Gives a plain variable its value; `raw` sets a reference itself instead of what it leads to. */
  setScalar(name: string, value: Data, raw = false): void {
    const target = raw ? name : this.resolve(name);
    const element = /^(\w+)\[(.*)\]$/.exec(target);
    if (element) return this.setItem(element[1] as string, element[2] as string, value);
    const before = this.fresh(target);
    const cased = before.letterCase === 'lower' ? { ...value, text: value.text.toLowerCase() } : before.letterCase === 'upper' ? { ...value, text: value.text.toUpperCase() } : value;
    if (before.kind === 'scalar') this.put(target, { ...before, value: cased });
    else this.setItem(target, '0', cased);
  }

  /** Gives one item of an array its value. */
  setItem(name: string, key: string, value: Data): void {
    const target = this.resolve(name);
    const before = this.fresh(target);
    const owned = before.kind !== 'scalar' && this.owners.has(before.items) && this.owners.get(before.items) === this.journals.at(-1);
    if (!owned) this.budget.step(1 + before.items.size);
    const items = owned ? (before.items as Map<string, Data>) : new Map(before.kind === 'scalar' && before.value.text !== '' ? [['0', before.value]] : before.items);
    items.set(key, value);
    this.changes++;
    if (!owned) this.owners.set(items, this.journals.at(-1));
    this.put(target, { ...before, kind: before.kind === 'associative' ? 'associative' : 'indexed', value: emptyData, items });
  }

  removeItem(name: string, key: string): void {
    const before = this.get(name);
    if (!before) return;
    const items = new Map(before.items);
    this.budget.step(1 + items.size);
    items.delete(key);
    this.put(this.resolve(name), { ...before, items });
  }

  setArray(name: string, items: Map<string, Data>, associative: boolean): void {
    const target = this.resolve(name);
    this.put(target, { ...this.fresh(target), kind: associative ? 'associative' : 'indexed', value: emptyData, items });
  }

  /** Changes what a name is, without its value. */
  declare(name: string, change: Partial<Pick<Variable, 'kind' | 'integer' | 'letterCase' | 'reference' | 'exported'>>): void {
    const before = this.fresh(name);
    const items = change.kind !== undefined && change.kind !== 'scalar' && before.kind === 'scalar' && before.value.text !== '' ? new Map([['0', before.value]]) : before.items;
    this.put(name, { ...before, ...change, items });
  }

  unset(name: string): void {
    this.put(this.resolve(name), undefined);
  }

  /** Items of an array in order of their index; of a plain variable its value. */
  items(variable: Variable): [string, Data][] {
    if (variable.kind === 'scalar') return [['0', variable.value]];
    this.budget.step(1 + (variable.items.size >> 4));
    const entries = [...variable.items];
    if (variable.kind === 'associative') return entries;
    for (let i = 1; i < entries.length; i++) if (Number(entries[i - 1]?.[0]) > Number(entries[i]?.[0])) return entries.sort((a, b) => Number(a[0]) - Number(b[0]));
    return entries;
  }

  names(prefix: string): string[] {
    this.budget.step(1 + (this.variables.size >> 2));
    return [...this.variables.keys()].filter((name) => name.startsWith(prefix)).sort();
  }

  /** Names that a child shell would also see. */
  exportedNames(): string[] {
    return [...this.variables].filter(([, variable]) => variable.exported).map(([name]) => name);
  }

  /** Runs a function body whose `local` names end with it. */
  inFunction<T>(work: () => T): T {
    const frame = new Map<string, Variable | undefined>();
    this.locals.push(frame);
    try {
      return work();
    } finally {
      this.locals.pop();
      for (const [name, before] of frame) this.put(name, before);
    }
  }

  /** Makes a name local to the function that runs, if one does. */
  local(name: string): void {
    const frame = this.locals.at(-1);
    if (!frame || frame.has(name)) return;
    frame.set(name, this.variables.get(name));
    this.put(name, undefined);
  }

  get inFunctionNow(): boolean {
    return this.locals.length > 0;
  }

  /** Runs work and says which variables it changed; all of them have their old value again afterwards. */
  tentative<T>(work: () => T): { result: T; changed: Map<string, Variable | undefined> } {
    const journal: Journal = new Map();
    const depth = this.journals.length;
    const { positional, directory } = this;
    this.journals.push(journal);
    const changed = new Map<string, Variable | undefined>();
    try {
      const result = work();
      for (const name of journal.keys()) changed.set(name, this.variables.get(name));
      return { result, changed };
    } finally {
      this.journals.length = depth;
      for (const [name, before] of journal) {
        if (before) this.variables.set(name, before);
        else this.variables.delete(name);
      }
      this.positional = positional;
      this.directory = directory;
    }
  }

  /** Takes over what several branches, of which one ran, made of the variables: what they agree on stays known. */
  merge(branches: readonly Map<string, Variable | undefined>[]): void {
    const names = new Set<string>();
    for (const branch of branches) for (const name of branch.keys()) names.add(name);
    for (const name of names) {
      this.budget.step();
      const values = branches.map((branch) => (branch.has(name) ? branch.get(name) : this.variables.get(name)));
      const set = values.filter((value): value is Variable => value !== undefined && (value.kind !== 'scalar' || value.value.text !== ''));
      const first = set[0];
      if (!first) continue;
      if (set.every((value) => sameValue(value, first))) this.put(name, first);
      else if (first.kind === 'scalar') this.put(name, { ...first, value: this.symbol(name) });
      else this.put(name, first);
    }
  }

  /** A path as the key of the virtual files. */
  path(text: string): string {
    let path = text;
    if (!path.startsWith('/') && !hasHole(path[0] ?? '') && !path.startsWith('~') && this.directory !== '') path = `${this.directory}/${path}`;
    path = path.replace(/\/(?:\.?\/)+/g, '/').replace(/^(?:\.\/)+/, '');
    return path;
  }

  file(text: string): VirtualFile | undefined {
    return this.files.get(this.path(text));
  }

  /** Puts everything back that unfinished work left open. */
  resetJournals(): void {
    this.journals.length = 0;
    this.locals.length = 0;
  }
}

function sameValue(a: Variable, b: Variable): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'scalar') return a.value.text === b.value.text;
  return a.items === b.items;
}
