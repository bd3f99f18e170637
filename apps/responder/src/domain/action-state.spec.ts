import fc from 'fast-check';
import { actionStates, type ActionState } from '@attest/contracts';
import { mayMove, movesFrom, requireMove, type Mover } from './action-state.js';

const state = fc.constantFrom(...actionStates);
const mover = fc.constantFrom<Mover>('person', 'machine');
const before = (to: ActionState): ActionState[] => actionStates.filter((from) => mayMove(from, to, 'machine') || mayMove(from, to, 'person'));

describe('the state machine of an action', () => {
  it('lets nothing but a person approve, and nothing happen that nobody approved', () => {
    for (const from of actionStates) expect(mayMove(from, 'APPROVED', 'machine')).toBe(false);
    expect(before('INTENT')).toEqual(['APPROVED']);
    expect(before('SENT')).toEqual(['INTENT', 'UNKNOWN']);
  });

  it('never lets a machine go from UNKNOWN to another call', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 12 }), (choices) => {
        let at: ActionState = 'UNKNOWN';
        for (const choice of choices) {
          const next = movesFrom(at, 'machine');
          if (next.length === 0) break;
          at = next[choice % next.length] ?? at;
          expect(at).not.toBe('INTENT');
          expect(at).not.toBe('APPROVED');
        }
      }),
    );
  });

  it('passes INTENT on every way to CONFIRMED, unless a person says what happened', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), mover), { maxLength: 30 }), (choices) => {
        let at: ActionState = 'PROPOSED';
        let intended = false;
        for (const [choice, who] of choices) {
          const next = movesFrom(at, who);
          if (next.length === 0) continue;
          at = next[choice % next.length] ?? at;
          if (at === 'INTENT') intended = true;
          if (at === 'PROPOSED') intended = false;
          if (at === 'CONFIRMED' || at === 'SENT' || at === 'UNKNOWN') expect(intended).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuses every move that is not drawn, with the state in words', () => {
    fc.assert(
      fc.property(state, state, mover, (from, to, who) => {
        const go = (): void => requireMove(from, to, who);
        if (mayMove(from, to, who)) expect(go).not.toThrow();
        else expect(go).toThrow(/^(The action|The target|It is not known) .*cannot become/);
      }),
    );
  });

  it('ends no state in itself', () => {
    for (const each of actionStates) expect(mayMove(each, each, 'person') || mayMove(each, each, 'machine')).toBe(false);
  });
});
