import { before, negatedAt, onlySeparators } from './context-words.js';
import { compareAll } from './fit-column.js';
import { comparisonsOf, type PlanComparison, type PlanCondition, type PlanLiteral, type PlanOperator } from './hunt-plan.js';
import type { Concept } from './lexicon/lexicon.js';
import { findSpoken } from './lexicon/value-words.js';
import { ambiguousProcessWords, processNames } from './lexicon/process-names.js';
import { ownPort, processColumn } from './slot-roles.js';
import type { Scope } from './table-scope.js';
import type { Reading } from './reading.js';
import { PhraseIndex, stemOf } from './words.js';

const processIndex = new PhraseIndex<{ name: string; images: readonly string[] }>();
for (const [name, images] of processNames) processIndex.add(name, { name, images });

/** Phrases that stand for filters, the longest first. */
export function concepts(scope: Scope): void {
  // What a behaviour says of a column is the whole of it.
  const settled = new Set(scope.result.found.filter(({ kind }) => kind === 'behaviour').flatMap(({ condition }) => comparisonsOf(condition).map(({ column }) => column)));
  const hits = [...scope.conceptHits].sort((a, b) => b.to - b.from - (a.to - a.from) || Number(b.value.own === true) - Number(a.value.own === true) || b.value.strength - a.value.strength || a.from - b.from);
  for (const { value, from, to } of hits) {
    if (!scope.free(from, to) || onlyNamed(scope, value, from, to) || value.conditions.every((condition) => comparisonsOf(condition).every(({ column }) => settled.has(column)))) continue;
    const turned = negatedAt(scope.reading.words, from, 5, scope.result.used);
    // "not created by X" is said of X: the rows asked for were created.
    const not = turned && !/^(?:by|from|via|using|through)$/i.test(scope.reading.words[to]?.text ?? '');
    if (not && value.conditions.length > 1) continue;
    for (const condition of value.conditions) {
      const span = scope.spanOf(from, to);
      const said = scope.reading.text.slice(...span).toLowerCase();
      const trace = (comparison: PlanComparison): PlanComparison => ({
        ...comparison,
        column: ownPort(comparison.column, scope.reading.text, scope.result.columns),
        values: comparison.values.map((literal) => ({ ...literal, ...(said.includes(literal.text.toLowerCase()) && literal.kind === 'string' && literal.origin === 'assumed' ? { origin: 'question' as const } : {}), span })),
        ...(not ? { not: comparison.not !== true } : {}),
      });
      const traced: PlanCondition = 'anyOf' in condition ? { anyOf: condition.anyOf.map(trace) } : trace(condition);
      scope.result.found.push({ condition: traced, from, to, strength: value.strength, kind: 'concept' });
    }
    scope.take(from, to);
  }
}

/** Enumerated values that the question says in an order of its own: "the primary token of a process was modified". */
export function spokenValues(scope: Scope): void {
  const { reading, result, own } = scope;
  const told = scope.lexicon.behaviours.find(reading).get(result.table)?.words ?? [];
  for (const { column, values, words } of findSpoken(own.spoken, reading.words, reading.text)) {
    const [first = 0] = words;
    const last = words.at(-1) ?? first;
    if ((told.length + 1 >= words.length && told.some((index) => words.includes(index))) || words.some((index) => result.used.has(index) || !reading.focus.has(index)) || scope.conceptHits.some(({ value, from, to }) => value.own === true && from <= first && to > last)) continue;
    const span = scope.spanOf(first, last + 1);
    const literals = values.map((text): PlanLiteral => ({ kind: 'string', text, origin: 'catalogue', span }));
    const not = negatedAt(reading.words, first, 4);
    for (const comparison of compareAll(column, '==', literals, 'or', not)) result.found.push({ condition: comparison, from: first, to: last + 1, strength: 1 + words.length * 0.8, kind: 'concept' });
    for (const index of words) scope.take(index, index + 1);
    // What else is said of the column in between only describes it.
    for (const { value, from, to } of scope.conceptHits) if (from >= first && to <= last + 1 && value.conditions.every((condition) => comparisonsOf(condition).every((one) => one.column === column))) scope.take(from, to);
  }
}

/** What an attacker does, when the words for it are all said: the filters that rows of it pass. One a table: two would rarely meet in a row. */
export function behaviours(scope: Scope): void {
  const { reading, result, lexicon } = scope;
  const hit = lexicon.behaviours.find(reading).get(result.table);
  const first = hit?.words[0];
  if (hit === undefined || first === undefined || hit.words.some((index) => result.used.has(index)) || negatedAt(reading.words, first, 4)) return;
  const span = scope.spanOf(first, (hit.words.at(-1) ?? first) + 1);
  for (const condition of hit.behaviour.conditions) {
    const trace = (comparison: PlanComparison): PlanComparison => spelled({ ...comparison, column: ownPort(comparison.column, reading.text, result.columns) }, reading, span);
    result.found.push({ condition: 'anyOf' in condition ? { anyOf: condition.anyOf.map(trace) } : trace(condition), from: first, to: first + 1, strength: hit.strength, kind: 'behaviour' });
  }
  const stems = new Set(hit.words.map((index) => reading.words[index]).filter((word) => word?.slot === undefined).map((word) => word?.stem));
  // Said once more, it is the same thing.
  reading.words.forEach(({ stem, slot }, index) => {
    if (hit.words.includes(index) || (slot === undefined && stems.has(stem))) scope.take(index, index + 1);
  });
}

const lists: Partial<Record<PlanOperator, PlanOperator>> = { in: '==', 'in~': '=~', has_any: 'has' };

/** Values the question spells are its own; of a list only these are meant, when it spells some. */
function spelled(comparison: PlanComparison, { text, words }: Reading, span: readonly [number, number]): PlanComparison {
  const lower = text.toLowerCase();
  const own = (value: PlanLiteral): PlanLiteral => {
    const full = value.text.toLowerCase();
    // Two names in a list are mostly those of one program; of more, the one that is said is meant.
    const bare = full.replace(/^\\|\\$/g, '');
    const said = [full, bare, ...(bare.includes(' ') ? [bare.replace(/s$/, '')] : []), ...(comparison.values.length > 2 ? [full.replace(/\.(?:exe|com)$/, '')] : [])].find((form) => {
      const at = value.kind === 'string' && form.length > 1 ? lower.indexOf(form) : -1;
      return at >= 0 && !/\w/.test(lower.charAt(at - 1)) && !/\w/.test(lower.charAt(at + form.length));
    });
    const inflected = said === undefined && /^[a-z]{4,}$/.test(full) ? words.find(({ stem, slot }) => slot === undefined && stem === stemOf(full)) : undefined;
    if (inflected !== undefined) return { ...value, span: [inflected.start, inflected.end] };
    if (said === undefined) return { ...value, span };
    const at = lower.indexOf(said);
    return { ...value, origin: value.origin === 'assumed' ? 'question' : value.origin, span: [at, at + said.length] };
  };
  const values = comparison.values.map(own);
  const stem = ({ text: value }: PlanLiteral): string => value.toLowerCase().replace(/\.exe$/, '');
  const named = new Set(values.filter((value) => value.span !== span).map(stem));
  const said = values.filter((value) => named.has(stem(value)));
  const single = lists[comparison.operator];
  if (single === undefined || said.length === 0 || comparison.not === true) return { ...comparison, values };
  return { ...comparison, operator: said.length === 1 ? single : comparison.operator, values: said };
}

/** In "onboarding status per type" the phrase is only part of the column's name. */
function onlyNamed(scope: Scope, value: Concept, from: number, to: number): boolean {
  const [only] = value.conditions;
  if (only === undefined || 'anyOf' in only || value.conditions.length > 1) return false;
  return scope.result.mentions.some((mention) => mention.column === only.column && mention.from <= from && mention.to >= to && mention.to - mention.from > to - from);
}

/** Whether a behaviour says of these programs already what is to be said. */
function told({ result }: Scope, images: readonly string[]): boolean {
  const values = new Set(result.found.filter(({ kind }) => kind === 'behaviour').flatMap(({ condition }) => comparisonsOf(condition)).flatMap((comparison) => comparison.values.map(({ text }) => text.toLowerCase())));
  const stems = new Set([...values].map((value) => value.replace(/\.(?:exe|com)$/, '')));
  return images.some((image) => stems.has(image.replace(/\.exe$/, '')));
}

/** Programs by their spoken names. */
export function processes(scope: Scope): void {
  const { words } = scope.reading;
  let last: { column: string; values: PlanLiteral[]; from: number; to: number; not: boolean } | undefined;
  const flush = (): void => {
    if (last !== undefined) scope.push('process', compareAll(last.column, '=~', last.values, 'or', last.not), last.from, last.to, 1.6);
    last = undefined;
  };
  const hits = processIndex.find(words);
  let until = 0;
  for (const { value, from, to } of hits) {
    if (from < until || !scope.free(from, to)) continue;
    if (scope.own.concepts.find(words.slice(from, to)).length > 0 && !scope.result.table.startsWith('DeviceProcess')) continue;
    if (told(scope, value.images) || (scope.reading.described && ambiguousProcessWords.has(value.name))) continue;
    if (ambiguousProcessWords.has(value.name) && !/process|launch|spawn|execut|run|creat|start|child|parent|open|load|connect|program|command|made by|initiat|by |using |via |from /.test(scope.reading.text.toLowerCase())) continue;
    if (value.name === 'shell' && !/\b(?:spawn|launch|start|creat|open|execut|run)\w*(?: a| an| the)?$/.test(before(words, from, 2))) continue;
    const end = hits.reduce((last, hit) => (hit.from > from && scope.free(hit.from, hit.to) && onlySeparators(words, last, hit.from) ? hit.to : last), to);
    // In a list each is what the first is.
    const column = last !== undefined && onlySeparators(words, last.to, from) ? last.column : processColumn(words, from, end, scope.result.columns, scope.result.table);
    if (column === undefined) continue;
    until = to;
    const values = value.images.map((text): PlanLiteral => ({ kind: 'string', text, origin: value.images.length === 1 ? 'question' : 'assumed', span: scope.spanOf(from, to) }));
    if (last !== undefined && last.column === column && onlySeparators(words, last.to, from)) [last.values, last.to] = [[...last.values, ...values], to];
    else {
      flush();
      last = { column, values, from, to, not: negatedAt(words, from, 5, scope.used) };
    }
  }
  flush();
}

/** "Without command-line arguments": the line is the program's name and nothing more. */
export function bareCommands(scope: Scope): void {
  const { reading: { words }, result } = scope;
  if (!result.columns.has('ProcessCommandLine')) return;
  const at = words.findIndex(({ text }, index) => /^(?:without|no)$/i.test(text) && /^(?:any )?(?:command line |commandline |command )?(?:arguments?|args|parameters?|switches|options)\b/i.test(words.slice(index + 1, index + 5).map(({ text: word }) => word).join(' ')));
  const images = result.found.flatMap(({ condition }) => ('anyOf' in condition || condition.column !== 'FileName' || condition.not === true || !/^(?:=~|in~)$/.test(condition.operator) ? [] : condition.values));
  if (at < 0 || images.length === 0) return;
  const to = words.findIndex(({ text }, index) => index > at && /^(?:arguments?|args|parameters?|switches|options)$/i.test(text)) + 1;
  const span = scope.spanOf(at, to);
  for (const [index, condition] of result.found.entries()) if (!('anyOf' in condition.condition) && condition.condition.column === 'ProcessCommandLine' && condition.from >= at && condition.from < to) result.found.splice(index, 1);
  scope.push('column', images.map(({ text }) => ({ column: 'ProcessCommandLine', operator: 'endswith', values: [{ kind: 'string', text, origin: 'assumed', span }] })), at, to, 1.6);
}

/** Programs of Windows itself, which stand in its own folders. */
const windowsPrograms = new Set('rundll32 regsvr32 mshta wscript cscript powershell pwsh cmd sc schtasks msiexec reg certutil bitsadmin wmic installutil regasm regsvcs cmstp odbcconf hh net net1 forfiles control expand makecab attrib icacls'.split(' ').map((name) => `${name}.exe`));

/** "rundll32 from AppData": what it is given stands there, not the program. */
export function placesOfArguments({ result, reading }: Scope): void {
  if (result.table !== 'DeviceProcessEvents' || /\b(?:masquerad|renam|cop(?:y|ied) of|outside|unusual|unexpected|wrong|other than|image path|not run from)/i.test(reading.text)) return;
  const images = result.found.flatMap(({ condition }) => ('anyOf' in condition || condition.column !== 'FileName' || condition.not === true ? [] : condition.values.map(({ text }) => text.toLowerCase())));
  if (images.length === 0 || !images.every((image) => windowsPrograms.has(image))) return;
  for (const one of result.found) {
    const { condition } = one;
    if (one.kind === 'concept' && !('anyOf' in condition) && condition.column === 'FolderPath' && condition.operator === 'has' && condition.not !== true) one.condition = { ...condition, column: 'ProcessCommandLine' };
  }
}
