import { z } from 'zod';
import type { AskSchema } from '../ask-schema.js';
import type { HuntPlan, PlanComparison, PlanLiteral } from '../hunt-plan.js';

const literal = z.union([z.string().max(2000), z.number(), z.boolean()]);
const comparison = z.object({
  column: z.string().max(120),
  operator: z.enum(['==', '!=', '=~', '!~', '>', '>=', '<', '<=', 'has', 'contains', 'startswith', 'endswith', 'matches regex', 'has_any', 'has_all', 'in', 'in~', 'between', 'inRange', 'isempty', 'isnotempty']),
  values: z.array(literal).max(200).default([]),
  not: z.boolean().optional(),
});
const condition = z.union([comparison, z.object({ anyOf: z.array(comparison).min(1).max(20) })]);
const measure = z.object({ name: z.string().regex(/^[A-Za-z_][\w ]{0,79}$/), function: z.enum(['count', 'dcount', 'sum', 'avg', 'min', 'max', 'make_set', 'arg_max', 'arg_min']), column: z.string().max(120).optional() });
const order = z.enum(['asc', 'desc']);

/** The form in which a model gives a plan: what we compile, instead of free KQL. */
export const planJson = z.object({
  table: z.string().max(120),
  where: z.array(condition).max(40).default([]),
  joins: z.array(z.object({
    kind: z.enum(['inner', 'innerunique', 'leftouter', 'leftsemi', 'leftanti']).default('inner'),
    table: z.string().max(120),
    where: z.array(condition).max(20).default([]),
    on: z.array(z.object({ left: z.string().max(120), right: z.string().max(120) })).min(1).max(4),
    project: z.array(z.string().max(120)).max(60).optional(),
  })).max(3).default([]),
  summarize: z.object({ measures: z.array(measure).max(8).default([]), by: z.array(z.union([z.object({ column: z.string().max(120), bin: z.string().regex(/^\d{1,5}[dhms]$/) }), z.object({ column: z.string().max(120) })])).max(8).default([]), having: z.array(comparison).max(4).optional() }).optional(),
  distinct: z.array(z.string().max(120)).max(20).optional(),
  project: z.array(z.string().max(120)).max(60).optional(),
  count: z.boolean().optional(),
  sort: z.object({ column: z.string().max(120), order }).optional(),
  top: z.object({ rows: z.number().int().min(1).max(100_000), column: z.string().max(120), order }).optional(),
  take: z.number().int().min(1).max(100_000).optional(),
});

/** A plan as a model writes it. */
export type PlanJson = z.infer<typeof planJson>;

/** A plan from a model, held to the schema; or what is wrong with it, in sentences a model can mend it by. */
export function planFromJson(value: unknown, schema: AskSchema): { plan: HuntPlan } | { problems: string[] } {
  const parsed = planJson.safeParse(value);
  if (!parsed.success) return { problems: parsed.error.issues.slice(0, 8).map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
  const json = parsed.data;
  const problems: string[] = [];
  const tables = [json.table, ...json.joins.map(({ table }) => table)];
  for (const table of tables) if (!schema.tables.has(table)) problems.push(`There is no table ${table}.`);
  const made = new Set(json.summarize?.measures.map(({ name }) => name) ?? []);
  const columnIn = (names: readonly string[], column: string): void => {
    const [head = ''] = column.split('.');
    if (!made.has(column) && !names.some((table) => schema.tables.get(table)?.has(head) === true)) problems.push(`${names.join(' and ')} ${names.length === 1 ? 'has' : 'have'} no column ${column}.`);
  };
  const conditions = (names: readonly string[], list: PlanJson['where']): void => {
    for (const one of list) for (const { column } of 'anyOf' in one ? one.anyOf : [one]) columnIn(names, column);
  };
  conditions([json.table], json.where);
  for (const join of json.joins) {
    conditions([join.table], join.where);
    for (const { left, right } of join.on) {
      columnIn(tables, left);
      columnIn([join.table], right);
    }
    for (const column of join.project ?? []) columnIn([join.table], column);
  }
  for (const { column } of json.summarize?.measures ?? []) if (column !== undefined) columnIn(tables, column);
  for (const { column } of json.summarize?.by ?? []) columnIn(tables, column);
  for (const column of [...(json.distinct ?? []), ...(json.project ?? []), ...(json.sort === undefined ? [] : [json.sort.column]), ...(json.top === undefined ? [] : [json.top.column])]) columnIn(tables, column);
  if (problems.length > 0) return { problems: problems.slice(0, 8) };
  return { plan: toPlan(json) };
}

function toPlan({ where, joins, summarize, ...rest }: PlanJson): HuntPlan {
  const { having, ...grouping } = summarize ?? { measures: [], by: [] };
  return {
    ...rest,
    where: where.map(toCondition),
    joins: joins.map((join) => ({ ...join, where: join.where.map(toCondition) })),
    ...(summarize === undefined ? {} : { summarize: { ...grouping, ...(having === undefined ? {} : { having: having.map(toComparison) }) } }),
  };
}

function toCondition(one: PlanJson['where'][number]): HuntPlan['where'][number] {
  return 'anyOf' in one ? { anyOf: one.anyOf.map(toComparison) } : toComparison(one);
}

function toComparison({ values, ...rest }: z.infer<typeof comparison>): PlanComparison {
  return { ...rest, values: values.map(toLiteral) };
}

/** `ago(7d)` and ISO moments are told by their form. */
function toLiteral(value: string | number | boolean): PlanLiteral {
  if (typeof value === 'number') return { kind: 'number', text: String(value), origin: 'assumed' };
  if (typeof value === 'boolean') return { kind: 'bool', text: String(value), origin: 'assumed' };
  const ago = /^ago\((\d{1,5}[dhms])\)$/.exec(value)?.[1];
  if (ago !== undefined) return { kind: 'ago', text: ago, origin: 'assumed' };
  if (/^\d{1,5}[dhms]$/.test(value)) return { kind: 'timespan', text: value, origin: 'assumed' };
  if (/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?Z?)?$/.test(value)) return { kind: 'datetime', text: value, origin: 'assumed' };
  return { kind: 'string', text: value, origin: 'assumed' };
}
