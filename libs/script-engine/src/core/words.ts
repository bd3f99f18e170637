import type { ScriptLanguage } from './language.js';

const names: Readonly<Partial<Record<ScriptLanguage, string>>> = { powershell: 'PowerShell', batch: 'batch', bash: 'shell', vbscript: 'VBScript', javascript: 'JavaScript', python: 'Python' };

/** What a language is called in a sentence; undefined for one that was not recognised. */
export function languageName(language: ScriptLanguage): string | undefined {
  return names[language];
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
