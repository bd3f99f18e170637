import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** What the benches of questions share: the pairs, their halves, and reading a query's tree. */

/** Halves by a hash of the id, so that nobody chooses. */
export function halfOf(id) {
  return createHash('sha256').update(`ask-half:${id}`).digest()[0] & 1 ? 'B' : 'A';
}

/** The pairs of a file that are of the half asked for, and of the sources whose name holds `source`. */
export function pairsOf(file, half, source = '') {
  const pairs = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  return pairs.filter((pair) => (half === 'all' || halfOf(pair.id) === half) && pair.source.includes(source));
}

/** The names a pair's figures are summed under: its repository, and all hunting repositories. */
export function groupsOf({ source }) {
  const repository = source.split('/').slice(0, 2).join('/');
  return repository.includes('NL2KQL') ? [repository] : [repository, 'all hunting repositories'];
}

export function children(node) {
  return node.IsToken ? [] : Array.from({ length: node.ChildCount }, (_, index) => node.GetChild(index)).filter(Boolean);
}

export function walk(node, visit) {
  visit(node);
  for (const child of children(node)) walk(child, visit);
}

/** The class of a node without its namespace: `FilterOperator`. */
export function nameOf(node) {
  const name = node?.constructor?.$$name ?? '';
  const plain = name.includes('$') ? name.slice(0, name.indexOf('$')) : name;
  return plain.slice(plain.lastIndexOf('.') + 1);
}

/** The sides of `and`, at the outermost level. */
export function conjunctsOf(condition) {
  const found = [];
  const split = (node) => {
    if (nameOf(node) === 'BinaryExpression' && node.Operator?.Text === 'and') {
      split(node.Left);
      split(node.Right);
    } else if (nameOf(node) === 'ParenthesizedExpression') split(node.Expression);
    else found.push(node);
  };
  split(condition);
  return found;
}

/** A table of figures: one row per name, `n` and the mean of each measure. */
export class Scores {
  sums = new Map();

  constructor(measures) {
    this.measures = measures;
  }

  add(names, scores) {
    for (const name of names) {
      const sums = this.sums.get(name) ?? { n: 0 };
      sums.n += 1;
      for (const [measure, value] of Object.entries(scores)) sums[measure] = (sums[measure] ?? 0) + value;
      this.sums.set(name, sums);
    }
  }

  print() {
    process.stdout.write(`${'source'.padEnd(48)}   n ${this.measures.map((name) => name.padStart(12)).join(' ')}\n`);
    for (const [source, sums] of this.sums) process.stdout.write(`${source.padEnd(48)} ${String(sums.n).padStart(3)} ${this.measures.map((name) => ((sums[name] ?? 0) / sums.n).toFixed(3).padStart(12)).join(' ')}\n`);
  }
}
