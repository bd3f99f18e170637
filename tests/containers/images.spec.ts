import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { StartedPostgreSqlContainer } from '@testcontainers/postgresql';
import type { StartedNetwork, StartedTestContainer } from 'testcontainers';
import { startKafka } from '../../tools/kafka.mjs';
import { until } from '../support/cluster.js';
import { madeUpIncident } from '../support/made-up-incident.js';
import { nodeImage, postgresImage } from './images.mjs';
import { root } from '../workspace/repository.js';

const installed = existsSync(new URL('./node_modules/testcontainers', import.meta.url));
const suite = installed && dockerAnswers() ? describe : describe.skip;
const image = 'attest-test/attest:latest';
const ours = ['incidents', 'summarizer', 'script-analyzer', 'kql-assistant', 'responder', 'reporter', 'evaluator', 'gateway'] as const;

function dockerAnswers(): boolean {
  try {
    execFileSync('docker', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Tried once more when it fails: its install step depends on a registry. */
function buildImage(base: string): void {
  const build = (): unknown =>
    execFileSync('docker', ['build', '--quiet', '-f', 'docker/Dockerfile', '--build-arg', `NODE_IMAGE=${base}`, '-t', image, '.'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DOCKER_BUILDKIT: '0' }, timeout: 600_000 });
  try {
    build();
  } catch {
    build();
  }
}

/** Nothing can be pulled where this runs, the reaper of testcontainers included: each test stops what it starts. */
process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';

const load = <T>(name: string): T => createRequire(import.meta.url)(name) as T;

suite('our image, built by our Dockerfile', () => {
  const password = randomBytes(12).toString('hex');
  let network: StartedNetwork;
  let postgres: StartedPostgreSqlContainer;
  const started: StartedTestContainer[] = [];
  let kafka: Awaited<ReturnType<typeof startKafka>>;
  let url: string;

  beforeAll(async () => {
    const { GenericContainer, Network, Wait } = load<typeof import('testcontainers')>('testcontainers');
    const { PostgreSqlContainer } = load<typeof import('@testcontainers/postgresql')>('@testcontainers/postgresql');
    const base = nodeImage();
    buildImage(base);
    network = await new Network().start();
    postgres = await new PostgreSqlContainer(postgresImage()).withNetwork(network).withNetworkAliases('postgres').withDatabase('attest').withUsername('attest').withPassword(password).start();
    const bridge = execFileSync('docker', ['network', 'inspect', network.getName(), '--format', '{{(index .IPAM.Config 0).Gateway}}'], { encoding: 'utf8' }).trim();
    kafka = await startKafka({ host: bridge });
    const environment = {
      DATABASE_URL: `postgres://attest:${password}@postgres:5432/attest`,
      KAFKA_BROKERS: kafka.brokers,
      ATTEST_SERVICE_SECRET: randomBytes(16).toString('hex'),
      ATTEST_PASSWORD: password,
      ATTEST_INCIDENTS_URL: 'http://incidents:4000',
      ATTEST_SUMMARIZER_URL: 'http://summarizer:4000',
      ATTEST_SCRIPT_ANALYZER_URL: 'http://script-analyzer:4000',
      ATTEST_KQL_ASSISTANT_URL: 'http://kql-assistant:4000',
      ATTEST_RESPONDER_URL: 'http://responder:4000',
      ATTEST_REPORTER_URL: 'http://reporter:4000',
      ATTEST_EVALUATOR_URL: 'http://evaluator:4000',
    };
    for (const service of ours) {
      started.push(
        await new GenericContainer(image)
          .withCommand(['node', '--enable-source-maps', `apps/${service}/dist/main.js`])
          .withNetwork(network)
          .withNetworkAliases(service)
          .withEnvironment(environment)
          .withTmpFs({ '/tmp': 'rw' })
          .withDroppedCapabilities('ALL')
          .withExposedPorts(4000)
          .withWaitStrategy(Wait.forHealthCheck())
          .withStartupTimeout(90_000)
          .start(),
      );
    }
    const gateway = started.at(-1) as StartedTestContainer;
    url = `http://127.0.0.1:${gateway.getMappedPort(4000)}`;
  }, 900_000);

  afterAll(async () => {
    for (const container of [...started].reverse()) await container.stop();
    await kafka?.stop();
    await postgres?.stop();
    await network?.stop();
  }, 120_000);

  it('runs as nobody special and carries no development package', async () => {
    const look = await started[0]!.exec(['node', '-e', "const fs = require('fs'); console.log(process.getuid(), ['jest', 'typescript', 'eslint', 'nx'].filter((name) => fs.existsSync('node_modules/' + name)).join())"]);
    expect(look.output.trim()).toBe('1000');
  });

  it('serves the web app and health from the gateway, and refuses strangers', async () => {
    const page = await fetch(url);
    expect([page.status, (await page.text()).includes('<div id="root"')]).toEqual([200, true]);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await fetch(`${url}/api/incidents`, { method: 'POST', body: '{}' })).status).toBe(401);
  });

  it('takes an incident to its summary, one container per service', async () => {
    const headers = { authorization: `Basic ${Buffer.from(`analyst:${password}`).toString('base64')}`, 'content-type': 'application/json' };
    const imported = await fetch(`${url}/api/incidents`, { method: 'POST', headers, body: JSON.stringify(madeUpIncident('9001')) });
    expect(await imported.json()).toMatchObject({ incidents: [{ id: '9001', outcome: 'CREATED' }] });
    await until('the summary', async () => {
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: '{"query":"{ incident(id: \\"9001\\") { summary { current } } }"}' });
      const { data } = (await response.json()) as { data?: { incident?: { summary?: { current: boolean } | null } } };
      return data?.incident?.summary?.current === true;
    });
  }, 90_000);

  it('has the evaluation sets that ship', async () => {
    const headers = { authorization: `Basic ${Buffer.from(`analyst:${password}`).toString('base64')}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: '{"query":"{ evaluationRunChoices { shipped } }"}' });
    expect(await response.json()).toMatchObject({ data: { evaluationRunChoices: { shipped: expect.arrayContaining(['incidents', 'field', 'scripts', 'questions']) } } });
  });

  it('hunts over the alerts of that incident', async () => {
    const headers = { authorization: `Basic ${Buffer.from(`analyst:${password}`).toString('base64')}`, 'content-type': 'application/json' };
    await until('an alert among the rows of a hunt', async () => {
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query: 'mutation { runHunt(kql: "AlertInfo | take 5") { status rowCount problem { message } } }' }) });
      const { data, errors } = (await response.json()) as { data?: { runHunt: { status: string; rowCount: number; problem: { message: string } | null } } | null; errors?: { message: string }[] };
      if (errors !== undefined || data?.runHunt.status === 'FAILED') throw new Error(errors?.[0]?.message ?? data?.runHunt.problem?.message);
      return (data?.runHunt.rowCount ?? 0) > 0;
    });
  }, 120_000);
});
