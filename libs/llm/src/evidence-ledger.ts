import { createHash } from 'node:crypto';
import type { DraftCard, Fact, FactValue } from '@attest/cards';

/** Most facts a model is shown. */
export const MAX_LEDGER_FACTS = 150;
const MAX_TEXT = 300;
const MAX_LIST = 30;
const SEVERITIES = ['informational', 'low', 'medium', 'high', 'critical'];
const UNSAFE = /[\p{Cf}\p{Cc}\p{Co}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u3164\uFFA0\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu;

/** The facts a model may cite and the text that shows them. */
export interface EvidenceLedger {
  ids: string[];
  text: string;
}

/** Untrusted text made fit for a prompt: NFKC, no invisible, control or private characters, at most 300 characters. */
export function tameText(text: string): string {
  const clean = text.slice(0, MAX_TEXT * 8).normalize('NFKC').replace(UNSAFE, ' ').replace(/\s+/gu, ' ').trim();
  const chars = [...clean];
  return chars.length > MAX_TEXT ? `${chars.slice(0, MAX_TEXT).join('')}…` : clean;
}

function tameValue(value: FactValue): FactValue {
  if (typeof value === 'string') return tameText(value);
  return Array.isArray(value) ? value.slice(0, MAX_LIST).map(tameText) : value;
}

function encode(value: unknown): string {
  return JSON.stringify(value).replace(/[<>]/g, (char) => (char === '<' ? '\\u003c' : '\\u003e'));
}

/** Facts in the order in which a summary needs them: what the rules' card rests on first, then alerts by severity, then the rest. */
export function chooseFacts(facts: readonly Fact[], draft: DraftCard, limit = MAX_LEDGER_FACTS): Fact[] {
  const known = new Map(facts.map((fact) => [fact.id, fact]));
  const chosen = new Map<string, Fact>();
  const take = (ids: readonly string[]): void => {
    for (const id of ids) {
      const fact = known.get(id);
      if (fact && chosen.size < limit) chosen.set(id, fact);
    }
  };
  take(draft.titleFacts);
  // A statement over thousands of facts must not crowd out the others.
  for (const { facts: ids } of draft.statements) take(ids.slice(0, 20));
  for (const { facts: ids } of draft.entities) take(ids.slice(0, 2));
  for (const { facts: ids } of draft.timeline) take(ids.slice(0, 2));
  const rank = (fact: Fact): number => SEVERITIES.indexOf(String(fact.values['severity'] ?? '').toLowerCase());
  take([...facts].filter((fact) => rank(fact) >= 0).sort((a, b) => rank(b) - rank(a)).map(({ id }) => id));
  take(facts.map(({ id }) => id));
  return [...chosen.values()];
}

/**
 * Shows facts and the rules' draft as JSON lines between two equal marker lines. The marker is a hash of what it encloses:
 * the same for the same input, and nothing inside can hold it.
 */
export function evidenceLedger(facts: readonly Fact[], draft: DraftCard, limit = MAX_LEDGER_FACTS): EvidenceLedger {
  const chosen = chooseFacts(facts, draft, limit);
  const ids = chosen.map(({ id }) => id);
  const shown = new Set(ids);
  const lines = chosen.map((fact) =>
    encode({
      id: fact.id,
      type: tameText(fact.type),
      ...(fact.time === undefined ? {} : { time: fact.time }),
      values: Object.fromEntries(Object.entries(fact.values).map(([key, value]) => [tameText(key), tameValue(value)])),
    }),
  );
  const statements = draft.statements.map(({ section, text, facts: cited }) => ({ section, text: tameText(text), facts: cited.filter((id) => shown.has(id)).slice(0, 20) }));
  lines.push(encode({ type: 'draft', title: tameText(draft.title), statements }));
  const body = lines.join('\n');
  const marker = `EVIDENCE-${createHash('sha256').update(body).digest('hex').slice(0, 24)}`;
  return { ids, text: `${marker}\n${body}\n${marker}` };
}
