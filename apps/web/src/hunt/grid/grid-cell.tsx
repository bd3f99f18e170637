import { memo } from 'react';
import { cellShown, isNumeric } from '../../lib/cell-text.js';
import { visibleParts } from '../../lib/visible-text.js';
import type { Zone } from '../../lib/time.js';
import ui from '../../ui/ui.module.css';
import styles from './grid.module.css';

/** More of a cell than any column can show is not drawn; the row's details and copies hold the whole. */
const mostDrawn = 400;

interface CellTextProps {
  value: unknown;
  type: string;
  zone: Zone;
}

/** A cell's text on one line, with what would be invisible made visible. */
export const CellText = memo(function CellText({ value, type, zone }: CellTextProps) {
  if (value === null || value === undefined) return <span className={styles.null}>{isNumeric(type) || type === 'datetime' ? '–' : ''}</span>;
  const shown = cellShown(value, type, zone);
  const text = shown.length > mostDrawn ? `${shown.slice(0, mostDrawn)}…` : shown;
  // Nearly every cell is plain; only others are split.
  if (/^[\x20-\x7e]*$/.test(text)) return <bdi>{text}</bdi>;
  return (
    <bdi>
      {visibleParts(text).map((part, index) =>
        part.hidden ? (
          <span key={index} className={ui.hiddenCharacter}>
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </bdi>
  );
});
