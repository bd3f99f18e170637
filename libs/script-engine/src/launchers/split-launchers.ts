import type { Budget } from '../core/budget.js';
import { decodeBase64, decodeText } from '../core/codecs.js';
import { wholeFrom, type DerivedText, type Evaluation, type NotDecoded } from '../core/evaluation.js';
import type { ScriptLanguage } from '../core/language.js';
import { splitWords, type Quoting, type Word } from './command-line.js';

const names = /(?<![\w.$-])(?:powershell|pwsh|cmd|bash|zsh|dash|sh|mshta|rundll32|python[23]?|perl|ruby|node|php|schtasks|sc|wmic|forfiles|pcalua|reg|start-process|saps|osascript)(?:\.exe)?(?=["'\s,]|$)/gi;

/** A program that is copied, moved or looked for here does not start. */
const handled = /(?:^|[\n&|;(@])\s{0,8}(?:copy|xcopy|move|ren|rename|robocopy|copy-item|move-item|del|where|taskkill|icacls|takeown|attrib|mklink|if\s+(?:not\s+)?exist)(?:\.exe)?\s[^\n&|;()]{0,190}$/i;

/** Interpreters whose command lines are quoted as Unix shells do, where the container does not say. */
const unixNames = /^(?:bash|zsh|dash|sh|python3|perl|ruby|osascript)$/;

const encodedCommand = 'encodedcommand';
/** Parameters of powershell.exe that take a value, by their shortest unambiguous spelling. */
const valued: readonly (readonly [string, number])[] = [['executionpolicy', 2], ['windowstyle', 1], ['version', 1], ['inputformat', 2], ['outputformat', 1], ['configurationname', 4], ['workingdirectory', 2], ['psconsolefile', 1], ['settingsfile', 2], ['custompipename', 2]];

/**
 * Finds interpreters started on a command line, with the script they are given, and gives that script exactly as the
 * interpreter would get it. See about_PowerShell_exe for its parameters.
 */
export function splitLaunchers(text: string, container: ScriptLanguage, budget: Budget): Evaluation {
  const derived: DerivedText[] = [];
  const notDecoded: NotDecoded[] = [];
  const quotingOf = (name: string): Quoting => (container === 'powershell' ? 'powershell' : container === 'bash' || (container !== 'batch' && unixNames.test(name)) ? 'shell' : 'windows');
  names.lastIndex = 0;
  for (let match = names.exec(text); match !== null; match = names.exec(text)) {
    budget.step(20);
    if (handled.test(text.slice(Math.max(0, match.index - 200), match.index))) continue;
    if (derived.length >= 60) break;
    const name = match[0].toLowerCase().replace(/\.exe$/, '');
    const start = match.index;
    let from = start + match[0].length;
    if (text[from] === '"' || text[from] === "'") from++;
    const { words, end } = splitWords(text, from, quotingOf(name));
    // Shortened where it is only shown.
    if (words.length === 0 || words.some((word) => word.text.includes('\u2026'))) continue;
    const found = readLauncher(name, words, text, budget, container);
    if (found === undefined) continue;
    if ('reason' in found) {
      notDecoded.push({ reason: found.reason, detail: found.detail, start, end });
      continue;
    }
    if (found.text.trim() === '') continue;
    derived.push({ kind: 'payload', text: found.text, language: found.language, rules: found.rules, segments: wholeFrom(found.text, found.start ?? start, found.end ?? end) });
    if (found.skip === true) names.lastIndex = Math.max(names.lastIndex, end);
  }
  return { derived, notDecoded };
}

/** The script given to a program that is started with its arguments as one text, no shell between. */
export function scriptOfProcess(program: string, args: string, budget: Budget): DerivedText | undefined {
  const name = program.replace(/^.*[\\/]/, '').replace(/\.exe$/i, '').toLowerCase();
  const shell = /^(?:powershell|pwsh)$/.test(name) || (name === '' && /(?:^|\s)[-/](?:nop|noni|w|win|enc|e|ec|ep|exec|c|command|sta)[a-z]*\s/i.test(args)) ? 'powershell' : name;
  const { words } = splitWords(args, 0, 'process');
  const found = words.length === 0 ? undefined : readLauncher(shell, words, args, budget, 'unknown');
  return found === undefined || 'reason' in found || found.text.trim() === '' ? undefined : { kind: 'payload', text: found.text, language: found.language, rules: ['process arguments', ...found.rules], segments: [] };
}

interface Launched {
  text: string;
  language?: ScriptLanguage;
  rules: string[];
  start?: number;
  end?: number;
  /** Launchers further on belong to this script. */
  skip?: boolean;
}

type Outcome = Launched | { reason: NotDecoded['reason']; detail: string } | undefined;

function readLauncher(name: string, words: Word[], text: string, budget: Budget, container: ScriptLanguage): Outcome {
  if (name === 'powershell' || name === 'pwsh') return powershell(words, budget);
  if (name === 'cmd') return container === 'batch' ? undefined : cmd(words, text);
  if (/^(?:bash|zsh|dash|sh)$/.test(name)) return container === 'bash' ? undefined : flagged(words, /^-[a-z]*c$/, 'bash', `${name} -c`);
  if (name.startsWith('python')) return flagged(words, /^-[a-z]*c$/i, 'python', 'python -c');
  if (name === 'node') return flagged(words, /^(?:-e|-p|-pe|--eval|--print)$/, 'javascript', 'node -e');
  if (name === 'perl' || name === 'ruby') return flagged(words, /^-[a-z]*e$/i, 'unknown', `${name} -e`);
  if (name === 'php') return flagged(words, /^-r$/, 'unknown', 'php -r');
  if (name === 'osascript') return flagged(words, /^-e$/, 'unknown', 'osascript -e');
  if (name === 'mshta') return mshta(words, text);
  if (name === 'rundll32') return rundll32(words, text);
  if (name === 'schtasks') return after(words, /^[/-]tr$/i, 'schtasks /tr');
  if (name === 'sc') return after(words, /^binpath=?$/i, 'service binPath');
  if (name === 'wmic') return wmic(words);
  if (name === 'forfiles') return after(words, /^[/-]c$/i, 'forfiles /c');
  if (name === 'pcalua') return after(words, /^-a$/i, 'pcalua -a');
  if (name === 'reg') return /^add$/i.test(words[0]?.text ?? '') ? after(words, /^[/-]d$/i, 'registry value') : undefined;
  if (name === 'start-process' || name === 'saps') return startProcess(words);
  return undefined;
}

function powershell(words: Word[], budget: Budget): Outcome {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as Word;
    const flag = /^[-/\u2013\u2014\u2015]{1,2}([A-Za-z]+):?$/.exec(word.text)?.[1]?.toLowerCase();
    if (flag === undefined) return word.text === '-' ? undefined : command(words, i, 'powershell -Command');
    if (flag === 'ec' || flag === 'enc' || encodedCommand.startsWith(flag)) {
      const next = words[i + 1];
      if (next === undefined) return undefined;
      const encoded = words.slice(i + 1).map((each) => each.text).join('');
      const known = !/[$%!]/.test(next.text);
      const bytes = known ? (decodeBase64(next.text, budget) ?? decodeBase64(encoded.replace(/[^A-Za-z0-9+/=]/g, ''), budget)) : undefined;
      if (bytes === undefined || bytes.length === 0) return !known ? { reason: 'unknownValue', detail: 'the argument of -EncodedCommand' } : { reason: 'malformed', detail: 'the argument of -EncodedCommand is not base64' };
      return { text: decodeText(bytes, 'utf-16le'), language: 'powershell', rules: ['powershell -EncodedCommand', 'base64', 'utf-16le'], start: next.start, end: next.end };
    }
    if (flag === 'c' || (flag.length > 1 && 'command'.startsWith(flag)) || 'commandwithargs'.startsWith(flag)) return command(words, i + 1, 'powershell -Command');
    if (flag === 'f' || 'file'.startsWith(flag) || flag === 'encodedarguments') return undefined;
    if (flag === 'ep' || flag === 'exec' || flag === 'ex' || flag === 'cp' || valued.some(([full, least]) => flag.length >= least && full.startsWith(flag))) i++;
  }
  return undefined;
}

function command(words: Word[], from: number, rule: string): Outcome {
  const rest = words.slice(from);
  if (rest.length === 0 || rest[0]?.text === '-') return undefined;
  const text = rest.map((word) => word.text).join(' ');
  // `powershell script.ps1` runs a file, and a lone word is a name.
  if (rest.length === 1 && /^[\w.:\\/$%{}-]+$/.test(text) && !/[$({]/.test(text)) return undefined;
  return { text, language: 'powershell', rules: [rule], start: rest[0]?.start ?? 0, end: rest.at(-1)?.end ?? 0, skip: true };
}

/** The rest of the line after /c or /k, outer quotes taken off as cmd does. */
function cmd(words: Word[], text: string): Outcome {
  const at = words.findIndex((word) => /^(?:[/-][a-z:]+)*[/-][ckr]/i.test(word.text));
  const word = words[at];
  if (word === undefined || at > 6) return undefined;
  const flagEnd = word.start + (/^"?(?:[/-][a-z:]+?)*?[/-][ckr]/i.exec(text.slice(word.start, word.end))?.[0].length ?? 0);
  const lineEnd = /[\r\n]/.exec(text.slice(flagEnd))?.index;
  const end = lineEnd === undefined ? text.length : flagEnd + lineEnd;
  const attached = words.slice(at + 1);
  const raw = text.slice(flagEnd, end).trim();
  // In a PowerShell or shell line the argument is one quoted word.
  const body = attached.length === 1 && attached[0]?.quoted === true && flagEnd === word.end ? attached[0].text : /^"[^]*"$/.test(raw) ? raw.slice(1, -1) : words.slice(at + 1).map((each) => text.slice(each.start, each.end)).join(' ') || raw;
  return { text: body, language: 'batch', rules: ['cmd /c'], start: flagEnd, end, skip: true };
}

function flagged(words: Word[], flag: RegExp, language: ScriptLanguage, rule: string): Outcome {
  const at = words.findIndex((word) => flag.test(word.text));
  const script = words[at + 1];
  if (at < 0 || at > 8 || script === undefined) return undefined;
  return { text: script.text, language, rules: [rule], start: script.start, end: script.end, skip: true };
}

function after(words: Word[], flag: RegExp, rule: string): Outcome {
  const at = words.findIndex((word) => flag.test(word.text));
  const value = words[at + 1];
  if (at < 0 || value === undefined || !/\s/.test(value.text.trim()) || value.text.length < 8) return undefined;
  return { text: value.text, language: 'batch', rules: [rule], start: value.start, end: value.end, skip: true };
}

function wmic(words: Word[]): Outcome {
  const at = words.findIndex((word) => /^create$/i.test(word.text));
  const value = words[at + 1];
  if (at < 0 || value === undefined || !words.some((word) => /^process$/i.test(word.text)) || !/\s/.test(value.text)) return undefined;
  return { text: value.text, language: 'batch', rules: ['wmic process call create'], start: value.start, end: value.end, skip: true };
}

function startProcess(words: Word[]): Outcome {
  const plain = words.filter((word) => !/^-(?:windowstyle|wait|passthru|verb|nonewwindow)$/i.test(word.text));
  const value = (flag: RegExp): Word | undefined => plain[plain.findIndex((word) => flag.test(word.text)) + 1];
  const file = plain.some((word) => /^-filepath$/i.test(word.text)) ? value(/^-filepath$/i) : plain.find((word) => !word.text.startsWith('-'));
  const at = plain.findIndex((word) => /^-a(?:r(?:g(?:u?m?e?n?t?l?i?s?t?)?)?)?$/i.test(word.text));
  const args = at >= 0 ? plain.slice(at + 1).filter((_word, i, all) => i === 0 || (all[i - 1]?.text.endsWith(',') ?? false)) : plain.filter((word) => word !== file && !word.text.startsWith('-')).slice(0, 1);
  if (file === undefined || args.length === 0 || !/^(?:.*[\\/])?(?:powershell|pwsh|cmd|mshta|rundll32|wscript|cscript|bash|python\d?)(?:\.exe)?$/i.test(file.text)) return undefined;
  const last = args.at(-1) as Word;
  return { text: `${file.text} ${args.map((word) => word.text.replace(/,$/, '')).join(' ')}`, language: 'batch', rules: ['Start-Process'], start: file.start, end: last.end };
}

function mshta(words: Word[], text: string): Outcome {
  const first = words[0] as Word;
  const scheme = /^"?(vbscript|javascript|jscript):/i.exec(first.text);
  if (scheme !== null) {
    const lineEnd = /[\r\n]/.exec(text.slice(first.start))?.index ?? text.length - first.start;
    const raw = text.slice(first.start, first.start + lineEnd).trim();
    const whole = text[first.start] === '"' ? first.text : raw.replace(/^"/, '').replace(/"$/, '');
    const body = whole.replace(/^"?(?:vbscript|javascript|jscript):/i, '');
    return { text: decodePercent(body), language: /^vb/i.test(scheme[1] as string) ? 'vbscript' : 'javascript', rules: [`mshta ${(scheme[1] as string).toLowerCase()}:`], start: first.start, end: first.start + lineEnd, skip: true };
  }
  return /^(?:https?|ftp):|^\\\\/i.test(first.text) ? { reason: 'remoteContent', detail: `mshta ${first.text}`.slice(0, 300) } : undefined;
}

function rundll32(words: Word[], text: string): Outcome {
  const first = words[0] as Word;
  const match = /^javascript:/i.exec(first.text);
  if (match === null) return undefined;
  const lineEnd = /[\r\n]/.exec(text.slice(first.start))?.index ?? text.length - first.start;
  const raw = text.slice(first.start, first.start + lineEnd);
  const at = raw.indexOf(';');
  return { text: decodePercent(at < 0 ? raw : raw.slice(at + 1)), language: 'javascript', rules: ['rundll32 javascript:'], start: first.start, end: first.start + lineEnd, skip: true };
}

function decodePercent(text: string): string {
  return /%[0-9a-f]{2}/i.test(text) ? text.replace(/%([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text;
}
