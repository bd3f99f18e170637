/**
 * Batch classes that disguise commands where they stand. Each works line by line on text whose grammar is known: an innermost script
 * or a plain launcher line, without percent, exclamation and caret signs and angle brackets. `line(line, rng)` gives the lines that
 * take a line's place; `head` comes once before all; `longest` bounds the line so that no result passes cmd's 8191 characters.
 */

const DELAYED = ['setlocal EnableDelayedExpansion'];
const BUILT_IN = /^(?:start|echo|set|call|for|if|copy|del|exit|goto|setlocal)$/i;
/** Programs that take their arguments apart with the C runtime, which drops an empty pair of quotes. */
const C_RUNTIME = /^(?:certutil|bitsadmin|reg|schtasks|curl)$/i;

const hasOperator = (line) => /[&|]/.test(line);
const hasQuote = (line) => line.includes('"');
/** A variable's value may have an operator (its assignment is quoted) or a quote, not both. */
const assignable = (line) => !(hasOperator(line) && hasQuote(line));
const bare = (line) => !hasOperator(line) && !hasQuote(line);

const set = (name, value) => `set "${name}=${value}"`;
const cut = (line, rng) => rng.pieces(line, Math.max(2, Math.ceil(line.length / 30)), Math.max(6, Math.ceil(line.length / 12)));
const outsideQuotes = (line, change) => line.split(/("[^"]*")/).map((part, at) => (at % 2 ? part : change(part))).join('');
/** Each command of a line of commands joined by `&` or `&&`, changed by itself. */
const eachCommand = (line, change) => line.split(/( && | & )/).map((part, at) => (at % 2 ? part : change(part))).join('');
/** Runs a command that a variable holds, read in the percent phase, so operators in it work. */
const runVariable = (name, rng) => rng.pick([`%${name}%`, `@%${name}%`, `call %${name}%`, `(%${name}%)`]);
const reverse = (text) => [...text].reverse().join('');
const alphabetOf = (line, rng) => rng.shuffle([...new Set(line)]).join('');

/** Values of variables that are the same on every default installation, in their exact case. */
const KNOWN = { ProgramFiles: 'C:\\Program Files', CommonProgramFiles: 'C:\\Program Files\\Common Files', PUBLIC: 'C:\\Users\\Public', ProgramData: 'C:\\ProgramData', OS: 'Windows_NT', ALLUSERSPROFILE: 'C:\\ProgramData', SystemDrive: 'C:' };
function pickFromKnown(letter, rng) {
  const places = Object.entries(KNOWN).flatMap(([name, value]) => [...value].flatMap((other, at) => (other === letter ? [[name, at, value.length]] : [])));
  if (places.length === 0) return undefined;
  const [name, at, length] = rng.pick(places);
  return `%${rng.anyCase(name)}:~${rng.chance() ? at : at - length},1%`;
}

function markerFor(line, rng) {
  for (;;) {
    const marker = rng.name(3, 4) + rng.pick('qxz');
    if (!line.toLowerCase().includes(marker)) return marker;
  }
}

export const batchLines = [
  { name: 'carets', longest: 5_000, line: (line, rng) => [outsideQuotes(line, (part) => part.replace(/[a-z0-9:/.\\-]/gi, (letter) => (rng.chance(0.35) ? `^${letter}` : letter)))] },
  { name: 'quote-insertion', longest: 5_000, line: (line, rng) => [eachCommand(line, (command) => {
    const [head, ...rest] = command.split(' ');
    if (BUILT_IN.test(head) || hasQuote(command)) return command;
    const at = rng.between(1, head.length - 2);
    const name = rng.chance() ? `${head.slice(0, at)}""${head.slice(at)}` : `${head.slice(0, at)}"${head.slice(at, -1)}"${head.at(-1)}`;
    const words = C_RUNTIME.test(head) ? rest.map((word) => (word.length > 4 && !word.includes('\\') && rng.chance(0.6) ? `${word.slice(0, 3)}""${word.slice(3)}` : word)) : rest;
    return [name, ...words].join(' ');
  })] },
  { name: 'commas-semicolons', longest: 7_000, line: (line, rng) => {
    const marks = () => Array.from({ length: rng.between(1, 5) }, () => rng.pick([',', ';', '=', ' '])).join('') + rng.pick([',', ';']);
    const plain = eachCommand(line, (command) => `${marks()}${command}`);
    // A quote after the marks would not be stripped by the inner cmd, so this form carries a bare command only.
    return [bare(line) && rng.chance(0.4) ? `${marks()}cmd.exe${marks()}/c${plain}` : plain];
  } },
  { name: 'random-case', longest: 7_000, ignoreCase: true, line: (line, rng) => [eachCommand(line, (command) => command.split(' ').map((word, at) => (at === 0 || /^\/[a-z]+$/i.test(word) ? rng.anyCase(word) : word)).join(' '))] },
  { name: 'set-concat', longest: 6_000, fits: assignable, line(line, rng) {
    const pieces = cut(line, rng);
    const names = rng.names(pieces.length, 3, 6);
    const sets = rng.shuffle(pieces.map((piece, at) => set(names[at], piece)));
    return [...(!bare(line) || rng.chance(0.6) ? sets : [sets.join(rng.pick(['&', ' & ', '&&']))]), names.map((name) => `%${rng.chance(0.2) ? rng.anyCase(name) : name}%`).join('')];
  } },
  { name: 'env-substring', longest: 400, line: (line, rng) => [outsideQuotes(line, (part) => [...part].map((letter) => (rng.chance(0.6) ? pickFromKnown(letter, rng) ?? letter : letter)).join(''))] },
  { name: 'for-l-reversal', longest: 6_000, head: DELAYED, fits: (line) => !hasQuote(line), line(line, rng) {
    const [back, out] = rng.names(2, 3, 6);
    const at = rng.pick('ABCDXY');
    const run = hasOperator(line) ? runVariable(out, rng) : rng.pick([`%${out}%`, `cmd /c !${out}!`, `!${out}!`, `call %%${out}%%`, `for /f "delims=" %%Z in ("!${out}!") do %%Z`]);
    return rng.pick([
      [set(back, reverse(line)), set(out, ''), `for /L %%${at} in (${line.length - 1},-1,0) do set "${out}=!${out}!!${back}:~%%${at},1!"`, run],
      [set(back, reverse(line)), set(out, ''), `for /L %%${at} in (1,1,${line.length}) do set "${out}=!${out}!!${back}:~-%%${at},1!"`, run],
    ]);
  } },
  { name: 'for-index-list', longest: 1_200, head: DELAYED, fits: (line) => !hasQuote(line), line(line, rng) {
    const [letters, out] = rng.names(2, 3, 6);
    const alphabet = alphabetOf(line, rng);
    const places = [...line].map((letter) => alphabet.indexOf(letter));
    const at = rng.pick('ABCDXY');
    if (!hasOperator(line) && rng.chance()) {
      const end = rng.between(1000, 1999);
      return [set(letters, alphabet), set(out, ''), `for %%${at} in (${places.join(' ')} ${end}) do if %%${at}==${end} (call %%${out}%%) else set "${out}=!${out}!!${letters}:~%%${at},1!"`];
    }
    return [set(letters, alphabet), set(out, ''), `for %%${at} in (${places.join(rng.pick([' ', ',', ';']))}) do set "${out}=!${out}!!${letters}:~%%${at},1!"`, runVariable(out, rng)];
  } },
  { name: 'fincoding', longest: 6_000, fits: (line) => !hasQuote(line), line(line, rng) {
    const names = rng.names(4, 3, 6);
    let body = line;
    const steps = [];
    for (const letter of rng.shuffle([...new Set(line.match(/[a-z0-9.]/g))]).slice(0, 3)) {
      const marker = markerFor(body + line, rng);
      const next = body.replaceAll(letter, marker);
      // A replacement in cmd ignores case, so the marker must come back out exactly where it went in.
      if (next.toLowerCase().split(marker).join('\u0000') !== body.split(letter).join('\u0000').toLowerCase()) continue;
      body = next;
      steps.unshift([marker, letter]);
    }
    return [set(names[0], body), ...steps.map(([marker, letter], at) => set(names[at + 1], `%${names[at]}:${marker}=${letter}%`)), runVariable(names[steps.length], rng)];
  } },
  { name: 'delayed-expansion', longest: 6_000, head: DELAYED, fits: bare, line(line, rng) {
    const [command, ...rest] = line.split(' ');
    const at = rng.between(1, command.length - 1);
    const pieces = [command.slice(0, at), command.slice(at), ...(rest.length ? cut(rest.join(' '), rng) : [])];
    const names = rng.names(pieces.length, 3, 6);
    return [...rng.shuffle(pieces.map((piece, index) => set(names[index], piece))), `!${names[0]}!!${names[1]}!${rest.length ? ' ' : ''}${names.slice(2).map((name) => `!${name}!`).join('')}`];
  } },
  { name: 'call-percent', longest: 6_000, fits: bare, line(line, rng) {
    const pieces = cut(line, rng);
    const names = rng.names(pieces.length, 3, 6);
    const call = `call ${names.map((name) => `%%${name}%%`).join('')}`;
    const sets = pieces.map((piece, at) => set(names[at], piece));
    return rng.chance() ? [...rng.shuffle(sets), call] : [[...sets, call].join(rng.pick([' & ', '&', '&&']))];
  } },
  { name: 'nested-cmd', longest: 7_000, fits: assignable, line(line, rng) {
    if (hasQuote(line)) return [`cmd /s /c "${line}"`];
    return [rng.pick([`cmd /c "${line}"`, `cmd.exe /d /s /c "${line}"`, `%ComSpec% /c "${line}"`, `%COMSPEC% /q /c cmd /c "${line}"`, `cmd /c "cmd.exe /c "${hasOperator(line) ? line.replace(/&/g, '^&') : line}""`, `cmd /c start /b cmd /c "${line}"`])];
  } },
  { name: 'v-on', longest: 6_000, fits: bare, line(line, rng) {
    const words = line.split(' ');
    const names = rng.names(words.length, 3, 6);
    const sets = words.map((word, at) => `set ${names[at]}=${word}`);
    return [`${rng.pick(['cmd', 'cmd.exe', '%ComSpec%'])} /${rng.pick(['V:ON', 'v:on', 'V:On', 'v:oN'])} /${rng.pick('Cc')} "${rng.shuffle(sets).join('&&')}&&${names.map((name) => `!${name}!`).join(' ')}"`];
  } },
  { name: 'alphabet-substrings', longest: 550, fits: (line) => !hasQuote(line), line(line, rng) {
    const name = rng.name(3, 5);
    const alphabet = alphabetOf(line + 'abcdefghijklmnopqrstuvwxyz', rng);
    return [set(name, alphabet), [...line].map((letter) => (letter === ' ' || rng.chance(0.1) ? letter : `%${name}:~${alphabet.indexOf(letter)},1%`)).join('')];
  } },
  { name: 'set-a-arithmetic', longest: 6_000, head: DELAYED, fits: (line) => !hasOperator(line), line(line, rng) {
    const [command, ...rest] = line.split(' ');
    const [letters, ...names] = rng.names(command.length + 1, 3, 6);
    const alphabet = alphabetOf(command + 'aeioulmnrst', rng);
    const sums = [...command].map((letter, at) => {
      const [place, left, right] = [alphabet.indexOf(letter), rng.between(2, 9), rng.between(2, 30)];
      return `set /a ${names[at]}=${rng.pick([`${place + right}-${right}`, `${left}*${right}-${left * right - place}`, `(${place + left}-${left})`, `0x${(place + right).toString(16)}-${right}`])}`;
    });
    return [set(letters, alphabet), ...sums, `${names.map((name) => `!${letters}:~%${name}%,1!`).join('')}${rest.length ? ` ${rest.join(' ')}` : ''}`];
  } },
  { name: 'for-f-literal', longest: 6_000, fits: bare, line(line, rng) {
    const words = line.split(' ');
    const loop = rng.pick('ABi');
    if (words.length < 2 || rng.chance(0.4)) return [`for /f "delims=" %%${loop} in ("${line}") do %%${loop}`];
    const [command, rest] = [words[0], words.slice(1).join(' ')];
    const mark = ['#', '~', '@', '*', '_'].find((one) => !line.includes(one));
    const at = rng.between(1, command.length - 1);
    return [`for /f "tokens=1-3 delims=${mark}" %%G in ("${command.slice(at)}${mark}${rest}${mark}${command.slice(0, at)}") do %%I%%G %%H`];
  } },
  { name: 'forfiles', longest: 7_000, techniques: ['T1202'], fits: (line) => bare(line) && !/0x|@/i.test(line), line: (line, rng) => [`forfiles /p ${rng.pick(['C:\\Windows\\System32', 'c:\\windows\\system32'])} /m ${rng.pick(['notepad.exe', 'calc.exe', 'cmd.exe'])} /c "cmd /c ${line}"`] },
  { name: 'pipe-to-cmd', longest: 7_000, fits: bare, line: (line, rng) => [`echo ${line}${rng.pick(['|', ' | '])}${rng.pick(['cmd', 'cmd.exe', '%ComSpec%', 'cmd /q'])}`] },
];
