import { automaticVariables, environmentVariables, otherVariableNames } from './environment.js';
import { type PsBlock, PsObject, Unknown, type Value } from './values.js';

const scopePrefix = /^(?:global|script|local|private|using|variable):/;

/** Variables of all scopes, the environment, and what PowerShell itself sets. Names are in lower case. */
export class Variables {
  readonly environment = new Map<string, Value>();
  private scopes: Map<string, Value>[] = [new Map()];
  private current: Value | undefined;

  constructor(private readonly functionOf: (name: string) => PsBlock | undefined) {}

  push(): void {
    this.scopes.push(new Map());
  }

  pop(): void {
    this.scopes.pop();
  }

  item(): Value | undefined {
    return this.current;
  }

  setItem(value: Value | undefined): void {
    this.current = value;
  }

  has(name: string): boolean {
    const key = name.replace(scopePrefix, '');
    return key.startsWith('env:') ? this.environment.has(key.slice(4)) : this.scopes.some((scope) => scope.has(key));
  }

  read(name: string): Value {
    const key = name.replace(scopePrefix, '');
    if (key === '_' || key === 'psitem') return this.current ?? new Unknown('$_');
    if (key === '?') return true;
    if (key.startsWith('env:')) return this.environment.get(key.slice(4)) ?? environmentVariables[key.slice(4)]?.value ?? new Unknown(`$${name}`);
    if (key.startsWith('function:')) return this.functionOf(key.slice(9)) ?? new Unknown(`$${name}`);
    for (let i = this.scopes.length - 1; i >= 0; i--) {
      const value = this.scopes[i]?.get(key);
      if (value !== undefined) return value;
    }
    const automatic = automaticVariables[key];
    if (automatic !== undefined) return automatic.value;
    if (key === 'executioncontext') return new PsObject('executioncontext', '$ExecutionContext');
    return new Unknown(`$${name}`);
  }

  write(name: string, value: Value): void {
    const key = name.replace(scopePrefix, '');
    if (key.startsWith('env:')) this.environment.set(key.slice(4), value);
    else if (key === '_') this.current = value;
    else if (/^(?:global|script):/.test(name)) this.scopes[0]?.set(key, value);
    else if (key !== 'true' && key !== 'false' && key !== 'null') this.scopes.at(-1)?.set(key, value);
  }

  writeHere(name: string, value: Value): void {
    this.scopes.at(-1)?.set(name, value);
  }

  /** Names that a wildcard of Get-Variable sees. */
  names(): string[] {
    const own = this.scopes.flatMap((scope) => [...scope.keys()]);
    return [...new Set([...Object.values(automaticVariables).map(({ name }) => name), ...otherVariableNames, ...own])].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  }

  snapshot(): Map<string, Value>[] {
    return this.scopes.map((scope) => new Map(scope));
  }

  /** After a branch that may not have run: what it changed is not known. */
  merge(before: Map<string, Value>[]): void {
    this.scopes = this.scopes.slice(0, before.length);
    this.scopes.forEach((scope, i) => {
      for (const [name, value] of scope) {
        const old = before[i]?.get(name);
        if (old === undefined || old === null || old === value) continue;
        scope.set(name, new Unknown(`$${name}`, (value instanceof Unknown && value.remote) || (old instanceof Unknown && old.remote)));
      }
    });
  }
}
