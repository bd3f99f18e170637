/** A vetted query for a question that analysts ask often. */
export interface LibraryHunt {
  id: string;
  title: string;
  /** Other ways to ask for it. */
  asks: readonly string[];
  /** ATT&CK techniques it looks for. */
  attack: readonly string[];
  /** The query. `ago(7d)` stands for the period asked for. */
  kql: string;
}

/** One entry; ways to ask are separated by semicolons, techniques by spaces. */
export function hunt(id: string, title: string, asks: string, attack: string, kql: string): LibraryHunt {
  return { id, title, asks: asks.split(';').map((ask) => ask.trim()).filter(Boolean), attack: attack.split(' ').filter(Boolean), kql: kql.trim() };
}
