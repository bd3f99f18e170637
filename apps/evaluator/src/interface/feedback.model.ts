import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { EvaluatorGraph } from './evaluator-graph.js';
import { FeedbackFaultName, FeedbackVerdictName } from './evaluator.enum.js';
import { PageInfo } from './page-info.model.js';

@ObjectType({ registerIn: EvaluatorGraph, description: 'One value or statement that was wrong, and what is right where the person said it' })
export class FeedbackCorrection {
  @Field(() => Int, { nullable: true, description: 'Which statement of the card or part, from 0' })
  statement!: number | null;

  @Field({ description: 'What the card showed' })
  shown!: string;

  @Field(() => String, { nullable: true })
  right!: string | null;
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'What one person says of a card or of one part of it' })
export class CardFeedback {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  cardId!: string;

  @Field(() => String, { nullable: true, description: 'Such as the id of one recommendation; null for the whole card' })
  part!: string | null;

  @Field({ description: '`incidentSummary`, `guidedResponse`, `scriptAnalysis`, `incidentReport` or `kqlAnswer`' })
  kind!: string;

  @Field(() => ID)
  subjectId!: string;

  @Field(() => FeedbackVerdictName)
  verdict!: FeedbackVerdictName;

  @Field(() => [FeedbackFaultName])
  faults!: FeedbackFaultName[];

  @Field(() => String, { nullable: true, description: 'In the words of the person: to be shown as text' })
  comment!: string | null;

  @Field(() => [FeedbackCorrection])
  corrections!: FeedbackCorrection[];

  @Field()
  byName!: string;

  @Field({ description: 'I said it' })
  mine!: boolean;

  @Field({ description: 'Of the last change, ISO 8601 UTC' })
  at!: string;

  @Field(() => Int, { description: 'Counts its changes from 1' })
  version!: number;

  @Field()
  withdrawn!: boolean;

  @Field(() => String, { description: '`rules` or `model`' })
  composer!: string;

  @Field(() => String, { nullable: true })
  model!: string | null;
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'How many people say what of one part of a card' })
export class CardPartFeedback {
  @Field(() => String, { nullable: true, description: 'Null for the card as a whole' })
  part!: string | null;

  @Field(() => Int)
  confirmed!: number;

  @Field(() => Int)
  offTarget!: number;

  @Field(() => Int)
  harmful!: number;
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'What people say of a card and its parts' })
export class CardFeedbackSummary {
  @Field(() => ID)
  cardId!: string;

  @Field({ description: 'The evaluator has heard of the card; only then can it take feedback' })
  known!: boolean;

  @Field(() => Int, { description: 'Of the whole card and its parts' })
  confirmed!: number;

  @Field(() => Int)
  offTarget!: number;

  @Field(() => Int)
  harmful!: number;

  @Field(() => [CardPartFeedback], { description: 'The same for each part somebody spoke of, the whole card first' })
  parts!: CardPartFeedback[];

  @Field(() => [CardFeedback], { description: 'What I said of it and its parts' })
  mine!: CardFeedback[];
}

@ObjectType({ registerIn: EvaluatorGraph })
export class FeedbackConnection {
  @Field(() => [CardFeedback])
  nodes!: CardFeedback[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int)
  totalCount!: number;
}

@InputType({ description: 'Which feedback a list shows' })
export class FeedbackFilterInput {
  @Field(() => String, { nullable: true })
  kind?: string | null;

  @Field(() => FeedbackVerdictName, { nullable: true })
  verdict?: FeedbackVerdictName | null;

  @Field(() => String, { nullable: true, description: 'Day or time in ISO 8601' })
  from?: string | null;

  @Field(() => String, { nullable: true, description: 'Day (included) or time in ISO 8601' })
  to?: string | null;

  @Field(() => String, { nullable: true })
  composer?: string | null;

  @Field(() => String, { nullable: true })
  model?: string | null;

  @Field(() => ID, { nullable: true })
  cardId?: string | null;
}

@InputType()
export class FeedbackCorrectionInput {
  @Field(() => Int, { nullable: true, description: 'Which statement of the card or part, from 0' })
  statement?: number | null;

  @Field({ description: 'What the card shows' })
  shown!: string;

  @Field(() => String, { nullable: true })
  right?: string | null;
}

@InputType()
export class GiveFeedbackInput {
  @Field(() => ID)
  cardId!: string;

  @Field(() => String, { nullable: true, description: 'Id of one recommendation, say; null for the whole card' })
  part?: string | null;

  @Field(() => FeedbackVerdictName)
  verdict!: FeedbackVerdictName;

  @Field(() => [FeedbackFaultName], { defaultValue: [], description: 'What was wrong; none when the card is confirmed' })
  faults!: FeedbackFaultName[];

  @Field(() => String, { nullable: true, description: 'At most 4,000 characters' })
  comment?: string | null;

  @Field(() => [FeedbackCorrectionInput], { defaultValue: [], description: 'At most 100' })
  corrections!: FeedbackCorrectionInput[];
}
