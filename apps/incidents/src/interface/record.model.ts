import { Directive, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { JsonScalar } from '@attest/service-host';
import { IncidentsGraph } from './incidents-graph.js';

/** This service's own stub of a script; the script analyzer owns it. */
@ObjectType('ScriptAnalysis', { registerIn: IncidentsGraph })
@Directive('@key(fields: "sha256", resolvable: false)')
export class EvidenceScript {
  @Field(() => ID)
  sha256!: string;
}

@ObjectType({ registerIn: IncidentsGraph, description: 'An item of evidence; `raw` is the item as Microsoft Graph sends it' })
export class Evidence {
  @Field(() => ID)
  alertId!: string;

  @Field(() => Int, { description: 'Its place in its alert, from 0' })
  index!: number;

  @Field({ description: 'Short type name, such as deviceEvidence' })
  type!: string;

  @Field({ description: 'One line that names it' })
  title!: string;

  @Field(() => String, { nullable: true })
  entityType!: string | null;

  @Field(() => String, { nullable: true })
  entityValue!: string | null;

  @Field(() => String, { nullable: true })
  verdict!: string | null;

  @Field(() => String, { nullable: true })
  remediationStatus!: string | null;

  @Field(() => [String])
  roles!: string[];

  @Field(() => [String])
  detailedRoles!: string[];

  @Field(() => String, { nullable: true })
  createdDateTime!: string | null;

  @Field(() => EvidenceScript, { nullable: true, description: 'The analysis of its command line, when it has one' })
  scriptAnalysis!: EvidenceScript | null;

  @Field(() => JsonScalar)
  raw!: unknown;
}

@ObjectType({ registerIn: IncidentsGraph, description: 'An alert; `raw` is the alert as Microsoft Graph sends it, without its evidence' })
export class Alert {
  @Field(() => ID)
  id!: string;

  @Field()
  title!: string;

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field(() => String, { nullable: true })
  severity!: string | null;

  @Field(() => String, { nullable: true })
  status!: string | null;

  @Field(() => String, { nullable: true })
  category!: string | null;

  @Field(() => String, { nullable: true })
  classification!: string | null;

  @Field(() => String, { nullable: true })
  determination!: string | null;

  @Field(() => String, { nullable: true })
  serviceSource!: string | null;

  @Field(() => String, { nullable: true })
  detectionSource!: string | null;

  @Field(() => [String])
  mitreTechniques!: string[];

  @Field(() => String, { nullable: true })
  createdDateTime!: string | null;

  @Field(() => String, { nullable: true })
  firstActivityDateTime!: string | null;

  @Field(() => String, { nullable: true })
  lastActivityDateTime!: string | null;

  @Field(() => String, { nullable: true })
  recommendedActions!: string | null;

  @Field(() => String, { nullable: true })
  alertWebUrl!: string | null;

  @Field(() => JsonScalar)
  raw!: unknown;

  @Field(() => [Evidence])
  evidence!: Evidence[];
}
