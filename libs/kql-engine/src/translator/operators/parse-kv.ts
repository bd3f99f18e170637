import { convert } from '../scalars/convert.js';
import { native, nativeSql } from '../scalars/support.js';
import { extended, type Relation } from '../relation.js';
import { sqlString, type KustoType, type SqlValue } from '../sql-value.js';
import { elements, kindOf, nameOf, scalarTypeNamed, textOf } from '../syntax.js';
import type { KqlNode, Translation } from '../translation.js';

/** `parse-kv`: columns out of a text that lists keys with values. */

/** How keys and values are told apart. */
export interface KvOptions {
  readonly pair?: string | undefined;
  readonly kv?: string | undefined;
  /** Opening and closing quotes: one character for both, or two. */
  readonly quotes: readonly string[];
  readonly escapes: readonly string[];
  readonly greedy: boolean;
}

interface Token {
  readonly text: string;
  readonly end: number;
}

class KvReader {
  constructor(
    private readonly text: string,
    private readonly options: KvOptions,
  ) {}

  /** A quoted text that begins at the place; undefined when none does, or it does not end. */
  quoted(at: number): Token | undefined {
    const quote = this.options.quotes.find((each) => this.text[at] === each[0]);
    if (quote === undefined) return undefined;
    const close = quote[1] ?? quote[0];
    let result = '';
    for (let place = at + 1; place < this.text.length; place += 1) {
      const char = this.text[place] ?? '';
      if (this.options.escapes.includes(char) && place + 1 < this.text.length) {
        place += 1;
        result += this.text[place];
      } else if (char === close) return { text: result, end: place + 1 };
      else result += char;
    }
    return undefined;
  }

  /** Skips white space, but no delimiter. */
  skipSpace(at: number, delimiters: readonly string[]): number {
    let place = at;
    while (place < this.text.length && /\s/.test(this.text[place] ?? '') && !delimiters.some((each) => this.text.startsWith(each, place))) place += 1;
    return place;
  }

  indexOf(wanted: string, at: number): number {
    const place = this.text.indexOf(wanted, at);
    return place === -1 ? this.text.length : place;
  }

  slice(from: number, to: number): string {
    return this.text.slice(from, to);
  }

  get length(): number {
    return this.text.length;
  }

  startsWith(wanted: string, at: number): boolean {
    return this.text.startsWith(wanted, at);
  }
}

/** Pairs where the delimiters are given. */
function delimitedPairs(text: string, options: KvOptions, pair: string, kv: string): Map<string, string> {
  const reader = new KvReader(text, options);
  const pairs = new Map<string, string>();
  let at = 0;
  while (at < reader.length) {
    at = reader.skipSpace(at, [pair, kv]);
    if (reader.startsWith(pair, at)) {
      at += pair.length;
      continue;
    }
    const quotedKey = reader.quoted(at);
    const keyEnd = quotedKey?.end ?? reader.indexOf(kv, at);
    const pairEnd = reader.indexOf(pair, at);
    if (quotedKey === undefined && pairEnd < keyEnd) {
      at = pairEnd + pair.length;
      continue;
    }
    const key = quotedKey?.text ?? reader.slice(at, keyEnd).trim();
    const mark = reader.skipSpace(keyEnd, [pair, kv]);
    if (!reader.startsWith(kv, mark)) {
      at = Math.max(mark, at + 1);
      continue;
    }
    const value = valueAt(reader, mark + kv.length, options, pair, kv);
    if (!pairs.has(key)) pairs.set(key, value.text);
    at = value.end;
  }
  return pairs;
}

function valueAt(reader: KvReader, from: number, options: KvOptions, pair: string, kv: string): Token {
  const at = reader.skipSpace(from, [pair]);
  const quoted = reader.quoted(at);
  if (quoted !== undefined) return { text: quoted.text, end: reader.indexOf(pair, quoted.end) + pair.length };
  const end = options.greedy ? greedyEnd(reader, at, pair, kv) : reader.indexOf(pair, at);
  return { text: reader.slice(at, end).trim(), end: end + pair.length };
}

/** A greedy value ends before the key of the next pair. */
function greedyEnd(reader: KvReader, at: number, pair: string, kv: string): number {
  const next = reader.indexOf(kv, at);
  if (next === reader.length) return next;
  const before = reader.slice(at, next).lastIndexOf(pair);
  return before === -1 ? reader.indexOf(pair, at) : at + before;
}

const word = /[\p{L}\p{N}_]+/uy;

/** Pairs where whatever is no letter or digit may divide: the word after a key is its value. */
function plainPairs(text: string, options: KvOptions, keys: readonly string[]): Map<string, string> {
  const reader = new KvReader(text, options);
  const pairs = new Map<string, string>();
  let key: string | undefined;
  for (let at = 0; at < text.length; ) {
    const token = reader.quoted(at) ?? wordAt(text, at);
    if (token === undefined) {
      at += 1;
      continue;
    }
    if (key !== undefined) {
      pairs.set(key, token.text);
      key = undefined;
    } else if (keys.includes(token.text) && !pairs.has(token.text)) key = token.text;
    at = token.end;
  }
  return pairs;
}

function wordAt(text: string, at: number): Token | undefined {
  word.lastIndex = at;
  const match = word.exec(text);
  return match === null ? undefined : { text: match[0], end: word.lastIndex };
}

/** The values of the keys, in their order; null for a key that the text does not have. */
export function keyValues(text: string, keys: readonly string[], options: KvOptions): (string | null)[] {
  const { pair, kv } = options;
  const pairs = pair === undefined && kv === undefined ? plainPairs(text, options, keys) : delimitedPairs(text, options, pair ?? ' ', kv ?? '=');
  return keys.map((key) => pairs.get(key) ?? null);
}

const parseKv = native('parse_kv', ['text', 'text', 'text'], 'text', (text, keys, options) =>
  JSON.stringify(keyValues(typeof text === 'string' ? text : '', JSON.parse(String(keys)) as string[], JSON.parse(String(options)) as KvOptions)));

interface ReadOptions extends KvOptions {
  readonly regex?: string | undefined;
}

const knownOptions: ReadonlySet<string> = new Set(['pair_delimiter', 'kv_delimiter', 'quote', 'escape', 'greedy', 'regex']);

function readOptions(node: Kusto.Language.Syntax.ParseKvOperator, t: Translation): ReadOptions {
  const given = elements<Kusto.Language.Syntax.NamedParameter>(node.WithClause?.Properties).filter((each) => kindOf(each) === 'NamedParameter');
  const values = given.map((each) => ({ name: nameOf(each.Name).toLowerCase(), value: t.constant(each.Expression as KqlNode, `The option ${nameOf(each.Name)}`), node: each }));
  for (const each of values) if (!knownOptions.has(each.name)) throw t.unsupported(each.node, `The option ${each.name} of parse-kv`);
  const texts = (name: string): string[] => values.filter((each) => each.name === name).map((each) => String(each.value));
  const delimiter = (name: string): string | undefined => texts(name).find((each) => each !== '');
  return {
    pair: delimiter('pair_delimiter'),
    kv: delimiter('kv_delimiter'),
    quotes: texts('quote').filter((each) => each !== ''),
    escapes: texts('escape').filter((each) => each !== ''),
    greedy: texts('greedy').includes('true'),
    regex: texts('regex')[0],
  };
}

/** Translates parse-kv. */
export function translateParseKv(node: Kusto.Language.Syntax.ParseKvOperator, input: Relation, t: Translation): Relation {
  const columns = elements<Kusto.Language.Syntax.NameAndTypeDeclaration>((node.Keys as Kusto.Language.Syntax.RowSchema).Columns).map((each): { name: string; type: KustoType } => {
    const type = scalarTypeNamed(textOf(each.Type).trim().toLowerCase());
    if (type === undefined) throw t.invalid(each, `${textOf(each.Type)} names no type`);
    return { name: nameOf(each.Name), type };
  });
  const scope = t.scope(input);
  const text = scope.computed(convert(t.expression(node.Expression as KqlNode, scope), 'string')).sql;
  const options = readOptions(node, t);
  const texts = options.regex === undefined ? delimited(text, columns.map((each) => each.name), options) : byRegex(text, columns.map((each) => each.name), options.regex);
  const source = scope.computed({ sql: texts.source, type: 'dynamic', constant: false }).sql;
  return extended(scope.relation, columns.map((column, index) => ({ name: column.name, value: typed(texts.value(source, index), column.type) })));
}

interface Texts {
  /** What is computed once. */
  readonly source: string;
  readonly value: (source: string, index: number) => string;
}

function delimited(text: string, keys: readonly string[], { pair, kv, quotes, escapes, greedy }: KvOptions): Texts {
  const options = JSON.stringify({ pair, kv, quotes, escapes, greedy });
  return {
    source: nativeSql(parseKv, [text, sqlString(JSON.stringify(keys)), sqlString(options)]),
    value: (source, index) => `json_extract_string(${source}, '$[${index}]')`,
  };
}

/** The expression has two groups: the key and the value. */
function byRegex(text: string, keys: readonly string[], regex: string): Texts {
  const pattern = sqlString(regex);
  return {
    source: `{'k': regexp_extract_all(${text}, ${pattern}, 1), 'v': regexp_extract_all(${text}, ${pattern}, 2)}`,
    value: (source, index) => `list_extract(${source}.v, list_position(${source}.k, ${sqlString(keys[index] ?? '')}))`,
  };
}

function typed(text: string, type: KustoType): SqlValue {
  const value: SqlValue = { sql: `coalesce(${text}, '')`, type: 'string', constant: false };
  if (type === 'dynamic') return { sql: `kql_parse_json(${value.sql})`, type, constant: false };
  return convert(value, type);
}
