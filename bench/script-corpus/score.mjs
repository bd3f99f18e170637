import { createHash } from 'node:crypto';

/** Scores one JSON line of `attest script analyze --json` against the truth of one generated item. */

const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
const list = (value) => (Array.isArray(value) ? value : []);

const TYPES = { ipv4: 'ip', address: 'ip', ipport: 'ip:port', 'ip-port': 'ip:port', endpoint: 'ip:port', registry: 'registrykey', 'registry-key': 'registrykey', email: 'mail', scheduledtask: 'task', 'user-agent': 'useragent', hostname: 'domain', file: 'path', sha256: 'hash' };
/** Types of which every emitted value must be planted; of the others only values that stand in no planted text are wrong. */
const STRICT = new Set(['url', 'domain', 'ip', 'ip:port', 'hash', 'mail']);
const HIVES = [[/^(?:registry::)?hkey_local_machine\b/, 'hklm'], [/^(?:registry::)?hkey_current_user\b/, 'hkcu'], [/^hkey_users\b/, 'hku'], [/^hkey_classes_root\b/, 'hkcr']];

/** The type under one name, in lower case. */
export function normalizeType(type) {
  const low = String(type).toLowerCase();
  return TYPES[low] ?? low;
}

/** The value so that two spellings of one indicator are equal: case of hosts, hashes and Windows names, registry hives, a last slash. */
export function normalizeValue(type, value) {
  const plain = String(value).trim();
  switch (normalizeType(type)) {
    case 'url': {
      const [, origin = '', rest = plain] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(.*)$/i.exec(plain) ?? [];
      return `${origin.toLowerCase()}${rest}`.replace(/\/$/, '');
    }
    case 'registrykey':
      return HIVES.reduce((text, [long, short]) => text.replace(long, short), plain.toLowerCase()).replace(/^([a-z]+):\\?/, '$1\\').replace(/\\+/g, '\\').replace(/\\$/, '');
    case 'path':
      return (plain.includes('\\') ? plain.toLowerCase() : plain).replace(/(?<=.)[\\/]$/, '');
    case 'domain':
      return plain.toLowerCase().replace(/\.$/, '');
    case 'task':
      return plain.toLowerCase().replace(/^\\/, '');
    default:
      return plain.toLowerCase();
  }
}

const squeeze = (text) => text.replace(/\s+/g, ' ').trim();
/** Line breaks say nothing about how much was decoded: a layer may end in one or not, as LF or CRLF. */
function hashesOf({ text, sha256: own }) {
  const bare = text.replace(/\r\n/g, '\n').replace(/\n+$/, '');
  return new Set([own, ...[bare, `${bare}\n`].flatMap((variant) => [sha256(variant), sha256(variant.replaceAll('\n', '\r\n'))])]);
}

/** True when every line of the planted layer stands in the one text, after white space and what the layer's class may leave behind. */
export function containsLayer(text, layer) {
  const normal = (value) => {
    const bare = squeeze(layer.loose ? value.replace(/["'()&`]/g, '') : value);
    return layer.ignoreCase ? bare.toLowerCase() : bare;
  };
  const whole = normal(text);
  return layer.text.split(/\r?\n/).map(normal).filter(Boolean).every((line) => whole.includes(line));
}

function scoreLayers(item, result) {
  const emitted = list(result.layers);
  const hashes = new Set(emitted.flatMap((layer) => [layer.sha256, ...(typeof layer.text === 'string' ? [sha256(layer.text)] : [])]));
  const texts = emitted.map((layer) => layer.text).filter((text) => typeof text === 'string');
  const rows = item.layers.map((layer) => {
    const byHash = [...hashesOf(layer)].some((hash) => hashes.has(hash));
    const byContainment = byHash || texts.some((text) => containsLayer(text, layer));
    return { byHash, byContainment, decoded: layer.contained ? byContainment : byHash, legible: containsLayer(item.text, layer) };
  });
  const count = (key) => rows.filter((row) => row[key]).length;
  return {
    planted: rows.length, byHash: count('byHash'), byContainment: count('byContainment'), decoded: count('decoded'), legible: count('legible'),
    all: rows.every(({ decoded }) => decoded), innermost: rows.at(-1)?.byContainment ?? true,
  };
}

function scoreIndicators(item, result) {
  const key = ({ type, value }) => `${normalizeType(type)} ${normalizeValue(type, value)}`;
  const emitted = [...new Map(list(result.indicators).map((one) => [key(one), one])).values()];
  const keys = new Set(emitted.map(key));
  // A key may be told with or without the name of the value in it.
  const nearKey = (one) => normalizeType(one.type) === 'registrykey' && [...keys].some((other) => {
    const [longer, shorter] = key(one).length > other.length ? [key(one), other] : [other, key(one)];
    return longer.startsWith(`${shorter}\\`) && !longer.slice(shorter.length + 1).includes('\\');
  });
  const missed = item.indicators.filter((one) => !keys.has(key(one)) && !nearKey(one));
  const values = item.indicators.map(({ value }) => value.toLowerCase());
  // The path of a dropped file stands in the script with its variable: `%PUBLIC%\a.ps1` is C:\Users\Public\a.ps1.
  const texts = [item.text, ...item.layers.map(({ text }) => text)].flatMap((text) => [text, text.replace(/%public%|\$env:public/gi, 'C:\\Users\\Public')]).map((text) => squeeze(text).toLowerCase());
  const wrong = emitted.filter((one) => {
    const value = normalizeValue(one.type, one.value).toLowerCase();
    const whole = squeeze(String(one.value)).toLowerCase();
    if (item.indicators.some((planted) => key(planted) === key(one)) || values.some((other) => value !== '' && other.includes(value))) return false;
    return STRICT.has(normalizeType(one.type)) || !texts.some((text) => text.includes(whole) || text.includes(value));
  });
  return { planted: item.indicators.length, found: item.indicators.length - missed.length, emitted: emitted.length, wrong: wrong.length, missed, wrongOnes: wrong.map(({ type, value }) => ({ type, value })) };
}

function scoreTechniques(item, result) {
  const emitted = [...new Set(list(result.techniques).map(({ id }) => id))];
  const parent = (id) => String(id).split('.')[0];
  // A parent stands for its sub-technique and the other way round; two different sub-techniques of one parent do not.
  const same = (one, other) => one === other || (parent(one) === parent(other) && (!String(one).includes('.') || !String(other).includes('.')));
  const missed = item.techniques.filter((id) => !emitted.some((other) => same(id, other)));
  return { planted: item.techniques.length, found: item.techniques.length - missed.length, emitted: emitted.length, extra: emitted.filter((id) => !item.techniques.some((other) => same(id, other))).length, missed };
}

/** Every string in a value, however deep; walks with its own stack, since the result is only a parsed line. */
function stringsIn(value) {
  const found = [];
  const stack = [value];
  while (stack.length > 0) {
    const next = stack.pop();
    if (typeof next === 'string') found.push(next);
    else if (Array.isArray(next)) stack.push(...next);
    else if (next && typeof next === 'object') stack.push(...Object.values(next));
  }
  return found.filter((text) => text.trim() !== '');
}

function scoreCitations(result) {
  const layers = new Map(list(result.layers).map((layer) => [layer.index, typeof layer.text === 'string' ? layer.text.split(/\r\n|\r|\n/) : []]));
  const cited = ({ layer, line, endLine }) => squeeze((layers.get(layer) ?? []).slice(line - 1, endLine ?? line).join('\n')).toLowerCase();
  // In a string of a language that escapes, a backslash stands as two; a key may stand apart from its hive, as winreg takes them.
  const parts = (value) => (/^hkey_\w+\\/i.test(value) ? [/^[^\\]+/.exec(value)[0], value.replace(/^[^\\]+\\/, '')] : [value]);
  const stands = (text, value) => parts(value).every((part) => [text, text.replaceAll('\\\\', '\\')].some((each) => each.includes(squeeze(part).toLowerCase())));
  const bad = [];
  let checked = 0;
  for (const fact of list(result.facts)) {
    const text = cited(fact);
    for (const value of stringsIn(fact.values)) {
      checked++;
      if (!stands(text, value)) bad.push({ fact: fact.id, value });
    }
  }
  for (const indicator of list(result.indicators)) {
    checked++;
    const value = String(indicator.value);
    const text = cited(indicator);
    // An address and its port may be two arguments, and PowerShell writes a hive as a drive.
    const whole = normalizeType(indicator.type) === 'ip:port' ? value.split(':').every((part) => stands(text, part)) : stands(text, value) || (normalizeType(indicator.type) === 'registrykey' && stands(text, value.replace(/^[^\\]+\\/, '')));
    if (!whole) bad.push({ indicator: indicator.type, value });
  }
  return { checked, bad: bad.length, badOnes: bad };
}

const LANGUAGES = { shell: 'bash', sh: 'bash', cmd: 'batch', bat: 'batch', ps1: 'powershell', pwsh: 'powershell', jscript: 'javascript', js: 'javascript', vbs: 'vbscript', py: 'python' };

/** All scores of one item. A missing or failed result (undefined) scores nothing found. */
export function scoreItem(item, result) {
  const given = result ?? {};
  const language = String(given.language ?? '').toLowerCase();
  return {
    id: item.id, language: item.language, classes: item.classes, answered: result !== undefined, verdict: given.verdict, ms: given.ms,
    indicators: scoreIndicators(item, given), layers: scoreLayers(item, given), techniques: scoreTechniques(item, given), citations: scoreCitations(given),
    languageRight: (LANGUAGES[language] ?? language) === item.language, notDecoded: list(given.notDecoded).map(({ reason }) => reason),
  };
}

const share = (part, whole) => (whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000);
const sum = (scores, read) => scores.reduce((total, score) => total + read(score), 0);
function percentile(scores, at) {
  const times = scores.map(({ ms }) => ms).filter((ms) => typeof ms === 'number').sort((left, right) => left - right);
  return times.length === 0 ? null : times[Math.min(times.length - 1, Math.floor(times.length * at))];
}

function row(scores) {
  const [emitted, layers] = [sum(scores, ({ indicators }) => indicators.emitted), sum(scores, ({ layers: all }) => all.planted)];
  return {
    items: scores.length, answered: scores.filter(({ answered }) => answered).length,
    indicatorRecall: share(sum(scores, ({ indicators }) => indicators.found), sum(scores, ({ indicators }) => indicators.planted)),
    indicatorPrecision: share(emitted - sum(scores, ({ indicators }) => indicators.wrong), emitted),
    layersDecoded: share(sum(scores, (score) => score.layers.decoded), layers), layersByHash: share(sum(scores, (score) => score.layers.byHash), layers),
    layersByContainment: share(sum(scores, (score) => score.layers.byContainment), layers), layersLegible: share(sum(scores, (score) => score.layers.legible), layers),
    allLayers: share(scores.filter((score) => score.layers.all).length, scores.length),
    techniqueRecall: share(sum(scores, ({ techniques }) => techniques.found), sum(scores, ({ techniques }) => techniques.planted)),
    meanTechniques: scores.length === 0 ? null : Math.round((sum(scores, ({ techniques }) => techniques.emitted) / scores.length) * 100) / 100,
    citationsValid: share(sum(scores, ({ citations }) => citations.checked - citations.bad), sum(scores, ({ citations }) => citations.checked)),
    languageRight: share(scores.filter(({ languageRight }) => languageRight).length, scores.length), p50: percentile(scores, 0.5), p95: percentile(scores, 0.95),
  };
}

const grouped = (scores, keysOf) => {
  const groups = new Map();
  for (const score of scores) for (const key of keysOf(score)) groups.set(key, [...(groups.get(key) ?? []), score]);
  return Object.fromEntries([...groups].sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, some]) => [key, row(some)]));
};

/** Sums of `scoreItem` results: in all, per language, per depth, per outermost class and per class wherever it stands. */
export function aggregate(scores) {
  return {
    all: row(scores), byLanguage: grouped(scores, ({ language }) => [language]), byDepth: grouped(scores, ({ layers }) => [String(layers.planted)]),
    byOutermost: grouped(scores, ({ classes }) => [classes[0]]), byClass: grouped(scores, ({ classes }) => [...new Set(classes)]),
  };
}
