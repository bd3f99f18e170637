/** Places where code is kept so that it starts again, and settings that weaken a machine. The form is that of `parseBehaviour`. */
export const persistenceBehaviours = `
T1547.002 DeviceRegistryEvents: authentication package => RegistryKey has Control\\Lsa && RegistryValueName =~ Authentication Packages
T1547.003 DeviceRegistryEvents: time provider => RegistryKey has W32Time\\TimeProviders
T1547.004 DeviceRegistryEvents: winlogon + shell => RegistryKey has CurrentVersion\\Winlogon && RegistryValueName =~ Shell
T1547.004 DeviceRegistryEvents: winlogon + userinit => RegistryKey has CurrentVersion\\Winlogon && RegistryValueName =~ Userinit
T1547.004 DeviceRegistryEvents: winlogon + shell + userinit => RegistryKey has CurrentVersion\\Winlogon && RegistryValueName in~ Shell | Userinit
T1547.010 DeviceRegistryEvents: port monitor, print monitor => RegistryKey has Control\\Print\\Monitors
T1547.012 DeviceRegistryEvents: print processor => RegistryKey has Print Processors
T1547.014 DeviceRegistryEvents: active setup => RegistryKey has Active Setup\\Installed Components
T1547.001 DeviceRegistryEvents: shell folder, user shell folder, startup folder + registry, redirect, change, modify => RegistryKey has_any User Shell Folders | Shell Folders
T1547.001 DeviceRegistryEvents: boot execute, bootexecute => RegistryValueName =~ BootExecute
T1547.006 DeviceProcessEvents: insmod, modprobe, kernel module => FileName in insmod | modprobe
T1556.002 DeviceRegistryEvents: password filter, notification package => RegistryKey has Control\\Lsa && RegistryValueName =~ Notification Packages
T1546.001 DeviceRegistryEvents: file association, default file association + change, hijack, modify => RegistryKey has shell\\open\\command
T1546.002 DeviceRegistryEvents: screensaver, screen saver => RegistryValueName =~ SCRNSAVE.EXE
T1546.007 DeviceRegistryEvents: netsh helper, netsh + registry, dll, persistence => RegistryKey has Microsoft\\NetSh
T1546.009 DeviceRegistryEvents: appcert, appcertdlls, appcert dll => RegistryKey has AppCertDlls
T1546.011 DeviceProcessEvents: sdbinst, shim database, application shim => FileName =~ sdbinst.exe
T1546.011 DeviceRegistryEvents: shim, appcompat + registry, persistence, install => RegistryKey has_any AppCompatFlags\\Custom | AppCompatFlags\\InstalledSDB
T1546.012 DeviceRegistryEvents: silent process exit, silentprocessexit => RegistryKey has SilentProcessExit
T1546.013 DeviceFileEvents: powershell profile, profile ps1 => FileName endswith profile.ps1
T1546.015 DeviceRegistryEvents: com object, com class, clsid + hijack, persistence, treatas => RegistryKey has_any InprocServer32 | LocalServer32 | TreatAs
T1546.004 DeviceFileEvents: bashrc, bash profile, shell profile, zshrc => FileName in .bashrc | .bash_profile | .profile | .zshrc
T1037.001 DeviceRegistryEvents: logon script, userinitmprlogonscript => RegistryValueName =~ UserInitMprLogonScript
T1137 DeviceRegistryEvents: office add in, office addin, outlook add in, word add in, excel add in + registry, persistence, load, install => RegistryKey has_all Office | Addins
T1137.001 DeviceFileEvents: office template, word template, normal dotm, global template => FileName =~ Normal.dotm
T1137.002 DeviceRegistryEvents: office test => RegistryKey has Office test\\Special
T1137.004 DeviceRegistryEvents: outlook home page, outlook folder home page, webview + outlook, registry, persistence => RegistryKey has Outlook\\WebView
T1137.006 DeviceFileEvents: xll, wll, excel add in, office add in + file, drop, write, create => FileName endswith_any .xll | .wll
T1137.006 DeviceImageLoadEvents: xll, wll, excel add in + load => FileName endswith_any .xll | .wll
T1112 DeviceRegistryEvents: macro security, vba warning, vbawarnings, trust vba, accessvbom + disable, lower, change, modify, enable, weaken => RegistryValueName in~ VBAWarnings | AccessVBOM
T1112 DeviceRegistryEvents: local account token filter, localaccounttokenfilterpolicy, remote uac => RegistryValueName =~ LocalAccountTokenFilterPolicy
T1112 DeviceRegistryEvents: restricted admin, disablerestrictedadmin => RegistryValueName =~ DisableRestrictedAdmin
T1112 DeviceRegistryEvents: smbv1, smb1 + enable, registry => RegistryKey has LanmanServer\\Parameters && RegistryValueName =~ SMB1
T1112 DeviceRegistryEvents: nla, network level authentication + disable, turn off => RegistryKey has RDP-Tcp && RegistryValueName =~ UserAuthentication
T1112 DeviceRegistryEvents: rdp shadow, shadow session => RegistryValueName =~ Shadow
T1112 DeviceRegistryEvents: script block logging, module logging, powershell logging, transcription + disable, turn off, change => RegistryKey has Policies\\Microsoft\\Windows\\PowerShell && RegistryValueName in~ EnableScriptBlockLogging | EnableModuleLogging | EnableTranscripting
T1562.001 DeviceRegistryEvents: amsi, amsienable, amsi provider + registry, disable, remove, delete => RegistryKey has_any AMSI\\Providers | Windows Script\\Settings
T1562.001 DeviceRegistryEvents: smartscreen + disable, turn off, registry => RegistryValueName in~ EnableSmartScreen | SmartScreenEnabled
T1562.001 DeviceRegistryEvents: lsa protection, credential guard, runasppl + disable, turn off, remove => RegistryValueName in~ RunAsPPL | LsaCfgFlags
T1562.004 DeviceRegistryEvents: firewall + registry, policy + disable, turn off => RegistryKey has FirewallPolicy && RegistryValueName =~ EnableFirewall
T1562.004 DeviceProcessEvents: netfirewallprofile, netfirewallrule => ProcessCommandLine has_any Set-NetFirewallProfile | New-NetFirewallRule
T1562.001 DeviceProcessEvents: mpcmdrun, definition, signature + remove definition, removedefinitions, definition remove => FileName =~ MpCmdRun.exe && ProcessCommandLine has RemoveDefinitions
T1562.001 DeviceProcessEvents: fltmc, minifilter, sysmon driver + unload => FileName =~ fltmc.exe && ProcessCommandLine has unload
T1562.001 DeviceProcessEvents: windefend, defender service, wdfilter, sense service, antivirus service + stop, disable, delete, kill => ProcessCommandLine has_any WinDefend | WdFilter | Sense | MsMpEng && ProcessCommandLine has_any stop | delete | config | disabled | taskkill
T1562.001 DeviceProcessEvents: defender, antivirus, windows defender, virus protection + disable, turn off, switch off => ProcessCommandLine has_any DisableRealtimeMonitoring | DisableBehaviorMonitoring | DisableIOAVProtection | DisableAntiSpyware
T1562.006 DeviceProcessEvents: etw, event tracing, trace session + disable, bypass, stop, tamper, patch => ProcessCommandLine has_any COMPlus_ETWEnabled | Set-EtwTraceProvider | Remove-EtwTraceProvider | logman
T1562.001 DeviceRegistryEvents: sysmon + registry, driver, tamper, altitude => RegistryKey has SysmonDrv
T1490 DeviceRegistryEvents: system restore + disable, turn off => RegistryValueName in~ DisableSR | DisableConfig
T1070.004 DeviceProcessEvents: fsutil + usn, journal, deletejournal => FileName =~ fsutil.exe && ProcessCommandLine has_all usn | deletejournal
T1070.005 DeviceProcessEvents: network share, net use, mapped drive, share + delete, disconnect + net, net exe, command => FileName in~ net.exe | net1.exe && ProcessCommandLine has_all use | delete
T1543.003 DeviceProcessEvents: service path, binpath, service binary, service config + change, modify, hijack, reconfigure => FileName =~ sc.exe && ProcessCommandLine has_all config | binpath
T1543.003 DeviceProcessEvents: new service + powershell => ProcessCommandLine has New-Service
T1543.003 DeviceEvents: service + install, create + psexec, psexesvc => ActionType == ServiceInstalled && FileName =~ PSEXESVC.exe
T1543.002 DeviceProcessEvents: systemctl, systemd service + enable, start, create => FileName == systemctl
T1543.002 DeviceFileEvents: systemd, systemd unit, systemd service + create, write, drop, file => FolderPath has systemd && FileName endswith .service
T1053.005 DeviceProcessEvents: schtasks, scheduled task + run as system, system privilege, as system => FileName =~ schtasks.exe && ProcessCommandLine has_all create | system
T1053.005 DeviceProcessEvents: schtasks + delete => FileName =~ schtasks.exe && ProcessCommandLine has delete
T1053.005 DeviceProcessEvents: schtasks + change, modify => FileName =~ schtasks.exe && ProcessCommandLine has change
T1053.005 DeviceRegistryEvents: scheduled task, taskcache, task cache + registry, hide, hidden, security descriptor, index => RegistryKey has Schedule\\TaskCache
T1053.003 DeviceFileEvents: cron, crontab, cron job + create, modify, change, write, file => FolderPath has_any /etc/cron | /var/spool/cron
T1098.004 DeviceFileEvents: authorized key, authorized keys, ssh key + add, modify, change, write => FileName == authorized_keys
T1136.001 DeviceEvents: local admin, local admin account, admin account + create, new => ActionType in UserAccountCreated | UserAccountAddedToLocalGroup
T1531 DeviceProcessEvents: net user, net, net exe + delete, disable + user, account => FileName in~ net.exe | net1.exe && ProcessCommandLine has_all user | delete
T1204.004 DeviceProcessEvents: clickfix, click fix, fake captcha, paste and run, run dialog, filefix => InitiatingProcessFileName =~ explorer.exe && FileName in~ powershell.exe | mshta.exe | cmd.exe | wscript.exe | curl.exe
T1204.004 DeviceRegistryEvents: runmru, run mru, run dialog + clickfix, registry, command, history, entry => RegistryKey has RunMRU
T1564.002 DeviceRegistryEvents: hidden user, hidden account, specialaccounts, user + hide + logon screen, registry, welcome screen => RegistryKey has SpecialAccounts\\UserList
T1564.003 DeviceProcessEvents: hidden window + process, script, command => ProcessCommandLine has hidden
T1553.005 DeviceProcessEvents: mark of the web, motw, zone identifier, unblock file => ProcessCommandLine has_any Unblock-File | Zone.Identifier
T1036.002 DeviceFileEvents: right to left override, rtlo, rlo => FileName contains \u202e
T1036.008 DeviceProcessEvents: double extension => FileName matches regex \\.(pdf|docx?|xlsx?|jpg|txt)\\.(exe|scr|com)$
`;
