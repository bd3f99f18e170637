import { kindOf, elements, nameOf, scalarTypeNamed, textOf } from '../syntax.js';
import type { KustoType } from '../sql-value.js';
import type { KqlNode, Translation } from '../translation.js';

/** One part of the pattern of parse: what is skipped, what has to stand there, or what goes into a column. */
export type PatternPart =
  | { readonly kind: 'skip' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'column'; readonly name: string; readonly type: KustoType };

/** Reads the parts after `with`. Neighbouring skips and texts become one. */
export function readPattern(nodes: readonly KqlNode[], t: Translation): PatternPart[] {
  const parts: PatternPart[] = [];
  for (const node of nodes) {
    const part = readPart(node, t);
    const last = parts.at(-1);
    if (part.kind === 'skip' && last?.kind === 'skip') continue;
    if (part.kind === 'text' && last?.kind === 'text') parts[parts.length - 1] = { kind: 'text', text: last.text + part.text };
    else if (part.kind !== 'text' || part.text !== '') parts.push(part);
  }
  return parts;
}

function readPart(node: KqlNode, t: Translation): PatternPart {
  switch (kindOf(node)) {
    case 'StarExpression':
      return { kind: 'skip' };
    case 'NameDeclaration':
    case 'NameReference':
      return { kind: 'column', name: nameOf(node), type: 'string' };
    case 'NameAndTypeDeclaration': {
      const declared = node as Kusto.Language.Syntax.NameAndTypeDeclaration;
      const type = scalarTypeNamed(textOf(declared.Type).trim().toLowerCase());
      if (type === undefined) throw t.invalid(node, `${textOf(declared.Type)} names no type`);
      return { kind: 'column', name: nameOf(declared.Name), type };
    }
    default: {
      const text = t.constant(node, 'A text to look for');
      if (typeof text !== 'string') throw t.invalid(node, 'parse looks for texts only');
      return { kind: 'text', text };
    }
  }
}

/** The nodes of the pattern of a parse operator. */
export function patternNodes(list: unknown): KqlNode[] {
  return elements(list);
}

/** Types whose values are digits, so that what follows need not say where they end. */
export function isDigits(type: KustoType): boolean {
  return type === 'int' || type === 'long' || type === 'real' || type === 'decimal';
}

/** How many groups a regular expression captures. */
export function countGroups(pattern: string): number {
  let groups = 0;
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at];
    if (char === '\\') at += 1;
    else if (inClass) inClass = char !== ']';
    else if (char === '[') {
      inClass = true;
      if (pattern[at + 1] === '^') at += 1;
      if (pattern[at + 1] === ']') at += 1;
    } else if (char === '(' && (pattern[at + 1] !== '?' || /^\?P?<[A-Za-z_]/.test(pattern.slice(at + 1)))) groups += 1;
  }
  return groups;
}
