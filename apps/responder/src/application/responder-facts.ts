/** What this service is set up to do, for whoever asks. */
export interface ResponderFacts {
  /** Who carries actions out. */
  connector: string;
  fourEyes: string;
}

/** Injection token of {@link ResponderFacts}. */
export const RESPONDER_FACTS = Symbol('responder facts');
