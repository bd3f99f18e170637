import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * `npm run bench kql-conformance -- [--examples FILE] [--queries FILE] [--out FILE] [--only ID] [--show] [--part examples|queries]`
 *
 * Runs the documented examples and compares what comes out with the printed tables, cell by cell; then counts how many
 * hunting queries pass the checker and run on empty tables.
 *
 * The rule: column names are not compared (the documentation leaves them out or renames them), the number of columns and
 * rows is. Rows are compared without regard to their order, as a multiset. A cell is equal when both are, after trimming
 * and with `&quot;`, `&nbsp;` and `<br>` read as HTML, `(null)` as null and ∞ as Infinity,
 *  - numbers that agree in six significant digits (thousands separators dropped), or
 *  - the same moment, with and without T, Z and trailing zeros of the fraction, or the same timespan without its zeros, or
 *  - the same JSON value (keys sorted, numbers as above), in the order printed: arrays of make_set and make_list too, or
 *  - the same text without regard to case and to the kind of white space. null, and an empty cell, are the same.
 * A printed row that ends early is filled with empty cells, as Markdown tables leave them out, and a 1 or 0 printed where our
 * column is bool is true or false, as older tools of Kusto print them.
 * An example that is refused counts as refused, whatever it is refused for; anything else that does not come out equal
 * counts as different; why stands in docs/kql-conformance.md for each that is known. A query that ends in `render` prints a chart in the documentation and is compared like the rest.
 */
const root = resolve(import.meta.dirname, '..');
const shared = join(process.env.ATTEST_SHARED ?? join(root, '../shared'), 'data');
const { values } = parseArgs({ options: { examples: { type: 'string', default: join(shared, 'kql-conformance-dev.jsonl') }, queries: { type: 'string', default: join(shared, 'nl-kql-dev.jsonl') }, out: { type: 'string' }, only: { type: 'string' }, show: { type: 'boolean', default: false }, part: { type: 'string' } } });
const { DuckDbBackend } = await import(join(root, 'libs/kql-engine/dist/index.js'));
const lines = (file) => readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line));
const say = (name, value) => process.stdout.write(`${name.padEnd(28)} ${value}\n`);

function number(text) {
  const plain = text.replace(/,(?=\d{3}\b)/g, '');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain).toPrecision(6) : undefined;
}

function jsonForm(value) {
  if (Array.isArray(value)) return `[${value.map(jsonForm).join(',')}]`;
  if (value !== null && typeof value === 'object') return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${jsonForm(value[key])}`).join(',')}}`;
  if (typeof value === 'number') return Number(value).toPrecision(6);
  return typeof value === 'string' ? JSON.stringify(textForm(value)) : String(value);
}

function textForm(text) {
  const moment = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(\.\d+)?)?Z?$/.exec(text);
  if (moment !== null && moment[2] !== undefined) return `${moment[1]}T${moment[2]}${(moment[3] ?? '').replace(/\.?0+$/, '')}`;
  const span = /^(-?(?:\d+\.)?\d\d:\d\d:\d\d)(\.\d+)?$/.exec(text);
  if (span !== null) return `${span[1]}${(span[2] ?? '').replace(/\.?0+$/, '')}`;
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

function cellForm(cell) {
  if (cell !== null && typeof cell === 'object') return jsonForm(cell);
  const text = String(cell ?? '').trim().replace(/^`|`$/g, '').replaceAll('&quot;', '"').replaceAll('&nbsp;', ' ').replaceAll('∞', 'Infinity').replace(/<br\s*\/?>/g, '\n').trim();
  if (text === '' || /^\(?null\)?$/i.test(text)) return '';
  const asNumber = number(text);
  if (asNumber !== undefined) return asNumber;
  if (/^[[{"]/.test(text)) {
    try {
      return jsonForm(JSON.parse(text));
    } catch {
      // no JSON: text
    }
  }
  return textForm(text);
}

/** A row as one text. `columns` are those of our result, to read the printed table by: where it leaves the last cells of a row out, they are empty; where it prints a bool as 1 or 0, that is true or false. */
function rowForm(row, columns) {
  const cells = row.length < columns.length && row.length > 0 ? [...row, ...Array(columns.length - row.length).fill('')] : row;
  const isRead = cells.length === columns.length;
  return cells.map((cell, at) => (isRead && columns[at].type === 'bool' && /^[01]$/.test(String(cell).trim()) ? cellForm(String(cell).trim() === '1') : cellForm(cell))).join(' | ');
}

const rowsForm = (rows, columns) => rows.map((row) => rowForm(row, columns)).sort();

async function runExamples(backend) {
  const outcome = { equal: [], different: [], refused: [], crashed: [] };
  const report = [];
  for (const example of lines(values.examples).filter((each) => values.only === undefined || each.id.includes(values.only))) {
    let status;
    let reason = '';
    try {
      const result = await backend.run({ kql: example.kql, maxRows: 100_000, timeoutMs: 30_000 });
      const [got, want] = [rowsForm(result.rows, result.columns), rowsForm(example.rows, result.columns)];
      status = JSON.stringify(got) === JSON.stringify(want) ? 'equal' : 'different';
      if (status === 'different') {
        const at = got.findIndex((row, i) => row !== want[i]);
        reason = got.length === want.length ? `got ${got[at]?.slice(0, 300)} WANT ${want[at]?.slice(0, 300)}` : `${got.length} rows WANT ${want.length}; got ${got[0]?.slice(0, 200)} WANT ${want[0]?.slice(0, 200)}`;
        if (values.show) process.stdout.write(`${example.kql}\nGOT\n${got.join('\n')}\nWANT\n${want.join('\n')}\n\n`);
      }
    } catch (error) {
      const known = typeof error?.code === 'string' && error.code.startsWith('KQL_');
      status = known && error.code !== 'KQL_RUNTIME' ? 'refused' : 'crashed';
      reason = `${error?.code ?? 'no code'} ${String(error?.message).slice(0, 300)}${error?.position === undefined ? '' : ` at ${error.position.line}:${error.position.column}`}`;
      if (!known) reason += String(error?.stack).split('\n').slice(1, 4).join(' ');
    }
    outcome[status].push(example.id);
    report.push(`${example.id}\t${status}\t${reason.replace(/\s+/g, ' ')}`);
  }
  const total = Object.values(outcome).reduce((sum, ids) => sum + ids.length, 0);
  say('examples', `${total}: equal ${outcome.equal.length}, different ${outcome.different.length}, refused ${outcome.refused.length}, crashed ${outcome.crashed.length}`);
  for (const status of ['different', 'crashed']) say(status, outcome[status].join(' '));
  const explained = readFileSync(join(root, 'docs/kql-conformance.md'), 'utf8');
  const silent = outcome.different.filter((id) => !explained.includes(`\`${id}\``));
  say('different, not explained', `${silent.length} ${silent.join(' ')}`);
  const reasons = new Map();
  for (const line of report.filter((each) => each.includes('\trefused\t'))) {
    const reason = line.split('\t')[2].replace(/ at \d+:\d+$/, '');
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1])) say('refused', `${count} ${reason}`);
  return report;
}

async function runQueries(backend) {
  const count = { all: 0, checked: 0, run: 0 };
  const report = [];
  for (const { id, kql } of lines(values.queries)) {
    count.all += 1;
    try {
      await backend.run({ kql, timeoutMs: 30_000 });
      count.checked += 1;
      count.run += 1;
      report.push(`${id}\trun\t`);
    } catch (error) {
      if (error?.code !== 'KQL_INVALID') count.checked += 1;
      report.push(`${id}\t${error?.code === 'KQL_INVALID' ? 'invalid' : 'stopped'}\t${error?.code ?? 'no code'} ${String(error?.message).replace(/\s+/g, ' ').slice(0, 300)}`);
    }
  }
  say('hunting queries', `${count.all}: checked ${count.checked} (${((100 * count.checked) / count.all).toFixed(1)} %), run on empty tables ${count.run} (${((100 * count.run) / count.all).toFixed(1)} %)`);
  return report;
}

const backend = await DuckDbBackend.open();
const report = values.part === 'queries' ? [] : await runExamples(backend);
if (values.only === undefined && values.part !== 'examples') report.push(...(await runQueries(backend)));
if (values.out !== undefined) writeFileSync(values.out, `${report.filter((line) => !/\t(equal|run)\t/.test(line)).join('\n')}\n`);
await backend.close();
