import type { ReportTexts } from './report-texts.js';

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const english: ReportTexts = {
  locale: 'en-GB',
  reportOf: (incident) => `Incident report ${incident}`,
  interim: 'Interim report: the incident is not resolved',
  final: 'Final report',
  sections: {
    summary: 'Executive summary', classification: 'Classification', management: 'Management timestamps', durations: 'Response times', story: 'Attack story', assets: 'Affected assets', indicators: 'Indicators',
    actions: 'Actions', scripts: 'Scripts', queries: 'Queries', followUps: 'Follow-ups and open issues', analysts: 'People and automation involved', evidence: 'Evidence', provenance: 'Provenance',
  },
  none: 'None',
  unknown: 'Unknown',
  yes: 'Yes',
  person: 'Person',
  automation: 'Automation',
  page: (page, pages) => `Page ${page} of ${pages}`,
  contents: 'Contents',
  facts: 'Facts',
  statementsNote: 'Small marks such as a1 or t4 name the facts behind a sentence; each is in the evidence section with the record it came from.',
  summary: {
    keyFigures: 'Key figures', severity: 'Severity', status: 'Status', alerts: 'Alerts', assets: 'Assets', period: 'Activity', actions: 'Actions', asOf: 'State of the records', incidentId: 'Incident',
    devices: (count) => plural(count, 'device'), accounts: (count) => plural(count, 'account'), alertCount: (count, open) => `${plural(count, 'alert')}, ${open} open`,
    actionCount: (confirmed, all) => `${confirmed} confirmed of ${all} in the action log`, missing: 'Missing for a final report',
  },
  classification: { classification: 'Classification', determination: 'Determination', reason: 'Reason given', noReason: 'Nobody gave a reason.', by: 'Last changed by', alertVerdicts: 'Verdicts on alerts', verdict: 'Classification', count: 'Alerts' },
  management: {
    event: 'Event', time: 'Time (UTC)', by: 'By', kind: 'Kind', created: 'Incident created', firstActivity: 'First activity', lastActivity: 'Last activity', assigned: 'Assigned', alertsCreated: 'First alert created', alertsResolved: 'Alerts resolved', updated: 'Incident last updated',
    comment: 'Comment', status: (from, to) => (from === '' ? `Status ${to}` : `Status ${from} to ${to}`), classified: 'Classified', noTime: 'No record tells', note: 'Only moments that a record tells are listed.', resolved: 'Incident resolved', firstOf: (count) => `last of ${count}`,
  },
  durations: {
    measure: 'Measure', value: 'Time', from: 'Measured from what', detect: 'Time to detect', acknowledge: 'Time to acknowledge', contain: 'Time to contain', resolve: 'Time to resolve', between: (from, to) => `${from} to ${to}`,
    noActivity: 'No alert tells its first activity.', noCreated: 'No record tells when the incident or an alert was created.', before: 'The records put the end before the beginning.', noDeed: 'No record tells when a person first took it up.',
    noContainment: 'The action log holds no confirmed containment.', noLog: 'There is no action log.', notResolved: 'The incident is not resolved.', noResolveTime: 'No record tells when it was resolved.',
    deed: { assigned: 'assignment', status: 'change of status', comment: 'first comment of a person', action: 'first action of a person' },
  },
  story: {
    timeline: 'Timeline', time: 'Time (UTC)', what: 'What happened', tactic: 'Tactic', severity: 'Severity', graph: 'Attack story graph', timelineFigure: 'Alerts and observations over time', techniques: 'ATT&CK techniques', technique: 'Technique', seenIn: 'Tactics', basis: 'Basis', byAlerts: 'alerts', byTelemetry: 'derived from telemetry',
    graphText: (shown, edges) => `${plural(shown, 'entity').replace('entitys', 'entities')} and ${plural(edges, 'connection')} that alerts make between them`, timelineText: (count, from, to) => `${plural(count, 'entry').replace('entrys', 'entries')} from ${from} to ${to}, one lane for each tactic`, recordsName: (count) => plural(count, 'alert'), outside: 'Other side', before: 'Assets',
  },
  assets: { kind: 'Kind', name: 'Asset', names: 'Also known as', role: 'Role', state: 'State', alerts: 'Alerts', verdict: 'Verdict', noState: 'No record tells' },
  indicators: { kind: 'Kind', value: 'Value', role: 'Role', firstSeen: 'First seen (UTC)', alerts: 'Alerts', defanged: 'Addresses, domains and links are written so that nobody opens them by accident; hashes are whole.' },
  actions: {
    time: 'Time (UTC)', action: 'Action', target: 'Target', state: 'State', by: 'By', details: 'Details', approved: (by) => `approved by ${by}`, undone: 'undone', reason: 'Reason', result: 'Result',
    states: { PROPOSED: 'proposed', APPROVED: 'approved', DECLINED: 'declined', INTENT: 'starting', SENT: 'sent', CONFIRMED: 'confirmed', FAILED: 'failed', UNKNOWN: 'outcome unknown', UNDONE: 'undone' },
    noLog: 'No action log was given, so this report cannot say which actions were taken.', empty: 'The action log is empty: no action was taken or proposed.', note: 'Written from the action log alone: every action of it once, and none that is not in it.', history: 'States',
  },
  scripts: {
    where: 'Where', verdict: 'Verdict', does: 'What it does', decoded: (index, layers) => `Script ${index}, last of ${plural(layers, 'layer')}`, found: (count) => plural(count, 'script'), none: 'No script analysis finds a malicious or suspicious script.', command: 'Command', language: 'Language', indicators: 'Indicators', techniques: 'Techniques', seen: 'Seen', script: (index) => `Script ${index}`,
    overview: (all, malicious, suspicious, benign) => `${plural(all, 'script')} analysed: ${malicious} malicious, ${suspicious} suspicious, ${benign} benign${all > malicious + suspicious + benign ? `, ${all - malicious - suspicious - benign} undecided` : ''}.`,
  },
  queries: { time: 'Time (UTC)', by: 'By', query: 'Query', rows: 'Rows', question: 'Question', none: 'No query is recorded.' },
  followUps: {
    fromComments: 'From comments', openActions: 'Actions not finished', recommended: 'Recommendations not carried out', advice: 'Advice in alerts', said: (by, time) => `${by}, ${time}`, openAction: (action, target, state) => `${action} on ${target}: ${state}`, step: 'Step', alerts: 'Alerts',
    none: 'No comment, action or recommendation leaves anything open.', missing: 'Missing for a final report', open: 'Open',
  },
  analysts: {
    name: 'Name', kind: 'Kind', did: 'Part', none: 'No record names anyone.',
    deeds: { assigned: 'assigned to the incident', assignedAlerts: 'assigned to alerts', comment: 'comments', action: 'actions', approved: 'approvals', undone: 'actions undone', query: 'queries', history: 'changes of the incident', modified: 'last changed the incident' },
  },
  evidence: { alerts: 'Alerts', time: 'First activity (UTC)', title: 'Title', severity: 'Severity', status: 'Status', techniques: 'Techniques', source: 'Source', entities: 'Entities', kind: 'Kind', value: 'Value', role: 'Role', verdict: 'Verdict', remediation: 'Remediation', facts: 'Facts cited', id: 'Fact', record: 'Record', type: 'Kind', alertId: 'Alert' },
  provenance: {
    composer: 'Composer', rules: 'Rules', model: 'Model', engine: 'Engine', input: 'Digest of the input (SHA-256)', log: 'Digest of the action log (SHA-256)', head: 'Head of the audit chain', facts: 'Facts computed', dropped: 'Statements dropped', noHead: 'Not given', noLog: 'No action log', noneDropped: 'None', id: 'Report', reason: 'Why', statement: 'Statement', fallback: 'Note',
    how: 'Facts were computed from the records first. Every sentence of the summary and the story was then checked against the facts it names, and those that did not hold were left out. The tables are written from the records by code.',
  },
  missing: {
    notResolved: (status) => `The incident is not resolved; its status is ${status}.`, openAlerts: (count) => `${plural(count, 'alert')} ${count === 1 ? 'is' : 'are'} still open.`, classification: 'It has not been classified.', determination: 'It has no determination.', reason: 'No reason for the classification is recorded.', assigned: 'Nobody is assigned to it.',
    noLog: 'The action log was not given.', pending: (count) => `${plural(count, 'action')} ${count === 1 ? 'is' : 'are'} not finished.`, unknownOutcome: (count) => `The outcome of ${plural(count, 'action')} is unknown.`, noEvents: 'No event rows were given, so the story rests on alerts alone.',
  },
  activity: {
    imported: (what) => `Brought into Attest with ${what}`, sourceChanged: (what) => `Changed by its source, now with ${what}`, eventsAdded: (what) => `Telemetry added: ${what}`,
    field: (name, from, to) => (from === '' ? `${name} set to ${to || 'nothing'}` : `${name} changed from ${from} to ${to || 'nothing'}`),
  },
  period: {
    title: 'Incidents of a period', standing: (from, to) => `Incidents created from ${from} to ${to} UTC`, note: 'Every figure is counted from the incidents listed at the end.',
    sections: { summary: 'In figures', durations: 'Time to resolve', story: 'Techniques', assets: 'Assets', actions: 'Actions', evidence: 'Incidents', provenance: 'Provenance' },
    created: (count, from, to) => `${plural(count, 'incident')} ${count === 1 ? 'was' : 'were'} created from ${from} to ${to} UTC.`, resolved: (count) => `${count} of them ${count === 1 ? 'is' : 'are'} resolved.`, open: (count) => `${count} ${count === 1 ? 'is' : 'are'} not resolved.`, none: 'No incident was created in this period.',
    bySeverity: 'By severity', byStatus: 'By status', byClassification: 'By classification', incidents: (count) => plural(count, 'incident'), unclassified: 'not classified',
    mean: 'Mean time to resolve', median: 'Median time to resolve', measure: 'Measure', value: 'Time', measured: (count, all) => `Measured from creation to resolution on ${count} of ${plural(all, 'incident')}: the others are not resolved, or no record tells when they were.`, notMeasured: 'No incident of the period has both a creation and a resolution on record.',
    techniques: 'Most frequent techniques', technique: 'Technique', name: 'Name', count: 'Incidents', assets: 'Most frequent assets', kind: 'Kind', kinds: { device: 'device', user: 'account' },
    action: 'Action', state: 'State', noActions: 'No action was proposed or taken on these incidents.', incident: 'Incident', severity: 'Severity', status: 'Status', classification: 'Classification', createdAt: 'Created (UTC)', resolvedAt: 'Resolved (UTC)',
    shown: (shown, all) => `The newest ${shown} of ${all} incidents are listed. Every figure counts all of them.`, provenance: 'Counted by code from the incidents and the action log as they stand now; no model took part.', digest: 'Digest of what was counted (SHA-256)',
  },
  cut: (shown, total, what) => `${what}: the first ${shown} of ${total} are shown. The JSON form of this report holds all of them.`,
  alt: { logo: 'Logo' },
};
