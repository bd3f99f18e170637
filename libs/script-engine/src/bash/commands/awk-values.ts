import { charactersOf } from '../shell-text.js';

/** A program reached something that is not modelled. */
export class AwkUnknown extends Error {}

/** A value of awk. */
export type AwkValue = string | number;

/** A value as text. */
export function text(value: AwkValue): string {
  return typeof value === 'string' ? value : Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

/** A value as a number. */
export function number(value: AwkValue): number {
  return typeof value === 'number' ? value : parseFloat(/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(value)?.[0] ?? '0');
}

/** Whether a text from the input counts as a number. */
export function looksNumeric(value: AwkValue): boolean {
  return typeof value === 'number' || /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(value);
}

/** An arithmetic operator carried out. */
export function arithmetic(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      if (right === 0) throw new AwkUnknown();
      return left / right;
    case '%':
      if (right === 0) throw new AwkUnknown();
      return left % right;
    default:
      return left ** right;
  }
}

/** The functions that only work on their arguments. */
export function plainFunction(name: string, args: readonly string[]): AwkValue {
  const [first = '', second = '', third] = args;
  switch (name) {
    case 'substr': {
      const source = charactersOf(first);
      const from = Math.round(number(second));
      const to = third === undefined ? Infinity : from + Math.round(number(third));
      return source.slice(Math.max(0, from - 1), Math.max(0, to - 1)).join('');
    }
    case 'index':
      return first.indexOf(second) + 1;
    case 'toupper':
      return first.toUpperCase();
    case 'tolower':
      return first.toLowerCase();
    case 'int':
      return Math.trunc(number(first));
    case 'strtonum':
      return /^0x/i.test(first) ? parseInt(first, 16) || 0 : /^0\d/.test(first) ? parseInt(first, 8) : number(first);
    case 'log':
      return Math.log(number(first));
    case 'sqrt':
      return Math.sqrt(number(first));
    case 'exp':
      return Math.exp(number(first));
    case 'xor':
      return number(first) ^ number(second);
    case 'and':
      return number(first) & number(second);
    case 'or':
      return number(first) | number(second);
    case 'lshift':
      return number(first) * 2 ** number(second);
    case 'rshift':
      return Math.floor(number(first) / 2 ** number(second));
    default:
      throw new AwkUnknown();
  }
}
