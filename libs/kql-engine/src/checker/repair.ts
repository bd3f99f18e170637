import { KqlError } from '../kql.error.js';
import { columnsOf, listItems } from '../language/kusto-syntax.js';
import { defaultKqlLimits, type KqlLimits } from '../safety/limits.js';
import type { HuntingSchema } from '../schema/hunting-schema.js';
import { analyzeKql, kindOfKql, type KqlAnalysis } from './analyze.js';
import { checkKql, type KqlCheck } from './checker.js';
import type { KqlDiagnostic } from './diagnostic.js';
import { namePools } from './name-pools.js';
import { nearestNames } from './nearest-names.js';
import { syntaxEdits, type KqlEdit, type QueryToken } from './repair-syntax.js';

/** One change that was made to a query. */
export interface KqlRepair {
  /** Where it was in the query as it stood then. */
  offset: number;
  from: string;
  to: string;
  reason: string;
}

/** What became of a query. */
export interface RepairedKql {
  text: string;
  repairs: KqlRepair[];
  check: KqlCheck;
}

const mostRounds = 16;
const mostTries = 250;

/**
 * Offers a query with what is probably meant: names that exist, signs and words of KQL for those of other languages.
 * Every change made the number of errors smaller; the same text always gives the same. The result may still have
 * errors: see `check`. Show the changes to whoever asked; nothing here knows what was meant.
 */
export function repairKql(text: string, schema: HuntingSchema, limits: KqlLimits = defaultKqlLimits): RepairedKql {
  const repairs: KqlRepair[] = [];
  let current = text;
  let tries = mostTries;
  for (let round = 0; round < mostRounds && kindOfKql(current) === 'query'; round += 1) {
    const analysis = tryAnalyze(current, schema, limits);
    const errors = errorsOf(analysis);
    if (analysis === undefined || errors.length === 0) break;
    let edit: KqlEdit | undefined;
    let best: readonly KqlDiagnostic[] = errors;
    for (const each of candidates(analysis, errors, schema)) {
      tries -= 1;
      if (tries < 0) break;
      const left = errorsOf(tryAnalyze(applied(analysis.text, each), schema, limits), true);
      if (!isBetter(left, best, analysis.text.length)) continue;
      edit = each;
      best = left;
      if (left.length === 0 || each.isName) break;
    }
    if (edit === undefined) break;
    repairs.push({ offset: edit.offset, from: analysis.text.slice(edit.offset, edit.offset + edit.length), to: edit.replacement, reason: edit.reason });
    current = applied(analysis.text, edit);
  }
  return { text: current, repairs, check: checkKql(current, schema, { limits }) };
}

function applied(text: string, edit: KqlEdit): string {
  return text.slice(0, edit.offset) + edit.replacement + text.slice(edit.offset + edit.length);
}

function tryAnalyze(text: string, schema: HuntingSchema, limits: KqlLimits): KqlAnalysis | undefined {
  try {
    return analyzeKql(text, schema, limits);
  } catch (error) {
    if (error instanceof KqlError) return undefined;
    throw error;
  }
}

function errorsOf(analysis: KqlAnalysis | undefined, required = false): KqlDiagnostic[] {
  if (analysis === undefined) return required ? [worst] : [];
  return analysis.diagnostics.filter(({ severity }) => severity === 'error');
}

/** What a text counts as that can no longer be read at all. */
const worst: KqlDiagnostic = { code: 'KS000', severity: 'error', message: '', offset: -1, length: 0, line: 1, column: 1 };

/** Less wrong: fewer errors, or errors that only a name is missing for; or as much, with the first one further on. */
function isBetter(after: readonly KqlDiagnostic[], before: readonly KqlDiagnostic[], end: number): boolean {
  if (after[0] === worst) return false;
  const [left, had] = [wrongness(after, end), wrongness(before, end)];
  return left < had || (left === had && (after[0]?.offset ?? 0) > (before[0]?.offset ?? 0));
}

const nameErrors = new Set(['KS142', 'KS204', 'KS211', 'KS124']);

/** A fragment that cannot be continued hides what is wrong behind it: each word there counts as half an error. An unknown table hides every wrong column. */
function wrongness(errors: readonly KqlDiagnostic[], end: number): number {
  const hidden = errors.find(({ code }) => code === 'KS198');
  const behind = hidden === undefined ? 0 : (Math.max(0, end - hidden.offset) / 8) * 1.5;
  return errors.reduce((sum, { code }) => sum + (code === 'KS204' ? 12 : nameErrors.has(code) ? 2 : 3), behind);
}

/** The closing sign that is missing at an error, as the language service itself says: its sentence for people may change. */
function missingSign({ code }: KqlAnalysis, error: KqlDiagnostic): string | undefined {
  const found = listItems<Kusto.Language.Diagnostic>(code.GetDiagnostics()).find((each) => each.Code === error.code && each.Start === error.offset);
  return /^(?:Expected|Missing): ([)\]}'"])$/.exec(found?.Message ?? '')?.[1];
}

function candidates(analysis: KqlAnalysis, errors: readonly KqlDiagnostic[], schema: HuntingSchema): KqlEdit[] {
  const tokens = tokensOf(analysis);
  const isText = (name: string, offset: number): boolean => columnsOf(analysis.code.GetColumnsInScope(offset)).some((column) => column.Name === name && column.Type?.Name === 'string');
  const edits: KqlEdit[] = [];
  for (const error of errors.slice(0, 4)) edits.push(...nameEdits(analysis, error, schema), ...syntaxEdits(tokens, error, missingSign(analysis, error), isText));
  const seen = new Set<string>();
  return edits.filter((edit) => {
    const key = `${edit.offset} ${edit.length} ${edit.replacement}`;
    return !seen.has(key) && seen.add(key);
  });
}

function tokensOf({ code, text }: KqlAnalysis): QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;
  for (const token of listItems<Kusto.Language.Parsing.LexicalToken>(code.GetLexicalTokens())) {
    const trivia = token.Trivia?.length ?? 0;
    if (token.Text !== null && token.Text !== '') tokens.push({ text: text.slice(at + trivia, at + token.Length), offset: at + trivia, spaced: trivia > 0 });
    at += token.Length;
  }
  return tokens;
}

/** The names that the unknown one could have been. */
function nameEdits(analysis: KqlAnalysis, error: KqlDiagnostic, schema: HuntingSchema): KqlEdit[] {
  const { text, code } = analysis;
  const name = text.slice(error.offset, error.offset + error.length);
  if (!/^[\w$*-]{1,120}$/.test(name)) return [];
  const found = namePools(code, error, schema).flatMap(({ what, pool }) =>
    nearestNames(name, pool).map((meant) => ({ offset: error.offset, length: error.length, replacement: bracketed(meant), isName: true, reason: `There is no ${what} "${name}"; "${meant}" is nearest.` })));
  return error.code === 'KS142' ? [...aliasEdits(name, error, schema), ...found] : found;
}

/** The other spelling that the schema itself knows. */
function aliasEdits(name: string, error: KqlDiagnostic, schema: HuntingSchema): KqlEdit[] {
  const spellings = Object.values(schema.columnAliases).flatMap((aliases) => (Object.hasOwn(aliases, name) ? [aliases[name] as string] : []));
  return [...new Set(spellings)].map((meant) => ({ offset: error.offset, length: error.length, replacement: bracketed(meant), isName: true, reason: `The column is called "${meant}".` }));
}

function bracketed(name: string): string {
  return /^[A-Za-z_$][\w-]*$/.test(name) ? name : `['${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`;
}
