import { startWorld, type World } from './world.js';

describe('limits of an operation by HTTP', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  it.each([
    ['a deep query', `{ incident(id: "1") { ${'... on Incident { '.repeat(15)} id ${'}'.repeat(15)} } }`, 'nested too deeply'],
    ['a hundred aliases', `{ ${Array.from({ length: 100 }, (_, n) => `a${n}: me { name }`).join(' ')} }`, 'too many aliases'],
    ['a hundred aliased __typename', `{ ${Array.from({ length: 100 }, (_, n) => `a${n}: __typename`).join(' ')} }`, 'too many aliases'],
    ['many directives', `{ me { name ${'@include(if: true) '.repeat(20)} } }`, 'too many directives'],
    ['long lists in lists', '{ incidents(first: 100) { nodes { alerts(first: 100) { nodes { evidence { type } } } evidence(first: 100) { nodes { type } } eventRows(first: 100) { nodes { row } } } } }', 'costs too much|could return'],
  ])('refuses %s with a sentence', async (_what, query, sentence) => {
    const { status, body } = await world.ask(query);
    expect(status).toBe(400);
    expect(body.data).toBeUndefined();
    expect(body.errors?.map(({ message }) => message).join(' ')).toMatch(new RegExp(sentence));
    expect(body.errors?.map(({ extensions }) => extensions?.['code'])).toContain('OPERATION_TOO_LARGE');
  });

  it('counts lists whose length is a variable or a default', async () => {
    const query = 'query ($n: Int, $m: Int = 100) { incidents(first: $n) { nodes { alerts(first: $m) { nodes { id } } eventRows { nodes { row } } } } }';
    const refused = await world.ask(query, { n: 10_000 });
    expect(refused.status).toBe(400);
    expect(refused.body.errors?.[0]).toMatchObject({ message: 'This operation could return 1260000 records; at most 20000 at once. Ask for shorter lists.', extensions: { code: 'OPERATION_TOO_LARGE' } });
    const allowed = await world.ask(query, { n: 100 });
    expect(JSON.stringify(allowed.body)).not.toContain('OPERATION_TOO_LARGE');
  });

  it('is not slowed down by fragments of fragments', async () => {
    const fragments = Array.from({ length: 60 }, (_, n) => `fragment F${n} on Incident { ...F${n + 1} ...F${n + 1} }`).join(' ');
    const { status } = await world.ask(`{ incident(id: "1") { ...F0 } } ${fragments} fragment F60 on Incident { id }`);
    expect(status).toBe(400);
  });

  it('refuses a document of too many tokens', async () => {
    const { status, body } = await world.ask(`{ ${'me { name } '.repeat(1000)} }`);
    expect(status).toBe(400);
    expect(body.errors?.[0]?.message).toContain('2000 tokens');
  });

  it('refuses fields that do not exist with one error each, without hints', async () => {
    const { body } = await world.ask('{ incident(id: "1") { summary { provenance { mz } } } }');
    expect(body.errors).toHaveLength(1);
    expect(JSON.stringify(body)).not.toContain('Did you mean');
  });

  it('refuses a batch', async () => {
    const response = await fetch(`${world.gateway.url}/graphql`, {
      method: 'POST',
      headers: { authorization: world.basic, 'content-type': 'application/json' },
      body: JSON.stringify([{ query: '{ me { name } }' }, { query: '{ me { name } }' }]),
    });
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('analyst');
  });

  it('refuses a body over 2 MB', async () => {
    const { status, body } = await world.ask('mutation ($input: ImportIncidentsInput!) { importIncidents(input: $input) { incidents { id } } }', { input: { content: 'x'.repeat(2_200_000) } });
    expect(status).toBe(413);
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'BODY_TOO_LARGE' });
  });

  it('refuses a body that is no JSON', async () => {
    const response = await fetch(`${world.gateway.url}/graphql`, { method: 'POST', headers: { authorization: world.basic, 'content-type': 'application/json' }, body: '{"query":' });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ errors: [{ message: 'The request body is not valid JSON.', extensions: { code: 'BODY_MALFORMED' } }] });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded'])('refuses %s, which a form of another site could send', async (type) => {
    const response = await fetch(`${world.gateway.url}/graphql`, { method: 'POST', headers: { authorization: world.basic, 'content-type': type }, body: JSON.stringify({ query: '{ me { name } }' }) });
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('analyst');
  });

  it('refuses a mutation by GET', async () => {
    const query = encodeURIComponent('mutation { addIncidentComment(id: "1", comment: "x") { id } }');
    const response = await fetch(`${world.gateway.url}/graphql?query=${query}`, { headers: { authorization: world.basic, 'apollo-require-preflight': '1' } });
    expect(response.status).toBe(405);
  });
});
