import type { KustoType, ScalarFunction, SqlValue } from '../sql-value.js';
import { asDynamic, asLong, asReal, asText } from './convert.js';
import { geohashCentre, geohashNeighbours, geohashOf, geohashPolygon } from './native/geo/geohash.js';
import { h3CellOf, h3Centre, h3Children, h3Cover, h3Level, h3Neighbours, h3Parent, h3Polygon, h3Rings, noLevel } from './native/geo/h3-cell.js';
import {
  area, clip, closestOnLine, closestOnPolygon, densifyLine, densifyPolygon, distanceToLine, distanceToPolygon, inPolygon, interpolate, lineCentroid,
  lineIntersection, lineLength, lineMeetsPolygon, linesMeet, locate, perimeter, polygonCentroid, polygonsMeet,
} from './native/geo/measures.js';
import { s2CellOf, s2Centre, s2Neighbours, s2Polygon } from './native/geo/s2-cell.js';
import { coverLine, coverPolygon } from './native/geo/s2-cover.js';
import { linesOf, nothing, polygonsOf } from './native/geo/shapes.js';
import { angle, azimuth, earthRadius, type Point, validPoint, vectorOf } from './native/geo/sphere.js';
import { readWkt } from './native/geo/wkt.js';
import { type Json, readDynamic, writeDynamic } from './native/json-value.js';
import type { NativeType, NativeValue } from './native/native-function.js';
import { callNative, checkCount, type FunctionTable, literalInteger, longLiteral, native } from './support.js';

/** Functions of places on the Earth, on a sphere as Kusto has it. */

type Argument = number | string | Json | boolean | null;
/** A letter an argument: n number, i whole number, s string, d dynamic. */
type Parameters = string;

const kinds: Readonly<Record<string, NativeType>> = { n: 'real', i: 'long', s: 'text', d: 'text' };

function taken(letter: string, value: NativeValue): Argument {
  if (letter === 'd') return readDynamic(value as string | null);
  return letter === 'i' && value !== null ? Number(value) : (value as Argument);
}

function given(letter: string, value: SqlValue): SqlValue {
  if (letter === 'n') return asReal(value);
  if (letter === 'i') return asLong(value);
  return letter === 'd' ? asDynamic(value) : asText(value);
}

/** A function of numbers and shapes; null numbers give null. `defaults` are for the last parameters. */
function geo<T extends Argument | undefined>(name: string, parameters: Parameters, type: KustoType, run: (...args: never[]) => T, defaults: readonly number[] = []): ScalarFunction {
  const letters = [...parameters];
  const returns: NativeType = type === 'real' || type === 'bool' ? type : type === 'int' ? 'long' : 'text';
  const called = native(name, letters.map((letter) => kinds[letter] ?? 'text'), returns, (...values) => {
    const args = values.map((value, index) => taken(letters[index] ?? 's', value));
    if (args.some((value, index) => value === null && letters[index] !== 'd')) return type === 'string' ? '' : null;
    const result = run(...(args as never[]));
    if (result === undefined) throw new Error(`The function ${name} is not supported by this engine for these shapes.`);
    if (type === 'int') return typeof result === 'number' ? BigInt(result) : null;
    return type === 'dynamic' ? writeDynamic(result as Json) : (result as NativeValue);
  });
  return (args, context) => {
    const least = letters.length - defaults.length;
    if (args.length > letters.length && !isFalse(args[letters.length])) throw context.unsupported('with this many arguments');
    const used = args.slice(0, letters.length);
    checkCount(used, least, letters.length, context);
    const values = letters.map((letter, index) => given(letter, used[index] ?? longLiteral(defaults[index - least] ?? 0)));
    return callNative(called, type, values);
  };
}

function isFalse(value: SqlValue | undefined): boolean {
  return value?.literal === false || literalInteger(value) === 0;
}

const withPoint = <R>(lng: number, lat: number, run: (point: Point) => R): R | null => (validPoint([lng, lat]) ? run([lng, lat]) : null);

function distance(lng1: number, lat1: number, lng2: number, lat2: number): number | null {
  const [a, b]: Point[] = [[lng1, lat1], [lng2, lat2]];
  if (a === undefined || b === undefined || !validPoint(a) || !validPoint(b)) return null;
  return angle(vectorOf(a), vectorOf(b)) * earthRadius;
}

function direction(lng1: number, lat1: number, lng2: number, lat2: number): number | null {
  return validPoint([lng1, lat1]) && validPoint([lng2, lat2]) ? azimuth([lng1, lat1], [lng2, lat2]) : null;
}

function corner(lng1: number, lat1: number, lng2: number, lat2: number, lng3: number, lat3: number): number | null {
  const [first, second] = [direction(lng2, lat2, lng1, lat1), direction(lng2, lat2, lng3, lat3)];
  return first === null || second === null ? null : (second - first + 2 * Math.PI) % (2 * Math.PI);
}

function inCircle(lng: number, lat: number, lng2: number, lat2: number, radius: number): boolean | null {
  const metres = distance(lng, lat, lng2, lat2);
  return metres === null || !(radius >= 0) ? null : metres <= radius;
}

/** Null for what is not valid; what is valid is not supported. */
const onlyInvalid = (valid: boolean): Json | undefined => (valid ? undefined : null);
const someOf = (list: Json, read: (value: Json) => unknown): boolean => Array.isArray(list) && list.length > 0 && list.every((item) => read(item) !== null);

const polygonIntersection = (left: Json, right: Json): Json | undefined => {
  const meet = polygonsMeet(left, right);
  return meet === null ? null : meet ? undefined : nothing;
};

const refused = (reason: string): ScalarFunction => (_, context) => {
  throw context.unsupported(reason);
};

export const geoFunctions: FunctionTable = {
  geo_distance_2points: geo('geo_distance_2points', 'nnnn', 'real', distance),
  geo_azimuth: geo('geo_azimuth', 'nnnn', 'real', direction),
  geo_angle: geo('geo_angle', 'nnnnnn', 'real', corner),
  geo_point_in_circle: geo('geo_point_in_circle', 'nnnnn', 'bool', inCircle),
  geo_point_in_polygon: geo('geo_point_in_polygon', 'nnd', 'bool', (lng: number, lat: number, shape: Json) => withPoint(lng, lat, (point) => inPolygon(point, shape))),
  geo_distance_point_to_line: geo('geo_distance_point_to_line', 'nnd', 'real', (lng: number, lat: number, line: Json) => withPoint(lng, lat, (point) => distanceToLine(point, line))),
  geo_distance_point_to_polygon: geo('geo_distance_point_to_polygon', 'nnd', 'real', (lng: number, lat: number, shape: Json) =>
    withPoint(lng, lat, (point) => distanceToPolygon(point, shape))),
  geo_closest_point_on_line: geo('geo_closest_point_on_line', 'nnd', 'dynamic', (lng: number, lat: number, line: Json) => withPoint(lng, lat, (point) => closestOnLine(point, line))),
  geo_closest_point_on_polygon: geo('geo_closest_point_on_polygon', 'nnd', 'dynamic', (lng: number, lat: number, shape: Json) =>
    withPoint(lng, lat, (point) => closestOnPolygon(point, shape))),
  geo_line_length: geo('geo_line_length', 'd', 'real', lineLength),
  geo_line_centroid: geo('geo_line_centroid', 'd', 'dynamic', lineCentroid),
  geo_line_densify: geo('geo_line_densify', 'dn', 'dynamic', densifyLine, [10]),
  geo_line_interpolate_point: geo('geo_line_interpolate_point', 'dn', 'dynamic', interpolate),
  geo_line_locate_point: geo('geo_line_locate_point', 'dnn', 'real', (line: Json, lng: number, lat: number) => withPoint(lng, lat, (point) => locate(line, point))),
  geo_line_buffer: geo('geo_line_buffer', 'dnn', 'dynamic', (line: Json, radius: number, tolerance: number) => onlyInvalid(linesOf(line) !== null && radius > 0 && tolerance > 0), [10]),
  geo_line_simplify: geo('geo_line_simplify', 'dn', 'dynamic', (line: Json, tolerance: number) => onlyInvalid(linesOf(line) !== null && tolerance >= 0), [10]),
  geo_line_to_s2cells: geo('geo_line_to_s2cells', 'di', 'dynamic', coverLine, [11]),
  geo_polygon_area: geo('geo_polygon_area', 'd', 'real', area),
  geo_polygon_perimeter: geo('geo_polygon_perimeter', 'd', 'real', perimeter),
  geo_polygon_centroid: geo('geo_polygon_centroid', 'd', 'dynamic', polygonCentroid),
  geo_polygon_densify: geo('geo_polygon_densify', 'dn', 'dynamic', densifyPolygon, [10]),
  geo_polygon_buffer: geo('geo_polygon_buffer', 'dnn', 'dynamic', (shape: Json, radius: number, tolerance: number) =>
    onlyInvalid(polygonsOf(shape) !== null && radius > 0 && tolerance > 0), [10]),
  geo_polygon_simplify: geo('geo_polygon_simplify', 'dn', 'dynamic', (shape: Json, tolerance: number) => onlyInvalid(polygonsOf(shape) !== null && tolerance >= 0), [10]),
  geo_polygon_to_s2cells: geo('geo_polygon_to_s2cells', 'di', 'dynamic', coverPolygon, [11]),
  geo_point_buffer: geo('geo_point_buffer', 'nnnn', 'dynamic', (lng: number, lat: number, radius: number, tolerance: number) =>
    onlyInvalid(validPoint([lng, lat]) && radius > 0 && tolerance > 0), [10]),
  geo_intersects_2lines: geo('geo_intersects_2lines', 'dd', 'bool', linesMeet),
  geo_intersects_line_with_polygon: geo('geo_intersects_line_with_polygon', 'dd', 'bool', lineMeetsPolygon),
  geo_intersects_2polygons: geo('geo_intersects_2polygons', 'dd', 'bool', polygonsMeet),
  geo_intersection_2lines: geo('geo_intersection_2lines', 'dd', 'dynamic', lineIntersection),
  geo_intersection_line_with_polygon: geo('geo_intersection_line_with_polygon', 'dd', 'dynamic', clip),
  geo_intersection_2polygons: geo('geo_intersection_2polygons', 'dd', 'dynamic', polygonIntersection),
  geo_union_lines_array: geo('geo_union_lines_array', 'd', 'dynamic', (list: Json) => onlyInvalid(someOf(list, linesOf))),
  geo_union_polygons_array: geo('geo_union_polygons_array', 'd', 'dynamic', (list: Json) => onlyInvalid(someOf(list, polygonsOf))),
  geo_simplify_polygons_array: geo('geo_simplify_polygons_array', 'dn', 'dynamic', (list: Json, tolerance: number) => onlyInvalid(someOf(list, polygonsOf) && tolerance >= 0), [10]),
  geo_point_to_geohash: geo('geo_point_to_geohash', 'nni', 'string', (lng: number, lat: number, accuracy: number) => geohashOf([lng, lat], accuracy), [5]),
  geo_geohash_to_central_point: geo('geo_geohash_to_central_point', 's', 'dynamic', geohashCentre),
  geo_geohash_to_polygon: geo('geo_geohash_to_polygon', 's', 'dynamic', geohashPolygon),
  geo_geohash_neighbors: geo('geo_geohash_neighbors', 's', 'dynamic', geohashNeighbours),
  geo_point_to_s2cell: geo('geo_point_to_s2cell', 'nni', 'string', (lng: number, lat: number, level: number) => s2CellOf([lng, lat], level), [11]),
  geo_s2cell_to_central_point: geo('geo_s2cell_to_central_point', 's', 'dynamic', s2Centre),
  geo_s2cell_to_polygon: geo('geo_s2cell_to_polygon', 's', 'dynamic', s2Polygon),
  geo_s2cell_neighbors: geo('geo_s2cell_neighbors', 's', 'dynamic', s2Neighbours),
  geo_from_wkt: geo('geo_from_wkt', 's', 'dynamic', readWkt),
  geo_point_to_h3cell: geo('geo_point_to_h3cell', 'nni', 'string', (lng: number, lat: number, level: number) => h3CellOf([lng, lat], level), [6]),
  geo_h3cell_to_central_point: geo('geo_h3cell_to_central_point', 's', 'dynamic', h3Centre),
  geo_h3cell_to_polygon: geo('geo_h3cell_to_polygon', 's', 'dynamic', h3Polygon),
  geo_h3cell_neighbors: geo('geo_h3cell_neighbors', 's', 'dynamic', h3Neighbours),
  geo_h3cell_children: geo('geo_h3cell_children', 'si', 'dynamic', h3Children, [noLevel]),
  geo_h3cell_parent: geo('geo_h3cell_parent', 'si', 'string', h3Parent, [noLevel]),
  geo_h3cell_rings: geo('geo_h3cell_rings', 'si', 'dynamic', h3Rings),
  geo_h3cell_level: geo('geo_h3cell_level', 's', 'int', h3Level),
  geo_polygon_to_h3cells: geo('geo_polygon_to_h3cells', 'di', 'dynamic', h3Cover, [6]),
  geo_info_from_ip_address: refused('because it needs a database of addresses'),
};
