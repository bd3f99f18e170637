import { languageNames } from './script-labels.js';
import { LayerView, type Layer } from './layer-view.js';
import styles from './scripts.module.css';

interface LayerPanesProps {
  layers: readonly Layer[];
  selected: number;
  line: number | undefined;
  onSelect: (index: number) => void;
}

const kinds: Readonly<Record<string, string>> = { input: 'As submitted', payload: 'Decoded', simplified: 'Simplified', executed: 'What it runs' };

/** The layers of a script: their tree, the chosen one, and beside it the one it came out of with its origin marked. */
export function LayerPanes({ layers, selected, line, onSelect }: LayerPanesProps) {
  const layer = layers[selected];
  if (!layer) return null;
  const parent = layer.parent === null ? undefined : layers[layer.parent];
  const origin = parent ? originOf(layer) : undefined;
  return (
    <section className={styles.layers} aria-label="Layers">
      <ul className={styles.tree}>
        {layers.map((each) => (
          <li key={each.index} style={{ paddingInlineStart: depthOf(each, layers) * 14 }}>
            <button type="button" className={styles.treeItem} aria-current={each.index === selected || undefined} onClick={() => onSelect(each.index)}>
              <span className={styles.treeName}>
                {each.index} {kinds[each.kind] ?? each.kind}
              </span>
              <span className={styles.quiet}>{each.binaryBytes === null || each.binaryBytes === undefined ? languageNames[each.language] : 'Binary'}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className={styles.panes} data-two={parent ? true : undefined}>
        {parent && (
          <div className={styles.pane}>
            <p className={styles.paneTitle}>
              Layer {parent.index}, lines {layer.fromLine} to {layer.fromEndLine}
            </p>
            <LayerView layer={parent} origin={origin} label={`Layer ${parent.index}, where layer ${layer.index} came from`} />
          </div>
        )}
        <div className={styles.pane}>
          <p className={styles.paneTitle}>
            Layer {layer.index}
            {layer.rules.length > 0 && <span className={styles.quiet}>{`: ${layer.rules.join(', ')}`}</span>}
          </p>
          <LayerView layer={layer} line={line} label={`Layer ${layer.index}`} />
        </div>
      </div>
    </section>
  );
}

/** The stretch of the parent that was changed; all of it when nothing finer is known. */
function originOf(layer: Layer): { start: number; end: number } | undefined {
  const made = layer.segments.filter((segment) => !segment.exact);
  const shown = made.length > 0 ? made : layer.segments;
  if (shown.length === 0) return undefined;
  return { start: Math.min(...shown.map((segment) => segment.parentStart)), end: Math.max(...shown.map((segment) => segment.parentEnd)) };
}

function depthOf(layer: Layer, layers: readonly Layer[]): number {
  let depth = 0;
  for (let at: Layer | undefined = layer; at && at.parent !== null && depth < 40; at = layers[at.parent]) depth++;
  return Math.min(depth, 8);
}
