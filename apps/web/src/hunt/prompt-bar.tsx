import { useEffect, useRef, useState } from 'react';
import { Button, Spinner, Switch } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { SendRegular } from '@fluentui/react-icons/svg/send';
import { Untrusted } from '../ui/untrusted.js';
import { autoRunChoice } from './choices.js';
import styles from './hunt.module.css';

interface PromptBarProps {
  asking: boolean;
  /** The question the next one follows up on. */
  follows: string | undefined;
  onAsk: (question: string) => void;
  onAlone: () => void;
}

const longest = 2_000;

/** Where a question is asked in plain words. Enter asks, Shift+Enter begins a line. */
export function PromptBar({ asking, follows, onAsk, onAlone }: PromptBarProps) {
  const [text, setText] = useState('');
  const auto = autoRunChoice.use();
  const blank = text.trim() === '';
  const was = useRef(asking);
  useEffect(() => {
    if (was.current && !asking) setText('');
    was.current = asking;
  }, [asking]);
  const submit = (): void => {
    if (!blank && !asking) onAsk(text.trim());
  };
  return (
    <form
      className={styles.prompt}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={styles.promptLine}>
        <textarea
          value={text}
          onChange={(event) => setText(event.target.value.slice(0, longest))}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            submit();
          }}
          className={styles.promptText}
          rows={1}
          aria-label="Ask a question"
          placeholder={follows === undefined ? 'Ask in plain words: which devices ran encoded PowerShell in the last 7 days?' : 'Ask on: only on that device, by hour, without SYSTEM …'}
        />
        <Button type="submit" appearance="primary" icon={asking ? <Spinner size="tiny" appearance="inverted" /> : <SendRegular />} disabledFocusable={blank || asking}>
          Ask
        </Button>
      </div>
      <div className={styles.promptHints}>
        {follows === undefined ? (
          <span className={styles.quiet}>The answer is a query that was checked and tried; you see every step of it.</span>
        ) : (
          <span className={styles.follows}>
            <span className={styles.quiet}>Follows up on</span>
            <Untrusted className={styles.followsText}>{follows}</Untrusted>
            <Button size="small" appearance="subtle" icon={<DismissRegular />} aria-label="Ask something new instead" title="Ask something new instead" onClick={onAlone} />
          </span>
        )}
        <Switch className={styles.auto} checked={auto === 'on'} onChange={(_, data) => autoRunChoice.set(data.checked ? 'on' : 'off')} label="Run automatically" />
      </div>
    </form>
  );
}
