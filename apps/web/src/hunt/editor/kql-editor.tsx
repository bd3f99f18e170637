import { useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useMediaQuery, useTheme } from '../../app/preferences.js';
import { spaced } from '../../lib/kql-text.js';
import type { Complete } from '../use-completions.js';
import type { Diagnostic } from '../use-check.js';
import { mountMonaco, type MonacoMount } from './mount-monaco.js';
import styles from './editor.module.css';

/** What the page can do with the editor besides changing its text. */
export interface EditorHandle {
  focus: () => void;
  /** Puts text at the caret, apart from its neighbours. */
  insert: (text: string) => void;
  /** Puts the caret at a place and shows it. */
  goTo: (offset: number) => void;
}

interface KqlEditorProps {
  ref: React.Ref<EditorHandle>;
  value: string;
  /** Changes when the text was set from elsewhere; what is typed here must not come back late and undo what was typed since. */
  revision: number;
  onChange: (value: string) => void;
  /** Given the text as it stands, which may be newer than `value`. */
  onRun: (value: string) => void;
  diagnostics: readonly Diagnostic[];
  /** A stretch to show, while something on the page points at it. */
  marked: { start: number; end: number } | undefined;
  complete: Complete;
}

/**
 * Where a query is written. A plain field serves at once and wherever the full editor does not do well: while it loads,
 * when it cannot load, and under fingers. The text and the caret stay when the full editor takes over.
 */
export function KqlEditor({ ref, value, revision, onChange, onRun, diagnostics, marked, complete }: KqlEditorProps) {
  const theme = useTheme();
  const coarse = useMediaQuery('(pointer: coarse)');
  const host = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const mount = useRef<MonacoMount>(undefined);
  const [full, setFull] = useState(false);
  const latest = useRef({ value, onChange, onRun, complete });
  useEffect(() => {
    latest.current = { value, onChange, onRun, complete };
  });

  useEffect(() => {
    if (coarse || !host.current) return;
    const place = host.current;
    let wanted = true;
    void mountMonaco(place, {
      value: () => latest.current.value,
      onChange: (text) => latest.current.onChange(text),
      onRun: (text) => latest.current.onRun(text),
      complete: (kql, position, signal) => latest.current.complete(kql, position, signal),
    }).then(
      (made) => {
        if (!wanted) return made.dispose();
        mount.current = made;
        const focused = field.current !== null && document.activeElement === field.current;
        const caret = field.current?.selectionStart ?? 0;
        setFull(true);
        made.goTo(caret, focused);
      },
      // The plain field stays; a query can be written and run all the same.
      () => undefined,
    );
    return () => {
      wanted = false;
      mount.current?.dispose();
      mount.current = undefined;
      setFull(false);
    };
  }, [coarse]);

  useEffect(() => mount.current?.setTheme(theme), [theme, full]);
  useEffect(() => mount.current?.setValue(latest.current.value), [revision, full]);
  useEffect(() => mount.current?.setDiagnostics(diagnostics), [diagnostics, full]);
  useEffect(() => mount.current?.setMarked(marked), [marked, full]);

  useImperativeHandle(ref, () => ({
    focus: () => (mount.current ? mount.current.focus() : field.current?.focus()),
    insert: (text) => {
      if (mount.current) return mount.current.insert(text);
      const { selectionStart: start = 0, selectionEnd: end = 0 } = field.current ?? {};
      const now = latest.current.value;
      const put = spaced(text, now.slice(0, start), now.slice(end));
      latest.current.onChange(now.slice(0, start) + put + now.slice(end));
      requestAnimationFrame(() => {
        field.current?.focus();
        field.current?.setSelectionRange(start + put.length, start + put.length);
      });
    },
    goTo: (offset) => {
      if (mount.current) return mount.current.goTo(offset, true);
      field.current?.focus();
      field.current?.setSelectionRange(offset, offset);
    },
  }));

  return (
    <div className={styles.box}>
      {!full && (
        <textarea
          ref={field}
          className={styles.field}
          value={value}
          aria-label="KQL query"
          placeholder="Write KQL here, or ask a question above"
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
            event.preventDefault();
            onRun(event.currentTarget.value);
          }}
        />
      )}
      <div ref={host} className={styles.host} hidden={!full} data-testid="kql-editor" />
    </div>
  );
}
