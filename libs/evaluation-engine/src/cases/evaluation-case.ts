import { z } from 'zod';

/** Name and version of the format. A file of another version is refused, never guessed at. */
export const evaluationCaseSchema = 'attest.evaluation-case/1';

const line = z.string().min(1).max(4_000);
const shortText = z.string().min(1).max(400);
const document = z.string().max(400_000);
const technique = z.string().regex(/^T\d{4}(?:\.\d{3})?$/, 'is no ATT&CK technique id such as T1059.001');
const moment = z.iso.datetime({ offset: true, error: 'is no ISO 8601 time' });
const id = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,119}$/, 'is not made of small letters, digits, dots, dashes and underscores');
const sampleName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, 'is no name of a sample');
const digest = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in hexadecimal');
const record = z.record(z.string().max(200), z.unknown());
const cell = z.union([z.string().max(20_000), z.number(), z.boolean(), z.null()]);

const incidentFields = {
  /** An incident that ships, by name; `inputs/NAME.json` beside the case sets, or a sample of the product. */
  sample: sampleName.optional(),
  /** An incident in Microsoft Graph security form, and event rows with `Table` and `Timestamp`. */
  incident: record.optional(),
  events: z.array(record).max(50_000).optional(),
  /** The input of a card that got feedback: known by its digest, kept by whoever has it. */
  digest: digest.optional(),
};
type WithInput = { sample?: string; incident?: unknown; digest?: string };
const one = (input: WithInput): boolean => [input.sample, input.incident, input.digest].filter((value) => value !== undefined).length === 1;
const oneInput = { error: 'needs exactly one of sample, incident and digest' };

const incidentInput = z.strictObject(incidentFields).refine(one, oneInput);
const actionRecord = z.strictObject({ id: shortText, action: shortText, target: z.strictObject({ type: shortText.optional(), id: shortText.optional(), name: shortText }), state: shortText, by: shortText.optional(), at: moment.optional(), reason: line.optional(), result: line.optional() });
const reportInput = z.strictObject({ ...incidentFields, actions: z.array(actionRecord).max(10_000) }).refine(one, oneInput);
const scriptInput = z.strictObject({ text: document.optional(), digest: digest.optional(), fileName: shortText.optional(), language: shortText.optional() }).refine(({ text, digest: known }) => (text === undefined) !== (known === undefined), { error: 'needs exactly one of text and digest' });
const questionInput = z.strictObject({ question: line.optional(), digest: digest.optional(), now: moment.optional(), rows: z.union([sampleName, z.array(record).max(10_000)]).optional() }).refine(({ question, digest: known }) => (question === undefined) !== (known === undefined), { error: 'needs exactly one of question and digest' });

const source = z.strictObject({ alert: shortText.optional(), table: shortText.optional(), reportId: z.number().optional() }).refine(({ alert, table }) => (alert === undefined) !== (table === undefined), { error: 'names an alert, or a table with a reportId' });
const targeted = z.strictObject({ action: shortText, target: shortText });
const correction = z.strictObject({ shown: line, right: z.string().max(4_000) });

/** What every kind may expect: texts that must not be said, and what people corrected. */
const common = { absent: z.array(shortText).max(200).optional(), corrections: z.array(correction).max(200).optional() };

const expectedSummary = z.strictObject({
  ...common,
  entities: z.array(z.strictObject({ value: shortText, also: z.array(shortText).max(20).optional() })).max(200).optional(),
  facts: z.array(z.strictObject({ says: z.array(shortText).min(1).max(20), cites: z.array(source).max(50).optional(), at: moment.optional(), telemetryOnly: z.boolean().optional() })).max(200).optional(),
  techniques: z.array(technique).max(200).optional(),
  timeline: z.array(z.strictObject({ time: moment, source })).max(500).optional(),
  mostWords: z.int().min(1).max(5_000).optional(),
});
const expectedResponse = z.strictObject({
  ...common,
  classifications: z.array(shortText).max(4).optional(),
  determinations: z.array(shortText).max(20).optional(),
  alerts: z.record(shortText, shortText).optional(),
  actions: z.array(z.strictObject({ action: shortText, target: shortText, alternatives: z.array(shortText).max(20).optional() })).max(100).optional(),
  acceptable: z.array(shortText).max(100).optional(),
  forbidden: z.array(targeted).max(100).optional(),
  needsSeniorApproval: z.array(targeted).max(100).optional(),
  /** Nothing may be contained or remediated. */
  noContainment: z.boolean().optional(),
});
const expectedScript = z.strictObject({
  ...common,
  language: shortText.optional(),
  verdicts: z.array(shortText).max(4).optional(),
  indicators: z.array(z.strictObject({ type: shortText, value: line })).max(500).optional(),
  techniques: z.array(technique).max(200).optional(),
  layers: z.array(z.strictObject({ text: document, contained: z.boolean().optional(), loose: z.boolean().optional(), ignoreCase: z.boolean().optional() })).max(20).optional(),
});
const expectedReport = z.strictObject({ ...common, parts: z.array(shortText).max(50).optional() });
const expectedAnswer = z.strictObject({
  ...common,
  /** The rows of the right answer. Every column here must come back, under any name; more columns are no fault. */
  rows: z.array(z.record(shortText, cell)).max(2_000).optional(),
  tables: z.array(shortText).max(20).optional(),
});

const head = {
  schema: z.literal(evaluationCaseSchema, { error: `is not ${evaluationCaseSchema}` }),
  id,
  /** What it is about, and why the expectations are right: for whoever reads a failure. */
  title: line,
  why: line.optional(),
  tags: z.array(id).max(40),
  source: z.enum(['shipped', 'feedback']),
  /** A person checked the expectations. Unreviewed cases are run and shown, and no gate looks at them. */
  reviewed: z.boolean(),
  /** Of a case made from feedback: what was said. People and tenants are pseudonyms. */
  feedback: z.strictObject({ verdict: z.enum(['confirmed', 'offTarget', 'harmful']), faults: z.array(shortText).max(20), person: shortText, tenant: shortText }).optional(),
};

/** The format as a zod schema: what `parseEvaluationCase` refuses by. */
export const evaluationCase = z.discriminatedUnion('kind', [
  z.strictObject({ ...head, kind: z.literal('incidentSummary'), input: incidentInput, expected: expectedSummary }),
  z.strictObject({ ...head, kind: z.literal('guidedResponse'), input: incidentInput, expected: expectedResponse }),
  z.strictObject({ ...head, kind: z.literal('scriptAnalysis'), input: scriptInput, expected: expectedScript }),
  z.strictObject({ ...head, kind: z.literal('incidentReport'), input: reportInput, expected: expectedReport }),
  z.strictObject({ ...head, kind: z.literal('kqlAnswer'), input: questionInput, expected: expectedAnswer }),
]);

/** One case: an input, what is right about the output, and where the case comes from. */
export type EvaluationCase = z.infer<typeof evaluationCase>;

/** A capability that is evaluated. */
export type EvaluationKind = EvaluationCase['kind'];

/** Every capability that is evaluated, in the order of tables. */
export const evaluationKinds = ['incidentSummary', 'guidedResponse', 'scriptAnalysis', 'incidentReport', 'kqlAnswer'] as const satisfies readonly EvaluationKind[];

/** The case of one kind. */
export type CaseOf<Kind extends EvaluationKind> = Extract<EvaluationCase, { kind: Kind }>;

/** What a case of one kind expects. */
export type ExpectedOf<Kind extends EvaluationKind> = CaseOf<Kind>['expected'];
