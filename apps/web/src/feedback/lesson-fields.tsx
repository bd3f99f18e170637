import { Checkbox, Field, Input, Select, Textarea } from '@fluentui/react-components';
import { mostLesson, type LessonDraft } from './feedback-draft.js';
import { cardName } from './feedback-words.js';
import styles from './feedback.module.css';

interface LessonFieldsProps {
  lesson: LessonDraft;
  kind: string;
  problems: { lesson?: string; tag?: string };
  onChange: (lesson: LessonDraft) => void;
}

const expiries: readonly [days: number, text: string][] = [
  [30, 'In 30 days'],
  [90, 'In 90 days'],
  [365, 'In a year'],
  [0, 'Never'],
];

/** A proposal for next time: what, for which cards, and for how long. */
export function LessonFields({ lesson, kind, problems, onChange }: LessonFieldsProps) {
  const patch = (part: Partial<LessonDraft>): void => onChange({ ...lesson, ...part });
  return (
    <div className={styles.lesson} data-open={lesson.wanted || undefined}>
      <Checkbox label="Propose a lesson for next time" checked={lesson.wanted} onChange={(_, data) => patch({ wanted: data.checked === true })} />
      {lesson.wanted && (
        <>
          <p className={styles.about}>A reviewer decides; nothing changes by itself.</p>
          <Field label="Next time" required validationMessage={problems.lesson}>
            <Textarea value={lesson.text} maxLength={mostLesson} resize="vertical" rows={2} onChange={(_, data) => patch({ text: data.value })} />
          </Field>
          <div className={styles.pair}>
            <Field label="For">
              <Select value={lesson.scope} onChange={(_, data) => patch({ scope: data.value as LessonDraft['scope'] })}>
                <option value="kind">{`Cards of this kind: ${cardName(kind)}`}</option>
                <option value="tag">This kind, incidents with a tag</option>
                <option value="everything">Everything</option>
              </Select>
            </Field>
            <Field label="Lapses">
              <Select value={String(lesson.days)} onChange={(_, data) => patch({ days: Number(data.value) })}>
                {expiries.map(([days, text]) => (
                  <option key={days} value={days}>
                    {text}
                  </option>
                ))}
              </Select>
            </Field>
          </div>
          {lesson.scope === 'tag' && (
            <Field label="Tag or type of the incidents" required validationMessage={problems.tag}>
              <Input value={lesson.tag} maxLength={200} onChange={(_, data) => patch({ tag: data.value })} />
            </Field>
          )}
        </>
      )}
    </div>
  );
}
