import type { Json } from '../json-value.js';
import { number, shape } from './shapes.js';

/** Well-known text as GeoJSON; null when it cannot be read. */

const names: Readonly<Record<string, [string, number]>> = {
  POINT: ['Point', 0], LINESTRING: ['LineString', 1], POLYGON: ['Polygon', 2], MULTIPOINT: ['MultiPoint', 1], MULTILINESTRING: ['MultiLineString', 2],
  MULTIPOLYGON: ['MultiPolygon', 3],
};

class WktReader {
  private at = 0;

  constructor(private readonly text: string) {}

  read(): Json {
    const value = this.geometry(0);
    this.token(/\s*/y);
    return this.at === this.text.length ? value : null;
  }

  private token(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return null;
    this.at = pattern.lastIndex;
    return match[0].trim();
  }

  private geometry(depth: number): Json {
    const name = this.token(/\s*[A-Za-z]+/y)?.toUpperCase() ?? '';
    if (name === 'GEOMETRYCOLLECTION' && depth < 20) {
      const items = this.list(() => this.geometry(depth + 1));
      return items === null ? null : new Map<string, Json>([['type', 'GeometryCollection'], ['geometries', items]]);
    }
    const [type, levels] = names[name] ?? [];
    if (type === undefined || levels === undefined) return null;
    const coordinates = type === 'MultiPoint' ? this.list(() => this.position() ?? this.nested(0)) : this.nested(levels);
    return coordinates === null ? null : shape(type, coordinates);
  }

  private nested(levels: number): Json {
    if (levels > 0) return this.list(() => (levels === 1 ? this.position() : this.nested(levels - 1)));
    const [point, ...others] = this.list(() => this.position()) ?? [];
    return others.length === 0 ? (point ?? null) : null;
  }

  private list(item: () => Json): Json[] | null {
    if (this.token(/\s*\(/y) === null) return null;
    const items: Json[] = [];
    do {
      const value = item();
      if (value === null) return null;
      items.push(value);
    } while (this.token(/\s*,/y) !== null);
    return this.token(/\s*\)/y) === null ? null : items;
  }

  private position(): Json {
    const text = this.token(/\s*[-+]?[\d.]+(?:[eE][-+]?\d+)?\s+[-+]?[\d.]+(?:[eE][-+]?\d+)?/y);
    const values = text?.split(/\s+/).map(Number) ?? [];
    return values.length === 2 && values.every(Number.isFinite) ? values.map(number) : null;
  }
}

export function readWkt(text: string): Json {
  return new WktReader(text).read();
}
