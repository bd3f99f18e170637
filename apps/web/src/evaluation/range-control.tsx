import { useState } from 'react';
import { Button, Field, Input, ToggleButton } from '@fluentui/react-components';
import { formatDate } from '../lib/time.js';
import { rangeDays, rangeProblem, type EvaluationAddress } from './evaluation-address.js';
import styles from './evaluation.module.css';

interface RangeControlProps {
  address: EvaluationAddress;
  days: { from: string; to: string };
  onChange: (part: Partial<EvaluationAddress>) => void;
}

/** The days that are looked at: some back from today, or from one to another. */
export function RangeControl({ address, days, onChange }: RangeControlProps) {
  const own = address.from !== '';
  const [open, setOpen] = useState(own);
  return (
    <div className={styles.range}>
      <div className={styles.rangeChoices} role="group" aria-label="Days">
        {rangeDays.map((length) => (
          <ToggleButton key={length} size="small" appearance="subtle" checked={!own && !open && address.days === length} onClick={() => (setOpen(false), onChange({ days: length, from: '', to: '' }))}>
            {`${length} days`}
          </ToggleButton>
        ))}
        <ToggleButton size="small" appearance="subtle" checked={own || open} aria-expanded={open} onClick={() => setOpen(!open)}>
          From … to
        </ToggleButton>
      </div>
      {open ? <OwnRange key={`${days.from}/${days.to}`} days={days} onChange={onChange} /> : <span className={styles.quiet}>{`${formatDate(Date.parse(days.from), 'utc')} to ${formatDate(Date.parse(days.to), 'utc')}, UTC`}</span>}
    </div>
  );
}

function OwnRange({ days, onChange }: Omit<RangeControlProps, 'address'>) {
  const [from, setFrom] = useState(days.from);
  const [to, setTo] = useState(days.to);
  const problem = rangeProblem(from, to);
  return (
    <form
      className={styles.ownRange}
      onSubmit={(event) => {
        event.preventDefault();
        if (!problem) onChange({ from, to });
      }}
    >
      <Input size="small" type="date" value={from} onChange={(_, data) => setFrom(data.value)} aria-label="First day, UTC" />
      <span aria-hidden="true">to</span>
      <Field validationMessage={problem}>
        <Input size="small" type="date" value={to} onChange={(_, data) => setTo(data.value)} aria-label="Last day, UTC" />
      </Field>
      <Button size="small" type="submit" disabledFocusable={problem !== undefined}>
        Show
      </Button>
    </form>
  );
}
