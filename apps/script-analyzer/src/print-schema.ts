import type { Logger } from '@attest/observability';
import { printSubgraph } from '@attest/service-host';
import { AnalyzeScriptUseCase } from './application/analyze-script.use-case.js';
import { ScriptAnalyzerModule } from './script-analyzer.module.js';

const neverRuns = Object.create(AnalyzeScriptUseCase.prototype) as AnalyzeScriptUseCase;
process.stdout.write(`${(await printSubgraph(ScriptAnalyzerModule.with(neverRuns, 'unused', {} as Logger))).trim()}\n`);
