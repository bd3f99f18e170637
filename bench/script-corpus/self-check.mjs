import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { containsLayer } from '@attest/evaluation-engine';
import { benignTemplates, generateBenign } from './benign.mjs';
import { classesOf, generateCorpus, generateItem, mainLanguages } from './generate.mjs';
import { hostile, mutate } from './hostile.mjs';
import { templates } from './payloads.mjs';
import { Rng } from './rng.mjs';
import { aggregate, scoreItem } from './score.mjs';
import { inverses } from './self-check-inverses.mjs';

/**
 * `node bench/script-corpus/self-check.mjs`: proves what can be proved about the corpus without an analyser. Interpreters run only the fixed
 * `echo` texts of this file, wrapped in each class; generated payloads are never run. Exits 1 when anything is wrong.
 */

const problems = [];
const done = {};
function check(topic, holds, detail = '') {
  done[topic] = (done[topic] ?? 0) + 1;
  if (!holds) problems.push(`${topic}: ${detail}`);
}
const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
const languages = Object.keys(classesOf);

function counts() {
  for (const language of languages) {
    const main = mainLanguages.includes(language);
    const names = classesOf[language].map(({ name }) => name);
    check('count', names.length >= (main ? 20 : 8), `${language} has ${names.length} classes`);
    check('count', new Set(names).size === names.length, `${language} has a class twice`);
    check('count', templates[language].length >= 12 && benignTemplates[language].length >= 12, `${language} has too few templates`);
  }
  check('count', hostile.length >= 49 && new Set(hostile.map(({ name }) => name)).size === hostile.length, 'hostile inputs');
}

const RESERVED_HOST = /^(?:[\w.-]+\.(?:example\.test|example\.com|invalid)|192\.0\.2\.\d+|198\.51\.100\.\d+|203\.0\.113\.\d+)$/;

function items() {
  const count = 6 * Math.max(...languages.map((language) => classesOf[language].length));
  const [first, second] = [[...generateCorpus({ seed: 11, count, languages })], [...generateCorpus({ seed: 11, count, languages })]];
  check('determinism', JSON.stringify(first) === JSON.stringify(second), 'two runs differ');
  check('determinism', JSON.stringify(first) !== JSON.stringify([...generateCorpus({ seed: 12, count, languages })]), 'the seed has no effect');
  const seen = new Set(first.flatMap(({ classes }) => classes));
  for (const language of languages) for (const { name } of classesOf[language]) check('coverage', seen.has(`${language}:${name}`), `${language}:${name}`);
  for (const item of first) {
    const innermost = item.layers.at(-1).text;
    check('layers', item.layers.length === item.classes.length && item.layers.length <= 5, item.id);
    for (const layer of item.layers) check('hashes', layer.sha256 === sha256(layer.text), item.id);
    check('obfuscated', item.text !== innermost, item.id);
    for (const { type, value } of item.indicators) {
      const parts = type === 'ip:port' ? value.split(':') : type === 'registryKey' ? [value.replace(/^[^\\]+\\/, '')] : [value];
      const plain = innermost.replaceAll('\\\\', '\\').toLowerCase();
      check('planted', parts.every((part) => plain.includes(part.toLowerCase()) || innermost.toLowerCase().includes(part.toLowerCase())), `${item.id} ${type} ${value}`);
      const host = type === 'url' ? new URL(value).hostname : ['domain', 'ip'].includes(type) ? value : type === 'ip:port' ? value.split(':')[0] : undefined;
      if (host) check('reserved hosts', RESERVED_HOST.test(host), `${item.id} ${host}`);
    }
    for (const host of innermost.match(/(?<=https?:\/\/)[^/:'" ]+/g) ?? []) check('reserved hosts', RESERVED_HOST.test(host), `${item.id} ${host}`);
    if (item.language === 'batch') check('batch lines', item.text.split('\r\n').every((line) => line.length < 8_191 && !line.includes('\n') && !line.includes('\r')), item.id);
  }
}

function undone() {
  for (const [key, inverse] of Object.entries(inverses)) {
    const [language, name] = key.split(':');
    for (let seed = 0; seed < 25; seed++) {
      const item = generateItem({ seed, language, outermost: name, depth: 1 });
      let text;
      try {
        text = inverse(item.text);
      } catch (error) {
        text = String(error);
      }
      const wanted = item.layers[0].text;
      check('inverses', text === wanted || (item.layers[0].contained && containsLayer(text, item.layers[0])), `${key} seed ${seed}: ${JSON.stringify(text.slice(0, 120))} is not ${JSON.stringify(wanted.slice(0, 120))}`);
    }
  }
}

/** Fixed harmless scripts with what quoting most often gets wrong. */
const PROBES = {
  bash: ['echo \'a$b "c" %d \\x41 it\'"\'"\'s\' `echo z`\nx=5\nif [ $x -gt 3 ]; then printf \'%s\\n\' "v=$x !! * #"; fi\n# end\necho last', 'echo hello world-1 /tmp/x.y', "echo one two\necho three four-five:6\necho 'x y'"],
  python: ["import sys\nfor i in range(2):\n    print('it\\'s', i, \"q\\\\n\", '$HOME', 'C:\\\\x')\nprint('{}%s')"],
  javascript: ["out.push('a\"b\\\\c', \"it's\", /x\\/y/.source);\nout.push('C:\\\\Users\\\\a.exe http://h.example.test/a.txt'.split('\\\\').length);\nvar q = 'word word long'; out.push(q.length)"],
};

function ran() {
  const folder = mkdtempSync(join(tmpdir(), 'script-corpus-'));
  const output = (command, text) => {
    const file = join(folder, 'probe');
    writeFileSync(file, text);
    return String(spawnSync(command, [file], { timeout: 10_000 }).stdout);
  };
  const available = (command) => spawnSync(command, ['--version']).status === 0;
  const inVm = (text) => {
    const context = createContext({ out: [], atob: globalThis.atob, unescape: globalThis.unescape, Buffer });
    context.window = context;
    try {
      runInContext(text, context, { timeout: 2_000 });
    } catch (error) {
      context.out.push(String(error));
    }
    return JSON.stringify(context.out);
  };
  const runners = { javascript: inVm, ...(available('bash') ? { bash: (text) => output('bash', text) } : {}), ...(available('python3') ? { python: (text) => output('python3', text) } : {}) };
  try {
    for (const [language, run] of Object.entries(runners)) {
      for (const entry of classesOf[language].filter(({ accepts }) => accepts in runners)) {
        for (const probe of PROBES[entry.accepts]) {
          const payload = { text: probe, language: entry.accepts, innermost: true, literal: false };
          if (!entry.fits(payload)) continue;
          const wanted = runners[entry.accepts](probe);
          for (let seed = 1; seed <= 6; seed++) {
            const { text } = entry.build(payload, new Rng(seed));
            const got = run(text);
            check(`run ${language}`, got === wanted, `${entry.name} seed ${seed} gave ${JSON.stringify(got.slice(0, 200))}`);
          }
        }
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function scored() {
  const scores = [];
  for (const item of generateCorpus({ seed: 5, count: 120, languages })) {
    const result = { language: item.language, layers: [{ index: 0, text: item.text, sha256: sha256(item.text) }, ...item.layers.map((layer, at) => ({ index: at + 1, ...layer }))], indicators: item.indicators.map((one) => ({ ...one, layer: item.layers.length, line: 1, endLine: 999 })), techniques: item.techniques.map((id) => ({ id })), facts: [], notDecoded: [], ms: 1 };
    scores.push(scoreItem(item, result));
    const nothing = scoreItem(item, undefined);
    check('scores', nothing.indicators.found === 0 && nothing.layers.decoded === 0 && nothing.techniques.found === 0 && !nothing.languageRight, item.id);
    const lie = scoreItem(item, { ...result, indicators: [{ type: 'url', value: 'http://nowhere.example.test/', layer: 0, line: 1 }], facts: [{ id: 'f', layer: 0, line: 1, values: { host: 'nowhere.example.test' } }] });
    check('scores', lie.indicators.wrong === 1 && lie.citations.bad === 2, `${item.id} believes a lie`);
  }
  const { all } = aggregate(scores);
  for (const key of ['indicatorRecall', 'indicatorPrecision', 'layersDecoded', 'techniqueRecall', 'languageRight', 'allLayers']) check('scores', all[key] === 1 || (key === 'indicatorPrecision' && all[key] === null), `a perfect answer has ${key} ${all[key]}`);
}

function others() {
  check('benign', JSON.stringify([...generateBenign({ seed: 3, count: 156 })]) === JSON.stringify([...generateBenign({ seed: 3, count: 156 })]), 'two runs differ');
  const script = Buffer.from('Write-Output "abc" | Out-Null\n'.repeat(20));
  for (let seed = 0; seed < 50; seed++) check('mutations', mutate(script, new Rng(seed)).equals(mutate(script, new Rng(seed))), `seed ${seed}`);
  for (const { name, build } of hostile) {
    const bytes = build();
    check('hostile', Buffer.isBuffer(bytes) && bytes.length <= 20 * 1_048_576, `${name} has ${bytes.length} bytes`);
  }
}

for (const part of [counts, items, undone, ran, scored, others]) part();
for (const problem of problems.slice(0, 40)) process.stdout.write(`wrong ${problem}\n`);
process.stdout.write(`${JSON.stringify(done)}\n${problems.length === 0 ? 'all right' : `${problems.length} wrong`}\n`);
process.exit(problems.length === 0 ? 0 : 1);
