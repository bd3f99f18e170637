import { AttestConfig } from './index.js';

const read = (environment: Record<string, string>): AttestConfig['evaluation'] => new AttestConfig(environment).evaluation;

describe('settings of evaluation', () => {
  it('keep a year and know no price unless they are told', () => {
    expect(read({})).toEqual({ retentionDays: 365, prices: {} });
    expect(read({ ATTEST_FEEDBACK_RETENTION_DAYS: '30', ATTEST_MODEL_PRICES: 'gpt-5 = 1.25/10, org/model:7b=0/0.5' })).toEqual({ retentionDays: 30, prices: { 'gpt-5': { prompt: 1.25, completion: 10 }, 'org/model:7b': { prompt: 0, completion: 0.5 } } });
  });

  it.each([['ATTEST_FEEDBACK_RETENTION_DAYS', '0'], ['ATTEST_FEEDBACK_RETENTION_DAYS', '1.5'], ['ATTEST_MODEL_PRICES', 'gpt-5'], ['ATTEST_MODEL_PRICES', 'gpt-5=1'], ['ATTEST_MODEL_PRICES', 'gpt-5=-1/2']])('refuse %s=%s by name', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(`${name} must be `);
  });
});
