import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { JsonScalar } from '@attest/service-host';
import { PageInfo } from './action.model.js';
import { WaitingCode } from './response.enum.js';
import { ResponderGraph } from './responder-graph.js';

@ObjectType({ registerIn: ResponderGraph, description: 'How many actions wait for one reason' })
export class WaitingGroup {
  @Field(() => WaitingCode)
  code!: WaitingCode;

  @Field(() => Int)
  count!: number;

  @Field({ description: 'Of the one that waits longest' })
  sentence!: string;

  @Field()
  since!: string;
}

@ObjectType({ registerIn: ResponderGraph, description: 'Who carries actions out here' })
export class ResponseConnectorState {
  @Field({ description: '`lab`, `manual`, `webhook` or `defender`' })
  name!: string;

  @Field({ description: 'A simulated tenant: nothing real changes' })
  simulated!: boolean;

  @Field({ description: 'It does not take orders right now; they are kept' })
  down!: boolean;

  @Field(() => String, { nullable: true })
  sentence!: string | null;

  @Field(() => String, { nullable: true })
  since!: string | null;
}

@ObjectType({ registerIn: ResponderGraph, description: 'The action centre in figures' })
export class ActionCentre {
  @Field(() => Int, { description: 'Proposed and recommended: wait for a decision' })
  proposed!: number;

  @Field(() => Int, { description: 'Approved and not ended' })
  underWay!: number;

  @Field(() => Int, { description: 'A person has to say what happened' })
  unknown!: number;

  @Field(() => Int)
  confirmed!: number;

  @Field(() => Int)
  failed!: number;

  @Field(() => [WaitingGroup])
  waiting!: WaitingGroup[];

  @Field(() => ResponseConnectorState)
  connector!: ResponseConnectorState;

  @Field({ description: '`off`, `destructive` or `all`' })
  fourEyes!: string;
}

@ObjectType({ registerIn: ResponderGraph, description: 'One thing of the simulated tenant that an action changed' })
export class LabEntity {
  @Field()
  kind!: string;

  @Field(() => ID)
  id!: string;

  @Field()
  name!: string;

  @Field(() => JsonScalar)
  state!: unknown;

  @Field(() => Int)
  changes!: number;

  @Field()
  updatedAt!: string;
}

@ObjectType({ registerIn: ResponderGraph, description: 'The simulated tenant of the connector `lab`: nothing real changes' })
export class LabTenant {
  @Field({ description: 'Always true: say so wherever it is shown' })
  simulated!: boolean;

  @Field(() => [LabEntity], { description: 'Changed last first' })
  entities!: LabEntity[];

  @Field(() => Int)
  totalCount!: number;
}

@ObjectType({ registerIn: ResponderGraph, description: 'One row of the audit log' })
export class AuditRecord {
  @Field(() => Int, { description: 'From 1 without gaps' })
  sequence!: number;

  @Field({ description: 'ISO 8601 UTC' })
  at!: string;

  @Field({ description: '`person` or `machine`' })
  actorKind!: string;

  @Field()
  actor!: string;

  @Field({ description: '`action.approved` and the like' })
  operation!: string;

  @Field(() => ID)
  actionId!: string;

  @Field(() => ID, { nullable: true })
  incidentId!: string | null;

  @Field(() => JsonScalar)
  details!: unknown;

  @Field({ description: 'SHA-256 that the row before has' })
  previous!: string;

  @Field({ description: 'SHA-256 of this row' })
  hash!: string;
}

@ObjectType({ registerIn: ResponderGraph })
export class AuditConnection {
  @Field(() => [AuditRecord])
  nodes!: AuditRecord[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int)
  totalCount!: number;
}
