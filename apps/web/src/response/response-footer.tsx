import { Button } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import type { ResponseCardFragment } from '../graphql/generated/graphql.js';
import { ProvenanceLine } from '../incident/provenance-line.js';
import { responseAsText } from '../lib/response-text.js';
import { CardFeedbackSlot, type CardReference } from '../ui/card-slot.js';
import { CopyButton } from '../ui/copy-button.js';
import styles from '../incident/provenance-footer.module.css';

interface ResponseFooterProps {
  response: ResponseCardFragment;
  state: { regenerate: () => void; regenerating: boolean };
  card: CardReference;
}

/** How the response was made, and what can be done with it. */
export function ResponseFooter({ response, state, card }: ResponseFooterProps) {
  return (
    <footer className={styles.footer}>
      <ProvenanceLine provenance={response.provenance} version={response.version} createdAt={response.createdAt} byModel="Ordered by rules, phrased by model">
        <span>{`Incident revision ${response.subjectRevision}`}</span>
      </ProvenanceLine>
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
