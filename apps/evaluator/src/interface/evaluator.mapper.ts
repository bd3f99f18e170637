import type { ShareInterval } from '@attest/evaluation-engine';
import type { CardAlert, EvaluatedTime, PoorCard } from '../application/evaluation-reader.js';
import type { CardVoices, Page } from '../application/feedback-reader.js';
import { votesOf, type EvaluatedDay, type EvaluatedRow } from '../domain/evaluation.js';
import { inputSentence } from '../domain/case-input.js';
import { caseSentence } from '../domain/lesson-state.js';
import type { EvaluationCaseEntity } from '../infrastructure/evaluation-case.entity.js';
import type { FeedbackEntity } from '../infrastructure/feedback.entity.js';
import { EvaluationCase, type EvaluationCaseConnection } from './evaluation-case.model.js';
import type { Evaluation, EvaluationAlert, EvaluationDay, EvaluationRow, EvaluationShare, WorstCard } from './evaluation.model.js';
import type { EvaluationCaseStateName, FeedbackFaultName, FeedbackVerdictName } from './evaluator.enum.js';
import { CardFeedback, type CardFeedbackSummary, type FeedbackConnection } from './feedback.model.js';

export function toFeedback(entity: FeedbackEntity, subject: string): CardFeedback {
  const { id, cardId, kind, subjectId, comment, corrections, version, withdrawn, composer } = entity;
  return Object.assign(new CardFeedback(), {
    id, cardId, kind, subjectId, comment, corrections, version, withdrawn, composer,
    part: entity.part || null,
    model: entity.model || null,
    verdict: entity.verdict as FeedbackVerdictName,
    faults: entity.faults as FeedbackFaultName[],
    byName: entity.name,
    mine: entity.subject === subject,
    at: entity.at.toISOString(),
  });
}

export function toFeedbacks({ items, total, more }: Page<FeedbackEntity>, subject: string): FeedbackConnection {
  return { nodes: items.map((each) => toFeedback(each, subject)), totalCount: total, pageInfo: { hasNextPage: more, endCursor: items.at(-1)?.id ?? null } };
}

export function toSummary(cardId: string, { known, parts, mine }: CardVoices, subject: string): CardFeedbackSummary {
  const sum = (verdict: 'confirmed' | 'offTarget' | 'harmful'): number => parts.reduce((total, each) => total + each[verdict], 0);
  return {
    cardId, known, confirmed: sum('confirmed'), offTarget: sum('offTarget'), harmful: sum('harmful'),
    parts: parts.map(({ part, ...counts }) => ({ part: part || null, ...counts })),
    mine: mine.map((each) => toFeedback(each, subject)),
  };
}

export function toEvaluation(from: string, to: string, { rows, trend, alerts, worst }: EvaluatedTime): Evaluation {
  return { from, to, rows: rows.map(toRow), trend: trend.map(toDay), alerts: alerts.map(toAlert), worst: worst.map(toWorst) };
}

function toRow({ key, counters, ...row }: EvaluatedRow): EvaluationRow {
  const { cards, statements, dropped, fallback, repaired, promptTokens, completionTokens } = counters;
  return {
    cards, statements, dropped, fallback, repaired, promptTokens, completionTokens,
    kind: key.kind, composer: key.composer, model: key.model || null, promptHash: key.promptHash || null, engine: key.engine,
    votes: row.votes, droppedShare: row.droppedShare, p50Ms: row.p50Ms, p95Ms: row.p95Ms, cost: row.cost, editDistance: row.editDistance,
    confirmed: toShare(counters.confirmed, row.confirmed), offTarget: toShare(counters.offTarget, row.offTarget), harmful: toShare(counters.harmful, row.harmful),
  };
}

function toShare(count: number, { share, low, high }: ShareInterval): EvaluationShare {
  return { count, share, low, high };
}

function toDay({ day, kind, counters }: EvaluatedDay): EvaluationDay {
  const { cards, confirmed, offTarget, harmful, statements, dropped } = counters;
  return { day, kind, cards, confirmed, offTarget, harmful, statements, dropped, votes: votesOf(counters) };
}

const capability: Readonly<Record<string, string>> = { incidentSummary: 'incident summaries', guidedResponse: 'guided responses', scriptAnalysis: 'script analyses', incidentReport: 'incident reports', kqlAnswer: 'KQL answers' };

function toAlert(alert: CardAlert): EvaluationAlert {
  const model = alert.model || null;
  const by = model === null ? 'composed by rules' : `composed with ${model}`;
  const said = alert.verdict === 'harmful' ? 'harmful' : 'off target or harmful';
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  return { ...alert, model, sentence: `Since ${alert.since}, ${percent(alert.after)} of the votes call ${capability[alert.kind] ?? 'cards'} ${by} ${said}; before it was about ${percent(alert.before)}.` };
}

function toWorst({ model, at, ...card }: PoorCard): WorstCard {
  return { ...card, model: model || null, at: at.toISOString() };
}

export function toCase(entity: EvaluationCaseEntity): EvaluationCase {
  const { id, cardId, kind, tags, inputDigest, inputState, expected, body, madeByName, reviewerName } = entity;
  return Object.assign(new EvaluationCase(), {
    id, cardId, kind, tags, inputDigest, expected, madeByName, reviewerName,
    case: body,
    inputInside: inputState === 'INSIDE',
    inputSentence: inputSentence[inputState],
    state: entity.state as EvaluationCaseStateName,
    stateSentence: caseSentence[entity.state],
    createdAt: entity.createdAt.toISOString(),
    reviewedAt: entity.reviewedAt?.toISOString() ?? null,
  });
}

export function toCases({ items, total, more }: Page<EvaluationCaseEntity>): EvaluationCaseConnection {
  return { nodes: items.map(toCase), totalCount: total, pageInfo: { hasNextPage: more, endCursor: items.at(-1)?.id ?? null } };
}
