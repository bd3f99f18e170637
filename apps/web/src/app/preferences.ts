import { useSyncExternalStore } from 'react';
import { storedChoice } from './stored-choice.js';
import type { Zone } from '../lib/time.js';

export type ThemeChoice = 'system' | 'light' | 'dark';

export const themeChoice = storedChoice<ThemeChoice>('theme', ['system', 'light', 'dark']);
export const zoneChoice = storedChoice<Zone>('zone', ['utc', 'local']);

/** The theme to show now: the stored choice, else what the system asks for. */
export function useTheme(): 'light' | 'dark' {
  const choice = themeChoice.use();
  const system = useMediaQuery('(prefers-color-scheme: dark)') ? 'dark' : 'light';
  return choice === 'system' ? system : choice;
}

/** Follows a media query. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );
}
