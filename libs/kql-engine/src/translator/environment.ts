import type { Relation } from './relation.js';
import type { SqlValue } from './sql-value.js';

/** What a let name, a parameter or an `as` name stands for. Values and tables are translated when they are first used. */
export type Binding =
  | { readonly kind: 'scalar'; readonly value: () => SqlValue }
  | { readonly kind: 'tabular'; readonly relation: () => Relation }
  | { readonly kind: 'function'; readonly declaration: Kusto.Language.Syntax.FunctionDeclaration; readonly environment: Environment };

/** The names that are in sight at a place of the query. */
export class Environment {
  private readonly names = new Map<string, Binding>();

  constructor(private readonly outer?: Environment) {}

  get(name: string): Binding | undefined {
    return this.names.get(name) ?? this.outer?.get(name);
  }

  set(name: string, binding: Binding): void {
    this.names.set(name, binding);
  }

  /** Names of tables and views bound here and outside. */
  *tabularNames(): Iterable<string> {
    for (const [name, binding] of this.names) if (binding.kind === 'tabular' || isView(binding)) yield name;
    if (this.outer !== undefined) yield* this.outer.tabularNames();
  }
}

/** `view () { ... }`: a function that counts as a table. */
function isView(binding: Binding): boolean {
  return binding.kind === 'function' && (binding.declaration.ViewKeyword?.Text ?? '') !== '';
}

/** `make`, called at most once. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
