import { createHash } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { roles, type Identity } from './identity.js';

/** Header in which the gateway tells a service who asks. A client's own is always removed at the gateway. */
export const identityHeader = 'x-attest-identity';

/** Seconds a signed identity is good for: long enough for one call, too short to be worth stealing. */
export const identityLifetimeSeconds = 60;

const issuer = 'attest-gateway';
const audience = 'attest-service';
const algorithm = 'HS256';
const allTenants = '*';

const claims = z.object({ sub: z.string().min(1), name: z.string(), tenant: z.string().min(1), roles: z.array(z.enum(roles)) });

/** The value of {@link identityHeader}: the identity as a JWT under HMAC SHA-256, good for {@link identityLifetimeSeconds}. */
export function signIdentity(identity: Identity, secret: string): Promise<string> {
  return new SignJWT({ name: identity.name, tenant: identity.tenant, roles: identity.roles })
    .setProtectedHeader({ alg: algorithm })
    .setSubject(identity.subject)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${identityLifetimeSeconds}s`)
    .sign(keyOf(secret));
}

/**
 * Who a header speaks for that {@link signIdentity} made with the same secret; clocks may differ by 30 s.
 * Undefined when it is missing, forged, expired, malformed, or claims every tenant at once.
 */
export async function verifyIdentityHeader(value: string | readonly string[] | undefined, secret: string): Promise<Identity | undefined> {
  if (typeof value !== 'string' || value === '') return undefined;
  try {
    const { payload } = await jwtVerify(value, keyOf(secret), { issuer, audience, algorithms: [algorithm], requiredClaims: ['exp'], clockTolerance: 30 });
    const { sub, name, tenant, roles: held } = claims.parse(payload);
    return tenant === allTenants ? undefined : { subject: sub, name, tenant, roles: held };
  } catch {
    return undefined;
  }
}

/** A key of its own, so that no other use of the installation's secret yields an identity. */
function keyOf(secret: string): Uint8Array {
  return createHash('sha256').update(`attest identity v1\0${secret}`).digest();
}
