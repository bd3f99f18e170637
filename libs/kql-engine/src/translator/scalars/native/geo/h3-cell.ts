import { createRequire } from 'node:module';
import type * as H3 from 'h3-js';
import type { Json } from '../json-value.js';
import { area } from './measures.js';
import { pairs, pointShape, polygonsOf, shape } from './shapes.js';
import { type Point, validPoint } from './sphere.js';

/** Cells of Uber's H3 grid, by their own library. Loaded at the first call: it is half a megabyte that few queries need. */

let loaded: typeof H3 | undefined;
const h3 = (): typeof H3 => (loaded ??= createRequire(import.meta.url)('h3-js') as typeof H3);

const finest = 15;
const deepestDescent = 5;
const farthestRing = 142;
/** A cover of more cells than this is refused. */
const mostCells = 65_536;

/** Stands for a level that was not given. */
export const noLevel = -1000;

const isLevel = (level: number): boolean => Number.isInteger(level) && level >= 0 && level <= finest;

function known(cell: string): string | null {
  return /^[0-9a-f]{15,16}$/i.test(cell) && h3().isValidCell(cell) ? cell.toLowerCase() : null;
}

/** The cell of a point; empty when there is none. */
export function h3CellOf([lng, lat]: Point, level: number): string {
  return validPoint([lng, lat]) && isLevel(level) ? h3().latLngToCell(lat, lng, level) : '';
}

export function h3Level(cell: string): number | null {
  const valid = known(cell);
  return valid === null ? null : h3().getResolution(valid);
}

export function h3Centre(cell: string): Json {
  const valid = known(cell);
  if (valid === null) return null;
  const [lat, lng] = h3().cellToLatLng(valid);
  return pointShape([lng, lat]);
}

export function h3Polygon(cell: string): Json {
  const valid = known(cell);
  return valid === null ? null : shape('Polygon', [pairs(h3().cellToBoundary(valid, true) as Point[])]);
}

/** The cells that share an edge with the cell. */
export function h3Neighbours(cell: string): Json {
  const valid = known(cell);
  return valid === null ? null : h3().gridDisk(valid, 1).filter((each) => each !== valid);
}

/** The rings around a cell, from the cell itself to `distance`. */
export function h3Rings(cell: string, distance: number): Json {
  const valid = known(cell);
  return valid === null || !Number.isInteger(distance) || distance < 0 || distance > farthestRing ? null : h3().gridDiskDistances(valid, distance);
}

/** The parent at a level, one level up where none is given; empty when there is none. */
export function h3Parent(cell: string, level: number): string {
  const valid = known(cell);
  if (valid === null) return '';
  const own = h3().getResolution(valid);
  const wanted = level === noLevel ? own - 1 : level;
  return isLevel(wanted) && wanted < own ? h3().cellToParent(valid, wanted) : '';
}

/** The children at a level, one level down where none is given. */
export function h3Children(cell: string, level: number): Json {
  const valid = known(cell);
  if (valid === null) return null;
  const own = h3().getResolution(valid);
  const wanted = level === noLevel ? own + 1 : level;
  return isLevel(wanted) && wanted > own && wanted - own <= deepestDescent ? h3().cellToChildren(valid, wanted) : null;
}

/** The cells whose centres lie in a polygon; undefined when there are too many. */
export function h3Cover(polygon: Json, level: number): Json | undefined {
  const parts = polygonsOf(polygon);
  if (parts === null || !isLevel(level)) return null;
  const squareMetres = area(polygon) ?? Number.POSITIVE_INFINITY;
  if (squareMetres / h3().getHexagonAreaAvg(level, 'm2') > mostCells) return undefined;
  return [...new Set(parts.flatMap((rings) => h3().polygonToCells(rings.map(({ source }) => source.map(([lng, lat]) => [lng, lat])), level, true)))];
}
