/** What a host needs that keeps the parts of the engine in threads of their own: translating in one, DuckDB in another. */
export { EventInbox } from './backends/event-inbox.js';
export { EventStore, tableSourceOf, type AppendResult } from './backends/event-store.js';
export { cellOf } from './backends/cells.js';
export { failureText } from './backends/failure-text.js';
export { prepareKql, prepareWithRows, type PreparationContext } from './run-kql.js';
export { setupScalars } from './translator/scalars/setup.js';
export { datetimeTicks, sqlTypeOf, timespanTicks } from './translator/literals.js';
export { columnNamed, overlaySchema, readData, schemaFromDefinition, shippedSchema, type HuntingSchema, type HuntingTable, type SchemaDefinition } from './schema/hunting-schema.js';
export { analyzeKql, prepareKql as admitKql, type KqlAnalysis } from './checker/analyze.js';
export { className, listItems } from './language/kusto-syntax.js';
export { checkKql, completeKql, type KqlCheck } from './checker/checker.js';
export { askChecked, askModel, askSchemaOf, explainKql, onlyChecked, refineHunt, refineText, shippedValues, traceLiterals } from './ask/index.js';
export type { AskContext, AskSchema, HuntAnswer, HuntCandidate, HuntPlan, LogicLine, ModelPorts, ModelPrompt, TracedLiteral } from './ask/index.js';
export { modelReplySchema } from './ask/model/model-prompt.js';
export { diagnosticFixes } from './checker/diagnostic-fixes.js';
