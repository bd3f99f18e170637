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

  it('walks the H3 grid', async () => {
    const kql = `range level from 1 to 15 step 1 | extend lng = -170.0 + 21.3 * level, lat = -80.0 + 10.5 * level | extend cell = geo_point_to_h3cell(lng, lat, level)
      | extend centre = geo_h3cell_to_central_point(cell), parent = geo_h3cell_parent(cell), around = geo_h3cell_neighbors(cell), rings = geo_h3cell_rings(cell, 2)
      | extend own = geo_point_to_h3cell(todouble(centre.coordinates[0]), todouble(centre.coordinates[1]), level) == cell, at = geo_h3cell_level(cell) == level
      | extend child = set_has_element(geo_h3cell_children(parent), cell), ring = set_equals(rings[1], around) and tostring(rings[0][0]) == cell and array_length(rings) == 3
      | extend closed = tostring(geo_h3cell_to_polygon(cell).coordinates[0][0]) == tostring(geo_h3cell_to_polygon(cell).coordinates[0][-1])
      | summarize count(), countif(own), countif(at), countif(child), countif(ring), countif(closed), countif(geo_h3cell_level(parent) == level - 1)`;
    expect((await backend.run({ kql })).rows).toEqual([[15, 15, 15, 15, 15, 15, 15]]);
    expect(await row(
      "geo_h3cell_level('abc')", "geo_h3cell_parent('abc')", "isnull(geo_h3cell_neighbors('862a1072'))", 'geo_point_to_h3cell(1, 95)', 'geo_point_to_h3cell(1, 1, 16)', "geo_h3cell_parent('862a1072fffffff', 6)",
      "isnull(geo_h3cell_children('862a1072fffffff', 12))", "array_length(geo_h3cell_children('862a1072fffffff', 8))", "isnull(geo_h3cell_rings('862a1072fffffff', 143))",
    )).toEqual([null, '', true, '', '', '', true, 49, true]);
  });

  it('covers a polygon with H3 cells whose centres lie in it', async () => {
    const square = '{"type":"Polygon","coordinates":[[[10,10],[10.5,10],[10.5,10.5],[10,10.5],[10,10]]]}';
    const kql = `print cells = geo_polygon_to_h3cells(dynamic(${square}), 5) | mv-expand cell = cells to typeof(string) | extend at = geo_h3cell_to_central_point(cell)
      | summarize count() > 5, countif(not(geo_point_in_polygon(todouble(at.coordinates[0]), todouble(at.coordinates[1]), dynamic(${square}))))`;
    expect((await backend.run({ kql })).rows).toEqual([[true, 0]]);
  });

  it('refuses what it cannot compute', async () => {
    await expect(row('geo_point_buffer(1, 1, 100)')).rejects.toMatchObject({ code: 'KQL_UNSUPPORTED', message: expect.stringContaining('geo_point_buffer') });
    await expect(row(`geo_polygon_to_h3cells(dynamic(${octant}), 15)`)).rejects.toMatchObject({ code: 'KQL_UNSUPPORTED', message: expect.stringContaining('geo_polygon_to_h3cells') });
  });
});
