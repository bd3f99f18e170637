import type { Entity, EntityDraft, EntityType } from './entity.js';
import { displayOrder } from './entity.js';
import { textOf } from './canonical.js';

/** Entity from a draft; undefined when it has no key or nothing to show. */
export function buildEntity(draft: EntityDraft): Entity | undefined {
  const keys = keyList(draft.keys);
  const weakKeys = keyList(draft.weakKeys ?? []);
  const key = keys[0] ?? weakKeys[0];
  if (key === undefined) return undefined;
  const attributes: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(draft.attributes)) {
    const kept = attributeOf(value);
    if (kept !== undefined) attributes[name] = kept;
  }
  const value = displayValue(draft.type, attributes);
  if (value === undefined) return undefined;
  const names = new Set<string>();
  for (const name of draft.names ?? []) {
    const text = textOf(name);
    if (text !== undefined && text !== value) names.add(text);
  }
  return {
    type: draft.type,
    key,
    keys,
    weakKeys,
    value,
    names: [...names].sort(),
    attributes,
    roles: [],
    detailedRoles: [],
    ...(draft.relation === undefined ? {} : { relation: draft.relation }),
  };
}

/** Value to show of an entity with these attributes. */
export function displayValue(type: EntityType, attributes: Record<string, string | number>): string | undefined {
  for (const name of displayOrder[type]) {
    const value = attributes[name];
    if (value !== undefined) return type === 'process' && name === 'processId' ? `process ${value}` : String(value);
  }
  return undefined;
}

function keyList(pairs: [kind: string, value: string | undefined][]): string[] {
  const keys = new Set<string>();
  for (const [kind, value] of pairs) if (value !== undefined && value !== '') keys.add(`${kind}:${value}`);
  return [...keys];
}

function attributeOf(value: unknown): string | number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    const texts = value.map(textOf).filter((text) => text !== undefined);
    return texts.length === 0 ? undefined : texts.join(', ');
  }
  return textOf(value);
}
