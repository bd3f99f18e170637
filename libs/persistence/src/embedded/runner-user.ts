import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Where Attest keeps what another user must reach, when it is started as root. */
export const rootState = '/var/lib/attest';

/** PostgreSQL refuses to run as root: as root it is run as `nobody`, who has an entry in every passwd file. */
export async function runnerUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = passwd.split('\n').map((line) => line.split(':')).find(([name]) => name === 'nobody');
  return { uid: Number(fields?.[2] ?? 65_534), gid: Number(fields?.[3] ?? 65_534) };
}

/** Whether every folder from the root of the file system to `path` may be entered by any user. */
export async function reachableByOthers(path: string): Promise<boolean> {
  let current = resolve(path);
  for (;;) {
    const info = await stat(current).catch(() => undefined);
    if (info && (info.mode & 0o001) === 0) return false;
    const parent = dirname(current);
    if (parent === current) return true;
    current = parent;
  }
}
