import { execFileSync } from 'node:child_process';
import { ESLint } from 'eslint';
import { compositions, depConstraints } from '../../tools/lint/boundaries.mjs';
import { projects, root } from './repository.js';

const constrained = new Set(depConstraints.map((constraint) => constraint.sourceTag));
const used = new Set(projects().flatMap((project) => project.tags));

describe('tags', () => {
  it.each(projects())('$folder says its type and its scope once', ({ tags }) => {
    expect(tags.filter((tag) => tag.startsWith('type:'))).toHaveLength(1);
    expect(tags.filter((tag) => tag.startsWith('scope:'))).toHaveLength(1);
  });

  it.each([...used])('%s has a constraint', (tag) => {
    expect(constrained).toContain(tag);
  });

  it.each([...constrained])('%s is the tag of a project', (tag) => {
    expect(used).toContain(tag);
  });

  it.each(depConstraints.flatMap((constraint) => constraint.onlyDependOnLibsWithTags))('%s, which a constraint allows, is the tag of a project', (tag) => {
    expect(used).toContain(tag);
  });

  it('only compositions may import apps, and only apps that exist', () => {
    const byFolder = new Map(projects().map((project) => [project.folder, project]));
    for (const [folder, apps] of Object.entries(compositions)) {
      expect(byFolder.get(folder)?.tags).toContain('type:composition');
      for (const app of apps) expect(byFolder.get(`apps/${app.replace('@attest/', '')}`)?.tags).toContain('type:service');
    }
  });
});

describe('a forbidden import', () => {
  let eslint: ESLint;

  beforeAll(() => {
    execFileSync(process.execPath, ['tools/lint.mjs', 'tools/lint/boundaries.mjs'], { cwd: root });
    eslint = new ESLint({ cwd: root });
  });

  async function refusals(file: string, imported: string): Promise<string[]> {
    const [result] = await eslint.lintText(`import { thing } from '${imported}';\n\n/** Uses it. */\nexport const probe = thing;\n`, { filePath: `${root}/${file}` });
    return (result?.messages ?? []).filter((message) => message.ruleId === '@nx/enforce-module-boundaries').map((message) => message.message);
  }

  it.each([
    ['a domain lib importing an app', 'libs/cards/src/probe.ts', '@attest/gateway'],
    ['an app importing an app', 'apps/gateway/src/probe.ts', '@attest/incidents'],
    ['an app importing a composition', 'apps/summarizer/src/probe.ts', '@attest/standalone'],
    ['a domain lib importing an adapter', 'libs/security-model/src/probe.ts', '@attest/persistence'],
    ['a domain lib importing Nest', 'libs/cards/src/probe.ts', '@nestjs/common'],
    ['a domain lib importing TypeORM', 'libs/incident-engine/src/probe.ts', 'typeorm'],
    ['a domain lib importing pg', 'libs/security-model/src/probe.ts', 'pg'],
    ['a domain lib importing kafkajs', 'libs/cards/src/probe.ts', 'kafkajs'],
    ['a domain lib importing graphql', 'libs/cards/src/probe.ts', 'graphql'],
    ['a domain lib importing React', 'libs/cards/src/probe.ts', 'react'],
    ['a domain lib importing openai', 'libs/cards/src/probe.ts', 'openai'],
    ['a contract importing a domain lib', 'libs/contracts/src/probe.ts', '@attest/cards'],
    ['a contract importing Nest', 'libs/contracts/src/probe.ts', '@nestjs/microservices'],
    ['an adapter importing the host', 'libs/messaging/src/probe.ts', '@attest/service-host'],
    ['shared code importing what is for incidents', 'libs/config/src/probe.ts', '@attest/incident-engine'],
    ['product code importing test helpers', 'apps/gateway/src/probe.ts', '@attest/testing'],
    ['the web app importing a lib', 'apps/web/src/probe.ts', '@attest/cards'],
    ['the web app importing Nest', 'apps/web/src/probe.ts', '@nestjs/graphql'],
    ['the web app importing TypeORM', 'apps/web/src/probe.ts', 'typeorm'],
    ['a relative import across projects', 'apps/gateway/src/probe.ts', '../../../libs/cards/src/card.js'],
  ])('is refused: %s', async (_, file, imported) => {
    expect(await refusals(file, imported)).toHaveLength(1);
  });

  it.each([
    ['standalone importing a service', 'apps/standalone/src/probe.ts', '@attest/incidents'],
    ['a service importing the host', 'apps/incidents/src/probe.ts', '@attest/service-host'],
    ['a domain lib importing a contract', 'libs/incident-engine/src/probe.ts', '@attest/contracts'],
    ['an adapter importing kafkajs', 'libs/messaging/src/probe.ts', 'kafkajs'],
    ['a spec importing test helpers', 'libs/llm/src/probe.spec.ts', '@attest/testing'],
  ])('is not refused: %s', async (_, file, imported) => {
    expect(await refusals(file, imported)).toEqual([]);
  });
});
