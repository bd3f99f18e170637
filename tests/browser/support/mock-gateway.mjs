import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { EventEmitter, on } from 'node:events';
import { buildSchema, execute, parse, validate } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { toIncident } from './mock-data.mjs';
import { MockCompositions } from './mock-composition.mjs';
import { MockFeedback } from './mock-feedback.mjs';
import { MockHunts } from './mock-hunt.mjs';
import { MockReports } from './mock-report.mjs';
import { MockResponses } from './mock-response.mjs';
import { MockRuns } from './mock-runs.mjs';
import { summarize } from './mock-summary.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.ttf': 'font/ttf' };
const csp = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * A stand-in for the gateway with the same schema, for states that a healthy server never shows: refusals, a lost socket,
 * a summary that is still being prepared. The returned `mock` holds the switches.
 */
export async function startMockGateway({ incidents, port = 0, webRoot = join(root, 'apps/web/dist') }) {
  const mock = new MockGateway(incidents);
  const schema = buildSchema(readFileSync(join(root, 'apps/gateway/schema.graphql'), 'utf8'));
  const server = createServer((request, response) => void mock.serve(request, response, schema, webRoot));
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  useServer(
    {
      schema,
      roots: { subscription: mock.rootValue() },
      onConnect: (context) => {
        if (mock.refuseSockets) context.extra.socket.terminate();
      },
    },
    sockets,
  );
  mock.sockets = sockets;
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    mock,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

class MockGateway {
  refuse = new Map();
  refuseSockets = false;
  sockets;
  hunts = new MockHunts();
  reports = new MockReports();
  roles = ['admin'];
  feedback = new MockFeedback();
  runs = new MockRuns();
  compositions = new MockCompositions();

  constructor(incidents) {
    this.incidents = new Map(incidents.map((incident) => [incident.id, incident]));
    this.summaries = new Map(incidents.map((incident) => [incident.id, summarize(incident)]));
    this.changes = new EventEmitter();
    this.responses = new MockResponses(this.changes);
    for (const incident of incidents) this.responses.cardOf(incident, this.summaries.get(incident.id).allFacts);
  }

  /** Breaks every live connection; with `stay`, new ones are refused too. */
  dropSockets(stay = false) {
    this.refuseSockets = stay;
    for (const socket of this.sockets.clients) socket.terminate();
  }

  /** Makes the next card of an incident and tells those who follow it. */
  makeCard(id, patch = {}) {
    const version = (this.summaries.get(id)?.version ?? 0) + 1;
    const summary = { ...summarize(this.incidents.get(id), version), ...patch };
    this.summaries.set(id, summary);
    this.changes.emit('card', id);
    return summary;
  }

  change(id, patch, change = 'updated') {
    const incident = this.incidents.get(id);
    Object.assign(incident, patch, { revision: incident.revision + 1, lastUpdateDateTime: new Date().toISOString() });
    this.changes.emit('incident', id, change);
    return incident;
  }

  rootValue() {
    return {
      me: { name: 'analyst', tenant: 'default', roles: this.roles },
      incidents: ({ first, after, filter }) => page(this.matching(filter).map((incident) => this.view(incident)), first, after),
      incident: ({ id }) => (this.incidents.has(id) ? this.view(this.incidents.get(id)) : null),
      updateIncident: ({ id, input }) => {
        this.incidents.get(id).activity.push({ id: String(Math.random()), at: new Date().toISOString(), actor: 'analyst', kind: 'fieldChanged', field: Object.keys(input)[0], oldValue: null, newValue: String(Object.values(input)[0]) });
        return this.view(this.change(id, input));
      },
      addIncidentComment: ({ id, comment }) => {
        this.incidents.get(id).comments.push({ comment, author: 'analyst', createdDateTime: new Date().toISOString() });
        return this.view(this.incidents.get(id));
      },
      regenerateSummary: async ({ incidentId }) => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        return this.viewCard(this.makeCard(incidentId));
      },
      cardChanged: ({ subjectId }) => stream(this.changes, 'card', ([id]) => (id === subjectId ? { cardChanged: { cardId: `${id}-summary`, kind: 'incidentSummary', subjectId: id, version: this.summaries.get(id).version, incident: this.view(this.incidents.get(id)) } } : undefined)),
      ...this.hunts.rootValue(),
      ...this.reports.rootValue(this),
      ...this.feedback.rootValue(page),
      ...this.runs.rootValue(page),
      ...this.compositions.rootValue(),
      ...this.responses.rootValue(page, stream),
      regenerateGuidedResponse: ({ incidentId }) => this.viewResponse(this.incidents.get(incidentId)),
      incidentChanged: () => stream(this.changes, 'incident', ([id, change]) => ({ incidentChanged: { incidentId: id, revision: this.incidents.get(id).revision, change, incident: this.view(this.incidents.get(id)) } })),
    };
  }

  matching(filter) {
    return [...this.incidents.values()]
      .filter((incident) => !filter?.text || `${incident.displayName} ${incident.id}`.toLowerCase().includes(filter.text.toLowerCase()))
      .filter((incident) => !filter?.severity?.length || filter.severity.includes(incident.severity))
      .filter((incident) => !filter?.status?.length || filter.status.includes(incident.status))
      .sort((a, b) => String(b.lastUpdateDateTime).localeCompare(String(a.lastUpdateDateTime)));
  }

  view(incident) {
    const evidence = incident.alerts.flatMap((alert) => alert.evidence);
    const summary = this.summaries.get(incident.id);
    return {
      ...incident,
      alertCount: incident.alerts.length,
      evidenceCount: evidence.length,
      eventRowCount: incident.eventRows.length,
      alerts: ({ first, after }) => page(incident.alerts, first, after),
      evidence: ({ first, after, type }) => page(evidence.filter((item) => !type || item.type === type), first, after),
      eventRow: ({ row }) => incident.eventRows.find((event) => event.row === row) ?? null,
      eventRows: ({ first, after, table }) => page(incident.eventRows.filter((event) => !table || event.table === table), first, after),
      hunts: ({ first, after }) => page(this.hunts.linkedTo(incident.id), first, after),
      activity: ({ first, after }) => page([...incident.activity].reverse(), first, after),
      summary: summary ? this.viewCard(summary) : null,
      report: () => this.reports.newest(incident.id),
      reports: ({ first, after }) => page(this.reports.versions.get(incident.id) ?? [], first, after),
      guidedResponse: () => this.viewResponse(incident),
      responseActions: ({ first, after }) => page([...this.responses.actions.values()].filter(({ incidentId }) => incidentId === incident.id).map((action) => this.responses.view(action)), first, after),
    };
  }

  viewResponse(incident) {
    const summary = this.summaries.get(incident.id);
    return summary ? this.responses.cardOf(incident, summary.allFacts) : null;
  }

  viewCard(summary) {
    return { ...summary, facts: ({ ids }) => summary.allFacts.filter((fact) => !ids || ids.includes(fact.id)) };
  }

  async serve(request, response, schema, webRoot) {
    const { pathname } = new URL(request.url, 'http://mock');
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const json = (status, value, headers = {}) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
    const signedIn = /attest=yes/.test(request.headers.cookie ?? '');
    if (pathname === '/auth/sign-in') {
      const { password } = JSON.parse(body.toString());
      return password === 'right' ? json(200, { user: 'analyst' }, { 'set-cookie': 'attest=yes; Path=/; HttpOnly; SameSite=Strict' }) : json(401, { code: 'WRONG_CREDENTIALS', message: 'User or password is wrong.' });
    }
    if (pathname === '/auth/sign-out') return json(200, {}, { 'set-cookie': 'attest=no; Path=/; Max-Age=0' });
    if (pathname === '/graphql' || pathname.startsWith('/api/')) {
      if (!signedIn) return json(401, { message: 'Sign in first.' });
      if (pathname === '/graphql') return json(200, await this.answer(schema, JSON.parse(body.toString())));
      if (this.reports.download(pathname, response)) return;
      if (pathname.startsWith('/api/hunts/')) return this.hunts.download(pathname, response);
      return this.import(pathname, request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body, json);
    }
    return serveFile(webRoot, pathname, response);
  }

  async answer(schema, { query, variables, operationName }) {
    const reason = this.refuse.get(operationName);
    if (reason) return { errors: [{ message: reason }] };
    const document = parse(query);
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors };
    return execute({ schema, document, rootValue: this.rootValue(), variableValues: variables, operationName, typeResolver: () => 'IncidentSummary' });
  }

  import(pathname, body, json) {
    let graph;
    try {
      graph = JSON.parse(body.toString('utf8'));
    } catch (error) {
      return json(400, { code: 'NOT_JSON', message: `The file is no JSON: ${error.message}` });
    }
    const incident = toIncident({ ...graph, lastUpdateDateTime: new Date().toISOString() });
    this.incidents.set(incident.id, incident);
    setTimeout(() => this.makeCard(incident.id), 500);
    this.changes.emit('incident', incident.id, 'imported');
    return json(200, { incidents: [{ id: incident.id, outcome: 'CREATED', revision: 1, warnings: [] }], refused: [] });
  }
}

async function* stream(emitter, name, map) {
  for await (const args of on(emitter, name)) {
    const value = map(args);
    if (value) yield value;
  }
}

function page(items, first, after) {
  const start = after ? Number(after) : 0;
  const nodes = items.slice(start, start + first);
  return {
    nodes,
    edges: nodes.map((node, index) => ({ node, cursor: String(start + index + 1) })),
    pageInfo: { hasNextPage: start + first < items.length, endCursor: nodes.length > 0 ? String(start + nodes.length) : null },
    totalCount: items.length,
  };
}

async function serveFile(webRoot, pathname, response) {
  const path = normalize(pathname).replace(/^(\.\.[/\\])+/, '');
  const file = extname(path) ? join(webRoot, path) : join(webRoot, 'index.html');
  try {
    const content = await readFile(file);
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'content-security-policy': csp }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}
