import type { ScriptLanguage } from '../core/language.js';
import type { BehaviourRule } from './behaviour-rule.js';
import { LiteralIndex } from './literal-index.js';
import { behaviourRules } from './rules/index.js';

/** A rule that held at a place of a layer. */
export interface Behaviour {
  rule: BehaviourRule;
  start: number;
  end: number;
  values: Record<string, string>;
}

const literals = [...new Set(behaviourRules.flatMap((rule) => rule.needs))];
const rulesOfLiteral: BehaviourRule[][] = literals.map((literal) => behaviourRules.filter((rule) => rule.needs.includes(literal)));
const index = new LiteralIndex(literals);
const longestStatement = 6_000;
const mostTries = 40;

/** Applies the rules to a layer whose comments are blanked out. One behaviour per rule and distinct values, in order of place. */
export function findBehaviours(code: string, language: ScriptLanguage): Behaviour[] {
  const text = quietHeaders(joinContinuations(code, language));
  const tries = new Map<BehaviourRule, Set<number>>();
  let lineStart = -1;
  let lineEnd = -1;
  const found: Behaviour[] = [];
  const seen = new Set<string>();
  index.scan(text.toLowerCase(), (literal, offset) => {
    if (offset >= lineEnd || offset < lineStart) {
      lineStart = text.lastIndexOf('\n', offset - 1) + 1;
      const end = text.indexOf('\n', offset);
      lineEnd = end < 0 ? text.length : end;
    }
    const long = lineEnd - lineStart > longestStatement;
    // A statement that does not end is looked at in overlapping windows.
    const from = long ? Math.max(lineStart, Math.floor((offset - lineStart) / 3_000) * 3_000 + lineStart - 1_500) : lineStart;
    const to = long ? Math.min(lineEnd, from + longestStatement) : lineEnd;
    let open = false;
    for (const rule of rulesOfLiteral[literal] as BehaviourRule[]) {
      if (rule.languages !== undefined && language !== 'unknown' && !rule.languages.includes(language)) continue;
      const done = tries.get(rule) ?? new Set<number>();
      if (done.size >= mostTries) continue;
      open = true;
      if (done.has(from)) continue;
      done.add(from);
      tries.set(rule, done);
      const match = rule.pattern.exec(text.slice(from, to));
      rule.pattern.lastIndex = 0;
      if (match === null || (rule.languages === undefined && wordOfList(language, text.slice(from, to), match))) continue;
      const values = Object.fromEntries(Object.entries(match.groups ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''));
      const key = `${rule.id}\0${Object.values(values).join('\0')}`;
      if (seen.has(key)) continue;
      seen.add(key);
      found.push({ rule, start: from + match.index, end: from + match.index + match[0].length, values });
    }
    return open;
  });
  return found.filter((one) => !restarted(one, found)).sort((a, b) => a.start - b.start || (a.rule.id < b.rule.id ? -1 : 1));
}

/** A service that is started again later was not stopped to stay so. */
function restarted(stopped: Behaviour, all: readonly Behaviour[]): boolean {
  const name = stopped.rule.id === 'service-stop-windows' ? stopped.values.service?.toLowerCase() : undefined;
  return name !== undefined && all.some((other) => other.rule.id === 'service-execute' && other.start > stopped.start && other.values.service?.toLowerCase() === name);
}

/** A word among others that a program knows, such as those of a language it colours: nobody runs it. */
function wordOfList(language: ScriptLanguage, statement: string, match: RegExpExecArray): boolean {
  if ((language !== 'python' && language !== 'javascript') || !/^["']?[\w.-]{2,40}["']?$/.test(match[0])) return false;
  return /^\s{0,40}(?:["'][\w.-]{1,40}["'],\s{0,9}){2,400}(?:["'][\w.-]{1,40}["'])?[)\]}]{0,2},?\s{0,9}$/.test(statement);
}

/** A semicolon in a quoted header (`Mozilla/5.0 (X11; Linux)`) ends no command. The length stays. */
function quietHeaders(text: string): string {
  return text.replace(/(["'])(?:--?[\w-]{1,20}[= ])?(?:Mozilla\/\d|[A-Za-z][A-Za-z-]{2,30}: )[^"'\n]{0,300}\1/g, (whole) => whole.replace(/[;&|]/g, ','));
}

/** Puts blanks in place of line continuations, so that a statement is one line; the length stays. */
function joinContinuations(code: string, language: ScriptLanguage): string {
  const blank = (whole: string): string => ' '.repeat(whole.length);
  if (language === 'powershell') return code.replace(/`\r?\n|\|[ \t]*\r?\n/g, (whole) => (whole.startsWith('|') ? `|${' '.repeat(whole.length - 1)}` : blank(whole)));
  if (language === 'batch') return code.replace(/\^\r?\n/g, blank);
  if (language === 'bash') return code.replace(/\\\r?\n/g, blank);
  return language === 'vbscript' ? code.replace(/ _\r?\n/g, blank) : code;
}
