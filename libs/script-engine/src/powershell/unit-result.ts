import { wholeFrom, type DerivedText, type Evaluation } from '../core/evaluation.js';
import { TextBuilder } from '../core/text-builder.js';
import type { Node } from './ast.js';
import { powershellCodeMask } from './powershell-code-mask.js';
import { childrenOf } from './children.js';
import type { Unit } from './machine.js';
import type { TrailKeeper } from './trail.js';
import { append, PsChar, quoted, type Value } from './values.js';

const longestFold = 20_000;

/** What a unit's run leaves: payloads, the source with known values in place, the lines it would run. */
export function finishUnit(unit: Unit, trail: TrailKeeper): Evaluation {
  const derived = [...unit.derived];
  const rules = [...trail.used].map((rule) => `powershell: ${rule}`);
  const simplified = simplify(unit);
  if (simplified !== undefined) derived.push({ ...simplified, rules: rules.length > 0 ? rules : ['powershell: variables'] });
  const executed = executedText(unit);
  if (executed !== undefined) derived.push({ ...executed, rules: ['powershell: evaluation'] });
  return { derived, notDecoded: unit.notDecoded };
}

interface Piece {
  text: string;
  start: number;
  end: number;
}

function simplify(unit: Unit): DerivedText | undefined {
  const pieces: Piece[] = [];
  const put = (text: string, start: number, end: number): void => {
    pieces.push({ text, start, end });
  };
  // In source order, without recursion: an array as stack, children pushed from the right.
  const stack: Node[] = [...unit.block.body].reverse();
  while (stack.length > 0) {
    const node = stack.pop() as Node;
    if (node.k === 'command' && foldName(unit, node, put)) {
      append(stack, childrenOf(node).slice(1).reverse());
      continue;
    }
    const text = node.k === 'string' || node.k === 'number' ? undefined : constant(unit.folds.get(node));
    if (text !== undefined && (node.k !== 'variable' || text.length <= 400)) {
      put(text, node.start, node.end);
      continue;
    }
    if (node.k === 'expandable') continue;
    plainWords(unit, node, put);
    append(stack, [...childrenOf(node)].reverse());
  }
  const folded = pieces.some(({ text, start, end }) => /[`]|\w["']/.test(unit.source.slice(start, end).slice(1, -1)) || /[:.]/.test(unit.source.slice(start - 1, start)) || text.replaceAll(/['"]/g, '').toLowerCase() !== unit.source.slice(start, end).replaceAll(/['"()]/g, '').toLowerCase());
  const comments = commentsInside(unit.source);
  if (!folded && comments.length === 0) return undefined;
  const builder = new TextBuilder(unit.source);
  let at = 0;
  for (const { text, start, end } of [...pieces, ...comments].sort((x, y) => x.start - y.start || y.end - x.end)) {
    if (start < at) continue;
    builder.copy(at, start);
    builder.put(text, start, end);
    at = end;
  }
  builder.copy(at, unit.source.length);
  return { kind: 'simplified', text: builder.text(), language: 'powershell', rules: [], segments: builder.segments };
}

/** Block comments in the middle of a line say nothing and only part what belongs together. */
function commentsInside(source: string): Piece[] {
  if (!source.includes('<#')) return [];
  const mask = powershellCodeMask(source);
  const pieces: Piece[] = [];
  for (let start = source.indexOf('<#'); start >= 0; start = source.indexOf('<#', start + 2)) {
    const end = source.indexOf('#>', start) + 2;
    if (end < 2) break;
    if (mask[start] === ' ' && !source.slice(start, end).includes('\n') && /[^\s]/.test(mask.slice(source.lastIndexOf('\n', start) + 1, source.indexOf('\n', end) < 0 ? undefined : source.indexOf('\n', end)))) pieces.push({ text: '', start, end });
  }
  return pieces;
}

function foldName(unit: Unit, node: Extract<Node, { k: 'command' }>, put: (text: string, start: number, end: number) => void): boolean {
  const value = unit.folds.get(node.name)?.value;
  if (typeof value !== 'string' || !/^[\w.:\\/%?-]{1,200}$/.test(value)) return false;
  if (unit.source.slice(node.start, node.name.end) !== value) put(value, node.start, node.name.end);
  return true;
}

/** Bare words without their backticks, names of members without their quotes. */
function plainWords(unit: Unit, node: Node, put: (text: string, start: number, end: number) => void): void {
  const word = node.k === 'member' || node.k === 'call' ? node.name : node;
  if (word.k !== 'string' || word.end - word.start > 200 || !/^[\w.:\\/-]{1,100}$/.test(word.value)) return;
  const source = unit.source.slice(word.start, word.end);
  const quotedName = word !== node && /^["']/.test(source) && /^[A-Za-z_]\w*$/.test(word.value);
  if (quotedName || (!/^["']/.test(source) && /[`'"]/.test(source) && source.replace(/[`'"]/g, '') === word.value)) put(word.value, word.start, word.end);
}

function constant(fold: { value: Value } | null | undefined): string | undefined {
  const value = fold?.value;
  if (typeof value === 'string') return value.length <= longestFold ? quoted(value) : undefined;
  if (value instanceof PsChar) return quoted(String.fromCharCode(value.code));
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (Array.isArray(value) && value.length > 0 && value.length <= 32 && value.every((item) => typeof item === 'string' && item.length <= 400)) return `@(${value.map((item) => quoted(item as string)).join(',')})`;
  return undefined;
}

function executedText(unit: Unit): DerivedText | undefined {
  if (unit.effects.length === 0) return undefined;
  const plain = squeeze(unit.source);
  if (unit.effects.every(({ text }) => plain.includes(squeeze(text)))) return undefined;
  const lines: string[] = [];
  const segments: DerivedText['segments'] = [];
  let at = 0;
  for (const { text, start, end } of unit.effects) {
    lines.push(text);
    segments.push(...wholeFrom(text, start, end).map((segment) => ({ ...segment, start: at, end: at + text.length })));
    at += text.length + 1;
  }
  return { kind: 'executed', text: lines.join('\n'), language: 'powershell', rules: [], segments };
}

function squeeze(text: string): string {
  return text.replace(/[\s'"()`$]+/g, '').toLowerCase().replaceAll('invoke-expression', 'iex');
}
