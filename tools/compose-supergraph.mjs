import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse, print } from 'graphql';
import { composeServices, transformSupergraphToPublicSchema } from '@theguild/federation-composition';

/**
 * Composes the subgraphs into apps/gateway/supergraph.graphql, and what clients see of it into apps/gateway/schema.graphql.
 * Each service prints its subgraph in a process of its own, since Nest's code-first metadata is global to a process.
 * `--check` writes nothing and fails when what is committed differs.
 * `--subgraph NAME=FILE` reads a subgraph from a file in place of its built app.
 */
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** Folder of the app; its subgraph has the same name in camel case. */
const services = ['incidents', 'summarizer', 'script-analyzer', 'kql-assistant', 'responder', 'reporter', 'evaluator'];
const subgraphName = (folder) => folder.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const args = process.argv.slice(2);
const check = args.includes('--check');
const files = new Map(args.flatMap((arg, at) => (args[at - 1] === '--subgraph' ? [arg.split('=', 2)] : [])));

/** Apollo Server may greet on standard output before the SDL, which always begins by extending its schema with links. */
async function sdlOf(name) {
  const file = files.get(name);
  if (file !== undefined) return readFile(resolve(file), 'utf8');
  const printer = join(root, 'apps', name, 'dist/print-schema.js');
  if (!existsSync(printer)) throw new Error(`apps/${name} is not built. Run: npm run build`);
  const { stdout } = await promisify(execFile)(process.execPath, [printer], { cwd: root, maxBuffer: 16 * 1024 * 1024 }).catch((error) => {
    throw new Error(`apps/${name} could not print its subgraph: ${error.stderr?.match(/^\w*Error: .+$/m)?.[0] ?? error.message}`);
  });
  return stdout.slice(Math.max(0, stdout.search(/^extend schema\b/m)));
}

async function compose() {
  const subgraphs = await Promise.all([
    ...services.map(async (folder) => ({ name: subgraphName(folder), sdl: await sdlOf(folder) })),
    readFile(join(root, 'apps/gateway/src/data/gateway.graphql'), 'utf8').then((sdl) => ({ name: 'gateway', sdl })),
  ]);
  const result = composeServices(subgraphs.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl), url: `attest:${name}` })));
  if (result.errors?.length) throw new Error(`The subgraphs do not compose:\n${result.errors.map(({ message }) => `  ${message}`).join('\n')}`);
  const supergraph = parse(result.supergraphSdl);
  return new Map([
    ['apps/gateway/supergraph.graphql', `${print(supergraph)}\n`],
    ['apps/gateway/schema.graphql', `${print(transformSupergraphToPublicSchema(supergraph))}\n`],
  ]);
}

async function main() {
  const stale = [];
  for (const [path, text] of await compose()) {
    const file = join(root, path);
    if (existsSync(file) && (await readFile(file, 'utf8')) === text) continue;
    stale.push(relative(root, file));
    if (!check) await writeFile(file, text);
  }
  if (check && stale.length > 0) throw new Error(`Not what the subgraphs compose to: ${stale.join(', ')}. Run: node tools/compose-supergraph.mjs`);
  process.stdout.write(stale.length > 0 ? `Wrote ${stale.join(', ')}\n` : 'The supergraph is current.\n');
}

await main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
