import { useState } from 'react';
import { Button, Menu, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { TargetRegular } from '@fluentui/react-icons/svg/target';
import { useNavigate } from 'react-router';
import { anyTime } from '../lib/hunt-time.js';
import { huntHash } from '../lib/hunt-link.js';
import { visibleText } from '../lib/visible-text.js';
import { PivotItems } from './pivot-items.js';
import type { HuntHandover } from './use-hunt-link.js';
import { usePivots } from './use-pivots.js';

interface HuntMenuProps {
  /** Kind of the thing, as evidence or a summary says it. */
  type: string;
  value: string;
  incidentId: string;
}

/** Ready hunts for something an incident names; the one chosen opens in the hunting page with the incident as its context. */
export function HuntMenu({ type, value, incidentId }: HuntMenuProps) {
  const [open, setOpen] = useState(false);
  const load = usePivots(incidentId);
  const navigate = useNavigate();
  const go = (kql: string): void => {
    void huntHash({ kql, time: anyTime }).then((hash) => navigate({ pathname: '/hunt', search: `?incident=${encodeURIComponent(incidentId)}`, hash: hash ?? '' }, { state: { picked: true } satisfies HuntHandover }));
  };
  return (
    <Menu open={open} onOpenChange={(_, data) => setOpen(data.open)}>
      <MenuTrigger disableButtonEnhancement>
        <Button size="small" appearance="subtle" icon={<TargetRegular />} aria-label={`Hunt for ${visibleText(value).slice(0, 80)}`} title="Hunt" onClick={(event) => event.stopPropagation()} />
      </MenuTrigger>
      <MenuPopover onClick={(event) => event.stopPropagation()}>
        <MenuList>{open && <PivotItems type={type} value={value} load={load} onPick={go} />}</MenuList>
      </MenuPopover>
    </Menu>
  );
}
