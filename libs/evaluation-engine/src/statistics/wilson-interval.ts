/** A share of a whole with the interval it lies in. All three are from 0 to 1; `share` is null when there is no whole. */
export interface ShareInterval {
  share: number | null;
  low: number;
  high: number;
}

/**
 * The share `successes / n` and its Wilson score interval (E. B. Wilson, JASA 22, 1927; recommended for few observations by
 * Brown, Cai and DasGupta, Statistical Science 16, 2001). `z` is the quantile of the normal distribution: 1.96 is 95 %.
 * Of nothing, everything is possible: `n = 0` gives [0, 1]. Throws `RangeError` unless 0 <= successes <= n, both whole, and z > 0.
 */
export function wilsonInterval(successes: number, n: number, z = 1.96): ShareInterval {
  if (!Number.isSafeInteger(successes) || !Number.isSafeInteger(n) || successes < 0 || successes > n) throw new RangeError('Successes must be a whole number from 0 to n.');
  if (!(z > 0) || !Number.isFinite(z)) throw new RangeError('z must be above 0.');
  if (n === 0) return { share: null, low: 0, high: 1 };
  const share = successes / n;
  const square = z * z;
  const middle = (share + square / (2 * n)) / (1 + square / n);
  const half = (z / (1 + square / n)) * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n));
  // At the ends the formula is exact; floating point is not.
  return { share, low: successes === 0 ? 0 : Math.max(0, middle - half), high: successes === n ? 1 : Math.min(1, middle + half) };
}
