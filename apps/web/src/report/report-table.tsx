import { useId, useState } from 'react';
import { Button } from '@fluentui/react-components';
import { Citations } from '../incident/citations.js';
import type { ReportTable as Table } from '../lib/report-document.js';
import { visibleText } from '../lib/visible-text.js';
import { Untrusted } from '../ui/untrusted.js';
import { usePrinting } from './use-printing.js';
import styles from './report-blocks.module.css';

const firstRows = 50;
const moreRows = 500;
const mostPrinted = 2_000;
/** Of the width, in per cent, for the facts a row cites. */
const factsShare = 16;

interface ReportTableProps {
  table: Table;
  /** The title above, which a caption that says the same does not repeat. */
  section: string;
  /** Ids of the facts the report holds: only these can be opened. */
  facts: ReadonlySet<string>;
}

/** A table of a report: scrolls inside itself, and says how many of its rows are shown. */
export function ReportTable({ table, section, facts }: ReportTableProps) {
  const id = useId();
  const printing = usePrinting();
  const [wanted, setWanted] = useState(firstRows);
  const rows = table.rows.slice(0, printing ? Math.max(wanted, mostPrinted) : wanted);
  const listsFacts = table.id === 'facts';
  const cites = !listsFacts && table.rows.some((row) => row.facts.some((fact) => facts.has(fact)));
  const whole = table.columns.reduce((sum, { weight }) => sum + weight, 0);
  const share = cites ? 100 - factsShare : 100;
  const rest = table.rows.length - rows.length;
  const number = (amount: number): string => amount.toLocaleString('en-GB');
  return (
    <div className={styles.tableBlock} data-table={table.id || undefined}>
      <p className={styles.caption} id={id}>
        {table.caption !== section && (
          <b>
            <Untrusted>{table.caption}</Untrusted>
          </b>
        )}
        <span className={styles.rowCount}>{table.total === rows.length ? `${number(table.total)} ${table.total === 1 ? 'row' : 'rows'}` : `${number(rows.length)} of ${number(table.total)} rows`}</span>
      </p>
      {rows.length > 0 && (
        <div className={styles.scroll} tabIndex={0} role="region" aria-label={visibleText(table.caption) || 'Table'}>
          <table className={styles.table} aria-labelledby={id}>
            <colgroup>
              {table.columns.map(({ weight }, index) => (
                <col key={index} style={{ width: `${((weight / whole) * share).toFixed(2)}%` }} />
              ))}
              {cites && <col style={{ width: `${factsShare}%` }} />}
            </colgroup>
            <thead>
              <tr>
                {table.columns.map(({ title }, index) => (
                  <th key={index} scope="col">
                    <Untrusted>{title || '#'}</Untrusted>
                  </th>
                ))}
                {cites && <th scope="col">Facts</th>}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={index}>
                  {row.cells.map((cell, column) => (
                    <td key={column}>
                      {listsFacts && column === 0 && facts.has(cell) ? <Cites facts={[cell]} /> : <Untrusted mono={table.columns[column]?.code === true}>{cell}</Untrusted>}
                    </td>
                  ))}
                  {cites && (
                    <td>
                      <Cites facts={row.facts.filter((fact) => facts.has(fact))} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rest > 0 && (
        <Button size="small" className={styles.moreRows} data-print="hide" onClick={() => setWanted((now) => now + moreRows)}>
          {`Show ${number(Math.min(rest, moreRows))} more`}
        </Button>
      )}
    </div>
  );
}

function Cites({ facts }: { facts: readonly string[] }) {
  return (
    <span className={styles.cites}>
      <Citations facts={facts} />
    </span>
  );
}
