import { useDeferredValue, useMemo, useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { Input } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { problemOf } from '../app/problem.js';
import { HuntSchemaDocument, type HuntSchemaQuery } from '../graphql/generated/graphql.js';
import { kqlName, kqlString } from '../lib/kql-text.js';
import { filterSchema } from '../lib/schema-filter.js';
import { visibleText } from '../lib/visible-text.js';
import { ErrorState, RowsLoading } from '../ui/states.js';
import styles from './side.module.css';

type Table = HuntSchemaQuery['huntSchema']['tables'][number];
type Column = Table['columns'][number];

const mostValues = 60;

/** Tables, their columns and known values. A press puts a name at the caret of the query. */
export function SchemaBrowser({ onInsert }: { onInsert: (text: string) => void }) {
  const { data, error, refetch } = useQuery(HuntSchemaDocument);
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text);
  const groups = useMemo(() => filterSchema(data?.huntSchema.tables ?? [], wanted), [data, wanted]);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (name: string): void => setOpen((now) => (now.has(name) ? new Set([...now].filter((each) => each !== name)) : new Set([...now, name])));
  if (!data) return error ? <ErrorState title="The schema cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} /> : <RowsLoading what="the schema" rows={9} />;
  return (
    <>
      <div className={styles.find}>
        <Input size="small" type="search" className={styles.findField} contentBefore={<SearchRegular />} aria-label="Find tables, columns and values" placeholder="Table, column or value" value={text} onChange={(_, input) => setText(input.value)} />
      </div>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label="Schema">
        {groups.length === 0 && <p className={styles.none}>Nothing is called that.</p>}
        {groups.map(({ category, matches }) => (
          <section key={category} aria-label={category}>
            <h3 className={styles.category}>{category}</h3>
            <ul>
              {matches.map(({ table, columns, inside }) => {
                const shown = open.has(table.name) !== inside;
                return (
                  <li key={table.name}>
                    <div className={styles.node}>
                      <button type="button" className={styles.expand} aria-expanded={shown} onClick={() => toggle(table.name)} aria-label={`Columns of ${visibleText(table.name)}`}>
                        <ChevronRightRegular aria-hidden="true" />
                      </button>
                      <button type="button" className={styles.insert} onClick={() => onInsert(kqlName(table.name))} title={`Put ${visibleText(table.name)} into the query`}>
                        <span className={styles.nodeName}>{visibleText(table.name)}</span>
                        {typeof table.rowCount === 'number' && table.rowCount > 0 && <span className={styles.rows} title="Rows here">{table.rowCount.toLocaleString('en-GB')}</span>}
                        <AddRegular className={styles.plus} aria-hidden="true" />
                      </button>
                    </div>
                    {shown && (
                      <ul className={styles.columns}>
                        {columns.map((column) => (
                          <ColumnNode key={column.name} column={column} onInsert={onInsert} />
                        ))}
                      </ul>
                    )}
                  </li>
                );
              })}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

function ColumnNode({ column, onInsert }: { column: Column; onInsert: (text: string) => void }) {
  const [open, setOpen] = useState(false);
  const { values } = column;
  return (
    <li>
      <div className={styles.node}>
        {values.length > 0 ? (
          <button type="button" className={styles.expand} aria-expanded={open} onClick={() => setOpen(!open)} aria-label={`Known values of ${visibleText(column.name)}`}>
            <ChevronRightRegular aria-hidden="true" />
          </button>
        ) : (
          <span className={styles.leaf} />
        )}
        <button type="button" className={styles.insert} onClick={() => onInsert(kqlName(column.name))} title={`Put ${visibleText(column.name)} into the query`}>
          <span className={styles.nodeName}>{visibleText(column.name)}</span>
          <span className={styles.type}>{column.type}</span>
          <AddRegular className={styles.plus} aria-hidden="true" />
        </button>
      </div>
      {open && (
        <ul className={styles.values}>
          {values.slice(0, mostValues).map((value) => (
            <li key={value}>
              <button type="button" className={styles.insert} onClick={() => onInsert(column.type === 'string' ? kqlString(value) : value)} title="Put this value into the query">
                <span className={styles.nodeName}>{visibleText(value)}</span>
                <AddRegular className={styles.plus} aria-hidden="true" />
              </button>
            </li>
          ))}
          {values.length > mostValues && <li className={styles.none}>{`and ${values.length - mostValues} more; the editor completes them`}</li>}
        </ul>
      )}
    </li>
  );
}
