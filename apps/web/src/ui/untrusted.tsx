import { useMemo } from 'react';
import { mergeClasses } from '@fluentui/react-components';
import { visibleParts } from '../lib/visible-text.js';
import styles from './ui.module.css';

interface UntrustedProps {
  children: string | null | undefined;
  mono?: boolean;
  className?: string;
}

/** Text that came from an incident: plain, isolated in its reading direction, with hidden characters made visible. */
export function Untrusted({ children, mono = false, className }: UntrustedProps) {
  const parts = useMemo(() => visibleParts(children ?? ''), [children]);
  return (
    <bdi className={mergeClasses(styles.untrusted, mono && styles.mono, className)}>
      {parts.map((part, index) =>
        part.hidden ? (
          <span key={index} className={styles.hiddenCharacter} title="A hidden character in the source, shown by its code">
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </bdi>
  );
}
