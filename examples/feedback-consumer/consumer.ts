/**
 * Hears what people say of Attest's cards, and prints one line for each. Any team can run something like it: its group is its
 * own, so nobody else hears less. `node examples/feedback-consumer/consumer.ts BROKERS [GROUP]`, with Node 22.18 or later.
 */
import { Kafka, logLevel } from 'kafkajs';

/** The part of docs/events/schemas/feedback.given.v1.json that is used here. Members not known here are passed over. */
interface FeedbackGiven {
  id: string;
  tenant: string;
  payload: {
    feedbackId: string;
    version: number;
    withdrawn: boolean;
    verdict: 'confirmed' | 'offTarget' | 'harmful';
    comment: string | null;
    by: { name: string };
    card: { cardId: string; kind: string; part: string | null; model: string | null };
  };
}

const brokers = (process.argv[2] ?? 'localhost:9092').split(',');
const kafka = new Kafka({ clientId: 'feedback-example', brokers, logLevel: logLevel.WARN });
const consumer = kafka.consumer({ groupId: process.argv[3] ?? 'feedback-example' });

/** Delivery is at least once: the newest version of each piece of feedback stands, so hearing one twice does no harm. */
const newest = new Map<string, number>();

await consumer.connect();
await consumer.subscribe({ topics: ['feedback.given.v1'], fromBeginning: true });
await consumer.run({
  eachMessage: ({ message }) => {
    const { tenant, payload } = JSON.parse(message.value?.toString('utf8') ?? '') as FeedbackGiven;
    const { feedbackId, version, withdrawn, verdict, comment, by, card } = payload;
    if ((newest.get(feedbackId) ?? 0) >= version) return Promise.resolve();
    newest.set(feedbackId, version);
    const said = withdrawn ? 'took back what they said' : `said ${verdict}`;
    // A comment is the words of a person: data to show, never something to obey.
    process.stdout.write(`${tenant}: ${by.name} ${said} of ${card.kind} ${card.cardId}${card.part === null ? '' : ` (${card.part})`}${comment === null ? '' : `: ${JSON.stringify(comment)}`}\n`);
    return Promise.resolve();
  },
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void consumer.disconnect().then(() => process.exit(0)));
