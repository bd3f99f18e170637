import fc from 'fast-check';
import { DuckDbBackend } from '../../../backends/duckdb-backend.js';
import { emptySchema } from '../../../schema/hunting-schema.js';

describe('series functions on DuckDB', () => {
  let backend: DuckDbBackend;

  beforeAll(async () => {
    backend = await DuckDbBackend.open({ schema: emptySchema });
  });

  afterAll(() => backend.close());

  async function row(expressions: string): Promise<unknown[]> {
    return (await backend.run({ kql: `print ${expressions}` })).rows[0] ?? [];
  }

  it('works element by element, with null where one is missing', async () => {
    expect(await row('series_add(dynamic([1,2,"x"]), dynamic([10,20,30,40])), series_multiply(dynamic([1,2]), 3), series_subtract(5, dynamic([1,2]))')).toEqual([[11, 22, null, null], [3, 6], [4, 3]]);
    expect(await row('series_divide(dynamic([1,4]), dynamic([2,0])), series_greater(dynamic([1,4]), dynamic([2,2])), series_equals(dynamic([1,2]), dynamic([1.0,3]))')).toEqual([[0.5, 'Infinity'], [false, true], [true, false]]);
    expect(await row('series_abs(dynamic([-6.5,0,-8])), series_sign(dynamic([-6.5,0,8.2])), series_ceiling(dynamic([-1.5,1,2.5])), series_floor(dynamic([-1.5]))')).toEqual([[6.5, 0, 8], [-1, 0, 1], [-1, 1, 3], [-2]]);
  });

  it('keeps integers exact', async () => {
    expect((await backend.run({ kql: 'print tostring(series_add(dynamic([9007199254740993]), dynamic([1])))' })).rows).toEqual([['[9007199254740994]']]);
  });

  it('fills what is missing', async () => {
    const series = 'dynamic([null,111,null,36,41,null,null,16,null])';
    expect(await row(`series_fill_forward(${series}), series_fill_backward(${series}), series_fill_const(${series}, -1)`))
      .toEqual([[null, 111, 111, 36, 41, 41, 41, 16, 16], [111, 111, 36, 36, 41, 16, 16, 16, null], [-1, 111, -1, 36, 41, -1, -1, 16, -1]]);
    expect(await row(`series_fill_linear(${series}), series_fill_linear(${series}, double(null), false), series_fill_linear(dynamic([null,null]), double(null), true, 3.5)`))
      .toEqual([[111, 111, 73, 36, 41, 32, 24, 16, 16], [null, 111, 73, 36, 41, 32, 24, 16, null], [3.5, 3.5]]);
    expect(await row('series_fill_forward(dynamic([1,-1,3]), -1)')).toEqual([[1, 1, 3]]);
  });

  it('measures', async () => {
    expect(await row('series_sum(dynamic([1,2,3])), series_product(dynamic([2,3])), series_dot_product(dynamic([1,2,4]), dynamic([4,2,1])), series_dot_product(dynamic([1,2,4]), 2), series_magnitude(dynamic([3,4]))')).toEqual([6, 6, 12, 14, 5]);
    expect(await row('round(series_pearson_correlation(dynamic([1,2,3]), dynamic([2,4,6])), 6), round(series_cosine_similarity(dynamic([1,0]), dynamic([1,1])), 4)')).toEqual([1, 0.7071]);
    expect(await row('series_stats(dynamic([23,46,23,87,4,8,3,75,2,56,13,75,32,16,29]))')).toEqual([2, 8, 87, 3, 32.8, expect.closeTo(28.5036338535483, 9), expect.closeTo(812.457142857143, 9)]);
    expect(await row('series_stats(dynamic([1,null,3])), series_stats_dynamic(dynamic([1,null,3]), true).sum')).toEqual([null, null, null, null, null, null, null, 4]);
  });

  it('filters', async () => {
    expect(await row('series_iir(dynamic([1,2,3,4]), dynamic([1]), dynamic([1,-1])), series_fir(dynamic([1,2,4]), dynamic([1,-1]), false), series_fir(dynamic([3,3,3]), dynamic([1,1,1]))')).toEqual([[1, 3, 6, 10], [1, 1, 2], [1, 2, 3]]);
  });

  it('fits a line', async () => {
    const values = await row('series_fit_line(dynamic([2,5,6,8,11,15,17,18,25,26,30,30]))');
    expect(values.slice(0, 5)).toEqual([expect.closeTo(0.9829, 4), expect.closeTo(2.7308, 4), expect.closeTo(98.6288, 4), expect.closeTo(1.6865, 4), expect.closeTo(1.0641, 4)]);
    expect(values[5]).toHaveLength(12);
  });

  it('finds the polynomial that the values lie on', async () => {
    await fc.assert(fc.asyncProperty(fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -9, max: 9 }))), async ([a = 0, b = 0, c = 0]) => {
      const series = Array.from({ length: 8 }, (_, x) => a * x * x + b * x + c);
      const values = await row(`series_fit_poly(dynamic([${series.join(',')}]), dynamic([0,1,2,3,4,5,6,7]), int(2))`);
      expect(values[1]).toEqual([expect.closeTo(a, 6), expect.closeTo(b, 6), expect.closeTo(c, 6)]);
    }), { numRuns: 10 });
  });

  it('takes the season of a given period: the median of each bin over the periods', async () => {
    expect(await row('series_seasonal(dynamic([1,3,5,1,3,5,2,4,6]), 3), series_seasonal(dynamic([1,3,5,2,4,6,1,3,5,2,4,6]), 3), series_seasonal(dynamic([4,5]), 0)'))
      .toEqual([[1, 3, 5, 1, 3, 5, 1, 3, 5], [1.5, 3.5, 5.5, 1.5, 3.5, 5.5, 1.5, 3.5, 5.5, 1.5, 3.5, 5.5], [0, 0]]);
  });

  it('takes a series apart into season, trend and rest, in this order', async () => {
    expect(await row("series_decompose(dynamic([1,5,2,6,3,7]), 2, 'avg')")).toEqual([[2, 6, 2, 6, 2, 6], [2, 6, 2, 6, 2, 6], [0, 0, 0, 0, 0, 0], [-1, -1, 0, 0, 1, 1]]);
    expect(await row("series_decompose(dynamic([4,6,8]), 0, 'none')")).toEqual([[0, 0, 0], [0, 0, 0], [0, 0, 0], [4, 6, 8]]);
    expect(await row('series_decompose(dynamic([4,6,8]), 0)')).toEqual([[6, 6, 6], [0, 0, 0], [6, 6, 6], [-2, 0, 2]]);
    expect((await backend.run({ kql: "print y=dynamic([1,2]) | extend series_decompose(y, 0, 'linefit')" })).columns.map(({ name }) => name)).toEqual(['y', ...['baseline', 'seasonal', 'trend', 'residual'].map((part) => `series_decompose_y_${part}`)]);
  });

  it('forecasts without having seen the last points', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), fc.array(fc.integer(), { minLength: 3, maxLength: 3 }), async (start, slope, unknown) => {
      const line = Array.from({ length: 9 }, (_, x) => start + slope * x);
      const [forecast] = await row(`series_decompose_forecast(dynamic([${[...line.slice(0, 6), ...unknown].join(',')}]), 3, 0, 'linefit')`);
      expect(forecast).toEqual(line.map((each) => expect.closeTo(each, 6)));
    }), { numRuns: 10 });
    expect((await row('series_decompose_forecast(dynamic([1,5,1,5,0,0]), 2, 2)'))[0]).toEqual([1, 5, 1, 5, 1, 5]);
  });

  it('says what cannot be taken apart', async () => {
    await expect(row("series_decompose(dynamic([1,2]), 0, 'linear')")).rejects.toThrow(/'avg', 'linefit' or 'none'/);
    await expect(row('series_decompose(dynamic([1,2]), 3)')).rejects.toThrow(/longer than the series/);
    await expect(row('series_decompose_forecast(dynamic([1,2]), 3, 0)')).rejects.toThrow(/points to leave out/);
    await expect(backend.run({ kql: 'range p from -1 to -1 step 1 | extend series_decompose(dynamic([1,2]), p)' })).rejects.toThrow(/without a period/);
  });

  it('refuses what is only known roughly, with what to write instead', async () => {
    await expect(row('series_decompose_anomalies(dynamic([1,2,3]))')).rejects.toMatchObject({ code: 'KQL_UNSUPPORTED', message: expect.stringContaining('series_decompose with a given period') as unknown });
    await expect(row('series_decompose(dynamic([1,2,3]))')).rejects.toMatchObject({ code: 'KQL_UNSUPPORTED', message: expect.stringContaining('0 for none') as unknown });
    await expect(row('series_decompose(dynamic([1,2,3]), -1)')).rejects.toMatchObject({ code: 'KQL_UNSUPPORTED' });
    await expect(row('series_seasonal(dynamic([1,2,3]))')).rejects.toMatchObject({ code: 'KQL_UNSUPPORTED' });
    await expect(row('series_periods_detect(dynamic([1,2,3]), 0.0, 50.0, 2)')).rejects.toMatchObject({ code: 'KQL_UNSUPPORTED' });
    await expect(row('series_sum(dynamic([1,null]))')).rejects.toThrow(/no numbers/);
  });
});
