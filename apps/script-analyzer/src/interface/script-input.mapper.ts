import { scriptLanguages, type ScriptLanguage } from '@attest/script-engine';
import type { ScriptFilter } from '../application/script-filter.js';
import { ScriptAnalyzerError, ScriptAnalyzerErrorCode } from '../domain/script-analyzer.error.js';
import type { ScriptFilterInput } from './script.model.js';

const hash = /^[0-9a-f]{64}$/i;
const technique = /^T\d{4}(?:\.\d{3})?$/i;
const longestText = 500;

/** True for the SHA-256 of something, as hexadecimal. */
export function isHash(text: string): boolean {
  return hash.test(text);
}

/**
 * The language a sender names, as an option; none for no name, and for `unknown`, which means: find out.
 * @throws ScriptAnalyzerError BadInput
 */
export function languageNamed(name: unknown): { language?: ScriptLanguage } {
  if (name === undefined || name === null || name === '') return {};
  const found = scriptLanguages.find((each) => each === String(name).toLowerCase());
  if (found === undefined && name !== 'unknown') throw badInput(`language takes ${scriptLanguages.join(', ')}, or nothing to find out.`);
  return found === undefined || found === 'unknown' ? {} : { language: found };
}

/**
 * Which scripts a list is asked for.
 * @throws ScriptAnalyzerError BadInput
 */
export function filterOf(input: ScriptFilterInput | null | undefined): ScriptFilter {
  const { verdict, language, incidentId, technique: id, text, submittedAfter, submittedBefore } = input ?? {};
  if (id && !technique.test(id)) throw badInput('technique takes an ATT&CK id such as T1059 or T1059.001.');
  if (text && text.length > longestText) throw badInput(`text takes at most ${longestText} characters.`);
  return {
    ...(verdict ? { verdict } : {}),
    ...(language ? { language } : {}),
    ...(incidentId ? { incidentId } : {}),
    ...(id ? { technique: id.toUpperCase() } : {}),
    ...(text?.trim() ? { text: text.trim() } : {}),
    ...(submittedAfter ? { submittedAfter: timeOf('submittedAfter', submittedAfter) } : {}),
    ...(submittedBefore ? { submittedBefore: timeOf('submittedBefore', submittedBefore) } : {}),
  };
}

/**
 * How many, and after which, a page is asked for.
 * @throws ScriptAnalyzerError BadInput
 */
export function pageOf(first: number, after: string | null | undefined): { first: number; after: string | undefined } {
  if (first < 1 || first > 100) throw badInput('first must be from 1 to 100.');
  if (after && !isHash(after)) throw badInput('after takes the endCursor of the page before.');
  return { first, after: after ? after.toLowerCase() : undefined };
}

/** The refusal of an argument. */
export function badInput(sentence: string): ScriptAnalyzerError {
  return new ScriptAnalyzerError(ScriptAnalyzerErrorCode.BadInput, sentence);
}

function timeOf(name: string, text: string): Date {
  const time = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(time.getTime())) throw badInput(`${name} takes a time in ISO 8601, such as 2026-11-23T03:00:00Z.`);
  return time;
}
