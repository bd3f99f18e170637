import { inShell, inWindows, re, table } from './rule-table.js';

/** Getting more rights. */
export const privilegeEscalationRules = table('escalate', [
  ['uac-registry', 'T1548.002', 'malicious', 'goes around User Account Control through the registry', re`DelegateExecute|(?:ms-settings|mscfile|Folder|exefile|Launcher\.SystemSettings|AppX82a6gwre\w{5,30})[\\/]{1,4}shell[\\/]{1,4}(?:open|runas)|IsolatedCommand|App Paths¦control\.exe|HKCU:?¦Environment["']?[^\n]{0,60}\b(?:windir|systemroot)\b`],
  ['uac-settings', 'T1548.002', 'suspicious', 'weakens User Account Control', re`ConsentPromptBehavior(?:Admin|User)|\bEnableLUA\b|PromptOnSecureDesktop`],
  ['uac-notify', 'T1548.002', 'suspicious', 'turns the notices of User Account Control off', re`UACDisableNotify|LocalAccountTokenFilterPolicy[^\n]{0,60}\b1\b|FilterAdministratorToken[^\n]{0,40}\b0\b`],
  ['uac-programs', 'T1548.002', 'suspicious', 'goes around User Account Control with a program that raises itself', re`‹fodhelper|eventvwr(?:\.msc|\.exe)?|sdclt|ComputerDefaults|slui|SilentCleanup|CompMgmtLauncher|dccw|cliconfg›(?:\s|["'\\]|$)|DiskCleanup¦SilentCleanup|SilentCleanup|UACME|\bAkagi(?:64|32)?\b|Bypass-?UAC|UACBypass|\b\w{0,12}uac\w{0,12}\.(?:ps1|exe|bat)\b|3E5FC7F9-9A51-4367-9063-A120244FBEC7|3E000D72-A845-4CD9-BD83-80C07C3B881F|ICMLuaUtil|CMSTPLUA|‹wusa›…\/extract|uac-?(?:magic|bypass)|IFileOperation|‹WSReset›\s*$|SystemProperties(?:Advanced|Performance)|DismCore\.dll`],
  ['uac-schtasks', 'T1548.002', 'malicious', 'goes around User Account Control with a scheduled task', re`‹schtasks›…\/run…(?:SilentCleanup|DiskCleanup)`],
  ['run-as-verb', 'T1548.002', 'notable', 'asks Windows to raise its rights', re`-Verb\s+["']?runas\b|ShellExecute[^\n]{0,160}["']runas["']`],
  ['sudo-caching', 'T1548.003', 'suspicious', 'changes what sudo asks for', re`(?:>{1,2}|tee|sed\s+-i|cp|echo|mv|visudo|dd|chmod|install)[^\n|;&]{0,300}/etc/sudoers|NOPASSWD|timestamp_timeout|tty_tickets|/var/(?:db|run|lib)/sudo|‹visudo›|‹sudo›\s+-k?v\b|\bALL\s*=\s*\(ALL|/usr/local/etc/sudoers`],
  ['sudo-escape', 'T1548.003', 'malicious', 'uses a hole in sudo', re`‹sudo›\s+-u\s*#-1|‹sudoedit›\s+-s|sudo\s+--chroot|Baron\s?Samedit`],
  ['setuid', 'T1548.001', 'notable', 'sets or looks for the set-user-id bit', re`‹chmod›\s+(?:-\S+\s+)*(?:[ugoa]{0,3}\+\w?s\b|[ug]=\w{0,2}s|0?[24567][0-7]{3}\b)|-perm\s+["']?[-/+]?(?:0?[2467]0{3}|[ug]=s|u\+s)|‹setcap|getcap›\s|setuid\(0\)|os\.setuid|‹install›…-m\s*[4-7]\d{3}|cap_setuid`],
  ['elevated-prompt', 'T1548.004', 'suspicious', 'asks for rights with a prompt of macOS', re`with\s+administrator\s+privileges|AuthorizationExecuteWithPrivileges|security_authtrampoline`],
  ['pkexec', 'T1548', 'notable', 'raises rights with pkexec or doas', re`‹pkexec|doas›\s`],
  ['cloud-elevation', 'T1548.005', 'suspicious', 'takes more rights in a cloud for a while', re`--impersonate-service-account|elevateAccess|Open-AzPIM\w{0,20}`],
  ['tcc', 'T1548.006', 'suspicious', 'tampers with the privacy database of macOS', re`TCC\.db|‹tccutil›\s+reset|com\.apple\.TCC`],
  ['exploit-windows', 'T1068', 'malicious', 'uses a hole in the system to raise rights', re`PrintNightmare|Invoke-(?:Nightmare|MS1\d-?\d{3}|noPac|EternalBlue)|\bMS1\d-0\d{2}\b|dirty(?:cow|pipe|c0w|sock)\b|PwnKit|‹noPac(?:\.py)?|sam_the_admin(?:\.py)?|SpoolFool|InstallerFileTakeOver›|CVE-20\d\d-\d{3,6}[\w-]{0,40}\.(?:py|exe|sh|ps1|c|dll)\b`, { certainty: 'possible' }],
  ['potato', 'T1134.001 T1068', 'malicious', 'runs a tool that takes the token of the system', re`\b(?:Rotten|Juicy|Sweet|Rogue|Hot|God|Bad|Sharp(?:Efs)?|Efs|Local|Remote|Lonely|Generic|Coerced|Multi|Ghost|Pipe|Cert)Potato(?:NG)?\b|‹PrintSpoofer(?:64|32)?›`],
  ['always-install-elevated', 'T1548.002', 'suspicious', 'makes installers run with all rights', re`AlwaysInstallElevated`],
  ['powerup', 'T1574.010', 'malicious', 'runs PowerUp to find weak services', re`Invoke-AllChecks|PowerUp(?:\.ps1)?\b|Invoke-PrivEsc`],
  // tokens
  ['token-theft', 'T1134.001', 'suspicious', 'takes the token of another process', re`ImpersonateLoggedOnUser|ImpersonateNamedPipeClient|SetThreadToken|DuplicateToken(?:Ex)?\b|OpenProcessToken|‹(?:Get-System|Invoke-TokenManipulation|Invoke-TokenDuplication|incognito|Tokenvator|SharpToken|TokenPlayer|StealToken|NSudo(?:L|LC|LG|G)?|PowerRun(?:_x64)?|superUser64)›|token::(?:elevate|revert|whoami|run)|\bgetsystem\b|steal_token|WindowsIdentity\]::Impersonate|Get-System\b|Get-WinLogonTokenSystem|NamedPipeSystem|Enable-TSDuplicateToken`],
  ['token-process', 'T1134.002', 'suspicious', 'starts a process with the token of someone else', re`CreateProcess(?:WithToken|WithLogon|AsUser)\w?|‹runas›\s+\/|‹Invoke-RunAs|RunasCs|AdvancedRun›|CreateProcessFromParent|Get-\w{0,8}TokenSystem|Start-Process[^\n]{0,200}-Credential\b`],
  ['make-token', 'T1134.003', 'suspicious', 'makes a token for another account', re`\bLogonUser[AW]?\b|make_token|‹runas›…\/netonly`],
  ['parent-spoof', 'T1134.004', 'malicious', 'gives its process a false parent', re`PROC_THREAD_ATTRIBUTE_PARENT_PROCESS|UpdateProcThreadAttribute|SelectMyParent|-?PPID\b[^\n]{0,60}(?:spoof|-Command|cmd|\d)|Start-ATHProcessUnderSpecificParent|spoof\w{0,6}parent|PPID-?Spoof`, inWindows],
  ['sid-history', 'T1134.005', 'suspicious', 'adds a SID to the history of an account', re`sid::(?:add|patch|modify)|DsAddSidHistory|-SidHistory\b|Add-ADDBSidHistory`],
  // domain policy
  ['group-policy-change', 'T1484.001', 'notable', 'changes group policy', re`‹(?:New|Set|Remove|Import|Restore|Rename)-GP(?:O|Link|RegistryValue|PrefRegistryValue|Inheritance|Permissions?)|New-GPOImmediateTask|SharpGPOAbuse|pygpoabuse(?:\.py)?|LGPO›|(?:Policies¦System|Group ?Policy)[^\n]{0,80}(?:GroupPolicyRefreshTime|DisableBkGndGroupPolicy)|GroupPolicyRefreshTime\w{0,10}|GptTmpl\.inf|\bgPLink\b`],
  ['trust-change', 'T1484.002', 'suspicious', 'changes trusts of a domain or tenant', re`‹(?:Set|New|Convert(?:To)?)-(?:MsolDomain\w{0,20}|MgDomain\w{0,30}|ADTrust|AADIntDomain\w{0,12})|New-AADInt\w{0,5}Backdoor|ConvertTo-AADIntBackdoor›|FederationConfiguration|‹netdom›\s+trust…\/(?:add|enablesidhistory|quarantine)`],
  ['valid-account-use', 'T1078.002', 'notable', 'logs on with a domain account', re`New-Object\s+[^\n]{0,60}PSCredential[^\n]{0,120}\\|\/user:["']?[\w.-]{2,40}\\{1,2}[\w.-]{1,40}`],
  ['cloud-account-use', 'T1078.004', 'suspicious', 'makes or uses service accounts of a cloud', re`‹gcloud›\s…iam\s+service-accounts\s+(?:create|keys|enable)|‹New-AzAutomation\w{3,30}|New-AzAutomationWebhook›|‹az›\s…(?:--service-principal|identity\s+(?:create|assign)|automation\s+\w{3,20}\s+create)|‹aws›\s…sts\s+(?:assume-role|get-session-token)`],
  ['setuid-su', 'T1548.001', 'suspicious', 'makes a shell that keeps the rights of its owner', re`(?:ba|z|da)?sh\s+-p\b`, inShell],
  ['device-driver-exploit', 'T1068', 'malicious', 'loads a driver with a known hole', re`(?:RTCore64|gdrv|dbutil_2_3|capcom|WinRing0x?64|procexp152|iqvw64e|AsrDrv\d{0,3}|mhyprot2?|kprocesshacker|zam64)\.sys`],
]);
