import { unpackTextAsync, type CardGenerated } from '@attest/contracts';
import type { EntityManager } from 'typeorm';
import type { CardShape } from '../domain/feedback-rules.js';

const longestCard = 64 * 1024 * 1024;

/** A card this service heard of. */
export interface KnownCard {
  event: CardGenerated;
  /** As the capability made it (JSON, gzip); null when it did not come with its event. */
  body: Buffer | null;
  /** When it was made. */
  at: Date;
}

/** A statement or recommendation as far as this service looks into cards. */
interface ReadCard {
  card?: { statements?: unknown[]; card?: { statements?: unknown[] } };
  recommendations?: { id?: unknown; statements?: unknown[] }[];
}

/** Cards heard of. */
export class CardStore {
  /** The card, locked until the transaction ends, so that what is said of it leaves in the order it was said. Null when none is known. */
  async locked(manager: EntityManager, tenant: string, id: string): Promise<KnownCard | null> {
    return this.read(manager, tenant, id, 'FOR UPDATE');
  }

  async byId(manager: EntityManager, tenant: string, id: string): Promise<KnownCard | null> {
    return this.read(manager, tenant, id, '');
  }

  async isKnown(manager: EntityManager, tenant: string, id: string): Promise<boolean> {
    return (await manager.query<unknown[]>('SELECT 1 FROM evaluator.card WHERE tenant = $1 AND id = $2', [tenant, id])).length > 0;
  }

  private async read(manager: EntityManager, tenant: string, id: string, lock: string): Promise<KnownCard | null> {
    const [row] = await manager.query<KnownCard[]>(`SELECT event, body, at FROM evaluator.card WHERE tenant = $1 AND id = $2 ${lock}`, [tenant, id]);
    return row ?? null;
  }
}

/** What feedback on a card is checked against. */
export async function shapeOf(card: KnownCard): Promise<CardShape> {
  const { kind, provenance } = card.event;
  const recommendations = kind === 'guidedResponse' ? (await bodyOf<ReadCard>(card))?.recommendations : undefined;
  return {
    kind,
    statements: provenance?.statements ?? null,
    parts: recommendations === undefined ? null : new Map(recommendations.map(({ id, statements }) => [String(id), statements?.length ?? 0])),
  };
}

/** The card as its capability made it; null when it is not here. */
export async function bodyOf<T>({ body }: KnownCard): Promise<T | null> {
  return body === null ? null : (JSON.parse(await unpackTextAsync(body, longestCard)) as T);
}
