import { Button } from '@fluentui/react-components';
import { visibleText } from '../lib/visible-text.js';
import { Untrusted } from '../ui/untrusted.js';
import type { Diagnostic } from './use-check.js';
import styles from './hunt.module.css';

interface ProblemsProps {
  diagnostics: readonly Diagnostic[];
  checked: boolean;
  blank: boolean;
  onGoTo: (offset: number) => void;
  onFix: (diagnostic: Diagnostic) => void;
}

const shown = 4;

/** What the checker says, in words: every squiggle of the editor can be read, reached and, where there is a way, mended here. */
export function Problems({ diagnostics, checked, blank, onGoTo, onFix }: ProblemsProps) {
  const errors = diagnostics.filter(({ severity }) => severity === 'ERROR').length;
  return (
    <div className={styles.problems} data-bad={errors > 0 || undefined}>
      <p role="status" className={styles.problemsState}>
        {blank ? 'Ctrl+Enter or Shift+Enter runs the query. Tab leaves the editor.' : !checked ? 'Checking …' : errors > 0 ? `${errors === 1 ? '1 problem' : `${errors} problems`}` : 'Checked: the query is valid.'}
      </p>
      {diagnostics.length > 0 && (
        <ul>
          {diagnostics.slice(0, shown).map((diagnostic) => (
            <li key={`${diagnostic.start}${diagnostic.code}${diagnostic.message}`} data-severity={diagnostic.severity}>
              <button type="button" className={styles.problem} onClick={() => onGoTo(diagnostic.start)}>
                <span className={styles.problemPlace}>{`${diagnostic.line}:${diagnostic.column}`}</span>
                <Untrusted>{diagnostic.message}</Untrusted>
              </button>
              {diagnostic.fix && (
                <Button size="small" appearance="subtle" onClick={() => onFix(diagnostic)}>
                  {`Use ${visibleText(diagnostic.fix).slice(0, 60)}`}
                </Button>
              )}
            </li>
          ))}
          {diagnostics.length > shown && <li className={styles.quiet}>{`and ${diagnostics.length - shown} more`}</li>}
        </ul>
      )}
    </div>
  );
}
