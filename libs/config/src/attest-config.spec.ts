import { AttestConfig, ConfigError, settings } from './index.js';

const read = (environment: Record<string, string>): AttestConfig => new AttestConfig(environment);

/** Every setting that holds an address under which requests are made. */
const addresses = Object.values(settings).map(({ variable }) => variable).filter((variable) => /^ATTEST_.*_URL$/.test(variable) && variable !== 'ATTEST_RESPONSE_WEBHOOK_URL');

describe('the settings of a process', () => {
  it('are whole when none is given', () => {
    expect(read({})).toMatchObject({ port: 4000, host: '127.0.0.1', databaseUrl: undefined, kafkaBrokers: [], model: undefined, sample: true, logLevel: 'info' });
  });

  it.each([
    ['ATTEST_PORT', '0x50'], ['ATTEST_PORT', '1e3'], ['ATTEST_PORT', '65536'], ['ATTEST_PORT', '-1'], ['ATTEST_PORT', '80 81'],
    ['ATTEST_HOST', 'not a host'], ['ATTEST_HOST', 'http://x'], ['ATTEST_HOST', '999.1.1.1'], ['ATTEST_HOST', 'x:4000'],
    ['DATABASE_URL', 'nonsense'], ['DATABASE_URL', 'mysql://u:CANARY@h/d'], ['DATABASE_URL', 'postgres://u:CANARY@h:99999/d'],
    ['KAFKA_BROKERS', ',,'], ['KAFKA_BROKERS', 'http://broker:9092'], ['KAFKA_BROKERS', 'broker:port'], ['KAFKA_BROKERS', 'a:9092,b:99999'], ['KAFKA_BROKERS', 'a b:1'],
    ['ATTEST_SCRIPT_LIMIT_MB', '0'], ['ATTEST_SCRIPT_LIMIT_MB', '21'], ['ATTEST_SCRIPT_LIMIT_MB', '0.0000001'], ['ATTEST_SCRIPT_LIMIT_MB', '1e0'],
    ['ATTEST_SERVICE_SECRET', 'CANARY'], ['ATTEST_PASSWORD', 'CANARY'.repeat(200)],
    ['ATTEST_SAMPLE', 'maybe'], ['ATTEST_LOG_LEVEL', 'loud'],
    ['ATTEST_HUNT_BACKEND', 'splunk'], ['ATTEST_HUNT_MEMORY_MB', '0x400'], ['ATTEST_HUNT_TIMEOUT_SECONDS', '601'], ['ATTEST_HUNT_MAX_ROWS', '1.5'],
    ['ATTEST_RESPONSE_CONNECTOR', 'soar'], ['ATTEST_RESPONSE_TIMEOUT_SECONDS', '1e2'], ['ATTEST_RESPONSE_WEBHOOK_HONOURS_KEY', 'maybe'],
    ['ATTEST_RESPONSE_WEBHOOK_URL', 'soar'], ['ATTEST_RESPONSE_WEBHOOK_URL', 'https://u:CANARY@soar.example/'],
  ])('refuse %s=%s by name, and do not repeat it', (variable, value) => {
    const attempt = (): unknown => read({ [variable]: value });
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(`${variable} must be `);
    expect(attempt).not.toThrow('CANARY');
  });

  it.each(addresses.flatMap((variable) => ['nonsense', 'ftp://x.example', 'http://', 'http://a b', 'https://u:CANARY@x.example', 'https://x.example/?key=CANARY', 'https://x.example/#a'].map((value) => [variable, value])))('refuse %s=%s, chosen or not', (variable, value) => {
    expect(() => read({ ATTEST_MODEL_NAME: 'm', [variable]: value })).toThrow(`${variable} must be an http or https address`);
  });

  it.each([
    [{ ATTEST_PORT: ' 8080 ' }, { port: 8080 }],
    [{ ATTEST_HOST: '::1' }, { host: '::1' }],
    [{ ATTEST_HOST: 'soc-1.contoso.example' }, { host: 'soc-1.contoso.example' }],
    [{ DATABASE_URL: 'postgresql://u:p%40ss@[2001:db8::1]:5432/attest?sslmode=require' }, { databaseUrl: 'postgresql://u:p%40ss@[2001:db8::1]:5432/attest?sslmode=require' }],
    [{ DATABASE_URL: 'postgres:///attest?host=/var/run/postgresql' }, { databaseUrl: 'postgres:///attest?host=/var/run/postgresql' }],
    [{ KAFKA_BROKERS: 'broker-1.kafka:9092, [2001:db8::2]:9093,' }, { kafkaBrokers: ['broker-1.kafka:9092', '[2001:db8::2]:9093'] }],
    [{ ATTEST_MODEL_URL: 'http://localhost:11434/v1/', ATTEST_MODEL_NAME: 'm' }, { model: { url: 'http://localhost:11434/v1', name: 'm' } }],
    [{ ATTEST_RESPONSE_CONNECTOR: 'webhook', ATTEST_RESPONSE_WEBHOOK_URL: 'https://soar.example/in?flow=7', ATTEST_RESPONSE_WEBHOOK_SECRET: 'x'.repeat(16) }, { response: { target: { url: 'https://soar.example/in?flow=7' } } }],
    [{ ATTEST_SCRIPT_LIMIT_MB: '.5' }, { scriptLimitBytes: 524_288 }],
  ])('take %j', (environment, expected) => {
    expect(read(environment)).toMatchObject(expected);
  });
});
