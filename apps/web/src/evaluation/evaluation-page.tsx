import { useCallback, useMemo } from 'react';
import { Tab, TabList } from '@fluentui/react-components';
import { useSearchParams } from 'react-router';
import { usePageTitle } from '../ui/use-page-title.js';
import { useShownTab } from '../ui/use-shown-tab.js';
import { CasesView } from './cases-view.js';
import { CompositionsView } from './compositions-view.js';
import { evaluationViews, readAddress, shownDays, viewWords, writeAddress, type EvaluationAddress, type EvaluationView } from './evaluation-address.js';
import { FeedbackView } from './feedback-view.js';
import { FiguresView } from './figures-view.js';
import { LessonsView } from './lessons-view.js';
import { RangeControl } from './range-control.js';
import { RunsView } from './runs-view.js';
import styles from './evaluation.module.css';

/** What a view of the evaluation is told: what is shown, and how to show something else. */
export interface ViewProps {
  address: EvaluationAddress;
  onChange: (part: Partial<EvaluationAddress>) => void;
  /** First and last day shown, in UTC. */
  days: { from: string; to: string };
}

/** How the cards of every capability do: figures by composer, what people said, what they propose, and cases made of it. */
export function EvaluationPage() {
  usePageTitle('Evaluation');
  const [params, setParams] = useSearchParams();
  const address = useMemo(() => readAddress(params), [params]);
  const onChange = useCallback((part: Partial<EvaluationAddress>) => setParams((now) => writeAddress({ ...readAddress(now), ...part }), { replace: true, preventScrollReset: true }), [setParams]);
  const { from, to } = shownDays(address, Date.now());
  const days = useMemo(() => ({ from, to }), [from, to]);
  const { view } = address;
  useShownTab(`view-${view}`);
  const props = { address, onChange, days };
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>Evaluation</h1>
        {(view === 'figures' || view === 'feedback' || view === 'settings') && <RangeControl address={address} days={days} onChange={onChange} />}
      </header>
      <TabList selectedValue={view} onTabSelect={(_, selected) => onChange({ view: selected.value as EvaluationView })} aria-label="Ways to look at the evaluation" className={styles.tabs}>
        {evaluationViews.map((name) => (
          <Tab key={name} value={name} id={`view-${name}`} aria-controls={name === view ? 'view-panel' : undefined}>
            {viewWords[name]}
          </Tab>
        ))}
      </TabList>
      <div role="tabpanel" id="view-panel" aria-labelledby={`view-${view}`} className={styles.panel}>
        {view === 'figures' && <FiguresView {...props} />}
        {view === 'feedback' && <FeedbackView {...props} />}
        {view === 'lessons' && <LessonsView {...props} />}
        {view === 'cases' && <CasesView {...props} />}
        {view === 'runs' && <RunsView {...props} />}
        {view === 'settings' && <CompositionsView {...props} />}
      </div>
    </div>
  );
}
