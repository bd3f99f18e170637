import { ensureInstalled } from './bootstrap.mjs';
import { root } from './node.mjs';

/** `npm run lint [PATH ...] [--fix]`: the whole tree in one process, with the project graph the boundaries are read from. */
process.env.NX_DAEMON = 'false';
process.chdir(root);

const args = process.argv.slice(2);
const fix = args.includes('--fix');
const paths = args.filter((arg) => !arg.startsWith('-'));

await ensureInstalled();
const { createProjectGraphAsync } = await import('nx/src/project-graph/project-graph.js');
await createProjectGraphAsync({ exitOnError: true });

const { ESLint } = await import('eslint');
const eslint = new ESLint({ cwd: root, fix });
const results = await eslint.lintFiles(paths.length > 0 ? paths : ['.']);
if (fix) await ESLint.outputFixes(results);
const text = await (await eslint.loadFormatter('stylish')).format(results);
if (text) process.stdout.write(`${text}\n`);
const problems = results.reduce((sum, result) => sum + result.errorCount + result.warningCount, 0);
process.stdout.write(`${results.length} files linted, ${problems} problems\n`);
process.exit(problems > 0 ? 1 : 0);
