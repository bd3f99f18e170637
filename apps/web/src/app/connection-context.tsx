import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Connection, ConnectionState } from './connection.js';

const ConnectionContext = createContext<Connection | undefined>(undefined);

export const ConnectionProvider = ConnectionContext.Provider;

/** How the live connection stands. */
export function useConnection(): ConnectionState {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error('No connection: this page is shown before sign-in.');
  return useSyncExternalStore(connection.subscribe, connection.current);
}
