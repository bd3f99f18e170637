import { useQuery } from '@apollo/client/react';
import { Button } from '@fluentui/react-components';
import { LightbulbRegular } from '@fluentui/react-icons/svg/lightbulb';
import { HuntExamplesDocument } from '../graphql/generated/graphql.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './hunt.module.css';

const shown = 3;

/** For a page without a question yet: three to begin with, about the incident where there is one. */
export function StartHere({ incidentId, onAsk }: { incidentId: string | undefined; onAsk: (question: string) => void }) {
  const { data } = useQuery(HuntExamplesDocument, { variables: { incidentId } });
  const examples = (data?.huntExamples ?? []).slice(0, shown);
  return (
    <div className={styles.start} role="group" aria-label="Questions to begin with">
      {examples.map((example) => (
        <Button key={example.question} className={styles.example} icon={<LightbulbRegular />} onClick={() => onAsk(example.question)}>
          <span>
            <span className={styles.exampleTopic}>
              <Untrusted>{example.topic}</Untrusted>
            </span>
            <Untrusted>{example.question}</Untrusted>
          </span>
        </Button>
      ))}
      {!data && Array.from({ length: shown }, (_, index) => <span key={index} className={styles.exampleGhost} aria-hidden="true" />)}
    </div>
  );
}
