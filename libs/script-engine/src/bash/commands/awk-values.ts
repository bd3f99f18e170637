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
