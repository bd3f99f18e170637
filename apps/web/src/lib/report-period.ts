/** The days a report over many incidents covers, both included, in UTC. */
export interface Period {
  from: string;
  to: string;
}

/** Offered lengths, in days up to today. */
export const periodPresets = [7, 30, 90] as const;

export const usualDays = 30;
const day = 86_400_000;
const mostDays = 400;

/** What an address asks for: `days=7`, or `from=2026-11-01&to=2026-11-30`; the usual days for none or a damaged one. */
export function readPeriod(params: URLSearchParams, now: number): { period: Period; days: number | undefined } {
  const from = dayOf(params.get('from'));
  const to = dayOf(params.get('to'));
  if (from !== undefined && to !== undefined && periodProblem({ from, to }) === undefined) return { period: { from, to }, days: undefined };
  const asked = Number(params.get('days'));
  const days = periodPresets.find((preset) => preset === asked) ?? usualDays;
  return { period: { from: isoDay(now - (days - 1) * day), to: isoDay(now) }, days };
}

/** Why a period cannot be reported on; undefined when it can. */
export function periodProblem({ from, to }: Period): string | undefined {
  if (dayOf(from) === undefined) return 'Give the first day.';
  if (dayOf(to) === undefined) return 'Give the last day.';
  if (from > to) return 'The first day comes after the last one.';
  if ((Date.parse(to) - Date.parse(from)) / day >= mostDays) return `A period has at most ${mostDays} days.`;
  return undefined;
}

/** The period as moments: from the start of its first day up to the start of the day after its last. */
export function periodMoments({ from, to }: Period): { from: string; to: string } {
  return { from: `${from}T00:00:00.000Z`, to: `${isoDay(Date.parse(to) + day)}T00:00:00.000Z` };
}

/** Where the period report is to be had as a file. */
export function periodPath(period: Period, format: string): string {
  return `/api/reports/period.${format}?${new URLSearchParams({ ...periodMoments(period) }).toString()}`;
}

function dayOf(text: string | null): string | undefined {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && isoDay(Date.parse(text)) === text ? text : undefined;
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
