import { useQuery } from '@apollo/client/react';
import { HuntEngineDocument } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { visibleText } from '../lib/visible-text.js';
import styles from './hunt.module.css';

const places: Readonly<Record<string, string>> = { duckdb: 'Searches the rows kept in Attest', defender: 'Searches Defender XDR', kusto: 'Searches Azure Data Explorer' };

/** Where hunts run and what limits them. */
export function EngineNote() {
  const { data } = useQuery(HuntEngineDocument);
  const engine = data?.huntEngine;
  if (!engine) return null;
  return <span className={styles.engine}>{`${places[engine.backend] ?? `Searches ${visibleText(engine.backend)}`}, up to ${count(engine.maxRows, 'row')} and ${count(engine.timeoutSeconds, 'second')} a query`}</span>;
}
