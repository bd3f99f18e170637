import { Field, ObjectType } from '@nestjs/graphql';
import { ReporterGraph } from './reporter-graph.js';

@ObjectType({ registerIn: ReporterGraph, description: 'A section that every report of the tenant has' })
export class ReportExtraSection {
  @Field()
  title!: string;

  @Field(() => [String])
  paragraphs!: string[];
}

@ObjectType({ registerIn: ReporterGraph, description: 'How reports of the tenant look' })
export class ReportTemplate {
  @Field({ description: 'Empty: the title says which incident' })
  title!: string;

  @Field()
  organisation!: string;

  @Field({ description: 'PNG or JPEG as a data URI; empty without one' })
  logo!: string;

  @Field({ description: 'Marking of the Traffic Light Protocol' })
  tlp!: string;

  @Field({ description: 'Language of reports when none is asked for: `en` or `de`' })
  language!: string;

  @Field(() => [ReportExtraSection])
  extraSections!: ReportExtraSection[];
}
