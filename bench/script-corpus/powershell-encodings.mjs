import { createCipheriv } from 'node:crypto';
import { deflateRawSync, gzipSync } from 'node:zlib';

/**
 * String encodings of PowerShell obfuscation. Each is `{ name, limit?, fits?, encode(text, rng) }`; `encode` gives `before` (statements
 * to run first) and `expression`, an operand whose value is exactly the text once it stands in parentheses.
 */

/** A PowerShell single-quoted literal. */
export const quote = (text) => `'${text.replaceAll("'", "''")}'`;
/** A PowerShell double-quoted literal without anything that expands. */
export const doubleQuote = (text) => `"${text.replace(/[`"$]/g, '`$&')}"`;

const either = (text, rng) => (rng.chance() ? quote(text) : doubleQuote(text));
const codes = (text) => [...text].map((character) => character.charCodeAt(0));
const reverse = (text) => [...text].reverse().join('');
const base64 = (text, encoding = 'utf8') => Buffer.from(text, encoding).toString('base64');
const bytesOf = (rng, length) => Buffer.from(Array.from({ length }, () => rng.int(256)));
const each = (rng) => rng.pick(['%', 'ForEach-Object', 'foreach']);
const fromBase64 = (rng, data) => `${rng.pick(['[Convert]', '[System.Convert]'])}::FromBase64String('${data}')`;
/** One of the usual ways to make one string of an array expression. */
const joined = (array, rng) => rng.pick([`-join(${array})`, `(${array})-join''`, `[string]::Join('',(${array}))`]);
const numbers = (name, radix, word) => ({
  name, limit: 6_000,
  encode(text, rng) {
    const marks = rng.shuffle('ghjkmnpqrsuvwyz~_:!').slice(0, rng.between(1, 4));
    let body = '';
    codes(text).forEach((code, at) => {
      body += (at ? rng.pick(marks) : '') + code.toString(radix);
    });
    return { expression: joined(`'${body}' -split '[${marks.join('')}]' | ${each(rng)} { [char]([Convert]::${word}($_, ${radix})) }`, rng) };
  },
});

/** Letters that occur nowhere in the text in any case, not even across a border, so that replacing them back is exact. */
function markerFor(text, rng, taken) {
  for (;;) {
    const marker = rng.anyCase(rng.name(3, 4)) + rng.pick('QXZ');
    const low = marker.toLowerCase();
    if (!text.toLowerCase().includes(low) && ![...taken].some((other) => other.toLowerCase().includes(low) || low.includes(other.toLowerCase()))) return marker;
  }
}

export const encodings = [
  { name: 'concatenation', encode: (text, rng) => ({ expression: rng.pieces(text, 2, 7).map((piece) => either(piece, rng)).join(rng.pick(['+', ' + '])) }) },
  { name: 'format-reorder', limit: 8_000, encode(text, rng) {
    const pieces = rng.pieces(text, 2, 9);
    const order = rng.shuffle(pieces.keys());
    const pattern = pieces.map((_, at) => `{${order.indexOf(at)}}`).join('');
    return { expression: `${rng.chance() ? `'${pattern}'` : `"${pattern}"`}${rng.pick(['-f', ' -f '])}${order.map((at) => quote(pieces[at])).join(',')}` };
  } },
  { name: 'char-casts', limit: 4_000, encode: (text, rng) => ({ expression: codes(text).map((code) => `${rng.pick(['[char]', '[CHAR]', '[Char]'])}${rng.chance(0.2) ? `0x${code.toString(16)}` : code}`).join('+') }) },
  { name: 'char-join', limit: 6_000, encode: (text, rng) => ({ expression: joined(`[char[]](${codes(text).join(',')})`, rng) }) },
  { name: 'char-pipeline', limit: 6_000, encode(text, rng) {
    const list = codes(text);
    const source = rng.pick([`(${list.join(', ')})`, `@(${list.join(',')})`, `'${list.join(' ')}'.Split(' ')`, `'${list.join(',')}' -split ','`]);
    return { expression: joined(`${source} | ${each(rng)} { ${rng.pick(['[char][int]$_', '([char][int]$_)', '[char]([int]$_)'])} }`, rng) };
  } },
  { name: 'byte-array', limit: 6_000, encode: (text, rng) => ({ expression: `[${rng.pick(['Text', 'System.Text'])}.Encoding]::${rng.pick(['ASCII', 'UTF8'])}.GetString([byte[]](${codes(text).map((code) => `0x${code.toString(16)}`).join(',')}))` }) },
  { name: 'xor-single', limit: 6_000, encode(text, rng) {
    const key = rng.between(1, 127);
    return { expression: joined(`${codes(text).map((code) => code ^ key).join(',')} | ${each(rng)} { [char]($_ -bxor ${rng.chance() ? key : `0x${key.toString(16)}`}) }`, rng) };
  } },
  { name: 'xor-multi', limit: 6_000, encode(text, rng) {
    const [data, key, index, out] = rng.names(4);
    const bytes = bytesOf(rng, rng.between(3, 9));
    const body = codes(text).map((code, at) => code ^ bytes[at % bytes.length]);
    if (rng.chance()) {
      return { before: [`$${key} = ${[...bytes].join(',')}`, `$${index} = 0`], expression: `-join(${body.join(',')} | ${each(rng)} { [char]($_ -bxor $${key}[$${index}++ % $${key}.Length]) })` };
    }
    return {
      before: [`$${data} = [Convert]::FromBase64String('${Buffer.from(body).toString('base64')}')`, `$${key} = [byte[]](${[...bytes].join(',')})`, `$${out} = ''`,
        `for ($${index} = 0; $${index} -lt $${data}.Length; $${index}++) { $${out} += [char]($${data}[$${index}] -bxor $${key}[$${index} % $${key}.Length]) }`],
      expression: `$${out}`,
    };
  } },
  { name: 'reverse-index', encode(text, rng) {
    const name = rng.name();
    return { before: [`$${name} = ${quote(reverse(text))}`], expression: rng.pick([`$${name}[-1..-($${name}.Length)] -join ''`, `-join $${name}[-1..-${text.length}]`, `$${name}[($${name}.Length-1)..0] -join ''`]) };
  } },
  { name: 'reverse-array', encode(text, rng) {
    const name = rng.name();
    return { before: [rng.pick([`$${name} = [char[]]${quote(reverse(text))}`, `$${name} = ${quote(reverse(text))}.ToCharArray()`]), `[array]::Reverse($${name})`], expression: rng.pick([`-join $${name}`, `[string]::new($${name})`, `$${name} -join ''`]) };
  } },
  { name: 'regex-right-to-left', fits: (text) => !text.includes('\n'), encode: (text, rng) => ({ expression: `-join([regex]::Matches(${quote(reverse(text))}, '.', 'RightToLeft') | ${each(rng)} { $_.Value })` }) },
  { name: 'replace-chain', encode(text, rng) {
    const wanted = [...new Set([...rng.shuffle([...new Set(text.match(/[A-Za-z0-9]{3,4}/g) ?? [])]).slice(0, rng.between(2, 4)), "'", '$', ' '])].filter((part) => text.includes(part));
    let body = text;
    let after = '';
    const taken = new Set();
    for (const part of wanted) {
      if (!body.includes(part)) continue;
      const marker = markerFor(text + body, rng, taken);
      const next = body.replaceAll(part, marker);
      if (next.toLowerCase().split(marker.toLowerCase()).join('\u0000') !== body.split(part).join('\u0000').toLowerCase()) continue;
      taken.add(marker);
      body = next;
      const plain = part === '$' || part === "'";
      const value = plain && rng.chance() ? `[string][char]${part.charCodeAt(0)}` : quote(part);
      after = `${plain || rng.chance() ? `.Replace('${marker}',${value})` : ` -${rng.pick(['replace', 'creplace', 'ireplace'])} '${marker}',${value}`}\u0001${after}`;
    }
    // Each step stands in its own parentheses, because a method call binds closer than -replace.
    const expression = after.split('\u0001').filter(Boolean).reduce((inner, step) => `(${inner})${step}`, quote(body));
    return { expression };
  } },
  numbers('split-hex', 16, 'ToInt32'),
  numbers('split-binary', 2, 'ToInt16'),
  numbers('split-octal', 8, 'ToInt32'),
  { name: 'hex-pairs', limit: 8_000, encode: (text, rng) => ({ expression: joined(`('${Buffer.from(text).toString('hex')}' -split '(..)' | ${rng.pick(['?', 'Where-Object'])} { $_ }) | ${each(rng)} { [char][Convert]::ToUInt32($_, 16) }`, rng) }) },
  { name: 'base64-utf8', encode: (text, rng) => ({ expression: `${rng.pick(['[Text.Encoding]', '[System.Text.Encoding]'])}::${rng.pick(['UTF8', 'ASCII'])}.GetString(${fromBase64(rng, base64(text))})` }) },
  { name: 'base64-utf16', encode: (text, rng) => ({ expression: `${rng.pick(['[Text.Encoding]', '[System.Text.Encoding]'])}::Unicode.GetString(${fromBase64(rng, base64(text, 'utf16le'))})` }) },
  { name: 'gzip-stream', encode: (text, rng) => ({ expression: `(New-Object IO.StreamReader((New-Object IO.Compression.GzipStream((New-Object IO.MemoryStream(,${fromBase64(rng, gzipSync(text, { level: 9 }).toString('base64'))})), [IO.Compression.CompressionMode]::Decompress)), [Text.Encoding]::ASCII)).ReadToEnd()` }) },
  { name: 'deflate-stream', encode: (text, rng) => ({ expression: `(New-Object System.IO.StreamReader((New-Object System.IO.Compression.DeflateStream([IO.MemoryStream]${fromBase64(rng, deflateRawSync(text, { level: 9 }).toString('base64'))}, [System.IO.Compression.CompressionMode]::Decompress)), [System.Text.Encoding]::UTF8)).ReadToEnd()` }) },
  { name: 'aes-literal-key', encode(text, rng) {
    const [aes, data] = rng.names(2);
    const [key, iv] = [bytesOf(rng, rng.pick([16, 32])), bytesOf(rng, 16)];
    const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    const bytes = (buffer) => (rng.chance() ? `[Convert]::FromBase64String('${buffer.toString('base64')}')` : `[byte[]](${[...buffer].join(',')})`);
    return {
      before: [`$${aes} = ${rng.pick(['[System.Security.Cryptography.Aes]::Create()', 'New-Object System.Security.Cryptography.AesManaged', 'New-Object System.Security.Cryptography.RijndaelManaged'])}`,
        `$${aes}.Mode = [System.Security.Cryptography.CipherMode]::CBC`, `$${aes}.Padding = [System.Security.Cryptography.PaddingMode]::PKCS7`,
        `$${aes}.Key = ${bytes(key)}`, `$${aes}.IV = ${bytes(iv)}`, `$${data} = [Convert]::FromBase64String('${sealed.toString('base64')}')`],
      expression: `[Text.Encoding]::UTF8.GetString($${aes}.CreateDecryptor().TransformFinalBlock($${data}, 0, $${data}.Length))`,
    };
  } },
  { name: 'secure-string', limit: 8_000, encode(text, rng) {
    const [key, iv] = [bytesOf(rng, rng.pick([16, 24, 32])), bytesOf(rng, 16)];
    const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf16le'), cipher.final()]).toString('hex');
    const sequence = rng.chance(0.3) && key.length === 16;
    // The export format of ConvertFrom-SecureString -Key: fixed header, then UTF-16 base64 of `2|iv|hex`.
    const packed = (body, vector) => `76492d1116743f0423413b16050a5345${base64(`2|${vector.toString('base64')}|${body}`, 'utf16le')}`;
    const counting = Buffer.from(Array.from({ length: 16 }, (_, at) => at + 1));
    const other = createCipheriv('aes-128-cbc', counting, iv);
    const blob = sequence ? packed(Buffer.concat([other.update(text, 'utf16le'), other.final()]).toString('hex'), iv) : packed(sealed, iv);
    const secure = rng.pick([(keys) => `('${blob}' | ConvertTo-SecureString -Key ${keys})`, (keys) => `(ConvertTo-SecureString -String '${blob}' -Key ${keys})`])(sequence ? '(1..16)' : `(${[...key].join(',')})`);
    return { expression: rng.pick([`[Runtime.InteropServices.Marshal]::PtrToStringAuto([Runtime.InteropServices.Marshal]::SecureStringToBSTR(${secure}))`, `(New-Object System.Net.NetworkCredential('', ${secure})).Password`, `(New-Object System.Management.Automation.PSCredential ' ', ${secure}).GetNetworkCredential().Password`]) };
  } },
];
