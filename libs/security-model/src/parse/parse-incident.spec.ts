import fc from 'fast-check';
import { sampleIncident } from '../fixtures/sample-incident.js';
import { enumValue, parseIncident, parseIncidentPage, SecurityModelError, SecurityModelErrorCode } from '../index.js';

const TYPE = '#microsoft.graph.security.';

function refusal(value: unknown): SecurityModelError {
  try {
    parseIncident(value);
  } catch (error) {
    if (error instanceof SecurityModelError) return error;
    throw error;
  }
  throw new Error('the value was accepted');
}

function nest(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = level % 2 ? { a: value } : [value];
  return value;
}

describe('parseIncident', () => {
  it('reads an incident without a warning and in the spelling of Graph', () => {
    const { incident, warnings } = parseIncident(sampleIncident());
    expect(warnings).toEqual([]);
    expect(incident).toMatchObject({ id: '7001', status: 'active', severity: 'high', classification: 'truePositive', determination: 'compromisedAccount' });
    expect(incident.alerts.map((alert) => alert.id)).toEqual(['al-1', 'al-2']);
    expect(incident.alerts[0]?.mitreTechniques).toEqual(['T1059.001', 'T1566.001']);
    expect(incident.customTags).toEqual([]);
    expect(incident).not.toHaveProperty('redirectIncidentId');
    const first = incident.alerts[0]?.evidence[0];
    expect(first?.['@odata.type'] === '#microsoft.graph.security.deviceEvidence' && first.hostName).toBe('WS-042');
  });

  it('reads its own output to the same incident', () => {
    const raw = { ...sampleIncident(), surprise: { deep: [1, null] }, severity: 7, alerts: [...(sampleIncident()['alerts'] as unknown[]), { id: 'x', evidence: [{ '@odata.type': `${TYPE}quantumEvidence`, verdict: 'malicious', q: 1 }] }] };
    const once = parseIncident(raw).incident;
    const twice = parseIncident(JSON.parse(JSON.stringify(once)));
    expect(twice.incident).toEqual(once);
    expect(twice.warnings).toEqual([]);
  });

  it.each([
    [null, SecurityModelErrorCode.NotAnObject, '$'],
    [[], SecurityModelErrorCode.NotAnObject, '$'],
    [{ id: ' ' }, SecurityModelErrorCode.MissingId, '$.id'],
    [{ id: '1', alerts: { a: 1 } }, SecurityModelErrorCode.AlertsNotAList, '$.alerts'],
    [{ id: '1', alerts: new Array(5_001).fill({}) }, SecurityModelErrorCode.TooManyAlerts, '$.alerts'],
    [{ id: '1', alerts: [{ evidence: [] }, { evidence: new Array(50_001).fill(null) }] }, SecurityModelErrorCode.TooMuchEvidence, '$.alerts[1].evidence'],
  ])('refuses what cannot be an incident (%#)', (value, code, path) => {
    expect(refusal(value)).toMatchObject({ code, path });
  });

  it('takes exactly the limits', () => {
    expect(parseIncident({ id: '1', alerts: Array.from({ length: 5_000 }, (_, index) => ({ id: `a${index}` })) }).incident.alerts).toHaveLength(5_000);
  });

  it('keeps values of the wrong type aside and says where they stood', () => {
    const { incident, warnings } = parseIncident({
      id: 12, displayName: { x: 1 }, createdDateTime: 'yesterday', customTags: ['a', 5, { no: 1 }],
      alerts: [{ id: 'a', evidence: [{ '@odata.type': `${TYPE}processEvidence`, processId: '44', parentProcessId: 'none', imageFile: 'cmd.exe' }, 'text'] }, 9],
    });
    expect(incident).toMatchObject({ id: '12', customTags: ['a', '5'], unmapped: { displayName: { x: 1 }, createdDateTime: 'yesterday', 'customTags[2]': { no: 1 }, 'alerts[1]': 9 } });
    expect(incident.displayName).toBeUndefined();
    expect(incident.alerts[0]).toMatchObject({ unmapped: { 'evidence[1]': 'text' } });
    expect(incident.alerts[0]?.evidence[0]).toMatchObject({ processId: 44, unmapped: { parentProcessId: 'none', imageFile: 'cmd.exe' } });
    expect(warnings.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['$.id', '$.displayName', '$.createdDateTime', '$.customTags[2]', '$.alerts[0].evidence[0].imageFile', '$.alerts[0].evidence[1]', '$.alerts[1]']),
    );
  });

  it('keeps unknown evidence whole, unknown enumeration values as they are, and unknown fields', () => {
    const item = { '@odata.type': `${TYPE}quantumEvidence`, verdict: 'Malicious', qubits: [1, { a: null }] };
    const { incident, warnings } = parseIncident({ id: '1', status: 'onHold', newField: true, alerts: [{ id: 'a', severity: 'apocalyptic', evidence: [item] }] });
    expect(warnings).toEqual([]);
    expect(incident).toMatchObject({ status: 'onHold', unmapped: { newField: true } });
    expect(incident.alerts[0]).toMatchObject({ severity: 'apocalyptic' });
    expect(incident.alerts[0]?.evidence[0]).toEqual({ '@odata.type': '#attest.unknownEvidence', originalType: `${TYPE}quantumEvidence`, verdict: 'malicious', raw: item });
  });

  it('knows evidence types without the prefix and in any case', () => {
    const { incident } = parseIncident({ id: '1', alerts: [{ id: 'a', evidence: [{ '@odata.type': 'microsoft.graph.security.DeviceEvidence', hostName: 'h' }] }] });
    expect(incident.alerts[0]?.evidence[0]).toEqual({ '@odata.type': `${TYPE}deviceEvidence`, hostName: 'h' });
  });

  it('gives every alert an id of its own, stable for the same content', () => {
    const alerts = [{ title: 'a' }, { title: 'b' }, { id: 'x', title: '1' }, { id: 'x', title: '1' }, { id: 'x', title: '2' }];
    const first = parseIncident({ id: '1', alerts }).incident.alerts.map((alert) => alert.id);
    expect(first).toEqual(parseIncident({ id: '1', alerts }).incident.alerts.map((alert) => alert.id));
    expect(new Set(first).size).toBe(first.length);
    expect(first.slice(2)).toEqual(['x', 'x~2']);
    expect(first[0]).toMatch(/^derived-[0-9a-f]{32}$/);
  });

  it('reads nothing hostile into the objects it makes', () => {
    const hostile = JSON.parse(`{"id":"1","__proto__":{"polluted":1},"alerts":[{"id":"a","additionalData":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}},
      "evidence":[{"@odata.type":"#attest.unknownEvidence","__proto__":{"polluted":1},"raw":{"__proto__":{"polluted":1}}}]}]}`) as unknown;
    const { incident } = parseIncident(hostile);
    expect((incident as unknown as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(JSON.stringify(incident)).not.toContain('__proto__');
  });

  it('survives depth, lone surrogates, NUL and huge texts', () => {
    const huge = 'x'.repeat(2_000_000);
    let chain: Record<string, unknown> = { '@odata.type': 'odd' };
    for (let level = 0; level < 20_000; level += 1) chain = { '@odata.type': '#attest.unknownEvidence', raw: chain };
    let pod: Record<string, unknown> = {};
    for (let level = 0; level < 20_000; level += 1) pod = { containers: [{ pod }] };
    const { incident, warnings } = parseIncident({
      id: 'a\uD800', displayName: 'b\0c', description: huge, deep: nest(20_000),
      alerts: [{ id: '1', additionalData: { deep: nest(20_000) }, evidence: [chain, { '@odata.type': `${TYPE}kubernetesPodEvidence`, ...pod }] }],
    });
    expect(incident).toMatchObject({ id: 'a\uFFFD', displayName: 'b\uFFFDc', description: huge });
    expect(incident.alerts[0]?.evidence[0]).toMatchObject({ originalType: 'odd' });
    expect(() => JSON.stringify(incident)).not.toThrow();
    expect(warnings.length).toBeGreaterThan(0);
  });

  it('never fails on any JSON but with a typed refusal, and what it takes it takes again', () => {
    const key = fc.oneof(fc.constantFrom('id', 'alerts', 'evidence', '@odata.type', 'roles', 'userAccount', 'imageFile', 'severity', 'unmapped', 'raw', '__proto__', 'constructor'), fc.string({ unit: 'binary' }));
    const leaf = fc.oneof(fc.constantFrom(`${TYPE}processEvidence`, `${TYPE}kubernetesPodEvidence`, '#attest.unknownEvidence', null, '', 'malicious'), fc.string({ unit: 'binary' }), fc.double(), fc.boolean());
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 5, withCrossShrink: true }, leaf, fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(key, tie('tree'), { maxKeys: 6 })),
    }));
    fc.assert(
      fc.property(fc.record({ id: fc.oneof(fc.string(), tree), alerts: fc.oneof(fc.array(fc.oneof(tree, fc.record({ id: tree, evidence: fc.array(tree) }))), tree) }), (value) => {
        let once;
        try {
          once = parseIncident(value).incident;
        } catch (error) {
          expect(error).toBeInstanceOf(SecurityModelError);
          return;
        }
        expect(parseIncident(JSON.parse(JSON.stringify(once))).incident).toEqual(once);
        expect(JSON.stringify(once)).not.toMatch(/\\ud[89a-f]|\\u0000/);
        expect(new Set(once.alerts.map((alert) => alert.id)).size).toBe(once.alerts.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('parseIncidentPage', () => {
  it('takes one incident, a list and a page, and refuses single items with their position', () => {
    expect(parseIncidentPage(sampleIncident())).toMatchObject([{ ok: true, position: 0, path: '$' }]);
    expect(parseIncidentPage([])).toEqual([]);
    const items = parseIncidentPage({ '@odata.context': 'x', value: [sampleIncident(), { displayName: 'no id' }, 3] });
    expect(items).toMatchObject([
      { ok: true, path: '$.value[0]' },
      { ok: false, position: 1, error: { code: 'MISSING_ID', path: '$.value[1].id' } },
      { ok: false, position: 2, error: { code: 'NOT_AN_OBJECT', path: '$.value[2]' } },
    ]);
    expect(() => parseIncidentPage({ value: 'x' })).toThrow(SecurityModelError);
    expect(() => parseIncidentPage('x')).toThrow(SecurityModelError);
  });
});

describe('enumValue', () => {
  it('compares without case and separators, knows old names, keeps the rest', () => {
    expect(enumValue('alertClassification', 'TRUE POSITIVE')).toBe('truePositive');
    expect(enumValue('alertDetermination', 'Clean')).toBe('notMalicious');
    expect(enumValue('incidentStatus', 'AwaitingAction')).toBe('awaitingAction');
    expect(enumValue('alertSeverity', ' Catastrophic ')).toBe('Catastrophic');
    expect(enumValue('noSuchEnum', 'x')).toBe('x');
    expect(enumValue('alertSeverity', 'constructor')).toBe('constructor');
  });
});
