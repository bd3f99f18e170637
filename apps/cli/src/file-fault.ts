import { CommandError, ExitCode } from './exit-code.js';

const reasons: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  EACCES: 'permission is missing',
  EPERM: 'permission is missing',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ELOOP: 'its link leads back to itself',
  ENOTDIR: 'a part of its path is no folder',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
  ERR_INVALID_ARG_VALUE: 'its name holds a null character',
  Z_DATA_ERROR: 'it begins like gzip and is broken',
  Z_BUF_ERROR: 'it is gzip and cut off',
};

/** What a person reads when a file cannot be read or written, with the exit code of refused input. */
export function fileFault(file: string, error: unknown, deed: 'read' | 'written' = 'read'): CommandError {
  if (error instanceof CommandError) return error;
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  const name = nameOf(file);
  if (code === 'ENOENT' && file !== '') return new CommandError(ExitCode.Input, deed === 'read' ? `${name} does not exist.` : `${name} could not be written: its folder does not exist.`);
  const reason = reasons[code] ?? (code === '' ? undefined : code);
  return new CommandError(ExitCode.Input, `${name} could not be ${deed}${reason === undefined ? '' : `: ${reason}`}.`);
}

/** What a file of the command line is called in a sentence. */
export function nameOf(file: string): string {
  return { '-': 'Standard input', '': 'A file without a name' }[file] ?? file;
}
