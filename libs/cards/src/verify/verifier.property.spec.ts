import fc from 'fast-check';
import type { DraftCard } from '../card.js';
import { defang } from '../defang.js';
import type { Fact } from '../fact.js';
import { verifyCard, verifySentence } from './verify-card.js';

const hex = (size: number) => fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: size, maxLength: size });
const name = (min = 3, max = 9) => fc.string({ unit: fc.constantFrom(...'bdfghjklmnqrtvwz'), minLength: min, maxLength: max });
const octet = fc.integer({ min: 1, max: 254 });
const ip = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.'));
const domain = fc.tuple(name(), fc.constantFrom('example', 'test', 'invalid')).map((parts) => parts.join('.'));
const host = fc.tuple(name(), fc.integer({ min: 100, max: 999 })).map(([word, number]) => `${word}-${number}`);
const file = fc.tuple(name(), fc.constantFrom('exe', 'dll', 'ps1', 'docx')).map((parts) => parts.join('.'));

const atom = fc.oneof(
  ip,
  domain,
  host,
  file,
  fc.oneof(hex(32), hex(40), hex(64)),
  fc.tuple(host, domain).map((parts) => parts.join('.')),
  fc.tuple(name(), domain).map((parts) => parts.join('@')),
  fc.tuple(name(), name()).map((parts) => parts.join('\\')),
  fc.tuple(name(), name(), file).map((parts) => `C:\\${parts.join('\\')}`),
  fc.tuple(name(), file).map((parts) => `/opt/${parts.join('/')}`),
  fc.tuple(domain, name()).map(([where, path]) => `https://${where}/${path}`),
  fc.tuple(ip, fc.integer({ min: 1024, max: 65535 })).map((parts) => parts.join(':')),
  fc.tuple(ip, fc.integer({ min: 8, max: 30 })).map((parts) => parts.join('/')),
  fc.tuple(fc.integer({ min: 1999, max: 2030 }), fc.integer({ min: 1000, max: 99999 })).map(([year, number]) => `CVE-${year}-${number}`),
  fc.tuple(name(), name()).map((parts) => `HKLM\\Software\\${parts.join('\\')}`),
);

const sameInAnyReading: ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => defang(text),
  (text) => text.replaceAll('.', '(.)').replaceAll('@', '[at]'),
  (text) => text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
  (text) => [...text].join('\u200b'),
  (text) => `\u202a${text}\u202c`,
];
const lookAlike = (text: string): string => text.replace(/[aeocpxi]/, (char) => ({ a: 'а', e: 'е', o: 'о', c: 'с', p: 'р', x: 'х', i: 'і' })[char] ?? char);
const disguise = fc.constantFrom(...sameInAnyReading);
const frame = fc.constantFrom(
  (text: string) => `The record names ${text}.`,
  (text: string) => `It was seen with ${text}, and later again.`,
  (text: string) => `On the device (${text}) a process ran.`,
  (text: string) => `${text} was part of it.`,
);

function factOf(values: Fact['values'], id = 'F1'): Fact {
  return { id, type: 'process.created', values, source: { kind: 'incident', field: 'x' } };
}

const base = factOf({ device: 'mkt01.pandalab.com', account: 'pandalab\\pedro.gustavo', count: 3, note: 'seen twice' });

describe('the verifier, on anything', () => {
  it('catches an atom that is in no fact, however it is written', () => {
    fc.assert(
      fc.property(atom, fc.constantFrom(...sameInAnyReading, lookAlike), frame, (planted, write, say) => {
        expect(verifySentence(say(write(planted)), [base]).supported).toBe(false);
      }),
      { numRuns: 1500 },
    );
  });

  it('keeps a sentence made from a fact value, however it is written', () => {
    fc.assert(
      fc.property(atom, disguise, frame, (value, write, say) => {
        expect(verifySentence(say(write(value)), [factOf({ value, other: 'x' })])).toEqual({ supported: true, unsupported: [] });
      }),
      { numRuns: 1500 },
    );
  });

  it('takes a look-alike of a fact value for another value', () => {
    fc.assert(
      fc.property(fc.tuple(fc.constantFrom('apex', 'ocean', 'exec'), host).map((parts) => parts.join('')), (value) => {
        expect(verifySentence(`The record names ${lookAlike(value)}.`, [factOf({ value })]).supported).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps every number and time of a fact, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 1, max: 50 }), (count, more) => {
        const fact = factOf({ alerts: count, other: 1_000_000 });
        expect(verifySentence(`There were ${count} alerts.`, [fact]).supported).toBe(true);
        expect(verifySentence(`There were ${count.toLocaleString('en-US')} alerts.`, [fact]).supported).toBe(true);
        expect(verifySentence(`There were ${count + more} alerts.`, [fact]).supported).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2039-01-01'), noInvalidDate: true }), fc.integer({ min: 60, max: 3000 }), (date, later) => {
        const fact = { ...base, time: date.toISOString() };
        const other = new Date(date.getTime() + later * 60_000).toISOString();
        expect(verifySentence(`It began on ${date.toISOString().slice(0, 10)} at ${date.toISOString().slice(11, 16)} UTC.`, [fact]).supported).toBe(true);
        expect(verifySentence(`It began at ${date.toISOString()}.`, [fact]).supported).toBe(true);
        expect(verifySentence(`It began at ${other}.`, [fact]).supported).toBe(false);
        expect(verifySentence(`It began on ${other.slice(0, 10)} at ${other.slice(11, 16)} UTC.`, [fact]).supported).toBe(false);
      }),
    );
  });

  it('never takes back what it accepted because more facts exist', () => {
    const draftOf = (text: string): DraftCard => ({
      kind: 'incidentSummary', title: 'Process', titleFacts: ['F1'], statements: [{ text, facts: ['F1'], section: 'lead' }], timeline: [], entities: [], indicators: [], techniques: [],
    });
    const words = fc.constantFrom('the', 'device', 'ran', 'mkt01', 'three', 'pedro.gustavo', 'twice', 'isolated', 'blocked', '3', 'processes', 'seen', 'with');
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 8 }), atom, (parts, extra) => {
        const draft = draftOf(`${parts.join(' ')}.`);
        const before = verifyCard(draft, [base]).card.statements.length;
        const after = verifyCard(draft, [base, factOf({ extra, isolated: true }, 'F2')]).card.statements.length;
        expect(after).toBe(before);
        const citing = { ...draft, statements: [{ ...draft.statements[0]!, facts: ['F1', 'F2'] }] };
        if (before === 1 && !/three|3|twice/.test(draft.statements[0]!.text)) expect(verifyCard(citing, [base, factOf({ extra }, 'F2')]).card.statements).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws', () => {
    const wild = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 300 }), atom, fc.constantFrom('__proto__', '', '1'.repeat(390), 'a.'.repeat(190), '\\'.repeat(390), "'".repeat(390), '(['.repeat(190)));
    const value = fc.oneof(wild, fc.double(), fc.boolean(), fc.array(wild, { maxLength: 4 }));
    fc.assert(
      fc.property(wild, wild, wild, fc.dictionary(wild, value, { maxKeys: 5 }), (text, type, time, values) => {
        const fact: Fact = { id: 'F1', type, time, values, source: { kind: 'event', table: 't', row: 1, timestamp: time } };
        expect(typeof verifySentence(text, [fact]).supported).toBe('boolean');
      }),
      { numRuns: 1500 },
    );
  });
});
