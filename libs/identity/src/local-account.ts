import { createHmac, randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { IdentityError, IdentityErrorCode } from './identity.error.js';
import { localTenant, roles, type Identity } from './identity.js';

/** The one account of the development sign-in. */
export interface LocalAccount {
  /** Always `analyst`. */
  user: string;
  /** The password in clear, printed at start for the person who started it. */
  password: string;
  /** True when Attest made the password up, false when it was given. */
  generated: boolean;
  /**
   * Who the credentials speak for, or undefined. Takes the same time for a wrong user and a wrong password.
   * Credentials that passed once are recognised without the slow hash.
   */
  check(user: string, password: string): Promise<Identity | undefined>;
}

/** Where the account is kept, and the password to use instead of a generated one. */
export interface LocalAccountOptions {
  dataDir: string;
  password?: string;
}

const userName = 'analyst';
const fileName = 'sign-in.json';
const hashBytes = 32;
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

const storedSchema = z.object({ user: z.literal(userName), password: z.string().min(1), salt: z.string().min(1), hash: z.string().min(1) });
type Stored = z.infer<typeof storedSchema>;

/**
 * The local account `analyst` of tenant `default`: read from `sign-in.json` in the data folder, or generated into it at
 * the first start (74 bits; readable by its owner only; the clear password stands beside its hash so that every start
 * can print it). A given password wins and is not written.
 * @throws IdentityError ACCOUNT_UNREADABLE naming the file when it does not hold an account
 */
export async function localAccount(options: LocalAccountOptions): Promise<LocalAccount> {
  const given = options.password;
  const stored = given === undefined ? ((await load(options.dataDir)) ?? (await generate(options.dataDir))) : await seal(given);
  const salt = Buffer.from(stored.salt, 'base64url');
  const hash = Buffer.from(stored.hash, 'base64url');
  const identity: Identity = { subject: `local:${userName}`, name: userName, tenant: localTenant, roles: [...roles] };
  const processKey = randomBytes(32);
  const tagOf = (user: string, password: string): Buffer => createHmac('sha256', processKey).update(JSON.stringify([user, password])).digest();
  let known: Buffer | undefined;
  return {
    user: userName,
    password: stored.password,
    generated: given === undefined,
    check: async (user, password) => {
      const tag = tagOf(user, password);
      if (known && timingSafeEqual(known, tag)) return identity;
      const samePassword = timingSafeEqual(await derive(password, salt), hash);
      if (!samePassword || user !== userName) return undefined;
      known = tag;
      return identity;
    },
  };
}

async function load(dataDir: string): Promise<Stored | undefined> {
  const file = join(dataDir, fileName);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const parsed = storedSchema.safeParse(parseJson(text));
  if (!parsed.success || Buffer.from(parsed.data.hash, 'base64url').length !== hashBytes) {
    throw new IdentityError(IdentityErrorCode.AccountUnreadable, `${file} does not hold an account. Delete it, and the next start makes a new one.`);
  }
  await chmod(file, 0o600);
  return parsed.data;
}

async function generate(dataDir: string): Promise<Stored> {
  const stored = await seal(readablePassword());
  await mkdir(dataDir, { recursive: true });
  await writeFile(join(dataDir, fileName), `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600 });
  return stored;
}

async function seal(password: string): Promise<Stored> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt);
  return { user: userName, password, salt: salt.toString('base64url'), hash: hash.toString('base64url') };
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => scrypt(password.normalize('NFC'), salt, hashBytes, cost, (error, key) => (error ? reject(error) : resolve(key))));
}

/** Twelve syllables of 75 kinds in groups of three: 74 bits, easy to read out and to type. */
function readablePassword(): string {
  const syllable = (): string => pick('bdfgkmnprstvwxz') + pick('aeiou');
  const group = (): string => syllable() + syllable() + syllable();
  return [group(), group(), group(), group()].join('-');
}

function pick(letters: string): string {
  return letters.charAt(randomInt(letters.length));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
