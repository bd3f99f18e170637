import { GraphQLError } from 'graphql';
import fc from 'fast-check';
import type { Logger } from '@attest/observability';
import { createErrorFunnel, throughFunnel } from './error-funnel.js';

function listener(): { logger: Logger; lines: unknown[] } {
  const lines: unknown[] = [];
  const note = (line: unknown): void => void lines.push(line);
  const logger = { debug: note, info: note, warn: note, error: note, child: () => logger } as unknown as Logger;
  return { logger, lines };
}

const funnelled = (error: GraphQLError, lines = listener()) => createErrorFunnel(lines.logger)(error.toJSON(), error);

describe('the error funnel', () => {
  it('passes an error that carries its own code, without anything else it carries', () => {
    const error = new GraphQLError('No such incident.', { path: ['incident'], extensions: { code: 'INCIDENT_UNKNOWN', position: '$.id', sql: 'CANARY', stacktrace: ['CANARY'] } });
    expect(funnelled(error)).toEqual({ message: 'No such incident.', path: ['incident'], extensions: { code: 'INCIDENT_UNKNOWN', position: '$.id' } });
  });

  it.each([
    ['no code', {}],
    ['the code of an engine', { code: 'INTERNAL_SERVER_ERROR' }],
    ['the code of a failed delegation', { code: 'DOWNSTREAM_SERVICE_ERROR' }],
    ['the code of a driver', { code: '23505' }],
    ['a number', { code: 500 }],
    ['a claim that somebody is signed out', { code: 'UNAUTHENTICATED' }],
    ['a drifted schema', { code: 'GRAPHQL_VALIDATION_FAILED' }],
  ])('hides an error with %s behind a reference that the log has', (_what, extensions) => {
    const { logger, lines } = listener();
    const error = new GraphQLError('CANARY at 10.0.0.7:5432', { path: ['incident'], extensions, originalError: new Error('CANARY root') });
    const formatted = createErrorFunnel(logger)({ ...error.toJSON(), extensions }, error);
    expect(JSON.stringify(formatted)).not.toContain('CANARY');
    const { reference } = formatted.extensions as { reference: string };
    expect(formatted).toEqual({ message: `Something went wrong on our side (reference ${reference}).`, path: ['incident'], extensions: { code: 'INTERNAL', reference } });
    expect(lines).toMatchObject([{ reference, err: { message: 'CANARY root' } }]);
  });

  it('hides whatever has no code, whatever it says', () => {
    fc.assert(
      fc.property(fc.string(), (message) => {
        expect(funnelled(new GraphQLError(message, { path: ['a'] })).message).toMatch(/^Something went wrong on our side \(reference [0-9a-f]{8}\)\.$/);
      }),
    );
  });

  it('takes the hint out of a validation error and cuts what would be endless', () => {
    const hint = new GraphQLError('Cannot query field "nam" on type "Me". Did you mean "name"?', { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    expect(funnelled(hint).message).toBe('Cannot query field "nam" on type "Me".');
    const endless = new GraphQLError('x'.repeat(100_000), { extensions: { code: 'BAD_USER_INPUT' } });
    expect(funnelled(endless).message).toHaveLength(602);
  });

  it('knows the errors of a socket: without a place in the data they are about the document', () => {
    const { logger } = listener();
    const [about, inside] = throughFunnel(createErrorFunnel(logger), [new GraphQLError('Syntax Error: Unexpected Name "x".'), new GraphQLError('CANARY', { path: ['me'] })]);
    expect(about).toMatchObject({ message: 'Syntax Error: Unexpected Name "x".', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    expect(inside).toMatchObject({ extensions: { code: 'INTERNAL' } });
  });
});
