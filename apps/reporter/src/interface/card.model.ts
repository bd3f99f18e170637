import { Directive, Field, ID, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import { ReporterGraph } from './reporter-graph.js';

@ObjectType({ registerIn: ReporterGraph, description: 'One sentence of a card, with the facts that carry it' })
@Directive('@shareable')
export class Statement {
  @Field()
  text!: string;

  @Field(() => [ID])
  facts!: string[];

  @Field()
  section!: string;
}

@ObjectType({ registerIn: ReporterGraph, description: 'How a card came to be' })
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

@InterfaceType({ registerIn: ReporterGraph, description: 'One generated response of a capability', resolveType: () => 'IncidentReport' })
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

@ObjectType({ registerIn: ReporterGraph })
@Directive('@shareable')
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}
