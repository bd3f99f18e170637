import type { TestExpression } from 'unbash';
import { compiled, matchGlob } from './glob-pattern.js';
import type { Runner } from './runner.js';
import { hasHole, known } from './shell-text.js';

/** Three truths: yes, no, and undefined for what only the machine knows. */
export type Truth = boolean | undefined;

const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);
const both = (a: Truth, b: () => Truth): Truth => {
  if (a === false) return false;
  const right = b();
  return right === false ? false : a === true ? right : undefined;
};
const either = (a: Truth, b: () => Truth): Truth => not(both(not(a), () => not(b())));

/** `[[ ... ]]`. */
export function evaluateTestExpression(shell: Runner, expression: TestExpression): Truth {
  shell.budget.step();
  switch (expression.type) {
    case 'TestGroup':
      return shell.budget.nested(() => evaluateTestExpression(shell, expression.expression));
    case 'TestNot': {
      const truth = shell.budget.nested(() => evaluateTestExpression(shell, expression.operand));
      return expression.negations.length % 2 === 1 ? not(truth) : truth;
    }
    case 'TestLogical': {
      let truth: Truth = expression.operator === '&&';
      for (const operand of expression.operands) {
        const next = (): Truth => shell.budget.nested(() => evaluateTestExpression(shell, operand));
        truth = expression.operator === '&&' ? both(truth, next) : either(truth, next);
      }
      return truth;
    }
    case 'TestUnary':
      return unary(shell, expression.operator, shell.expansion.text(expression.operand).text);
    case 'TestBinary': {
      const left = shell.expansion.text(expression.left).text;
      const { operator } = expression;
      if (operator === '=~') {
        const pattern = shell.expansion.text(expression.right).text;
        return matches(shell, left, pattern);
      }
      if (operator === '==' || operator === '=' || operator === '!=') {
        const pattern = shell.expansion.pattern(expression.right).text;
        const truth = hasHole(left) || hasHole(pattern) ? (pattern === '*' || left === pattern ? true : undefined) : matchGlob(left, pattern, shell.budget);
        return operator === '!=' ? not(truth) : truth;
      }
      const right = shell.expansion.text(expression.right).text;
      if (/^-(?:eq|ne|lt|le|gt|ge)$/.test(operator)) return numbers(operator, shell.expansion.arithmetic(left), shell.expansion.arithmetic(right));
      return binary(operator, left, right);
    }
  }
}

function matches(shell: Runner, text: string, pattern: string): Truth {
  if (hasHole(text) || hasHole(pattern)) return undefined;
  const matcher = compiled(pattern, { dotAll: true }, shell.budget)?.matcher(text);
  if (!matcher) return undefined;
  shell.budget.step(1 + (text.length >> 3));
  if (!matcher.find()) return false;
  const groups = new Map<string, ReturnType<typeof known>>();
  for (let i = 0; i <= matcher.groupCount(); i++) groups.set(String(i), known(matcher.group(i) ?? ''));
  shell.state.setArray('BASH_REMATCH', groups, false);
  return true;
}

function numbers(operator: string, left: bigint | undefined, right: bigint | undefined): Truth {
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case '-eq':
      return left === right;
    case '-ne':
      return left !== right;
    case '-lt':
      return left < right;
    case '-le':
      return left <= right;
    case '-gt':
      return left > right;
    default:
      return left >= right;
  }
}

function unary(shell: Runner, operator: string, operand: string): Truth {
  const filled = operand.replace(/[\uE000-\uEFFF]/g, '') !== '';
  if (operator === '-n') return filled ? true : hasHole(operand) ? undefined : false;
  if (operator === '-z') return filled ? false : hasHole(operand) ? undefined : true;
  if (operator === '-v') return shell.state.get(operand) ? true : shell.state.isEnvironment(operand) ? undefined : false;
  if (/^-[efsrwx]$/.test(operator)) return shell.state.file(operand) ? true : undefined;
  return undefined;
}

function binary(operator: string, left: string, right: string): Truth {
  const closed = hasHole(left) || hasHole(right);
  switch (operator) {
    case '=':
    case '==':
      return left === right ? true : closed ? undefined : false;
    case '!=':
      return left === right ? false : closed ? undefined : true;
    case '<':
    case '\\<':
      return closed ? undefined : left < right;
    case '>':
    case '\\>':
      return closed ? undefined : left > right;
    default: {
      if (!/^-(?:eq|ne|lt|le|gt|ge)$/.test(operator)) return undefined;
      const integer = (text: string): bigint | undefined => (/^\s*[-+]?\d+\s*$/.test(text) ? BigInt(text.trim().replace(/^\+/, '')) : undefined);
      return numbers(operator, integer(left), integer(right));
    }
  }
}

/** `[ ... ]` and `test`, from their words. */
export function evaluateTestWords(shell: Runner, words: readonly string[]): Truth {
  let at = 0;
  shell.budget.step(words.length);
  const or = (): Truth => {
    let truth = and();
    while (words[at] === '-o') {
      at++;
      const right = and();
      truth = either(truth, () => right);
    }
    return truth;
  };
  const and = (): Truth => {
    let truth = primary();
    while (words[at] === '-a') {
      at++;
      const right = primary();
      truth = both(truth, () => right);
    }
    return truth;
  };
  const primary = (): Truth => {
    const word = words[at];
    if (word === undefined) return false;
    const next = words[at + 1];
    const third = words[at + 2];
    if (third !== undefined && next !== undefined && /^(?:=|==|!=|<|>|\\<|\\>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))$/.test(next)) {
      at += 3;
      return binary(next, word, third);
    }
    if (word === '!') {
      at++;
      return not(shell.budget.nested(primary));
    }
    if (word === '(') {
      at++;
      const truth = shell.budget.nested(or);
      if (words[at] === ')') at++;
      return truth;
    }
    if (/^-[a-zA-Z]$/.test(word) && next !== undefined && next !== '-a' && next !== '-o') {
      at += 2;
      return unary(shell, word, next);
    }
    at++;
    return unary(shell, '-n', word);
  };
  return words.length === 0 ? false : or();
}
