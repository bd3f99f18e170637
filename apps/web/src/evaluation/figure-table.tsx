import { useEffect, useState } from 'react';
import { Checkbox } from '@fluentui/react-components';
import { cardName } from '../feedback/feedback-words.js';
import { count } from '../lib/labels.js';
import { visibleText } from '../lib/visible-text.js';
import { Untrusted } from '../ui/untrusted.js';
import { byKind, candidateName, costText, latencyText, rowKey, shareText, tokensText, type FigureRow } from './evaluation-figures.js';
import { ShareBar } from './share-bar.js';
import styles from './evaluation.module.css';

type Row = FigureRow & { droppedShare: number | null };

interface FigureTableProps {
  rows: readonly Row[];
  /** Keys of the rows to compare. */
  chosen: readonly string[];
  onChoose: (chosen: readonly string[]) => void;
}

/** Each kind of card by who composed it. Two rows can be chosen to look at side by side. */
export function FigureTable({ rows, chosen: settled, onChoose }: FigureTableProps) {
  // The address follows a moment later; a box that was ticked is ticked at once.
  const [own, setOwn] = useState<readonly string[]>();
  const inAddress = settled.join('\n');
  useEffect(() => setOwn(undefined), [inAddress]);
  const chosen = own ?? settled;
  const withCost = rows.some(({ cost }) => cost !== null);
  const columns = withCost ? 11 : 10;
  const choose = (key: string, wanted: boolean): void => {
    const next = wanted ? [...chosen, key].slice(-2) : chosen.filter((each) => each !== key);
    setOwn(next);
    onChoose(next);
  };
  return (
    <section className={styles.block} aria-labelledby="figures-title">
      <div className={styles.blockHead}>
        <h2 id="figures-title" className={styles.blockTitle}>
          By capability and composer
        </h2>
        <span className={styles.quiet} role="status">
          {rows.length < 2 ? '' : chosen.length === 0 ? 'Mark two rows to see them side by side.' : chosen.length === 1 ? 'Mark one more row to compare.' : 'The two are side by side below.'}
        </span>
      </div>
      <div className={styles.tableWrap} role="region" aria-label="Figures, scrolls sideways" tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">Compare</span>
              </th>
              <th scope="col">Composer</th>
              <th scope="col" className={styles.number}>Cards</th>
              <th scope="col" className={styles.number}>Votes</th>
              <th scope="col">Confirmed</th>
              <th scope="col">Off-target</th>
              <th scope="col">Harmful</th>
              <th scope="col" className={styles.number} title="Of all statements composed, the share that did not survive verification">Dropped</th>
              <th scope="col" className={styles.number} title="Median, and what 95 of 100 cards stay under">Latency</th>
              <th scope="col" className={styles.number}>Tokens</th>
              {withCost && <th scope="col" className={styles.number} title="By the configured prices">Cost</th>}
            </tr>
          </thead>
          {byKind(rows).map(({ kind, rows: list, cards, votes }) => (
            <tbody key={kind} data-kind={kind}>
              <tr className={styles.kindRow}>
                <th scope="rowgroup" colSpan={columns}>
                  {visibleText(cardName(kind))} <span className={styles.quiet}>{`${count(cards, 'card')}, ${count(votes, 'vote')}`}</span>
                </th>
              </tr>
              {list.map((row) => {
                const key = rowKey(row);
                return (
                  <tr key={key} data-chosen={chosen.includes(key) || undefined}>
                    <td className={styles.mark}>{rows.length > 1 && <Checkbox checked={chosen.includes(key)} onChange={(_, data) => choose(key, data.checked === true)} aria-label={visibleText(`Compare ${cardName(kind)} by ${candidateName(row)}${row.promptHash ? `, prompt ${row.promptHash.slice(0, 8)}` : ''}, ${row.engine}`)} />}</td>
                    <th scope="row">
                      <Untrusted>{candidateName(row)}</Untrusted>
                      <span className={styles.under}>
                        <Untrusted>{[row.engine, ...(row.promptHash ? [`prompt ${row.promptHash.slice(0, 8)}`] : [])].join(', ')}</Untrusted>
                      </span>
                    </th>
                    <td className={styles.number}>{row.cards.toLocaleString('en-GB')}</td>
                    <td className={styles.number}>{row.votes.toLocaleString('en-GB')}</td>
                    <td>
                      <ShareBar share={row.confirmed} tone="good" />
                    </td>
                    <td>
                      <ShareBar share={row.offTarget} tone="medium" />
                    </td>
                    <td>
                      <ShareBar share={row.harmful} tone="high" />
                    </td>
                    <td className={styles.number}>
                      {shareText(row.droppedShare)}
                      {(row.fallback > 0 || row.repaired > 0) && <span className={styles.under}>{[...(row.fallback > 0 ? [count(row.fallback, 'fallback')] : []), ...(row.repaired > 0 ? [`${row.repaired.toLocaleString('en-GB')} repaired`] : [])].join(', ')}</span>}
                    </td>
                    <td className={styles.number}>
                      {latencyText(row.p50Ms)}
                      {row.p95Ms !== null && <span className={styles.under}>{`95 %: ${latencyText(row.p95Ms)}`}</span>}
                    </td>
                    <td className={styles.number}>{tokensText(row)}</td>
                    {withCost && <td className={styles.number}>{costText(row.cost)}</td>}
                  </tr>
                );
              })}
            </tbody>
          ))}
        </table>
      </div>
    </section>
  );
}
