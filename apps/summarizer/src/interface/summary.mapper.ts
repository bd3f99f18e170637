import { defang, type Indicator as CardIndicator } from '@attest/cards';
import { attackTechnique } from '@attest/security-model';
import type { CardEntity } from '../infrastructure/card.entity.js';
import { IncidentSummary, type Indicator, type Technique } from './summary.model.js';

/** A stored card as GraphQL shows it. */
export function toIncidentSummary(entity: CardEntity, current: boolean): IncidentSummary {
  const { card, facts, provenance, dropped } = entity.body;
  const { tokens, ...rest } = provenance;
  return Object.assign(new IncidentSummary(), {
    id: entity.id,
    kind: entity.kind,
    subjectId: entity.subjectId,
    subjectRevision: entity.subjectRevision,
    version: entity.version,
    createdAt: entity.createdAt.toISOString(),
    title: card.title,
    titleFacts: card.titleFacts,
    statements: card.statements,
    timeline: card.timeline,
    entities: card.entities.map((entity) => ({ ...entity, names: entity.names ?? [] })),
    indicators: card.indicators.map(toIndicator),
    techniques: card.techniques.map(toTechnique),
    provenance: { ...rest, promptTokens: tokens?.prompt, completionTokens: tokens?.completion },
    dropped,
    current,
    allFacts: facts,
  });
}

/** Types whose values a program may turn into something to click. */
const harmful: ReadonlySet<CardIndicator['type']> = new Set(['ip', 'domain', 'url', 'mail'] as const);

function toIndicator(indicator: CardIndicator): Indicator {
  return { ...indicator, defanged: harmful.has(indicator.type) ? defang(indicator.value) : indicator.value };
}

function toTechnique(id: string): Technique {
  const technique = attackTechnique(id);
  return { id, name: technique?.name ?? id, tactics: technique ? [...technique.tactics] : [] };
}
