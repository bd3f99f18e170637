import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { extensionOf, generateCorpus, mainLanguages } from './generate.mjs';

/**
 * `node bench/script-corpus/print.mjs --seed 7 --count 600 --out DIR [--languages powershell,batch,bash]`: writes one file per script and
 * `truth.jsonl`, whose lines are the items with `file` in place of `text`.
 */
const { values } = parseArgs({ options: { seed: { type: 'string', default: '7' }, count: { type: 'string', default: '600' }, out: { type: 'string' }, languages: { type: 'string', default: mainLanguages.join(',') } } });
const [seed, count] = [Number(values.seed), Number(values.count)];
const languages = values.languages.split(',');
if (!values.out || !Number.isSafeInteger(seed) || !Number.isSafeInteger(count) || count < 1 || languages.some((language) => !(language in extensionOf))) {
  process.stderr.write('Usage: print.mjs --seed NUMBER --count NUMBER --out FOLDER [--languages LIST]\n');
  process.exit(2);
}
mkdirSync(values.out, { recursive: true });
const truth = [];
for (const { text, ...item } of generateCorpus({ seed, count, languages })) {
  const file = `${item.id}.${extensionOf[item.language]}`;
  writeFileSync(join(values.out, file), text);
  truth.push(JSON.stringify({ ...item, file }));
}
writeFileSync(join(values.out, 'truth.jsonl'), `${truth.join('\n')}\n`);
process.stdout.write(`${truth.length} scripts in ${values.out}\n`);
