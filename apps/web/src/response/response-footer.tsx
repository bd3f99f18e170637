import { Button } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { ShieldCheckmarkRegular } from '@fluentui/react-icons/svg/shield-checkmark';
import type { ResponseCardFragment } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { responseAsText } from '../lib/response-text.js';
import { CardFeedbackSlot, type CardReference } from '../ui/card-slot.js';
import { CopyButton } from '../ui/copy-button.js';
import { Age } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from '../incident/provenance-footer.module.css';

interface ResponseFooterProps {
  response: ResponseCardFragment;
  state: { regenerate: () => void; regenerating: boolean };
  card: CardReference;
}

/** How the response was made, and what can be done with it. */
export function ResponseFooter({ response, state, card }: ResponseFooterProps) {
  const { provenance } = response;
  return (
    <footer className={styles.footer}>
      <div className={styles.line}>
        <span className={styles.mark}>
          <ShieldCheckmarkRegular aria-hidden="true" />
          Made from evidence; verify
        </span>
        <span>{provenance.composer === 'model' ? <>Ordered by rules, phrased by model {provenance.model && <Untrusted>{provenance.model}</Untrusted>}</> : 'Composed by rules'}</span>
        <span>{count(provenance.facts, 'fact')}</span>
        <span>{`${count(provenance.dropped, 'sentence')} dropped`}</span>
        <span>{`Version ${response.version}`}</span>
        <span>{`Incident revision ${response.subjectRevision}`}</span>
        <span>
          <Age value={response.createdAt} />
        </span>
      </div>
      <div className={styles.actions}>
        <CopyButton value={() => responseAsText(response)} what="guided response as text" text="Copy as text" />
        <Button size="small" appearance="subtle" icon={<ArrowSyncRegular />} onClick={state.regenerate} disabledFocusable={state.regenerating}>
          {state.regenerating ? 'Making it again …' : 'Regenerate'}
        </Button>
      </div>
      <CardFeedbackSlot {...card} />
    </footer>
  );
}
