import { Directive, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { JsonScalar } from '@attest/service-host';
import { HuntChartKind, HuntComposerName, HuntEntityKind, HuntLiteralOrigin, HuntRunStatus, HuntStatusName } from './hunt.enum.js';
import { KqlAssistantGraph } from './kql-assistant-graph.js';

@ObjectType({ registerIn: KqlAssistantGraph })
@Directive('@shareable')
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntTimeRange {
  @Field(() => String, { nullable: true })
  from!: string | null;

  @Field(() => String, { nullable: true })
  to!: string | null;

  @Field(() => String, { nullable: true })
  last!: string | null;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntColumn {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'Kusto type' })
  type!: string;

  @Field(() => HuntEntityKind, { nullable: true })
  entity!: HuntEntityKind | null;
}

@ObjectType({ registerIn: KqlAssistantGraph, description: '`code` is a HuntErrorCode' })
export class HuntProblem {
  @Field(() => String)
  code!: string;

  @Field(() => String)
  message!: string;

  @Field(() => Int, { nullable: true })
  line!: number | null;

  @Field(() => Int, { nullable: true })
  column!: number | null;

  @Field(() => Int, { nullable: true })
  start!: number | null;

  @Field(() => Int, { nullable: true })
  length!: number | null;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntLogicLine {
  @Field(() => String, { description: 'The clause in plain language' })
  text!: string;

  @Field(() => String, { description: 'The clause in KQL' })
  kql!: string;

  @Field(() => Int, { description: 'Where it stands in the query: UTF-16 units from 0' })
  start!: number;

  @Field(() => Int)
  length!: number;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntLiteral {
  @Field(() => String)
  value!: string;

  @Field(() => HuntLiteralOrigin)
  origin!: HuntLiteralOrigin;

  @Field(() => String, { nullable: true, description: 'The column it is compared with' })
  column!: string | null;

  @Field(() => String, { nullable: true, description: 'Which words, which evidence, or why it was assumed' })
  detail!: string | null;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntChoice {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  label!: string;

  @Field(() => String, { nullable: true })
  detail!: string | null;

  @Field(() => String, { nullable: true })
  kql!: string | null;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntRelaxedQuery {
  @Field(() => String, { description: 'What was taken out' })
  sentence!: string;

  @Field(() => String)
  kql!: string;

  @Field(() => Int)
  rowCount!: number;
}

@ObjectType({ registerIn: KqlAssistantGraph, description: 'Which clause emptied a result, and queries that give rows' })
export class HuntEmptyResult {
  @Field(() => String)
  sentence!: string;

  @Field(() => HuntLogicLine, { nullable: true })
  clause!: HuntLogicLine | null;

  @Field(() => [HuntRelaxedQuery])
  relaxed!: HuntRelaxedQuery[];
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntDryRun {
  @Field(() => Int, { nullable: true, description: 'Rows the query gives; null when it did not end' })
  rowCount!: number | null;

  @Field(() => Boolean, { description: 'There may be more' })
  atLeast!: boolean;

  @Field(() => Int)
  ms!: number;

  @Field(() => HuntProblem, { nullable: true })
  problem!: HuntProblem | null;

  @Field(() => HuntEmptyResult, { nullable: true, description: 'With 0 rows: why' })
  empty!: HuntEmptyResult | null;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntChart {
  @Field(() => HuntChartKind)
  kind!: HuntChartKind;

  @Field(() => String, { nullable: true })
  x!: string | null;

  @Field(() => [String])
  y!: string[];

  @Field(() => String, { nullable: true })
  series!: string | null;

  @Field(() => String, { description: 'Why this one; `render` in the query always wins' })
  reason!: string;

  @Field(() => String, { nullable: true })
  title!: string | null;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntRowConnection {
  @Field(() => [JsonScalar], { description: 'Each a list of cells in the order of the columns' })
  nodes!: unknown[];

  @Field(() => Int)
  totalCount!: number;

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntRun {
  @Field(() => ID)
  id!: string;

  @Field(() => ID, { nullable: true })
  huntId!: string | null;

  @Field(() => String)
  kql!: string;

  @Field(() => HuntTimeRange, { nullable: true })
  timeRange!: HuntTimeRange | null;

  @Field(() => ID, { nullable: true })
  incidentId!: string | null;

  @Field(() => HuntRunStatus)
  status!: HuntRunStatus;

  @Field(() => HuntProblem, { nullable: true, description: 'Why it failed or was stopped' })
  problem!: HuntProblem | null;

  @Field(() => [HuntColumn])
  columns!: HuntColumn[];

  @Field(() => Int, { description: 'Rows kept; grows while it runs' })
  rowCount!: number;

  @Field(() => Boolean, { description: 'There were more rows than are kept' })
  truncated!: boolean;

  @Field(() => HuntChart, { nullable: true, description: '`render` of the query, else what suits the rows' })
  chart!: HuntChart | null;

  @Field(() => String, { description: 'duckdb, defender or kusto' })
  backend!: string;

  @Field(() => String)
  by!: string;

  @Field(() => String)
  startedAt!: string;

  @Field(() => String, { nullable: true })
  endedAt!: string | null;

  @Field(() => Int, { nullable: true })
  ms!: number | null;

  @Field(() => String, { nullable: true, description: 'Until when its rows are kept; null when they are gone' })
  rowsUntil!: string | null;
}

@ObjectType({ registerIn: KqlAssistantGraph, description: 'One turn of hunting: a question with its query, or a query somebody typed (status TYPED)' })
export class Hunt {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true, description: 'Null for a typed query' })
  question!: string | null;

  @Field(() => HuntStatusName)
  status!: HuntStatusName;

  @Field(() => String, { description: 'One sentence to the person: what was found, what is unclear, or why there is no query' })
  answer!: string;

  @Field(() => String, { nullable: true, description: 'Null when the question has to be clarified or could not be answered' })
  kql!: string | null;

  @Field(() => HuntTimeRange, { nullable: true })
  timeRange!: HuntTimeRange | null;

  @Field(() => [String])
  tables!: string[];

  @Field(() => [HuntLogicLine])
  logic!: HuntLogicLine[];

  @Field(() => [HuntLiteral])
  literals!: HuntLiteral[];

  @Field(() => [HuntChoice], { description: 'With status CLARIFY: what to choose from. Also the runners-up of an answered question' })
  choices!: HuntChoice[];

  @Field(() => HuntDryRun, { nullable: true, description: 'How the query did when it was tried; null when there is none' })
  dryRun!: HuntDryRun | null;

  @Field(() => HuntChart, { nullable: true, description: 'How the rows are best shown' })
  chart!: HuntChart | null;

  @Field(() => HuntComposerName)
  composer!: HuntComposerName;

  @Field(() => String, { nullable: true, description: 'Name of the model, when one composed it' })
  model!: string | null;

  @Field(() => String, { nullable: true, description: 'Why a model was asked but rules composed it' })
  fallback!: string | null;

  @Field(() => [String], { description: 'Follow-up questions that make sense now' })
  suggestions!: string[];

  @Field(() => ID, { nullable: true })
  incidentId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The hunt it follows up on' })
  previousId!: string | null;

  @Field(() => String)
  by!: string;

  @Field(() => String, { description: 'ISO 8601 UTC' })
  createdAt!: string;

  @Field(() => Int)
  ms!: number;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntRowBatch {
  @Field(() => ID)
  runId!: string;

  @Field(() => [HuntColumn], { description: 'In every batch the same; empty until known' })
  columns!: HuntColumn[];

  @Field(() => Int, { description: 'Number of the first of these rows, from 0' })
  from!: number;

  @Field(() => [JsonScalar])
  rows!: unknown[];

  @Field(() => Boolean, { description: 'No more will come' })
  done!: boolean;

  @Field(() => HuntRun, { description: 'As it stands now' })
  run!: HuntRun;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntEdge {
  @Field(() => String)
  cursor!: string;

  @Field(() => Hunt)
  node!: Hunt;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntConnection {
  @Field(() => [HuntEdge])
  edges!: HuntEdge[];

  @Field(() => [Hunt])
  nodes!: Hunt[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int)
  totalCount!: number;
}
