import type { HuntColumn as Column } from '@attest/kql-engine';
import type { Identity } from '@attest/identity';
import type { RowBatch } from '../application/run-hunt.use-case.js';
import type { Page } from '../application/hunt-store.js';
import { entityOfColumn } from '../domain/column-entity.js';
import type { EmptyResult, HuntChart as Chart, HuntProblem as Problem, TimeRange } from '../domain/hunt.js';
import type { HuntEntity, IncidentHuntEntity, RunEntity, SavedHuntEntity } from '../infrastructure/hunt.entity.js';
import type { HuntEntityKind } from './hunt.enum.js';
import type { Hunt, HuntChart, HuntColumn, HuntDryRun, HuntEmptyResult, HuntLiteral, HuntProblem, HuntRowBatch, HuntRowConnection, HuntRun, HuntTimeRange, PageInfo } from './hunt.model.js';
import type { IncidentHunt, SavedHunt } from './saved-hunt.model.js';

/** A run as it is shown, with the number of rows somebody asked for with it. */
export type ShownRun = HuntRun & { entity: RunEntity; first?: number };

export function toHunt(entity: HuntEntity): Hunt {
  const { content } = entity;
  return {
    id: entity.id,
    question: entity.question,
    status: entity.status as Hunt['status'],
    answer: content.answer,
    kql: entity.kql,
    timeRange: toTimeRange(content.timeRange),
    tables: content.tables,
    logic: content.logic,
    literals: content.literals.map((each): HuntLiteral => ({ value: each.value, origin: each.origin as HuntLiteral['origin'], column: each.column ?? null, detail: each.detail ?? null })),
    choices: content.choices.map(({ id, label, detail, kql }) => ({ id, label, detail: detail ?? null, kql: kql ?? null })),
    dryRun: content.dryRun === undefined ? null : toDryRun(content.dryRun),
    chart: toChart(content.chart),
    composer: content.composer as Hunt['composer'],
    model: content.model ?? null,
    fallback: content.fallback ?? null,
    suggestions: content.suggestions,
    incidentId: entity.incidentId,
    previousId: entity.previousId,
    by: entity.byName,
    createdAt: entity.createdAt.toISOString(),
    ms: content.ms,
  };
}

function toDryRun({ rowCount, atLeast, ms, problem, empty }: NonNullable<HuntEntity['content']['dryRun']>): HuntDryRun {
  return { rowCount, atLeast, ms, problem: toProblem(problem), empty: toEmpty(empty) };
}

export function toEmpty(empty: EmptyResult | undefined): HuntEmptyResult | null {
  return empty === undefined ? null : { sentence: empty.sentence, clause: empty.clause ?? null, relaxed: empty.relaxed };
}

export function toProblem(problem: Problem | null | undefined): HuntProblem | null {
  if (problem === null || problem === undefined) return null;
  const { code, message, line, column, start, length } = problem;
  return { code, message, line: line ?? null, column: column ?? null, start: start ?? null, length: length ?? null };
}

function toChart(chart: Chart | null | undefined): HuntChart | null {
  if (chart === null || chart === undefined) return null;
  const { kind, x, y, series, reason, title } = chart;
  return { kind: kind as HuntChart['kind'], x: x ?? null, y, series: series ?? null, reason, title: title ?? null };
}

export function toTimeRange(range: TimeRange | null | undefined): HuntTimeRange | null {
  return range === null || range === undefined ? null : { from: range.from ?? null, to: range.to ?? null, last: range.last ?? null };
}

export function toColumns(columns: readonly Column[]): HuntColumn[] {
  return columns.map(({ name, type }) => ({ name, type, entity: (entityOfColumn(name) ?? null) as HuntEntityKind | null }));
}

export function toRun(entity: RunEntity, first?: number): ShownRun {
  return {
    entity,
    ...(first === undefined ? {} : { first }),
    id: entity.id,
    huntId: entity.huntId,
    kql: entity.kql,
    timeRange: toTimeRange(entity.timeRange),
    incidentId: entity.incidentId,
    status: entity.status as HuntRun['status'],
    problem: toProblem(entity.problem),
    columns: toColumns(entity.columns),
    rowCount: entity.rowCount,
    truncated: entity.truncated,
    chart: toChart(entity.chart),
    backend: entity.backend,
    by: entity.byName,
    startedAt: entity.startedAt.toISOString(),
    endedAt: entity.endedAt?.toISOString() ?? null,
    ms: entity.ms,
    rowsUntil: entity.rowsGone || entity.rowsUntil.getTime() < Date.now() ? null : entity.rowsUntil.toISOString(),
  };
}

export function toBatch({ run, from, rows, done }: RowBatch): HuntRowBatch {
  return { runId: run.id, columns: toColumns(run.columns), from, rows, done, run: toRun(run) };
}

export function toSaved(entity: SavedHuntEntity, { subject }: Identity): SavedHunt {
  const { id, name, description, kql, shared, byName } = entity;
  return { id, name, description, kql, timeRange: toTimeRange(entity.timeRange), shared, own: entity.subject === subject, by: byName, createdAt: entity.createdAt.toISOString(), updatedAt: entity.updatedAt.toISOString() };
}

export function toLinked(entity: IncidentHuntEntity): IncidentHunt {
  const { id, incidentId, title, note, question, kql, rowCount, linkedBy } = entity;
  return { id, incidentId, title, note, question, kql, timeRange: toTimeRange(entity.timeRange), columns: toColumns(entity.columns), rowCount, ranAt: entity.ranAt.toISOString(), linkedBy, linkedAt: entity.linkedAt.toISOString() };
}

/** A page of a list whose cursors are ids. */
export function toConnection<E, N extends { id: string }>(page: Page<E>, map: (entity: E) => N): { nodes: N[]; edges: { cursor: string; node: N }[]; pageInfo: PageInfo; totalCount: number } {
  const nodes = page.items.map(map);
  return { nodes, edges: nodes.map((node) => ({ cursor: node.id, node })), pageInfo: { hasNextPage: page.more, endCursor: nodes.at(-1)?.id ?? null }, totalCount: page.total };
}

/** A page of rows; the cursor is the number of the last one. */
export function toRows(rows: unknown[], from: number, total: number): HuntRowConnection {
  const end = from + rows.length;
  return { nodes: rows, totalCount: total, pageInfo: { hasNextPage: end < total, endCursor: rows.length === 0 ? null : String(end - 1) } };
}
