import { readFileSync } from 'node:fs';

/** Kind of an input: how its value must look. `from` says where the value is found. */
export interface ActionInput {
  type?: string;
  const?: string;
  values?: readonly string[];
  items?: readonly string[];
  deprecated?: readonly string[];
  from?: string;
  /** True: the API refuses the call without it. A text names the tenants that need it. */
  required?: boolean | string;
}

/** How the action is called. `cmdlet` is Exchange Online PowerShell: there is no Graph call for it. */
export interface ActionApi {
  product: string;
  method: string;
  base?: string;
  path: string;
  body?: Readonly<Record<string, unknown>>;
}

/** One response action that a Microsoft product documents. Source: data/response-actions.json, see its notice. */
export interface ResponseAction {
  id: string;
  title: string;
  category: 'triage' | 'investigation' | 'containment' | 'remediation' | 'recovery' | 'administration';
  /** Entity types it acts on. */
  targets: readonly string[];
  api: ActionApi;
  alternativeApi?: ActionApi & { permission?: string; role?: string };
  /** Permissions and roles in one line, for people. */
  permission: string;
  inputs: Readonly<Record<string, ActionInput>>;
  rateLimit?: string;
  /** Undefined when there is nothing to take back, as with a scan. */
  reversible?: boolean;
  /** Catalogue action that takes it back. */
  undo?: string;
  /** How it is taken back when the catalogue has no action for it. */
  undoNote?: string;
  disruption: 'none' | 'low' | 'medium' | 'high';
  preconditions: readonly string[];
  effect?: string;
  note?: string;
  /** Set for actions nobody may be advised to take, such as offboarding a device. */
  neverSuggest: boolean;
  /** Type of the Defender for Endpoint machine action it starts; its state is polled. */
  machineActionType?: string;
}

interface RawAction extends Omit<ResponseAction, 'targets' | 'permission' | 'undo' | 'reversible' | 'preconditions' | 'neverSuggest'> {
  targetEntity: string;
  permission?: Readonly<Record<string, string | readonly string[]>>;
  undo: string | null;
  reversible: boolean | null;
  preconditions?: readonly string[];
  neverSuggest?: boolean;
}

/** What the catalogue says in shorthand of APIs, as a person would be told. */
const undoSentences: Readonly<Record<string, string>> = {
  'restore from quarantine on the device': 'Restore the file from quarantine on the device.',
  'manual onboarding': 'Onboard the device again by hand.',
  'user signs in again': 'The user signs in again.',
  'Remove-TenantAllowBlockListItems': 'Remove the entry from the Tenant Allow/Block List.',
  'recreate from the saved rule': 'Create the rule again from the saved one.',
  'PATCH accountEnabled true': 'Enable the application again.',
  'PATCH previous values': 'Set the former values again.',
  'PATCH previous value': 'Assign it to the former person again.',
};

interface ActionFile {
  machineAction: { types: readonly string[]; status: readonly string[]; poll: string };
  actions: readonly RawAction[];
}

const file = JSON.parse(readFileSync(new URL('../data/response-actions.json', import.meta.url), 'utf8')) as ActionFile;
const ids = new Set(file.actions.map(({ id }) => id));

/** Entity type names of the catalogue's file that differ from those of the evidence. */
const targetNames: Readonly<Record<string, string>> = { 'mail sender': 'mailSender' };

/** Every action of the catalogue, in the order of its file. */
export const responseActions: readonly ResponseAction[] = file.actions.map(typed);

const byId = new Map(responseActions.map((action) => [action.id, action]));

/** The action with this id; undefined when the catalogue has none. Ids are spelled exactly so. */
export function responseAction(id: string): ResponseAction | undefined {
  return byId.get(id);
}

/** Whether an action may act on an entity of this type. */
export function actsOn(action: ResponseAction, entityType: string): boolean {
  return action.targets.includes('any') || action.targets.includes(entityType);
}

/** States of a Defender for Endpoint machine action, as its API spells them. */
export const machineActionStates: readonly string[] = file.machineAction.status;

function typed({ targetEntity, permission = {}, undo, reversible, preconditions = [], neverSuggest = false, ...rest }: RawAction): ResponseAction {
  const inCatalogue = undo !== null && ids.has(undo);
  return {
    ...rest,
    targets: targetEntity.split('|').map((name) => targetNames[name] ?? name),
    permission: permissionLine(permission),
    ...(reversible === null ? {} : { reversible }),
    ...(inCatalogue ? { undo } : {}),
    ...(undo === null || inCatalogue ? {} : { undoNote: undoSentences[undo] ?? undo }),
    preconditions,
    neverSuggest,
  };
}

function permissionLine(permission: Readonly<Record<string, string | readonly string[]>>): string {
  const parts = Object.entries(permission).map(([kind, value]) => `${kind}: ${[value].flat().join(', ')}`);
  return parts.join('; ');
}
