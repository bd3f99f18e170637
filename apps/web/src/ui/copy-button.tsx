import { useEffect, useState } from 'react';
import { Button, type ButtonProps } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';

interface CopyButtonProps {
  /** What goes to the clipboard: the real value, whatever is shown. */
  value: string | (() => string);
  /** What is copied, for the button's name: "Copy incident id". */
  what: string;
  text?: string;
  size?: ButtonProps['size'];
}

/** Copies a value and says so. */
export function CopyButton({ value, what, text, size = 'small' }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = (event: React.MouseEvent): void => {
    event.stopPropagation();
    copyText(typeof value === 'string' ? value : value()).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  };
  const said = outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'The browser refused to copy' : undefined;
  return (
    <>
      <Button appearance="subtle" size={size} icon={outcome === 'copied' ? <CheckmarkRegular /> : <CopyRegular />} aria-label={text ? undefined : `Copy ${what}`} title={said ?? `Copy ${what}`} onClick={copy}>
        {text && (said ?? text)}
      </Button>
      <span role="status" className="visually-hidden">
        {said}
      </span>
    </>
  );
}

/** Copies a text. The clipboard exists only on secure addresses; elsewhere a selection is copied. */
export async function copyText(text: string): Promise<void> {
  if (window.isSecureContext) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (!done) throw new Error('The browser refused to copy.');
}
