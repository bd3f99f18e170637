import { useEffect, useRef, useState } from 'react';
import { Input } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { readFilter, writeFilter } from '../lib/queue-filter.js';
import { useShortcuts } from './use-shortcuts.js';
import styles from './shell.module.css';

const pause = 250;

/** Filters the queue by text; from any other page it opens the queue with that filter. `/` reaches it from anywhere. */
export function SearchBox() {
  const [params, setParams] = useSearchParams();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const inQueue = pathname === '/';
  const applied = inQueue ? readFilter(params).text : '';
  const [text, setText] = useState(applied);
  const [known, setKnown] = useState(applied);
  if (known !== applied) {
    setKnown(applied);
    if (text.trim() !== applied) setText(applied);
  }

  useEffect(() => {
    if (!inQueue || text.trim() === applied) return;
    const timer = setTimeout(() => setParams((now) => writeFilter(now, { ...readFilter(now), text }), { replace: true }), pause);
    return () => clearTimeout(timer);
  }, [text, applied, inQueue, setParams]);

  useShortcuts({
    '/': (event) => {
      event.preventDefault();
      input.current?.focus();
    },
  });

  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    if (!inQueue) void navigate(`/?${writeFilter(new URLSearchParams(), { text, status: [], severity: [] })}`);
  };

  return (
    <search className={styles.search}>
      <form onSubmit={submit}>
        <Input
          ref={input}
          type="search"
          className={styles.searchInput}
          input={{ className: styles.searchField }}
          aria-label="Search incidents"
          placeholder="Search incidents"
          contentBefore={<SearchRegular />}
          contentAfter={
            <kbd className={styles.key} aria-hidden="true">
              /
            </kbd>
          }
          value={text}
          onChange={(_, data) => setText(data.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') input.current?.blur();
          }}
        />
      </form>
    </search>
  );
}
