import { utcInstant } from '@attest/security-model';
import { ReportError, ReportErrorCode } from './report.error.js';
import type { ActionRecord, ActionRecordTarget } from './report-input.js';

/** Most lines of an action log. */
export const mostActionLines = 200_000;

/** A state an action was in. `at` is ISO 8601 UTC or empty. */
export interface ActionStep {
  state: string;
  by: string;
  at: string;
  reason: string;
  result: string;
}

/** One action of the log with all its states. Texts are as logged; empty where the log says nothing. */
export interface LoggedAction {
  id: string;
  action: string;
  target: ActionRecordTarget;
  /** Its state now. */
  state: string;
  steps: ActionStep[];
  approvedBy: string;
  undone: { by: string; at: string; reason: string } | undefined;
}

/**
 * Reads an action log: JSON Lines, each an {@link ActionRecord}; `target` may be a plain name. Rows of an audit export, which hold such
 * a record under `payload`, `action` or `data`, are read too, and rows about other things are left out. Throws {@link ReportError}
 * `ACTION_LOG_INVALID`, naming the line, when a line is no JSON object or an action has no id, action, target or state: a report must not
 * leave an action out in silence.
 */
export function parseActionLog(text: string): ActionRecord[] {
  const lines = text.split('\n');
  if (lines.length > mostActionLines) throw new ReportError(ReportErrorCode.ActionLogInvalid, `The action log has more than ${mostActionLines} lines.`);
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const refuse = (why: string): never => {
      throw new ReportError(ReportErrorCode.ActionLogInvalid, `Line ${index + 1} of the action log ${why}.`);
    };
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return refuse('is not JSON');
    }
    if (!isObject(value)) return refuse('is not an object');
    const record = actionOf(value);
    if (record === undefined) return [];
    const missing = (['id', 'action', 'target', 'state'] as const).filter((key) => record[key] === undefined || record[key] === '');
    return missing.length > 0 ? refuse(`tells of an action without ${missing.join(', ')}`) : [record as ActionRecord];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The record of a line, or of the row of an audit export around it; undefined for a row that is about something else. */
function actionOf(row: Record<string, unknown>): Partial<ActionRecord> | undefined {
  if (typeof row['action'] === 'string' && row['target'] !== undefined) return recordOf(row);
  if (typeof row['operation'] === 'string' && typeof row['hash'] === 'string') return row['operation'].startsWith('action.') ? recordOfAudit(row) : undefined;
  for (const key of ['payload', 'data', 'action', 'details', 'after']) {
    const inner = row[key];
    if (isObject(inner) && typeof inner['action'] === 'string') return recordOf({ at: row['at'] ?? row['occurredAt'] ?? row['time'], by: row['by'] ?? row['actor'], ...inner });
  }
  return row['kind'] !== undefined || row['type'] !== undefined || row['hash'] !== undefined ? undefined : recordOf(row);
}

/** A row of Attest's own audit log: who is the actor, and what was done stands in the details. */
function recordOfAudit({ actor, subjectId, incidentId, at, details }: Record<string, unknown>): Partial<ActionRecord> {
  const what = isObject(details) ? details : {};
  const who = isObject(actor) ? (asText(actor['name']) ?? asText(actor['subject'])) : asText(actor);
  const outcome = what['outcome'];
  const reverse = what['reverse'] === true && typeof what['action'] === 'string' ? { action: `${actionWords(what['action'])} (taken back)` } : {};
  return recordOf({ ...what, ...reverse, id: subjectId, incidentId, at, by: who, state: what['to'], result: isObject(outcome) ? outcome['sentence'] : (what['sentence'] ?? outcome ?? what['result']) });
}

/** Head of the chain of an audit export: the hash of its last row; empty for a log without one. */
export function auditHeadOf(text: string): string {
  for (const line of text.trimEnd().split('\n').reverse().slice(0, 1)) {
    try {
      const row: unknown = JSON.parse(line);
      if (isObject(row) && typeof row['hash'] === 'string' && /^[0-9a-f]{64}$/i.test(row['hash'])) return row['hash'];
    } catch {
      return '';
    }
  }
  return '';
}

function recordOf(row: Record<string, unknown>): Partial<ActionRecord> {
  const text = (...keys: string[]): string | undefined => keys.map((key) => row[key]).map((value) => (typeof value === 'number' ? String(value) : value)).find((value): value is string => typeof value === 'string' && value.trim() !== '');
  const undone = row['undone'];
  const target = targetOf(row['target']);
  return {
    id: text('id', 'actionId'),
    ...(text('incidentId') === undefined ? {} : { incidentId: text('incidentId') }),
    action: text('action'),
    ...(target === undefined ? {} : { target }),
    state: text('state', 'status'),
    by: text('by', 'actor'),
    at: text('at', 'time', 'occurredAt'),
    approvedBy: text('approvedBy'),
    reason: text('reason'),
    result: text('result', 'outcome', 'message'),
    ...(isObject(undone) ? { undone: { by: asText(undone['by']), at: asText(undone['at']), reason: asText(undone['reason']) } } : undone === true ? { undone: {} } : {}),
  };
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function targetOf(value: unknown): ActionRecordTarget | undefined {
  if (typeof value === 'string' && value.trim() !== '') return { name: value };
  if (!isObject(value)) return undefined;
  const name = asText(value['name']) ?? asText(value['id']) ?? asText(value['value']);
  return name === undefined ? undefined : { name, ...(asText(value['id']) === undefined ? {} : { id: asText(value['id']) }), ...(asText(value['type']) === undefined ? {} : { type: asText(value['type']) }) };
}

/** The actions of a log, each once: lines of one id are its states in order of version or time, then of place. Sorted by their first moment, then id. */
export function foldActions(records: readonly ActionRecord[]): LoggedAction[] {
  const byId = new Map<string, { record: ActionRecord; place: number }[]>();
  records.forEach((record, place) => {
    const known = byId.get(record.id);
    if (known) known.push({ record, place });
    else byId.set(record.id, [{ record, place }]);
  });
  const actions = [...byId].map(([id, lines]): LoggedAction => {
    const ordered = lines.sort((a, b) => inOrder(a.record, b.record) || a.place - b.place).map(({ record }) => record);
    const last = ordered.at(-1) as ActionRecord;
    const latest = (pick: (record: ActionRecord) => string | undefined): string => ordered.map(pick).filter((value) => value !== undefined).at(-1) ?? '';
    const steps = ordered.map(({ state, by = '', at = '', reason = '', result = '' }) => ({ state, by, at: utcInstant(at) ?? '', reason, result }));
    const undo = ordered.map(({ undone }) => undone).filter((value) => value !== undefined).at(-1);
    const undoStep = [...steps].reverse().find(({ state }) => state.toUpperCase() === 'UNDONE');
    return {
      id,
      action: last.action,
      target: last.target,
      state: last.state,
      steps,
      approvedBy: latest(({ approvedBy }) => approvedBy) || ([...steps].reverse().find(({ state }) => state.toUpperCase() === 'APPROVED')?.by ?? ''),
      undone: undo ? { by: undo.by ?? '', at: utcInstant(undo.at) ?? '', reason: undo.reason ?? '' } : undoStep && { by: undoStep.by, at: undoStep.at, reason: undoStep.reason },
    };
  });
  return actions.sort((a, b) => compare(a.steps[0]?.at || '9', b.steps[0]?.at || '9') || compare(a.id, b.id));
}

/** By what the keeper of the log counted, which no clock can turn around; else by time. */
function inOrder(a: ActionRecord, b: ActionRecord): number {
  if (a.version !== undefined && b.version !== undefined) return a.version - b.version;
  const [left, right] = [moment(a), moment(b)];
  return left === right ? 0 : left - right;
}

function moment({ at }: ActionRecord): number {
  const iso = utcInstant(at);
  return iso === undefined ? Infinity : Date.parse(iso);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether an action still waits for somebody or something. */
export function isUnfinished({ state }: LoggedAction): boolean {
  return /^(?:PROPOSED|APPROVED|INTENT|SENT|UNKNOWN|FAILED|pending|waiting|running|inProgress)$/i.test(state);
}

/** Actions that keep an attacker from going on, by catalogue id. */
export function isContainment({ action }: Pick<LoggedAction, 'action'>): boolean {
  return /isolat|contain|disable|block|quarantine|revoke|restrict|suspend|forcePasswordReset|resetPassword|confirmUserCompromised|markUserAsCompromised|removeInboxRule|softDelete|hardDelete|remediate|deleteMail|stopAnd/i.test(action);
}

/** `isolateDevice` as words: `Isolate device`. Text with spaces comes back unchanged. */
export function actionWords(action: string): string {
  if (/\s/.test(action)) return action;
  const words = action.replace(/[_-]+/g, ' ').replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
  const lower = words.split(' ').map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase())).join(' ');
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}
