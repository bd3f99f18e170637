/** Getting rid of defences and traces, staying, and rising. The form is that of `parseBehaviour`. */
export const evasionBehaviours = `
T1070.001 DeviceProcessEvents: wevtutil + clear, cl, delete => FileName =~ wevtutil.exe && ProcessCommandLine has_any cl | clear-log
T1070.001 DeviceProcessEvents: event log, windows event log + clear, delete, wipe => ProcessCommandLine has_any wevtutil cl | wevtutil clear-log | Clear-EventLog
T1070.001 DeviceEvents: security log, security event log, audit log + clear, delete, wipe => ActionType == SecurityLogCleared
T1070.006 DeviceEvents: timestomp, timestomping, file timestamp => ActionType == FileTimestampModificationEvent
T1070.004 DeviceProcessEvents: sdelete => FileName in~ sdelete.exe | sdelete64.exe
T1070.003 DeviceProcessEvents: command history, bash history, powershell history + clear, delete, disable => ProcessCommandLine has_any Clear-History | ConsoleHost_history.txt | bash_history | HISTFILE
T1562.001 DeviceProcessEvents: mppreference + disable, real time monitoring, turn off => ProcessCommandLine has_all Set-MpPreference | DisableRealtimeMonitoring
T1562.001 DeviceProcessEvents: real time monitoring, real time protection, realtime monitoring, behavior monitoring + disable, turn off => ProcessCommandLine has_any DisableRealtimeMonitoring | DisableBehaviorMonitoring | DisableIOAVProtection
T1562.001 DeviceProcessEvents: defender, antivirus, windows defender + disable, turn off, tamper, stop + powershell, command, commandline, process, mppreference => ProcessCommandLine has_any DisableRealtimeMonitoring | DisableBehaviorMonitoring | DisableIOAVProtection | WinDefend
T1562.001 DeviceProcessEvents: exclusion, defender exclusion, antivirus exclusion + powershell, add, mppreference, command => ProcessCommandLine has_any Add-MpPreference | Set-MpPreference && ProcessCommandLine has_any ExclusionPath | ExclusionProcess | ExclusionExtension
T1562.001 DeviceRegistryEvents: exclusion, defender exclusion, antivirus exclusion + registry, add, key => RegistryKey has Windows Defender\\Exclusions
T1562.001 DeviceRegistryEvents: real time monitoring, real time protection + disable, turn off + registry, registry key, registry value => RegistryValueName == DisableRealtimeMonitoring
T1562.001 DeviceRegistryEvents: defender, antivirus, windows defender + disable, turn off, tamper + registry, registry key, registry value => RegistryKey has Windows Defender && RegistryValueName has_any DisableAntiSpyware | DisableRealtimeMonitoring | DisableBehaviorMonitoring
T1562.001 DeviceEvents: tamper protection, tampering attempt, tamper attempt, sensor tampering => ActionType == TamperingAttempt
T1562.001 DeviceProcessEvents: taskkill, net stop, sc stop + security, antivirus, defender, service, process => ProcessCommandLine has_any taskkill | net stop | sc stop
T1562.004 DeviceProcessEvents: advfirewall + disable, turn off, off => FileName =~ netsh.exe && ProcessCommandLine has_all advfirewall | off
T1562.004 DeviceProcessEvents: firewall + disable, turn off, off => FileName =~ netsh.exe && ProcessCommandLine has_all firewall | off
T1562.004 DeviceProcessEvents: firewall, firewall rule, netsh + add, allow, open, addition, new => FileName =~ netsh.exe && ProcessCommandLine has_all firewall | add
T1090 DeviceProcessEvents: portproxy, port forward, port proxy => FileName =~ netsh.exe && ProcessCommandLine has portproxy
T1562.001 DeviceEvents: amsi + bypass, disable, patch => ActionType == AmsiScriptContent && AdditionalFields has_any AmsiUtils | amsiInitFailed | AmsiScanBuffer
T1562.001 DeviceProcessEvents: amsi + bypass, disable + powershell, commandline, command => ProcessCommandLine has_any AmsiUtils | amsiInitFailed | AmsiScanBuffer
T1562.002 DeviceProcessEvents: auditpol, audit policy + disable, clear, change, modify => FileName =~ auditpol.exe
T1562.002 DeviceEvents: audit policy => ActionType == AuditPolicyModification
T1562.009 DeviceProcessEvents: safe mode, safeboot + boot, reboot, bcdedit => FileName =~ bcdedit.exe && ProcessCommandLine has safeboot
T1036.005 DeviceProcessEvents: masquerade, masquerading, renamed system binary, svchost + unusual location, unusual path, wrong folder, not run from system32, outside system32, other than system32 => FileName =~ svchost.exe && FolderPath !has System32
T1036.003 DeviceProcessEvents: rename + psexec => ProcessVersionInfoOriginalFileName =~ psexec.c && FileName !in~ psexec.exe | psexec64.exe
T1036.003 DeviceProcessEvents: rename + powershell => ProcessVersionInfoOriginalFileName =~ PowerShell.EXE && FileName !in~ powershell.exe
T1036.003 DeviceProcessEvents: rename + rundll32 => ProcessVersionInfoOriginalFileName =~ RUNDLL32.EXE && FileName !in~ rundll32.exe
T1036.003 DeviceProcessEvents: rename + rclone => ProcessVersionInfoOriginalFileName =~ rclone.exe && FileName !in~ rclone.exe
T1036.007 DeviceFileEvents: double extension => FileName matches regex \\.(pdf|docx?|xlsx?|jpg|txt)\\.(exe|scr|js|vbs|lnk)$
T1564.001 DeviceProcessEvents: attrib + hide, hidden => FileName =~ attrib.exe && ProcessCommandLine has +h
T1564.004 DeviceProcessEvents: alternate data stream, ads => ProcessCommandLine matches regex \\.\\w{2,4}:\\w+
T1222.001 DeviceProcessEvents: icacls, takeown => FileName in~ icacls.exe | takeown.exe
T1055 DeviceEvents: process injection, code injection, remote thread, createremotethread, inject => ActionType == CreateRemoteThreadApiCall
T1055.012 DeviceEvents: process hollowing => ActionType == NtMapViewOfSectionRemoteApiCall
T1055.004 DeviceEvents: apc injection, queueuserapc => ActionType == QueueUserApcRemoteApiCall
T1134 DeviceEvents: token manipulation, token modification, token theft + process, primary token => ActionType == ProcessPrimaryTokenModified
T1548.002 DeviceProcessEvents: fodhelper => InitiatingProcessFileName =~ fodhelper.exe
T1548.002 DeviceProcessEvents: computerdefaults, eventvwr, sdclt + uac, bypass, spawn, child => InitiatingProcessFileName in~ fodhelper.exe | computerdefaults.exe | eventvwr.exe | sdclt.exe
T1548.002 DeviceProcessEvents: uac bypass, user account control bypass => InitiatingProcessFileName in~ fodhelper.exe | computerdefaults.exe | eventvwr.exe | sdclt.exe && ProcessIntegrityLevel == High
T1548.002 DeviceRegistryEvents: uac, enablelua, user account control + disable, turn off, off => RegistryValueName == EnableLUA && RegistryValueData == 0
T1548.002 DeviceRegistryEvents: ms settings, uac bypass + registry, shell open command => RegistryKey has ms-settings\\shell\\open\\command
T1548.003 DeviceProcessEvents: sudo, sudoers => ProcessCommandLine has sudo
T1547.001 DeviceRegistryEvents: run key, run registry key, autorun, runonce, run once => ActionType == RegistryValueSet && RegistryKey has_any CurrentVersion\\Run | CurrentVersion\\RunOnce
T1547.001 DeviceFileEvents: startup folder, start up folder, startup directory => FolderPath has \\Start Menu\\Programs\\Startup
T1547.004 DeviceRegistryEvents: winlogon, userinit => RegistryKey has CurrentVersion\\Winlogon && RegistryValueName in Userinit | Shell
T1546.012 DeviceRegistryEvents: ifeo, image file execution option, image file execution => RegistryKey has Image File Execution Options && RegistryValueName in Debugger | GlobalFlag | MonitorProcess
T1546.008 DeviceProcessEvents: sticky key, accessibility feature, sethc, utilman => InitiatingProcessFileName in~ sethc.exe | utilman.exe | osk.exe | magnify.exe | narrator.exe
T1546.008 DeviceRegistryEvents: sticky key, accessibility feature, sethc, utilman + registry, debugger => RegistryKey has Image File Execution Options && RegistryKey has_any sethc.exe | utilman.exe | osk.exe && RegistryValueName == Debugger
T1546.003 DeviceEvents: wmi event subscription, wmi subscription, wmi persistence, event consumer => ActionType == WmiBindEventFilterToConsumer
T1546.010 DeviceRegistryEvents: appinit, appinit dll => RegistryValueName == AppInit_DLLs
T1546.015 DeviceRegistryEvents: com hijack, com hijacking, inprocserver32 => RegistryKey has InprocServer32
T1543.003 DeviceRegistryEvents: service + registry key, imagepath, image path, registry => RegistryKey has CurrentControlSet\\Services && RegistryValueName == ImagePath
T1136.001 DeviceEvents: local user, local account, user account + create, new, add => ActionType == UserAccountCreated
T1136.001 DeviceProcessEvents: net user, net, net exe + user, account, net user + add, create => FileName in~ net.exe | net1.exe && ProcessCommandLine has_all user | add
T1098 DeviceEvents: local admin, administrators group, local admin group, local group + add => ActionType == UserAccountAddedToLocalGroup
T1098 DeviceProcessEvents: localgroup, net, net exe, commandline + administrators group, local group, localgroup + add => FileName in~ net.exe | net1.exe && ProcessCommandLine has_all localgroup | add
T1098 DeviceProcessEvents: net, net exe, net command, commandline + group + add => FileName in~ net.exe | net1.exe && ProcessCommandLine has_all group | add
T1505.003 DeviceFileEvents: web shell, webshell, inetpub, wwwroot + create, drop, written, write, file => ActionType == FileCreated && FileName endswith_any .aspx | .asp | .php | .jsp | .ashx
T1574.002 DeviceImageLoadEvents: dll sideload, dll sideloading, dll side load, dll hijack => FolderPath has_any \\Temp\\ | \\AppData\\ | \\ProgramData\\ | \\Users\\Public\\
T1543.001 DeviceFileEvents: launchagent, launchdaemon, launch agent, launch daemon => FolderPath has_any LaunchAgents | LaunchDaemons
T1176 DeviceFileEvents: crx, crx file, extension file => FileName endswith .crx
T1068 DeviceEvents: vulnerable driver, byovd, vulnerable signed driver + asr, block, audit, drop, write => ActionType in AsrVulnerableSignedDriverBlocked | AsrVulnerableSignedDriverAudited
T1014 DeviceEvents: driver, kernel driver + load => ActionType == DriverLoad
T1553.005 DeviceEvents: smartscreen + ignore, override, bypass, click through, continue => ActionType == SmartScreenUserOverride
T1112 DeviceRegistryEvents: rdp, remote desktop, fdenytsconnections + enable, allow, turn on => RegistryValueName == fDenyTSConnections && RegistryValueData == 0
T1112 DeviceRegistryEvents: rdp port, default rdp port, rdp listening port, rdp tcp + change, modify, non standard, set => RegistryKey has RDP-Tcp && RegistryValueName == PortNumber
T1112 DeviceRegistryEvents: default port + change, modify + rdp, remote desktop => RegistryKey has RDP-Tcp && RegistryValueName == PortNumber
`;
