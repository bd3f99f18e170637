import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { countOfSuite, failuresOf } from '../tools/test-results.mjs';

/**
 * Adds up the results of every suite. A file counts by the suite that skipped least of it, so what the newcomer's run
 * skipped for want of a part counts where the part was there. Any skip that remains is a failure of this script's promise.
 *   node .ci/totals.mjs FOLDER FAILED_STEPS PARTIAL
 */
const [folder, failedSteps, partial] = process.argv.slice(2);
const root = resolve(import.meta.dirname, '..');
const byFile = new Map();
let failed = 0;

for (const name of readdirSync(folder)) {
  const result = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  for (const { file, test } of failuresOf(result, root)) process.stdout.write(`failed: ${file} › ${test}\n`);
  for (const suite of result.testResults) {
    const count = countOfSuite(suite);
    failed += count.failed;
    const key = relative(root, suite.name);
    if (!(byFile.get(key)?.skipped <= count.skipped)) byFile.set(key, count);
  }
}

let passed = 0;
let skipped = 0;
for (const [file, count] of byFile) {
  passed += count.passed;
  skipped += count.skipped;
  if (count.skipped > 0) process.stdout.write(`${file}: ${count.skipped} of its tests ran nowhere\n`);
}
const bad = Math.max(failed, Number(failedSteps));
process.stdout.write(`${passed} passed, ${bad} failed, ${skipped} skipped\n`);
process.exit(bad > 0 || passed === 0 || (skipped > 0 && partial === '0') ? 1 : 0);
