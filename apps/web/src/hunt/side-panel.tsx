import { Button, Tab, TabList } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import type { SavedHuntItemFragment } from '../graphql/generated/graphql.js';
import { sideChoice, sidePanels, type SidePanel as Panel } from './choices.js';
import { HistoryPanel, type PastHunt } from './history-panel.js';
import { SavedPanel } from './saved-panel.js';
import { SchemaBrowser } from './schema-browser.js';
import styles from './side.module.css';

const titles: Readonly<Record<Panel, string>> = { schema: 'Schema', history: 'History', saved: 'Saved' };

interface SidePanelProps {
  panel: Panel;
  version: number;
  onInsert: (text: string) => void;
  onHistory: (hunt: PastHunt) => void;
  onSaved: (hunt: SavedHuntItemFragment) => void;
}

/** What helps to write a query, beside it. */
export function SidePanel({ panel, version, onInsert, onHistory, onSaved }: SidePanelProps) {
  return (
    <aside className={styles.side} aria-label="Schema, history and saved hunts">
      <div className={styles.sideHead}>
        <TabList size="small" selectedValue={panel} onTabSelect={(_, data) => sideChoice.set(data.value as Panel)} aria-label="Beside the editor">
          {sidePanels.map((name) => (
            <Tab key={name} value={name}>
              {titles[name]}
            </Tab>
          ))}
        </TabList>
        <Button size="small" appearance="subtle" icon={<DismissRegular />} aria-label="Hide this panel" onClick={() => sideChoice.set('none')} />
      </div>
      {panel === 'schema' && <SchemaBrowser onInsert={onInsert} />}
      {panel === 'history' && <HistoryPanel version={version} onOpen={onHistory} />}
      {panel === 'saved' && <SavedPanel version={version} onOpen={onSaved} />}
    </aside>
  );
}
