import { useState } from 'react';
import { useMutation } from '@apollo/client/react';
import { Checkbox, Field, Input } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { StartEvaluationRunDocument, type EvaluationRunChoicesQuery } from '../graphql/generated/graphql.js';
import { count } from '../lib/labels.js';
import { visibleText } from '../lib/visible-text.js';
import { FormDialog } from '../ui/form-dialog.js';
import styles from './evaluation.module.css';
import runs from './runs.module.css';

interface RunDialogProps {
  choices: EvaluationRunChoicesQuery['evaluationRunChoices'];
  onClose: () => void;
  onStarted: () => void;
}

const reviewedSet = 'reviewed';
const setWords: Readonly<Record<string, string>> = { incidents: 'Incidents that ship', field: 'Incidents of other shapes that ship', scripts: 'Scripts that ship', questions: 'Questions that ship' };
const mostRepeats = 20;

/** What is run: sets, candidates, and how often. */
export function RunDialog({ choices, onClose, onStarted }: RunDialogProps) {
  const { shipped, reviewed, model } = choices;
  const [sets, setSets] = useState<readonly string[]>(shipped.length > 0 ? shipped : [reviewedSet]);
  const [withRules, setWithRules] = useState(true);
  const [models, setModels] = useState('');
  const [repeat, setRepeat] = useState('1');
  const [checked, setChecked] = useState(false);
  const [start, { loading, error }] = useMutation(StartEvaluationRunDocument);
  const candidates = [...(withRules ? ['rules'] : []), ...namesOf(models).map((name) => `model:${name}`)];
  const times = Number(repeat);
  const isRepeatRight = Number.isInteger(times) && times >= 1 && times <= mostRepeats;
  const send = (): void => {
    setChecked(true);
    if (sets.length === 0 || candidates.length === 0 || !isRepeatRight) return;
    start({ variables: { input: { sets: [...sets], candidates, repeat: times } } }).then(onStarted, () => undefined);
  };
  const box = (set: string, label: string, disabled = false) => (
    <Checkbox key={set} label={label} checked={sets.includes(set)} disabled={disabled} onChange={(_, data) => setSets((now) => (data.checked === true ? [...now, set] : now.filter((each) => each !== set)))} />
  );
  return (
    <FormDialog title="Start a run" submit="Start" busy={loading ? 'Starting …' : undefined} refusal={error && problemOf(error)} surfaceClass={styles.dialog} contentClass={styles.form} onSubmit={send} onClose={onClose}>
      <p className={styles.quiet}>One run is made at a time, with low priority. It goes on when this page is closed.</p>
      <fieldset className={runs.choices}>
        <legend>Cases</legend>
        {shipped.map((set) => box(set, visibleText(setWords[set] ?? set)))}
        {shipped.length === 0 && <p className={styles.quiet}>The sets that ship are in the folder evaluation of a checkout; this installation has none.</p>}
        {box(reviewedSet, `Own reviewed cases (${reviewed.toLocaleString('en-GB')})`, reviewed === 0)}
        {checked && sets.length === 0 && <p role="alert" className={runs.problem}>Choose a set.</p>}
      </fieldset>
      <fieldset className={runs.choices}>
        <legend>Candidates</legend>
        <Checkbox label="Rules" checked={withRules} onChange={(_, data) => setWithRules(data.checked === true)} />
        {model === null ? (
          <p className={styles.quiet}>No model is configured; the rules are the only candidate.</p>
        ) : (
          <Field label="Models, with commas between" hint={visibleText(`Any model of the configured endpoint, such as ${model}. The first candidate is what the others are held against.`)}>
            <Input value={models} maxLength={800} spellCheck={false} onChange={(_, data) => setModels(data.value)} />
          </Field>
        )}
        {checked && candidates.length === 0 && <p role="alert" className={runs.problem}>Choose a candidate.</p>}
      </fieldset>
      <Field label="How often each case is given" validationMessage={checked && !isRepeatRight ? `Give a whole number from 1 to ${mostRepeats}.` : undefined} hint={isRepeatRight && times > 1 ? `The table then says how many cases came out the same in all ${count(times, 'run')}.` : undefined}>
        <Input type="number" min={1} max={mostRepeats} value={repeat} onChange={(_, data) => setRepeat(data.value)} />
      </Field>
    </FormDialog>
  );
}

function namesOf(text: string): string[] {
  return [...new Set(text.split(',').map((name) => name.trim()).filter(Boolean))];
}
