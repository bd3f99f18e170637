import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One alert of an incident. `document` is the alert in Graph form without its evidence. */
@Entity({ name: 'alert' })
export class AlertEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text', { name: 'incident_id' })
  incidentId!: string;

  @PrimaryColumn('text')
  id!: string;

  /** Place in time order, from 0. */
  @Column('int')
  position!: number;

  @Column('jsonb')
  document!: Record<string, unknown>;
}

/** One evidence item. `index` is its place in its alert, from 0; `position` its place in the incident. */
@Entity({ name: 'evidence' })
export class EvidenceEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text', { name: 'incident_id' })
  incidentId!: string;

  @PrimaryColumn('text', { name: 'alert_id' })
  alertId!: string;

  @PrimaryColumn('int', { name: 'evidence_index' })
  index!: number;

  @Column('int')
  position!: number;

  @Column('text')
  type!: string;

  @Column('text', { name: 'entity_type', nullable: true })
  entityType!: string | null;

  @Column('text', { name: 'entity_value', nullable: true })
  entityValue!: string | null;

  @Column('jsonb')
  document!: Record<string, unknown>;
}

/** One telemetry row. `row` counts from 0 in the order of arrival and is what facts cite. */
@Entity({ name: 'event_row' })
export class EventRowEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text', { name: 'incident_id' })
  incidentId!: string;

  @PrimaryColumn('int')
  row!: number;

  @Column('text', { name: 'table_name' })
  table!: string;

  @Column('text')
  timestamp!: string;

  @Column('jsonb')
  values!: Record<string, unknown>;
}

/** One thing that happened to an incident in Attest; only ever added. */
@Entity({ name: 'activity' })
export class ActivityEntity {
  @PrimaryColumn('bigint')
  id!: string;

  @Column('text')
  tenant!: string;

  @Column('text', { name: 'incident_id' })
  incidentId!: string;

  @Column('timestamptz')
  at!: Date;

  @Column('text')
  actor!: string;

  @Column('text')
  kind!: string;

  @Column('text', { nullable: true })
  field!: string | null;

  @Column('text', { name: 'old_value', nullable: true })
  oldValue!: string | null;

  @Column('text', { name: 'new_value', nullable: true })
  newValue!: string | null;
}

/** A comment made in Attest; comments of the source stand in its content. */
@Entity({ name: 'comment' })
export class CommentEntity {
  @PrimaryColumn('bigint')
  id!: string;

  @Column('text')
  tenant!: string;

  @Column('text', { name: 'incident_id' })
  incidentId!: string;

  @Column('timestamptz')
  at!: Date;

  @Column('text')
  author!: string;

  @Column('text')
  comment!: string;
}
