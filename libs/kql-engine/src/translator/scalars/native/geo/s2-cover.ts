import type { Json } from '../json-value.js';
import { s2Children, s2Corners, s2Descendants, s2Faces, s2Level, s2Token } from './s2-cell.js';
import { contains, linesOf, pathEdges, type Polygon, polygonEdges, polygonsOf, ringArea, ringEdges } from './shapes.js';
import { angle, dot, meeting, normal, type Vector } from './sphere.js';

/** The cells of one level that a shape meets. */

type Edge = readonly [Vector, Vector];

const mostCells = 65_536;

function inCell(corners: readonly Vector[], point: Vector): boolean {
  return ringEdges(corners).every(([a, b]) => dot(normal(a, b), point) >= 0);
}

/** The edges of a shape that reach into a cell. */
function reaching(edges: readonly Edge[], corners: readonly Vector[]): Edge[] {
  const sides = ringEdges(corners);
  return edges.filter(([a, b]) => inCell(corners, a) || inCell(corners, b) || sides.some(([c, d]) => meeting(a, b, c, d) !== 'apart'));
}

/** The largest area and the longest diagonal that a cell of level 0 could have; a quarter and a half of it with each level. */
const [largestArea, longestDiagonal] = [2.635799256963162, 2.438654594434021];

/** Null when there are too many cells, or no such level. */
function cover(edges: readonly Edge[], covers: (point: Vector) => boolean, level: number, area: number): Json {
  if (!Number.isInteger(level) || level < 0 || level > 30) return null;
  const length = edges.reduce((sum, [a, b]) => sum + angle(a, b), 0);
  if (Math.max((area / largestArea) * 4 ** level, ((length / longestDiagonal) * 2 ** level) / 2) > mostCells) return null;
  const found: bigint[] = [];
  const visit = (id: bigint, near: readonly Edge[]): boolean => {
    const corners = s2Corners(id);
    const inside = reaching(near, corners);
    const own = s2Level(id);
    if (inside.length === 0) {
      const [corner] = corners;
      if (corner === undefined || !covers(corner)) return true;
      if (found.length + 4 ** (level - own) > mostCells) return false;
      found.push(...s2Descendants(id, level));
      return true;
    }
    if (own === level) return found.push(id) <= mostCells;
    return s2Children(id).every((child) => visit(child, inside));
  };
  return s2Faces.every((face) => visit(face, edges)) ? found.map(s2Token) : null;
}

export function coverLine(line: Json, level: number): Json {
  const paths = linesOf(line);
  return paths === null ? null : cover(paths.flatMap((path) => pathEdges(path.vectors)), () => false, level, 0);
}

/** A least area: where polygons overlap, only the largest counts. */
function areaOf(polygons: readonly Polygon[]): number {
  return Math.max(...polygons.map((rings) => rings.reduce((sum, ring, index) => sum + (index === 0 ? 1 : -1) * ringArea(ring.vectors), 0)));
}

export function coverPolygon(polygon: Json, level: number): Json {
  const polygons = polygonsOf(polygon);
  return polygons === null ? null : cover(polygons.flatMap(polygonEdges), (point) => polygons.some((rings) => contains(rings, point)), level, areaOf(polygons));
}
