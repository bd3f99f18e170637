import { useId } from 'react';
import { Checkbox, Textarea } from '@fluentui/react-components';
import { visibleText } from '../lib/visible-text.js';
import { Untrusted } from '../ui/untrusted.js';
import { mostText } from './feedback-draft.js';
import styles from './feedback.module.css';

interface StatementPickerProps {
  statements: readonly { text: string }[];
  /** What is right for each chosen statement, by its number on the card. */
  right: ReadonlyMap<number, string>;
  onChange: (right: ReadonlyMap<number, string>) => void;
}

/** The statements of a card, to choose those that were wrong and say what is right. */
export function StatementPicker({ statements, right, onChange }: StatementPickerProps) {
  const legend = useId();
  const change = (index: number, value: string | undefined): void => {
    const next = new Map(right);
    if (value === undefined) next.delete(index);
    else next.set(index, value);
    onChange(next);
  };
  return (
    <fieldset className={styles.group} aria-labelledby={legend}>
      <legend id={legend}>Which statements</legend>
      <ul className={styles.statements}>
        {statements.map(({ text }, index) => {
          const value = right.get(index);
          return (
            <li key={index} data-chosen={value !== undefined || undefined}>
              <Checkbox label={<Untrusted>{text}</Untrusted>} checked={value !== undefined} onChange={(_, data) => change(index, data.checked === true ? '' : undefined)} />
              {value !== undefined && <Textarea className={styles.right} value={value} maxLength={mostText} resize="vertical" rows={2} placeholder="What is right (optional)" aria-label={`What is right instead of: ${visibleText(text)}`} onChange={(_, data) => change(index, data.value)} />}
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
