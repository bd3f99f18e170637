export * from './files.js';
export { candidateOf, promptFile, type CandidateOptions } from './candidates.js';
export { evaluate, type Evaluation } from './evaluate.js';
export { judgeOf, modelJudge, type NamedJudge } from './model-judge.js';
export { EvaluationHost, type EvaluationHostOptions } from './evaluation-host.js';
