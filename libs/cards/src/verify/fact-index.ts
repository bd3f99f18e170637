import { isIPv6 } from 'node:net';
import type { Fact, FactValue } from '../fact.js';
import { techniqueName } from './attack.js';
import { canonical, lower } from './normalise.js';
import { negations, type Polarised } from './polarity.js';
import { parseInstant } from './times.js';

const VALUE_CAP = 20_000;
/** Folders of a path that get their own entry; deeper ones only count as part of the whole. */
const MAX_PARTS = 64;
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/**
 * Keys whose values the product or an analyst sets from a closed set or writes itself: an attacker cannot put words there.
 * Only these, and the fact's own type, can back a state ("isolated", "benign"); a file name or command line never can.
 */
const TRUSTED_KEY =
  /(?:status|state|states|verdict|verdicts|severity|severities|classification|determination|action|actions|actiontype|category|categories|tactic|tactics|technique|techniques|techniquename|techniquenames|outcome|result|role|roles|tag|tags|title|titles|threat|threats|threatnames?|threattypes?|deliverylocation|detection|detectionsource|servicesource|source|sources|reason|rule|kind|question|gap|open|missing|unknown|conclusion|remediation|response|logontype|scope)$/i;
const NOTHING = /^(?:unknown|none|null|unset|n\/a|not ?set)$/i;
const DESCRIPTION_KEY = /(?:description|summary|recommendedactions|comment|comments|note|technique)$/i;

export interface NumberValue {
  value: number;
  key: string;
}

/** A whole text value. `name`: the ATT&CK name of a technique the fact tags, which is a title and claims no state. */
export interface WholeValue {
  text: string;
  trust: 'value' | 'trusted' | 'name';
}

/** Everything a sentence may take from one fact, in comparable form. */
export interface FactIndex {
  fact: Fact;
  /** Whole text values, longest first. */
  whole: readonly WholeValue[];
  /** Entity-like pieces: whole values, their words, path parts, host and account short forms. */
  tokens: ReadonlySet<string>;
  /** Plain words, CamelCase and snake_case split. */
  words: ReadonlySet<string>;
  /** Stems of `words`, made when first asked for. */
  stems(): ReadonlySet<string>;
  numbers: readonly NumberValue[];
  lists: readonly NumberValue[];
  /** Instants in ISO 8601 UTC as written, without the final Z. */
  times: readonly string[];
  /** Words of trusted values with their polarity; backs states. */
  states: readonly Polarised[];
  /** Words of descriptions, keys and type; backs topics together with `states`. */
  topics: ReadonlySet<string>;
  /** For each value that says that something is absent or did not happen: the words it says it of. */
  negatives: readonly ReadonlySet<string>[];
}

/** Splits CamelCase, snake_case and kebab-case; keeps the undivided word too. */
export function splitWords(text: string): string[] {
  const found = new Set<string>();
  for (const match of text.match(/\p{L}[\p{L}\p{M}]*/gu) ?? []) {
    found.add(lower(match));
    for (const part of match.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+/gu) ?? []) found.add(lower(part));
  }
  return [...found];
}

/** The part of a word that its inflections share, roughly; both sides of a comparison go through it. */
export function stem(word: string): string {
  if (word.length < 5) return word.replace(/s$/, '');
  return word.replace(/(?:ations?|ions?|ings?|ed|es|s|ers?|e|y|ies)$/, '').replace(/([bdglmnprt])\1$/, '$1');
}

/** Drops quotes, brackets and sentence punctuation around a token. */
export function trimEdges(token: string): string {
  let start = 0;
  let end = token.length;
  while (start < end && '"\'([{<,;:!?*'.includes(token[start] ?? '')) start += 1;
  while (end > start && '"\')]}>,;:!?.*'.includes(token[end - 1] ?? '')) end -= 1;
  if (end > start + 2 && token.slice(end - 2, end) === "'s") end -= 2;
  return token.slice(start, end);
}

const REGISTRY_ROOTS: readonly (readonly [string, string])[] = [
  ['hkey_local_machine', 'hklm'],
  ['hkey_current_user', 'hkcu'],
  ['hkey_users', 'hku'],
  ['hkey_classes_root', 'hkcr'],
];

function addToken(tokens: Set<string>, raw: string): void {
  const token = trimEdges(raw);
  if (token === '' || tokens.has(token)) return;
  tokens.add(token);
  for (const [long, short] of REGISTRY_ROOTS) {
    if (token.startsWith(`${long}\\`)) tokens.add(short + token.slice(long.length));
    else if (token.startsWith(`${short}\\`)) tokens.add(long + token.slice(short.length));
  }
  if (/[\\/]/.test(token)) {
    let at = 0;
    const parts = token.split(/[\\/]/);
    for (const [index, part] of parts.entries()) {
      at += part.length;
      if (part !== '' && (index < MAX_PARTS || index === parts.length - 1)) {
        tokens.add(token.slice(0, at));
        addName(tokens, trimEdges(part));
      }
      at += 1;
    }
  } else addName(tokens, token);
}

/** One spelling for every way to write an IPv6 address; other text comes back unchanged. */
export function oneSpelling(token: string): string {
  return token.includes(':') && isIPv6(token) ? new URL(`http://[${token.replace(/%.*$/, '')}]/`).hostname : token;
}

function addName(tokens: Set<string>, name: string): void {
  if (name === '') return;
  tokens.add(name);
  if (name.includes(':')) tokens.add(oneSpelling(name));
  if (name.includes('@')) for (const part of name.split('@')) addName(tokens, part);
  else if (name.includes(':') && name.split(':').length === 2) for (const part of name.split(':')) addName(tokens, part);
  else if (name.includes('.') && !IPV4.test(name) && /\p{L}/u.test(name)) {
    const labels = name.split('.');
    if (labels.length > 40) return;
    tokens.add(labels[0] ?? '');
    for (let from = 1; from < labels.length - 1; from += 1) tokens.add(labels.slice(from).join('.'));
  } else if (/^t\d{4}$/.test(name)) tokens.add(name);
  if (/^t\d{4}\.\d{3}$/.test(name)) tokens.add(name.slice(0, 5));
}

/** Reads one fact into its index. */
export function indexFact(fact: Fact): FactIndex {
  const whole: WholeValue[] = [];
  const tokens = new Set<string>();
  const words = new Set<string>(splitWords(fact.type));
  const numbers: NumberValue[] = [];
  const lists: NumberValue[] = [];
  const times: string[] = [];
  const topics = new Set<string>(splitWords(fact.type));
  const typeWords = fact.type.replace(/[._-]+/g, ' ');
  const states: Polarised[] = negations(typeWords);
  const negatives: Set<string>[] = [];
  const deny = (...texts: string[]): void => {
    negatives.push(new Set(texts.flatMap((text) => splitWords(text)).map(stem)));
  };
  if (states.some((word) => word.negated)) deny(typeWords);

  const addTime = (text: string): boolean => {
    const instant = parseInstant(text);
    if (instant === undefined) return false;
    times.push(instant);
    return true;
  };
  const addTechniques = (text: string): void => {
    for (const id of text.match(/\bt\d{4}(?:\.\d{3})?\b/g) ?? []) {
      for (const name of [techniqueName(id), techniqueName(id.slice(0, 5))]) {
        if (name === undefined) continue;
        whole.push({ text: lower(name), trust: 'name' });
        for (const word of splitWords(name)) topics.add(word);
      }
    }
  };
  const addText = (key: string, value: string): void => {
    const clean = canonical(value.slice(0, VALUE_CAP));
    if (clean === '' || NOTHING.test(clean)) deny(key);
    if (clean === '') return;
    const small = lower(clean);
    const isTime = addTime(clean);
    const trusted = TRUSTED_KEY.test(key);
    if (/^-?\d+(?:\.\d+)?$/.test(small)) numbers.push({ value: Number(small), key });
    else if (!isTime) whole.push({ text: small, trust: trusted ? 'trusted' : 'value' });
    addToken(tokens, small);
    for (const piece of small.split(/[\s"'`,;|=<>()[\]{}]+/)) addToken(tokens, piece);
    for (const piece of small.split(' ')) addToken(tokens, piece);
    for (const word of splitWords(clean)) words.add(word);
    if (trusted && small.length < 200) addTechniques(small);
    if (trusted) {
      const said = negations(clean.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'));
      states.push(...said);
      if (said.some((word) => word.negated)) deny(key, clean);
    }
    if (trusted || DESCRIPTION_KEY.test(key)) for (const word of splitWords(clean)) topics.add(word);
  };
  const addValue = (key: string, value: FactValue): void => {
    for (const word of splitWords(key)) topics.add(word);
    if (typeof value === 'string') addText(key, value);
    else if (typeof value === 'number') {
      numbers.push({ value, key });
      tokens.add(String(value));
      if (value === 0) deny(key);
      for (const word of splitWords(key)) states.push({ word, negated: value === 0 });
    } else if (typeof value === 'boolean') {
      if (!value || /^(?:no|not|un|without|missing)(?=[A-Z_]|$)/.test(key)) deny(key, key.replace(/^(?:no|not|un|without|missing)/, ''));
      for (const { word, negated } of negations(key.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))) states.push({ word, negated: negated !== !value });
    } else {
      lists.push({ value: value.length, key });
      if (value.length === 0) deny(key);
      for (const item of value) addText(key, item);
    }
  };

  if (fact.time !== undefined) addTime(fact.time);
  if (fact.source.kind === 'event') addTime(fact.source.timestamp);
  for (const [key, value] of Object.entries(fact.values)) addValue(key, value);
  for (const word of topics) words.add(word);
  whole.sort((a, b) => b.text.length - a.text.length);
  let stems: Set<string> | undefined;
  return { fact, whole, tokens, words, stems: () => (stems ??= new Set([...words].map(stem))), numbers, lists, times, states, topics, negatives };
}

/** The facts a sentence rests on: those it cites, and those a cited derived fact was computed from. */
export interface Cited {
  own: readonly FactIndex[];
  all: readonly FactIndex[];
}

/** Indexes every fact at most once. Safe to keep for the life of one card. */
export class FactBook {
  private readonly facts = new Map<string, Fact>();
  private readonly indexes = new Map<string, FactIndex>();

  constructor(facts: readonly Fact[]) {
    for (const fact of facts) this.facts.set(fact.id, fact);
  }

  has(id: string): boolean {
    return this.facts.has(id);
  }

  index(id: string): FactIndex | undefined {
    const known = this.indexes.get(id);
    if (known !== undefined) return known;
    const fact = this.facts.get(id);
    if (fact === undefined) return undefined;
    const made = indexFact(fact);
    this.indexes.set(id, made);
    return made;
  }

  cite(ids: readonly string[]): Cited {
    const own: FactIndex[] = [];
    const seen = new Set<string>();
    for (const id of ids) {
      const found = seen.has(id) ? undefined : this.index(id);
      if (found !== undefined) own.push(found);
      seen.add(id);
    }
    const all = [...own];
    for (const index of own) {
      if (index.fact.source.kind !== 'derived') continue;
      for (const id of index.fact.source.from) {
        const found = seen.has(id) ? undefined : this.index(id);
        if (found !== undefined) all.push(found);
        seen.add(id);
      }
    }
    return { own, all };
  }
}
