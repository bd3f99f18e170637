import { createDecipheriv } from 'node:crypto';
import { gunzipSync, inflateRawSync } from 'node:zlib';

/**
 * Undoes some classes by their own rule, without a general evaluator: each gives the inner text for the text of one class. They check the
 * generator only; they know its shapes and would not read any other script.
 */

const unquote = (literal) => literal.slice(1, -1).replaceAll("''", "'");
const decode = (text, encoding = 'utf8') => Buffer.from(/'([A-Za-z0-9+/=]{8,})'/.exec(text)[1], 'base64').toString(encoding);
const numbersIn = (text) => /(?:\d+[, ]+)+\d+/.exec(text)[0].split(/[, ]+/).map(Number);
const reverse = (text) => [...text].reverse().join('');
const chars = (numbers) => String.fromCharCode(...numbers);
const radix = (base) => (text) => chars(/'([^']+)' -split/.exec(text)[1].split(/[^0-9a-f]/).filter(Boolean).map((digits) => Number.parseInt(digits, base)));

function secureString(text) {
  const blob = /76492d1116743f0423413b16050a5345([A-Za-z0-9+/=]+)/.exec(text)[1];
  const [, iv, body] = Buffer.from(blob, 'base64').toString('utf16le').split('|');
  const list = /-Key \(([\d,.]+)\)/.exec(text)[1];
  const key = Buffer.from(list === '1..16' ? Array.from({ length: 16 }, (_, at) => at + 1) : list.split(',').map(Number));
  const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, Buffer.from(iv, 'base64'));
  return Buffer.concat([decipher.update(Buffer.from(body, 'hex')), decipher.final()]).toString('utf16le');
}

function formatted(text) {
  const [, pattern, list] = /\(['"]((?:\{\d+\})+)['"] ?-f ?((?:'(?:[^']|'')*',?)+)\)/s.exec(text);
  const values = list.match(/'(?:[^']|'')*'/gs).map(unquote);
  return pattern.replace(/\{(\d+)\}/g, (_, at) => values[Number(at)]);
}

const encodedCommand = (text) => Buffer.from(text.trim().split(' ').at(-1), 'base64').toString('utf16le');

/** The percent phase of cmd over lines of `set "name=value"` and commands; enough for the classes below. */
function percentPhase(text, commands = (line) => !/^(?:@echo|setlocal|set )/i.test(line)) {
  const known = new Map(Object.entries({ programfiles: 'C:\\Program Files', commonprogramfiles: 'C:\\Program Files\\Common Files', public: 'C:\\Users\\Public', programdata: 'C:\\ProgramData', os: 'Windows_NT', allusersprofile: 'C:\\ProgramData', systemdrive: 'C:' }));
  const expand = (line) => line.replace(/%([^%:=]+)(?::~(-?\d+),(\d+)|:([^=%]+)=([^%]*))?%/g, (_, name, from, count, old, fresh) => {
    const value = known.get(name.toLowerCase()) ?? '';
    if (old !== undefined) return value.replace(new RegExp(old, 'gi'), () => fresh);
    return from === undefined ? value : value.substr(Number(from), Number(count));
  });
  const output = [];
  for (const line of text.split('\r\n')) {
    const full = expand(line);
    for (const [, name, value] of (/^set "/.test(full) ? full.split(/(?<=")\s*&+\s*(?=set ")/) : []).map((one) => /^set "([^=]+)=(.*)"$/.exec(one) ?? [])) if (name) known.set(name.toLowerCase(), value);
    if (commands(full)) output.push(full.replace(/^(?:@|call )/, '').replace(/^\((.*)\)$/, '$1'));
  }
  return output.join('\r\n');
}

function certutil(text) {
  const body = text.split('\r\n').flatMap((line) => /(?:^|" )echo ([A-Za-z0-9+/=]+)$/.exec(line)?.slice(1) ?? []).join('');
  return Buffer.from(body, 'base64').toString();
}

function echoedFile(text) {
  return text.split('\r\n').filter((line) => /^>>?"/.test(line)).map((line) => {
    const shown = line.replace(/^>>?"[^"]*" echo[ (]/, '').replaceAll('%%', '%');
    let [inQuotes, result] = [false, ''];
    for (let at = 0; at < shown.length; at++) {
      if (shown[at] === '^' && !inQuotes) at++;
      if (shown[at] === '"') inQuotes = !inQuotes;
      result += shown[at];
    }
    return `${result}\r\n`;
  }).join('');
}

const reversedLoop = (text) => text.split('\r\n').reduce((found, line) => {
  const value = /^set "([^=]+)=(.+)"$/.exec(line);
  return value ? [...found, reverse(value[2])] : found;
}, []).join('\r\n');

const indexList = (text) => {
  const output = [];
  let alphabet = '';
  for (const line of text.split('\r\n')) {
    const value = /^set "[^=]+=(.+)"$/.exec(line);
    if (value) [, alphabet] = value;
    const list = /^for %%\w in \(([\d ,;]+)\)/.exec(line);
    if (list) output.push(list[1].split(/[ ,;]/).map(Number).filter((at) => at < 1000).map((at) => alphabet[at]).join(''));
  }
  return output.join('\r\n');
};

const outsideQuotes = (text, change) => text.split(/("[^"]*")/).map((part, at) => (at % 2 ? part : change(part))).join('');
const bare = (text) => text.replace(/^@echo off[^\r]*\r\n/i, '').replace(/^setlocal[^\r]*\r\n/i, '');

/** Inverses by `language:class`. */
export const inverses = {
  'powershell:encoded-command': encodedCommand,
  'powershell:start-process': (text) => Buffer.from(/([A-Za-z0-9+/=]{20,})'/.exec(text)[1], 'base64').toString('utf16le'),
  'powershell:format-reorder': formatted,
  'powershell:char-join': (text) => chars(numbersIn(text)),
  'powershell:char-pipeline': (text) => chars(numbersIn(text)),
  'powershell:char-casts': (text) => chars([...text.matchAll(/\[char\](0x[0-9a-f]+|\d+)/gi)].map(([, code]) => Number(code))),
  'powershell:byte-array': (text) => chars([...text.matchAll(/0x[0-9a-f]+/g)].map(([code]) => Number(code))),
  'powershell:xor-single': (text) => chars(numbersIn(text).map((code) => code ^ Number(/-bxor (\w+)/.exec(text)[1]))),
  'powershell:reverse-index': (text) => reverse(unquote(/'(?:[^']|'')*'/.exec(text)[0])),
  'powershell:reverse-array': (text) => reverse(unquote(/'(?:[^']|'')*'/.exec(text)[0])),
  'powershell:split-hex': radix(16), 'powershell:split-binary': radix(2), 'powershell:split-octal': radix(8),
  'powershell:hex-pairs': (text) => Buffer.from(/'([0-9a-f]+)'/.exec(text)[1], 'hex').toString(),
  'powershell:base64-utf8': (text) => decode(text), 'powershell:base64-utf16': (text) => decode(text, 'utf16le'),
  'powershell:gzip-stream': (text) => gunzipSync(Buffer.from(/'([A-Za-z0-9+/=]{20,})'/.exec(text)[1], 'base64')).toString(),
  'powershell:deflate-stream': (text) => inflateRawSync(Buffer.from(/'([A-Za-z0-9+/=]{20,})'/.exec(text)[1], 'base64')).toString(),
  'powershell:secure-string': secureString,
  'powershell:whitespace-encoding': (text) => chars(/'([ \t]+)'/.exec(text)[1].split('\t\t').map((code) => Number(code.split('\t').map((blanks) => blanks.length - 1).join('')))),
  'powershell:backticks': (text) => text.replaceAll('`', ''),
  'powershell:block-comments': (text) => text.replace(/ <# \w+ #> /g, ' '),
  'batch:carets': (text) => outsideQuotes(bare(text), (part) => part.replace(/\^(.)/g, '$1')),
  'batch:set-concat': (text) => percentPhase(text), 'batch:env-substring': (text) => percentPhase(text), 'batch:alphabet-substrings': (text) => percentPhase(text), 'batch:fincoding': (text) => percentPhase(text),
  'batch:for-l-reversal': reversedLoop, 'batch:for-index-list': indexList,
  'batch:powershell-encoded': encodedCommand,
  'batch:certutil-decode': certutil, 'batch:certutil-decode-powershell': certutil, 'batch:certutil-decode-vbscript': certutil, 'batch:certutil-decode-python': certutil,
  'batch:echo-to-file': echoedFile, 'batch:echo-to-file-powershell': echoedFile, 'batch:echo-to-file-vbscript': echoedFile, 'batch:echo-to-file-javascript': echoedFile, 'batch:echo-to-file-python': echoedFile,
  'vbscript:chr-calls': (text) => chars([...text.matchAll(/chrw?\((&H[0-9A-F]+|\d+)\)/gi)].map(([, code]) => Number(code.replace('&H', '0x')))),
  'vbscript:hex-loop': (text) => Buffer.from(/"([0-9a-f]{4,})"/.exec(text)[1], 'hex').toString(),
  'vbscript:base64-xml': (text) => Buffer.from(/\.Text = "([^"]+)"/.exec(text)[1], 'base64').toString(),
};
