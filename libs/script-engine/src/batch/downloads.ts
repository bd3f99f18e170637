import { words } from './command-text.js';
import type { Invocation } from './internal-commands.js';
import type { Machine } from './machine.js';
import { unquote } from './virtual-files.js';

const address = /\b(?:https?|ftp):\/\/[^\s'"<>|)]+/i;

/** Remembers the file that a command line downloads to, so that running it can be told as remote content. */
export function noteDownload(machine: Machine, call: Invocation): void {
  const { rest, key } = call.parts;
  const url = address.exec(rest.length > 20_000 ? rest.slice(0, 20_000) : rest)?.[0];
  if (url === undefined) return;
  const path = target(machine, key, rest, url);
  if (path !== undefined && path !== '') machine.files.put(path, machine.directory, { pieces: [], known: false, remote: url, rules: [] });
}

function target(machine: Machine, key: string, rest: string, url: string): string | undefined {
  const list = words(rest).map(unquote);
  const plain = list.filter((word) => !/^[-/]/.test(word) && !address.test(word));
  const after = (pattern: RegExp): string | undefined => {
    const index = list.findIndex((word) => pattern.test(word));
    return index < 0 ? undefined : list[index + 1];
  };
  switch (key) {
    case 'certutil': return /urlcache|verifyctl/i.test(rest) ? plain.at(-1) : undefined;
    case 'bitsadmin': return plain.at(-1);
    case 'curl': return after(/^(?:-o|--output|-[a-zA-Z]*o)$/) ?? (list.some((word) => /^(?:-O|--remote-name|-[a-zA-Z]*O)$/.test(word)) ? url.slice(url.lastIndexOf('/') + 1) : undefined);
    case 'wget': return after(/^(?:-O|--output-document)$/) ?? url.slice(url.lastIndexOf('/') + 1);
    case 'powershell':
    case 'pwsh': {
      const text = rest.replace(/\$\{?env:([a-z0-9_]{1,60})\}?/gi, (whole, name: string) => machine.env.get(name)?.value ?? whole);
      return /DownloadFile\([^,]{1,2000},\s{0,20}['"]?([^'")]{1,500})/i.exec(text)?.[1] ?? /-(?:outfile|destination|o)\s{1,20}['"]?([^'"\s;)]{1,500})/i.exec(text)?.[1];
    }
    default: return undefined;
  }
}
