import { checkKql } from '../../checker/checker.js';
import { shippedAskSchema } from '../ask-schema.js';
import { printPlan } from '../print-plan.js';
import { readQuestion } from '../reading.js';
import { behaviourLines, parseBehaviour } from './behaviour-index.js';
import { lexiconOf } from './lexicon.js';

const schema = shippedAskSchema();
const { behaviours, known } = lexiconOf(schema);
const lines = behaviourLines();

describe('the lexicon of behaviours', () => {
  it('has at least 150 behaviours, each with a technique, words, and filters that its table has the columns for', () => {
    expect(lines.length).toBeGreaterThanOrEqual(150);
    expect(lines.filter((line) => parseBehaviour(line, schema) === undefined)).toEqual([]);
    expect(new Set(lines.map((line) => line.split(' => ')[0])).size).toBe(lines.length);
  });

  it('makes only queries that may run', () => {
    const queries = behaviours.all.map(({ technique, table, conditions }) => ({ technique, kql: printPlan({ table, where: conditions, joins: [] }, schema).kql }));
    const refused = (kql: string): boolean => !checkKql(kql, schema.hunting).runnable;
    // Forty at once are bound in the time of four; only where that fails is each looked at.
    const groups = Array.from({ length: Math.ceil(queries.length / 40) }, (_, index) => queries.slice(index * 40, index * 40 + 40));
    const wrong = groups.filter((group) => refused(`union ${group.map(({ kql }) => `(${kql})`).join(', ')}`)).flatMap((group) => group.filter(({ kql }) => refused(kql)));
    expect(wrong).toEqual([]);
  });

  it('finds each by its own words, in any order', () => {
    const lost = behaviours.all.filter(({ table, groups }) => {
      const said = groups.map(([phrase]) => phrase ?? '');
      return [said, [...said].reverse()].some((order) => behaviours.find(readQuestion(`show ${order.join(' , ')}`, new Date(0), known)).get(table) === undefined);
    });
    expect(lost.map(({ table, groups }) => `${table}: ${groups.join(' + ')}`)).toEqual([]);
  });

  it('does not find what is said only in part', () => {
    expect(behaviours.find(readQuestion('list devices with certutil', new Date(0), known)).size).toBe(0);
  });
});
