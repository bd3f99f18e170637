import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from '@graphql-codegen/cli';
import { preset } from '@graphql-codegen/client-preset';

/**
 * Writes apps/web/src/graphql/generated from the schema of the gateway and the documents of the web app.
 * `--check` writes nothing and fails when what is committed differs. `--schema FILE` reads another schema.
 */
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const target = join(root, 'apps/web/src/graphql/generated');
const check = process.argv.includes('--check');
const schemaOption = process.argv.indexOf('--schema');
const schema = schemaOption > 0 ? resolve(process.argv[schemaOption + 1]) : join(root, 'apps/gateway/schema.graphql');

/** The typed documents and their manifest; the preset's `gql` tag map is left out: documents are imported by name. */
const wanted = new Set(['graphql.ts', 'persisted-documents.json']);
const all = await generate(
  {
    cwd: root,
    schema,
    documents: [join(root, 'apps/web/src/graphql/*.graphql')],
    silent: true,
    generates: {
      [`${target}/`]: {
        preset,
        presetConfig: { fragmentMasking: false, persistedDocuments: true },
        config: {
          useTypeImports: true,
          enumsAsTypes: true,
          enumType: 'string-literal',
          defaultScalarType: 'unknown',
          scalars: { JSON: 'unknown' },
          emitLegacyCommonJSImports: false,
          importExtension: '.js',
        },
      },
    },
  },
  false,
);
const files = all.filter((file) => wanted.has(basename(file.filename)));

if (check) {
  const stale = [];
  for (const file of files) {
    const committed = existsSync(file.filename) ? await readFile(file.filename, 'utf8') : undefined;
    if (committed?.trim() !== file.content.trim()) stale.push(relative(root, file.filename));
  }
  if (stale.length > 0) {
    process.stderr.write(`The generated GraphQL types are not those of the schema: ${stale.join(', ')}.\nRun: npm --prefix tools/graphql ci && npm --prefix tools/graphql run generate\n`);
    process.exit(1);
  }
  process.stdout.write('The generated GraphQL types are current.\n');
} else {
  await mkdir(target, { recursive: true });
  for (const file of files) await writeFile(file.filename, file.content);
  process.stdout.write(`Wrote ${files.length} files.\n`);
}
