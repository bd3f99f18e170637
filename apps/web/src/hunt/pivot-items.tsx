import { useEffect, useState } from 'react';
import { MenuItem } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { problemOf } from '../app/problem.js';
import { visibleText } from '../lib/visible-text.js';

/** A ready hunt for something on the screen. */
export interface Pivot {
  title: string;
  kql: string;
}

interface PivotItemsProps {
  type: string;
  value: string;
  load: (type: string, value: string) => Promise<readonly Pivot[]>;
  onPick: (kql: string) => void;
}

type State = { is: 'asking' } | { is: 'there'; pivots: readonly Pivot[] } | { is: 'failed'; reason: string };

/** The hunts a thing can be looked for with, as items of a menu; asked for when the menu opens. */
export function PivotItems({ type, value, load, onPick }: PivotItemsProps) {
  const [state, setState] = useState<State>({ is: 'asking' });
  useEffect(() => {
    let wanted = true;
    load(type, value).then(
      (pivots) => wanted && setState({ is: 'there', pivots }),
      (error: unknown) => wanted && setState({ is: 'failed', reason: problemOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [type, value, load]);
  if (state.is === 'asking') return <MenuItem disabled>Looking for hunts …</MenuItem>;
  if (state.is === 'failed') return <MenuItem disabled>{state.reason}</MenuItem>;
  if (state.pivots.length === 0) return <MenuItem disabled>There is no ready hunt for this</MenuItem>;
  return state.pivots.map((pivot) => (
    <MenuItem key={pivot.title} icon={<SearchRegular />} onClick={() => onPick(pivot.kql)}>
      {visibleText(pivot.title)}
    </MenuItem>
  ));
}
