import { Button } from '@fluentui/react-components';
import { Link } from 'react-router';
import { cardName } from '../feedback/feedback-words.js';
import type { ArmItemFragment, CompositionItemFragment } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { Chip, ToneBadge } from '../ui/badges.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { armName, armRows } from './composition-arms.js';
import { rowKey, type FigureRow } from './evaluation-figures.js';
import { ShareBar } from './share-bar.js';
import styles from './composition.module.css';
import common from './evaluation.module.css';

/** What is done with a setting. */
export type CompositionMove = 'change' | 'promote' | 'rollBack';

interface CompositionCardProps {
  composition: CompositionItemFragment;
  /** Figures of the days shown; undefined while they are not there. */
  rows: readonly FigureRow[] | undefined;
  /** The address that shows two rows side by side. */
  compareTo: (keys: readonly string[]) => string;
  onMove: (move: CompositionMove, opener: HTMLElement) => void;
}

/** Who composes one kind of card: the arms with how they do, what can be done, and how it came to be. */
export function CompositionCard({ composition, rows, compareTo, onMove }: CompositionCardProps) {
  const { kind, revision, current, canary, canaryShare, mayChange, modelRefusal, rollsBackTo, history } = composition;
  const id = `composition-${kind}`;
  const figures = rows && armRows(rows, composition);
  const stuck = !mayChange ? 'Changing this needs the role admin.' : modelRefusal && current.composer === 'RULES' && !canary ? modelRefusal : undefined;
  const noWayBack = rollsBackTo === null ? 'Nothing was set before this, so there is nothing to roll back to.' : undefined;
  const move = (name: CompositionMove) => (event: React.MouseEvent<HTMLElement>) => onMove(name, event.currentTarget);
  return (
    <section className={styles.card} aria-labelledby={id} data-composition={kind}>
      <header className={common.rowHead}>
        <h2 id={id} className={common.blockTitle}>
          {cardName(kind)}
        </h2>
        {revision > 0 ? <Chip>{`Revision ${revision}`}</Chip> : <span className={common.quiet}>As configured; nothing was set here.</span>}
      </header>
      <div className={styles.arms}>
        <Arm name="Current" share={canaryShare ? 100 - canaryShare : 100} arm={current} row={figures?.current} loaded={rows !== undefined} />
        {canary && <Arm name="Canary" share={canaryShare ?? 0} arm={canary} row={figures?.canary} loaded={rows !== undefined} />}
      </div>
      {canary && (
        <p className={common.quiet}>
          {figures?.current && figures.canary ? <Link to={compareTo([rowKey(figures.current), rowKey(figures.canary)])}>{`Compare both arms of ${cardName(kind).toLowerCase()}`}</Link> : 'Both arms can be compared once each has composed a card in these days.'}
        </p>
      )}
      <div className={common.tools}>
        <Button size="small" disabledFocusable={stuck !== undefined} aria-describedby={stuck && `${id}-stuck`} onClick={move('change')}>
          Change …
        </Button>
        {canary && (
          <Button size="small" disabledFocusable={!mayChange} aria-describedby={stuck && `${id}-stuck`} onClick={move('promote')}>
            Promote the canary …
          </Button>
        )}
        <Button size="small" disabledFocusable={!mayChange || noWayBack !== undefined} aria-describedby={[...(stuck ? [`${id}-stuck`] : []), ...(noWayBack ? [`${id}-first`] : [])].join(' ') || undefined} onClick={move('rollBack')}>
          Roll back …
        </Button>
      </div>
      {stuck && (
        <p id={`${id}-stuck`} className={common.quiet}>
          {stuck}
        </p>
      )}
      {noWayBack && revision > 0 && (
        <p id={`${id}-first`} className={common.quiet}>
          {noWayBack}
        </p>
      )}
      {noWayBack && revision === 0 && (
        <p id={`${id}-first`} className="visually-hidden">
          {noWayBack}
        </p>
      )}
      {history.length > 0 && (
        <details className={styles.details}>
          <summary>{`History, ${count(history.length, 'revision')}`}</summary>
          <ol className={styles.history} aria-label={`History of ${cardName(kind).toLowerCase()}`}>
            {history.map((each) => (
              <li key={each.revision} data-revision={each.revision}>
                <p>
                  <b>{`${each.revision}.`}</b> <Untrusted>{armName(each.current)}</Untrusted>
                  {each.current.asConfigured && ', as configured'}
                  {each.canary && (
                    <>
                      {`; ${each.canaryShare} % canary: `}
                      <Untrusted>{armName(each.canary)}</Untrusted>
                    </>
                  )}
                  {each.restores !== null && ` (rolled back to ${each.restores === 0 ? 'the configuration' : `revision ${each.restores}`})`}
                </p>
                <p className={common.quiet}>
                  <Untrusted>{each.byName}</Untrusted>, <Time value={each.at} form="short" />: <Untrusted>{each.reason}</Untrusted>
                </p>
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

interface ArmProps {
  name: string;
  /** Percent of subjects. */
  share: number;
  arm: ArmItemFragment;
  row: FigureRow | undefined;
  loaded: boolean;
}

function Arm({ name, share, arm, row, loaded }: ArmProps) {
  return (
    <div className={styles.arm} data-arm={name.toLowerCase()}>
      <p className={common.rowHead}>
        <ToneBadge tone={name === 'Canary' ? 'low' : 'plain'}>{name}</ToneBadge>
        <b className={styles.name}>
          <Untrusted>{armName(arm)}</Untrusted>
        </b>
        <span className={common.rowWho}>{`${share} %`}</span>
      </p>
      {arm.promptHash && <p className={common.quiet}>{`Prompt ${arm.promptHash.slice(0, 8)}${arm.prompt === null ? ', the one that ships' : ''}`}</p>}
      {arm.prompt !== null && (
        <details className={styles.details}>
          <summary>Show the prompt</summary>
          <pre className={styles.prompt}>
            <Untrusted>{arm.prompt}</Untrusted>
          </pre>
        </details>
      )}
      {row ? (
        <dl className={styles.figures}>
          <div>
            <dt>{`${count(row.cards, 'card')}, ${count(row.votes, 'vote')}`}</dt>
          </div>
          <div>
            <dt>Confirmed</dt>
            <dd>
              <ShareBar share={row.confirmed} tone="good" />
            </dd>
          </div>
          <div>
            <dt>Off-target</dt>
            <dd>
              <ShareBar share={row.offTarget} tone="medium" />
            </dd>
          </div>
          <div>
            <dt>Harmful</dt>
            <dd>
              <ShareBar share={row.harmful} tone="high" />
            </dd>
          </div>
        </dl>
      ) : (
        <p className={common.quiet}>{loaded ? 'Has composed no card in these days.' : 'The figures are on their way.'}</p>
      )}
    </div>
  );
}
