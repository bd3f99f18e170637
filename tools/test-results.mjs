import { relative } from 'node:path';

/** What Jest's result says of one run: how many, which failed and why, and what a second look at them changed. */

/** A suite that could not be loaded counts as one failure, since none of its tests were counted. */
export function countOf(result) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const suite of result.testResults) {
    const count = countOfSuite(suite);
    for (const key of Object.keys(totals)) totals[key] += count[key];
  }
  return totals;
}

export function countOfSuite({ assertionResults, status }) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const test of assertionResults) count[test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped'] += 1;
  if (status === 'failed' && count.failed === 0) count.failed += 1;
  return count;
}

/** Every failed test of a run as `{ file, test, why }`, `why` being the first lines of its message, without colours. */
export function failuresOf(result, root) {
  return result.testResults
    .filter((suite) => suite.status === 'failed')
    .flatMap((suite) => {
      const file = relative(root, suite.name);
      const failed = suite.assertionResults.filter((test) => test.status === 'failed');
      if (failed.length === 0) return [{ file, test: 'the suite itself', why: firstLines(suite.message) }];
      return failed.map((test) => ({ file, test: test.fullName, why: firstLines(test.failureMessages?.join('\n')) }));
    });
}

/** The result of a run with the suites of a later run in the place of their own. */
export function withSuitesOf(result, later) {
  const again = new Map(later.testResults.map((suite) => [suite.name, suite]));
  return { ...result, testResults: result.testResults.map((suite) => again.get(suite.name) ?? suite) };
}

function firstLines(text) {
  const plain = (text ?? '').replace(/\u001b\[[0-9;]*m/g, '');
  const ours = plain.split('\n').filter((line) => line.trim() !== '' && !/^\s+at .*(node_modules|node:internal|<anonymous>)/.test(line));
  return ours.slice(0, 12);
}
