import { useSyncExternalStore } from 'react';

/** A choice kept in the browser and shared by everything that shows it. */
export interface StoredChoice<Value extends string> {
  /** The present value, followed as it changes, also from another tab. */
  use(): Value;
  set(value: Value): void;
}

/** A choice among `values`; the first is the one until another is made. Works unstored when the browser refuses storage. */
export function storedChoice<Value extends string>(name: string, values: readonly [Value, ...Value[]]): StoredChoice<Value> {
  const key = `attest.${name}`;
  const listeners = new Set<() => void>();
  let held: Value | undefined;
  const read = (): Value => {
    try {
      const stored = window.localStorage.getItem(key);
      return values.find((value) => value === stored) ?? held ?? values[0];
    } catch {
      return held ?? values[0];
    }
  };
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    window.addEventListener('storage', listener);
    return () => {
      listeners.delete(listener);
      window.removeEventListener('storage', listener);
    };
  };
  return {
    use: () => useSyncExternalStore(subscribe, read),
    set: (value) => {
      held = value;
      try {
        window.localStorage.setItem(key, value);
      } catch {
        // Storage may be switched off; the choice then lasts as long as the page.
      }
      for (const listener of listeners) listener();
    },
  };
}
