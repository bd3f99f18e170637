import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Topic } from '@attest/contracts';
import { readJson, root } from './repository.js';

const document = readFileSync(join(root, 'docs/events/asyncapi.yaml'), 'utf8');

describe('docs/events', () => {
  it('says what the contracts say', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/print-event-schemas.mjs', '--check'], { cwd: root, encoding: 'utf8' });
    expect([status, stdout + stderr]).toEqual([0, 'The event schemas are current.\n']);
  });

  it.each(Object.values(Topic))('has a schema of %s, a channel, and a line in its table', (topic) => {
    const schema = readJson<{ title: string; required: string[]; properties: { type: unknown; payload: { type: string; required: string[] } } }>(`docs/events/schemas/${topic}.json`);
    expect(schema).toMatchObject({ title: topic, properties: { type: { const: topic }, payload: { type: 'object' } } });
    expect(schema.required).toEqual(expect.arrayContaining(['id', 'tenant', 'key', 'payload']));
    expect(schema.properties.payload.required.length).toBeGreaterThan(2);
    expect(document).toContain(`    address: ${topic}\n`);
    expect(readFileSync(join(root, 'docs/events/README.md'), 'utf8')).toContain(`\`${topic}\``);
  });

  it('refers to files that exist', () => {
    const references = [...document.matchAll(/\$ref: (\.\S+)/g)].map(([, path]) => path!);
    expect(references).toHaveLength(Object.values(Topic).length);
    for (const path of references) expect(existsSync(join(root, 'docs/events', path))).toBe(true);
  });
});
