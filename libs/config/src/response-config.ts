import { address, ConfigError, wholeAddress, wholeNumber, type Setting } from './setting.js';
import type { AppCredentials } from './hunt-config.js';

/** Settings of guided response. */
export const responseSettings = {
  responseConnector: { variable: 'ATTEST_RESPONSE_CONNECTOR', description: 'Who carries response actions out: lab (a simulated tenant), manual (a person), webhook (a SOAR) or defender (Microsoft Defender XDR and Entra)', fallback: 'lab' },
  responseFourEyes: { variable: 'ATTEST_RESPONSE_FOUR_EYES', description: 'Which actions two different people must approve: off, destructive or all', fallback: 'off' },
  responseRoles: { variable: 'ATTEST_RESPONSE_ROLES', description: 'Roles that single actions need in place of the usual ones, as `hardDeleteMail=admin,runAntivirusScan=hunter`', fallback: 'none' },
  responseTimeoutSeconds: { variable: 'ATTEST_RESPONSE_TIMEOUT_SECONDS', description: 'Seconds one call of a connector may take, at most 120', fallback: '30' },
  responseWebhookUrl: { variable: 'ATTEST_RESPONSE_WEBHOOK_URL', description: 'Address actions are posted to when the connector is webhook', fallback: 'none' },
  responseWebhookSecret: { variable: 'ATTEST_RESPONSE_WEBHOOK_SECRET', description: 'Secret those posts are signed with, at least 16 characters', fallback: 'none', secret: true },
  responseWebhookHonoursKey: { variable: 'ATTEST_RESPONSE_WEBHOOK_HONOURS_KEY', description: 'on when the receiver carries an Idempotency-Key out once only; off: what may have been done is never repeated by itself', fallback: 'off' },
  responseTenantId: { variable: 'ATTEST_RESPONSE_TENANT_ID', description: 'Microsoft Entra tenant actions are carried out in', fallback: 'none' },
  responseClientId: { variable: 'ATTEST_RESPONSE_CLIENT_ID', description: 'App registration that may carry actions out; best not the one that hunts', fallback: 'none' },
  responseClientSecret: { variable: 'ATTEST_RESPONSE_CLIENT_SECRET', description: 'Secret of that app', fallback: 'none', secret: true },
  responseGraphUrl: { variable: 'ATTEST_RESPONSE_GRAPH_URL', description: 'Address of Microsoft Graph, for national clouds', fallback: 'https://graph.microsoft.com' },
  responseEndpointUrl: { variable: 'ATTEST_RESPONSE_ENDPOINT_URL', description: 'Address of the Defender for Endpoint API, for national clouds and nearer servers', fallback: 'https://api.security.microsoft.com' },
  responseEndpointScope: { variable: 'ATTEST_RESPONSE_ENDPOINT_SCOPE', description: 'Scope that API is signed in for', fallback: 'https://api.securitycenter.microsoft.com/.default' },
} as const satisfies Record<string, Setting>;

/** Who carries actions out. */
export type ResponseTarget =
  | { connector: 'lab' }
  | { connector: 'manual' }
  | { connector: 'webhook'; url: string; secret: string; honoursKey: boolean }
  | { connector: 'defender'; graphUrl: string; endpointUrl: string; endpointScope: string; credentials: AppCredentials };

/** How response actions are approved and carried out. */
export interface ResponseConfig {
  target: ResponseTarget;
  fourEyes: 'off' | 'destructive' | 'all';
  /** Roles of single actions, by catalogue id; whether they exist is for the service to say. */
  roles: Readonly<Record<string, string>>;
  timeoutMs: number;
}

/**
 * The settings of guided response, each read by `read`. `loginUrl` is where apps sign in.
 * @throws ConfigError for a value that cannot be used
 */
export function readResponseConfig(read: (setting: Setting) => string | undefined, loginUrl: string): ResponseConfig {
  const fourEyes = (read(responseSettings.responseFourEyes) ?? responseSettings.responseFourEyes.fallback).toLowerCase();
  if (fourEyes !== 'off' && fourEyes !== 'destructive' && fourEyes !== 'all') throw new ConfigError(responseSettings.responseFourEyes.variable, 'off, destructive or all');
  const { variable, fallback } = responseSettings.responseTimeoutSeconds;
  const seconds = wholeNumber(variable, read(responseSettings.responseTimeoutSeconds) ?? fallback, 1, 120);
  return { target: targetOf(read, loginUrl), fourEyes, roles: rolesOf(read(responseSettings.responseRoles)), timeoutMs: seconds * 1_000 };
}

function targetOf(read: (setting: Setting) => string | undefined, loginUrl: string): ResponseTarget {
  const connector = (read(responseSettings.responseConnector) ?? responseSettings.responseConnector.fallback).toLowerCase();
  const needed = (setting: Setting): string => {
    const value = read(setting);
    if (value === undefined) throw new ConfigError(setting.variable, `set when ${responseSettings.responseConnector.variable} is ${connector}`);
    return value;
  };
  const url = (setting: Setting): string => address(setting.variable, read(setting) ?? setting.fallback);
  // What is wrong is said at the start, not on the day another connector is chosen.
  const [graphUrl, endpointUrl, honours, webhook] = [url(responseSettings.responseGraphUrl), url(responseSettings.responseEndpointUrl), honoursKey(read(responseSettings.responseWebhookHonoursKey)), read(responseSettings.responseWebhookUrl)];
  const webhookUrl = webhook === undefined ? undefined : wholeAddress(responseSettings.responseWebhookUrl.variable, webhook);
  switch (connector) {
    case 'lab':
    case 'manual':
      return { connector };
    case 'webhook': {
      const secret = needed(responseSettings.responseWebhookSecret);
      if (secret.length < 16) throw new ConfigError(responseSettings.responseWebhookSecret.variable, 'at least 16 characters long');
      return { connector, url: webhookUrl ?? needed(responseSettings.responseWebhookUrl), secret, honoursKey: honours };
    }
    case 'defender': {
      const credentials = { tenantId: needed(responseSettings.responseTenantId), clientId: needed(responseSettings.responseClientId), clientSecret: needed(responseSettings.responseClientSecret), loginUrl };
      return { connector, graphUrl, endpointUrl, endpointScope: read(responseSettings.responseEndpointScope) ?? responseSettings.responseEndpointScope.fallback, credentials };
    }
    default:
      throw new ConfigError(responseSettings.responseConnector.variable, 'lab, manual, webhook or defender');
  }
}

function honoursKey(text: string | undefined): boolean {
  const value = (text ?? responseSettings.responseWebhookHonoursKey.fallback).toLowerCase();
  if (value === 'on' || value === 'off') return value === 'on';
  throw new ConfigError(responseSettings.responseWebhookHonoursKey.variable, 'on or off');
}

function rolesOf(text: string | undefined): Record<string, string> {
  const pairs = (text ?? '').split(',').map((each) => each.trim()).filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, action, role] = /^([A-Za-z]+)\s*=\s*(reader|hunter|responder|admin)$/.exec(pair) ?? [];
      if (action === undefined || role === undefined) throw new ConfigError(responseSettings.responseRoles.variable, 'a list such as hardDeleteMail=admin, with the roles reader, hunter, responder and admin');
      return [action, role];
    }),
  );
}
