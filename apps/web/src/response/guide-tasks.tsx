import { Link } from 'react-router';
import type { ResponseCardFragment } from '../graphql/generated/graphql.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './response.module.css';

/** The tasks of the guidebook that fits the incident best, quoted with their sections. They come before what Attest recommends. */
export function GuideTasks({ guidebook }: { guidebook: NonNullable<ResponseCardFragment['guidebook']> }) {
  return (
    <section className={styles.guide} aria-label="Tasks of your guidebook">
      <div className={styles.guideHead}>
        <h3 className={styles.guideTitle}>
          <Untrusted>{guidebook.title}</Untrusted>
        </h3>
        <Link to="/guidebooks">Your guidebooks</Link>
      </div>
      <p className={styles.quiet}>
        The guidebook that fits best. It shares with the incident: <Untrusted>{guidebook.matched.join(', ')}</Untrusted>.
      </p>
      <ol className={styles.guideTasks}>
        {guidebook.tasks.map((task, index) => (
          <li key={index}>
            {task.section && task.section !== guidebook.tasks[index - 1]?.section && (
              <span className={styles.guideSection}>
                <Untrusted>{task.section}</Untrusted>
              </span>
            )}
            <q>
              <Untrusted>{task.text}</Untrusted>
            </q>
          </li>
        ))}
      </ol>
    </section>
  );
}
