import { useMemo } from 'react';
import { problemOf } from '../app/problem.js';
import type { SummaryCardFragment } from '../graphql/generated/graphql.js';
import { HuntMenu } from '../hunt/hunt-menu.js';
import { displayEntity } from '../lib/defang.js';
import { count, label } from '../lib/labels.js';
import { VerdictBadge } from '../ui/badges.js';
import { CopyButton } from '../ui/copy-button.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { Untrusted } from '../ui/untrusted.js';
import { Citations } from './citations.js';
import { WithFactPanel } from './with-fact-panel.js';
import type { TabProps } from './incident-page.js';
import { SummaryPending } from './summary-pending.js';
import styles from './assets.module.css';

type Entity = SummaryCardFragment['entities'][number];

/** Who and what is involved, by kind, with role and verdict. */
export function AssetsTab({ incidentId, state }: TabProps) {
  const entities = state.summary?.entities;
  const groups = useMemo(() => byType(entities ?? []), [entities]);
  if (state.error) return <ErrorState title="The assets cannot be shown" reason={problemOf(state.error)} onRetry={state.retry} />;
  if (state.loading) return <RowsLoading what="assets" />;
  if (!entities) return <SummaryPending incidentId={incidentId} state={state} />;
  if (groups.length === 0) return <EmptyState title="No record of this incident names an asset" />;
  return (
    <WithFactPanel incidentId={incidentId}>
      <div className={styles.group}>
        <table className={styles.table}>
          <caption className="visually-hidden">Assets by kind</caption>
          <colgroup>
            <col />
            <col className={styles.roleColumn} />
            <col className={styles.verdictColumn} />
            <col className={styles.alertsColumn} />
            <col className={styles.factsColumn} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Role</th>
              <th scope="col">Verdict</th>
              <th scope="col">Alerts</th>
              <th scope="col">Facts</th>
            </tr>
          </thead>
          {groups.map((group) => (
            <tbody key={group.type}>
              <tr className={styles.kind}>
                <th scope="rowgroup" colSpan={5}>
                  <Untrusted>{label(group.type)}</Untrusted>
                  <span className={styles.count}>{group.entities.length}</span>
                </th>
              </tr>
              {group.entities.map((entity) => (
                <tr key={entity.facts.join()}>
                  <td className={styles.name}>
                    <Untrusted>{displayEntity(entity.type, entity.value)}</Untrusted>
                    <CopyButton value={entity.value} what={`this ${label(entity.type)}`} />
                    <HuntMenu type={entity.type} value={entity.value} incidentId={incidentId} />
                    {entity.names.length > 0 && (
                      <ul className={styles.names} aria-label="Also known as">
                        {entity.names.map((name) => (
                          <li key={name}>
                            <Untrusted>{entity.type === 'process' && /^\d+$/.test(name) ? `PID ${name}` : displayEntity(entity.type, name)}</Untrusted>
                          </li>
                        ))}
                      </ul>
                    )}
                  </td>
                  <td>
                    <Untrusted>{label(entity.role)}</Untrusted>
                  </td>
                  <td>
                    <VerdictBadge verdict={entity.verdict} />
                  </td>
                  <td className={styles.alerts}>{entity.alertCount ? count(entity.alertCount, 'alert') : 'None'}</td>
                  <td>
                    <Citations facts={entity.facts} />
                  </td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </WithFactPanel>
  );
}

function byType(entities: readonly Entity[]): { type: string; entities: Entity[] }[] {
  const groups = new Map<string, Entity[]>();
  for (const entity of entities) groups.set(entity.type, [...(groups.get(entity.type) ?? []), entity]);
  return [...groups].map(([type, list]) => ({ type, entities: list }));
}
