import { useState } from 'react';
import { Button } from '@fluentui/react-components';
import { Chip } from '../ui/badges.js';
import { CopyButton } from '../ui/copy-button.js';
import { Untrusted } from '../ui/untrusted.js';
import { label } from '../lib/labels.js';
import type { Script } from './script-page.js';
import styles from './scripts.module.css';

interface Shows {
  onShow: (to: { layer: number; line?: number }) => void;
}

const weights = ['malicious', 'suspicious', 'notable', 'routine'];

/** What the script does, the gravest first. */
export function FactList({ facts, onShow }: { facts: Script['facts'] } & Shows) {
  const [all, setAll] = useState(false);
  const ranked = [...facts].sort((a, b) => weights.indexOf(a.weight) - weights.indexOf(b.weight) || a.layer - b.layer || a.line - b.line);
  const shown = all ? ranked : ranked.slice(0, 25);
  return (
    <section className={styles.sheet} aria-label="Facts">
      <h2 className={styles.sheetTitle}>Facts</h2>
      {facts.length === 0 && <p className={styles.empty}>Nothing was found that this engine knows.</p>}
      <ul className={styles.facts}>
        {shown.map((fact) => (
          <li key={fact.id} className={styles.fact} data-weight={fact.weight}>
            <span className={styles.factText}>
              {fact.phrase}
              {Object.entries((fact.values ?? {}) as Record<string, string>)
                .filter(([name]) => name !== 'hidden')
                .slice(0, 3)
                .map(([name, value]) => (
                  <Untrusted key={name} mono className={styles.factValue}>
                    {value.length > 160 ? `${value.slice(0, 160)}…` : value}
                  </Untrusted>
                ))}
            </span>
            <span className={styles.factSide}>
              {fact.techniques.map((id) => (
                <Chip key={id}>{id}</Chip>
              ))}
              <button type="button" className={styles.cite} onClick={() => onShow({ layer: fact.layer, line: fact.line })} aria-label={`${fact.layer}:${fact.line}, show layer ${fact.layer}, line ${fact.line}`}>
                {`${fact.layer}:${fact.line}`}
              </button>
            </span>
          </li>
        ))}
      </ul>
      {ranked.length > shown.length && (
        <div className={styles.more}>
          <Button onClick={() => setAll(true)}>{`Show all ${ranked.length}`}</Button>
        </div>
      )}
    </section>
  );
}

/** What can be looked for elsewhere; copying gives the real value, the page shows it defanged. */
export function IndicatorList({ indicators, onShow }: { indicators: Script['indicators'] } & Shows) {
  if (indicators.length === 0) return null;
  return (
    <section className={styles.sheet} aria-label="Indicators">
      <h2 className={styles.sheetTitle}>
        Indicators
        <CopyButton value={() => indicators.map(({ value }) => value).join('\n')} what="all indicators" />
      </h2>
      <ul className={styles.facts}>
        {indicators.slice(0, 100).map((indicator) => (
          <li key={`${indicator.type} ${indicator.value}`} className={styles.indicator}>
            <span className={styles.quiet}>{indicator.type}</span>
            <Untrusted mono>{indicator.defanged}</Untrusted>
            <span className={styles.factSide}>
              {indicator.commonHost && <Chip title="A host that honest software talks to every day">common</Chip>}
              <CopyButton value={indicator.value} what={indicator.type} />
              <CopyButton value={indicator.hunt} what={`KQL that hunts this ${indicator.type}`} text="KQL" />
              <button type="button" className={styles.cite} onClick={() => onShow({ layer: indicator.layer, line: indicator.line })} aria-label={`${indicator.layer}:${indicator.line}, show layer ${indicator.layer}, line ${indicator.line}`}>
                {`${indicator.layer}:${indicator.line}`}
              </button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The ATT&CK techniques that the facts carry. */
export function TechniqueList({ techniques }: { techniques: Script['techniques'] }) {
  if (techniques.length === 0) return null;
  return (
    <section className={styles.sheet} aria-label="Techniques">
      <h2 className={styles.sheetTitle}>ATT&CK techniques</h2>
      <ul className={styles.facts}>
        {techniques.map((technique) => (
          <li key={technique.id} className={styles.indicator}>
            <span className={styles.quiet}>{technique.id}</span>
            <span>{technique.name}</span>
            <span className={styles.quiet}>{technique.tactics.map((tactic) => label(tactic)).join(', ')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const reasons: Readonly<Record<string, string>> = { budget: 'A limit was reached', unknownKey: 'The key is not in the script', unknownValue: 'It depends on a value the script does not hold', remoteContent: 'It is fetched when the script runs', malformed: 'It could not be read', unsupported: 'Its encoding is not supported' };

/** What stays closed, and why. */
export function GapList({ gaps, onShow }: { gaps: Script['notDecoded'] } & Shows) {
  if (gaps.length === 0) return null;
  return (
    <section className={styles.sheet} aria-label="Not decoded">
      <h2 className={styles.sheetTitle}>Not decoded</h2>
      <ul className={styles.facts}>
        {gaps.slice(0, 50).map((gap, i) => (
          <li key={i} className={styles.fact}>
            <span className={styles.factText}>
              {reasons[gap.reason] ?? gap.reason}
              <Untrusted mono className={styles.factValue}>
                {gap.detail}
              </Untrusted>
            </span>
            <button type="button" className={styles.cite} onClick={() => onShow({ layer: gap.layer, line: gap.line })} aria-label={`${gap.layer}:${gap.line}, show layer ${gap.layer}, line ${gap.line}`}>
              {`${gap.layer}:${gap.line}`}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
