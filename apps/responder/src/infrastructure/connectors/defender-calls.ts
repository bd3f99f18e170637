import { responseAction } from '@attest/security-model';
import type { ActionOrder } from '../../application/response-connector.js';
import type { IdempotencyClass } from '../../domain/action.js';
import type { DefenderService } from './defender-api.js';
import { objectOf, textIn, type HttpAnswer } from './http-call.js';

/** One call to Microsoft that is done when it is answered. */
export interface DefenderCall {
  service: DefenderService;
  method: string;
  path: string;
  body?: unknown;
  /** 404 means that what was to be taken away is away. */
  goneIsDone?: boolean;
  /** Read before, so that it can be put back. */
  before?: { path: string; fields?: readonly string[] };
  result?(answer: HttpAnswer): Record<string, unknown>;
}

interface CallKind {
  idempotency: IdempotencyClass;
  /** It can be taken back by its own opposite. */
  reversible?: boolean;
  call(order: ActionOrder): DefenderCall | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const part = (value: unknown): string => encodeURIComponent(String(value));

/** Method and path of the catalogue, with the order's values. */
function fromCatalogue(order: ActionOrder, values: Record<string, unknown>): Pick<DefenderCall, 'method' | 'path'> | undefined {
  const api = responseAction(order.action)?.api;
  if (api === undefined) return undefined;
  let missing = false;
  const path = api.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    missing ||= text(values[name]) === undefined;
    return part(values[name]);
  });
  return missing ? undefined : { method: api.method, path };
}

function graph(body: (order: ActionOrder) => unknown, more: Partial<DefenderCall> = {}): CallKind['call'] {
  return (order) => {
    const call = fromCatalogue(order, { id: order.target.id, ...order.parameters });
    return call && { service: 'graph', ...call, body: body(order), ...more };
  };
}

/** Actions of Defender for Identity on one account; they need no delegated sign-in. */
function identity(action: string, provider: string): CallKind['call'] {
  return ({ parameters, target }) => {
    const accountId = text(parameters['accountId']) ?? text(parameters['id']) ?? target.id;
    return { service: 'graph', method: 'POST', path: `/security/identities/identityAccounts/${part(accountId)}/invokeAction`, body: { accountId, action, identityProvider: provider } };
  };
}

const incidentFields: Readonly<Record<string, readonly string[]>> = { classifyIncident: ['classification', 'determination', 'status'], assignIncident: ['assignedTo'] };

function incident(order: ActionOrder): DefenderCall {
  const path = `/security/incidents/${part(order.target.id)}`;
  const fields = incidentFields[order.action] ?? [];
  const before = (order.origin?.result?.['before'] ?? {}) as Record<string, unknown>;
  const body = order.reverse ? Object.fromEntries(fields.filter((name) => before[name] !== undefined).map((name) => [name, before[name]])) : order.parameters;
  return { service: 'graph', method: 'PATCH', path, body, before: { path, fields } };
}

/** In the mailbox or the tenant nothing more changes when it comes twice. */
const natural = 'naturallyIdempotent' as const;
const mail: CallKind = { idempotency: natural, call: graph(({ parameters }) => parameters, { result: ({ headers }) => ({ location: headers.get('location')?.slice(0, 500) ?? null, sentence: 'Defender took the order; its action centre shows how it ends for each mail.' }) }) };
const account = (enabled: boolean): CallKind => ({ idempotency: natural, call: graph(() => ({ accountEnabled: enabled })) });
const risk: CallKind = { idempotency: natural, call: graph(({ parameters }) => ({ userIds: parameters['userIds'] })) };

/** Every action that is one call. What is not here, and no machine action, a person does. */
export const defenderCalls: Readonly<Record<string, CallKind>> = {
  blockIndicator: {
    idempotency: natural,
    call: ({ parameters }) => ({ service: 'endpoint', method: 'POST', path: '/indicators', body: parameters, result: ({ body }) => ({ indicatorId: idIn(body) }) }),
  },
  removeIndicator: {
    idempotency: natural,
    call: ({ origin }) => {
      const id = text(origin?.result?.['indicatorId']);
      return id === undefined ? undefined : { service: 'endpoint', method: 'DELETE', path: `/indicators/${part(id)}`, goneIsDone: true };
    },
  },
  startAutomatedInvestigation: {
    idempotency: 'none',
    call: ({ target, parameters, comment }) => ({ service: 'endpoint', method: 'POST', path: `/machines/${part(target.id)}/startInvestigation`, body: { Comment: `${String(parameters['Comment'] ?? '')} ${comment}`.trim() }, result: ({ body }) => ({ investigationId: idIn(body) }) }),
  },
  disableUser: account(false),
  enableUser: account(true),
  revokeSessions: { idempotency: natural, call: graph(() => undefined) },
  requireSignInAgain: { idempotency: natural, call: identity('requireUserToSignInAgain', 'entraID') },
  forcePasswordReset: { idempotency: natural, call: identity('forcePasswordReset', 'activeDirectory') },
  confirmUserCompromised: risk,
  dismissUserRisk: risk,
  softDeleteMail: mail,
  hardDeleteMail: mail,
  moveMailToJunk: mail,
  moveMailToDeletedItems: mail,
  moveMailToInbox: mail,
  removeInboxRule: {
    idempotency: natural,
    call: (order) => {
      const call = fromCatalogue(order, { id: order.target.id, ...order.parameters });
      return call && { service: 'graph', ...call, goneIsDone: true, before: { path: call.path } };
    },
  },
  disableOAuthApp: { idempotency: natural, reversible: true, call: (order) => graph(({ reverse }) => ({ accountEnabled: reverse }))(order) },
  huntForRelated: { idempotency: natural, call: graph(({ parameters }) => parameters, { result: ({ body }) => ({ rows: countIn(body) }) }) },
  classifyIncident: { idempotency: natural, reversible: true, call: incident },
  assignIncident: { idempotency: natural, reversible: true, call: incident },
  commentIncident: {
    idempotency: 'queryable',
    call: ({ target, parameters, key }) => ({ service: 'graph', method: 'POST', path: `/security/incidents/${part(target.id)}/comments`, body: { '@odata.type': 'microsoft.graph.security.alertComment', comment: `${String(parameters['comment'] ?? '')} [attest ${key}]` } }),
  },
};

function idIn(body: unknown): string | null {
  const id = objectOf(body)?.['id'];
  return typeof id === 'number' ? String(id) : (textIn(body, 'id') ?? null);
}

function countIn(body: unknown): number | null {
  const rows = objectOf(body)?.['results'] ?? objectOf(body)?.['Results'];
  return Array.isArray(rows) ? rows.length : null;
}
