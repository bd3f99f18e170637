import { BudgetExceeded, type Budget } from '../core/budget.js';
import type { Evaluation, Evaluator } from '../core/evaluation.js';
import { Interpreter } from './interpreter.js';

/**
 * Follows a PowerShell script on known values: what it would hand to Invoke-Expression and its like, its text with
 * known values in place, and the commands it would run. Unknown values stay symbols. See {@link Evaluator}.
 */
export const evaluatePowerShell: Evaluator = (text: string, budget: Budget, environment?: ReadonlyMap<string, string>): Evaluation => {
  try {
    const interpreter = new Interpreter(budget);
    for (const [name, value] of environment ?? []) interpreter.environment.set(name.toLowerCase(), value);
    return interpreter.evaluate(text);
  } catch (error) {
    const limit = error instanceof BudgetExceeded ? error.limit : 'depth';
    if (!(error instanceof BudgetExceeded) && !(error instanceof RangeError)) throw error;
    return { derived: [], notDecoded: [{ reason: 'budget', detail: limit, start: 0, end: text.length }] };
  }
};
