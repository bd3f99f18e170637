import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { sentenceOf } from '../lib/error-sentence.js';

/** The sentence to show for a failure: the server's own where it wrote one. */
export function problemOf(error: unknown): string {
  if (CombinedGraphQLErrors.is(error)) return error.errors[0]?.message ?? 'The server refused the request without a reason.';
  if (ServerError.is(error)) return sentenceOf(error.bodyText) ?? `The server answered ${error.statusCode}.`;
  if (error instanceof TypeError) return 'The server cannot be reached.';
  if (error instanceof Error && error.message) return error.message;
  return 'Something failed without a reason.';
}

/** The code the server gave a refusal, for what a page does about it; undefined for any other failure. */
export function codeOf(error: unknown): string | undefined {
  const code = CombinedGraphQLErrors.is(error) ? error.errors[0]?.extensions?.['code'] : undefined;
  return typeof code === 'string' ? code : undefined;
}
