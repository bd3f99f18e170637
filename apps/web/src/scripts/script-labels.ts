import type { ScriptLanguage, ScriptVerdict } from '../graphql/generated/graphql.js';

/** Languages as people write them. */
export const languageNames: Readonly<Record<ScriptLanguage, string>> = { POWERSHELL: 'PowerShell', BATCH: 'Batch', BASH: 'Shell', VBSCRIPT: 'VBScript', JAVASCRIPT: 'JavaScript', PYTHON: 'Python', UNKNOWN: 'Not recognised' };

/** The verdict in the words of the evidence badges. */
export function verdictWord(verdict: ScriptVerdict | null | undefined): string {
  if (verdict === 'MALICIOUS') return 'malicious';
  if (verdict === 'SUSPICIOUS') return 'suspicious';
  return verdict === 'BENIGN' ? 'benign' : 'unknown';
}

/** Where a script is shown. */
export function scriptPath(sha256: string, place?: { layer: number; line: number }): string {
  return `/scripts/${sha256}${place === undefined ? '' : `?layer=${place.layer}&line=${place.line}`}`;
}

/** Bytes as people read them. */
export function sizeText(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
