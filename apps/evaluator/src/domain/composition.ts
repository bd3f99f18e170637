import { longestPromptBytes, type ComposedKind, type CompositionArm, type CompositionChanged } from '@attest/contracts';
import { badInput, EvaluatorError, EvaluatorErrorCode } from './evaluator.error.js';

/** Who composes the cards of a kind: the current arm (null: as the services are configured) and a canary with its share of subjects in percent. */
export type CompositionArms = Pick<CompositionChanged, 'current' | 'canary'>;

/** What stands before anything is set: the services compose as they are configured. */
export const asConfigured: CompositionArms = { current: null, canary: null };

/** Percent of subjects a canary may have at most. */
export const mostShare = 50;

/** Why a kind takes no prompt; undefined for one that does. */
export function promptRefusal(kind: ComposedKind): string | undefined {
  return kind === 'kqlAnswer' ? 'Questions have no prompt to set: what the model is told is made for each question from tables, examples and drafts.' : undefined;
}

/** Why no model can be set; undefined when one is configured. */
export function modelRefusal(configured: string | undefined): string | undefined {
  return configured === undefined ? 'No model is configured: set ATTEST_MODEL_URL and ATTEST_MODEL_NAME to compose with one.' : undefined;
}

/**
 * Arms as they are kept: rules have no model and no prompt, and the model that is configured anyway is not written down by name twice.
 * @throws EvaluatorError BadInput, NoModel
 */
export function checkedArms(kind: ComposedKind, { current, canary }: CompositionArms, configured: string | undefined): CompositionArms {
  const arms: CompositionArms = {
    current: checkedArm(kind, 'current', current, configured),
    canary: canary === null ? null : { arm: checkedArm(kind, 'canary', canary.arm, configured), share: canary.share },
  };
  if (arms.canary === null) return arms;
  const { arm, share } = arms.canary;
  if (!Number.isInteger(share) || share < 1 || share > mostShare) throw badInput(`canaryShare takes a whole number of percent from 1 to ${mostShare}.`);
  if (armText(arm, configured) === armText(arms.current, configured)) throw badInput('canary must not be what is current already: there would be nothing to compare.');
  return arms;
}

/** What an arm comes to by what is configured: who composes, with which model by name. */
export function resolvedArm(arm: CompositionArm | null, configured: string | undefined): CompositionArm {
  if (arm === null) return { composer: configured === undefined ? 'rules' : 'model', model: configured ?? null, prompt: null };
  return arm.composer === 'rules' ? arm : { ...arm, model: arm.model ?? configured ?? null };
}

/** Whether two settings have the same arms. */
export function sameArms(one: CompositionArms, other: CompositionArms): boolean {
  const text = ({ current, canary }: CompositionArms): string => JSON.stringify([partsOf(current), canary === null ? null : [partsOf(canary.arm), canary.share]]);
  return text(one) === text(other);
}

/** A revision as far as rolling back needs it. */
export interface RevisionStep {
  revision: number;
  restores: number | null;
}

/**
 * The revision whose arms stood before those that stand after `newest`; undefined when nothing stood before. Rolling back twice
 * goes two settings back, not back and forth.
 */
export function revisionBefore(newest: RevisionStep, restoredBy: (revision: number) => number | null): number | undefined {
  const origin = newest.restores ?? newest.revision;
  if (origin === 0) return undefined;
  return origin === 1 ? 0 : (restoredBy(origin - 1) ?? origin - 1);
}

function checkedArm(kind: ComposedKind, name: string, arm: CompositionArm | null, configured: string | undefined): CompositionArm | null {
  if (arm === null) return null;
  const { composer } = arm;
  const model = arm.model?.trim() || null;
  const prompt = arm.prompt?.trim() || null;
  if (composer === 'rules') {
    if (model !== null || prompt !== null) throw badInput(`${name}: rules take neither a model nor a prompt.`);
    return { composer, model, prompt };
  }
  const refused = modelRefusal(configured);
  if (refused !== undefined) throw new EvaluatorError(EvaluatorErrorCode.NoModel, refused);
  if (model !== null && (model.length > 200 || /[\u0000-\u001f\u007f]/.test(model))) throw badInput(`${name}.model takes a name of at most 200 characters.`);
  if (prompt === null) return { composer, model, prompt };
  const taken = promptRefusal(kind);
  if (taken !== undefined) throw badInput(taken);
  if (prompt.includes('\0')) throw badInput(`${name}.prompt holds a character that cannot be kept.`);
  const bytes = Buffer.byteLength(prompt);
  if (bytes > longestPromptBytes) throw badInput(`${name}.prompt may have ${longestPromptBytes.toLocaleString('en-GB')} bytes; this one has ${bytes.toLocaleString('en-GB')}.`);
  return { composer, model, prompt };
}

function armText(arm: CompositionArm | null, configured: string | undefined): string {
  return JSON.stringify(partsOf(resolvedArm(arm, configured)));
}

function partsOf(arm: CompositionArm | null): unknown {
  return arm === null ? null : [arm.composer, arm.model, arm.prompt];
}
