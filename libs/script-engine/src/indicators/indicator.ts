/** Kinds of indicators a script may hold. */
export const indicatorTypes = ['url', 'domain', 'ip', 'ip:port', 'mail', 'path', 'registryKey', 'task', 'service', 'account', 'mutex', 'hash', 'userAgent'] as const;

/** One of {@link indicatorTypes}. */
export type IndicatorType = (typeof indicatorTypes)[number];

/** Something in a layer that can be looked for elsewhere. */
export interface Indicator {
  type: IndicatorType;
  /** As it stands in the layer. */
  value: string;
  /** Cannot be clicked or resolved by accident. */
  defanged: string;
  /** A host that honest software talks to every day (documentation, updates, package registries). */
  commonHost: boolean;
  layer: number;
  /** Line in the layer, from 1. */
  line: number;
  start: number;
  end: number;
  /** An advanced hunting query that looks for it. */
  hunt: string;
}
