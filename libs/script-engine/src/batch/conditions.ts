import { parseNumber } from './arithmetic.js';
import type { Machine } from './machine.js';
import type { IfNode } from './syntax.js';
import { unquote } from './virtual-files.js';

const computed = /^(?:cd|errorlevel|cmdextversion|random|time|date|cmdcmdline)$/i;
const everywhere = /^c:\\?$|^c:\\(?:windows|users|program files|program files \(x86\)|programdata|windows\\(?:system32|syswow64|temp)|windows\\system32\\(?:cmd\.exe|windowspowershell\\v1\.0\\powershell\.exe))\\?(?:nul)?$/i;

/** Whether an IF holds; undefined where only a run would tell. */
export function evaluateIf(machine: Machine, node: IfNode): boolean | undefined {
  const truth = holds(machine, node);
  return truth === undefined ? undefined : truth !== node.negated;
}

function holds(machine: Machine, node: IfNode): boolean | undefined {
  const left = machine.symbols.open(machine.prepare(node.left));
  const right = machine.symbols.open(machine.prepare(node.right));
  switch (node.operator) {
    case 'defined': return isDefined(machine, right);
    case 'exist': return exists(machine, right);
    case 'errorlevel': {
      const code = machine.env.get('=ERRORLEVEL')?.value ?? '';
      const wanted = parseNumber(right);
      return /^-?\d+$/.test(code) && wanted !== undefined ? Number(code) >= wanted : undefined;
    }
    case 'cmdextversion': return (parseNumber(right) ?? 0) <= 2;
    default: return compared(machine, node, left, right);
  }
}

function isDefined(machine: Machine, name: string): boolean | undefined {
  if (machine.symbols.has(name)) return undefined;
  const variable = machine.env.get(name);
  if (!variable) return computed.test(name);
  const symbol = variable.value.length === 1 ? machine.symbols.get(variable.value) : undefined;
  if (symbol?.options) return symbol.options.every((option) => option !== '') || undefined;
  return variable.optional || symbol?.kind === 'unknown' ? undefined : true;
}

function exists(machine: Machine, path: string): boolean | undefined {
  const plain = unquote(path);
  if (machine.files.isOwn(plain) || machine.files.get(plain, machine.directory)) return true;
  return everywhere.test(plain) ? true : undefined;
}

function compared(machine: Machine, node: IfNode, left: string, right: string): boolean | undefined {
  const { symbols } = machine;
  for (const [side, char] of [[left, [...left].find((c) => symbols.get(c)?.options)], [right, [...right].find((c) => symbols.get(c)?.options)]] as const) {
    if (char === undefined) continue;
    const results = new Set((symbols.get(char)?.options ?? []).map((option) => compared(machine, node, side === left ? left.replaceAll(char, option) : left, side === right ? right.replaceAll(char, option) : right)));
    return results.size === 1 ? [...results][0] : undefined;
  }
  const equal = equality(machine, node.ignoreCase, left, right);
  if (node.operator === '==' || node.operator === 'equ' || node.operator === 'neq') {
    const numbers = node.operator === '==' || symbols.has(left) || symbols.has(right) ? undefined : [parseNumber(left), parseNumber(right)];
    const same = numbers && numbers[0] !== undefined && numbers[1] !== undefined ? numbers[0] === numbers[1] : equal;
    return same === undefined ? undefined : node.operator === 'neq' ? !same : same;
  }
  if (symbols.has(left) || symbols.has(right)) return undefined;
  const a = parseNumber(left);
  const b = parseNumber(right);
  const [x, y] = node.ignoreCase ? [left.toLowerCase(), right.toLowerCase()] : [left, right];
  const order = a !== undefined && b !== undefined ? a - b : x < y ? -1 : x > y ? 1 : 0;
  switch (node.operator) {
    case 'lss': return order < 0;
    case 'leq': return order <= 0;
    case 'gtr': return order > 0;
    default: return order >= 0;
  }
}

/** Equality of texts that may hold unknown parts. */
function equality(machine: Machine, ignoreCase: boolean, left: string, right: string): boolean | undefined {
  const { symbols } = machine;
  const a = ignoreCase ? left.toLowerCase() : left;
  const b = ignoreCase ? right.toLowerCase() : right;
  const unknownA = symbols.has(a);
  const unknownB = symbols.has(b);
  if (!unknownA && !unknownB) return a === b;
  if (a === b) return symbols.in(a).some((symbol) => /^%(?:random|time|errorlevel)%$/i.test(symbol.display)) ? undefined : true;
  const literal = (text: string, i: number): string | undefined => (text[i] === undefined || symbols.get(text[i] as string) ? undefined : text[i]);
  for (const fromEnd of [false, true]) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const x = literal(a, fromEnd ? a.length - 1 - i : i);
      const y = literal(b, fromEnd ? b.length - 1 - i : i);
      if (x === undefined || y === undefined) break;
      if (x !== y) return false;
    }
  }
  const known = (text: string): number => [...text].filter((char) => !symbols.get(char)).length;
  if ((!unknownA && known(b) > a.length) || (!unknownB && known(a) > b.length)) return false;
  return undefined;
}
