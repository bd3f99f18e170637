import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { EvaluatorGraph } from './evaluator-graph.js';

/** Values are those of composition.changed.v1. */
export enum ArmComposerName {
  RULES = 'rules',
  MODEL = 'model',
}
registerEnumType(ArmComposerName, {
  registerIn: EvaluatorGraph,
  name: 'ArmComposer',
  description: 'What turns facts into statements',
  valuesMap: { RULES: { description: 'Always there' }, MODEL: { description: 'A model at the configured endpoint; every statement is verified' } },
});

@ObjectType({ registerIn: EvaluatorGraph, description: 'One way of composing cards' })
export class CompositionArm {
  @Field({ description: 'Nothing is set here: the services compose as they are configured' })
  asConfigured!: boolean;

  @Field(() => ArmComposerName)
  composer!: ArmComposerName;

  @Field(() => String, { nullable: true, description: 'Name of the model, the configured one where none is set; null for rules' })
  model!: string | null;

  @Field(() => String, { nullable: true, description: 'The prompt that is set; null for the one that ships, and for rules' })
  prompt!: string | null;

  @Field(() => String, { nullable: true, description: 'Hash that cards of this arm carry in their provenance; null for rules and where a kind has no prompt to set' })
  promptHash!: string | null;
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'A revision of who composes the cards of a kind' })
export class CompositionRevision {
  @Field(() => Int)
  revision!: number;

  @Field(() => CompositionArm)
  current!: CompositionArm;

  @Field(() => CompositionArm, { nullable: true })
  canary!: CompositionArm | null;

  @Field(() => Int, { nullable: true })
  canaryShare!: number | null;

  @Field(() => Int, { nullable: true, description: 'The revision a roll-back brought back; 0 is the one before anything was set' })
  restores!: number | null;

  @Field()
  byName!: string;

  @Field({ description: 'In the words of the person: to be shown as text' })
  reason!: string;

  @Field({ description: 'ISO 8601 UTC' })
  at!: string;
}

@ObjectType({ registerIn: EvaluatorGraph, description: 'Who composes the cards of a kind from now on. Cards that are there stay as they are until they are made again' })
export class Composition {
  @Field({ description: '`incidentSummary`, `scriptAnalysis` or `kqlAnswer`: the kinds a model can word' })
  kind!: string;

  @Field(() => Int, { description: 'Counts the changes; 0 before the first. A change names the revision it was made upon' })
  revision!: number;

  @Field(() => CompositionArm)
  current!: CompositionArm;

  @Field(() => CompositionArm, { nullable: true, description: 'A candidate that composes the cards of some subjects' })
  canary!: CompositionArm | null;

  @Field(() => Int, { nullable: true, description: 'Percent of subjects whose cards the canary composes. A subject stays with its arm while the revision stands' })
  canaryShare!: number | null;

  @Field(() => String, { nullable: true, description: 'Name of the model the services are configured with; null without one' })
  configuredModel!: string | null;

  @Field(() => String, { nullable: true, description: 'The prompt that ships; null where a kind has no prompt to set' })
  shippedPrompt!: string | null;

  @Field(() => String, { nullable: true, description: 'Why no prompt can be set; null where one can' })
  promptRefusal!: string | null;

  @Field(() => String, { nullable: true, description: 'Why no model can be set; null where one can' })
  modelRefusal!: string | null;

  @Field({ description: 'I may change it' })
  mayChange!: boolean;

  @Field(() => Int, { nullable: true, description: 'The revision whose arms a roll-back would bring back; 0 is the one before anything was set, null when there is none' })
  rollsBackTo!: number | null;

  @Field(() => [CompositionRevision], { description: 'Newest first, at most 50' })
  history!: CompositionRevision[];
}

@InputType()
export class CompositionArmInput {
  @Field(() => ArmComposerName)
  composer!: ArmComposerName;

  @Field(() => String, { nullable: true, description: 'A model at the configured endpoint; without it the configured one' })
  model?: string | null;

  @Field(() => String, { nullable: true, description: 'At most 16 KB; without it the one that ships' })
  prompt?: string | null;
}

@InputType()
export class CompositionCanaryInput {
  @Field(() => CompositionArmInput, { nullable: true, description: 'Without it the canary composes as the services are configured' })
  arm?: CompositionArmInput | null;

  @Field(() => Int, { defaultValue: 10, description: 'Percent of subjects, from 1 to 50' })
  share!: number;
}

@InputType()
export class SetCompositionInput {
  @Field({ description: '`incidentSummary`, `scriptAnalysis` or `kqlAnswer`' })
  kind!: string;

  @Field(() => Int, { description: 'The revision the change is made upon; another one is refused' })
  expectedRevision!: number;

  @Field(() => CompositionArmInput, { nullable: true, description: 'Without it the services compose as they are configured' })
  current?: CompositionArmInput | null;

  @Field(() => CompositionCanaryInput, { nullable: true, description: 'Without it there is no canary' })
  canary?: CompositionCanaryInput | null;

  @Field()
  reason!: string;
}
