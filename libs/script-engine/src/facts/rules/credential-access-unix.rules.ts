import { inShell, re, table } from './rule-table.js';

/** Getting at secrets on Linux and macOS. */
export const credentialAccessUnixRules = table('credentialAccess', [
  ['shadow-read', 'T1003.008', 'suspicious', 'reads the file of password hashes', re`(?:‹cat|less|more|head|tail|cp|e?grep|awk|sed\s+-n|strings|vi|vim|cut|tac|xxd|base64|scp|tar|tee\s+<|ed|dd|nl|od|while|curl\s+file›…|<\s{0,3}|open\(["']|echo\s+"\$\(<)(?:/etc/(?:g?shadow|master\.passwd|security/passwd)\b)|‹unshadow›`],
  ['shadow-hash-macos', 'T1003.008', 'malicious', 'reads password hashes of macOS', re`ShadowHashData|/var/db/dslocal/nodes/Default/users|dscl…(?:AuthenticationAuthority|ShadowHash)`],
  ['proc-memory', 'T1003.007', 'suspicious', 'reads the memory of processes', re`/proc/[^\s/]{1,20}/(?:mem|maps)\b|‹gcore|mimipenguin(?:\.sh|\.py)?|swap_digger(?:\.sh)?›|‹gdb›…(?:dump\s+memory|--batch|-p\s)|strings\s…/proc/`],
  ['shell-history-read', 'T1552.003', 'suspicious', 'reads the history of shells', re`‹cat|less|more|head|tail|e?grep|find|cp|strings|ls|tar|awk|cut|history\s*\|\s*grep›…\.(?:bash|zsh|sh|ash|fish|mysql|python|psql|viminfo|node_repl)?_?history\b|HISTFILE\b[^\n]{0,20}grep|history\s*\|\s*(?:e?grep)…(?:pass|pwd|key|token|ssh)`, inShell],
  ['keychain', 'T1555.001', 'suspicious', 'reads the macOS keychain', re`‹security›…(?:dump-keychain|find-(?:generic|internet)-password|export\s|find-certificate)|‹(?:chainbreaker(?:\.py)?|keychaindump|keychain-dumper)›|(?:cp|cat|tar|zip|scp|curl|ditto)…Library/Keychains`],
  ['keychain-use', 'T1555.001', 'notable', 'uses the macOS keychain', re`‹security›…(?:unlock-keychain|list-keychains|find-identity|find-key|default-keychain)|login\.keychain(?:-db)?`],
  ['securityd-memory', 'T1555.002', 'malicious', 'reads the memory of securityd', re`keychaindump|securityd.{0,60}(?:dump|vmmap|lldb)|vmmap…securityd`],
  ['secret-service', 'T1555', 'suspicious', 'reads the key ring of the desktop', re`‹secret-tool›\s+(?:lookup|search)|\.local/share/keyrings|‹kwallet-query|kwalletcli›|SecretService`],
  ['sssd-cache', 'T1003.005', 'suspicious', 'reads cached domain logons', re`/var/lib/sss/(?:db|secrets)|cache_\S{1,60}\.ldb|(?:secrets|passdb)\.tdb`],
  ['keytab', 'T1558', 'suspicious', 'takes Kerberos key files', re`(?:cp|cat|find|scp|klist\s+-k|keytabextract(?:\.py)?|tar)…\.?keytab`],
  ['pam-change', 'T1556.003', 'suspicious', 'changes how Linux or macOS checks passwords', re`(?:sed\s+-i|>>?|tee|cp|mv|insert|echo|install|ln|curl|wget)…/etc/pam\.d/|/etc/pam\.d/\S{1,40}[^\n]{0,40}(?:>>|sed)|pam_(?:permit|exec|succeed_if|unix_bd|steal|script)\.so|(?:cp|mv|install|gcc|cc|wget|curl)…pam_\w{1,30}\.(?:so|c)\b|(?:lib|lib64|lib/\S{3,30})/security/pam_`],
  ['ssh-agent-hijack', 'T1563.001', 'suspicious', 'uses the SSH agent of someone else', re`SSH_AUTH_SOCK=\S{0,20}/|find\s…/tmp[^\n]{0,60}(?:ssh-|agent)|ssh\s…-S\s+/|/tmp/ssh-\S{3,30}/agent`],
  ['ssh-strace', 'T1056.001', 'suspicious', 'records what is typed into SSH', re`‹strace›[^\n]{0,200}(?:sshd?\b|write|-e\s+trace=read|-p\s)`, { type: 'collect' }],
  ['sudo-password-catch', 'T1056.002', 'malicious', 'asks for the password of sudo in its place', re`(?:alias\s+sudo\s*=|\bsudo\s*\(\)\s*\{)[^\n]{0,300}\bread\s+-\w{0,3}s`, { type: 'credentialAccess' }],
  ['intercept-sudo', 'T1056.002', 'notable', 'catches the password given to sudo', re`(?:alias\s+sudo\s*=|function\s+sudo\b|sudo\s*\(\)\s*\{)`, { type: 'collect' }],
  ['mailpassword-files', 'T1552.001', 'suspicious', 'looks for saved passwords of services', re`(?:‹cat|find|ls|cp|grep|head|less|strings|tar|awk›[^\n;&]{0,120}?)(?:\.htpasswd|debian\.cnf|rclone\.conf|\.vnc/passwd|\.npmrc|\.pypirc|hub\b|config/gh|\.netrc|\.my\.cnf|\.pgpass|\.git-credentials|\.gitconfig)`],
]);
