import type { BuildSchemaOptions } from '@nestjs/graphql';
import type { Type } from '@nestjs/common';

/**
 * Schema options that keep the types of other services in the process out: only those whose `registerIn` is `marker`, or
 * none, take part. Nest reads `includeModules` for plain schemas and forgets to pass it on for federated ones.
 */
export function ownTypesOnly(marker: Type<unknown>, orphanedTypes: Type<unknown>[] = []): BuildSchemaOptions {
  const options: BuildSchemaOptions & { includeModules: Type<unknown>[] } = { includeModules: [marker], orphanedTypes };
  return options;
}
