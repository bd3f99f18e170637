import { negatedAt } from './context-words.js';
import { usualOperator } from './fit-column.js';
import type { PlanLiteral } from './hunt-plan.js';
import { knownProducts, notProducts } from './lexicon/column-kinds.js';
import { commonWords } from './lexicon/common-words.js';
import { freeColumn } from './slot-roles.js';
import { slotTypeOf } from './slots.js';
import type { Scope } from './table-scope.js';

/** Names the lexicon has never seen: products, families, tools, people. */
export function freeWords(scope: Scope): void {
  const { words } = scope.reading;
  const column = freeColumn(scope.result.table, scope.result.columns);
  if (column === undefined) return;
  if (scope.result.columns.has('SoftwareName')) softwareNames(scope);
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined || scope.result.used.has(index) || !scope.unknown(index)) continue;
    let to = index + 1;
    while (scope.unknown(to) && !scope.result.used.has(to)) to += 1;
    const text = scope.reading.text.slice(word.start, words[to - 1]?.end ?? word.end);
    const value: PlanLiteral = { kind: 'string', text, origin: 'question', span: [word.start, words[to - 1]?.end ?? word.end] };
    const type = scope.result.columns.get(column) ?? 'string';
    const shape = slotTypeOf(text);
    const city = ['City', 'CityName'].find((name) => scope.result.columns.has(name));
    if (city !== undefined && /^[A-Z]/.test(text) && /^(?:in|from|near|outside)$/i.test(words[index - 1]?.text ?? '')) {
      scope.push('free', [{ column: city, operator: '==', values: [value], ...(negatedAt(words, index) ? { not: true } : {}) }], index, to, 1.2);
      index = to;
      continue;
    }
    if (column === 'FileName' && /^extensions?$/i.test(words[index - 1]?.text ?? '') && /^\w{1,6}$/.test(text)) {
      scope.push('free', [{ column, operator: 'endswith', values: [{ ...value, text: `.${text}` }], ...(negatedAt(words, index) ? { not: true } : {}) }], index - 1, to, 1.8);
      continue;
    }
    scope.push('free', [{ column, operator: usualOperator(column, type, text, shape) === '=~' ? 'has' : usualOperator(column, type, text, shape), values: [value], ...(negatedAt(words, index) ? { not: true } : {}) }], index, to, 0.8);
    index = to;
  }
}

/** Products have everyday names too: a capital, or being one of the best known, tells them. */
function softwareNames(scope: Scope): void {
    const { words } = scope.reading;
    const product = (index: number): boolean => {
      const word = words[index];
      if (word === undefined || scope.result.used.has(index) || word.slot !== undefined || word.stem.startsWith('#') || scope.insideName(word)) return false;
      if (knownProducts.has(word.text.toLowerCase())) return true;
      return index > 0 && /^[A-Z][\w.+-]*$/.test(word.text) && !notProducts.has(word.text.toLowerCase()) && !commonWords.has(word.text.toLowerCase());
    };
    for (let index = 0; index < words.length; index += 1) {
      if (!product(index)) continue;
      let to = index + 1;
      while (product(to)) to += 1;
      const span = scope.spanOf(index, to);
      const value: PlanLiteral = { kind: 'string', text: scope.reading.text.slice(...span).replace(/^(?:Microsoft|Google|Mozilla|Oracle|Apache|Adobe) (?=\w)/, '').toLowerCase().replace(/ /g, '_'), origin: 'question', span };
      scope.push('free', [{ column: 'SoftwareName', operator: 'has', values: [value], ...(negatedAt(words, index, 4, scope.result.used) ? { not: true } : {}) }], index, to, 1.6);
      index = to;
    }
}
