/** Upper edges of the buckets in milliseconds, each about a quarter above the one before, up to ten minutes. What took longer is in one more bucket. */
export const latencyEdges: readonly number[] = edges();

function edges(): number[] {
  const all = new Set<number>();
  for (let step = 0; step <= 57; step++) all.add(Math.round(10 ** (step / 10)));
  return [...all, 600_000];
}

/** Which bucket a time belongs to. */
export function latencyBucket(ms: number): number {
  const at = latencyEdges.findIndex((edge) => ms <= edge);
  return at < 0 ? latencyEdges.length : at;
}

/** The upper edge of the bucket below or in which `share` of all counts lie; null without counts. Beyond ten minutes it says ten minutes. */
export function latencyQuantile(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, each) => sum + each, 0);
  if (total === 0) return null;
  let seen = 0;
  for (const [at, count] of counts.entries()) {
    seen += count;
    if (seen >= share * total) return latencyEdges[at] ?? (latencyEdges.at(-1) as number);
  }
  return latencyEdges.at(-1) as number;
}
