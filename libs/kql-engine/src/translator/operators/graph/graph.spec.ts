import fc from 'fast-check';
import { DuckDbBackend } from '../../../backends/duckdb-backend.js';
import { emptySchema } from '../../../schema/hunting-schema.js';
import { components } from './components.js';

const graph = `let N = datatable(name: string, role: string, age: long)["a", "user", 1, "b", "user", 2, "c", "host", 3, "d", "host", 4];
  let E = datatable(src: string, dst: string, how: string)["a", "b", "x", "b", "c", "x", "c", "a", "y", "c", "d", "y", "e", "a", "z"];
  let G = E | make-graph src --> dst with N on name; `;

describe('graphs', () => {
  let backend: DuckDbBackend;

  beforeAll(async () => {
    backend = await DuckDbBackend.open({ schema: emptySchema });
  });

  afterAll(() => backend.close());

  const rows = async (kql: string): Promise<unknown[]> => (await backend.run({ kql })).rows.map((row) => JSON.stringify(row)).sort();

  it('walks edges forward, backward and either way', async () => {
    expect(await rows(`${graph} G | graph-match (s)-[h]->(t) where s.name == "c" project s.name, h.how, t.name`)).toEqual(['["c","y","a"]', '["c","y","d"]']);
    expect(await rows(`${graph} G | graph-match (t)<-[h]-(s) where s.name == "c" project t.name, h.how`)).toEqual(['["a","y"]', '["d","y"]']);
    expect(await rows(`${graph} G | graph-match (s)-[h]-(t) where s.name == "c" project t.name`)).toEqual(['["a"]', '["b"]', '["d"]']);
  });

  it('calls the property of a node or an edge by both names, and what is made of it by its own', async () => {
    const { columns } = await backend.run({ kql: `${graph} G | graph-match (s)-[h]->(t) project s.name, t.name, h.how, tolower(s.role), tostring(t.name), s.name` });
    expect(columns.map(({ name }) => name)).toEqual(['s_name', 't_name', 'h_how', 'Column1', 'name', 's_name1']);
  });

  it('makes nodes that only edges name, without values', async () => {
    expect(await rows(`${graph} G | graph-match (s)-->(t) where isnull(s.age) project s.name, s.role, s.age, t.age`)).toEqual(['["e","",null,1]']);
    expect(await rows(`${graph} G | graph-to-table nodes`)).toEqual(['["a","user",1]', '["b","user",2]', '["c","host",3]', '["d","host",4]', '["e","",null]']);
    expect(await rows(`${graph} G | graph-to-table edges | where how == "z"`)).toEqual(['["e","a","z"]']);
  });

  it('gives each path of several edges, no edge twice, with what is on it', async () => {
    expect(await rows(`${graph} G | graph-match (s)-[p*2..3]->(t) where s.name == "a" project t.name, over = map(p, strcat(src, dst)), through = map(inner_nodes(p), name)`)).toEqual([
      '["a",["ab","bc","ca"],["b","c"]]', '["c",["ab","bc"],["b"]]', '["d",["ab","bc","cd"],["b","c"]]',
    ]);
    const all = (cycles: string): Promise<unknown[]> => rows(`${graph} G | graph-match cycles=${cycles} (s)-[p*3..4]->(t) where s.name == "a" and t.name in ("a", "b") project t.name, n = array_length(map(p, how))`);
    expect(await all('none')).toEqual([]);
    expect(await all('unique_edges')).toEqual(['["a",3]']);
    expect(await all('all')).toEqual(['["a",3]', '["b",4]']);
  });

  it('tests the edges and inner nodes of a path, and counts the edges of a node', async () => {
    expect(await rows(`${graph} G | graph-match (s)-[p*1..2]->(t) where s.name == "b" and all(p, how == "y") project t.name`)).toEqual([]);
    expect(await rows(`${graph} G | graph-match (s)-[p*1..2]->(t) where s.name == "b" and any(p, how == "y") and all(inner_nodes(p), role == "host") project t.name`)).toEqual(['["a"]', '["d"]']);
    expect(await rows(`${graph} G | graph-match (s)-[p*2..2]->(t) where t.name == "d" project s.name, node_degree_in(t), node_degree_out(s), map(inner_nodes(p), node_degree_out())`)).toEqual(['["b",1,1,[2]]']);
  });

  it('joins several edges of a pattern, also back to a node', async () => {
    expect(await rows(`${graph} G | graph-match (s)-[h]->(m)-[p*1..3]->(s) where s.name == "a" project m.name, h.how, n = array_length(map(p, how))`)).toEqual(['["b","x",2]']);
  });

  it('finds shortest paths, one or all', async () => {
    const edges = 'let V = datatable(id: long, odd: bool)[1, true, 2, false, 3, true, 4, false, 5, true, 6, false, 7, true]; datatable(f: long, t: long)[1, 2, 2, 4, 1, 3, 3, 4, 4, 5, 1, 6, 6, 7, 7, 5] | make-graph f --> t with V on id';
    expect(await rows(`${edges} | graph-shortest-paths (s)-[p*1..9]->(t) where s.id == 1 and t.id == 5 project map(p, t)`)).toHaveLength(1);
    expect(await rows(`${edges} | graph-shortest-paths output=all (s)-[p*1..9]->(t) where s.id == 1 and t.id == 5 project map(p, t)`)).toEqual(['[[2,4,5]]', '[[3,4,5]]', '[[6,7,5]]']);
    expect(await rows(`${edges} | graph-shortest-paths (s)-[p*1..9]->(t) where s.id == 1 and t.id == 5 and all(inner_nodes(p), id > 2 and id < 5) project map(p, t)`)).toEqual(['[[3,4,5]]']);
  });

  it('marks components', async () => {
    expect(await rows(`${graph} G | graph-mark-components with_component_id=c | graph-to-table nodes | project name, c`)).toEqual(['["a",0]', '["b",0]', '["c",0]', '["d",0]', '["e",0]']);
    expect(await rows(`${graph} G | graph-mark-components kind=strong | graph-to-table nodes | project name, ComponentId`)).toEqual(['["a",0]', '["b",0]', '["c",0]', '["d",1]', '["e",2]']);
  });

  it.each([
    ['several patterns', 'G | graph-match (a)-->(b), (c)-->(b) project a.name'],
    ['no project', 'G | graph-match (a)-->(b)'],
    ['a node id of Kusto', 'G | graph-to-table nodes with_node_id=id'],
    ['several nodes of one key', 'E | make-graph src --> dst with (union N, N) on name | graph-match (a)-->(b) project a.name'],
    ['toscalar in a path', 'G | graph-match (a)-[p*1..2]->(b) where all(p, how == toscalar(print "x")) project a.name'],
  ])('refuses %s by name', async (_, kql) => {
    await expect(backend.run({ kql: `${graph} ${kql}` })).rejects.toMatchObject({ code: 'KQL_UNSUPPORTED' });
  });

  it('numbers components as a search from every node does', () => {
    const edge = fc.tuple(fc.nat(7), fc.nat(7)).map(([a, b]): [string, string] => [String(a), String(b)]);
    fc.assert(fc.property(fc.array(edge, { maxLength: 16 }), fc.boolean(), (edges, strong) => {
      const nodes = Array.from({ length: 8 }, (_, at) => String(at));
      const reach = (from: string): Set<string> => {
        const seen = new Set([from]);
        for (const at of seen) for (const [a, b] of edges) {
          if (a === at) seen.add(b);
          if (!strong && b === at) seen.add(a);
        }
        return seen;
      };
      const found = components(nodes, edges, strong);
      for (const a of nodes) for (const b of nodes) expect(found[Number(a)] === found[Number(b)]).toBe(reach(a).has(b) && reach(b).has(a));
      expect([...new Set(found)]).toEqual([...new Set(found)].map((_, at) => at));
    }));
  });
});
