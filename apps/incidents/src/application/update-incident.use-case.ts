import type { EntityManager } from 'typeorm';
import { unpackJson } from '@attest/contracts';
import { type ServiceDatabase, takeTurn } from '@attest/persistence';
import { parseIncident } from '@attest/security-model';
import { acceptUpdate, writableFields, type IncidentUpdate } from '../domain/incident-update.js';
import { IncidentsError, IncidentsErrorCode } from '../domain/incidents.error.js';
import { ActivityEntity, CommentEntity } from '../infrastructure/record.entity.js';
import { IncidentContentEntity, IncidentEntity } from '../infrastructure/incident.entity.js';
import type { ChangePublisher } from './change-publisher.js';
import { saveOverview } from './incident-records.js';

const longestComment = 10_000;

/** What people change on an incident; every change is an entry of its activity. */
export class UpdateIncidentUseCase {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly publisher: ChangePublisher,
  ) {}

  /**
   * Changes fields. With `expectedRevision` the change is refused when somebody was quicker.
   * @throws IncidentsError IncidentUnknown, FieldNotAccepted, RevisionChanged
   */
  update(tenant: string, actor: string, id: string, update: IncidentUpdate, expectedRevision?: number): Promise<IncidentEntity> {
    const accepted = acceptUpdate(update);
    return this.change(tenant, id, async (manager, incident) => {
      if (expectedRevision !== undefined && expectedRevision !== incident.revision) {
        throw new IncidentsError(IncidentsErrorCode.RevisionChanged, `The incident is at revision ${incident.revision}, not ${expectedRevision}. Read it again and decide anew.`);
      }
      const changed = writableFields.filter((field) => accepted[field] !== undefined && text(accepted[field]) !== text(incident[field]));
      if (changed.length === 0) return incident;
      const content = await manager.findOneByOrFail(IncidentContentEntity, { tenant, incidentId: id });
      const local = { ...incident.local, ...Object.fromEntries(changed.map((field) => [field, accepted[field]])) };
      const saved = await saveOverview(manager, parseIncident(unpackJson<unknown>(content.packed)).incident, { ...incident, local, revision: incident.revision + 1 });
      for (const field of changed) {
        await manager.insert(ActivityEntity, { tenant, incidentId: id, actor, at: new Date(), kind: 'fieldChanged', field, oldValue: text(incident[field]), newValue: text(accepted[field]) });
      }
      await this.publisher.publish(manager, saved, 'updated');
      return saved;
    });
  }

  /**
   * Adds a comment; it is an entry of the activity as well.
   * @throws IncidentsError IncidentUnknown, FieldNotAccepted
   */
  comment(tenant: string, actor: string, id: string, comment: string): Promise<IncidentEntity> {
    const words = comment.trim();
    if (words === '' || words.length > longestComment) throw new IncidentsError(IncidentsErrorCode.FieldNotAccepted, `A comment has 1 to ${longestComment} characters.`, 'comment');
    return this.change(tenant, id, async (manager, incident) => {
      await manager.insert(CommentEntity, { tenant, incidentId: id, author: actor, at: new Date(), comment: words });
      await manager.insert(ActivityEntity, { tenant, incidentId: id, actor, at: new Date(), kind: 'commented', newValue: words.slice(0, 200) });
      // The incident is as it was, at the same revision: only who tells of what people did hears something new.
      await this.publisher.publish(manager, incident, 'updated');
      return incident;
    });
  }

  private change(tenant: string, id: string, work: (manager: EntityManager, incident: IncidentEntity) => Promise<IncidentEntity>): Promise<IncidentEntity> {
    return this.database.inTenant(tenant, async (manager) => {
      await takeTurn(manager, `attest incident ${tenant} ${id}`);
      const incident = await manager.findOneBy(IncidentEntity, { tenant, id });
      if (!incident) throw new IncidentsError(IncidentsErrorCode.IncidentUnknown, `There is no incident ${id}.`);
      return work(manager, incident);
    });
  }
}

function text(value: string | string[] | null | undefined): string | null {
  if (value === undefined || value === null) return null;
  return Array.isArray(value) ? value.join(', ') : value;
}
