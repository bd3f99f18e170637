import { storedChoice } from '../app/stored-choice.js';

/** Whether an answered question is run at once. A link is never run by itself, whatever is chosen. */
export const autoRunChoice = storedChoice('hunt.auto', ['off', 'on']);

/** What stands beside the editor. */
export const sidePanels = ['schema', 'history', 'saved'] as const;
export type SidePanel = (typeof sidePanels)[number];
export const sideChoice = storedChoice<SidePanel | 'none'>('hunt.side', ['schema', 'history', 'saved', 'none']);
