import type { ScriptFilterInput, ScriptLanguage, ScriptVerdict } from '../graphql/generated/graphql.js';

/** How far back a list looks; hours. */
export const spans = { '1h': 1, '24h': 24, '7d': 7 * 24, '30d': 30 * 24 } as const;

export type Span = keyof typeof spans;

/** What the list of scripts shows, as it stands in the address of the page. Empty parts show everything. */
export interface ScriptListFilter {
  text: string;
  verdict: ScriptVerdict | '';
  language: ScriptLanguage | '';
  technique: string;
  since: Span | '';
}

export const verdictNames: Readonly<Record<ScriptVerdict, string>> = { MALICIOUS: 'Malicious', SUSPICIOUS: 'Suspicious', BENIGN: 'Benign', UNKNOWN: 'Unknown' };
/** Languages as people write them. */
export const languageNames: Readonly<Record<ScriptLanguage, string>> = { POWERSHELL: 'PowerShell', BATCH: 'Batch', BASH: 'Shell', VBSCRIPT: 'VBScript', JAVASCRIPT: 'JavaScript', PYTHON: 'Python', UNKNOWN: 'Not recognised' };

const techniqueForm = /^T\d{4}(?:\.\d{3})?$/i;

/** Reads the filter from the address; what is none of the known words is left out. */
export function readScriptFilter(params: URLSearchParams): ScriptListFilter {
  const technique = params.get('technique') ?? '';
  return {
    text: params.get('q') ?? '',
    verdict: known(params.get('verdict'), verdictNames),
    language: known(params.get('language'), languageNames),
    technique: techniqueForm.test(technique) ? technique.toUpperCase() : '',
    since: known(params.get('since'), spans),
  };
}

/** Writes the filter into a copy of the address; an empty part leaves no trace, other parameters stay. */
export function writeScriptFilter(params: URLSearchParams, filter: ScriptListFilter): URLSearchParams {
  const next = new URLSearchParams(params);
  const parts = { q: filter.text.trim(), verdict: filter.verdict, language: filter.language, technique: filter.technique, since: filter.since };
  for (const [name, value] of Object.entries(parts)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

/** True when anything is filtered. */
export function isScriptFiltered(filter: ScriptListFilter): boolean {
  return Object.values(filter).some((part: string) => part.trim() !== '');
}

/** True for a whole ATT&CK id. */
export function isTechnique(text: string): boolean {
  return techniqueForm.test(text);
}

/** The same filter as a variable of the query. The time is cut to the minute, so that a page asks the same question for a while. */
export function scriptFilterInput(filter: ScriptListFilter, now: number): ScriptFilterInput {
  return {
    ...(filter.text.trim() && { text: filter.text.trim() }),
    ...(filter.verdict && { verdict: filter.verdict }),
    ...(filter.language && { language: filter.language }),
    ...(filter.technique && { technique: filter.technique }),
    ...(filter.since && { submittedAfter: new Date(Math.floor(now / 60_000) * 60_000 - spans[filter.since] * 3_600_000).toISOString() }),
  };
}

function known<Name extends string>(text: string | null, names: Readonly<Record<Name, unknown>>): Name | '' {
  return text !== null && Object.hasOwn(names, text) ? (text as Name) : '';
}
