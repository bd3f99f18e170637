import type { Fact, FactSource, VerifiedCard } from '@attest/cards';
import { plainText } from './atoms.js';
import { kendallTau, rateOf } from './rates.js';

/** A record that a statement may cite: an alert, or an event row by table and ReportId. */
export interface ExpectedSource {
  alert?: string;
  table?: string;
  reportId?: number;
}

/** Something a summary has to tell. */
export interface ExpectedFact {
  /** All of these stand in one sentence. */
  says: readonly string[];
  /** That sentence cites one of these; without any, what it cites is not asked. */
  cites?: readonly ExpectedSource[];
  /** An alert raised within two seconds of this ISO time may be cited instead. */
  at?: string;
}

/** Whether `source` is the record meant. */
export function isSource({ alert, table, reportId }: ExpectedSource, source: FactSource): boolean {
  if (alert !== undefined) return source.kind === 'alert' && source.alertId === alert;
  return source.kind === 'event' && source.table === table && (reportId === undefined || Number(source.reportId) === reportId);
}

/** The expected facts that one sentence of story or timeline tells, with its citation. */
export function factsTold<T extends ExpectedFact>(expected: readonly T[], { card, facts }: VerifiedCard): { recall: number | null; told: T[]; missing: T[] } {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const sentences = [...card.statements, ...card.timeline].map(({ text, facts: ids }) => ({ said: plainText(text), cited: ids.flatMap((id) => byId.get(id) ?? []) }));
  const isTold = (fact: T): boolean => {
    const wanted = fact.says.map(plainText);
    return sentences.some(({ said, cited }) => cited.length > 0 && (fact.cites === undefined || cited.some((one) => isCited(fact, one))) && wanted.every((part) => said.includes(part)));
  };
  const told = expected.filter(isTold);
  return { recall: rateOf(told.length, expected.length), told, missing: expected.filter((fact) => !told.includes(fact)) };
}

function isCited({ cites = [], at }: ExpectedFact, { source, time }: Fact): boolean {
  if (cites.some((wanted) => isSource(wanted, source) || (source.kind === 'evidence' && source.alertId === wanted.alert))) return true;
  return at !== undefined && source.kind === 'alert' && time !== undefined && Math.abs(Date.parse(time) - Date.parse(at)) < 2_000;
}

/** Kendall's tau-b between the true times of events and those of the timeline's entries about them; null with too few of them. */
export function timelineTau(expected: readonly { time: string; sources: readonly ExpectedSource[] }[], { card, facts }: VerifiedCard): number | null {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const pairs = expected.flatMap(({ time, sources }): [number, number][] => {
    const cited = (id: string): boolean => {
      const fact = byId.get(id);
      return fact !== undefined && sources.some((source) => isSource(source, fact.source));
    };
    const entry = card.timeline.find(({ facts: ids }) => ids.some(cited));
    return entry === undefined ? [] : [[Date.parse(time), Date.parse(entry.time)]];
  });
  return kendallTau(pairs);
}

/** Whether `text` (as `plainText`) names an entity: whole, by the account part of an address, or by the first label of a host name. */
export function namesEntity(value: string, text: string): boolean {
  const wanted = plainText(value);
  if (text.includes(wanted) || text.includes(wanted.split('@')[0] as string)) return true;
  return !/^\d+\.\d/.test(value) && /\.\w+\.\w+/.test(value) && text.includes(wanted.split('.')[0] as string);
}

/** Shares of the entities that are named, in the sentences and in sentences or lists. `also` are other names of the same entity. */
export function entitiesNamed(entities: readonly { value: string; also?: readonly string[] }[], { card }: VerifiedCard): { prose: number | null; card: number | null; missing: string[] } {
  const prose = plainText(card.statements.map(({ text }) => text).join(' '));
  const whole = `${prose} ${plainText(card.entities.map(({ value }) => value).join(' '))}`;
  const named = (text: string): typeof entities => entities.filter(({ value, also = [] }) => [value, ...also].some((name) => namesEntity(name, text)));
  const inCard = named(whole);
  return { prose: rateOf(named(prose).length, entities.length), card: rateOf(inCard.length, entities.length), missing: entities.filter((entity) => !inCard.includes(entity)).map(({ value }) => value) };
}

/** Technique ids without their sub-technique, each once. */
export function parentTechniques(ids: Iterable<string>): Set<string> {
  return new Set([...ids].map((id) => id.split('.')[0] as string));
}

/** Words of the statements. */
export function wordsOf({ card }: VerifiedCard): number {
  return card.statements.map(({ text }) => text).join(' ').split(/\s+/).filter(Boolean).length;
}
