import fc from 'fast-check';
import { prepareKql } from '../checker/analyze.js';
import { checkKql } from '../checker/checker.js';
import { KqlError, KqlErrorCode } from '../kql.error.js';
import { kustoLanguage } from '../language/kusto-language.js';
import { overlaySchema, shippedSchema, type HuntingSchema } from '../schema/hunting-schema.js';
import { allowedAggregates, allowedFunctions, allowedNodes, allowedPlugins } from './allowed-names.js';
import { assertSize, defaultKqlLimits } from './limits.js';

const refusal = (kql: string, schema: HuntingSchema = shippedSchema()): KqlError => {
  try {
    prepareKql(kql, schema);
  } catch (error) {
    if (error instanceof KqlError) return error;
    throw error;
  }
  throw new Error(`Not refused: ${kql.slice(0, 200)}`);
};

describe('what may run', () => {
  it.each<[string, string]>([
    ['.show tables', '.'],
    [' // a comment . with | everything\n\t.drop table DeviceInfo', '.'],
    ['#connect cluster("x")', '#'],
    ['externaldata(a:string)[@"https://x.example/y"] with(format="txt")', 'externaldata'],
    ['let a = externaldata(a:string)["https://x.example"]; DeviceInfo', 'externaldata'],
    ['external_table("x")', 'external_table'],
    ['DeviceInfo | join (external_table("x")) on DeviceId', 'external_table'],
    ['cluster("x").database("y").T', 'cluster'],
    ['["cluster"]("x").database("y").T', '["cluster"]'],
    ['database("other").T', 'database'],
    ['union DeviceInfo, cluster("x").database("y").T', 'cluster'],
    ['union cluster("x").database("y").*', 'cluster'],
    ['find in (database("*").*) where a == 1', 'database'],
    ['search in (cluster("a").database("b").T) "x"', 'cluster'],
    ['workspace("x").T', 'workspace'],
    ['print toscalar(cluster("x").database("y").T | count)', 'cluster'],
    ['let f = () { cluster("x").database("y").T }; DeviceInfo', 'cluster'],
    ['let cluster = (x: string) { x }; print cluster("a")', 'cluster("a")'],
    ['DeviceInfo | evaluate http_request("https://x.example")', 'http_request'],
    ['evaluate http_request_post("https://x.example")', 'http_request_post'],
    ['evaluate sql_request("a", "b")', 'sql_request'],
    ['evaluate cosmosdb_sql_request("a", "b")', 'cosmosdb_sql_request'],
    ['evaluate mysql_request("a", "b")', 'mysql_request'],
    ['evaluate postgresql_request("a", "b")', 'postgresql_request'],
    ['evaluate azure_digital_twins_query_request("a", "b")', 'azure_digital_twins_query_request'],
    ['DeviceInfo | evaluate python(typeof(*), "print(1)")', 'python'],
    ['DeviceInfo | evaluate hint.distribution = per_node r(typeof(*), "1")', 'r('],
    ['DeviceInfo | evaluate ai_embeddings(DeviceName, "x")', 'ai_embeddings'],
    ['evaluate infer_storage_schema(dynamic({}))', 'infer_storage_schema'],
    ['stored_query_result("x")', 'stored_query_result'],
    ['materialized_view("x")', 'materialized_view'],
    ['macro-expand entity_group [database("a"), database("b")] as x (x.T)', 'macro-expand'],
    ['alias database x = cluster("a").database("b"); DeviceInfo', 'alias'],
    ['set servertimeout = 1h; DeviceInfo', 'set'],
    ['set best_effort; set request_readonly = false; DeviceInfo', 'set request_readonly'],
    ['print current_principal()', 'current_principal'],
    ['print current_cluster_endpoint()', 'current_cluster_endpoint'],
    ['DeviceInfo | where cursor_after("")', 'cursor_after'],
    ['let t = "DeviceInfo"; table(t)', 'table'],
  ])('refuses %s', (kql, at) => {
    const { code, position, message } = refusal(kql);
    expect(code).toBe(KqlErrorCode.Forbidden);
    expect(kql.slice(position?.offset).startsWith(at)).toBe(true);
    expect(message).toMatch(/\.$/);
  });

  it.each(['print frobnicate(1)', 'DeviceInfo | evaluate frobnicate()', 'DeviceInfo | where frobnicate', 'print (', 'DeviceInfo | where DeviceId == 1 |', 'Nope', 'DeviceInfo | where Nope == 1', 'datascope=all DeviceInfo'])('calls %s invalid', (kql) => {
    expect(refusal(kql).code).toBe(KqlErrorCode.Invalid);
  });

  it.each([
    'table("DeviceInfo") | take 1',
    'set query_bin_auto_size = 1h; print bin_auto(1h)',
    'set notruncation; DeviceInfo',
    'let f = (x: long) { x + 1 }; let v = view () { print f(1) }; union isfuzzy=true v, Missing*',
    'DeviceInfo | invoke SeenBy() | join kind=leftouter (AssignedIPAddresses("d") | project DeviceId = IPAddress) on DeviceId',
    'DeviceFileEvents | invoke FileProfile(InitiatingProcessSHA1, 1000) | where GlobalPrevalence < 10',
    'datatable(x: long)[1] | summarize count(x), b = take_any(bag_pack("a", x)) | evaluate bag_unpack(b)',
    'print x = "externaldata cluster(\\"x\\") .drop", y = @"evaluate python"',
    'search "cluster"',
  ])('lets %s pass', (kql) => {
    expect(() => prepareKql(kql, shippedSchema())).not.toThrow();
  });

  it('looks into stored functions, however deep and even when they call themselves', () => {
    const schema = overlaySchema(shippedSchema(), {
      tables: new Map(),
      columnAliases: {},
      functions: [
        { name: 'Good', parameters: '(name: string)', body: '{ DeviceInfo | where DeviceName == name }' },
        { name: 'Bad', parameters: '()', body: '{ externaldata(a: string)["https://x.example"] }' },
        { name: 'Hidden', parameters: '()', body: '{ DeviceInfo | join (Bad) on $left.DeviceId == $right.a }' },
        { name: 'Loop', parameters: '()', body: '{ Loop() }' },
      ],
    });
    expect(() => prepareKql('Good("x") | take 1', schema)).not.toThrow();
    expect(refusal('Bad()', schema).message).toContain('"Bad"');
    expect(refusal('DeviceInfo | take 1; Hidden', schema).code).toBe(KqlErrorCode.Forbidden);
    expect(() => checkKql('Loop()', schema)).not.toThrow();
  });

  it('lists only names that the language service has, so that none is misspelled', () => {
    const { GlobalState, Syntax } = kustoLanguage();
    const names = (list: unknown): Set<string> => new Set((list as { Count: number; getItem(at: number): { Name: string } } & { length?: number }).length === undefined ? [] : Array.from(list as ArrayLike<{ Name: string }>, ({ Name }) => Name));
    const globals = GlobalState.Default as unknown as { Functions: unknown; Aggregates: unknown; PlugIns: unknown };
    const builtIn = names(globals.Functions);
    expect([...allowedFunctions].filter((name) => !builtIn.has(name))).toEqual([]);
    expect([...allowedAggregates].filter((name) => !names(globals.Aggregates).has(name))).toEqual([]);
    expect([...allowedPlugins].filter((name) => !names(globals.PlugIns).has(name))).toEqual(['schema_merge']);
    const classes = new Set(Object.keys(Syntax).map((name) => name.replace(/\$.*/, '')));
    expect([...allowedNodes].filter((name) => !classes.has(name) && !['NameReferenceList'].includes(name))).toEqual([]);
  });
});

describe('what is too large', () => {
  const nested = (open: string, close: string, count = 10_000): string => `print ${open.repeat(count)}1${close.repeat(count)}`;
  const doubling = (body: (before: string) => string): string => `let a0 = DeviceInfo;${Array.from({ length: 40 }, (_, at) => `let a${at + 1} = ${body(`a${at}`)};`).join('')} a40`;

  it.each<[string, string]>([
    ['10 MB', `print "${'a'.repeat(10_000_000)}"`],
    ['10 MB of two-byte signs', `print "${'é'.repeat(600_000)}"`],
    ['10,000 parentheses', nested('(', ')')],
    ['10,000 open parentheses', `print ${'('.repeat(10_000)}`],
    ['10,000 brackets', `print dynamic(${'['.repeat(10_000)}${']'.repeat(10_000)})`],
    ['10,000 braces', `print dynamic(${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)})`],
    ['10,000 not(', nested('not(', ')')],
    ['10,000 strcat(', nested('strcat("a",', ')')],
    ['10,000 joins in one another', `${'DeviceInfo | join ('.repeat(10_000)}DeviceInfo${') on DeviceId'.repeat(10_000)}`],
    ['10,000 unions', `DeviceInfo${' | union DeviceInfo'.repeat(10_000)}`],
    ['10,000 ors', `DeviceInfo | where ${Array.from({ length: 10_000 }, () => 'DeviceId == "a"').join(' or ')}`],
    ['10,000 sums', `print ${'1+'.repeat(10_000)}1`],
    ['10,000 steps of a path', `DeviceInfo | project x = parse_json(AdditionalFields)${'.a'.repeat(10_000)}`],
    ['10,000 statements', 'print 1;'.repeat(10_000)],
    ['400,000 literals', `print x in (${'1,'.repeat(400_000)}1)`],
    ['8,000 arguments of case()', `print case(${'true, 1, '.repeat(4_000)}0)`],
    ['50 joins', `DeviceInfo${' | join DeviceEvents on DeviceId'.repeat(50)}`],
    ['unions that double', doubling((before) => `union ${before}, ${before}`)],
    ['joins that double', doubling((before) => `${before} | join ${before} on DeviceId`)],
    ['unions that double under quoted names', `let ['a0'] = DeviceInfo;${Array.from({ length: 40 }, (_, at) => `let ['a${at + 1}'] = union ['a${at}'], ['a${at}'];`).join('')} ['a40']`],
  ])('refuses %s', (_, kql) => {
    expect(refusal(kql).code).toBe(KqlErrorCode.TooLarge);
  });

  it.each<[string, string]>([
    ['NULs', '\0'.repeat(100_000)],
    ['halves of signs', '\ud800'.repeat(100_000)],
    ['direction marks', `DeviceInfo \u202e| where ${'\u202d'.repeat(100_000)}`],
    ['signs that look like others', 'DeviceInfo | where Dеvice\u0406d == 1'],
    ['a NUL in a name', 'Device\0Info'],
  ])('calls %s invalid', (_, kql) => {
    expect(refusal(kql).code).toBe(KqlErrorCode.Invalid);
  });

  it('takes lists of indicators, deep but human nesting, and NULs inside texts', () => {
    const hashes = Array.from({ length: 10_000 }, (_, at) => `"${at.toString(16).padStart(64, '0')}"`);
    expect(() => prepareKql(`DeviceFileEvents | where SHA256 in (${hashes.join(', ')})`, shippedSchema())).not.toThrow();
    expect(() => prepareKql(`print ${'('.repeat(60)}1${')'.repeat(60)}`, shippedSchema())).not.toThrow();
    expect(() => prepareKql(`DeviceInfo | where ${Array.from({ length: 300 }, (_, at) => `DeviceId == "${at}" and OSBuild > 1`).join(' or ')}`, shippedSchema())).not.toThrow();
    expect(() => prepareKql('print "a\0b", "\u202e"', shippedSchema())).not.toThrow();
  });

  it('agrees with the parser on what is inside a text', () => {
    const brackets = '('.repeat(defaultKqlLimits.nesting + 1);
    for (const text of [`"${brackets}"`, `'${brackets}'`, `@"${brackets}"`, `h"${brackets}"`, `\`\`\`${brackets}\`\`\``, `"\\"${brackets}"`, `1 // ${brackets}`]) expect(() => assertSize(`print ${text}`)).not.toThrow();
    for (const text of [`"" ${brackets}`, `@"a""" ${brackets}`, `"\\\\" ${brackets}`, `1 // x\n${brackets}`]) expect(() => assertSize(`print ${text}`)).toThrow(expect.objectContaining({ code: KqlErrorCode.TooLarge }));
  });

  it('says something about every text, and never throws anything else', () => {
    const pieces = ['DeviceInfo', '|', 'where', 'summarize', 'count()', '(', ')', '[', ']', '{', '}', '"', "'", '`', '~', '@', 'let', 'x', '=', ';', '.', '..', 'join', 'on', 'by', 'evaluate', 'dynamic', '\0', '\ud800', '\u202e', '//', '\n', '1', '1d', 'datetime(', '$left', '*', ':', 'mv-expand', 'union', 'in', '!', '=='];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4, unit: 'binary' })), { maxLength: 40 }), (parts) => {
        const kql = parts.join(' ');
        const check = checkKql(kql, shippedSchema());
        expect(check.ok).toBe(!check.diagnostics.some(({ severity }) => severity === 'error'));
        for (const { offset, length, line, column } of check.diagnostics) {
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset + length).toBeLessThanOrEqual(kql.length);
          expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 60 },
    );
  });
});
