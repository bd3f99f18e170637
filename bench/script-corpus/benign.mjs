import { closeSync, openSync, readFileSync, readSync, readdirSync, statSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { benignBash, benignJavascript, benignPython } from './benign-unix.mjs';
import { benignBatch, benignPowershell, benignVbscript } from './benign-windows.mjs';
import { Rng, seedFrom } from './rng.mjs';

/** Scripts that must not be called malicious: ordinary administration scripts from templates, and what is installed on this machine. */

/** Templates of ordinary scripts per language. */
export const benignTemplates = { powershell: benignPowershell, batch: benignBatch, bash: benignBash, vbscript: benignVbscript, javascript: benignJavascript, python: benignPython };

const benignValues = (rng) => ({
  name: rng.name(), days: rng.between(3, 90), service: `${rng.name()}d`, host: `${rng.name()}.corp.example.com`,
  url: `https://${rng.name()}.corp.example.com/${rng.name()}/latest`, folder: `C:\\${rng.pick(['Data', 'Apps', 'Shares'])}\\${rng.name()}`,
  unixFolder: `/${rng.pick(['srv', 'var/lib', 'opt'])}/${rng.name()}`, log: `C:\\Logs\\${rng.name()}.log`,
});

/** `count` ordinary scripts, evenly over the languages and templates: `{ id, language, text }`. */
export function* generateBenign({ seed, count, languages = Object.keys(benignTemplates) }) {
  for (let at = 0; at < count; at++) {
    const language = languages[at % languages.length];
    const template = Math.floor(at / languages.length) % benignTemplates[language].length;
    const rng = new Rng(seedFrom('benign', seed, at));
    yield { id: `benign-${language}-${at}`, language, template, text: benignTemplates[language][template](benignValues(rng)) };
  }
}

const LANGUAGES = { '.sh': 'bash', '.bash': 'bash', '.js': 'javascript', '.py': 'python', '.ps1': 'powershell', '.bat': 'batch', '.cmd': 'batch', '.vbs': 'vbscript' };
const INTERPRETERS = [[/^#!.*\b(?:ba|da|k|z)?sh\b/, 'bash'], [/^#!.*\bpython/, 'python'], [/^#!.*\bnode\b/, 'javascript'], [/^#!.*\bpwsh\b/, 'powershell']];
const FOLDERS = [resolve(import.meta.dirname, '../../node_modules'), '/usr/bin', '/usr/sbin', '/usr/share', '/etc/init.d'];
const [LEAST, MOST] = [200, 300_000];
const LOOKED_AT = 150_000;

function languageOfShebang(path) {
  const handle = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(80);
    const first = buffer.subarray(0, readSync(handle, buffer, 0, 80, 0)).toString('latin1').split('\n')[0];
    return INTERPRETERS.find(([pattern]) => pattern.test(first))?.[1];
  } finally {
    closeSync(handle);
  }
}

/** Script files below a folder in the order of their names; links are not followed, what cannot be read is left out. */
function* scriptsBelow(folder) {
  const folders = [folder];
  while (folders.length > 0) {
    const next = folders.pop();
    let entries;
    try {
      entries = readdirSync(next, { withFileTypes: true });
    } catch {
      continue;
    }
    entries.sort((left, right) => (left.name < right.name ? -1 : 1));
    for (const entry of entries.filter((one) => one.isDirectory()).reverse()) folders.push(join(next, entry.name));
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(next, entry.name);
      try {
        const { size } = statSync(path);
        if (size < LEAST || size > MOST) continue;
        const extension = extname(entry.name).toLowerCase();
        const language = LANGUAGES[extension] ?? (extension === '' ? languageOfShebang(path) : undefined);
        if (language) yield { path, language, size };
      } catch {
        // A file that went away or may not be read is no sample.
      }
    }
  }
}

/**
 * A sample of the scripts that came with installed packages: `{ id, language, path, text }`. The same files on disk and the same seed give
 * the same sample. Each language gets an even share as far as it has files, so that the many JavaScript files do not crowd out the rest.
 */
export function collectBenign({ limit = 1_000, seed = 1, folders = FOLDERS } = {}) {
  const byLanguage = new Map();
  for (const folder of folders) {
    let looked = 0;
    for (const found of scriptsBelow(folder)) {
      if (++looked > LOOKED_AT) break;
      if (!byLanguage.has(found.language)) byLanguage.set(found.language, []);
      byLanguage.get(found.language).push(found);
    }
  }
  const rng = new Rng(seedFrom('collect', seed));
  const queues = [...byLanguage].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, files]) => rng.shuffle(files));
  const chosen = [];
  for (let at = 0; chosen.length < limit && queues.some((queue) => at < queue.length); at++) for (const queue of queues) if (at < queue.length && chosen.length < limit) chosen.push(queue[at]);
  return chosen.map(({ path, language }) => ({ id: path, language, path, text: readFileSync(path, 'utf8') }));
}
