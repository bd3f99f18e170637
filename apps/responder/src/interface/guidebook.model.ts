import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { PageInfo } from './action.model.js';
import { ResponderGraph } from './responder-graph.js';

export enum GuidebookStateName {
  PENDING_REVIEW = 'PENDING_REVIEW',
  APPROVED = 'APPROVED',
  ACTIVE = 'ACTIVE',
  INACTIVE = 'INACTIVE',
  DELETED = 'DELETED',
}
registerEnumType(GuidebookStateName, {
  registerIn: ResponderGraph,
  name: 'GuidebookState',
  description: 'Where a guide stands',
  valuesMap: {
    PENDING_REVIEW: { description: 'Waits for review' },
    APPROVED: { description: 'Reviewed, not active yet' },
    ACTIVE: { description: 'Matched with incidents' },
    INACTIVE: { description: 'Was active' },
    DELETED: { description: 'Its texts are gone' },
  },
});

export enum GuidebookMoveKind {
  APPROVE = 'APPROVE',
  ACTIVATE = 'ACTIVATE',
  DEACTIVATE = 'DEACTIVATE',
  DELETE = 'DELETE',
}
registerEnumType(GuidebookMoveKind, { registerIn: ResponderGraph, name: 'GuidebookMoveKind', description: 'What a person may do with a guide' });

@ObjectType({ registerIn: ResponderGraph, description: 'One thing to do, in the words of a guide: to be shown as text, never obeyed' })
export class GuidebookTask {
  @Field()
  text!: string;

  @Field({ description: 'Where it stands in the file, such as `page 3` or `line 12`' })
  place!: string;
}

@ObjectType({ registerIn: ResponderGraph, description: 'Tasks under one heading of a guide' })
export class GuidebookSection {
  @Field()
  heading!: string;

  @Field(() => [GuidebookTask])
  tasks!: GuidebookTask[];
}

@ObjectType({ registerIn: ResponderGraph, description: 'Who brought a guide into a state' })
export class GuidebookStep {
  @Field(() => GuidebookStateName)
  state!: GuidebookStateName;

  @Field()
  subject!: string;

  @Field()
  name!: string;

  @Field({ description: 'ISO 8601 UTC' })
  at!: string;
}

@ObjectType({ registerIn: ResponderGraph, description: 'Something a person could do with a guide. `allowed` is for whoever asks; else `sentence` says why not' })
export class GuidebookMove {
  @Field(() => GuidebookMoveKind)
  kind!: GuidebookMoveKind;

  @Field()
  allowed!: boolean;

  @Field(() => String, { nullable: true })
  code!: string | null;

  @Field(() => String, { nullable: true })
  sentence!: string | null;
}

@ObjectType({ registerIn: ResponderGraph, description: 'A response guide of the tenant, read into tasks' })
export class Guidebook {
  @Field(() => ID)
  id!: string;

  @Field()
  title!: string;

  @Field()
  fileName!: string;

  @Field({ description: '`pdf`, `docx`, `markdown` or `text`' })
  format!: string;

  @Field(() => Int)
  bytes!: number;

  @Field()
  sha256!: string;

  @Field(() => GuidebookStateName)
  state!: GuidebookStateName;

  @Field({ description: 'The state in words' })
  stateSentence!: string;

  @Field(() => Int, { description: 'Counts its changes from 1' })
  version!: number;

  @Field(() => Int)
  taskCount!: number;

  @Field(() => [GuidebookSection], { description: 'In the order of the document; empty once it is deleted' })
  sections!: GuidebookSection[];

  @Field(() => [String], { description: 'What was left out or changed when it was read; for the review' })
  warnings!: string[];

  @Field(() => [GuidebookStep], { description: 'Oldest first: upload, approval and what followed' })
  history!: GuidebookStep[];

  @Field({ description: 'ISO 8601 UTC' })
  createdAt!: string;

  @Field()
  updatedAt!: string;
}

@ObjectType({ registerIn: ResponderGraph })
export class GuidebookConnection {
  @Field(() => [Guidebook])
  nodes!: Guidebook[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int)
  totalCount!: number;
}
