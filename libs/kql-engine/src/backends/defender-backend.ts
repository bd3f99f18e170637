import { KqlError, KqlErrorCode } from '../kql.error.js';
import type { HuntingSchema } from '../schema/hunting-schema.js';
import { admitted, type Admission } from './admission.js';
import type { HuntBackend, HuntRequest, HuntResult } from './hunt-backend.js';
import { TokenSource, type ClientCredentials } from './oauth-token.js';
import { cappedRows, remoteCell, remoteColumn } from './remote-cells.js';
import { callService, errorMessage, limited, objectOf, parseJson, realEnvironment, said, type RemoteAnswer, type RemoteEnvironment } from './remote-http.js';

/** Where Microsoft Defender is asked, and as whom. */
export interface DefenderOptions {
  credentials: ClientCredentials;
  /** Default `https://graph.microsoft.com/v1.0`. */
  graphUrl?: string;
  /** What queries may name; a tenant has its own tables. Default: the shipped schema. */
  schema?: () => HuntingSchema;
  /** Where queries are checked; default: here and now, against `schema`. */
  admit?: Admission;
  environment?: RemoteEnvironment;
}

/** Advanced hunting gives no more, whatever is asked. */
const mostRows = 100_000;
/** The service ends a query after 200 seconds. */
const defaultTimeoutMs = 210_000;
const service = 'Microsoft Defender';

/**
 * Advanced hunting of Microsoft Defender through Microsoft Graph (`security/runHuntingQuery`). A query is checked and
 * held to the allow-list before anything is sent. Needs the application permission ThreatHunting.Read.All.
 */
export class DefenderBackend implements HuntBackend {
  readonly name = 'defender';
  private readonly environment: RemoteEnvironment;
  private readonly tokens: TokenSource;
  private readonly url: string;

  constructor(private readonly options: DefenderOptions) {
    this.environment = options.environment ?? realEnvironment;
    const graph = (options.graphUrl ?? 'https://graph.microsoft.com/v1.0').replace(/\/+$/, '');
    this.url = `${graph}/security/runHuntingQuery`;
    this.tokens = new TokenSource(options.credentials, `${new URL(graph).origin}/.default`, this.environment);
  }

  async run(request: HuntRequest): Promise<HuntResult> {
    const text = await admitted(request, this.options);
    const timespan = timespanOf(request.timeRange, this.environment.now());
    const started = this.environment.now();
    const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
    const answer = await limited(timeoutMs, request.signal, (signal) => this.send(JSON.stringify({ Query: text, ...(timespan === undefined ? {} : { Timespan: timespan }) }), signal, started + timeoutMs));
    return { ...resultOf(answer, request), ms: this.environment.now() - started };
  }

  async close(): Promise<void> {
    this.tokens.forget();
  }

  private send(body: string, signal: AbortSignal, until: number): Promise<RemoteAnswer> {
    return callService(
      {
        service,
        url: this.url,
        init: async () => ({
          method: 'POST',
          headers: { authorization: `Bearer ${await this.tokens.token(signal, until)}`, 'content-type': 'application/json; charset=utf-8', accept: 'application/json' },
          body,
        }),
        onUnauthorized: () => {
          this.tokens.forget();
          return true;
        },
        signal,
        until,
        maxBytes: 192 * 1024 * 1024,
      },
      this.environment,
    );
  }
}

function resultOf({ status, body }: RemoteAnswer, request: HuntRequest): Omit<HuntResult, 'ms'> {
  if (status === 400) throw new KqlError(KqlErrorCode.Invalid, `${service} refused the query.${said(body)}`);
  if (status === 401) throw new KqlError(KqlErrorCode.Backend, `${service} does not accept the sign-in.`);
  if (status === 403) throw new KqlError(KqlErrorCode.Backend, 'The application may not hunt: it needs the permission ThreatHunting.Read.All, with consent of an administrator.');
  if (status === 504) throw new KqlError(KqlErrorCode.Timeout, `${service} took too long for the query.${said(body)}`);
  if (status !== 200) throw new KqlError(KqlErrorCode.Backend, `${service} answered with ${status}.${errorMessage(body) === undefined ? '' : said(body)}`);
  const answer = objectOf(parseJson(body));
  // Graph writes the names small, the service behind it large.
  const schema = answer?.['schema'] ?? answer?.['Schema'];
  const results = answer?.['results'] ?? answer?.['Results'];
  if (!Array.isArray(schema) || !Array.isArray(results)) throw new KqlError(KqlErrorCode.Backend, `${service} answered with something else than rows.`);
  const columns = schema.map((each) => remoteColumn(objectOf(each)?.['name'] ?? objectOf(each)?.['Name'], objectOf(each)?.['type'] ?? objectOf(each)?.['Type']));
  const { rows, truncated } = cappedRows(results, request, mostRows);
  return { columns, rows: rows.map((row) => columns.map(({ name, type }) => remoteCell(objectOf(row)?.[name], type))), truncated };
}

/** ISO 8601 interval as the service takes it. @throws KqlError Invalid for what is no time. */
function timespanOf(range: HuntRequest['timeRange'], now: number): string | undefined {
  if (range?.from === undefined && range?.to === undefined) return undefined;
  const at = (text: string): string => {
    const time = Date.parse(text);
    if (Number.isNaN(time)) throw new KqlError(KqlErrorCode.Invalid, 'The time range is not in ISO 8601.');
    return new Date(time).toISOString();
  };
  const to = range.to === undefined ? new Date(now).toISOString() : at(range.to);
  return range.from === undefined ? `P30D/${to}` : `${at(range.from)}/${to}`;
}
