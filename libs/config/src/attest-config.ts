import { resolve } from 'node:path';
import { evaluationSettings, readEvaluationConfig, type EvaluationConfig } from './evaluation-config.js';
import { huntSettings, readHuntConfig, type HuntConfig } from './hunt-config.js';
import { readResponseConfig, responseSettings, type ResponseConfig } from './response-config.js';
import { address, brokerList, ConfigError, databaseAddress, hostName, wholeNumber, type Setting } from './setting.js';

/** Every environment variable Attest reads. */
export const settings = {
  port: { variable: 'ATTEST_PORT', description: 'Port of the one address everything is served on', fallback: '4000' },
  host: { variable: 'ATTEST_HOST', description: 'Address to listen on', fallback: '127.0.0.1' },
  dataDir: { variable: 'ATTEST_DATA_DIR', description: 'Folder of the embedded database and the local sign-in', fallback: '.attest' },
  databaseUrl: { variable: 'DATABASE_URL', description: 'PostgreSQL 15 or later in place of the embedded one', fallback: 'embedded', secret: true },
  kafkaBrokers: { variable: 'KAFKA_BROKERS', description: 'Apache Kafka brokers, comma-separated, in place of the embedded bus', fallback: 'embedded' },
  modelUrl: { variable: 'ATTEST_MODEL_URL', description: 'Base address of an OpenAI-compatible endpoint', fallback: 'no model: rules compose every card' },
  modelKey: { variable: 'ATTEST_MODEL_KEY', description: 'Key for that endpoint', fallback: 'none', secret: true },
  modelName: { variable: 'ATTEST_MODEL_NAME', description: 'Model to ask there', fallback: 'none' },
  incidentsUrl: { variable: 'ATTEST_INCIDENTS_URL', description: 'Address of the incidents service, for a gateway of its own', fallback: 'http://localhost:4001' },
  summarizerUrl: { variable: 'ATTEST_SUMMARIZER_URL', description: 'Address of the summarizer service, for a gateway of its own', fallback: 'http://localhost:4002' },
  scriptAnalyzerUrl: { variable: 'ATTEST_SCRIPT_ANALYZER_URL', description: 'Address of the script analyzer service, for a gateway of its own', fallback: 'http://localhost:4003' },
  kqlAssistantUrl: { variable: 'ATTEST_KQL_ASSISTANT_URL', description: 'Address of the KQL assistant service, for a gateway of its own', fallback: 'http://localhost:4004' },
  responderUrl: { variable: 'ATTEST_RESPONDER_URL', description: 'Address of the responder service, for a gateway of its own', fallback: 'http://localhost:4005' },
  reporterUrl: { variable: 'ATTEST_REPORTER_URL', description: 'Address of the reporter service, for a gateway of its own', fallback: 'http://localhost:4006' },
  evaluatorUrl: { variable: 'ATTEST_EVALUATOR_URL', description: 'Address of the evaluator service, for a gateway of its own', fallback: 'http://localhost:4007' },
  scriptLimitMb: { variable: 'ATTEST_SCRIPT_LIMIT_MB', description: 'Largest script taken in, in MB, at most 20', fallback: '20' },
  ...huntSettings,
  ...responseSettings,
  ...evaluationSettings,
  serviceSecret: { variable: 'ATTEST_SERVICE_SECRET', description: 'Secret the gateway signs identities with between services', fallback: 'generated in the data folder', secret: true },
  password: { variable: 'ATTEST_PASSWORD', description: 'Password of the local account `analyst`', fallback: 'generated at first start', secret: true },
  sample: { variable: 'ATTEST_SAMPLE', description: 'Load the sample incident into an empty database: on or off', fallback: 'on' },
  logLevel: { variable: 'ATTEST_LOG_LEVEL', description: 'debug, info, warn or error', fallback: 'info' },
} as const satisfies Record<string, Setting>;

/** Fewest characters of a secret that identities are signed with. */
export const shortestSecret = 16;

/** What the sign-in takes. */
const longestPassword = 1_024;

const bytesPerMegabyte = 1024 * 1024;

/** Levels the logger knows. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * The configuration of a process, read once. The only class that reads the environment.
 * @throws ConfigError for a value that cannot be used
 */
export class AttestConfig {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly kafkaBrokers: readonly string[];
  readonly model: { url: string; key: string | undefined; name: string } | undefined;
  readonly incidentsUrl: string;
  readonly summarizerUrl: string;
  readonly scriptAnalyzerUrl: string;
  readonly kqlAssistantUrl: string;
  readonly responderUrl: string;
  readonly reporterUrl: string;
  readonly evaluatorUrl: string;
  /** Bytes of the largest script taken in. */
  readonly scriptLimitBytes: number;
  readonly hunt: HuntConfig;
  readonly response: ResponseConfig;
  readonly evaluation: EvaluationConfig;
  readonly serviceSecret: string | undefined;
  readonly password: string | undefined;
  readonly sample: boolean;
  readonly logLevel: LogLevel;

  constructor(environment: Readonly<Record<string, string | undefined>>) {
    const read = (setting: Setting): string | undefined => environment[setting.variable]?.trim() || undefined;
    this.port = wholeNumber(settings.port.variable, read(settings.port) ?? settings.port.fallback, 0, 65_535);
    this.host = hostName(settings.host.variable, read(settings.host) ?? settings.host.fallback);
    this.dataDir = resolve(read(settings.dataDir) ?? settings.dataDir.fallback);
    this.databaseUrl = databaseAddress(settings.databaseUrl.variable, read(settings.databaseUrl));
    this.kafkaBrokers = brokerList(settings.kafkaBrokers.variable, read(settings.kafkaBrokers));
    const url = read(settings.modelUrl);
    const name = read(settings.modelName);
    if (url !== undefined && name === undefined) throw new ConfigError(settings.modelName.variable, `set when ${settings.modelUrl.variable} is`);
    this.model = url !== undefined && name !== undefined ? { url: address(settings.modelUrl.variable, url), key: read(settings.modelKey), name } : undefined;
    this.incidentsUrl = address(settings.incidentsUrl.variable, read(settings.incidentsUrl) ?? settings.incidentsUrl.fallback);
    this.scriptAnalyzerUrl = address(settings.scriptAnalyzerUrl.variable, read(settings.scriptAnalyzerUrl) ?? settings.scriptAnalyzerUrl.fallback);
    this.kqlAssistantUrl = address(settings.kqlAssistantUrl.variable, read(settings.kqlAssistantUrl) ?? settings.kqlAssistantUrl.fallback);
    this.responderUrl = address(settings.responderUrl.variable, read(settings.responderUrl) ?? settings.responderUrl.fallback);
    this.reporterUrl = address(settings.reporterUrl.variable, read(settings.reporterUrl) ?? settings.reporterUrl.fallback);
    this.evaluatorUrl = address(settings.evaluatorUrl.variable, read(settings.evaluatorUrl) ?? settings.evaluatorUrl.fallback);
    this.summarizerUrl = address(settings.summarizerUrl.variable, read(settings.summarizerUrl) ?? settings.summarizerUrl.fallback);
    this.scriptLimitBytes = scriptLimit(read(settings.scriptLimitMb) ?? settings.scriptLimitMb.fallback);
    this.hunt = readHuntConfig(read, this.dataDir);
    this.response = readResponseConfig(read, address(settings.loginUrl.variable, read(settings.loginUrl) ?? settings.loginUrl.fallback));
    this.evaluation = readEvaluationConfig(read);
    this.serviceSecret = ofLength(settings.serviceSecret, read(settings.serviceSecret), shortestSecret, 4_096);
    this.password = ofLength(settings.password, read(settings.password), 1, longestPassword);
    this.sample = onOff(read(settings.sample) ?? settings.sample.fallback);
    this.logLevel = level(read(settings.logLevel) ?? settings.logLevel.fallback);
  }

  /** The configuration of this process. */
  static fromEnvironment(): AttestConfig {
    return new AttestConfig(process.env);
  }
}

function ofLength({ variable }: Setting, text: string | undefined, least: number, most: number): string | undefined {
  if (text !== undefined && (text.length < least || text.length > most)) throw new ConfigError(variable, `from ${least} to ${most} characters long`);
  return text;
}

function scriptLimit(text: string): number {
  const megabytes = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || megabytes * bytesPerMegabyte < 1 || megabytes > 20) throw new ConfigError(settings.scriptLimitMb.variable, 'a number of MB above 0 and at most 20');
  return Math.floor(megabytes * bytesPerMegabyte);
}

function onOff(text: string): boolean {
  if (/^(on|true|1|yes)$/i.test(text)) return true;
  if (/^(off|false|0|no)$/i.test(text)) return false;
  throw new ConfigError(settings.sample.variable, 'on or off');
}

function level(text: string): LogLevel {
  const value = text.toLowerCase();
  if (value === 'debug' || value === 'info' || value === 'warn' || value === 'error') return value;
  throw new ConfigError(settings.logLevel.variable, 'debug, info, warn or error');
}
