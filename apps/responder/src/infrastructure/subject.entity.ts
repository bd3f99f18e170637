import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The newest revision of an incident this service has heard of, with its content packed as it came. */
@Entity({ name: 'subject' })
export class ResponseSubjectEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text', { name: 'incident_id' })
  incidentId!: string;

  @Column('int')
  revision!: number;

  @Column('text')
  title!: string;

  @Column('text')
  incident!: string;

  @Column('text')
  events!: string;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
