import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { sameAnswer } from '@attest/evaluation-engine';
import { groupsOf, nameOf, pairsOf, Scores, walk } from './kql-pairs.mjs';
import { filterGroups, plantedRows } from './kql-planted-rows.mjs';

/**
 * `npm run bench kql-ask-rows [-- --half A|B|all] [--source TEXT] [--failures] [--engine DIST]`: execution accuracy. For every
 * pair of nl-kql-dev.jsonl it plants rows made from the filters of the published query and of ours (kql-planted-rows.mjs),
 * runs both queries on the embedded engine with the same now(), and compares what comes out:
 *  - `events`: both keep exactly the same rows before anything is counted, grouped or cut. Every row has a hidden mark,
 *    and joined rows those of all their sides; a query is cut before its first step that makes new rows of old ones. `eventsF1` is the overlap of these rows.
 *  - `result`: the whole answer. Every column of the published result must have one of ours with the same cells in the same rows, whatever
 *    it is called and in whatever order the rows are; more columns of ours are no fault. Numbers agree to six digits.
 * A pair whose published query does not run here, or finds nothing even in rows made for it, is left out and counted.
 */
const { values: options } = parseArgs({ options: { data: { type: 'string' }, half: { type: 'string', default: 'A' }, failures: { type: 'boolean' }, source: { type: 'string' }, engine: { type: 'string' } } });
const own = new URL('../libs/kql-engine/dist/', import.meta.url);
const { askHunt } = await import(new URL('ask/ask-hunt.js', options.engine === undefined ? own : new URL(`file://${options.engine}/`)));
const { DuckDbBackend } = await import(new URL('index.js', own));
const { globalsFor } = await import(new URL('schema/globals.js', own));
const { overlaySchema, schemaFromDefinition, shippedSchema } = await import(new URL('schema/hunting-schema.js', own));
const { kustoLanguage } = await import(new URL('language/kusto-language.js', own));
const Kusto = kustoLanguage();
const now = new Date('2026-11-30T12:00:00Z');
const shipped = shippedSchema();
const schema = overlaySchema(shipped, schemaFromDefinition(Object.fromEntries([...shipped.tables.keys()].map((name) => [name, { RowMark: 'string' }]))), 'extend');
const globals = globalsFor(schema);
const catalogue = JSON.parse(readFileSync(new URL('schema/data/advanced-hunting-values.json', own), 'utf8'));
const values = new Map(Object.entries(catalogue).map(([table, columns]) => [table, new Map(Object.entries(columns))]));
const analyze = (kql) => ({ code: Kusto.KustoCode.ParseAndAnalyze(kql, globals), kusto: { now: now.getTime() } });

const makers = new Set(['SummarizeOperator', 'DistinctOperator', 'CountOperator', 'MakeSeriesOperator', 'TopNestedOperator', 'EvaluateOperator', 'TakeOperator', 'SampleOperator', 'TopOperator', 'TopHittersOperator', 'SampleDistinctOperator', 'RenderOperator', 'ReduceByOperator', 'PartitionOperator', 'MakeGraphOperator']);

/** The query up to where its rows are still events, with their marks kept through `project`. */
function eventsOf(kql) {
  const { code } = analyze(kql);
  const steps = [];
  const expressions = [];
  walk(code.Syntax, (node) => {
    if (nameOf(node) === 'ExpressionStatement') expressions.push(node.Expression);
  });
  for (let at = expressions.at(-1); nameOf(at) === 'PipeExpression'; at = at.Expression) steps.unshift(at.Operator);
  const maker = steps.find((step) => makers.has(nameOf(step)));
  const end = maker === undefined ? kql.length : kql.lastIndexOf('|', maker.TextStart);
  const inserts = [];
  walk(code.Syntax, (node) => {
    if (nameOf(node) === 'ProjectOperator' && node.TextStart < end && marked(node)) inserts.push(node.TextStart + 'project'.length);
  });
  return inserts.sort((a, b) => b - a).reduce((text, place) => `${text.slice(0, place)} RowMark,${text.slice(place)}`, kql.slice(0, end).trim().replace(/;\s*$/, ''));
}

/** Whether the rows that a step works on still have their marks. */
function marked(step) {
  const columns = step.Parent?.Expression?.ResultType?.Columns;
  return columns !== undefined && Array.from({ length: columns.Count }, (_, index) => columns.getItem(index).Name).includes('RowMark');
}

async function run(backend, kql) {
  return backend.run({ kql, now: now.toISOString(), timeoutMs: 10_000, maxRows: 5000 });
}

async function marksOf(backend, kql) {
  const { columns, rows } = await run(backend, eventsOf(kql));
  const places = columns.flatMap(({ name }, index) => (/^RowMark\d*$/.test(name) ? [index] : []));
  return places.length === 0 ? undefined : new Set(rows.flatMap((row) => places.map((place) => row[place])).filter((mark) => mark !== '' && mark !== null));
}

async function scoreOf(pair, answer) {
  const [gold, ours] = [filterGroups(analyze(pair.kql), shipped), filterGroups(analyze(answer.kql), shipped)];
  const backend = await DuckDbBackend.open({ schema, memoryLimit: '512MB', threads: 1 });
  try {
    const rows = plantedRows(gold, ours, shipped, values, pair.id, now.getTime());
    await backend.store.append(rows.map((row) => JSON.stringify(row)).join('\n'));
    const wanted = await run(backend, pair.kql).catch((error) => ({ refused: error.message }));
    if (wanted.refused !== undefined) return { left: 'published query does not run here' };
    const marks = await marksOf(backend, pair.kql).catch(() => undefined);
    if (wanted.rows.length === 0 || marks === undefined || marks.size === 0) return { left: 'published query finds nothing in the planted rows' };
    const found = await marksOf(backend, answer.kql).catch(() => undefined);
    const both = [...marks].filter((mark) => found?.has(mark) === true).length;
    const given = await run(backend, answer.kql).catch(() => undefined);
    return { events: Number(found !== undefined && both === marks.size && found.size === marks.size), eventsF1: found === undefined ? 0 : (2 * both) / (marks.size + found.size), result: Number(given !== undefined && sameAnswer(wanted, given, ['RowMark'])) };
  } finally {
    await backend.close();
  }
}

const file = options.data ?? new URL('../../shared/data/nl-kql-dev.jsonl', import.meta.url);
const table = new Scores(['events', 'eventsF1', 'result']);
const left = new Map();
for (const pair of pairsOf(file, options.half, options.source)) {
  const answer = askHunt(pair.question, { now });
  const { left: reason, ...scores } = await scoreOf(pair, answer);
  if (reason !== undefined) {
    for (const name of groupsOf(pair)) left.set(`${name}: ${reason}`, (left.get(`${name}: ${reason}`) ?? 0) + 1);
    if (options.failures) process.stdout.write(`${pair.id} left out: ${reason}\n- ${pair.kql}\n\n`);
    continue;
  }
  table.add(groupsOf(pair), scores);
  if (options.failures && scores.result === 0) process.stdout.write(`${pair.id} ${JSON.stringify(scores)}\nQ ${pair.question}\n- ${pair.kql}\n+ ${answer.kql}\n\n`);
}
process.stdout.write(`half ${options.half}\n`);
table.print();
for (const [reason, count] of left) process.stdout.write(`left out, ${reason}: ${count}\n`);
