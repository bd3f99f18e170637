import { hunt, type LibraryHunt } from './library-hunt.js';

/** Hunts for stolen credentials, discovery and movement. */
export const credentialHunts: readonly LibraryHunt[] = [
  hunt('lsass-dump', 'LSASS memory is dumped', 'lsass dump; dump lsass memory; credential dumping from lsass; procdump lsass; comsvcs minidump; lsass credential theft', 'T1003.001', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where ProcessCommandLine has "lsass" and ProcessCommandLine has_any ("procdump", "-ma", "minidump", "comsvcs", "rundll32", "createdump", "dump") or ProcessCommandLine has_all ("comsvcs", "MiniDump")
| project Timestamp, DeviceName, AccountName, FileName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('lsass-access', 'Processes that open or read LSASS', 'lsass access; open process lsass; process reading lsass memory; handle to lsass', 'T1003.001', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType in ("OpenProcessApiCall", "ReadProcessMemoryApiCall", "WriteToLsassProcessMemory")
| where FileName =~ "lsass.exe"
| summarize Count = count(), FirstSeen = min(Timestamp) by DeviceName, InitiatingProcessFileName, InitiatingProcessCommandLine
| sort by Count asc`),
  hunt('dump-files', 'Memory dump files are written', 'memory dump file created; dmp file lsass; lsass.dmp', 'T1003.001', `
DeviceFileEvents
| where Timestamp > ago(7d)
| where ActionType == "FileCreated" and FileName endswith ".dmp"
| where FileName has_any ("lsass", "lsas") or InitiatingProcessFileName in~ ("taskmgr.exe", "procdump.exe", "procdump64.exe", "rundll32.exe", "powershell.exe")
| project Timestamp, DeviceName, FileName, FolderPath, InitiatingProcessFileName, InitiatingProcessCommandLine`),
  hunt('sam-export', 'SAM, SYSTEM or SECURITY hives are saved', 'sam database export; reg save sam; registry hive dump; export of sam hive; lazagne sam', 'T1003.002', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName =~ "reg.exe" and ProcessCommandLine has_any ("save", "export") and ProcessCommandLine has_any (@"hklm\\sam", @"hklm\\system", @"hklm\\security", "HKEY_LOCAL_MACHINE\\\\SAM")
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('ntds-theft', 'The domain database is copied', 'ntds theft; ntds.dit copy; ntdsutil ifm; domain controller database dump; vssadmin ntds', 'T1003.003', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where ProcessCommandLine has "ntds.dit" or (FileName =~ "ntdsutil.exe" and ProcessCommandLine has_any ("ifm", "ac i ntds", "create full"))
| project Timestamp, DeviceName, AccountName, FileName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('mimikatz', 'Mimikatz and its commands', 'mimikatz; sekurlsa; invoke-mimikatz; kerberos ticket tool; credential theft tool', 'T1003', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where ProcessCommandLine has_any ("mimikatz", "sekurlsa", "lsadump", "kerberos::", "privilege::debug", "Invoke-Mimikatz", "dcsync") or FileName =~ "mimikatz.exe"
| project Timestamp, DeviceName, AccountName, FileName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('lazagne', 'LaZagne collects passwords', 'lazagne; password recovery tool', 'T1555', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName =~ "lazagne.exe" or ProcessCommandLine has "lazagne"
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('dcsync', 'Directory replication by an odd account', 'dcsync; directory service replication; domain replication attack; dc sync from non domain controller', 'T1003.006', `
IdentityDirectoryEvents
| where Timestamp > ago(7d)
| where ActionType == "Directory Service replication"
| summarize Count = count(), Targets = make_set(DestinationDeviceName) by AccountUpn, AccountName, DeviceName
| sort by Count asc`),
  hunt('kerberoasting', 'Kerberoasting', 'kerberoast; kerberoasting; service ticket requests rc4; spn enumeration; roasting attack', 'T1558.003', `
IdentityQueryEvents
| where Timestamp > ago(7d)
| where ActionType == "LDAP query"
| where Query has_any ("servicePrincipalName=*", "userAccountControl:1.2.840.113556.1.4.803:=4194304")
| summarize Count = count(), Queries = make_set(Query, 10) by AccountUpn, DeviceName
| sort by Count desc`),
  hunt('browser-credentials', 'Browser password stores are read', 'browser credential theft; chrome login data access; stealing browser passwords; webcache theft; browser cookies stolen', 'T1555.003', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where ProcessCommandLine has_any (@"\\User Data\\Default\\Login Data", "Login Data", @"\\Local State", "logins.json", "key4.db", "WebCacheV01.dat", "cookies.sqlite")
| where FileName !in~ ("chrome.exe", "msedge.exe", "firefox.exe")
| project Timestamp, DeviceName, AccountName, FileName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('password-in-commands', 'Passwords written on command lines', 'cleartext password in command line; insecure credentials in commands; plaintext password usage', 'T1552', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where ProcessCommandLine has_any ("password=", "passwd=", "-password", "/password", "pwd=", "-AsPlainText", "ConvertTo-SecureString")
| project Timestamp, DeviceName, AccountName, FileName, ProcessCommandLine`),
  hunt('wdigest', 'WDigest keeps passwords in memory', 'wdigest; uselogoncredential; enable wdigest', 'T1112 T1003.001', `
DeviceRegistryEvents
| where Timestamp > ago(7d)
| where RegistryKey has "WDigest" and RegistryValueName =~ "UseLogonCredential" and RegistryValueData == "1"
| project Timestamp, DeviceName, InitiatingProcessAccountName, InitiatingProcessFileName, InitiatingProcessCommandLine`),
  hunt('brute-force-device', 'Many failed logons, then a good one', 'brute force; brute force followed by successful logon; password guessing success; multiple failed logons then success', 'T1110.001', `
DeviceLogonEvents
| where Timestamp > ago(7d)
| where isnotempty(AccountName) and isnotempty(RemoteIP)
| summarize Failed = countif(ActionType == "LogonFailed"), Succeeded = countif(ActionType == "LogonSuccess"), FirstSeen = min(Timestamp), LastSeen = max(Timestamp) by DeviceName, AccountName, RemoteIP
| where Failed >= 10 and Succeeded > 0
| sort by Failed desc`),
  hunt('brute-force-rdp', 'Failed remote logons from one address', 'rdp brute force; multiple failed remote logons; same ip brute force remote connection; failed remote desktop attempts against several devices', 'T1110 T1021.001', `
DeviceLogonEvents
| where Timestamp > ago(7d)
| where ActionType == "LogonFailed" and LogonType == "RemoteInteractive"
| summarize Attempts = count(), Devices = dcount(DeviceName), DeviceList = make_set(DeviceName, 20) by RemoteIP, bin(Timestamp, 1h)
| where Attempts >= 10 or Devices >= 3
| sort by Attempts desc`),
  hunt('password-spray', 'One source fails against many accounts', 'password spray; failed logons towards multiple accounts from a single source; many accounts same ip; spraying', 'T1110.003', `
IdentityLogonEvents
| where Timestamp > ago(7d)
| where ActionType == "LogonFailed"
| summarize Accounts = dcount(AccountUpn), Attempts = count(), AccountList = make_set(AccountUpn, 20) by IPAddress, bin(Timestamp, 1h)
| where Accounts >= 10
| sort by Accounts desc`),
  hunt('spray-cloud', 'Password spray against cloud accounts', 'azure ad password spray; cloud password spray; signin spray; many users failed signin from same ip', 'T1110.003', `
AADSignInEventsBeta
| where Timestamp > ago(7d)
| where ErrorCode in (50126, 50053, 50055, 50056)
| summarize Users = dcount(AccountUpn), Attempts = count(), UserList = make_set(AccountUpn, 20) by IPAddress, Country, bin(Timestamp, 1h)
| where Users >= 10
| sort by Users desc`),
  hunt('recon-commands', 'Discovery commands in quick succession', 'reconnaissance commands; discovery commands; whoami net group nltest systeminfo; recon activities; enumeration of system; post compromise commands; qakbot reconnaissance', 'T1033 T1087 T1082 T1016', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("whoami.exe", "net.exe", "net1.exe", "nltest.exe", "systeminfo.exe", "ipconfig.exe", "arp.exe", "route.exe", "netstat.exe", "nslookup.exe", "quser.exe", "tasklist.exe", "hostname.exe", "dsquery.exe", "qwinsta.exe")
| summarize Commands = dcount(ProcessCommandLine), CommandList = make_set(ProcessCommandLine, 30), Tools = dcount(FileName) by DeviceName, AccountName, InitiatingProcessFileName, bin(Timestamp, 10m)
| where Tools >= 3
| sort by Commands desc`),
  hunt('net-enumeration', 'Accounts and groups listed with net', 'net user domain; net group domain admins; net localgroup administrators; net discovery activities; rare net parameters; net query statistics', 'T1087 T1069', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("net.exe", "net1.exe")
| where ProcessCommandLine has_any (" user", " group", " localgroup", " accounts", " view", " share")
| summarize Count = count(), Devices = dcount(DeviceId) by ProcessCommandLine
| sort by Count asc`),
  hunt('adfind', 'AdFind and similar directory tools', 'adfind; suspicious enumeration using adfind; active directory enumeration tool; bloodhound; sharphound; dsquery enumeration', 'T1087.002 T1069.002', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("adfind.exe", "sharphound.exe", "adexplorer.exe") or ProcessCommandLine has_any ("objectcategory=", "(objectClass=", "-gcb", "trustdmp", "dclist", "--CollectionMethod", "Invoke-BloodHound")
| project Timestamp, DeviceName, AccountName, FileName, ProcessCommandLine`),
  hunt('ldap-bursts', 'Bursts of directory queries', 'multiple ldap queries; ldap enumeration; ldap reconnaissance; many active directory queries in short time', 'T1087.002', `
IdentityQueryEvents
| where Timestamp > ago(7d)
| where ActionType == "LDAP query"
| summarize Queries = count(), Different = dcount(Query) by AccountUpn, DeviceName, bin(Timestamp, 1m)
| where Different > 10
| sort by Different desc`),
  hunt('ldap-sensitive', 'Directory queries for sensitive groups', 'sensitive ldap queries; ldap query for domain admins; samr query for sensitive groups; ldap search for passwords in description', 'T1069.002', `
IdentityQueryEvents
| where Timestamp > ago(7d)
| where QueryTarget has_any ("Domain Admins", "Enterprise Admins", "Schema Admins", "Administrators", "krbtgt") or Query has_any ("admincount=1", "description=*pass*", "ms-Mcs-AdmPwd")
| summarize Count = count(), Queries = make_set(Query, 10) by AccountUpn, DeviceName, QueryTarget
| sort by Count desc`),
  hunt('smb-scan', 'One device opens SMB to many others', 'smb scanning; smb reconnaissance; smb sessions to many devices; smb lateral movement; smb shares discovery', 'T1021.002 T1135', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where RemotePort == 445 and RemoteIPType == "Private"
| summarize Targets = dcount(RemoteIP), Count = count() by DeviceName, InitiatingProcessFileName, bin(Timestamp, 1h)
| where Targets > 20
| sort by Targets desc`),
  hunt('port-scan', 'One device tries many ports or hosts', 'port scan; network scanning; internal scan; host sweep', 'T1046', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where ActionType in ("ConnectionFailed", "ConnectionAttempt", "ConnectionRequest")
| summarize Ports = dcount(RemotePort), Hosts = dcount(RemoteIP) by DeviceName, InitiatingProcessFileName, bin(Timestamp, 10m)
| where Ports > 50 or Hosts > 50
| sort by Hosts desc`),
  hunt('new-rdp', 'RDP between devices for the first time', 'lateral movement rdp; new rdp connection; suspicious rdp connections; rdp between workstations; first time rdp', 'T1021.001', `
DeviceLogonEvents
| where Timestamp > ago(30d)
| where LogonType == "RemoteInteractive" and ActionType == "LogonSuccess"
| where isnotempty(RemoteIP)
| summarize FirstSeen = min(Timestamp), Count = count() by AccountName, RemoteDeviceName, RemoteIP, DeviceName
| where FirstSeen > ago(7d)
| sort by FirstSeen desc`),
  hunt('admin-many-devices', 'One account logs on to many devices', 'lateral movement by compromised account; account logged on to many devices; logons to many devices by one user; lateral movement', 'T1021 T1078', `
DeviceLogonEvents
| where Timestamp > ago(7d)
| where ActionType == "LogonSuccess" and LogonType in ("Network", "RemoteInteractive")
| summarize Devices = dcount(DeviceName), DeviceList = make_set(DeviceName, 30) by AccountDomain, AccountName, bin(Timestamp, 1d)
| where Devices > 10
| sort by Devices desc`),
  hunt('local-account-logons', 'Logons with local accounts', 'local account logons; non domain logon activity; local administrator logons', 'T1078.003', `
DeviceLogonEvents
| where Timestamp > ago(7d)
| where AccountDomain =~ split(DeviceName, ".")[0]
| summarize Succeeded = countif(ActionType == "LogonSuccess"), Failed = countif(ActionType == "LogonFailed"), Accounts = make_set(AccountName, 20) by DeviceName
| sort by Succeeded desc`),
  hunt('service-account-interactive', 'Service accounts log on interactively', 'service account interactive logon; service account remote logon; service accounts performing remote powershell', 'T1078.002', `
DeviceLogonEvents
| where Timestamp > ago(7d)
| where ActionType == "LogonSuccess" and LogonType in ("Interactive", "RemoteInteractive")
| where AccountName startswith "svc" or AccountName has "service" or AccountName endswith "svc"
| project Timestamp, DeviceName, AccountName, LogonType, RemoteIP, RemoteDeviceName`),
  hunt('remote-powershell', 'PowerShell remoting', 'remote powershell sessions; wsmprovhost; winrm lateral movement; enter-pssession', 'T1021.006', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where InitiatingProcessFileName =~ "wsmprovhost.exe" or FileName =~ "wsmprovhost.exe" or ProcessCommandLine has_any ("Enter-PSSession", "New-PSSession", "Invoke-Command -ComputerName")
| project Timestamp, DeviceName, AccountName, FileName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('smb-copy-execute', 'A file arrives over SMB and runs', 'file copied over smb then executed; remote file execution; smb file copy; executable written to share and executed', 'T1570 T1021.002', `
DeviceFileEvents
| where Timestamp > ago(7d)
| where ActionType == "FileCreated" and RequestProtocol == "SMB"
| where FileName endswith ".exe" or FileName endswith ".dll" or FileName endswith ".ps1" or FileName endswith ".bat"
| project CopiedAt = Timestamp, DeviceId, DeviceName, SHA256, FileName, FolderPath, RequestSourceIP, RequestAccountName
| join kind=inner (
    DeviceProcessEvents
    | where Timestamp > ago(7d)
    | project RanAt = Timestamp, DeviceId, SHA256, ProcessCommandLine
) on DeviceId, SHA256
| where RanAt between (CopiedAt .. 10m)
| project CopiedAt, RanAt, DeviceName, FileName, FolderPath, RequestSourceIP, RequestAccountName, ProcessCommandLine`),
  hunt('runas', 'Commands run as another user', 'runas usage; runas abuse; explicit credentials', 'T1134.002', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName =~ "runas.exe"
| project Timestamp, DeviceName, AccountName, InitiatingProcessFileName, ProcessCommandLine`),
];
