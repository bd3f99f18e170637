import { KqlError, KqlErrorCode } from '../kql.error.js';
import type { HuntingSchema } from '../schema/hunting-schema.js';
import { admitted, type Admission } from './admission.js';
import type { HuntBackend, HuntColumn, HuntRequest, HuntResult } from './hunt-backend.js';
import { TokenSource, type ClientCredentials } from './oauth-token.js';
import { cappedRows, remoteCell, remoteColumn } from './remote-cells.js';
import { callService, limited, objectOf, parseJson, plainText, realEnvironment, said, type RemoteAnswer, type RemoteEnvironment } from './remote-http.js';

/** Where Azure Data Explorer is asked, and as whom. */
export interface KustoOptions {
  credentials: ClientCredentials;
  /** For example `https://mycluster.westeurope.kusto.windows.net`. */
  clusterUrl: string;
  database: string;
  schema?: () => HuntingSchema;
  /** Where queries are checked; default: here and now, against `schema`. */
  admit?: Admission;
  environment?: RemoteEnvironment;
}

const mostRows = 500_000;
const defaultTimeoutMs = 240_000;
const service = 'Azure Data Explorer';

/** What the service itself should refuse, should anything have passed the allow-list. */
const guards = {
  request_readonly: true,
  request_readonly_hardline: true,
  request_external_data_disabled: true,
  request_external_table_disabled: true,
  request_callout_disabled: true,
  request_remote_entities_disabled: true,
  request_sandboxed_execution_disabled: true,
};

interface Frame {
  table: HuntColumn[];
  kind: string;
  rows: unknown[];
}

/** Azure Data Explorer, or an Eventhouse, through its v2 query endpoint. A query is checked and held to the allow-list before anything is sent. */
export class KustoBackend implements HuntBackend {
  readonly name = 'kusto';
  private readonly environment: RemoteEnvironment;
  private readonly tokens: TokenSource;
  private readonly cluster: string;

  constructor(private readonly options: KustoOptions) {
    this.environment = options.environment ?? realEnvironment;
    this.cluster = options.clusterUrl.replace(/\/+$/, '');
    this.tokens = new TokenSource(options.credentials, `${this.cluster}/.default`, this.environment);
  }

  async run(request: HuntRequest): Promise<HuntResult> {
    const text = await admitted(request, this.options);
    const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
    const started = this.environment.now();
    const body = JSON.stringify({ db: this.options.database, csl: text, properties: { Options: optionsOf(request, timeoutMs) } });
    const answer = await limited(timeoutMs, request.signal, (signal) => this.send(body, signal, started + timeoutMs));
    return { ...resultOf(answer, request), ms: this.environment.now() - started };
  }

  async close(): Promise<void> {
    this.tokens.forget();
  }

  private send(body: string, signal: AbortSignal, until: number): Promise<RemoteAnswer> {
    return callService(
      {
        service,
        url: `${this.cluster}/v2/rest/query`,
        init: async () => ({
          method: 'POST',
          headers: { authorization: `Bearer ${await this.tokens.token(signal, until)}`, 'content-type': 'application/json; charset=utf-8', accept: 'application/json', 'x-ms-app': 'Attest' },
          body,
        }),
        onUnauthorized: () => {
          this.tokens.forget();
          return true;
        },
        signal,
        until,
        maxBytes: 256 * 1024 * 1024,
      },
      this.environment,
    );
  }
}

function optionsOf({ timeRange, maxRows }: HuntRequest, timeoutMs: number): Record<string, unknown> {
  const seconds = Math.max(1, Math.ceil(timeoutMs / 1000));
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
  const time = (text: string): string => {
    const at = Date.parse(text);
    if (Number.isNaN(at)) throw new KqlError(KqlErrorCode.Invalid, 'The time range is not in ISO 8601.');
    return new Date(at).toISOString();
  };
  return {
    ...guards,
    results_progressive_enabled: false,
    servertimeout: clock,
    // One more than asked for tells whether there are more.
    query_take_max_records: Math.min(maxRows ?? mostRows, mostRows) + 1,
    ...(timeRange?.from === undefined ? {} : { query_datetimescope_from: time(timeRange.from), query_datetimescope_column: 'Timestamp' }),
    ...(timeRange?.to === undefined ? {} : { query_datetimescope_to: time(timeRange.to), query_datetimescope_column: 'Timestamp' }),
  };
}

function resultOf({ status, body }: RemoteAnswer, request: HuntRequest): Omit<HuntResult, 'ms'> {
  if (status === 400) throw new KqlError(KqlErrorCode.Invalid, `${service} refused the query.${said(body)}`);
  if (status === 401) throw new KqlError(KqlErrorCode.Backend, `${service} does not accept the sign-in.`);
  if (status === 403) throw new KqlError(KqlErrorCode.Backend, `The application may not read this database of ${service}.`);
  if (status === 504) throw new KqlError(KqlErrorCode.Timeout, `${service} took too long for the query.${said(body)}`);
  if (status !== 200) throw new KqlError(KqlErrorCode.Backend, `${service} answered with ${status}.${said(body)}`);
  const parsed = parseJson(body);
  // A failure after the head of the answer was sent leaves status 200.
  const broken = objectOf(parsed)?.['error'];
  if (broken !== undefined) throw oneApiError(parsed);
  if (!Array.isArray(parsed)) throw new KqlError(KqlErrorCode.Backend, `${service} answered with something else than frames.`);
  const frames = framesOf(parsed);
  const primary = frames.find((frame) => frame.kind === 'PrimaryResult');
  if (primary === undefined) throw new KqlError(KqlErrorCode.Backend, `${service} answered without a result.`);
  const failed = primary.rows.find((row) => !Array.isArray(row));
  if (failed !== undefined) throw oneApiError(failed);
  const { rows, truncated } = cappedRows(primary.rows as unknown[][], request, mostRows);
  const visualization = visualizationOf(frames);
  return { columns: primary.table, rows: rows.map((row) => primary.table.map(({ type }, at) => remoteCell(row[at], type))), truncated, ...(visualization === undefined ? {} : { visualization }) };
}

/** Tables of the frames, those that come in parts put together. @throws KqlError when the last frame tells of errors. */
function framesOf(list: readonly unknown[]): Frame[] {
  const tables = new Map<unknown, Frame>();
  let complete = false;
  for (const each of list) {
    const frame = objectOf(each) ?? {};
    const rows = Array.isArray(frame['Rows']) ? frame['Rows'] : [];
    switch (frame['FrameType']) {
      case 'DataTable':
      case 'TableHeader': {
        const columns = Array.isArray(frame['Columns']) ? frame['Columns'] : [];
        tables.set(frame['TableId'], { kind: String(frame['TableKind']), table: columns.map((column) => remoteColumn(objectOf(column)?.['ColumnName'], objectOf(column)?.['ColumnType'])), rows });
        break;
      }
      case 'TableFragment': {
        const table = tables.get(frame['TableId']);
        if (table !== undefined) table.rows = frame['TableFragmentType'] === 'DataReplace' ? rows : table.rows.concat(rows);
        break;
      }
      case 'DataSetCompletion':
        complete = true;
        if (frame['Cancelled'] === true) throw new KqlError(KqlErrorCode.Timeout, `${service} cancelled the query.`);
        if (frame['HasErrors'] === true) throw oneApiError(frame);
    }
  }
  if (!complete) throw new KqlError(KqlErrorCode.Backend, `The answer of ${service} broke off.`);
  return [...tables.values()];
}

/** The first error of a frame, a row or a body. */
function oneApiError(of: unknown): KqlError {
  const holder = objectOf(of);
  const list = holder?.['OneApiErrors'];
  const error = objectOf(objectOf(Array.isArray(list) ? list[0] : of)?.['error']);
  const message = String(error?.['@message'] ?? error?.['message'] ?? 'It gives no reason.');
  const text = `${String(error?.['code'] ?? '')} ${message}`;
  const code = /E_QUERY_RESULT_SET_TOO_LARGE|80DA0003/i.test(text)
    ? KqlErrorCode.TooLarge
    : /E_RUNAWAY_QUERY|E_LOW_MEMORY|80DA0001|80DA0007|memory/i.test(text)
      ? KqlErrorCode.Memory
      : /timed? ?out|E_DB_QUERY_TIMEOUT/i.test(text)
        ? KqlErrorCode.Timeout
        : /General_BadRequest|Syntax|Semantic/i.test(text)
          ? KqlErrorCode.Invalid
          : KqlErrorCode.Runtime;
  return new KqlError(code, `${service} could not finish the query. It says: ${plainText(message)}`);
}

function visualizationOf(frames: readonly Frame[]): HuntResult['visualization'] {
  const properties = frames.find((frame) => frame.kind === 'QueryProperties');
  const row = properties?.rows.find((each): each is unknown[] => Array.isArray(each) && each[1] === 'Visualization');
  const value = row?.[2];
  const said = objectOf(typeof value === 'string' ? parseJson(value) : value);
  const kind = said?.['Visualization'];
  if (said === undefined || typeof kind !== 'string' || kind === '') return undefined;
  const named = Object.entries(said).filter(([key, each]) => key !== 'Visualization' && typeof each === 'string' && each !== '');
  return { kind, properties: Object.fromEntries(named.map(([key, each]) => [key.toLowerCase(), String(each)])) };
}
