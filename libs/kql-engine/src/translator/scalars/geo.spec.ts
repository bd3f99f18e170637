import { DuckDbBackend } from '../../backends/duckdb-backend.js';
import { emptySchema } from '../../schema/hunting-schema.js';

const octant = '{"type":"Polygon","coordinates":[[[0,0],[90,0],[0,90],[0,0]]]}';
const line = '{"type":"LineString","coordinates":[[0,0],[10,0],[10,10]]}';
const radius = 6_371_010;

describe('functions of places', () => {
  let backend: DuckDbBackend;

  beforeAll(async () => {
    backend = await DuckDbBackend.open({ schema: emptySchema });
  });

  afterAll(() => backend.close());

  const row = async (...expressions: string[]): Promise<readonly unknown[]> =>
    (await backend.run({ kql: `print ${expressions.map((expression, index) => `x${index} = ${expression}`).join(', ')}` })).rows[0] ?? [];

  it('measures on the sphere', async () => {
    const [quarter, area, perimeter, length] = await row(
      'geo_distance_2points(0, 0, 90, 0)', `geo_polygon_area(dynamic(${octant}))`, `geo_polygon_perimeter(dynamic(${octant}))`, `geo_line_length(dynamic(${line}))`,
    );
    expect(quarter).toBeCloseTo((Math.PI / 2) * radius, 2);
    expect(Number(area) / ((Math.PI / 2) * radius ** 2)).toBeCloseTo(1, 9);
    expect(perimeter).toBeCloseTo(3 * (Math.PI / 2) * radius, 2);
    expect(length).toBeCloseTo((Math.PI / 9) * radius, 2);
  });

  it('finds what lies inside, and how far the rest is', async () => {
    expect(await row(
      `geo_point_in_polygon(10, 10, dynamic(${octant}))`, `geo_point_in_polygon(-10, 10, dynamic(${octant}))`, `geo_point_in_polygon(-170, -10, dynamic(${octant}))`,
      'geo_point_in_circle(0, 0, 0, 0.01, 2000)', `geo_distance_point_to_polygon(10, 10, dynamic(${octant}))`, `geo_line_locate_point(dynamic(${line}), 10, 0)`,
    )).toEqual([true, false, false, true, 0, expect.closeTo(0.5, 9)]);
  });

  it('gives null for what is not on Earth or no shape', async () => {
    expect(await row(
      'geo_distance_2points(300, 1, 1, 1)', 'geo_azimuth(1, 1, 1, 1)', `geo_line_length(dynamic({"type":"LineString"}))`, 'geo_point_in_circle(1, 95, 1, 1, 1)',
      `geo_polygon_area(dynamic({"type":"Polygon","coordinates":[[[0,0],[10,10],[10,10],[0,0]]]}))`, `geo_geohash_to_polygon('a')`, `geo_from_wkt('CIRCLE (1 2)')`,
      'geo_point_to_geohash(1, 1, 50)', 'geo_point_to_s2cell(200, 1, 3)',
    )).toEqual([null, null, null, null, null, null, null, '', '']);
  });

  it('knows directions', async () => {
    const [north, east, angle] = await row('geo_azimuth(0, 0, 0, 10)', 'geo_azimuth(0, 0, 10, 0)', 'geo_angle(0, 10, 0, 0, 10, 0)');
    expect([north, east, angle].map((value) => Number(value) / Math.PI)).toEqual([0, 0.5, 0.5]);
  });

  it('turns points into cells and back', async () => {
    const [hash, centre, cell, neighbours] = await row(
      'geo_point_to_geohash(-5.6, 42.6, 5)', "geo_geohash_to_central_point('ezs42')", 'geo_point_to_s2cell(-80.195829, 25.802215, 8)', "geo_geohash_neighbors('ezs42')",
    );
    expect([hash, cell]).toEqual(['ezs42', '88d9b']);
    expect(centre).toMatchObject({ type: 'Point', coordinates: [expect.closeTo(-5.603, 3), expect.closeTo(42.605, 3)] });
    expect(new Set(neighbours as string[])).toEqual(new Set(['ezefr', 'ezs43', 'ezefx', 'ezs48', 'ezs49', 'ezefp', 'ezs40', 'ezs41']));
  });

  it('round-trips S2 cells at every level', async () => {
    const kql = `range level from 0 to 30 step 1 | extend lng = -170.0 + 11.3 * level, lat = -85.0 + 5.5 * level | extend cell = geo_point_to_s2cell(lng, lat, level)
      | extend centre = geo_s2cell_to_central_point(cell) | where geo_point_to_s2cell(todouble(centre.coordinates[0]), todouble(centre.coordinates[1]), level) != cell`;
    expect((await backend.run({ kql })).rows).toEqual([]);
  });

  it('refuses what it cannot compute', async () => {
    await expect(row('geo_point_to_h3cell(1, 1)')).rejects.toMatchObject({ code: 'KQL_UNSUPPORTED' });
    await expect(row('geo_point_buffer(1, 1, 100)')).rejects.toThrow(/geo_point_buffer/);
  });
});
