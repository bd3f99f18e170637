/** What bytes that are run as machine code say about themselves. */
export interface ShellcodeReading {
  /** What it looks like: `Windows executable`, `x64 shellcode`, `x86 shellcode`, `binary data`. */
  kind: string;
  /** One line each: `connects to 192.0.2.1:4444`, or a string found. */
  lines: string[];
}

const longestString = 400;

/** Reads strings, hosts and ports from machine code: printable runs, and the socket addresses that stagers push (Metasploit block_reverse_tcp, x86 and x64). */
export function readShellcode(bytes: Uint8Array): ShellcodeReading {
  const lines: string[] = [];
  const kind = kindOf(bytes);
  for (const { host, port } of socketAddresses(bytes)) lines.push(`connects to ${host}:${port}`);
  const strings = stringsOf(bytes);
  const host = strings.find((text) => /^(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[\w-]+\.)+[a-z]{2,})$/i.test(text));
  const port = internetPort(bytes);
  if (host !== undefined && port !== undefined) lines.push(`connects to ${host}:${port}`);
  for (const listening of listeningPorts(bytes)) lines.push(`listens on port ${listening}`);
  const path = strings.find((text) => /^\/[\w\-./=&?%+~]{2,250}$/.test(text));
  if (host !== undefined && path !== undefined) {
    const secure = requestsSecurely(bytes);
    lines.push(`requests ${secure ? 'https' : 'http'}://${host}${port === undefined || port === (secure ? 443 : 80) ? '' : `:${port}`}${path}`);
  }
  for (const text of strings) {
    // The byte before may be one that can be printed.
    const agent = /^.{0,3}(Mozilla\/\d.*)$/.exec(text)?.[1];
    lines.push(agent === undefined ? text : `User-Agent: ${agent}`);
  }
  return { kind, lines: [...new Set(lines)].slice(0, 500) };
}

function kindOf(bytes: Uint8Array): string {
  if (bytes[0] === 0x4d && bytes[1] === 0x5a) return 'Windows executable';
  if (bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46) return 'Linux executable';
  if (bytes[0] === 0xfc && bytes[1] === 0x48) return 'x64 shellcode';
  if (bytes[0] === 0xfc && (bytes[1] === 0xe8 || bytes[1] === 0xeb)) return 'x86 shellcode';
  return 'binary data';
}

function* socketAddresses(bytes: Uint8Array): Generator<{ host: string; port: number }> {
  const seen = new Set<string>();
  const give = (address: number, port: number): { host: string; port: number } | undefined => {
    const found = { host: [...bytes.subarray(address, address + 4)].join('.'), port: ((bytes[port] as number) << 8) | (bytes[port + 1] as number) };
    const key = `${found.host}:${found.port}`;
    if (found.port === 0 || found.host.startsWith('0.') || seen.has(key)) return undefined;
    seen.add(key);
    return found;
  };
  for (let i = 0; i + 10 <= bytes.length && i < 1_000_000; i++) {
    // push <address>; push <port, AF_INET>
    if (bytes[i] === 0x68 && bytes[i + 5] === 0x68 && bytes[i + 6] === 0x02 && bytes[i + 7] === 0x00) {
      const found = give(i + 1, i + 8);
      if (found !== undefined) yield found;
    }
    // push <address>; push word <port> (Linux)
    if (bytes[i] === 0x68 && bytes[i + 5] === 0x66 && bytes[i + 6] === 0x68) {
      const found = give(i + 1, i + 7);
      if (found !== undefined) yield found;
    }
    // mov r12, <AF_INET, port, address>
    if (bytes[i] === 0x49 && bytes[i + 1] === 0xbc && bytes[i + 2] === 0x02 && bytes[i + 3] === 0x00) {
      const found = give(i + 6, i + 4);
      if (found !== undefined) yield found;
    }
    // mov rcx, <AF_INET, port, address> (Linux x64)
    if (bytes[i] === 0x48 && bytes[i + 1] === 0xb9 && bytes[i + 2] === 0x02 && bytes[i + 3] === 0x00) {
      const found = give(i + 6, i + 4);
      if (found !== undefined) yield found;
    }
  }
}

/** Ports of stagers that wait (block_bind_tcp): an address of zeros, so only the family and the port are pushed. */
function* listeningPorts(bytes: Uint8Array): Generator<number> {
  for (let i = 0; i + 10 <= bytes.length && i < 1_000_000; i++) {
    const x86 = bytes[i] === 0x68 && bytes[i + 1] === 0x02 && bytes[i + 2] === 0x00 && bytes[i - 5] !== 0x68 && bytes[i + 5] === 0x89 && bytes[i + 6] === 0xe6;
    const x64 = bytes[i] === 0x49 && bytes[i + 1] === 0xbc && bytes[i + 2] === 0x02 && bytes[i + 3] === 0x00 && bytes[i + 6] === 0 && bytes[i + 7] === 0 && bytes[i + 8] === 0 && bytes[i + 9] === 0;
    const at = x64 ? i + 4 : i + 3;
    const port = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
    if ((x86 || x64) && port > 0) yield port;
  }
}

/** Whether HttpOpenRequest is given INTERNET_FLAG_SECURE among flags that end in RELOAD and NO_CACHE_WRITE (0x84......). */
function requestsSecurely(bytes: Uint8Array): boolean {
  for (let i = 0; i + 5 <= bytes.length && i < 1_000_000; i++) {
    if ([0x68, 0xb8, 0xba].includes(bytes[i] as number) && bytes[i + 1] === 0 && bytes[i + 4] === 0x84 && ((bytes[i + 3] as number) & 0x80) !== 0) return true;
  }
  return false;
}

/** The port pushed for InternetConnect: `mov r8, <port>` or `push <port>` with two zero bytes above it. */
function internetPort(bytes: Uint8Array): number | undefined {
  for (let i = 0; i + 7 <= bytes.length && i < 1_000_000; i++) {
    const x64 = bytes[i] === 0x49 && bytes[i + 1] === 0xc7 && bytes[i + 2] === 0xc0 && bytes[i + 5] === 0 && bytes[i + 6] === 0;
    if (x64) return (bytes[i + 3] as number) | ((bytes[i + 4] as number) << 8);
    const x86 = bytes[i] === 0x68 && bytes[i + 3] === 0 && bytes[i + 4] === 0 && [0xe8, 0xeb, 0x68, 0x50, 0x51, 0x53, 0x56, 0x57].includes(bytes[i + 5] as number);
    if (x86) {
      const port = (bytes[i + 1] as number) | ((bytes[i + 2] as number) << 8);
      if (port >= 80) return port;
    }
  }
  return undefined;
}

function stringsOf(bytes: Uint8Array): string[] {
  const out: string[] = [];
  let run = '';
  const flush = (): void => {
    if (run.length >= 5 && /[A-Za-z0-9]{3}/.test(run)) out.push(run.slice(0, longestString));
    run = '';
  };
  const limit = Math.min(bytes.length, 4_000_000);
  for (let i = 0; i < limit && out.length < 2_000; i++) {
    const code = bytes[i] as number;
    if (code >= 0x20 && code < 0x7f) run += String.fromCharCode(code);
    // UTF-16: a zero after each character.
    else if (code === 0 && run !== '' && bytes[i + 1] !== undefined && (bytes[i + 1] as number) >= 0x20 && (bytes[i + 1] as number) < 0x7f && bytes[i + 2] === 0 && (i < 2 || bytes[i - 2] === 0 || run.length === 1)) continue;
    else flush();
  }
  flush();
  return out.filter((text) => !/^(.)\1+$/.test(text));
}
