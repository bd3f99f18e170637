import { hunt, type LibraryHunt } from './library-hunt.js';

/** Hunts for persistence, evasion and damage on devices. */
export const evasionHunts: readonly LibraryHunt[] = [
  hunt('run-keys', 'Programs added to run keys', 'run key persistence; registry run keys; autorun registry persistence; startup registry changes; runonce', 'T1547.001', `
DeviceRegistryEvents
| where Timestamp > ago(7d)
| where ActionType == "RegistryValueSet"
| where RegistryKey has_any (@"CurrentVersion\\Run", @"CurrentVersion\\RunOnce", @"CurrentVersion\\Policies\\Explorer\\Run")
| project Timestamp, DeviceName, RegistryKey, RegistryValueName, RegistryValueData, InitiatingProcessFileName, InitiatingProcessCommandLine`),
  hunt('startup-folder', 'Files in the startup folder', 'startup folder persistence; file written to startup; persistence in startup folder', 'T1547.001', `
DeviceFileEvents
| where Timestamp > ago(7d)
| where ActionType in ("FileCreated", "FileRenamed")
| where FolderPath has @"\\Start Menu\\Programs\\Startup"
| project Timestamp, DeviceName, FileName, FolderPath, SHA256, InitiatingProcessFileName, InitiatingProcessCommandLine`),
  hunt('scheduled-tasks', 'Scheduled tasks created from the command line', 'scheduled task persistence; schtasks create; suspicious scheduled task; scheduled task from appdata', 'T1053.005', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName =~ "schtasks.exe" and ProcessCommandLine has "create"
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('task-from-user-folder', 'Scheduled tasks that run from user folders', 'scheduled tasks from appdata created or updated; tasks running from user profile', 'T1053.005', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType in ("ScheduledTaskCreated", "ScheduledTaskUpdated")
| where AdditionalFields has_any (@"AppData", @"\\\\Users\\\\", "ProgramData", "Temp")
| project Timestamp, DeviceName, InitiatingProcessAccountName, AdditionalFields`),
  hunt('new-services', 'Services installed', 'new service persistence; malicious service; service creation from command line; sc create', 'T1543.003', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType == "ServiceInstalled"
| extend Service = parse_json(AdditionalFields)
| project Timestamp, DeviceName, ServiceName = tostring(Service.ServiceName), Account = tostring(Service.ServiceAccount), FileName, FolderPath, InitiatingProcessFileName
| sort by Timestamp desc`),
  hunt('wmi-persistence', 'WMI event subscriptions', 'wmi persistence; wmi event consumer; wmi event filter subscription', 'T1546.003', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType == "WmiBindEventFilterToConsumer"
| project Timestamp, DeviceName, InitiatingProcessFileName, InitiatingProcessCommandLine, AdditionalFields`),
  hunt('ifeo', 'Debuggers set for programs', 'image file execution options; ifeo debugger; accessibility features backdoor; sticky keys', 'T1546.012 T1546.008', `
DeviceRegistryEvents
| where Timestamp > ago(7d)
| where RegistryKey has "Image File Execution Options" and RegistryValueName in~ ("Debugger", "GlobalFlag", "MonitorProcess")
| project Timestamp, DeviceName, RegistryKey, RegistryValueName, RegistryValueData, InitiatingProcessFileName, InitiatingProcessCommandLine`),
  hunt('local-admin-added', 'Accounts added to the local administrators', 'user added to local administrators group; local admin added; added to administrators group', 'T1098 T1136.001', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType == "UserAccountAddedToLocalGroup"
| where AdditionalFields has "Administrator" or AdditionalFields has "S-1-5-32-544"
| project Timestamp, DeviceName, Actor = InitiatingProcessAccountName, AccountSid, AdditionalFields`),
  hunt('group-add-commandline', 'Accounts and group members added with net', 'net user add; net localgroup administrators add; user added to group via commandline; commandline group addition; commandline user addition', 'T1136 T1098', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("net.exe", "net1.exe")
| where ProcessCommandLine has "/add" and ProcessCommandLine has_any ("user", "group", "localgroup")
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('sudoers', 'Users added to sudoers on Linux', 'linux user added to sudoers; sudo group addition; usermod sudo', 'T1548.003', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where ProcessCommandLine has_any ("usermod", "adduser", "gpasswd", "visudo") and ProcessCommandLine has_any ("sudo", "wheel", "sudoers")
| project Timestamp, DeviceName, AccountName, ProcessCommandLine`),
  hunt('log-cleared', 'Event logs cleared', 'event log cleared; wevtutil clear log; clear windows event logs; security log deleted', 'T1070.001', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where (FileName =~ "wevtutil.exe" and ProcessCommandLine has_any ("cl", "clear-log")) or ProcessCommandLine has_any ("Clear-EventLog", "Remove-EventLog")
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('shadow-copies', 'Shadow copies and backups deleted', 'shadow copy deletion; vssadmin delete shadows; backup deletion; delete backups ransomware; wbadmin delete catalog; turning off system restore', 'T1490', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where (FileName =~ "vssadmin.exe" and ProcessCommandLine has_any ("delete", "resize")) or (FileName =~ "wmic.exe" and ProcessCommandLine has_all ("shadowcopy", "delete")) or (FileName =~ "wbadmin.exe" and ProcessCommandLine has "delete") or (FileName =~ "bcdedit.exe" and ProcessCommandLine has_any ("recoveryenabled", "bootstatuspolicy")) or ProcessCommandLine has "Disable-ComputerRestore" or ProcessCommandLine has_all ("SystemRestore", "disable")
| project Timestamp, DeviceName, AccountName, FileName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('ransom-note', 'Ransom notes', 'ransom note; ransomware note created; ransomware readme files; how to decrypt files', 'T1486', `
DeviceFileEvents
| where Timestamp > ago(7d)
| where ActionType == "FileCreated"
| where FileName matches regex @"(?i)(readme|how.?to|recover|restore|decrypt|unlock|ransom).*(file|data|decrypt|back|note|me)?.*\\.(txt|html?|hta)$"
| where FileName has_any ("decrypt", "recover", "restore", "ransom", "unlock") or FileName matches regex @"(?i)^[!_]*how.?to"
| summarize Files = count(), Folders = dcount(FolderPath), FirstSeen = min(Timestamp) by DeviceName, FileName, InitiatingProcessFileName
| where Files > 1
| sort by Files desc`),
  hunt('mass-rename', 'Many files renamed or changed in a short time', 'ransomware encryption; mass file rename; many files modified; mass encryption', 'T1486', `
DeviceFileEvents
| where Timestamp > ago(7d)
| where ActionType in ("FileRenamed", "FileModified")
| summarize Files = dcount(FileName), Folders = dcount(FolderPath) by DeviceName, InitiatingProcessFileName, InitiatingProcessSHA256, bin(Timestamp, 5m)
| where Files > 500
| sort by Files desc`),
  hunt('mass-delete', 'Many files deleted in a short time', 'mass file deletion; wiper; many files deleted by one process', 'T1485', `
DeviceFileEvents
| where Timestamp > ago(7d)
| where ActionType == "FileDeleted"
| summarize Files = dcount(FileName), Folders = dcount(FolderPath) by DeviceName, InitiatingProcessFileName, bin(Timestamp, 10m)
| where Files > 500
| sort by Files desc`),
  hunt('defender-disabled', 'Defender is turned off', 'disable defender; turn off real time protection; defender tampering; disable antivirus; microsoft defender tampering; disable controlled folder access; stop security service', 'T1562.001', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where ProcessCommandLine has_any ("DisableRealtimeMonitoring", "DisableBehaviorMonitoring", "DisableIOAVProtection", "DisableBlockAtFirstSeen", "DisableIntrusionPreventionSystem", "EnableControlledFolderAccess", "MpPreference", "DisableAntiSpyware") or (FileName in~ ("sc.exe", "net.exe", "net1.exe", "taskkill.exe") and ProcessCommandLine has_any ("WinDefend", "Sense", "WdNisSvc", "MsMpEng"))
| project Timestamp, DeviceName, AccountName, FileName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('defender-registry', 'Defender settings changed in the registry', 'defender registry tampering; defender policy registry; disableantispyware registry value', 'T1562.001 T1112', `
DeviceRegistryEvents
| where Timestamp > ago(7d)
| where RegistryKey has "Windows Defender"
| where RegistryValueName in~ ("DisableAntiSpyware", "DisableAntiVirus", "DisableRealtimeMonitoring", "DisableBehaviorMonitoring", "DisableOnAccessProtection", "DisableScanOnRealtimeEnable", "TamperProtection")
| project Timestamp, DeviceName, RegistryKey, RegistryValueName, RegistryValueData, InitiatingProcessFileName, InitiatingProcessCommandLine`),
  hunt('defender-exclusions', 'Defender exclusions added', 'defender exclusion events; antivirus exclusions added; exclusion path', 'T1562.001', `
DeviceRegistryEvents
| where Timestamp > ago(7d)
| where ActionType == "RegistryValueSet" and RegistryKey has @"Windows Defender\\Exclusions"
| project Timestamp, DeviceName, RegistryKey, RegistryValueName, InitiatingProcessAccountName, InitiatingProcessFileName, InitiatingProcessCommandLine`),
  hunt('tampering', 'Attempts to tamper with protection', 'tampering attempts; tamper protection events; potentially tampered devices', 'T1562.001', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType == "TamperingAttempt"
| summarize Attempts = count(), LastSeen = max(Timestamp) by DeviceName, InitiatingProcessFileName, InitiatingProcessCommandLine
| sort by Attempts desc`),
  hunt('firewall-changes', 'Firewall rules added or the firewall turned off', 'firewall additions; local firewall rule added; netsh firewall; firewall disabled from command line', 'T1562.004', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where (FileName =~ "netsh.exe" and ProcessCommandLine has "firewall" and ProcessCommandLine has_any ("add", "set", "off", "delete")) or ProcessCommandLine has_any ("New-NetFirewallRule", "Set-NetFirewallProfile")
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('rdp-enabled', 'Remote desktop turned on in the registry', 'rdp enabled by registry; enable remote desktop registry; fdenytsconnections', 'T1021.001 T1112', `
DeviceRegistryEvents
| where Timestamp > ago(7d)
| where ActionType == "RegistryValueSet" and RegistryValueName =~ "fDenyTSConnections" and RegistryValueData == "0"
| project Timestamp, DeviceName, InitiatingProcessAccountName, InitiatingProcessFileName, InitiatingProcessCommandLine`),
  hunt('rdp-port', 'The remote desktop port was changed', 'rdp default port changed; rdp listening port modification; non standard rdp port', 'T1571 T1112', `
DeviceRegistryEvents
| where Timestamp > ago(7d)
| where ActionType == "RegistryValueSet"
| where RegistryKey has @"Terminal Server\\WinStations\\RDP-Tcp" and RegistryValueName == "PortNumber" and RegistryValueData != "3389"
| project Timestamp, DeviceName, PreviousRegistryValueData, RegistryValueData, InitiatingProcessFileName`),
  hunt('uac-bypass', 'UAC bypass by registry', 'uac bypass; fodhelper; eventvwr bypass; ms-settings shell open command', 'T1548.002', `
DeviceRegistryEvents
| where Timestamp > ago(7d)
| where RegistryKey has_any (@"ms-settings\\shell\\open\\command", @"mscfile\\shell\\open\\command", @"exefile\\shell\\runas\\command", @"Folder\\shell\\open\\command") or RegistryValueName =~ "EnableLUA"
| project Timestamp, DeviceName, RegistryKey, RegistryValueName, RegistryValueData, InitiatingProcessFileName, InitiatingProcessCommandLine`),
  hunt('dll-sideload', 'Libraries loaded from user folders', 'dll sideloading; dll hijacking; dll loaded from unusual path; side loaded dll; signed process loading dll from temp', 'T1574.002', `
DeviceImageLoadEvents
| where Timestamp > ago(7d)
| where FolderPath has_any (@"\\Users\\Public\\", @"\\AppData\\Local\\Temp\\", @"\\ProgramData\\", @"\\Downloads\\")
| where FileName endswith ".dll"
| summarize Devices = dcount(DeviceId), FirstSeen = min(Timestamp) by FileName, FolderPath, SHA256, InitiatingProcessFileName
| where Devices <= 2
| sort by FirstSeen desc`),
  hunt('process-injection', 'Code injected into other processes', 'process injection; remote thread creation; createremotethread; queueuserapc; process hollowing; in memory injection', 'T1055', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType in ("CreateRemoteThreadApiCall", "QueueUserApcRemoteApiCall", "SetThreadContextRemoteApiCall", "NtAllocateVirtualMemoryRemoteApiCall", "NtMapViewOfSectionRemoteApiCall", "WriteProcessMemoryApiCall")
| summarize Count = count(), Devices = dcount(DeviceId), FirstSeen = min(Timestamp) by InitiatingProcessFileName, FileName, ActionType
| sort by Count asc`),
  hunt('token-debug', 'SeDebugPrivilege given to a token', 'sedebugpriv; token elevation; process primary token modified; privilege escalation token', 'T1134', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType == "ProcessPrimaryTokenModified"
| project Timestamp, DeviceName, InitiatingProcessFileName, InitiatingProcessCommandLine, FileName, AdditionalFields`),
  hunt('vulnerable-drivers', 'Vulnerable or rare drivers are loaded', 'vulnerable driver load; byovd; bring your own vulnerable driver; rare driver; gigabyte driver; malicious kernel driver', 'T1068 T1562.001', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType == "DriverLoad"
| summarize Devices = dcount(DeviceId), FirstSeen = min(Timestamp), Paths = make_set(FolderPath, 5) by FileName, SHA256
| where Devices <= 3
| sort by FirstSeen desc`),
  hunt('named-pipes', 'Named pipes of attack tools', 'cobalt strike named pipe; named pipe c2; suspicious named pipes', 'T1559 T1071', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType == "NamedPipeEvent"
| extend Pipe = tostring(parse_json(AdditionalFields).PipeName)
| where Pipe has_any ("msagent_", "postex_", "status_", "MSSE-", "mojo.5688", "psexesvc", "paexec", "remcom", "csexec")
| project Timestamp, DeviceName, Pipe, InitiatingProcessFileName, InitiatingProcessCommandLine`),
  hunt('ads', 'Alternate data streams', 'alternate data streams use; ads execution; hidden stream', 'T1564.004', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where ProcessCommandLine matches regex @"\\.\\w{2,4}:[\\w.]+" and ProcessCommandLine !has "://"
| where ProcessCommandLine has_any ("type", "more", "esentutl", "makecab", "wscript", "rundll32", "mshta", "cscript", "powershell")
| project Timestamp, DeviceName, AccountName, FileName, ProcessCommandLine`),
  hunt('timestomp', 'File times changed', 'timestomping; file timestamp modification', 'T1070.006', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType == "FileTimestampModificationEvent"
| project Timestamp, DeviceName, FileName, FolderPath, InitiatingProcessFileName, InitiatingProcessCommandLine`),
  hunt('webshell-files', 'Web scripts written by the web server', 'webshell file created; aspx file dropped; web shell dropped in inetpub; umworkerprocess creating webshell', 'T1505.003', `
DeviceFileEvents
| where Timestamp > ago(7d)
| where ActionType == "FileCreated"
| where FileName matches regex @"(?i)\\.(aspx?|ashx|asmx|jspx?|php|war)$"
| where InitiatingProcessFileName in~ ("w3wp.exe", "umworkerprocess.exe", "httpd.exe", "nginx.exe", "java.exe", "tomcat9.exe", "powershell.exe", "cmd.exe") or FolderPath has_any ("inetpub", "wwwroot", "htdocs", "webapps")
| project Timestamp, DeviceName, FileName, FolderPath, SHA256, InitiatingProcessFileName`),
  hunt('rare-executables', 'Rare programs in ProgramData', 'rare executable created in programdata; rare exe file; low prevalence executables', 'T1105', `
DeviceFileEvents
| where Timestamp > ago(7d)
| where ActionType == "FileCreated" and FileName endswith ".exe" and FolderPath startswith @"C:\\ProgramData"
| summarize Devices = dcount(DeviceId), FirstSeen = min(Timestamp) by FileName, SHA256, FolderPath
| where Devices <= 2
| sort by FirstSeen desc`),
  hunt('archive-staging', 'Archives made for exfiltration', '7zip exfiltration; archive creation before exfiltration; password protected archive creation; rar archive staging; data staged in archive', 'T1560.001 T1074', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("7z.exe", "7za.exe", "7zr.exe", "rar.exe", "winrar.exe", "tar.exe") or ProcessCommandLine has "Compress-Archive"
| where ProcessCommandLine has_any (" a ", "-p", "-hp", "-v", "Compress-Archive")
| project Timestamp, DeviceName, AccountName, FileName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('rclone', 'Rclone and other copying tools', 'rclone exfiltration; data exfiltration tool; megasync; cloud sync exfiltration', 'T1567.002', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("rclone.exe", "megasync.exe", "megacmd.exe", "winscp.exe", "filezilla.exe", "pscp.exe") or ProcessVersionInfoOriginalFileName =~ "rclone.exe" or ProcessCommandLine has_any ("--transfers", "mega.nz", "--multi-thread-streams")
| project Timestamp, DeviceName, AccountName, FileName, ProcessCommandLine`),
  hunt('usb-copies', 'Files copied to USB drives', 'file copied to usb; data exfiltration to removable media; files written to usb after mount; usb file copy', 'T1052.001', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType in ("UsbDriveMounted", "UsbDriveMount")
| extend Drive = tostring(parse_json(AdditionalFields).DriveLetter)
| project MountedAt = Timestamp, DeviceId, DeviceName, Drive
| join kind=inner (
    DeviceFileEvents
    | where Timestamp > ago(7d) and ActionType == "FileCreated"
    | extend Drive = strcat(substring(FolderPath, 0, 1), ":")
    | project CopiedAt = Timestamp, DeviceId, Drive, FileName, FolderPath, FileSize, InitiatingProcessAccountName
) on DeviceId, Drive
| where CopiedAt between (MountedAt .. 1d)
| summarize Files = dcount(FolderPath), Bytes = sum(FileSize) by DeviceName, InitiatingProcessAccountName, Drive
| sort by Files desc`),
  hunt('usb-devices', 'USB drives by device and model', 'usb drives; usb storage devices connected; usb connectors; usb device inventory', 'T1091', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType in ("UsbDriveMounted", "UsbDriveMount", "PnpDeviceConnected")
| extend Usb = parse_json(AdditionalFields)
| summarize LastSeen = max(Timestamp), Count = count() by DeviceName, Product = tostring(Usb.ProductName), SerialNumber = tostring(Usb.SerialNumber)
| sort by LastSeen desc`),
  hunt('iso-mount', 'Disk images opened from downloads or mail', 'iso file execution; mounted iso malware; img file download; vhd delivery', 'T1553.005', `
DeviceFileEvents
| where Timestamp > ago(7d)
| where ActionType == "FileCreated"
| where FileName matches regex @"(?i)\\.(iso|img|vhdx?)$"
| where isnotempty(FileOriginUrl) or FolderPath has_any ("Downloads", "INetCache", "Content.Outlook", "Temp")
| project Timestamp, DeviceName, FileName, FolderPath, FileOriginUrl, SHA256, InitiatingProcessFileName`),
  hunt('browser-extension-files', 'Browser extensions added', 'browser extension installed files; chrome extension install; extension folder created', 'T1176', `
DeviceFileEvents
| where Timestamp > ago(7d)
| where ActionType == "FileCreated" and FileName =~ "manifest.json" and FolderPath has @"\\Extensions\\"
| extend ExtensionId = extract(@"\\\\Extensions\\\\([a-p]{32})", 1, FolderPath)
| where isnotempty(ExtensionId)
| summarize FirstSeen = min(Timestamp), Devices = dcount(DeviceId) by ExtensionId
| sort by FirstSeen desc`),
  hunt('steganography', 'Steganography tools', 'steganography; steganographic image creation; openstego steghide', 'T1027.003', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where ProcessCommandLine has_any ("steghide", "openstego", "outguess", "stegosuite", "Invoke-PSImage", "xiao")
| project Timestamp, DeviceName, AccountName, FileName, ProcessCommandLine`),
  hunt('torrent', 'Torrent clients', 'torrent use; bittorrent; peer to peer file sharing', '', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("utorrent.exe", "bittorrent.exe", "qbittorrent.exe", "transmission-qt.exe", "deluge.exe", "vuze.exe", "azureus.exe") or ProcessCommandLine has ".torrent"
| summarize LastSeen = max(Timestamp) by DeviceName, AccountName, FileName`),
  hunt('asr-triggers', 'Attack surface reduction rules that fired', 'asr rule hits; attack surface reduction events; devices triggering most asr; asr rules triggered', '', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType startswith "Asr"
| summarize Count = count(), Rules = dcount(ActionType), RuleList = make_set(ActionType) by DeviceName
| sort by Count desc`),
  hunt('smartscreen', 'SmartScreen warnings and overrides', 'smartscreen events; devices with most smartscreen events; smartscreen ignored by user', 'T1204', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType startswith "SmartScreen"
| summarize Count = count(), Kinds = make_set(ActionType), Urls = make_set(RemoteUrl, 10) by DeviceName
| sort by Count desc`),
  hunt('antivirus-detections', 'What the antivirus found', 'antivirus detections; malware found by defender; threats detected on devices; virus detection overview', '', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType == "AntivirusDetection"
| extend Detail = parse_json(AdditionalFields)
| project Timestamp, DeviceName, Threat = tostring(Detail.ThreatName), Remediated = tostring(Detail.WasRemediated), FileName, FolderPath, SHA256, InitiatingProcessFileName`),
];
