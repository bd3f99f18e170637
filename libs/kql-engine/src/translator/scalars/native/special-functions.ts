/** Special functions of mathematics, to about fourteen digits. */

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** The gamma function; infinite at 0, NaN at negative whole numbers. */
export function gammaFunction(x: number): number {
  if (x === 0) return Number.POSITIVE_INFINITY;
  if (Number.isInteger(x)) {
    if (x < 0) return Number.NaN;
    if (x <= 171) {
      let product = 1;
      for (let factor = 2; factor < x; factor += 1) product *= factor;
      return product;
    }
    return Number.POSITIVE_INFINITY;
  }
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gammaFunction(1 - x));
  if (x > 140) return Math.exp(logGamma(x));
  const [sum, t] = lanczosSum(x - 1);
  return Math.sqrt(2 * Math.PI) * Math.pow(t, x - 0.5) * Math.exp(-t) * sum;
}

function lanczosSum(x: number): [number, number] {
  let sum = lanczos[0] ?? 0;
  for (let k = 1; k < lanczos.length; k += 1) sum += (lanczos[k] ?? 0) / (x + k);
  return [sum, x + lanczos.length - 1.5];
}

/** The logarithm of the absolute value of gamma. */
export function logGamma(x: number): number {
  if (x <= 0 && Number.isInteger(x)) return Number.POSITIVE_INFINITY;
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
  const [sum, t] = lanczosSum(x - 1);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The continued fraction of the incomplete beta function, by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let result = d;
  for (let m = 1; m <= 1000; m += 1) {
    for (const term of [(m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)), (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))]) {
      d = 1 + term * d;
      d = 1 / (Math.abs(d) < tiny ? tiny : d);
      c = 1 + term / c;
      if (Math.abs(c) < tiny) c = tiny;
      result *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return result;
}

/** The regularised incomplete beta function; NaN outside its domain. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1) || !(a > 0) || !(b > 0)) return Number.NaN;
  if (x === 0 || x === 1) return x;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / a;
  return 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** The probability that has `p` below it; null for a p that is no probability, NaN for impossible parameters. */
export function betaInverse(p: number, a: number, b: number): number | null {
  if (!(a > 0) || !(b > 0)) return Number.NaN;
  if (!(p >= 0 && p <= 1)) return null;
  let low = 0;
  let high = 1;
  for (let step = 0; step < 200 && high - low > Number.EPSILON * high; step += 1) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The density of the beta distribution. */
export function betaDensity(x: number, a: number, b: number): number | null {
  if (!(a > 0) || !(b > 0)) return Number.NaN;
  if (!(x >= 0 && x <= 1)) return Number.NaN;
  return Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b)) * Math.pow(x, a - 1) * Math.pow(1 - x, b - 1);
}

/** The lower regularised incomplete gamma function of one half at x squared is erf(x). */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 200; n += 1) {
    term *= (-x * x) / n;
    const next = term / (2 * n + 1);
    sum += next;
    if (Math.abs(next) < 1e-17 * Math.abs(sum)) break;
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

function erfcFraction(x: number): number {
  let fraction = x;
  for (let k = 120; k >= 1; k -= 1) fraction = x + k / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}

export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) < 2) return erfSeries(x);
  return x > 0 ? 1 - erfcFraction(x) : erfcFraction(-x) - 1;
}

export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) < 2) return 1 - erfSeries(x);
  return x > 0 ? erfcFraction(x) : 2 - erfcFraction(-x);
}

/** The probability of Welch's test that two samples have the same mean. */
export function welchTest(mean1: number, variance1: number, count1: number, mean2: number, variance2: number, count2: number): number | null {
  if (count1 < 2 || count2 < 2 || variance1 < 0 || variance2 < 0) return null;
  const first = variance1 / count1;
  const second = variance2 / count2;
  const statistic = (mean1 - mean2) / Math.sqrt(first + second);
  const freedom = (first + second) ** 2 / (first ** 2 / (count1 - 1) + second ** 2 / (count2 - 1));
  return incompleteBeta(freedom / (freedom + statistic ** 2), freedom / 2, 0.5);
}
