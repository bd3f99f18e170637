import fc from 'fast-check';
import type { ExactAction } from './action.js';
import { approvalHash } from './approval.js';

const text = fc.string({ maxLength: 20 });
const exact: fc.Arbitrary<ExactAction> = fc.record({
  incidentId: text,
  incidentRevision: fc.nat(),
  action: text,
  reverse: fc.boolean(),
  target: fc.record({ type: text, id: text, name: text }),
  parameters: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text))),
  context: fc.record({ devices: fc.array(text) }, { requiredKeys: [] }),
});
const canonical = (value: unknown): string => JSON.stringify(value, (_key, each: unknown) => (each !== null && typeof each === 'object' && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each));

describe('the hash an approval is bound to', () => {
  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(exact, (action) => {
        const turned = { ...action, parameters: Object.fromEntries(Object.entries(action.parameters).reverse()), target: { name: action.target.name, id: action.target.id, type: action.target.type } };
        expect(approvalHash(turned)).toBe(approvalHash(action));
      }),
    );
  });

  it('is another one for every other action', () => {
    fc.assert(
      fc.property(exact, exact, (one, other) => {
        expect(approvalHash(one) === approvalHash(other)).toBe(canonical(one) === canonical(other));
      }),
    );
  });

  it('changes with the revision of the incident and with each single character of a parameter', () => {
    fc.assert(
      fc.property(exact, text, text, (action, name, value) => {
        const given = { ...action, parameters: { ...action.parameters, [name]: value } };
        expect(approvalHash({ ...given, parameters: { ...given.parameters, [name]: `${value}x` } })).not.toBe(approvalHash(given));
        expect(approvalHash({ ...given, incidentRevision: given.incidentRevision + 1 })).not.toBe(approvalHash(given));
      }),
    );
  });
});
