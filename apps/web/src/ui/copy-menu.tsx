import { useEffect, useState } from 'react';
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, type ButtonProps } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import { copyText } from './copy-button.js';

/** One thing that can be copied, and in which form. */
export interface CopyChoice {
  what: string;
  value: () => string;
}

interface CopyMenuProps {
  choices: readonly CopyChoice[];
  /** The name of the button: "Copy indicators". */
  name: string;
  text?: string;
  size?: ButtonProps['size'];
}

/** Copies one of several forms and says so. */
export function CopyMenu({ choices, name, text, size = 'small' }: CopyMenuProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const said = outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'The browser refused to copy' : undefined;
  const copy = (choice: CopyChoice): void => {
    copyText(choice.value()).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  };
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" size={size} icon={outcome === 'copied' ? <CheckmarkRegular /> : <CopyRegular />} aria-label={text ? undefined : name} title={said ?? name}>
            {text && (said ?? text)}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {choices.map((choice) => (
              <MenuItem key={choice.what} onClick={() => copy(choice)}>
                {choice.what}
              </MenuItem>
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      <span role="status" className="visually-hidden">
        {said}
      </span>
    </>
  );
}
