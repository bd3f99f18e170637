import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { IncidentUpdate } from '../domain/incident-update.js';

const bigintAsNumber = { to: (value: number) => value, from: (value: string | null) => (value === null ? null : Number(value)) };

/** An incident as lists and pages show it; its whole content stands in `incident_content`. */
@Entity({ name: 'incident' })
export class IncidentEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text')
  id!: string;

  @Column('int')
  revision!: number;

  /** SHA-256 of what the source sent last. */
  @Column('text')
  digest!: string;

  @Column('text')
  source!: 'GRAPH' | 'SENTINEL';

  @Column('text', { name: 'display_name' })
  displayName!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text')
  severity!: string;

  @Column('int', { name: 'severity_rank' })
  severityRank!: number;

  @Column('text')
  status!: string;

  @Column('text', { nullable: true })
  classification!: string | null;

  @Column('text', { nullable: true })
  determination!: string | null;

  @Column('text', { name: 'assigned_to', nullable: true })
  assignedTo!: string | null;

  @Column('text', { name: 'custom_tags', array: true })
  customTags!: string[];

  @Column('text', { name: 'system_tags', array: true })
  systemTags!: string[];

  @Column('text', { name: 'service_sources', array: true })
  serviceSources!: string[];

  @Column('text', { name: 'incident_web_url', nullable: true })
  incidentWebUrl!: string | null;

  @Column('text', { name: 'created_date_time', nullable: true })
  createdDateTime!: string | null;

  @Column('text', { name: 'last_update_date_time', nullable: true })
  lastUpdateDateTime!: string | null;

  @Column('text', { name: 'first_activity_date_time', nullable: true })
  firstActivityDateTime!: string | null;

  @Column('text', { name: 'last_activity_date_time', nullable: true })
  lastActivityDateTime!: string | null;

  @Column('int', { name: 'alert_count' })
  alertCount!: number;

  @Column('int', { name: 'evidence_count' })
  evidenceCount!: number;

  @Column('bigint', { name: 'event_row_count', transformer: bigintAsNumber })
  eventRowCount!: number;

  /** Values people set in Attest, over the source's. */
  @Column('jsonb')
  local!: IncidentUpdate;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;
}

/** What the source sent, in Microsoft Graph form with alerts, packed by `@attest/contracts`. */
@Entity({ name: 'incident_content' })
export class IncidentContentEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text', { name: 'incident_id' })
  incidentId!: string;

  @Column('text')
  packed!: string;
}
