import { seededRandom } from './random.js';

/** A mean of differences and the interval it lies in. */
export interface MeanInterval {
  mean: number;
  low: number;
  high: number;
}

/** How `pairedBootstrap` draws. */
export interface BootstrapOptions {
  /** Same seed, same interval. */
  seed: number;
  /** Resamples drawn. Default 2,000. */
  resamples?: number;
  /** Confidence of the interval, in (0, 1). Default 0.95. */
  confidence?: number;
}

/**
 * The mean of `a[i] - b[i]` with its percentile bootstrap interval over the pairs (Efron and Tibshirani, An Introduction to
 * the Bootstrap, 1993, chapter 13). A single pair has no spread: its interval is the difference itself. Throws `RangeError`
 * when the lists are empty or of different length.
 */
export function pairedBootstrap(a: readonly number[], b: readonly number[], { seed, resamples = 2_000, confidence = 0.95 }: BootstrapOptions): MeanInterval {
  if (a.length === 0 || a.length !== b.length) throw new RangeError('Two lists of the same length are needed, with a pair at least.');
  if (!(confidence > 0 && confidence < 1) || !(resamples >= 1)) throw new RangeError('Confidence must lie between 0 and 1, and a resample is needed.');
  const differences = a.map((value, index) => value - (b[index] as number));
  const random = seededRandom(seed);
  const means = new Float64Array(Math.floor(resamples));
  for (let draw = 0; draw < means.length; draw++) {
    let sum = 0;
    for (let pick = 0; pick < differences.length; pick++) sum += differences[Math.floor(random() * differences.length)] as number;
    means[draw] = sum / differences.length;
  }
  means.sort();
  const at = (share: number): number => means[Math.min(means.length - 1, Math.max(0, Math.round(share * (means.length - 1))))] as number;
  const tail = (1 - confidence) / 2;
  return { mean: differences.reduce((sum, value) => sum + value, 0) / differences.length, low: at(tail), high: at(1 - tail) };
}

/**
 * Two-sided exact test of McNemar (Psychometrika 12, 1947) on paired yes/no outcomes: `onlyFirst` pairs where only the first
 * was right, `onlySecond` where only the second was. Returns the probability of a split at least this uneven when both are
 * equally good; 1 when nothing differs. Throws `RangeError` for counts that are not whole or below 0.
 */
export function mcnemarExact(onlyFirst: number, onlySecond: number): number {
  if (![onlyFirst, onlySecond].every((count) => Number.isSafeInteger(count) && count >= 0)) throw new RangeError('Counts must be whole numbers from 0.');
  const n = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  // Terms of the binomial distribution with share 1/2, as logarithms: 2^-n underflows from 1,075 on.
  let logTerm = -n * Math.LN2;
  let tail = 0;
  for (let count = 0; count <= fewer; count++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log(n - count) - Math.log(count + 1);
  }
  return Math.min(1, 2 * tail);
}
