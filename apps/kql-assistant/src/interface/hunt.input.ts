import { Field, ID, InputType } from '@nestjs/graphql';
import { KqlAssistantGraph } from './kql-assistant-graph.js';

@InputType({ registerIn: KqlAssistantGraph, description: 'Times of the table\'s time column. ISO 8601; `to` is exclusive; `last` is a Kusto timespan such as 24h or 7d and excludes the other two' })
export class HuntTimeRangeInput {
  @Field(() => String, { nullable: true })
  from?: string | null;

  @Field(() => String, { nullable: true })
  to?: string | null;

  @Field(() => String, { nullable: true })
  last?: string | null;
}

@InputType({ registerIn: KqlAssistantGraph })
export class HuntContextInput {
  @Field(() => ID, { nullable: true, description: 'The incident the question is about: its entities may be meant by \'the device\', \'that user\'' })
  incidentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The hunt this follows up on: \'only on that host\', \'by hour\'' })
  huntId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the choice picked, when the hunt it belongs to (`huntId`) asked back; `question` is then the question of that hunt' })
  choiceId?: string | null;
}

@InputType({ registerIn: KqlAssistantGraph })
export class HuntFilterInput {
  @Field(() => ID, { nullable: true })
  incidentId?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the question or of the query' })
  text?: string | null;
}

@InputType({ registerIn: KqlAssistantGraph })
export class SaveHuntInput {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => String)
  kql!: string;

  @Field(() => HuntTimeRangeInput, { nullable: true })
  timeRange?: HuntTimeRangeInput | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Visible in the whole tenant; else only to me' })
  shared!: boolean;
}

@InputType({ registerIn: KqlAssistantGraph })
export class UpdateSavedHuntInput {
  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => String, { nullable: true })
  kql?: string | null;

  @Field(() => HuntTimeRangeInput, { nullable: true })
  timeRange?: HuntTimeRangeInput | null;

  @Field(() => Boolean, { nullable: true })
  shared?: boolean | null;
}

@InputType({ registerIn: KqlAssistantGraph, description: '`type` as evidence says it (entityType), or: device, user, ip, url, domain, fileHash, file, process, mailbox, mailMessage, registryKey, cloudApp' })
export class HuntEntityInput {
  @Field(() => String)
  type!: string;

  @Field(() => String)
  value!: string;

  @Field(() => ID, { nullable: true })
  incidentId?: string | null;
}
