import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { Topic } from '@attest/contracts';
import { resolveNode } from '../../tools/node.mjs';
import { cardEvent, envelope, voteEvent } from '../evaluate/service.js';
import { until } from '../support/cluster.js';

const brokers = process.env['KAFKA_BROKERS'];
const suite = brokers ? describe : describe.skip;
const root = resolve(import.meta.dirname, '../..');

suite('examples/feedback-consumer', () => {
  it('prints what is said of cards, each version once', async () => {
    const kafka = new Kafka({ clientId: 'test', brokers: brokers!.split(','), logLevel: logLevel.NOTHING });
    const [admin, producer] = [kafka.admin(), kafka.producer()];
    await Promise.all([admin.connect(), producer.connect()]);
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic: Topic.FeedbackGiven, numPartitions: 12 }] });
    const card = cardEvent();
    const feedbackId = randomUUID();
    const votes = [
      voteEvent(card, 'ana', 1, '2026-11-20T10:00:00.000Z', { feedbackId, verdict: 'offTarget', comment: 'Line one\nline two' }),
      voteEvent(card, 'ana', 2, '2026-11-20T11:00:00.000Z', { feedbackId, verdict: 'offTarget', withdrawn: true }),
    ];
    const messages = [votes[0]!, votes[0]!, votes[1]!].map((vote) => ({ key: card.cardId, value: JSON.stringify(envelope(Topic.FeedbackGiven, card.cardId, vote)) }));
    await producer.send({ topic: Topic.FeedbackGiven, messages });
    const example = spawn(resolveNode(), [join(root, 'examples/feedback-consumer/consumer.ts'), brokers!, `example-${randomUUID()}`], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1' } });
    let output = '';
    for (const stream of [example.stdout, example.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const exited = new Promise<number | null>((done) => example.once('exit', (code) => done(code)));
    const lines = (): string[] => output.split('\n').filter((line) => line.includes(card.cardId));
    try {
      await until('two lines', () => {
        if (example.exitCode !== null) throw new Error(output);
        return Promise.resolve(lines().length >= 2);
      });
      expect(lines()).toEqual([`default: ana said offTarget of incidentSummary ${card.cardId}: "Line one\\nline two"`, `default: ana took back what they said of incidentSummary ${card.cardId}`]);
      example.kill('SIGTERM');
      expect(await exited).toBe(0);
    } finally {
      example.kill('SIGKILL');
      await Promise.all([admin.disconnect(), producer.disconnect()]);
    }
  });
});
