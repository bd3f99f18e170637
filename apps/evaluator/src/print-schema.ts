import { printSubgraph } from '@attest/service-host';
import { EvaluatorModule, type EvaluatorParts } from './evaluator.module.js';

const neverRun = Object.fromEntries(['giving', 'feedback', 'hearing', 'evaluation', 'lessons', 'cases', 'logger'].map((name) => [name, {}])) as unknown as EvaluatorParts;
process.stdout.write(`${(await printSubgraph(EvaluatorModule.with(neverRun, 'unused'))).trim()}\n`);
