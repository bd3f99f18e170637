import type { EntityManager } from 'typeorm';
import { counterNames, keyParts, noCounts, orderedRows, plus, type Counters, type FigureKey, type FigureRow } from '../domain/figures.js';

const column: Readonly<Record<(typeof counterNames)[number], string>> = {
  cards: 'cards', statements: 'statements', dropped: 'dropped', fallback: 'fallback', repaired: 'repaired', promptTokens: 'prompt_tokens', completionTokens: 'completion_tokens',
  confirmed: 'confirmed', offTarget: 'off_target', harmful: 'harmful', edits: 'edits', words: 'words',
};
const columns = counterNames.map((name) => column[name]);
const keyColumns = ['day', 'kind', 'composer', 'model', 'prompt_hash', 'engine'];
const all = ['tenant', ...keyColumns, ...columns, 'latency'];

/** Counts are added to what is there, so that transactions in any order lead to the same row. */
const addSql = `INSERT INTO evaluator.figure (${all.join(', ')}) VALUES (${all.map((_, at) => `$${at + 1}`).join(', ')})
  ON CONFLICT (tenant, ${keyColumns.join(', ')}) DO UPDATE SET ${columns.map((name) => `${name} = figure.${name} + excluded.${name}`).join(', ')},
    latency = (SELECT array_agg(a + b ORDER BY at) FROM unnest(figure.latency, excluded.latency) WITH ORDINALITY AS t (a, b, at))`;

/** The counted figures. */
export class FigureStore {
  /** Adds and takes away in one go. Rows are touched in the order of their keys, so that two transactions never wait for each other. */
  async change(manager: EntityManager, tenant: string, added: FigureRow | null, taken: FigureRow | null = null): Promise<void> {
    const changes = new Map<string, FigureRow>();
    for (const [row, sign] of [[added, 1], [taken, -1]] as const) {
      if (row === null) continue;
      const id = JSON.stringify(keyParts(row.key));
      changes.set(id, { key: row.key, counters: plus(changes.get(id)?.counters ?? noCounts(), row.counters, sign) });
    }
    for (const row of orderedRows([...changes.values()])) await this.add(manager, tenant, row);
  }

  async add(manager: EntityManager, tenant: string, { key, counters }: FigureRow): Promise<void> {
    await manager.query(addSql, [tenant, ...keyParts(key), ...counterNames.map((name) => counters[name]), counters.latency]);
  }

  /** Rows of some days (all without), both ends included. */
  async rows(manager: EntityManager, tenant: string, from?: string, to?: string): Promise<FigureRow[]> {
    const found = await manager.query<Record<string, string & string[]>[]>(
      `SELECT day::text AS day, kind, composer, model, prompt_hash, engine, ${columns.join(', ')}, latency FROM evaluator.figure
       WHERE tenant = $1 AND ($2::date IS NULL OR day >= $2) AND ($3::date IS NULL OR day <= $3)`,
      [tenant, from ?? null, to ?? null],
    );
    return orderedRows(found.map(rowOf));
  }

  async clear(manager: EntityManager, tenant: string): Promise<void> {
    await manager.query('DELETE FROM evaluator.figure WHERE tenant = $1', [tenant]);
  }
}

function rowOf(row: Record<string, string & string[]>): FigureRow {
  const text = (name: string): string => row[name] ?? '';
  const key: FigureKey = { day: text('day'), kind: text('kind'), composer: text('composer'), model: text('model'), promptHash: text('prompt_hash'), engine: text('engine') };
  const counters = { ...Object.fromEntries(counterNames.map((name) => [name, Number(row[column[name]])])), latency: (row['latency'] ?? []).map(Number) } as Counters;
  return { key, counters };
}
