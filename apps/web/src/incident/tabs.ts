/** The tabs of the incident page, as they stand in its address. */
export const tabs = ['summary', 'response', 'report', 'timeline', 'alerts', 'assets', 'evidence', 'scripts', 'indicators', 'events', 'hunts', 'activity'] as const;

export type Tab = (typeof tabs)[number];

/** The tab an address names; the summary for none or an unknown one. */
export function tabOf(name: string | undefined): Tab {
  return tabs.find((tab) => tab === name) ?? 'summary';
}

/** The address of a tab of an incident. */
export function tabPath(incidentId: string, tab: Tab): string {
  return `/incidents/${encodeURIComponent(incidentId)}${tab === 'summary' ? '' : `/${tab}`}`;
}
