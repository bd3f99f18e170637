import { BudgetExceeded } from '../core/budget.js';
import { expandReplacement, findMatches, type Match } from '../vbscript/host/regex.js';
import { Unknown } from '../vbscript/host/unknown.js';
import { toNumber, toText } from './convert.js';
import type { JsMachine } from './machine.js';
import { JsArray, JsFunction, JsRegExp, Native } from './values.js';

/** A method that works on `this`. */
export type Method = (machine: JsMachine, self: unknown, args: readonly unknown[]) => unknown;

const textOf = (value: unknown): string => {
  const text = toText(value);
  return typeof text === 'string' ? text : '';
};
const whole = (value: unknown, otherwise: number): number => {
  if (value === undefined) return otherwise;
  const number = toNumber(value);
  return number === undefined || Number.isNaN(number) ? 0 : Math.trunc(number);
};

/** A JavaScript pattern as RE2 writes it. */
function translated(source: string): string {
  return source.replace(/\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|\/|-)|\[\^\]|\(\?<(?=[A-Za-z])/g, (whole_, long: string | undefined, short: string | undefined) => {
    if (long !== undefined || short !== undefined) return `\\x{${long ?? short}}`;
    return whole_ === '\\/' ? '/' : whole_ === '[^]' ? '[\\s\\S]' : whole_ === '(?<' ? '(?P<' : '\\-';
  });
}

/** The matches of a pattern in a text; undefined when the linear engine cannot run it. */
export function matchesOf(machine: JsMachine, pattern: JsRegExp, text: string, all: boolean): Match[] | undefined {
  const { flags } = pattern;
  const found = findMatches(translated(pattern.source), { ignoreCase: flags.includes('i'), multiline: flags.includes('m'), dotAll: flags.includes('s') }, text, all, machine.session);
  if (found === undefined) machine.session.recorder.missing('unsupported', 'a pattern that the linear engine cannot run', machine.here);
  return found;
}

function replace(machine: JsMachine, self: unknown, args: readonly unknown[], every: boolean): unknown {
  const text = textOf(self);
  const [pattern, by] = args;
  const global = every || (pattern instanceof JsRegExp && pattern.flags.includes('g'));
  let matches: Match[];
  if (pattern instanceof JsRegExp) {
    const found = matchesOf(machine, pattern, text, global);
    if (found === undefined) return new Unknown('replace(…)');
    matches = found;
  } else {
    const needle = textOf(pattern);
    matches = [];
    for (let at = text.indexOf(needle); at >= 0; at = needle === '' ? -1 : text.indexOf(needle, at + needle.length)) {
      machine.session.step();
      matches.push({ index: at, end: at + needle.length, groups: [needle] });
      if (!global) break;
    }
  }
  const pieces: string[] = [];
  let at = 0;
  let size = 0;
  for (const match of matches) {
    let filled: string | Unknown;
    if (by instanceof JsFunction || by instanceof Native) filled = toText(machine.call(by, undefined, [...match.groups, match.index, text]));
    else filled = expandReplacement(textOf(by), match);
    if (typeof filled !== 'string') return new Unknown('replace(…)');
    size += match.index - at + filled.length;
    if (size > machine.budget.limits.stringLength) throw new BudgetExceeded('stringLength');
    pieces.push(text.slice(at, match.index), filled);
    at = match.end;
  }
  if (matches.length === 0) return text;
  machine.budget.allocate(size + text.length - at);
  machine.session.use('replace');
  pieces.push(text.slice(at));
  return pieces.join('');
}

function split(machine: JsMachine, self: unknown, args: readonly unknown[]): unknown {
  const text = textOf(self);
  const [by, limit] = args;
  machine.session.step(1 + (text.length >> 5));
  machine.budget.allocate(text.length);
  let parts: string[];
  if (by === undefined) parts = [text];
  else if (by instanceof JsRegExp) {
    const matches = matchesOf(machine, by, text, true);
    if (matches === undefined) return new Unknown('split(…)');
    parts = [];
    let at = 0;
    for (const match of matches) {
      if (match.end === match.index && (match.index === 0 || match.index >= text.length)) continue;
      parts.push(text.slice(at, match.index), ...match.groups.slice(1).map((group) => group ?? ''));
      at = match.end;
    }
    parts.push(text.slice(at));
  } else parts = text.split(textOf(by));
  machine.session.use('split');
  return new JsArray(limit === undefined ? parts : parts.slice(0, whole(limit, parts.length)));
}

function match(machine: JsMachine, self: unknown, args: readonly unknown[]): unknown {
  const text = textOf(self);
  const pattern = args[0] instanceof JsRegExp ? args[0] : new JsRegExp(textOf(args[0]), '');
  const found = matchesOf(machine, pattern, text, pattern.flags.includes('g'));
  if (found === undefined) return new Unknown('match(…)');
  if (found.length === 0) return null;
  if (pattern.flags.includes('g')) return new JsArray(found.map(({ groups }) => groups[0]));
  return matchArray(found[0] as Match, text);
}

/** A match as `exec` gives it. */
export function matchArray(found: Match, text: string): JsArray {
  const made = new JsArray([...found.groups]);
  made.props = new Map<string, unknown>([['index', found.index], ['input', text]]);
  return made;
}

function padded(machine: JsMachine, self: unknown, args: readonly unknown[], start: boolean): string {
  const length = whole(args[0], 0);
  machine.budget.allocate(Math.max(0, length));
  const fill = args[1] === undefined ? ' ' : textOf(args[1]);
  return start ? textOf(self).padStart(length, fill) : textOf(self).padEnd(length, fill);
}

const reading = (work: (text: string, args: readonly unknown[]) => unknown): Method => (machine, self, args) => {
  const text = textOf(self);
  if (text.length > 4096) machine.session.step(text.length >> 12);
  return work(text, args);
};

const cutting = (work: (text: string, args: readonly unknown[]) => string): Method => (machine, self, args) => {
  const out = work(textOf(self), args);
  machine.budget.allocate(out.length);
  return out;
};

/** Methods of strings. */
export const stringMethods: Readonly<Record<string, Method>> = {
  replace: (machine, self, args) => replace(machine, self, args, false),
  replaceAll: (machine, self, args) => replace(machine, self, args, true),
  split, match,
  matchAll: (machine, self, args) => {
    const found = args[0] instanceof JsRegExp ? matchesOf(machine, args[0], textOf(self), true) : undefined;
    return found === undefined ? new Unknown('matchAll(…)') : new JsArray(found.map((one) => matchArray(one, textOf(self))));
  },
  search: (machine, self, args) => {
    const pattern = args[0] instanceof JsRegExp ? args[0] : new JsRegExp(textOf(args[0]), '');
    const found = matchesOf(machine, pattern, textOf(self), false);
    return found === undefined ? new Unknown('search(…)') : (found[0]?.index ?? -1);
  },
  charAt: reading((text, args) => text.charAt(whole(args[0], 0))),
  at: reading((text, args) => text.at(whole(args[0], 0))),
  charCodeAt: (_machine, self, args) => textOf(self).charCodeAt(whole(args[0], 0)),
  codePointAt: reading((text, args) => text.codePointAt(whole(args[0], 0))),
  indexOf: reading((text, args) => text.indexOf(textOf(args[0]), whole(args[1], 0))),
  lastIndexOf: reading((text, args) => text.lastIndexOf(textOf(args[0]), whole(args[1], Number.POSITIVE_INFINITY))),
  includes: reading((text, args) => text.includes(textOf(args[0]), whole(args[1], 0))),
  startsWith: reading((text, args) => text.startsWith(textOf(args[0]), whole(args[1], 0))),
  endsWith: reading((text, args) => text.endsWith(textOf(args[0]), whole(args[1], text.length))),
  localeCompare: reading((text, args) => (text < textOf(args[0]) ? -1 : text > textOf(args[0]) ? 1 : 0)),
  substr: cutting((text, args) => {
    const start = whole(args[0], 0);
    const from = start < 0 ? Math.max(0, text.length + start) : start;
    return text.slice(from, from + Math.max(0, whole(args[1], text.length)));
  }),
  substring: cutting((text, args) => text.substring(whole(args[0], 0), whole(args[1], text.length))),
  slice: cutting((text, args) => text.slice(whole(args[0], 0), whole(args[1], text.length))),
  toLowerCase: cutting((text) => text.toLowerCase()), toUpperCase: cutting((text) => text.toUpperCase()), toLocaleLowerCase: cutting((text) => text.toLowerCase()), toLocaleUpperCase: cutting((text) => text.toUpperCase()),
  trim: cutting((text) => text.trim()), trimStart: cutting((text) => text.trimStart()), trimEnd: cutting((text) => text.trimEnd()), trimLeft: cutting((text) => text.trimStart()), trimRight: cutting((text) => text.trimEnd()),
  normalize: cutting((text) => text.normalize()),
  concat: (machine, self, args) => {
    let out = textOf(self);
    for (const arg of args) {
      const part = textOf(arg);
      machine.budget.allocate(out.length + part.length > machine.budget.limits.stringLength ? out.length + part.length : part.length);
      out += part;
    }
    machine.session.use('concatenation');
    return out;
  },
  repeat: (machine, self, args) => {
    const count = whole(args[0], 0);
    if (count < 0 || count > 1e9) throw new BudgetExceeded('stringLength');
    machine.budget.allocate(count * textOf(self).length);
    return textOf(self).repeat(count);
  },
  padStart: (machine, self, args) => padded(machine, self, args, true),
  padEnd: (machine, self, args) => padded(machine, self, args, false),
  toString: ((_machine, self) => toText(self)) satisfies Method,
  valueOf: ((_machine, self) => self) satisfies Method,
  // The old HTML methods: coercion puzzles take their letters from them.
  italics: cutting((text) => `<i>${text}</i>`), bold: cutting((text) => `<b>${text}</b>`), big: cutting((text) => `<big>${text}</big>`), small: cutting((text) => `<small>${text}</small>`), sub: cutting((text) => `<sub>${text}</sub>`), sup: cutting((text) => `<sup>${text}</sup>`), strike: cutting((text) => `<strike>${text}</strike>`), fixed: cutting((text) => `<tt>${text}</tt>`), blink: cutting((text) => `<blink>${text}</blink>`),
  fontcolor: cutting((text, args) => `<font color="${textOf(args[0]).replaceAll('"', '&quot;')}">${text}</font>`), fontsize: cutting((text, args) => `<font size="${textOf(args[0]).replaceAll('"', '&quot;')}">${text}</font>`), link: cutting((text, args) => `<a href="${textOf(args[0]).replaceAll('"', '&quot;')}">${text}</a>`), anchor: cutting((text, args) => `<a name="${textOf(args[0]).replaceAll('"', '&quot;')}">${text}</a>`),
};
