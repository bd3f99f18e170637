import type { ServerResponse } from 'node:http';
import { sendJson, startFakeService, type FakeService, type FakeSignIn } from './fake-entra.js';

/** What the fake of Azure Data Explorer's `/v2/rest/query` does with one request, in the shapes that Microsoft documents. */
export type FakeKustoBehaviour = 'rows' | 'progressive' | 'chart' | 'badQuery' | 'errorInRows' | 'errorAtEnd' | 'tooLarge' | 'lowMemory' | 'errorAfterHead' | 'cancelled' | 'noEnd' | 'throttled' | 'forbidden' | 'expiredToken' | 'unavailable' | 'silence';

/** Starts a fake cluster at `url`. The n-th query gets the n-th behaviour; the last one repeats. */
export function startFakeKusto(script: FakeKustoBehaviour | readonly FakeKustoBehaviour[], signIn: FakeSignIn = 'good'): Promise<FakeService> {
  const behaviours = typeof script === 'string' ? [script] : script;
  return startFakeService(signIn, (request, count, response) => {
    if (request.method !== 'POST' || request.path !== '/v2/rest/query') return sendJson(response, 404, { error: { code: 'NotFound', message: 'No such resource.' } });
    answer(behaviours[Math.min(count, behaviours.length - 1)] ?? 'rows', response);
  });
}

const columns = [
  { ColumnName: 'Timestamp', ColumnType: 'datetime' },
  { ColumnName: 'FileName', ColumnType: 'string' },
  { ColumnName: 'Count', ColumnType: 'long' },
  { ColumnName: 'Share', ColumnType: 'decimal' },
  { ColumnName: 'Fields', ColumnType: 'dynamic' },
];
const first = ['2026-11-30T08:15:30.1Z', 'a.exe', 3, '1.25', '{"a":1}'];
const second = [null, null, null, null, null];
const head = { FrameType: 'DataSetHeader', IsProgressive: false, Version: 'v2.0' };
const primary = (rows: unknown[]): object => ({ FrameType: 'DataTable', TableId: 1, TableKind: 'PrimaryResult', TableName: 'PrimaryResult', Columns: columns, Rows: rows });
const properties = (value: object): object => ({
  FrameType: 'DataTable',
  TableId: 0,
  TableKind: 'QueryProperties',
  TableName: '@ExtendedProperties',
  Columns: [
    { ColumnName: 'TableId', ColumnType: 'int' },
    { ColumnName: 'Key', ColumnType: 'string' },
    { ColumnName: 'Value', ColumnType: 'dynamic' },
  ],
  Rows: [[1, 'Visualization', JSON.stringify(value)]],
});
const completion = (more: object = {}): object => ({ FrameType: 'DataSetCompletion', HasErrors: false, Cancelled: false, ...more });
const oneApi = (code: string, message: string): object => ({
  error: { code, message: 'Request is invalid and cannot be executed.', '@type': 'Kusto.Data.Exceptions.KustoException', '@message': message, '@context': { machineName: 'CANARY-MACHINE', activityId: 'CANARY' }, '@permanent': true },
});

function answer(behaviour: FakeKustoBehaviour, response: ServerResponse): void {
  switch (behaviour) {
    case 'rows':
      return sendJson(response, 200, [head, properties({ Visualization: null }), primary([first, second]), completion()]);
    case 'chart':
      return sendJson(response, 200, [head, properties({ Visualization: 'timechart', Title: 'By hour', XColumn: null }), primary([first]), completion()]);
    case 'progressive':
      return sendJson(response, 200, [
        { ...head, IsProgressive: true },
        { FrameType: 'TableHeader', TableId: 1, TableKind: 'PrimaryResult', TableName: 'PrimaryResult', Columns: columns },
        { FrameType: 'TableFragment', TableId: 1, FieldCount: 5, TableFragmentType: 'DataAppend', Rows: [second] },
        { FrameType: 'TableProgress', TableId: 1, TableProgress: 50 },
        { FrameType: 'TableFragment', TableId: 1, FieldCount: 5, TableFragmentType: 'DataReplace', Rows: [first] },
        { FrameType: 'TableFragment', TableId: 1, FieldCount: 5, TableFragmentType: 'DataAppend', Rows: [second] },
        { FrameType: 'TableCompletion', TableId: 1, RowCount: 2 },
        completion(),
      ]);
    case 'badQuery':
      return sendJson(response, 400, oneApi('General_BadRequest', "Semantic error: SEM0100: 'where' operator: Failed to resolve scalar expression named 'Nope'"));
    case 'errorInRows':
      return sendJson(response, 200, [head, primary([first, { OneApiErrors: [oneApi('LimitsExceeded', 'Query execution has exceeded the allowed limits (80DA0001): E_LOW_MEMORY_CONDITION.')] }]), completion()]);
    case 'errorAtEnd':
      return sendJson(response, 200, [head, primary([first]), completion({ HasErrors: true, OneApiErrors: [oneApi('InternalServiceError', 'Something broke.')] })]);
    case 'tooLarge':
      return sendJson(response, 200, [head, primary([first]), completion({ HasErrors: true, OneApiErrors: [oneApi('LimitsExceeded', 'Query execution has resulted in error (0x80DA0003): E_QUERY_RESULT_SET_TOO_LARGE.')] })]);
    case 'lowMemory':
      return sendJson(response, 200, [head, primary([]), completion({ HasErrors: true, OneApiErrors: [oneApi('LimitsExceeded', 'Runaway query (E_RUNAWAY_QUERY).')] })]);
    case 'errorAfterHead':
      return sendJson(response, 200, oneApi('Request_ExecutionTimeout', 'The query timed out.'));
    case 'cancelled':
      return sendJson(response, 200, [head, primary([]), completion({ Cancelled: true })]);
    case 'noEnd':
      return sendJson(response, 200, [head, primary([first])]);
    case 'throttled':
      return sendJson(response, 429, oneApi('Throttled', 'The request was throttled.'), { 'retry-after': '0' });
    case 'forbidden':
      return sendJson(response, 403, oneApi('Forbidden', 'Principal CANARY-APP is not authorized.'));
    case 'expiredToken':
      return void response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    case 'unavailable':
      return void response.writeHead(503).end();
    case 'silence':
      return;
  }
}
