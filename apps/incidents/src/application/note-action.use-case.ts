import type { ActionChanged, ActionState, Envelope } from '@attest/contracts';
import { storableJson } from '@attest/identity/audit';
import type { Inbox } from '@attest/messaging';
import type { ServiceDatabase } from '@attest/persistence';
import { responseAction } from '@attest/security-model';
import { IncidentEntity } from '../infrastructure/incident.entity.js';
import { ActivityEntity } from '../infrastructure/record.entity.js';

/** The consumer group of this service. */
export const incidentsGroup = 'incidents';

/** Entries of actions in the activity. They do not travel with the incident: whoever needs actions hears of them first hand. */
export const actionActivity = 'actionChanged';

/** States a reader of the activity wants to see; the others are steps between them. */
const told: Readonly<Partial<Record<ActionState, string>>> = { APPROVED: 'approved', DECLINED: 'declined', CONFIRMED: 'carried out', FAILED: 'failed', UNKNOWN: 'outcome not known', UNDONE: 'taken back' };

/** Writes what became of response actions into the activity of their incidents. */
export class NoteActionUseCase {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly inbox: Inbox,
  ) {}

  /** Handles one `action.changed.v1`: afterwards the activity has one entry of it, when it is worth one and the incident is known. */
  async onActionChanged({ id: eventId, tenant, payload }: Envelope<ActionChanged>): Promise<void> {
    const { incidentId, action, target, state, by, at } = payload;
    const what = told[state];
    await this.database.inTenant(tenant, async (manager) => {
      if (!(await this.inbox.record(manager, incidentsGroup, eventId)) || what === undefined) return;
      if (!(await manager.existsBy(IncidentEntity, { tenant, id: incidentId }))) return;
      const entry = { actor: by?.name ?? 'Attest', field: responseAction(action)?.title ?? action, newValue: `${target.name || target.id}, ${what}` };
      await manager.insert(ActivityEntity, { tenant, incidentId, at: new Date(at), kind: actionActivity, ...storableJson(entry) });
    });
  }
}
