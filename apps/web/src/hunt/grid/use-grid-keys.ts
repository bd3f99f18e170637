import { useCallback, useState } from 'react';

/** A place in the grid: row -1 is the head. Rows count in the order shown. */
export interface GridPlace {
  row: number;
  column: number;
}

interface Moves {
  rows: number;
  columns: number;
  /** Rows a page has. */
  page: () => number;
  onReveal: (place: GridPlace) => void;
  /** Keys other than those that move; true when one was used. */
  onKey: (event: React.KeyboardEvent, place: GridPlace) => boolean;
}

/** The place in the grid the keyboard is at, and the keys that move it. Focus stays on the grid; the place is its active descendant. */
export function useGridKeys({ rows, columns, page, onReveal, onKey }: Moves): { place: GridPlace; go: (place: GridPlace) => void; onKeyDown: (event: React.KeyboardEvent) => void } {
  const [held, setHeld] = useState<GridPlace>({ row: 0, column: 0 });
  const place = { row: Math.min(held.row, rows - 1), column: Math.max(0, Math.min(held.column, columns - 1)) };
  const go = useCallback(
    (to: GridPlace) => {
      const inside = { row: Math.max(-1, Math.min(to.row, rows - 1)), column: Math.max(0, Math.min(to.column, columns - 1)) };
      setHeld(inside);
      onReveal(inside);
    },
    [rows, columns, onReveal],
  );
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.defaultPrevented || event.altKey) return;
    const all = event.ctrlKey || event.metaKey;
    const { row, column } = place;
    const to: Partial<Record<string, GridPlace>> = {
      ArrowDown: { row: all ? rows - 1 : row + 1, column },
      ArrowUp: { row: all ? -1 : row - 1, column },
      ArrowRight: { row, column: all ? columns - 1 : column + 1 },
      ArrowLeft: { row, column: all ? 0 : column - 1 },
      Home: { row: all ? 0 : row, column: 0 },
      End: { row: all ? rows - 1 : row, column: columns - 1 },
      PageDown: { row: row + page(), column },
      PageUp: { row: Math.max(0, row - page()), column },
    };
    const target = event.shiftKey ? undefined : to[event.key];
    if (target) {
      event.preventDefault();
      go(target);
    } else if (onKey(event, place)) event.preventDefault();
  };
  return { place, go, onKeyDown };
}
