import { encodings, quote } from './powershell-encodings.mjs';
import { forms, invokePlainly } from './powershell-forms.mjs';
import { programs } from './powershell-programs.mjs';

/**
 * Obfuscation classes of PowerShell. A class of any language is
 * `{ name, language, accepts, inPlace, fits(payload), build(payload, rng) }`: `accepts` is the language of the script it carries,
 * `fits` refuses what its quoting cannot carry exactly, and `build` gives `{ text, planted?, contained?, loose?, ignoreCase? }`.
 * `planted` is the inner text exactly as the interpreter will see it (the payload itself when absent). `contained` classes only
 * disguise commands where they stand, so their inner text shows up inside the undone layer; `loose` ones may leave quotes, brackets
 * and call signs behind; `ignoreCase` ones lose the case.
 */

/** PowerShell strings hold any text, but the sizes have to stay those of real samples. */
const sized = (limit, fits = () => true) => (payload) => payload.text.length <= limit && fits(payload.text);

const separator = (rng) => rng.pick(['; ', ';', '\n']);

/** A script that runs the encoded text with the given statement form. */
function program({ before = [], expression }, form, rng) {
  const between = separator(rng);
  return [...before, form(expression)].join(between);
}

/** Forms that pass the text to a method need brackets of their own round an operand with commas or a pipeline. */
const bracket = (name) => (name === 'scriptblock-create' || name === 'invocation-api' ? (code) => `((${code}))` : (code) => `(${code})`);

const encodingClasses = [...encodings, ...programs].map(({ name, limit = 40_000, fits, encode }) => ({
  name, fits: sized(limit, fits),
  build: ({ text }, rng) => ({ text: program(encode(text, rng), (code) => invokePlainly(`(${code})`, rng), rng) }),
}));

/** What form classes dress the string in: one cheap encoding, so that the form is what makes the class. */
const light = encodings.filter(({ name }) => ['concatenation', 'base64-utf8', 'format-reorder', 'char-join'].includes(name));

const formClasses = Object.entries(forms).map(([name, form]) => ({
  name, fits: sized(6_000),
  build({ text }, rng) {
    const inner = rng.chance(0.3) ? { expression: quote(text) } : rng.pick(light).encode(text, rng);
    return { text: program(inner, (code) => form(bracket(name)(code), rng), rng) };
  },
}));

const SWITCHES = [['-NoP', '-nop', '-NoProfile', '-noprof'], ['-NonI', '-noni', '-NonInteractive'], ['-W Hidden', '-w 1', '-WindowStyle hidden', '-wi h'], ['-Exec Bypass', '-ep bypass', '-ExecutionPolicy Bypass', '-ex unrestricted'], ['-sta', '-STA'], ['-NoLogo', '-nol']];
const NAMES = ['powershell', 'powershell.exe', 'PowerShell', 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'];

/** A command line of powershell.exe with an abbreviated -EncodedCommand; it holds no character that cmd or PowerShell treats specially. */
export function encodedLauncher(text, rng) {
  const word = 'EncodedCommand';
  const abbreviation = rng.chance(0.15) ? 'ec' : word.slice(0, rng.pick([1, 2, 3, 4, 6, 10, word.length]));
  const switches = rng.shuffle(SWITCHES).slice(0, rng.between(0, 4)).map((forms) => rng.pick(forms));
  return [rng.pick(NAMES), ...switches, `${rng.pick(['-', '-', '/'])}${rng.chance() ? abbreviation : abbreviation.toLowerCase()}`, Buffer.from(text, 'utf16le').toString('base64')].join(' ');
}

const launchers = [
  { name: 'encoded-command', literal: true, fits: sized(3_000), build: ({ text }, rng) => ({ text: encodedLauncher(text, rng) }) },
  { name: 'start-process', literal: true, fits: sized(3_000), build({ text }, rng) {
    const [command, ...rest] = encodedLauncher(text, rng).split(' ');
    const list = rest.join(' ');
    return { text: rng.pick([`Start-Process ${command} -ArgumentList '${list}' -WindowStyle Hidden`, `saps ${command} '${list}'`, `[Diagnostics.Process]::Start('${command}', '${list}')`]) };
  } },
];

/** The script in alternating parts: even ones are code, odd ones are single-quoted strings with their quotes. */
const parts = (text) => text.split(/('(?:[^']|'')*')/);
const inCode = (text, change) => parts(text).map((part, at) => (at % 2 === 0 ? change(part) : part)).join('');
const inStrings = (text, change) => parts(text).map((part, at) => (at % 2 === 1 ? change(part) : part)).join('');

/** Names of cmdlets, and of types after New-Object. A back-tick before one of `0abefnrtuvx` would mean another character. */
const COMMAND = /\b[A-Z][A-Za-z]+-[A-Z][A-Za-z]+\b|(?<=New-Object )[A-Za-z.]+/g;
const ticked = (word, rng) => [...word].map((letter, at) => (at > 0 && /[A-Zcdghi-mopqswyz]/.test(letter) && rng.chance(0.35) ? `\`${letter}` : letter)).join('');

const inPlaceClasses = [
  { name: 'backticks', matches: COMMAND, change: (text, rng) => inCode(text, (code) => code.replace(COMMAND, (word) => {
    for (;;) {
      const result = ticked(word, rng);
      if (result !== word) return result;
    }
  })) },
  { name: 'random-case', ignoreCase: true, matches: /[a-z]{3}/i, change: (text, rng) => inCode(text, (code) => rng.anyCase(code)) },
  { name: 'member-strings', matches: /(?<=[\w)\]](?:\.|::))[A-Z]\w+(?=\()/, change: (text, rng) => inCode(text, (code) => code.replace(/(?<=[\w)\]](?:\.|::))[A-Z]\w+(?=\()/g, (name) => rng.pick([`'${name}'`, `"${name}"`]))) },
  { name: 'argument-concat', loose: true, matches: /'[^'\n]{6,}'/, change: (text, rng) => inStrings(text, (literal) => (literal.length < 8 ? literal : `(${rng.pieces(literal.slice(1, -1).replaceAll("''", "'"), 2, 6).map(quote).join(rng.pick(['+', ' + ']))})`)) },
  { name: 'argument-format', loose: true, matches: /'[^'\n{}]{6,}'/, change: (text, rng) => inStrings(text, (literal) => {
    if (literal.length < 8) return literal;
    const pieces = rng.pieces(literal.slice(1, -1).replaceAll("''", "'"), 3, 8);
    const order = rng.shuffle(pieces.keys());
    return `("${pieces.map((_, at) => `{${order.indexOf(at)}}`).join('')}" -f ${order.map((at) => quote(pieces[at])).join(',')})`;
  }) },
  { name: 'command-call', loose: true, matches: /^[A-Z][a-z]+-[A-Z][A-Za-z]+ /m, change: (text, rng) => text.replace(/^[A-Z][a-z]+-[A-Z][A-Za-z]+(?= )/gm, (word) => {
    const at = rng.between(2, word.length - 2);
    return rng.pick([`& ('${word.slice(0, at)}' + '${word.slice(at)}')`, `&('${word.slice(0, at)}'+'${word.slice(at)}')`, `.("{1}{0}" -f '${word.slice(at)}','${word.slice(0, at)}')`]);
  }) },
  { name: 'block-comments', matches: / /, change: (text, rng) => inCode(text, (code) => code.replace(/(?<=[^\s`]) (?=[^\s])/g, () => (rng.chance(0.6) ? ` <# ${rng.name()} #> ` : ' '))) },
].map(({ name, matches, change, ...flags }) => ({
  // Only on an innermost script: its grammar is known, so the change is sure not to alter its meaning.
  name, inPlace: true, fits: ({ innermost, text }) => innermost && text.search(matches) >= 0,
  build: ({ text }, rng) => ({ text: change(text, rng), contained: true, ...flags }),
}));

/** All PowerShell classes. */
export const powershellClasses = [...encodingClasses, ...formClasses, ...launchers, ...inPlaceClasses].map((entry) => ({ language: 'powershell', accepts: 'powershell', inPlace: false, ...entry }));
