import { useState } from 'react';
import { Button } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronUpRegular } from '@fluentui/react-icons/svg/chevron-up';
import type { SummaryCardFragment } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { summaryAsText } from '../lib/summary-text.js';
import { CardFeedbackSlot } from '../ui/card-slot.js';
import { CopyButton } from '../ui/copy-button.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { ProvenanceLine } from './provenance-line.js';
import type { SummaryState } from './use-summary.js';
import styles from './provenance-footer.module.css';

interface ProvenanceFooterProps {
  summary: SummaryCardFragment;
  state: SummaryState;
}

/** How the card was made, what did not survive verification, and what can be done with it. */
export function ProvenanceFooter({ summary, state }: ProvenanceFooterProps) {
  const [open, setOpen] = useState(false);
  return (
    <footer className={styles.footer}>
      <ProvenanceLine provenance={summary.provenance} version={summary.version} createdAt={summary.createdAt} byModel="Composed by model" />
      <div className={styles.actions}>
        <Button size="small" appearance="subtle" icon={open ? <ChevronUpRegular /> : <ChevronDownRegular />} aria-expanded={open} onClick={() => setOpen(!open)}>
          How it was made
        </Button>
        <CopyButton value={() => summaryAsText(summary)} what="summary as text" text="Copy as text" />
        <Button size="small" appearance="subtle" icon={<ArrowSyncRegular />} onClick={state.regenerate} disabledFocusable={state.regenerating}>
          {state.regenerating ? 'Making it again …' : 'Regenerate'}
        </Button>
      </div>
      {open && <Details summary={summary} />}
      <CardFeedbackSlot cardId={summary.id} kind={summary.kind} subjectId={summary.subjectId} version={summary.version} statements={summary.statements} />
    </footer>
  );
}

function Details({ summary }: { summary: SummaryCardFragment }) {
  const { provenance, dropped } = summary;
  return (
    <div className={styles.details}>
      <dl className={styles.facts}>
        <dt>Composer</dt>
        <dd>{provenance.composer}</dd>
        {provenance.model && (
          <>
            <dt>Model</dt>
            <dd>
              <Untrusted>{provenance.model}</Untrusted>
            </dd>
          </>
        )}
        <dt>Engine</dt>
        <dd>
          <Untrusted>{provenance.engine}</Untrusted>
        </dd>
        <dt>Made</dt>
        <dd>
          <Time value={summary.createdAt} />
          {typeof provenance.ms === 'number' && ` in ${provenance.ms.toLocaleString('en-GB')} ms`}
        </dd>
        <dt>Covers</dt>
        <dd>{`revision ${summary.subjectRevision} of the incident`}</dd>
        {typeof provenance.promptTokens === 'number' && (
          <>
            <dt>Tokens</dt>
            <dd>{`${provenance.promptTokens.toLocaleString('en-GB')} in, ${(provenance.completionTokens ?? 0).toLocaleString('en-GB')} out`}</dd>
          </>
        )}
        {provenance.repaired > 0 && (
          <>
            <dt>Reworded</dt>
            <dd>{`${count(provenance.repaired, 'sentence')} by rules, after the model's wording failed verification`}</dd>
          </>
        )}
        <Digest name="Input digest" value={provenance.inputDigest} />
        {provenance.promptHash && <Digest name="Prompt hash" value={provenance.promptHash} />}
      </dl>
      <h3 className={styles.droppedTitle}>{dropped.length > 0 ? 'Dropped in verification' : 'Nothing was dropped: every sentence is carried by its facts.'}</h3>
      {dropped.length > 0 && (
        <ul className={styles.dropped}>
          {dropped.map((statement, index) => (
            <li key={index}>
              <Untrusted className={styles.droppedText}>{statement.text}</Untrusted>
              <p className={styles.reason}>
                <Untrusted>{statement.reason}</Untrusted>
                {statement.atoms.some((atom) => !statement.reason.includes(atom)) && (
                  <>
                    {': '}
                    <Untrusted mono>{statement.atoms.join(', ')}</Untrusted>
                  </>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Digest({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={styles.digest}>
        <Untrusted mono>{value.length > 24 ? `${value.slice(0, 20)}…` : value}</Untrusted>
        <CopyButton value={value} what={name.toLowerCase()} />
      </dd>
    </>
  );
}
