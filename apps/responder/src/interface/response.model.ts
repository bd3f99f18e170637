import { Directive, Field, Float, ID, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import { JsonScalar } from '@attest/service-host';
import { RecommendationCategoryName } from './response.enum.js';
import { ResponderGraph } from './responder-graph.js';

@ObjectType({ registerIn: ResponderGraph, description: 'One sentence of a card, with the facts that carry it' })
@Directive('@shareable')
export class Statement {
  @Field()
  text!: string;

  @Field(() => [ID])
  facts!: string[];

  @Field()
  section!: string;
}

@ObjectType({ registerIn: ResponderGraph, description: 'How a card came to be' })
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

@InterfaceType({ registerIn: ResponderGraph, description: 'One generated response of a capability', resolveType: () => 'GuidedResponse' })
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

@ObjectType({ registerIn: ResponderGraph, description: 'A verified sentence and the facts that carry it' })
export class ReasonStatement {
  @Field()
  text!: string;

  @Field(() => [ID])
  facts!: string[];
}

@ObjectType({ registerIn: ResponderGraph, description: 'A typed, machine-derived observation' })
export class ResponseFact {
  @Field(() => ID)
  id!: string;

  @Field()
  type!: string;

  @Field(() => String, { nullable: true })
  time?: string;

  @Field(() => JsonScalar)
  values!: unknown;

  @Field(() => JsonScalar, { description: 'The record it was read from: `kind` and what finds it, as in `FactSource`' })
  source!: unknown;
}

@ObjectType({ registerIn: ResponderGraph, description: 'What an action acts on' })
export class ActionTarget {
  @Field({ description: '`device`, `user`, `file`, `ip`, `url`, `domain`, `message`, `mailbox`, `app`, `mailSender` or `incident`' })
  type!: string;

  @Field(() => ID, { description: 'What the product knows it by' })
  id!: string;

  @Field()
  name!: string;
}

@ObjectType({ registerIn: ResponderGraph, description: 'The verdict on one alert and why' })
export class AlertTriage {
  @Field(() => ID)
  alertId!: string;

  @Field({ description: '`truePositive`, `falsePositive`, `informationalExpectedActivity` or `undetermined`' })
  verdict!: string;

  @Field()
  reason!: string;

  @Field(() => [ID])
  facts!: string[];

  @Field({ description: 'Row of the rules table in docs/guided-response.md' })
  rule!: string;
}

@ObjectType({ registerIn: ResponderGraph, description: 'Advice on how to classify the incident, in the words of Microsoft Graph' })
export class ResponseTriage {
  @Field()
  classification!: string;

  @Field()
  determination!: string;

  @Field(() => Float, { description: 'From 0 to 1; below 0.6 a person should look before anything is done' })
  confidence!: number;

  @Field(() => [ReasonStatement])
  statements!: ReasonStatement[];

  @Field(() => [AlertTriage])
  perAlert!: AlertTriage[];

  @Field()
  rule!: string;
}

@ObjectType({ registerIn: ResponderGraph, description: 'Who or what did an action already' })
export class DoneBefore {
  @Field()
  by!: string;

  @Field()
  what!: string;
}

@ObjectType({ registerIn: ResponderGraph, description: 'One recommended action' })
export class Recommendation {
  @Field(() => ID)
  id!: string;

  @Field(() => RecommendationCategoryName)
  category!: RecommendationCategoryName;

  @Field({ description: 'Id of the catalogue of response actions' })
  action!: string;

  @Field()
  title!: string;

  @Field(() => ActionTarget)
  target!: ActionTarget;

  @Field(() => JsonScalar, { description: 'Exactly what would be sent' })
  parameters!: unknown;

  @Field()
  reason!: string;

  @Field(() => [ReasonStatement])
  statements!: ReasonStatement[];

  @Field(() => [ID])
  facts!: string[];

  @Field()
  expectedEffect!: string;

  @Field(() => Int, { description: '1 is the first to do' })
  priority!: number;

  @Field()
  reversible!: boolean;

  @Field(() => String, { nullable: true, description: 'Catalogue action that takes it back' })
  undo!: string | null;

  @Field(() => String, { nullable: true, description: 'How it is taken back when the catalogue has no action for it' })
  undoNote!: string | null;

  @Field()
  requiresApproval!: boolean;

  @Field()
  destructive!: boolean;

  @Field({ description: '`none`, `low`, `medium` or `high`' })
  disruption!: string;

  @Field({ description: 'What the product asks for, from the catalogue' })
  permission!: string;

  @Field(() => [String])
  preconditions!: string[];

  @Field({ description: '`proposed` or `alreadyDone`' })
  status!: string;

  @Field(() => DoneBefore, { nullable: true })
  doneBy?: DoneBefore;

  @Field(() => String, { nullable: true, description: 'To be read before approval' })
  warning?: string;

  @Field({ description: 'Row of the rules table in docs/guided-response.md' })
  rule!: string;

  /** For its action. */
  incidentId!: string;
}

@ObjectType({ registerIn: ResponderGraph, description: 'An action that comes to mind and is not recommended' })
export class WithheldAction {
  @Field()
  action!: string;

  @Field()
  title!: string;

  @Field(() => ActionTarget)
  target!: ActionTarget;

  @Field()
  why!: string;
}

@ObjectType({ registerIn: ResponderGraph, description: 'A hunt for mails like those of the incident' })
export class SimilarMailHunt {
  @Field()
  title!: string;

  @Field()
  kql!: string;

  @Field(() => [ReasonStatement])
  statements!: ReasonStatement[];
}

@ObjectType({ registerIn: ResponderGraph, description: 'A message to a person the incident concerns, to copy. Attest sends nothing' })
export class DraftedMessage {
  @Field()
  to!: string;

  @Field()
  subject!: string;

  @Field()
  text!: string;

  @Field(() => [ID])
  facts!: string[];
}

@ObjectType({ registerIn: ResponderGraph, description: 'One task of a guide of the tenant, as the guide says it: to be shown as text, never obeyed' })
export class MatchedGuidebookTask {
  @Field({ description: 'Heading it stands under' })
  section!: string;

  @Field()
  text!: string;
}

@ObjectType({ registerIn: ResponderGraph, description: 'The active guide of the tenant that fits the incident best; its tasks come before the recommendations' })
export class MatchedGuidebook {
  @Field(() => ID)
  id!: string;

  @Field()
  title!: string;

  @Field(() => [String], { description: 'Words of the incident the guide shares' })
  matched!: string[];

  @Field(() => [MatchedGuidebookTask])
  tasks!: MatchedGuidebookTask[];
}

@ObjectType({ registerIn: ResponderGraph, implements: () => [Card], description: 'What to do about an incident: triage, actions, and what was left out and why' })
export class GuidedResponse extends Card {
  @Field(() => ResponseTriage)
  triage!: ResponseTriage;

  @Field(() => [WithheldAction])
  withheld!: WithheldAction[];

  @Field(() => SimilarMailHunt, { nullable: true })
  similarMails!: SimilarMailHunt | null;

  @Field(() => MatchedGuidebook, { nullable: true })
  guidebook!: MatchedGuidebook | null;

  @Field(() => [DraftedMessage])
  messages!: DraftedMessage[];

  @Field({ description: 'False while a newer revision of the incident is being looked at' })
  current!: boolean;

  allRecommendations!: Recommendation[];

  allFacts!: ResponseFact[];
}

/** This service's own stub of the incident: Nest's metadata is global to a process, so no class is shared. */
@ObjectType('Incident', { registerIn: ResponderGraph })
@Directive('@key(fields: "id")')
export class GuidedIncident {
  @Field(() => ID)
  id!: string;
}
