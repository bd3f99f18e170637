import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { EvaluatorGraph } from './evaluator-graph.js';
import { LessonStateName } from './evaluator.enum.js';
import { PageInfo } from './page-info.model.js';

@ObjectType({ registerIn: EvaluatorGraph, description: 'What a person proposes for next time. Listed for people; nothing applies it by itself' })
export class Lesson {
  @Field(() => ID)
  id!: string;

  @Field({ description: 'In the words of the person: to be shown as text' })
  text!: string;

  @Field(() => String, { nullable: true, description: 'Kind of card it is about; null for every kind' })
  kind!: string | null;

  @Field(() => String, { nullable: true, description: 'Incident type or tag it is about; null for every incident' })
  tag!: string | null;

  @Field(() => ID, { nullable: true, description: 'The card it was proposed at' })
  cardId!: string | null;

  @Field(() => LessonStateName)
  state!: LessonStateName;

  @Field({ description: 'The state in words' })
  stateSentence!: string;

  @Field()
  authorName!: string;

  @Field({ description: 'I proposed it' })
  mine!: boolean;

  @Field({ description: 'I may review it now' })
  mayReview!: boolean;

  @Field(() => String, { nullable: true, description: 'ISO 8601 UTC; null when it does not end' })
  expiresAt!: string | null;

  @Field({ description: 'ISO 8601 UTC' })
  createdAt!: string;

  @Field(() => String, { nullable: true })
  reviewerName!: string | null;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => String, { nullable: true })
  reviewedAt!: string | null;
}

@ObjectType({ registerIn: EvaluatorGraph })
export class LessonConnection {
  @Field(() => [Lesson])
  nodes!: Lesson[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int)
  totalCount!: number;
}

@InputType()
export class ProposeLessonInput {
  @Field({ description: 'At most 2,000 characters' })
  text!: string;

  @Field(() => String, { nullable: true, description: 'Kind of card; null for every kind' })
  kind?: string | null;

  @Field(() => String, { nullable: true, description: 'Incident type or tag; null for every incident' })
  tag?: string | null;

  @Field(() => ID, { nullable: true, description: 'The card it is proposed at' })
  cardId?: string | null;

  @Field(() => String, { nullable: true, description: 'Day or time in ISO 8601, in the future' })
  expiresAt?: string | null;
}
