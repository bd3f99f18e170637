import { createContext, useContext } from 'react';
import type { MeQuery } from '../graphql/generated/graphql.js';

export type Person = MeQuery['me'];

/** Who is signed in, and the way out. */
export interface Session {
  person: Person;
  signOut: () => Promise<void>;
}

const SessionContext = createContext<Session | undefined>(undefined);

export const SessionProvider = SessionContext.Provider;

/** The present session; only pages behind the sign-in may ask. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('No session: this page is shown before sign-in.');
  return session;
}
