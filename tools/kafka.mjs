import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './node.mjs';

/**
 * A real Apache Kafka 4 broker for tests: one KRaft node that keeps nothing. Needs Java 17, Maven and a POSIX shell.
 *   node tools/kafka.mjs run [--port N]     starts one, prints KAFKA_BROKERS=..., ends with Ctrl-C
 *   node tools/kafka.mjs exec -- COMMAND    runs COMMAND with KAFKA_BROKERS (and KAFKA_BROKER_PID) set, ends with its exit code
 *   node tools/kafka.mjs fetch              only fills the cache folder
 */

const pom = join(root, 'tools/kafka/pom.xml');
const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java';
const readyTimeoutMs = 90_000;

/** Copies the broker's jars into .cache/kafka unless they are there. Resolves with the folder. */
export async function fetchKafka({ say = sayOnStderr } = {}) {
  const folder = join(root, '.cache/kafka', createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12));
  if (existsSync(folder)) return folder;
  const partial = `${folder}.${process.pid}`;
  mkdirSync(join(root, '.cache/kafka'), { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    say(attempt === 1 ? 'Fetching Apache Kafka with Maven ...' : `Fetching Apache Kafka with Maven, attempt ${attempt} ...`);
    const maven = spawnSync('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`, '-DincludeScope=runtime'], { encoding: 'utf8', timeout: 300_000 });
    if (maven.error?.code === 'ENOENT') throw new Error('Maven is not installed. A Kafka broker for tests needs Java 17 and Maven.');
    if (maven.status === 0) break;
    rmSync(partial, { recursive: true, force: true });
    if (attempt === 4) throw new Error(`Maven could not fetch Apache Kafka:\n${maven.stdout}${maven.stderr}`);
    await sleep(attempt * 5_000);
  }
  if (existsSync(folder)) rmSync(partial, { recursive: true, force: true });
  else renameSync(partial, folder);
  return folder;
}

/**
 * Starts a broker on `host`, loopback unless said, and resolves when it serves. Topics are not created by use.
 * The broker dies and its data goes when `stop()` is called and also when this process ends, however it ends.
 * @returns {Promise<{ brokers: string, pid: number, exited: Promise<number | null>, stop(): Promise<void> }>}
 */
export async function startKafka({ port = 0, host = '127.0.0.1', say = sayOnStderr } = {}) {
  const classpath = join(await fetchKafka({ say }), '*');
  const folder = mkdtempSync(join(tmpdir(), 'attest-kafka-'));
  const brokerPort = port || (await freePort());
  const properties = join(folder, 'server.properties');
  writeFileSync(properties, serverProperties(host, brokerPort, await freePort(), join(folder, 'data')));

  const format = spawnSync(java, ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-cp', classpath, 'kafka.tools.StorageTool', 'format', '-t', clusterId(), '-c', properties], { encoding: 'utf8' });
  if (format.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(format.error?.code === 'ENOENT' ? 'Java is not installed. A Kafka broker for tests needs Java 17.' : `Kafka could not format its storage:\n${format.stdout}${format.stderr}`);
  }

  const log = join(folder, 'kafka.log');
  const broker = spawn('sh', ['-c', guard, 'kafka', folder, java, ...jvmOptions(log), '-cp', classpath, 'kafka.Kafka', properties], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  const exited = new Promise((resolve) => broker.once('exit', (code) => resolve(code)));
  broker.stdin.on('error', () => {});
  const stop = async () => {
    broker.stdin.end();
    await exited;
  };
  const lines = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  const deadline = Date.now() + readyTimeoutMs;
  while (!lines().includes('Kafka Server started')) {
    if (broker.exitCode !== null || Date.now() > deadline) {
      const tail = lines().trimEnd().split('\n').slice(-20).join('\n');
      await stop();
      throw new Error(`The Kafka broker did not start:\n${tail}`);
    }
    await sleep(100);
  }
  return { brokers: `${host}:${brokerPort}`, pid: Number(readFileSync(join(folder, 'pid'), 'utf8')), exited, stop };
}

/** Ends the broker when its standard input closes, which the death of the parent does too, and removes what it wrote. */
const guard = `
folder=$1; shift
exec 3<&0
"$@" <&- &
broker=$!
echo $broker >"$folder/pid"
{ cat <&3 >/dev/null; kill -9 $broker 2>/dev/null; } &
wait $broker 2>/dev/null
code=$?
kill $! 2>/dev/null
rm -rf "$folder"
exit $code
`;

function jvmOptions(log) {
  const logger = 'org.slf4j.simpleLogger';
  return ['-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', `-D${logger}.logFile=${log}`, `-D${logger}.defaultLogLevel=warn`, `-D${logger}.log.kafka.server.KafkaRaftServer=info`];
}

/** One node in both roles; every internal topic unreplicated and small; sessions as short as a test wants them. */
function serverProperties(host, brokerPort, controllerPort, data) {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://${host}:${brokerPort},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://${host}:${brokerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': data,
    'auto.create.topics.enable': false,
    'num.partitions': 4,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1000,
    'log.cleaner.dedupe.buffer.size': 4_194_304,
  }).map(([key, value]) => `${key}=${value}\n`).join('');
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function sayOnStderr(sentence) {
  process.stderr.write(`${sentence}\n`);
}

async function main([command, ...args]) {
  if (command === 'fetch') {
    await fetchKafka();
    return 0;
  }
  if (command === 'run') {
    const at = args.indexOf('--port');
    const kafka = await startKafka({ port: at < 0 ? 0 : Number(args[at + 1]) });
    process.stdout.write(`KAFKA_BROKERS=${kafka.brokers}\n`);
    await Promise.race([kafka.exited, new Promise((resolve) => ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => process.once(signal, resolve)))]);
    await kafka.stop();
    return 0;
  }
  if (command === 'exec' && args[0] === '--' && args.length > 1) {
    const kafka = await startKafka();
    const child = spawn(args[1], args.slice(2), { stdio: 'inherit', env: { ...process.env, KAFKA_BROKERS: kafka.brokers, KAFKA_BROKER_PID: String(kafka.pid) } });
    const code = await new Promise((resolve) => {
      child.once('error', () => resolve(127));
      child.once('exit', (status) => resolve(status ?? 1));
    });
    await kafka.stop();
    return code;
  }
  process.stderr.write('Usage: node tools/kafka.mjs run [--port N] | exec -- COMMAND ... | fetch\n');
  return 2;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).then((code) => process.exit(code), (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}

/** An id that does not begin like an option. */
function clusterId() {
  return randomBytes(16).toString('base64url').replace(/^-/, 'A');
}
