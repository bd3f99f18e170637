import { bashTemplates, batchTemplates } from './payloads-shells.mjs';
import { javascriptTemplates, pythonTemplates, vbscriptTemplates } from './payloads-other.mjs';
import { powershellTemplates } from './payloads-powershell.mjs';

/**
 * Innermost scripts of the corpus, with the indicators and ATT&CK techniques planted in them. They name only reserved hosts
 * (RFC 2606 and RFC 6761 names, RFC 5737 addresses), destroy nothing and switch nothing off. They are text to be analysed: no part of
 * this benchmark runs them.
 */
export const templates = {
  powershell: powershellTemplates, batch: batchTemplates, bash: bashTemplates,
  vbscript: vbscriptTemplates, javascript: javascriptTemplates, python: pythonTemplates,
};

/** Languages of the corpus. */
export const languages = Object.keys(templates);

/** ATT&CK id of using each interpreter at all: planted in every item that has a layer of that language. */
export const interpreterTechnique = { powershell: 'T1059.001', batch: 'T1059.003', bash: 'T1059.004', vbscript: 'T1059.005', python: 'T1059.006', javascript: 'T1059.007' };

const LABELS = ['cdn', 'static', 'update', 'files', 'img', 'assets', 'portal', 'mirror', 'sync', 'status', 'beta', 'edge'];
const FOLDERS = ['pub', 'get', 'dl', 'v2', 'share', 'tools', 'media', 'drop', 'pkg', 'content'];
const AGENTS = ['Mozilla/5.0 (Windows NT 10.0; Win64; x64)', 'Mozilla/5.0 (X11; Linux x86_64; rv:115.0)', 'Microsoft-CryptoAPI/10.0', 'WinINet-Client/1.1', 'Sync-Agent/3.2'];
const NETWORKS = ['192.0.2', '198.51.100', '203.0.113'];

/** Makes values of each indicator type and remembers each one as planted. */
export class Planter {
  planted = [];

  constructor(rng) {
    this.rng = rng;
  }

  #plant(type, value) {
    if (!this.planted.some((known) => known.type === type && known.value === value)) this.planted.push({ type, value });
    return value;
  }

  #host() {
    const { rng } = this;
    return rng.pick([`${rng.pick(LABELS)}-${rng.name()}.example.test`, `${rng.name()}.example.com`, `${rng.pick(LABELS)}.${rng.name()}.invalid`, `${rng.name()}${rng.between(2, 99)}.example.test`]);
  }

  #address() {
    return `${this.rng.pick(NETWORKS)}.${this.rng.between(2, 250)}`;
  }

  /** An http or https URL of a reserved host or address, whose file has the extension. */
  url(extension = 'dat') {
    const { rng } = this;
    const authority = rng.chance(0.25) ? this.#address() : this.#host();
    const port = rng.chance(0.25) ? `:${rng.pick([8080, 8443, 8000, 9443])}` : '';
    return this.#plant('url', `${rng.pick(['http', 'https'])}://${authority}${port}/${rng.pick(FOLDERS)}/${rng.name()}${rng.between(1, 99)}.${extension}`);
  }

  /** A reserved host name by itself. */
  domain() {
    return this.#plant('domain', this.#host());
  }

  /** A documentation address by itself. */
  ip() {
    return this.#plant('ip', this.#address());
  }

  /** An address and a port that the script names apart: planted as `address:port`. */
  endpoint() {
    const [ip, port] = [this.#address(), String(this.rng.pick([4444, 1337, 8443, 9001, 4433, 6667]))];
    this.#plant('ip:port', `${ip}:${port}`);
    return { ip, port };
  }

  /** A Windows path without spaces. */
  windowsPath(extension = 'exe') {
    const { rng } = this;
    return this.#plant('path', `${rng.pick(['C:\\Users\\Public\\', 'C:\\ProgramData\\', 'C:\\Windows\\Temp\\'])}${rng.name()}\\${rng.name()}${rng.between(1, 99)}.${extension}`);
  }

  /** An absolute Unix path without spaces. */
  unixPath(extension = 'bin') {
    const { rng } = this;
    return this.#plant('path', `${rng.pick(['/tmp/', '/var/tmp/', '/dev/shm/', '/opt/'])}${rng.pick(['', '.'])}${rng.name()}/${rng.name()}.${extension}`);
  }

  /** A key below the usual Run keys or another plain key; `hive` is written as the language wants it (`HKCU`, `HKCU:`). */
  registryKey(hive, key) {
    this.#plant('registryKey', `${hive.replace(':', '')}\\${key}`);
    return `${hive}\\${key}`;
  }

  task() {
    return this.#plant('task', `${this.rng.pick(['Update', 'Sync', 'Telemetry', 'Refresh'])}_${this.rng.name()}`);
  }

  service() {
    return this.#plant('service', `${this.rng.name()}${this.rng.pick(['svc', 'agent', 'helper'])}`);
  }

  account() {
    return this.#plant('account', `${this.rng.pick(['svc', 'adm', 'sup'])}_${this.rng.name()}`);
  }

  mutex() {
    return this.#plant('mutex', `Global\\${this.rng.name()}-${this.rng.hex(8)}`);
  }

  hash(length = 64) {
    return this.#plant('hash', this.rng.hex(length));
  }

  userAgent() {
    return this.#plant('userAgent', this.rng.pick(AGENTS));
  }

  mail() {
    return this.#plant('mail', `${this.rng.name()}@${this.rng.name()}.example.com`);
  }
}

/**
 * One innermost script: one to `most` templates of the language after each other. `text` has no line break at its end. Batch lines end in
 * CRLF, all others in LF.
 * @returns {{ language: string, text: string, indicators: {type: string, value: string}[], techniques: string[] }}
 */
export function makePayload(language, rng, { most = 3, only } = {}) {
  const planter = new Planter(rng);
  const chosen = only ? [only] : rng.shuffle(templates[language]).slice(0, rng.between(1, most));
  const lines = chosen.flatMap((template) => template.lines(planter, rng));
  const text = lines.join(language === 'batch' ? '\r\n' : '\n');
  return { language, text, indicators: planter.planted, techniques: [...new Set(chosen.flatMap(({ techniques }) => techniques))].sort() };
}
