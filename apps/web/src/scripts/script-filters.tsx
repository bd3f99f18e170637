import { useEffect, useState } from 'react';
import { Input, Select } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { isTechnique, languageNames, verdictNames, type ScriptListFilter } from '../lib/script-filter.js';
import styles from './scripts.module.css';

interface ScriptFiltersProps {
  filter: ScriptListFilter;
  onChange: (change: Partial<ScriptListFilter>) => void;
  /** Whether there is a time to filter by; within one incident there is none worth it. */
  withTime?: boolean;
}

const spanNames: Readonly<Record<string, string>> = { '1h': 'Last hour', '24h': 'Last 24 hours', '7d': 'Last 7 days', '30d': 'Last 30 days' };

/** Which scripts are shown: by words, verdict, language, technique and time. */
export function ScriptFilters({ filter, onChange, withTime = true }: ScriptFiltersProps) {
  return (
    <search className={styles.filters} aria-label="Filter the scripts">
      <Typed value={filter.text} onSettled={(text) => onChange({ text })} label="Text, indicator, file or hash" className={styles.filterText} icon />
      <Choice name="Verdict" all="Every verdict" names={verdictNames} value={filter.verdict} onChoose={(verdict) => onChange({ verdict: verdict as ScriptListFilter['verdict'] })} />
      <Choice name="Language shown" all="Every language" names={languageNames} value={filter.language} onChoose={(language) => onChange({ language: language as ScriptListFilter['language'] })} />
      <Typed value={filter.technique} onSettled={(technique) => onChange({ technique: technique.toUpperCase() })} accept={(text) => text === '' || isTechnique(text)} label="Technique, such as T1059" className={styles.filterTechnique} />
      {withTime && <Choice name="Time" all="Any time" names={spanNames} value={filter.since} onChoose={(since) => onChange({ since: since as ScriptListFilter['since'] })} />}
    </search>
  );
}

interface ChoiceProps {
  name: string;
  all: string;
  names: Readonly<Record<string, string>>;
  value: string;
  onChoose: (value: string) => void;
}

function Choice({ name, all, names, value, onChoose }: ChoiceProps) {
  return (
    <Select value={value} onChange={(_, data) => onChoose(data.value)} aria-label={name}>
      <option value="">{all}</option>
      {Object.entries(names).map(([id, text]) => (
        <option key={id} value={id}>
          {text}
        </option>
      ))}
    </Select>
  );
}

interface TypedProps {
  value: string;
  onSettled: (text: string) => void;
  accept?: (text: string) => boolean;
  label: string;
  className: string | undefined;
  icon?: boolean;
}

const pause = 300;

/** A field that filters when the typing pauses, once what is typed is whole. */
function Typed({ value, onSettled, accept = () => true, label, className, icon = false }: TypedProps) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (text.trim().toLowerCase() !== value.toLowerCase()) setText(value);
  }
  const wanted = text.trim();
  const fits = accept(wanted);
  useEffect(() => {
    if (!fits || wanted.toLowerCase() === value.toLowerCase()) return;
    const timer = setTimeout(() => onSettled(wanted), pause);
    return () => clearTimeout(timer);
  }, [wanted, fits, value, onSettled]);
  return <Input type="search" value={text} onChange={(_, data) => setText(data.value)} aria-label={label} placeholder={label} aria-invalid={!fits || undefined} className={className} contentBefore={icon ? <SearchRegular /> : undefined} />;
}
