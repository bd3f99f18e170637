import { Directive, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { ReportEntity } from '../infrastructure/report.entity.js';
import { Card, PageInfo } from './card.model.js';
import { LineChange, ReportReason, SectionChange } from './report.enum.js';
import { ReporterGraph } from './reporter-graph.js';

@ObjectType({ registerIn: ReporterGraph, description: 'A form a report can be downloaded in' })
export class ReportDownload {
  @Field({ description: '`pdf`, `docx`, `html`, `md`, `json`, `stix` or `csv`' })
  format!: string;

  @Field({ description: 'Address under the one that serves this' })
  path!: string;
}

@ObjectType({ registerIn: ReporterGraph, implements: () => [Card], description: 'One version of the report of an incident' })
export class IncidentReport extends Card {
  @Field({ description: '`en` or `de`' })
  language!: string;

  @Field({ description: 'Marking of the Traffic Light Protocol, such as `TLP:AMBER`' })
  tlp!: string;

  @Field({ description: 'True when the incident was not resolved' })
  interim!: boolean;

  @Field(() => [String], { description: 'What a final report would say and the records did not, one sentence each' })
  missing!: string[];

  @Field(() => String, { nullable: true, description: 'Latest moment any record spoke of, ISO 8601 UTC' })
  asOf!: string | null;

  @Field(() => ReportReason)
  reason!: ReportReason;

  @Field(() => String, { nullable: true, description: 'Name of the person who asked for it; null when Attest made it by itself' })
  madeBy!: string | null;

  @Field(() => [String], { description: 'Sections it has, in the order of reading' })
  sectionIds!: string[];

  @Field(() => [ReportDownload])
  downloads!: ReportDownload[];

  entity!: ReportEntity;
}

@ObjectType({ registerIn: ReporterGraph })
export class IncidentReportConnection {
  @Field(() => [IncidentReport])
  nodes!: IncidentReport[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int)
  totalCount!: number;
}

@ObjectType({ registerIn: ReporterGraph, description: 'One line of a section, as text' })
export class ComparedLine {
  @Field(() => LineChange)
  kind!: LineChange;

  @Field()
  text!: string;
}

@ObjectType({ registerIn: ReporterGraph, description: 'A section of two reports' })
export class ComparedSection {
  @Field(() => ID)
  id!: string;

  @Field()
  title!: string;

  @Field(() => SectionChange)
  change!: SectionChange;

  @Field(() => [ComparedLine], { description: 'Its lines; those that stayed are there too' })
  lines!: ComparedLine[];
}

@ObjectType({ registerIn: ReporterGraph, description: 'Two reports of an incident, section by section' })
export class ReportComparison {
  @Field(() => IncidentReport)
  from!: IncidentReport;

  @Field(() => IncidentReport)
  to!: IncidentReport;

  @Field(() => [ComparedSection])
  sections!: ComparedSection[];
}

/** This service's own stub of the incident: Nest's metadata is global to a process, so no class is shared. */
@ObjectType('Incident', { registerIn: ReporterGraph })
@Directive('@key(fields: "id")')
export class ReportedIncident {
  @Field(() => ID)
  id!: string;
}
