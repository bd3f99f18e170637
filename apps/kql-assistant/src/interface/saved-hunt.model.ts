import { Directive, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { HuntColumn, HuntTimeRange, PageInfo } from './hunt.model.js';
import { KqlAssistantGraph } from './kql-assistant-graph.js';

@ObjectType({ registerIn: KqlAssistantGraph })
export class SavedHunt {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field(() => String)
  kql!: string;

  @Field(() => HuntTimeRange, { nullable: true })
  timeRange!: HuntTimeRange | null;

  @Field(() => Boolean)
  shared!: boolean;

  @Field(() => Boolean, { description: 'It is mine: I may change it' })
  own!: boolean;

  @Field(() => String)
  by!: string;

  @Field(() => String)
  createdAt!: string;

  @Field(() => String)
  updatedAt!: string;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class SavedHuntEdge {
  @Field(() => String)
  cursor!: string;

  @Field(() => SavedHunt)
  node!: SavedHunt;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class SavedHuntConnection {
  @Field(() => [SavedHuntEdge])
  edges!: SavedHuntEdge[];

  @Field(() => [SavedHunt])
  nodes!: SavedHunt[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int)
  totalCount!: number;
}

@ObjectType({ registerIn: KqlAssistantGraph, description: 'A hunt kept with an incident: its rows stay as they were found' })
export class IncidentHunt {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  incidentId!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String, { nullable: true })
  note!: string | null;

  @Field(() => String, { nullable: true })
  question!: string | null;

  @Field(() => String)
  kql!: string;

  @Field(() => HuntTimeRange, { nullable: true })
  timeRange!: HuntTimeRange | null;

  @Field(() => [HuntColumn])
  columns!: HuntColumn[];

  @Field(() => Int)
  rowCount!: number;

  @Field(() => String, { description: 'When the rows were found' })
  ranAt!: string;

  @Field(() => String)
  linkedBy!: string;

  @Field(() => String)
  linkedAt!: string;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class IncidentHuntEdge {
  @Field(() => String)
  cursor!: string;

  @Field(() => IncidentHunt)
  node!: IncidentHunt;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class IncidentHuntConnection {
  @Field(() => [IncidentHuntEdge])
  edges!: IncidentHuntEdge[];

  @Field(() => [IncidentHunt])
  nodes!: IncidentHunt[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int)
  totalCount!: number;
}

/** This service's own stub of the incident: Nest's metadata is global to a process, so no class is shared. */
@ObjectType('Incident', { registerIn: KqlAssistantGraph })
@Directive('@key(fields: "id")')
export class HuntedIncident {
  @Field(() => ID)
  id!: string;
}
