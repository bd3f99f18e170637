import fc from 'fast-check';
import { fewestPeople, fewestVotes, largestShare, voteAlerts, withoutCrowding, type DatedVote } from './alerts.js';

const vote = fc.record({ day: fc.integer({ min: 1, max: 28 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`), subject: fc.constantFrom(...'abcdefgh'), verdict: fc.constantFrom<DatedVote['verdict']>('confirmed', 'offTarget', 'harmful') });

describe('alerts', () => {
  it('let nobody have more than a quarter of the votes, as long as five people vote', () => {
    fc.assert(fc.property(fc.array(vote, { maxLength: 200 }), (votes) => {
      const counted = withoutCrowding(votes);
      const by = (all: readonly DatedVote[], person: string): number => all.filter(({ subject }) => subject === person).length;
      const people = new Set(votes.map(({ subject }) => subject));
      expect(new Set(counted.map(({ subject }) => subject))).toEqual(people);
      for (const person of people) {
        expect(by(counted, person)).toBeLessThanOrEqual(by(votes, person));
        if (people.size >= fewestPeople) expect(by(counted, person)).toBeLessThanOrEqual(Math.max(1, largestShare * counted.length));
      }
    }));
  });

  it('say nothing of few votes or few people, whatever they say', () => {
    fc.assert(fc.property(fc.array(vote, { maxLength: 200 }), (votes) => {
      const people = new Set(votes.map(({ subject }) => subject)).size;
      if (votes.length < fewestVotes || people < fewestPeople) expect(voteAlerts(votes)).toEqual([]);
      for (const alert of voteAlerts(votes)) {
        expect([alert.votes >= fewestVotes, alert.people >= fewestPeople, alert.since <= alert.day]).toEqual([true, true, true]);
        expect(alert.after).toBeGreaterThan(alert.before);
      }
    }));
  });

  it('do not depend on the order of the votes', () => {
    fc.assert(fc.property(fc.array(vote, { maxLength: 120 }).chain((votes) => fc.tuple(fc.constant(votes), fc.shuffledSubarray(votes, { minLength: votes.length }))), ([votes, shuffled]) => {
      expect(voteAlerts(shuffled)).toEqual(voteAlerts(votes));
    }));
  });

  it('see a change when many people do', () => {
    const calm = Array.from({ length: 40 }, (_, n): DatedVote => ({ day: `2026-11-${String(1 + (n % 10)).padStart(2, '0')}`, subject: 'abcdefgh'[n % 8]!, verdict: n % 10 === 0 ? 'offTarget' : 'confirmed' }));
    const worse = Array.from({ length: 24 }, (_, n): DatedVote => ({ day: `2026-11-${String(20 + (n % 3)).padStart(2, '0')}`, subject: 'abcdefgh'[n % 8]!, verdict: 'harmful' }));
    expect(voteAlerts(calm)).toEqual([]);
    expect(voteAlerts([...calm, ...worse])[0]).toMatchObject({ since: expect.stringMatching(/^2026-11-2/), people: 8, votes: 64 });
  });
});
