import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { Raster } from './raster.js';

/** The red value of each pixel. */
function pixels(raster: Raster): number[][] {
  const png = raster.png();
  const start = png.indexOf('IDAT') + 4;
  const rows = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
  return Array.from({ length: raster.height }, (_, y) => Array.from({ length: raster.width }, (__, x) => rows[y * (raster.width * 3 + 1) + 1 + x * 3] ?? -1));
}

describe('Raster', () => {
  it('fills what an outline encloses, edges by the share they cover', () => {
    const raster = new Raster(4, 3);
    raster.fill([[1, 0, 2.5, 0, 2.5, 3, 1, 3]], '#000000');
    for (const row of pixels(raster)) expect(row).toEqual([255, 0, 128, 255]);
  });

  it('leaves a hole of the other direction open, and joins what overlaps', () => {
    const raster = new Raster(5, 5);
    raster.fill([[0, 0, 5, 0, 5, 5, 0, 5], [1, 1, 1, 4, 4, 4, 4, 1]], '#000000');
    expect(pixels(raster)[2]).toEqual([0, 255, 255, 255, 0]);
    const joined = new Raster(3, 1);
    joined.fill([[0, 0, 2, 0, 2, 1, 0, 1], [1, 0, 3, 0, 3, 1, 1, 1]], '#000000');
    expect(pixels(joined)[0]).toEqual([0, 0, 0]);
  });

  it('cuts at its own edges', () => {
    const raster = new Raster(2, 2);
    raster.fill([[-10, -10, 10, -10, 10, 10, -10, 10]], '#112233');
    expect(pixels(raster).flat()).toEqual([17, 17, 17, 17]);
  });
});
