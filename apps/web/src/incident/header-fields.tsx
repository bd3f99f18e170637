import { useState } from 'react';
import { Button, Input, Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, Popover, PopoverSurface, PopoverTrigger } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { label } from '../lib/labels.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './incident-header.module.css';

interface ChoiceFieldProps {
  name: string;
  value: string;
  values: readonly string[];
  onChange: (value: string) => void;
}

/** A value that is changed by choosing another. */
export function ChoiceField({ name, value, values, onChange }: ChoiceFieldProps) {
  return (
    <Menu checkedValues={{ choice: [value] }} onCheckedValueChange={(_, data) => data.checkedItems[0] && data.checkedItems[0] !== value && onChange(data.checkedItems[0])}>
      <MenuTrigger disableButtonEnhancement>
        <Button size="small" className={styles.field} data-field={name} icon={<ChevronDownRegular />} iconPosition="after">
          <span className={styles.fieldName}>{name}</span> {value === 'unknown' ? 'not set' : label(value)}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {values.map((choice) => (
            <MenuItemRadio key={choice} name="choice" value={choice}>
              {choice === 'unknown' ? 'Not set' : label(choice)}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

interface AssigneeMenuProps {
  value: string | null;
  me: string;
  onChange: (assignedTo: string | null) => void;
}

/** Who works on it: the person here, somebody else by name, or nobody. */
export function AssigneeMenu({ value, me, onChange }: AssigneeMenuProps) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const assign = (person: string | null): void => {
    setOpen(false);
    setName('');
    if (person !== value) onChange(person);
  };
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} trapFocus positioning="below-start">
      <PopoverTrigger disableButtonEnhancement>
        <Button size="small" className={styles.field} icon={<ChevronDownRegular />} iconPosition="after">
          <span className={styles.fieldName}>Assigned to</span> {value ? <Untrusted className={styles.assignee}>{value}</Untrusted> : 'nobody'}
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.assign} aria-label="Assign the incident">
        <div className={styles.assignChoices}>
          {value !== me && <Button appearance="subtle" onClick={() => assign(me)}>{`Assign to me (${me})`}</Button>}
          {value && (
            <Button appearance="subtle" onClick={() => assign(null)}>
              Assign to nobody
            </Button>
          )}
        </div>
        <form
          className={styles.assignForm}
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim()) assign(name.trim());
          }}
        >
          <Input aria-label="Name of another person" placeholder="Another person" value={name} onChange={(_, data) => setName(data.value)} />
          <Button type="submit" appearance="primary" disabled={!name.trim()}>
            Assign
          </Button>
        </form>
      </PopoverSurface>
    </Popover>
  );
}
