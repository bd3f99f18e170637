import type { BlockPhases, Node } from './ast.js';
import type { Value } from './values.js';

/** Runs the phases of a block as a pipeline does: once before, once for each item (once in all when nothing is piped in), once after. */
export function inPhases({ begin, process, end }: BlockPhases, items: readonly Value[], run: (body: Node[], item?: Value) => void): void {
  run(begin);
  if (items.length === 0) run(process);
  for (const item of items) run(process, item);
  run(end);
}
