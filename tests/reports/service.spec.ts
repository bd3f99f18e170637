import type { ActionState, IncidentActivity } from '@attest/contracts';
import { packJson, Topic, unpackJson, unpackRows } from '@attest/contracts';
import { summarizeIncident } from '@attest/incident-engine';
import type { EventRow, Incident } from '@attest/security-model';
import { eventually } from '@attest/testing';
import { startReporter, type Answer, type ReporterService } from './service.js';
import { actionEvent, closingActivity, entry, huntEvent, idOf, incidentEvent, moment, person, scriptEvent, storyOf, summaryEvent, type Happening } from './world.js';

interface Shown {
  id: string;
  version: number;
  language: string;
  tlp: string;
  interim: boolean;
  reason: string;
  madeBy: string | null;
  missing: string[];
  sectionIds: string[];
  statements: { text: string; facts: string[]; section: string }[];
  provenance: { composer: string; engine: string; model: string | null; fallback: string | null };
  current: boolean;
  changedSince: string[];
  downloads: { format: string; path: string }[];
  report: { id: string; logo?: string; title: string; sections: { id: string; title: string; blocks: { kind: string; id?: string; rows?: { cells: string[] }[]; text?: string }[] }[] };
}

const card = 'id version language tlp interim reason madeBy missing sectionIds statements { text facts section } provenance { composer engine model fallback } current changedSince downloads { format path } report';
const makeReport = `mutation ($id: ID!, $input: MakeReportInput) { makeIncidentReport(incidentId: $id, input: $input) { ${card} } }`;
const reportsOf = `query ($id: ID!, $first: Int = 25, $after: String) { _entities(representations: [{ __typename: "Incident", id: $id }]) { ... on Incident { report { ${card} } reports(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { id version current changedSince reason } } } } }`;

describe('the reporter', () => {
  let service: ReporterService;
  beforeAll(async () => {
    service = await startReporter();
  }, 90_000);
  afterAll(() => service?.close());

  const tell = async (happenings: readonly Happening[], tenant?: string): Promise<void> => {
    for (const [topic, payload] of happenings) await service.publish(topic, payload, tenant);
  };
  const make = async (id: string, input: object = {}, asker = person()): Promise<Shown> => {
    const { data, errors } = await service.ask<{ makeIncidentReport: Shown }>(makeReport, { id, input }, asker);
    expect(errors).toBeUndefined();
    return data!.makeIncidentReport;
  };
  interface Kept { report: Shown | null; reports: { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: Shown[] } }
  const kept = async (id: string, variables: object = {}, asker = person()): Promise<Kept> => {
    const { data, errors } = await service.ask<{ _entities: [Kept] }>(reportsOf, { id, ...variables }, asker);
    expect(errors).toBeUndefined();
    return data!._entities[0];
  };
  const rowsOf = (report: Shown, section: string, table = section): string[][] => report.report.sections.filter(({ id }) => id === section).flatMap(({ blocks }) => blocks.filter(({ id }) => id === table).flatMap(({ rows = [] }) => rows.map(({ cells }) => cells)));
  const codeOf = (answer: Answer<unknown>): unknown => answer.errors?.[0]?.extensions['code'];

  it('makes a report when asked, of everything it heard', async () => {
    await tell(storyOf('story'));
    const report = await make('story');
    expect(report).toMatchObject({ version: 1, language: 'en', tlp: 'TLP:AMBER', interim: true, reason: 'ON_DEMAND', madeBy: 'Ana', current: true, changedSince: [], provenance: { composer: 'rules' } });
    expect(report.report.id).toBe(report.id);
    expect(report.report).not.toHaveProperty('logo');
    expect(report.sectionIds).toEqual(report.report.sections.map(({ id }) => id));
    expect(report.statements.length).toBeGreaterThan(3);
    for (const { facts } of report.statements) expect(facts.length).toBeGreaterThan(0);
    expect(report.downloads.map(({ path }) => path)).toContain('/api/incidents/story/report.pdf?version=1');

    const actions = rowsOf(report, 'actions');
    expect(actions.map(([, action, , state]) => [action, state])).toEqual(expect.arrayContaining([['Isolate device', 'undone'], ['Release device', 'confirmed'], ['Block indicator', 'declined']]));
    expect(actions).toHaveLength(3);
    expect(rowsOf(report, 'queries')).toEqual([['2025-03-10 00:30:00', 'Ben', 'Who ran it?', 'DeviceProcessEvents | take 5', '5']]);
    const management = rowsOf(report, 'management').map((cells) => cells.join(' | '));
    expect(management.join('\n')).toContain('Brought into Attest with 3 alerts | Ana');
    expect(management.join('\n')).toContain('Assigned: ana@contoso.example');
    expect(management.join('\n')).toContain('Classified: truePositive');
    const followUps = JSON.stringify(report.report.sections.find(({ id }) => id === 'followUps'));
    expect(followUps).toContain('Please ask Marta what she opened.');
    expect(rowsOf(report, 'analysts').map(([name]) => name)).toEqual(expect.arrayContaining(['Ana', 'Ben']));
  });

  it('announces a report once, and keeps none twice', async () => {
    const before = (await kept('story')).reports.totalCount;
    const again = await make('story', {}, person('ben'));
    expect(again).toMatchObject({ version: 1, madeBy: 'Ana' });
    expect((await kept('story')).reports.totalCount).toBe(before);
    const german = await make('story', { language: 'de', tlp: 'red' });
    expect(german).toMatchObject({ version: 2, language: 'de', tlp: 'TLP:RED', current: true });
    expect((await kept('story')).report).toMatchObject({ version: 2 });
    expect(await make('story')).toMatchObject({ version: 1 });
    expect((await kept('story')).report).toMatchObject({ version: 1 });
    await eventually('both announced', () => service.announced.filter(({ payload }) => payload.kind === 'incidentReport' && payload.subjectId === 'story').length >= 2);
    expect(service.announced.filter(({ payload }) => payload.kind === 'incidentReport' && payload.subjectId === 'story').map(({ payload }) => payload)).toMatchObject([
      { cardId: again.id, version: 1, composer: 'rules', provenance: { engine: again.provenance.engine, statements: again.statements.length } },
      { cardId: german.id, version: 2 },
    ]);
  });

  it('makes the same report whatever order it heard things in', async () => {
    const story = storyOf('story');
    const orders = [[...story].reverse(), [...story.slice(7), ...story.slice(0, 7)], shuffled(story, 7), shuffled(story, 11), [...story, ...story]];
    const reports: Shown[] = [];
    for (const [index, order] of orders.entries()) {
      const tenant = `order-${index}`;
      await tell(order, tenant);
      reports.push(await make('story', {}, person('ana', ['hunter'], tenant)));
    }
    for (const report of reports) expect(report.report).toEqual(reports[0]!.report);
    expect(new Set(reports.map(({ id }) => id)).size).toBe(1);
  });

  it('tells every action of the log, and none that is not in it', async () => {
    const states: ActionState[] = ['PROPOSED', 'APPROVED', 'INTENT', 'SENT', 'CONFIRMED', 'FAILED', 'UNKNOWN', 'DECLINED'];
    const random = generator(42);
    const last = new Map<string, ActionState>();
    const log: Happening[] = [];
    for (let action = 0; action < 30; action++) {
      const id = `${String(action).padStart(8, '0')}-2222-4222-8222-222222222222`;
      const count = 1 + Math.floor(random() * 5);
      for (let version = 1; version <= count; version++) {
        const state = states[Math.floor(random() * states.length)]!;
        // Clocks of two processes may differ: the version decides.
        log.push([Topic.ActionChanged, actionEvent('history', id, version, state, { at: moment(Math.floor(random() * 600)) })]);
        last.set(id, state);
      }
    }
    log.push([Topic.ActionChanged, actionEvent('elsewhere', '99999999-2222-4222-8222-222222222222', 1, 'CONFIRMED')]);
    await tell([[Topic.IncidentChanged, incidentEvent('history', 1)], ...shuffled(log, 3)]);
    const report = await make('history', { sections: ['actions'] });
    expect(report.sectionIds).toEqual(['actions', 'provenance']);
    const words: Partial<Record<ActionState, string>> = { INTENT: 'starting', UNKNOWN: 'outcome unknown' };
    const told = rowsOf(report, 'actions').map(([, , , state, , details]) => [/Id (\S+)$/.exec(details!)?.[1], state]);
    expect(told.sort()).toEqual([...last].map(([id, state]) => [id, words[state] ?? state.toLowerCase()]).sort());
  });

  it('says that an action was taken back by its opposite', async () => {
    const [block, back] = ['aaaaaaaa-3333-4333-8333-333333333333', 'bbbbbbbb-3333-4333-8333-333333333333'] as const;
    const ip = { type: 'ip', id: '203.0.113.77', name: '203.0.113.77' };
    await tell([
      [Topic.IncidentChanged, incidentEvent('reverse', 1)],
      [Topic.ActionChanged, actionEvent('reverse', back, 1, 'CONFIRMED', { action: 'blockIndicator', target: ip, undoes: block })],
      [Topic.ActionChanged, actionEvent('reverse', block, 1, 'CONFIRMED', { action: 'blockIndicator', target: ip })],
      [Topic.ActionChanged, actionEvent('reverse', block, 2, 'UNDONE', { action: 'blockIndicator', target: ip })],
    ]);
    const told = rowsOf(await make('reverse'), 'actions').map(([, action, , state]) => `${action}: ${state}`);
    expect(told.sort()).toEqual(['Block indicator (taken back): confirmed', 'Block indicator: undone']);
  });

  it('reads the summary a model wrote of the same records, the decoded script and what was recommended', async () => {
    const changed = incidentEvent('modelled', 1, { rows: [{ Table: 'DeviceProcessEvents', Timestamp: '2025-03-10T00:00:00Z', DeviceName: 'pc7.contoso.example', ProcessCommandLine: 'powershell -enc AAAA', FileName: 'powershell.exe' }] });
    const { incidentId, ...script } = scriptEvent('modelled', 'c', { facts: [{ type: 'download', phrase: 'downloads a file', layer: 1, line: 1 }] });
    const verified = await summarizeIncident({ incident: unpackJson<Incident>(changed.incident), events: unpackRows<EventRow>(changed.events), scripts: [script] });
    const modelled = { ...verified, provenance: { ...verified.provenance, composer: 'model', model: 'a-model', promptHash: 'e'.repeat(64) } };
    const target = { type: 'user', id: 'u', name: 'marta.lind@contoso.example' };
    const recommendations = [{ action: 'disableUser', target, reason: 'It was taken over.', priority: 1, status: 'proposed' }, { action: 'revokeSessions', target, reason: 'Done already.', priority: 2, status: 'alreadyDone' }];
    await tell([
      [Topic.CardGenerated, summaryEvent('modelled', 1, { composer: 'model', card: packJson(modelled) })],
      [Topic.CardGenerated, summaryEvent('modelled', 1, { kind: 'guidedResponse', card: packJson({ recommendations }) })],
      [Topic.ScriptAnalyzed, { incidentId, ...script }],
      [Topic.IncidentChanged, changed],
    ]);
    const report = await make('modelled');
    expect(report.provenance).toMatchObject({ composer: 'model', model: 'a-model', fallback: null });
    const followUps = JSON.stringify(report.report.sections.find(({ id }) => id === 'followUps'));
    expect(followUps).toContain('Disable user, marta.lind@contoso.example: It was taken over.');
    expect(followUps).not.toContain('Done already');

    await service.publish(Topic.IncidentChanged, incidentEvent('modelled', 2, { fields: { severity: 'low' } }));
    expect((await make('modelled')).provenance).toMatchObject({ composer: 'rules', model: null });
  });

  it('makes a report by itself when an incident is resolved, once, after its summary', async () => {
    await tell([[Topic.IncidentChanged, incidentEvent('closing', 1)]]);
    const resolved = { status: 'resolved', activity: closingActivity, fields: { classification: 'truePositive', determination: 'phishing', resolvingComment: 'Done' } };
    await service.publish(Topic.IncidentChanged, incidentEvent('closing', 2, resolved));
    expect((await kept('closing')).report).toBeNull();
    await service.publish(Topic.CardGenerated, summaryEvent('closing', 2));
    await eventually('the closing report', async () => (await kept('closing')).report !== null);
    const { report } = await kept('closing');
    expect(report).toMatchObject({ version: 1, reason: 'CLOSED', madeBy: null, interim: false, current: true });
    expect(rowsOf(report!, 'management').map((cells) => cells.join(' | ')).join('\n')).toContain('Status active to resolved | Ana');

    // A change of an incident that stays resolved makes none; being resolved again does.
    await service.publish(Topic.IncidentChanged, incidentEvent('closing', 3, { ...resolved, activity: [...closingActivity, entry(60, { field: 'severity', from: 'high', to: 'medium' })] }));
    await service.publish(Topic.CardGenerated, summaryEvent('closing', 3));
    const twice: IncidentActivity[] = [...closingActivity, entry(61, { field: 'status', from: 'resolved', to: 'active' }), entry(70, { field: 'status', from: 'active', to: 'resolved' })];
    await service.publish(Topic.CardGenerated, summaryEvent('closing', 5));
    await service.publish(Topic.IncidentChanged, incidentEvent('closing', 5, { ...resolved, activity: twice }));
    await eventually('the second closing report', async () => (await kept('closing')).reports.totalCount > 1);
    expect((await kept('closing')).reports).toMatchObject({ totalCount: 2, nodes: [{ version: 2, reason: 'CLOSED', current: true }, { version: 1, current: false }] });
  });

  it('makes none by itself of an incident that comes in resolved', async () => {
    await service.publish(Topic.CardGenerated, summaryEvent('old', 1));
    await tell([[Topic.IncidentChanged, incidentEvent('old', 1, { status: 'resolved' })], [Topic.IncidentChanged, incidentEvent('witness', 1)]]);
    await service.publish(Topic.CardGenerated, summaryEvent('witness', 2));
    await service.publish(Topic.IncidentChanged, incidentEvent('witness', 2, { status: 'resolved', activity: closingActivity }));
    await eventually('the report of the one closed after it', async () => (await kept('witness')).report !== null);
    expect((await kept('old')).report).toBeNull();
  });

  it('says what has changed since, in short sentences', async () => {
    await tell(storyOf('since'));
    const { id } = await make('since');
    await tell([
      [Topic.ActionChanged, actionEvent('since', idOf('since', 'isolate'), 5, 'FAILED')],
      [Topic.ActionChanged, actionEvent('since', 'cccccccc-1111-4111-8111-111111111111', 1, 'PROPOSED', { action: 'disableUser', target: { type: 'user', id: 'u', name: 'marta.lind@contoso.example' } })],
      [Topic.ScriptAnalyzed, scriptEvent('since', 'b')],
      [Topic.ScriptAnalyzed, scriptEvent('since', 'a', { verdict: 'benign' })],
      [Topic.HuntLinked, huntEvent('since', idOf('since', 'link'), true)],
      [Topic.CardGenerated, summaryEvent('since', 3, { version: 4, composer: 'model', digest: 'b'.repeat(64) })],
      [Topic.IncidentChanged, incidentEvent('since', 4, { activity: [...closingActivity.slice(0, 4), entry(55, { field: 'severity', from: 'high', to: 'low' })] })],
      [Topic.IncidentChanged, incidentEvent('since', 4, { activity: [...closingActivity.slice(0, 4), entry(55, { field: 'severity', from: 'high', to: 'low' }), entry(56, { kind: 'commented', to: 'Why low?' })] })],
    ]);
    const { data } = await service.ask<{ incidentReport: Shown }>('query ($id: ID!) { incidentReport(id: $id) { current changedSince } }', { id });
    expect(data!.incidentReport).toEqual({
      current: false,
      changedSince: [
        'Ana changed the severity from high to low.', 'Ana commented.', 'Isolate device on pc7.contoso.example is failed now.', 'Disable user on marta.lind@contoso.example is newly proposed.',
        '1 more script was analysed.', 'The verdict on 1 script changed.', '1 hunt was taken from the incident.', 'A newer summary was written.',
      ],
    });
    expect(await make('since')).toMatchObject({ version: 2, current: true });
  });

  it('compares two versions line by line, and lists all of them', async () => {
    const { reports } = await kept('since', { first: 1 });
    expect(reports).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true, endCursor: '2' }, nodes: [{ version: 2 }] });
    const next = (await kept('since', { first: 1, after: '2' })).reports;
    expect(next).toMatchObject({ pageInfo: { hasNextPage: false }, nodes: [{ version: 1 }] });
    const compare = 'query ($from: ID!, $to: ID!) { compareReports(fromId: $from, toId: $to) { from { version } to { version } sections { id title change lines { kind text } } } }';
    const { data, errors } = await service.ask<{ compareReports: { from: object; to: object; sections: { id: string; change: string; lines: { kind: string; text: string }[] }[] } }>(compare, { from: next.nodes[0]!.id, to: reports.nodes[0]!.id });
    expect(errors).toBeUndefined();
    expect(data!.compareReports).toMatchObject({ from: { version: 1 }, to: { version: 2 } });
    const sections = new Map(data!.compareReports.sections.map((section) => [section.id, section]));
    expect(sections.get('indicators')?.change).toBe('SAME');
    const queries = sections.get('queries')!;
    expect(queries.change).toBe('CHANGED');
    expect(queries.lines.filter(({ kind }) => kind === 'REMOVED').map(({ text }) => text).join('\n')).toContain('DeviceProcessEvents | take 5');
    expect(sections.get('actions')!.lines.filter(({ kind }) => kind === 'ADDED').map(({ text }) => text).join('\n')).toContain('Disable user');
    const other = await make('history');
    expect(codeOf(await service.ask(compare, { from: other.id, to: reports.nodes[0]!.id }))).toBe('BAD_INPUT');
    expect(codeOf(await service.ask(compare, { from: 'x', to: other.id }))).toBe('REPORT_UNKNOWN');
  });

  it('shows tenants only their own', async () => {
    const stranger = person('eve', ['reader', 'hunter', 'responder', 'admin'], 'elsewhere');
    const own = (await kept('story')).report!;
    expect((await service.ask('query ($id: ID!) { incidentReport(id: $id) { id } }', { id: own.id }, stranger)).data).toEqual({ incidentReport: null });
    expect(await kept('story', {}, stranger)).toEqual({ report: null, reports: expect.objectContaining({ totalCount: 0 }) });
    expect(codeOf(await service.ask(makeReport, { id: 'story' }, stranger))).toBe('INCIDENT_UNKNOWN');
    expect((await service.get('/api/incidents/story/report.md', stranger)).status).toBe(404);
    const { data } = await service.ask<{ periodReport: { figures: { incidents: number } } }>('{ periodReport(from: "2025-01-01", to: "2025-12-31") { figures { incidents } } }', {}, stranger);
    expect(data!.periodReport.figures.incidents).toBe(0);
  });

  it('lets hunters make reports, and only admins say how they look', async () => {
    expect(codeOf(await service.ask(makeReport, { id: 'story' }, person('rea', ['reader'])))).toBe('ROLE_MISSING');
    const update = 'mutation ($input: ReportTemplateInput!) { updateReportTemplate(input: $input) { title organisation logo tlp language extraSections { title paragraphs } } }';
    const admin = person('ada', ['admin'], 'styled');
    const input = { organisation: 'Contoso SOC', tlp: 'green', language: 'de', extraSections: [{ title: 'Kontakt', paragraphs: ['Rufen Sie uns an.'] }] };
    expect(codeOf(await service.ask(update, { input }, person('res', ['responder'], 'styled')))).toBe('ROLE_MISSING');
    const bad = await service.ask(update, { input: { logo: 'data:image/svg+xml;base64,AAAA' } }, admin);
    expect(bad.errors).toMatchObject([{ message: 'The logo must be a PNG or JPEG of at most 500 kB, given as a data URI.', extensions: { code: 'TEMPLATE_INVALID' } }]);
    expect(codeOf(await service.ask(update, { input: { tlp: 'purple' } }, admin))).toBe('TEMPLATE_INVALID');
    expect((await service.ask(update, { input }, admin)).data).toEqual({ updateReportTemplate: { title: '', logo: '', ...input, tlp: 'TLP:GREEN' } });
    await tell([[Topic.IncidentChanged, incidentEvent('styled', 1)]], 'styled');
    const report = await make('styled', {}, person('ana', ['hunter'], 'styled'));
    expect(report).toMatchObject({ language: 'de', tlp: 'TLP:GREEN' });
    expect(report.report.sections.map(({ title }) => title)).toContain('Kontakt');
    expect((await service.ask('{ reportTemplate { tlp language } }')).data).toEqual({ reportTemplate: { tlp: 'TLP:AMBER', language: 'en' } });
  });

  it.each([
    ['pdf', 'application/pdf', '%PDF-1.7'],
    ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'PK'],
    ['html', 'text/html; charset=utf-8', '<!doctype html>'],
    ['md', 'text/markdown; charset=utf-8', '# Incident report story'],
    ['json', 'application/json; charset=utf-8', '{"asOf"'],
    ['stix', 'application/stix+json;version=2.1', '{'],
    ['csv', 'text/csv; charset=utf-8', '"type","value"'],
  ])('gives a report as %s, to be saved and never run', async (format, type, beginning) => {
    const { status, headers, body } = await service.get(`/api/incidents/story/report.${format}?version=1`);
    expect([status, headers.get('content-type')]).toEqual([200, type]);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="incident-story-report-1.${format === 'stix' ? 'stix.json' : format}"`);
    expect(headers.get('content-security-policy')).toContain("sandbox; default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(body.toString('latin1').startsWith(beginning)).toBe(true);
  });

  it('gives the current report without a version, and says when there is none', async () => {
    expect(JSON.parse((await service.get('/api/incidents/story/report.json')).body.toString())).toMatchObject({ id: (await kept('story')).report!.id });
    const none = await service.get('/api/incidents/nobody/report.pdf');
    expect([none.status, JSON.parse(none.body.toString())]).toEqual([404, { error: { code: 'NO_REPORT', message: 'There is no report of the incident nobody yet. Make one first.' } }]);
    expect((await service.get('/api/incidents/story/report.pdf?version=99')).status).toBe(404);
    expect((await service.get('/api/incidents/story/report.exe')).status).toBe(400);
    expect((await service.get('/api/incidents/story/report.pdf?version=1;DROP')).status).toBe(400);
  });

  it('takes a hostile id for what it is', async () => {
    const id = '"; filename="x.html\r\n../../<script>';
    await tell([[Topic.IncidentChanged, incidentEvent(id, 1)]]);
    const report = await make(id);
    const html = report.downloads.find(({ format }) => format === 'html')!;
    const { status, headers, body } = await service.get(html.path);
    expect([status, headers.get('content-disposition')]).toEqual([200, 'attachment; filename="incident-filename-x-html-script-report-1.html"']);
    expect(body.toString()).not.toContain('<script');
    expect(codeOf(await service.ask(makeReport, { id: 'a\0b' }))).toBe('BAD_INPUT');
    expect((await service.get('/api/incidents/%00/report.pdf')).status).toBe(400);
  });

  it('counts the incidents of a period', async () => {
    const tenant = 'period';
    const ana = person('ana', ['reader'], tenant);
    const day = (number: number): string => `2025-05-0${number}T00:00:00Z`;
    const resolution = [entry(0, { at: '2025-05-02T01:00:00.000Z', field: 'status', from: 'active', to: 'resolved' })];
    await tell([
      [Topic.IncidentChanged, incidentEvent('p1', 2, { status: 'resolved', activity: resolution, fields: { createdDateTime: day(2), classification: 'truePositive' } })],
      [Topic.IncidentChanged, incidentEvent('p2', 1, { fields: { createdDateTime: day(3), severity: 'low' } })],
      [Topic.IncidentChanged, incidentEvent('p3', 1, { fields: { createdDateTime: day(9) } })],
      [Topic.ActionChanged, actionEvent('p1', 'dddddddd-1111-4111-8111-111111111111', 1, 'PROPOSED')],
      [Topic.ActionChanged, actionEvent('p1', 'dddddddd-1111-4111-8111-111111111111', 2, 'CONFIRMED')],
      [Topic.ActionChanged, actionEvent('p3', 'eeeeeeee-1111-4111-8111-111111111111', 1, 'FAILED')],
    ], tenant);
    const query = '{ periodReport(from: "2025-05-01T00:00:00Z", to: "2025-05-09T00:00:00Z") { from to report figures { incidents timed mttrSeconds medianSeconds bySeverity { name count } byStatus { name count } byClassification { name count } topTechniques { name count } topAssets { kind name count } actions { action state count } } } }';
    const { data, errors } = await service.ask<{ periodReport: { figures: object; report: { sections: { id: string }[] } } }>(query, {}, ana);
    expect(errors).toBeUndefined();
    expect(data!.periodReport.figures).toEqual({
      incidents: 2, timed: 1, mttrSeconds: 3600, medianSeconds: 3600,
      bySeverity: [{ name: 'high', count: 1 }, { name: 'low', count: 1 }],
      byStatus: [{ name: 'active', count: 1 }, { name: 'resolved', count: 1 }],
      byClassification: [{ name: '', count: 1 }, { name: 'truePositive', count: 1 }],
      topTechniques: [{ name: 'T1078.004', count: 2 }, { name: 'T1486', count: 2 }, { name: 'T1566.002', count: 2 }],
      topAssets: [{ kind: 'user', name: 'marta.lind@contoso.example', count: 2 }, { kind: 'device', name: 'pc7.contoso.example', count: 2 }],
      actions: [{ action: 'isolateDevice', state: 'CONFIRMED', count: 1 }],
    });
    for (const format of ['html', 'pdf', 'md', 'json']) {
      const answer = await service.get(`/api/reports/period.${format}?from=2025-05-01&to=2025-05-09`, ana);
      expect([format, answer.status, answer.headers.get('content-disposition')]).toEqual([format, 200, `attachment; filename="incidents-2025-05-01-to-2025-05-09.${format}"`]);
    }
    expect((await service.get('/api/reports/period.html?from=2025-05-09&to=2025-05-01', ana)).status).toBe(400);
    expect(codeOf(await service.ask('{ periodReport(from: "yesterday", to: "today") { from } }', {}, ana))).toBe('BAD_INPUT');
  });
});

/** Pseudo-random numbers from 0 to 1, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = generator(seed);
  return items.map((item) => ({ item, place: random() })).sort((a, b) => a.place - b.place).map(({ item }) => item);
}
