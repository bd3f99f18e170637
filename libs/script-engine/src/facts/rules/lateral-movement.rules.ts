import { inPowerShell, re, table } from './rule-table.js';

const host = String.raw`(?<host>[\w.$%{}-]{2,120})`;

/** Going to other machines. */
export const lateralMovementRules = table('lateralMovement', [
  ['remote-desktop-start', 'T1021.001', 'notable', 'opens a Remote Desktop session', re`‹mstsc|xfreerdp3?|rdesktop|SharpRDP›|‹cmdkey›…(?:TERMSRV|generic:)`],
  ['remote-desktop-enable', 'T1021.001', 'notable', 'lets Remote Desktop in', re`fDenyTSConnections|RDP-Tcp["']?[^\n]{0,80}(?:PortNumber|UserAuthentication|SecurityLayer)|SetAllowTSConnections|TerminalServiceSetting|Terminal Server¦WinStations|group=["']remote desktop["']|Enable-RemoteDesktop|fSingleSessionPerUser`],
  ['remote-desktop-hijack', 'T1563.002', 'malicious', 'takes over the Remote Desktop session of someone else', re`‹tscon›\s|mstsc[^\n]{0,60}\/shadow|Terminal Services["']?[^\n]{0,40}\bShadow\b`],
  ['admin-share', 'T1021.002', 'notable', 'connects to a share of another machine', re`‹net1?›\s+use\s+(?:\S{1,3}\s+)?["']?\\\\${host}\\|‹New-PSDrive›…-Root\s+["']?\\\\|‹New-SmbMapping›|MapNetworkDrive|‹smbclient(?:\.py)?›\s+["']?//|‹mount(?:_smbfs)?›\s…(?:-t\s+(?:cifs|smb)|smb:)`],
  ['admin-share-write', 'T1021.002', 'suspicious', 'runs or writes something on an administrative share', re`\\\\[\w.%-]{1,100}\\(?:ADMIN|[A-Z]|IPC)\$(?!\()`],
  ['dcom-command', 'T1021.003', 'malicious', 'runs a command through the management console over DCOM', re`ActiveView\.ExecuteShellCommand\(`],
  ['dcom', 'T1021.003', 'suspicious', 'runs a command on another machine through DCOM', re`GetTypeFromProgID\([^\n]{0,120},\s*["'$][\w.{}"'$-]{2,80}\)|MMC20\.Application|dcomexec(?:\.py)?|Invoke-DCOM|ExecuteShellCommand|GetTypeFromCLSID\([^\n]{0,80},\s*["'$][\w.-]{2,80}`],
  ['ssh-connect', 'T1021.004', 'routine', 'logs on to another machine over SSH', re`‹ssh|plink|kitty›\s+(?!…-(?:R|L|D|w)\s)(?:-\S+\s+(?:\S+\s+)?){0,6}["']?[\w.$%{}-]{1,60}@${host}|‹(?:plink)›\s|‹New-SSHSession|Enter-PSHostProcess›`],
  ['ssh-enable', 'T1021.004', 'suspicious', 'lets SSH in', re`‹vim-cmd›\s+hostsvc/(?:enable|start)_ssh|‹systemsetup›…-setremotelogin\s+on|(?:systemctl|service|launchctl)[^\n|;&]{0,60}(?:enable|start|load)[^\n|;&]{0,60}\bssh(?:d)?\b|Add-WindowsCapability…OpenSSH`],
  ['vnc', 'T1021.005', 'notable', 'shares the screen with VNC', re`ARDAgent[^\n]{0,60}kickstart|‹(?:x11vnc|vncserver|vncviewer|winvnc|tvnserver|tightvnc\S{0,20}|ultravnc)›|com\.apple\.screensharing`],
  ['winrm-enable', 'T1021.006', 'notable', 'lets Windows remote management in', re`‹Enable-PSRemoting|Set-WSManQuickConfig|Enable-WSManCredSSP›|‹winrm(?:\.cmd|\.vbs)?›\s+(?:qc|quickconfig|set|s)\b|WSMan:[^\n]{0,60}TrustedHosts`],
  ['winrm-session', 'T1021.006', 'notable', 'runs commands on another machine over Windows remote management', re`‹Invoke-Command|icm›…-(?:ComputerName|CN|Session|HostName|Comp)\b(?:\s+["']?${host})?|‹(?:New|Enter|Import)-PSSession|etsn|nsn›\s|‹winrs›\s|‹evil-winrm|Invoke-PSRemoting|Test-WSMan›|WSMan\.Automation`, inPowerShell],
  ['impacket', 'T1021.002', 'malicious', 'reaches other machines with Impacket or a similar tool', re`impacket(?!-)|‹impacket-\w{3,20}›|‹crackmapexec|netexec|nxc|cme›\s+(?!…--(?:shares|pass-pol))|Invoke-(?:WMIExec|SMBClient|SMBEnum|TheHash)`],
  ['pass-the-hash', 'T1550.002', 'malicious', 'logs on with the hash of a password', re`sekurlsa::pth|‹pth-\w{3,12}›|(?:-hashes|--hashes?|-H)\s+["']?(?:[0-9a-f]{32})?:?[0-9a-f]{32}|Invoke-(?:WMIExec|SMBExec|TheHash)\b[^\n]{0,200}|‹(?:nxc|netexec|crackmapexec|cme|evil-winrm|xfreerdp)›…(?:-H|\/pth:)\s*\S|‹Rubeus›…\/(?:rc4|aes256):|\/ntlm:[0-9a-f]{32}`],
  ['pass-the-ticket', 'T1550.003', 'malicious', 'logs on with a stolen ticket', re`kerberos::(?:ptt|ptc|list|tgt)|‹Rubeus›…\b(?:ptt|asktgt|asktgs|s4u|createnetonly|renew|dump|triage|monitor|tgtdeleg)\b|\/ptt\b|‹(?:getTGT|getST|psexec|wmiexec)\.py›…-k\b`],
  ['application-token', 'T1550.001', 'suspicious', 'uses a stolen access token', re`Connect-(?:AzAccount|MgGraph|AzureAD|ExchangeOnline)…-(?:AadAccessToken|AccessToken)`],
  ['web-session-cookie', 'T1550.004', 'suspicious', 'uses a stolen session cookie', re`ESTSAUTH(?:PERSISTENT)?|x-ms-RefreshTokenCredential`],
  ['lateral-copy', 'T1570', 'suspicious', 'copies a tool to another machine', re`(?:‹copy|xcopy|robocopy|cp|move|Copy-Item|type›|>)[^\n|;&]{0,200}\s["']?\\\\[\w.%$-]{2,80}\\(?:[A-Z]|ADMIN|IPC)\$|‹Copy-Item›…-ToSession|‹Export-\w{0,8}Share|exfil-SMB›|‹smbclient›…\bput\b`],
  ['copy-to-share', 'T1570', 'notable', 'copies files to a share of another machine', re`‹robocopy›\s+["']?[A-Z]:[^\n|;&]{1,120}\s["']?\\\\`],
  ['smb-over-quic', 'T1570', 'suspicious', 'copies files over SMB and QUIC', re`TransportType\s+QUIC|\/TRANSPORT:QUIC`],
  ['copy-from-share', 'T1570', 'notable', 'copies files over shares', re`net\s+share\s+\w{1,40}\$?=`],
  ['exploit-remote', 'T1210', 'malicious', 'uses a hole in a service of another machine', re`(?:ms17_010|eternalblue|zerologon|bluekeep|smbghost|\$\{jndi:|proxylogon|proxyshell)`],
  ['removable-spread', 'T1091', 'suspicious', 'copies itself to removable drives', re`DriveType\b[^\n]{0,40}(?:-eq\s*["']?2|=\s*["']?2|Removable)`],
  ['taint-shared-content', 'T1080', 'suspicious', 'puts a trap in shared folders', re`\.(?:library-ms|searchConnector-ms|scf)\b`],
  ['internal-phishing', 'T1534', 'notable', 'sends mail from the machine', re`Outlook\.Application[^\n]{0,200}(?:CreateItem|\.Send)|CreateItem\(\s*(?:0|olMailItem)\s*\)|for\b[^\n]{0,120}Send-MailMessage`],
  ['phishing-attachment', 'T1566.001', 'suspicious', 'opens an attachment of a mail', re`phish\w{0,20}\.(?:docm?|xls[mb]?|zip|iso|hta|rtf|html?)|Invoke-(?:WebRequest|RestMethod)[^\n]{0,200}\.(?:xls[mb]|docm|rtf|one)\b`],
  ['default-accounts', 'T1078.001', 'suspicious', 'tries accounts that come with a product', re`(?<!\b(?:chown|chgrp|install|install_\w{1,20}|owner)\b[^\n]{0,100})(?:admin:admin|root:root(?=["'@\s]*(?:$|[@"']))|root:toor|admin:password|pi:raspberry)\b`],
]);
