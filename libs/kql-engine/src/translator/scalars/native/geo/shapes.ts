import { isBag, JsonNumber, type Json, realJson } from '../json-value.js';
import { angle, meeting, type Point, signedArea, turn, validPoint, type Vector, vectorOf } from './sphere.js';

/** GeoJSON shapes. What is not valid is null. */

/** A line: its points, and the same as vectors. */
export interface Path {
  points: Point[];
  vectors: Vector[];
  /** The points as they were given, of a ring with the closing one. */
  source: Point[];
}

/** A polygon: rings without the closing point, counter-clockwise around the smaller side. The first is the shell, the others are holes. */
export type Polygon = Path[];

const samePoint = (a: Point | undefined, b: Point | undefined): boolean => a?.[0] === b?.[0] && a?.[1] === b?.[1];

function pointsOf(value: Json | undefined): Point[] | null {
  if (!Array.isArray(value)) return null;
  const points: Point[] = [];
  for (const item of value) {
    if (!Array.isArray(item) || item.length < 2) return null;
    const [lng, lat] = item;
    if (!(lng instanceof JsonNumber) || !(lat instanceof JsonNumber)) return null;
    const point: Point = [lng.value, lat.value];
    if (!validPoint(point)) return null;
    points.push(point);
  }
  return points;
}

function pathOf(points: Point[], source = points): Path {
  return { points, vectors: points.map(vectorOf), source };
}

function geometry(value: Json): [string, Json | undefined] | null {
  if (!isBag(value)) return null;
  const inner = value.get('type') === 'Feature' ? value.get('geometry') : value;
  if (inner === undefined || !isBag(inner)) return null;
  const type = inner.get('type');
  return typeof type === 'string' ? [type, inner.get('coordinates')] : null;
}

function lineOf(value: Json | undefined): Path | null {
  const points = pointsOf(value);
  if (points === null) return null;
  const kept = points.filter((point, index) => index === 0 || !samePoint(point, points[index - 1]));
  return kept.length < 2 ? null : pathOf(kept);
}

function every<T>(values: Json | undefined, read: (value: Json) => T | null): T[] | null {
  if (!Array.isArray(values) || values.length === 0) return null;
  const items = values.map(read);
  return items.includes(null) ? null : (items as T[]);
}

/** The lines of a LineString or MultiLineString. */
export function linesOf(value: Json): Path[] | null {
  const [type, coordinates] = geometry(value) ?? [];
  if (type === 'LineString') {
    const line = lineOf(coordinates);
    return line === null ? null : [line];
  }
  return type === 'MultiLineString' ? every(coordinates, lineOf) : null;
}

/** The area of a ring of the unit sphere, signed by its direction. */
export function ringArea(vectors: readonly Vector[]): number {
  const [first] = vectors;
  if (first === undefined) return 0;
  let area = 0;
  for (let index = 1; index + 1 < vectors.length; index += 1) area += signedArea(first, vectors[index] ?? first, vectors[index + 1] ?? first);
  while (area > 2 * Math.PI) area -= 4 * Math.PI;
  while (area <= -2 * Math.PI) area += 4 * Math.PI;
  return area;
}

/** The edges of a ring. */
export function ringEdges(vectors: readonly Vector[]): [Vector, Vector][] {
  return vectors.map((vector, index) => [vector, vectors[(index + 1) % vectors.length] ?? vector]);
}

export function pathEdges(vectors: readonly Vector[]): [Vector, Vector][] {
  return vectors.slice(1).map((vector, index) => [vectors[index] ?? vector, vector]);
}

const mostCheckedEdges = 2000;

function crossesItself(vectors: readonly Vector[]): boolean {
  const edges = ringEdges(vectors);
  if (edges.length > mostCheckedEdges) return false;
  return edges.some(([a, b], i) => edges.slice(i + 2).some(([c, d], k) => !(i === 0 && i + 2 + k === edges.length - 1) && meeting(a, b, c, d) !== 'apart'));
}

function ringOf(value: Json): Path | null {
  const points = pointsOf(value);
  if (points === null || points.length < 4 || !samePoint(points[0], points.at(-1))) return null;
  const open = points.slice(0, -1);
  if (new Set(open.map((point) => point.join())).size !== open.length) return null;
  const ring = pathOf(open, points);
  if (crossesItself(ring.vectors)) return null;
  const area = ringArea(ring.vectors);
  if (Math.abs(area) < 1e-20) return null;
  return area > 0 ? ring : pathOf([...open].reverse(), points);
}

function polygonOf(value: Json | undefined): Polygon | null {
  return every(value, ringOf);
}

/** The polygons of a Polygon or MultiPolygon. */
export function polygonsOf(value: Json): Polygon[] | null {
  const [type, coordinates] = geometry(value) ?? [];
  if (type === 'Polygon') {
    const polygon = polygonOf(coordinates);
    return polygon === null ? null : [polygon];
  }
  return type === 'MultiPolygon' ? every(coordinates, polygonOf) : null;
}

function onRing(point: Vector, vectors: readonly Vector[]): boolean {
  return vectors.some((vector) => angle(point, vector) < 1e-15);
}

function ringContains(vectors: readonly Vector[], point: Vector): boolean {
  if (onRing(point, vectors)) return true;
  let sum = 0;
  for (const [a, b] of ringEdges(vectors)) sum += turn(point, a, b);
  return sum > Math.PI;
}

/** Whether a polygon contains a point; holes do not belong to it. */
export function contains([shell, ...holes]: Polygon, point: Vector): boolean {
  if (shell === undefined || !ringContains(shell.vectors, point)) return false;
  return holes.every((hole) => onRing(point, hole.vectors) || !ringContains(hole.vectors, point));
}

export function polygonEdges(polygon: Polygon): [Vector, Vector][] {
  return polygon.flatMap((ring) => ringEdges(ring.vectors));
}

export const number = (value: number): Json => (Number.isInteger(value) && Math.abs(value) < 1e15 ? new JsonNumber(String(value)) : realJson(value));
const pair = (point: Point): Json => [number(point[0]), number(point[1])];

/** GeoJSON of a kind. */
export function shape(type: string, coordinates: Json): Json {
  return new Map<string, Json>([['type', type], ['coordinates', coordinates]]);
}

export const pointShape = (point: Point): Json => shape('Point', pair(point));
export const pairs = (points: readonly Point[]): Json => points.map(pair);
export const nothing: Json = new Map<string, Json>([['type', 'GeometryCollection'], ['geometries', []]]);

