import type { CardKind, DraftCard, DroppedStatement, Provenance, Statement, StatementSection, VerifiedCard } from '../card.js';
import type { Fact } from '../fact.js';
import { CardVerifier } from '../verify/verify-card.js';
import { comparable, stripInvisible } from '../verify/normalise.js';
import { type Composer, ComposerError, type Composition } from './composer.js';

/** Of a model's statements at least this share must hold as worded; below it the whole card is the rules' card. */
export const MIN_SURVIVING_SHARE = 0.5;
/** Words of prose a card may hold. */
export const MAX_WORDS = 250;
/** A model may offer no more statements than this; more is taken for a runaway reply. */
export const MAX_STATEMENTS = 60;

const SECTIONS: readonly StatementSection[] = ['lead', 'origin', 'story', 'assets', 'open'];
const FALLBACK_TITLES: Readonly<Record<CardKind, string>> = { incidentSummary: 'Incident summary', scriptAnalysis: 'Script analysis', guidedResponse: 'Guided response' };

/** Input of `runCardPipeline`. `clock` gives milliseconds; without it `provenance.ms` stays away and equal input gives equal bytes. */
export interface CardPipelineInput {
  facts: readonly Fact[];
  rulesDraft: DraftCard;
  composer?: Composer;
  /** SHA-256 over the canonical input of the engine. */
  inputDigest: string;
  /** As in {@link Provenance}. */
  recordsDigest?: string;
  /** Name and version of the engine that computed facts and draft. */
  engine: string;
  signal?: AbortSignal;
  clock?: () => number;
}

/**
 * Composes and verifies one card. Without a composer, or when the composer fails, lies too much or leaves out what the
 * rules lead with, the card is the rules' card; in the latter cases `provenance.fallback` says why. Title, timeline, entities, indicators and
 * techniques always come from the rules' draft. No statement leaves here that its cited facts do not carry.
 * Rejects only when `signal` is aborted, with its reason.
 */
export async function runCardPipeline(input: CardPipelineInput): Promise<VerifiedCard> {
  const start = input.clock?.();
  const verifier = new CardVerifier(input.facts);
  const rules = verifier.verify(input.rulesDraft);
  const base: DraftCard = rules.card.title === '' ? { ...rules.card, title: FALLBACK_TITLES[rules.card.kind] } : rules.card;
  const outcome = input.composer ? await composeWithModel(input.composer, input, base, verifier) : { statements: undefined, dropped: [], repaired: 0 };
  const dropped = [...rules.dropped, ...outcome.dropped];
  const card = outcome.statements ? { ...base, statements: outcome.statements } : base;
  const provenance: Provenance = {
    composer: outcome.statements ? 'model' : 'rules',
    ...(outcome.fallback === undefined ? {} : { fallback: outcome.fallback }),
    engine: input.engine,
    ...(outcome.composition ? { model: outcome.composition.model, promptHash: outcome.composition.promptHash } : {}),
    inputDigest: input.inputDigest,
    ...(input.recordsDigest === undefined ? {} : { recordsDigest: input.recordsDigest }),
    ...(outcome.usage ? { tokens: outcome.usage } : {}),
    ...(start === undefined || input.clock === undefined ? {} : { ms: Math.round(input.clock() - start) }),
    facts: input.facts.length,
    dropped: dropped.length,
    repaired: outcome.repaired,
  };
  return { card, facts: [...input.facts], provenance, dropped };
}

interface Outcome {
  /** Undefined when the rules' statements stand. */
  statements?: Statement[];
  dropped: DroppedStatement[];
  repaired: number;
  fallback?: string;
  composition?: Composition;
  usage?: { prompt: number; completion: number };
}

async function composeWithModel(composer: Composer, input: CardPipelineInput, rules: DraftCard, verifier: CardVerifier): Promise<Outcome> {
  let composition: Composition;
  try {
    composition = await composer.compose({ facts: input.facts, draft: rules, ...(input.signal ? { signal: input.signal } : {}) });
  } catch (error) {
    input.signal?.throwIfAborted();
    const known = error instanceof ComposerError;
    return {
      dropped: [],
      repaired: 0,
      fallback: known ? error.message : 'The model could not be used, so the rules wrote this card.',
      ...(known && error.usage ? { usage: error.usage } : {}),
    };
  }
  input.signal?.throwIfAborted();
  return { ...judge(composition.statements, rules, verifier), composition, usage: composition.usage };
}

function judge(offered: readonly Statement[], rules: DraftCard, verifier: CardVerifier): Outcome {
  if (offered.length === 0) return fallBack('The model wrote no statement, so the rules wrote this card.', []);
  if (offered.length > MAX_STATEMENTS) return fallBack(`The model wrote more than ${MAX_STATEMENTS} statements, so the rules wrote this card.`, []);
  const dropped: DroppedStatement[] = [];
  const kept: Statement[] = [];
  const seen = new Set<string>();
  let survived = 0;
  let repaired = 0;
  const keep = (statement: Statement): boolean => {
    const key = comparable(statement.text);
    if (seen.has(key)) return false;
    seen.add(key);
    kept.push(statement);
    return true;
  };
  for (const statement of offered) {
    const verdict = verifier.statement(statement, 'model');
    if (verdict.supported) {
      survived += 1;
      keep({ section: statement.section, text: stripInvisible(statement.text), facts: [...new Set(statement.facts)] });
      continue;
    }
    dropped.push({ text: statement.text.slice(0, 1000), facts: [...statement.facts], reason: verdict.reason ?? 'It is not supported.', atoms: verdict.unsupported });
    const substitute = substituteFor(statement, rules.statements, seen);
    if (substitute && keep(substitute)) repaired += 1;
  }
  if (survived / offered.length < MIN_SURVIVING_SHARE) {
    return fallBack(`Only ${survived} of ${offered.length} statements of the model held against the facts, so the rules wrote this card.`, dropped);
  }
  // A model that was talked into hiding the main thing would lead with something true and harmless.
  const main = new Set(rules.statements.filter(({ section }) => section === 'lead').flatMap((statement) => statement.facts));
  const leads = kept.some(({ section, facts }) => section === 'lead' && (main.size === 0 || facts.some((id) => main.has(id))));
  if (!leads) return fallBack('The model left out what happened, so the rules wrote this card.', dropped);
  const present = new Set(kept.map(({ section }) => section));
  for (const statement of rules.statements) if (!present.has(statement.section)) keep(statement);
  const ordered = SECTIONS.flatMap((section) => kept.filter((statement) => statement.section === section));
  if (words(ordered) > MAX_WORDS) return fallBack(`The model wrote more than ${MAX_WORDS} words, so the rules wrote this card.`, dropped);
  return { statements: ordered, dropped, repaired };
}

function fallBack(fallback: string, dropped: DroppedStatement[]): Outcome {
  return { fallback, dropped, repaired: 0 };
}

function words(statements: readonly Statement[]): number {
  return statements.reduce((sum, { text }) => sum + text.split(/\s+/u).filter((word) => word !== '').length, 0);
}

/** The rules' statement of the same part that shares most facts with the failing one; for the lead any will do. */
function substituteFor(statement: Statement, candidates: readonly Statement[], seen: ReadonlySet<string>): Statement | undefined {
  const cited = new Set(statement.facts);
  let best: Statement | undefined;
  let bestShared = 0;
  for (const candidate of candidates) {
    if (candidate.section !== statement.section || seen.has(comparable(candidate.text))) continue;
    const shared = candidate.facts.filter((id) => cited.has(id)).length;
    if (shared > bestShared || (best === undefined && statement.section === 'lead')) {
      best = candidate;
      bestShared = shared;
    }
  }
  return best;
}
