import { registerEnumType } from '@nestjs/graphql';
import { EvaluatorGraph } from './evaluator-graph.js';

export enum EvaluationRunStateName {
  QUEUED = 'QUEUED',
  RUNNING = 'RUNNING',
  DONE = 'DONE',
  FAILED = 'FAILED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(EvaluationRunStateName, {
  registerIn: EvaluatorGraph,
  name: 'EvaluationRunState',
  description: 'Where an evaluation run stands',
  valuesMap: {
    QUEUED: { description: 'Waits; one run is made at a time' },
    RUNNING: { description: 'Is being made' },
    DONE: { description: 'Has a result' },
    FAILED: { description: 'Could not be made; `problem` says why' },
    CANCELLED: { description: 'Somebody cancelled it' },
  },
});

export enum EvaluationLimitVerdictName {
  KEPT = 'kept',
  BROKEN = 'broken',
  UNMEASURED = 'unmeasured',
}
registerEnumType(EvaluationLimitVerdictName, {
  registerIn: EvaluatorGraph,
  name: 'EvaluationLimitVerdict',
  description: 'Whether a candidate keeps a limit of the gate, by the reviewed cases',
  valuesMap: {
    KEPT: { description: 'It does' },
    BROKEN: { description: 'It does not' },
    UNMEASURED: { description: 'No case measures it' },
  },
});

export enum EvaluationMetricBetter {
  HIGHER = 'higher',
  LOWER = 'lower',
}
registerEnumType(EvaluationMetricBetter, { registerIn: EvaluatorGraph, name: 'EvaluationMetricBetter', description: 'Which values of a metric are the better ones', valuesMap: { HIGHER: { description: 'Higher ones' }, LOWER: { description: 'Lower ones' } } });
