export { evaluationFolder, inputFolders, readCases, readGate, setPaths, shippedSets, caseFilesOf } from './case-files.js';
export { modelNamed } from './candidate-name.js';
export { EvaluationRunnerError, type EvaluationRunnerFault } from './evaluation-runner.error.js';
export { betterIs, isOpinion, mostCandidates, mostResultCharacters, parseEvaluationResult, type EvaluationResult } from './evaluation-result.js';
export { productVersion, type ProductVersion } from './product-version.js';
