import { Directive, Field, ID, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import { JsonScalar } from '@attest/service-host';
import { SummarizerGraph } from './summarizer-graph.js';

@ObjectType({ registerIn: SummarizerGraph, description: 'One sentence of a card, with the facts that carry it' })
@Directive('@shareable')
export class Statement {
  @Field()
  text!: string;

  @Field(() => [ID])
  facts!: string[];

  @Field()
  section!: string;
}

@ObjectType({ registerIn: SummarizerGraph, description: 'How a card came to be' })
@Directive('@shareable')
export class Provenance {
  @Field({ description: '`rules` or `model`' })
  composer!: string;

  @Field(() => String, { nullable: true, description: 'Why a model was asked but rules composed the card' })
  fallback?: string;

  @Field()
  engine!: string;

  @Field(() => String, { nullable: true })
  model?: string;

  @Field(() => String, { nullable: true })
  promptHash?: string;

  @Field({ description: 'SHA-256 of the input' })
  inputDigest!: string;

  @Field(() => Int, { nullable: true })
  ms?: number;

  @Field(() => Int, { nullable: true })
  promptTokens?: number;

  @Field(() => Int, { nullable: true })
  completionTokens?: number;

  @Field(() => Int)
  facts!: number;

  @Field(() => Int, { description: 'Statements that did not survive verification' })
  dropped!: number;

  @Field(() => Int, { description: 'Statements rules rewrote after a model failed verification' })
  repaired!: number;
}

@InterfaceType({ registerIn: SummarizerGraph, description: 'One generated response of a capability', resolveType: () => 'IncidentSummary' })
export abstract class Card {
  @Field(() => ID)
  id!: string;

  @Field()
  kind!: string;

  @Field(() => ID)
  subjectId!: string;

  @Field(() => Int)
  subjectRevision!: number;

  @Field(() => Int)
  version!: number;

  @Field()
  title!: string;

  @Field(() => [Statement])
  statements!: Statement[];

  @Field(() => Provenance)
  provenance!: Provenance;

  @Field({ description: 'ISO 8601 UTC' })
  createdAt!: string;
}

@ObjectType({ registerIn: SummarizerGraph })
export class TimelineEntry {
  @Field({ description: 'ISO 8601 UTC' })
  time!: string;

  @Field()
  text!: string;

  @Field(() => [ID])
  facts!: string[];

  @Field(() => String, { nullable: true })
  tactic?: string;

  @Field(() => String, { nullable: true })
  severity?: string;
}

@ObjectType('CardEntity', { registerIn: SummarizerGraph, description: 'An entity of the card with its role in the incident' })
export class CardEntityItem {
  @Field()
  type!: string;

  @Field()
  value!: string;

  @Field(() => [String], { description: 'Other names and ids, as a SID, a process id or a display name' })
  names!: string[];

  @Field()
  role!: string;

  @Field(() => String, { nullable: true })
  verdict?: string;

  @Field(() => Int, { nullable: true })
  alertCount?: number;

  @Field(() => [ID])
  facts!: string[];
}

@ObjectType({ registerIn: SummarizerGraph, description: 'An observable to search or block elsewhere' })
export class Indicator {
  @Field()
  type!: string;

  @Field({ description: 'The real value' })
  value!: string;

  @Field({ description: 'The value made safe to show and paste' })
  defanged!: string;

  @Field(() => [ID])
  facts!: string[];
}

@ObjectType({ registerIn: SummarizerGraph })
export class Technique {
  @Field(() => ID)
  id!: string;

  @Field()
  name!: string;

  @Field(() => [String])
  tactics!: string[];
}

@ObjectType({ registerIn: SummarizerGraph, description: 'The record a fact was read from' })
export class FactSource {
  @Field({ description: '`incident`, `alert`, `evidence`, `event`, `script` or `derived`' })
  kind!: string;

  @Field(() => String, { nullable: true })
  field?: string;

  @Field(() => ID, { nullable: true })
  alertId?: string;

  @Field(() => Int, { nullable: true })
  evidenceIndex?: number;

  @Field(() => String, { nullable: true })
  evidenceType?: string;

  @Field(() => String, { nullable: true })
  table?: string;

  @Field(() => Int, { nullable: true })
  row?: number;

  @Field(() => String, { nullable: true })
  reportId?: string;

  @Field(() => String, { nullable: true })
  timestamp?: string;

  @Field(() => ID, { nullable: true, description: 'SHA-256 of a script' })
  sha256?: string;

  @Field(() => Int, { nullable: true, description: 'Layer of a script, from 0' })
  layer?: number;

  @Field(() => Int, { nullable: true, description: 'Line of a layer, from 1' })
  line?: number;

  @Field(() => [ID], { nullable: true })
  from?: string[];

  @Field(() => String, { nullable: true })
  rule?: string;
}

@ObjectType({ registerIn: SummarizerGraph, description: 'A typed, machine-derived observation' })
export class Fact {
  @Field(() => ID)
  id!: string;

  @Field()
  type!: string;

  @Field(() => String, { nullable: true })
  time?: string;

  @Field(() => JsonScalar)
  values!: unknown;

  @Field(() => FactSource)
  source!: FactSource;
}

@ObjectType({ registerIn: SummarizerGraph })
export class DroppedStatement {
  @Field()
  text!: string;

  @Field()
  reason!: string;

  @Field(() => [String])
  atoms!: string[];
}

@ObjectType({ registerIn: SummarizerGraph, implements: () => [Card], description: 'What happened, when and where it began, to whom, and what is still open' })
export class IncidentSummary extends Card {
  @Field(() => [ID])
  titleFacts!: string[];

  @Field(() => [TimelineEntry])
  timeline!: TimelineEntry[];

  @Field(() => [CardEntityItem])
  entities!: CardEntityItem[];

  @Field(() => [Indicator])
  indicators!: Indicator[];

  @Field(() => [Technique])
  techniques!: Technique[];

  @Field(() => [DroppedStatement])
  dropped!: DroppedStatement[];

  @Field({ description: 'False while a newer revision of the incident is being summarised' })
  current!: boolean;

  allFacts!: Fact[];
}

/** This service's own stub of the incident: Nest's metadata is global to a process, so no class is shared. */
@ObjectType('Incident', { registerIn: SummarizerGraph })
@Directive('@key(fields: "id")')
export class SummarizedIncident {
  @Field(() => ID)
  id!: string;
}
