import type { ScriptFindings } from '../incident-input.js';
import { intrusion, intrusionRows, phishing } from '../fixtures/incidents.js';
import { summarizeIncident } from '../summarize-incident.js';
import { scriptHash, scriptsOfIncident } from './scripts-of-incident.js';

const rows = intrusionRows();
const lines = [...scriptsOfIncident(intrusion(), rows).values()];

function findings(text: string, over: Partial<ScriptFindings> = {}): ScriptFindings {
  return { sha256: scriptHash(text), language: 'powershell', verdict: 'malicious', layers: 3, techniques: ['T1105'], facts: [{ type: 'download', phrase: 'downloads a file', layer: 2, line: 4 }], indicators: [{ type: 'url', value: 'http://203.0.113.9/a.ps1' }], ...over };
}

describe('scripts in the summary of an incident', () => {
  const [first, second] = lines;
  if (!first || !second) throw new Error('the fixture has no two scripts');

  it('says what a malicious script does, and cites the line of the layer and the record that carries it', async () => {
    const { card, facts, dropped } = await summarizeIncident({ incident: intrusion(), events: rows, scripts: [findings(first.text)] });
    const said = card.statements.find(({ text }) => text.includes('script analysis'));
    expect(dropped).toEqual([]);
    expect(said?.text).toMatch(/decoded over 3 layers, is malicious by script analysis: it downloads a file\.$/);
    const cited = (said?.facts ?? []).map((id) => facts.find((fact) => fact.id === id));
    expect(cited.map((fact) => fact?.source)).toEqual([{ kind: 'script', sha256: scriptHash(first.text), layer: 2, line: 4, endLine: 4 }, first.source]);
    expect(card.indicators.map(({ value }) => value)).toContain('http://203.0.113.9/a.ps1');
  });

  it('counts several and names each behaviour once, the gravest first', async () => {
    const scripts = [findings(first.text), findings(second.text, { facts: [{ type: 'download', phrase: 'downloads a file', layer: 0, line: 1 }, { type: 'credentialAccess', phrase: 'reads saved passwords', layer: 0, line: 1 }] })];
    const { card, dropped } = await summarizeIncident({ incident: intrusion(), events: rows, scripts });
    expect(dropped).toEqual([]);
    expect(card.statements.map(({ text }) => text)).toContain('Script analysis finds 2 of 2 scripts malicious: one reads saved passwords and another downloads a file.');
  });

  it('is the same whatever the order of results and rows', async () => {
    const scripts = [findings(first.text), findings(second.text, { language: 'batch' })];
    const bytes = async (given: ScriptFindings[]): Promise<string> => JSON.stringify(await summarizeIncident({ incident: intrusion(), events: rows, scripts: given }));
    expect(await bytes([...scripts].reverse())).toBe(await bytes(scripts));
  });

  it('keeps what one script alone tells, however many spellings of another there are', async () => {
    const incident = intrusion();
    const [alert] = incident.alerts;
    const [spellings, other] = [Array.from({ length: 30 }, (_, index) => `mimikatz.exe sekurlsa::logonpasswords exit # ${index}`), 'mimikatz.exe sekurlsa::pth /user:x /ntlm:0123456789abcdef0123456789abcdef'];
    const evidence = [...spellings, other].map((processCommandLine, processId) => ({ '@odata.type': '#microsoft.graph.security.processEvidence', processId, processCommandLine }));
    const scripts = [...spellings.map((text) => findings(text, { facts: [{ type: 'credentialAccess', phrase: 'reads saved passwords', layer: 0, line: 1 }], indicators: [] })), findings(other, { layers: 1, facts: [{ type: 'lateralMovement', phrase: 'logs on with the hash of a password', layer: 0, line: 1 }], indicators: [{ type: 'hash', value: '0123456789abcdef0123456789abcdef' }] })];
    const { card } = await summarizeIncident({ incident: { ...incident, alerts: [{ ...alert, evidence: [...(alert?.evidence ?? []), ...evidence] }, ...incident.alerts.slice(1)] } as typeof incident, events: rows, scripts });
    expect(card.indicators.map(({ value }) => value)).toContain('0123456789abcdef0123456789abcdef');
    expect(card.statements.map(({ text }) => text).join(' ')).toContain('31 of 31 scripts malicious');
  });

  it('says nothing of benign scripts, nor of scripts the incident does not hold', async () => {
    const without = await summarizeIncident({ incident: phishing(), events: [] });
    const { card } = await summarizeIncident({ incident: phishing(), events: [], scripts: [findings('elsewhere -run it')] });
    expect(card).toEqual(without.card);
    const benign = await summarizeIncident({ incident: intrusion(), events: rows, scripts: [findings(first.text, { verdict: 'benign' })] });
    expect(benign.card.statements.filter(({ text }) => text.includes('cript analysis'))).toEqual([]);
  });
});
