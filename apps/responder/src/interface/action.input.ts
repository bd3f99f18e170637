import { Field, ID, InputType } from '@nestjs/graphql';
import { ActionStateName } from './response.enum.js';

@InputType({ description: 'Which actions a list shows' })
export class ActionFilterInput {
  @Field(() => ID, { nullable: true })
  incidentId?: string;

  @Field(() => [ActionStateName], { nullable: true })
  states?: ActionStateName[];

  @Field(() => String, { nullable: true, description: 'Id of the catalogue' })
  action?: string;

  @Field(() => String, { nullable: true, description: 'Part of the name of the target' })
  text?: string;

  @Field(() => Boolean, { nullable: true, description: 'Also proposals that are not recommended any more' })
  withdrawn?: boolean;
}

@InputType({ description: 'An input only a person can give' })
export class ActionInputValue {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  value!: string;
}

@InputType({ description: 'One approval of many' })
export class ActionApprovalInput {
  @Field(() => ID)
  actionId!: string;

  @Field(() => String, { description: '`approval.hash` of the action as it was shown' })
  hash!: string;
}
