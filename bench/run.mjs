import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `npm run bench NAME [ARGUMENTS]`: runs bench/NAME.bench.mjs and prints its figures. */
const folder = dirname(fileURLToPath(import.meta.url));
const [name, ...rest] = process.argv.slice(2);
const known = readdirSync(folder).filter((file) => file.endsWith('.bench.mjs')).map((file) => file.replace('.bench.mjs', ''));
if (!known.includes(name)) {
  process.stderr.write(`Usage: npm run bench ${known.join('|')}\n`);
  process.exit(2);
}
process.argv.splice(2, process.argv.length, ...rest);
await import(join(folder, `${name}.bench.mjs`));
