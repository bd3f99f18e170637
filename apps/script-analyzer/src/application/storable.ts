/**
 * The value with every string as PostgreSQL and every reader of JSON take it: no NUL, no half of a surrogate pair. A script
 * may hold either, and quoting it must not make its card impossible to store.
 */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return value.replace(/[\0\p{Surrogate}]/gu, '\uFFFD') as T;
  if (Array.isArray(value)) return value.map((each: unknown) => storable(each)) as T;
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, storable<unknown>(each)])) as T;
  return value;
}
