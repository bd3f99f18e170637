import { Button, Menu, MenuDivider, MenuGroup, MenuGroupHeader, MenuItem, MenuList, MenuPopover, MenuTrigger, MessageBar, MessageBarBody, ProgressBar, SplitButton, type MenuButtonProps } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { ShieldCheckmarkRegular } from '@fluentui/react-icons/svg/shield-checkmark';
import { problemOf } from '../app/problem.js';
import type { ScriptLanguage } from '../graphql/generated/graphql.js';
import { count, label } from '../lib/labels.js';
import { languageNames } from '../lib/script-filter.js';
import { placeMark, type ScriptPlace } from '../lib/script-place.js';
import { scriptAsText, type ScriptReport } from '../lib/script-text.js';
import { bySection } from '../lib/summary-text.js';
import { CardFeedbackSlot } from '../ui/card-slot.js';
import { CopyMenu } from '../ui/copy-menu.js';
import { Age } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { PlaceButton, placeOf, type ShowPlace } from './place-button.js';
import { gapReasons, verdictWord } from './script-labels.js';
import type { Script, ScriptState } from './use-script.js';
import styles from './scripts.module.css';

interface ScriptCardProps {
  script: Script;
  state: ScriptState;
  current: ScriptPlace | undefined;
  onShow: ShowPlace;
}

const sectionTitles: Readonly<Record<string, string>> = { story: 'What it does', assets: 'What it talks to', open: 'What stays closed' };

/** What the script does, in plain language, beginning with the verdict and what decided it. */
export function ScriptCard({ script, state, current, onShow }: ScriptCardProps) {
  const { card } = script;
  if (!card) return null;
  const places = placesOf(script);
  return (
    <article className={styles.card} aria-label="Explanation" aria-busy={state.again} data-verdict={verdictWord(script.verdict)}>
      {state.again && <ProgressBar className={styles.progress} aria-label="The script is being analysed again" />}
      <div role="status" className={styles.notices}>
        {card.provenance.fallback && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>
              A model was asked, and rules composed this card instead: <Untrusted>{card.provenance.fallback}</Untrusted>
            </MessageBarBody>
          </MessageBar>
        )}
        {state.againError !== undefined && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{problemOf(state.againError)}</MessageBarBody>
          </MessageBar>
        )}
      </div>
      <div className={styles.prose}>
        {bySection(card.statements).map(({ section, statements }) => (
          <section key={section} data-section={section} aria-label={sectionTitles[section] ?? (section === 'lead' ? 'Verdict' : label(section))}>
            {section !== 'lead' && <h2 className={styles.proseTitle}>{sectionTitles[section] ?? label(section)}</h2>}
            {statements.map((statement, i) => (
              <p key={i} className={section === 'lead' ? styles.lead : styles.sentence}>
                <Untrusted>{statement.text}</Untrusted>
                {citedLines(statement.facts, places).map(({ id, place, what }) => (
                  <PlaceButton key={id} place={place} what={what} current={current} onShow={onShow} />
                ))}
              </p>
            ))}
          </section>
        ))}
      </div>
      <footer className={styles.footer}>
        <div className={styles.footerLine}>
          <span className={styles.footerMark}>
            <ShieldCheckmarkRegular aria-hidden="true" />
            Made from facts; verify
          </span>
          <span>{card.provenance.composer === 'model' ? <>Composed by model {card.provenance.model && <Untrusted>{card.provenance.model}</Untrusted>}</> : 'Composed by rules'}</span>
          <span>{count(script.facts.length, 'fact')}</span>
          <span>{`${count(card.provenance.dropped, 'sentence')} dropped`}</span>
          <span>{`Version ${card.version}`}</span>
          <span>
            <Age value={card.createdAt} />
          </span>
        </div>
        <div className={styles.footerActions}>
          <CopyMenu
            name="Copy the analysis"
            text="Copy"
            choices={[
              { what: 'Analysis, addresses defanged', value: () => scriptAsText(reportOf(script), 'defanged') },
              { what: 'Analysis, real addresses', value: () => scriptAsText(reportOf(script), 'real') },
              { what: 'Link to this page', value: () => window.location.href },
            ]}
          />
          <AgainButton script={script} state={state} />
        </div>
        <CardFeedbackSlot cardId={card.id} kind="scriptAnalysis" subjectId={script.sha256} version={card.version} statements={card.statements} />
      </footer>
    </article>
  );
}

/** Analyses again as before; its menu offers other languages. */
function AgainButton({ script, state }: { script: Script; state: ScriptState }) {
  if (state.again) {
    return (
      <Button size="small" appearance="subtle" icon={<ArrowSyncRegular />} disabledFocusable>
        Being analysed again …
      </Button>
    );
  }
  const others = (Object.keys(languageNames) as ScriptLanguage[]).filter((id) => id !== 'UNKNOWN' && id !== script.language);
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        {(trigger: MenuButtonProps) => (
          <SplitButton size="small" appearance="subtle" icon={<ArrowSyncRegular />} menuButton={{ ...trigger, 'aria-label': 'Analyze again in another language' }} primaryActionButton={{ onClick: () => state.analyzeAgain() }}>
            Analyze again
          </SplitButton>
        )}
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>Read it as</MenuGroupHeader>
            {others.map((id) => (
              <MenuItem key={id} onClick={() => state.analyzeAgain(id)}>
                {languageNames[id]}
              </MenuItem>
            ))}
          </MenuGroup>
          {script.languageGiven && (
            <>
              <MenuDivider />
              <MenuItem onClick={() => state.analyzeAgain('UNKNOWN')}>Find out the language</MenuItem>
            </>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

interface Cited {
  place: ScriptPlace;
  what: string;
}

/** One mark a line, however many facts stand in it. */
function citedLines(ids: readonly string[], places: ReadonlyMap<string, Cited>): (Cited & { id: string })[] {
  const lines = new Map<string, Cited & { id: string }>();
  for (const id of ids) {
    const found = places.get(id);
    if (found && !lines.has(placeMark(found.place))) lines.set(placeMark(found.place), { id, ...found });
  }
  return [...lines.values()];
}

/** Where what a statement cites stands: facts by their id, indicators and gaps by their number. */
function placesOf(script: Script): ReadonlyMap<string, Cited> {
  const places = new Map<string, Cited>();
  for (const { id, layer, line, start, end, phrase } of script.facts) places.set(id, { place: placeOf({ layer, line, start, end }), what: phrase });
  script.indicators.forEach(({ layer, line, start, end, type, defanged }, i) => places.set(`i${i + 1}`, { place: placeOf({ layer, line, start, end }), what: `${type} ${defanged}` }));
  script.notDecoded.forEach(({ layer, line }, i) => places.set(`g${i + 1}`, { place: { layer, line }, what: 'what stays closed' }));
  return places;
}

function reportOf(script: Script): ScriptReport {
  return { ...script, verdict: label(verdictWord(script.verdict)), notDecoded: script.notDecoded.map((gap) => ({ ...gap, why: gapReasons[gap.reason] ?? gap.reason })) };
}
