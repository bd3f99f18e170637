import { Button, Menu, MenuItemCheckbox, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { label, severities, statuses } from '../lib/labels.js';
import type { QueueFilter } from '../lib/queue-filter.js';
import styles from './queue.module.css';

interface QueueFiltersProps {
  filter: QueueFilter;
  onChange: (filter: QueueFilter) => void;
}

/** Severity and status, several of each. */
export function QueueFilters({ filter, onChange }: QueueFiltersProps) {
  return (
    <div className={styles.filters} role="group" aria-label="Filters">
      <ChoiceMenu name="Severity" values={severities} chosen={filter.severity} onChange={(severity) => onChange({ ...filter, severity })} />
      <ChoiceMenu name="Status" values={statuses} chosen={filter.status} onChange={(status) => onChange({ ...filter, status })} />
    </div>
  );
}

interface ChoiceMenuProps {
  name: string;
  values: readonly string[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

function ChoiceMenu({ name, values, chosen, onChange }: ChoiceMenuProps) {
  const text = chosen.length === 0 ? name : `${name}: ${chosen.map(label).join(', ')}`;
  return (
    <Menu checkedValues={{ chosen }} onCheckedValueChange={(_, data) => onChange(data.checkedItems)}>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance={chosen.length > 0 ? 'outline' : 'subtle'} icon={<ChevronDownRegular />} iconPosition="after" className={styles.filter}>
          {text}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {values.map((value) => (
            <MenuItemCheckbox key={value} name="chosen" value={value}>
              {label(value)}
            </MenuItemCheckbox>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
