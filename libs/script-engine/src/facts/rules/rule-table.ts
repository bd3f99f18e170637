import type { ScriptLanguage } from '../../core/language.js';
import type { BehaviourRule, BehaviourType, Weight } from '../behaviour-rule.js';
import { requiredLiterals } from './required-literals.js';
import { spellCase } from './spell-case.js';

/** One row of a table: id, techniques (space between), weight, phrase, pattern, what differs from the table. */
export type RuleRow = readonly [
  id: string,
  techniques: string,
  weight: Weight,
  phrase: string,
  pattern: RegExp,
  options?: Partial<Pick<BehaviourRule, 'type' | 'languages' | 'certainty'>>,
];

/** Rules out of the rows of a table whose behaviours are of one type unless a row says otherwise. What a rule needs is read off its pattern. */
export function table(type: BehaviourType, rows: readonly RuleRow[]): readonly BehaviourRule[] {
  return rows.map(([id, techniques, weight, phrase, pattern, options]) => ({
    id,
    type,
    techniques: techniques.split(' '),
    needs: requiredLiterals(pattern),
    pattern,
    weight,
    phrase,
    ...options,
  }));
}

/** Names that are ordinary words elsewhere: tried in shell scripts only. */
export const inShell: { readonly languages: readonly ScriptLanguage[] } = { languages: ['bash', 'unknown'] };
/** Syntax of PowerShell, also met inside batch files and scripts that start it. */
export const inPowerShell: { readonly languages: readonly ScriptLanguage[] } = { languages: ['powershell', 'batch', 'unknown'] };
/** Names that mean something else outside Windows' own shells. */
export const inWindows: { readonly languages: readonly ScriptLanguage[] } = { languages: ['powershell', 'batch', 'vbscript', 'unknown'] };

const commandStart = String.raw`(?:^|[|;&({@!"'\`]|\$\(|(?<![\w-])(?:sudo|then|do|else|exec|nohup|time|xargs|if|while|call|start)\s)\s{0,20}(?:[\w.:~$%{}/\\-]{0,80}[\\/])?`;

/**
 * A case-insensitive pattern over the grammar of commands. Shorthand: `‹a|b›` a command's name anywhere, with or without
 * `.exe` and a closing quote; `«a|b»` the same where a command may start; `…` up to 300 characters of the same command;
 * `¦` a path separator, once or escaped (`¦?` or none). `(?-i:…)` tells cases apart. Every gap is bounded and conditions that may come in any order are look-aheads,
 * which JavaScript does not backtrack into, so that time stays linear in the text.
 */
export function re(parts: TemplateStringsArray, ...values: readonly string[]): RegExp {
  const source = String.raw(parts, ...values)
    .replace(/‹([^‹›]+)›/g, String.raw`(?<![\w.$-])(?:$1)(?:\.exe)?["']?(?![\w-]|\.\w)`)
    .replace(/«([^«»]+)»/g, (_, names: string) => `${commandStart}(?:${names})${String.raw`(?:\.exe)?["']?(?![\w-]|\.\w|\s{0,4}[=:])`}`)
    .replaceAll('…', String.raw`[^\n|;&]{0,300}?`)
    .replaceAll('¦?', String.raw`[\\/]{0,4}`)
    .replaceAll('¦', String.raw`[\\/]{1,4}`);
  return spellCase(source);
}

/** A web address, as the value `url`. */
export const url = String.raw`(?<url>(?:https?|ftps?):[\\/]{2}[^\s"'<>|)\`,;]{3,300})`;
/** One argument, quoted or not, for use inside a named group. */
export const word = String.raw`["']?[^\s"'|;&<>()]{1,200}`;
/** A command that writes to the registry. */
export const registryWrite = String.raw`(?:‹reg›\s+(?:add|import|copy|restore)|‹(?:New|Set|Rename|Copy)-Item(?:Property)?|sp|ni|si|New-PSDrive›|SetValue|RegWrite|CreateSubKey|regini)`;

/** A key under a command that writes to the registry, in a .reg file, or kept in a variable for one. */
export function writtenKey(key: string): RegExp {
  return re`(?:${registryWrite}…|=\s{0,4}["'(]{1,3}[^"'\n]{0,80}?|\[-?HKEY_[^\]\n]{0,100}?)(?<key>${key})`;
}
