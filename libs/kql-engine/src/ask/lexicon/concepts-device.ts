/**
 * What analysts say, as filters: `phrase; phrase => Column operator value | value && ...`. Rows are matched inside the
 * table they stand under; `||` joins alternatives. The longest phrase wins where several fit.
 */
export const deviceConcepts: Readonly<Record<string, string>> = {
  DeviceLogonEvents: `
failed logon; logon fail; failed auth; failed to logon; failed attempt; fail; unsuccessful logon; failed signin; failed logon attempt => ActionType == LogonFailed
successful logon; successful auth; success; logon success => ActionType == LogonSuccess
rdp; remote desktop; remote interactive; rdp logon; rdp session; remoteinteractive; terminal service => LogonType == RemoteInteractive
interactive logon; logged on interactively; interactively; interactive => LogonType == Interactive
network logon => LogonType == Network
batch logon; batch job logon => LogonType == Batch
service logon; logon as a service => LogonType == Service
unlock; unlocked => LogonType == Unlock
local logon => LogonType == Local
cached logon; cached credential; cached interactive => LogonType == CachedInteractive
new credential; runas netonly => LogonType == NewCredentials
cleartext; network cleartext => LogonType == NetworkCleartext
unknown logon type; unknown logon; unknown device logon => LogonType == Unknown
local admin; local administrator; local administrator group; member of the local administrator group; built in administrator; admin logon; with local admin; local admin account; local admin privilege; administrator privilege; admin privilege; local administrator account => IsLocalAdmin == true
public ip; external ip; from the internet; internet ip; external address; from external; public address => RemoteIPType == Public
private ip; internal ip; private address => RemoteIPType == Private
loopback => RemoteIPType == Loopback
ntlm => Protocol == NTLM
kerberos => Protocol == Kerberos
negotiate => Protocol == Negotiate
bad password; wrong password; invalid password; invalid credential; wrong username; incorrect password; invalid username; invalid username or password => FailureReason == InvalidUserNameOrPassword
account locked; locked out; lockout; locked account => FailureReason == AccountLocked
account disabled; disabled account => FailureReason == AccountDisabled
account expired; expired account => FailureReason == AccountExpired
password expired; expired password => FailureReason == PasswordExpired
brute force; brute forced; bruteforce => ActionType == LogonFailed
`,
  DeviceNetworkEvents: `
inbound connection accepted; inbound connection; accepted inbound; inbound; accepted connection => ActionType == InboundConnectionAccepted
inbound rdp; inbound rdp connection; incoming rdp => ActionType == InboundConnectionAccepted && LocalPort == 3389
inbound smb; inbound smb connection => ActionType == InboundConnectionAccepted && LocalPort == 445
inbound ssh; inbound ssh connection => ActionType == InboundConnectionAccepted && LocalPort == 22
inbound web connection; inbound web; inbound http => ActionType == InboundConnectionAccepted && LocalPort in 80 | 443 | 8080
failed connection; connection failed; connection attempt failed; fail; failed outbound; unsuccessful connection => ActionType == ConnectionFailed
successful connection; connection success; success; succeeded; successful outbound connection; successful outbound; established connection; successful network connection; successfully connect => ActionType == ConnectionSuccess
connection found => ActionType == ConnectionFound
connection request; connection attempt; attempted connection => ActionType == ConnectionRequest
listening; listening port; inbound listening; inbound listening connection; open port; listening connection; opened port; started listening; listen; listening connection created => ActionType == ListeningConnectionCreated
network signature; network signature inspected; signature inspected => ActionType == NetworkSignatureInspected
http connection inspected; inspected http => ActionType == HttpConnectionInspected
dns connection inspected; dns query; dns request => ActionType == DnsConnectionInspected
ssl connection inspected; inspected ssl; tls connection inspected; ja3; ssl inspect => ActionType == SslConnectionInspected
icmp; ping; icmp connection => ActionType == IcmpConnectionInspected
smtp connection inspected => ActionType == SmtpConnectionInspected
ssh connection inspected => ActionType == SshConnectionInspected
ftp connection inspected => ActionType == FtpConnectionInspected
internet scan; scanned from the internet; inbound internet scan; inbound scan => ActionType == InboundInternetScanInspected
rdp; remote desktop; rdp connection => RemotePort == 3389
smb; smb connection => RemotePort == 445
ssh; ssh connection => RemotePort == 22
winrm => RemotePort in 5985 | 5986
ldap connection; ldap traffic => RemotePort in 389 | 3268
ldaps => RemotePort in 636 | 3269
dns traffic; dns connection; over dns => RemotePort == 53
http traffic; http connection; plain http; unencrypted web => RemotePort == 80
https traffic; https connection => RemotePort == 443
web traffic; web connection; web port => RemotePort in 80 | 443 | 8080
ftp; ftp connection; ftp traffic => RemotePort == 21
telnet => RemotePort == 23
smtp traffic; smtp connection => RemotePort in 25 | 465 | 587
vnc => RemotePort in 5900 | 5901
sql server port; mssql port => RemotePort == 1433
kerberos traffic => RemotePort == 88
public ip; external ip; internet; public address; external address; public; external connection; to the internet; external network connection; external network; outbound internet; external => RemoteIPType == Public
private ip; internal; internal ip; private remote ip; private address; internal connection; private network; internal network; private; internal address => RemoteIPType == Private
loopback; localhost => RemoteIPType == Loopback
local private ip => LocalIPType == Private
tcp => Protocol in Tcp | TcpV4 | TcpV6
udp => Protocol == Udp
`,
  DeviceProcessEvents: `
process created; process creation; created process; process created event; process creation event => ActionType == ProcessCreated
open process; process opened => ActionType == OpenProcess
encoded command; encoded powershell; base64 encoded command; encoded; powershell encode; encoded powershell command; enc command; encoded script => ProcessCommandLine has_any -enc | -encodedcommand | -e | -ec
download; downloaded; download activity; download cradle; download file; download string; download command => ProcessCommandLine has_any WebClient | DownloadFile | DownloadData | DownloadString | WebRequest | Shellcode | http | https
shadow copy; shadow copies; volume shadow; shadow copy delete; delete shadow copy; delete shadow copies; delete volume shadow copy; backup delete; delete backup; delete volume shadow copies => ProcessCommandLine has_any shadowcopy | shadows | vssadmin
clear event log; cleared event log; clear the event log; clear log; event log clear; delete event log; clear windows event log => ProcessCommandLine has_all wevtutil | cl
scheduled task; create scheduled task; scheduled task creation; creates scheduled task; schedule task => ProcessCommandLine has_all schtasks | create
lsass dump; dump lsass; lsass memory; lsass => ProcessCommandLine has lsass
log4shell; log4j exploit; log4shell exploitation => ProcessCommandLine has jndi
add user; create user; net user; local user creation; user creation; new local user; user account creation => ProcessCommandLine has_all user | add
add to local group; add to administrators group; local group addition; added to local administrator; localgroup => ProcessCommandLine has_all localgroup | add
disable defender; turn off defender; disable real time protection; disable antivirus; tamper with defender; defender tampering; disabling defender => ProcessCommandLine has_any DisableRealtimeMonitoring | DisableBehaviorMonitoring | DisableIOAVProtection | WinDefend
exclusion; defender exclusion; add exclusion; antivirus exclusion => ProcessCommandLine has_any ExclusionPath | ExclusionProcess | ExclusionExtension
disable firewall; turn off firewall; firewall disabled; turn off the firewall; disable the firewall => ProcessCommandLine has_all firewall | off
firewall rule; firewall addition; add firewall rule; firewall add => ProcessCommandLine has_all firewall | add
hidden window; hidden powershell => ProcessCommandLine has hidden
bypass execution policy; execution policy bypass => ProcessCommandLine has bypass
system integrity; system level => ProcessIntegrityLevel == System
high integrity; elevated; elevated privilege; elevated process => ProcessIntegrityLevel == High
low integrity => ProcessIntegrityLevel == Low
medium integrity => ProcessIntegrityLevel == Medium
full elevation; full token; elevated token; token elevation type full => ProcessTokenElevation == TokenElevationTypeFull
unsigned parent; unsigned process; unsigned initiating process; unsigned => InitiatingProcessSignatureStatus == Unsigned
remote session; remotely => IsProcessRemoteSession == true
recycle bin; recycler => FolderPath has $Recycle.Bin
temp folder; temp directory; from temp => FolderPath has \\Temp\\
downloads folder; download folder; from downloads => FolderPath has \\Downloads\\
appdata; app data => FolderPath has \\AppData\\
programdata; program data => FolderPath has \\ProgramData\\
public folder; users public => FolderPath has \\Users\\Public\\
system account; as system; local system; ran as system; running as system => AccountName =~ system
`,
  DeviceFileEvents: `
file created; created; file creation; create; dropped; written; write; creation; saved; drop; new file => ActionType == FileCreated
file deleted; deleted; delete; deletion; file deletion => ActionType == FileDeleted
file modified; modified; modify; modification; changed; edited; file modification => ActionType == FileModified
file renamed; renamed; rename; file rename => ActionType == FileRenamed
downloaded; download; downloaded from the internet; downloaded file; from the internet => isnotempty FileOriginUrl
startup folder; start up folder; startup => FolderPath has \\Start Menu\\Programs\\Startup
temp folder; temp directory; temporary folder => FolderPath has \\Temp\\
downloads folder; download folder => FolderPath has \\Downloads\\
appdata; app data => FolderPath has \\AppData\\
programdata; program data => FolderPath has \\ProgramData\\
public folder; users public => FolderPath has \\Users\\Public\\
system32; system 32 => FolderPath has \\System32\\
onedrive; onedrive folder => FolderPath has OneDrive
over smb; via smb; smb; network share => RequestProtocol == SMB
admin share; hidden admin share; administrative share => ShareName in~ ADMIN$ | C$
nfs => RequestProtocol == NFS
executable; executable file; exe file; exe => FileName endswith .exe
dll file; dll => FileName endswith .dll
script file; script => FileName endswith_any .ps1 | .vbs | .js | .bat | .cmd | .hta
office document; office file; word document => FileName endswith_any .docx | .docm | .xlsx | .xlsm | .pptx | .pptm
archive; archive file; compressed file; zip archive; compressed archive => FileName endswith_any .zip | .rar | .7z
zip file; zip => FileName endswith .zip
pdf; pdf file => FileName endswith .pdf
iso; iso file; disk image => FileName endswith_any .iso | .img | .vhd | .vhdx
macro enabled; macro => FileName endswith_any .docm | .xlsm | .pptm
web shell; webshell => FileName endswith_any .aspx | .asp | .php | .jsp | .ashx
shortcut; lnk file; shortcut file => FileName endswith .lnk
private key; private key file => FileName endswith_any .pem | .key | .ppk | .pfx
sensitive file; sensitive; labelled sensitive; sensitive document => SensitivityLabel in Confidential | Highly Confidential
highly confidential => SensitivityLabel == Highly Confidential
confidential => SensitivityLabel == Confidential
dump file; memory dump; lsass dump => FileName endswith .dmp
`,
  DeviceRegistryEvents: `
value set; registry value set; set; changed; modified; modification; modify; change; registry modification; value changed; update => ActionType == RegistryValueSet
key created; registry key created; create; created; new key; key creation => ActionType == RegistryKeyCreated
key deleted; registry key deleted; deleted key; key deletion => ActionType == RegistryKeyDeleted
value deleted; registry value deleted; deleted value => ActionType == RegistryValueDeleted
key renamed; registry key renamed; renamed => ActionType == RegistryKeyRenamed
deleted; delete => ActionType in RegistryKeyDeleted | RegistryValueDeleted
run key; autorun; run keys; run and runonce; autostart; run once; runonce => RegistryKey has_any CurrentVersion\\Run | CurrentVersion\\RunOnce
ifeo; image file execution option; image file execution => RegistryKey has Image File Execution Options
winlogon; userinit => RegistryKey has CurrentVersion\\Winlogon
wdigest => RegistryKey has WDigest
services key; service key => RegistryKey has CurrentControlSet\\Services
rdp port; rdp tcp; rdp listening port => RegistryKey has RDP-Tcp && RegistryValueName == PortNumber
enable rdp; rdp enabled; enable remote desktop; rdp; remote desktop => RegistryValueName == fDenyTSConnections
defender exclusion; exclusion => RegistryKey has Windows Defender\\Exclusions
disable defender; defender disabled; defender tampering => RegistryValueName in DisableAntiSpyware | DisableRealtimeMonitoring | DisableBehaviorMonitoring
uac => RegistryValueName == EnableLUA
restrict anonymous => RegistryValueName == RestrictAnonymous
temp folder; temp directory; temp; pointing to temp => RegistryValueData has \\Temp\\
appdata; app data => RegistryValueData has \\AppData\\
programdata; program data => RegistryValueData has \\ProgramData\\
public folder; users public => RegistryValueData has \\Users\\Public\\
powershell value; powershell command; powershell => RegistryValueData has powershell
`,
  DeviceImageLoadEvents: `
user writable; user folder; from user folder => FolderPath has \\Users\\
temp folder; temp directory => FolderPath has \\Temp\\
downloads folder; download folder => FolderPath has \\Downloads\\
appdata; app data => FolderPath has \\AppData\\
programdata; program data => FolderPath has \\ProgramData\\
cpl file; control panel item; cpl => FileName endswith .cpl
clr; dotnet; net assembly => FileName =~ clr.dll
powershell engine; powershell automation; automation library; automation dll => FileName in~ system.management.automation.dll | system.management.automation.ni.dll
`,
  DeviceEvents: `
antivirus detection; antivirus detected; malware detected; virus detected; defender detection; antivirus detections; malware detection; defender antivirus detection; detected by antivirus; detected by defender; virus found => ActionType == AntivirusDetection
antivirus scan; av scan; scan completed; antivirus scan completed; completed antivirus scan; scan complete; completed scan; successful av scan; successful scan; successful antivirus scan; quick scan; full scan => ActionType == AntivirusScanCompleted
scan failed; failed scan; antivirus scan failed; failed antivirus scan => ActionType == AntivirusScanFailed
scan cancelled; cancelled scan; scan canceled; cancelled antivirus scan => ActionType == AntivirusScanCancelled
antivirus definition update; definition update; definitions updated; signature update => ActionType == AntivirusDefinitionsUpdated
definition update failed; failed definition update; signature update failed => ActionType == AntivirusDefinitionsUpdateFailed
malware blocked; antivirus malware blocked; blocked malware => ActionType == AntivirusMalwareBlocked
asr; attack surface reduction; asr rule; asr event; attack surface reduction rule => ActionType startswith Asr
asr block; asr blocked; blocked by asr; attack surface reduction block; asr rule block => ActionType startswith Asr && ActionType endswith Blocked
asr audit; asr audited; asr audit event => ActionType startswith Asr && ActionType endswith Audited
asr ransomware; ransomware asr; asr rule ransomware; asr rule for ransomware => ActionType in AsrRansomwareBlocked | AsrRansomwareAudited
office child process; asr office child process; office application creating child process; office child process asr; asr office child => ActionType in AsrOfficeChildProcessBlocked | AsrOfficeChildProcessAudited
lsass credential theft; asr lsass; credential stealing from lsass; credential theft; steal credential from lsass => ActionType in AsrLsassCredentialTheftBlocked | AsrLsassCredentialTheftAudited
psexec and wmi; asr psexec; psexec wmi child process => ActionType in AsrPsexecWmiChildProcessBlocked | AsrPsexecWmiChildProcessAudited
untrusted usb; untrusted process from usb; asr usb => ActionType in AsrUntrustedUsbProcessBlocked | AsrUntrustedUsbProcessAudited
vulnerable signed driver; vulnerable driver => ActionType in AsrVulnerableSignedDriverBlocked | AsrVulnerableSignedDriverAudited
obfuscated script => ActionType in AsrObfuscatedScriptBlocked | AsrObfuscatedScriptAudited
executable content from email; executable email content; email content => ActionType in AsrExecutableEmailContentBlocked | AsrExecutableEmailContentAudited
blocked; were blocked => ActionType endswith Blocked
audited; audit mode; in audit => ActionType endswith Audited
smartscreen; smartscreen event; smart screen; defender smartscreen => ActionType startswith SmartScreen
smartscreen override; smartscreen user override; overrode smartscreen; bypass smartscreen; ignored smartscreen; bypassed smartscreen => ActionType == SmartScreenUserOverride
smartscreen url warning; smartscreen url; smartscreen website => ActionType == SmartScreenUrlWarning
smartscreen app warning; smartscreen app => ActionType == SmartScreenAppWarning
exploit guard => ActionType startswith ExploitGuard
network protection; exploit guard network protection; network protection event => ActionType startswith ExploitGuardNetworkProtection
network protection block; blocked by network protection; network protection blocked => ActionType == ExploitGuardNetworkProtectionBlocked
controlled folder access; controlled folder access violation; controlled folder => ActionType startswith ControlledFolderAccessViolation
controlled folder access block; blocked by controlled folder access => ActionType == ControlledFolderAccessViolationBlocked
app control; application control; wdac; windows defender application control => ActionType startswith AppControl
applocker => ActionType startswith AppLocker
app guard; application guard => ActionType startswith AppGuard
firewall block; firewall blocked; blocked by firewall; firewall blocked connection; firewall blocks; blocked connection; firewall => ActionType in FirewallInboundConnectionBlocked | FirewallOutboundConnectionBlocked | FirewallInboundConnectionToAppBlocked
firewall inbound block; inbound connection blocked; blocked inbound connection; firewall inbound => ActionType == FirewallInboundConnectionBlocked
firewall outbound block; outbound connection blocked; blocked outbound connection; firewall outbound => ActionType == FirewallOutboundConnectionBlocked
firewall service stop; firewall stopped; firewall service stopped => ActionType == FirewallServiceStopped
usb drive mounted; usb mounted; usb attached; usb plugged; usb connected; usb inserted; usb drive; usb device attached; usb device; usb; usb storage; usb stick; mounted usb; removable drive; usb mount; usb drive mount; removable usb drive => ActionType == UsbDriveMounted
usb unmounted; usb drive unmounted; usb removed; usb ejected => ActionType == UsbDriveUnmounted
pnp device connected; plug and play; pnp device; pnp; plug and play device => ActionType == PnpDeviceConnected
removable storage file; file copied to removable storage; removable storage; removable media; copied to usb => ActionType == RemovableStorageFileEvent
removable storage policy; device control; removable storage policy triggered => ActionType == RemovableStoragePolicyTriggered
scheduled task created; scheduled task; new scheduled task; task created; scheduled task creation; created scheduled task; create scheduled task => ActionType == ScheduledTaskCreated
scheduled task deleted; deleted scheduled task => ActionType == ScheduledTaskDeleted
scheduled task updated; updated scheduled task; modified scheduled task => ActionType == ScheduledTaskUpdated
scheduled task disabled => ActionType == ScheduledTaskDisabled
scheduled task enabled => ActionType == ScheduledTaskEnabled
scheduled task created or updated; scheduled task created or modified => ActionType in ScheduledTaskCreated | ScheduledTaskUpdated
service installed; service installation; new service; installed service; service created; service creation; new service installed => ActionType == ServiceInstalled
security log cleared; event log cleared; log cleared; cleared security log; security event log cleared; clear security log; cleared event log; clearing of the security log; event log clear; security log clear; deletion of the security log => ActionType == SecurityLogCleared
user account created; local user created; user created; new local user; account created; local account created; new user account; created user account; local user account created; local account creation; user account creation; new local account => ActionType == UserAccountCreated
user account deleted; account deleted; local user deleted; deleted user account; local account deleted => ActionType == UserAccountDeleted
user account modified; account modified; modified user account => ActionType == UserAccountModified
added to local group; added to local administrator group; added to administrators group; user added to local group; added to the local administrators group; local group addition; added to local administrator; account added to local group; add user to local group; user added to local administrator; local administrator addition; added to group => ActionType == UserAccountAddedToLocalGroup
removed from local group; user removed from local group; removed from the local administrators group => ActionType == UserAccountRemovedFromLocalGroup
security group created; group created => ActionType == SecurityGroupCreated
security group deleted => ActionType == SecurityGroupDeleted
password change attempt; password change => ActionType == PasswordChangeAttempt
tampering; tamper; tampering attempt; tamper protection => ActionType == TamperingAttempt
named pipe; pipe; named pipe event; pipe event => ActionType == NamedPipeEvent
driver load; driver loaded; loaded driver; drivers loaded; kernel driver => ActionType == DriverLoad
remote thread; create remote thread; remote thread creation; createremotethread; process injection; injection; code injection => ActionType == CreateRemoteThreadApiCall
apc injection; queue user apc; apc => ActionType == QueueUserApcRemoteApiCall
read process memory; memory read; read memory => ActionType == ReadProcessMemoryApiCall
write process memory => ActionType == WriteProcessMemoryApiCall
lsass memory write; write to lsass => ActionType == WriteToLsassProcessMemory
open process; openprocess; open process api; handle to => ActionType == OpenProcessApiCall
process hollowing; map view of section => ActionType == NtMapViewOfSectionRemoteApiCall
set thread context => ActionType == SetThreadContextRemoteApiCall
remote memory allocation; allocate virtual memory remote => ActionType == NtAllocateVirtualMemoryRemoteApiCall
screenshot; screen capture; screenshot taken => ActionType == ScreenshotTaken
clipboard; clipboard access; clipboard data => ActionType == GetClipboardData
keylog; keylogging; keystroke; key state => ActionType == GetAsyncKeyStateApiCall
dpapi; dpapi access => ActionType == DpapiAccessed
browser launched; browser launched to open url; browser to open; opened a url; browser launch; browser open url; open url in browser; launched a browser to open => ActionType == BrowserLaunchedToOpenUrl
ldap search; ldap query; ldap => ActionType == LdapSearch
dns query; dns request; dns lookup; dns response => ActionType == DnsQueryResponse
wmi bind; wmi persistence; wmi event subscription; wmi subscription; event filter to consumer; wmi consumer; event consumer => ActionType == WmiBindEventFilterToConsumer
wmi process; created using wmi; process created using wmi; process created via wmi; wmi process creation; through wmi; wmi query => ActionType == ProcessCreatedUsingWmiQuery
remote wmi; remote wmi operation => ActionType == RemoteWmiOperation
powershell command; powershell cmdlet; powershell commands => ActionType == PowerShellCommand
amsi; amsi script; amsi content => ActionType startswith Amsi
script content => ActionType == ScriptContent
file printed; printed; print; print job; printing => ActionType == FilePrinted
print job blocked; printing blocked; blocked print => ActionType == PrintJobBlocked
untrusted wifi; untrusted wi fi; untrusted wifi connection; unsafe wifi; insecure wifi => ActionType == UntrustedWifiConnection
bluetooth; bluetooth policy => ActionType == BluetoothPolicyTriggered
rdp connection; remote desktop connection => ActionType == RemoteDesktopConnection
network share accessed; share accessed; share access; share object accessed => ActionType == NetworkShareObjectAccessed
network share added; share created; new share; share added => ActionType == NetworkShareObjectAdded
network share deleted; share deleted => ActionType == NetworkShareObjectDeleted
shortcut; lnk; shell link; shortcut creation => ActionType == ShellLinkCreateFileEvent
timestamp modification; timestomp; timestomping; time stomping; file timestamp modified => ActionType == FileTimestampModificationEvent
sensitive file read; sensitive file => ActionType == SensitiveFileRead
credentials backup; credential backup => ActionType == CredentialsBackup
token modification; token modified; primary token; token manipulation => ActionType == ProcessPrimaryTokenModified
audit policy; audit policy modification; audit policy changed => ActionType == AuditPolicyModification
safe doc; safe documents => ActionType == SafeDocFileScan
blank password => ActionType == AccountCheckedForBlankPassword
directory service object => ActionType in DirectoryServiceObjectCreated | DirectoryServiceObjectModified
ptrace => ActionType == PTraceDetected
raw socket => ActionType == RawSocketCreated
contained user; user containment => ActionType startswith ContainedUser
temp folder; temp directory => FolderPath has \\Temp\\
appdata; app data => FolderPath has \\AppData\\
programdata; program data => FolderPath has \\ProgramData\\
downloads folder => FolderPath has \\Downloads\\
`,
  DeviceInfo: `
onboarded; is onboarded => OnboardingStatus == Onboarded
not onboarded; unonboarded; not yet onboarded; non onboarded => OnboardingStatus != Onboarded
can be onboarded; could be onboarded; onboardable => OnboardingStatus == Can be onboarded
unsupported; unsupported device => OnboardingStatus == Unsupported
insufficient info => OnboardingStatus == Insufficient info
internet facing; exposed to the internet; facing the internet; internet exposed; public facing; facing internet; accessible from the internet => IsInternetFacing == true
azure ad joined; entra joined; aad joined; azure joined; joined to azure ad; joined azure ad; joined entra; joined to entra => IsAzureADJoined == true
hybrid joined; hybrid azure ad joined => JoinType == Hybrid Azure AD Join
domain joined => JoinType == Domain Joined
aad registered; azure ad registered => JoinType == AAD Registered
excluded; excluded device => IsExcluded == true
transient => IsTransient == true
server; servers => DeviceType == Server
workstation; workstations; client device => DeviceType == Workstation
printer; printers => DeviceType == Printer
mobile device; mobile; phone; smartphone => DeviceType == MobileDevice
network device; network devices => DeviceCategory == NetworkDevice
iot; iot device => DeviceCategory == IoT
ot device => DeviceCategory == OT
domain controller; domain controllers; dc => DeviceSubtype == DomainController
high exposure; high exposure level; highly exposed => ExposureLevel == High
medium exposure => ExposureLevel == Medium
low exposure => ExposureLevel == Low
inactive; inactive sensor; inactive device; sensor inactive => SensorHealthState == Inactive
active sensor; sensor active; healthy sensor => SensorHealthState == Active
misconfigured; misconfigured sensor; unhealthy => SensorHealthState == Misconfigured
high value; high value asset; high asset value => AssetValue == High
windows 10 => OSPlatform == Windows10
windows 11 => OSPlatform == Windows11
windows 7 => OSPlatform == Windows7
windows 8 => OSPlatform startswith Windows8
windows xp => OSPlatform == WindowsXp
windows server 2008; server 2008 => OSPlatform in WindowsServer2008R2 | Windows2008
windows server 2012; server 2012; windows server 2012 r2; server 2012 r2 => OSPlatform == WindowsServer2012R2
windows server 2016; server 2016 => OSPlatform == WindowsServer2016
windows server 2019; server 2019 => OSPlatform == WindowsServer2019
windows server 2022; server 2022 => OSPlatform == WindowsServer2022
windows server; windows servers => OSPlatform startswith WindowsServer
windows; windows device => OSPlatform startswith Windows
linux; linux device; linux server; linux servers => OSPlatform == Linux
mac; mac device; macs => OSPlatform == macOS
ios; ios device; iphone => OSPlatform == iOS
android; android device => OSPlatform == Android
ubuntu => OSDistribution == Ubuntu
red hat; redhat; rhel => OSDistribution == RedHatEnterpriseLinux
debian => OSDistribution == Debian
centos => OSDistribution == CentOS
32 bit => OSArchitecture == 32-bit
64 bit => OSArchitecture == 64-bit
isolated; isolated device; isolation => MitigationStatus has isolated
`,
  DeviceNetworkInfo: `
up; adapter up; network adapter up; connected adapter; adapter connected => NetworkAdapterStatus == Up
adapter down; network adapter down => NetworkAdapterStatus == Down
wireless; wifi; wifi adapter; wireless adapter; wi fi => NetworkAdapterType == Wireless80211
ethernet; ethernet adapter; wired => NetworkAdapterType == Ethernet
tunnel; tunnel adapter; vpn adapter => NetworkAdapterType == Tunnel
dhcp enabled; dhcp => isnotempty IPv4Dhcp
`,
  DeviceFileCertificateInfo: `
unsigned; not signed => IsSigned == false
signed; is signed => IsSigned == true
trusted => IsTrusted == true
untrusted; not trusted => IsTrusted == false
catalog; catalog signed => SignatureType == Catalog
embedded; embedded signature => SignatureType == Embedded
signed by microsoft; microsoft root; root signer microsoft; microsoft signed => IsRootSignerMicrosoft == true
not signed by microsoft; non microsoft => IsRootSignerMicrosoft == false
expired; expired certificate; certificate expired => CertificateExpirationTime < now
`,
  DisruptionAndResponseEvents: `
contained user; contained users; user containment; contain user; contained account; users contained; containment of user => ActionType startswith ContainedUser
contained device; device containment; contained devices => ActionType startswith ContainedDevice
safeboot; safe boot => ActionType has Safeboot
gpo; gpo hardening => ActionType has Gpo
policy on; policy is on => IsPolicyOn == true
rdp; remote desktop => ActionType has RemoteDesktop
smb => ActionType has Smb
rpc => ActionType has Rpc
blocked; block => ActionType endswith Blocked
`,
};
