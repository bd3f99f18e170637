import { createHash, randomBytes } from 'node:crypto';
import type { Identity } from './identity.js';

/** Sessions live on the server; the browser holds a random number and nothing else. */
export interface Sessions {
  /** Opens a session and returns its id: 256 random bits. */
  open(identity: Identity): string;
  /** Who the session speaks for, if it is open; using it extends it unless `extend` is false. */
  find(id: string | undefined, options?: { extend?: boolean }): Identity | undefined;
  /** Ends a session. Listeners hear it. */
  close(id: string): void;
  /** Calls `listener` once when the session ends; returns how to stop listening. */
  onClose(id: string, listener: () => void): () => void;
}

/** Bounds of {@link createSessions}. */
export interface SessionOptions {
  /** Milliseconds without use after which a session ends. Default 8 h. */
  idleMs?: number;
  /** Sessions kept; the one unused for longest makes room. Default 10,000. */
  capacity?: number;
  /** Milliseconds since 1970; for tests. */
  now?: () => number;
}

interface Entry {
  identity: Identity;
  usedAt: number;
  listeners: Set<() => void>;
}

const eightHoursMs = 8 * 3_600_000;

/** Sessions in memory: they end with the process. Only a digest of each id is kept. */
export function createSessions({ idleMs = eightHoursMs, capacity = 10_000, now = Date.now }: SessionOptions = {}): Sessions {
  const entries = new Map<string, Entry>();
  const keyOf = (id: string): string => createHash('sha256').update(id).digest('base64url');
  const remove = (key: string): void => {
    const entry = entries.get(key);
    entries.delete(key);
    for (const listener of entry?.listeners ?? []) listener();
  };
  const live = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    if (entry && now() - entry.usedAt >= idleMs) {
      remove(key);
      return undefined;
    }
    return entry;
  };
  return {
    open(identity) {
      const oldest = entries.size >= capacity ? entries.keys().next().value : undefined;
      if (oldest !== undefined) remove(oldest);
      const id = randomBytes(32).toString('base64url');
      entries.set(keyOf(id), { identity, usedAt: now(), listeners: new Set() });
      return id;
    },
    find(id, { extend = true } = {}) {
      if (id === undefined) return undefined;
      const key = keyOf(id);
      const entry = live(key);
      if (!entry) return undefined;
      if (extend) {
        entry.usedAt = now();
        entries.delete(key);
        entries.set(key, entry);
      }
      return entry.identity;
    },
    close(id) {
      remove(keyOf(id));
    },
    onClose(id, listener) {
      const entry = live(keyOf(id));
      entry?.listeners.add(listener);
      return () => entry?.listeners.delete(listener);
    },
  };
}

const cookieName = 'attest_session';

/** The `Set-Cookie` value that hands a session to a browser: out of reach of scripts and of other sites. */
export function sessionCookie(id: string, options: { secure: boolean }): string {
  return `${cookieName}=${id}; Path=/; HttpOnly; SameSite=Strict${options.secure ? '; Secure' : ''}`;
}

/** The `Set-Cookie` value that takes the session away again. */
export function expiredSessionCookie(options: { secure: boolean }): string {
  return `${sessionCookie('', options)}; Max-Age=0`;
}

/** The session id in a `Cookie` header, if it carries one. */
export function readSessionCookie(header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === cookieName) return part.slice(at + 1).trim() || undefined;
  }
  return undefined;
}
