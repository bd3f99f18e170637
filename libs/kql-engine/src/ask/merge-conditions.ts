import type { FoundCondition } from './conditions.js';
import { onlySeparators } from './context-words.js';
import type { PlanComparison, PlanCondition, PlanOperator } from './hunt-plan.js';
import { textColumns } from './lexicon/column-kinds.js';
import type { Word } from './words.js';

/** Several values of one column are one list; saying a thing twice filters once. */
export function mergeConditions(found: readonly FoundCondition[], words: readonly Word[]): FoundCondition[] {
  const kept: FoundCondition[] = [];
  for (const next of [...found].sort((a, b) => a.from - b.from)) {
    if (isExample(next, kept, words) || contradicts(next, found)) continue;
    if (kept.some(({ condition }) => JSON.stringify(strip(condition)) === JSON.stringify(strip(next.condition)))) continue;
    const same = kept.find((other) => !whole(other, next) && joinable(other.condition, next.condition));
    if (same === undefined) kept.push({ ...next });
    else if (apart(same, next, words)) {
      if (next.to - next.from > same.to - same.from || (next.to - next.from === same.to - same.from && next.strength > same.strength)) Object.assign(same, next);
    } else [same.condition, same.strength] = [joined(same.condition, next.condition), same.strength + next.strength * 0.5];
  }
  for (const one of [...kept]) {
    if (kept.some((other) => other !== one && (impliedBy(one.condition, other.condition) || insteadOf(one, other) || repeats(one, other)))) kept.splice(kept.indexOf(one), 1);
  }
  const filled = new Set(kept.flatMap(({ condition }) => ('anyOf' in condition || condition.not === true || condition.operator === 'isnotempty' ? [] : [condition.column])));
  const settled = new Set(kept.flatMap(({ condition }) => ('anyOf' in condition || condition.not === true || !mergeable(condition.operator) ? [] : [condition.column])));
  return kept.filter(({ condition }) => 'anyOf' in condition || condition.operator !== 'isnotempty' || !filled.has(condition.column)).filter(({ condition }) => 'anyOf' in condition || condition.not !== true || !mergeable(condition.operator) || !settled.has(condition.column));
}

/** "Legacy protocols such as IMAP": the example narrows nothing that was said before it. */
function isExample({ condition, from }: FoundCondition, before: readonly FoundCondition[], words: readonly Word[]): boolean {
  if ('anyOf' in condition) return false;
  const lead = words.slice(Math.max(0, from - 7), from).map(({ text }) => text.toLowerCase()).join(' ');
  return /\b(?:such as|e g|for example|for instance)\b(?!.*\.)/.test(lead) && before.some((other) => !('anyOf' in other.condition) && other.condition.column === condition.column && other.condition.not !== true);
}

/** Whether every row that passes `other` passes `one` too, and `other` keeps fewer. */
function impliedBy(one: PlanCondition, other: PlanCondition): boolean {
  if ('anyOf' in one || 'anyOf' in other || one.column !== other.column || other.not === true) return false;
  const [wide, narrow] = [one.values, other.values].map((values) => values.map(({ text }) => text.toLowerCase()));
  if (wide === undefined || narrow === undefined || narrow.length === 0) return false;
  if (one.operator === '!=' || (one.not === true && one.operator === '==')) return /^(?:==|=~|has|in)$/.test(other.operator) && !narrow.some((text) => wide.includes(text));
  if (one.not === true) return false;
  const lists = (operator: PlanOperator): boolean => /^(?:has_any|has|in|in~|==|=~)$/.test(operator);
  if (one.operator === 'has' && /^has/.test(other.operator)) return narrow.every((text) => text !== wide[0] && new RegExp(`(?<!\\w)${(wide[0] ?? '').replace(/[^\w]/g, '\\$&')}(?!\\w)`).test(text));
  return wide.length > narrow.length && lists(one.operator) && lists(other.operator) && one.operator.startsWith('has') === other.operator.startsWith('has') && narrow.every((text) => wide.includes(text));
}

/** What one behaviour says of a column is said of it all at once, and a word of unknown kind widens none of it. */
function whole(one: FoundCondition, other: FoundCondition): boolean {
  const kinds = [one.kind, other.kind];
  return kinds.includes('behaviour') && (one.kind === other.kind || kinds.includes('free'));
}

/** A file a behaviour speaks of already, under its name without the end. */
function repeats(said: FoundCondition, told: FoundCondition): boolean {
  if (told.kind !== 'behaviour' || said.kind !== 'slot' || 'anyOf' in said.condition || 'anyOf' in told.condition || !said.condition.column.endsWith('CommandLine') || said.condition.column !== told.condition.column || said.condition.not === true) return false;
  const known = new Set(told.condition.values.map(({ text }) => text.toLowerCase()));
  return said.condition.values.every(({ text }) => known.has(text.toLowerCase()) || known.has(text.toLowerCase().replace(/\.\w+$/, '')));
}

/** A place the question spells stands instead of those where a behaviour is usually seen. */
function insteadOf(usual: FoundCondition, said: FoundCondition): boolean {
  if (usual.kind !== 'behaviour' || said.kind === 'behaviour' || 'anyOf' in usual.condition || 'anyOf' in said.condition) return false;
  const [listed, own] = [usual.condition, said.condition];
  return listed.column === own.column && listed.operator === 'has_any' && listed.values.every(({ origin }) => origin === 'assumed') && own.not !== true && own.values.every(({ origin }) => origin === 'question');
}

/** What is said to be and not to be was misread the second time. */
function contradicts({ condition }: FoundCondition, all: readonly FoundCondition[]): boolean {
  if ('anyOf' in condition || condition.not !== true) return false;
  const plain = JSON.stringify(strip({ ...condition, not: false }));
  return all.some((other) => ('anyOf' in other.condition ? other.condition.anyOf : [other.condition]).some((one) => JSON.stringify(strip(one)) === plain));
}

/** Two phrases for one column that no list joins do not widen each other: the longer one is meant. */
function apart(a: FoundCondition, b: FoundCondition, words: readonly Word[]): boolean {
  if (a.kind !== 'concept' || b.kind !== 'concept' || 'anyOf' in a.condition || 'anyOf' in b.condition) return false;
  const texts = (condition: PlanComparison): Set<string> => new Set(condition.values.map(({ text }) => text));
  const [one, two] = [texts(a.condition), texts(b.condition)];
  const inside = [...one].every((text) => two.has(text)) || [...two].every((text) => one.has(text));
  if (inside) {
    const smaller = one.size <= two.size ? a : b;
    a.condition = smaller.condition;
    b.condition = smaller.condition;
    return true;
  }
  return a.to <= b.from && !onlySeparators(words, a.to, b.from) && !words.slice(a.to, b.from).some(({ text }) => /^(?:or|and|,)$/i.test(text));
}

/** Two positive filters of one column that no row could meet together mean "either". */
function joinable(a: PlanCondition, b: PlanCondition): boolean {
  const all = [...('anyOf' in a ? a.anyOf : [a]), ...('anyOf' in b ? b.anyOf : [b])];
  const column = all[0]?.column ?? '';
  if (!all.every((one) => one.column === column)) return false;
  if (!('anyOf' in a) && !('anyOf' in b) && a.not === true && b.not === true) return mergeable(a.operator) && mergeable(b.operator);
  if (all.some(({ not }) => not === true)) return false;
  // A name that begins so and ends so is one name.
  if (all.length === 2 && all.some(({ operator }) => operator === 'startswith') && all.some(({ operator }) => operator === 'endswith')) return false;
  return all.every(({ operator }) => mergeable(operator) || operator === 'endswith' || operator === 'startswith') || ((column === 'ThreatTypes' || !textColumns.test(column)) && all.every(({ operator }) => operator === 'has' || operator === 'has_any'));
}

function joined(a: PlanCondition, b: PlanCondition): PlanCondition {
  const whole = [...('anyOf' in a ? a.anyOf : [a]), ...('anyOf' in b ? b.anyOf : [b])];
  const narrow = whole.filter((one) => !(one.operator === 'startswith' && whole.some((other) => other !== one && other.values.every(({ text }) => text.startsWith(one.values[0]?.text ?? '\u0000')))));
  const all = narrow.length > 0 ? narrow : whole;
  const [first] = all;
  if (first === undefined) return a;
  const texts = new Set<string>();
  const values = all.flatMap((one) => one.values).filter(({ text }) => !texts.has(text.toLowerCase()) && texts.add(text.toLowerCase()));
  const turned = first.not === true ? { not: true } : {};
  if (all.every(({ operator }) => operator === 'has' || operator === 'has_any')) return { column: first.column, operator: 'has_any', values, ...turned };
  if (!all.every(({ operator }) => mergeable(operator))) return { anyOf: all };
  if (values.every(({ kind }) => kind === 'bool') && values.length > 1) return { ...first, values: values.filter(({ text }) => text === 'false') };
  const folded = all.some(({ operator }) => operator.includes('~'));
  return { column: first.column, operator: values.length === 1 ? (folded ? '=~' : '==') : folded ? 'in~' : 'in', values, ...turned };
}

function mergeable(operator: PlanOperator): boolean {
  return operator === '==' || operator === '=~' || operator === 'in' || operator === 'in~';
}

function strip(condition: PlanCondition): unknown {
  return 'anyOf' in condition ? condition.anyOf.map(strip) : [condition.column, condition.operator, condition.not === true, condition.values.map(({ text }) => text)];
}
