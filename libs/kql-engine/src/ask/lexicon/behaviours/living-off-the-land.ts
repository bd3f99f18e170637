/** Programs that Windows and its makers sign, used for something else (LOLBAS), and commands of finding one's way. The form is that of `parseBehaviour`. */
export const livingOffTheLandBehaviours = `
T1218.011 DeviceProcessEvents: rundll32 + url dll, fileprotocolhandler, openurl, ieframe, shdocvw => FileName =~ rundll32.exe && ProcessCommandLine has_any url.dll | ieframe.dll | shdocvw.dll
T1218.011 DeviceProcessEvents: rundll32 + advpack, ieadvpack, launchinfsection => FileName =~ rundll32.exe && ProcessCommandLine has_any advpack.dll | ieadvpack.dll | LaunchINFSection
T1218.011 DeviceProcessEvents: rundll32 + ordinal => FileName =~ rundll32.exe && ProcessCommandLine matches regex ,\\s*#\\d+
T1218.011 DeviceProcessEvents: davclnt, webdav client + rundll32, davsetcookie, connect, webdav => FileName =~ rundll32.exe && ProcessCommandLine has_all davclnt.dll | DavSetCookie
T1218.001 DeviceProcessEvents: hh exe, compiled html, chm, chm file, html help => FileName =~ hh.exe
T1218.001 DeviceProcessEvents: hh exe, compiled html, chm, chm file, html help + child process => InitiatingProcessFileName =~ hh.exe
T1218.002 DeviceProcessEvents: control panel item, cpl file, cpl + execute, launch, load, run => ProcessCommandLine has .cpl
T1218.005 DeviceProcessEvents: mshta + child process => InitiatingProcessFileName =~ mshta.exe
T1218.008 DeviceProcessEvents: odbcconf => FileName =~ odbcconf.exe
T1218.012 DeviceProcessEvents: verclsid => FileName =~ verclsid.exe
T1218.013 DeviceProcessEvents: mavinject => FileName =~ mavinject.exe
T1218.014 DeviceProcessEvents: msc file, msc, management console file + open, execute, launch, load, run => FileName =~ mmc.exe && ProcessCommandLine has .msc
T1218.015 DeviceProcessEvents: electron app, electron application, update exe, squirrel + process start, processstart, execute, proxy => FileName =~ Update.exe && ProcessCommandLine has processStart
T1216.001 DeviceProcessEvents: pubprn => ProcessCommandLine has pubprn.vbs
T1216.002 DeviceProcessEvents: syncappvpublishingserver => ProcessCommandLine has SyncAppvPublishingServer
T1127 DeviceProcessEvents: workflow compiler, microsoft workflow compiler => FileName =~ Microsoft.Workflow.Compiler.exe
T1127 DeviceProcessEvents: csc, csharp compiler, visual c# compiler + powershell, script, compile, suspicious, parent, child => FileName =~ csc.exe
T1127 DeviceProcessEvents: developer utility, developer tool, trusted developer utility + proxy, execute, abuse => FileName in~ msbuild.exe | csi.exe | rcsi.exe | dnx.exe | fsi.exe | tracker.exe | cdb.exe
T1202 DeviceProcessEvents: pcalua => FileName =~ pcalua.exe
T1202 DeviceProcessEvents: conhost + headless => FileName =~ conhost.exe && ProcessCommandLine has headless
T1202 DeviceProcessEvents: scriptrunner, forfiles, pcwrun, workfolder, ftp + indirect command, proxy => FileName in~ scriptrunner.exe | forfiles.exe | pcwrun.exe | pcalua.exe | WorkFolders.exe
T1105 DeviceProcessEvents: mpcmdrun + download, downloadfile => FileName =~ MpCmdRun.exe && ProcessCommandLine has DownloadFile
T1105 DeviceProcessEvents: desktopimgdownldr => FileName =~ desktopimgdownldr.exe
T1105 DeviceProcessEvents: certreq + post, download, upload, exfiltrate => FileName =~ certreq.exe && ProcessCommandLine has Post
T1105 DeviceProcessEvents: finger exe, finger command, finger + download, remote, retrieve => FileName =~ finger.exe
T1105 DeviceProcessEvents: esentutl + copy, vss, ntds, download => FileName =~ esentutl.exe && ProcessCommandLine has_any /y | /vss | ntds
T1105 DeviceProcessEvents: expand, extrac32, makecab + cab, copy, extract, download => FileName in~ expand.exe | extrac32.exe | makecab.exe
T1105 DeviceProcessEvents: tool transfer, ingress tool transfer, lolbin download, living off the land binary + download => FileName in~ certutil.exe | bitsadmin.exe | curl.exe | wget.exe | mshta.exe | msiexec.exe | regsvr32.exe && ProcessCommandLine has http
T1197 DeviceProcessEvents: bitstransfer, bits transfer + powershell, download, start => ProcessCommandLine has Start-BitsTransfer
T1140 DeviceProcessEvents: certutil + encode => FileName =~ certutil.exe && ProcessCommandLine has encode
T1553.004 DeviceProcessEvents: root certificate, root store, certificate + install, add, import + certutil, store, command, process, powershell => ProcessCommandLine has_any addstore | Import-Certificate
T1553.004 DeviceRegistryEvents: root certificate + install, add, new, import => RegistryKey has_any SystemCertificates\\Root | SystemCertificates\\AuthRoot
T1003.001 DeviceProcessEvents: lsass, credential + comsvcs, comsvcs dll, minidump => FileName =~ rundll32.exe && ProcessCommandLine has_all comsvcs | MiniDump
T1003.001 DeviceProcessEvents: rdrleakdiag => FileName =~ rdrleakdiag.exe
T1003.001 DeviceProcessEvents: sqldumper, createdump, dotnet dump + dump, memory, process => FileName in~ sqldumper.exe | createdump.exe | dotnet-dump.exe
T1003.001 DeviceFileEvents: taskmgr, task manager + lsass => InitiatingProcessFileName =~ taskmgr.exe && FileName has lsass
T1003.003 DeviceProcessEvents: diskshadow => FileName =~ diskshadow.exe
T1003.004 DeviceProcessEvents: lsa secret + dump, save, export, registry => FileName =~ reg.exe && ProcessCommandLine has_all save | SECURITY
T1552.002 DeviceProcessEvents: registry, reg query + password, credential + search, query, find => FileName =~ reg.exe && ProcessCommandLine has_all query | password
T1552.001 DeviceProcessEvents: unattend, sysprep, groups xml + password, credential, search, find => ProcessCommandLine has_any unattend.xml | sysprep.inf | sysprep.xml | groups.xml
T1012 DeviceProcessEvents: reg query, registry query, reg exe query => FileName =~ reg.exe && ProcessCommandLine has query
T1112 DeviceProcessEvents: reg add, reg exe add => FileName =~ reg.exe && ProcessCommandLine has add
T1112 DeviceProcessEvents: reg, reg exe, regedit + import => FileName in~ reg.exe | regedit.exe && ProcessCommandLine has_any import | .reg
T1033 DeviceProcessEvents: quser, query user, qwinsta => FileName in~ quser.exe | query.exe | qwinsta.exe
T1049 DeviceProcessEvents: netstat => FileName =~ netstat.exe
T1016 DeviceProcessEvents: ipconfig, arp, route print, network configuration discovery => FileName in~ ipconfig.exe | arp.exe | route.exe
T1018 DeviceProcessEvents: remote system discovery, ping sweep => FileName in~ net.exe | net1.exe | ping.exe | nltest.exe | nbtstat.exe
T1201 DeviceProcessEvents: password policy + net, net accounts, discover, query, enumerate => FileName in~ net.exe | net1.exe && ProcessCommandLine has accounts
T1615 DeviceProcessEvents: gpresult, group policy discovery => FileName =~ gpresult.exe
T1518.001 DeviceProcessEvents: antivirus, security product, security software, antivirusproduct + wmi, wmic, query, discover, enumerate => ProcessCommandLine has_any AntiVirusProduct | FirewallProduct
T1069.001 DeviceProcessEvents: local group, local admin + enumerate, discover, list, query, recon => FileName in~ net.exe | net1.exe && ProcessCommandLine has localgroup
T1087.002 DeviceProcessEvents: powerview, get domainuser, get netuser, ad recon module => ProcessCommandLine has_any Get-DomainUser | Get-DomainComputer | Get-NetUser | Get-NetComputer | Invoke-ShareFinder | PowerView
T1087.002 DeviceProcessEvents: aduser, get aduser, get adcomputer, adcomputer, active directory module => ProcessCommandLine has_any Get-ADUser | Get-ADComputer | Get-ADGroupMember
T1087.002 DeviceProcessEvents: ldap, domain, active directory, ad + recon, enumerate, reconnaissance, discover + adfind, sharphound, bloodhound, tool => FileName in~ adfind.exe | sharphound.exe | dsquery.exe | ldifde.exe | csvde.exe
T1087.002 DeviceProcessEvents: ldifde, csvde => FileName in~ ldifde.exe | csvde.exe
T1558.003 DeviceProcessEvents: setspn => FileName =~ setspn.exe
T1649 DeviceProcessEvents: certipy, certify, adcs attack tool => ProcessCommandLine has_any certipy | certify.exe
T1557.001 DeviceProcessEvents: inveigh, responder + llmnr, nbns, relay, poison, spoof => ProcessCommandLine has_any Inveigh | Responder
T1040 DeviceProcessEvents: packet capture, network sniff, sniffer, pktmon, tshark, dumpcap, wireshark, tcpdump => FileName in~ pktmon.exe | tshark.exe | dumpcap.exe | windump.exe | wireshark.exe | tcpdump
T1040 DeviceProcessEvents: netsh + trace => FileName =~ netsh.exe && ProcessCommandLine has trace
T1602 DeviceProcessEvents: netsh + wlan, wifi password, wireless profile, key clear => FileName =~ netsh.exe && ProcessCommandLine has_all wlan | key=clear
T1546.007 DeviceProcessEvents: netsh + helper dll, helper => FileName =~ netsh.exe && ProcessCommandLine has_all add | helper
T1115 DeviceProcessEvents: clipboard + powershell, command, process, collect, steal => ProcessCommandLine has_any Get-Clipboard | clip.exe
T1056.002 DeviceProcessEvents: credential prompt, fake login prompt, fake credential => ProcessCommandLine has_any PromptForCredential | CredUIPromptForCredentials | Get-Credential
T1560.001 DeviceProcessEvents: compress archive, makecab, tar + archive, compress, stage, collect => ProcessCommandLine has_any Compress-Archive | makecab | tar
T1048.003 DeviceProcessEvents: curl + upload, exfiltrate => FileName in~ curl.exe | curl && ProcessCommandLine has_any upload-file | -T | -F
T1572 DeviceProcessEvents: ssh, ssh exe, reverse ssh + tunnel, port forward, reverse => FileName in~ ssh.exe | plink.exe && ProcessCommandLine has_any -R | -L | -D
T1219 DeviceProcessEvents: quick assist, quickassist => FileName =~ QuickAssist.exe
T1219 DeviceProcessEvents: visual studio code, vscode, code + tunnel => ProcessCommandLine has_all tunnel | accept-server-license-terms
`;
