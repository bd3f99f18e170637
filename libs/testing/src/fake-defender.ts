import type { ServerResponse } from 'node:http';
import { sendJson, startFakeService, type FakeService, type FakeSignIn } from './fake-entra.js';

/** What the fake of `security/runHuntingQuery` does with one request, in the shapes that Microsoft documents. */
export type FakeDefenderBehaviour =
  | 'rows' | 'manyRows' | 'bigNumbers' | 'oldNames' | 'empty' | 'badQuery' | 'quota' | 'quotaForLong' | 'quotaUntilDate' | 'cpuQuota'
  | 'expiredToken' | 'forbidden' | 'unavailable' | 'serverError' | 'gatewayTimeout' | 'cut' | 'silence' | 'html' | 'wrongShape' | 'redirect' | 'flood';

/** Starts a fake Microsoft Graph. The n-th query gets the n-th behaviour; the last one repeats. Its base is `url` with `/v1.0`. */
export function startFakeDefender(script: FakeDefenderBehaviour | readonly FakeDefenderBehaviour[], signIn: FakeSignIn = 'good'): Promise<FakeService> {
  const behaviours = typeof script === 'string' ? [script] : script;
  return startFakeService(signIn, (request, count, response) => {
    if (request.method !== 'POST' || request.path !== '/v1.0/security/runHuntingQuery') return sendJson(response, 404, { error: { code: 'UnknownError', message: 'No such resource.' } });
    answer(behaviours[Math.min(count, behaviours.length - 1)] ?? 'rows', response);
  });
}

const types = [
  { name: 'Timestamp', type: 'DateTime' },
  { name: 'FileName', type: 'String' },
  { name: 'ProcessId', type: 'Int64' },
  { name: 'Score', type: 'Double' },
  { name: 'IsAdmin', type: 'SByte' },
  { name: 'Fields', type: 'Object' },
  { name: 'ReportId', type: 'Int32' },
  { name: 'Age', type: 'TimeSpan' },
  { name: 'Id', type: 'Guid' },
];

const error = (code: string, message: string): object => ({ error: { code, message, innerError: { date: '2026-11-30T12:00:00', 'request-id': 'CANARY-REQUEST', 'client-request-id': 'CANARY-REQUEST' } } });

function answer(behaviour: FakeDefenderBehaviour, response: ServerResponse): void {
  switch (behaviour) {
    case 'rows':
      return sendJson(response, 200, {
        '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.security.huntingQueryResults',
        schema: types,
        results: [
          { '@odata.type': '#microsoft.graph.security.huntingRowResult', Timestamp: '2026-11-30T08:15:30.1234567Z', FileName: 'a.exe', ProcessId: 42, Score: 0.5, IsAdmin: 1, Fields: { a: [1, null] }, ReportId: 7, Age: '1.02:03:04.5000000', Id: '0f8fad5b-d9cb-469f-a165-70867728950e' },
          { Timestamp: '2026-11-30T08:15:31Z', FileName: null, ProcessId: null, Score: null, IsAdmin: false, Fields: '{"b":2}', ReportId: null, Age: null, Id: null },
        ],
      });
    case 'manyRows':
      return sendJson(response, 200, { schema: [types[1]], results: Array.from({ length: 100_000 }, (_, at) => ({ FileName: `f${at}` })) });
    case 'bigNumbers':
      return sendJson(response, 200, '{"schema":[{"name":"ProcessId","type":"Int64"},{"name":"FileName","type":"String"}],"results":[{"ProcessId":9223372036854775807,"FileName":"id 9223372036854775807"},{"ProcessId":-12,"FileName":"\\"1234567890123456789\\""}]}');
    case 'oldNames':
      return sendJson(response, 200, { Schema: [{ Name: 'FileName', Type: 'System.String' }], Results: [{ FileName: 'old.exe' }] });
    case 'empty':
      return sendJson(response, 200, { schema: [types[1]], results: [] });
    case 'badQuery':
      return sendJson(response, 400, error('BadRequest', "'where' operator: Failed to resolve column or scalar expression named 'Nope'. Fix semantic errors in your query.\u0007"));
    case 'quota':
      return sendJson(response, 429, error('TooManyRequests', 'This action could not be executed. You have exceeded the quota for calls per minute.'), { 'retry-after': '1' });
    case 'quotaForLong':
      return sendJson(response, 429, error('TooManyRequests', 'You have exceeded the quota for calls per hour.'), { 'retry-after': '3600' });
    case 'quotaUntilDate':
      return sendJson(response, 429, error('TooManyRequests', 'Slow down.'), { 'retry-after': new Date(Date.now() + 2_000).toUTCString() });
    case 'cpuQuota':
      return sendJson(response, 429, error('TooManyRequests', 'Your tenant has used all of its CPU resources.'));
    case 'expiredToken':
      return sendJson(response, 401, error('InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.'));
    case 'forbidden':
      return sendJson(response, 403, error('Forbidden', 'Missing application scopes. API requires one of ThreatHunting.Read.All CANARY-APP'));
    case 'unavailable':
      return sendJson(response, 503, error('ServiceUnavailable', 'Try again.'), { 'retry-after': '0' });
    case 'serverError':
      return sendJson(response, 500, error('InternalServerError', 'Something broke.'));
    case 'gatewayTimeout':
      return sendJson(response, 504, error('GatewayTimeout', 'The query timed out.'));
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"schema":[');
      return void setTimeout(() => response.destroy(), 10);
    case 'silence':
      return;
    case 'html':
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>CANARY-PROXY</title>');
    case 'wrongShape':
      return sendJson(response, 200, { value: [] });
    case 'redirect':
      return void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
    case 'flood': {
      response.writeHead(200, { 'content-type': 'application/json' });
      const block = ' '.repeat(1024 * 1024);
      const more = (): void => {
        while (!response.destroyed) if (!response.write(block)) return void response.once('drain', more);
      };
      return more();
    }
  }
}
