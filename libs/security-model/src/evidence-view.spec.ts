import { evidenceTypeOf, parseIncident, toGraphJson } from './index.js';

const items = [
  { '@odata.type': '#microsoft.graph.security.ipEvidence', ipAddress: '203.0.113.7', location: { city: 'Porto', moon: 1 }, later: { a: 1 } },
  { '@odata.type': '#microsoft.graph.security.quantumEvidence', qubits: 3 },
];
const { incident } = parseIncident({ id: '1', extra: [1], alerts: [{ id: 'a', severity: 5, evidence: [...items, {}] }] });
const evidence = incident.alerts[0]?.evidence ?? [];

describe('evidenceTypeOf', () => {
  it('is short, and never empty', () => {
    expect(evidence.map(evidenceTypeOf)).toEqual(['ipEvidence', 'quantumEvidence', 'unknownEvidence']);
  });
});

describe('toGraphJson', () => {
  it('gives back what came, unknown parts in their place', () => {
    expect(evidence.slice(0, 2).map(toGraphJson)).toEqual(items);
    expect(toGraphJson(incident)).toMatchObject({ id: '1', extra: [1], alerts: [{ severity: 5, evidence: [...items, {}] }] });
  });

  it('reads to the same incident again', () => {
    expect(parseIncident(toGraphJson(incident)).incident).toEqual(incident);
  });
});
