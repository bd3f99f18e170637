import { isIP } from 'node:net';
import { alertClassificationValues, alertDeterminationValues, incidentStatusValues } from '../graph/enums.js';
import { responseAction, type ActionInput } from './response-action.js';

/** Why parameters were refused. */
export enum ActionProblemCode {
  UnknownAction = 'UNKNOWN_ACTION',
  UnknownInput = 'UNKNOWN_INPUT',
  Missing = 'MISSING',
  WrongType = 'WRONG_TYPE',
  NotAllowed = 'NOT_ALLOWED',
}

/** One thing wrong with the parameters of an action: `path` is its place (`$.Sha1`, `$.analyzedEmails[2].id`), `reason` one sentence. */
export interface ActionProblem {
  code: ActionProblemCode;
  path: string;
  reason: string;
}

const enumerations: Readonly<Record<string, readonly string[]>> = {
  alertClassification: alertClassificationValues, alertDetermination: alertDeterminationValues, incidentStatus: incidentStatusValues,
};
const longest = 4_000;
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const hashLengths: Readonly<Record<string, number>> = { FileSha1: 40, FileSha256: 64, FileMd5: 32, CertificateThumbprint: 40 };

/**
 * Checks parameters of an action against its inputs in the catalogue and against what its API is known to refuse: an indicator
 * that is an address range, a hash of the wrong length, `Audit` without an alert, an unknown input. Returns every problem, in
 * the order of the inputs; an empty list means that the request may be sent. Never throws.
 * `given` names required inputs that someone adds later (`ruleId`, `newPassword`); they may be missing.
 */
export function validateActionParameters(actionId: string, parameters: unknown, given: readonly string[] = []): ActionProblem[] {
  const action = responseAction(actionId);
  if (action === undefined) return [{ code: ActionProblemCode.UnknownAction, path: '$', reason: `The catalogue has no action "${actionId.slice(0, 80)}".` }];
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) return [{ code: ActionProblemCode.WrongType, path: '$', reason: 'The parameters must be an object.' }];
  const values = parameters as Record<string, unknown>;
  const problems: ActionProblem[] = [];
  for (const [name, input] of Object.entries(action.inputs)) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined || value === null) {
      if (input.required === true && !given.includes(name)) problems.push({ code: ActionProblemCode.Missing, path: `$.${name}`, reason: `The input "${name}" is required.` });
    } else problems.push(...checkValue(`$.${name}`, value, input));
  }
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(action.inputs, name)) problems.push({ code: ActionProblemCode.UnknownInput, path: `$.${name.slice(0, 80)}`, reason: `${action.id} has no input of this name.` });
  }
  if (problems.length === 0 && actionId === 'blockIndicator') problems.push(...checkIndicator(values));
  if (problems.length === 0 && actionId === 'classifyIncident' && Object.keys(values).length === 0) problems.push({ code: ActionProblemCode.Missing, path: '$', reason: 'Nothing is to be changed.' });
  return problems;
}

function checkValue(path: string, value: unknown, input: ActionInput): ActionProblem[] {
  const wrong = (reason: string): ActionProblem[] => [{ code: ActionProblemCode.WrongType, path, reason }];
  const refused = (reason: string): ActionProblem[] => [{ code: ActionProblemCode.NotAllowed, path, reason }];
  if (input.const !== undefined) return value === input.const ? [] : refused(`The value must be "${input.const}".`);
  const type = input.type ?? 'string';
  if (type === 'boolean') return typeof value === 'boolean' ? [] : wrong('A truth value is expected.');
  if (type === 'string[]' || type === 'guid[]') {
    if (!Array.isArray(value) || value.length === 0) return wrong('A list with at least one item is expected.');
    return value.flatMap((item, index) => (isText(item) && (type !== 'guid[]' || guid.test(item)) ? [] : [{ code: ActionProblemCode.WrongType, path: `${path}[${index}]`, reason: type === 'guid[]' ? 'An object id (GUID) is expected.' : 'A text is expected.' }]));
  }
  if (type === 'array of {id}') {
    if (!Array.isArray(value) || value.length === 0) return wrong('A list with at least one item is expected.');
    return value.flatMap((item: unknown, index) => {
      const id = typeof item === 'object' && item !== null ? (item as { id?: unknown }).id : undefined;
      return isText(id) ? [] : [{ code: ActionProblemCode.Missing, path: `${path}[${index}].id`, reason: 'The id of the message is missing.' }];
    });
  }
  if (type === 'array') {
    if (!Array.isArray(value) || value.length === 0) return wrong('A list with at least one item is expected.');
    return value.flatMap((item: unknown, index) => {
      const kind = typeof item === 'object' && item !== null ? (item as { type?: unknown }).type : item;
      return typeof kind === 'string' && (input.items ?? []).includes(kind) ? [] : [{ code: ActionProblemCode.NotAllowed, path: `${path}[${index}]`, reason: `It must be one of ${(input.items ?? []).join(', ')}.` }];
    });
  }
  if (!isText(value)) return wrong('A text is expected.');
  if (type === 'enum') {
    if (input.values?.includes(value)) return [];
    return input.deprecated?.includes(value) ? refused(`"${value}" is retired.`) : refused(`It must be one of ${(input.values ?? []).join(', ')}.`);
  }
  if (type.startsWith('enum:')) return (enumerations[type.slice(5)] ?? []).includes(value) ? [] : refused(`"${value.slice(0, 80)}" is no ${type.slice(5)}.`);
  if (type === 'sha1') return /^[0-9a-f]{40}$/i.test(value) ? [] : wrong('A SHA-1 of 40 hexadecimal digits is expected.');
  if (type === 'date-time') return Number.isNaN(Date.parse(value)) || !/^\d{4}-\d\d-\d\dT/.test(value) ? wrong('An ISO 8601 time is expected.') : [];
  return type !== 'kql' && value.length > longest ? refused(`The text is longer than ${longest} characters.`) : [];
}

function checkIndicator(values: Record<string, unknown>): ActionProblem[] {
  const type = String(values['indicatorType']);
  const value = String(values['indicatorValue']);
  const refused = (reason: string): ActionProblem[] => [{ code: ActionProblemCode.NotAllowed, path: '$.indicatorValue', reason }];
  if (values['action'] === 'Audit' && values['generateAlert'] !== true) return [{ code: ActionProblemCode.NotAllowed, path: '$.generateAlert', reason: 'The action Audit needs generateAlert.' }];
  const length = hashLengths[type];
  if (length !== undefined) return new RegExp(`^[0-9a-f]{${length}}$`, 'i').test(value) ? [] : refused(`A hash of ${length} hexadecimal digits is expected.`);
  if (type === 'IpAddress') return isIP(value) !== 0 ? [] : refused(value.includes('/') ? 'Address ranges are not accepted.' : 'This is no IP address.');
  if (type === 'DomainName') return /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$/i.test(value) ? [] : refused('This is no domain name.');
  return /^https?:\/\/[^\s/]+/i.test(value) && URL.canParse(value) ? [] : refused('This is no URL.');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
