/** Geometry on a sphere with the mean radius of the Earth, in the manner of the S2 library. */

export type Vector = readonly [number, number, number];

/** A point as GeoJSON has it: longitude and latitude in degrees. */
export type Point = readonly [number, number];

export const earthRadius = 6_371_010;

const radians = (degrees: number): number => (Math.PI / 180) * degrees;
export const degrees = (angle: number): number => (180 / Math.PI) * angle;

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vector, b: Vector): Vector => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
export const add = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const times = (a: Vector, by: number): Vector => [a[0] * by, a[1] * by, a[2] * by];
export const norm = (a: Vector): number => Math.sqrt(dot(a, a));
export const unit = (a: Vector): Vector => times(a, 1 / (norm(a) || 1));
const triple = (a: Vector, b: Vector, c: Vector): number => dot(a, cross(b, c));

/** Whether longitude and latitude are in range. */
export function validPoint([lng, lat]: Point): boolean {
  return Number.isFinite(lng) && Number.isFinite(lat) && Math.abs(lng) <= 180 && Math.abs(lat) <= 90;
}

export function vectorOf([lng, lat]: Point): Vector {
  const [theta, phi] = [radians(lng), radians(lat)];
  return [Math.cos(phi) * Math.cos(theta), Math.cos(phi) * Math.sin(theta), Math.sin(phi)];
}

export function pointOf(vector: Vector): Point {
  return [degrees(Math.atan2(vector[1], vector[0])), degrees(Math.atan2(vector[2], Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1])))];
}

/** The angle between two directions. */
export function angle(a: Vector, b: Vector): number {
  return Math.atan2(norm(cross(a, b)), dot(a, b));
}

/** The normal of the plane through two points, exact also for points close together. */
export function normal(a: Vector, b: Vector): Vector {
  return times(cross(add(b, a), minus(b, a)), 0.5);
}

/** The direction from one point to another, clockwise from north, from 0 to 2 pi; null for the same point. */
export function azimuth(from: Point, to: Point): number | null {
  if (from[0] === to[0] && from[1] === to[1]) return null;
  const [lat1, lat2, delta] = [radians(from[1]), radians(to[1]), radians(to[0] - from[0])];
  const bearing = Math.atan2(Math.sin(delta) * Math.cos(lat2), Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(delta));
  return (bearing + 2 * Math.PI) % (2 * Math.PI);
}

/** The point of an edge that is closest to `x`. */
export function project(x: Vector, a: Vector, b: Vector): Vector {
  const n = normal(a, b);
  const size = dot(n, n);
  if (size > 0) {
    const p = minus(x, times(n, dot(x, n) / size));
    if (triple(n, a, p) > 0 && triple(p, b, n) > 0) return unit(p);
  }
  return norm(minus(x, a)) <= norm(minus(x, b)) ? a : b;
}

/** The point at a fraction of an edge. */
export function along(a: Vector, b: Vector, fraction: number): Vector {
  if (fraction <= 0) return a;
  if (fraction >= 1) return b;
  const whole = angle(a, b);
  if (whole === 0) return a;
  const tangent = cross(normal(a, b), a);
  const by = fraction * whole;
  return unit(add(times(a, Math.cos(by)), times(tangent, Math.sin(by) / norm(tangent))));
}

/** The signed area of a triangle of the unit sphere, positive when its corners go counter-clockwise. */
export function signedArea(a: Vector, b: Vector, c: Vector): number {
  return 2 * Math.atan2(triple(a, b, c), 1 + dot(a, b) + dot(b, c) + dot(c, a));
}

/** The signed angle at `p` from `a` to `b`, counter-clockwise positive. */
export function turn(p: Vector, a: Vector, b: Vector): number {
  const [u, v] = [cross(p, a), cross(p, b)];
  return Math.atan2(dot(p, cross(u, v)), dot(u, v));
}

/** The integral of position over a triangle. */
export function triangleCentroid(a: Vector, b: Vector, c: Vector): Vector {
  const ratio = (x: number): number => (x === 0 ? 1 : x / Math.sin(x));
  const [ra, rb, rc] = [ratio(angle(b, c)), ratio(angle(c, a)), ratio(angle(a, b))];
  const column = (axis: 0 | 1 | 2): Vector => [a[axis], b[axis] - a[axis], c[axis] - a[axis]];
  const [x, y, z] = [column(0), column(1), column(2)];
  const r: Vector = [ra, rb - ra, rc - ra];
  return times([dot(cross(y, z), r), dot(cross(z, x), r), dot(cross(x, y), r)], 0.5);
}

/** The integral of position over an edge. */
export function edgeCentroid(a: Vector, b: Vector): Vector {
  const [difference, sum] = [minus(a, b), add(a, b)];
  const cos2 = dot(sum, sum);
  return cos2 === 0 ? [0, 0, 0] : times(sum, Math.sqrt(dot(difference, difference) / cos2));
}

/** How two edges meet: they cross inside, they share a point, or not at all. */
export function meeting(a: Vector, b: Vector, c: Vector, d: Vector): 'cross' | 'touch' | 'apart' {
  const side = (p: Vector, q: Vector, r: Vector): number => {
    const value = dot(normal(p, q), r);
    return Math.abs(value) < 1e-15 * norm(normal(p, q)) ? 0 : Math.sign(value);
  };
  const [acb, bda, cbd, dac] = [side(a, c, b), side(b, d, a), side(c, b, d), side(d, a, c)];
  if (acb !== 0 && acb === bda && bda === cbd && cbd === dac) return 'cross';
  const near = (p: Vector, q: Vector, r: Vector): boolean => angle(p, project(p, q, r)) < 1e-15;
  return near(a, c, d) || near(b, c, d) || near(c, a, b) || near(d, a, b) ? 'touch' : 'apart';
}

/** Where two crossing edges cross. */
export function crossing(a: Vector, b: Vector, c: Vector, d: Vector): Vector {
  const point = unit(cross(normal(a, b), normal(c, d)));
  return dot(point, add(add(a, b), add(c, d))) >= 0 ? point : times(point, -1);
}
