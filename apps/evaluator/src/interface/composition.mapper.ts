import { composedKinds, type ComposedKind, type CompositionArm as Arm } from '@attest/contracts';
import type { Identity } from '@attest/identity';
import { promptHashOf, shippedPrompt } from '@attest/llm';
import type { KnownComposition } from '../application/compositions.use-case.js';
import { modelRefusal, promptRefusal, resolvedArm, type CompositionArms } from '../domain/composition.js';
import { badInput } from '../domain/evaluator.error.js';
import { holds } from '../domain/rights.js';
import { Composition, CompositionArm, CompositionRevision, type ArmComposerName, type CompositionArmInput, type SetCompositionInput } from './composition.model.js';

/** @throws EvaluatorError BadInput */
export function composedKindOf(text: string): ComposedKind {
  const kind = composedKinds.find((each) => each === text);
  if (kind === undefined) throw badInput(`kind takes one of ${composedKinds.join(', ')}; rules alone compose the other cards.`);
  return kind;
}

export function armsOf({ current, canary }: SetCompositionInput): CompositionArms {
  return { current: armOf(current), canary: canary ? { arm: armOf(canary.arm), share: canary.share } : null };
}

export function toComposition({ kind, revision, before, history, ...arms }: KnownComposition, configured: string | undefined, identity: Identity): Composition {
  const refused = promptRefusal(kind) ?? null;
  return Object.assign(new Composition(), {
    kind, revision,
    ...toArms(kind, arms, configured),
    configuredModel: configured ?? null,
    shippedPrompt: refused === null ? shippedPrompt() : null,
    promptRefusal: refused,
    modelRefusal: modelRefusal(configured) ?? null,
    mayChange: holds(identity, 'admin'),
    rollsBackTo: before ?? null,
    history: history.map(({ revision: number, restores, byName, reason, at, current, canary }) => Object.assign(new CompositionRevision(), { revision: number, restores, byName, reason, at: at.toISOString(), ...toArms(kind, { current, canary }, configured) })),
  });
}

function armOf(input: CompositionArmInput | null | undefined): Arm | null {
  return input ? { composer: input.composer, model: input.model ?? null, prompt: input.prompt ?? null } : null;
}

function toArms(kind: ComposedKind, { current, canary }: CompositionArms, configured: string | undefined): Pick<Composition, 'current' | 'canary' | 'canaryShare'> {
  return { current: toArm(kind, current, configured), canary: canary === null ? null : toArm(kind, canary.arm, configured), canaryShare: canary?.share ?? null };
}

function toArm(kind: ComposedKind, arm: Arm | null, configured: string | undefined): CompositionArm {
  const { composer, model, prompt } = resolvedArm(arm, configured);
  const hash = composer === 'rules' || promptRefusal(kind) !== undefined ? null : promptHashOf(prompt ?? undefined);
  return Object.assign(new CompositionArm(), { asConfigured: arm === null, composer: composer as ArmComposerName, model, prompt, promptHash: hash });
}
