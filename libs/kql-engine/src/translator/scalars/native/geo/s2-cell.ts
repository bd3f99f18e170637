import type { Json } from '../json-value.js';
import { pairs, pointShape, shape } from './shapes.js';
import { type Point, pointOf, unit, validPoint, type Vector, vectorOf } from './sphere.js';

/** Cells of the S2 library: the six faces of a cube, each cut into quarters along a Hilbert curve, up to thirty times. */

const deepest = 30;
const size = 2 ** deepest;
/** Where the four quarters of each orientation lie, as i and j bits in the order of the curve, and how each one is turned. */
const places = [[0, 1, 3, 2], [0, 2, 3, 1], [3, 2, 0, 1], [3, 1, 0, 2]];
const turns = [1, 0, 0, 3];

function faceOf(v: Vector): number {
  const [x, y, z] = v.map(Math.abs) as [number, number, number];
  const axis = x > y ? (x > z ? 0 : 2) : y > z ? 1 : 2;
  return (v[axis] ?? 0) < 0 ? axis + 3 : axis;
}

function faceUv(face: number, [x, y, z]: Vector): [number, number] {
  const faces: [number, number][] = [[y / x, z / x], [-x / y, z / y], [-x / z, -y / z], [z / x, y / x], [z / y, -x / y], [-y / z, -x / z]];
  return faces[face] ?? [0, 0];
}

function vectorAt(face: number, u: number, v: number): Vector {
  const faces: Vector[] = [[1, u, v], [-u, 1, v], [-u, -v, 1], [-1, -v, -u], [v, -1, -u], [v, u, -1]];
  return faces[face] ?? [1, 0, 0];
}

const toSt = (u: number): number => (u >= 0 ? 0.5 * Math.sqrt(1 + 3 * u) : 1 - 0.5 * Math.sqrt(1 - 3 * u));
const toUv = (s: number): number => (1 / 3) * (s >= 0.5 ? 4 * s * s - 1 : 1 - 4 * (1 - s) * (1 - s));
const clampIj = (s: number): number => Math.max(0, Math.min(size - 1, Math.floor(size * s)));

function leafId(face: number, i: number, j: number): bigint {
  let id = BigInt(face);
  let orientation = face & 1;
  for (let level = deepest - 1; level >= 0; level -= 1) {
    const place = (((Math.floor(i / 2 ** level) & 1) << 1) | (Math.floor(j / 2 ** level) & 1));
    const position = (places[orientation] ?? []).indexOf(place);
    id = (id << 2n) | BigInt(position);
    orientation ^= turns[position] ?? 0;
  }
  return (id << 1n) | 1n;
}

const lowBit = (id: bigint): bigint => id & -id;
const bitOfLevel = (level: number): bigint => 1n << BigInt(2 * (deepest - level));
const parentAt = (id: bigint, level: number): bigint => (id & -bitOfLevel(level)) | bitOfLevel(level);

function levelOf(id: bigint): number {
  let level = deepest;
  for (let bit = lowBit(id); bit > 1n; bit >>= 2n) level -= 1;
  return level;
}

/** The face of a cell and its first leaf and width in units of the smallest cells. */
function squareOf(id: bigint): { face: number; i: number; j: number; width: number; level: number } {
  const face = Number(id >> 61n);
  const level = levelOf(id);
  let [i, j, orientation] = [0, 0, face & 1];
  for (let step = 0; step < level; step += 1) {
    const position = Number((id >> BigInt(59 - 2 * step)) & 3n);
    const place = places[orientation]?.[position] ?? 0;
    i = i * 2 + (place >> 1);
    j = j * 2 + (place & 1);
    orientation ^= turns[position] ?? 0;
  }
  const width = 2 ** (deepest - level);
  return { face, i: i * width, j: j * width, width, level };
}

const tokenOf = (id: bigint): string => BigInt.asUintN(64, id).toString(16).padStart(16, '0').replace(/0+$/, '');

function idOf(token: string): bigint | null {
  if (!/^[0-9a-f]{1,16}$/i.test(token)) return null;
  const id = BigInt(`0x${token.padEnd(16, '0')}`);
  return id >> 61n < 6n && (lowBit(id) & 0x1555555555555555n) !== 0n ? id : null;
}

function idAt(vector: Vector): bigint {
  const face = faceOf(vector);
  const [u, v] = faceUv(face, vector);
  return leafId(face, clampIj(toSt(u)), clampIj(toSt(v)));
}

/** The cell of a point at a level; empty when there is none. */
export function s2CellOf(point: Point, level: number): string {
  if (!validPoint(point) || !Number.isInteger(level) || level < 0 || level > deepest) return '';
  return tokenOf(parentAt(idAt(vectorOf(point)), level));
}

export function s2Centre(token: string): Json {
  const id = idOf(token);
  if (id === null) return null;
  const { face, i, j, width } = squareOf(id);
  return pointShape(pointOf(vectorAt(face, toUv((i + width / 2) / size), toUv((j + width / 2) / size))));
}

export function s2Polygon(token: string): Json {
  const id = idOf(token);
  if (id === null) return null;
  const { face, i, j, width } = squareOf(id);
  const corners = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]].map(([a = 0, b = 0]): Point =>
    pointOf(vectorAt(face, toUv((i + a * width) / size), toUv((j + b * width) / size))));
  return shape('Polygon', [pairs(corners)]);
}

/** The cell that holds a leaf, which may lie beyond the edge of the face. */
function wrapped(face: number, i: number, j: number, level: number): bigint {
  if (i >= 0 && i < size && j >= 0 && j < size) return parentAt(leafId(face, i, j), level);
  const limit = 1 + Number.EPSILON;
  const [u, v] = [i, j].map((x) => Math.max(-limit, Math.min(limit, (2 * Math.max(-1, Math.min(size, x)) + 1 - size) / size))) as [number, number];
  const vector = vectorAt(face, u, v);
  const other = faceOf(vector);
  const [a, b] = faceUv(other, vector);
  return parentAt(leafId(other, clampIj(0.5 * (a + 1)), clampIj(0.5 * (b + 1))), level);
}

/** The cells around a cell, in the order in which Kusto lists them. */
export function s2Neighbours(token: string): Json {
  const id = idOf(token);
  if (id === null) return null;
  const { face, i, j, width, level } = squareOf(id);
  const steps: readonly Point[] = [[1, 1], [-1, -1], [1, -1], [0, -1], [0, 1], [1, 0], [-1, 0], [-1, 1]];
  const half = Math.floor(width / 2);
  const beside = (offset: number): number => (offset < 0 ? -1 : offset > 0 ? width : half);
  return [...new Set(steps.map(([a, b]) => tokenOf(wrapped(face, i + beside(a), j + beside(b), level))))];
}

/** The six cells that are a whole face each. */
export const s2Faces: readonly bigint[] = [0n, 1n, 2n, 3n, 4n, 5n].map((face) => (face << 61n) | (1n << 60n));

export { levelOf as s2Level, tokenOf as s2Token };

/** The four quarters of a cell. */
export function s2Children(id: bigint): bigint[] {
  const bit = lowBit(id) >> 2n;
  return [-3n, -1n, 1n, 3n].map((step) => id + step * bit);
}

/** The cells of a level inside a cell of a lower one. */
export function s2Descendants(id: bigint, level: number): bigint[] {
  const [wide, narrow] = [lowBit(id), bitOfLevel(level)];
  const cells: bigint[] = [];
  for (let at = id - wide + narrow; at <= id + wide - narrow; at += 2n * narrow) cells.push(at);
  return cells;
}

/** The corners of a cell, counter-clockwise. */
export function s2Corners(id: bigint): Vector[] {
  const { face, i, j, width } = squareOf(id);
  return [[0, 0], [1, 0], [1, 1], [0, 1]].map(([a = 0, b = 0]) => unit(vectorAt(face, toUv((i + a * width) / size), toUv((j + b * width) / size))));
}
