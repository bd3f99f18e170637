import { useRef } from 'react';
import { Button, Field, Input, Textarea } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { mostSections, moveSection, type FormSection } from '../lib/report-template.js';
import styles from './settings.module.css';

interface ExtraSectionsProps {
  sections: readonly FormSection[];
  mayChange: boolean;
  problem: string | undefined;
  onChange: (sections: readonly FormSection[]) => void;
}

/** The organisation's own sections: added, written, put in order, taken away. */
export function ExtraSections({ sections, mayChange, problem, onChange }: ExtraSectionsProps) {
  const added = useRef(0);
  const list = useRef<HTMLOListElement>(null);
  const add = (): void => {
    added.current += 1;
    const key = `new-${added.current}-${Date.now()}`;
    onChange([...sections, { key, title: '', text: '' }]);
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>(`[data-key="${key}"] input`)?.focus());
  };
  const change = (index: number, part: Partial<FormSection>): void => onChange(sections.map((section, at) => (at === index ? { ...section, ...part } : section)));
  return (
    <section className={styles.part} aria-labelledby="template-sections" data-field="sections">
      <h2 id="template-sections" className={styles.partTitle}>
        Your own sections
      </h2>
      <p className={styles.quiet}>Every report has them before its evidence. They are plain text; an empty line begins a new paragraph.</p>
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {sections.length === 0 && <p className={styles.quiet}>There are none.</p>}
      <ol ref={list} className={styles.sections}>
        {sections.map((section, index) => {
          const name = section.title.trim() || `section ${index + 1}`;
          return (
            <li key={section.key} className={styles.ownSection} data-key={section.key} aria-label={`Section ${index + 1}`}>
              <Field label="Title">
                <Input value={section.title} readOnly={!mayChange} maxLength={200} onChange={(_, data) => change(index, { title: data.value })} />
              </Field>
              <Field label="Text">
                <Textarea value={section.text} readOnly={!mayChange} resize="vertical" rows={4} onChange={(_, data) => change(index, { text: data.value })} />
              </Field>
              {mayChange && (
                <div className={styles.sectionButtons}>
                  <Button size="small" appearance="subtle" icon={<ArrowUpRegular />} aria-label={`Move ${name} up`} title="Move up" disabledFocusable={index === 0} onClick={() => onChange(moveSection(sections, index, -1))} />
                  <Button size="small" appearance="subtle" icon={<ArrowDownRegular />} aria-label={`Move ${name} down`} title="Move down" disabledFocusable={index === sections.length - 1} onClick={() => onChange(moveSection(sections, index, 1))} />
                  <Button size="small" appearance="subtle" icon={<DeleteRegular />} aria-label={`Remove ${name}`} title="Remove" onClick={() => onChange(sections.filter((_, at) => at !== index))} />
                </div>
              )}
            </li>
          );
        })}
      </ol>
      {mayChange && (
        <Button icon={<AddRegular />} className={styles.add} disabledFocusable={sections.length >= mostSections} onClick={add}>
          Add a section
        </Button>
      )}
    </section>
  );
}
