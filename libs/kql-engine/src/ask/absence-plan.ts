import { timeColumnOf, type AskSchema } from './ask-schema.js';
import { negatedAt } from './context-words.js';
import type { FoundCondition, TableReading } from './conditions.js';
import { distinctColumns } from './entities.js';
import type { HuntPlan, PlanCondition } from './hunt-plan.js';
import type { Reading } from './reading.js';

const device = '(?:devices?|machines?|hosts?|computers?|endpoints?|servers?|workstations?)';
const lacking = new RegExp(`\\b${device} (?:(?:that|which) )?(?:with (?:no|zero)|without(?: any| an?)?|lacking|(?:have|has|had)(?: had| seen| made| recorded)? (?:no|not|never)|(?:did|do|does) not have|never)\\b`, 'i');

/**
 * "Devices that had no inbound connections" asks for the devices of the inventory that no row of the table is of, not for
 * rows of other kinds. Undefined for every other question.
 */
export function absencePlan(reading: Reading, own: TableReading, plan: HuntPlan, schema: AskSchema): HuntPlan | undefined {
  const match = lacking.exec(reading.text);
  if (match === null || reading.long || plan.summarize !== undefined || plan.count === true || own.table === 'DeviceInfo' || !own.columns.has('DeviceId') || !schema.tables.has('DeviceInfo')) return undefined;
  if (!/Events$|^DeviceTvmSoftwareInventory$/.test(own.table)) return undefined;
  const end = match.index + match[0].length;
  const lacked = own.found.filter(({ from }) => (reading.words[from]?.start ?? 0) >= match.index).sort((a, b) => a.from - b.from);
  const [first] = lacked;
  // What is lacked is said right after the "no", as a filter or by the table's own name.
  if (first === undefined ? own.found.length > 0 : (reading.words[first.from]?.start ?? 0) - end > 25) return undefined;
  const time = timeColumnOf(schema, own.table);
  const period = plan.where.filter((condition) => !('anyOf' in condition) && condition.column === time);
  const infoTime = timeColumnOf(schema, 'DeviceInfo');
  const where = plan.where.map((condition): PlanCondition => positive(condition, own.found, reading, end));
  return {
    table: 'DeviceInfo',
    where: [...(infoTime === time ? period : []), ...plan.joins.flatMap((join) => (join.table === 'DeviceInfo' ? join.where : []))],
    joins: [{ kind: 'leftanti', table: own.table, where, on: [{ left: 'DeviceId', right: 'DeviceId' }] }],
    distinct: distinctColumns('DeviceId', schema.tables.get('DeviceInfo') ?? new Map()),
  };
}

/** The "no" is in the join: the filters it stands before say what there is none of. */
function positive(condition: PlanCondition, found: readonly FoundCondition[], { words }: Reading, end: number): PlanCondition {
  if ('anyOf' in condition || condition.not !== true) return condition;
  const from = found.find((one) => one.condition === condition)?.from ?? -1;
  const after = (words[from]?.start ?? -1) >= end - 1;
  if (!after || negatedAt(words.filter(({ start }) => start >= end), words.slice(0, from).filter(({ start }) => start >= end).length, 5)) return condition;
  const { not: _, ...rest } = condition;
  return rest;
}
