/** Moving on, talking home, taking data out and doing damage; mail and cloud accounts. The form is that of `parseBehaviour`. */
export const impactBehaviours = `
T1490 DeviceProcessEvents: vssadmin + delete, resize, shadow copy, shadow => FileName =~ vssadmin.exe && ProcessCommandLine has_all delete | shadows
T1490 DeviceProcessEvents: wmic + shadow copy, shadowcopy, shadow + delete => FileName =~ wmic.exe && ProcessCommandLine has_all shadowcopy | delete
T1490 DeviceProcessEvents: shadow copy, volume shadow copy, shadowcopy, vss + delete => ProcessCommandLine has_any shadowcopy | shadows && ProcessCommandLine has delete
T1490 DeviceProcessEvents: bcdedit + recovery, recoveryenabled, boot, disable => FileName =~ bcdedit.exe && ProcessCommandLine has_any recoveryenabled | ignoreallfailures
T1490 DeviceProcessEvents: recovery, system recovery, recovery feature, automatic repair + disable, turn off => ProcessCommandLine has_all bcdedit | recoveryenabled
T1490 DeviceProcessEvents: wbadmin, backup, backup catalog + delete => FileName =~ wbadmin.exe && ProcessCommandLine has delete
T1485 DeviceProcessEvents: cipher + wipe, free space, overwrite => FileName =~ cipher.exe && ProcessCommandLine has /w
T1489 DeviceProcessEvents: service, backup service, database service, sql service + stop => ProcessCommandLine has stop && FileName in~ net.exe | net1.exe | sc.exe | taskkill.exe
T1529 DeviceProcessEvents: shutdown, reboot + force, remote, command, device => FileName =~ shutdown.exe
T1486 DeviceFileEvents: ransom note, ransomware note => ActionType == FileCreated && FileName has_any readme | recover | decrypt | restore | ransom
T1486 DeviceEvents: ransomware + asr, attack surface reduction => ActionType in AsrRansomwareBlocked | AsrRansomwareAudited
T1486 DeviceFileEvents: mass rename, mass encryption, many file rename, file encryption => ActionType == FileRenamed
T1496 DeviceProcessEvents: cryptominer, crypto miner, coin miner, xmrig, cryptojacking, coinminer, cryptocurrency miner => ProcessCommandLine has_any xmrig | stratum+tcp | minerd | --donate-level
T1496 DeviceNetworkEvents: mining pool, crypto mining pool, miner pool => RemoteUrl has_any minexmr | nanopool | supportxmr | moneroocean | nicehash
T1021.002 DeviceProcessEvents: psexec => FileName in~ psexec.exe | psexec64.exe
T1021.002 DeviceProcessEvents: psexesvc => InitiatingProcessFileName =~ psexesvc.exe
T1021.002 DeviceFileEvents: psexec, psexesvc + written, create, file, drop, disk, service binary => FileName =~ PSEXESVC.exe
T1021.002 DeviceEvents: psexec + named pipe, pipe => ActionType == NamedPipeEvent && AdditionalFields has psexesvc
T1021.002 DeviceEvents: admin share, network share, c$ share + access => ActionType == NetworkShareObjectAccessed
T1021.001 DeviceLogonEvents: rdp, remote desktop + logon, session, lateral movement => LogonType == RemoteInteractive
T1021.001 DeviceNetworkEvents: rdp, remote desktop + connection, outbound, traffic => RemotePort == 3389
T1021.001 DeviceProcessEvents: mstsc => FileName =~ mstsc.exe
T1021.001 DeviceProcessEvents: tscon, session hijack, rdp hijack => FileName =~ tscon.exe
T1021.006 DeviceProcessEvents: winrm, wsmprovhost, powershell remoting, winrshost + child, spawn, launch, process, lateral movement, execute, start => InitiatingProcessFileName in~ wsmprovhost.exe | winrshost.exe
T1021.006 DeviceNetworkEvents: winrm + connection, port, traffic, outbound, network => RemotePort in 5985 | 5986
T1021.006 DeviceProcessEvents: enter pssession, invoke command, new pssession => ProcessCommandLine has_any Enter-PSSession | Invoke-Command | New-PSSession
T1021.004 DeviceNetworkEvents: ssh + connection, outbound, traffic => RemotePort == 22
T1570 DeviceFileEvents: smb, admin share, network share + executable, tool, file + copy, create, write, drop, upload => ActionType == FileCreated && RequestProtocol == SMB
T1550 DeviceProcessEvents: runas => FileName =~ runas.exe
T1572 DeviceProcessEvents: plink, chisel, ngrok, ssh tunnel, tunneling tool, tunnel tool => FileName has_any ngrok | plink | chisel | ligolo | frpc
T1572 DeviceNetworkEvents: ngrok + connect, url, domain, traffic => RemoteUrl has ngrok
T1090.003 DeviceNetworkEvents: tor, onion + connect, traffic, network, exit node, url => RemoteUrl has_any .onion | torproject
T1090.003 DeviceProcessEvents: tor browser, tor client => FileName =~ tor.exe
T1071.004 DeviceEvents: dns tunnel, dns tunneling, dns query => ActionType == DnsQueryResponse
T1071.001 DeviceNetworkEvents: telegram, discord, pastebin, github, paste site + connect, c2, url, traffic, beacon, contact => RemoteUrl has_any api.telegram.org | discord.com | pastebin.com | raw.githubusercontent.com
T1071.001 DeviceNetworkEvents: lolbin, lolbins, living off the land, scripting engine, script interpreter + connect, network connection, internet, outbound => InitiatingProcessFileName in~ powershell.exe | mshta.exe | rundll32.exe | regsvr32.exe | wscript.exe | cscript.exe | certutil.exe && RemoteIPType == Public
T1571 DeviceNetworkEvents: non standard port, uncommon port, unusual port => RemotePort !in 80 | 443 | 53
T1041 DeviceEvents: removable media, removable storage, usb + copy, write, file, exfiltrate => ActionType == RemovableStorageFileEvent
T1091 DeviceEvents: usb, usb drive, removable drive, usb device, usb stick + mount, connect, plug, attach, insert => ActionType == UsbDriveMounted
T1567.002 DeviceProcessEvents: rclone => FileName =~ rclone.exe
T1567.002 DeviceProcessEvents: megasync, mega, dropbox, winscp, filezilla + exfiltrate, upload, run, execute => FileName in~ megasync.exe | MEGAcmdShell.exe | dropbox.exe | winscp.exe | filezilla.exe
T1567.002 DeviceNetworkEvents: mega, dropbox, transfer sh, file sharing site + upload, exfiltrate, connect, traffic => RemoteUrl has_any mega.nz | mega.io | dropbox.com | transfer.sh | anonfiles.com | wetransfer.com
T1560.001 DeviceProcessEvents: 7zip, 7z, winrar, rar, archive + password => FileName in~ 7z.exe | 7za.exe | rar.exe | winrar.exe && ProcessCommandLine has_any -p | -hp
T1560.001 DeviceProcessEvents: 7zip, 7z, winrar, rar + archive, compress, stage, stage data, collect => FileName in~ 7z.exe | 7za.exe | rar.exe | winrar.exe
T1048 DeviceProcessEvents: ftp, sftp, scp + upload, exfiltrate, transfer => FileName in~ ftp.exe | sftp.exe | scp.exe
T1114.003 CloudAppEvents: inbox rule, mailbox rule, email rule + create, new, add, suspicious => ActionType == New-InboxRule
T1114.003 CloudAppEvents: inbox rule, mailbox rule + modify, change, update, set => ActionType == Set-InboxRule
T1114.003 CloudAppEvents: inbox rule, mailbox rule + delete, hide, move + email, message => ActionType in New-InboxRule | Set-InboxRule && RawEventData has_any DeleteMessage | MoveToFolder
T1114.003 CloudAppEvents: forward, forwarding, auto forward, autoforward, redirect + mailbox, email, external, rule, inbox => ActionType in New-InboxRule | Set-InboxRule | Set-Mailbox && RawEventData has_any ForwardTo | RedirectTo | ForwardAsAttachmentTo | ForwardingSmtpAddress
T1114.002 CloudAppEvents: mail item access, mailitemsaccessed, mail access, read mail, mailbox item access => ActionType == MailItemsAccessed
T1564.008 CloudAppEvents: transport rule, mail flow rule + create, new, change => ActionType in New-TransportRule | Set-TransportRule
T1562.008 CloudAppEvents: mailbox audit, mailbox auditing, audit log, unified audit log + disable, turn off, bypass => ActionType in Set-AdminAuditLogConfig | Set-MailboxAuditBypassAssociation
T1530 CloudAppEvents: share, sharing, anonymous link, sharing link + external, anonymous, guest, public => ActionType in AnonymousLinkCreated | SharingInvitationCreated | AddedToSecureLink
T1578 CloudAppEvents: device isolation, isolate device, isolated device, machine isolation + action, who, admin, defender, response, perform => ActionType == IsolateDevice
T1578 CloudAppEvents: release from isolation, remove from isolation, isolation release, unisolate => ActionType == ReleaseFromIsolation
T1059 CloudAppEvents: live response => ActionType has LiveResponse
T1531 CloudAppEvents: user, account + delete + entra, azure ad, cloud, hard delete => ActionType in Delete user. | Hard Delete user.
T1098 CloudAppEvents: password + reset + admin, entra, cloud, user => ActionType in Reset user password. | Change user password.
T1098 IdentityDirectoryEvents: domain admin, domain admin group, enterprise admin, schema admin, tier 0, sensitive group, privileged group + add, change, modify, member add => ActionType == Group Membership changed && AdditionalFields has_any Domain Admins | Enterprise Admins | Schema Admins
T1098 IdentityDirectoryEvents: password + change, reset + active directory, domain, account => ActionType == Account Password changed
T1566.002 EmailUrlInfo: qr code, qrcode, quish, quishing => UrlLocation == QRCode
T1566.001 EmailAttachmentInfo: html attachment, htm attachment, html smuggling => FileName endswith_any .html | .htm | .shtml
T1566.001 EmailAttachmentInfo: iso attachment, disk image attachment => FileName endswith_any .iso | .img | .vhd
T1566.001 EmailAttachmentInfo: onenote attachment, onenote file => FileName endswith .one
T1566.001 EmailAttachmentInfo: macro attachment, office macro => FileName endswith_any .docm | .xlsm | .pptm
T1656 EmailEvents: business email compromise, bec, ceo fraud, impersonation, impersonate => DetectionMethods has impersonation
T1672 EmailEvents: spoof, spoofed, spoofing => DetectionMethods has spoof
T1078.004 EntraIdSignInEvents: device code, device code flow, device code phish => EndpointCall == Cmsi:Cmsi
T1078.004 EntraIdSignInEvents: impossible travel, atypical travel, unfamiliar location => ErrorCode == 0
T1078.004 AADSignInEventsBeta: anonymous ip, anonymizer => RiskEventTypes has anonymizedIPAddress
T1078 AADSignInEventsBeta: risky signin, high risk signin, risk signin => RiskLevelDuringSignIn == 100
`;
