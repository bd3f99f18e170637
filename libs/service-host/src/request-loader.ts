import DataLoader from 'dataloader';

/**
 * Answers what one GraphQL operation asks for, many keys by one call: one loader per operation (its context object) and
 * scope. Nothing is remembered beyond the operation.
 */
export class RequestLoader<Value> {
  private readonly loaders = new WeakMap<object, Map<string, DataLoader<string, Value | undefined>>>();

  /** `fetchMany` gives the values of some keys of a scope (a tenant, an incident); keys without a value are left out. */
  constructor(private readonly fetchMany: (scope: string[], keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>) {}

  load(context: object, scope: string[], key: string): Promise<Value | undefined> {
    const id = JSON.stringify(scope);
    const scopes = this.loaders.get(context) ?? new Map<string, DataLoader<string, Value | undefined>>();
    this.loaders.set(context, scopes);
    let loader = scopes.get(id);
    if (!loader) {
      loader = new DataLoader(async (keys) => {
        const found = await this.fetchMany(scope, keys);
        return keys.map((each) => found.get(each));
      });
      scopes.set(id, loader);
    }
    return loader.load(key);
  }
}
