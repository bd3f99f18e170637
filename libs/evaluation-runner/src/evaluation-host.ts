import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { AnswerRows, EvaluationPorts, RawIncident } from '@attest/evaluation-engine';
import { incidentInputDigest, scriptsOfIncident, type IncidentInput, type ScriptFindings } from '@attest/incident-engine';
import type { DuckDbBackend } from '@attest/kql-engine';
import { draftGuidedResponse } from '@attest/response-engine';
import { scriptBrief, type ScriptAnalysis } from '@attest/script-engine';
import { ScriptPool } from '@attest/script-engine/pool';
import { parseEventRow, parseIncident } from '@attest/security-model';
import { EvaluationRunnerError } from './evaluation-runner.error.js';

/** Of one script. What is measured must not depend on how busy the machine is: every other budget of the engine counts work. */
const patienceMs = 120_000;

const samplesFolder = fileURLToPath(new URL('../../../apps/standalone/samples/', import.meta.url));
const huntTimeoutMs = 20_000;
const mostRows = 5_000;

/** Where a host looks for inputs, and how much of the machine it takes. */
export interface EvaluationHostOptions {
  /** Folders that hold `NAME.json` of samples and rows. */
  inputFolders: readonly string[];
  /** Folders with incidents that cases know by digest only, each in a folder of its own; the samples of the product are always looked at. */
  incidentFolders?: readonly string[];
  /** Threads for script analysis. Default: one for each processor. */
  workers?: number;
  /** Told in a sentence what was found, for whoever watches. */
  say?: (sentence: string) => void;
}

/** What an evaluation needs from this machine: files, the script engine's threads, the embedded query engine. Both are there from first use until `close`. */
export class EvaluationHost implements EvaluationPorts {
  readonly #pool: ScriptPool;
  readonly #findings = new Map<string, ScriptFindings>();
  readonly #samples = new Map<string, RawIncident | undefined>();
  readonly #backends = new Map<readonly unknown[], Promise<DuckDbBackend>>();
  readonly #rows = new Map<string, readonly Record<string, unknown>[] | undefined>();
  #byDigest: Promise<Map<string, RawIncident>> | undefined;

  constructor(private readonly options: EvaluationHostOptions) {
    this.#pool = new ScriptPool({ workers: options.workers ?? availableParallelism() });
  }

  async sample(name: string): Promise<RawIncident | undefined> {
    if (!this.#samples.has(name)) this.#samples.set(name, this.#inputFile(name) ?? rawIncidentIn(join(samplesFolder, name)));
    return this.#samples.get(name);
  }

  async rows(name: string): Promise<readonly Record<string, unknown>[] | undefined> {
    if (!this.#rows.has(name)) this.#rows.set(name, (this.#json(name) as { rows?: Record<string, unknown>[] } | undefined)?.rows);
    return this.#rows.get(name);
  }

  async incidentOf(digest: string): Promise<RawIncident | undefined> {
    this.#byDigest ??= this.#digests();
    return (await this.#byDigest).get(digest);
  }

  async scripts(input: IncidentInput): Promise<ScriptFindings[]> {
    return Promise.all([...scriptsOfIncident(input.incident, input.events)].map(async ([sha256, { text }]) => {
      const known = this.#findings.get(sha256);
      if (known !== undefined) return known;
      const found = { sha256, ...scriptBrief(await this.analyze({ text })) };
      this.#findings.set(sha256, found);
      return found;
    }));
  }

  async analyze({ text, fileName }: { text: string; fileName?: string }): Promise<ScriptAnalysis> {
    return (await this.#pool.timed(Buffer.from(text), { limits: { wallMs: patienceMs }, ...(fileName === undefined ? {} : { fileName }) })).analysis;
  }

  async hunt(kql: string, rows: readonly Record<string, unknown>[], now: Date | undefined): Promise<AnswerRows> {
    const opened = this.#backends.get(rows) ?? this.#open(rows);
    this.#backends.set(rows, opened);
    return (await opened).run({ kql, maxRows: mostRows, timeoutMs: huntTimeoutMs, ...(now === undefined ? {} : { now: now.toISOString() }) });
  }

  clock(): number {
    return performance.now();
  }

  async close(): Promise<void> {
    await this.#pool.close();
    for (const opened of this.#backends.values()) await (await opened).close();
  }

  async #open(rows: readonly Record<string, unknown>[]): Promise<DuckDbBackend> {
    const { DuckDbBackend: Backend } = await import('@attest/kql-engine');
    const backend = await Backend.open({ memoryLimit: '512MB' });
    if (rows.length > 0) await backend.store.append(rows.map((row) => JSON.stringify(row)).join('\n'));
    await backend.store.makeUnknownTables();
    return backend;
  }

  #json(name: string): unknown {
    const file = this.options.inputFolders.map((folder) => join(folder, `${name}.json`)).find(existsSync);
    if (file === undefined) return undefined;
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as unknown;
    } catch {
      throw new EvaluationRunnerError('input', `${file} is no JSON.`);
    }
  }

  #inputFile(name: string): RawIncident | undefined {
    const { incident, events = [] } = (this.#json(name) ?? {}) as { incident?: Record<string, unknown>; events?: unknown[] };
    return incident === undefined ? undefined : { incident, rows: events.map((row) => JSON.stringify(row)) };
  }

  /** The incidents at hand by the digests that cards of them carry: one of the summary's input, one of the response's. */
  async #digests(): Promise<Map<string, RawIncident>> {
    const known = new Map<string, RawIncident>();
    for (const folder of [samplesFolder, ...(this.options.incidentFolders ?? [])].filter(existsSync)) {
      for (const place of [folder, ...readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))]) {
        const raw = rawIncidentIn(place);
        if (raw === undefined) continue;
        const { incident } = parseIncident(raw.incident);
        const events = raw.rows.flatMap((row, index) => {
          const parsed = parseEventRow(row, index + 1);
          return parsed.ok ? [{ ...parsed.row, $row: index }] : [];
        });
        const input = { incident, events, scripts: await this.scripts({ incident, events }) };
        for (const digest of [incidentInputDigest(input), draftGuidedResponse(input).card.provenance.inputDigest]) known.set(digest, raw);
      }
    }
    this.options.say?.(`${new Set(known.values()).size} incidents at hand for cases that know their input by its digest`);
    return known;
  }
}

/** The incident in a folder: `incident.json` and `events.jsonl`, plain or gzip; undefined when there is none. */
function rawIncidentIn(folder: string): RawIncident | undefined {
  const incident = textIn(folder, 'incident.json');
  if (incident === undefined) return undefined;
  const events = textIn(folder, 'events.jsonl') ?? '';
  try {
    return { incident: JSON.parse(incident) as Record<string, unknown>, rows: events.split('\n').filter((line) => line.trim() !== '') };
  } catch {
    throw new EvaluationRunnerError('input', `The incident in ${folder} is no JSON.`);
  }
}

function textIn(folder: string, name: string): string | undefined {
  const [plain, packed] = [join(folder, name), join(folder, `${name}.gz`)];
  if (existsSync(plain)) return readFileSync(plain, 'utf8');
  return existsSync(packed) ? gunzipSync(readFileSync(packed)).toString('utf8') : undefined;
}
