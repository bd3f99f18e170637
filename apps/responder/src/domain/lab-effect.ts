import type { ActionParameter, ActionTarget } from '@attest/response-engine';

/** State of one thing in the lab tenant. */
export type LabState = Record<string, string | number | boolean | string[] | null>;

/** What an action does to one thing of the lab tenant. */
export interface LabEffect {
  kind: LabKind;
  id: string;
  name: string;
  /** What changes; the rest stays. */
  change: LabState;
  /** How long a real target would take is played through. */
  slow: boolean;
  sentence: string;
}

/** Kinds of things the lab tenant has. */
export type LabKind = 'device' | 'user' | 'file' | 'indicator' | 'message' | 'mailbox' | 'mailSender' | 'url' | 'app' | 'incident';

interface LabOrder {
  action: string;
  target: ActionTarget;
  parameters: Record<string, ActionParameter>;
  devices: readonly string[];
}

type Rule = (order: LabOrder, before: LabState, at: string) => { kind: LabKind; change: LabState; sentence: string; slow?: boolean; id?: string };

const device = (change: LabState, sentence: string): Rule => () => ({ kind: 'device', change, sentence, slow: true });
const user = (change: LabState, sentence: string): Rule => () => ({ kind: 'user', change, sentence });
const mail = (folder: string, sentence: string): Rule => () => ({ kind: 'message', change: { folder }, sentence });
const count = (before: LabState, name: string): number => (typeof before[name] === 'number' ? before[name] : 0) + 1;
const text = (value: ActionParameter | undefined, fallback: string): string => (typeof value === 'string' && value !== '' ? value : fallback);

const rules: Readonly<Record<string, Rule>> = {
  isolateDevice: ({ parameters }) => ({ kind: 'device', change: { isolation: text(parameters['IsolationType'], 'Full').toLowerCase() }, sentence: 'was isolated', slow: true }),
  containUnmanagedDevice: device({ isolation: 'contained' }, 'was contained'),
  releaseDevice: device({ isolation: 'none' }, 'was released from isolation'),
  restrictAppExecution: device({ appsRestricted: true }, 'runs only signed applications'),
  removeAppRestriction: device({ appsRestricted: false }, 'runs every application again'),
  runAntivirusScan: (_order, before) => ({ kind: 'device', change: { scans: count(before, 'scans') }, sentence: 'was scanned', slow: true }),
  collectInvestigationPackage: (_order, before) => ({ kind: 'device', change: { packages: count(before, 'packages') }, sentence: 'gave an investigation package', slow: true }),
  runLiveResponse: (_order, before) => ({ kind: 'device', change: { liveResponses: count(before, 'liveResponses') }, sentence: 'ran the live response', slow: true }),
  startAutomatedInvestigation: (_order, before) => ({ kind: 'device', change: { investigations: count(before, 'investigations') }, sentence: 'is being investigated', slow: true }),
  stopAndQuarantineFile: ({ devices }) => ({ kind: 'file', change: { quarantined: true, devices: [...devices] }, sentence: 'was stopped and put into quarantine', slow: true }),
  blockIndicator: ({ parameters }) => ({ kind: 'indicator', id: `${text(parameters['indicatorType'], 'Unknown')}:${text(parameters['indicatorValue'], '')}`, change: { action: text(parameters['action'], 'Block'), active: true }, sentence: 'was put on the block list' }),
  removeIndicator: () => ({ kind: 'indicator', change: { active: false }, sentence: 'was taken off the block list' }),
  disableUser: user({ enabled: false }, 'was disabled'),
  enableUser: user({ enabled: true }, 'was enabled'),
  revokeSessions: (_order, before, at) => ({ kind: 'user', change: { sessionsRevokedAt: at, sessionRevocations: count(before, 'sessionRevocations') }, sentence: 'was signed out everywhere' }),
  requireSignInAgain: user({ mustSignInAgain: true }, 'has to sign in again'),
  forcePasswordReset: user({ passwordResetRequired: true }, 'has to choose a new password'),
  confirmUserCompromised: user({ risk: 'high' }, 'is marked as compromised'),
  dismissUserRisk: user({ risk: 'none' }, 'is no longer at risk'),
  softDeleteMail: mail('recoverableItems', 'was deleted and can be recovered'),
  hardDeleteMail: mail('gone', 'was deleted for good'),
  moveMailToJunk: mail('junk', 'was moved to junk'),
  moveMailToDeletedItems: mail('deletedItems', 'was moved to deleted items'),
  moveMailToInbox: mail('inbox', 'was moved to the inbox'),
  blockSender: () => ({ kind: 'mailSender', change: { blocked: true }, sentence: 'can send no more mail here' }),
  blockUrl: () => ({ kind: 'url', change: { blockedInMail: true }, sentence: 'is blocked in mail' }),
  blockFileForMail: () => ({ kind: 'file', change: { blockedInMail: true }, sentence: 'is blocked in mail' }),
  removeInboxRule: ({ parameters }, before) => ({ kind: 'mailbox', change: { removedRules: [...(Array.isArray(before['removedRules']) ? before['removedRules'] : []), text(parameters['ruleId'], 'unnamed')] }, sentence: 'lost an inbox rule' }),
  disableOAuthApp: () => ({ kind: 'app', change: { enabled: false }, sentence: 'can sign in no more' }),
  classifyIncident: ({ parameters }) => ({ kind: 'incident', change: Object.fromEntries(Object.entries(parameters).filter((each): each is [string, string] => typeof each[1] === 'string')), sentence: 'was classified' }),
  assignIncident: ({ parameters }) => ({ kind: 'incident', change: { assignedTo: text(parameters['assignedTo'], '') }, sentence: 'was assigned' }),
  commentIncident: ({ parameters }, before) => ({ kind: 'incident', change: { comments: [...(Array.isArray(before['comments']) ? before['comments'] : []), text(parameters['comment'], '')] }, sentence: 'got a comment' }),
};

/** How a thing is before anybody did anything to it. */
export const untouched: Readonly<Record<LabKind, LabState>> = {
  device: { isolation: 'none', appsRestricted: false },
  user: { enabled: true, risk: 'none', passwordResetRequired: false },
  file: { quarantined: false },
  indicator: { active: false },
  message: { folder: 'inbox' },
  mailbox: { removedRules: [] },
  mailSender: { blocked: false },
  url: { blockedInMail: false },
  app: { enabled: true },
  incident: {},
};

/** Whether the lab tenant can do an action. */
export function labCan(action: string): boolean {
  return Object.hasOwn(rules, action);
}

/** Kind and id of the thing an action is about, before its state is known. */
export function labThing(order: LabOrder, indicatorId?: string): { kind: LabKind; id: string } | undefined {
  const rule = Object.hasOwn(rules, order.action) ? rules[order.action] : undefined;
  if (rule === undefined) return undefined;
  const { kind, id } = rule(order, {}, '');
  return { kind, id: (order.action === 'removeIndicator' ? indicatorId : id) ?? order.target.id };
}

/** What an action does to a thing in the state `before`. `at` is the time, ISO 8601. */
export function labEffect(order: LabOrder, before: LabState, at: string, indicatorId?: string): LabEffect | undefined {
  const rule = Object.hasOwn(rules, order.action) ? rules[order.action] : undefined;
  const thing = labThing(order, indicatorId);
  if (rule === undefined || thing === undefined) return undefined;
  const { change, sentence, slow = false } = rule(order, before, at);
  return { ...thing, name: order.target.name, change, slow, sentence: `${order.target.name} ${sentence}.` };
}
