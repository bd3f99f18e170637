import { useEffect, useRef, useState } from 'react';
import { Menu, MenuDivider, MenuGroup, MenuGroupHeader, MenuItem, MenuList, MenuPopover } from '@fluentui/react-components';
import { ArrowExpandRegular } from '@fluentui/react-icons/svg/arrow-expand';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import { FilterRegular } from '@fluentui/react-icons/svg/filter';
import { ShieldRegular } from '@fluentui/react-icons/svg/shield';
import { visibleText } from '../../lib/visible-text.js';
import { copyText } from '../../ui/copy-button.js';
import { PivotItems, type Pivot } from '../pivot-items.js';
import styles from './grid.module.css';

/** What a cell's menu is about. */
export interface MenuSubject {
  target: HTMLElement;
  column: string;
  /** Text of the cell; undefined for the head of a column. */
  text?: string;
  defanged?: string;
  row?: number;
  /** Kind of entity the cell names. */
  entity?: string;
}

interface GridMenuProps {
  subject: MenuSubject | undefined;
  onClose: () => void;
  onKeep: (op: 'is' | 'isNot') => void;
  onCopyRow: () => void;
  onDetails: () => void;
  onSort: (descending: boolean) => void;
  onFit: () => void;
  onFilter: () => void;
  loadPivots?: (type: string, value: string) => Promise<readonly Pivot[]>;
  onPivot?: (kql: string) => void;
  onCopied: (text: string) => void;
}

/** The menu of a cell or a head: copy, keep, exclude, look closer, hunt for it. */
export function GridMenu({ subject, onClose, onKeep, onCopyRow, onDetails, onSort, onFit, onFilter, loadPivots, onPivot, onCopied }: GridMenuProps) {
  const list = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState(subject);
  if (subject && subject !== held) setHeld(subject);
  useEffect(() => {
    if (!subject) return;
    const frame = requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus());
    return () => cancelAnimationFrame(frame);
  }, [subject]);
  const shown = subject ?? held;
  if (!shown) return null;
  const { text, defanged, entity, column } = shown;
  const copy = (value: string): void => void copyText(value).then(() => onCopied(value), () => onCopied(''));
  return (
    <Menu open={subject !== undefined} onOpenChange={(_, data) => data.open || onClose()} positioning={{ target: shown.target, position: 'below', align: 'start' }}>
      <MenuPopover className={styles.menu}>
        <MenuList ref={list} aria-label={text === undefined ? `Column ${visibleText(column)}` : `Cell ${visibleText(text).slice(0, 60)}`}>
          {text === undefined ? (
            <>
              <MenuItem onClick={() => onSort(false)}>Sort ascending</MenuItem>
              <MenuItem onClick={() => onSort(true)}>Sort descending</MenuItem>
              <MenuItem icon={<FilterRegular />} onClick={onFilter}>
                Filter this column
              </MenuItem>
              <MenuItem icon={<ArrowExpandRegular />} onClick={onFit}>
                Fit the width
              </MenuItem>
            </>
          ) : (
            <>
              {entity !== undefined && text !== '' && loadPivots && onPivot && (
                <>
                  <MenuGroup>
                    <MenuGroupHeader>{`Hunt for ${visibleText(text).slice(0, 40)}`}</MenuGroupHeader>
                    <PivotItems type={entity} value={text} load={loadPivots} onPick={onPivot} />
                  </MenuGroup>
                  <MenuDivider />
                </>
              )}
              <MenuItem icon={<CopyRegular />} secondaryContent="Ctrl+C" onClick={() => copy(text)}>
                Copy the value
              </MenuItem>
              {defanged !== undefined && defanged !== text && (
                <MenuItem icon={<ShieldRegular />} onClick={() => copy(defanged)}>
                  Copy it defanged
                </MenuItem>
              )}
              <MenuItem icon={<CopyRegular />} secondaryContent="Ctrl+Shift+C" onClick={onCopyRow}>
                Copy the row
              </MenuItem>
              <MenuDivider />
              <MenuItem icon={<FilterRegular />} onClick={() => onKeep('is')}>
                Keep only this value
              </MenuItem>
              <MenuItem icon={<FilterRegular />} onClick={() => onKeep('isNot')}>
                Exclude this value
              </MenuItem>
              <MenuItem icon={<ArrowExpandRegular />} secondaryContent="Enter" onClick={onDetails}>
                Show the whole row
              </MenuItem>
            </>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
