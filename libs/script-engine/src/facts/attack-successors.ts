/**
 * Techniques that MITRE moved when it made Defense Impairment a tactic of its own (ATT&CK v19, 2026), by the id they had in the
 * version Attest ships. A fact carries both, so that it is found under either.
 */
export const attackSuccessors: Readonly<Record<string, { id: string; name: string }>> = {
  'T1562': { id: 'T1685', name: 'Disable or Modify Tools' },
  'T1562.001': { id: 'T1685', name: 'Disable or Modify Tools' },
  'T1562.002': { id: 'T1685.001', name: 'Disable or Modify Windows Event Log' },
  'T1562.003': { id: 'T1690', name: 'Prevent Command History Logging' },
  'T1562.004': { id: 'T1686', name: 'Disable or Modify System Firewall' },
  'T1562.006': { id: 'T1685', name: 'Disable or Modify Tools' },
  'T1562.009': { id: 'T1688', name: 'Safe Mode Boot' },
  'T1562.010': { id: 'T1689', name: 'Downgrade Attack' },
  'T1562.012': { id: 'T1685.004', name: 'Disable or Modify Linux Audit System Log' },
  'T1562.013': { id: 'T1686.002', name: 'Network Device Firewall' },
  'T1070.001': { id: 'T1685.005', name: 'Clear Windows Event Logs' },
  'T1070.002': { id: 'T1685.006', name: 'Clear Linux or Mac System Logs' },
};

const names = new Map(Object.values(attackSuccessors).map(({ id, name }) => [id, name]));

/** The name of a technique that is newer than the ATT&CK Attest ships; undefined for every other. */
export function successorName(id: string): string | undefined {
  return names.get(id);
}

/** The ids with those that took their place, without repetition. */
export function withSuccessors(ids: readonly string[]): string[] {
  return [...new Set(ids.flatMap((id) => (attackSuccessors[id] === undefined ? [id] : [id, attackSuccessors[id].id])))];
}
