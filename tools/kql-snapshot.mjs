import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from './node.mjs';

/**
 * A start snapshot of V8 with the language service of KQL in it: building its grammar takes most of the time of a short
 * command. Made at the first `attest kql`, kept for one Node, one processor and one version of the service.
 */

const folder = join(root, '.nx', 'kql-snapshot');
const entry = join(root, 'tools', 'kql-snapshot.entry.cjs');
const service = join(root, 'node_modules', '@kusto', 'language-service-next');

/** Exit code of a Node that could not begin from its snapshot. It ends before it reads or writes anything. */
export const snapshotFailed = 14;

/**
 * The file for `--snapshot-blob` of `node`, made when it is not there; undefined where there can be none.
 * @param {string} node
 * @param {(line: string) => unknown} [say]
 */
export function kqlSnapshot(node, say = (line) => process.stderr.write(`${line}\n`)) {
  // options of V8 are part of a snapshot
  if (process.env.NODE_OPTIONS !== undefined || !existsSync(service)) return undefined;
  const file = join(folder, `${key(node)}.blob`);
  if (!existsSync(file)) build(node, file, say);
  return existsSync(file) && statSync(file).size > 0 ? file : undefined;
}

/** Leaves an empty file, so that what does not work here is not tried at every command. */
export function withoutSnapshot(file) {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, '');
  } catch {
    // a folder that takes no files: the next command tries again
  }
}

function key(node) {
  const files = [node, entry, join(service, 'bridge.min.js'), join(service, 'Kusto.Language.Bridge.min.js')].map((file) => {
    const { size, mtimeMs } = statSync(file);
    return [file, size, mtimeMs];
  });
  return createHash('sha256').update(JSON.stringify([files, cpus()[0]?.model ?? ''])).digest('hex').slice(0, 16);
}

function build(node, file, say) {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    say('Preparing the KQL language service, once for this machine ...');
    const { status } = spawnSync(node, ['--snapshot-blob', draft, '--build-snapshot', entry], { stdio: 'ignore', timeout: 60_000 });
    if (status !== 0) throw new Error('There is no snapshot.');
    for (const other of readdirSync(folder).filter((name) => name.endsWith('.blob'))) rmSync(join(folder, other), { force: true });
    renameSync(draft, file);
  } catch {
    rmSync(draft, { force: true });
    withoutSnapshot(file);
  }
}
