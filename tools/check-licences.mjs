import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './node.mjs';

/**
 * Every package that ships with Attest has a permissive licence. Read from the lock file, so that the builds for
 * other platforms are held to it too. What only builds or tests Attest may be weak copyleft, never more.
 */

const permissive = new Set(['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'BSD', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0', 'CC0-1.0', 'CC-BY-3.0', 'CC-BY-4.0', 'Python-2.0', 'Unlicense', 'Zlib', 'PostgreSQL', 'WTFPL', 'OFL-1.1', 'Unicode-3.0']);
const tolerated = new Set([...permissive, 'MPL-2.0', 'EPL-2.0']);

/** Whether an SPDX expression offers a licence of `accepted`: each side of AND, one side of OR. */
export function accepts(expression, accepted) {
  const text = expression.trim().replace(/^\((.*)\)$/, '$1');
  if (/\sOR\s/.test(text)) return text.split(/\sOR\s/).some((part) => accepts(part, accepted));
  if (/\sAND\s/.test(text)) return text.split(/\sAND\s/).every((part) => accepts(part, accepted));
  return accepted.has(text);
}

/** The packages of a lock with their licence, and sentences on those that may not be there. */
export function licences(lock, { installed = installedLicence } = {}) {
  const counts = new Map();
  const problems = [];
  for (const [path, entry] of Object.entries(lock.packages ?? {})) {
    if (!path.includes('node_modules/') || entry.link) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const licence = entry.license ?? installed(path) ?? 'none named';
    const ships = !entry.dev && !entry.devOptional;
    if (!accepts(licence, ships ? permissive : tolerated)) problems.push(`${name}@${entry.version}: ${licence}${ships ? '' : ' (development only)'}`);
    if (ships) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  }
  return { counts, problems };
}

/** Some packages name their licence in their own package.json alone, in one of the older forms, or hold its text and no name (png-js). */
function installedLicence(path) {
  const file = join(root, path, 'package.json');
  if (!existsSync(file)) return undefined;
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8'));
  return typeof license === 'string' ? license : (license?.type ?? licenses?.map((each) => each.type).join(' OR ') ?? licenceOfText(path));
}

/** MIT when the file holds exactly the grant and the condition of that licence; nothing else is guessed. */
function licenceOfText(path) {
  const file = join(root, path, 'LICENSE');
  const text = existsSync(file) ? readFileSync(file, 'utf8').replace(/\s+/g, ' ') : '';
  const grant = 'Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction';
  const condition = 'The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.';
  return text.includes(grant) && text.includes(condition) && text.length < 1_500 ? 'MIT' : undefined;
}

function main() {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const { counts, problems } = licences(lock);
  for (const [licence, count] of [...counts].sort((a, b) => b[1] - a[1])) process.stdout.write(`${String(count).padStart(5)}  ${licence}\n`);
  for (const problem of problems) process.stderr.write(`not accepted: ${problem}\n`);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${total} packages ship with Attest, ${problems.length} licences not accepted\n`);
  return problems.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(main());
