import type { FeedbackGiven } from '@attest/contracts';
import { cusumAlarm } from '@attest/evaluation-engine';

/** A vote as alerts look at it. */
export interface DatedVote {
  day: string;
  subject: string;
  verdict: FeedbackGiven['verdict'];
}

/** A change of the votes on one kind of card by one composer and model. */
export interface VoteAlert {
  /** `offTarget` counts both, off target and harmful. */
  verdict: 'offTarget' | 'harmful';
  day: string;
  since: string;
  before: number;
  after: number;
  votes: number;
  people: number;
}

/** Below these nothing is said: a few votes, or the votes of a few people, are no change. */
export const fewestVotes = 20;

/** See {@link fewestVotes}. */
export const fewestPeople = 5;

/** Of one person no more than this share of the votes counts. */
export const largestShare = 0.25;

/** Days that give the normal share hold so many votes at least. */
const baselineVotes = 10;

/**
 * Changes in the votes on one kind of card by one composer and model, newest first. Looks for more votes off target or
 * harmful, and for more harmful ones, by the binomial CUSUM of @attest/evaluation-engine: the first days with ten votes
 * give the normal share, then three times its odds are looked for, with a false alarm a year. An alarm itself must rest
 * on votes of at least two people.
 */
export function voteAlerts(votes: readonly DatedVote[]): VoteAlert[] {
  const counted = withoutCrowding(votes);
  const people = new Set(counted.map(({ subject }) => subject)).size;
  if (counted.length < fewestVotes || people < fewestPeople) return [];
  const found = (['offTarget', 'harmful'] as const).flatMap((verdict) => {
    const hit = (vote: DatedVote): boolean => vote.verdict === 'harmful' || vote.verdict === verdict;
    const days = new Map<string, { day: string; successes: number; n: number }>();
    for (const vote of counted) {
      const day = days.get(vote.day) ?? { day: vote.day, successes: 0, n: 0 };
      days.set(vote.day, { ...day, n: day.n + 1, successes: day.successes + (hit(vote) ? 1 : 0) });
    }
    const { baseline, alarms } = cusumAlarm([...days.values()], { baselineVotes });
    return alarms
      .filter(({ since, day }) => new Set(counted.filter((vote) => hit(vote) && vote.day >= since && vote.day <= day).map(({ subject }) => subject)).size > 1)
      .map(({ day, since, successes, n }): VoteAlert => ({ verdict, day, since, before: baseline ?? 0, after: successes / n, votes: counted.length, people }));
  });
  return found.sort((a, b) => (a.day > b.day ? -1 : a.day < b.day ? 1 : a.verdict < b.verdict ? -1 : 1));
}

/** The votes, of each person at most the newest so many that nobody has more than {@link largestShare} of what is left. */
export function withoutCrowding(votes: readonly DatedVote[]): DatedVote[] {
  const byPerson = new Map<string, DatedVote[]>();
  for (const vote of votes) {
    const own = byPerson.get(vote.subject);
    if (own) own.push(vote);
    else byPerson.set(vote.subject, [vote]);
  }
  const counts = [...byPerson.values()].map(({ length }) => length);
  let most = Math.max(0, ...counts);
  while (most > 1 && most > largestShare * counts.reduce((sum, count) => sum + Math.min(count, most), 0)) most -= 1;
  return [...byPerson.values()].flatMap((own) => [...own].sort((a, b) => (a.day > b.day ? -1 : a.day < b.day ? 1 : a.verdict < b.verdict ? -1 : a.verdict > b.verdict ? 1 : 0)).slice(0, most));
}
