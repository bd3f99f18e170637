import { Button, Skeleton, SkeletonItem } from '@fluentui/react-components';
import { ArrowRightRegular } from '@fluentui/react-icons/svg/arrow-right';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { useQuery } from '@apollo/client/react';
import { useNavigate } from 'react-router';
import { problemOf } from '../app/problem.js';
import { ResponseFactsDocument, SummaryFactsDocument } from '../graphql/generated/graphql.js';
import { readFactSource, type FactSource } from '../lib/fact-source.js';
import { label } from '../lib/labels.js';
import { formatRecord, recordOf, tabOfRecord } from '../lib/record-ref.js';
import { placeHash } from '../lib/script-place.js';
import { CopyButton } from '../ui/copy-button.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { ValuesList } from '../ui/values-list.js';
import { useFactFocus } from './fact-focus.js';
import { RecordView } from './record-view.js';
import { tabPath } from './tabs.js';
import styles from './fact-panel.module.css';

/** The card whose facts are meant: each numbers its own. */
type FactCard = 'summary' | 'response' | 'report';

interface Fact {
  id: string;
  type: string;
  time: string | null;
  values: unknown;
  source: FactSource;
}

/** The fact of a card, as it comes; `gone` when the card has no such fact any more. A report carries its facts itself. */
function useFact(card: FactCard, incidentId: string, id: string, carried?: ReadonlyMap<string, Fact>): { found: Fact | undefined; gone: boolean; error: unknown } {
  const variables = { id: incidentId, ids: [id] };
  const summary = useQuery(SummaryFactsDocument, { variables, skip: card !== 'summary' });
  const response = useQuery(ResponseFactsDocument, { variables, skip: card !== 'response' });
  if (card === 'report') return { found: carried?.get(id), gone: carried?.has(id) === false, error: undefined };
  if (card === 'summary') {
    const found = (summary.data ?? summary.previousData)?.incident?.summary?.facts.find((fact) => fact.id === id);
    return { found, gone: Boolean(summary.data?.incident?.summary) && !found, error: summary.error };
  }
  const fact = (response.data ?? response.previousData)?.incident?.guidedResponse?.facts.find((each) => each.id === id);
  return { found: fact && { ...fact, source: readFactSource(fact.source) }, gone: Boolean(response.data?.incident?.guidedResponse) && !fact, error: response.error };
}

/** The fact behind a citation, the record it was read from, and the way to that record. */
export function FactPanel({ incidentId, fact: id, card = 'summary', facts }: { incidentId: string; fact: string; card?: FactCard; facts?: ReadonlyMap<string, Fact> }) {
  const { numbers, pinned, pin, peek } = useFactFocus();
  const { found, gone: missing, error } = useFact(card, incidentId, id, facts);
  const number = numbers.get(id);
  return (
    <aside className={styles.panel} aria-label="Fact and record" onMouseEnter={() => peek(id)} onMouseLeave={() => peek(undefined)} data-testid="fact-panel">
      <header className={styles.head}>
        {number !== undefined && <span className={styles.number}>{number}</span>}
        <h2 className={styles.title}>{found ? label(found.type.replaceAll('.', ' ')) : 'Fact'}</h2>
        {pinned && <Button appearance="subtle" size="small" icon={<DismissRegular />} aria-label="Close the fact" title="Close (Esc)" onClick={() => pin(undefined)} />}
      </header>
      {error !== undefined && !found && <p className={styles.quiet}>{problemOf(error)}</p>}
      {missing && <p className={styles.quiet}>{card === 'report' ? 'The report names this fact and does not hold it.' : 'This fact belongs to an earlier version of the card. The sentence was made again since.'}</p>}
      {!found && !error && !missing && (
        <Skeleton aria-label="Loading the fact" className={styles.skeleton}>
          <SkeletonItem size={16} />
          <SkeletonItem size={16} />
          <SkeletonItem size={16} />
        </Skeleton>
      )}
      {found && <FactBody incidentId={incidentId} fact={found} />}
    </aside>
  );
}

const originWords: Readonly<Record<string, string>> = { derived: 'Derived from', script: 'Found by script analysis', action: 'Read from the action log', query: 'Read from a hunting query', history: 'Read from the history of the incident' };

function FactBody({ incidentId, fact }: { incidentId: string; fact: Fact }) {
  const navigate = useNavigate();
  const { pin, numbers } = useFactFocus();
  const record = recordOf(fact.source);
  return (
    <>
      {fact.time && (
        <p className={styles.when}>
          <Time value={fact.time} />
        </p>
      )}
      <section className={styles.source} aria-label="Record">
        <h3 className={styles.subtitle}>{record ? 'Read from' : (originWords[fact.source.kind] ?? 'Read from the incident')}</h3>
        {record && <RecordView incidentId={incidentId} record={record} source={fact.source} />}
        {fact.source.kind === 'script' && fact.source.sha256 && (
          <Button
            appearance="primary"
            icon={<ArrowRightRegular />}
            iconPosition="after"
            className={styles.go}
            onClick={() => void navigate(`/scripts/${fact.source.sha256}${placeHash({ layer: fact.source.layer ?? 0, ...(fact.source.line ? { line: fact.source.line } : {}) })}`)}
          >
            Go to the line
          </Button>
        )}
        {!record && fact.source.field && (
          <p>
            Field <Untrusted mono>{fact.source.field}</Untrusted>
          </p>
        )}
        {!record && fact.source.kind === 'derived' && (
          <>
            {fact.source.rule && (
              <p className={styles.rule}>
                Rule <Untrusted mono>{fact.source.rule}</Untrusted>
              </p>
            )}
            <ul className={styles.from}>
              {(fact.source.from ?? []).map((origin) => (
                <li key={origin}>
                  <Button size="small" onClick={() => pin(origin)}>
                    {numbers.has(origin) ? `Fact ${numbers.get(origin) ?? ''}` : <Untrusted mono>{shorten(origin)}</Untrusted>}
                  </Button>
                </li>
              ))}
            </ul>
          </>
        )}
        {record && (
          <Button
            appearance="primary"
            icon={<ArrowRightRegular />}
            iconPosition="after"
            className={styles.go}
            onClick={() => void navigate(`${tabPath(incidentId, tabOfRecord[record.kind])}?record=${encodeURIComponent(formatRecord(record))}`)}
          >
            Go to record
          </Button>
        )}
      </section>
      <ValuesList values={fact.values} />
      <footer className={styles.id}>
        <span>Fact</span> <Untrusted mono>{shorten(fact.id)}</Untrusted>
        <CopyButton value={fact.id} what="fact id" />
      </footer>
    </>
  );
}

function shorten(id: string): string {
  return id.length > 18 ? `${id.slice(0, 16)}…` : id;
}
