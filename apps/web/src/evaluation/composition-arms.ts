import type { ArmItemFragment, CompositionArmInput, CompositionItemFragment } from '../graphql/generated/graphql.js';
import type { FigureRow } from './evaluation-figures.js';

/** Bytes of UTF-8 a prompt may have. */
export const longestPromptBytes = 16 * 1024;

/** Percent of subjects a canary may have at most, and has when nobody says otherwise. */
export const mostShare = 50;
export const usualShare = 10;

/** An arm in a few words. */
export function armName({ composer, model, prompt }: Pick<ArmItemFragment, 'composer' | 'model' | 'prompt'>): string {
  if (composer === 'RULES') return 'Rules';
  return `${model ?? 'A model'}${prompt === null ? '' : ' with a prompt of its own'}`;
}

/** The figures of an arm: of the engine most of its cards are of. */
export function armRow<Row extends FigureRow>(rows: readonly Row[], kind: string, arm: Pick<ArmItemFragment, 'composer' | 'model' | 'promptHash'>, engine?: string): Row | undefined {
  const own = rows.filter((row) => row.kind === kind && row.composer === arm.composer.toLowerCase() && (row.model ?? null) === arm.model && (row.promptHash ?? null) === arm.promptHash && (engine === undefined || row.engine === engine));
  return own.reduce<Row | undefined>((most, row) => (most === undefined || row.cards > most.cards ? row : most), undefined);
}

/** The figures of both arms, of one engine where both have composed with it: engines differ in more than the wording. */
export function armRows<Row extends FigureRow>(rows: readonly Row[], { kind, current, canary }: Pick<CompositionItemFragment, 'kind' | 'current' | 'canary'>): { current: Row | undefined; canary: Row | undefined } {
  if (!canary) return { current: armRow(rows, kind, current), canary: undefined };
  const tried = armRow(rows, kind, canary);
  return { current: armRow(rows, kind, current, tried?.engine) ?? armRow(rows, kind, current), canary: tried };
}

/** An arm as it is being filled in. */
export interface ArmDraft {
  choice: 'configured' | 'rules' | 'model';
  model: string;
  prompt: string;
}

/** An arm as a form shows it. */
export function draftOf(arm: ArmItemFragment | null | undefined): ArmDraft {
  if (!arm || arm.asConfigured) return { choice: 'configured', model: '', prompt: '' };
  if (arm.composer === 'RULES') return { choice: 'rules', model: '', prompt: '' };
  return { choice: 'model', model: arm.model ?? '', prompt: arm.prompt ?? '' };
}

/** What is sent of a filled-in arm; null leaves it to the configuration. */
export function armInput({ choice, model, prompt }: ArmDraft): CompositionArmInput | null {
  if (choice === 'configured') return null;
  if (choice === 'rules') return { composer: 'RULES' };
  return { composer: 'MODEL', model: model.trim() || null, prompt: prompt.trim() || null };
}

/** Bytes of a prompt as it would be kept. */
export function promptBytes(prompt: string): number {
  return new TextEncoder().encode(prompt.trim()).length;
}

/** Why a share cannot be, in a sentence; undefined when it can. */
export function shareProblem(text: string): string | undefined {
  const share = Number(text);
  return text.trim() !== '' && Number.isInteger(share) && share >= 1 && share <= mostShare ? undefined : `Give a whole number from 1 to ${mostShare}.`;
}
