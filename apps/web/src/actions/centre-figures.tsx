import { HourglassRegular } from '@fluentui/react-icons/svg/hourglass';
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { ActionCentreQuery } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { connectorName } from '../lib/response-words.js';
import { LabNote } from '../response/action-state.js';
import { Age } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './actions.module.css';

const fourEyes: Readonly<Record<string, string>> = { destructive: 'Two people approve what has consequences.', all: 'Two people approve every action.' };

/** The action centre in figures: how many actions are where, who carries them out, and what waits for what. */
export function CentreFigures({ centre }: { centre: ActionCentreQuery['actionCentre'] }) {
  const { connector, waiting } = centre;
  return (
    <div className={styles.centre}>
      <dl className={styles.figures}>
        <Figure name="To decide" value={centre.proposed} />
        <Figure name="Under way" value={centre.underWay} />
        <Figure name="Unknown" value={centre.unknown} alarming={centre.unknown > 0} />
        <Figure name="Failed" value={centre.failed} alarming={centre.failed > 0} />
        <Figure name="Confirmed" value={centre.confirmed} />
      </dl>
      <p className={styles.carrier}>
        <span>
          Carried out by <b>{connectorName(connector.name)}</b>. {fourEyes[centre.fourEyes] ?? ''}
        </span>
        {connector.simulated && <LabNote />}
      </p>
      <div role="status" className={styles.waits}>
        {connector.down && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{`${connectorName(connector.name)} takes no orders right now.`}</MessageBarTitle>
              <Untrusted>{connector.sentence ?? 'What was approved is kept and goes out when it is back.'}</Untrusted>
              {connector.since && (
                <span className={styles.quiet}>
                  {' Since '}
                  <Age value={connector.since} />
                </span>
              )}
            </MessageBarBody>
          </MessageBar>
        )}
        {waiting.map((group) => (
          <p key={group.code} className={styles.wait} data-waiting={group.code}>
            <HourglassRegular aria-hidden="true" />
            <span>
              <b>{count(group.count, 'action')}</b>: <Untrusted>{group.sentence}</Untrusted> <span className={styles.quiet}>(longest <Age value={group.since} />)</span>
            </span>
          </p>
        ))}
      </div>
    </div>
  );
}

function Figure({ name, value, alarming = false }: { name: string; value: number; alarming?: boolean }) {
  return (
    <div className={styles.figure} data-alarming={alarming || undefined} data-figure={name}>
      <dt>{name}</dt>
      <dd>{value.toLocaleString('en-GB')}</dd>
    </div>
  );
}
