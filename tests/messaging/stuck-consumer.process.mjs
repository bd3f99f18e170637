import * as messaging from '@attest/messaging';

/** A consumer that prints what it was given and never finishes: for killing. Arguments: driver, address, session in ms, group. */
const [driver, address, sessionMs, group] = process.argv.slice(2);
const bus = driver === 'kafka' ? messaging.createKafkaBus({ brokers: address.split(','), clientId: 'stuck', sessionTimeoutMs: Number(sessionMs) }) : messaging.createEmbeddedBus({ url: address, leaseMs: Number(sessionMs), pollMs: 100 });
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
