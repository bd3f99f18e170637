/** What a person or a program may do; each role includes the ones before it. */
export const roles = ['reader', 'hunter', 'responder', 'admin'] as const;

/** One of {@link roles}. */
export type Role = (typeof roles)[number];

/** Who asks: authenticated by the gateway, trusted by the services behind it. */
export interface Identity {
  /** Stable id of the person or program, unique within its tenant. */
  subject: string;
  /** Name shown in logs and activity. */
  name: string;
  tenant: string;
  roles: Role[];
}

/** GraphQL context of every subgraph, in-process and over HTTP. */
export interface IdentityContext {
  identity?: Identity;
}

/** Tenant of the local account. */
export const localTenant = 'default';

/** Whether an identity has a role; each role includes the ones before it. */
export function holdsRole({ roles: held }: Pick<Identity, 'roles'>, role: Role): boolean {
  return held.some((each) => roles.indexOf(each) >= roles.indexOf(role));
}
