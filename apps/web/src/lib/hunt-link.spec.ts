import fc from 'fast-check';
import { deflateRawSync } from 'node:zlib';
import { huntHash, readHuntHash, type HuntLink } from './hunt-link.js';
import { anyTime } from './hunt-time.js';

const packed = (value: string): string => `#hunt=z${deflateRawSync(Buffer.from(value)).toString('base64url')}`;
const plain = (value: string): string => `#hunt=j${Buffer.from(value).toString('base64url')}`;

describe('a link to a hunt', () => {
  it('brings back any query and its range', async () => {
    const times = fc.constantFrom<HuntLink['time']>(anyTime, { kind: 'last', last: '7d' }, { kind: 'between', from: '2024-07-17T10:00:00.000Z' });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 400 }), times, async (kql, time) => {
        const hash = await huntHash({ kql, time });
        expect(hash).toMatch(/^#hunt=[zj][\w-]+$/);
        expect(await readHuntHash(hash ?? '')).toEqual({ kql, time });
      }),
      { numRuns: 60 },
    );
  });

  it('is short for an ordinary query', async () => {
    const kql = 'DeviceProcessEvents\n| where Timestamp > ago(7d)\n| where FileName in~ ("powershell.exe", "pwsh.exe")\n| summarize Count = count(), Devices = dcount(DeviceName) by InitiatingProcessFileName\n| top 20 by Count desc';
    expect((await huntHash({ kql, time: anyTime }))?.length).toBeLessThan(300);
  });

  it('is not made for what no address can carry', async () => {
    const noise = Array.from({ length: 90_000 }, (_, index) => String.fromCharCode(33 + ((index * 7919 + (index % 97) * 31) % 90))).join('');
    expect(await huntHash({ kql: noise.repeat(2), time: anyTime })).toBeUndefined();
  });

  it.each(['', '#', '#main', '#hunt=', '#hunt=x', '#hunt=z!!', '#hunt=zAAAA', plain('{'), plain('null'), plain('{"q":5}'), plain('{"k":"x"}'), packed('[1]'), `#hunt=j${'A'.repeat(40_000)}`])('reads nothing from %p', async (hash) => {
    expect(await readHuntHash(hash)).toBeUndefined();
  });

  it('does not unpack a bomb', async () => {
    const bomb = packed(`{"q":"${' '.repeat(8_000_000)}"}`);
    expect(bomb.length).toBeLessThan(32_000);
    expect(await readHuntHash(bomb)).toBeUndefined();
  });
});
