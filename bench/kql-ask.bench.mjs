import { parseArgs } from 'node:util';
import { conjunctsOf, groupsOf, nameOf, pairsOf, Scores, walk } from './kql-pairs.mjs';

/**
 * `npm run bench kql-ask [-- --half A|B|all] [--source TEXT] [--failures] [--engine DIST]`: asks the question of every pair of
 * nl-kql-dev.jsonl without a model and compares the query with the published one, by the measures of notes/kql.md. Half B
 * is for one run at the end. `--half all --data bench/kql-own-questions.jsonl` asks our own 112 questions, and `kql-table-questions.jsonl` 250 more over
 * 62 of the 64 tables; those of sources that end in `#held` were not looked at while the rules were written. `--engine` asks another build of the library, for figures of before and after.
 */
const { values: options } = parseArgs({ options: { data: { type: 'string' }, half: { type: 'string', default: 'A' }, failures: { type: 'boolean' }, source: { type: 'string' }, engine: { type: 'string' } } });
const dist = options.engine === undefined ? new URL('../libs/kql-engine/dist/', import.meta.url) : new URL(`file://${options.engine}/`);
const { askHunt } = await import(new URL('ask/ask-hunt.js', dist));
const { globalsFor } = await import(new URL('schema/globals.js', dist));
const { shippedSchema } = await import(new URL('schema/hunting-schema.js', dist));
const { kustoLanguage } = await import(new URL('language/kusto-language.js', dist));
const Kusto = kustoLanguage();
const globals = globalsFor(shippedSchema());

/** Tables, filter columns, literals and conjuncts of a query, from its bound tree. */
export function featuresOf(kql) {
  const code = Kusto.KustoCode.ParseAndAnalyze(kql, globals);
  const found = { tables: new Set(), columns: new Set(), literals: new Set(), filters: new Set(), syntax: true, semantic: true };
  const diagnostics = code.GetDiagnostics();
  for (let index = 0; index < diagnostics.Count; index += 1) {
    const { Code: id, Severity: severity, Message: message } = diagnostics.getItem(index);
    if (severity !== 'Error') continue;
    found.semantic = false;
    if (/KS0|expected|unexpected/i.test(`${id} ${message}`)) found.syntax = false;
  }
  walk(code.Syntax, (node) => {
    const symbol = node.ReferencedSymbol;
    if (symbol && nameOf(node) === 'NameReference' && nameOf(symbol) === 'TableSymbol' && shippedSchema().tables.has(symbol.Name)) found.tables.add(symbol.Name);
    if (nameOf(node) === 'FilterOperator') readFilter(node, found);
  });
  return found;
}

function readFilter(filter, found) {
  for (const conjunct of conjunctsOf(filter.Condition)) {
    const columns = [];
    const literals = [];
    walk(conjunct, (node) => {
      if (nameOf(node) === 'NameReference' && nameOf(node.ReferencedSymbol) === 'ColumnSymbol') columns.push(node.ReferencedSymbol.Name);
      if (nameOf(node) === 'LiteralExpression' || nameOf(node) === 'CompoundStringLiteralExpression') literals.push(literalOf(node));
    });
    for (const column of columns) found.columns.add(column);
    for (const literal of literals) found.literals.add(literal);
    found.filters.add(`${[...new Set(columns)].sort().join('+')}:${[...new Set(literals)].sort().join('+')}`);
  }
}

function literalOf(node) {
  const value = node.LiteralValue;
  const text = typeof value === 'string' ? value : String(node.ToString(Kusto.Syntax.IncludeTrivia?.Interior ?? 0)).trim();
  return text.replace(/^datetime\(["']?(.*?)["']?\)$/, '$1').toLowerCase();
}

function jaccard(a, b) {
  if (a.size === 0 && b.size === 0) return 1;
  const both = [...a].filter((item) => b.has(item)).length;
  return both / (a.size + b.size - both);
}

/** The measures of one pair. */
export function scoreOf(pair, answer) {
  const gold = featuresOf(pair.kql);
  const ours = featuresOf(answer.kql);
  const goldTables = new Set(pair.tables);
  const all = [...goldTables].every((table) => ours.tables.has(table));
  const first = [answer, ...answer.alternatives].slice(0, 3);
  return {
    syntax: Number(ours.syntax),
    semantic: Number(ours.semantic),
    tableTop1: Number(goldTables.has(answer.tables[0])),
    tableTop3: Number(first.some(({ tables }) => goldTables.has(tables[0]))),
    table: all ? [...goldTables].filter((table) => ours.tables.has(table)).length / ours.tables.size : 0,
    filterColumn: jaccard(gold.columns, ours.columns),
    literal: jaccard(gold.literals, ours.literals),
    filtersExact: Number(jaccard(gold.filters, ours.filters) === 1 && all),
    clarify: Number(answer.status === 'clarify'),
  };
}

const file = options.data ?? new URL('../../shared/data/nl-kql-dev.jsonl', import.meta.url);
const times = [];
const table = new Scores(['syntax', 'semantic', 'tableTop1', 'tableTop3', 'table', 'filterColumn', 'literal', 'filtersExact', 'clarify']);
for (let index = 0; index < 20; index += 1) askHunt('failed logons on device ws-01 in the last 2 days');
for (const pair of pairsOf(file, options.half, options.source)) {
  const started = performance.now();
  const answer = askHunt(pair.question, { now: new Date('2026-11-30T12:00:00Z') });
  times.push(performance.now() - started);
  const scores = scoreOf(pair, answer);
  table.add(groupsOf(pair), scores);
  if (options.failures && (scores.filtersExact === 0 || scores.semantic === 0)) process.stdout.write(`${pair.id} ${JSON.stringify(scores)}\nQ ${pair.question}\n- ${pair.kql}\n+ ${answer.kql}\n\n`);
}
process.stdout.write(`half ${options.half}\n`);
table.print();
times.sort((a, b) => a - b);
process.stdout.write(`question to query: p50 ${times[Math.floor(times.length / 2)].toFixed(1)} ms, p95 ${times[Math.floor(times.length * 0.95)].toFixed(1)} ms, max ${times[times.length - 1].toFixed(1)} ms\n`);
