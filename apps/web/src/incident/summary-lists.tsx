import { Link } from 'react-router';
import type { SummaryCardFragment } from '../graphql/generated/graphql.js';
import { displayEntity } from '../lib/defang.js';
import { count, label, tacticLabel } from '../lib/labels.js';
import { TechniqueChip, VerdictBadge } from '../ui/badges.js';
import { CopyButton } from '../ui/copy-button.js';
import { Untrusted } from '../ui/untrusted.js';
import { tabPath } from './tabs.js';
import styles from './summary-lists.module.css';

const shownAssets = 6;
const shownIndicators = 8;
const shownTechniques = 10;

/** Assets, indicators and techniques in short, beside the prose. */
export function SummaryLists({ incidentId, summary }: { incidentId: string; summary: SummaryCardFragment }) {
  const { entities, indicators, techniques } = summary;
  return (
    <>
      {entities.length > 0 && (
        <section className={styles.list} aria-labelledby="list-assets">
          <h3 id="list-assets" className={styles.title}>
            Assets
          </h3>
          <ul>
            {entities.slice(0, shownAssets).map((entity) => (
              <li key={`${entity.type}:${entity.value}`} className={styles.entity}>
                <div className={styles.value}>
                  <span className={styles.type}>{label(entity.type)}</span>
                  <Untrusted className={styles.name}>{displayEntity(entity.type, entity.value)}</Untrusted>
                </div>
                <div className={styles.about}>
                  {entity.role && !saysVerdict(entity.role, entity.verdict) && (
                    <span>
                      <Untrusted>{label(entity.role)}</Untrusted>
                    </span>
                  )}
                  {entity.verdict && entity.verdict !== 'unknown' && <VerdictBadge verdict={entity.verdict} />}
                </div>
              </li>
            ))}
          </ul>
          {entities.length > shownAssets && <Link to={tabPath(incidentId, 'assets')} className={styles.more}>{`All ${count(entities.length, 'asset')}`}</Link>}
        </section>
      )}
      {indicators.length > 0 && (
        <section className={styles.list} aria-labelledby="list-indicators">
          <h3 id="list-indicators" className={styles.title}>
            Indicators
          </h3>
          <ul>
            {indicators.slice(0, shownIndicators).map((indicator) => (
              <li key={`${indicator.type}:${indicator.value}`} className={styles.indicator}>
                <span className={styles.type}>{label(indicator.type)}</span>
                <Untrusted mono className={styles.name}>
                  {shortHash(indicator)}
                </Untrusted>
                <CopyButton value={indicator.value} what={`the real value of this ${label(indicator.type)} indicator`} />
              </li>
            ))}
          </ul>
          {indicators.length > shownIndicators && <Link to={tabPath(incidentId, 'indicators')} className={styles.more}>{`All ${count(indicators.length, 'indicator')}`}</Link>}
        </section>
      )}
      {techniques.length > 0 && (
        <section className={styles.list} aria-labelledby="list-techniques">
          <h3 id="list-techniques" className={styles.title}>
            Techniques
          </h3>
          <ul className={styles.techniques}>
            {techniques.slice(0, shownTechniques).map((technique) => (
              <li key={technique.id}>
                <TechniqueChip id={technique.id} name={technique.name} title={technique.tactics.map(tacticLabel).join(', ')} />
              </li>
            ))}
          </ul>
          {techniques.length > shownTechniques && <Link to={tabPath(incidentId, 'timeline')} className={styles.more}>{`All ${count(techniques.length, 'technique')}`}</Link>}
        </section>
      )}
    </>
  );
}

/** True when the role only says again what the verdict beside it says: `Suspicious account`, suspicious. */
function saysVerdict(role: string, verdict: string | null): boolean {
  return !!verdict && verdict !== 'unknown' && label(role).toLowerCase().startsWith(`${label(verdict).toLowerCase()} `);
}

/** A hash is told apart by its ends; the copy carries all of it. */
function shortHash({ type, defanged }: { type: string; defanged: string }): string {
  return type === 'hash' && defanged.length > 24 ? `${defanged.slice(0, 14)}…${defanged.slice(-8)}` : defanged;
}
