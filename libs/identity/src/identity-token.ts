import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { AttestConfig } from '@attest/config';
import { roles, type Identity } from './identity.js';

/** Header in which the gateway tells a service who asks. A client's own is always removed at the gateway. */
export const identityHeader = 'x-attest-identity';

const issuer = 'attest-gateway';
const lifetime = '60s';

const claims = z.object({ sub: z.string().min(1), name: z.string(), tenant: z.string().min(1), roles: z.array(z.enum(roles)) });

/** A token that says who asks, signed with the installation's secret (HMAC-SHA256), valid for one minute. */
export function signIdentity(identity: Identity, secret: string): Promise<string> {
  return new SignJWT({ name: identity.name, tenant: identity.tenant, roles: identity.roles })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(identity.subject)
    .setIssuer(issuer)
    .setIssuedAt()
    .setExpirationTime(lifetime)
    .sign(Buffer.from(secret));
}

/** Who a header speaks for; undefined when it is missing, forged, expired or not of this installation. */
export async function verifyIdentityHeader(value: string | string[] | undefined, secret: string): Promise<Identity | undefined> {
  if (typeof value !== 'string' || value === '') return undefined;
  try {
    const { payload } = await jwtVerify(value, Buffer.from(secret), { issuer, algorithms: ['HS256'] });
    const { sub, name, tenant, roles: held } = claims.parse(payload);
    return { subject: sub, name, tenant, roles: held };
  } catch {
    return undefined;
  }
}

/** The installation's secret between services: configured, or generated once in the data folder (readable by its owner only). */
export function serviceSecret(config: Pick<AttestConfig, 'serviceSecret' | 'dataDir'>): string {
  if (config.serviceSecret !== undefined) return config.serviceSecret;
  const file = join(config.dataDir, 'service-secret');
  mkdirSync(config.dataDir, { recursive: true });
  try {
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}
