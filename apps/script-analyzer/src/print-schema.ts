import type { Logger } from '@attest/observability';
import { printSubgraph, type CompositionStore } from '@attest/service-host';
import { AnalyzeScriptUseCase } from './application/analyze-script.use-case.js';
import { ScriptAnalyzerModule } from './script-analyzer.module.js';

const neverRuns = Object.create(AnalyzeScriptUseCase.prototype) as AnalyzeScriptUseCase;
process.stdout.write(`${(await printSubgraph(ScriptAnalyzerModule.with(neverRuns, {} as CompositionStore, 'unused', {} as Logger))).trim()}\n`);
