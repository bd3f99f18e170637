/** Running code: interpreters, signed programs that run other code, services, tasks, WMI. The form is that of `parseBehaviour`. */
export const executionBehaviours = `
T1059.001 DeviceProcessEvents: powershell, pwsh + encode, base64, enc, encodedcommand => FileName in~ powershell.exe | pwsh.exe && ProcessCommandLine has_any -enc | -encodedcommand | -e | -ec
T1059.001 DeviceProcessEvents: powershell, pwsh + hidden window, hidden, windowstyle => FileName in~ powershell.exe | pwsh.exe && ProcessCommandLine has hidden
T1059.001 DeviceProcessEvents: powershell, pwsh + bypass + execution policy, executionpolicy => FileName in~ powershell.exe | pwsh.exe && ProcessCommandLine has bypass
T1059.001 DeviceProcessEvents: powershell, pwsh + download, download cradle, downloadstring, webclient, invoke webrequest, fetch => FileName in~ powershell.exe | pwsh.exe && ProcessCommandLine has_any WebClient | DownloadFile | DownloadData | DownloadString | WebRequest | Shellcode | http | https
T1059.001 DeviceProcessEvents: powershell, pwsh + invoke expression, iex => FileName in~ powershell.exe | pwsh.exe && ProcessCommandLine has_any iex | Invoke-Expression
T1059.001 DeviceProcessEvents: powershell + version 2, downgrade => FileName =~ powershell.exe && ProcessCommandLine has_any -version 2 | -v 2 | -ver 2
T1059.001 DeviceProcessEvents: office, word, excel, macro, document + spawn, launch, start, child + powershell => InitiatingProcessFileName in~ winword.exe | excel.exe | powerpnt.exe | outlook.exe && FileName in~ powershell.exe | pwsh.exe
T1204.002 DeviceProcessEvents: office, office application, office document, macro, word document + child, spawn, launch, suspicious child process, start process => InitiatingProcessFileName in~ winword.exe | excel.exe | powerpnt.exe | outlook.exe && FileName in~ cmd.exe | powershell.exe | wscript.exe | cscript.exe | mshta.exe | rundll32.exe | regsvr32.exe
T1204.002 DeviceProcessEvents: onenote + child, spawn, launch, suspicious child process => InitiatingProcessFileName =~ onenote.exe && FileName in~ cmd.exe | powershell.exe | wscript.exe | cscript.exe | mshta.exe | rundll32.exe
T1059.005 DeviceProcessEvents: wscript, cscript, windows script host, script host + temp, download, appdata, user folder => FileName in~ wscript.exe | cscript.exe && ProcessCommandLine has_any \\Temp\\ | \\Downloads\\ | \\AppData\\
T1059.007 DeviceProcessEvents: javascript, vbscript, js file, vbs file + execute, run, launch, start => FileName in~ wscript.exe | cscript.exe && ProcessCommandLine has_any .js | .jse | .vbs | .vbe | .wsf
T1218.005 DeviceProcessEvents: mshta + http, url, remote, javascript, vbscript, remote hta => FileName =~ mshta.exe && ProcessCommandLine has_any http | https | javascript | vbscript
T1218.005 DeviceNetworkEvents: mshta + connect, network connection, internet, outbound, network => InitiatingProcessFileName =~ mshta.exe
T1218.010 DeviceProcessEvents: squiblydoo, regsvr32 scriptlet => FileName =~ regsvr32.exe && ProcessCommandLine has_any scrobj | http
T1218.010 DeviceProcessEvents: regsvr32 + scrobj, scriptlet, remote, url, http => FileName =~ regsvr32.exe && ProcessCommandLine has_any scrobj | http | https
T1218.010 DeviceNetworkEvents: regsvr32 + connect, network connection, internet, outbound => InitiatingProcessFileName =~ regsvr32.exe
T1218.011 DeviceProcessEvents: rundll32 + javascript, http, url, remote => FileName =~ rundll32.exe && ProcessCommandLine has_any javascript | http | https
T1218.011 DeviceProcessEvents: rundll32 + temp, appdata, programdata, public folder, users public, user folder, suspicious location => FileName =~ rundll32.exe && ProcessCommandLine has_any \\Temp\\ | \\AppData\\ | \\ProgramData\\ | \\Users\\Public\\
T1218.011 DeviceNetworkEvents: rundll32 + connect, network connection, internet, outbound => InitiatingProcessFileName =~ rundll32.exe
T1218.007 DeviceProcessEvents: msiexec + http, url, remote, internet, remote package => FileName =~ msiexec.exe && ProcessCommandLine has_any http | https
T1218.004 DeviceProcessEvents: installutil => FileName =~ installutil.exe
T1218.009 DeviceProcessEvents: regasm, regsvcs => FileName in~ regasm.exe | regsvcs.exe
T1218.003 DeviceProcessEvents: cmstp => FileName =~ cmstp.exe
T1127.001 DeviceProcessEvents: msbuild + office, suspicious, network, project file, execute, launch, child => FileName =~ msbuild.exe
T1202 DeviceProcessEvents: forfiles, pcalua + execute, indirect, run, launch => FileName in~ forfiles.exe | pcalua.exe
T1047 DeviceProcessEvents: wmic + process call create, call create, remote, node, remote process creation => FileName =~ wmic.exe && ProcessCommandLine has process call create
T1047 DeviceProcessEvents: wmi, wmiprvse, wmi provider host + spawn, launch, child, start => InitiatingProcessFileName =~ wmiprvse.exe
T1220 DeviceProcessEvents: wmic + xsl, format, stylesheet => FileName =~ wmic.exe && ProcessCommandLine has format
T1053.005 DeviceProcessEvents: schtasks + create, creation, new => FileName =~ schtasks.exe && ProcessCommandLine has create
T1053.005 DeviceEvents: scheduled task, task + create, register, new => ActionType == ScheduledTaskCreated
T1053.005 DeviceEvents: scheduled task + update, modify, change => ActionType == ScheduledTaskUpdated
T1053.005 DeviceEvents: scheduled task + delete => ActionType == ScheduledTaskDeleted
T1053.002 DeviceProcessEvents: at exe, at command => FileName =~ at.exe
T1053.003 DeviceProcessEvents: cron, crontab => FileName =~ crontab
T1569.002 DeviceProcessEvents: sc, service control + create service, create, new service => FileName =~ sc.exe && ProcessCommandLine has create
T1543.003 DeviceEvents: service, windows service + install, new, create => ActionType == ServiceInstalled
T1059.004 DeviceProcessEvents: curl, wget + bash, sh, pipe => ProcessCommandLine has_any curl | wget && ProcessCommandLine has_any bash | sh
T1059.004 DeviceProcessEvents: reverse shell, bash reverse shell => ProcessCommandLine has_any /dev/tcp | nc -e | bash -i | mkfifo
T1059.002 DeviceProcessEvents: osascript, applescript => FileName =~ osascript
T1609 DeviceProcessEvents: docker, kubectl + exec => FileName in~ docker | kubectl | docker.exe | kubectl.exe && ProcessCommandLine has exec
T1197 DeviceProcessEvents: bitsadmin, bits job + transfer, download, job, addfile => FileName =~ bitsadmin.exe && ProcessCommandLine has_any transfer | addfile | SetNotifyCmdLine
T1105 DeviceProcessEvents: certutil + download, fetch, urlcache, retrieve, transfer, remote => FileName =~ certutil.exe && ProcessCommandLine has_any urlcache | verifyctl | http
T1140 DeviceProcessEvents: certutil + decode, deobfuscate => FileName =~ certutil.exe && ProcessCommandLine has decode
T1105 DeviceProcessEvents: curl, wget + download, http, fetch => FileName in~ curl.exe | wget.exe | curl | wget && ProcessCommandLine has http
T1203 DeviceProcessEvents: spoolsv, print spooler, printnightmare + child, spawn, launch, exploit => InitiatingProcessFileName =~ spoolsv.exe
T1190 DeviceProcessEvents: web server, webserver, iis, w3wp, web shell, webshell + child, spawn, launch, cmd, powershell, execute command, command => InitiatingProcessFileName in~ w3wp.exe | httpd.exe | nginx.exe | tomcat.exe && FileName in~ cmd.exe | powershell.exe | pwsh.exe
T1190 DeviceProcessEvents: sql server, sqlservr, xp cmdshell + child, spawn, launch, cmd, powershell => InitiatingProcessFileName =~ sqlservr.exe
T1189 DeviceProcessEvents: browser, web browser + child process, spawn, suspicious child process, launch + powershell, cmd, script, suspicious, child => InitiatingProcessFileName in~ chrome.exe | msedge.exe | firefox.exe | iexplore.exe && FileName in~ cmd.exe | powershell.exe | wscript.exe | cscript.exe | mshta.exe
T1566.001 DeviceProcessEvents: outlook + child, spawn, suspicious child process => InitiatingProcessFileName =~ outlook.exe
T1059 DeviceEvents: powershell cmdlet, powershell command, cmdlet => ActionType == PowerShellCommand
T1202 DeviceProcessEvents: wsl, windows subsystem for linux => FileName in~ wsl.exe | wslhost.exe
T1559.001 DeviceProcessEvents: mmc, dcom + child, spawn, launch => InitiatingProcessFileName =~ mmc.exe
T1072 DeviceProcessEvents: teamviewer, anydesk, screenconnect, splashtop, atera, remote management tool, rmm, rmm tool, remote access tool, remote access software + run, execute, start, launch, use, process => FileName has_any teamviewer | anydesk | screenconnect | splashtop | atera | logmein | ammyy
T1219 DeviceNetworkEvents: rmm, rmm tool, remote access tool, remote access software, remote management tool + connect, network connection, url, domain, traffic => RemoteUrl has_any teamviewer.com | anydesk.com | screenconnect.com | splashtop.com | logmein.com | atera.com
`;
