import { spaced } from '../../lib/kql-text.js';
import { visibleText } from '../../lib/visible-text.js';
import type { HuntCompletionKind } from '../../graphql/generated/graphql.js';
import type { Diagnostic } from '../use-check.js';
import type { Complete } from '../use-completions.js';

/** What the editor asks of the page. */
interface EditorPort {
  value: () => string;
  onChange: (value: string) => void;
  onRun: (value: string) => void;
  complete: Complete;
}

/** The full editor in its place. */
export interface MonacoMount {
  setValue: (value: string) => void;
  setTheme: (theme: 'light' | 'dark') => void;
  setDiagnostics: (diagnostics: readonly Diagnostic[]) => void;
  setMarked: (marked: { start: number; end: number } | undefined) => void;
  insert: (text: string) => void;
  goTo: (offset: number, focus: boolean) => void;
  focus: () => void;
  dispose: () => void;
}

const pause = 120;

/** Loads the editor and puts it into `place`. Its completions and squiggles are the server's, so that both always agree. */
export async function mountMonaco(place: HTMLElement, port: EditorPort): Promise<MonacoMount> {
  const [{ monaco }, { kqlLanguage, registerKql }] = await Promise.all([import('./monaco.js'), import('./kql-language.js')]);
  registerKql(monaco);
  const model = monaco.editor.createModel(port.value(), kqlLanguage);
  // Offsets of the server count one unit for a line end.
  model.setEOL(monaco.editor.EndOfLineSequence.LF);
  const editor = monaco.editor.create(place, {
    model,
    ariaLabel: 'KQL query. Control Enter runs it, Tab leaves the editor',
    placeholder: 'Write KQL here, or ask a question above',
    automaticLayout: true,
    fixedOverflowWidgets: true,
    tabFocusMode: true,
    minimap: { enabled: false },
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 8,
    folding: false,
    glyphMargin: false,
    scrollBeyondLastLine: false,
    wordWrap: 'on',
    fontSize: 13,
    lineHeight: 20,
    fontFamily: "'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace",
    padding: { top: 8, bottom: 8 },
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    renderLineHighlight: 'none',
    wordBasedSuggestions: 'off',
    quickSuggestions: { other: true, comments: false, strings: false },
    suggestSelection: 'first',
    suggest: { selectionMode: 'whenQuickSuggestion', showStatusBar: false, preview: false },
    links: false,
    contextmenu: false,
    dropIntoEditor: { enabled: false },
    unicodeHighlight: { ambiguousCharacters: true, invisibleCharacters: true, nonBasicASCII: false },
    scrollbar: { alwaysConsumeMouseWheel: false, useShadows: false },
  });
  const changed = editor.onDidChangeModelContent(() => port.onChange(model.getValue()));
  const actions = [
    editor.addAction({ id: 'attest.run', label: 'Run the query', keybindings: [monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, monaco.KeyMod.Shift | monaco.KeyCode.Enter], run: () => port.onRun(model.getValue()) }),
  ];
  const kinds = kindsOf(monaco.languages.CompletionItemKind);
  const completions = monaco.languages.registerCompletionItemProvider(kqlLanguage, {
    triggerCharacters: ['|', ' ', '(', ',', '.', '"'],
    provideCompletionItems: async (asked, position, _context, token) => {
      if (asked !== model) return { suggestions: [] };
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (stop.signal.aborted) return { suggestions: [] };
      const offset = model.getOffsetAt(position);
      const items = await port.complete(model.getValue(), offset, stop.signal);
      const word = model.getWordUntilPosition(position);
      const fallback = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn);
      return {
        suggestions: items.map((item, index) => {
          const from = model.getPositionAt(item.start);
          const to = model.getPositionAt(item.start + item.length);
          const fits = from.lineNumber === position.lineNumber && to.lineNumber === position.lineNumber && from.column <= position.column && to.column >= position.column;
          return {
            label: visibleText(item.label),
            kind: kinds[item.kind],
            detail: visibleText(item.detail ?? ''),
            sortText: String(index).padStart(4, '0'),
            insertText: typeof item.caret === 'number' ? snippet(item.insertText, item.caret) : item.insertText,
            ...(typeof item.caret === 'number' && { insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet }),
            range: fits ? monaco.Range.fromPositions(from, to) : fallback,
          };
        }),
      };
    },
  });
  const marks = editor.createDecorationsCollection();
  const severities = { ERROR: monaco.MarkerSeverity.Error, WARNING: monaco.MarkerSeverity.Warning, HINT: monaco.MarkerSeverity.Info };
  return {
    setValue: (value) => {
      if (value === model.getValue()) return;
      // As an edit, so that undoing brings back what was there.
      editor.pushUndoStop();
      editor.executeEdits('attest', [{ range: model.getFullModelRange(), text: value }]);
      editor.pushUndoStop();
    },
    setTheme: (theme) => monaco.editor.setTheme(theme === 'dark' ? 'attest-dark' : 'attest-light'),
    setDiagnostics: (diagnostics) =>
      monaco.editor.setModelMarkers(
        model,
        'attest',
        diagnostics.map(({ severity, message, code, start, length }) => {
          const from = model.getPositionAt(start);
          const to = model.getPositionAt(start + Math.max(1, length));
          return { severity: severities[severity], message: visibleText(message), code, startLineNumber: from.lineNumber, startColumn: from.column, endLineNumber: to.lineNumber, endColumn: to.column };
        }),
      ),
    setMarked: (marked) => {
      if (!marked) return marks.clear();
      const range = monaco.Range.fromPositions(model.getPositionAt(marked.start), model.getPositionAt(marked.end));
      marks.set([{ range, options: { inlineClassName: 'attest-marked' } }]);
      editor.revealRangeInCenterIfOutsideViewport(range);
    },
    insert: (text) => {
      const selection = editor.getSelection() ?? new monaco.Selection(1, 1, 1, 1);
      const value = model.getValue();
      const put = spaced(text, value.slice(0, model.getOffsetAt(selection.getStartPosition())), value.slice(model.getOffsetAt(selection.getEndPosition())));
      editor.pushUndoStop();
      editor.executeEdits('attest', [{ range: selection, text: put, forceMoveMarkers: true }]);
      editor.pushUndoStop();
      editor.focus();
    },
    goTo: (offset, focus) => {
      const position = model.getPositionAt(offset);
      editor.setPosition(position);
      editor.revealPositionInCenterIfOutsideViewport(position);
      if (focus) editor.focus();
    },
    focus: () => editor.focus(),
    dispose: () => {
      for (const each of [changed, completions, ...actions]) each.dispose();
      editor.dispose();
      model.dispose();
    },
  };
}

type CompletionKinds = typeof import('monaco-editor/editor').languages.CompletionItemKind;

function kindsOf(kind: CompletionKinds): Record<HuntCompletionKind, CompletionKinds[keyof CompletionKinds]> {
  return { TABLE: kind.Class, COLUMN: kind.Field, FUNCTION: kind.Function, OPERATOR: kind.Operator, KEYWORD: kind.Keyword, VARIABLE: kind.Variable, VALUE: kind.Value, OTHER: kind.Text };
}

function snippet(text: string, caret: number): string {
  const safe = (part: string): string => part.replaceAll(/[\\$}]/g, '\\$&');
  return `${safe(text.slice(0, caret))}$0${safe(text.slice(caret))}`;
}
