import { KqlErrorCode } from '../kql.error.js';
import { overlaySchema, schemaFromDefinition, shippedSchema } from '../schema/hunting-schema.js';
import { CheckerPool } from './checker-pool.js';

const pools: CheckerPool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

function pool(...args: ConstructorParameters<typeof CheckerPool>): CheckerPool {
  const made = new CheckerPool(...args);
  pools.push(made);
  return made;
}

/** Under every other limit, and still seconds of work for the binder. */
const intricate = `DeviceFileEvents | where SHA256 in (${Array.from({ length: 30_000 }, (_, at) => `"${at}"`).join(',')})${' | extend x = strcat(FileName, SHA1, "a")'.repeat(300)}`;

describe('CheckerPool', () => {
  it('checks, completes, repairs and lists columns off the thread', async () => {
    const checker = pool({ timeoutMs: 60_000 });
    await checker.warm();
    const [check, broken, completions, columns, repaired] = await Promise.all([
      checker.check('DeviceInfo | summarize count() by DeviceName'),
      checker.check('DeviceInfo | where Nope == 1'),
      checker.complete('DeviceInfo | where Dev', 22),
      checker.columnsInScope('DeviceInfo | project A = DeviceName | where ', 44),
      checker.repair('DeviceInfo | where DeviceNam = "x"'),
    ]);
    expect(check).toMatchObject({ ok: true, tables: ['DeviceInfo'] });
    expect(broken).toMatchObject({ ok: false, diagnostics: [{ code: 'KS142', offset: 19 }] });
    expect(completions.items.map(({ label }) => label)).toContain('DeviceName');
    expect(columns).toEqual([{ name: 'A', type: 'string' }]);
    expect(repaired.text).toBe('DeviceInfo | where DeviceName == "x"');
  });

  it('ends what takes too long and goes on with a new thread', async () => {
    const checker = pool({ timeoutMs: 2_000, limits: { analysisMs: 1_000_000 } });
    await checker.warm();
    const [slow, next] = await Promise.allSettled([checker.check(intricate), checker.check('print 1')]);
    expect(slow).toMatchObject({ status: 'rejected', reason: { code: KqlErrorCode.Timeout } });
    expect(next).toMatchObject({ status: 'fulfilled', value: { ok: true } });
  });

  it('answers limits at once, and refuses more than may wait', async () => {
    const checker = pool({ queue: 2, timeoutMs: 60_000 });
    await expect(checker.check('x'.repeat(5_000_000))).rejects.toMatchObject({ code: KqlErrorCode.TooLarge });
    const asked = await Promise.allSettled([1, 2, 3, 4, 5].map((at) => checker.check(`print ${at}`)));
    expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect(asked[4]).toMatchObject({ reason: { code: KqlErrorCode.Backend } });
  });

  it('changes its schema', async () => {
    const checker = pool({ timeoutMs: 60_000 });
    await expect(checker.check('Own | take 1')).resolves.toMatchObject({ ok: false });
    checker.useSchema(overlaySchema(shippedSchema(), schemaFromDefinition({ Own: { a: 'long' } })));
    await expect(checker.check('Own | take 1')).resolves.toMatchObject({ ok: true, tables: ['Own'] });
  });

  it('rejects everything once it is closed', async () => {
    const checker = pool();
    const waiting = checker.check('print 1');
    waiting.catch(() => undefined);
    await checker.close();
    await expect(waiting).rejects.toMatchObject({ code: KqlErrorCode.Backend });
    await expect(checker.check('print 1')).rejects.toMatchObject({ code: KqlErrorCode.Backend });
  });
});
