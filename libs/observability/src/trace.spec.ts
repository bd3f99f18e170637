import fc from 'fast-check';
import { continueTrace, parseTraceparent } from './index.js';

const parent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('trace context', () => {
  it('reads the example of the standard', () => {
    expect(parseTraceparent(parent)).toEqual({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', sampled: true });
  });

  it('continues a trace with a span of its own', () => {
    const child = parseTraceparent(continueTrace(parent));
    expect(child?.traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    expect(child?.spanId).not.toBe('00f067aa0ba902b7');
  });

  it('keeps the decision not to sample', () => {
    expect(parseTraceparent(continueTrace(parent.replace(/01$/, '00')))?.sampled).toBe(false);
  });

  it.each([
    undefined,
    '',
    'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
    '00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01',
    `${parent}-extra`,
  ])('refuses %p', (value) => {
    expect(parseTraceparent(value)).toBeUndefined();
  });

  it('always makes a well-formed value, whatever came in', () => {
    fc.assert(fc.property(fc.string(), (value) => parseTraceparent(continueTrace(value)) !== undefined));
  });
});
