import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Topic, unpackJson, unpackRows, type ActionChanged, type Envelope } from '@attest/contracts';
import { eventually } from '@attest/testing';
import { startIncidents, type Service } from './service.js';

type Json = Record<string, unknown>;

const base = '#microsoft.graph.security.';
const madeUp = (id: string, alerts = 1, more: Json = {}): Json => ({
  id,
  displayName: `Made-up incident ${id}`,
  severity: 'medium',
  status: 'active',
  alerts: Array.from({ length: alerts }, (_, n) => ({
    id: `${id}-${n}`,
    title: `Alert ${n}`,
    severity: 'medium',
    firstActivityDateTime: new Date(Date.UTC(2025, 0, 1, 0, 0, n)).toISOString(),
    evidence: [
      { '@odata.type': `${base}deviceEvidence`, deviceDnsName: `pc${n % 9}.contoso.example`, mdeDeviceId: `m${n % 9}` },
      { '@odata.type': `${base}quantumEvidence`, spin: n },
    ],
  })),
  ...more,
});

describe('the incidents service', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startIncidents();
  });

  afterAll(() => service.close());

  const revisionsOf = (id: string): number[] => service.announced.filter(({ key }) => key === id).map(({ payload }) => payload.revision);

  it('takes one incident, a list, a page and gzip of each, and announces every one', async () => {
    const one = await service.post('/api/incidents', JSON.stringify(madeUp('one')));
    expect(one).toMatchObject({ status: 200, body: { incidents: [{ id: 'one', outcome: 'CREATED', revision: 1 }], refused: [] } });
    const list = await service.post('/api/incidents', JSON.stringify([madeUp('l1'), madeUp('l2')]));
    expect(list.body['incidents']).toHaveLength(2);
    const page = await service.post('/api/incidents', gzipSync(JSON.stringify({ '@odata.context': 'x', value: [madeUp('g1'), madeUp('g2')], '@odata.nextLink': 'y' })));
    expect(page.body['incidents']).toHaveLength(2);
    await eventually('all announced', () => ['one', 'l1', 'l2', 'g1', 'g2'].every((id) => revisionsOf(id).length === 1));
    const [event] = service.announced.filter(({ key }) => key === 'one');
    expect(unpackJson(event?.payload.incident ?? '')).toMatchObject({ id: 'one', alerts: [{ id: 'one-0', evidence: [{ deviceDnsName: 'pc0.contoso.example' }, { '@odata.type': `${base}quantumEvidence`, spin: 0 }] }] });
  });

  it('changes nothing for what did not change, and gives what changed a new revision', async () => {
    const send = (more: Json = {}): Promise<{ body: Json }> => service.post('/api/incidents', JSON.stringify(madeUp('again', 2, more)));
    expect((await send()).body).toMatchObject({ incidents: [{ outcome: 'CREATED', revision: 1 }] });
    expect((await send()).body).toMatchObject({ incidents: [{ outcome: 'UNCHANGED', revision: 1 }] });
    expect((await send({ severity: 'high' })).body).toMatchObject({ incidents: [{ outcome: 'UPDATED', revision: 2 }] });
    await eventually('announced', () => revisionsOf('again').length === 2);
    expect(revisionsOf('again')).toEqual([1, 2]);
  });

  it('keeps good items and names the place and reason of bad ones', async () => {
    const { status, body } = await service.post('/api/incidents', JSON.stringify({ value: [madeUp('good'), { noId: true }, 7, madeUp('good2')] }));
    expect(status).toBe(200);
    expect(body['incidents']).toHaveLength(2);
    expect(body['refused']).toEqual([
      { position: '$.value[1].id', reason: expect.stringContaining('no id') },
      { position: '$.value[2]', reason: expect.stringContaining('JSON object') },
    ]);
  });

  it.each([
    ['text that is not JSON', 'not json at all', 400, 'NOT_JSON'],
    ['nothing', '', 400, 'NOTHING_SENT'],
    ['a number', '7', 400, 'NOT_AN_INCIDENT'],
    ['gzip that is broken', Buffer.from([0x1f, 0x8b, 1, 2, 3, 4]), 400, 'NOT_COMPRESSED'],
    ['more alerts than an incident holds', JSON.stringify(madeUp('big', 5_001)), 400, 'NOT_AN_INCIDENT'],
  ])('refuses %s with one sentence', async (_what, sent, status, code) => {
    const answer = await service.post('/api/incidents', sent);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error: { code, message: expect.stringMatching(/\w.*\.?/) } });
    expect(JSON.stringify(answer.body)).not.toMatch(/at .*\.js|node_modules|postgres/i);
  });

  it('never fails on any JSON: it is imported or refused with a sentence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify({ id: 'wild', alerts: [value, { evidence: [value] }], comments: value }))), async (text) => {
        const { status } = await service.post('/api/incidents', text);
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 60 },
    );
  });

  it('takes five thousand alerts and pages through them', async () => {
    const { body } = await service.post('/api/incidents', gzipSync(JSON.stringify(madeUp('large', 5_000))));
    expect(body).toMatchObject({ incidents: [{ outcome: 'CREATED' }] });
    const { data } = await service.ask('query ($after: String) { incident(id: "large") { alertCount evidenceCount alerts(first: 100, after: $after) { totalCount nodes { id evidence { type } } pageInfo { hasNextPage endCursor } } } }');
    const incident = data?.['incident'] as unknown as { alertCount: number; evidenceCount: number; alerts: { totalCount: number; nodes: { id: string; evidence: unknown[] }[]; pageInfo: { endCursor: string } } };
    expect(incident).toMatchObject({ alertCount: 5_000, evidenceCount: 10_000, alerts: { totalCount: 5_000, pageInfo: { hasNextPage: true } } });
    expect(incident.alerts.nodes[0]).toMatchObject({ id: 'large-0', evidence: [{ type: 'deviceEvidence' }, { type: 'quantumEvidence' }] });
    const next = await service.ask('query ($after: String) { incident(id: "large") { alerts(first: 1, after: $after) { nodes { id } } } }', { after: incident.alerts.pageInfo.endCursor });
    expect(next.data).toMatchObject({ incident: { alerts: { nodes: [{ id: 'large-100' }] } } });
  });

  it('refuses pages over 100 and cursors that are none', async () => {
    expect((await service.ask('{ incidents(first: 101) { totalCount } }')).errors?.[0]?.extensions).toMatchObject({ code: 'PAGE_TOO_LARGE' });
    expect((await service.ask('{ incidents(after: "nonsense") { totalCount } }')).errors?.[0]?.extensions).toMatchObject({ code: 'CURSOR_UNREADABLE' });
  });

  it('lists every incident once over its pages, in each order', async () => {
    for (const order of ['LAST_UPDATE_DESC', 'CREATED_DESC', 'SEVERITY_DESC']) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const { data, errors } = await service.ask(`query ($after: String) { incidents(first: 3, after: $after, orderBy: ${order}) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`, { after });
        expect(errors).toBeUndefined();
        const page = data?.['incidents'] as unknown as { totalCount: number; nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
        seen.push(...page.nodes.map(({ id }) => id));
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
        if (after === null) expect(seen).toHaveLength(page.totalCount);
      } while (after !== null);
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  it('adds event rows once, counts bad lines and announces one new revision', async () => {
    await service.post('/api/incidents', JSON.stringify(madeUp('events')));
    const lines = [{ Table: 'DeviceProcessEvents', Timestamp: '2025-01-01T00:00:00Z', FileName: 'a.exe' }, { Table: 'DeviceProcessEvents', Timestamp: '2025-01-01T00:00:01Z', FileName: 'b.exe' }].map((row) => JSON.stringify(row));
    const upload = gzipSync([lines[0], 'not json', lines[1]].join('\n'));
    expect((await service.post('/api/incidents/events/events', upload)).body).toEqual({ accepted: 2, known: 0, refused: 1, firstRefusal: 'line 2: The line is not valid JSON.' });
    expect((await service.post('/api/incidents/events/events', upload)).body).toMatchObject({ accepted: 0, known: 2 });
    await eventually('announced', () => revisionsOf('events').length === 2);
    const last = service.announced.filter(({ key }) => key === 'events').at(-1)?.payload;
    expect(last).toMatchObject({ change: 'eventsAdded', eventRows: 2, eventRowsOmitted: 0 });
    expect(unpackRows(last?.events ?? '')).toEqual([expect.objectContaining({ FileName: 'a.exe', $row: 0 }), expect.objectContaining({ FileName: 'b.exe', $row: 1 })]);
    expect((await service.ask('{ incident(id: "events") { eventRowCount eventRow(row: 1) { table values } } }')).data).toMatchObject({ incident: { eventRowCount: 2, eventRow: { table: 'DeviceProcessEvents', values: { FileName: 'b.exe' } } } });
    expect(await service.post('/api/incidents/nobody/events', lines[0] ?? '')).toMatchObject({ status: 404, body: { error: { code: 'INCIDENT_UNKNOWN' } } });
  });

  it('works on while uploads come in slowly, and keeps nothing of those that break off', async () => {
    await service.post('/api/incidents', JSON.stringify(madeUp('slow')));
    const row = (name: string): string => `${JSON.stringify({ Table: 'DeviceEvents', Timestamp: '2025-01-01T00:00:00Z', DeviceName: name })}\n`;
    const leave: (() => void)[] = [];
    for (let i = 0; i < 12; i++) leave.push(await service.begin('/api/incidents/slow/events', row('begun').repeat(3)));
    expect((await service.ask('{ incident(id: "slow") { eventRowCount } }')).data).toEqual({ incident: { eventRowCount: 0 } });
    expect((await service.post('/api/incidents/slow/events', row('whole'))).body).toMatchObject({ accepted: 1 });
    for (const each of leave) each();
    expect((await service.post('/api/incidents/slow/events', row('begun'))).body).toMatchObject({ accepted: 1, known: 0 });
  });

  it.each([
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, as Windows PowerShell writes it', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 the other way round, in gzip', (text: string) => gzipSync(Buffer.from(`\uFEFF${text}`, 'utf16le').swap16())],
  ])('reads uploads in %s', async (name, encode) => {
    const incident = { ...(madeUp(`encoded ${name}`) as object), displayName: 'Anmeldung aus Zürich' };
    expect((await service.post('/api/incidents', encode(JSON.stringify(incident)))).body).toMatchObject({ incidents: [{ outcome: 'CREATED' }] });
    expect((await service.ask('query ($id: ID!) { incident(id: $id) { displayName } }', { id: `encoded ${name}` })).data).toEqual({ incident: { displayName: 'Anmeldung aus Zürich' } });
    const rows = ['zürich-1', 'zürich-2'].map((DeviceName) => JSON.stringify({ Table: 'DeviceEvents', Timestamp: '2025-01-01T00:00:00Z', DeviceName })).join('\r\n');
    expect((await service.post(`/api/incidents/${encodeURIComponent(`encoded ${name}`)}/events`, encode(rows))).body).toMatchObject({ accepted: 2, refused: 0 });
  });

  it('refuses text that PostgreSQL cannot keep as the fault of who sent it, and addresses where nothing is', async () => {
    expect(await service.post('/api/incidents/a%00b/events', '{}')).toMatchObject({ status: 400, body: { error: { code: 'BAD_INPUT', message: 'Text with the character U+0000 in it is not taken.' } } });
    expect(await service.post('/api/incidents/%ff/events', '{}')).toMatchObject({ status: 400, body: { error: { message: 'The address of the request cannot be read.' } } });
    expect(await service.post('/api/incidents/a/nowhere', '{}')).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND', message: 'There is nothing at this address.' } } });
  });

  it('records every change of a field, and keeps it over a re-import unless the source changed it too', async () => {
    await service.post('/api/incidents', JSON.stringify(madeUp('fields')));
    const update = 'mutation ($input: UpdateIncidentInput!, $revision: Int) { updateIncident(id: "fields", input: $input, expectedRevision: $revision) { revision status assignedTo customTags } }';
    expect((await service.ask(update, { input: { status: 'INPROGRESS', assignedTo: 'kim', customTags: ['vip', 'vip'] }, revision: 1 })).data).toMatchObject({ updateIncident: { revision: 2, status: 'inProgress', assignedTo: 'kim', customTags: ['vip'] } });
    expect((await service.ask(update, { input: { status: 'resolved' }, revision: 1 })).errors?.[0]).toMatchObject({ extensions: { code: 'REVISION_CHANGED' } });
    expect((await service.ask(update, { input: { status: 'sleeping' } })).errors?.[0]?.message).toMatch(/status takes one of: active, resolved/);
    await service.post('/api/incidents', JSON.stringify(madeUp('fields', 2)));
    const read = '{ incident(id: "fields") { revision status assignedTo alertCount activity { nodes { kind field oldValue newValue actor } } } }';
    expect((await service.ask(read)).data).toMatchObject({ incident: { revision: 3, status: 'inProgress', assignedTo: 'kim', alertCount: 2 } });
    await service.post('/api/incidents', JSON.stringify(madeUp('fields', 2, { status: 'resolved' })));
    const { data } = await service.ask(read);
    expect(data).toMatchObject({ incident: { revision: 4, status: 'resolved', assignedTo: 'kim' } });
    const { nodes } = (data?.['incident'] as unknown as { activity: { nodes: Json[] } }).activity;
    expect(nodes).toContainEqual({ kind: 'fieldChanged', field: 'assignedTo', oldValue: null, newValue: 'kim', actor: 'tester' });
    expect(nodes.map(({ kind }) => kind)).toEqual(['sourceChanged', 'sourceChanged', 'fieldChanged', 'fieldChanged', 'fieldChanged', 'imported']);
  });

  it('keeps comments of the source and of people', async () => {
    await service.post('/api/incidents', JSON.stringify(madeUp('talk', 1, { comments: [{ comment: 'from the source', createdByDisplayName: 'soc', createdDateTime: '2025-01-01T00:00:00Z' }] })));
    await service.ask('mutation { addIncidentComment(id: "talk", comment: "from here") { id } }');
    const { data } = await service.ask('{ incident(id: "talk") { comments { comment author } } }');
    expect(data).toMatchObject({ incident: { comments: [{ comment: 'from the source', author: 'soc' }, { comment: 'from here', author: 'tester' }] } });
    expect((await service.ask('mutation { addIncidentComment(id: "talk", comment: "  ") { id } }')).errors?.[0]?.message).toMatch(/1 to 10000 characters/);
  });

  it('tells other services what was done with an incident, comments whole', async () => {
    const talk = 'A long one. '.repeat(40).trim();
    await service.post('/api/incidents', JSON.stringify(madeUp('told')));
    await service.ask('mutation { updateIncident(id: "told", input: { status: "inProgress" }) { id } }');
    await service.ask('mutation ($comment: String!) { addIncidentComment(id: "told", comment: $comment) { id } }', { comment: talk });
    await eventually('all announced', () => revisionsOf('told').length === 3);
    const events = service.announced.filter(({ key }) => key === 'told').map(({ payload }) => payload);
    // A comment leaves the incident as it is: its revision stays.
    expect(events.map(({ revision, activity }) => [revision, activity?.length])).toEqual([[1, 1], [2, 2], [2, 3]]);
    expect(events.at(-1)?.activity).toMatchObject([
      { kind: 'imported', by: { name: 'tester' }, field: null },
      { kind: 'fieldChanged', field: 'status', from: 'active', to: 'inProgress' },
      { kind: 'commented', by: { name: 'tester' }, to: talk },
    ]);
  });

  it('writes what became of an action into the activity, once, and tells nobody: the incident is as it was', async () => {
    await service.post('/api/incidents', JSON.stringify(madeUp('acted')));
    const change = (state: ActionChanged['state'], version: number, id: string = randomUUID()): Envelope<ActionChanged> => ({
      id, type: Topic.ActionChanged, version: 1, tenant: 'default', key: 'acted', occurredAt: '2026-03-01T10:00:00.000Z',
      payload: {
        actionId: '11111111-1111-4111-8111-111111111111', incidentId: 'acted', incidentRevision: 1, action: 'isolateDevice', category: 'containment', target: { type: 'device', id: 'd-1', name: 'ws-1' },
        state, previousState: null, version, connector: 'lab', by: state === 'APPROVED' ? { subject: 'ana', name: 'Ana Bowman' } : null, reason: null, undoes: null, at: `2026-03-01T10:00:0${version}.000Z`, audit: { sequence: version, hash: 'a'.repeat(64) },
      },
    });
    const approved = change('APPROVED', 2);
    for (const envelope of [change('PROPOSED', 1), approved, approved, change('INTENT', 3), change('CONFIRMED', 4), { ...change('FAILED', 5), key: 'elsewhere', payload: { ...change('FAILED', 5).payload, incidentId: 'elsewhere' } }]) await service.publish(envelope);
    const entries = async (): Promise<Json[]> => ((await service.ask('{ incident(id: "acted") { revision activity { nodes { kind field newValue actor } } } }')).data?.['incident'] as unknown as { activity: { nodes: Json[] } }).activity.nodes.filter(({ kind }) => kind === 'actionChanged');
    let found: Json[] = [];
    await eventually('both entries', async () => (found = await entries()).length >= 2);
    expect(found).toEqual([
      { kind: 'actionChanged', field: 'Isolate device', newValue: 'ws-1, carried out', actor: 'Attest' },
      { kind: 'actionChanged', field: 'Isolate device', newValue: 'ws-1, approved', actor: 'Ana Bowman' },
    ]);
    await service.ask('mutation { addIncidentComment(id: "acted", comment: "Done") { id } }');
    await eventually('the comment to be announced', () => revisionsOf('acted').length === 2);
    expect(service.announced.filter(({ key }) => key === 'acted').at(-1)?.payload.activity?.map(({ kind }) => kind)).toEqual(['imported', 'commented']);
  });

  it('reads Microsoft Sentinel rows', async () => {
    const rows = {
      SecurityIncident: [{ IncidentNumber: 12, Title: 'From Sentinel', Severity: 'High', Status: 'New', ProviderIncidentId: 's12', AlertIds: '["a-1"]', TimeGenerated: '2025-01-01T00:00:00Z' }],
      SecurityAlert: [{ SystemAlertId: 'a-1', AlertName: 'Sentinel alert', AlertSeverity: 'High', StartTime: '2025-01-01T00:00:00Z', Entities: JSON.stringify([{ $id: '1', Type: 'host', HostName: 'srv1' }, { $id: '2', Type: 'process', ProcessId: '5', Host: { $ref: '1' } }]) }],
    };
    const { body } = await service.post('/api/incidents?format=sentinel', JSON.stringify(rows));
    expect(body).toMatchObject({ incidents: [{ outcome: 'CREATED' }] });
    const [{ id }] = body['incidents'] as [{ id: string }];
    expect((await service.ask(`{ incident(id: "${id}") { displayName source severity status alerts { nodes { title } } } }`)).data).toMatchObject({ incident: { displayName: 'From Sentinel', source: 'SENTINEL', severity: 'high', status: 'active', alerts: { nodes: [{ title: 'Sentinel alert' }] } } });
  });

  it('shows a tenant nothing of another, and nobody anything', async () => {
    await service.post('/api/incidents', JSON.stringify(madeUp('theirs')), { tenant: 'other' });
    expect((await service.ask('{ incident(id: "theirs") { id } }')).data).toEqual({ incident: null });
    expect((await service.ask('{ incident(id: "theirs") { id } }', {}, 'other')).data).toEqual({ incident: { id: 'theirs' } });
    expect((await service.post('/api/incidents', '{}', { anonymous: true })).status).toBe(401);
  });
});
