import { placeMark, type ScriptPlace } from '../lib/script-place.js';
import styles from './scripts.module.css';

/** Shows a place of the script in its layer. */
export type ShowPlace = (place: ScriptPlace) => void;

interface PlaceButtonProps {
  place: ScriptPlace;
  /** What stands there, for those who hear the page. */
  what: string;
  current: ScriptPlace | undefined;
  onShow: ShowPlace;
}

/** The mark of a place: pressed, the page shows that line of that layer. */
export function PlaceButton({ place, what, current, onShow }: PlaceButtonProps) {
  const { layer, line = 1 } = place;
  return (
    <button type="button" className={styles.cite} aria-pressed={isSamePlace(place, current)} onClick={() => onShow(place)} title={`Layer ${layer}, line ${line}`} aria-label={`${placeMark(place)}, show ${what}: layer ${layer}, line ${line}`}>
      {placeMark(place)}
    </button>
  );
}

/** True when both lead to the same line and stretch. */
export function isSamePlace(a: ScriptPlace, b: ScriptPlace | undefined): boolean {
  return b !== undefined && a.layer === b.layer && a.line === b.line && a.start === b.start && a.end === b.end;
}

/** The place of something found; without a stretch when it has none. */
export function placeOf({ layer, line, start, end }: { layer: number; line: number; start: number; end: number }): ScriptPlace {
  return end > start ? { layer, line, start, end } : { layer, line };
}
