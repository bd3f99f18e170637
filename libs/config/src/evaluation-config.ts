import { ConfigError, wholeNumber, type Setting } from './setting.js';

/** Settings of feedback and evaluation. */
export const evaluationSettings = {
  feedbackRetentionDays: { variable: 'ATTEST_FEEDBACK_RETENTION_DAYS', description: 'Days feedback, the cards it is on and the figures are kept, at most 3650', fallback: '365' },
  modelPrices: { variable: 'ATTEST_MODEL_PRICES', description: 'Prices of models for a million tokens, prompt and completion, as `gpt-5=1.25/10,local=0/0`; costs of other models are not told', fallback: 'none' },
} as const satisfies Record<string, Setting>;

/** What evaluation keeps and reckons with. */
export interface EvaluationConfig {
  retentionDays: number;
  /** By the name of the model, for a million tokens. */
  prices: Readonly<Record<string, { prompt: number; completion: number }>>;
}

/**
 * The settings of evaluation, each read by `read`.
 * @throws ConfigError for a value that cannot be used
 */
export function readEvaluationConfig(read: (setting: Setting) => string | undefined): EvaluationConfig {
  const { variable, fallback } = evaluationSettings.feedbackRetentionDays;
  const days = wholeNumber(variable, read(evaluationSettings.feedbackRetentionDays) ?? fallback, 1, 3_650);
  const pairs = (read(evaluationSettings.modelPrices) ?? '').split(',').map((each) => each.trim()).filter(Boolean);
  return { retentionDays: days, prices: Object.fromEntries(pairs.map(priceOf)) };
}

function priceOf(pair: string): [string, { prompt: number; completion: number }] {
  const [, model, prompt, completion] = /^([^=]+?)\s*=\s*(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)$/.exec(pair) ?? [];
  if (model === undefined) throw new ConfigError(evaluationSettings.modelPrices.variable, 'a list such as gpt-5=1.25/10, prices for a million tokens of prompt and completion');
  return [model, { prompt: Number(prompt), completion: Number(completion) }];
}
