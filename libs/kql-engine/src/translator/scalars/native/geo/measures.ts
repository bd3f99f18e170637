import type { Json } from '../json-value.js';
import { contains, linesOf, nothing, pairs, type Path, pathEdges, pointShape, type Polygon, polygonEdges, polygonsOf, ringArea, shape } from './shapes.js';
import { add, along, angle, crossing, earthRadius, edgeCentroid, meeting, type Point, pointOf, project, times, triangleCentroid, unit, type Vector, vectorOf } from './sphere.js';

/** Lengths, areas, centres, distances and intersections of GeoJSON shapes. Null for shapes that are not valid. */

const lengthOf = (path: Path): number => pathEdges(path.vectors).reduce((sum, [a, b]) => sum + angle(a, b), 0);

export function lineLength(line: Json): number | null {
  return linesOf(line)?.reduce((sum, path) => sum + lengthOf(path) * earthRadius, 0) ?? null;
}

/** The polygons, undefined when some of them overlap: Kusto measures their union then. */
function apart(polygon: Json): Polygon[] | null | undefined {
  const polygons = polygonsOf(polygon);
  return polygons?.some((left, index) => polygons.slice(index + 1).some((right) => meet(left, right))) === true ? undefined : polygons;
}

export function perimeter(polygon: Json): number | null | undefined {
  const polygons = apart(polygon);
  return polygons && polygons.flatMap(polygonEdges).reduce((sum, [a, b]) => sum + angle(a, b), 0) * earthRadius;
}

export function area(polygon: Json): number | null | undefined {
  const polygons = apart(polygon);
  const own = (rings: Polygon): number => rings.reduce((rest, ring, index) => rest + (index === 0 ? 1 : -1) * ringArea(ring.vectors), 0);
  return polygons && polygons.reduce((sum, rings) => sum + own(rings), 0) * earthRadius ** 2;
}

export function lineCentroid(line: Json): Json {
  const paths = linesOf(line);
  if (paths === null) return null;
  const sum = paths.flatMap((path) => pathEdges(path.vectors)).reduce<Vector>((total, [a, b]) => add(total, edgeCentroid(a, b)), [0, 0, 0]);
  return pointShape(pointOf(unit(sum)));
}

function ringCentroid(path: Path): Vector {
  const [first] = path.vectors;
  if (first === undefined) return [0, 0, 0];
  return path.vectors.slice(2).reduce<Vector>((sum, vector, index) => add(sum, triangleCentroid(first, path.vectors[index + 1] ?? first, vector)), [0, 0, 0]);
}

export function polygonCentroid(polygon: Json): Json | undefined {
  const polygons = apart(polygon);
  if (!polygons) return polygons;
  const sum = polygons.flatMap((rings) => rings.map((ring, index) => times(ringCentroid(ring), index === 0 ? 1 : -1))).reduce<Vector>(add, [0, 0, 0]);
  return pointShape(pointOf(unit(sum)));
}

/** The closest of some edges: the point on it and how far it is, as an angle. */
function closest(from: Vector, edges: readonly [Vector, Vector][]): [Vector, number] | null {
  let best: [Vector, number] | null = null;
  for (const [a, b] of edges) {
    const point = project(from, a, b);
    const distance = angle(from, point);
    if (best === null || distance < best[1]) best = [point, distance];
  }
  return best;
}

const lineEdges = (paths: readonly Path[]): [Vector, Vector][] => paths.flatMap((path) => pathEdges(path.vectors));

/** A vertex keeps its own coordinates. */
function namedPoint(vector: Vector, paths: readonly Path[]): Point {
  for (const { points, vectors } of paths) {
    const index = vectors.indexOf(vector);
    const point = points[index];
    if (point !== undefined) return point;
  }
  return pointOf(vector);
}

export function closestOnLine(point: Point, line: Json): Json {
  const paths = linesOf(line);
  const found = paths === null ? null : closest(vectorOf(point), lineEdges(paths));
  return paths === null || found === null ? null : pointShape(namedPoint(found[0], paths));
}

export function closestOnPolygon(point: Point, polygon: Json): Json {
  const polygons = polygonsOf(polygon);
  if (polygons === null) return null;
  if (polygons.some((rings) => contains(rings, vectorOf(point)))) return pointShape(point);
  const found = closest(vectorOf(point), polygons.flatMap(polygonEdges));
  return found === null ? null : pointShape(namedPoint(found[0], polygons.flat()));
}

export function distanceToLine(point: Point, line: Json): number | null {
  const paths = linesOf(line);
  const found = paths === null ? null : closest(vectorOf(point), lineEdges(paths));
  return found === null ? null : found[1] * earthRadius;
}

export function distanceToPolygon(point: Point, polygon: Json): number | null {
  const polygons = polygonsOf(polygon);
  if (polygons === null) return null;
  if (polygons.some((rings) => contains(rings, vectorOf(point)))) return 0;
  const found = closest(vectorOf(point), polygons.flatMap(polygonEdges));
  return found === null ? null : found[1] * earthRadius;
}

export function inPolygon(point: Point, polygon: Json): boolean | null {
  return polygonsOf(polygon)?.some((rings) => contains(rings, vectorOf(point))) ?? null;
}

/** The point at a fraction of the length of a line. */
export function interpolate(line: Json, fraction: number): Json {
  const [path, ...others] = linesOf(line) ?? [];
  if (path === undefined || others.length > 0 || !(fraction >= 0 && fraction <= 1)) return null;
  let rest = lengthOf(path) * fraction;
  for (const [index, [a, b]] of pathEdges(path.vectors).entries()) {
    const size = angle(a, b);
    if (rest < size) return pointShape(rest === 0 ? (path.points[index] ?? pointOf(a)) : pointOf(along(a, b, rest / size)));
    rest -= size;
  }
  return pointShape(path.points.at(-1) ?? [0, 0]);
}

/** The fraction of the length of a line at which it is closest to a point. */
export function locate(line: Json, point: Point): number | null {
  const [path, ...others] = linesOf(line) ?? [];
  if (path === undefined || others.length > 0) return null;
  const from = vectorOf(point);
  let [before, best, at] = [0, Number.POSITIVE_INFINITY, 0];
  for (const [a, b] of pathEdges(path.vectors)) {
    const nearest = project(from, a, b);
    const distance = angle(from, nearest);
    if (distance < best) [best, at] = [distance, before + angle(a, nearest)];
    before += angle(a, b);
  }
  return at / before;
}

const most = 10_000;

/** Points between two points along the straight line of a map, as many as keep the geodesic within the tolerance. */
function densified(a: Point, b: Point, tolerance: number, into: Point[], depth = 0): void {
  const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const [from, to, between] = [vectorOf(a), vectorOf(b), vectorOf(middle)];
  if (depth < 20 && into.length < most && angle(between, project(between, from, to)) * earthRadius > tolerance) {
    densified(a, middle, tolerance, into, depth + 1);
    densified(middle, b, tolerance, into, depth + 1);
  } else {
    into.push(b);
  }
}

function densePath(points: readonly Point[], tolerance: number): Json {
  const [first] = points;
  const result: Point[] = first === undefined ? [] : [first];
  points.slice(1).forEach((point, index) => densified(points[index] ?? point, point, tolerance, result));
  return pairs(result);
}

const validTolerance = (tolerance: number): boolean => tolerance >= 0.1 && tolerance <= 10_000;

export function densifyLine(line: Json, tolerance: number): Json {
  const paths = linesOf(line);
  if (paths === null || !validTolerance(tolerance)) return null;
  const lines = paths.map((path) => densePath(path.points, tolerance));
  return lines.length === 1 ? shape('LineString', lines[0] ?? []) : shape('MultiLineString', lines);
}

export function densifyPolygon(polygon: Json, tolerance: number): Json {
  const polygons = polygonsOf(polygon);
  if (polygons === null || !validTolerance(tolerance)) return null;
  const dense = polygons.map((rings) => rings.map((ring) => densePath(ring.source, tolerance)));
  return dense.length === 1 ? shape('Polygon', dense[0] ?? []) : shape('MultiPolygon', dense);
}

function edgesMeet(left: readonly [Vector, Vector][], right: readonly [Vector, Vector][]): boolean {
  return left.some(([a, b]) => right.some(([c, d]) => meeting(a, b, c, d) !== 'apart'));
}

export function linesMeet(left: Json, right: Json): boolean | null {
  const [a, b] = [linesOf(left), linesOf(right)];
  return a === null || b === null ? null : edgesMeet(lineEdges(a), lineEdges(b));
}

export function lineMeetsPolygon(line: Json, polygon: Json): boolean | null {
  const [paths, polygons] = [linesOf(line), polygonsOf(polygon)];
  if (paths === null || polygons === null) return null;
  const touches = (rings: Polygon): boolean => paths.some((path) => path.vectors.some((vector) => contains(rings, vector)));
  return polygons.some((rings) => touches(rings) || edgesMeet(lineEdges(paths), polygonEdges(rings)));
}

function meet(left: Polygon, right: Polygon): boolean {
  const inside = (outer: Polygon, inner: Polygon): boolean => inner[0]?.vectors.some((vector) => contains(outer, vector)) ?? false;
  return inside(left, right) || inside(right, left) || edgesMeet(polygonEdges(left), polygonEdges(right));
}

export function polygonsMeet(left: Json, right: Json): boolean | null {
  const [a, b] = [polygonsOf(left), polygonsOf(right)];
  return a === null || b === null ? null : a.some((x) => b.some((y) => meet(x, y)));
}

/** What two lines share: nothing, or the points where they cross; undefined where they share more than that. */
export function lineIntersection(left: Json, right: Json): Json | undefined {
  const [a, b] = [linesOf(left), linesOf(right)];
  if (a === null || b === null) return null;
  const points: Point[] = [];
  for (const [p, q] of lineEdges(a)) {
    for (const [r, s] of lineEdges(b)) {
      const kind = meeting(p, q, r, s);
      if (kind === 'touch') return undefined;
      if (kind === 'cross') points.push(pointOf(crossing(p, q, r, s)));
    }
  }
  const [first] = points;
  if (first === undefined) return nothing;
  return points.length === 1 ? pointShape(first) : shape('MultiPoint', pairs(points));
}

/** The parts of a line inside polygons; undefined where they only touch. */
export function clip(line: Json, polygon: Json): Json | undefined {
  const [paths, polygons] = [linesOf(line), polygonsOf(polygon)];
  if (paths === null || polygons === null) return null;
  if (lineMeetsPolygon(line, polygon) === false) return nothing;
  const edges = polygons.flatMap(polygonEdges);
  const parts: Point[][] = [];
  for (const path of paths) {
    let current: Point[] = [];
    for (const [index, [a, b]] of pathEdges(path.vectors).entries()) {
      if (edges.some(([c, d]) => meeting(a, b, c, d) === 'touch')) return undefined;
      const cuts = edges.filter(([c, d]) => meeting(a, b, c, d) === 'cross').map(([c, d]) => crossing(a, b, c, d));
      const stops = [a, ...cuts.sort((x, y) => angle(a, x) - angle(a, y)), b];
      const named = stops.map((stop, at) => (at === 0 ? path.points[index] : at === stops.length - 1 ? path.points[index + 1] : undefined) ?? pointOf(stop));
      for (let at = 0; at + 1 < stops.length; at += 1) {
        const [from, to] = [named[at], named[at + 1]];
        const middle = along(stops[at] ?? a, stops[at + 1] ?? b, 0.5);
        if (from === undefined || to === undefined || !polygons.some((rings) => contains(rings, middle))) continue;
        if (current.at(-1) === from) current.push(to);
        else parts.push((current = [from, to]));
      }
    }
  }
  const [first] = parts;
  if (first === undefined) return undefined;
  return parts.length === 1 ? shape('LineString', pairs(first)) : shape('MultiLineString', parts.map(pairs));
}
