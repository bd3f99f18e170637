import { useMemo } from 'react';
import type { SummaryCardFragment } from '../graphql/generated/graphql.js';
import { tacticLabel } from '../lib/labels.js';
import { byTactic } from '../lib/tactics.js';
import { TechniqueChip } from '../ui/badges.js';
import styles from './summary-lists.module.css';

/** Techniques under their tactics, in the order of an attack. */
export function TacticList({ techniques }: { techniques: SummaryCardFragment['techniques'] }) {
  const groups = useMemo(() => byTactic(techniques), [techniques]);
  if (groups.length === 0) return null;
  return (
    <section className={styles.list} aria-labelledby="list-tactics">
      <h2 id="list-tactics" className={styles.title}>
        Tactics and techniques
      </h2>
      {groups.map((group) => (
        <div key={group.tactic} className={styles.tactic}>
          <h3 className={styles.type}>{tacticLabel(group.tactic)}</h3>
          <ul className={styles.techniques}>
            {group.techniques.map((technique) => (
              <li key={technique.id}>
                <TechniqueChip id={technique.id} name={technique.name} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
