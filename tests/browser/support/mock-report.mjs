import { GraphQLError } from 'graphql';

const summaryFields = { composer: 'rules', fallback: null, engine: 'mock 1', model: null, promptHash: null, inputDigest: 'e9196b87', ms: 1, promptTokens: null, completionTokens: null, repaired: 0, dropped: 0 };
const formats = ['pdf', 'docx', 'html', 'md', 'json', 'stix', 'csv'];
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Reports of the mock gateway: versions over the evidence of an incident, with every kind of block. Not the product's composer. */
export class MockReports {
  /** By incident, newest first. */
  versions = new Map();
  /** What changed since the newest version of any incident. */
  changedSince = [];
  template = { title: '', organisation: 'Contoso', logo: `data:image/png;base64,${pixel}`, tlp: 'TLP:AMBER', language: 'en', extraSections: [{ title: 'Scope', paragraphs: ['This report covers one incident.'] }] };
  /** A report that the product composed, in the place of the made-up one. */
  composed;
  period;
  downloads = [];

  rootValue(gateway) {
    return {
      makeIncidentReport: ({ incidentId, input }) => this.make(gateway.incidents.get(incidentId), gateway.summaries.get(incidentId), input ?? {}),
      incidentReport: ({ id }) => this.all().find((report) => report.id === id) ?? null,
      compareReports: ({ fromId, toId }) => this.compare(this.all().find(({ id }) => id === fromId), this.all().find(({ id }) => id === toId)),
      reportTemplate: () => this.template,
      updateReportTemplate: ({ input }) => {
        if (!gateway.roles.includes('admin')) throw new GraphQLError('This needs the role admin.', { extensions: { code: 'ROLE_MISSING' } });
        if (/<script/i.test(input.organisation)) throw new GraphQLError('The organisation must be a plain name.', { extensions: { code: 'TEMPLATE_INVALID' } });
        if (input.logo.includes('AAAAREFUSED')) throw new GraphQLError('The logo must be a PNG or JPEG of at most 500 kB, given as a data URI.', { extensions: { code: 'TEMPLATE_INVALID' } });
        this.template = { ...this.template, ...input };
        return this.template;
      },
      periodReport: ({ from, to }) => this.periodReport([...gateway.incidents.values()], from, to),
    };
  }

  all() {
    return [...this.versions.values()].flat();
  }

  newest(incidentId) {
    return this.versions.get(incidentId)?.[0] ?? null;
  }

  /** @param {{ language?: string, sections?: string[], tlp?: string }} [input] */
  make(incident, summary, { language = 'en', sections, tlp = 'TLP:AMBER' } = {}, reason = 'ON_DEMAND') {
    const before = this.versions.get(incident.id) ?? [];
    const version = before.length + 1;
    const report = this.composed?.(incident) ?? compose(incident, summary.allFacts, { language, version, sections });
    const query = `?version=${version}`;
    const card = {
      __typename: 'IncidentReport',
      id: `${incident.id}-report-${version}`,
      kind: 'incidentReport',
      subjectId: incident.id,
      subjectRevision: incident.revision,
      version,
      title: report.title,
      statements: report.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'paragraph' ? block.sentences.map((sentence) => ({ ...sentence, section: 'summary' })) : []))),
      provenance: { ...summaryFields, facts: report.facts.length },
      createdAt: new Date(Date.UTC(2026, 10, 30, 9, version)).toISOString(),
      language,
      tlp,
      interim: report.interim,
      missing: report.missing,
      asOf: report.asOf || null,
      reason,
      madeBy: reason === 'CLOSED' ? null : 'analyst',
      sectionIds: [...new Set(report.sections.map(({ id }) => id))],
      report,
      current: () => this.newest(incident.id)?.version === version && this.changedSince.length === 0,
      changedSince: () => (this.newest(incident.id)?.version === version ? this.changedSince : ['A newer version was made.']),
      downloads: formats.map((format) => ({ format, path: `/api/incidents/${encodeURIComponent(incident.id)}/report.${format}${query}` })),
    };
    this.changedSince = [];
    this.versions.set(incident.id, [card, ...before]);
    return card;
  }

  compare(from, to) {
    const ids = [...new Set([...from.report.sections, ...to.report.sections].map(({ id, title }) => `${id}\n${title}`))];
    const sections = ids.map((key) => {
      const [id, title] = key.split('\n');
      const linesOf = ({ report }) => report.sections.filter((section) => section.id === id && section.title === title).flatMap(({ blocks }) => blocks.flatMap(textOf));
      const [before, after] = [linesOf(from), linesOf(to)];
      const lines = [...before.filter((text) => !after.includes(text)).map((text) => ({ kind: 'REMOVED', text })), ...after.map((text) => ({ kind: before.includes(text) ? 'SAME' : 'ADDED', text }))];
      const change = before.length === 0 ? 'ADDED' : after.length === 0 ? 'REMOVED' : lines.every(({ kind }) => kind === 'SAME') ? 'SAME' : 'CHANGED';
      return { id, title, change, lines };
    });
    return { from, to, sections };
  }

  periodReport(incidents, from, to) {
    if (this.period) return { from, to, ...this.period };
    const inside = incidents.filter(({ createdDateTime }) => createdDateTime >= from && createdDateTime < to);
    const counted = (field) => [...new Set(inside.map((incident) => incident[field] ?? 'unknown'))].map((name) => ({ name, count: inside.filter((incident) => (incident[field] ?? 'unknown') === name).length }));
    const figures = { incidents: inside.length, bySeverity: counted('severity'), byStatus: counted('status'), byClassification: counted('classification'), timed: inside.length > 0 ? 1 : 0, mttrSeconds: inside.length > 0 ? 5400 : null, medianSeconds: inside.length > 0 ? 3600 : null, topTechniques: [{ name: 'T1110.003', count: inside.length }], topAssets: [], actions: [{ action: 'disableUser', state: 'CONFIRMED', count: 2 }, { action: 'blockIndicator', state: 'PROPOSED', count: 3 }] };
    const sections = [{ id: 'summary', title: 'Overview', blocks: [{ kind: 'paragraph', sentences: [{ text: `${inside.length} incidents were created.`, facts: [] }] }, { kind: 'figure', figure: bars('severity', 'Incidents by severity', figures.bySeverity) }, { kind: 'table', id: 'incidents', caption: 'Incidents', columns: [{ title: 'Incident', weight: 1 }, { title: 'Title', weight: 5 }], rows: inside.map(({ id, displayName }) => ({ cells: [id, displayName], facts: [] })), total: inside.length }] }];
    return { from, to, figures, report: { title: 'Incidents', language: 'en', sections, facts: [] } };
  }

  /** Answers `/api/incidents/ID/report.FORMAT` and `/api/reports/period.FORMAT`; false for another path. */
  download(pathname, response) {
    const [, id, format] = /^\/api\/incidents\/([^/]+)\/report\.(\w+)$/.exec(pathname) ?? [];
    const period = /^\/api\/reports\/period\.\w+$/.test(pathname);
    if (!format && !period) return false;
    this.downloads.push(pathname);
    const card = period ? undefined : this.newest(decodeURIComponent(id));
    if (!period && !card) response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify({ code: 'NOT_FOUND', message: 'The incident has no report.' }));
    else response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-disposition': `attachment; filename="${period ? 'period' : 'report'}"` }).end(card ? `# ${card.title}\n\n${card.report.sections.map(({ title }) => `## ${title}`).join('\n\n')}\n` : 'period');
    return true;
  }
}

function textOf(block) {
  if (block.kind === 'paragraph') return block.sentences.map(({ text }) => text);
  if (block.kind === 'table') return block.rows.map(({ cells }) => cells.join(' | '));
  if (block.kind === 'definitions') return block.rows.map(({ term, text }) => `${term}: ${text}`);
  return block.text ? [block.text] : [];
}

function bars(id, title, parts) {
  const most = Math.max(...parts.map(({ count }) => count), 1);
  const shapes = parts.flatMap(({ name, count }, row) => [
    { kind: 'text', x: 0, y: row * 22 + 14, size: 9, text: name, tone: 'ink' },
    { kind: 'box', x: 120, y: row * 22 + 4, width: (count / most) * 340, height: 12, radius: 2, tone: ['high', 'medium', 'low', 'informational'].includes(name) ? name : 'accent' },
    { kind: 'text', x: 500, y: row * 22 + 14, size: 9, text: String(count), tone: 'ink', bold: true, anchor: 'end' },
  ]);
  return { id, title, description: parts.map(({ name, count }) => `${name} ${count}`).join(', '), width: 520, height: parts.length * 22 + 6, shapes };
}

function compose(incident, facts, { language, version, sections }) {
  const evidence = incident.alerts.flatMap((alert) => alert.evidence);
  const first = facts[0];
  const cited = [first.id, ...facts.slice(1, 6).map(({ id }) => id)];
  const name = incident.displayName;
  const all = [
    {
      id: 'summary',
      title: language === 'de' ? 'Zusammenfassung' : 'Executive summary',
      blocks: [
        { kind: 'paragraph', sentences: [{ text: `${incident.alerts.length} alerts were raised about "${name}".`, facts: [first.id] }, { text: `This is what version ${version} says.`, facts: [] }] },
        { kind: 'heading', text: 'Key figures' },
        { kind: 'definitions', rows: [{ term: 'Severity', text: incident.severity, facts: [first.id] }, { term: 'Title', text: name, facts: [] }] },
        { kind: 'list', items: [{ text: 'It is not resolved.', facts: [] }] },
      ],
    },
    {
      id: 'story',
      title: 'Attack story',
      blocks: [
        { kind: 'figure', figure: bars('lanes', `Alerts of ${name}`, incident.alerts.map(({ title }, index) => ({ name: title, count: index + 1 }))) },
        { kind: 'table', id: 'timeline', caption: 'Timeline', columns: [{ title: 'Time (UTC)', weight: 2 }, { title: 'What happened', weight: 5 }], rows: incident.alerts.map((alert) => ({ cells: [alert.firstActivityDateTime, alert.title], facts: cited })), total: incident.alerts.length },
      ],
    },
    { id: 'scripts', title: 'Scripts', blocks: [{ kind: 'code', caption: 'Script 1', text: `if ($true) {\n    Write-Host "${name}"\n}`, facts: [first.id] }, { kind: 'note', text: 'The first layer is shown.' }, { kind: 'hologram' }] },
    { id: 'extra', title: 'Scope', blocks: [{ kind: 'paragraph', sentences: [{ text: 'This report covers one incident.', facts: [] }] }] },
    { id: 'evidence', title: 'Evidence', blocks: [{ kind: 'table', id: 'entities', caption: 'Entities', columns: [{ title: 'Kind', weight: 1 }, { title: 'Value', weight: 4, code: true }], rows: Array.from({ length: 120 }, (_, row) => ({ cells: [evidence[row % evidence.length].entityType, `${row + 1} ${evidence[row % evidence.length].entityValue}`], facts: [] })), total: 400 }, { kind: 'table', id: 'facts', caption: 'Facts', columns: [{ title: 'Fact', weight: 1 }, { title: 'Kind', weight: 4 }], rows: facts.map(({ id, type }) => ({ cells: [id, type], facts: [id] })), total: facts.length }] },
    { id: 'provenance', title: 'How this report was made', blocks: [{ kind: 'paragraph', sentences: [{ text: 'Facts were computed from the records first.', facts: [] }] }] },
  ];
  return {
    title: `Report on incident ${incident.id}`,
    subtitle: name,
    organisation: 'Contoso',
    language,
    interim: incident.status !== 'resolved',
    missing: incident.status === 'resolved' ? [] : ['The incident is not resolved; its status is active.', 'It is not classified.'],
    asOf: incident.lastActivityDateTime ?? '',
    sections: all.filter(({ id }) => !sections || id === 'provenance' || sections.includes(id)),
    facts,
  };
}
