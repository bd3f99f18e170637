import { useState } from 'react';

/** Every value met so far, sorted: filtering by one must not forget the others. */
export function useSeen(values: Iterable<string>): readonly string[] {
  const [seen, setSeen] = useState<readonly string[]>([]);
  const merged = [...new Set([...seen, ...values])].sort();
  if (merged.length === seen.length) return seen;
  setSeen(merged);
  return merged;
}
