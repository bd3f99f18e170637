import type { VerifiedCard } from '@attest/cards';
import { successorName, type ScriptAnalysis as Analysis } from '@attest/script-engine';
import { attackTechnique } from '@attest/security-model';
import type { ScriptEntity } from '../infrastructure/script.entity.js';
import { ScriptAnalysis, ScriptExplanation, type ScriptLanguageName, type ScriptLayer, type ScriptTechnique, type ScriptVerdict } from './script.model.js';

/** Most characters of a layer that a query gives. */
const longestText = 200_000;
const mostSegments = 2_000;

/** A stored script as GraphQL shows it; the large parts are read when asked for. */
export function toScriptAnalysis(entity: ScriptEntity): ScriptAnalysis {
  return Object.assign(new ScriptAnalysis(), {
    sha256: entity.sha256,
    analyzed: entity.analyzedAt !== null,
    size: entity.size,
    excerpt: entity.excerpt,
    fileName: entity.fileName,
    language: (entity.language ?? entity.languageGiven) as ScriptLanguageName | null,
    languageGiven: entity.languageGiven as ScriptLanguageName | null,
    verdict: entity.verdict as ScriptVerdict | null,
    layerCount: entity.layerCount,
    indicatorCount: entity.indicatorCount,
    techniqueIds: entity.techniques,
    submittedAt: entity.submittedAt.toISOString(),
    analyzedAt: entity.analyzedAt?.toISOString() ?? null,
    cardId: entity.cardId,
    cardVersion: entity.cardVersion,
  });
}

/** A script that evidence names and that has not arrived, or never will: an incident may hold more than are analysed. */
export function notHere(sha256: string): ScriptAnalysis {
  return Object.assign(new ScriptAnalysis(), { sha256, analyzed: false, size: null, excerpt: '', fileName: null, language: null, languageGiven: null, verdict: null, layerCount: 0, indicatorCount: 0, techniqueIds: [], submittedAt: null, analyzedAt: null });
}

/** The layers of an analysis. */
export function toLayers(analysis: Analysis): ScriptLayer[] {
  return analysis.layers.map((layer) => ({
    index: layer.index,
    parent: layer.parent,
    kind: layer.kind,
    language: layer.language as ScriptLanguageName,
    sha256: layer.sha256,
    rules: layer.rules,
    text: layer.text.slice(0, longestText),
    length: layer.text.length,
    binaryBytes: layer.binaryBytes,
    fromLine: layer.from?.line ?? null,
    fromEndLine: layer.from?.endLine ?? null,
    inputLine: layer.origin.line,
    inputByte: layer.origin.byte,
    segments: layer.segments.slice(0, mostSegments),
  }));
}

/** The techniques of an analysis with their names. */
export function toTechniques(analysis: Analysis): ScriptTechnique[] {
  return analysis.techniques.map(({ id, facts }) => {
    const technique = attackTechnique(id);
    return { id, name: technique?.name ?? successorName(id) ?? id, tactics: technique ? [...technique.tactics] : [], facts };
  });
}

/** The card of an analysis. */
export function toExplanation(script: ScriptAnalysis, verified: VerifiedCard): ScriptExplanation {
  const { card, provenance } = verified;
  const { tokens, ...rest } = provenance;
  const { cardId, cardVersion } = script as unknown as { cardId: string; cardVersion: number };
  return Object.assign(new ScriptExplanation(), {
    id: cardId,
    kind: card.kind,
    subjectId: script.sha256,
    subjectRevision: 1,
    version: cardVersion,
    title: card.title,
    statements: card.statements,
    provenance: { ...rest, promptTokens: tokens?.prompt, completionTokens: tokens?.completion },
    createdAt: script.analyzedAt ?? script.submittedAt ?? '',
  });
}
