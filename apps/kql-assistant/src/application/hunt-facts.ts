import type { HuntLimits } from './hunt-limits.js';

/** What a client may know of this installation. */
export interface HuntFacts {
  backend: string;
  /** Name of the configured model. */
  model: string | undefined;
  limits: HuntLimits;
}

/** Injection token of {@link HuntFacts}. */
export const HUNT_FACTS = Symbol('hunt facts');
