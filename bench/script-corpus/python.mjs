import { deflateSync, gzipSync } from 'node:zlib';
import { quote as bashQuote } from './bash-encodings.mjs';
import { encodedLauncher } from './powershell.mjs';

/** Obfuscation classes of Python; their shape is told in powershell.mjs. */

const literal = (text, rng) => {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return rng.chance() ? `'${escaped.replaceAll("'", "\\'")}'` : `"${escaped.replaceAll('"', '\\"')}"`;
};
const codes = (text) => [...text].map((character) => character.charCodeAt(0));
const reverse = (text) => [...text].reverse().join('');
const base64 = (buffer) => Buffer.from(buffer).toString('base64');
const run = (expression, rng) => rng.pick([`exec(${expression})`, `exec(${expression})`, `exec(compile(${expression}, '<string>', 'exec'))`, `eval(compile(${expression}, '', 'exec'))`, `getattr(__import__('builtins'), 'ex' + 'ec')(${expression})`, `__import__('builtins').exec(${expression})`, `(lambda code: exec(code, globals()))(${expression})`]);
const module = (name, rng) => (rng.chance() ? { before: [`import ${name}`], name } : { before: [], name: `__import__('${name}')` });

function base32(text) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = codes(text).map((code) => code.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
  return letters.padEnd(Math.ceil(letters.length / 8) * 8, '=');
}

const encodings = [
  { name: 'base64', make: (text, rng) => {
    const from = module('base64', rng);
    return { before: from.before, expression: `${from.name}.b64decode(${rng.pick(['', 'b'])}'${base64(text)}')${rng.pick(['', '.decode()', ".decode('utf-8')"])}` };
  } },
  { name: 'base32', limit: 8_000, make: (text, rng) => {
    const from = module('base64', rng);
    return { before: from.before, expression: `${from.name}.b32decode('${base32(text)}')` };
  } },
  { name: 'hex', limit: 10_000, make: (text, rng) => rng.pick([{ expression: `bytes.fromhex('${Buffer.from(text).toString('hex')}').decode()` }, { before: ['import binascii'], expression: `binascii.unhexlify('${Buffer.from(text).toString('hex')}')` }, { before: ['import codecs'], expression: `codecs.decode('${Buffer.from(text).toString('hex')}', 'hex').decode()` }]) },
  { name: 'zlib-base64', make: (text, rng) => {
    const [pack, from] = [module('zlib', rng), module('base64', rng)];
    return { before: [...pack.before, ...from.before], expression: `${pack.name}.decompress(${from.name}.b64decode(${rng.pick(['', 'b'])}'${base64(deflateSync(text, { level: 9 }))}'))${rng.pick(['', '.decode()'])}` };
  } },
  { name: 'zlib-reversed', make: (text, rng) => {
    const name = `_${rng.pick(['', '_'])}${rng.pick(['', rng.name(3, 3)])}`;
    return { before: [`${name} = lambda data: __import__('zlib').decompress(__import__('base64').b64decode(data[::-1]))`], expression: `${name}(b'${reverse(base64(deflateSync(text, { level: 9 })))}')` };
  } },
  { name: 'gzip-base64', make: (text) => ({ before: ['import gzip, base64'], expression: `gzip.decompress(base64.b64decode('${base64(gzipSync(text, { level: 9 }))}')).decode()` }) },
  { name: 'reverse-slice', make: (text, rng) => ({ expression: rng.pick([`${literal(reverse(text), rng)}[::-1]`, `''.join(reversed(${literal(reverse(text), rng)}))`]) }) },
  { name: 'chr-join', limit: 6_000, make: (text, rng) => ({ expression: rng.pick([`''.join(chr(c) for c in [${codes(text).join(', ')}])`, `''.join(map(chr, [${codes(text).join(',')}]))`, `''.join([chr(c) for c in (${codes(text).join(',')})])`, `bytes([${codes(text).join(',')}]).decode()`]) }) },
  { name: 'chr-sum', limit: 3_000, make: (text) => ({ expression: codes(text).map((code) => `chr(${code})`).join('+') }) },
  { name: 'concatenation', make: (text, rng) => ({ expression: rng.pieces(text, 2, 8).map((piece) => literal(piece, rng)).join(rng.pick([' + ', '+', ' '])) }) },
  { name: 'hex-escapes', limit: 8_000, make: (text, rng) => ({ expression: `${rng.pick(['', 'b'])}'${codes(text).map((code) => `\\x${code.toString(16).padStart(2, '0')}`).join('')}'` }) },
  { name: 'xor-loop', limit: 6_000, make: (text, rng) => {
    const [data, key, out] = rng.names(3);
    const secret = rng.name(3, 8);
    const body = Buffer.from(codes(text).map((code, at) => code ^ secret.charCodeAt(at % secret.length)));
    return rng.pick([
      { before: [`${data} = bytes.fromhex('${body.toString('hex')}')`, `${key} = b'${secret}'`], expression: `bytes(${data}[i] ^ ${key}[i % len(${key})] for i in range(len(${data}))).decode()` },
      { before: [`${data} = [${[...body].join(', ')}]`, `${key} = '${secret}'`, `${out} = ''`, `for i in range(len(${data})):\n    ${out} += chr(${data}[i] ^ ord(${key}[i % len(${key})]))`], expression: out },
    ]);
  } },
  { name: 'rot13', make: (text, rng) => {
    const turned = text.replace(/[a-z]/gi, (letter) => String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < 'n' ? 13 : -13)));
    const from = module('codecs', rng);
    return { before: from.before, expression: `${from.name}.decode(${literal(turned, rng)}, '${rng.pick(['rot13', 'rot_13'])}')` };
  } },
  { name: 'decoder-function', limit: 6_000, make: (text, rng) => {
    const [call, data, shift] = rng.names(3);
    const secret = rng.between(1, 60);
    return { before: [`def ${call}(${data}, ${shift}):\n    return ''.join(chr(c - ${shift}) for c in ${data})`], expression: `${call}([${codes(text).map((code) => code + secret).join(', ')}], ${secret})` };
  } },
  { name: 'replace-noise', make: (text, rng) => {
    let marker;
    let body;
    do {
      marker = rng.anyCase(rng.name(3, 4)) + rng.pick('QXZ');
      body = rng.pieces(text, 3, 9).join(marker);
    } while (text.includes(marker) || body.split(marker).join('') !== text);
    return { expression: rng.pick([`${literal(body, rng)}.replace('${marker}', '')`, `''.join(${literal(body, rng)}.split('${marker}'))`]) };
  } },
  { name: 'format-reorder', limit: 8_000, make: (text, rng) => {
    const pieces = rng.pieces(text, 4, 14);
    const order = rng.shuffle(pieces.keys());
    return { expression: `'${pieces.map((_, at) => `{${order.indexOf(at)}}`).join('')}'.format(${order.map((at) => literal(pieces[at], rng)).join(', ')})` };
  } },
  { name: 'dictionary-lookup', limit: 8_000, make: (text, rng) => {
    const name = rng.name();
    const pieces = rng.pieces(text, 4, 14);
    return { before: [`${name} = {${rng.shuffle(pieces.map((piece, at) => `${at}: ${literal(piece, rng)}`)).join(', ')}}`], expression: rng.pick([`''.join(${name}[i] for i in range(${pieces.length}))`, pieces.map((_, at) => `${name}[${at}]`).join(' + ')]) };
  } },
].map(({ name, limit = 30_000, make }) => ({
  name, fits: ({ text }) => text.length <= limit,
  build({ text }, rng) {
    const { before = [], expression } = make(text, rng);
    return { text: [...before, run(expression, rng)].join('\n') };
  },
}));

const launchers = [
  { name: 'bash-command', accepts: 'bash', fits: ({ text }) => text.length < 8_000 && !text.includes('\r'), build: ({ text }, rng) => ({ text: rng.pick([
    `import os\nos.system(${literal(`bash -c ${bashQuote(text)}`, rng)})`, `import subprocess\nsubprocess.run(['bash', '-c', ${literal(text, rng)}])`, `__import__('subprocess').call(${literal(text, rng)}, shell=True, executable='/bin/bash')`,
    `import base64, subprocess\nsubprocess.Popen(['/bin/bash', '-c', base64.b64decode('${base64(text)}').decode()])`]) }) },
  { name: 'powershell-encoded', accepts: 'powershell', fits: ({ text }) => text.length < 3_000, build({ text }, rng) {
    const command = encodedLauncher(text, rng);
    return { text: rng.pick([`import os\nos.system(${literal(command, rng)})`, `import subprocess\nsubprocess.run(${literal(command, rng)}, shell=True)`, `import subprocess\nsubprocess.Popen([${command.split(' ').map((word) => literal(word, rng)).join(', ')}])`]) };
  } },
];

/** All Python classes. */
export const pythonClasses = [...encodings, ...launchers].map((entry) => ({ language: 'python', accepts: 'python', inPlace: false, ...entry }));
