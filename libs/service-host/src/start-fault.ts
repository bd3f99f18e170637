import { createServer } from 'node:net';
import { settings, type AttestConfig } from '@attest/config';

const { port: portSetting, host: hostSetting, dataDir, databaseUrl } = settings;

const fileReasons: Readonly<Record<string, string>> = { ENOTDIR: 'a part of the path is no folder', EACCES: 'permission is missing', EPERM: 'permission is missing', EROFS: 'the file system is read-only', ENOSPC: 'the disk is full', EDQUOT: 'the disk is full', ENOENT: 'the folder above it does not exist' };

/** Classes of PostgreSQL's errors at sign-in: invalid authorisation, unknown database, too many connections. */
const refusedByDatabase = /^(28|3D|53)/;

interface SystemError extends Error {
  code?: string;
  syscall?: string;
  path?: string;
  address?: string;
  hostname?: string;
  port?: number;
  errors?: SystemError[];
}

/** What a person reads when a process cannot start: one sentence that names the setting to look at. Secrets of addresses are not in it. */
export function startFault(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return String(error);
  // A name with several addresses fails with one error for each.
  const { code = '', syscall, path, address, hostname, port, message }: SystemError = (error as SystemError).errors?.[0] ?? (error as SystemError);
  const place = `${address?.includes(':') ? `[${address}]` : (address ?? '')}:${port ?? ''}`;
  switch (true) {
    case code === 'EADDRINUSE':
      return `Another program listens on ${place} already. Stop it, or set ${portSetting.variable} to a free port.`;
    case code === 'EADDRNOTAVAIL':
      return `${address} is no address of this machine. Set ${hostSetting.variable} to one that is.`;
    case syscall === 'listen' && code === 'EACCES':
      return `Port ${port} needs rights that this process does not have. Set ${portSetting.variable} to 1024 or above.`;
    case syscall === 'getaddrinfo':
      return `There is no host ${hostname}. Look at ${databaseUrl.variable} and ${hostSetting.variable}.`;
    case syscall === 'connect':
      return `Nothing answers at ${place} (${code}). Is ${databaseUrl.variable} right, and does PostgreSQL run there?`;
    case refusedByDatabase.test(code):
      return `PostgreSQL at ${databaseUrl.variable} refused the connection: ${message}.`;
    case path !== undefined && code in fileReasons:
      return `${path} could not be used: ${fileReasons[code]}. Set ${dataDir.variable} to a folder that can be written.`;
    default:
      return message;
  }
}

/**
 * Says at once that the port is taken, which a process would find out after everything else has started.
 * Rejects with the error of listening.
 */
export async function requireFreePort({ port, host }: Pick<AttestConfig, 'port' | 'host'>): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
