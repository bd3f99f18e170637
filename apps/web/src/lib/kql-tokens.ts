/** What a stretch of a query is, as far as its words alone tell. */
export type KqlTokenKind = 'comment' | 'string' | 'number' | 'keyword' | 'operator' | 'function' | 'name' | 'pipe' | 'punctuation' | 'space';

/** A stretch of one line. */
export interface KqlToken {
  kind: KqlTokenKind;
  start: number;
  end: number;
}

/** The tokens of a line without gaps, and whether a string over several lines is still open at its end. */
export interface KqlLine {
  tokens: KqlToken[];
  open: boolean;
}

const keywords = new Set(
  (
    'as consume count datatable distinct evaluate extend externaldata facet find fork getschema invoke join let limit lookup make-series mv-apply mv-expand order parse parse-kv parse-where ' +
    'partition print project project-away project-keep project-rename project-reorder project-smart range reduce render sample sample-distinct scan search serialize set declare pattern restrict ' +
    'sort summarize take top top-hitters top-nested union where filter materialize toscalar alias view query_parameters graph-match graph-to-table make-graph macro-expand'
  ).split(' '),
);

const wordOperators = new Set(
  (
    'and or not in has has_cs has_any has_all hasprefix hasprefix_cs hassuffix hassuffix_cs contains contains_cs containscs notcontains startswith startswith_cs endswith endswith_cs matches regex ' +
    'between by on asc desc nulls first last kind with of to from step default typeof withsource isfuzzy hint like notlike'
  ).split(' '),
);

const constants = new Set(['true', 'false', 'null']);
const types = new Set(['bool', 'boolean', 'datetime', 'date', 'decimal', 'double', 'dynamic', 'guid', 'int', 'long', 'real', 'string', 'time', 'timespan']);

const patterns: readonly [RegExp, KqlTokenKind][] = [
  [/\s+/y, 'space'],
  [/\/\/.*/y, 'comment'],
  [/[hH]?@(?:"(?:[^"]|"")*(?:"|$)|'(?:[^']|'')*(?:'|$))/y, 'string'],
  [/[hH]?(?:"(?:[^"\\]|\\.)*(?:"|\\?$)|'(?:[^'\\]|\\.)*(?:'|\\?$))/y, 'string'],
  [/0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+|(?:microseconds?|milliseconds?|seconds?|minutes?|hours?|days?|ticks?|micros?|millis?|mins?|hrs?|secs?|ms|d|h|m|s)(?!\w))?/y, 'number'],
  [/![a-z_]+~?|=~|!~|<=|>=|==|!=|<>|=>|\.\.|[-+*/%<>=~!]/y, 'operator'],
  [/\|/y, 'pipe'],
];
const word = /[\p{L}_$][\p{L}\p{N}_]*/uy;
const dashedWord = /[a-z]+(?:-[a-z]+)+/y;
const fence = /[hH]?(?:```|~~~)/y;

/** Splits a line of KQL. `open` says that the line begins inside a string over several lines. */
export function kqlTokens(line: string, open = false): KqlLine {
  const tokens: KqlToken[] = [];
  let at = 0;
  const push = (kind: KqlTokenKind, end: number): void => {
    tokens.push({ kind, start: at, end });
    at = end;
  };
  if (open) {
    const close = fenceEnd(line, 0);
    if (close === undefined) return { tokens: line === '' ? [] : [{ kind: 'string', start: 0, end: line.length }], open: true };
    push('string', close);
  }
  while (at < line.length) {
    const opening = matchAt(fence, line, at);
    if (opening !== undefined) {
      const close = fenceEnd(line, opening);
      push('string', close ?? line.length);
      if (close === undefined) return { tokens, open: true };
      continue;
    }
    const found = patterns.find(([pattern]) => matchAt(pattern, line, at) !== undefined);
    if (found) {
      push(found[1], matchAt(found[0], line, at) ?? line.length);
      continue;
    }
    const end = wordEnd(line, at);
    if (end === undefined) push('punctuation', at + ((line.codePointAt(at) ?? 0) > 0xffff ? 2 : 1));
    else push(kindOfWord(line, at, end), end);
  }
  return { tokens, open: false };
}

function matchAt(pattern: RegExp, line: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(line) ? pattern.lastIndex : undefined;
}

function fenceEnd(line: string, from: number): number | undefined {
  const ends = ['```', '~~~'].map((mark) => line.indexOf(mark, from)).filter((index) => index >= 0);
  return ends.length > 0 ? Math.min(...ends) + 3 : undefined;
}

function wordEnd(line: string, at: number): number | undefined {
  const dashed = matchAt(dashedWord, line, at);
  if (dashed !== undefined && keywords.has(line.slice(at, dashed))) return dashed;
  return matchAt(word, line, at);
}

function kindOfWord(line: string, start: number, end: number): KqlTokenKind {
  const text = line.slice(start, end);
  if (constants.has(text)) return 'number';
  const called = /^\s*\(/.test(line.slice(end, end + 8));
  // After `|` or at the beginning these words are operators of the pipeline; elsewhere count() and the like are functions.
  if (keywords.has(text) && !(called && /^(?:count|range|take|top|sample)$/.test(text) && !/(?:^|\|)\s*$/.test(line.slice(0, start)))) return 'keyword';
  if (wordOperators.has(text)) return 'operator';
  if (types.has(text)) return called ? 'function' : 'keyword';
  return called ? 'function' : 'name';
}
