import { checkKql } from '../checker/checker.js';
import { candidateFrom, timeConditions, type AskContext, type HuntCandidate } from './ask-hunt.js';
import { shippedAskSchema, timeColumnOf, type AskSchema } from './ask-schema.js';
import { explainKql } from './explain-kql.js';
import type { HuntPlan } from './hunt-plan.js';
import { refineHunt } from './refine-hunt.js';
import { readQuestion } from './reading.js';
import { lexiconOf } from './lexicon/lexicon.js';
import { traceLiterals } from './trace-literals.js';

const makesRows = /\|\s*(?:summarize|count|distinct|make-series|top-nested|evaluate|render)\b/;

/**
 * What a follow-up changes in a query that has no plan: one of the library, or one a model wrote. New filters stand right
 * behind the first table, another period in place of the former one, and what is counted at the end. Undefined where the
 * result would be no valid query, or the same one.
 */
export function refineText(kql: string, text: string, context: AskContext = {}, schema: AskSchema = shippedAskSchema()): HuntCandidate | undefined {
  const [table] = checkKql(kql, schema.hunting).tables;
  if (table === undefined || !schema.tables.has(table)) return undefined;
  const bare: HuntPlan = { table, where: [], joins: [] };
  const time = timeColumnOf(schema, table);
  const period = timeConditions(readQuestion(text, context.now ?? new Date(), lexiconOf(schema).known), time);
  const { plan } = refineHunt(bare, text, context, schema);
  if (plan === undefined) return undefined;
  const filters = plan.where.filter((condition) => 'anyOf' in condition || condition.column !== time);
  const lines = (part: HuntPlan): string[] => candidateFrom(part, 'list', schema, context).kql.split('\n| ').slice(1);
  const { where: _where, joins: _joins, table: _table, ...shape } = plan;
  let changed = kql;
  const [dated] = period.length > 0 ? lines({ ...bare, where: period.slice(0, 1) }) : [];
  const former = new RegExp(`\\b${time ?? 'Timestamp'}\\s*(?:>=?\\s*ago\\s*\\([^)]*\\)|(?:between\\s*\\(|[<>]=?\\s*datetime)[^)]*\\)(?:\\s*\\.\\.[^)]*\\))?)`, 'g');
  if (dated !== undefined) changed = former.test(changed) ? changed.replace(former, dated.replace(/^where /, '')) : inserted(changed, table, [dated]);
  if (filters.length > 0) changed = inserted(changed, table, lines({ ...bare, where: filters }));
  if (Object.keys(shape).length > 0 && !makesRows.test(changed)) changed = [changed.trimEnd().replace(/;$/, ''), ...lines({ ...bare, ...shape })].join('\n| ');
  if (changed === kql || !checkKql(changed, schema.hunting).runnable) return undefined;
  const { tables } = checkKql(changed, schema.hunting);
  return { label: tables.join(' with '), kql: changed, tables, literals: traceLiterals(changed, text, schema, context), logic: explainKql(changed, schema), intent: 'list', score: 0 };
}

/** Lines right behind the first place that names the table. */
function inserted(kql: string, table: string, lines: readonly string[]): string {
  const end = (new RegExp(`\\b${table}\\b`).exec(kql)?.index ?? -table.length) + table.length;
  return kql.slice(0, end) + lines.map((line) => `\n| ${line}`).join('') + kql.slice(end);
}
