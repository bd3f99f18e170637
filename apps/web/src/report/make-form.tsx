import { useId, useState } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button, Checkbox, Field, Radio, RadioGroup, Select } from '@fluentui/react-components';
import { ReportTemplateDocument, type MakeReportInput } from '../graphql/generated/graphql.js';
import { reportLanguages, reportSections, tlpMarkings, tlpOf, tlpWords } from '../lib/report-words.js';
import styles from './make-form.module.css';

interface MakeFormProps {
  /** What the report before was made with. */
  before?: { language: string; tlp: string; sectionIds: readonly string[] } | undefined;
  making: boolean;
  submit: string;
  onMake: (input: MakeReportInput) => void;
  children?: React.ReactNode;
}

/** What a report is to hold: language, marking and sections. What nobody chose is as the template says. */
export function MakeForm({ before, making, submit, onMake, children }: MakeFormProps) {
  const legend = useId();
  const { data } = useQuery(ReportTemplateDocument, { skip: before !== undefined });
  const [language, setLanguage] = useState<string>();
  const [tlp, setTlp] = useState<string>();
  const [left, setLeft] = useState<ReadonlySet<string>>(() => new Set(before ? reportSections.filter(({ id }) => id !== 'extra' && !before.sectionIds.includes(id)).map(({ id }) => id) : []));
  const spoken = language ?? before?.language ?? data?.reportTemplate.language ?? 'en';
  const marking = tlpOf(tlp ?? before?.tlp ?? data?.reportTemplate.tlp) ?? 'TLP:AMBER';
  const chosen = reportSections.filter(({ id }) => !left.has(id));
  const none = chosen.length === 0;
  const toggle = (id: string, wanted: boolean): void => {
    const next = new Set(left);
    if (wanted) next.delete(id);
    else next.add(id);
    setLeft(next);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!none && !making) onMake({ language: spoken, tlp: marking, ...(left.size > 0 && { sections: chosen.map(({ id }) => id) }) });
      }}
    >
      <div className={styles.choices}>
        <Field label="Language">
          <RadioGroup layout="horizontal" value={spoken} onChange={(_, change) => setLanguage(change.value)}>
            {reportLanguages.map(({ id, name }) => (
              <Radio key={id} value={id} label={name} />
            ))}
          </RadioGroup>
        </Field>
        <Field label="Marking" hint={tlpWords[marking]}>
          <Select value={marking} onChange={(_, change) => setTlp(change.value)}>
            {tlpMarkings.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </Select>
        </Field>
      </div>
      <div role="group" aria-labelledby={legend} className={styles.sections}>
        <p className={styles.legend}>
          <span id={legend}>Sections</span>
          <Button size="small" appearance="subtle" onClick={() => setLeft(new Set(left.size === 0 ? reportSections.map(({ id }) => id) : []))}>
            {left.size === 0 ? 'Clear all' : 'Choose all'}
          </Button>
        </p>
        <ul>
          {reportSections.map(({ id, name }) => (
            <li key={id}>
              <Checkbox checked={!left.has(id)} onChange={(_, change) => toggle(id, change.checked === true)} label={name} />
            </li>
          ))}
        </ul>
        <p className={styles.hint} role="status">
          {none ? 'Choose at least one section.' : 'How the report was made is always said at its end.'}
        </p>
      </div>
      <div className={styles.buttons}>
        <Button type="submit" appearance="primary" disabledFocusable={making || none}>
          {making ? 'Making the report …' : submit}
        </Button>
        {children}
      </div>
    </form>
  );
}
