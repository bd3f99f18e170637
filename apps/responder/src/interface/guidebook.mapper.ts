import type { Page } from '../application/action-reader.js';
import type { OfferedMove } from '../application/manage-guidebooks.use-case.js';
import { guidebookSentence } from '../domain/guidebook-state.js';
import type { GuidebookEntity } from '../infrastructure/guidebook.entity.js';
import { Guidebook, type GuidebookConnection, type GuidebookMoveKind, type GuidebookMove, type GuidebookStateName, type GuidebookStep } from './guidebook.model.js';

/** A guide as GraphQL shows it, with its row for what depends on who asks. */
export type ShownGuidebook = Guidebook & { entity: GuidebookEntity };

export function toGuidebook(entity: GuidebookEntity): ShownGuidebook {
  const { id, title, fileName, format, bytes, sha256, version, sections, warnings } = entity;
  return Object.assign(new Guidebook(), {
    entity, id, title, fileName, format, bytes, sha256, version, sections, warnings,
    state: entity.state as GuidebookStateName,
    stateSentence: guidebookSentence[entity.state],
    taskCount: sections.reduce((sum, { tasks }) => sum + tasks.length, 0),
    history: entity.history as GuidebookStep[],
    createdAt: entity.createdAt.toISOString(),
    updatedAt: entity.updatedAt.toISOString(),
  });
}

export function toGuidebooks({ items, total, more }: Page<GuidebookEntity>): GuidebookConnection {
  return { nodes: items.map(toGuidebook), totalCount: total, pageInfo: { hasNextPage: more, endCursor: items.at(-1)?.id ?? null } };
}

export function toMove({ move, ...rest }: OfferedMove): GuidebookMove {
  return { kind: move.toUpperCase() as GuidebookMoveKind, ...rest };
}
