import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { EvaluatorGraph } from './evaluator-graph.js';

@ObjectType({ registerIn: EvaluatorGraph, description: 'How many votes say it, with the Wilson interval of 95 %' })
export class EvaluationShare {
  @Field(() => Int)
  count!: number;

  @Field(() => Float, { nullable: true, description: 'From 0 to 1; null without votes' })
  share!: number | null;

  @Field(() => Float)
  low!: number;

  @Field(() => Float)
  high!: number;
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'Figures of one kind of card as one composer, model, prompt and engine made it: cards made and votes given in the time asked for' })
export class EvaluationRow {
  @Field()
  kind!: string;

  @Field({ description: '`rules` or `model`' })
  composer!: string;

  @Field(() => String, { nullable: true })
  model!: string | null;

  @Field(() => String, { nullable: true })
  promptHash!: string | null;

  @Field({ description: 'Name and version; `unknown` for cards of before it was told' })
  engine!: string;

  @Field(() => Int)
  cards!: number;

  @Field(() => Int, { description: 'One per person, card version and part; those withdrawn do not count' })
  votes!: number;

  @Field(() => EvaluationShare)
  confirmed!: EvaluationShare;

  @Field(() => EvaluationShare)
  offTarget!: EvaluationShare;

  @Field(() => EvaluationShare)
  harmful!: EvaluationShare;

  @Field(() => Int, { description: 'Statements shown' })
  statements!: number;

  @Field(() => Int, { description: 'Statements that did not survive verification' })
  dropped!: number;

  @Field(() => Float, { nullable: true, description: 'Of all statements composed, the share that was dropped; null without statements' })
  droppedShare!: number | null;

  @Field(() => Int, { description: 'Cards rules composed although a model was asked' })
  fallback!: number;

  @Field(() => Int, { description: 'Statements rules rewrote after a model failed verification' })
  repaired!: number;

  @Field(() => Int, { nullable: true, description: 'Half of the cards took no longer, in milliseconds: the upper edge of a bucket a quarter wide' })
  p50Ms!: number | null;

  @Field(() => Int, { nullable: true, description: '95 of 100 cards took no longer' })
  p95Ms!: number | null;

  @Field(() => Float)
  promptTokens!: number;

  @Field(() => Float)
  completionTokens!: number;

  @Field(() => Float, { nullable: true, description: 'By the prices of ATTEST_MODEL_PRICES; null when the model has none there' })
  cost!: number | null;

  @Field(() => Float, { nullable: true, description: 'Words changed between what was shown and what people say is right, as a share of the longer text; null without corrections' })
  editDistance!: number | null;
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'One kind of card on one day' })
export class EvaluationDay {
  @Field({ description: 'Such as 2026-11-23, UTC' })
  day!: string;

  @Field()
  kind!: string;

  @Field(() => Int)
  cards!: number;

  @Field(() => Int)
  votes!: number;

  @Field(() => Int)
  confirmed!: number;

  @Field(() => Int)
  offTarget!: number;

  @Field(() => Int)
  harmful!: number;

  @Field(() => Int)
  statements!: number;

  @Field(() => Int)
  dropped!: number;
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'A change of what people say that chance does not explain' })
export class EvaluationAlert {
  @Field()
  kind!: string;

  @Field()
  composer!: string;

  @Field(() => String, { nullable: true })
  model!: string | null;

  @Field({ description: 'What grew: `offTarget` (off target or harmful) or `harmful`' })
  verdict!: string;

  @Field({ description: 'Day of the alert, UTC' })
  day!: string;

  @Field({ description: 'Day the change began, as far as the votes tell' })
  since!: string;

  @Field(() => Float, { description: 'The share before' })
  before!: number;

  @Field(() => Float, { description: 'The share since then' })
  after!: number;

  @Field(() => Int, { description: 'Votes looked at, at most a quarter of one person' })
  votes!: number;

  @Field(() => Int)
  people!: number;

  @Field()
  sentence!: string;
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'A card that people found harmful or off target' })
export class WorstCard {
  @Field(() => ID)
  cardId!: string;

  @Field()
  kind!: string;

  @Field(() => ID)
  subjectId!: string;

  @Field(() => Int)
  version!: number;

  @Field()
  composer!: string;

  @Field(() => String, { nullable: true })
  model!: string | null;

  @Field(() => Int)
  confirmed!: number;

  @Field(() => Int)
  offTarget!: number;

  @Field(() => Int)
  harmful!: number;

  @Field({ description: 'Of the last vote, ISO 8601 UTC' })
  at!: string;
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'How the cards of a time did' })
export class Evaluation {
  @Field({ description: 'First day, UTC' })
  from!: string;

  @Field({ description: 'Last day' })
  to!: string;

  @Field(() => [EvaluationRow], { description: 'By kind, then most votes first' })
  rows!: EvaluationRow[];

  @Field(() => [EvaluationDay], { description: 'Days with cards or votes, oldest first' })
  trend!: EvaluationDay[];

  @Field(() => [EvaluationAlert], { description: 'Newest first. Needs 20 votes of 5 people' })
  alerts!: EvaluationAlert[];

  @Field(() => [WorstCard], { description: 'Most harmful first, at most 20' })
  worst!: WorstCard[];
}
