import type { Json } from '../json-value.js';
import { pairs, pointShape, shape } from './shapes.js';
import { type Point, validPoint } from './sphere.js';

/** Geohash cells. */

const digits = '0123456789bcdefghjkmnpqrstuvwxyz';

/** The cell of a point with so many characters; empty when there is none. */
export function geohashOf(point: Point, accuracy: number): string {
  if (!validPoint(point) || !Number.isInteger(accuracy) || accuracy < 1 || accuracy > 18) return '';
  const ranges: [number, number][] = [[-180, 180], [-90, 90]];
  let hash = '';
  let bits = 0;
  for (let bit = 0; hash.length < accuracy; bit += 1) {
    const range = ranges[bit % 2] ?? [0, 0];
    const middle = (range[0] + range[1]) / 2;
    const upper = (point[bit % 2] ?? 0) >= middle;
    range[upper ? 0 : 1] = middle;
    bits = bits * 2 + Number(upper);
    if (bit % 5 === 4) {
      hash += digits[bits];
      bits = 0;
    }
  }
  return hash;
}

interface Cell {
  west: number;
  east: number;
  south: number;
  north: number;
}

function cellOf(hash: string): Cell | null {
  if (hash.length < 1 || hash.length > 18) return null;
  const ranges: [number, number][] = [[-180, 180], [-90, 90]];
  let bit = 0;
  for (const letter of hash.toLowerCase()) {
    const value = digits.indexOf(letter);
    if (value === -1) return null;
    for (let mask = 16; mask > 0; mask >>= 1, bit += 1) {
      const range = ranges[bit % 2] ?? [0, 0];
      range[(value & mask) === 0 ? 1 : 0] = (range[0] + range[1]) / 2;
    }
  }
  const [[west, east], [south, north]] = ranges as [[number, number], [number, number]];
  return { west, east, south, north };
}

export function geohashCentre(hash: string): Json {
  const cell = cellOf(hash);
  return cell === null ? null : pointShape([(cell.west + cell.east) / 2, (cell.south + cell.north) / 2]);
}

export function geohashPolygon(hash: string): Json {
  const cell = cellOf(hash);
  if (cell === null) return null;
  const { west, east, south, north } = cell;
  return shape('Polygon', [pairs([[west, south], [east, south], [east, north], [west, north], [west, south]])]);
}

/** The order in which Kusto lists the neighbours, as steps to the east and to the north. */
const steps: readonly Point[] = [[-1, -1], [-1, 1], [1, -1], [0, 1], [-1, 0], [1, 1], [1, 0], [0, -1]];

/** The cells around a cell. None lies beyond a pole. */
export function geohashNeighbours(hash: string): Json {
  const cell = cellOf(hash);
  if (cell === null) return null;
  const [width, height] = [cell.east - cell.west, cell.north - cell.south];
  const [lng, lat] = [(cell.west + cell.east) / 2, (cell.south + cell.north) / 2];
  return steps.flatMap(([east, north]) => {
    const y = lat + north * height;
    const x = ((((lng + east * width + 180) % 360) + 360) % 360) - 180;
    return Math.abs(y) > 90 ? [] : [geohashOf([x, y], hash.length)];
  });
}
