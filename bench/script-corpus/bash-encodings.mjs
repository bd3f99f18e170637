import { createCipheriv, pbkdf2Sync } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/**
 * Bash encodings: `encode(text, rng)` gives `{ before, command }`, a command that prints the text, or `{ before, word }`, a word that
 * expands to it inside double quotes. Everything else here says how such a thing is run.
 */

/** A single-quoted Bash word. */
export const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** Prints the text and a line break; echo would take a leading dash for an option. */
const say = (text) => `${text.startsWith('-') ? "printf '%s\\n'" : 'echo'} ${quote(text)}`;
const codes = (text) => [...Buffer.from(text)];
const reverse = (text) => [...text].reverse().join('');
const hex = (text) => Buffer.from(text).toString('hex');
const escaped = (text, rng) => codes(text).map((code) => rng.pick([`\\x${code.toString(16).padStart(2, '0')}`, `\\${code.toString(8).padStart(3, '0')}`])).join('');
const octal = (text) => codes(text).map((code) => `\\${code.toString(8).padStart(3, '0')}`).join('');
const hexadecimal = (text) => codes(text).map((code) => `\\x${code.toString(16).padStart(2, '0')}`).join('');
/** Words that feed a text without trailing line break matters: what they print ends in one line break, which base64 and the like skip. */
const feed = (data, command, rng) => rng.pick([`echo ${data} | ${command}`, `echo '${data}'|${command}`, `${command} <<< '${data}'`, `printf '%s' '${data}' | ${command}`]);

function base32(text) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = codes(text).map((code) => code.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
  return letters.padEnd(Math.ceil(letters.length / 8) * 8, '=');
}

function markerFor(text, rng) {
  for (;;) {
    const marker = rng.name(3, 4) + rng.pick('QXZ');
    if (!text.includes(marker)) return marker;
  }
}

export const encodings = [
  { name: 'printf-hex', limit: 8_000, encode: (text, rng) => ({ command: rng.pick([`printf '${hexadecimal(text)}'`, `printf "${hexadecimal(text)}"`, `printf %b '${hexadecimal(text)}'`]) }) },
  { name: 'printf-octal', limit: 8_000, encode: (text, rng) => ({ command: rng.pick([`printf '${octal(text)}'`, `printf "${octal(text)}"`, `printf '%b' '${codes(text).map((code) => `\\0${code.toString(8).padStart(3, '0')}`).join('')}'`]) }) },
  { name: 'echo-escapes', limit: 8_000, encode: (text, rng) => ({ command: `echo -${rng.pick(['ne', 'en'])} '${hexadecimal(text)}'` }) },
  { name: 'ansi-c-quoting', limit: 8_000, encode: (text, rng) => {
    const name = rng.name();
    const argument = `$'${escaped(text, rng)}'`;
    return rng.chance(0.7) ? { argument } : { before: [`${name}=${argument}`], word: `$${name}` };
  } },
  { name: 'rev', encode: (text, rng) => {
    const body = text.split('\n').map(reverse).join('\n');
    return { command: rng.pick([`rev <<< ${quote(body)}`, `printf '%s\\n' ${quote(body)} | rev`, `${say(body)} | rev`]), newline: true };
  } },
  { name: 'base64', encode: (text, rng) => ({ command: feed(Buffer.from(text).toString('base64'), rng.pick(['base64 -d', 'base64 --decode', 'base64 -di', 'openssl base64 -d -A']), rng) }) },
  { name: 'base64-gunzip', encode: (text, rng) => ({ command: `${feed(gzipSync(text, { level: 9 }).toString('base64'), 'base64 -d', rng)} | ${rng.pick(['gunzip', 'gzip -d', 'gzip -dc', 'zcat', 'gunzip -c'])}` }) },
  { name: 'base32', limit: 8_000, encode: (text, rng) => ({ command: feed(base32(text), rng.pick(['base32 -d', 'base32 --decode']), rng) }) },
  { name: 'xxd', encode: (text, rng) => ({ command: rng.pick([`xxd -r -p <<< '${hex(text).match(/.{1,60}/g).join('\n')}'`, `echo '${hex(text).match(/.{1,60}/g).join('\n')}' | xxd -p -r`, `printf '%s\\n' ${hex(text).match(/.{1,60}/g).join(' ')} | xxd -r -p`]) }) },
  { name: 'tr-rot13', encode: (text, rng) => {
    const rot13 = text.replace(/[a-z]/gi, (letter) => String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < 'n' ? 13 : -13)));
    const body = quote(rot13);
    return rng.chance(0.6)
      ? { command: rng.pick([`tr 'A-Za-z' 'N-ZA-Mn-za-m' <<< ${body}`, `printf %s ${body} | tr a-zA-Z n-za-mN-ZA-M`, `${say(rot13)}|tr '[A-Za-z]' '[N-ZA-Mn-za-m]'`]), newline: true }
      : trAlphabet(text, rng);
  } },
  { name: 'substring-picks', limit: 3_000, encode: (text, rng) => {
    const name = rng.name();
    const alphabet = rng.shuffle([...new Set(text)]).join('');
    return { before: [`${name}=${quote(alphabet)}`], word: `${[...text].map((letter) => `\${${name}:${alphabet.indexOf(letter)}:1}`).join('')}` };
  } },
  { name: 'array-picks', limit: 8_000, encode: (text, rng) => {
    const name = rng.name();
    const pieces = rng.pieces(text, 2, 8);
    const order = rng.shuffle(pieces.keys());
    const word = pieces.map((_, at) => `\${${name}[${order.indexOf(at)}]}`).join('');
    return { before: [rng.chance(0.3) ? `declare -a ${name}=(${order.map((at) => quote(pieces[at])).join(' ')})` : `${name}=(${order.map((at) => quote(pieces[at])).join(' ')})`], word };
  } },
  { name: 'for-assembly', limit: 3_000, encode: (text, rng) => {
    const [letters, at, out, piece] = rng.names(4);
    const alphabet = rng.shuffle([...new Set(text)]).join('');
    return rng.pick([
      { before: [`${letters}=${quote(alphabet)}`, `${out}=`, `for ${at} in ${[...text].map((letter) => alphabet.indexOf(letter)).join(' ')}; do ${out}+="\${${letters}:$${at}:1}"; done`], word: `$${out}` },
      { before: [`${out}=`, `for ${at} in ${codes(text).join(' ')}; do printf -v ${piece} "\\\\$(printf %03o $${at})"; ${out}+="$${piece}"; done`], word: `$${out}` },
    ]);
  } },
  { name: 'sed', limit: 20_000, encode: (text, rng) => {
    let body = text;
    const steps = [];
    for (const letter of rng.shuffle([...new Set(text.match(/[a-z]{2}/g) ?? ['e'])]).slice(0, rng.between(1, 4))) {
      const marker = markerFor(body, rng);
      const next = body.replaceAll(letter, marker);
      if (next.split(marker).join('\u0000') !== body.split(letter).join('\u0000')) continue;
      body = next;
      steps.unshift(rng.pick([`s/${marker}/${letter}/g`, `s|${marker}|${letter}|g`, `s#${marker}#${letter}#g`]));
    }
    const noise = markerFor(body, rng);
    const noisy = rng.pieces(body, 4, 12).join(noise);
    if (noisy.split(noise).join('') === body) {
      body = noisy;
      steps.unshift(`s/${noise}//g`);
    }
    return { command: `${rng.pick([`sed ${steps.map((step) => `-e '${step}'`).join(' ')}`, `sed '${steps.join(';')}'`, `sed -E '${steps.join('; ')}'`])} <<< ${quote(body)}`, newline: true };
  } },
  { name: 'awk', limit: 3_000, encode: (text, rng) => rng.pick([
    { command: `awk 'BEGIN{n=split("${codes(text).join(' ')}",a," ");for(i=1;i<=n;i++)printf "%c",a[i]+0}'` },
    { command: `awk 'BEGIN { printf "${octal(text).replaceAll('\\045', '%%')}" }'` },
    { command: `awk '{for(i=length($0);i>0;i--)printf "%s",substr($0,i,1);print ""}' <<< ${quote(text.split('\n').map(reverse).join('\n'))}`, newline: true },
  ]) },
  { name: 'perl-pack', limit: 8_000, encode: (text, rng) => ({ command: rng.pick([`perl -e 'print pack("H*","${hex(text)}")'`, `perl -e 'print scalar reverse("${hex(reverse(text)).replace(/../g, '\\x$&')}")'`, `perl -e 'print map{chr}(${codes(text).join(',')})'`]) }) },
  { name: 'case-conversion', encode: (text, rng) => {
    const name = rng.name();
    const swapped = [...text].map((letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase())).join('');
    const body = quote(swapped);
    if (!/[A-Z]/.test(text) && rng.chance()) return rng.pick([{ before: [`${name}=${body}`], word: `\${${name},,}` }, { before: [`declare -l ${name}`, `${name}=${quote(rng.anyCase(text))}`], word: `$${name}` }, { command: `tr '[:upper:]' '[:lower:]' <<< ${quote(rng.anyCase(text))}`, newline: true }]);
    return rng.pick([{ before: [`${name}=${body}`], word: `\${${name}~~}` }, { command: `tr 'a-zA-Z' 'A-Za-z' <<< ${body}`, newline: true }]);
  } },
  { name: 'decoder-function', limit: 4_000, encode: (text, rng) => {
    const [call, out, at, piece] = rng.names(4);
    const key = rng.between(1, 127);
    const body = Buffer.from(codes(text).map((code) => code ^ key)).toString('hex');
    return rng.pick([
      { before: [`${call}() { local ${out}= ${at} ${piece}; for ((${at}=0; ${at}<\${#1}; ${at}+=2)); do printf -v ${piece} "\\\\x\${1:${at}:2}"; ${out}+="$${piece}"; done; printf '%s' "$${out}"; }`], command: `${call} ${hex(text)}` },
      { before: [`${call}() {\n  local ${at}\n  for ((${at}=0; ${at}<\${#1}; ${at}+=2)); do\n    printf "\\\\x$(printf '%02x' $((0x\${1:${at}:2} ^ $2)))"\n  done\n}`], command: `${call} ${body} ${key}` },
      { before: [`function ${call} { echo "$1" | rev | base64 -d; }`], command: `${call} '${reverse(Buffer.from(text).toString('base64'))}'` },
    ]);
  } },
  { name: 'openssl-password', encode: (text, rng) => {
    const password = rng.name(6, 9) + rng.between(10, 99);
    const salt = Buffer.from(rng.hex(16), 'hex');
    const iterations = rng.pick([10_000, 1_000]);
    const secret = pbkdf2Sync(password, salt, iterations, 48, 'sha256');
    const cipher = createCipheriv('aes-256-cbc', secret.subarray(0, 32), secret.subarray(32));
    const sealed = Buffer.concat([Buffer.from('Salted__'), salt, cipher.update(text), cipher.final()]).toString('base64');
    const pass = rng.pick([`-pass pass:${password}`, `-k ${password}`]);
    return { command: feed(sealed, `openssl enc -d -aes-256-cbc -a -A -md sha256 ${iterations === 10_000 ? '-pbkdf2' : `-pbkdf2 -iter ${iterations}`} ${pass}`, rng) };
  } },
  { name: 'openssl-key', encode: (text, rng) => {
    const [key, iv] = [rng.hex(32), rng.hex(32)];
    const cipher = createCipheriv('aes-128-cbc', Buffer.from(key, 'hex'), Buffer.from(iv, 'hex'));
    return { command: feed(Buffer.concat([cipher.update(text), cipher.final()]).toString('base64'), `openssl enc -aes-128-cbc -d -base64 -A -K ${key} -iv ${iv}`, rng) };
  } },
];

/** A whole alphabet in another order instead of rot13. */
function trAlphabet(text, rng) {
  const plain = 'abcdefghijklmnopqrstuvwxyz';
  const other = rng.shuffle(plain).join('');
  const body = text.replace(/[a-z]/g, (letter) => other[plain.indexOf(letter)]);
  return { command: rng.pick([`tr '${other}' '${plain}' <<< ${quote(body)}`, `${say(body)} | tr ${other} a-z`]), newline: true };
}
