import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HuntColumn } from '@attest/kql-engine';
import type { HuntChart, HuntContent, HuntProblem, HuntStatus, RunStatus, TimeRange } from '../domain/hunt.js';

/** One turn of hunting of a person: a question or a typed query, and what came of it. */
@Entity({ name: 'hunt' })
export class HuntEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  subject!: string;

  @Column('text', { name: 'by_name' })
  byName!: string;

  @Column('text', { nullable: true })
  question!: string | null;

  @Column('text', { nullable: true })
  kql!: string | null;

  @Column('text')
  status!: HuntStatus;

  @Column('text', { name: 'incident_id', nullable: true })
  incidentId!: string | null;

  @Column('uuid', { name: 'previous_id', nullable: true })
  previousId!: string | null;

  @Column('jsonb')
  content!: HuntContent;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}

/** One execution of a query; its rows are kept in chunks until `rowsUntil`. */
@Entity({ name: 'run' })
export class RunEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'hunt_id', nullable: true })
  huntId!: string | null;

  @Column('text')
  subject!: string;

  @Column('text', { name: 'by_name' })
  byName!: string;

  @Column('text')
  kql!: string;

  @Column('jsonb', { name: 'time_range', nullable: true })
  timeRange!: TimeRange | null;

  @Column('text', { name: 'incident_id', nullable: true })
  incidentId!: string | null;

  @Column('text')
  status!: RunStatus;

  @Column('jsonb', { nullable: true })
  problem!: HuntProblem | null;

  @Column('jsonb')
  columns!: HuntColumn[];

  @Column('int', { name: 'row_count' })
  rowCount!: number;

  @Column('boolean')
  truncated!: boolean;

  @Column('jsonb', { nullable: true })
  chart!: HuntChart | null;

  @Column('text')
  backend!: string;

  /** Somebody wants it stopped; the process that runs it looks. */
  @Column('boolean')
  cancel!: boolean;

  /** The process that runs it moves this on; when it has passed, that process is gone. */
  @Column('timestamptz', { name: 'alive_until' })
  aliveUntil!: Date;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  @Column('int', { nullable: true })
  ms!: number | null;

  @Column('timestamptz', { name: 'rows_until' })
  rowsUntil!: Date;

  @Column('boolean', { name: 'rows_gone' })
  rowsGone!: boolean;
}

/** A query somebody saved under a name. */
@Entity({ name: 'saved_hunt' })
export class SavedHuntEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  subject!: string;

  @Column('text', { name: 'by_name' })
  byName!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text')
  kql!: string;

  @Column('jsonb', { name: 'time_range', nullable: true })
  timeRange!: TimeRange | null;

  @Column('boolean')
  shared!: boolean;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}

/** A run kept with an incident, with its rows. */
@Entity({ name: 'incident_hunt' })
export class IncidentHuntEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { name: 'incident_id' })
  incidentId!: string;

  @Column('text')
  title!: string;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('text', { nullable: true })
  question!: string | null;

  @Column('text')
  kql!: string;

  @Column('jsonb', { name: 'time_range', nullable: true })
  timeRange!: TimeRange | null;

  @Column('jsonb')
  columns!: HuntColumn[];

  @Column('int', { name: 'row_count' })
  rowCount!: number;

  @Column('timestamptz', { name: 'ran_at' })
  ranAt!: Date;

  @Column('text')
  subject!: string;

  @Column('text', { name: 'linked_by' })
  linkedBy!: string;

  @Column('timestamptz', { name: 'linked_at' })
  linkedAt!: Date;
}
