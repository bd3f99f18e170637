import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './node.mjs';

/**
 * Holds the lock files complete and neutral. `npm install` on one platform can leave out the builds of the others,
 * and only `npm ci` there finds out; a download address ties everybody to one registry.
 */

const files = ['package-lock.json', 'tools/graphql/package-lock.json', 'tests/containers/package-lock.json'];

/** Sentences on what `lock` lacks or should not have. `manifest` is the package.json beside it. */
export function lockProblems(lock, manifest) {
  const packages = lock.packages ?? {};
  const has = (from, name) => {
    for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
      if (packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true;
      if (at === '') return false;
      if (!at.includes('/node_modules/')) at = '';
    }
  };
  const problems = [];
  for (const [path, entry] of Object.entries(packages)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      if (!has(path, name)) problems.push(`${path || 'the root'} can use ${name}, which has no entry: \`npm ci\` fails where it is needed.`);
    }
    for (const name of Object.keys(entry.dependencies ?? {})) {
      if (!has(path, name) && !entry.optionalDependencies?.[name]) problems.push(`${path || 'the root'} depends on ${name}, which has no entry.`);
    }
    if (/^https?:/.test(entry.resolved ?? '')) problems.push(`${path} names the address it was downloaded from.`);
    if (/^(git|file)/.test(entry.resolved ?? '')) problems.push(`${path} does not come from the registry.`);
    if (path.includes('node_modules/') && !entry.link && !entry.inBundle && !entry.integrity) problems.push(`${path} has no integrity.`);
  }
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    for (const [name, range] of Object.entries(manifest[kind] ?? {})) {
      if (packages['']?.[kind]?.[name] !== range) problems.push(`${name}@${range} of package.json is not what the lock was made from.`);
    }
  }
  return problems;
}

function main() {
  let count = 0;
  let failed = 0;
  for (const file of files.filter((each) => existsSync(join(root, each)))) {
    const lock = JSON.parse(readFileSync(join(root, file), 'utf8'));
    const manifest = JSON.parse(readFileSync(join(root, file.replace('package-lock', 'package')), 'utf8'));
    const problems = lockProblems(lock, manifest);
    count += Object.keys(lock.packages).length;
    failed += problems.length;
    for (const problem of problems) process.stderr.write(`${file}: ${problem}\n`);
  }
  process.stdout.write(`${count} lock entries, ${failed} problems\n`);
  return failed > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(main());
