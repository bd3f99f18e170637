import { persistenceUnixRules } from './persistence-unix.rules.js';
import { persistenceRules } from './persistence.rules.js';
import { readExamples, rulesMatching } from './matching-rules.js';

/** One statement or more for every rule; harmless, made for this table. */
const examples = readExamples(String.raw`
run-key: reg add HKCU\Software\Microsoft\Windows\CurrentVersion\Run /v x /d calc.exe
run-key: New-ItemProperty -Path "HKCU:\Software\Microsoft\Windows\CurrentVersion\RunOnce" -Name x -Value calc.exe
run-key-other: reg add "HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders" /v Startup /d x
startup-folder: copy x.bat "%APPDATA%\Microsoft\Windows\Start Menu\Programs\Startup\x.bat"
active-setup: New-Item "HKLM:\SOFTWARE\Microsoft\Active Setup\Installed Components\x"
winlogon-helper: reg add "HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon" /v Shell /d "explorer.exe, x.exe"
winlogon-variable: Set-ItemProperty "HKCU:\Software\Microsoft\Windows NT\CurrentVersion\Winlogon\" "Userinit" "x"
lsa-authentication-package: reg add HKLM\SYSTEM\CurrentControlSet\Control\Lsa /v "Authentication Packages" /d x
security-support-provider: Set-ItemProperty HKLM:\SYSTEM\CurrentControlSet\Control\Lsa -Name 'Security Packages' -Value x
lsass-driver: reg add HKLM\SYSTEM\CurrentControlSet\Services\NTDS /v LsaDbExtPt /d x.dll
time-provider: reg add HKLM\SYSTEM\CurrentControlSet\Services\W32Time\TimeProviders\Example /v DllName /d x.dll
port-monitor: reg add "HKLM\SYSTEM\CurrentControlSet\Control\Print\Monitors\x" /v Driver /d x.dll
print-processor: copy x.dll C:\Windows\System32\spool\prtprocs\x64\x.dll
shortcut: $l = $s.CreateShortcut("$home\x.lnk")
logon-script: reg add HKCU\Environment /v UserInitMprLogonScript /d x.bat
network-logon-script: Set-ADUser bob -ScriptPath x.bat
service-create: sc.exe create ExampleSvc binPath= C:\x.exe
service-create: New-Service -Name ExampleSvc -BinaryPathName C:\x.exe
service-change: sc config ExampleSvc binPath= "C:\y.exe"
service-hide: sc sdset ExampleSvc "D:(D;;DCLCWPDTSD;;;IU)"
terminal-services-dll: reg add HKLM\SYSTEM\CurrentControlSet\Services\TermService\Parameters /v ServiceDll /d x.dll
wmi-subscription: New-CimInstance -Namespace root/subscription -ClassName __EventFilter -Property $p
wmi-event: mofcomp.exe x.mof
file-association: assoc .hta=txtfile
screensaver: reg add "HKCU\Control Panel\Desktop" /v SCRNSAVE.EXE /d x.scr
netsh-helper: netsh.exe add helper x.dll
accessibility: copy /y C:\Windows\System32\cmd.exe C:\Windows\System32\sethc.exe
appcert-dlls: reg add "HKLM\System\CurrentControlSet\Control\Session Manager\AppCertDlls" /v x /d x.dll
appinit-dlls: reg add "HKLM\Software\Microsoft\Windows NT\CurrentVersion\Windows" /v AppInit_DLLs /d x.dll
application-shim: sdbinst.exe x.sdb
image-file-execution: reg add "HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Image File Execution Options\notepad.exe" /v Debugger /d x.exe
powershell-profile: Add-Content $profile -Value "calc"
com-hijack: reg add "HKCU\Software\Classes\CLSID\{11111111-1111-1111-1111-111111111111}\InprocServer32" /d x.dll
installer-trigger: dpkg-deb --build x
event-trigger-other: reg add "HKCU\Software\Microsoft\Command Processor" /v AutoRun /d calc
dll-place: copy x.dll C:\Example\y.dll
startup-hooks: set DOTNET_STARTUP_HOOKS=C:\x.dll
dns-server-plugin: dnscmd dc1 /config /serverlevelplugindll \\a\b.dll
path-interception-env: export PATH=/tmp:$PATH
path-interception-search: reg add "HKCU\Software\Microsoft\Windows\CurrentVersion\App Paths\x.exe" /d y
unquoted-path: copy x.exe C:\Program.exe
service-file-permissions: accesschk.exe -uwcqv "Users" *
service-registry-permissions: reg add HKLM\SYSTEM\CurrentControlSet\Services\ExampleSvc /v ImagePath /d x.exe
cor-profiler: setx COR_PROFILER_PATH x.dll
app-domain-manager: set APPDOMAIN_MANAGER_ASM=x
executable-installer: Write-UserAddMSI
bits-notify: bitsadmin.exe /setnotifycmdline job x.exe NULL
office-test: reg add "HKCU\Software\Microsoft\Office test\Special\Perf" /d x.dll
office-template: copy Normal.dotm "%APPDATA%\x"
outlook-home-page: reg add HKCU\Software\Microsoft\Office\16.0\Outlook\WebView\Inbox /v URL /d file:x
outlook-rules: reg add HKCU\Software\Microsoft\Office\16.0\Outlook\Security /v EnableUnsafeClientMailRules /d 1
outlook-macro: copy VbaProject.OTM "%APPDATA%\Microsoft\Outlook\"
outlook-forms: ruler --email a@example.test form add
office-add-in: copy x.xll "%APPDATA%\Microsoft\AddIns"
net-user-add: net user bob Example1 /add
net-user-add: net user /add bob Example1
net-user-add-domain: net user bob Example1 /add /domain
local-user-create: New-LocalUser -Name bob -NoPassword
domain-user-create: New-ADUser -Name bob
ldap-add: ldapadd -H ldap://dc.example.test -f x.ldif
local-group-add: net localgroup administrators bob /add
local-admin: net localgroup administrators bob /add
domain-group-add: Add-ADGroupMember -Identity "Domain Admins" -Members bob
account-change: Rename-LocalUser -Name a -NewName b
password-never-expires: wmic useraccount where name='a' set passwordexpires=false
account-enable: net user bob /active:yes
guest-account: net user guest /active:yes
cloud-account-create: aws iam create-user --user-name bob
cloud-credentials-add: aws iam create-access-key --user-name bob
cloud-roles-add: az role assignment create --assignee x --role Owner
mailbox-delegate: Add-MailboxPermission -Identity a -User b -AccessRights FullAccess
device-registration: dsregcmd /join
cluster-roles: kubectl create clusterrolebinding x --clusterrole=cluster-admin
web-shell: copy x.aspx C:\inetpub\wwwroot\x.aspx
iis-module: appcmd.exe install module /name:x /image:x.dll
exchange-transport-agent: Install-TransportAgent -Name x
sql-procedure: EXEC xp_cmdshell 'whoami'
vsphere-bundle: esxcli software vib install -d /tmp/x.zip
browser-extension: chrome.exe --load-extension=C:\x
ide-extension: code --install-extension x.y
ide-tunnel: code tunnel --accept-server-license-terms
safe-browser-policy: reg add HKLM\SOFTWARE\Policies\Google\Chrome\ExtensionSettings
external-remote-services: Add-VpnConnection -Name x
power-settings: powercfg /change standby-timeout-ac 0
driver-load: sc create x type= kernel binPath= C:\x.sys
crontab: echo "* * * * * /tmp/x.sh" | crontab -
crontab-list: crontab -l
cron-files: echo "* * * * * root x" > /etc/cron.d/x
at-unix: echo x | at now + 1 minute
systemd-timer: systemd-run --on-calendar='*:0/1' x
launchd-job: echo "<key>StartInterval</key>"
systemd-service: systemctl enable example.service
init-script: echo x >> /etc/rc.local
launch-agent: cp x.plist ~/Library/LaunchAgents/x.plist
launch-daemon: sudo cp x.plist /Library/LaunchDaemons/
startup-items: mkdir /Library/StartupItems/x
login-hook: defaults write com.apple.loginwindow LoginHook /tmp/x
login-items: osascript -e 'tell application "System Events" to make login item at end with properties {path:"/x"}'
reopened-applications: plutil -p ~/Library/Preferences/ByHost/com.apple.loginwindow.x.plist
emond: cp x.plist /etc/emond.d/rules/
dock-plist: echo "<key>LSUIElement</key>"
plist-change: /usr/libexec/PlistBuddy -c "Set :a b" x.plist
xdg-autostart: cp x.desktop ~/.config/autostart/
shell-profile: echo "x" >> ~/.bashrc
shell-trap: trap "echo 1" EXIT
python-start: echo "import x" > site-packages/a.pth
udev-rule: cp x.rules /etc/udev/rules.d/99-x.rules
motd: echo x >> /etc/update-motd.d/00-header
package-hooks: echo 'APT::Update::Pre-Invoke {"x";};' > /etc/apt/apt.conf.d/01x
installer-package: dpkg -i x.deb
dylib-add: insert_dylib x.dylib y
linker-preload: LD_PRELOAD=/tmp/x.so ls
linker-preload-file: echo /tmp/x.so >> /etc/ld.so.preload
foothold-lock: chattr +i /etc/ld.so.preload
redis-cron: redis-cli -h 192.0.2.1 config set dir /var/spool/cron/
redis-keys: redis-cli config set dir /root/.ssh
dylib-hijack: cp a.dylib /Library/x
kernel-module: insmod x.ko
rootkit: insmod diamorphine.ko
boot-kit: cp x /boot/efi/y
firmware-change: flashrom -p internal -w x
useradd: useradd -m bob
user-modify: echo "bob:x" | chpasswd
group-add-unix: usermod -aG sudo bob
valid-account-unix: su bob
authorized-keys: cat k.pub >> ~/.ssh/authorized_keys
ssh-config: sed -i 's/a/b/' /etc/ssh/sshd_config
backdoor-binary: cp /tmp/x /usr/bin/ls
port-knock: knock host.example.test 7000 8000
socket-filter: bpfdoor
`);
const rules = [...persistenceRules, ...persistenceUnixRules];

describe('rules of persistence', () => {
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
