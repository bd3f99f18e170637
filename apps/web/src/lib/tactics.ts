/** ATT&CK tactics in the order of an attack (enterprise matrix). */
const order = [
  'reconnaissance',
  'resource-development',
  'initial-access',
  'execution',
  'persistence',
  'privilege-escalation',
  'defense-evasion',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'command-and-control',
  'exfiltration',
  'impact',
];

/** Techniques under each of their tactics, in the order of an attack; tactics not known here come last. */
export function byTactic<Technique extends { tactics: readonly string[] }>(techniques: readonly Technique[]): { tactic: string; techniques: Technique[] }[] {
  const groups = new Map<string, Technique[]>();
  for (const technique of techniques) {
    for (const tactic of technique.tactics.length > 0 ? technique.tactics : ['other']) groups.set(tactic, [...(groups.get(tactic) ?? []), technique]);
  }
  const rank = (tactic: string): number => {
    const known = order.indexOf(tactic.toLowerCase());
    return known < 0 ? order.length : known;
  };
  return [...groups].map(([tactic, list]) => ({ tactic, techniques: list })).sort((a, b) => rank(a.tactic) - rank(b.tactic));
}
