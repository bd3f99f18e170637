/** Why a guide is refused, for people and for programs. */
export enum GuidebookErrorCode {
  Empty = 'GUIDEBOOK_EMPTY',
  TooLarge = 'GUIDEBOOK_TOO_LARGE',
  /** The name ends in none of the forms that are read. */
  UnknownFormat = 'GUIDEBOOK_UNKNOWN_FORMAT',
  /** The content is not what the name says. */
  WrongContent = 'GUIDEBOOK_WRONG_CONTENT',
  Encrypted = 'GUIDEBOOK_ENCRYPTED',
  Macros = 'GUIDEBOOK_MACROS',
  /** It unpacks to far more than it is. */
  Bomb = 'GUIDEBOOK_UNPACKS_TOO_LARGE',
  TooLong = 'GUIDEBOOK_TOO_LONG',
  /** It is broken. */
  Unreadable = 'GUIDEBOOK_UNREADABLE',
  /** Pictures of text, for example. */
  NoText = 'GUIDEBOOK_NO_TEXT',
  NoTasks = 'GUIDEBOOK_NO_TASKS',
  /** Reading it takes too much time or memory. */
  TooMuchWork = 'GUIDEBOOK_TOO_MUCH_WORK',
}

/** A guide is refused. The sentence may be shown; it says where when that is known. */
export class GuidebookError extends Error {
  constructor(
    readonly code: GuidebookErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'GuidebookError';
  }
}
