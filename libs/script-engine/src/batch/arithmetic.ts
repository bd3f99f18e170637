import type { Budget } from '../core/budget.js';

/** A number, or `unknown` where it depends on something not known. */
export type Quantity = number | 'unknown';

/** What `set /a` did: its assignments in order and the value of the last expression. */
export interface ArithmeticResult {
  assignments: { name: string; value: Quantity }[];
  value: Quantity;
}

class ArithmeticError extends Error {}

const binary: readonly (readonly string[])[] = [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '%']];
const assignment = /^(?:=|\*=|\/=|%=|\+=|-=|&=|\^=|\|=|<<=|>>=)$/;

/** A number as cmd writes it: decimal, octal with a leading 0, hexadecimal with 0x. */
export function parseNumber(text: string): number | undefined {
  const match = /^\s*([+-]?)(0x[0-9a-f]+|0[0-7]*|[1-9]\d*)$/i.exec(text.trimEnd());
  if (!match) return undefined;
  const digits = match[2] as string;
  const value = /^0x/i.test(digits) ? parseInt(digits, 16) : digits.length > 1 && digits.startsWith('0') ? parseInt(digits, 8) : parseInt(digits, 10);
  return (match[1] === '-' ? -value : value) | 0;
}

/** Computes a `set /a` expression in 32-bit arithmetic; undefined when cmd would refuse it. `read` gives the value of a variable. */
export function evaluateArithmetic(expression: string, read: (name: string) => Quantity, isSymbol: (char: string) => boolean, budget: Budget): ArithmeticResult | undefined {
  const tokens: string[] = [];
  for (const match of expression.matchAll(/<<=|>>=|<<|>>|[*/%+\-&^|]=|[=*/%+\-&^|~!(),]|[^\s=*/%+\-&^|~!(),<>"]+|[<>]/g)) {
    budget.node();
    tokens.push(match[0]);
  }
  const assignments: ArithmeticResult['assignments'] = [];
  const local = new Map<string, Quantity>();
  let i = 0;

  const operand = (token: string | undefined): Quantity => {
    if (token === undefined || /^[<>=*/%+&^|),]/.test(token)) throw new ArithmeticError();
    if ([...token].some(isSymbol)) return 'unknown';
    if (/^\d/.test(token)) {
      const value = parseNumber(token);
      if (value === undefined) throw new ArithmeticError();
      return value;
    }
    return local.get(token.toUpperCase()) ?? read(token);
  };
  const unary = (): Quantity => {
    const signs: string[] = [];
    while (tokens[i] === '-' || tokens[i] === '+' || tokens[i] === '~' || tokens[i] === '!') signs.push(tokens[i++] as string);
    let value: Quantity;
    if (tokens[i] === '(') {
      i++;
      value = budget.nested(() => list());
      if (tokens[i] === ')') i++;
    } else value = operand(tokens[i++]);
    while (signs.length > 0) {
      const sign = signs.pop();
      if (value === 'unknown') continue;
      value = sign === '-' ? -value | 0 : sign === '~' ? ~value : sign === '!' ? Number(value === 0) : value;
    }
    return value;
  };
  const level = (depth: number): Quantity => {
    const operators = binary[depth];
    if (!operators) return unary();
    let left = level(depth + 1);
    while (operators.includes(tokens[i] ?? '')) {
      budget.step();
      const operator = tokens[i++] as string;
      left = apply(operator, left, level(depth + 1));
    }
    return left;
  };
  const assign = (): Quantity => {
    const targets: { name: string; operator: string }[] = [];
    while (assignment.test(tokens[i + 1] ?? '') && /^[^\d=*/%+\-&^|~!(),<>]/.test(tokens[i] ?? '')) {
      targets.push({ name: tokens[i] as string, operator: (tokens[i + 1] as string).slice(0, -1) });
      i += 2;
    }
    let value = level(0);
    for (let target = targets.pop(); target; target = targets.pop()) {
      if (target.operator !== '') value = apply(target.operator, operand(target.name), value);
      local.set(target.name.toUpperCase(), value);
      assignments.push({ name: target.name, value });
    }
    return value;
  };
  const list = (): Quantity => {
    let value = assign();
    while (tokens[i] === ',') {
      i++;
      value = assign();
    }
    return value;
  };

  try {
    if (tokens.length === 0) return undefined;
    const value = list();
    return i < tokens.length && tokens[i] !== ')' ? undefined : { assignments, value };
  } catch (error) {
    if (error instanceof ArithmeticError) return undefined;
    throw error;
  }
}

function apply(operator: string, left: Quantity, right: Quantity): Quantity {
  if (left === 'unknown' || right === 'unknown') return 'unknown';
  switch (operator) {
    case '+': return (left + right) | 0;
    case '-': return (left - right) | 0;
    case '*': return Math.imul(left, right);
    case '&': return left & right;
    case '|': return left | right;
    case '^': return left ^ right;
    case '<<': return right > 31 || right < 0 ? 0 : left << right;
    case '>>': return right > 31 || right < 0 ? (left < 0 ? -1 : 0) : left >> right;
    default: {
      if (right === 0) throw new ArithmeticError();
      return operator === '/' ? Math.trunc(left / right) | 0 : (left % right) | 0;
    }
  }
}
