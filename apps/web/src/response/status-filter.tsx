import { ToggleButton } from '@fluentui/react-components';
import { responseStatuses, statusWords, type ResponseStatus } from '../lib/response-words.js';
import styles from './response.module.css';

interface StatusFilterProps {
  counts: Readonly<Record<ResponseStatus, number>>;
  /** Empty: all are shown. */
  chosen: readonly ResponseStatus[];
  onChange: (chosen: ResponseStatus[]) => void;
}

/** Which recommendations are shown, by where they stand. All, unless some are chosen. */
export function StatusFilter({ counts, chosen, onChange }: StatusFilterProps) {
  const total = Object.values(counts).reduce((sum, each) => sum + each, 0);
  return (
    <div className={styles.filter} role="group" aria-label="Show by status">
      <ToggleButton size="small" appearance="subtle" checked={chosen.length === 0} onClick={() => onChange([])}>
        {`All ${total}`}
      </ToggleButton>
      {responseStatuses
        .filter((status) => counts[status] > 0 || chosen.includes(status))
        .map((status) => (
          <ToggleButton key={status} size="small" appearance="subtle" checked={chosen.includes(status)} onClick={() => onChange(chosen.includes(status) ? chosen.filter((each) => each !== status) : [...chosen, status])}>
            {`${statusWords[status]} ${counts[status]}`}
          </ToggleButton>
        ))}
    </div>
  );
}
