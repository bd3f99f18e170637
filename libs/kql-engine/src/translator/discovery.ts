import { KqlError } from '../kql.error.js';

/**
 * The translation cannot go on before a query has run: the columns of bag_unpack and pivot are in the rows. To a host
 * that does not run it and try again, it is the error that the operator is not supported.
 */
export class DiscoveryNeeded extends KqlError {
  constructor(
    readonly sql: string,
    reason: KqlError,
  ) {
    super(reason.code, reason.message, reason.position);
  }
}
