import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { JsonScalar } from '@attest/service-host';
import { ReporterGraph } from './reporter-graph.js';

@ObjectType({ registerIn: ReporterGraph, description: 'How many there are of something' })
export class PeriodCount {
  @Field()
  name!: string;

  @Field(() => Int)
  count!: number;
}

@ObjectType({ registerIn: ReporterGraph, description: 'An asset and how many incidents name it' })
export class PeriodAsset {
  @Field({ description: '`device` or `user`' })
  kind!: string;

  @Field()
  name!: string;

  @Field(() => Int)
  count!: number;
}

@ObjectType({ registerIn: ReporterGraph, description: 'How many actions of a kind stand where' })
export class PeriodActionCount {
  @Field({ description: 'Id of the catalogue of response actions' })
  action!: string;

  @Field()
  state!: string;

  @Field(() => Int)
  count!: number;
}

@ObjectType({ registerIn: ReporterGraph, description: 'Figures of the incidents created in a period' })
export class PeriodFigures {
  @Field(() => Int)
  incidents!: number;

  @Field(() => [PeriodCount])
  bySeverity!: PeriodCount[];

  @Field(() => [PeriodCount])
  byStatus!: PeriodCount[];

  @Field(() => [PeriodCount])
  byClassification!: PeriodCount[];

  @Field(() => Int, { description: 'Incidents whose creation and resolution are both on record: the ones the times are of' })
  timed!: number;

  @Field(() => Float, { nullable: true, description: 'Mean time from creation to resolution in seconds' })
  mttrSeconds!: number | null;

  @Field(() => Float, { nullable: true, description: 'Median of the same in seconds' })
  medianSeconds!: number | null;

  @Field(() => [PeriodCount], { description: 'Techniques by the number of incidents that show them' })
  topTechniques!: PeriodCount[];

  @Field(() => [PeriodAsset])
  topAssets!: PeriodAsset[];

  @Field(() => [PeriodActionCount])
  actions!: PeriodActionCount[];
}

@ObjectType({ registerIn: ReporterGraph, description: 'The incidents created in a period, in one report' })
export class PeriodReport {
  @Field({ description: 'ISO 8601 UTC, included' })
  from!: string;

  @Field({ description: 'ISO 8601 UTC, not included' })
  to!: string;

  @Field(() => PeriodFigures)
  figures!: PeriodFigures;

  @Field(() => JsonScalar, { description: 'The report with its sections and blocks, as of an incident' })
  report!: unknown;
}
