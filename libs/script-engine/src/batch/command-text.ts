import { isDelimiter } from './syntax.js';

const builtIn = new Set([
  'assoc', 'break', 'call', 'cd', 'chdir', 'cls', 'color', 'copy', 'date', 'del', 'dir', 'echo', 'endlocal', 'erase', 'exit', 'ftype', 'goto', 'keys', 'md', 'mkdir', 'mklink',
  'move', 'path', 'pause', 'popd', 'prompt', 'pushd', 'rd', 'rem', 'ren', 'rename', 'rmdir', 'set', 'setlocal', 'shift', 'start', 'time', 'title', 'type', 'ver', 'verify', 'vol',
]);

/** A command cut into its name and what follows. */
export interface CommandParts {
  /** As written, leading delimiters gone. */
  name: string;
  /** Everything behind the name, the delimiter between them included. */
  rest: string;
  /** Name for comparison: no quotes, no folder, no `.exe`, lower case. */
  key: string;
  /** cmd does this itself. */
  internal: boolean;
}

/** Cuts a command into name and arguments the way cmd finds the name. */
export function splitCommand(text: string): CommandParts {
  let start = 0;
  while (isDelimiter(text[start]) || text[start] === '@') start++;
  const attached = /^([a-z]+)[.(:\\/+[\]]/i.exec(text.slice(start, start + 12))?.[1];
  if (attached && builtIn.has(attached.toLowerCase()) && !/^\.(?:exe|com|bat|cmd)\b/i.test(text.slice(start + attached.length, start + attached.length + 5))) {
    return { name: attached, rest: text.slice(start + attached.length), key: attached.toLowerCase(), internal: true };
  }
  let end = start;
  let quoted = false;
  for (; end < text.length; end++) {
    const char = text[end];
    if (char === '"') quoted = !quoted;
    else if (!quoted && (isDelimiter(char) || (char === '/' && end > start))) break;
  }
  const name = text.slice(start, end);
  const plain = name.replaceAll('"', '').trim();
  const key = plain.slice(Math.max(plain.lastIndexOf('\\'), plain.lastIndexOf('/')) + 1).toLowerCase();
  const internal = builtIn.has(plain.toLowerCase()) && !/^".*"$/.test(name);
  return { name, rest: text.slice(end), key: internal ? plain.toLowerCase() : key.replace(/\.(?:exe|com)$/, ''), internal };
}

/** Words of an argument list, quotes kept, cut at white space outside them. */
export function words(text: string): string[] {
  const out: string[] = [];
  let from = -1;
  let quoted = false;
  for (let i = 0; i <= text.length; i++) {
    const char = text[i];
    const space = char === undefined || (!quoted && (char === ' ' || char === '\t' || char === '\n' || char === '\r' || char === '\u00a0'));
    if (char === '"') quoted = !quoted;
    if (space && from >= 0) {
      out.push(text.slice(from, i));
      from = -1;
    } else if (!space && from < 0) from = i;
  }
  return out;
}

/** Words of the arguments of an internal command or a call: cut at every delimiter of cmd outside quotes. */
export function delimitedWords(text: string): string[] {
  const out: string[] = [];
  let from = -1;
  let quoted = false;
  for (let i = 0; i <= text.length; i++) {
    const char = text[i];
    const space = char === undefined || (!quoted && (isDelimiter(char) || char === '\n' || char === '\r'));
    if (char === '"') quoted = !quoted;
    if (space && from >= 0) {
      out.push(text.slice(from, i));
      from = -1;
    } else if (!space && from < 0) from = i;
  }
  return out;
}

/** Takes quotes away that only break up a word; keeps those that hold spaces or stand around a whole argument. */
function plainWord(word: string): string {
  if (!word.includes('"') || word.includes('\\"') || (word.split('"').length - 1) % 2 !== 0) return word;
  if (/^"[^"]*"$/.test(word) || /^[^"]*[=:]"[^"]*"$/.test(word)) return word;
  const inner = word.replaceAll('"', '');
  return /[\s&|<>^()%!,;=]/.test(inner) ? word : inner;
}

/** A command as the analyst reads it: quotes that only disguise and superfluous white space gone. */
export function readableCommand(parts: CommandParts): string {
  const bare = parts.name.replaceAll('"', '');
  const path = /^"[^"]*[\\/%\uE000-\uF8FF][^"]*"$/.test(parts.name);
  const name = path || /[\s&|<>^();,=]/.test(bare) ? (parts.name.includes('"') ? `"${bare}"` : bare) : bare;
  if (parts.internal && parts.key !== 'start') {
    const rest = parts.key === 'echo' ? parts.rest.replace(/^[,;=]/, ' ') : parts.rest.replace(/^[\s,;=]+/, ' ');
    return (name + rest).trimEnd();
  }
  let rest = parts.rest;
  if (/^[\s,;=]*[,;=]/.test(rest)) rest = ` ${rest.replace(/^[\s,;=]+/, '')}`;
  const tail = /[\s,;]*$/.exec(rest.slice(-64))?.[0] ?? '';
  if (/[,;].*[,;]/.test(tail)) rest = rest.slice(0, rest.length - tail.length);
  const list = words(rest).map(plainWord);
  const glue = rest.startsWith('/') || list.length === 0 ? '' : ' ';
  return name + glue + list.join(' ');
}

/** The switches of a `cmd` command line. */
export interface CmdSwitches {
  /** Text after /c, /k or /r, as written. */
  command?: string;
  delayed: boolean;
}

/** Reads the arguments of cmd.exe: what is no switch is passed over, as cmd does. */
export function parseCmdSwitches(args: string): CmdSwitches {
  let delayed = false;
  let i = 0;
  while (i < args.length) {
    if (args[i] !== '/') {
      i++;
      continue;
    }
    const letter = args[i + 1]?.toLowerCase();
    if (letter === 'c' || letter === 'k' || letter === 'r') return { command: args.slice(i + 2), delayed };
    let end = i + 2;
    while (end < args.length && !/[\s/",;]/.test(args[end] as string)) end++;
    if (letter === 'v') delayed = !/^:off$/i.test(args.slice(i + 2, end));
    i = Math.max(end, i + 1);
  }
  return { delayed };
}

/** What cmd runs of the text behind /c: the outer quotes go, unless they hold nothing but the path of a program. */
export function commandOfSwitch(text: string): string {
  const start = text.replace(/^\s+/, '');
  if (!start.startsWith('"')) return start;
  const last = start.lastIndexOf('"');
  if (last === 0) return start.slice(1);
  const between = start.slice(1, last);
  if (!between.includes('"') && !/[&<>()@^|]/.test(between) && /\s/.test(between) && /\.(?:exe|com|bat|cmd)$/i.test(between)) return start;
  return between + start.slice(last + 1);
}
