import { KqlError, KqlErrorCode } from '@attest/kql-engine';
import { admitKql, checkKql, completeKql, datetimeTicks, diagnosticFixes, explainKql, prepareWithRows, tableSourceOf, timespanTicks, traceLiterals, type HuntingSchema, type PreparationContext } from '@attest/kql-engine/hosting';
import type { LogicLine } from '../../domain/hunt.js';
import { schemaOf, type TenantTables } from '../../domain/tenant-schema.js';
import type { TranslatedHunt } from '../engine/engine-messages.js';
import { askByModel, askByRules, askSchemaFor, named, shownLines, shownLiterals } from './ask.js';
import type { CheckedKql, Completion, LanguageOperations, OutsideQuestion, TickRange } from './language-messages.js';
import { pipelineOf, probeEnd, relaxationsOf, type Stretch } from './pipeline.js';

/** Longest query that is completed: what is longer is typed by no person. */
const longestCompleted = 100_000;

const completionKinds: Readonly<Record<string, Completion['kind']>> = { column: 'COLUMN', table: 'TABLE', function: 'FUNCTION', aggregate: 'FUNCTION', operator: 'OPERATOR', keyword: 'KEYWORD', variable: 'VARIABLE', parameter: 'VARIABLE', value: 'VALUE' };

interface Translation {
  kql: string;
  tables: TenantTables;
  stored: string[];
  range?: TickRange;
  now: string;
}

/** Asks the thread an operation was called from. */
export type Outside = (question: OutsideQuestion) => Promise<unknown>;

type Operations = { [O in keyof LanguageOperations]: (input: Parameters<LanguageOperations[O]>[0], outside: Outside) => ReturnType<LanguageOperations[O]> | Promise<ReturnType<LanguageOperations[O]>> };

/** Everything the language thread does. Texts come from people and data: every operation bounds what it reads. */
export const operations: Operations = {
  check: ({ kql, tables }) => checked(kql, schemaOf(tables)),
  admit: ({ kql, tables }) => admitKql(kql, schemaOf(tables)).text,
  complete: ({ kql, position, limit, tables }) => completions(kql, position, limit, schemaOf(tables)),
  explain: ({ kql, tables, question, incident }) => {
    const schema = schemaOf(tables);
    admitKql(kql, schema);
    const own = askSchemaFor(schema);
    const literals = shownLiterals(traceLiterals(kql, question ?? '', own, incident === undefined ? {} : { incident: named(incident) }), question ?? '');
    return { lines: shownLines(explainKql(kql, own), kql), literals: question === undefined ? literals.map((each) => (each.origin === 'ASSUMED' ? { ...each, origin: 'QUERY' as const } : each)) : literals, tables: checkKql(kql, schema).tables };
  },
  translate,
  relax: async (input, outside) => {
    const analysis = admitKql(input.kql, schemaOf(input.tables));
    const { prefixes, relaxations } = relaxationsOf(analysis);
    const clause = ({ start, end }: Stretch): LogicLine => ({ text: `Keeps rows where ${analysis.text.slice(start, end)}.`, kql: analysis.text.slice(start, end), start, length: end - start });
    const found: ReturnType<LanguageOperations['relax']> = { prefixes: [], relaxed: [] };
    for (const { probe, clause: at } of prefixes) {
      const sql = await sqlOf({ ...input, kql: probe }, outside);
      if (sql !== undefined) found.prefixes.push({ sql, clause: clause(at) });
    }
    for (const { kql, probe, removed } of relaxations) {
      const sql = await sqlOf({ ...input, kql: probe }, outside);
      if (sql !== undefined) found.relaxed.push({ kql, sql, removed: clause(removed) });
    }
    return found;
  },
  probe: async (input, outside) => {
    const analysis = admitKql(input.kql, schemaOf(input.tables));
    const end = probeEnd(pipelineOf(analysis));
    return { sql: (await translate({ ...input, kql: end > 0 ? analysis.text.slice(0, end) : input.kql }, outside)).sql };
  },
  ask: ({ tables, ...input }) => askByRules(input, schemaOf(tables)),
  askModel: ({ tables, digests, ...input }, outside) =>
    askByModel(input, schemaOf(tables), {
      complete: ({ system, user }) => outside({ kind: 'model', system, user }),
      ...(digests ? { run: async (kql: string) => String(await outside({ kind: 'digest', kql })) } : {}),
    }),
  range: ({ from, to, last, now }) => rangeOf(from, to, last, now),
};

/** A variant of a query that cannot be translated is no help, and no error. */
async function sqlOf(input: Translation, outside: Outside): Promise<string | undefined> {
  try {
    return (await translate(input, outside)).sql;
  } catch (error) {
    if (error instanceof KqlError) return undefined;
    throw error;
  }
}

async function translate({ kql, tables, stored, range, now }: Translation, outside: Outside): Promise<TranslatedHunt> {
  const schema = schemaOf(tables);
  const has = new Set(stored);
  const context: PreparationContext = {
    schema,
    now: new Date(now),
    table: (name) => {
      const table = schema.tables.get(name);
      return table === undefined ? undefined : tableSourceOf(table, has.has(name), range);
    },
    tables: () => [...schema.tables.values()].map((table) => tableSourceOf(table, has.has(table.name), range)),
  };
  const { sql, relation, visualization } = await prepareWithRows(kql, context, async (asked) => (await outside({ kind: 'rows', sql: asked })) as unknown[][]);
  return { sql, columns: relation.columns.map(({ name, type }) => ({ name, type })), ...(visualization === undefined ? {} : { visualization }) };
}

function checked(kql: string, schema: HuntingSchema): CheckedKql {
  const { runnable, diagnostics, columns, tables } = checkKql(kql, schema);
  const fixes = diagnosticFixes(kql, diagnostics, schema);
  return {
    ok: runnable,
    // What keeps a valid query from running is a warning to the checker; to a person who wants to run it, an error.
    diagnostics: diagnostics.map(({ severity, code, message, offset, length, line, column }, at) => ({ severity: code.startsWith('KQL_') ? ('error' as const) : severity, code, message, start: offset, length, line, column, ...(fixes[at] === undefined ? {} : { fix: fixes[at] }) })),
    columns: columns.map(({ name, type }) => ({ name, type: type === 'unknown' ? 'dynamic' : type })),
    tables,
  };
}

function completions(kql: string, position: number, limit: number, schema: HuntingSchema): Completion[] {
  if (kql.length > longestCompleted || position < 0 || position > kql.length) return [];
  const { offset, length, items } = completeKql(kql, position, schema);
  const typed = kql.slice(offset, position).toLowerCase();
  const rank = (label: string): number => (label.toLowerCase().startsWith(typed) ? 0 : label.toLowerCase().includes(typed) ? 1 : 2);
  const wanted = items.map((item, at) => ({ item, at, rank: rank(item.label) })).filter((each) => each.rank < 2);
  return wanted.sort((x, y) => x.rank - y.rank || x.at - y.at).slice(0, limit).map(({ item: { kind, label, before, after } }) => ({ label, kind: completionKinds[kind] ?? 'OTHER', insertText: before + after, start: offset, length, ...(after === '' ? {} : { caret: before.length }) }));
}

function rangeOf(from: string | undefined, to: string | undefined, last: string | undefined, now: string): TickRange {
  const moment = (text: string): bigint => {
    const ticks = datetimeTicks(text);
    if (ticks === undefined) throw new KqlError(KqlErrorCode.Invalid, `"${text.slice(0, 40)}" is no time in ISO 8601, such as 2026-11-23T03:00:00Z.`);
    return ticks;
  };
  if (last !== undefined) {
    const span = timespanTicks(last);
    if (span === undefined || span <= 0n) throw new KqlError(KqlErrorCode.Invalid, `"${last.slice(0, 40)}" is no timespan such as 24h or 7d.`);
    return { from: moment(now) - span };
  }
  return { ...(from === undefined ? {} : { from: moment(from) }), ...(to === undefined ? {} : { to: moment(to) }) };
}
