import type { Budget } from '../core/budget.js';

/** How arithmetic reaches the shell's variables. A value of undefined is not known. */
export interface ArithmeticScope {
  get(name: string, index: string | undefined): string | undefined;
  set(name: string, index: string | undefined, value: string): void;
}

class Unknown extends Error {}

const binaryLevels: readonly (readonly string[])[] = [['||'], ['&&'], ['|'], ['^'], ['&'], ['==', '!='], ['<=', '>=', '<', '>'], ['<<', '>>'], ['+', '-'], ['*', '/', '%']];
const tokens = /\s*(?:(\d+#[0-9A-Za-z@_]+|0[xX][0-9a-fA-F]+|\d+)|([A-Za-z_]\w*)|(<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%&|^~!<>=?:,()[\]]))/y;

interface Token {
  kind: 'number' | 'name' | 'operator' | 'end';
  text: string;
  start: number;
  end: number;
}

/**
 * The value of a shell arithmetic expression with 64 bit integers, its assignments carried out through `scope`.
 * Undefined when something in it is not known or it is no arithmetic; the text has had its `$` expansions already.
 */
export function evaluateArithmetic(text: string, scope: ArithmeticScope, budget: Budget): bigint | undefined {
  if (/^\s*-?(?:0|[1-9]\d{0,15})\s*$/.test(text)) return BigInt(text.trim());
  if (text.length > 100_000) return undefined;
  try {
    return new Reader(text, scope, budget, 0).whole();
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

interface Place {
  name: string;
  index: string | undefined;
}

class Reader {
  private readonly list: Token[] = [];
  private at = 0;
  /** Above zero side effects and unknown values do not count: the branch is not taken. */
  private skipped = 0;

  constructor(
    private readonly text: string,
    private readonly scope: ArithmeticScope,
    private readonly budget: Budget,
    private readonly level: number,
  ) {
    if (level > 20) throw new Unknown();
    tokens.lastIndex = 0;
    while (tokens.lastIndex < text.length) {
      const before = tokens.lastIndex;
      const match = tokens.exec(text);
      if (!match) {
        if (text.slice(before).trim() === '') break;
        throw new Unknown();
      }
      const end = tokens.lastIndex;
      const shown = (match[1] ?? match[2] ?? match[3]) as string;
      this.list.push({ kind: match[1] !== undefined ? 'number' : match[2] !== undefined ? 'name' : 'operator', text: shown, start: end - shown.length, end });
    }
    budget.step(1 + (this.list.length >> 2));
  }

  whole(): bigint {
    if (this.list.length === 0) return 0n;
    const value = this.comma();
    if (this.at < this.list.length) throw new Unknown();
    return value;
  }

  private peek(): Token {
    return this.list[this.at] ?? { kind: 'end', text: '', start: this.text.length, end: this.text.length };
  }

  private take(operator: string): boolean {
    const token = this.peek();
    if (token.kind !== 'operator' || token.text !== operator) return false;
    this.at++;
    return true;
  }

  private comma(): bigint {
    let value = this.assignment();
    while (this.take(',')) value = this.assignment();
    return value;
  }

  private assignment(): bigint {
    const start = this.at;
    if (this.peek().kind === 'name') {
      const place = this.place();
      const operator = this.peek();
      if (operator.kind === 'operator' && /^(?:[-+*/%&|^]|<<|>>)?=$/.test(operator.text)) {
        this.at++;
        const right = this.assignment();
        const value = operator.text === '=' ? right : this.apply(operator.text.slice(0, -1), this.read(place), right);
        if (this.skipped === 0) this.scope.set(place.name, place.index, value.toString());
        return value;
      }
      this.at = start;
    }
    return this.ternary();
  }

  private ternary(): bigint {
    const test = this.binary(0);
    if (!this.take('?')) return test;
    const yes = this.maybe(test === 0n, () => this.assignment());
    if (!this.take(':')) throw new Unknown();
    const no = this.maybe(test !== 0n, () => this.budget.nested(() => this.assignment()));
    return test !== 0n ? yes : no;
  }

  private maybe(skip: boolean, work: () => bigint): bigint {
    if (skip) this.skipped++;
    const value = work();
    if (skip) this.skipped--;
    return value;
  }

  private binary(level: number): bigint {
    const operators = binaryLevels[level];
    if (!operators) return this.power();
    let left = this.binary(level + 1);
    for (;;) {
      const token = this.peek();
      if (token.kind !== 'operator' || !operators.includes(token.text)) return left;
      this.at++;
      if (token.text === '&&' || token.text === '||') {
        const decided = token.text === '&&' ? left === 0n : left !== 0n;
        const right = this.maybe(decided, () => this.binary(level + 1));
        left = decided ? (left === 0n ? 0n : 1n) : right === 0n ? 0n : 1n;
      } else left = this.apply(token.text, left, this.binary(level + 1));
    }
  }

  private power(): bigint {
    const base = this.unary();
    if (!this.take('**')) return base;
    const exponent = this.budget.nested(() => this.power());
    if (exponent < 0n) throw new Unknown();
    let value = 1n;
    for (let factor = base, left = BigInt.asUintN(64, exponent); left > 0n; left >>= 1n, factor = wrap(factor * factor)) if (left & 1n) value = wrap(value * factor);
    return value;
  }

  private unary(): bigint {
    const token = this.peek();
    if (token.kind === 'operator') {
      if (token.text === '++' || token.text === '--') {
        if (this.list[this.at + 1]?.kind === 'name') {
          this.at++;
          const place = this.place();
          const value = wrap(this.read(place) + (token.text === '++' ? 1n : -1n));
          if (this.skipped === 0) this.scope.set(place.name, place.index, value.toString());
          return value;
        }
        this.at++;
        return this.budget.nested(() => this.unary());
      }
      if (['-', '+', '!', '~'].includes(token.text)) {
        this.at++;
        const value = this.budget.nested(() => this.unary());
        return token.text === '-' ? wrap(-value) : token.text === '+' ? value : token.text === '!' ? (value === 0n ? 1n : 0n) : wrap(~value);
      }
    }
    return this.primary();
  }

  private primary(): bigint {
    const token = this.peek();
    if (this.take('(')) {
      const value = this.budget.nested(() => this.comma());
      if (!this.take(')')) throw new Unknown();
      return value;
    }
    if (token.kind === 'number') {
      this.at++;
      return this.number(token.text);
    }
    if (token.kind !== 'name') throw new Unknown();
    const place = this.place();
    const step = this.peek();
    if (step.kind === 'operator' && (step.text === '++' || step.text === '--')) {
      this.at++;
      const value = this.read(place);
      if (this.skipped === 0) this.scope.set(place.name, place.index, wrap(value + (step.text === '++' ? 1n : -1n)).toString());
      return value;
    }
    return this.read(place);
  }

  private place(): Place {
    const token = this.peek();
    this.at++;
    if (!this.take('[')) return { name: token.text, index: undefined };
    const from = this.peek().start;
    let depth = 1;
    while (this.at < this.list.length) {
      const next = this.peek();
      if (next.text === '[') depth++;
      if (next.text === ']' && --depth === 0) {
        this.at++;
        return { name: token.text, index: this.text.slice(from, next.start) };
      }
      this.at++;
    }
    throw new Unknown();
  }

  private read(place: Place): bigint {
    if (this.skipped > 0) return 1n;
    const value = this.scope.get(place.name, place.index);
    if (value === undefined) throw new Unknown();
    if (/^\s*-?(?:0|[1-9]\d*)\s*$/.test(value)) return wrap(BigInt(value.trim()));
    return this.budget.nested(() => new Reader(value, this.scope, this.budget, this.level + 1).whole());
  }

  private number(text: string): bigint {
    const hash = text.indexOf('#');
    if (hash < 0) {
      if (/^0[xX]/.test(text)) return wrap(BigInt(text));
      if (/^0\d/.test(text)) {
        if (/[89]/.test(text)) throw new Unknown();
        return wrap(BigInt(`0o${text.slice(1)}`));
      }
      return wrap(BigInt(text));
    }
    const base = parseInt(text.slice(0, hash), 10);
    if (base < 2 || base > 64) throw new Unknown();
    let value = 0n;
    for (const digit of text.slice(hash + 1)) {
      const weight = digitWeight(digit, base);
      if (weight < 0 || weight >= base) throw new Unknown();
      value = wrap(value * BigInt(base) + BigInt(weight));
    }
    return value;
  }

  private apply(operator: string, left: bigint, right: bigint): bigint {
    switch (operator) {
      case '+':
        return wrap(left + right);
      case '-':
        return wrap(left - right);
      case '*':
        return wrap(left * right);
      case '/':
      case '%':
        if (right === 0n) {
          if (this.skipped > 0) return 0n;
          throw new Unknown();
        }
        return wrap(operator === '/' ? left / right : left % right);
      case '<<':
        return wrap(left << (right & 63n));
      case '>>':
        return left >> (right & 63n);
      case '&':
        return left & right;
      case '|':
        return left | right;
      case '^':
        return left ^ right;
      case '<':
        return left < right ? 1n : 0n;
      case '>':
        return left > right ? 1n : 0n;
      case '<=':
        return left <= right ? 1n : 0n;
      case '>=':
        return left >= right ? 1n : 0n;
      case '==':
        return left === right ? 1n : 0n;
      case '!=':
        return left !== right ? 1n : 0n;
      default:
        throw new Unknown();
    }
  }
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

function digitWeight(digit: string, base: number): number {
  const code = digit.charCodeAt(0);
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 122) return code - 87;
  if (code >= 65 && code <= 90) return base <= 36 ? code - 55 : code - 29;
  return digit === '@' ? 62 : digit === '_' ? 63 : -1;
}
