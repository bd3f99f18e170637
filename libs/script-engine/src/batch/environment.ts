/** Whether a `set` that the script ran was ever read again. */
export interface Use {
  consumed: boolean;
}

/** A variable of the simulated environment. */
export interface Variable {
  /** As first written. */
  name: string;
  value: string;
  use?: Use;
  /** Some machines do not have it. */
  optional?: boolean;
}

const hashed = 1024;

function hash(key: string, value: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) h = Math.imul(h ^ key.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ value.length, 0x01000193);
  const head = Math.min(value.length, hashed);
  for (let i = 0; i < head; i++) h = Math.imul(h ^ value.charCodeAt(i), 0x01000193);
  for (let i = Math.max(head, value.length - hashed); i < value.length; i++) h = Math.imul(h ^ value.charCodeAt(i), 0x01000193);
  return h;
}

/** Variables with names in any case, changes that can be taken back, and a fingerprint of the whole state. */
export class Environment {
  private readonly variables = new Map<string, Variable>();
  private readonly journal: { key: string; before: Variable | undefined }[] = [];
  private marks = 0;
  /** Equal for equal states, so that a loop that changes nothing is seen. */
  fingerprint = 0;

  /** How many variables there are. */
  get size(): number {
    return this.variables.size;
  }

  get(name: string): Variable | undefined {
    return this.variables.get(name.toUpperCase());
  }

  set(name: string, value: string, use?: Use, optional = false): void {
    const key = name.toUpperCase();
    const before = this.variables.get(key);
    this.put(key, { name: before?.name ?? name, value, use, optional });
  }

  delete(name: string): void {
    const key = name.toUpperCase();
    if (this.variables.has(key)) this.put(key, undefined);
  }

  /** All variables with their keys, in the order `set` prints them. */
  sorted(): Variable[] {
    return [...this.variables].filter(([key]) => !key.startsWith('=')).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, variable]) => variable);
  }

  /** Begins a stretch of changes that {@link undo} takes back. Marks nest. */
  mark(): number {
    this.marks++;
    return this.journal.length;
  }

  /** What changed since a mark: key and value now. */
  changesSince(mark: number): Map<string, Variable | undefined> {
    const changes = new Map<string, Variable | undefined>();
    for (let i = mark; i < this.journal.length; i++) {
      const key = this.journal[i]?.key as string;
      changes.set(key, this.variables.get(key));
    }
    return changes;
  }

  /** Takes back everything since a mark and ends it. */
  undo(mark: number): void {
    this.marks--;
    while (this.journal.length > mark) {
      const entry = this.journal.pop();
      if (entry) this.store(entry.key, entry.before);
    }
  }

  /** The whole state, for {@link restore}. */
  snapshot(): Map<string, Variable> {
    return new Map(this.variables);
  }

  /** Goes back to a state; itself a change that an outer mark can take back. */
  restore(state: ReadonlyMap<string, Variable>): void {
    for (const key of [...this.variables.keys()]) if (!state.has(key)) this.put(key, undefined);
    for (const [key, variable] of state) if (this.variables.get(key) !== variable) this.put(key, variable);
  }

  private put(key: string, variable: Variable | undefined): void {
    if (this.marks > 0) this.journal.push({ key, before: this.variables.get(key) });
    this.store(key, variable);
  }

  private store(key: string, variable: Variable | undefined): void {
    const before = this.variables.get(key);
    // Every program leaves another exit code; a loop that changes nothing else still changes nothing.
    if (before?.value !== variable?.value && key !== '=ERRORLEVEL') {
      if (before) this.fingerprint ^= hash(key, before.value);
      if (variable) this.fingerprint ^= hash(key, variable.value);
    }
    if (variable) this.variables.set(key, variable);
    else this.variables.delete(key);
  }
}
