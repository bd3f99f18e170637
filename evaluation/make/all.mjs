import { makeFieldIncidents } from './field-incidents.mjs';
import { makeIncidents } from './incidents.mjs';
import { makeQuestions } from './questions.mjs';
import { makeScripts } from './scripts.mjs';
import { MadeFiles } from './write.mjs';

/**
 * `node evaluation/make/all.mjs [--check]`: makes the shipped cases again from their sources, or says which files are not what is made.
 * The cases of the sample incidents are written by hand and left alone.
 */
const byHand = new Set(['otrf-lsass-01', 'excytin-134', 'excytin-38', 'excytin-39'].map((name) => `sets/incidents/${name}.json`));
const files = new MadeFiles();
makeIncidents(files);
makeFieldIncidents(files);
makeScripts(files);
makeQuestions(files);
if (process.argv.includes('--check')) {
  const differences = files.differences(byHand);
  for (const place of differences) process.stderr.write(`${place} is not what evaluation/make makes.\n`);
  process.exitCode = differences.length > 0 ? 1 : 0;
} else process.stdout.write(`${files.write()} files\n`);
