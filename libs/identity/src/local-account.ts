import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Identity } from './identity.js';

/** The one account of the development sign-in. */
export interface LocalAccount {
  user: string;
  /** Printed at start for the person who started it. */
  password: string;
  /** Who the credentials speak for, or undefined. Takes the same time for a wrong user and a wrong password. */
  check(user: string, password: string): Promise<Identity | undefined>;
}

const derive = promisify(scrypt) as (password: string, salt: Buffer, length: number) => Promise<Buffer>;

const userName = 'analyst';
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const stored = z.object({ user: z.literal(userName), password: z.string().min(1) });

/**
 * The local account `analyst` of tenant `default`: its password is the configured one, or generated once (100 bits) and
 * kept in `sign-in.json` of the data folder, readable by its owner only.
 */
export async function localAccount(options: { dataDir: string; password?: string }): Promise<LocalAccount> {
  const password = options.password ?? (await rememberedPassword(options.dataDir));
  const salt = randomBytes(16);
  const expected = await derive(password, salt, 32);
  return {
    user: userName,
    password,
    async check(user, given) {
      const same = timingSafeEqual(await derive(given, salt, 32), expected);
      return same && user === userName ? { subject: 'local:analyst', name: userName, tenant: 'default', roles: ['reader', 'hunter', 'responder', 'admin'] } : undefined;
    },
  };
}

async function rememberedPassword(dataDir: string): Promise<string> {
  const file = join(dataDir, 'sign-in.json');
  const known = stored.safeParse(parse(await readFile(file, 'utf8').catch(() => '')));
  if (known.success) return known.data.password;
  const groups = Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join(''));
  const password = groups.join('-');
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, `${JSON.stringify({ user: userName, password })}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  return password;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
