import type { RE2JS } from 're2js';
import type { Budget } from '../core/budget.js';
import { linearRegex } from '../core/linear-regex.js';

const cache = new WeakMap<Budget, Map<string, RE2JS | undefined>>();

/** A pattern compiled once for each evaluation. */
export function compiled(source: string, options: Parameters<typeof linearRegex>[1], budget: Budget): RE2JS | undefined {
  let own = cache.get(budget);
  if (!own) cache.set(budget, (own = new Map()));
  const key = `${options?.ignoreCase ? 'i' : ''}${options?.dotAll ? 's' : ''}${options?.multiline ? 'm' : ''} ${source}`;
  if (own.has(key)) return own.get(key);
  if (own.size > 2000) own.clear();
  budget.step(1 + (source.length >> 2));
  const regex = linearRegex(source, options);
  own.set(key, regex);
  return regex;
}

/** Whether a pattern has no wildcard in it; backslashes quote. */
export function literalOf(pattern: string): string | undefined {
  if (!/[*?[\\]|[@!+]\(/.test(pattern)) return pattern;
  const bare = pattern.replace(/\\([^])/g, '');
  if (/[*?[]|[@!+]\(/.test(bare)) return undefined;
  return pattern.replace(/\\([^])/g, '$1');
}

/** A shell pattern as a regular expression (undefined for `!(...)`, which has no automaton here); `lazy` makes stars take as little as they can. */
export function globToRegex(pattern: string, lazy = false): string | undefined {
  const out: string[] = [];
  const closers: string[] = [];
  let i = 0;
  while (i < pattern.length) {
    const character = pattern[i] as string;
    const next = pattern[i + 1];
    if (character === '\\') {
      out.push(escapeRegex(next ?? '\\'));
      i += 2;
    } else if (next === '(' && '@?*+!'.includes(character)) {
      if (character === '!') return undefined;
      out.push('(?:');
      closers.push(character === '@' ? ')' : `)${character}${lazy ? '?' : ''}`);
      i += 2;
    } else if (closers.length > 0 && character === '|') {
      out.push('|');
      i++;
    } else if (closers.length > 0 && character === ')') {
      out.push(closers.pop() as string);
      i++;
    } else if (character === '*') {
      while (pattern[i] === '*' && pattern[i + 1] !== '(') i++;
      out.push(lazy ? '.*?' : '.*');
    } else if (character === '?') {
      out.push('.');
      i++;
    } else if (character === '[') {
      const set = bracket(pattern, i);
      out.push(set ? set.regex : '\\[');
      i = set ? set.end : i + 1;
    } else {
      out.push(escapeRegex(character));
      i++;
    }
  }
  return out.join('') + closers.reverse().join('');
}

function bracket(pattern: string, start: number): { regex: string; end: number } | undefined {
  let i = start + 1;
  let body = '';
  const negated = pattern[i] === '!' || pattern[i] === '^';
  if (negated) i++;
  const first = i;
  while (i < pattern.length) {
    const character = pattern[i] as string;
    if (character === ']' && i > first) return { regex: `[${negated ? '^' : ''}${body}]`, end: i + 1 };
    const named = character === '[' ? /^\[:[a-z]{1,10}:\]/.exec(pattern.slice(i, i + 14)) : null;
    if (named) {
      body += named[0];
      i += named[0].length;
      continue;
    }
    if (character === '\\' && i + 1 < pattern.length) i++;
    const member = pattern[i] as string;
    body += member === '-' && character !== '\\' ? '-' : /[\w]/.test(member) ? member : escapeRegex(member);
    i++;
  }
  return undefined;
}

/** One character or more with the meaning of a regular expression taken away. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, (character) => (character === '/' ? '/' : `\\${character}`));
}

/** Whether the whole text fits a shell pattern; undefined when that cannot be told. */
export function matchGlob(text: string, pattern: string, budget: Budget, ignoreCase = false): boolean | undefined {
  const literal = literalOf(pattern);
  if (literal !== undefined) return ignoreCase ? literal.toLowerCase() === text.toLowerCase() : literal === text;
  if (pattern === '*') return true;
  const source = globToRegex(pattern);
  const regex = source === undefined ? undefined : compiled(source, { dotAll: true, ignoreCase }, budget);
  if (!regex) return undefined;
  budget.step(1 + (text.length >> 4));
  return regex.matches(text);
}

/** `${v#p}` and its kin: text without what fits at its start or end; undefined when that cannot be told. */
export function removeMatch(text: string, pattern: string, operator: '#' | '##' | '%' | '%%', budget: Budget): string | undefined {
  const literal = literalOf(pattern);
  if (literal !== undefined) {
    if (operator[0] === '#') return text.startsWith(literal) ? text.slice(literal.length) : text;
    return literal !== '' && text.endsWith(literal) ? text.slice(0, -literal.length) : text;
  }
  budget.step(1 + (text.length >> 4));
  if (operator[0] === '#') {
    const source = globToRegex(pattern, operator === '#');
    const matcher = source === undefined ? undefined : compiled(`\\A(?:${source})`, { dotAll: true }, budget)?.matcher(text);
    if (!matcher) return undefined;
    return matcher.find() ? text.slice(matcher.end()) : text;
  }
  const source = globToRegex(pattern);
  const matcher = source === undefined ? undefined : compiled(`\\A(.*${operator === '%%' ? '?' : ''})(?:${source})\\z`, { dotAll: true }, budget)?.matcher(text);
  if (!matcher) return undefined;
  return matcher.find() ? (matcher.group(1) ?? '') : text;
}

/** `${v/p/r}` and its kin; undefined when that cannot be told. */
export function replaceMatches(text: string, pattern: string, replacement: string, operator: '/' | '//' | '/#' | '/%', budget: Budget): string | undefined {
  budget.step(1 + (text.length >> 6));
  const literal = literalOf(pattern);
  if (literal !== undefined) {
    if (operator === '/#') return text.startsWith(literal) ? replacement + text.slice(literal.length) : text;
    if (operator === '/%') return text.endsWith(literal) ? text.slice(0, text.length - literal.length) + replacement : text;
    if (literal === '') return text;
    if (operator === '/') {
      const at = text.indexOf(literal);
      return at < 0 ? text : text.slice(0, at) + replacement + text.slice(at + literal.length);
    }
    const pieces = text.split(literal);
    budget.allocate(text.length + (pieces.length - 1) * Math.max(0, replacement.length - literal.length));
    return pieces.join(replacement);
  }
  const body = globToRegex(pattern);
  if (body === undefined) return undefined;
  const source = operator === '/#' ? `\\A(?:${body})` : operator === '/%' ? `(?:${body})\\z` : body;
  const matcher = compiled(source, { dotAll: true }, budget)?.matcher(text);
  if (!matcher) return undefined;
  const out: string[] = [];
  let last = 0;
  let length = text.length;
  budget.step(1 + (text.length >> 3));
  while (matcher.find()) {
    const start = matcher.start();
    const end = matcher.end();
    if (end === start && operator === '//') continue;
    budget.step();
    length += replacement.length;
    if (length > budget.limits.stringLength) budget.allocate(length);
    out.push(text.slice(last, start), replacement);
    last = end;
    if (operator !== '//') break;
  }
  budget.allocate(length);
  out.push(text.slice(last));
  return out.join('');
}
