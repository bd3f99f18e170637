import { Directive, Field, ObjectType } from '@nestjs/graphql';
import { EvaluatorGraph } from './evaluator-graph.js';

@ObjectType({ registerIn: EvaluatorGraph })
@Directive('@shareable')
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}
