import { spawn } from 'node:child_process';
import { ensureBuilt } from './bootstrap.mjs';
import { resolveNode, root } from './node.mjs';

/** Runs a script under the Node of the project, after what it imports is installed and built: `node tools/with-node.mjs FILE [ARG ...]`. */
const [file, ...args] = process.argv.slice(2);
if (!file) {
  process.stderr.write('Usage: node tools/with-node.mjs FILE [ARG ...]\n');
  process.exit(2);
}
await ensureBuilt();
const child = spawn(resolveNode(), [file, ...args], { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
