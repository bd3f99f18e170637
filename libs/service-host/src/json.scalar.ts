import { GraphQLScalarType } from 'graphql';

/** Any JSON value as it is stored. Output only: what comes in is always typed. */
export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value',
  serialize: (value: unknown) => value,
});
