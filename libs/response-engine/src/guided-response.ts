import type { VerifiedCard } from '@attest/cards';
import type { IncidentInput } from '@attest/incident-engine';

/** What the tenant knows of a device or account beyond the evidence. `name` is a DNS name, host name, UPN or account name; case is ignored. */
export interface KnownAsset {
  name: string;
  criticality?: 'low' | 'normal' | 'high' | 'critical';
  role?: 'domainController' | 'server' | 'workstation' | 'privilegedAccount' | 'serviceAccount' | 'decoy';
}

/** A guide of the tenant that a person approved and activated. Its texts are quoted, never obeyed. */
export interface ActiveGuidebook {
  id: string;
  title: string;
  tasks: readonly { section: string; text: string }[];
}

/** What a response is drafted from. The order of alerts, rows, results and assets changes nothing but the row numbers cited. */
export interface GuidedResponseInput extends IncidentInput {
  assets?: readonly KnownAsset[];
  guidebooks?: readonly ActiveGuidebook[];
}

/** Part of a guided response a recommendation belongs to. */
export type RecommendationCategory = 'triage' | 'containment' | 'investigation' | 'remediation';

/** Verdict on one alert, in the words of Microsoft Graph; `undetermined` when nothing decides. */
export type AlertVerdict = 'truePositive' | 'falsePositive' | 'informationalExpectedActivity' | 'undetermined';

/** A sentence that the verifier of `@attest/cards` let through, and the facts that carry it. Never empty of facts. */
export interface ReasonStatement {
  text: string;
  facts: string[];
}

/** The verdict on one alert and why. `rule` names the row of the rules table in docs/guided-response.md. */
export interface AlertTriage {
  alertId: string;
  verdict: AlertVerdict;
  reason: string;
  facts: string[];
  rule: string;
}

/** Advice on how to classify the incident; values are those of Microsoft Graph. */
export interface Triage {
  classification: 'truePositive' | 'falsePositive' | 'informationalExpectedActivity' | 'unknown';
  /** A value of Graph's `alertDetermination`. */
  determination: string;
  /** From 0 to 1. Below 0.6 a person should look before anything is done. */
  confidence: number;
  statements: ReasonStatement[];
  /** In the order of the alert facts: by time. */
  perAlert: AlertTriage[];
  rule: string;
}

/** What an action acts on. It occurs in the evidence of the incident (or is the incident). */
export interface ActionTarget {
  /** `device`, `user`, `file`, `ip`, `url`, `domain`, `message`, `mailbox`, `app`, `mailSender` or `incident`. */
  type: string;
  /** What the product knows it by: device id, object id, UPN, hash, address; else its name. */
  id: string;
  /** As people know it. */
  name: string;
  /** Devices the call is made on, one call each, for actions on a file. */
  on?: { id: string; name: string }[];
}

/** A value of an input of an action. */
export type ActionParameter = string | number | boolean | string[] | { id: string }[];

/** Who or what did an action already. */
export interface DoneBefore {
  /** `attack disruption`, `automated investigation`, `zero-hour auto purge`, `remediation` or `a person`. */
  by: string;
  /** What was done, in one clause. */
  what: string;
}

/** One recommended action. Parameters are valid against the catalogue but for the inputs named in `inputsNeeded`. */
export interface Recommendation {
  /** Stable: SHA-256 over action, target and parameters, first 24 hexadecimal digits. */
  id: string;
  category: RecommendationCategory;
  /** Id of the action in the catalogue of `@attest/security-model`. */
  action: string;
  target: ActionTarget;
  parameters: Record<string, ActionParameter>;
  /** Required inputs only a person or the connector can give, such as `ruleId` or `newPassword`. */
  inputsNeeded: string[];
  /** The statements as one text. */
  reason: string;
  statements: ReasonStatement[];
  facts: string[];
  expectedEffect: string;
  /** 1 is the first to do; no two are equal. */
  priority: number;
  reversible: boolean;
  /** Catalogue action that takes it back; null when there is none. */
  undo: string | null;
  /** How it is taken back when the catalogue has no action for it. */
  undoNote: string | null;
  requiresApproval: boolean;
  /** Something is lost for good or people cannot work meanwhile; a reason must be given. */
  destructive: boolean;
  disruption: 'none' | 'low' | 'medium' | 'high';
  /** Permissions and roles the catalogue names, in one line. */
  permission: string;
  preconditions: string[];
  status: 'proposed' | 'alreadyDone';
  doneBy?: DoneBefore;
  /** Shown before approval: what breaks, and what to check. */
  warning?: string;
  /** Row of the rules table in docs/guided-response.md. */
  rule: string;
}

/** An action that comes to mind and is not recommended, and why. */
export interface WithheldAction {
  action: string;
  target: ActionTarget;
  why: string;
}

/** A hunt for mails like those of the incident. `kql` passes the checker of `@attest/kql-engine`. */
export interface SimilarMailHunt {
  title: string;
  kql: string;
  statements: ReasonStatement[];
}

/** A plain message to a person the incident concerns, to copy. Nothing is sent. */
export interface DraftedMessage {
  /** UPN or account name. */
  to: string;
  subject: string;
  text: string;
  facts: string[];
}

/** The best-matching guide of the tenant; its tasks come before the recommendations. */
export interface MatchedGuidebook {
  id: string;
  title: string;
  /** Words of the incident the guide shares. */
  matched: string[];
  tasks: { section: string; text: string }[];
}

/**
 * The guided response of one incident. Guarantees: every reason is verified; every target is in the evidence; every action is in
 * the catalogue and none is one the catalogue says never to suggest; equal input, in any order, gives equal bytes.
 */
export interface GuidedResponse {
  incidentId: string;
  triage: Triage;
  /** By priority. */
  recommendations: Recommendation[];
  withheld: WithheldAction[];
  similarMails: SimilarMailHunt | null;
  messages: DraftedMessage[];
  guidebook: MatchedGuidebook | null;
  /** The same as a card, with every fact, for `card.generated.v1`. */
  card: VerifiedCard;
}
