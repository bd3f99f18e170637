/** The part of JSON Schema that requests to a model use; every object is closed and every property required. */
export type JsonSchema =
  | { type: 'object'; properties: Record<string, JsonSchema>; required: string[]; additionalProperties: false }
  | { type: 'array'; items: JsonSchema }
  | { type: 'string'; enum?: string[] }
  | { type: 'number' | 'integer' | 'boolean' };

/** Says what is wrong with a value, with its position, or undefined when it satisfies the schema. Names no text of the value. */
export function schemaViolation(value: unknown, schema: JsonSchema, path = 'the reply'): string | undefined {
  switch (schema.type) {
    case 'object': {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) return `${path} must be an object`;
      for (const key of schema.required) if (!Object.hasOwn(value, key)) return `${path} must have "${key}"`;
      for (const [key, item] of Object.entries(value)) {
        const inner = Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
        if (inner === undefined) return `${path} has a property that is not allowed`;
        const violation = schemaViolation(item, inner, `${path}.${key}`);
        if (violation !== undefined) return violation;
      }
      return undefined;
    }
    case 'array': {
      if (!Array.isArray(value)) return `${path} must be a list`;
      for (const [index, item] of value.entries()) {
        const violation = schemaViolation(item, schema.items, `${path}[${index}]`);
        if (violation !== undefined) return violation;
      }
      return undefined;
    }
    case 'string':
      if (typeof value !== 'string') return `${path} must be text`;
      return schema.enum && !schema.enum.includes(value) ? `${path} must be one of the allowed values` : undefined;
    case 'integer':
      return Number.isInteger(value) ? undefined : `${path} must be a whole number`;
    default:
      return typeof value === schema.type ? undefined : `${path} must be a ${schema.type}`;
  }
}

/** Reads JSON out of a reply that may be wrapped in a code fence or in prose; undefined when there is none. */
export function readJson(text: string): unknown {
  const candidates = [text];
  const fence = text.indexOf('```');
  if (fence >= 0) {
    const start = text.indexOf('\n', fence);
    const end = text.lastIndexOf('```');
    if (start >= 0 && end > start) candidates.push(text.slice(start + 1, end));
  }
  const open = text.indexOf('{');
  const close = text.lastIndexOf('}');
  if (open >= 0 && close > open) candidates.push(text.slice(open, close + 1));
  for (const candidate of candidates) {
    try {
      return JSON.parse(candidate);
    } catch {
      continue;
    }
  }
  return undefined;
}
