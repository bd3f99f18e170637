import { DuckDbBackend } from '../../backends/duckdb-backend.js';
import { emptySchema } from '../../schema/hunting-schema.js';

describe('operators on DuckDB', () => {
  let backend: DuckDbBackend;

  beforeAll(async () => {
    backend = await DuckDbBackend.open({ schema: emptySchema });
  });

  afterAll(() => backend.close());

  async function rows(kql: string): Promise<unknown[][]> {
    return (await backend.run({ kql })).rows;
  }

  async function names(kql: string): Promise<string[]> {
    return (await backend.run({ kql })).columns.map((column) => column.name);
  }

  describe('mv-expand', () => {
    it('gives a row for null and none for an empty array', async () => {
      expect(await rows('datatable(a:int, b:dynamic)[1, dynamic(null), 2, dynamic([]), 3, dynamic([7, null]), 4, dynamic("x")] | mv-expand b')).toEqual([[1, null], [3, 7], [3, null], [4, 'x']]);
    });

    it('expands in parallel and fills up with null', async () => {
      expect(await rows('print b = dynamic({"p":"a","q":"b"}), c = dynamic([5,4,3]) | mv-expand with_itemindex=i b, c to typeof(long)')).toEqual([[{ p: 'a' }, 5, 0], [{ q: 'b' }, 4, 1], [null, 3, 2]]);
      expect(await rows('print b = dynamic({"p":"a"}) | mv-expand kind=array b | project b[0], b[1]')).toEqual([['p', 'a']]);
    });

    it('adds a named column and keeps the array', async () => {
      const kql = 'print a = 1, b = dynamic({"x":[1,2]}) | mv-expand e = b.x to typeof(long) limit 1';
      expect(await names(kql)).toEqual(['a', 'b', 'e']);
      expect(await rows(kql)).toEqual([[1, { x: [1, 2] }, 1]]);
    });

    it('keeps the order of the elements for what comes after', async () => {
      expect(await rows('print x = range(1, 200, 1) | mv-expand x to typeof(long) | summarize make_list(x) | project l = list_x[0], r = list_x[199], n = array_length(list_x)')).toEqual([[1, 200, 200]]);
    });
  });

  describe('mv-apply', () => {
    it('runs the subquery for each row by itself', async () => {
      const kql = "datatable(k:string, v:dynamic)['a', dynamic([3,1,2]), 'b', dynamic([9,8])] | mv-apply e = v to typeof(long) on (top 2 by e desc | summarize s = sum(e), l = make_list(e))";
      expect(await names(kql)).toEqual(['k', 'v', 's', 'l']);
      expect(await rows(kql)).toEqual([['a', [3, 1, 2], 5, [3, 2]], ['b', [9, 8], 17, [9, 8]]]);
    });

    it('sees the columns of the row, and aggregates over no elements', async () => {
      expect(await rows("print k = 2, v = dynamic([1,2,3]) | mv-apply v to typeof(long) on (where v == k)")).toEqual([[2, 2]]);
      expect(await rows('print v = dynamic([]) | mv-apply e = v on (summarize c = count())')).toEqual([[[], 0]]);
    });
  });

  describe('make-series', () => {
    const data = "datatable(k:string, t:datetime, v:long)['a', datetime(2020-01-01), 1, 'a', datetime(2020-01-01 10:00), 2, 'a', datetime(2020-01-03), 5, 'b', datetime(2020-01-02), 7]";

    it('fills gaps with the default', async () => {
      expect(await rows(`${data} | make-series s = sum(v), c = count() default = -1 on t from datetime(2020-01-01) to datetime(2020-01-04) step 1d by k | project k, s, c | order by k asc`))
        .toEqual([['a', [3, 0, 5], [2, -1, 1]], ['b', [0, 7, 0], [-1, 1, -1]]]);
    });

    it('spans the data of each group where it has no ends', async () => {
      expect(await rows(`${data} | make-series sum(v) on t step 1d by k | order by k asc`)).toEqual([
        ['a', [3, 0, 5], ['2020-01-01T00:00:00.0000000Z', '2020-01-02T00:00:00.0000000Z', '2020-01-03T00:00:00.0000000Z']],
        ['b', [7], ['2020-01-02T00:00:00.0000000Z']],
      ]);
    });

    it('gives no row for no rows, unless it must', async () => {
      expect(await rows(`${data} | take 0 | make-series count() on t from datetime(2020-01-01) to datetime(2020-01-02) step 1d`)).toEqual([]);
      expect((await rows(`${data} | take 0 | make-series kind=nonempty count() on t from datetime(2020-01-01) to datetime(2020-01-03) step 1d`))[0]?.[0]).toEqual([0, 0]);
    });

    it('stops where the older range leaves open what counts', async () => {
      const ranged = (start: string): string => `${data} | make-series count() on t in range(${start}, datetime(2020-01-03), 1d)`;
      expect((await rows(ranged('datetime(2020-01-01)')))[0]?.[0]).toEqual([2, 1, 1]);
      await expect(rows(ranged('datetime(2020-01-01 05:00)'))).rejects.toThrow(/use from, to and step/);
    });
  });

  describe('top-nested and its kin', () => {
    const data = "datatable(a:string, b:string, v:long)['x','p',1,'x','q',5,'x','r',2,'y','p',10,'z','p',3,'z','q',1]";

    it('nests', async () => {
      const kql = `${data} | top-nested 2 of a by sum(v), top-nested 1 of b with others = 'rest' by s = sum(v)`;
      expect(await names(kql)).toEqual(['a', 'aggregated_a', 'b', 's']);
      expect(await rows(kql)).toEqual([['y', 10, 'p', 10], ['x', 8, 'q', 5], ['x', 8, 'rest', 3]]);
    });

    it('picks the most frequent', async () => {
      expect(await rows(`${data} | top-hitters 1 of b`)).toEqual([['p', 3]]);
      expect(await rows(`${data} | top-hitters 1 of a by v`)).toEqual([['y', 10]]);
    });

    it('partitions', async () => {
      expect(await rows(`${data} | partition by a (top 1 by v desc | project b, v)`)).toEqual([['q', 5], ['p', 10], ['p', 3]]);
    });
  });

  describe('search and find', () => {
    const table = "let T = datatable(a:string, v:long)['hello world', 1, 'foo', 5, 'bar 5', 20];";

    it('looks for a term in all columns', async () => {
      expect(await rows(`${table} T | search "WORLD"`)).toEqual([['T', 'hello world', 1]]);
      expect(await rows(`${table} T | search kind=case_sensitive "WORLD"`)).toEqual([]);
      expect(await rows(`${table} T | search "5"`)).toEqual([['T', 'foo', 5], ['T', 'bar 5', 20]]);
      expect(await rows(`${table} search in (T) a:"wor*" or v == 20`)).toEqual([['T', 'hello world', 1], ['T', 'bar 5', 20]]);
    });

    it('projects what find asks for', async () => {
      expect(await rows(`${table} find withsource=src in (T) where a has "foo" project v, a`)).toEqual([['T', 5, 'foo']]);
      expect(await rows(`${table} find in (T) where v == 5 project v, pack(*)`)).toEqual([['T', 5, { a: 'foo' }]]);
    });

    it('finds in tables of different columns: what is common, what is asked for, and the rest in a bag', async () => {
      const other = 'let U = datatable(a:string, w:bool, x:long)["foo", true, 7];';
      expect(await rows(`${table} ${other} find in (T, U) where a == "foo"`)).toEqual([['T', 'foo', { v: 5 }], ['U', 'foo', { w: true, x: 7 }]]);
      expect(await rows(`${table} ${other} find in (T, U) where a == "foo" and x > 1`)).toEqual([['U', 'foo', 7, { w: true }]]);
      expect(await rows(`${table} let V = print a = "foo", v = 5; find in (T, V) where "foo"`)).toEqual([['T', 'foo', 5], ['V', 'foo', 5]]);
    });
  });

  describe('functions over rows', () => {
    it('looks at neighbours and counts', async () => {
      expect(await rows('range x from 1 to 4 step 1 | extend p = prev(x), n = next(x, 2, 0), r = row_number(10), c = row_cumsum(x, x == 3), k = row_number(0, x == 3)'))
        .toEqual([[1, null, 3, 10, 1, 0], [2, 1, 4, 11, 3, 1], [3, 2, 0, 12, 3, 0], [4, 3, 0, 13, 7, 1]]);
    });

    it('ranks runs of equal values', async () => {
      expect(await rows("datatable(a:string)['a','a','b','c','c'] | serialize d = row_rank_dense(a), m = row_rank_min(a)")).toEqual([['a', 1, 1], ['a', 1, 1], ['b', 2, 3], ['c', 3, 4], ['c', 3, 4]]);
    });

    it('ends a session when it grows too long', async () => {
      const kql = 'range i from 0 to 6 step 1 | extend t = datetime(2020-01-01) + i * 10m | serialize s = row_window_session(t, 25m, 15m) | project tolong((s - datetime(2020-01-01)) / 1m)';
      expect((await rows(kql)).flat()).toEqual([0, 0, 0, 30, 30, 30, 60]);
    });
  });

  describe('scan', () => {
    it('carries values from row to row', async () => {
      expect(await rows('range x from 1 to 5 step 1 | scan declare (c:long = 0) with (step s: true => c = iff(s.c >= 10, x, x + s.c);)')).toEqual([[1, 1], [2, 3], [3, 6], [4, 10], [5, 5]]);
    });

    it('follows a sequence of steps', async () => {
      const events = "datatable(t:timespan, e:string)[0m,'A',1m,'Start',2m,'B',4m,'Stop',6m,'C',8m,'Start',12m,'Stop',20m,'Start',40m,'Stop']";
      const steps = "step s1: e == 'Start'; step s2: e != 'Start' and e != 'Stop' and t - s1.t <= 5m; step s3: e == 'Stop' and t - s1.t <= 5m;";
      expect(await rows(`${events} | sort by t asc | scan with_match_id=m with (${steps}) | project e, m`)).toEqual([['Start', 0], ['B', 0], ['Stop', 0], ['Start', 1], ['Start', 1]]);
    });

    it('gives back every row of many parts', async () => {
      expect(await rows('range x from 1 to 100 step 1 | scan declare (c:long = 0) with (step s: true => c = s.c + x;) | summarize max(c), count()')).toEqual([[5050, 100]]);
    });

    it('refuses what is not carried exactly', async () => {
      await expect(rows('range x from 1 to 2 step 1 | scan with (step s output=last: true;)')).rejects.toMatchObject({ code: 'KQL_UNSUPPORTED' });
    });
  });

  describe('evaluate', () => {
    it('unpacks bags into the columns of a schema', async () => {
      expect(await rows(`datatable(k:long, d:dynamic)[1, dynamic({"Name":"n","Age":"3"})] | evaluate bag_unpack(d) : (*, Name:string, Age:long, None:real)`)).toEqual([[1, 'n', 3, null]]);
    });

    it('narrows', async () => {
      expect(await rows("datatable(a:int, b:string)[1,'x'] | evaluate narrow()")).toEqual([[0, 'a', '1'], [0, 'b', 'x']]);
    });

    it('looks addresses up', async () => {
      const nets = "let N = datatable(net:string, who:string)['10.0.0.0/8','a','192.168.1.0/24','b'];";
      expect(await rows(`${nets} datatable(ip:string)['10.1.2.3','8.8.8.8','bad'] | evaluate ipv4_lookup(N, ip, net)`)).toEqual([['10.1.2.3', '10.0.0.0/8', 'a']]);
      expect(await rows(`${nets} datatable(ip:string)['8.8.8.8'] | evaluate ipv4_lookup(N, ip, net, return_unmatched = true)`)).toEqual([['8.8.8.8', '', '']]);
      expect(await rows("let N = datatable(net:string)['2001:db8::/32']; print ip = '2001:DB8::1' | evaluate ipv6_lookup(N, ip, net)")).toEqual([['2001:DB8::1', '2001:db8::/32']]);
    });

    it('stops where several networks hold an address', async () => {
      await expect(rows("let N = datatable(net:string)['10.0.0.0/8','10.1.0.0/16']; print ip = '10.1.1.1' | evaluate ipv4_lookup(N, ip, net)")).rejects.toThrow(/more than one network/);
    });

    it('counts users of windows', async () => {
      const visits = "datatable(u:string, t:datetime)['a',datetime(2020-01-01),'b',datetime(2020-01-01),'a',datetime(2020-01-02),'c',datetime(2020-01-02),'c',datetime(2020-01-03)]";
      const first = '2020-01-01T00:00:00.0000000Z';
      expect((await rows(`${visits} | evaluate activity_counts_metrics(u, t, datetime(2020-01-01), datetime(2020-01-03), 1d)`)).map((row) => row.slice(1))).toEqual([[2, 2, 2, 2], [2, 2, 1, 3], [1, 1, 0, 3]]);
      expect((await rows(`${visits} | evaluate sliding_window_counts(u, t, datetime(2020-01-01), datetime(2020-01-02), 2d, 1d)`))).toEqual([[first, 2, 2], ['2020-01-02T00:00:00.0000000Z', 4, 3]]);
    });

    it('lets nothing reach outside', async () => {
      await expect(rows("evaluate http_request('http://example.org')")).rejects.toMatchObject({ code: 'KQL_FORBIDDEN' });
      await expect(rows('print x = 1 | evaluate autocluster()')).rejects.toMatchObject({ code: 'KQL_UNSUPPORTED' });
    });
  });
});
