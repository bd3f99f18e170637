import type { Span } from './recorder.js';
import type { Session } from './session.js';
import { commandText, join, knownText, Unknown } from './unknown.js';

const windowsProgram = /^\s{0,9}["']?(?:[a-z]:\\|%\w{1,40}%|(?:cmd|powershell|pwsh|mshta|wscript|cscript|rundll32|regsvr32|certutil|bitsadmin|schtasks|reg|wmic|msiexec|netsh|tasklist|taskkill|vssadmin|wevtutil|attrib)(?:\.exe)?["']?(?:\s|$))/i;

/** Hands on a command line: for cmd.exe when it names Windows programs or when told so, else for the shell. */
export function shellCommand(session: Session, command: string | Unknown, span: Span, sink: string, windows = false): void {
  const { recorder, trail } = session;
  const known = knownText(command);
  if (command instanceof Unknown && command.remote) recorder.missing('remoteContent', `the command given to ${sink}`, span);
  else if (command instanceof Unknown && command.inline === undefined && known.trim() === '') recorder.missing('unknownValue', `the command given to ${sink}`, span);
  if (known.trim() === '' && !(command instanceof Unknown && command.inline !== undefined)) return;
  const shell = windows || windowsProgram.test(known.slice(0, 200)) ? 'batch' : 'bash';
  recorder.payload(commandText(command, shell), shell, [...trail.rules, sink], span);
}

/** A program with its arguments as one command line. */
export function commandLine(parts: readonly (string | Unknown)[]): string | Unknown {
  const [program = ''] = parts;
  const windows = windowsProgram.test(`${knownText(program)} `);
  let line: string | Unknown = program;
  for (const text of parts.slice(1)) {
    const quoted = typeof text !== 'string' || /^[\w@%+=:,./\\-]+$/.test(text) ? text : windows ? (/\s/.test(text) && !text.includes('"') ? `"${text}"` : text) : `'${text.replaceAll("'", "'\\''")}'`;
    line = join(join(line, ' '), quoted);
  }
  return line;
}
