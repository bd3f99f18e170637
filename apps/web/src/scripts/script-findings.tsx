import { useState } from 'react';
import { Button } from '@fluentui/react-components';
import { defangText } from '../lib/defang-text.js';
import { count, label } from '../lib/labels.js';
import type { ScriptPlace } from '../lib/script-place.js';
import { Chip } from '../ui/badges.js';
import { CopyButton } from '../ui/copy-button.js';
import { CopyMenu } from '../ui/copy-menu.js';
import { Untrusted } from '../ui/untrusted.js';
import { isSamePlace, PlaceButton, placeOf, type ShowPlace } from './place-button.js';
import { gapReasons } from './script-labels.js';
import type { Script } from './use-script.js';
import styles from './scripts.module.css';

interface Shows {
  current: ScriptPlace | undefined;
  onShow: ShowPlace;
}

const weights = ['malicious', 'suspicious', 'notable', 'routine'];
const fewFacts = 25;
const fewIndicators = 12;
const longestValue = 160;

interface FactListProps extends Shows {
  facts: Script['facts'];
  verdictFacts: readonly string[];
  indicators: Script['indicators'];
  /** Whether technique ids are shown. */
  techniques: boolean;
}

/** What the script does: what decided the verdict first, then the gravest. */
export function FactList({ facts, verdictFacts, indicators, techniques, current, onShow }: FactListProps) {
  const [all, setAll] = useState(false);
  const deciding = new Set(verdictFacts);
  const ranked = [...facts].sort((a, b) => Number(deciding.has(b.id)) - Number(deciding.has(a.id)) || weights.indexOf(a.weight) - weights.indexOf(b.weight) || a.layer - b.layer || a.line - b.line);
  const shown = all ? ranked : ranked.slice(0, fewFacts);
  return (
    <section className={styles.sheet} aria-label="Facts">
      <h2 className={styles.sheetTitle}>
        Facts
        <span className={styles.quiet}>{deciding.size > 0 ? `${deciding.size} of ${facts.length} decide the verdict` : count(facts.length, 'fact')}</span>
      </h2>
      {facts.length === 0 && <p className={styles.empty}>Nothing was found that this engine knows.</p>}
      <ul className={styles.facts}>
        {shown.map((fact) => (
          <li key={fact.id} className={styles.fact} data-weight={fact.weight} data-current={isSamePlace(placeOf(fact), current) || undefined}>
            <span className={styles.factText}>
              <button type="button" className={styles.factButton} onClick={() => onShow(placeOf(fact))}>
                <Untrusted>{fact.phrase}</Untrusted>
              </button>
              {valuesOf(fact.values).map(([name, value]) => (
                <Untrusted key={name} mono className={styles.factValue}>
                  {short(defangText(value, indicators))}
                </Untrusted>
              ))}
              <span className={styles.factMarks}>
                {deciding.has(fact.id) && <span className={styles.deciding}>Decides the verdict</span>}
                {fact.certainty === 'possible' && <span className={styles.quiet}>Possible</span>}
                {techniques && fact.techniques.map((id) => <Chip key={id}>{id}</Chip>)}
              </span>
            </span>
            <PlaceButton place={placeOf(fact)} what={fact.phrase} current={current} onShow={onShow} />
          </li>
        ))}
      </ul>
      {ranked.length > shown.length && (
        <div className={styles.more}>
          <Button onClick={() => setAll(true)}>{`Show all ${ranked.length} facts`}</Button>
        </div>
      )}
    </section>
  );
}

/** What can be looked for elsewhere: shown defanged, copied as it is, with a query that hunts it. */
export function IndicatorList({ indicators, current, onShow }: { indicators: Script['indicators'] } & Shows) {
  const [all, setAll] = useState(false);
  if (indicators.length === 0) return null;
  const shown = all ? indicators : indicators.slice(0, fewIndicators);
  return (
    <section className={styles.sheet} aria-label="Indicators">
      <h2 className={styles.sheetTitle}>
        Indicators
        <CopyMenu
          name="Copy all indicators"
          text="Copy all"
          choices={[
            { what: 'Defanged, one a line', value: () => indicators.map(({ type, defanged }) => `${type}: ${defanged}`).join('\n') },
            { what: 'Real values, one a line', value: () => indicators.map(({ value }) => value).join('\n') },
            { what: 'Hunting queries (KQL)', value: () => indicators.map(({ type, defanged, hunt }) => `// ${type} ${defanged.replaceAll(/[\r\n]+/g, ' ')}\n${hunt}`).join('\n\n') },
          ]}
        />
      </h2>
      <ul className={styles.facts}>
        {shown.map((indicator) => (
          <li key={`${indicator.type} ${indicator.value}`} className={styles.indicator} data-current={isSamePlace(placeOf(indicator), current) || undefined}>
            <span className={styles.quiet}>{indicator.type}</span>
            <span className={styles.indicatorValue}>
              <Untrusted mono>{indicator.defanged}</Untrusted>
              {indicator.commonHost && <Chip title="A host that honest software talks to every day">common host</Chip>}
            </span>
            <span className={styles.factSide}>
              <CopyButton value={indicator.value} what={`${indicator.type}, real value`} />
              <CopyButton value={indicator.hunt} what={`KQL that hunts this ${indicator.type}`} text="KQL" />
              <PlaceButton place={placeOf(indicator)} what={indicator.type} current={current} onShow={onShow} />
            </span>
          </li>
        ))}
      </ul>
      {indicators.length > shown.length && (
        <div className={styles.more}>
          <Button onClick={() => setAll(true)}>{`Show all ${indicators.length} indicators`}</Button>
        </div>
      )}
    </section>
  );
}

/** The ATT&CK techniques that the facts carry, each with where it shows. */
export function TechniqueList({ techniques, facts, current, onShow }: { techniques: Script['techniques']; facts: Script['facts'] } & Shows) {
  if (techniques.length === 0) return null;
  return (
    <section className={styles.sheet} aria-label="Techniques">
      <h2 className={styles.sheetTitle}>ATT&CK techniques</h2>
      <ul className={styles.facts}>
        {techniques.map((technique) => {
          const first = facts.find(({ id }) => technique.facts.includes(id));
          return (
            <li key={technique.id} className={styles.technique}>
              <span>
                <Chip>{technique.id}</Chip>
              </span>
              <span className={styles.techniqueName}>
                {technique.name}
                {technique.tactics.length > 0 && <span className={styles.tactics}>{technique.tactics.map((tactic) => label(tactic)).join(', ')}</span>}
              </span>
              {first && <PlaceButton place={placeOf(first)} what={technique.name} current={current} onShow={onShow} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What stays closed, and why. */
export function GapList({ gaps, current, onShow }: { gaps: Script['notDecoded'] } & Shows) {
  if (gaps.length === 0) return null;
  return (
    <section className={styles.sheet} aria-label="Not decoded">
      <h2 className={styles.sheetTitle}>
        Not decoded
        <span className={styles.quiet}>{count(gaps.length, 'place')}</span>
      </h2>
      <ul className={styles.facts}>
        {gaps.slice(0, 50).map((gap, i) => (
          <li key={i} className={styles.fact}>
            <span className={styles.factText}>
              {gapReasons[gap.reason] ?? label(gap.reason)}
              <Untrusted mono className={styles.factValue}>
                {short(defangText(gap.detail))}
              </Untrusted>
            </span>
            <PlaceButton place={{ layer: gap.layer, line: gap.line }} what="what stays closed" current={current} onShow={onShow} />
          </li>
        ))}
      </ul>
      {gaps.length > 50 && <p className={styles.empty}>{`${gaps.length - 50} more are not listed.`}</p>}
    </section>
  );
}

/** The first arguments of a fact; what a hidden text begins with says nothing to people. */
function valuesOf(values: unknown): [string, string][] {
  return Object.entries((values ?? {}) as Record<string, unknown>)
    .filter(([name]) => name !== 'hidden')
    .slice(0, 3)
    .map(([name, value]) => [name, String(value)]);
}

function short(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
