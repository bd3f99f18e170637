import { healthReport } from './index.js';

const fine = { name: 'incidents', checks: async () => [{ name: 'database', ok: true }] };

describe('healthReport', () => {
  it('is ready when every check is ok', async () => {
    expect(await healthReport([fine])).toEqual({ status: 'ready', checks: [{ name: 'incidents.database', ok: true }] });
  });

  it('names the part that fails', async () => {
    const report = await healthReport([fine, { name: 'bus', checks: async () => [{ name: 'bus', ok: false, detail: 'The brokers do not answer.' }] }]);
    expect(report).toEqual({ status: 'notReady', checks: [{ name: 'incidents.database', ok: true }, { name: 'bus', ok: false, detail: 'The brokers do not answer.' }] });
  });

  it('keeps the reason of a probe that throws out of the report', async () => {
    const errors: unknown[] = [];
    const report = await healthReport([{ name: 'bus', checks: () => Promise.reject(new Error('CANARY')) }], { onError: (name, error) => errors.push([name, error]) });
    expect(report.status).toBe('notReady');
    expect(JSON.stringify(report)).not.toContain('CANARY');
    expect(errors).toHaveLength(1);
  });

  it('does not wait for a probe that says nothing', async () => {
    const report = await healthReport([fine, { name: 'summarizer', checks: () => new Promise(() => undefined) }], { timeoutMs: 20 });
    expect(report.checks).toContainEqual({ name: 'summarizer', ok: false, detail: 'No answer within 20 ms.' });
  });
});
