import { Directive, Field, ID, InputType, Int, InterfaceType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { JsonScalar } from '@attest/service-host';
import { ScriptAnalyzerGraph } from './script-analyzer-graph.js';

/** Languages as GraphQL names them. */
export enum ScriptLanguageName {
  POWERSHELL = 'powershell',
  BATCH = 'batch',
  BASH = 'bash',
  VBSCRIPT = 'vbscript',
  JAVASCRIPT = 'javascript',
  PYTHON = 'python',
  UNKNOWN = 'unknown',
}
registerEnumType(ScriptLanguageName, { name: 'ScriptLanguage' });

/** Verdicts as GraphQL names them. */
export enum ScriptVerdict {
  MALICIOUS = 'malicious',
  SUSPICIOUS = 'suspicious',
  BENIGN = 'benign',
  UNKNOWN = 'unknown',
}
registerEnumType(ScriptVerdict, { name: 'ScriptVerdict' });

@ObjectType({ registerIn: ScriptAnalyzerGraph, description: 'One sentence of a card, with the facts that carry it' })
@Directive('@shareable')
export class Statement {
  @Field()
  text!: string;

  @Field(() => [ID])
  facts!: string[];

  @Field()
  section!: string;
}

@ObjectType({ registerIn: ScriptAnalyzerGraph, description: 'How a card came to be' })
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

@InterfaceType({ registerIn: ScriptAnalyzerGraph, description: 'One generated response of a capability', resolveType: () => 'ScriptExplanation' })
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

@ObjectType({ registerIn: ScriptAnalyzerGraph, implements: () => [Card], description: 'What a script does, in plain language; statements cite the facts of its analysis' })
export class ScriptExplanation extends Card {}

@ObjectType({ registerIn: ScriptAnalyzerGraph, description: 'A stretch of a layer and the stretch of its parent it came from, as character offsets' })
export class ScriptOriginSegment {
  @Field(() => Int)
  start!: number;

  @Field(() => Int)
  end!: number;

  @Field(() => Int)
  parentStart!: number;

  @Field(() => Int)
  parentEnd!: number;

  @Field({ description: 'Both stretches hold the same characters' })
  exact!: boolean;
}

@ObjectType({ registerIn: ScriptAnalyzerGraph, description: 'One text of a script: the input, or something that came out of another layer' })
export class ScriptLayer {
  @Field(() => Int)
  index!: number;

  @Field(() => Int, { nullable: true })
  parent!: number | null;

  @Field({ description: '`input`, `payload`, `simplified` or `executed`' })
  kind!: string;

  @Field(() => ScriptLanguageName)
  language!: ScriptLanguageName;

  @Field()
  sha256!: string;

  @Field(() => [String], { description: 'What was done to get here, in order' })
  rules!: string[];

  @Field({ description: 'At most 200,000 characters; `length` says how many there are' })
  text!: string;

  @Field(() => Int)
  length!: number;

  @Field(() => Int, { nullable: true, description: 'Size when the layer is not text' })
  binaryBytes?: number;

  @Field(() => Int, { nullable: true, description: 'First line in the parent it came from' })
  fromLine!: number | null;

  @Field(() => Int, { nullable: true })
  fromEndLine!: number | null;

  @Field(() => Int, { description: 'Line of the input it came from' })
  inputLine!: number;

  @Field(() => Int, { description: 'Byte of the input it came from' })
  inputByte!: number;

  @Field(() => [ScriptOriginSegment])
  segments!: ScriptOriginSegment[];
}

@ObjectType({ registerIn: ScriptAnalyzerGraph, description: 'An observation about a script, with the lines that show it' })
export class ScriptFact {
  @Field(() => ID)
  id!: string;

  @Field()
  type!: string;

  @Field({ description: '`observed`, `derived` or `possible`' })
  certainty!: string;

  @Field({ description: '`routine`, `notable`, `suspicious` or `malicious`' })
  weight!: string;

  @Field({ description: 'What the script does, as a verb phrase' })
  phrase!: string;

  @Field(() => [String])
  techniques!: string[];

  @Field(() => Int)
  layer!: number;

  @Field(() => Int)
  line!: number;

  @Field(() => Int)
  endLine!: number;

  @Field(() => Int, { description: 'Offset in characters of the layer where it begins' })
  start!: number;

  @Field(() => Int)
  end!: number;

  @Field(() => JsonScalar)
  values!: unknown;
}

@ObjectType({ registerIn: ScriptAnalyzerGraph, description: 'Something in a script that can be looked for elsewhere' })
export class ScriptIndicator {
  @Field()
  type!: string;

  @Field()
  value!: string;

  @Field()
  defanged!: string;

  @Field({ description: 'A host that honest software talks to every day' })
  commonHost!: boolean;

  @Field(() => Int)
  layer!: number;

  @Field(() => Int)
  line!: number;

  @Field(() => Int, { description: 'Offset in characters of the layer where it begins' })
  start!: number;

  @Field(() => Int)
  end!: number;

  @Field({ description: 'An advanced hunting query that looks for it' })
  hunt!: string;
}

@ObjectType({ registerIn: ScriptAnalyzerGraph })
export class ScriptTechnique {
  @Field(() => ID)
  id!: string;

  @Field()
  name!: string;

  @Field(() => [String])
  tactics!: string[];

  @Field(() => [ID])
  facts!: string[];
}

@ObjectType({ registerIn: ScriptAnalyzerGraph, description: 'Something that stays closed, and why' })
export class ScriptGap {
  @Field({ description: '`budget`, `unknownKey`, `unknownValue`, `remoteContent`, `malformed` or `unsupported`' })
  reason!: string;

  @Field()
  detail!: string;

  @Field(() => Int)
  layer!: number;

  @Field(() => Int)
  line!: number;
}

@ObjectType({ registerIn: ScriptAnalyzerGraph, description: 'A script by the SHA-256 of its bytes, with its analysis once there is one' })
@Directive('@key(fields: "sha256")')
export class ScriptAnalysis {
  @Field(() => ID)
  sha256!: string;

  @Field({ description: 'False until the first analysis is stored; `scriptAnalysisChanged(sha256)` says when' })
  analyzed!: boolean;

  @Field(() => Int, { nullable: true, description: 'Bytes; null while a script of an incident is on its way' })
  size!: number | null;

  @Field({ description: 'Its beginning, on one line' })
  excerpt!: string;

  @Field(() => String, { nullable: true })
  fileName!: string | null;

  @Field(() => ScriptLanguageName, { nullable: true })
  language!: ScriptLanguageName | null;

  @Field(() => ScriptLanguageName, { nullable: true, description: 'The language somebody named; null when it was found out' })
  languageGiven!: ScriptLanguageName | null;

  @Field(() => ScriptVerdict, { nullable: true })
  verdict!: ScriptVerdict | null;

  @Field(() => Int)
  layerCount!: number;

  @Field(() => Int)
  indicatorCount!: number;

  @Field(() => [String])
  techniqueIds!: string[];

  @Field(() => String, { nullable: true, description: 'ISO 8601 UTC; null while a script of an incident is on its way' })
  submittedAt!: string | null;

  @Field(() => String, { nullable: true })
  analyzedAt!: string | null;
}

@ObjectType({ registerIn: ScriptAnalyzerGraph })
@Directive('@shareable')
export class PageInfo {
  @Field()
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

@ObjectType({ registerIn: ScriptAnalyzerGraph })
export class ScriptAnalysisConnection {
  @Field(() => [ScriptAnalysis])
  nodes!: ScriptAnalysis[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int)
  totalCount!: number;
}

@InputType({ description: 'Which scripts a list shows; a technique matches its sub-techniques too' })
export class ScriptFilterInput {
  @Field(() => ScriptVerdict, { nullable: true })
  verdict?: ScriptVerdict;

  @Field(() => ScriptLanguageName, { nullable: true })
  language?: ScriptLanguageName;

  @Field(() => ID, { nullable: true })
  incidentId?: string;

  @Field(() => String, { nullable: true, description: 'ATT&CK id' })
  technique?: string;

  @Field(() => String, { nullable: true, description: 'Part of the file name, the hash, an indicator (defanged or not) or the text of a layer, of which the first 16,000 characters count' })
  text?: string;

  @Field(() => String, { nullable: true, description: 'ISO 8601' })
  submittedAfter?: string;

  @Field(() => String, { nullable: true, description: 'ISO 8601' })
  submittedBefore?: string;
}

/** This service's own stub of the incident: Nest's metadata is global to a process, so no class is shared. */
@ObjectType('Incident', { registerIn: ScriptAnalyzerGraph })
@Directive('@key(fields: "id")')
export class ScriptedIncident {
  @Field(() => ID)
  id!: string;
}
