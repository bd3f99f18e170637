import { awk } from './awk.js';
import { codecFilters } from './codec-filters.js';
import type { Filter } from './filter-input.js';
import { numberFilters } from './number-filters.js';
import { openssl } from './openssl.js';
import { sed } from './sed.js';
import { textFilters } from './text-filters.js';
import { tr } from './tr.js';

const filters: ReadonlyMap<string, Filter> = new Map<string, Filter>(Object.entries({ ...textFilters, ...numberFilters, ...codecFilters, openssl, sed, gsed: sed, awk, gawk: awk, mawk: awk, nawk: awk, tr }));

/** The model of a command that works on text; undefined for a command without one. */
export function filterFor(name: string): Filter | undefined {
  return filters.get(name);
}
