import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '@attest/observability';
import { IdentityErrorCode } from '@attest/identity';
import { GatewayErrorCode } from './gateway.error.js';

/** The one way an error of a GraphQL operation leaves the gateway. */
export type ErrorFunnel = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

const longestMessage = 600;
const codeForm = /^[A-Z][A-Z0-9_]{2,63}$/;

/** Codes that engines put on errors nobody meant to show. Inside an operation a service's "sign in" is a fault between gateway and service. */
const faults: ReadonlySet<string> = new Set(['INTERNAL_SERVER_ERROR', 'DOWNSTREAM_SERVICE_ERROR', 'RESPONSE_VALIDATION_FAILED', GatewayErrorCode.Internal, IdentityErrorCode.Unauthenticated]);

/**
 * Errors with a code of their own in `extensions` were meant for people and pass, with their message, code, position in
 * the input where they name one, and nothing else. Every other becomes one sentence with a reference, under which the log has the detail.
 */
export function createErrorFunnel(logger: Logger): ErrorFunnel {
  return (formatted, error) => {
    const code = limitCode(error) ?? formatted.extensions?.['code'];
    const place = { ...(formatted.path ? { path: formatted.path } : {}), ...(formatted.locations && !formatted.path ? { locations: formatted.locations } : {}) };
    if (typeof code === 'string' && codeForm.test(code) && !faults.has(code) && !isDrift(code, formatted)) {
      const position = formatted.extensions?.['position'];
      return { message: plain(formatted.message), ...place, extensions: { code, ...(typeof position === 'string' ? { position: plain(position) } : {}) } };
    }
    const reference = newReference();
    logger.error({ err: rootOf(error), reference, path: formatted.path, code }, 'an operation failed');
    return { message: sentenceFor(reference), ...place, extensions: { code: GatewayErrorCode.Internal, reference } };
  };
}

/** Errors of an operation on a socket, which no Apollo Server formats. */
export function throughFunnel(funnel: ErrorFunnel, errors: readonly GraphQLError[]): GraphQLFormattedError[] {
  return errors.map((error) => {
    const json = error.toJSON();
    return funnel({ ...json, extensions: { ...json.extensions, code: json.extensions?.['code'] ?? (error.path ? undefined : 'GRAPHQL_VALIDATION_FAILED') } }, error);
  });
}

/** A short id to find a failure in the log by. */
export function newReference(): string {
  return randomUUID().slice(0, 8);
}

/** What a person reads for a fault of Attest. */
export function sentenceFor(reference: string): string {
  return `Something went wrong on our side (reference ${reference}).`;
}

/** Apollo Server gives every refusal of a validation rule its own code; a broken limit keeps ours. */
function limitCode(error: unknown): string | undefined {
  const original = error instanceof GraphQLError ? error.originalError : undefined;
  const code = original instanceof GraphQLError ? original.extensions['code'] : undefined;
  return code === GatewayErrorCode.OperationTooLarge ? code : undefined;
}

/** A validation error at a place in the data comes from a service that knows another schema than the supergraph. */
function isDrift(code: string, { path }: GraphQLFormattedError): boolean {
  return path !== undefined && code.startsWith('GRAPHQL_');
}

/** Without "Did you mean": a schema is read by introspection when signed in, never guessed by spelling. */
function plain(message: string): string {
  const text = message.replace(/\s*Did you mean [\s\S]*\?\s*$/, '');
  return text.length > longestMessage ? `${text.slice(0, longestMessage)} …` : text;
}

function rootOf(error: unknown): unknown {
  let root = error;
  for (let depth = 0; depth < 8 && root instanceof GraphQLError && root.originalError; depth++) root = root.originalError;
  return root;
}
