import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import { ResponderGraph } from './responder-graph.js';
import { GuidedIncident } from './response.model.js';

@ObjectType({ registerIn: ResponderGraph, description: 'An incident like another one, and by what' })
export class SimilarIncident {
  @Field(() => ID)
  incidentId!: string;

  @Field(() => GuidedIncident)
  incident!: GuidedIncident;

  @Field()
  title!: string;

  @Field({ description: 'As people classified it, in the words of Microsoft Graph; `unknown` before' })
  classification!: string;

  @Field(() => String, { nullable: true, description: 'ISO 8601 UTC; null when no alert tells a time' })
  firstActivity!: string | null;

  @Field(() => Float, { description: 'How much alike, from 0 to 1' })
  score!: number;

  @Field(() => [String], { description: 'What both share, a sentence for entities, techniques and scripts each' })
  reasons!: string[];
}
