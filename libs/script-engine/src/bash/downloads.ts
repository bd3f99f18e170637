import type { Call, Outcome, Runner } from './runner.js';
import { known } from './shell-text.js';

const downloaders = new Set(['curl', 'wget', 'fetch', 'aria2c', 'lwp-download', 'lwp-request', 'GET', 'axel', 'lynx', 'w3m', 'links', 'http', 'ftpget', 'tftp', 'nc', 'ncat', 'netcat', 'scp', 'rsync', 'svn', 'telnet', 'dig', 'nslookup', 'host', 'openssl']);
const withValue: Readonly<Record<string, string>> = { curl: 'AbcCdDeEFHKmoPQrtTuUwxXYyzh', wget: 'OaoePtTwQUlADBiI' };

/** Commands that fetch: their output (or the file they write) is content of the address they name. Undefined for other commands. */
export function runDownload(shell: Runner, call: Call): Outcome | undefined {
  if (!downloaders.has(call.name) || (call.name === 'openssl' && call.args[0]?.text !== 's_client')) return undefined;
  const words = call.args.map((arg) => arg.text);
  const addresses: string[] = [];
  let output: string | undefined;
  let named = false;
  const values = withValue[call.name] ?? '';
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (/^--(?:output|output-document)(?:=|$)/.test(word)) output = word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[++i];
    else if (word === '--url') addresses.push(words[++i] ?? '');
    else if (word.startsWith('--')) {
      if (word === '--remote-name') named = true;
      if (!word.includes('=') && /^--(?:header|user-agent|data.*|request|proxy|user|max-time|connect-timeout|retry|cookie|form|referer|tries|timeout|post-data|directory-prefix|post-file)$/.test(word)) i++;
    } else if (/^-[A-Za-z]/.test(word) && values !== '') {
      for (let j = 1; j < word.length; j++) {
        const flag = word[j] as string;
        if (call.name === 'curl' && flag === 'O') named = true;
        if (!values.includes(flag) || (call.name === 'curl' && flag === 'h')) continue;
        const value = j + 1 < word.length ? word.slice(j + 1) : words[++i];
        if (flag === (call.name === 'curl' ? 'o' : 'O')) output = value;
        break;
      }
    } else if (word.includes('://')) addresses.push(word);
    else if (values !== '' && !word.startsWith('-')) addresses.push(word);
  }
  const address = addresses[0] ?? words.find((word) => word.includes('://'));
  const shown = address === undefined ? undefined : shell.holes.show(address);
  if (output === undefined && !named && call.name !== 'wget' && call.name !== 'fetch' && !shell.captured) return { status: undefined };
  const content = known(shell.holes.make(`$(${call.shown()})`, { remote: shown ?? call.shown().slice(0, 200) }));
  const base = shown?.replace(/[?#].*$/, '').replace(/\/+$/, '').split('/').at(-1);
  const toStandard = output === '-' || output === '/dev/stdout' || (output === undefined && (call.name !== 'wget' && call.name !== 'fetch' ? !named : false));
  if (!toStandard && (output ?? base) !== undefined) {
    shell.writeFile((output ?? base) as string, content, false, shell.span());
    return { status: undefined };
  }
  return { status: undefined, ...(shell.captured ? { out: content } : {}) };
}
