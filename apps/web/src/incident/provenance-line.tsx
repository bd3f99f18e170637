import type { ReactNode } from 'react';
import { ShieldCheckmarkRegular } from '@fluentui/react-icons/svg/shield-checkmark';
import { count } from '../lib/labels.js';
import { Age } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './provenance-footer.module.css';

interface ProvenanceLineProps {
  provenance: { composer: string; model?: string | null; facts: number; dropped: number };
  version: number;
  createdAt: string;
  /** What the model did, said before its name. */
  byModel: string;
  children?: ReactNode;
}

/** In one line: who composed a card of an incident, over how many facts, and when. */
export function ProvenanceLine({ provenance, version, createdAt, byModel, children }: ProvenanceLineProps) {
  return (
    <div className={styles.line}>
      <span className={styles.mark}>
        <ShieldCheckmarkRegular aria-hidden="true" />
        Made from evidence; verify
      </span>
      <span>{provenance.composer === 'model' ? <>{byModel} {provenance.model && <Untrusted>{provenance.model}</Untrusted>}</> : 'Composed by rules'}</span>
      <span>{count(provenance.facts, 'fact')}</span>
      <span>{`${count(provenance.dropped, 'sentence')} dropped`}</span>
      <span>{`Version ${version}`}</span>
      {children}
      <span>
        <Age value={createdAt} />
      </span>
    </div>
  );
}
