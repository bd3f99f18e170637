import { Button, Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { evidenceLabel } from '../lib/labels.js';

interface TypeFilterProps {
  name: string;
  all: string;
  values: readonly string[];
  chosen: string | undefined;
  onChoose: (value: string | undefined) => void;
  /** How a value reads; evidence types by default. */
  read?: (value: string) => string;
}

/** One kind out of those there are, or all. */
export function TypeFilter({ name, all, values, chosen, onChoose, read = evidenceLabel }: TypeFilterProps) {
  return (
    <Menu checkedValues={{ kind: [chosen ?? ''] }} onCheckedValueChange={(_, data) => onChoose(data.checkedItems[0] || undefined)}>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<ChevronDownRegular />} iconPosition="after">
          {`${name}: ${chosen ? read(chosen) : all}`}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItemRadio name="kind" value="">
            {all}
          </MenuItemRadio>
          {values.map((value) => (
            <MenuItemRadio key={value} name="kind" value={value}>
              {read(value)}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
