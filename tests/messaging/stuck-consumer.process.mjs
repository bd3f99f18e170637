import { createEmbeddedBus, createKafkaBus } from '@attest/messaging';

/** A consumer that prints what it was given and never finishes: for killing. Arguments: driver, addresses, session in ms, group. */
const [driver, address, sessionMs, group] = process.argv.slice(2);
const [first, database] = address.split(' ');
const bus =
  driver === 'kafka'
    ? createKafkaBus({ brokers: first.split(','), claimUrl: database, clientId: 'stuck', sessionTimeoutMs: Number(sessionMs) })
    : createEmbeddedBus({ url: first, leaseMs: Number(sessionMs), pollMs: 100 });
await bus.subscribe({
  topics: ['card.generated.v1'],
  group,
  from: 'latest',
  handler: (envelope) => {
    process.stdout.write(`handling ${envelope.key}\n`);
    return new Promise(() => undefined);
  },
});
process.stdout.write('listening\n');
