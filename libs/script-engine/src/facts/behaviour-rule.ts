import type { ScriptLanguage } from '../core/language.js';

/** What a piece of script does, in the terms of ATT&CK's tactics and of the analyst. */
export const behaviourTypes = [
  'download',
  'execute',
  'persist',
  'escalate',
  'disableDefence',
  'evade',
  'encode',
  'inject',
  'credentialAccess',
  'discover',
  'collect',
  'commandAndControl',
  'exfiltrate',
  'lateralMovement',
  'impact',
  'modify',
] as const;

/** One of {@link behaviourTypes}. */
export type BehaviourType = (typeof behaviourTypes)[number];

/** `observed`: the text does it. `derived`: computed from what it does. `possible`: it may, depending on what is not known. */
export type Certainty = 'observed' | 'derived' | 'possible';

/**
 * How much a behaviour says about intent by itself.
 * `routine`: daily work of administrators and installers. `notable`: worth knowing, common in both worlds.
 * `suspicious`: rare in honest scripts. `malicious`: no honest reason is known.
 */
export type Weight = 'routine' | 'notable' | 'suspicious' | 'malicious';

/** A rule from text to one behaviour. Rules see a layer with its comments blanked out, statement by statement. */
export interface BehaviourRule {
  /** Stable, kebab-case, unique over all tables. */
  id: string;
  type: BehaviourType;
  /** ATT&CK technique ids this behaviour carries; most specific only, usually one, at most two. */
  techniques: readonly string[];
  /** Left out: all languages (most commands are typed in any shell). */
  languages?: readonly ScriptLanguage[];
  /** Lower-case literals; the pattern is tried only on statements that hold at least one. */
  needs: readonly string[];
  /** Case-insensitive, without nested or adjacent unbounded quantifiers; named groups become the fact's values. */
  pattern: RegExp;
  /** Default `observed`. */
  certainty?: Certainty;
  weight: Weight;
  /** What it does, as a verb phrase in the third person without final stop: `downloads a file with certutil`. */
  phrase: string;
}
