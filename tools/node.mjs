import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const platform = { linux: 'linux', darwin: 'darwin', win32: 'win' }[process.platform] ?? process.platform;

/**
 * Path of the Node to run Attest with: the supported line that came from npm as an optional dependency,
 * or the Node that runs this file where that package has no build for the machine (macOS on ARM, musl).
 * See docs/adr/0001-node-from-npm.md.
 */
export function resolveNode() {
  const bundled = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(bundled)) return process.execPath;
  const probe = spawnSync(bundled, ['--version'], { encoding: 'utf8' });
  return probe.status === 0 ? bundled : process.execPath;
}
