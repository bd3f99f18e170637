import { useState } from 'react';
import { Button, Input, Menu, MenuDivider, MenuItem, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, Popover, PopoverSurface } from '@fluentui/react-components';
import { ClockRegular } from '@fluentui/react-icons/svg/clock';
import { zoneChoice } from '../app/preferences.js';
import { anyTime, fromField, huntSpans, huntTimeName, rangeProblem, sameHuntTime, toField, type HuntTime } from '../lib/hunt-time.js';
import styles from './hunt.module.css';

interface TimeRangeProps {
  value: HuntTime;
  /** The time of the incident the page is about. */
  incident: HuntTime | undefined;
  onChange: (time: HuntTime) => void;
}

/** Which times the query sees. A time in the query itself narrows it further. */
export function TimeRange({ value, incident, onChange }: TimeRangeProps) {
  const zone = zoneChoice.use();
  const [own, setOwn] = useState(false);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const name = incident && sameHuntTime(value, incident) ? 'Around the incident' : huntTimeName(value, zone);
  const checked = value.kind === 'any' ? 'any' : value.kind === 'last' ? value.last : incident && sameHuntTime(value, incident) ? 'incident' : 'own';
  const pick = (id: string | undefined): void => {
    if (id === 'any') onChange(anyTime);
    else if (id === 'incident' && incident) onChange(incident);
    else if (id !== undefined) onChange({ kind: 'last', last: id });
  };
  return (
    <>
      <Menu checkedValues={{ time: [checked] }} onCheckedValueChange={(_, data) => pick(data.checkedItems[0])}>
        <MenuTrigger disableButtonEnhancement>
          <Button ref={setAnchor} size="small" icon={<ClockRegular />} aria-label={`Time range: ${name}`} className={styles.timeButton}>
            {name}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItemRadio name="time" value="any">
              Any time
            </MenuItemRadio>
            {incident && (
              <MenuItemRadio name="time" value="incident">
                Around the incident
              </MenuItemRadio>
            )}
            {huntSpans.map((span) => (
              <MenuItemRadio key={span.last} name="time" value={span.last}>
                {span.name}
              </MenuItemRadio>
            ))}
            <MenuDivider />
            <MenuItem onClick={() => setOwn(true)}>From … to …</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      <Popover open={own} onOpenChange={(_, data) => setOwn(data.open)} positioning={{ target: anchor, position: 'below', align: 'start' }} trapFocus>
        <PopoverSurface aria-label="Time range">
          <OwnRange
            value={value}
            onChange={(time) => {
              onChange(time);
              setOwn(false);
              anchor?.focus();
            }}
          />
        </PopoverSurface>
      </Popover>
    </>
  );
}

function OwnRange({ value, onChange }: { value: HuntTime; onChange: (time: HuntTime) => void }) {
  const zone = zoneChoice.use();
  const [from, setFrom] = useState(() => (value.kind === 'between' ? toField(value.from, zone) : ''));
  const [to, setTo] = useState(() => (value.kind === 'between' ? toField(value.to, zone) : ''));
  const problem = rangeProblem(from, to, zone);
  return (
    <form
      className={styles.ownRange}
      onSubmit={(event) => {
        event.preventDefault();
        const start = fromField(from, zone);
        const end = fromField(to, zone);
        if (!problem) onChange({ kind: 'between', ...(start !== undefined && { from: start }), ...(end !== undefined && { to: end }) });
      }}
    >
      <label>
        {`From (${zone === 'utc' ? 'UTC' : 'local time'})`}
        <Input type="datetime-local" value={from} onChange={(_, data) => setFrom(data.value)} />
      </label>
      <label>
        To, not included
        <Input type="datetime-local" value={to} onChange={(_, data) => setTo(data.value)} />
      </label>
      <p className={styles.quiet} role="status">
        {problem ?? ''}
      </p>
      <Button type="submit" appearance="primary" size="small" disabledFocusable={problem !== undefined}>
        Use this range
      </Button>
    </form>
  );
}
