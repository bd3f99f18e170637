/** Codes of the gateway's own refusals. Codes of services pass through beside them. */
export enum GatewayErrorCode {
  /** Nobody is signed in. */
  Unauthenticated = 'UNAUTHENTICATED',
  /** The request came from a page of another site. */
  ForeignOrigin = 'FOREIGN_ORIGIN',
  /** The body is not what the door takes. */
  BodyMalformed = 'BODY_MALFORMED',
  /** The body is larger than the door takes. */
  BodyTooLarge = 'BODY_TOO_LARGE',
  /** There is nothing at this address. */
  NotFound = 'NOT_FOUND',
  /** The operation asks for more than one operation may. */
  OperationTooLarge = 'OPERATION_TOO_LARGE',
  /** The operation does not belong on this connection. */
  OperationRefused = 'OPERATION_REFUSED',
  /** A service does not answer. */
  ServiceUnavailable = 'SERVICE_UNAVAILABLE',
  /** A service did not answer in time. */
  ServiceTimeout = 'SERVICE_TIMEOUT',
  /** A fault of Attest; the log has its detail under the reference. */
  Internal = 'INTERNAL',
}

const statuses: Readonly<Record<GatewayErrorCode, number>> = {
  [GatewayErrorCode.Unauthenticated]: 401,
  [GatewayErrorCode.ForeignOrigin]: 403,
  [GatewayErrorCode.BodyMalformed]: 400,
  [GatewayErrorCode.BodyTooLarge]: 413,
  [GatewayErrorCode.NotFound]: 404,
  [GatewayErrorCode.OperationTooLarge]: 400,
  [GatewayErrorCode.OperationRefused]: 400,
  [GatewayErrorCode.ServiceUnavailable]: 503,
  [GatewayErrorCode.ServiceTimeout]: 504,
  [GatewayErrorCode.Internal]: 500,
};

/** A known refusal: its sentence may be shown. */
export class GatewayError extends Error {
  readonly status: number;
  /** What GraphQL carries to the client. */
  readonly extensions: { code: GatewayErrorCode };

  constructor(
    readonly code: GatewayErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'GatewayError';
    this.status = statuses[code];
    this.extensions = { code };
  }
}
