import { encodedLauncher } from './powershell.mjs';

/** Obfuscation classes of JavaScript and JScript; their shape is told in powershell.mjs. */

const literal = (text, rng) => {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return rng.chance() ? `'${escaped.replaceAll("'", "\\'")}'` : `"${escaped.replaceAll('"', '\\"')}"`;
};
const codes = (text) => [...text].map((character) => character.charCodeAt(0));
const reverse = (text) => [...text].reverse().join('');
const hex = (code, width) => code.toString(16).padStart(width, '0');
const run = (expression, rng) => rng.pick([`eval(${expression});`, `eval(${expression});`, `(0, eval)(${expression});`, `new Function(${expression})();`, `Function(${expression})();`, `this['ev' + 'al'](${expression});`]);
const statements = (...lines) => lines.flat().join('\n');

/** Encodings whose result is one expression. */
const expressions = [
  { name: 'concatenation', make: (text, rng) => rng.pieces(text, 2, 8).map((piece) => literal(piece, rng)).join(rng.pick(['+', ' + '])) },
  { name: 'from-char-code', limit: 6_000, make: (text, rng) => rng.pick([`String.fromCharCode(${codes(text).join(',')})`, `String['fromCharCode'](${codes(text).map((code) => `0x${hex(code, 2)}`).join(', ')})`, `String.fromCharCode.apply(null, [${codes(text).join(',')}])`, `[${codes(text).join(',')}].map(function (x) { return String.fromCharCode(x); }).join('')`]) },
  { name: 'hex-escapes', limit: 8_000, make: (text) => `'${codes(text).map((code) => `\\x${hex(code, 2)}`).join('')}'` },
  { name: 'unicode-escapes', limit: 6_000, make: (text) => `"${codes(text).map((code) => `\\u${hex(code, 4)}`).join('')}"` },
  { name: 'unescape', limit: 8_000, make: (text, rng) => rng.pick([`unescape('${codes(text).map((code) => `%${hex(code, 2)}`).join('')}')`, `unescape('${codes(text).map((code) => `%u${hex(code, 4)}`).join('')}')`, `decodeURIComponent("${codes(text).map((code) => `%${hex(code, 2)}`).join('')}")`]) },
  { name: 'base64', make: (text, rng) => rng.pick([`atob('${Buffer.from(text).toString('base64')}')`, `Buffer.from('${Buffer.from(text).toString('base64')}', 'base64').toString()`, `window.atob("${Buffer.from(text).toString('base64')}")`]) },
  { name: 'split-reverse-join', make: (text, rng) => `${literal(reverse(text), rng)}.split('').reverse().join('')` },
  { name: 'replace-noise', make: (text, rng) => {
    let marker;
    let body;
    do {
      marker = rng.anyCase(rng.name(3, 4)) + rng.pick('QXZ');
      body = rng.pieces(text, 3, 9).join(marker);
    } while (text.includes(marker) || body.split(marker).join('') !== text);
    return rng.pick([`${literal(body, rng)}.replace(/${marker}/g, '')`, `${literal(body, rng)}.split('${marker}').join('')`]);
  } },
].map(({ name, limit = 20_000, make }) => ({ name, limit, make: (text, rng) => ({ expression: make(text, rng) }) }));

/** Encodings that need statements of their own. */
const programs = [
  { name: 'hex-loop', limit: 8_000, make: (text, rng) => {
    const [data, out, at] = rng.names(3);
    return { before: [`var ${data} = '${Buffer.from(text).toString('hex')}', ${out} = '';`, `for (var ${at} = 0; ${at} < ${data}.length; ${at} += 2) ${out} += String.fromCharCode(parseInt(${data}.substr(${at}, 2), 16));`], expression: out };
  } },
  { name: 'xor-loop', limit: 6_000, make: (text, rng) => {
    const [data, key, out, at] = rng.names(4);
    const secret = rng.name(3, 8);
    return { before: [`var ${data} = [${codes(text).map((code, index) => code ^ secret.charCodeAt(index % secret.length)).join(',')}];`, `var ${key} = '${secret}', ${out} = '';`, `for (var ${at} = 0; ${at} < ${data}.length; ${at}++) { ${out} += String.fromCharCode(${data}[${at}] ^ ${key}.charCodeAt(${at} % ${key}.length)); }`], expression: out };
  } },
  { name: 'decoder-function', limit: 6_000, make: (text, rng) => {
    const [call, data, shift, out, at] = rng.names(5);
    const secret = rng.between(1, 60);
    return { before: [`function ${call}(${data}, ${shift}) {\n  var ${out} = '';\n  for (var ${at} = 0; ${at} < ${data}.length; ${at}++) ${out} += String.fromCharCode(${data}.charCodeAt(${at}) - ${shift});\n  return ${out};\n}`], expression: `${call}(${`"${codes(text).map((code) => `\\x${hex(code + secret, 2)}`).join('')}"`}, ${secret})` };
  } },
  { name: 'array-rotation', make: (text, rng) => {
    const [list, call, count, at] = rng.names(4);
    const pieces = rng.pieces(text, 3, 12);
    const turns = rng.between(1, 40) % pieces.length;
    // The list starts turned the other way; pushing what was shifted `turns` times puts it right.
    const turned = [...pieces.slice(pieces.length - turns), ...pieces.slice(0, pieces.length - turns)];
    return { before: [
      `var ${list} = [${turned.map((piece) => literal(piece, rng)).join(', ')}];`, `(function (${at}, ${count}) { while (${count}--) { ${at}.push(${at}.shift()); } })(${list}, ${rng.chance() ? `0x${turns.toString(16)}` : turns});`,
      `var ${call} = function (${at}) { return ${list}[${at} - 0x64]; };`], expression: pieces.map((_, index) => `${call}(${index + 100})`).join(' + ') };
  } },
  { name: 'packed-dictionary', limit: 8_000, make: (text, rng) => {
    const [body, list, at] = rng.names(3);
    const found = [...new Set(text.match(/[A-Za-z]\w{3,}/g) ?? [])];
    // Bare words give way to numbers in base 36, which must not occur as words of the text themselves.
    const used = new Set(text.match(/\b\w+\b/g) ?? []);
    const numbers = [];
    for (let next = 0; numbers.length < found.length; next++) if (!used.has(next.toString(36))) numbers.push(next);
    const dictionary = Array.from({ length: (numbers.at(-1) ?? 0) + 1 }, () => '');
    numbers.forEach((number, index) => { dictionary[number] = found[index]; });
    const packed = text.replace(/[A-Za-z]\w{3,}/g, (word, offset) => (/\w/.test(text[offset - 1] ?? '') ? word : numbers[found.indexOf(word)].toString(36)));
    const back = packed.replace(/\b\w+\b/g, (word) => dictionary[Number.parseInt(word, 36)] || word);
    if (back !== text) return { before: [`var ${body} = ${literal(text, rng)};`], expression: `${body}.split('').join('')` };
    return { before: [`var ${body} = ${literal(packed, rng)}, ${list} = '${dictionary.join('|')}'.split('|');`], expression: `${body}.replace(/\\b\\w+\\b/g, function (${at}) { return ${list}[parseInt(${at}, 36)] || ${at}; })` };
  } },
  { name: 'alphabet-picks', limit: 3_000, make: (text, rng) => {
    const name = rng.name();
    const alphabet = rng.shuffle([...new Set(text)]).join('');
    return { before: [`var ${name} = ${literal(alphabet, rng)};`], expression: rng.pick([codes(text).map((_, at) => `${name}[${alphabet.indexOf(text[at])}]`).join('+'), `[${[...text].map((letter) => alphabet.indexOf(letter)).join(',')}].map(function (i) { return ${name}.charAt(i); }).join('')`]) };
  } },
];

const encodingClasses = [...expressions, ...programs].map(({ name, limit = 20_000, make }) => ({
  name, fits: ({ text }) => text.length <= limit && !text.includes('\r'),
  build({ text }, rng) {
    const { before = [], expression } = make(text, rng);
    return { text: statements(before, run(expression, rng)) };
  },
}));

const inPlaceClasses = [
  { name: 'member-brackets', matches: /\b\w+\.[A-Za-z]\w+\(/, change: (text, rng) => text.replace(/(?<=[\w)])\.([A-Za-z]\w+)(?=\()/g, (_, name) => {
    const at = rng.between(1, name.length - 1);
    return rng.pick([`['${name}']`, `['${name.slice(0, at)}' + '${name.slice(at)}']`, `["${[...name].map((letter) => `\\x${hex(letter.charCodeAt(0), 2)}`).join('')}"]`]);
  }) },
  { name: 'argument-concat', matches: /'[^'\\\n]{6,}'/, change: (text, rng) => text.replace(/'[^'\n]*'/g, (whole) => (whole.includes('\\') || whole.length < 8 ? whole : rng.pieces(whole.slice(1, -1), 2, 7).map((piece) => `'${piece}'`).join(' + '))) },
].map(({ name, matches, change }) => ({
  // Members stand in strings too (a URL has dots), so only code parts change there.
  name, inPlace: true, fits: ({ innermost, text }) => innermost && matches.test(text),
  build: ({ text }, rng) => ({ text: name === 'member-brackets' ? text.split(/('[^'\n]*')/).map((part, at) => (at % 2 ? part : change(part, rng))).join('') : change(text, rng), contained: true, loose: true }),
}));

const launcher = { name: 'powershell-encoded', accepts: 'powershell', fits: ({ text }) => text.length < 3_000, build({ text }, rng) {
  const command = literal(encodedLauncher(text, rng), rng);
  return { text: rng.pick([`new ActiveXObject('WScript.Shell').Run(${command}, 0, false);`, `var shell = new ActiveXObject("WSc" + "ript.Sh" + "ell");\nshell['Run'](${command}, 0);`, `require('child_process').exec(${command});`, `WScript.CreateObject('WScript.Shell').Exec(${command});`]) };
} };

/** All JavaScript classes. */
export const javascriptClasses = [...encodingClasses, ...inPlaceClasses, launcher].map((entry) => ({ language: 'javascript', accepts: 'javascript', inPlace: false, ...entry }));
