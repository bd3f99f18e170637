import type { z } from 'zod';
import { evaluationCase, type EvaluationCase } from './evaluation-case.js';

/** Why a case was refused: `place` is where in it, such as `expected.actions[0].target`; empty for the whole. */
export interface CaseProblem {
  file: string;
  /** Line of a JSON Lines file, place in an array, or 0 for a file that is one case. */
  at: number;
  place: string;
  reason: string;
}

/** The cases of one or many files, and what was refused. A case with a problem is never among the cases. */
export interface ParsedCases {
  cases: EvaluationCase[];
  problems: CaseProblem[];
}

/** A case file as it was read: `text` is one case, an array of cases, or JSON Lines. */
export interface CaseFile {
  name: string;
  text: string;
}

/** Characters of one case file. */
export const mostCaseFileCharacters = 256 * 1024 * 1024;

const mostProblemsOfACase = 20;

/** Checks one value against the format. Never throws; `problems` says each thing wrong, with its place. */
export function parseEvaluationCase(value: unknown): { ok: true; value: EvaluationCase } | { ok: false; problems: { place: string; reason: string }[] } {
  const parsed = evaluationCase.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problems: parsed.error.issues.slice(0, mostProblemsOfACase).map((issue) => ({ place: placeOf(issue.path), reason: reasonOf(issue) })) };
}

/** Reads case files. An id may stand in all files together only once; the later one is refused. Never throws. */
export function parseCaseFiles(files: readonly CaseFile[]): ParsedCases {
  const cases: EvaluationCase[] = [];
  const problems: CaseProblem[] = [];
  const places = new Map<string, string>();
  for (const { name, text } of files) {
    for (const { at, value, refusal } of valuesOf(text)) {
      if (refusal !== undefined) {
        problems.push({ file: name, at, place: '', reason: refusal });
        continue;
      }
      const parsed = parseEvaluationCase(value);
      if (!parsed.ok) problems.push(...parsed.problems.map((problem) => ({ file: name, at, ...problem })));
      else if (places.has(parsed.value.id)) problems.push({ file: name, at, place: 'id', reason: `"${parsed.value.id}" is already the id of a case in ${places.get(parsed.value.id)}.` });
      else {
        places.set(parsed.value.id, name);
        cases.push(parsed.value);
      }
    }
  }
  return { cases, problems };
}

/** One problem as a sentence: file, line and place, then why. */
export function describeCaseProblem({ file, at, place, reason }: CaseProblem): string {
  return `${file}${at > 0 ? `, case ${at}` : ''}${place === '' ? '' : `, ${place}`}: ${reason}`;
}

function* valuesOf(text: string): Generator<{ at: number; value?: unknown; refusal?: string }> {
  if (text.length > mostCaseFileCharacters) {
    yield { at: 0, refusal: `The file holds more than ${mostCaseFileCharacters / 1024 / 1024} MB.` };
    return;
  }
  const whole = tryJson(text);
  if (whole !== undefined) {
    if (Array.isArray(whole.value)) for (const [index, value] of whole.value.entries()) yield { at: index + 1, value };
    else yield { at: 0, value: whole.value };
    return;
  }
  const lines = text.split('\n').map((line, index) => ({ line, at: index + 1 })).filter(({ line }) => line.trim() !== '');
  if (lines.length === 0) yield { at: 0, refusal: 'The file is empty.' };
  // Of a broken file that is no JSON Lines either, one problem says more than one for each line.
  else if (tryJson(lines[0]?.line ?? '') === undefined) yield { at: 0, refusal: 'This is neither JSON nor JSON Lines.' };
  else
    for (const { line, at } of lines) {
      const parsed = tryJson(line);
      yield parsed === undefined ? { at, refusal: 'The line is no JSON.' } : { at, value: parsed.value };
    }
}

function tryJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('').replace(/^\./, '').slice(0, 300);
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `The format does not know ${issue.keys.slice(0, 5).map((key) => JSON.stringify(key.slice(0, 60))).join(', ')}.`;
  if (issue.code === 'invalid_union') return 'Fits no form the format knows here.';
  return `${issue.message.charAt(0).toUpperCase()}${issue.message.slice(1)}${issue.message.endsWith('.') ? '' : '.'}`;
}
