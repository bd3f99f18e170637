import { problemOf } from '../app/problem.js';
import { HuntMenu } from '../hunt/hunt-menu.js';
import { count, label } from '../lib/labels.js';
import { CopyButton } from '../ui/copy-button.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { Untrusted } from '../ui/untrusted.js';
import { Citations } from './citations.js';
import type { TabProps } from './incident-page.js';
import { SummaryPending } from './summary-pending.js';
import { WithFactPanel } from './with-fact-panel.js';
import styles from './assets.module.css';
import records from './records.module.css';

/** Observables to search or block elsewhere: shown defanged, copied as they are. */
export function IndicatorsTab({ incidentId, state }: TabProps) {
  const indicators = state.summary?.indicators;
  if (state.error) return <ErrorState title="The indicators cannot be shown" reason={problemOf(state.error)} onRetry={state.retry} />;
  if (state.loading) return <RowsLoading what="indicators" />;
  if (!indicators) return <SummaryPending incidentId={incidentId} state={state} />;
  if (indicators.length === 0) return <EmptyState title="No record of this incident carries an indicator" />;
  return (
    <WithFactPanel incidentId={incidentId}>
      <div className={records.bar}>
        <span className={records.quiet}>{`${count(indicators.length, 'indicator')}, shown defanged. A copy carries the real value.`}</span>
        <CopyButton value={() => indicators.map((indicator) => indicator.value).join('\n')} what="all real values, one a line" text="Copy all" />
      </div>
      <div className={styles.group}>
        <table className={styles.table}>
          <caption className="visually-hidden">Indicators</caption>
          <colgroup>
            <col />
            <col className={styles.verdictColumn} />
            <col className={styles.factsColumn} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Indicator</th>
              <th scope="col">Kind</th>
              <th scope="col">Facts</th>
            </tr>
          </thead>
          <tbody>
            {indicators.map((indicator) => (
              <tr key={`${indicator.type}:${indicator.value}`}>
                <td>
                  <div className={styles.valueLine}>
                    <Untrusted mono className={styles.value}>
                      {indicator.defanged}
                    </Untrusted>
                    <CopyButton value={indicator.value} what="the real value" />
                    <HuntMenu type={indicator.type} value={indicator.value} incidentId={incidentId} />
                  </div>
                </td>
                <td>{label(indicator.type)}</td>
                <td>
                  <Citations facts={indicator.facts} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </WithFactPanel>
  );
}
