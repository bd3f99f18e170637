import { useEffect, useRef, useState } from 'react';
import { useMutation } from '@apollo/client/react';
import { Button, Field, Input, MessageBar, MessageBarBody, Radio, RadioGroup, Select } from '@fluentui/react-components';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { problemOf } from '../app/problem.js';
import { ReportTemplateDocument, UpdateReportTemplateDocument, type TemplatePartsFragment } from '../graphql/generated/graphql.js';
import { fieldOfRefusal, sameTemplate, toForm, toInput, type TemplateField, type TemplateForm as Form } from '../lib/report-template.js';
import { reportLanguages, tlpMarkings, tlpOf, tlpWords } from '../lib/report-words.js';
import { ExtraSections } from './extra-sections.js';
import { LogoField } from './logo-field.js';
import { UnsavedGuard } from './unsaved-guard.js';
import styles from './settings.module.css';

interface TemplateFormProps {
  stored: TemplatePartsFragment;
  mayChange: boolean;
}

interface Refusal {
  field: TemplateField | undefined;
  sentence: string;
}

/** The template to read, and for an admin to change. What the server refuses is said at the field it is about. */
export function TemplateForm({ stored, mayChange }: TemplateFormProps) {
  const [before, setBefore] = useState(() => toForm(stored));
  const [form, setForm] = useState(before);
  const [refusal, setRefusal] = useState<Refusal>();
  const [saved, setSaved] = useState(false);
  const [update, { loading }] = useMutation(UpdateReportTemplateDocument, {
    update: (cache, { data }) => {
      if (data) cache.writeQuery({ query: ReportTemplateDocument, data: { reportTemplate: data.updateReportTemplate } });
    },
  });
  const top = useRef<HTMLFormElement>(null);
  const changed = !sameTemplate(form, before);
  const change = (part: Partial<Form>): void => {
    setForm((now) => ({ ...now, ...part }));
    setSaved(false);
    setRefusal(undefined);
  };
  const save = async (): Promise<void> => {
    if (!changed || loading) return;
    setRefusal(undefined);
    try {
      const { data } = await update({ variables: { input: toInput(form) } });
      if (!data) return;
      const kept = toForm(data.updateReportTemplate);
      setBefore(kept);
      setForm(kept);
      setSaved(true);
    } catch (error) {
      const sentence = problemOf(error);
      setRefusal({ sentence, field: fieldOfRefusal(sentence, placeOf(error)) });
    }
  };
  useEffect(() => {
    if (refusal?.field) top.current?.querySelector(`[data-field="${refusal.field}"]`)?.scrollIntoView({ block: 'center' });
  }, [refusal]);
  const said = (field: TemplateField): { validationMessage: string } | undefined => (refusal?.field === field ? { validationMessage: refusal.sentence } : undefined);
  const marking = tlpOf(form.tlp);
  return (
    <form
      ref={top}
      className={styles.form}
      aria-busy={loading}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <section className={styles.part} aria-labelledby="template-face">
        <h2 id="template-face" className={styles.partTitle}>
          Title page
        </h2>
        <div className={styles.fields}>
          <Field label="Title" hint="Without one, the title names the incident." {...said('title')} data-field="title">
            <Input value={form.title} readOnly={!mayChange} maxLength={200} onChange={(_, data) => change({ title: data.value })} />
          </Field>
          <Field label="Organisation" {...said('organisation')} data-field="organisation">
            <Input value={form.organisation} readOnly={!mayChange} maxLength={200} onChange={(_, data) => change({ organisation: data.value })} />
          </Field>
        </div>
        <LogoField logo={form.logo} organisation={form.organisation} mayChange={mayChange} problem={said('logo')?.validationMessage} onChange={(logo) => change({ logo })} />
      </section>
      <section className={styles.part} aria-labelledby="template-usual">
        <h2 id="template-usual" className={styles.partTitle}>
          When nobody chooses otherwise
        </h2>
        <div className={styles.fields}>
          <Field label="Marking" hint={marking && tlpWords[marking]} {...said('tlp')} data-field="tlp">
            <Select value={form.tlp} disabled={!mayChange} onChange={(_, data) => change({ tlp: data.value })}>
              {tlpMarkings.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </Select>
          </Field>
          <Field label="Language" {...said('language')} data-field="language">
            <RadioGroup layout="horizontal" value={form.language} disabled={!mayChange} onChange={(_, data) => change({ language: data.value })}>
              {reportLanguages.map(({ id, name }) => (
                <Radio key={id} value={id} label={name} />
              ))}
            </RadioGroup>
          </Field>
        </div>
      </section>
      <ExtraSections sections={form.sections} mayChange={mayChange} problem={said('sections')?.validationMessage} onChange={(sections) => change({ sections })} />
      {mayChange && (
        <div className={styles.save}>
          <div role="alert" className={styles.alert}>
            {refusal && (
              <MessageBar intent="error" layout="multiline">
                <MessageBarBody>{refusal.sentence}</MessageBarBody>
              </MessageBar>
            )}
          </div>
          <Button type="submit" appearance="primary" disabledFocusable={!changed || loading}>
            {loading ? 'Saving …' : 'Save'}
          </Button>
          <Button disabledFocusable={!changed || loading} onClick={() => change(before)}>
            Discard
          </Button>
          <span role="status" className={styles.said}>
            {saved ? 'Saved.' : changed ? 'Not saved yet.' : ''}
          </span>
        </div>
      )}
      <UnsavedGuard active={mayChange && changed} />
    </form>
  );
}

/** The field the server names, where it does. */
function placeOf(error: unknown): string | undefined {
  const place = CombinedGraphQLErrors.is(error) ? error.errors[0]?.extensions?.['position'] : undefined;
  return typeof place === 'string' ? place : undefined;
}
