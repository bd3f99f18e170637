import { ensureBuilt } from './bootstrap.mjs';

/**
 * What the services could not do, and doing it again.
 *   DATABASE_URL=... [KAFKA_BROKERS=...] node tools/dead-letters.mjs list [--group GROUP] [--topic TOPIC]
 *   DATABASE_URL=... [KAFKA_BROKERS=...] node tools/dead-letters.mjs replay ID ...
 */
const [command, ...args] = process.argv.slice(2);
const url = process.env.DATABASE_URL;
const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);

if ((command !== 'list' && command !== 'replay') || (command === 'replay' && args.length === 0)) end('Usage: node tools/dead-letters.mjs list [--group GROUP] [--topic TOPIC] | replay ID ...', 2);
if (!url) end('DATABASE_URL is not set: the address of the database the services use.', 2);

await ensureBuilt();
const { createEmbeddedBus, createKafkaBus } = await import('@attest/messaging');
const brokers = (process.env.KAFKA_BROKERS ?? '').split(',').filter(Boolean);
const bus = brokers.length > 0 ? createKafkaBus({ brokers, clientId: 'dead-letters', claimUrl: url }) : createEmbeddedBus({ url });
let missing = 0;
try {
  await bus.ensureTopics();
  if (command === 'list') {
    const letters = await bus.deadLetters({ group: option('--group'), topic: option('--topic') });
    for (const letter of letters) process.stdout.write(`${JSON.stringify({ ...letter, envelope: undefined })}\n`);
    process.stderr.write(`${letters.length} dead letters\n`);
  } else {
    for (const id of args) {
      const found = await bus.replayDeadLetter(id);
      missing += found ? 0 : 1;
      process.stdout.write(`${id} ${found ? 'is due again' : 'is not a dead letter'}\n`);
    }
  }
} finally {
  await bus.close();
}
process.exit(missing > 0 ? 1 : 0);

function end(sentence, code) {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}
