import { comparisonsOf, type PlanComparison, type PlanCondition, type PlanJoin, type HuntPlan } from './hunt-plan.js';

/** "a, b and c". */
export function listOf(items: readonly string[], word: 'and' | 'or'): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${word} ${items[items.length - 1]}`;
}

/** A column name as words: `InitiatingProcessFileName` is "initiating process file name". */
export function columnPhrase(column: string): string {
  const special: Readonly<Record<string, string>> = { 'hourofday(Timestamp)': 'hour of the day (UTC)', 'dayofweek(Timestamp)': 'day of the week', Timestamp: 'time' };
  return special[column] ?? column
    .replace(/[._]+/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(' ')
    .map((word) => (/^[A-Z0-9]{2,}s?$/.test(word) ? word : word.toLowerCase()))
    .join(' ')
    .trim();
}

const words: Readonly<Record<string, readonly [yes: string, no: string]>> = {
  '==': ['is', 'is not'], '!=': ['is not', 'is'], '=~': ['is', 'is not'], '!~': ['is not', 'is'],
  '>': ['is more than', 'is not more than'], '>=': ['is at least', 'is less than'], '<': ['is less than', 'is at least'], '<=': ['is at most', 'is more than'],
  has: ['contains the term', 'does not contain the term'], contains: ['contains', 'does not contain'],
  startswith: ['starts with', 'does not start with'], endswith: ['ends with', 'does not end with'], 'matches regex': ['matches the pattern', 'does not match the pattern'],
  has_any: ['contains any of the terms', 'contains none of the terms'], has_all: ['contains all of the terms', 'does not contain all of the terms'],
  in: ['is one of', 'is none of'], 'in~': ['is one of', 'is none of'], between: ['is between', 'is not between'], inRange: ['is in the range', 'is outside the range'],
  isempty: ['is empty', 'is not empty'], isnotempty: ['is not empty', 'is empty'],
};

const units: Readonly<Record<string, string>> = { d: 'day', h: 'hour', m: 'minute', s: 'second' };

/** "7d" is "7 days". */
export function durationPhrase(text: string): string {
  const [, amount = '', unit = ''] = /^(\d+)([dhms])$/.exec(text) ?? [];
  return amount === '' ? text : `${amount} ${units[unit] ?? unit}${amount === '1' ? '' : 's'}`;
}

function comparisonPhrase({ column, operator, values, not }: PlanComparison): string {
  const [yes, no] = words[operator] ?? [operator, `not ${operator}`];
  const texts = values.map(({ kind, text }) => (kind === 'ago' ? (text === '0d' ? 'now' : text.startsWith('-') ? `${durationPhrase(text.slice(1))} from now` : `${durationPhrase(text)} ago`) : kind === 'timespan' ? durationPhrase(text) : text));
  if (column === 'Timestamp' || values.some(({ kind }) => kind === 'ago')) {
    const [first, second] = values;
    if (operator === 'between' && second?.kind === 'timespan') return `${columnPhrase(column)} ${not === true ? 'is outside' : 'is within'} ${texts[1]} from ${texts[0]}`;
    if (first?.kind === 'ago' && operator !== 'between' && first.text !== '0d') return (operator === '>' || operator === '>=') !== (not === true) ? `${columnPhrase(column)} is in the last ${durationPhrase(first.text)}` : `${columnPhrase(column)} is more than ${durationPhrase(first.text)} ago`;
  }
  const list = operator === 'between' ? texts.join(' and ') : listOf(texts, operator === 'has_all' ? 'and' : 'or');
  return `${columnPhrase(column)} ${not === true ? no : yes}${list === '' ? '' : ` ${list}`}`;
}

/** One plain sentence for a filter. */
export function conditionSentence(condition: PlanCondition): string {
  return `Keep rows where ${comparisonsOf(condition).map(comparisonPhrase).join(', or ')}.`;
}

/** One plain sentence for a join. */
export function joinSentence(join: PlanJoin): string {
  const key = listOf(join.on.map(({ left, right }) => (left === right ? columnPhrase(left) : `${columnPhrase(left)} and ${columnPhrase(right)}`)), 'and');
  const filter = join.where.length > 0 ? ` where ${join.where.flatMap(comparisonsOf).map(comparisonPhrase).join(' and ')}` : '';
  if (join.kind === 'leftanti') return `Keep only rows with no row of the same ${key} in ${join.table}${filter}.`;
  if (join.kind === 'leftsemi') return `Keep only rows with a row of the same ${key} in ${join.table}${filter}.`;
  return `Add the columns of ${join.table}${filter} by the same ${key}${join.kind === 'leftouter' ? ', where there is one' : ''}.`;
}

/** One plain sentence for an aggregate. */
export function measureSentence({ measures, by }: NonNullable<HuntPlan['summarize']>): string {
  const what = measures.map(({ function: call, column }) => {
    const name = columnPhrase(column ?? '');
    if (call === 'count') return 'count the rows';
    if (call === 'dcount') return `count the different values of ${name}`;
    if (call === 'make_set') return `list the different values of ${name}`;
    if (call === 'arg_max') return `keep the row with the latest ${name}`;
    if (call === 'arg_min') return `keep the row with the earliest ${name}`;
    return `take the ${{ sum: 'sum', avg: 'average', min: 'smallest', max: 'largest', countif: 'count' }[call]} ${name}`;
  });
  const keys = by.map((key) => ('bin' in key ? `${columnPhrase(key.column)} in steps of ${durationPhrase(key.bin)}` : columnPhrase(key.column)));
  const text = `${keys.length > 0 ? `for each ${listOf(keys, 'and')}` : ''}${keys.length > 0 && what.length > 0 ? ', ' : ''}${what.length > 0 ? listOf(what, 'and') : ' keep one row'}.`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
