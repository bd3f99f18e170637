import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { sendJson, startFakeService, type FakeService, type FakeServiceRequest, type FakeSignIn } from './fake-entra.js';

/** What goes wrong with one call: before its effect, after it, or instead of it. */
export type ResponseApiFault = 'throttled' | 'unavailable' | 'serverError' | 'serverErrorAfter' | 'cut' | 'cutAfter' | 'silence' | 'expiredToken' | 'forbidden' | 'html';

/** A machine action as Defender for Endpoint keeps it. */
export interface FakeMachineAction {
  id: string;
  type: string;
  machineId: string;
  status: string;
  requestorComment: string;
  [field: string]: unknown;
}

/** The tenant behind the fake. */
export interface FakeTenant {
  machines: Map<string, { id: string; computerDnsName: string }>;
  machineActions: FakeMachineAction[];
  indicators: Map<string, Record<string, unknown>>;
  users: Map<string, { accountEnabled: boolean; revocations: number }>;
  riskyUsers: Map<string, string>;
  apps: Map<string, { accountEnabled: boolean }>;
  incidents: Map<string, Record<string, unknown> & { comments: { comment: string }[] }>;
  inboxRules: Map<string, Record<string, unknown>>;
  mails: Map<string, string>;
  invoked: { accountId: string; action: string; identityProvider: string }[];
  investigations: number;
  /** States a machine action goes through, one at each look; the last one stays. */
  course: string[];
}

/** A fake of the documented response APIs of Microsoft Defender and Entra, with its tenant. */
export interface FakeResponseApi extends FakeService {
  tenant: FakeTenant;
  /** The next calls whose method and path match go wrong so. */
  fault(call: RegExp, ...faults: ResponseApiFault[]): void;
}

interface Route {
  call: RegExp;
  answer(tenant: FakeTenant, match: RegExpExecArray, body: Record<string, unknown>): [status: number, body?: unknown, headers?: Record<string, string>];
}

const started: Readonly<Record<string, string>> = {
  isolate: 'Isolate', unisolate: 'Unisolate', restrictCodeExecution: 'RestrictCodeExecution', unrestrictCodeExecution: 'UnrestrictCodeExecution', runAntiVirusScan: 'RunAntiVirusScan',
  collectInvestigationPackage: 'CollectInvestigationPackage', StopAndQuarantineFile: 'StopAndQuarantineFile', runliveresponse: 'LiveResponse',
};
const mde = (code: string, message: string, target = '|00-0-0.'): unknown => ({ error: { code, message, target } });
const graph = (code: string, message: string): unknown => ({ error: { code, message, innerError: { 'request-id': 'CANARY-REQUEST' } } });
const isOngoing = ({ status }: FakeMachineAction): boolean => status === 'Pending' || status === 'InProgress';
const unquoted = (filter: string, name: string): string | undefined => new RegExp(`${name} eq '((?:[^']|'')*)'`).exec(filter)?.[1]?.replaceAll("''", "'");

const routes: readonly Route[] = [
  {
    call: /^POST \/api\/machines\/([0-9a-f]{40})\/(\w+)$/i,
    answer: (tenant, [, machineId = '', verb = ''], body) => {
      if (typeof body['Comment'] !== 'string' || body['Comment'] === '') return [400, mde('MissingRequiredParameter', 'Parameter Comment is missing.')];
      if (verb === 'startInvestigation') return [200, { id: String((tenant.investigations += 1)), state: 'Running' }];
      const type = started[verb];
      if (type === undefined || !tenant.machines.has(machineId)) return [404, mde('ResourceNotFound', `Machine ${machineId} was not found.`)];
      if (type === 'StopAndQuarantineFile' && !/^[0-9a-f]{40}$/i.test(String(body['Sha1']))) return [400, mde('InvalidHashValue', 'Hash value is invalid.')];
      if (tenant.machineActions.some((each) => each.machineId === machineId && each.type === type && isOngoing(each))) return [400, mde('ActiveRequestAlreadyExists', 'Action is already in progress.')];
      const action = { id: randomUUID(), type, scope: body['IsolationType'] ?? null, requestor: 'app', requestorComment: body['Comment'], status: tenant.course[0] ?? 'Pending', machineId, creationDateTimeUtc: new Date().toISOString(), looks: 0 };
      tenant.machineActions.push(action);
      return [201, action];
    },
  },
  {
    call: /^GET \/api\/machineactions\?\$filter=(.+)$/,
    answer: (tenant, [, encoded = '']) => {
      const filter = decodeURIComponent(encoded);
      const [machineId, type] = [unquoted(filter, 'machineId'), unquoted(filter, 'type')];
      return [200, { value: tenant.machineActions.filter((each) => each.machineId === machineId && each.type === type) }];
    },
  },
  {
    call: /^GET \/api\/machineactions\/([\w-]+)$/,
    answer: (tenant, [, id]) => {
      const action = tenant.machineActions.find((each) => each.id === id);
      if (!action) return [404, mde('ResourceNotFound', 'No such machine action.')];
      action['looks'] = Number(action['looks']) + 1;
      action.status = tenant.course[Math.min(Number(action['looks']), tenant.course.length - 1)] ?? 'Succeeded';
      return [200, action];
    },
  },
  {
    call: /^GET \/api\/machines\?\$filter=(.+)$/,
    answer: (tenant, [, encoded = '']) => [200, { value: [...tenant.machines.values()].filter(({ computerDnsName }) => computerDnsName === unquoted(decodeURIComponent(encoded), 'computerDnsName')) }],
  },
  {
    call: /^POST \/api\/indicators$/,
    answer: (tenant, _match, body) => {
      if (String(body['indicatorValue']).includes('/') && body['indicatorType'] === 'IpAddress') return [400, mde('InvalidInput', 'CIDR notation is not supported.')];
      const known = [...tenant.indicators].find(([, each]) => each['indicatorValue'] === body['indicatorValue'] && each['indicatorType'] === body['indicatorType']);
      const id = known?.[0] ?? String(tenant.indicators.size + 1);
      tenant.indicators.set(id, { ...body, id });
      return [200, { ...body, id }];
    },
  },
  { call: /^DELETE \/api\/indicators\/(\w+)$/, answer: (tenant, [, id = '']) => (tenant.indicators.delete(id) ? [204] : [404, mde('ResourceNotFound', 'No such indicator.')]) },
  {
    call: /^PATCH \/v1\.0\/users\/([^/]+)$/,
    answer: (tenant, [, id = ''], body) => {
      const user = tenant.users.get(decodeURIComponent(id));
      if (!user) return [404, graph('Request_ResourceNotFound', `Resource '${id}' does not exist.`)];
      user.accountEnabled = body['accountEnabled'] === true;
      return [204];
    },
  },
  {
    call: /^POST \/v1\.0\/users\/([^/]+)\/revokeSignInSessions$/,
    answer: (tenant, [, id = '']) => {
      const user = tenant.users.get(decodeURIComponent(id));
      if (!user) return [404, graph('Request_ResourceNotFound', 'No such user.')];
      user.revocations += 1;
      return [200, { value: true }];
    },
  },
  {
    call: /^POST \/v1\.0\/identityProtection\/riskyUsers\/(confirmCompromised|dismiss)$/,
    answer: (tenant, [, verb], body) => {
      for (const id of body['userIds'] as string[]) tenant.riskyUsers.set(id, verb === 'dismiss' ? 'dismissed' : 'confirmedCompromised');
      return [204];
    },
  },
  {
    call: /^POST \/v1\.0\/security\/identities\/identityAccounts\/([^/]+)\/invokeAction$/,
    answer: (tenant, _match, body) => {
      tenant.invoked.push(body as FakeTenant['invoked'][number]);
      return [200, {}];
    },
  },
  {
    call: /^POST \/v1\.0\/security\/collaboration\/analyzedEmails\/remediate$/,
    answer: (tenant, _match, body) => {
      if (typeof body['displayName'] !== 'string') return [400, graph('BadRequest', 'displayName is required.')];
      for (const { id } of body['analyzedEmails'] as { id: string }[]) tenant.mails.set(id, String(body['action']));
      return [202, undefined, { location: 'https://graph.microsoft.com/v1.0/security/remediations/1' }];
    },
  },
  {
    call: /^PATCH \/v1\.0\/servicePrincipals\/([^/]+)$/,
    answer: (tenant, [, id = ''], body) => {
      const app = tenant.apps.get(id);
      if (!app) return [404, graph('Request_ResourceNotFound', 'No such app.')];
      app.accountEnabled = body['accountEnabled'] === true;
      return [204];
    },
  },
  {
    call: /^(GET|PATCH) \/v1\.0\/security\/incidents\/([^/]+)$/,
    answer: (tenant, [, method, id = ''], body) => {
      const incident = tenant.incidents.get(id);
      if (!incident) return [404, graph('NotFound', 'No such incident.')];
      if (method === 'PATCH') Object.assign(incident, body);
      return [200, incident];
    },
  },
  {
    call: /^POST \/v1\.0\/security\/incidents\/([^/]+)\/comments$/,
    answer: (tenant, [, id = ''], body) => {
      const incident = tenant.incidents.get(id);
      if (!incident) return [404, graph('NotFound', 'No such incident.')];
      incident.comments.push({ comment: String(body['comment']) });
      return [200, { value: incident.comments }];
    },
  },
  {
    call: /^(GET|DELETE) \/v1\.0\/users\/[^/]+\/mailFolders\/inbox\/messageRules\/([^/]+)$/,
    answer: (tenant, [, method, id = '']) => {
      const rule = tenant.inboxRules.get(decodeURIComponent(id));
      if (!rule) return [404, graph('ErrorItemNotFound', 'No such rule.')];
      if (method === 'GET') return [200, rule];
      tenant.inboxRules.delete(decodeURIComponent(id));
      return [204];
    },
  },
  { call: /^POST \/v1\.0\/security\/runHuntingQuery$/, answer: () => [200, { schema: [{ name: 'DeviceName', type: 'String' }], results: [{ DeviceName: 'ws-01' }, { DeviceName: 'ws-02' }] }] },
];

/** Starts the fake on one free local port: Defender for Endpoint at `url`, Graph at `url`, the sign-in at `url`. `latencyMs` is waited before and after every effect. */
export async function startFakeResponseApi(options: { signIn?: FakeSignIn; latencyMs?: () => number } = {}): Promise<FakeResponseApi> {
  const tenant: FakeTenant = {
    machines: new Map(), machineActions: [], indicators: new Map(), users: new Map(), riskyUsers: new Map(), apps: new Map(), incidents: new Map(), inboxRules: new Map(), mails: new Map(),
    invoked: [], investigations: 0, course: ['Pending', 'InProgress', 'Succeeded'],
  };
  const faults: { call: RegExp; fault: ResponseApiFault }[] = [];
  const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, options.latencyMs?.() ?? 0));
  const service = await startFakeService(options.signIn ?? 'good', (request, _count, response) => void serve(request, response).catch(() => response.destroy()));

  async function serve(request: FakeServiceRequest, response: ServerResponse): Promise<void> {
    const call = `${request.method} ${request.path}`;
    const at = faults.findIndex((each) => each.call.test(call));
    const [planned] = at < 0 ? [] : faults.splice(at, 1);
    await wait();
    if (planned && !planned.fault.endsWith('After')) return fail(planned.fault, response);
    const route = routes.find((each) => each.call.test(call));
    const match = route?.call.exec(call);
    if (!route || !match) return sendJson(response, 404, graph('UnknownError', `No such resource: ${call}`));
    const [status, body, headers = {}] = route.answer(tenant, match, request.body === '' ? {} : (JSON.parse(request.body) as Record<string, unknown>));
    await wait();
    if (planned) return fail(planned.fault === 'serverErrorAfter' ? 'serverError' : 'cut', response);
    if (body === undefined) return void response.writeHead(status, headers).end();
    sendJson(response, status, body, headers);
  }

  return Object.assign(service, {
    tenant,
    fault: (call: RegExp, ...more: ResponseApiFault[]) => void faults.push(...more.map((fault) => ({ call, fault }))),
  });
}

function fail(fault: ResponseApiFault, response: ServerResponse): void {
  switch (fault) {
    case 'throttled':
      return sendJson(response, 429, mde('TooManyRequests', 'You have exceeded the allowed number of calls.'), { 'retry-after': '7' });
    case 'unavailable':
      return sendJson(response, 503, mde('ServiceUnavailable', 'Try again later.'), { 'retry-after': '3' });
    case 'expiredToken':
      return sendJson(response, 401, graph('InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.'));
    case 'forbidden':
      return sendJson(response, 403, mde('Forbidden', 'The application does not have any of the required application permissions (Machine.Isolate).\u0007'));
    case 'html':
      return void response.writeHead(502, { 'content-type': 'text/html' }).end('<!doctype html><title>CANARY-PROXY</title>');
    case 'silence':
      return;
    case 'cut':
      return void response.destroy();
    default:
      return sendJson(response, 500, mde('InternalServerError', 'Something broke.'));
  }
}
