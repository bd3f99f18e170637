import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createLogger, redactText } from './index.js';
import type { Logger } from './index.js';

const canary = 'CANARY-s3cr3t-77';

async function written(work: (logger: Logger) => void): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'attest-log-')), 'deep', 'attest.log');
  work(createLogger('spec', 'debug', file));
  return readFile(file, 'utf8');
}

describe('logger', () => {
  it('writes one JSON object a line with service, time and message', async () => {
    const text = await written((logger) => logger.info({ incidentId: '924518' }, 'imported'));
    expect(JSON.parse(text)).toMatchObject({ service: 'spec', level: 30, incidentId: '924518', msg: 'imported', time: expect.stringMatching(/Z$/) });
  });

  it.each([
    ['a key', { password: canary }],
    ['a nested key', { config: { model: { key: canary, name: 'm' } } }],
    ['headers', { req: { headers: { authorization: `Basic ${canary}`, cookie: `attest_session=${canary}`, 'x-attest-identity': canary } } }],
    ['a list', { accounts: [{ user: 'analyst', token: canary }] }],
    ['an address under any key', { target: `postgres://attest:${canary}@db:5432/attest` }],
    ['an error message', { err: new Error(`connect postgres://attest:${canary}@db failed, password=${canary}`) }],
    ['an error property', { err: Object.assign(new Error('refused'), { connectionString: canary, options: { secret: canary } }) }],
    ['an error cause', { err: new Error('outer', { cause: new Error(`Bearer ${canary}`) }) }],
  ])('never writes a secret under %s', async (_where, line) => {
    const text = await written((logger) => logger.error(line, 'failed'));
    expect(text).toContain('failed');
    expect(text).not.toContain(canary);
  });

  it('never writes a secret in the message or in the bindings of a child', async () => {
    const text = await written((logger) => {
      logger.warn(`cannot reach amqp://u:${canary}@broker`);
      logger.child({ password: canary, part: 'bus' }).info('hello');
    });
    expect(text).toContain('"part":"bus"');
    expect(text).not.toContain(canary);
  });

  it('names the service once, also for the log of another service within it', async () => {
    const text = await written((logger) => logger.child({ service: 'incidents' }).child({ tenant: 'default' }).info('hello'));
    expect(text.match(/"service":/g)).toHaveLength(1);
    expect(JSON.parse(text)).toMatchObject({ service: 'incidents', tenant: 'default' });
  });

  it('keeps the type, the message and the stack of an error', async () => {
    const text = await written((logger) => logger.error({ err: new TypeError('no such thing') }, 'failed'));
    expect(JSON.parse(text)).toMatchObject({ err: { type: 'TypeError', message: 'no such thing', stack: expect.stringContaining('logger.spec') } });
  });

  it('survives a line that refers to itself', async () => {
    const line: Record<string, unknown> = { name: 'loop' };
    line['self'] = line;
    expect(await written((logger) => logger.info(line, 'loop'))).toContain('"name":"loop"');
  });

  it('redacts credentials in an address wherever it stands', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9!$%^*_-]{8,20}$/);
    fc.assert(
      fc.property(fc.string(), word, fc.string(), (before, secret, after) => {
        expect(redactText(`${before} postgres://u:${secret}@h/db ${after}`)).not.toContain(`u:${secret}@`);
      }),
    );
  });

  it('leaves ordinary text as it is', () => {
    const text = 'Incident 924518 on dc01.contoso.com: see https://example.org/a?b=c, mailto a@b.example';
    expect(redactText(text)).toBe(text);
  });
});
