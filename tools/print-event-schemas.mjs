import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Writes docs/events/schemas/TOPIC.json and docs/events/asyncapi.yaml from the schemas of @attest/contracts, which are what
 * every consumer of ours parses with. `--check` writes nothing and fails when what is committed differs.
 */
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'docs/events');
const check = process.argv.includes('--check');
const contracts = join(root, 'libs/contracts/dist/index.js');
if (!existsSync(contracts)) {
  process.stderr.write('libs/contracts is not built. Run: npm run build\n');
  process.exit(1);
}
const { envelopeSchema, payloadSchemas, topicPartitions } = await import(contracts);
const { z } = await import('zod');

const key = {
  'incident.changed.v1': 'incident id', 'events.added.v1': 'incident id', 'card.generated.v1': 'id of the subject', 'script.submitted.v1': 'SHA-256 of the script',
  'script.analyzed.v1': 'SHA-256 of the script', 'action.changed.v1': 'incident id', 'hunt.linked.v1': 'incident id', 'feedback.given.v1': 'card id',
  'composition.changed.v1': 'kind of card',
};
const says = {
  'incident.changed.v1': 'An incident was imported or changed; carries the incident and its nearest event rows',
  'events.added.v1': 'Event rows were stored for an incident',
  'card.generated.v1': 'A card was stored; carries how it came to be and, when it fits, the card',
  'script.submitted.v1': 'A script or command line is to be analysed',
  'script.analyzed.v1': 'What came out of a script, in short',
  'action.changed.v1': 'A response action changed its state',
  'hunt.linked.v1': 'A hunt was kept with an incident or taken from it',
  'feedback.given.v1': 'A person said what they think of a card, changed it, or took it back',
  'composition.changed.v1': 'An admin set who composes the cards of a kind, and the share of a canary',
};

const files = new Map();
const topics = Object.keys(payloadSchemas).sort();
for (const topic of topics) {
  if (key[topic] === undefined) throw new Error(`Say what ${topic} is about and what its key is, in tools/print-event-schemas.mjs.`);
  files.set(`schemas/${topic}.json`, `${JSON.stringify(schemaOf(topic), null, 2)}\n`);
}
files.set('asyncapi.yaml', asyncapi());

const stale = [...files].filter(([path, text]) => !existsSync(join(folder, path)) || readFileSync(join(folder, path), 'utf8') !== text).map(([path]) => `docs/events/${path}`);
const known = existsSync(join(folder, 'schemas')) ? readdirSync(join(folder, 'schemas')) : [];
const orphans = known.filter((name) => !files.has(`schemas/${name}`));
stale.push(...orphans.map((name) => `docs/events/schemas/${name}`));
if (check && stale.length > 0) {
  process.stderr.write(`Not what the contracts say: ${stale.join(', ')}. Run: node tools/print-event-schemas.mjs\n`);
  process.exit(1);
}
if (!check) {
  mkdirSync(join(folder, 'schemas'), { recursive: true });
  for (const [path, text] of files) writeFileSync(join(folder, path), text);
  for (const name of orphans) rmSync(join(folder, 'schemas', name));
}
process.stdout.write(stale.length > 0 ? `Wrote ${stale.join(', ')}\n` : 'The event schemas are current.\n');

/** The whole message: the envelope with the payload of the topic. Consumers must pass over members they do not know. */
function schemaOf(topic) {
  const { $schema, ...envelope } = z.toJSONSchema(envelopeSchema, { io: 'input' });
  const payload = z.toJSONSchema(payloadSchemas[topic], { io: 'input' });
  delete payload.$schema;
  return { $schema, $id: `https://attest.invalid/events/${topic}.json`, title: topic, description: `${says[topic]}.`, ...envelope, properties: { ...envelope.properties, type: { const: topic }, payload } };
}

function asyncapi() {
  const name = (topic) => topic.replace(/\W(\w)/g, (_, letter) => letter.toUpperCase());
  return [
    '# Printed by tools/print-event-schemas.mjs from libs/contracts. Change the contracts, not this file.',
    'asyncapi: 3.0.0',
    'info:',
    '  title: Attest events',
    '  version: 1.0.0',
    '  description: What the services of Attest tell each other and everybody who listens. At least once; order is kept per key; remember the id of what you handled.',
    '  license:',
    '    name: MIT',
    'defaultContentType: application/json',
    'channels:',
    ...topics.flatMap((topic) => [
      `  ${name(topic)}:`, `    address: ${topic}`, `    description: ${says[topic]}. ${topicPartitions[topic]} partitions in a new cluster.`, '    messages:', '      event:', `        name: ${topic}`,
      '        bindings:', '          kafka:', '            key:', '              type: string', `              description: The ${key[topic]}`, '        payload:', `          $ref: ./schemas/${topic}.json`,
    ]),
    'operations:',
    ...topics.flatMap((topic) => [`  hear${name(topic)[0].toUpperCase()}${name(topic).slice(1)}:`, '    action: receive', '    channel:', `      $ref: '#/channels/${name(topic)}'`]),
    '',
  ].join('\n');
}
