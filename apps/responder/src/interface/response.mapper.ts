import type { Recommendation as EngineRecommendation } from '@attest/response-engine';
import type { ShownResponse } from '../application/guide-incident.use-case.js';
import { titleOf } from '../domain/action-rules.js';
import { GuidedResponse, type Recommendation, type ResponseFact } from './response.model.js';

/** A stored response as GraphQL shows it. */
export function toGuidedResponse({ card: entity, upToDate, title }: ShownResponse): GuidedResponse {
  const { body } = entity;
  const { card, facts, provenance } = body.card;
  const { tokens, ...rest } = provenance;
  return Object.assign(new GuidedResponse(), {
    id: entity.id,
    kind: entity.kind,
    subjectId: entity.subjectId,
    subjectRevision: entity.subjectRevision,
    version: entity.version,
    createdAt: entity.createdAt.toISOString(),
    title: card.title || title,
    statements: card.statements,
    provenance: { ...rest, promptTokens: tokens?.prompt, completionTokens: tokens?.completion },
    current: upToDate,
    triage: body.triage,
    withheld: body.withheld.map((each) => ({ ...each, title: titleOf(each.action, false) })),
    similarMails: body.similarMails,
    guidebook: body.guidebook,
    messages: body.messages,
    allRecommendations: body.recommendations.map((each) => toRecommendation(each, entity.subjectId)),
    allFacts: facts.map(({ id, type, time, values, source }): ResponseFact => ({ id, type, time, values, source })),
  });
}

function toRecommendation(recommendation: EngineRecommendation, incidentId: string): Recommendation {
  return { ...recommendation, category: recommendation.category as Recommendation['category'], title: titleOf(recommendation.action, false), incidentId };
}
