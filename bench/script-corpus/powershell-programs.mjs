import { quote, doubleQuote } from './powershell-encodings.mjs';

/** Encodings of PowerShell text that need a small program (variables, loops, functions); the same shape as in powershell-encodings.mjs. */

const codes = (text) => [...text].map((character) => character.charCodeAt(0));
/** Printable ASCII turned by `shift` places; line breaks and tabs stay. */
const turn = (text, shift) => codes(text).map((code) => String.fromCharCode(code >= 32 && code <= 126 ? ((code - 32 + shift + 95) % 95) + 32 : code)).join('');

export const programs = [
  { name: 'whitespace-encoding', limit: 1_500, encode(text, rng) {
    // A digit d is d + 1 blanks; tabs part digits, two tabs part characters.
    const body = codes(text).map((code) => [...String(code)].map((digit) => ' '.repeat(Number(digit) + 1)).join('\t')).join('\t\t');
    const name = rng.name();
    return { before: [`$${name} = '${body}'`], expression: `-join($${name} -split "\`t\`t" | ForEach-Object { [char][int](-join($_ -split "\`t" | ForEach-Object { $_.Length - 1 })) })` };
  } },
  { name: 'decoder-function', limit: 8_000, encode(text, rng) {
    const [call, data, key, out, at] = rng.names(5);
    const secret = rng.between(1, 127);
    if (rng.chance()) {
      const hex = Buffer.from(codes(text).map((code) => code ^ secret)).toString('hex');
      return {
        before: [`function ${call}([string]$${data}, [int]$${key}) { $${out} = ''; for ($${at} = 0; $${at} -lt $${data}.Length; $${at} += 2) { $${out} += [char]([Convert]::ToInt32($${data}.Substring($${at}, 2), 16) -bxor $${key}) }; return $${out} }`],
        expression: `${call} '${hex}' ${secret}`,
      };
    }
    const body = Buffer.from(codes(text).map((code) => code ^ secret)).toString('base64');
    return {
      before: [`function ${call} {\n  param($${data}, $${key})\n  $${out} = New-Object System.Text.StringBuilder\n  foreach ($${at} in [Convert]::FromBase64String($${data})) { [void]$${out}.Append([char]($${at} -bxor $${key})) }\n  $${out}.ToString()\n}`],
      expression: `${call} -${data} '${body}' -${key} ${secret}`,
    };
  } },
  { name: 'hashtable-lookup', limit: 6_000, encode(text, rng) {
    const name = rng.name();
    const pieces = rng.pieces(text, 4, 16);
    const keys = pieces.map((_, at) => `${rng.pick('abcdefghjkm')}${at}`);
    const rows = rng.shuffle(pieces.map((piece, at) => `${rng.chance() ? `'${keys[at]}'` : keys[at]} = ${quote(piece)}`));
    return { before: [`$${name} = @{ ${rows.join('; ')} }`], expression: keys.map((key) => rng.pick([`$${name}['${key}']`, `$${name}.${key}`])).join(' + ') };
  } },
  { name: 'here-string', fits: (text) => !/^["']@/m.test(text) && !text.includes('\r'), encode(text, rng) {
    const name = rng.name();
    let marker;
    do marker = rng.anyCase(rng.name(3, 4)) + rng.pick(['~#', '_!', '#!']); while (text.includes(marker));
    const noisy = rng.pieces(text, 4, 12).join(marker);
    return noisy.split(marker).join('') === text && !/^["']@/m.test(noisy) ? { before: [`$${name} = @'\n${noisy}\n'@`], expression: `$${name}.Replace('${marker}', '')` } : { before: [`$${name} = @'\n${text}\n'@`], expression: `$${name}` };
  } },
  { name: 'caesar-loop', limit: 8_000, encode(text, rng) {
    const [out, at, letter] = rng.names(3);
    const shift = rng.between(3, 60);
    const body = quote(turn(text, shift));
    const back = `[char]((([int]$${letter} - 32 - ${shift} + 95) % 95) + 32)`;
    return {
      before: [`$${out} = ''`, rng.pick([
        `foreach ($${letter} in ${body}.ToCharArray()) { if ([int]$${letter} -ge 32) { $${out} += ${back} } else { $${out} += $${letter} } }`,
        `$${at} = 0; $${at}s = ${body}; while ($${at} -lt $${at}s.Length) { $${letter} = $${at}s[$${at}]; if ([int]$${letter} -lt 32) { $${out} += $${letter} } else { $${out} += ${back} }; $${at}++ }`])],
      expression: `$${out}`,
    };
  } },
  { name: 'variable-concat', encode(text, rng) {
    const pieces = rng.pieces(text, Math.max(3, Math.ceil(text.length / 12)), Math.max(6, Math.ceil(text.length / 6)));
    const names = rng.names(pieces.length);
    const before = rng.shuffle(pieces.map((piece, at) => `$${names[at]} = ${rng.chance() ? quote(piece) : doubleQuote(piece)}`));
    return { before, expression: rng.pick([`"${names.map((name) => (rng.chance() ? `$${name}` : `\${${name}}`)).join('')}"`, names.map((name) => `$${name}`).join(' + '), `-join(${names.map((name) => `$${name}`).join(',')})`, `$(${names.map((name) => `$${name}`).join('+')})`]) };
  } },
  { name: 'stored-variable', encode(text, rng) {
    const name = rng.name();
    const half = Math.floor(text.length / 2);
    const value = `(${quote(text.slice(0, half))}+${quote(text.slice(half))})`;
    return rng.pick([
      { before: [`Set-Variable -Name '${name}' -Value ${value}`], expression: `(Get-Variable '${name}').Value` },
      { before: [`Set-Item 'Variable:${name}' ${value}`], expression: `(Get-Item 'Variable:${name}').Value` },
      { before: [`sv ${name} ${value}`], expression: `(gv ${name} -ValueOnly)` },
      { before: [`New-Variable -Name ${name} -Value ${value}`], expression: `(Get-ChildItem 'Variable:${name}').Value` },
      { before: [`$env:${name} = ${value}`], expression: `(Get-Item 'env:${name}').Value` },
    ]);
  } },
  { name: 'split-join', encode(text, rng) {
    let marker;
    do marker = rng.anyCase(rng.name(3, 4)) + rng.pick('QXZ'); while (text.toLowerCase().includes(marker.toLowerCase()));
    const noisy = rng.pieces(text, 2, 8).join(marker);
    // The marker may also arise across a border; then one piece is the honest rest.
    const body = noisy.toLowerCase().split(marker.toLowerCase()).join('') === text.toLowerCase() ? noisy : text;
    return { expression: rng.pick([`(${quote(body)} -split '${marker}') -join ''`, `-join(${quote(body)} -csplit '${marker}')`]) };
  } },
  { name: 'alphabet-picks', limit: 4_000, encode(text, rng) {
    const name = rng.name();
    const alphabet = rng.shuffle([...new Set(text)]).join('');
    const places = [...text].map((character) => alphabet.indexOf(character));
    return { before: [`$${name} = ${quote(alphabet)}`], expression: rng.pick([`-join $${name}[${places.join(',')}]`, `$${name}[${places.join(',')}] -join ''`, `-join((${places.join(',')}) | ForEach-Object { $${name}[$_] })`]) };
  } },
];
