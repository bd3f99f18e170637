import { encodings, quote } from './bash-encodings.mjs';

/** Obfuscation classes of Bash; their shape is told in powershell.mjs. */

const BASH = ['bash', 'bash', '/bin/bash', 'bash -s'];

/** Runs what a command prints. `newline` tells that the command adds a line break, which `$( )` takes away again. */
function runCommand(command, text, newline, rng) {
  return rng.pick([
    () => ({ text: `${command} | ${rng.pick(BASH)}`, planted: newline ? `${text}\n` : text }),
    () => ({ text: `eval "$(${command})"` }),
    () => ({ text: `${rng.pick(['bash', '/bin/bash'])} -c "$(${command})"` }),
    () => ({ text: `${rng.pick(['source', '.'])} <(${command})`, planted: newline ? `${text}\n` : text }),
  ])();
}

/** Runs what one shell word expands to. */
function runArgument(argument, text, rng) {
  return rng.pick([
    () => ({ text: `eval ${argument}` }),
    () => ({ text: `bash -c ${argument}` }),
    () => ({ text: `bash <<< ${argument}`, planted: `${text}\n` }),
    () => ({ text: `printf '%s' ${argument} | bash` }),
    () => ({ text: `. /dev/stdin <<< ${argument}`, planted: `${text}\n` }),
  ])();
}

function program({ before = [], command, argument, word, newline }, text, rng) {
  const run = command ? runCommand(command, text, newline, rng) : runArgument(argument ?? `"${word}"`, text, rng);
  return { ...run, text: [...before, run.text].join(rng.pick(['\n', '; ', ';'])) };
}

const encodingClasses = encodings.map(({ name, limit = 40_000, encode }) => ({
  name, fits: ({ text }) => text.length > 0 && text.length <= limit && !text.endsWith('\n'),
  build: ({ text }, rng) => program(encode(text, rng), text, rng),
}));

const delimiter = (text, rng) => {
  for (;;) {
    const word = rng.name().toUpperCase();
    if (!text.split('\n').some((line) => line.trim() === word)) return word;
  }
};

const whole = ({ text }) => text.length > 0 && text.length <= 40_000 && !text.endsWith('\n');
const wholeClasses = [
  { name: 'variable-split', build({ text }, rng) {
    const pieces = rng.pieces(text, Math.max(2, Math.ceil(text.length / 14)), Math.max(5, Math.ceil(text.length / 7)));
    const names = rng.names(pieces.length, 3, 6);
    const before = rng.shuffle(pieces.map((piece, at) => `${names[at]}=${quote(piece)}`));
    const joined = names.map((name) => (rng.chance() ? `$${name}` : `\${${name}}`)).join('');
    const total = rng.name();
    return program(rng.chance() ? { before, word: joined } : { before: [...before, `${total}="${joined}"`], word: `$${total}` }, text, rng);
  } },
  { name: 'indirect-variable', build({ text }, rng) {
    const [name, other] = rng.names(2);
    return program({ before: [`${name}=${quote(text)}`, `${other}=${name}`], word: `\${!${other}}` }, text, rng);
  } },
  { name: 'default-value', build({ text }, rng) {
    const [name, other] = rng.names(2);
    return program({ before: [`unset ${name}`, `${other}=${quote(text)}`], word: `\${${name}:-$${other}}` }, text, rng);
  } },
  { name: 'pattern-replacement', build({ text }, rng) {
    const name = rng.name();
    let noise;
    do noise = rng.name(3, 4) + rng.pick('QXZ'); while (text.includes(noise));
    const noisy = rng.pieces(text, 3, 9).join(noise);
    return program({ before: [`${name}=${quote(noisy.split(noise).join('') === text ? noisy : text)}`], word: `\${${name}//${noise}/}` }, text, rng);
  } },
  { name: 'here-document', build({ text }, rng) {
    const word = delimiter(text, rng);
    const encoded = rng.chance(0.4);
    const body = encoded ? Buffer.from(text).toString('base64').match(/.{1,76}/g).join('\n') : text;
    return { text: `${encoded ? 'base64 -d' : rng.pick(['bash', '/bin/bash -s'])} <<${rng.pick([`'${word}'`, `"${word}"`, `\\${word}`])}${encoded ? ' | bash' : ''}\n${body}\n${word}`, planted: encoded ? text : `${text}\n` };
  } },
  { name: 'here-string', build: ({ text }, rng) => rng.pick([{ text: `bash <<< ${quote(text)}`, planted: `${text}\n` }, { text: `base64 -d <<< ${Buffer.from(text).toString('base64')} | bash` }, { text: `cat <<< ${quote(text)} | bash`, planted: `${text}\n` }]) },
  { name: 'nested-bash-c', fits: (payload) => whole(payload) && payload.text.length < 8_000, build({ text }, rng) {
    const once = `${rng.pick(['bash', '/bin/bash'])} -c ${quote(text)}`;
    return { text: `bash -c ${quote(rng.chance() ? once : `exec ${once}`)}` };
  } },
  { name: 'process-substitution', build: ({ text }, rng) => ({ text: `${rng.pick(['bash', '/bin/bash', 'source', '.'])} <(${rng.pick([`echo ${Buffer.from(text).toString('base64')} | base64 -d`, `printf '%s' ${quote(text)}`])})` }) },
  { name: 'self-extract', outermost: true, build({ text }, rng) {
    const body = Buffer.from(text).toString('base64').match(/.{1,76}/g).join('\n');
    return { text: `#!/bin/bash\n${rng.pick(['tail -n +4 "$0" | base64 -d | bash', "sed '1,3d' \"$0\" | base64 -d | bash", 'tail -n+4 $0|base64 --decode|bash'])}\nexit 0\n${body}` };
  } },
  { name: 'python-c', accepts: 'python', build: ({ text }, rng) => ({ text: `${rng.pick(['python3', 'python', '/usr/bin/env python3'])} -c ${quote(text)}` }) },
  { name: 'python-here-document', accepts: 'python', build({ text }, rng) {
    const word = delimiter(text, rng);
    return { text: `python3 ${rng.pick(['- ', ''])}<<'${word}'\n${text}\n${word}`, planted: `${text}\n` };
  } },
  { name: 'python-base64', accepts: 'python', build: ({ text }, rng) => ({ text: `echo ${Buffer.from(text).toString('base64')} | base64 -d | ${rng.pick(['python3', 'python', 'python3 -'])}` }) },
].map((entry) => ({ fits: whole, ...entry }));

/** A simple command of plain words: nothing in it expands, so each word may be spelt another way. */
const SIMPLE = /^(?!(?:if|for|while|case|exec|until|function|select)\b)[a-z][a-z0-9]+(?: [\w@%+:,./-]+)*$/;
const words = (line) => line.split(' ');

const wordClasses = [
  { name: 'ansi-c-words', change: (line, rng) => words(line).map((word) => (rng.chance(0.2) ? word : `$'${[...word].map((letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')}'`)).join(' ') },
  { name: 'ifs-separators', needs: 2, change: (line, rng) => words(line).join(rng.pick(['${IFS}', '$IFS$9', '${IFS%??}'])) },
  { name: 'ifs-assignment', needs: 2, change(line, rng) {
    const [name, saved] = rng.names(2);
    const mark = [',', ':', '@', '%', '+'].find((one) => !line.includes(one));
    return `${saved}=$IFS; IFS='${mark}'; ${name}='${words(line).join(mark)}'; $${name}; IFS=$${saved}`;
  }, fits: (line) => [',', ':', '@', '%', '+'].some((one) => !line.includes(one)) },
  { name: 'brace-expansion', needs: 2, fits: (line) => !line.includes(','), change: (line) => `{${words(line).join(',')}}` },
  { name: 'quote-insertion', change: (line, rng) => words(line).map((word) => [...word].map((letter, at) => (at > 0 && rng.chance(0.35) ? rng.pick([`'${letter}'`, `"${letter}"`, `''${letter}`, `""${letter}`]) : letter)).join('')).join(' ') },
  { name: 'backslash-insertion', change: (line, rng) => words(line).map((word) => [...word].map((letter) => (/[a-z/.]/.test(letter) && rng.chance(0.4) ? `\\${letter}` : letter)).join('')).join(' ') },
  { name: 'empty-expansions', change: (line, rng) => words(line).map((word) => [...word].map((letter, at) => (at > 0 && rng.chance(0.25) ? `${rng.pick(['$@', '${@}', '$*', '$()', `\${${rng.name()}z}`, '${*}'])}${letter}` : letter)).join('')).join(' ') },
  { name: 'variable-words', change: (line, rng) => {
    const list = words(line);
    const pieces = list.map((word) => (word.length < 4 ? [word] : rng.pieces(word, 2, 5)));
    const names = rng.names(pieces.flat().length, 3, 6);
    let at = 0;
    const sets = pieces.flat().map((piece, index) => `${names[index]}=${piece}`);
    return `${rng.shuffle(sets).join(rng.pick([';', '; ']))}; ${pieces.map((some) => some.map(() => `\${${names[at++]}}`).join('')).join(' ')}`;
  } },
].map(({ name, needs = 1, fits = () => true, change }) => {
  const usable = (line) => SIMPLE.test(line) && words(line).length >= needs && fits(line);
  return {
    name, inPlace: true,
    fits: ({ innermost, text }) => innermost && text.split('\n').some(usable),
    build: ({ text }, rng) => ({ text: text.split('\n').map((line) => (usable(line) ? change(line, rng) : line)).join('\n'), contained: true }),
  };
});

/** All Bash classes. */
export const bashClasses = [...encodingClasses, ...wholeClasses, ...wordClasses].map((entry) => ({ language: 'bash', accepts: 'bash', inPlace: false, ...entry }));
