import { batchLines } from './batch-lines.mjs';
import { encodedLauncher } from './powershell.mjs';

/** Obfuscation classes of cmd batch files; their shape is told in powershell.mjs. All text has CRLF line ends, as cmd wants for labels. */

const linesOf = (text) => text.split(/\r?\n/);
const crlf = (text) => linesOf(text).join('\r\n');
const write = (...lines) => lines.flat().join('\r\n');
const quiet = (rng) => (rng.chance(0.6) ? [rng.pick(['@echo off', '@ECHO OFF', '@echo off & setlocal'])] : []);
/** Known grammar without characters that one more pass of cmd would change. */
const tame = (payload) => (payload.innermost || payload.literal) && !/[%!^<>]/.test(payload.text);

const inPlaceClasses = batchLines.map(({ name, longest, head = [], fits = () => true, line, ...flags }) => ({
  name, inPlace: true,
  fits: (payload) => tame(payload) && linesOf(payload.text).every((one) => one.length > 2 && one.length <= longest && fits(one)),
  build: ({ text }, rng) => ({ text: write(quiet(rng), head, linesOf(text).flatMap((one) => line(one, rng))), contained: true, ...flags }),
}));

const spaghetti = {
  name: 'goto-spaghetti', inPlace: true, fits: tame,
  build({ text }, rng) {
    const lines = linesOf(text);
    const labels = rng.names(lines.length + 1, 3, 8);
    const blocks = rng.shuffle(lines.map((line, at) => {
      const noise = rng.chance(0.5) ? [rng.pick([`rem ${rng.name()} ${rng.name()}`, `:: ${rng.hex(8)}`, `goto ${labels[at + 1]}x\r\n:${labels[at + 1]}x`])] : [];
      return [`:${labels[at]}`, line, ...noise, `goto ${rng.pick(['', ':'])}${labels[at + 1]}`];
    }));
    return { text: write('@echo off', `goto ${labels[0]}`, ...blocks, `:${labels.at(-1)}`, rng.pick(['exit /b', 'goto :eof', 'exit /b 0'])), contained: true };
  },
};

const subroutine = {
  name: 'label-subroutine', inPlace: true, fits: (payload) => tame(payload) && !payload.text.includes('"') && payload.text.length < 6_000,
  build({ text }, rng) {
    const label = rng.name();
    const calls = linesOf(text).map((line) => `call :${label} ${rng.pieces(line, Math.ceil(line.length / 7), Math.ceil(line.length / 5)).map((piece) => `"${piece}"`).join(' ')}`);
    const body = Array.from({ length: 9 }, (_, at) => `%~${at + 1}`).join('');
    return { text: write('@echo off', calls, rng.pick(['exit /b', 'goto :eof']), `:${label}`, body, rng.pick(['exit /b', 'goto :eof'])), contained: true };
  },
};

/** An `echo` argument that writes the line exactly: operators escaped outside quotes, every percent sign doubled. */
function echoed(line) {
  let inQuotes = false;
  let result = '';
  for (const character of line) {
    if (character === '"') inQuotes = !inQuotes;
    result += character === '%' ? '%%' : !inQuotes && /[&|<>^]/.test(character) ? `^${character}` : character;
  }
  return result;
}

/** How a dropped file of each language is started. */
const RUN = {
  batch: (file, rng) => rng.pick([`call "${file}"`, `cmd /c "${file}"`, `cmd.exe /c call "${file}"`]),
  powershell: (file, rng) => rng.pick([`powershell -NoProfile -ExecutionPolicy Bypass -File "${file}"`, `powershell.exe -ep bypass -f "${file}"`]),
  vbscript: (file, rng) => rng.pick([`cscript //nologo "${file}"`, `wscript.exe //B "${file}"`, `cscript //E:vbscript "${file}"`]),
  javascript: (file, rng) => rng.pick([`cscript //nologo "${file}"`, `wscript //E:jscript "${file}"`]),
  python: (file, rng) => rng.pick([`python "${file}"`, `py -3 "${file}"`]),
};
const EXTENSION = { batch: ['bat', 'cmd'], powershell: ['ps1'], vbscript: ['vbs'], javascript: ['js'], python: ['py'] };
const dropped = (accepts, rng, name) => `%${rng.pick(['TEMP', 'TMP', 'PUBLIC'])}%\\${name}.${rng.pick(EXTENSION[accepts])}`;
const redirect = (at, file) => `${at === 0 ? '>' : '>>'}"${file}" `;

const echoToFile = (accepts, suffix) => ({
  name: `echo-to-file${suffix}`, accepts, fits: ({ text }) => text.length < 30_000 && linesOf(text).every((line) => echoed(line).length < 7_900 && !line.includes('/?') && !/^\s/.test(line)),
  build({ text }, rng) {
    const file = dropped(accepts, rng, rng.name());
    const lines = linesOf(text).map((line, at) => `${redirect(at, file)}echo${line === '' ? '(' : ` ${echoed(line)}`}`);
    return { text: write('@echo off', lines, RUN[accepts](file, rng)), planted: `${crlf(text)}\r\n` };
  },
});

const certutil = (accepts, suffix) => ({
  name: `certutil-decode${suffix}`, accepts, fits: ({ text }) => text.length < 20_000,
  build({ text }, rng) {
    const [encoded, plain] = rng.names(2);
    const planted = accepts === 'batch' ? crlf(text) : text;
    const [from, file] = [`%TEMP%\\${encoded}.${rng.pick(['b64', 'txt', 'crt'])}`, dropped(accepts, rng, plain)];
    const body = Buffer.from(planted, 'utf8').toString('base64').match(/.{1,64}/g);
    const lines = rng.chance(0.6) ? ['-----BEGIN CERTIFICATE-----', ...body, '-----END CERTIFICATE-----'] : body;
    const drop = rng.chance() ? lines.map((line, at) => `${redirect(at, from)}echo ${line}`) : ['(', ...lines.map((line) => `echo ${line}`), `)>"${from}"`];
    return { text: write('@echo off', drop, `${rng.pick(['certutil', 'certutil.exe', 'CertUtil'])} ${rng.pick(['-f -decode', '-decode -f', '/f /decode'])} "${from}" "${file}" >nul`, RUN[accepts](file, rng)), planted, techniques: ['T1140'] };
  },
});

const carriers = [
  echoToFile('batch', ''), echoToFile('powershell', '-powershell'), echoToFile('vbscript', '-vbscript'), echoToFile('javascript', '-javascript'), echoToFile('python', '-python'),
  certutil('batch', ''), certutil('powershell', '-powershell'), certutil('vbscript', '-vbscript'), certutil('python', '-python'),
  { name: 'certutil-decodehex', accepts: 'batch', fits: ({ text }) => text.length < 8_000, build({ text }, rng) {
    const [encoded, plain] = rng.names(2);
    const planted = crlf(text);
    const [from, file] = [`%TEMP%\\${encoded}.hex`, dropped('batch', rng, plain)];
    const lines = Buffer.from(planted).toString('hex').match(/.{1,64}/g).map((line) => line.match(/../g).join(' '));
    return { text: write('@echo off', lines.map((line, at) => `${redirect(at, from)}echo ${line}`), `certutil -f -decodehex "${from}" "${file}" >nul`, RUN.batch(file, rng)), planted, techniques: ['T1140'] };
  } },
  { name: 'powershell-encoded', accepts: 'powershell', literal: true, fits: ({ text }) => text.length < 2_800, build: ({ text }, rng) => ({ text: encodedLauncher(text, rng) }) },
  { name: 'powershell-command', accepts: 'powershell', fits: ({ text }) => text.length < 7_000 && !/["%\r\n]|\\$/.test(text), build: ({ text }, rng) => ({ text: write(quiet(rng), `${rng.pick(['powershell', 'powershell.exe'])} ${rng.pick(['-NoP -W Hidden -C', '-nop -c', '-ep bypass -Command', '-NonI -Com'])} "${text}"`) }) },
  { name: 'powershell-variable', accepts: 'powershell', fits: ({ text }) => text.length < 6_000 && !/["\r\n]/.test(text), build({ text }, rng) {
    const name = rng.name();
    return { text: write(quiet(rng), `set "${name}=${text.replaceAll('%', '%%')}"`, `powershell -nop -c ${rng.pick([`"IEX $env:${name}"`, `"iex ([Environment]::GetEnvironmentVariable('${name}'))"`, `"$env:${name} | Invoke-Expression"`, `"& ([scriptblock]::Create((Get-Item env:${name}).Value))"`])}`) };
  } },
  { name: 'powershell-pipe', accepts: 'powershell', fits: ({ text }) => text.length < 6_000 && !/["%&|<>^!\r\n]/.test(text), build: ({ text }, rng) => ({ text: write(quiet(rng), `echo ${text}${rng.pick(['|', ' | '])}powershell ${rng.pick(['-nop -', '-NoProfile -NonInteractive -', '-c -'])}`), contained: true }) },
  { name: 'self-extract', accepts: 'powershell', fits: ({ text }) => text.length < 20_000, build({ text }, rng) {
    const file = `%TEMP%\\${rng.name()}.ps1`;
    return { text: write('@echo off', `more +4 "%~f0" > "${file}"`, RUN.powershell(file, rng), 'exit /b', text.split('\n')), contained: true };
  } },
];

/** All batch classes. Most disguise commands where they stand; the carriers hold a script of any of several languages. */
export const batchClasses = [...inPlaceClasses, spaghetti, subroutine, ...carriers].map((entry) => ({ language: 'batch', accepts: 'batch', inPlace: false, ...entry }));
