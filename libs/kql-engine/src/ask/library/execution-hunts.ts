import { hunt, type LibraryHunt } from './library-hunt.js';

/** Hunts for what runs: scripts, living-off-the-land programs, odd parents. */
export const executionHunts: readonly LibraryHunt[] = [
  hunt('encoded-powershell', 'PowerShell with an encoded command', 'encoded powershell; base64 encoded powershell command; powershell encodedcommand switch; obfuscated powershell command; powershell -enc', 'T1059.001 T1027.010', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("powershell.exe", "pwsh.exe")
| where ProcessCommandLine matches regex @"\\s[-/]e(c|n|nc|nco|ncod|ncode|ncoded|ncodedc|ncodedcommand)?\\s"
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('powershell-download', 'PowerShell downloads something', 'powershell download; powershell download cradle; powershell downloading files; download with invoke-webrequest; powershell webclient downloadstring; powershell iex download', 'T1059.001 T1105', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("powershell.exe", "pwsh.exe", "powershell_ise.exe")
| where ProcessCommandLine has_any ("WebClient", "DownloadFile", "DownloadData", "DownloadString", "WebRequest", "Invoke-RestMethod", "Start-BitsTransfer", "http", "https")
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('powershell-v2', 'PowerShell started in version 2', 'powershell version 2; powershell downgrade; powershell v2 downgrade attack; version 2.0 execution', 'T1562.010', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName =~ "powershell.exe"
| where ProcessCommandLine matches regex @"(?i)[-/]v(e|er|ers|ersi|ersio|ersion)?\\s+2"
| project Timestamp, DeviceName, AccountName, ProcessCommandLine`),
  hunt('powershell-hidden-bypass', 'PowerShell hidden or with policy bypass', 'hidden powershell window; execution policy bypass; powershell noprofile hidden; powershell bypass', 'T1059.001 T1564.003', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("powershell.exe", "pwsh.exe")
| where ProcessCommandLine has_any ("bypass", "hidden", "unrestricted")
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('powershell-rare-commands', 'Rare PowerShell commands', 'uncommon powershell commands; rare powershell cmdlets; powershell command footprint; powershell cmdlets seen on few machines', 'T1059.001', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType == "PowerShellCommand"
| extend Command = tostring(parse_json(AdditionalFields).Command)
| summarize Devices = dcount(DeviceId), Count = count(), FirstSeen = min(Timestamp) by Command
| where Devices < 3
| sort by Count asc`),
  hunt('office-child', 'Office starts a shell or script host', 'office spawning child process; word launching powershell; excel launching cmd; office application creating suspicious processes; macro executed code; office macro spawns shell; excel anomalous processes', 'T1566.001 T1204.002', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where InitiatingProcessFileName in~ ("winword.exe", "excel.exe", "powerpnt.exe", "outlook.exe", "onenote.exe", "msaccess.exe")
| where FileName in~ ("cmd.exe", "powershell.exe", "pwsh.exe", "wscript.exe", "cscript.exe", "mshta.exe", "rundll32.exe", "regsvr32.exe", "certutil.exe", "bitsadmin.exe")
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, FileName, ProcessCommandLine`),
  hunt('browser-child', 'A browser starts a shell', 'suspicious child process of browser; browser spawning powershell; browser child process', 'T1189 T1203', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where InitiatingProcessFileName in~ ("chrome.exe", "msedge.exe", "firefox.exe", "iexplore.exe", "brave.exe", "opera.exe")
| where FileName in~ ("cmd.exe", "powershell.exe", "wscript.exe", "cscript.exe", "mshta.exe", "rundll32.exe", "regsvr32.exe")
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, FileName, ProcessCommandLine`),
  hunt('webserver-child', 'A web server starts a shell', 'web server spawning shell; webshell activity; w3wp spawning cmd; iis worker process suspicious child; web shell execution; tomcat executing powershell; exploited web server commands', 'T1505.003 T1190', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where InitiatingProcessFileName in~ ("w3wp.exe", "httpd.exe", "nginx.exe", "tomcat.exe", "tomcat8.exe", "tomcat9.exe", "umworkerprocess.exe", "php-cgi.exe", "java.exe")
| where FileName in~ ("cmd.exe", "powershell.exe", "whoami.exe", "net.exe", "net1.exe", "ipconfig.exe", "systeminfo.exe", "certutil.exe", "ping.exe", "cscript.exe", "wscript.exe")
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, FileName, ProcessCommandLine`),
  hunt('sql-child', 'SQL Server starts a shell', 'sql server spawning cmd; xp_cmdshell; sqlservr child process; mssql launching shell', 'T1505.001 T1059.003', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where InitiatingProcessFileName =~ "sqlservr.exe"
| where FileName in~ ("cmd.exe", "powershell.exe", "bitsadmin.exe", "certutil.exe")
| project Timestamp, DeviceName, AccountName, FileName, ProcessCommandLine`),
  hunt('spooler-child', 'The print spooler starts a process', 'spoolsv child process; print spooler spawning rundll32; printnightmare; suspicious spoolsv behavior', 'T1068 T1547.012', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where InitiatingProcessFileName =~ "spoolsv.exe"
| where FileName !in~ ("splwow64.exe", "printfilterpipelinesvc.exe", "printisolationhost.exe", "conhost.exe", "werfault.exe")
| project Timestamp, DeviceName, FileName, FolderPath, ProcessCommandLine`),
  hunt('explorer-odd-child', 'Explorer starts a script host', 'suspicious explorer child process; explorer.exe spawning script; lnk execution from explorer', 'T1204.002', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where InitiatingProcessFileName =~ "explorer.exe"
| where FileName in~ ("powershell.exe", "mshta.exe", "wscript.exe", "cscript.exe", "rundll32.exe", "regsvr32.exe")
| summarize Count = count(), Devices = dcount(DeviceId) by FileName, ProcessCommandLine
| sort by Count asc`),
  hunt('rare-parent-child', 'Rare pairs of parent and child process', 'rare parent child process; uncommon process pairs; unusual parent process; least frequent parent-child; anomalous process relationships', 'T1059', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| summarize Count = count(), Devices = dcount(DeviceId), Example = take_any(ProcessCommandLine) by InitiatingProcessFileName, FileName
| where Count <= 3
| sort by Count asc`),
  hunt('rundll32-odd', 'Rundll32 without a plain library', 'suspicious rundll32; rundll32 javascript; rundll32 without arguments; rundll32 from user folder', 'T1218.011', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName =~ "rundll32.exe"
| where ProcessCommandLine has_any ("javascript:", "vbscript:", "\\\\Users\\\\", "\\\\Temp\\\\", "\\\\ProgramData\\\\", "http") or ProcessCommandLine !has ".dll"
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('regsvr32-scriptlet', 'Regsvr32 loads a scriptlet', 'regsvr32 scrobj; squiblydoo; regsvr32 remote scriptlet; regsvr32 http', 'T1218.010', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName =~ "regsvr32.exe"
| where ProcessCommandLine has_any ("scrobj", "http", "/i:")
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('mshta', 'Mshta runs remote or inline script', 'mshta suspicious; mshta javascript; hta execution; mshta http', 'T1218.005', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName =~ "mshta.exe"
| where ProcessCommandLine has_any ("http", "javascript", "vbscript", ".hta")
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('certutil', 'Certutil downloads or decodes', 'certutil download; certutil urlcache; certutil decode; certutil remote download', 'T1105 T1140', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName =~ "certutil.exe" or ProcessVersionInfoOriginalFileName =~ "CertUtil.exe"
| where ProcessCommandLine has_any ("urlcache", "verifyctl", "decode", "decodehex", "encode", "http")
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('bitsadmin', 'Bitsadmin transfers a file', 'bitsadmin transfer; bits job download; bitsadmin download', 'T1197', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName =~ "bitsadmin.exe"
| where ProcessCommandLine has_any ("transfer", "addfile", "SetNotifyCmdLine", "resume")
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('lolbin-network', 'Living-off-the-land programs reach the internet', 'lolbin network connection; living off the land binary external connection; lolbins connecting to internet; new lolbin external connection', 'T1218 T1105', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where ActionType == "ConnectionSuccess" and RemoteIPType == "Public"
| where InitiatingProcessFileName in~ ("rundll32.exe", "regsvr32.exe", "mshta.exe", "certutil.exe", "bitsadmin.exe", "msbuild.exe", "installutil.exe", "wmic.exe", "cscript.exe", "wscript.exe", "cmstp.exe", "regasm.exe", "regsvcs.exe", "msxsl.exe", "odbcconf.exe", "hh.exe")
| project Timestamp, DeviceName, InitiatingProcessAccountName, InitiatingProcessFileName, InitiatingProcessCommandLine, RemoteIP, RemotePort, RemoteUrl`),
  hunt('lolbin-statistics', 'How often living-off-the-land programs run', 'lolbin statistics; living off the land usage; lolbins executed', 'T1218', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("rundll32.exe", "regsvr32.exe", "mshta.exe", "certutil.exe", "bitsadmin.exe", "msbuild.exe", "installutil.exe", "wmic.exe", "cscript.exe", "wscript.exe", "cmstp.exe", "regasm.exe", "forfiles.exe", "odbcconf.exe", "hh.exe")
| summarize Count = count(), Devices = dcount(DeviceId), Commands = dcount(ProcessCommandLine) by FileName
| sort by Count desc`),
  hunt('msbuild-network', 'MSBuild connects to the network', 'msbuild outbound connection; msbuild without command line; msbuild network connection', 'T1127.001', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where InitiatingProcessFileName =~ "msbuild.exe"
| where RemoteIPType == "Public"
| project Timestamp, DeviceName, InitiatingProcessCommandLine, RemoteIP, RemoteUrl, RemotePort`),
  hunt('wmic-remote', 'WMIC starts a process, also remotely', 'wmic process call create; remote wmi execution; wmic node; lateral movement with wmi', 'T1047', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName =~ "wmic.exe"
| where ProcessCommandLine has_all ("process", "call", "create") or ProcessCommandLine has "/node:"
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('psexec', 'PsExec and its service', 'psexec usage; psexec lateral movement; psexesvc; remote execution with psexec', 'T1569.002 T1021.002', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("psexec.exe", "psexec64.exe", "psexesvc.exe", "paexec.exe") or ProcessVersionInfoOriginalFileName in~ ("psexec.c", "psexesvc.exe") or InitiatingProcessFileName =~ "psexesvc.exe"
| project Timestamp, DeviceName, AccountName, FileName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('sysinternals', 'Sysinternals tools run', 'sysinternals tools; new sysinternals tool detected; sysinternals usage', 'T1588.002', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where ProcessVersionInfoCompanyName has "sysinternals"
| summarize FirstSeen = min(Timestamp), Count = count() by DeviceName, FileName, AccountName
| sort by FirstSeen desc`),
  hunt('renamed-tool', 'A program runs under another name', 'renamed binary; renamed executable; masquerading as system file; renamed rclone; file name differs from original name; renamed psexec', 'T1036.003', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where isnotempty(ProcessVersionInfoOriginalFileName)
| where ProcessVersionInfoOriginalFileName in~ ("psexec.c", "rclone.exe", "procdump", "powershell.exe", "cmd.exe", "certutil.exe", "adfind.exe", "7z.exe", "netcat.exe", "wscript.exe", "rundll32.exe")
| where FileName !~ ProcessVersionInfoOriginalFileName and FileName !startswith "psexec" and FileName !startswith "procdump"
| project Timestamp, DeviceName, AccountName, FileName, ProcessVersionInfoOriginalFileName, FolderPath, ProcessCommandLine`),
  hunt('system-name-wrong-folder', 'A system program runs from the wrong folder', 'masquerading system executable; svchost outside system32; system process from unusual path; fake svchost', 'T1036.005', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("svchost.exe", "lsass.exe", "services.exe", "csrss.exe", "smss.exe", "winlogon.exe", "wininit.exe", "taskhostw.exe", "spoolsv.exe", "conhost.exe", "dllhost.exe")
| where FolderPath !startswith @"C:\\Windows\\System32" and FolderPath !startswith @"C:\\Windows\\SysWOW64" and FolderPath !startswith @"C:\\Windows\\WinSxS"
| project Timestamp, DeviceName, AccountName, FileName, FolderPath, SHA256, ProcessCommandLine`),
  hunt('temp-execution', 'Programs run from temporary and public folders', 'processes running from temp; execution from temp folder; executables started from downloads; programs run from appdata; execution from public folder', 'T1204.002', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FolderPath has_any (@"\\AppData\\Local\\Temp\\", @"\\Users\\Public\\", @"\\Windows\\Temp\\", @"\\Downloads\\", @"\\PerfLogs\\", "/tmp/", "/var/tmp/", "/dev/shm/")
| summarize Count = count(), Devices = dcount(DeviceId), FirstSeen = min(Timestamp) by FileName, SHA256
| sort by Devices asc`),
  hunt('python-reverse-shell', 'Reverse shells by one-liners', 'reverse shell; bash reverse shell; nishang reverse shell; netcat shell; dev tcp', 'T1059 T1095', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where ProcessCommandLine has_any ("/dev/tcp/", "nc -e", "ncat -e", "bash -i", "Net.Sockets.TCPClient", "socket.socket", "mkfifo")
| project Timestamp, DeviceName, AccountName, FileName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('curl-pipe-shell', 'A download is piped into a shell', 'curl piped to bash; wget pipe sh; linux download and execute; kinsing download', 'T1059.004 T1105', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where ProcessCommandLine has_any ("curl", "wget")
| where ProcessCommandLine matches regex @"\\|\\s*(sudo\\s+)?(ba|z|da|k)?sh\\b" or ProcessCommandLine has "chmod +x"
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('base64-payload', 'A payload is decoded on the command line', 'base64 decode on linux; execute base64 decoded payload; python base64 decoding; openssl decode payload', 'T1140 T1027', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where ProcessCommandLine has_any ("base64 -d", "base64 --decode", ".decode('base64')", "b64decode", "FromBase64String", "openssl enc -d")
| project Timestamp, DeviceName, AccountName, FileName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('amsi-content', 'Script content that the antimalware interface saw', 'amsi script content; script content executed; amsi events', 'T1059', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType in ("AmsiScriptContent", "AmsiScriptContentScan", "ScriptContent")
| project Timestamp, DeviceName, InitiatingProcessFileName, InitiatingProcessCommandLine, AdditionalFields`),
  hunt('wsl', 'Windows Subsystem for Linux in use', 'windows subsystem for linux; wsl execution; devices with wsl; bash.exe on windows', 'T1202', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("wsl.exe", "bash.exe", "wslhost.exe")
| summarize LastUsed = max(Timestamp), Count = count() by DeviceName, AccountName`),
  hunt('coin-miner', 'Cryptocurrency miners', 'coin miner; cryptomining; xmrig; mining pool; cryptocurrency mining process', 'T1496', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where ProcessCommandLine has_any ("stratum+tcp", "stratum+ssl", "xmrig", "minerd", "--donate-level", "nicehash", "cryptonight", "monero")
| project Timestamp, DeviceName, AccountName, FileName, ProcessCommandLine`),
  hunt('cpl-file', 'Control panel files outside the system folders', 'suspicious cpl file; control panel item execution; cpl loaded', 'T1218.002', `
DeviceImageLoadEvents
| where Timestamp > ago(7d)
| where FileName endswith ".cpl"
| where FolderPath !startswith @"C:\\Windows\\System32" and FolderPath !startswith @"C:\\Windows\\SysWOW64" and FolderPath !startswith @"C:\\Windows\\WinSxS"
| project Timestamp, DeviceName, FileName, FolderPath, SHA256, InitiatingProcessFileName`),
  hunt('process-crashes', 'Programs that crash most', 'crashing processes; werfault; application crashes', '', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName =~ "werfault.exe"
| summarize Crashes = count(), Devices = dcount(DeviceId) by InitiatingProcessFileName
| sort by Crashes desc`),
  hunt('remote-tools', 'Remote management tools', 'remote access tool; rmm tools; remote monitoring and management software; anydesk teamviewer screenconnect usage; remote desktop software', 'T1219', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("anydesk.exe", "teamviewer.exe", "teamviewer_service.exe", "screenconnect.clientservice.exe", "rustdesk.exe", "splashtop.exe", "srserver.exe", "ammyy_admin.exe", "atera_agent.exe", "ateraagent.exe", "logmein.exe", "ultraviewer_desktop.exe", "remoteutilities.exe", "dwagent.exe", "supremo.exe", "action1_agent.exe", "meshagent.exe", "tacticalrmm.exe", "netsupport.exe", "client32.exe", "quickassist.exe")
| summarize FirstSeen = min(Timestamp), LastSeen = max(Timestamp), Count = count() by DeviceName, FileName, AccountName
| sort by FirstSeen desc`),
];
