import { printSubgraph } from '@attest/service-host';
import { EvaluatorModule, type EvaluatorParts } from './evaluator.module.js';

const neverRun = Object.fromEntries(['giving', 'feedback', 'hearing', 'snapshots', 'evaluation', 'lessons', 'cases', 'compositions', 'runs', 'logger'].map((name) => [name, {}])) as unknown as EvaluatorParts;
process.stdout.write(`${(await printSubgraph(EvaluatorModule.with(neverRun, 'unused'))).trim()}\n`);
