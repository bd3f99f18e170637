import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { JsonScalar } from '@attest/service-host';
import { EvaluatorGraph } from './evaluator-graph.js';
import { EvaluationCaseStateName } from './evaluator.enum.js';
import { FeedbackCorrection } from './feedback.model.js';
import { PageInfo } from './page-info.model.js';

@ObjectType({ registerIn: EvaluatorGraph, description: 'A card with feedback, made into a case that engines can be measured by. People and tenant have pseudonyms' })
export class EvaluationCase {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  cardId!: string;

  @Field()
  kind!: string;

  @Field(() => EvaluationCaseStateName)
  state!: EvaluationCaseStateName;

  @Field({ description: 'The state in words' })
  stateSentence!: string;

  @Field(() => [String])
  tags!: string[];

  @Field({ description: 'SHA-256 of the input the card was made from' })
  inputDigest!: string;

  @Field({ description: 'Whether what the card was made from is in the case, with other names; else only its digest is' })
  inputInside!: boolean;

  @Field({ description: 'Where the input is, and why it is not in the case, in words' })
  inputSentence!: string;

  @Field(() => [FeedbackCorrection], { description: 'What the card showed and what is right' })
  expected!: FeedbackCorrection[];

  @Field(() => JsonScalar, { description: 'The case in the form of `EvaluationCase` of @attest/evaluation-engine, its input by the digest; the export holds the input where it is inside' })
  case!: unknown;

  @Field()
  madeByName!: string;

  @Field({ description: 'ISO 8601 UTC' })
  createdAt!: string;

  @Field(() => String, { nullable: true })
  reviewerName!: string | null;

  @Field(() => String, { nullable: true })
  reviewedAt!: string | null;
}

@ObjectType({ registerIn: EvaluatorGraph })
export class EvaluationCaseConnection {
  @Field(() => [EvaluationCase])
  nodes!: EvaluationCase[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int)
  totalCount!: number;
}
