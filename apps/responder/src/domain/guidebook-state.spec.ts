import fc from 'fast-check';
import { guidebookMoves, guidebookStep, type GuidebookState } from './guidebook-state.js';

describe('a guide', () => {
  it('is active only after somebody approved it, however people go about it, and comes back from no deletion', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...guidebookMoves), { maxLength: 12 }), (tried) => {
        let state: GuidebookState = 'PENDING_REVIEW';
        const done: string[] = [];
        for (const move of tried) {
          const step = guidebookStep(state, move);
          if (state === 'DELETED') expect(step).toBeNull();
          if (step === null) continue;
          done.push(move);
          state = step.to;
          if (state === 'ACTIVE') expect(done).toContain('approve');
        }
      }),
    );
  });

  it('can be deleted from everywhere, and changed back and forth', () => {
    expect((['PENDING_REVIEW', 'APPROVED', 'ACTIVE', 'INACTIVE'] as const).map((state) => guidebookStep(state, 'delete')?.to)).toEqual(Array(4).fill('DELETED'));
    expect([guidebookStep('ACTIVE', 'deactivate')?.to, guidebookStep('INACTIVE', 'activate')?.to, guidebookStep('PENDING_REVIEW', 'activate')]).toEqual(['INACTIVE', 'ACTIVE', null]);
  });
});
