import { Field, Float, ID, Int, InputType, ObjectType } from '@nestjs/graphql';
import { JsonScalar } from '@attest/service-host';
import { EvaluationLimitVerdictName, EvaluationMetricBetter, EvaluationRunStateName } from './evaluation-run.enum.js';
import { EvaluatorGraph } from './evaluator-graph.js';
import { PageInfo } from './page-info.model.js';

@ObjectType({ registerIn: EvaluatorGraph, description: 'A limit of the gate on a metric, and whether the candidate keeps it by the reviewed cases' })
export class EvaluationRunLimit {
  @Field(() => Float, { nullable: true, description: 'The value may not be above' })
  most!: number | null;

  @Field(() => Float, { nullable: true, description: 'The value may not be below' })
  least!: number | null;

  @Field(() => Boolean, { description: 'A hard limit fails the run; a soft one is shown' })
  hard!: boolean;

  @Field(() => EvaluationLimitVerdictName)
  verdict!: EvaluationLimitVerdictName;

  @Field(() => Float, { nullable: true, description: 'By the reviewed cases alone; null when none measures it' })
  value!: number | null;
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'A metric of a candidate on a capability. docs/evaluation.md says what each means' })
export class EvaluationRunMetric {
  @Field()
  name!: string;

  @Field(() => Float)
  value!: number;

  @Field(() => Float, { nullable: true, description: 'Lower end of the 95 % interval over the cases; null for a count' })
  low!: number | null;

  @Field(() => Float, { nullable: true })
  high!: number | null;

  @Field(() => EvaluationMetricBetter, { nullable: true, description: 'Null for a metric this version does not know' })
  better!: EvaluationMetricBetter | null;

  @Field(() => Boolean, { description: 'What a model thinks, from 1 to 5. No limit looks at it' })
  opinion!: boolean;

  @Field(() => [EvaluationRunLimit])
  limits!: EvaluationRunLimit[];
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'What a candidate reached on a capability' })
export class EvaluationRunFigures {
  @Field()
  candidate!: string;

  @Field({ description: '`EvaluationKind` of @attest/evaluation-engine' })
  kind!: string;

  @Field(() => Int)
  cases!: number;

  @Field(() => Int, { description: 'Cases whose input is not here' })
  skipped!: number;

  @Field(() => Int, { description: 'Cards a model worded' })
  byModel!: number;

  @Field(() => Int, { description: 'Cards the rules wrote although a model was asked' })
  fellBack!: number;

  @Field(() => Int, { nullable: true, description: 'Cases with the same output in every repeat; null without repeats' })
  repeatable!: number | null;

  @Field(() => Float)
  p50Ms!: number;

  @Field(() => Float)
  p95Ms!: number;

  @Field(() => [EvaluationRunMetric])
  metrics!: EvaluationRunMetric[];
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'A candidate against the first one on a metric, paired by case. Metrics that are the same in every case are left out' })
export class EvaluationRunComparison {
  @Field()
  kind!: string;

  @Field()
  metric!: string;

  @Field()
  candidate!: string;

  @Field()
  against!: string;

  @Field(() => Int)
  cases!: number;

  @Field(() => Float, { description: 'Mean of the differences, candidate minus against' })
  mean!: number;

  @Field(() => Float, { description: '95 % interval of the mean, by bootstrap' })
  low!: number;

  @Field(() => Float)
  high!: number;

  @Field(() => Float, { nullable: true, description: "McNemar's exact test, where every case is yes or no" })
  p!: number | null;

  @Field(() => EvaluationMetricBetter, { nullable: true })
  better!: EvaluationMetricBetter | null;
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'What a run comes to' })
export class EvaluationRunOutcome {
  @Field(() => Boolean, { description: 'No hard limit is broken. True too when there was no gate' })
  passed!: boolean;

  @Field(() => Int, { description: 'Limits of the gate, over all candidates' })
  limits!: number;

  @Field(() => Int, { description: 'Those that no case measures' })
  unmeasured!: number;

  @Field(() => Int)
  cases!: number;

  @Field(() => String, { nullable: true, description: 'The model whose opinion stands among the metrics; null without one' })
  judge!: string | null;

  @Field(() => [EvaluationRunFigures])
  figures!: EvaluationRunFigures[];

  @Field(() => [EvaluationRunComparison])
  comparisons!: EvaluationRunComparison[];

  @Field(() => JsonScalar, { description: 'The result as bin/attest eval run --json prints it' })
  result!: unknown;
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'A run of candidates over sets of cases' })
export class EvaluationRun {
  @Field(() => ID)
  id!: string;

  @Field(() => EvaluationRunStateName)
  state!: EvaluationRunStateName;

  @Field({ description: 'The state in words' })
  stateSentence!: string;

  @Field(() => String, { nullable: true, description: 'Why it failed, in a sentence' })
  problem!: string | null;

  @Field(() => Boolean, { description: 'Made elsewhere, such as in CI, and brought in' })
  imported!: boolean;

  @Field(() => [String])
  sets!: string[];

  @Field(() => [String], { description: 'The first is what the others are held against' })
  candidates!: string[];

  @Field(() => Int)
  repeat!: number;

  @Field()
  askedByName!: string;

  @Field({ description: 'ISO 8601 UTC' })
  createdAt!: string;

  @Field(() => String, { nullable: true })
  startedAt!: string | null;

  @Field(() => String, { nullable: true })
  finishedAt!: string | null;

  @Field(() => Int, { description: 'Cards made and scored' })
  done!: number;

  @Field(() => Int, { description: '0 until they are counted' })
  total!: number;

  @Field(() => String, { nullable: true, description: 'Version of the product that was measured' })
  version!: string | null;

  @Field(() => String, { nullable: true, description: 'Commit of the product that was measured; null outside of a checkout' })
  commit!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'No hard limit is broken; null without a result' })
  passed!: boolean | null;
}

@ObjectType({ registerIn: EvaluatorGraph })
export class EvaluationRunConnection {
  @Field(() => [EvaluationRun])
  nodes!: EvaluationRun[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int)
  totalCount!: number;
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'A metric that runs measure' })
export class EvaluationRunMetricName {
  @Field({ description: '`EvaluationKind` of @attest/evaluation-engine' })
  kind!: string;

  @Field()
  name!: string;
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'What a run can be made of here' })
export class EvaluationRunChoices {
  @Field(() => [String], { description: 'Sets that ship; none in an installation without the folder evaluation' })
  shipped!: string[];

  @Field(() => Int, { description: 'Reviewed cases: the set `reviewed`' })
  reviewed!: number;

  @Field(() => String, { nullable: true, description: 'The configured model: the candidate `model:NAME`' })
  model!: string | null;

  @Field({ description: 'Version of the product that runs' })
  version!: string;

  @Field(() => String, { nullable: true, description: 'Commit of its checkout' })
  commit!: string | null;

  @Field(() => Boolean, { description: 'Whether the asker may start, cancel and bring in runs' })
  mayStart!: boolean;

  @Field(() => [EvaluationRunMetricName], { description: 'What evaluationRunTrend can be asked for, in the order of tables' })
  metrics!: EvaluationRunMetricName[];
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'A value of a metric in one run' })
export class EvaluationRunPoint {
  @Field(() => ID)
  runId!: string;

  @Field({ description: 'When the run ended, ISO 8601 UTC' })
  at!: string;

  @Field()
  version!: string;

  @Field(() => String, { nullable: true })
  commit!: string | null;

  @Field(() => [String])
  sets!: string[];

  @Field()
  candidate!: string;

  @Field(() => Float)
  value!: number;

  @Field(() => Float, { nullable: true })
  low!: number | null;

  @Field(() => Float, { nullable: true })
  high!: number | null;
}

@InputType()
export class StartEvaluationRunInput {
  @Field(() => [String], { description: 'Sets that ship, `all` of them, or `reviewed`' })
  sets!: string[];

  @Field(() => [String], { description: '`rules` or `model:NAME`, at most 8; the first is what the others are held against' })
  candidates!: string[];

  @Field(() => Int, { defaultValue: 1, description: 'How often each case is given, at most 20' })
  repeat!: number;
}
