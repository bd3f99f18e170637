import type { ScriptLanguage } from '../../core/language.js';
import type { BehaviourRule } from '../behaviour-rule.js';

/** The rules that hold for one statement in one language; `unknown` tries all. For specs and for tuning the tables. */
export function rulesMatching(rules: readonly BehaviourRule[], statement: string, language: ScriptLanguage = 'unknown'): readonly BehaviourRule[] {
  const text = statement.toLowerCase();
  return rules.filter(
    (rule) => (language === 'unknown' || !rule.languages || rule.languages.includes(language)) && rule.needs.some((literal) => text.includes(literal)) && rule.pattern.test(statement),
  );
}

/** Reads `id: statement` lines; the statements of an id in order. */
export function readExamples(block: string): ReadonlyMap<string, readonly string[]> {
  const examples = new Map<string, string[]>();
  for (const line of block.split('\n').filter((text) => text.trim() !== '')) {
    const colon = line.indexOf(': ');
    const id = line.slice(0, colon);
    examples.set(id, [...(examples.get(id) ?? []), line.slice(colon + 2)]);
  }
  return examples;
}
