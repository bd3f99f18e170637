import { inShell, re, table } from './rule-table.js';

const write = String.raw`(?:>{1,2}|‹tee|cp|mv|ln|install|sed|vi|vim|nano|rsync|ditto|curl|wget|touch|cat\s*<<|echo|printf|PlistBuddy|defaults\s+write|plutil|chmod|chown|rm|mkdir›)`;

/** Staying on a Linux or macOS machine. */
export const persistenceUnixRules = table('persist', [
  // cron, at, timers
  ['crontab', 'T1053.003', 'notable', 'changes the cron table', re`‹crontab›\s*(?:-u\s+\S{1,40}\s+)?(?!-l\b|-u\s+\S{1,40}\s+-l)(?:-\s*$|-[er]\b|[\w./$"'~-]{1,100}|<|\`|-\s|\s*$)|\|\s*crontab\b`],
  ['crontab-list', 'T1053.003', 'routine', 'lists the cron table', re`‹crontab›\s+(?:-u\s+\S{1,40}\s+)?-l|«(?:ls|cat)»…/etc/cron`, { type: 'discover' }],
  ['cron-files', 'T1053.003', 'notable', 'puts a job in the folders of cron', re`${write}…(?:/etc/(?:cron(?:tab|\.(?:d|daily|hourly|weekly|monthly))|anacrontab)|/var/spool/cron|/usr/lib/cron|/var/cron)`],
  ['redis-cron', 'T1053.003', 'malicious', 'has Redis write a cron table', re`config\s+set\s+dir\s+["']?(?:/var/spool/cron|/etc/cron)`],
  ['redis-keys', 'T1098.004', 'malicious', 'has Redis write a key that may log on over SSH', re`config\s+set\s+dir\s+["']?\S{0,60}/\.ssh\b`],
  ['at-unix', 'T1053.002', 'notable', 'schedules a command with at', re`«at»\s+(?:-\w\s+\S{0,60}\s*){0,3}(?:now|noon|midnight|tomorrow|teatime|\d{1,2}(?::?\d{2})?)|\|\s*(?:at|batch)\s+(?:now|-|\d)|‹atq|atrm›`, inShell],
  ['systemd-timer', 'T1053.006', 'notable', 'makes a systemd timer', re`\.timer\b(?!\()|‹systemd-run›…--on-(?:calendar|active|boot|unit)|^\[Timer\]|OnCalendar=|OnBootSec=`],
  ['launchd-job', 'T1053', 'suspicious', 'schedules a job with launchd', re`StartCalendarInterval|StartInterval`],
  // services
  ['systemd-service', 'T1543.002', 'notable', 'makes or enables a systemd service', re`${write}…/(?:etc|lib|usr/lib|usr/local/lib|run)/systemd/(?:system|user)|\.config/systemd/user|‹systemctl›\s+(?:--\S{1,30}\s+){0,4}(?:enable|link|daemon-reload|edit|reenable)|^\s*(?:echo\s+["']?)?Exec(?:Start|Stop|Reload|StartPre|StartPost)=|/usr/local/etc/rc\.d/\S|‹sysrc›`],
  ['init-script', 'T1037.004', 'notable', 'puts a script in the start of the system', re`${write}…/etc/(?:rc\.local|rc\.common|rc\d?\.d|init\.d|inittab|rc\.d|rc\.conf)|/etc/rc\.(?:local|common|d/)[^\n]{0,20}(?:>>|<<)|‹update-rc\.d›\s|‹chkconfig›\s+--(?:add|level)|local\.sh\b…(?:esx|/etc/rc)|/etc/rc\.local\.d`],
  ['launch-agent', 'T1543.001', 'notable', 'puts a launch agent on macOS', re`Library/LaunchAgents`],
  ['launch-daemon', 'T1543.004', 'notable', 'puts a launch daemon on macOS', re`Library/LaunchDaemons`],
  ['startup-items', 'T1037.005', 'suspicious', 'puts a startup item on macOS', re`Library/StartupItems`],
  ['login-hook', 'T1037.002', 'suspicious', 'sets a login hook on macOS', re`Log(?:in|out)Hook`],
  ['login-items', 'T1547.015', 'notable', 'adds a login item on macOS', re`make\s+(?:new\s+)?login\s+item|login\s+items?\b|LoginItems|backgrounditems\.btm|SMLoginItemSetEnabled|sfltool`],
  ['reopened-applications', 'T1547.007', 'suspicious', 'makes macOS reopen a program at logon', re`com\.apple\.loginwindow[\w.-]{0,60}(?:plist)?(?!…(?:LoginHook|LogoutHook|GuestEnabled|Hide500|HiddenUsers))|ByHost/com\.apple\.loginwindow`],
  ['emond', 'T1546.014', 'suspicious', 'adds a rule to the event monitor of macOS', re`/etc/emond\.d|emondClients|com\.apple\.emond`],
  ['dock-plist', 'T1647', 'suspicious', 'changes property lists of macOS', re`LSUIElement|LSBackgroundOnly|DYLD_INSERT_LIBRARIES[^\n]{0,80}plist`],
  ['plist-change', 'T1647', 'notable', 'changes a property list', re`‹PlistBuddy›\s…-c\s+["']?(?:Add|Set|Delete)|‹plutil›\s+-(?:insert|replace|convert|remove)|‹defaults›\s+write\b(?!…(?:LoginHook|LogoutHook|loginwindow|Gatekeeper|LSQuarantine))`],
  ['xdg-autostart', 'T1547.013', 'notable', 'starts a program with the desktop', re`(?:/etc/xdg|\.config)/autostart`],
  // shell and interpreter start-up
  ['shell-profile', 'T1546.004', 'suspicious', 'writes to a start-up file of a shell', re`(?:>{1,2}|‹tee|cp|mv|sed\s+-i|install|vi|nano|ln›)…(?:(?:~|\$\{?HOME\}?|/home/\S{1,40}|/root|/etc|/etc/skel|\$\w{2,30})/\.?(?:bashrc|bash_profile|bash_login|bash_logout|bash\.bashrc|profile|profile\.d/|zshrc|zshenv|zprofile|zlogin|zlogout|cshrc|tcshrc|kshrc|shrc|csh\.\w{5,6}|login|logout|mkshrc|ashrc)|\.(?:bashrc|bash_profile|zshrc|profile|shrc|bash_logout)\b|config\.fish)`],
  ['shell-trap', 'T1546.005', 'notable', 'runs a command on a signal or on exit', re`«trap»\s+(?:--\s+)?["'\w/$][^\n]{0,200}\s(?:EXIT|SIG\w{2,6}|INT|TERM|HUP|QUIT|DEBUG|ERR|RETURN|[0-9]{1,2})\b`, inShell],
  ['python-start', 'T1546.018', 'notable', 'runs code with every start of Python', re`(?:user|site)customize|[\w/\\-]{1,60}\.pth\b|PYTHONSTARTUP|getusersitepackages|getsitepackages`],
  ['udev-rule', 'T1546.017', 'notable', 'adds a udev rule', re`${write}…/(?:etc|lib|usr/lib|run)/udev/rules\.d|udevadm\s+(?:control\s+--reload|trigger)|ACTION=="?add"?[^\n]{0,120}RUN\+?=`],
  ['motd', 'T1546', 'notable', 'runs code with the message of the day', re`/etc/update-motd\.d`],
  ['package-hooks', 'T1546', 'notable', 'runs code with the package manager or git', re`${write}…/etc/apt/apt\.conf\.d|(?:Pre|Post)-Invoke|/etc/yum/pluginconf\.d|yum-plugins|\.git/hooks/|core\.hooksPath`],
  ['installer-package', 'T1546.016', 'notable', 'installs a package file', re`‹dpkg›\s+(?:-i|--install)\s|‹rpm›\s+-\w{0,3}[iU]\w{0,3}\s|‹installer›…-pkg`],
  ['dylib-add', 'T1546.006', 'notable', 'adds a library to a macOS program', re`‹insert_dylib|optool|install_name_tool›|LC_LOAD_DYLIB`],
  // linker, kernel, boot
  ['linker-preload', 'T1574.006', 'notable', 'loads a library into a program', re`LD_PRELOAD\s*=|DYLD_INSERT_LIBRARIES|LD_AUDIT=|LD_LIBRARY_PATH=(?:/tmp|/dev/shm)`, { type: 'evade' }],
  ['linker-preload-file', 'T1574.006', 'suspicious', 'loads a library into every program', re`ld\.so\.preload|${write}…/etc/ld\.so\.conf`, { type: 'evade' }],
  ['foothold-lock', 'T1222.002', 'malicious', 'keeps others from removing what holds it on the machine', re`‹chattr›\s+(?:-\w\s+){0,3}\+\w{0,3}[ia]\w{0,3}\s…(?:ld\.so\.preload|/cron|authorized_keys|/systemd/(?:system|user)/|/init\.d/|rc\.local)`, { type: 'evade', ...inShell }],
  ['dylib-hijack', 'T1574.004', 'suspicious', 'places a macOS library', re`(?:cp|mv|ditto|install)\s…\.dylib\s`, { type: 'evade' }],
  ['kernel-module', 'T1547.006', 'notable', 'loads a kernel module', re`‹insmod|kextload|kextutil|kldload|depmod|finit_module|init_module›\s|«modprobe»\s+(?!-r\b)\S|‹kmutil›\s+load|${write}…(?:/etc/modules(?:-load\.d)?|/lib/modules/|Library/Extensions)`],
  ['rootkit', 'T1014', 'malicious', 'installs a root kit', re`\b(?:diamorphine|libprocesshider|jynx2?|azazel|suterusu|adore-ng|kbeast|bdvl|ebpfkit|beurk|vlany|reptile_\w{2,20}|capcom\.sys|puppetstrings|Invoke-\w{0,10}rootkit)\b|(?:insmod|modprobe|make|gcc|cp|mv|rmmod)[^\n]{0,120}(?:\brootkit|diamorphine|reptile)`, { type: 'evade' }],
  ['boot-kit', 'T1542.003', 'notable', 'writes to the boot sector or boot loader', re`(?:dd|cp|mv|tee)\s…of=/dev/[sv]d[a-z]\b[^\n]{0,60}(?:bs=(?:446|512)|count=1)\b|(?:cp|mv|dd|copy|xcopy)\s…(?:/boot/(?:efi|initr\w{2,10}|vmlinuz)|bootmgfw\.efi|EFI¦Microsoft¦Boot)|‹(?:mountvol)›\s+\w:\s+\/s\b|mkinitcpio|update-initramfs\b[^\n]{0,40}-k`, { type: 'evade' }],
  ['firmware-change', 'T1542.001', 'suspicious', 'changes the firmware', re`‹flashrom|afuwin(?:x64)?|fptw(?:64)?|fwupdmgr›\s|Set-UEFIVariable|SetFirmwareEnvironmentVariable|efivarfs|wpbbin\.exe`, { type: 'evade' }],
  // accounts and keys
  ['useradd', 'T1136.001', 'notable', 'creates a local account', re`‹useradd|adduser|newusers›\s|‹dscl›…-create\s+/Users/(?!\S{1,60}\s+(?:IsHidden|UniqueID))|‹sysadminctl›…-addUser|‹pw›\s+(?:useradd|adduser)|(?:echo|printf|cat)[^\n|;]{0,200}>{1,2}\s*/etc/passwd|‹esxcli›\s+system\s+account\s+add`],
  ['user-modify', 'T1098', 'notable', 'changes an account', re`‹chpasswd›|‹usermod›\s(?!…-a?G)|«passwd»\s+(?:--stdin\s+)?(?:-[ude]\s+)?[\w.-]{1,40}\s*(?:$|[|;&<])|\|\s*passwd\b|‹dscl›…-(?:passwd|change)\s|‹vipw›`, inShell],
  ['group-add-unix', 'T1098.007', 'notable', 'puts an account in a group', re`‹usermod›…-(?:aG|G|a\s+-G|-groups)|‹gpasswd›\s+-[aM]|‹dseditgroup›…-a\s|‹dscl›…-(?:append|merge|create)\s+/Groups/|«adduser»\s+[\w.$-]{1,40}\s+(?:sudo|wheel|root|docker|admin|adm)`],
  ['valid-account-unix', 'T1078.003', 'notable', 'uses or opens a local account', re`«su»\s+(?:-\s+|-c\s|--\S{2,20}\s|-l\s+)?[\w.$-]{0,40}|‹usermod›…(?:-U\b|--unlock|-s\s+\S{0,20}sh\b|-e\s+["']{2})|‹passwd›\s+-u\b|‹dsenableroot›|sudo\s+(?:-\w\s+){0,2}-u\s+[\w.-]{1,40}|‹chage›\s+-E`, inShell],
  ['authorized-keys', 'T1098.004', 'notable', 'adds a key that may log on over SSH', re`authorized_keys|AuthorizedKeysFile`],
  ['ssh-config', 'T1098.004', 'notable', 'changes what the SSH server allows', re`(?:>{1,2}|‹tee|sed\s+-i|echo|cp›)…/etc/ssh/sshd_config`],
  ['backdoor-binary', 'T1554', 'suspicious', 'replaces a program of the system', re`(?:cp|mv|install)\s+(?!…-[bs]\b)[^\n|;&]{1,120}\s/(?:usr/)?s?bin/(?:ls|ps|netstat|sshd?|login|su|sudo|bash|sh|top|find|ss|lsof|cat)\b`],
  ['port-knock', 'T1205.001', 'suspicious', 'waits for a secret knock before it opens', re`‹knockd?›\s|iptables[^\n]{0,200}--(?:rcheck|seconds)`, { type: 'commandAndControl' }],
  ['socket-filter', 'T1205.002', 'malicious', 'waits for a secret packet', re`bpfdoor|SO_ATTACH_(?:FILTER|BPF)`, { type: 'commandAndControl' }],
]);
