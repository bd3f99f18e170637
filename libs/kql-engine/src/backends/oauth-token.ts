import { KqlError, KqlErrorCode } from '../kql.error.js';
import { callService, objectOf, parseJson, type RemoteEnvironment } from './remote-http.js';

/** An application of Microsoft Entra ID and its secret. */
export interface ClientCredentials {
  tenantId: string;
  clientId: string;
  clientSecret: string;
  /** Default `https://login.microsoftonline.com`. */
  authority?: string;
}

/** A token this long before its end is no longer used. */
const marginMs = 120_000;

/** Tokens by the OAuth 2.0 client credentials flow: kept until shortly before they end, asked for once at a time. */
export class TokenSource {
  private held: { token: string; until: number } | undefined;
  private asking: Promise<string> | undefined;

  constructor(
    private readonly credentials: ClientCredentials,
    private readonly scope: string,
    private readonly environment: RemoteEnvironment,
  ) {}

  /** A token that is good for now. @throws KqlError Backend when the sign-in is refused. */
  async token(signal: AbortSignal, until: number): Promise<string> {
    if (this.held !== undefined && this.held.until > this.environment.now()) return this.held.token;
    const shared = this.asking !== undefined;
    this.asking ??= this.ask(signal, until).finally(() => {
      this.asking = undefined;
    });
    try {
      return await this.asking;
    } catch (error) {
      // Whoever asked first may have been cancelled; that is no reason for those who waited along.
      if (!shared || signal.aborted || !(error instanceof KqlError) || error.code !== KqlErrorCode.Timeout) throw error;
      return this.token(signal, until);
    }
  }

  /** The service refused the token although its time is not over. */
  forget(): void {
    this.held = undefined;
  }

  private async ask(signal: AbortSignal, until: number): Promise<string> {
    const { tenantId, clientId, clientSecret, authority = 'https://login.microsoftonline.com' } = this.credentials;
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: this.scope }).toString();
    const answer = await callService(
      {
        service: 'The sign-in service',
        url: `${authority.replace(/\/+$/, '')}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`,
        init: async () => ({ method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }, body }),
        signal,
        until,
        maxBytes: 1024 * 1024,
      },
      this.environment,
    );
    const said = objectOf(parseJson(answer.body));
    const token = said?.['access_token'];
    const seconds = Number(said?.['expires_in']);
    if (answer.status !== 200 || typeof token !== 'string' || token === '') {
      // The description names the application and its tenant: it is for the log of the operator's directory, not for here.
      const reason = typeof said?.['error'] === 'string' && /^[a-z_]{1,60}$/.test(said['error']) ? ` (${said['error']})` : '';
      throw new KqlError(KqlErrorCode.Backend, `The sign-in was refused${reason}. Check tenant, application and secret.`);
    }
    this.held = { token, until: this.environment.now() + (Number.isFinite(seconds) ? seconds * 1000 : 300_000) - marginMs };
    return token;
  }
}
