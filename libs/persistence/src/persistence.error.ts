/** What can go wrong between Attest and its PostgreSQL. */
export enum PersistenceErrorCode {
  PlatformWithoutPostgres = 'PLATFORM_WITHOUT_POSTGRES',
  DataFolderInUse = 'DATA_FOLDER_IN_USE',
  ServerDidNotStart = 'SERVER_DID_NOT_START',
  ServerDidNotStop = 'SERVER_DID_NOT_STOP',
  TenantMissing = 'TENANT_MISSING',
}

/** A known error; its sentence may be shown. */
export class PersistenceError extends Error {
  constructor(
    readonly code: PersistenceErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'PersistenceError';
  }
}
