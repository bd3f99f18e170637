import { useState } from 'react';
import { Button, Field, Input, ToggleButton } from '@fluentui/react-components';
import { periodPresets, periodProblem, type Period } from '../lib/report-period.js';
import styles from './reports.module.css';

interface PeriodChoiceProps {
  period: Period;
  /** The preset in use; undefined for days of one's own. */
  days: number | undefined;
  onDays: (days: number) => void;
  onPeriod: (period: Period) => void;
}

/** Which days the report covers. */
export function PeriodChoice({ period, days, onDays, onPeriod }: PeriodChoiceProps) {
  const [from, setFrom] = useState(period.from);
  const [to, setTo] = useState(period.to);
  const own = { from, to };
  const changed = from !== period.from || to !== period.to;
  const problem = changed ? periodProblem(own) : undefined;
  return (
    <form
      className={styles.choice}
      data-print="hide"
      aria-label="Period"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && problem === undefined) onPeriod(own);
      }}
    >
      <div role="group" aria-label="Last days" className={styles.presets}>
        {periodPresets.map((preset) => (
          <ToggleButton key={preset} checked={days === preset} onClick={() => onDays(preset)}>
            {`${preset} days`}
          </ToggleButton>
        ))}
      </div>
      <Field label="From" {...(problem !== undefined && { validationMessage: problem })}>
        <Input type="date" value={from} max={to} onChange={(_, data) => setFrom(data.value)} />
      </Field>
      <Field label="To" hint="Days in UTC, both included">
        <Input type="date" value={to} min={from} onChange={(_, data) => setTo(data.value)} />
      </Field>
      <Button type="submit" className={styles.show} disabledFocusable={!changed || problem !== undefined}>
        Show
      </Button>
    </form>
  );
}
