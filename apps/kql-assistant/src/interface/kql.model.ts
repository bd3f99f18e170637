import { Field, Int, ObjectType } from '@nestjs/graphql';
import { HuntCompletionKind, HuntEntityKind, HuntSeverity } from './hunt.enum.js';
import { HuntColumn, HuntLiteral, HuntLogicLine, HuntProblem } from './hunt.model.js';
import { KqlAssistantGraph } from './kql-assistant-graph.js';

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntDiagnostic {
  @Field(() => HuntSeverity)
  severity!: HuntSeverity;

  @Field(() => String, { description: 'Code of the language service (KS142) or a HuntErrorCode' })
  code!: string;

  @Field(() => String)
  message!: string;

  @Field(() => Int)
  start!: number;

  @Field(() => Int)
  length!: number;

  @Field(() => Int)
  line!: number;

  @Field(() => Int)
  column!: number;

  @Field(() => String, { nullable: true, description: 'What could stand there instead' })
  fix!: string | null;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntCheck {
  @Field(() => Boolean, { description: 'It may be run' })
  ok!: boolean;

  @Field(() => [HuntDiagnostic])
  diagnostics!: HuntDiagnostic[];

  @Field(() => [HuntColumn], { description: 'Columns of its result, when known' })
  columns!: HuntColumn[];

  @Field(() => [String])
  tables!: string[];
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntCompletion {
  @Field(() => String)
  label!: string;

  @Field(() => HuntCompletionKind)
  kind!: HuntCompletionKind;

  @Field(() => String, { nullable: true })
  detail!: string | null;

  @Field(() => String, { description: 'Text to put in place of `length` units from `start`; `caret` is where the caret goes in it, default its end' })
  insertText!: string;

  @Field(() => Int)
  start!: number;

  @Field(() => Int)
  length!: number;

  @Field(() => Int, { nullable: true })
  caret!: number | null;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntExplanation {
  @Field(() => [HuntLogicLine])
  lines!: HuntLogicLine[];

  @Field(() => [HuntLiteral])
  literals!: HuntLiteral[];

  @Field(() => [String])
  tables!: string[];

  @Field(() => HuntProblem, { nullable: true })
  problem!: HuntProblem | null;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntTableColumn {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  type!: string;

  @Field(() => HuntEntityKind, { nullable: true })
  entity!: HuntEntityKind | null;

  @Field(() => [String], { description: 'Known values, for columns of few values' })
  values!: string[];
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntTable {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  category!: string;

  @Field(() => Int, { nullable: true, description: 'Event rows here; null when the backend does not tell' })
  rowCount!: number | null;

  @Field(() => [HuntTableColumn])
  columns!: HuntTableColumn[];
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntSchema {
  @Field(() => [HuntTable])
  tables!: HuntTable[];
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntPivot {
  @Field(() => String)
  title!: string;

  @Field(() => String)
  kql!: string;

  @Field(() => [String])
  tables!: string[];
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntExample {
  @Field(() => String)
  question!: string;

  @Field(() => String, { description: 'What it is about: Processes, Network, Identity, Mail ...' })
  topic!: string;
}

@ObjectType({ registerIn: KqlAssistantGraph })
export class HuntEngine {
  @Field(() => String)
  backend!: string;

  @Field(() => String, { nullable: true, description: 'Name of the configured model' })
  model!: string | null;

  @Field(() => Int)
  maxRows!: number;

  @Field(() => Int)
  timeoutSeconds!: number;

  @Field(() => Int)
  maxQueryLength!: number;
}
