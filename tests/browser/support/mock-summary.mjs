/** A plain summary of a mock incident: enough facts and statements to show every part of the card. Not the product's composer. */
export function summarize(incident, version = 1) {
  const facts = [];
  const fact = (type, time, values, source) => {
    const id = `f${String(facts.length + 1).padStart(3, '0')}`;
    facts.push({ id, type, time, values, source });
    return id;
  };
  const clock = (time) => String(time).slice(11, 19);
  const alerts = incident.alerts;
  const alertFacts = alerts.map((alert) =>
    fact('alert.raised', alert.firstActivityDateTime, { title: alert.title, severity: alert.severity, service: alert.serviceSource ?? '', techniques: alert.mitreTechniques }, { kind: 'alert', alertId: alert.id }),
  );
  const entities = new Map();
  const indicators = new Map();
  for (const alert of alerts) {
    for (const item of alert.evidence) {
      const key = `${item.entityType}:${item.entityValue}`;
      const known = entities.get(key) ?? { type: item.entityType, value: item.entityValue, role: item.roles[0] ?? 'involved', verdict: item.verdict, alerts: new Set(), facts: [] };
      if (!entities.has(key)) {
        entities.set(key, known);
        known.facts.push(fact('evidence.named', item.createdDateTime, { type: item.type, value: item.entityValue, verdict: item.verdict ?? 'unknown' }, { kind: 'evidence', alertId: alert.id, evidenceIndex: item.index, evidenceType: item.type }));
        if (['ip', 'url'].includes(item.entityType)) indicators.set(key, { type: item.entityType, value: item.entityValue, defanged: item.entityValue.replaceAll('.', '[.]').replace(/^http/, 'hxxp'), facts: known.facts });
      }
      known.alerts.add(alert.id);
    }
  }
  const eventFacts = incident.eventRows.slice(0, 4).map((event) => fact('event.seen', event.timestamp, { table: event.table, action: event.values.ActionType ?? 'row' }, { kind: 'event', table: event.table, row: event.row, timestamp: event.timestamp }));
  const total = fact('alerts.counted', null, { alerts: alerts.length }, { kind: 'derived', from: alertFacts, rule: 'count of alerts' });
  const ranked = [...entities.values()].sort((a, b) => b.alerts.size - a.alerts.size);
  const main = ranked[0];
  const sentence = (section, text, ids) => ({ section, text, facts: ids.filter(Boolean) });
  const first = alerts[0];
  const last = alerts.at(-1);
  const statements = [
    sentence('lead', `Between ${clock(incident.firstActivityDateTime)} and ${clock(incident.lastActivityDateTime)} UTC on ${String(incident.firstActivityDateTime).slice(0, 10)}, ${alerts.length} alerts were raised about ${main?.value ?? 'this incident'}.`, [total, alertFacts[0], alertFacts.at(-1)]),
    sentence('lead', `The last of them is "${last.title}".`, [alertFacts.at(-1)]),
    sentence('origin', `The first record is the alert "${first.title}" at ${clock(first.firstActivityDateTime)}.`, [alertFacts[0], eventFacts[0]]),
    ...alerts.slice(1, 6).map((alert, index) => sentence('story', `At ${clock(alert.firstActivityDateTime)}, "${alert.title}" was raised.`, [alertFacts[index + 1]])),
    sentence('assets', `${ranked.slice(0, 3).map((entity) => entity.value).join(', ')} appear in most alerts.`, ranked.slice(0, 3).flatMap((entity) => entity.facts)),
    sentence('open', 'No record says whether the evidence was remediated.', [total, ...alertFacts.slice(0, 5)]),
  ];
  return {
    __typename: 'IncidentSummary',
    id: `${incident.id}-summary`,
    kind: 'incidentSummary',
    subjectId: incident.id,
    subjectRevision: incident.revision,
    version,
    title: incident.displayName,
    titleFacts: [total],
    statements,
    timeline: [
      ...alerts.map((alert, index) => ({ time: alert.firstActivityDateTime, text: alert.title, facts: [alertFacts[index]], tactic: alert.category, severity: alert.severity })),
      ...incident.eventRows.slice(0, 4).map((event, index) => ({ time: event.timestamp, text: `${event.values.ActionType ?? 'Row'} in ${event.table}`, facts: [eventFacts[index]], tactic: null, severity: null })),
    ]
      .filter((entry) => entry.time)
      .sort((a, b) => String(a.time).localeCompare(String(b.time))),
    entities: ranked.map(({ alerts: named, ...entity }) => ({ ...entity, names: [`id of ${entity.value}`], alertCount: named.size })),
    indicators: [...indicators.values()],
    techniques: [...new Set(alerts.flatMap((alert) => alert.mitreTechniques))].map((id) => ({ id, name: `Technique ${id}`, tactics: ['credential-access'] })),
    allFacts: facts,
    dropped: version % 2 === 0 ? [{ text: 'The device was isolated.', reason: 'No cited fact says so', atoms: ['isolated'] }] : [],
    current: true,
    createdAt: new Date().toISOString(),
    provenance: { composer: 'rules', fallback: null, engine: 'mock 1', model: null, promptHash: null, inputDigest: 'e9196b871670af6307902fc4ca09f7cf3c309ae54b28e10d052ed8741090f928', ms: 42, promptTokens: null, completionTokens: null, facts: facts.length, dropped: version % 2 === 0 ? 1 : 0, repaired: 0 },
  };
}
