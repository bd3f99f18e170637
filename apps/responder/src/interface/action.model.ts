import { Directive, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { JsonScalar } from '@attest/service-host';
import { ActionMoveKind, ActionStateName, IdempotencyName, WaitingCode } from './response.enum.js';
import { ActionTarget } from './response.model.js';
import { ResponderGraph } from './responder-graph.js';

@ObjectType({ registerIn: ResponderGraph })
@Directive('@shareable')
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

@ObjectType({ registerIn: ResponderGraph, description: 'What a person decided about an action' })
export class ActionDecision {
  @Field()
  subject!: string;

  @Field()
  name!: string;

  @Field({ description: 'ISO 8601 UTC' })
  at!: string;

  @Field(() => String, { nullable: true })
  reason!: string | null;
}

@ObjectType({ registerIn: ResponderGraph, description: 'Why an action does not move right now' })
export class ActionWaiting {
  @Field(() => WaitingCode)
  code!: WaitingCode;

  @Field()
  sentence!: string;

  @Field()
  since!: string;
}

@ObjectType({ registerIn: ResponderGraph, description: 'Why an action was not carried out, or is unknown' })
export class ActionOutcome {
  @Field()
  code!: string;

  @Field()
  sentence!: string;
}

@ObjectType({ registerIn: ResponderGraph, description: 'What a person recorded' })
export class ManualRecord {
  @Field()
  name!: string;

  @Field()
  at!: string;

  @Field({ description: 'It was done' })
  done!: boolean;

  @Field({ description: 'What shows it' })
  evidence!: string;
}

@ObjectType({ registerIn: ResponderGraph, description: 'Something a person could do about an action. `allowed` is for whoever asks; else `sentence` says why not' })
export class ActionMove {
  @Field(() => ActionMoveKind)
  kind!: ActionMoveKind;

  @Field()
  allowed!: boolean;

  @Field(() => String, { nullable: true })
  code!: string | null;

  @Field(() => String, { nullable: true })
  sentence!: string | null;
}

@ObjectType({ registerIn: ResponderGraph, description: 'What an approval of this action asks for' })
export class ActionApproval {
  @Field({ description: 'Of exactly what is shown: goes with the approval' })
  hash!: string;

  @Field({ description: 'Role that is needed' })
  role!: string;

  @Field()
  needsReason!: boolean;

  @Field({ description: 'Two different people have to approve' })
  needsTwo!: boolean;

  @Field(() => [String], { description: 'Inputs only a person can give' })
  inputs!: string[];

  @Field({ description: 'Who would carry it out' })
  connector!: string;

  @Field({ description: 'In the simulated tenant only' })
  simulated!: boolean;
}

@ObjectType({ registerIn: ResponderGraph, description: 'A response action and where it stands' })
@Directive('@key(fields: "id")')
export class ResponseAction {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  incidentId!: string;

  @Field(() => Int, { description: 'The revision of the incident it was recommended for' })
  incidentRevision!: number;

  @Field({ description: 'Id of the catalogue of response actions' })
  action!: string;

  @Field()
  title!: string;

  @Field({ description: 'It does the opposite of `action`' })
  reverse!: boolean;

  @Field()
  category!: string;

  @Field(() => ActionTarget)
  target!: ActionTarget;

  @Field(() => JsonScalar)
  parameters!: unknown;

  @Field(() => [String], { description: 'Devices a file action is done on' })
  devices!: string[];

  @Field()
  destructive!: boolean;

  @Field(() => Int)
  priority!: number;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => String, { nullable: true })
  expectedEffect!: string | null;

  @Field(() => String, { nullable: true })
  warning!: string | null;

  @Field({ description: 'False when the newest response does not recommend it any more' })
  recommended!: boolean;

  @Field(() => ActionStateName)
  state!: ActionStateName;

  @Field({ description: 'The state in words' })
  stateSentence!: string;

  @Field(() => Int, { description: 'Counts its changes from 1' })
  version!: number;

  @Field(() => ID, { nullable: true, description: 'The action this one takes back' })
  undoes!: string | null;

  @Field(() => ID, { nullable: true, description: 'The action that takes this one back' })
  undoneBy!: string | null;

  @Field(() => [ActionDecision])
  approvals!: ActionDecision[];

  @Field(() => ActionDecision, { nullable: true })
  declined!: ActionDecision | null;

  @Field(() => ManualRecord, { nullable: true })
  record!: ManualRecord | null;

  @Field(() => String, { nullable: true, description: 'Who carries it out: `lab`, `manual`, `webhook` or `defender`' })
  connector!: string | null;

  @Field({ description: 'Carried out in the simulated tenant only' })
  simulated!: boolean;

  @Field(() => IdempotencyName, { nullable: true })
  idempotency!: IdempotencyName | null;

  @Field(() => Int)
  attempts!: number;

  @Field(() => String, { nullable: true, description: 'What the target calls it' })
  reference!: string | null;

  @Field(() => JsonScalar, { nullable: true })
  result!: unknown;

  @Field(() => ActionOutcome, { nullable: true })
  outcome!: ActionOutcome | null;

  @Field(() => ActionWaiting, { nullable: true })
  waiting!: ActionWaiting | null;

  @Field(() => String, { nullable: true, description: 'When it is tried or asked for again; ISO 8601 UTC' })
  nextAttemptAt!: string | null;

  @Field()
  createdAt!: string;

  @Field()
  updatedAt!: string;

  @Field(() => String, { nullable: true })
  endedAt!: string | null;
}

@ObjectType({ registerIn: ResponderGraph })
export class ResponseActionEdge {
  @Field(() => String)
  cursor!: string;

  @Field(() => ResponseAction)
  node!: ResponseAction;
}

@ObjectType({ registerIn: ResponderGraph })
export class ResponseActionConnection {
  @Field(() => [ResponseActionEdge])
  edges!: ResponseActionEdge[];

  @Field(() => [ResponseAction])
  nodes!: ResponseAction[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int)
  totalCount!: number;
}

@ObjectType({ registerIn: ResponderGraph, description: 'What became, or would become, of one approval of many' })
export class BulkApproval {
  @Field(() => ID)
  actionId!: string;

  @Field()
  ok!: boolean;

  @Field({ description: 'What would happen, or why it would not' })
  sentence!: string;

  @Field(() => String, { nullable: true, description: 'Code of the refusal' })
  code!: string | null;

  @Field(() => String, { nullable: true })
  connector!: string | null;

  @Field(() => ResponseAction, { nullable: true })
  action!: ResponseAction | null;
}
