import type { ScriptFindings } from '@attest/incident-engine';
import type { ActiveGuidebook, GuidedResponse, IncidentProfile } from '@attest/response-engine';

/** What a response is made from, as it travels: packed by `@attest/contracts`. */
export interface PackedResponseInput {
  incident: string;
  events: string;
  scripts: ScriptFindings[];
  guidebooks: ActiveGuidebook[];
}

/** A response, the name of its incident, and what finds incidents like it. */
export interface MadeResponse {
  response: GuidedResponse;
  title: string;
  profile: IncidentProfile;
}

/** Turns an incident into a guided response; heavy work happens off the caller's thread. */
export interface ResponseMaker {
  make(input: PackedResponseInput, signal?: AbortSignal): Promise<MadeResponse>;
  close(): Promise<void>;
}
