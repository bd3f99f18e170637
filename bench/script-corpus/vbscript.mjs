import { encodedLauncher } from './powershell.mjs';

/** Obfuscation classes of VBScript; their shape is told in powershell.mjs. Every string expression gives the text exactly, line breaks as vbLf. */

const literal = (text) => `"${text.replaceAll('"', '""')}"`;
/** An expression for any text: literals cannot hold line breaks. */
const words = (text) => text.split('\n').map(literal).join(' & vbLf & ');
const codes = (text) => [...text].map((character) => character.charCodeAt(0));
const reverse = (text) => [...text].reverse().join('');
const execute = (expression, rng) => `${rng.pick(['Execute', 'ExecuteGlobal', 'Execute', 'EXECUTE', 'executeglobal'])}${rng.chance() ? `(${expression})` : ` ${expression}`}`;
/** Assigns an expression of many terms in several statements, as builders do to keep lines short. */
function assign(name, terms, rng, joint = ' & ') {
  const size = rng.pick([8, 16, 40]);
  const lines = [];
  for (let at = 0; at < terms.length; at += size) lines.push(`${name} = ${at === 0 ? '' : `${name} & `}${terms.slice(at, at + size).join(joint)}`);
  return lines;
}
const join = (...lines) => lines.flat().join('\n');
const asciiSized = (limit) => ({ text }) => text.length <= limit && !text.includes('\r');

function noisy(text, rng) {
  for (;;) {
    const marker = rng.anyCase(rng.name(3, 4)) + rng.pick('QXZ~#');
    if (text.includes(marker)) continue;
    const result = rng.pieces(text, 3, 9).join(marker);
    if (result.split(marker).join('') === text) return { marker, result };
  }
}

const classes = [
  { name: 'concatenation', build: ({ text }, rng) => {
    const name = rng.name();
    return join(assign(name, rng.pieces(text, 2, 8).map(words), rng), execute(name, rng));
  } },
  { name: 'chr-calls', limit: 3_000, build: ({ text }, rng) => {
    const name = rng.name();
    return join(assign(name, codes(text).map((code) => rng.pick([`Chr(${code})`, `chr(&H${code.toString(16).toUpperCase()})`, `ChrW(${code})`])), rng), execute(name, rng));
  } },
  { name: 'chr-arithmetic', limit: 2_500, build: ({ text }, rng) => {
    const name = rng.name();
    return join(assign(name, codes(text).map((code) => {
      const shift = rng.between(2, 60);
      return rng.pick([`Chr(${code + shift}-${shift})`, `Chr(${code * 3}/3)`, `Chr(CLng("&H${code.toString(16)}"))`, `Chr(${code - 3 < 0 ? `${code}+0` : `${code - 3}+3`})`]);
    }), rng), execute(name, rng));
  } },
  { name: 'str-reverse', build: ({ text }, rng) => execute(`StrReverse(${words(reverse(text))})`, rng) },
  { name: 'replace-noise', build: ({ text }, rng) => {
    const { marker, result } = noisy(text, rng);
    const name = rng.name();
    return join(`${name} = ${words(result)}`, execute(`Replace(${name}, ${literal(marker)}, ${rng.pick(['""', 'vbNullString'])})`, rng));
  } },
  { name: 'hex-loop', limit: 8_000, build: ({ text }, rng) => {
    const [data, out, at] = rng.names(3);
    return join(`${data} = "${Buffer.from(text).toString('hex')}"`, `For ${at} = 1 To Len(${data}) Step 2`, `${out} = ${out} & Chr(${rng.pick([`CLng("&H" & Mid(${data}, ${at}, 2))`, `CInt("&h" & Mid(${data}, ${at}, 2))`])})`, 'Next', execute(out, rng));
  } },
  { name: 'split-numbers', limit: 6_000, build: ({ text }, rng) => {
    const [out, part] = rng.names(2);
    const shift = rng.between(0, 90);
    const mark = rng.pick([',', '|', ' ', 'x']);
    return join(`For Each ${part} In Split("${codes(text).map((code) => code + shift).join(mark)}", "${mark}")`, `${out} = ${out} & Chr(${part}${shift ? ` - ${shift}` : ''})`, 'Next', execute(out, rng));
  } },
  { name: 'xor-function', limit: 6_000, build: ({ text }, rng) => {
    const [call, data, key, at] = rng.names(4);
    const secret = rng.between(1, 127);
    const body = Buffer.from(codes(text).map((code) => code ^ secret)).toString('hex');
    return join(`Function ${call}(${data}, ${key})`, `Dim ${at}`, `For ${at} = 1 To Len(${data}) Step 2`, `${call} = ${call} & Chr(CLng("&H" & Mid(${data}, ${at}, 2)) Xor ${key})`, 'Next', 'End Function', execute(`${call}("${body}", ${secret})`, rng));
  } },
  { name: 'array-join', build: ({ text }, rng) => {
    const name = rng.name();
    const pieces = rng.pieces(text, 4, 14);
    const order = rng.shuffle(pieces.keys());
    return rng.chance()
      ? join(execute(`Join(Array(${pieces.map(words).join(', ')}), "")`, rng))
      : join(`${name} = Array(${order.map((at) => words(pieces[at])).join(', ')})`, execute(pieces.map((_, at) => `${name}(${order.indexOf(at)})`).join(' & '), rng));
  } },
  { name: 'alphabet-mid', limit: 2_500, build: ({ text }, rng) => {
    const [letters, out] = rng.names(2);
    const alphabet = rng.shuffle([...new Set(text.replaceAll('\n', ''))]).join('');
    return join(`${letters} = ${literal(alphabet)}`, assign(out, [...text].map((letter) => (letter === '\n' ? 'vbLf' : `Mid(${letters}, ${alphabet.indexOf(letter) + 1}, 1)`)), rng), execute(out, rng));
  } },
  { name: 'caesar-loop', limit: 6_000, build: ({ text }, rng) => {
    const [data, out, at, letter] = rng.names(4);
    const shift = rng.between(1, 94);
    const turned = codes(text).map((code) => (code < 32 ? code : ((code - 32 + shift) % 95) + 32)).map((code) => String.fromCharCode(code)).join('');
    return join(`${data} = ${words(turned)}`, `For ${at} = 1 To Len(${data})`, `${letter} = Asc(Mid(${data}, ${at}, 1))`, `If ${letter} >= 32 Then ${letter} = ((${letter} - 32 - ${shift} + 95) Mod 95) + 32`, `${out} = ${out} & Chr(${letter})`, 'Next', execute(out, rng));
  } },
  { name: 'base64-xml', build: ({ text }, rng) => {
    const [node, stream] = rng.names(2);
    return join(`Set ${node} = CreateObject("MSXML2.DOMDocument").createElement("b")`, `${node}.DataType = "bin.base64"`, `${node}.Text = "${Buffer.from(text).toString('base64')}"`, `Set ${stream} = CreateObject("ADODB.Stream")`, `${stream}.Type = 1`, `${stream}.Open`, `${stream}.Write ${node}.nodeTypedValue`, `${stream}.Position = 0`, `${stream}.Type = 2`, `${stream}.CharSet = "us-ascii"`, execute(`${stream}.ReadText`, rng));
  } },
].map(({ name, limit = 20_000, build }) => ({ name, fits: asciiSized(limit), build: (payload, rng) => ({ text: build(payload, rng) }) }));

const others = [
  { name: 'powershell-encoded', accepts: 'powershell', fits: ({ text }) => text.length < 3_000, build: ({ text }, rng) => {
    const command = literal(encodedLauncher(text, rng));
    const name = rng.name();
    return { text: rng.pick([`CreateObject("WScript.Shell").Run ${command}, 0, False`, `Set ${name} = CreateObject("WScript.Shell")\n${name}.Run ${command}, 0, True`, `CreateObject("WS" & "cript.Sh" & "ell").Exec ${command}`, `GetObject("winmgmts:Win32_Process").Create ${command}`]) };
  } },
  { name: 'powershell-split', accepts: 'powershell', fits: ({ text }) => text.length < 2_500, build: ({ text }, rng) => {
    const name = rng.name();
    return { text: join(assign(name, rng.pieces(encodedLauncher(text, rng), 6, 30).map(literal), rng), `CreateObject(StrReverse("llehS.tpircSW")).Run ${name}, 0, False`) };
  } },
  { name: 'random-case', inPlace: true, fits: ({ innermost }) => innermost, build: ({ text }, rng) => ({ text: text.split(/("(?:[^"]|"")*")/).map((part, at) => (at % 2 ? part : rng.anyCase(part))).join(''), contained: true, ignoreCase: true }) },
  { name: 'argument-concat', inPlace: true, fits: ({ innermost, text }) => innermost && /"[^"\n]{6,}"/.test(text), build: ({ text }, rng) => ({ text: text.replace(/"[^"\n]{6,}"/g, (whole) => rng.pieces(whole.slice(1, -1), 2, 7).map(literal).join(rng.pick([' & ', ' + ', '+']))), contained: true, loose: true }) },
];

/** All VBScript classes. */
export const vbscriptClasses = [...classes, ...others].map((entry) => ({ language: 'vbscript', accepts: 'vbscript', inPlace: false, ...entry }));
