/** A share, or null when there is no whole to have a share of. */
export function rateOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Precision, recall and their harmonic mean; null where nothing was expected or nothing was given. */
export interface Retrieval {
  precision: number | null;
  recall: number | null;
  f1: number | null;
}

/** How well `given` answers `expected`, by the keys of both. */
export function retrievalOf(expected: Iterable<string>, given: Iterable<string>): Retrieval {
  const [wanted, got] = [new Set(expected), new Set(given)];
  const hits = [...wanted].filter((key) => got.has(key)).length;
  const [precision, recall] = [rateOf(hits, got.size), rateOf(hits, wanted.size)];
  const f1 = wanted.size + got.size === 0 ? null : (2 * hits) / (wanted.size + got.size);
  return { precision, recall, f1 };
}

/** Mean F1 over the classes that occur in truth; null without pairs. A pair is the true class and the one that was said. */
export function macroF1(pairs: readonly (readonly [truth: string, said: string | undefined])[]): number | null {
  const classes = [...new Set(pairs.map(([truth]) => truth))];
  const f1 = classes.map((name) => {
    const hit = pairs.filter(([truth, said]) => truth === name && said === name).length;
    const said = pairs.filter(([, answer]) => answer === name).length;
    const real = pairs.filter(([truth]) => truth === name).length;
    return hit === 0 ? 0 : (2 * hit) / (said + real);
  });
  return f1.length === 0 ? null : f1.reduce((a, b) => a + b, 0) / f1.length;
}

/**
 * Kendall's tau-b over pairs of positions (M. G. Kendall, Biometrika 30, 1938; ties after 33, 1945): 1 is the same order, -1
 * the opposite. Null when one side has no order at all.
 */
export function kendallTau(pairs: readonly (readonly [number, number])[]): number | null {
  let [concordant, discordant, tiesA, tiesB] = [0, 0, 0, 0];
  for (const [index, [leftA, leftB]] of pairs.entries()) {
    for (const [rightA, rightB] of pairs.slice(index + 1)) {
      const [a, b] = [Math.sign(leftA - rightA), Math.sign(leftB - rightB)];
      if (a === 0 && b === 0) continue;
      if (a === 0) tiesA++;
      else if (b === 0) tiesB++;
      else if (a === b) concordant++;
      else discordant++;
    }
  }
  const whole = Math.sqrt((concordant + discordant + tiesA) * (concordant + discordant + tiesB));
  return whole === 0 ? null : (concordant - discordant) / whole;
}
