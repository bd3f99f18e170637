/** What the queue shows, as it stands in the address of the page. */
export interface QueueFilter {
  text: string;
  status: string[];
  severity: string[];
}

/** Reads the filter from the address; a list is comma separated, unknown words are left to the server. */
export function readFilter(params: URLSearchParams): QueueFilter {
  return { text: params.get('q') ?? '', status: listOf(params.get('status')), severity: listOf(params.get('severity')) };
}

/** Writes the filter into a copy of the address; an empty part leaves no trace, other parameters stay. */
export function writeFilter(params: URLSearchParams, filter: QueueFilter): URLSearchParams {
  const next = new URLSearchParams(params);
  set(next, 'q', filter.text.trim());
  set(next, 'status', filter.status.join(','));
  set(next, 'severity', filter.severity.join(','));
  return next;
}

/** The same filter as variables of the query; undefined when nothing is filtered. */
export function filterInput(filter: QueueFilter): { text?: string; status?: string[]; severity?: string[] } | undefined {
  const input = {
    ...(filter.text.trim() && { text: filter.text.trim() }),
    ...(filter.status.length > 0 && { status: filter.status }),
    ...(filter.severity.length > 0 && { severity: filter.severity }),
  };
  return Object.keys(input).length > 0 ? input : undefined;
}

/** True when anything is filtered. */
export function isFiltered(filter: QueueFilter): boolean {
  return filterInput(filter) !== undefined;
}

function listOf(text: string | null): string[] {
  return [...new Set((text ?? '').split(',').filter((word) => /^[A-Za-z]{1,40}$/.test(word)))];
}

function set(params: URLSearchParams, name: string, value: string): void {
  if (value) params.set(name, value);
  else params.delete(name);
}
