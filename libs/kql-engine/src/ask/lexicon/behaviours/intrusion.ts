/** Getting in and running code there, moving between machines, cloud and mail accounts. The form is that of `parseBehaviour`. */
export const intrusionBehaviours = `
T1059.001 DeviceProcessEvents: powershell, pwsh + frombase64string, base64 decode, base64 string => FileName in~ powershell.exe | pwsh.exe && ProcessCommandLine has FromBase64String
T1059.001 DeviceProcessEvents: powershell, pwsh + reflection, reflective, load assembly, assembly load => FileName in~ powershell.exe | pwsh.exe && ProcessCommandLine has_any Reflection.Assembly | Assembly.Load
T1059.001 DeviceProcessEvents: powershell, pwsh + gzip, compress, deflate, decompress => FileName in~ powershell.exe | pwsh.exe && ProcessCommandLine has_any GzipStream | DeflateStream | IO.Compression
T1059.001 DeviceProcessEvents: powershell, pwsh + noprofile, no profile, noninteractive, non interactive => FileName in~ powershell.exe | pwsh.exe && ProcessCommandLine has_any -nop | -NoProfile | -noni | -NonInteractive
T1059.001 DeviceProcessEvents: powershell, pwsh + encode, base64, encodedcommand + service, windows service => InitiatingProcessFileName =~ services.exe && FileName in~ powershell.exe | pwsh.exe && ProcessCommandLine has_any -enc | -encodedcommand | -e | -ec
T1059.001 DeviceImageLoadEvents: powershell without powershell, unmanaged powershell, powershell engine, system management automation => FileName in~ system.management.automation.dll | system.management.automation.ni.dll
T1059.001 DeviceProcessEvents: empire, nishang, powersploit, covenant => ProcessCommandLine has_any Empire | nishang | PowerSploit | Invoke-Shellcode
T1059.003 DeviceProcessEvents: services exe, windows service, service control manager + child, spawn, launch, cmd, powershell, command shell => InitiatingProcessFileName =~ services.exe && FileName in~ cmd.exe | powershell.exe | pwsh.exe
T1059.006 DeviceProcessEvents: python + user folder, temp, appdata, downloads, unusual path => FileName startswith python && FolderPath has_any \\Temp\\ | \\AppData\\ | \\Downloads\\
T1027 DeviceProcessEvents: obfuscate, obfuscated command, obfuscation, caret + command, commandline, powershell, cmd => ProcessCommandLine matches regex (\\^\\w){3,}|(\`\\w){3,}|\\[char\\]
T1203 DeviceProcessEvents: eqnedt32, equation editor => InitiatingProcessFileName =~ eqnedt32.exe
T1203 DeviceProcessEvents: acrobat, adobe reader, acrord32, pdf reader + child, spawn, launch => InitiatingProcessFileName in~ acrord32.exe | acrobat.exe | foxitreader.exe
T1203 DeviceProcessEvents: msdt, follina => FileName =~ msdt.exe
T1190 DeviceProcessEvents: exchange server, exchange + child, spawn, web shell, exploit, proxyshell, proxylogon => InitiatingProcessFileName =~ w3wp.exe && InitiatingProcessCommandLine has MSExchange
T1190 DeviceProcessEvents: java, tomcat, java process + child, spawn, launch, command shell + cmd, powershell, bash, shell, suspicious => InitiatingProcessFileName in~ java.exe | javaw.exe | tomcat.exe | java && FileName in~ cmd.exe | powershell.exe | bash | sh
T1190 DeviceProcessEvents: screenconnect, connectwise + child, spawn, launch => InitiatingProcessFileName startswith ScreenConnect
T1566.001 DeviceProcessEvents: outlook + temporary, content outlook, attachment + execute, launch, open => FolderPath has Content.Outlook
T1204.002 DeviceProcessEvents: archive, zip, zip file, winrar, 7zip + execute, launch, run + temp, directly, from archive, inside => FolderPath has_any \\Temp\\7z | \\Temp\\Rar$ | \\Temp\\Temp1_
T1021.001 DeviceProcessEvents: rdp, remote desktop, fdenytsconnections + enable, allow, turn on + command, commandline, reg, netsh, process, powershell => ProcessCommandLine has fDenyTSConnections
T1021.002 DeviceProcessEvents: net use + admin share, ipc$, network share, drive => FileName in~ net.exe | net1.exe && ProcessCommandLine has use
T1021.002 DeviceProcessEvents: paexec, remcom, csexec, smbexec => FileName in~ paexec.exe | remcom.exe | csexec.exe || ProcessCommandLine has smbexec
T1047 DeviceProcessEvents: impacket, wmiexec, atexec, dcomexec => ProcessCommandLine has_all 127.0.0.1 | ADMIN$
T1047 DeviceProcessEvents: wmi, wmiprvse + process create, remote execution, remote, lateral movement => InitiatingProcessFileName =~ wmiprvse.exe
T1055.001 DeviceEvents: cobalt strike + named pipe, pipe => ActionType == NamedPipeEvent && AdditionalFields has_any MSSE- | postex_ | msagent_ | status_
T1071.004 DeviceNetworkEvents: dns over https, doh => RemoteUrl has_any dns.google | cloudflare-dns.com | dns.quad9.net | doh.opendns.com
T1102 DeviceNetworkEvents: dynamic dns, ddns, duckdns => RemoteUrl has_any duckdns.org | no-ip.com | ddns.net | hopto.org | dynu.com
T1102 DeviceNetworkEvents: cloudflare tunnel, trycloudflare => RemoteUrl has trycloudflare.com
T1105 DeviceNetworkEvents: certutil, bitsadmin + connect, network connection, internet, outbound => InitiatingProcessFileName in~ certutil.exe | bitsadmin.exe
T1105 DeviceNetworkEvents: powershell, pwsh + internet, outbound, public ip, external => InitiatingProcessFileName in~ powershell.exe | pwsh.exe && RemoteIPType == Public
T1105 DeviceFileEvents: powershell, pwsh + drop, write, download, create + executable, exe => ActionType == FileCreated && InitiatingProcessFileName in~ powershell.exe | pwsh.exe && FileName endswith .exe
T1105 DeviceFileEvents: office, word, excel, macro + drop, write, create + executable, script, dll => ActionType == FileCreated && InitiatingProcessFileName in~ winword.exe | excel.exe | powerpnt.exe | outlook.exe && FileName endswith_any .exe | .dll | .js | .vbs | .hta | .ps1
T1486 DeviceProcessEvents: bitlocker, manage bde + encrypt, enable, turn on, protector, abuse => FileName =~ manage-bde.exe
T1489 DeviceProcessEvents: taskkill + kill, terminate, security, backup, database, process => FileName =~ taskkill.exe
T1574.001 DeviceImageLoadEvents: dll + system32 + temp, user folder, appdata => FolderPath has_any \\Temp\\ | \\AppData\\
T1068 DeviceEvents: byovd, vulnerable driver, driver + load + user folder, temp, unusual, suspicious => ActionType == DriverLoad && FolderPath has_any \\Temp\\ | \\Users\\
T1555.003 DeviceEvents: browser credential, browser password, saved password, login data + read, access, steal => ActionType == SensitiveFileRead
T1539 DeviceFileEvents: browser cookie, session cookie, cookie + copy, access, steal, theft => FileName =~ Cookies
T1113 DeviceProcessEvents: screenshot, screen capture + psr, problem step recorder, powershell, nircmd => FileName in~ psr.exe | nircmd.exe || ProcessCommandLine has CopyFromScreen
T1098.003 CloudAppEvents: global admin, privileged role, company admin + assign, add, grant, elevate + user, account, member, role => ActionType == Add member to role. && RawEventData has_any Global Administrator | Company Administrator
T1098.003 CloudAppEvents: app role assign, app role assignment, application permission + add, grant, service principal => ActionType == Add app role assignment to service principal.
T1098 CloudAppEvents: owner + add, new + application, app, service principal => ActionType in Add owner to application. | Add owner to service principal.
T1098.005 CloudAppEvents: device + register, join, enroll + entra, azure ad, new, rogue => ActionType in Register device. | Add registered owner to device.
T1098 CloudAppEvents: group + member, user + add + entra, azure ad, cloud, m365 => ActionType == Add member to group.
T1556.006 CloudAppEvents: mfa, strong authentication, multifactor authentication + disable, turn off, remove => ActionType == Disable Strong Authentication.
T1136.003 CloudAppEvents: guest, guest user, external user + invite, add, create => ActionType == Invite external user.
T1078.004 CloudAppEvents: account, user + disable, block + entra, azure ad, cloud => ActionType == Disable account.
T1114.003 CloudAppEvents: smtp forwarding, mailbox forwarding, forwardingsmtpaddress + set, enable, configure, external, add => ActionType == Set-Mailbox && RawEventData has_any ForwardingSmtpAddress | ForwardingAddress
T1098.002 CloudAppEvents: send as, sendas, recipient permission + add, grant, assign, permission => ActionType == Add-RecipientPermission
T1562.001 CloudAppEvents: safe link, safelinks, safe attachment, anti phish, antiphish policy + disable, remove, delete, change, modify => ActionType in Disable-SafeLinksRule | Remove-SafeLinksRule | Disable-SafeAttachmentRule | Remove-SafeAttachmentRule | Disable-AntiPhishRule | Remove-AntiPhishRule | Set-AntiPhishPolicy
T1114.003 CloudAppEvents: transport rule, mail flow rule + forward, redirect, bcc, copy => ActionType in New-TransportRule | Set-TransportRule
T1530 CloudAppEvents: file, document + mass download, bulk download, many download, large download => ActionType == FileDownloaded
T1485 CloudAppEvents: file, document + mass delete, bulk delete => ActionType in FileDeleted | FileRecycled
T1485 CloudAppEvents: mass file delete, bulk file delete + sharepoint, onedrive, cloud => ActionType in FileDeleted | FileRecycled
T1530 CloudAppEvents: mass file download, bulk file download => ActionType == FileDownloaded
T1020 CloudAppEvents: power automate, flow + create, new => ActionType == CreateFlow
T1213 CloudAppEvents: ediscovery, content search, compliance search + create, start, run, export => ActionType in New-ComplianceSearch | New-ComplianceSearchAction | SearchCreated | SearchStarted | SearchExportDownloaded
T1621 EntraIdSignInEvents: mfa, multifactor, push + deny, denial, reject, decline, fatigue => ErrorCode == 500121
T1110 EntraIdSignInEvents: smart lockout, account lockout, locked out => ErrorCode == 50053
T1078.004 EntraIdSignInEvents: disabled account, disabled user + signin, logon, attempt => ErrorCode == 50057
T1534 EmailEvents: internal phish, intra org phish, internal sender phish, phish from internal => EmailDirection == Intra-org && ThreatTypes has Phish
T1566.002 UrlClickEvents: safe link, safelinks, warning, warning page, block page + click through, clicked through, bypass, override, continue => IsClickedThrough == true
T1566.001 EmailAttachmentInfo: executable attachment => FileName endswith_any .exe | .scr | .com
T1566.001 EmailAttachmentInfo: script attachment => FileName endswith_any .js | .vbs | .wsf | .hta | .ps1
T1566.001 EmailAttachmentInfo: archive attachment, zip attachment, compressed attachment => FileName endswith_any .zip | .rar | .7z
T1566.001 EmailAttachmentInfo: shortcut attachment, lnk attachment => FileName endswith .lnk
`;
