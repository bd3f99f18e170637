import { assignWord } from './assignments.js';
import type { Argument, Call, Outcome, Runner } from './runner.js';
import { quoteWord } from './shell-quote.js';
import type { Variable } from './shell-state.js';
import { known, type Data } from './shell-text.js';

/** Options of a prefix command that take a word of their own. */
const valueOptions: Readonly<Record<string, string>> = {
  env: 'uCS', nohup: '', sudo: 'ugphCrtTDRU', doas: 'uCa', busybox: '', toybox: '', exec: 'a', command: '', builtin: '', nice: 'n', timeout: 'ks', setsid: '', stdbuf: 'ioe', ionice: 'cnp', time: 'fo', chrt: 'pTPD',
  unbuffer: '', proxychains: 'f', proxychains4: 'f', torsocks: '', torify: '', catchsegv: '', setarch: '', linux32: '', linux64: '', pkexec: '', taskset: 'p', rlwrap: '', fakeroot: '', eatmydata: '', runuser: 'u', 'strace': 'eopsP', chpst: 'u', watch: 'n',
};

/** Commands that run the command in their arguments: `sudo sh -c X` is `sh -c X` as far as text goes. Undefined for others. */
export function runPrefix(shell: Runner, call: Call): Outcome | undefined {
  if (call.name === 'xargs') return runXargs(shell, call);
  if (call.name === 'su' || call.name === 'runuser' || call.name === 'script' || call.name === 'flock' || call.name === 'watch' || call.name === 'ssh') {
    const special = commandOption(shell, call);
    if (special) return special;
  }
  const options = valueOptions[call.name];
  if (options === undefined) return undefined;
  const { args } = call;
  const before: [string, Variable | undefined][] = [];
  let i = 0;
  for (; i < args.length; i++) {
    const word = args[i]?.text ?? '';
    if (word === '--') {
      i++;
      break;
    }
    if (call.name === 'command' && /^-[vV]/.test(word)) return { status: undefined, plumbing: true, ...(shell.captured ? { out: known(shell.holes.make(`$(${call.shown()})`)) } : {}) };
    if (call.name === 'env' && (word === '-S' || word.startsWith('--split-string'))) {
      const text = word.includes('=') ? word.slice(word.indexOf('=') + 1) : (args[i + 1]?.text ?? '');
      call.announce();
      const flow = shell.evaluate(known([text, ...args.slice(word.includes('=') ? i + 1 : i + 2).map((arg) => quoteWord(arg, shell.holes))].join(' ')));
      return { status: undefined, flow };
    }
    if (/^-[A-Za-z]/.test(word)) {
      if (options.includes(word.at(-1) as string)) i++;
      continue;
    }
    if (/^--[a-z]/.test(word) || word === '-') continue;
    if ((call.name === 'env' || call.name === 'sudo' || call.name === 'doas') && /^[A-Za-z_]\w*=/.test(word)) {
      const key = word.slice(0, word.indexOf('='));
      before.push([key, shell.state.get(key)]);
      const name = assignWord(shell, word, args[i]?.via ?? []);
      if (name !== undefined) shell.state.declare(name, { exported: true });
      continue;
    }
    if ((call.name === 'timeout' && /^[\d.]+[smhd]?$/.test(word)) || (call.name === 'taskset' && /^(?:0x)?[\da-f,-]+$/i.test(word)) || (call.name === 'setarch' && /^[xi]\w*86\w*$/.test(word)) || (call.name === 'chrt' && /^\d+$/.test(word))) continue;
    break;
  }
  const rest = args.slice(i);
  if (rest.length === 0) return { status: call.name === 'exec' ? 0 : undefined, plumbing: false };
  const outcome = shell.call(rest, () => rest.map((arg) => quoteWord(arg, shell.holes)).join(' '), call.announce);
  for (const [name, variable] of before) shell.state.put(name, variable);
  if (call.name === 'exec') return { ...outcome, out: undefined, flow: { kind: 'exit', levels: 0 } };
  return { ...outcome, out: undefined };
}

/** `su -c X`, `script -c X`, `flock FILE -c X`, `ssh HOST X`, `watch X`. */
function commandOption(shell: Runner, call: Call): Outcome | undefined {
  const { args } = call;
  if (call.name === 'ssh') {
    const host = args.findIndex((arg, index) => !arg.text.startsWith('-') && !/^-[bcDEeFIiJLlmOopQRSWw]$/.test(args[index - 1]?.text ?? ''));
    const rest = host < 0 ? [] : args.slice(host + 1);
    if (rest.length > 0) shell.handOver(joined(rest), 'ssh', 'bash');
    return undefined;
  }
  if (call.name === 'watch') {
    const first = args.findIndex((arg, index) => !arg.text.startsWith('-') && args[index - 1]?.text !== '-n');
    if (first >= 0 && args[first]?.text.includes(' ')) shell.handOver(joined(args.slice(first)), 'watch', 'bash');
    return undefined;
  }
  const at = args.findIndex((arg) => /^-[a-z]*c$/.test(arg.text) || arg.text === '--command');
  const command = args[at + 1];
  if (at < 0 || !command) return undefined;
  return shell.child({ text: command.text, via: command.via }, { rule: `${call.name} -c` }, call.announce);
}

function joined(args: readonly Argument[]): Data {
  return { text: args.map((arg) => arg.text).join(' '), via: args[0]?.via ?? [] };
}

function runXargs(shell: Runner, call: Call): Outcome {
  const { args } = call;
  let i = 0;
  let replace: string | undefined;
  let perCall = Infinity;
  let delimiter: RegExp | undefined;
  for (; i < args.length; i++) {
    const word = args[i]?.text ?? '';
    if (!word.startsWith('-') || word === '-') break;
    if (/^-[Ii]/.test(word)) replace = word.length > 2 ? word.slice(2) : word === '-i' ? '{}' : args[++i]?.text;
    else if (/^-[nL]/.test(word)) perCall = parseInt(word.length > 2 ? word.slice(2) : (args[++i]?.text ?? '1'), 10) || 1;
    else if (word === '-0' || word === '--null') delimiter = /\0/;
    else if (/^-d/.test(word)) delimiter = new RegExp(`\\${word === '-d' ? (args[++i]?.text ?? 'n').replace(/^\\/, '').slice(0, 1) : word.slice(2).replace(/^\\/, '').slice(0, 1)}`);
    else if (/^-[PsEa]$/.test(word)) i++;
  }
  const command = args.slice(i).length > 0 ? args.slice(i) : [{ text: 'echo', via: [], glob: false }];
  const input = shell.readAll();
  const hole = input ? shell.holes.single(input.text) : undefined;
  if (!input || input.text.length > 1_000_000) return { status: undefined };
  const items = hole ? [input.text.trim()] : split(input.text, delimiter, replace !== undefined);
  shell.budget.step(items.length);
  call.announce();
  const groups: string[][] = [];
  if (replace !== undefined || perCall === 1) for (const item of items) groups.push([item]);
  else if (perCall === Infinity) groups.push(items);
  else for (let at = 0; at < items.length; at += perCall) groups.push(items.slice(at, at + perCall));
  for (const group of groups.slice(0, 1000)) {
    const words: Argument[] =
      replace !== undefined
        ? command.map((arg) => (arg.text.includes(replace as string) ? { ...arg, text: arg.text.replaceAll(replace as string, group[0] ?? ''), via: input.via } : arg))
        : [...command, ...group.map((text) => ({ text, via: input.via, glob: false }))];
    let listed = false;
    const shown = (): string => words.map((word) => quoteWord(word, shell.holes)).join(' ');
    const list = (): void => {
      if (!listed) shell.recorder.line({ ...shell.span(), text: shown(), plumbing: false, novel: true });
      listed = true;
    };
    const outcome = shell.call(words, shown, list);
    if (outcome.silent !== true && outcome.plumbing !== true) list();
  }
  return { status: undefined, plumbing: command[0]?.text === 'echo' };
}

function split(text: string, delimiter: RegExp | undefined, byLine: boolean): string[] {
  if (delimiter) return text.replace(/\n$/, '').split(delimiter).filter((item) => item !== '');
  if (byLine) return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const out: string[] = [];
  const words = /(?:[^\s"'\\]|\\[^]|"[^"\n]*"|'[^'\n]*')+/g;
  for (let match = words.exec(text); match; match = words.exec(text)) out.push(match[0].replace(/\\([^])|"([^"]*)"|'([^']*)'/g, (_, escaped?: string, double?: string, single?: string) => escaped ?? double ?? single ?? ''));
  return out;
}
