import { techniqueExists } from './attack.js';
import { askedSpan, isClaimWord, unsupportedClaims } from './claims.js';
import { type Cited, FactBook, oneSpelling, splitWords, stem, trimEdges } from './fact-index.js';
import { canonical, lower, skeleton, withoutAccents } from './normalise.js';
import { findNumbers, numberSupported } from './numbers.js';
import { findTimes, unsupportedTimes } from './times.js';
import { groundingStems, isOrdinaryWord, isReportingWord, LABELS, mayOpenSentence } from './vocabulary.js';
import type { Fact } from '../fact.js';

/** No statement may be longer, in UTF-16 units. Longer text is refused before anything else looks at it. */
export const MAX_STATEMENT_LENGTH = 400;

const MARKUP = /\]\s?\(|!\[|<\s?[a-z!/?]|&(?:#\d|#x|[a-z]{2,8};)|```|javascript\s?:|data\s?:\s?text/i;
const COMMON_CONTRACTION = /^(\p{L}+)(?:'(?:s|re|ve|d|ll|m)|n't)$/u;

/** Whether a text holds markup, a link or an image, which no statement may: what a record says in such words cannot be quoted. */
export function holdsMarkup(text: string): boolean {
  return MARKUP.test(text) || MARKUP.test(canonical(text));
}

/** What verification says of one sentence. `unsupported` lists the atoms no cited fact backs; `reason` is for a person. */
export interface SentenceVerdict {
  supported: boolean;
  reason?: string;
  unsupported: string[];
}

enum Cover {
  None,
  Value,
  Trusted,
  Quoted,
  Consumed,
}

const MARKS = { value: Cover.Value, trusted: Cover.Trusted, name: Cover.Quoted } as const;

function joined(char: string | undefined, next: string | undefined): boolean {
  if (char === undefined) return false;
  if (/[\p{L}\p{N}_\p{M}]/u.test(char)) return true;
  return /[-.@\\/:$]/.test(char) && next !== undefined && /[\p{L}\p{N}_]/u.test(next);
}

function findSpans(sentence: string, value: string, visit: (start: number, end: number) => void): void {
  let from = 0;
  for (let hits = 0; hits < 20; hits += 1) {
    const start = sentence.indexOf(value, from);
    if (start < 0) return;
    const end = start + value.length;
    const first = /^[\p{L}\p{N}_]/u.test(value);
    const last = /[\p{L}\p{N}_]$/u.test(value);
    const openBefore = !first || !joined(sentence[start - 1], sentence[start - 2]);
    const openAfter = !last || !joined(sentence[end], sentence[end + 1]) || /^'s(?![\p{L}\p{N}])/u.test(sentence.slice(end));
    if (openBefore && openAfter) visit(start, end);
    from = start + 1;
  }
}

function coverValues(sentence: string, cited: Cited): Uint8Array {
  const cover = new Uint8Array(sentence.length);
  const done = new Set<string>();
  for (const { whole } of cited.all) {
    for (const { text, trust } of whole) {
      if (text.length < 2 || text.length > sentence.length) continue;
      const key = `${trust}:${text}`;
      if (done.has(key)) continue;
      done.add(key);
      const mark = MARKS[trust];
      findSpans(sentence, text, (start, end) => {
        for (let at = start; at < end; at += 1) if ((cover[at] ?? 0) < mark) cover[at] = mark;
      });
    }
  }
  return cover;
}

function quotedSegments(sentence: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const pattern of [/"([^"]*)"/gu, /(?<![\p{L}\p{N}])'([^']*)'(?![\p{L}\p{N}])/gu]) {
    for (const match of sentence.matchAll(pattern)) found.push({ start: match.index + 1, end: match.index + match[0].length - 1 });
  }
  return found;
}

/** Who worded a sentence: code of ours, or a model nobody vouches for. */
export type Author = 'rules' | 'model';

/** Checks sentences against facts; indexes each fact once. */
export class SentenceVerifier {
  private readonly book: FactBook;

  constructor(facts: readonly Fact[]) {
    this.book = new FactBook(facts);
  }

  knows(id: string): boolean {
    return this.book.has(id);
  }

  cite(ids: readonly string[]): Cited {
    return this.book.cite(ids);
  }

  /**
   * Checks one sentence. With `author: 'model'` the vocabulary is closed: every content word must be reporting English or be
   * grounded in a cited fact, so that plain words ("the user admitted it") smuggle nothing.
   */
  verify(text: string, factIds: readonly string[], author: Author = 'rules'): SentenceVerdict {
    if (text.length > MAX_STATEMENT_LENGTH) return refuse(`The statement is longer than ${MAX_STATEMENT_LENGTH} characters.`);
    if (factIds.length === 0) return refuse('The statement cites no fact.');
    const unknown = factIds.filter((id) => !this.book.has(id));
    if (unknown.length > 0) return refuse('The statement cites facts that do not exist.', unknown.slice(0, 10));
    const sentence = canonical(text);
    if (sentence === '') return refuse('The statement is empty.');
    if (holdsMarkup(text)) return refuse('The statement holds markup, a link or an image.');
    return check(sentence, this.book.cite(factIds), author);
  }
}

function refuse(reason: string, unsupported: string[] = []): SentenceVerdict {
  return { supported: false, reason, unsupported };
}

function check(sentence: string, cited: Cited, author: Author): SentenceVerdict {
  const small = lower(sentence);
  const cover = coverValues(small, cited);
  const failures: { atom: string; why: string }[] = [];
  const fail = (atom: string, why: string): void => {
    if (!failures.some((failure) => failure.atom === atom)) failures.push({ atom, why });
  };

  for (const { start, end } of quotedSegments(small)) {
    const inside = small.slice(start, end).trim();
    // A quotation mark inside a covered value (a command line) opens nothing.
    if (inside === '' || (cover[start - 1] ?? 0) !== Cover.None) continue;
    if (quoteSupported(inside, cited)) cover.fill(introduced(small.slice(0, start - 1), inside, cited) ? Cover.Quoted : Cover.Value, start, end);
    else {
      fail(sentence.slice(start, end), 'these quoted words are in no cited fact');
      cover.fill(Cover.Consumed, start, end);
    }
  }

  const covered = (position: number): boolean => (cover[position] ?? 0) !== Cover.None;
  const times = findTimes(small, covered);
  const instants = cited.all.flatMap((index) => index.times);
  for (const mention of unsupportedTimes(times, instants)) fail(mention.text, 'no cited fact has this time');
  for (const { start, end } of times) cover.fill(Cover.Consumed, start, end);

  const numbers = findNumbers(small, (position) => covered(position) && !standsAlone(small, cover, position));
  for (const mention of numbers) {
    if (!numberSupported(mention, cited)) fail(mention.text, 'no cited fact has this number');
    cover.fill(Cover.Consumed, mention.start, mention.end);
  }

  checkTokens(sentence, cover, cited, fail);
  if (author === 'model') checkVocabulary(small, cover, cited, fail);
  for (const { word, why } of unsupportedClaims(small, cited, (position) => (cover[position] ?? 0) === Cover.Quoted || insideToken(small, position) || (author === 'rules' && insideName(sentence, position, cited)))) fail(word, why);
  checkSeverity(small, cited, cover, fail);

  if (failures.length === 0) return { supported: true, unsupported: [] };
  const first = failures[0];
  const more = failures.length > 1 ? ` and ${failures.length - 1} more` : '';
  return refuse(`"${first?.atom ?? ''}" is not supported: ${first?.why ?? ''}${more}.`, failures.map((failure) => failure.atom));
}

/** A number that an untrusted value happens to begin with ("500 hosts" as a mail subject) is still our number to prove. */
function standsAlone(small: string, cover: Uint8Array, position: number): boolean {
  return cover[position] === Cover.Value && (position === 0 || cover[position - 1] === Cover.None) && /^\d+(?:[,.]\d+)*(?: |$)/.test(small.slice(position));
}

function insideToken(small: string, position: number): boolean {
  const start = small.lastIndexOf(' ', position) + 1;
  const end = small.indexOf(' ', position);
  const token = trimEdges(small.slice(start, end < 0 ? small.length : end));
  return /[\\@_]|\p{N}|[./:]\p{L}/u.test(token) && !/^\p{L}+(?:[/-]\p{L}+)*$/u.test(token);
}

/** Whether a quotation is shown as the words of a record: a title of the product, or introduced as a command, subject, name. */
function introduced(before: string, inside: string, cited: Cited): boolean {
  if (cited.all.some(({ whole }) => whole.some(({ text, trust }) => trust !== 'value' && text === inside && text.includes(' ')))) return true;
  return / /.test(inside) && /(?:command line|command|commands|comment|subject|text|named|called|titled|title|file|string|argument|arguments|contains|containing|contained|name|message|script|url|path)(?: (?:was|is|of|the|with|line))?:? $/.test(before);
}

/**
 * Whether a word belongs to a name that is a value of a cited fact, or its first label: `ROGUE-PC` is a host and claims nothing.
 * Only names that cannot be read as a word of the sentence: with a hyphen, or in capitals. Code of ours names things; a model might not.
 */
function insideName(sentence: string, position: number, cited: Cited): boolean {
  const start = sentence.lastIndexOf(' ', position) + 1;
  const end = sentence.indexOf(' ', position);
  const token = trimEdges(sentence.slice(start, end < 0 ? sentence.length : end)).replace(/[.,;:]+$/, '');
  if (!/^\p{L}+(?:-\p{L}+)+$/u.test(token) && !/^\p{Lu}{3,}$/u.test(token)) return false;
  const name = lower(token);
  return cited.all.some(({ whole }) => whole.some(({ text }) => text === name || (text.startsWith(`${name}.`) && !text.includes(' ')) || (text.startsWith(`${name}@`) && !text.includes(' '))));
}

function quoteSupported(inside: string, cited: Cited): boolean {
  const bare = trimEdges(inside);
  return cited.all.some(({ whole, tokens }) => {
    if (tokens.has(inside) || tokens.has(bare)) return true;
    return whole.some(({ text }) => {
      let hit = false;
      if (bare !== '' && text.length >= bare.length) findSpans(text, bare, () => (hit = true));
      return hit;
    });
  });
}

function checkTokens(sentence: string, cover: Uint8Array, cited: Cited, fail: (atom: string, why: string) => void): void {
  let opens = true;
  for (const match of sentence.matchAll(/\S+/gu)) {
    const raw = match[0];
    const ends = /[.!?]["')\]]*$/.test(raw);
    const from = match.index;
    // Time, number and value spans inside a token leave the rest of it to be checked.
    let piece = '';
    for (let at = from; at <= from + raw.length; at += 1) {
      const free = at < from + raw.length && (cover[at] ?? 0) === Cover.None;
      if (free) piece += sentence[at] ?? '';
      else if (piece !== '') {
        checkPiece(piece, opens && at - piece.length <= from + 1, cited, fail);
        piece = '';
      }
    }
    if (/[\p{L}\p{N}]/u.test(raw)) opens = ends;
  }
}

function checkVocabulary(small: string, cover: Uint8Array, cited: Cited, fail: (atom: string, why: string) => void): void {
  const asked = askedSpan(small)?.question ?? [0, 0];
  for (const match of small.matchAll(/\p{L}[\p{L}\p{M}]*/gu)) {
    const word = match[0];
    if (match.index > asked[0] && match.index < asked[1]) continue;
    if (word.length < 3 || (cover[match.index] ?? 0) !== Cover.None || insideToken(small, match.index) || small[match.index - 1] === "'") continue;
    if (isReportingWord(word) || isClaimWord(word)) continue;
    const stems = groundingStems(stem(word));
    if (!cited.all.some((index) => index.words.has(word) || stems.some((grounding) => index.stems().has(grounding)))) fail(word, 'no cited fact speaks of it');
  }
}

function checkPiece(raw: string, opens: boolean, cited: Cited, fail: (atom: string, why: string) => void): void {
  const token = trimEdges(raw.replace(/^[-/|+~=→←↔]+|[-/|+~=→←↔]+$/gu, ''));
  if (token === '' || !/[\p{L}\p{N}\p{S}]/u.test(token) || tokenSupported(token, opens, cited)) return;
  const plain = skeleton(token);
  const imitates = plain !== lower(token) && cited.all.some(({ tokens }) => tokens.has(plain));
  fail(token, imitates ? `it only looks like "${plain}", which is what the cited facts say` : 'no cited fact names it');
}

function tokenSupported(token: string, opens: boolean, cited: Cited): boolean {
  const small = oneSpelling(lower(token));
  if (LABELS.has(token)) return true;
  if (/^t\d{4}(?:\.\d{3})?$/.test(small) && !techniqueExists(small)) return false;
  if (cited.all.some(({ tokens }) => tokens.has(small))) return true;
  if (/^\p{L}[\p{L}\p{M}'-]*$/u.test(token)) return wordsSupported(token, opens, cited);
  const pair = /^([^\\@:]+)(?:[\\@]([^\\@:]+)|:(\d{1,5}))$/.exec(small);
  if (pair && cited.all.some(({ tokens }) => tokens.has(pair[1] ?? '') && tokens.has(pair[2] ?? pair[3] ?? ''))) return true;
  const parts = token.split(/[,;()[\]{}|+=→←↔&"]|\/(?!\/)/u).map(trimEdges).filter((part) => part !== '');
  return parts.length > 1 && !/[\\:]/.test(token) && !/^(?:\/|~)/.test(token) && parts.every((part) => tokenSupported(part, opens, cited));
}

function wordsSupported(token: string, opens: boolean, cited: Cited): boolean {
  const contraction = COMMON_CONTRACTION.exec(token);
  if (contraction?.[1] !== undefined && contraction[1] !== token) return wordsSupported(contraction[1], opens, cited) || ['do', 'ca', 'wo'].includes(lower(contraction[1]));
  const parts = token.split(/-+/).filter((part) => part !== '');
  return parts.every((part, index) => wordSupported(part, opens && index === 0, cited));
}

function wordSupported(word: string, opens: boolean, cited: Cited): boolean {
  if (LABELS.has(word)) return true;
  const small = lower(word);
  const plain = withoutAccents(small);
  if (word === small && (isOrdinaryWord(plain) || plain.length === 1 || isClaimWord(plain))) return true;
  if (inFacts(small, cited)) return true;
  const simpleCapital = /^\p{Lu}[\p{Ll}\p{M}']*$/u.test(word);
  return opens && simpleCapital && (mayOpenSentence(plain) || isClaimWord(plain));
}

function inFacts(word: string, cited: Cited): boolean {
  return cited.all.some(({ words }) => words.has(word));
}

const SEVERITY = /\b(informational|low|medium|high|critical)(?:[- ](?:severity|priority|risk))|\bseverity (?:of |is |was |as |: ?)?(informational|low|medium|high|critical)|\b(?:rated|graded|ranked) (?:as )?(informational|low|medium|high|critical)/gu;

function checkSeverity(small: string, cited: Cited, cover: Uint8Array, fail: (atom: string, why: string) => void): void {
  for (const match of small.matchAll(SEVERITY)) {
    const level = match[1] ?? match[2] ?? match[3] ?? '';
    if ((cover[match.index] ?? 0) === Cover.Quoted) continue;
    const said = cited.all.some(({ fact }) =>
      Object.entries(fact.values).some(([key, value]) => {
        const words = splitWords(key);
        if (words.includes(level)) return true;
        return words.some((word) => word.startsWith('severit')) && [value].flat().some((item) => lower(String(item)).includes(level));
      }),
    );
    if (!said) fail(match[0], 'no cited fact has this severity');
  }
}
