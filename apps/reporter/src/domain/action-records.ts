import type { ActionChanged } from '@attest/contracts';
import { actionWords, type ActionRecord } from '@attest/report-engine';
import { responseAction } from '@attest/security-model';

/** The action log of an incident as a report takes it, and the newest row of the audit chain that it holds. */
export interface ActionLog {
  records: ActionRecord[];
  auditHead: string;
}

/** Who did what nobody signed for. */
const attestItself = 'Attest';

/**
 * The changes of actions as an action log: one line for each change, in the order of the audit log, whatever order they came in. An
 * action that takes another back by the opposite of the same action says so, since the log names both alike.
 */
export function actionLogOf(changes: readonly ActionChanged[]): ActionLog {
  const ordered = [...changes].sort((a, b) => a.audit.sequence - b.audit.sequence || a.version - b.version);
  const kinds = new Map(ordered.map(({ actionId, action }) => [actionId, action]));
  const records = ordered.map((change): ActionRecord => {
    const { actionId, incidentId, version, target, state, by, at, reason, outcome } = change;
    return {
      id: actionId, incidentId, version, state, at,
      action: isReverse(change, kinds) ? `${actionWords(change.action)} (taken back)` : change.action,
      target: { type: target.type, id: target.id, name: target.name || target.id || actionId },
      by: by?.name ?? attestItself,
      ...(reason === null ? {} : { reason }),
      ...(outcome ? { result: outcome } : {}),
    };
  });
  return { records, auditHead: ordered.at(-1)?.audit.hash ?? '' };
}

/** Taken back by the opposite of itself: the catalogue has no action for that. */
function isReverse({ action, undoes }: ActionChanged, kinds: ReadonlyMap<string, string>): boolean {
  if (undoes === null) return false;
  const undone = kinds.get(undoes);
  if (undone !== undefined) return undone === action;
  const undo = responseAction(action)?.undo;
  return undo === undefined || responseAction(undo) === undefined;
}
