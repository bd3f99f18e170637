import type { CardEntity, DraftCard, DroppedStatement, Statement, TimelineEntry } from '../card.js';
import type { Fact } from '../fact.js';
import { techniqueExists } from './attack.js';
import { comparable, stripInvisible } from './normalise.js';
import { parseInstant } from './times.js';
import { type Author, type SentenceVerdict, SentenceVerifier } from './verify-sentence.js';

/** A card of which every part is carried by its facts, and what had to go. */
export interface CardVerdict {
  card: DraftCard;
  dropped: DroppedStatement[];
}

/**
 * Checks one sentence against the facts it cites. `context` holds further facts that a cited derived fact may rest on;
 * facts that are neither cited nor named by a cited derived fact back nothing. `author` says whose
 * words they are: a model's must keep to a closed vocabulary. Never throws, whatever the text.
 */
export function verifySentence(text: string, citedFacts: readonly Fact[], context: readonly Fact[] = [], author: Author = 'rules'): SentenceVerdict {
  const verifier = new SentenceVerifier([...context, ...citedFacts]);
  return verifier.verify(text, citedFacts.map((fact) => fact.id), author);
}

/**
 * Keeps of a draft only what its cited facts carry: statements and the title word for word, timeline entries whose time is a
 * cited fact's time, entities and indicators whose value a cited fact holds, techniques that exist and that some fact names.
 * An unsupported title becomes empty: the caller must then use another. Pure; the input is not changed; never throws.
 */
export function verifyCard(draft: DraftCard, facts: readonly Fact[]): CardVerdict {
  return new CardVerifier(facts).verify(draft);
}

/** `verifyCard` for several drafts over the same facts; each fact is indexed once. */
export class CardVerifier {
  private readonly sentences: SentenceVerifier;

  constructor(private readonly facts: readonly Fact[]) {
    this.sentences = new SentenceVerifier(facts);
  }

  /** Checks one statement; those of a model against a closed vocabulary as well. */
  statement(statement: Statement, author: Author = 'rules'): SentenceVerdict {
    return this.sentences.verify(statement.text, statement.facts, author);
  }

  /** Checks a whole draft. */
  verify(draft: DraftCard): CardVerdict {
    const dropped: DroppedStatement[] = [];
    const keep = (text: string, cited: readonly string[], verdict: SentenceVerdict): boolean => {
      if (verdict.supported) return true;
      dropped.push({ text, facts: [...cited], reason: verdict.reason ?? 'The statement is not supported.', atoms: verdict.unsupported });
      return false;
    };
    const title = keep(draft.title, draft.titleFacts, this.sentences.verify(draft.title, draft.titleFacts));
    return {
      card: {
        ...draft,
        title: title ? stripInvisible(draft.title) : '',
        titleFacts: title ? draft.titleFacts : [],
        statements: draft.statements.filter((item) => keep(item.text, item.facts, this.statement(item))).map(visible),
        timeline: draft.timeline.filter((item) => keep(item.text, item.facts, this.entry(item))).map(visible),
        entities: draft.entities.filter((item) => keep(`${item.type} ${item.value}`, item.facts, this.entity(item))),
        indicators: draft.indicators.filter((item) => keep(`${item.type} ${item.value}`, item.facts, this.value(item.value, item.facts))),
        techniques: draft.techniques.filter((id) => keep(id, [], this.technique(id))),
      },
      dropped,
    };
  }

  private entry(entry: TimelineEntry): SentenceVerdict {
    const time = parseInstant(entry.time);
    const verdict = this.sentences.verify(entry.text, entry.facts);
    if (!verdict.supported) return verdict;
    const cited = this.sentences.cite(entry.facts);
    if (time !== undefined && cited.own.some(({ times }) => times.some((known) => sameInstant(known, time)))) return verdict;
    return { supported: false, reason: `No cited fact has the time ${entry.time}.`, unsupported: [entry.time] };
  }

  private entity(entity: CardEntity): SentenceVerdict {
    const verdicts = [entity.value, ...(entity.names ?? [])].map((value) => this.value(value, entity.facts));
    return verdicts.find(({ supported }) => !supported) ?? (verdicts[0] as SentenceVerdict);
  }

  private value(value: string, ids: readonly string[]): SentenceVerdict {
    const refused = (reason: string): SentenceVerdict => ({ supported: false, reason, unsupported: [value] });
    if (ids.length === 0) return refused('It cites no fact.');
    if (ids.some((id) => !this.sentences.knows(id))) return refused('It cites facts that do not exist.');
    const wanted = comparable(value);
    if (wanted === '') return refused('It is empty.');
    const held = this.sentences.cite(ids).all.some(({ tokens, whole }) => tokens.has(wanted) || whole.some(({ text }) => text === wanted));
    return held ? { supported: true, unsupported: [] } : refused(`No cited fact holds "${value.slice(0, 200)}".`);
  }

  private technique(id: string): SentenceVerdict {
    const wanted = comparable(id);
    const refused = (reason: string): SentenceVerdict => ({ supported: false, reason, unsupported: [id] });
    this.tagged ??= techniquesTagged(this.facts);
    if (!/^t\d{4}(?:\.\d{3})?$/.test(wanted) || !(techniqueExists(wanted) || this.tagged.has(wanted))) return refused('ATT&CK has no such technique.');
    this.named ??= techniquesOf(this.facts);
    return this.named.has(wanted) ? { supported: true, unsupported: [] } : refused('No fact names this technique.');
  }

  private named: Set<string> | undefined;
  private tagged: Set<string> | undefined;
}

/** Ids that a product tagged an alert with: a newer ATT&CK than ours may know them. Texts cannot put an id here. */
function techniquesTagged(facts: readonly Fact[]): Set<string> {
  const tags = facts.flatMap(({ values: { techniques } }) => (Array.isArray(techniques) ? techniques : []));
  return new Set(tags.map(comparable));
}

function techniquesOf(facts: readonly Fact[]): Set<string> {
  const found = new Set<string>();
  for (const { values } of facts) {
    for (const value of Object.values(values).flat()) {
      if (typeof value !== 'string' || value.length > 2000 || !/t\d{4}/i.test(value)) continue;
      for (const id of comparable(value).match(/\bt\d{4}(?:\.\d{3})?\b/g) ?? []) found.add(id).add(id.slice(0, 5));
    }
  }
  return found;
}

/** What is shown hides nothing and turns no direction. */
function visible<T extends { text: string }>(item: T): T {
  const text = stripInvisible(item.text);
  return text === item.text ? item : { ...item, text };
}

/** The same moment; an entry may be cut to milliseconds or seconds, as dates of JavaScript are. */
function sameInstant(known: string, shown: string): boolean {
  const trim = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  const [left, right] = [trim(known), trim(shown)];
  return left === right || (right.length >= 19 && left.startsWith(right));
}
