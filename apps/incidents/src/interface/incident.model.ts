import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { JsonScalar } from '@attest/service-host';
import type { ImportFormat } from '../application/import-incidents.use-case.js';
import type { IncidentOrder } from '../application/incident-queries.js';
import { IncidentsGraph } from './incidents-graph.js';

/** As GraphQL enumerations; the values are their names. */
export const ImportFormatEnum: Record<ImportFormat, ImportFormat> = { GRAPH: 'GRAPH', SENTINEL: 'SENTINEL' };
export const ImportOutcomeEnum = { CREATED: 'CREATED', UPDATED: 'UPDATED', UNCHANGED: 'UNCHANGED' } as const;
export const IncidentOrderEnum: Record<IncidentOrder, IncidentOrder> = { LAST_UPDATE_DESC: 'LAST_UPDATE_DESC', CREATED_DESC: 'CREATED_DESC', SEVERITY_DESC: 'SEVERITY_DESC' };
registerEnumType(ImportFormatEnum, { registerIn: IncidentsGraph, name: 'ImportFormat', description: 'Form of incidents: Microsoft Graph security, or Microsoft Sentinel rows' });
registerEnumType(ImportOutcomeEnum, { registerIn: IncidentsGraph, name: 'ImportOutcome' });
registerEnumType(IncidentOrderEnum, { registerIn: IncidentsGraph, name: 'IncidentOrder' });

@ObjectType({ registerIn: IncidentsGraph, description: 'An incident in Microsoft Graph security form; times are ISO 8601 UTC' })
@Directive('@key(fields: "id")')
export class Incident {
  @Field(() => ID)
  id!: string;

  @Field()
  displayName!: string;

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field()
  severity!: string;

  @Field()
  status!: string;

  @Field(() => String, { nullable: true })
  classification!: string | null;

  @Field(() => String, { nullable: true })
  determination!: string | null;

  @Field(() => String, { nullable: true })
  assignedTo!: string | null;

  @Field(() => [String])
  customTags!: string[];

  @Field(() => [String])
  systemTags!: string[];

  @Field(() => [String])
  serviceSources!: string[];

  @Field(() => String, { nullable: true })
  createdDateTime!: string | null;

  @Field(() => String, { nullable: true })
  lastUpdateDateTime!: string | null;

  @Field(() => String, { nullable: true })
  firstActivityDateTime!: string | null;

  @Field(() => String, { nullable: true })
  lastActivityDateTime!: string | null;

  @Field(() => String, { nullable: true })
  incidentWebUrl!: string | null;

  @Field(() => ImportFormatEnum, { description: 'Where it came from' })
  source!: ImportFormat;

  @Field(() => Int, { description: 'Rises by one with every change' })
  revision!: number;

  @Field(() => Int)
  alertCount!: number;

  @Field(() => Int)
  evidenceCount!: number;

  @Field(() => Int)
  eventRowCount!: number;
}

@ObjectType({ registerIn: IncidentsGraph })
export class IncidentComment {
  @Field()
  comment!: string;

  @Field()
  author!: string;

  @Field()
  createdDateTime!: string;
}

@ObjectType({ registerIn: IncidentsGraph, description: 'One thing that happened to the incident in Attest' })
export class Activity {
  @Field(() => ID)
  id!: string;

  @Field()
  at!: string;

  @Field()
  actor!: string;

  @Field({ description: '`imported`, `sourceChanged`, `eventsAdded`, `fieldChanged` or `commented`' })
  kind!: string;

  @Field(() => String, { nullable: true })
  field!: string | null;

  @Field(() => String, { nullable: true })
  oldValue!: string | null;

  @Field(() => String, { nullable: true })
  newValue!: string | null;
}

@ObjectType({ registerIn: IncidentsGraph, description: 'One telemetry row of an advanced hunting table' })
export class EventRow {
  @Field(() => Int, { description: 'Its number within the incident, from 0; facts cite it' })
  row!: number;

  @Field()
  table!: string;

  @Field()
  timestamp!: string;

  @Field(() => JsonScalar)
  values!: unknown;
}

@InputType({ registerIn: IncidentsGraph })
export class IncidentFilterInput {
  @Field(() => String, { nullable: true, description: 'Part of a title, an assignee or an entity; or a whole id or tag' })
  text?: string | null;

  @Field(() => [String], { nullable: true })
  status?: string[] | null;

  @Field(() => [String], { nullable: true })
  severity?: string[] | null;

  @Field(() => String, { nullable: true })
  assignedTo?: string | null;
}

@InputType({ registerIn: IncidentsGraph, description: 'Fields left out stay as they are; null clears' })
export class UpdateIncidentInput {
  @Field(() => String, { nullable: true })
  status?: string | null;

  @Field(() => String, { nullable: true })
  severity?: string | null;

  @Field(() => String, { nullable: true })
  classification?: string | null;

  @Field(() => String, { nullable: true })
  determination?: string | null;

  @Field(() => String, { nullable: true })
  assignedTo?: string | null;

  @Field(() => [String], { nullable: true })
  customTags?: string[] | null;
}

@InputType({ registerIn: IncidentsGraph })
export class ImportIncidentsInput {
  @Field({ description: 'JSON: one incident, a list, or a page with a "value" list. Larger imports: POST /api/incidents' })
  content!: string;

  @Field(() => ImportFormatEnum, { defaultValue: 'GRAPH' })
  format!: ImportFormat;
}

@ObjectType({ registerIn: IncidentsGraph })
export class ImportedIncident {
  @Field(() => ID)
  id!: string;

  @Field(() => ImportOutcomeEnum)
  outcome!: keyof typeof ImportOutcomeEnum;

  @Field(() => Int)
  revision!: number;

  @Field(() => [String])
  warnings!: string[];
}

@ObjectType({ registerIn: IncidentsGraph })
export class RefusedItem {
  @Field({ description: 'JSON path' })
  position!: string;

  @Field()
  reason!: string;
}

@ObjectType({ registerIn: IncidentsGraph })
export class ImportResult {
  @Field(() => [ImportedIncident])
  incidents!: ImportedIncident[];

  @Field(() => [RefusedItem])
  refused!: RefusedItem[];
}

@ObjectType({ registerIn: IncidentsGraph })
export class EventImportResult {
  @Field(() => Int)
  accepted!: number;

  @Field(() => Int, { description: 'Rows that were there before' })
  known!: number;

  @Field(() => Int)
  refused!: number;

  @Field(() => String, { nullable: true })
  firstRefusal!: string | null;
}
