import { isRecord } from '../parse/raw-copy.js';
import type { SentinelRecord } from './columns.js';

/** The `Entities` of one SecurityAlert: a list of objects that define `$id` and refer to each other by `$ref`, in any order. */
export class EntityGraph {
  readonly entities: SentinelRecord[];
  private readonly byId = new Map<string, SentinelRecord>();
  private readonly told = new Set<string>();

  constructor(list: readonly unknown[], private readonly warn: (message: string) => void) {
    this.entities = list.filter(isRecord);
    if (this.entities.length < list.length) warn(`${list.length - this.entities.length} entities are no objects and were left out.`);
    const open: unknown[] = [...this.entities].reverse();
    while (open.length > 0) {
      const value = open.pop();
      if (Array.isArray(value)) for (const item of value) open.push(item);
      else if (isRecord(value)) {
        const id = value['$id'];
        if ((typeof id === 'string' || typeof id === 'number') && !this.byId.has(String(id))) this.byId.set(String(id), value);
        for (const item of Object.values(value)) if (typeof item === 'object' && item !== null) open.push(item);
      }
    }
  }

  /** The object a value is or refers to; undefined for anything else, and for a reference to nothing or in a circle. */
  resolve(value: unknown): SentinelRecord | undefined {
    let at = value;
    const seen = new Set<string>();
    while (isRecord(at) && Object.hasOwn(at, '$ref')) {
      const ref = String(at['$ref']);
      const target = this.byId.get(ref);
      if (target === undefined || seen.has(ref)) {
        if (!this.told.has(ref)) this.warn(`The entity reference "${ref.slice(0, 40)}" leads nowhere.`);
        this.told.add(ref);
        return undefined;
      }
      seen.add(ref);
      at = target;
    }
    return isRecord(at) ? at : undefined;
  }

  /** The objects of a list, references resolved; at most 200. */
  resolveAll(value: unknown): SentinelRecord[] {
    if (!Array.isArray(value)) return [];
    return value.slice(0, 200).map((item: unknown) => this.resolve(item)).filter((item) => item !== undefined);
  }
}
