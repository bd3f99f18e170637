import { useFactFocus } from './fact-focus.js';
import { FactPanel } from './fact-panel.js';
import layout from './summary.module.css';

interface WithFactPanelProps {
  incidentId: string;
  children: React.ReactNode;
}

/** A tab with citations: the fact in focus shows beside it, and takes no room while there is none. */
export function WithFactPanel({ incidentId, children }: WithFactPanelProps) {
  const { active } = useFactFocus();
  return (
    <div className={layout.over}>
      {children}
      {active && (
        <div className={layout.overPanel}>
          <FactPanel incidentId={incidentId} fact={active} />
        </div>
      )}
    </div>
  );
}
