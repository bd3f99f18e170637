import type { ReportTexts } from './report-texts.js';

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const german: ReportTexts = {
  locale: 'de-DE',
  reportOf: (incident) => `Bericht zum Vorfall ${incident}`,
  interim: 'Zwischenbericht: Der Vorfall ist nicht gelöst',
  final: 'Abschlussbericht',
  sections: {
    summary: 'Zusammenfassung', classification: 'Einstufung', management: 'Zeitpunkte der Bearbeitung', durations: 'Reaktionszeiten', story: 'Ablauf des Angriffs', assets: 'Betroffene Systeme und Konten', indicators: 'Indikatoren',
    actions: 'Maßnahmen', scripts: 'Skripte', queries: 'Abfragen', followUps: 'Offene Punkte', analysts: 'Beteiligte Personen und Automatik', evidence: 'Belege', provenance: 'Herkunft',
  },
  none: 'Keine',
  unknown: 'Unbekannt',
  yes: 'Ja',
  person: 'Person',
  automation: 'Automatik',
  page: (page, pages) => `Seite ${page} von ${pages}`,
  contents: 'Inhalt',
  facts: 'Fakten',
  statementsNote: 'Kleine Zeichen wie a1 oder t4 nennen die Fakten hinter einem Satz; jeder steht im Abschnitt Belege mit dem Datensatz, aus dem er stammt. Sätze und Werte aus Datensätzen sind nicht übersetzt.',
  summary: {
    keyFigures: 'Eckdaten', severity: 'Schweregrad', status: 'Status', alerts: 'Warnungen', assets: 'Betroffen', period: 'Aktivität', actions: 'Maßnahmen', asOf: 'Stand der Datensätze', incidentId: 'Vorfall',
    devices: (count) => plural(count, 'Gerät', 'Geräte'), accounts: (count) => plural(count, 'Konto', 'Konten'), alertCount: (count, open) => `${plural(count, 'Warnung', 'Warnungen')}, ${open} offen`,
    actionCount: (confirmed, all) => `${confirmed} bestätigt von ${all} im Maßnahmenprotokoll`, missing: 'Fehlt für einen Abschlussbericht',
  },
  classification: { classification: 'Einstufung', determination: 'Feststellung', reason: 'Begründung', noReason: 'Niemand hat eine Begründung angegeben.', by: 'Zuletzt geändert von', alertVerdicts: 'Urteile über Warnungen', verdict: 'Einstufung', count: 'Warnungen' },
  management: {
    event: 'Ereignis', time: 'Zeit (UTC)', by: 'Durch', kind: 'Art', created: 'Vorfall angelegt', firstActivity: 'Erste Aktivität', lastActivity: 'Letzte Aktivität', assigned: 'Zugewiesen', alertsCreated: 'Erste Warnung angelegt', alertsResolved: 'Warnungen gelöst', updated: 'Vorfall zuletzt geändert',
    comment: 'Kommentar', status: (from, to) => (from === '' ? `Status ${to}` : `Status ${from} zu ${to}`), classified: 'Eingestuft', noTime: 'Kein Datensatz sagt es', note: 'Nur Zeitpunkte, die ein Datensatz nennt, sind aufgeführt.', resolved: 'Vorfall gelöst', firstOf: (count) => `letzte von ${count}`,
  },
  durations: {
    measure: 'Maß', value: 'Zeit', from: 'Gemessen woran', detect: 'Zeit bis zur Erkennung', acknowledge: 'Zeit bis zur Annahme', contain: 'Zeit bis zur Eindämmung', resolve: 'Zeit bis zur Lösung', between: (from, to) => `${from} bis ${to}`,
    noActivity: 'Keine Warnung nennt ihre erste Aktivität.', noCreated: 'Kein Datensatz sagt, wann der Vorfall oder eine Warnung angelegt wurde.', before: 'Nach den Datensätzen läge das Ende vor dem Anfang.', noDeed: 'Kein Datensatz sagt, wann ihn eine Person übernahm.',
    noContainment: 'Das Maßnahmenprotokoll enthält keine bestätigte Eindämmung.', noLog: 'Es gibt kein Maßnahmenprotokoll.', notResolved: 'Der Vorfall ist nicht gelöst.', noResolveTime: 'Kein Datensatz sagt, wann er gelöst wurde.',
    deed: { assigned: 'Zuweisung', status: 'Statuswechsel', comment: 'erster Kommentar einer Person', action: 'erste Maßnahme einer Person' },
  },
  story: {
    timeline: 'Zeitleiste', time: 'Zeit (UTC)', what: 'Was geschah', tactic: 'Taktik', severity: 'Schweregrad', graph: 'Graph des Angriffs', timelineFigure: 'Warnungen und Beobachtungen im Zeitverlauf', techniques: 'ATT&CK-Techniken', technique: 'Technik', seenIn: 'Taktiken', basis: 'Grundlage', byAlerts: 'Warnungen', byTelemetry: 'aus Ereignissen abgeleitet',
    graphText: (shown, edges) => `${plural(shown, 'Element', 'Elemente')} und ${plural(edges, 'Verbindung', 'Verbindungen')}, die Warnungen zwischen ihnen herstellen`, timelineText: (count, from, to) => `${plural(count, 'Eintrag', 'Einträge')} von ${from} bis ${to}, eine Spur je Taktik`, recordsName: (count) => plural(count, 'Warnung', 'Warnungen'), outside: 'Gegenseite', before: 'Betroffen',
  },
  assets: { kind: 'Art', name: 'Name', names: 'Auch bekannt als', role: 'Rolle', state: 'Zustand', alerts: 'Warnungen', verdict: 'Urteil', noState: 'Kein Datensatz sagt es' },
  indicators: { kind: 'Art', value: 'Wert', role: 'Rolle', firstSeen: 'Zuerst gesehen (UTC)', alerts: 'Warnungen', defanged: 'Adressen, Domänen und Links sind so geschrieben, dass niemand sie versehentlich öffnet; Prüfsummen sind vollständig.' },
  actions: {
    time: 'Zeit (UTC)', action: 'Maßnahme', target: 'Ziel', state: 'Stand', by: 'Durch', details: 'Einzelheiten', approved: (by) => `genehmigt von ${by}`, undone: 'zurückgenommen', reason: 'Grund', result: 'Ergebnis',
    states: { PROPOSED: 'vorgeschlagen', APPROVED: 'genehmigt', DECLINED: 'abgelehnt', INTENT: 'beginnt', SENT: 'gesendet', CONFIRMED: 'bestätigt', FAILED: 'fehlgeschlagen', UNKNOWN: 'Ausgang unbekannt', UNDONE: 'zurückgenommen' },
    noLog: 'Es wurde kein Maßnahmenprotokoll angegeben; dieser Bericht kann daher nicht sagen, welche Maßnahmen ergriffen wurden.', empty: 'Das Maßnahmenprotokoll ist leer: Keine Maßnahme wurde ergriffen oder vorgeschlagen.', note: 'Allein aus dem Maßnahmenprotokoll geschrieben: jede Maßnahme darin einmal, und keine, die nicht darin steht.', history: 'Zustände',
  },
  scripts: {
    where: 'Wo', verdict: 'Urteil', does: 'Was es tut', decoded: (index, layers) => `Skript ${index}, letzte von ${plural(layers, 'Schicht', 'Schichten')}`, found: (count) => plural(count, 'Skript', 'Skripte'), none: 'Die Skriptanalyse findet kein schädliches oder verdächtiges Skript.', command: 'Befehl', language: 'Sprache', indicators: 'Indikatoren', techniques: 'Techniken', seen: 'Gesehen', script: (index) => `Skript ${index}`,
    overview: (all, malicious, suspicious, benign) => `${plural(all, 'Skript', 'Skripte')} untersucht: ${malicious} schädlich, ${suspicious} verdächtig, ${benign} harmlos${all > malicious + suspicious + benign ? `, ${all - malicious - suspicious - benign} unentschieden` : ''}.`,
  },
  queries: { time: 'Zeit (UTC)', by: 'Durch', query: 'Abfrage', rows: 'Zeilen', question: 'Frage', none: 'Keine Abfrage ist aufgezeichnet.' },
  followUps: {
    fromComments: 'Aus Kommentaren', openActions: 'Nicht abgeschlossene Maßnahmen', recommended: 'Nicht ausgeführte Empfehlungen', advice: 'Ratschläge in Warnungen', said: (by, time) => `${by}, ${time}`, openAction: (action, target, state) => `${action}, Ziel ${target}: ${state}`, step: 'Schritt', alerts: 'Warnungen',
    none: 'Kein Kommentar, keine Maßnahme und keine Empfehlung lässt etwas offen.', missing: 'Fehlt für einen Abschlussbericht', open: 'Offen',
  },
  analysts: {
    name: 'Name', kind: 'Art', did: 'Anteil', none: 'Kein Datensatz nennt jemanden.',
    deeds: { assigned: 'dem Vorfall zugewiesen', assignedAlerts: 'Warnungen zugewiesen', comment: 'Kommentare', action: 'Maßnahmen', approved: 'Genehmigungen', undone: 'zurückgenommene Maßnahmen', query: 'Abfragen', history: 'Änderungen am Vorfall', modified: 'hat den Vorfall zuletzt geändert' },
  },
  evidence: { alerts: 'Warnungen', time: 'Erste Aktivität (UTC)', title: 'Titel', severity: 'Schweregrad', status: 'Status', techniques: 'Techniken', source: 'Quelle', entities: 'Elemente', kind: 'Art', value: 'Wert', role: 'Rolle', verdict: 'Urteil', remediation: 'Bereinigung', facts: 'Zitierte Fakten', id: 'Fakt', record: 'Datensatz', type: 'Art', alertId: 'Warnung' },
  provenance: {
    composer: 'Verfasser', rules: 'Regeln', model: 'Modell', engine: 'Engine', input: 'Prüfsumme der Eingabe (SHA-256)', log: 'Prüfsumme des Maßnahmenprotokolls (SHA-256)', head: 'Kopf der Prüfkette', facts: 'Berechnete Fakten', dropped: 'Verworfene Sätze', noHead: 'Nicht angegeben', noLog: 'Kein Maßnahmenprotokoll', noneDropped: 'Keine', id: 'Bericht', reason: 'Warum', statement: 'Satz', fallback: 'Hinweis',
    how: 'Zuerst wurden aus den Datensätzen Fakten berechnet. Jeder Satz der Zusammenfassung und des Ablaufs wurde dann gegen die Fakten geprüft, die er nennt; was nicht standhielt, wurde weggelassen. Die Tabellen schreibt der Code aus den Datensätzen.',
  },
  missing: {
    notResolved: (status) => `Der Vorfall ist nicht gelöst; sein Status ist ${status}.`, openAlerts: (count) => `${plural(count, 'Warnung ist', 'Warnungen sind')} noch offen.`, classification: 'Er ist nicht eingestuft.', determination: 'Er hat keine Feststellung.', reason: 'Es ist kein Grund für die Einstufung aufgezeichnet.', assigned: 'Niemand ist ihm zugewiesen.',
    noLog: 'Das Maßnahmenprotokoll wurde nicht angegeben.', pending: (count) => `${plural(count, 'Maßnahme ist', 'Maßnahmen sind')} nicht abgeschlossen.`, unknownOutcome: (count) => `Der Ausgang von ${plural(count, 'Maßnahme', 'Maßnahmen')} ist unbekannt.`, noEvents: 'Es wurden keine Ereigniszeilen angegeben; der Ablauf beruht allein auf Warnungen.',
  },
  activity: {
    imported: (what) => `In Attest aufgenommen mit ${what}`, sourceChanged: (what) => `Von der Quelle geändert, jetzt mit ${what}`, eventsAdded: (what) => `Telemetrie hinzugefügt: ${what}`,
    field: (name, from, to) => (from === '' ? `${name} gesetzt auf ${to || 'nichts'}` : `${name} geändert von ${from} auf ${to || 'nichts'}`),
  },
  period: {
    title: 'Vorfälle eines Zeitraums', standing: (from, to) => `Vorfälle, angelegt von ${from} bis ${to} UTC`, note: 'Jede Zahl ist aus den am Ende aufgeführten Vorfällen gezählt.',
    sections: { summary: 'In Zahlen', durations: 'Zeit bis zur Lösung', story: 'Techniken', assets: 'Systeme und Konten', actions: 'Maßnahmen', evidence: 'Vorfälle', provenance: 'Herkunft' },
    created: (count, from, to) => `${plural(count, 'Vorfall wurde', 'Vorfälle wurden')} von ${from} bis ${to} UTC angelegt.`, resolved: (count) => `${count} davon ${count === 1 ? 'ist' : 'sind'} gelöst.`, open: (count) => `${count} ${count === 1 ? 'ist' : 'sind'} nicht gelöst.`, none: 'In diesem Zeitraum wurde kein Vorfall angelegt.',
    bySeverity: 'Nach Schweregrad', byStatus: 'Nach Status', byClassification: 'Nach Einstufung', incidents: (count) => plural(count, 'Vorfall', 'Vorfälle'), unclassified: 'nicht eingestuft',
    mean: 'Mittlere Zeit bis zur Lösung', median: 'Median der Zeit bis zur Lösung', measure: 'Maß', value: 'Zeit', measured: (count, all) => `Gemessen von der Anlage bis zur Lösung an ${count} von ${plural(all, 'Vorfall', 'Vorfällen')}: Die übrigen sind nicht gelöst, oder kein Datensatz sagt, wann.`, notMeasured: 'Kein Vorfall des Zeitraums hat Anlage und Lösung im Datensatz.',
    techniques: 'Häufigste Techniken', technique: 'Technik', name: 'Name', count: 'Vorfälle', assets: 'Häufigste Systeme und Konten', kind: 'Art', kinds: { device: 'Gerät', user: 'Konto' },
    action: 'Maßnahme', state: 'Stand', noActions: 'Zu diesen Vorfällen wurde keine Maßnahme vorgeschlagen oder ergriffen.', incident: 'Vorfall', severity: 'Schweregrad', status: 'Status', classification: 'Einstufung', createdAt: 'Angelegt (UTC)', resolvedAt: 'Gelöst (UTC)',
    shown: (shown, all) => `Die neuesten ${shown} von ${all} Vorfällen sind aufgeführt. Jede Zahl zählt alle.`, provenance: 'Durch Programm aus den Vorfällen und dem Maßnahmenprotokoll in ihrem jetzigen Stand gezählt; kein Modell war beteiligt.', digest: 'Prüfsumme des Gezählten (SHA-256)',
  },
  cut: (shown, total, what) => `${what}: Die ersten ${shown} von ${total} sind gezeigt. Die JSON-Form dieses Berichts enthält alle.`,
  alt: { logo: 'Logo' },
};
