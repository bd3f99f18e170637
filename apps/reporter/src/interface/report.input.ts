import { Field, InputType } from '@nestjs/graphql';
import { ReporterGraph } from './reporter-graph.js';

@InputType({ registerIn: ReporterGraph, description: 'How a report is to be; what is left out comes from the template' })
export class MakeReportInput {
  @Field(() => String, { nullable: true, description: '`en` or `de`' })
  language?: string | null;

  @Field(() => [String], { nullable: true, description: 'Sections wanted; all without it' })
  sections?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Marking of the Traffic Light Protocol, with or without `TLP:`' })
  tlp?: string | null;
}

@InputType({ registerIn: ReporterGraph })
export class ReportExtraSectionInput {
  @Field(() => String)
  title!: string;

  @Field(() => [String])
  paragraphs!: string[];
}

@InputType({ registerIn: ReporterGraph, description: 'How reports of the tenant are to look; what is left out stays as it is, an empty text takes it away' })
export class ReportTemplateInput {
  @Field(() => String, { nullable: true })
  title?: string | null;

  @Field(() => String, { nullable: true })
  organisation?: string | null;

  @Field(() => String, { nullable: true, description: 'PNG or JPEG of at most 500 kB as a data URI' })
  logo?: string | null;

  @Field(() => String, { nullable: true })
  tlp?: string | null;

  @Field(() => String, { nullable: true })
  language?: string | null;

  @Field(() => [ReportExtraSectionInput], { nullable: true })
  extraSections?: ReportExtraSectionInput[] | null;
}
