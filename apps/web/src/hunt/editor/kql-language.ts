import { kqlTokens, type KqlTokenKind } from '../../lib/kql-tokens.js';
import type { Monaco } from './monaco.js';

/** The id of the language in the editor. */
export const kqlLanguage = 'kql';

/** Theme words of the editor for kinds of tokens. */
const scopes: Readonly<Record<KqlTokenKind, string>> = { comment: 'comment', string: 'string', number: 'number', keyword: 'keyword', operator: 'operator', function: 'function', name: '', pipe: 'pipe', punctuation: 'delimiter', space: '' };

/** Whether a string over several lines is open where a line begins. */
class LineState {
  constructor(readonly open: boolean) {}

  clone(): LineState {
    return new LineState(this.open);
  }

  equals(other: unknown): boolean {
    return other instanceof LineState && other.open === this.open;
  }
}

/** Teaches the editor to colour KQL, with the same tokens as everywhere else on the page. */
export function registerKql({ languages, editor }: Monaco): void {
  if (languages.getLanguages().some(({ id }) => id === kqlLanguage)) return;
  languages.register({ id: kqlLanguage });
  languages.setLanguageConfiguration(kqlLanguage, {
    comments: { lineComment: '//' },
    brackets: [
      ['(', ')'],
      ['[', ']'],
      ['{', '}'],
    ],
    autoClosingPairs: [
      { open: '(', close: ')' },
      { open: '[', close: ']' },
      { open: '{', close: '}' },
      { open: '"', close: '"', notIn: ['string', 'comment'] },
      { open: "'", close: "'", notIn: ['string', 'comment'] },
    ],
    wordPattern: /[A-Za-z_$][\w$]*(?:-[a-z]+)*|\d+\w*/,
  });
  languages.setTokensProvider(kqlLanguage, {
    getInitialState: () => new LineState(false),
    tokenize: (line, before) => {
      const read = kqlTokens(line, before instanceof LineState && before.open);
      return { tokens: read.tokens.map(({ start, kind }) => ({ startIndex: start, scopes: scopes[kind] })), endState: new LineState(read.open) };
    },
  });
  const light = { keyword: '0b5a8f', operator: '7a3e9d', function: '0d6e66', string: '9c3a1a', number: '1d6b38', comment: '5d6b69', pipe: '96400c', delimiter: '33403f' };
  const dark = { keyword: '7fb8ea', operator: 'd0a3ec', function: '5abdb3', string: 'f0a57f', number: '8fd3a5', comment: '94a2a0', pipe: 'ffb27a', delimiter: 'ccd6d4' };
  const rules = (colours: Readonly<Record<string, string>>): { token: string; foreground: string; fontStyle?: string }[] => Object.entries(colours).map(([token, foreground]) => ({ token, foreground, ...(token === 'pipe' && { fontStyle: 'bold' }) }));
  editor.defineTheme('attest-light', { base: 'vs', inherit: true, rules: rules(light), colors: { 'editor.background': '#ffffff', 'editor.foreground': '#16201f', 'editorLineNumber.foreground': '#63716f', 'editor.placeholder.foreground': '#51605e', focusBorder: '#0d746c' } });
  editor.defineTheme('attest-dark', { base: 'vs-dark', inherit: true, rules: rules(dark), colors: { 'editor.background': '#1a2122', 'editor.foreground': '#eef3f2', 'editorLineNumber.foreground': '#94a2a0', 'editor.placeholder.foreground': '#a4b1af', 'editorWidget.background': '#232c2d', focusBorder: '#38aa9f' } });
}
