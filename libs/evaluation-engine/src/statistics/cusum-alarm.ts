/** Votes of one day: of `n` votes `successes` were of the watched sort (off target, harmful, ...). `day` is an ISO date. */
export interface DayCount {
  day: string;
  successes: number;
  n: number;
}

/** How `cusumAlarm` watches. */
export interface CusumOptions {
  /** Share of the watched sort while nothing is wrong, in (0, 1). Without it: the share over the first days, see `baselineVotes`. */
  baseline?: number;
  /** Votes the estimate of the baseline needs at least; the days that give them are not watched. Default 20. */
  baselineVotes?: number;
  /** How many times the odds must have grown to count as a change; above 1. Default 3. */
  oddsRatio?: number;
  /** Days that pass on average, at least, between two false alarms; above 1. Default 365. */
  falseAlarmEvery?: number;
  /** `up` watches for more of the watched sort, `down` for fewer. Default `up`. */
  direction?: 'up' | 'down';
}

/** A change: from the day after `since` stood still to `day`, the votes speak for the changed share. */
export interface CusumAlarm {
  /** Day of the alarm. */
  day: string;
  /** First day of the run that led to it: the estimate of when the change began. */
  since: string;
  /** Votes of that run, and those of the watched sort. */
  successes: number;
  n: number;
  /** Height of the sum at the alarm, at or above the threshold. */
  statistic: number;
}

/** What `cusumAlarm` saw. */
export interface CusumResult {
  /** The share taken as normal; null while there are too few votes to know it, and then nothing is watched. */
  baseline: number | null;
  /** The share watched for. */
  changed: number | null;
  /** The sum at which an alarm is given: ln(falseAlarmEvery). */
  threshold: number;
  alarms: CusumAlarm[];
  /** The sum at the end of every watched day, before an alarm sets it back to 0. */
  path: { day: string; statistic: number }[];
}

/** A share of exactly 0 or 1 would make a single vote decide. */
const [leastShare, mostShare] = [0.01, 0.99];

/**
 * Binomial CUSUM over daily votes (E. S. Page, Biometrika 41, 1954; Bernoulli form of Reynolds and Stoumbos, Journal of
 * Quality Technology 31, 1999): every day adds the log likelihood ratio of its votes under the changed share against the
 * normal one, never below 0, and gives an alarm at ln(`falseAlarmEvery`). By Lorden (Annals of Mathematical Statistics 42,
 * 1971) at least `falseAlarmEvery` days pass on average before a false alarm when the baseline is right; an estimated
 * baseline weakens that to a rule of thumb. After an alarm the sum starts again. Days are taken in the order of their dates;
 * days without votes add nothing. How many votes and people an alarm must rest on is the caller's to decide.
 * Throws `RangeError` for counts or options outside their range, or a day given twice.
 */
export function cusumAlarm(series: readonly DayCount[], options: CusumOptions = {}): CusumResult {
  const { baselineVotes = 20, oddsRatio = 3, falseAlarmEvery = 365, direction = 'up' } = options;
  if (!(oddsRatio > 1) || !(falseAlarmEvery > 1) || !(baselineVotes >= 1)) throw new RangeError('Odds ratio and days between false alarms must be above 1, and the baseline needs a vote.');
  const days = ordered(series);
  const threshold = Math.log(falseAlarmEvery);
  const { baseline, watched } = baselineOf(days, options.baseline, baselineVotes);
  if (baseline === null) return { baseline: null, changed: null, threshold, alarms: [], path: [] };
  const odds = (baseline / (1 - baseline)) * (direction === 'up' ? oddsRatio : 1 / oddsRatio);
  const changed = odds / (1 + odds);
  const [hit, miss] = [Math.log(changed / baseline), Math.log((1 - changed) / (1 - baseline))];

  const alarms: CusumAlarm[] = [];
  const path: CusumResult['path'] = [];
  let run: CusumAlarm | undefined;
  for (const { day, successes, n } of watched) {
    const statistic = Math.max(0, (run?.statistic ?? 0) + successes * hit + (n - successes) * miss);
    path.push({ day, statistic });
    if (statistic === 0) {
      run = undefined;
      continue;
    }
    run = { day, since: run?.since ?? day, successes: (run?.successes ?? 0) + successes, n: (run?.n ?? 0) + n, statistic };
    if (statistic >= threshold) {
      alarms.push(run);
      run = undefined;
    }
  }
  return { baseline, changed, threshold, alarms, path };
}

function ordered(series: readonly DayCount[]): DayCount[] {
  const days = [...series].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  for (const [index, { day, successes, n }] of days.entries()) {
    if (!Number.isSafeInteger(successes) || !Number.isSafeInteger(n) || successes < 0 || successes > n) throw new RangeError(`The counts of ${day} are not whole numbers with 0 <= successes <= n.`);
    if (days[index + 1]?.day === day) throw new RangeError(`${day} is given twice.`);
  }
  return days;
}

function baselineOf(days: readonly DayCount[], given: number | undefined, votes: number): { baseline: number | null; watched: readonly DayCount[] } {
  if (given !== undefined) {
    if (!(given > 0 && given < 1)) throw new RangeError('The baseline must lie between 0 and 1.');
    return { baseline: Math.min(mostShare, Math.max(leastShare, given)), watched: days };
  }
  let [successes, n] = [0, 0];
  for (const [index, day] of days.entries()) {
    successes += day.successes;
    n += day.n;
    // Laplace's rule of succession: no share of 0 from a few good days.
    if (n >= votes) return { baseline: Math.min(mostShare, Math.max(leastShare, (successes + 1) / (n + 2))), watched: days.slice(index + 1) };
  }
  return { baseline: null, watched: [] };
}
