import type { AppCredentials } from '@attest/config';
import { callOnce, objectOf, type HttpAnswer, type HttpSilence } from './http-call.js';

/** Where the services of Microsoft are, and who calls them. */
export interface DefenderOptions {
  graphUrl: string;
  endpointUrl: string;
  endpointScope: string;
  credentials: AppCredentials;
  /** How often a running machine action is asked for. */
  pollMs?: number;
}

/** The two services actions go to: Defender for Endpoint, and Microsoft Graph. */
export type DefenderService = 'endpoint' | 'graph';

/** A token this long before its end is no longer used. */
const marginMs = 120_000;
const names: Readonly<Record<DefenderService, string>> = { endpoint: 'Defender for Endpoint', graph: 'Microsoft Graph' };

/** Signed-in calls. */
export class DefenderApi {
  private readonly tokens = new Map<DefenderService, { token: string; until: number }>();

  constructor(private readonly options: DefenderOptions) {}

  /** Name of a service in sentences. */
  nameOf(service: DefenderService): string {
    return names[service];
  }

  /** Calls once, with a token; a token that is refused is renewed, once. A sign-in that does not work is a call that was not sent, or a 401. */
  async call(service: DefenderService, method: string, path: string, body: unknown, signal: AbortSignal): Promise<HttpAnswer | HttpSilence> {
    for (let attempt = 1; ; attempt += 1) {
      const token = await this.token(service, signal);
      if (typeof token !== 'string') return token;
      const base = service === 'graph' ? `${this.options.graphUrl}/v1.0` : `${this.options.endpointUrl}/api`;
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...(text === undefined ? {} : { 'content-type': 'application/json' }) };
      const answer = await callOnce({ target: names[service], url: base + path, method, headers, signal, ...(text === undefined ? {} : { body: text }) });
      if (answer.status !== 401 || attempt > 1) return answer;
      this.tokens.delete(service);
    }
  }

  private async token(service: DefenderService, signal: AbortSignal): Promise<string | HttpAnswer | HttpSilence> {
    const held = this.tokens.get(service);
    if (held && held.until > Date.now()) return held.token;
    const { tenantId, clientId, clientSecret, loginUrl } = this.options.credentials;
    const scope = service === 'graph' ? `${this.options.graphUrl}/.default` : this.options.endpointScope;
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope }).toString();
    const answer = await callOnce({ target: 'The sign-in service', url: `${loginUrl}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`, method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }, body, signal });
    // Whatever happened to the sign-in, the order itself was not sent.
    if ('sent' in answer) return { ...answer, sent: false };
    const said = objectOf(answer.body);
    const token = said?.['access_token'];
    const seconds = Number(said?.['expires_in']);
    if (answer.status === 200 && typeof token === 'string' && token !== '') {
      this.tokens.set(service, { token, until: Date.now() + (Number.isFinite(seconds) ? seconds * 1_000 : 300_000) - marginMs });
      return token;
    }
    if (answer.status === 429 || answer.status >= 500) return { status: 0, sent: false, sentence: 'The sign-in service does not work right now.' };
    return { ...answer, status: 401, body: undefined };
  }
}

/** A value inside an OData filter. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
