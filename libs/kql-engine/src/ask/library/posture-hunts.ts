import { hunt, type LibraryHunt } from './library-hunt.js';

/** Hunts in inventories, weaknesses, alerts and whole devices. */
export const postureHunts: readonly LibraryHunt[] = [
  hunt('device-timeline', 'Everything on one device', 'all events on device; device timeline; all activity of a device; what happened on this device; timeline of host', '', `
union
    (DeviceProcessEvents | where Timestamp > ago(7d) | project Timestamp, DeviceName, Source = "Process", ActionType, Detail = ProcessCommandLine, Actor = AccountName),
    (DeviceNetworkEvents | where Timestamp > ago(7d) | project Timestamp, DeviceName, Source = "Network", ActionType, Detail = strcat(RemoteIP, ":", tostring(RemotePort), " ", RemoteUrl), Actor = InitiatingProcessFileName),
    (DeviceFileEvents | where Timestamp > ago(7d) | project Timestamp, DeviceName, Source = "File", ActionType, Detail = strcat(FolderPath, " ", SHA256), Actor = InitiatingProcessFileName),
    (DeviceRegistryEvents | where Timestamp > ago(7d) | project Timestamp, DeviceName, Source = "Registry", ActionType, Detail = strcat(RegistryKey, " ", RegistryValueName), Actor = InitiatingProcessFileName),
    (DeviceLogonEvents | where Timestamp > ago(7d) | project Timestamp, DeviceName, Source = "Logon", ActionType, Detail = strcat(LogonType, " ", RemoteIP), Actor = AccountName),
    (DeviceEvents | where Timestamp > ago(7d) | project Timestamp, DeviceName, Source = "Device", ActionType, Detail = strcat(FileName, " ", RemoteUrl), Actor = InitiatingProcessFileName)
| sort by Timestamp asc`),
  hunt('file-trace', 'Where a file was seen and what it did', 'file enrichment; trace a file; suspicious file on all devices; where was this file seen; all processes created by malicious file', '', `
union
    (DeviceFileEvents | where Timestamp > ago(30d) | project Timestamp, DeviceName, ActionType, FileName, FolderPath, SHA1, SHA256, Actor = InitiatingProcessFileName),
    (DeviceProcessEvents | where Timestamp > ago(30d) | project Timestamp, DeviceName, ActionType, FileName, FolderPath, SHA1, SHA256, Actor = InitiatingProcessFileName),
    (DeviceImageLoadEvents | where Timestamp > ago(30d) | project Timestamp, DeviceName, ActionType, FileName, FolderPath, SHA1, SHA256, Actor = InitiatingProcessFileName)
| summarize FirstSeen = min(Timestamp), LastSeen = max(Timestamp), Devices = dcount(DeviceName), Actions = make_set(ActionType), Paths = make_set(FolderPath, 20) by FileName, SHA256
| sort by FirstSeen asc`),
  hunt('alerts-by-device', 'Alerts by device', 'devices with most alerts; alerts per device; which devices have alerts; noisy devices alerts', '', `
AlertEvidence
| where Timestamp > ago(7d)
| where EntityType == "Machine" and isnotempty(DeviceName)
| join kind=inner (
    AlertInfo
    | where Timestamp > ago(7d)
    | project AlertId, AlertSeverity = Severity
) on AlertId
| summarize Alerts = dcount(AlertId), High = dcountif(AlertId, AlertSeverity == "High"), Titles = make_set(Title, 20) by DeviceName
| sort by High desc, Alerts desc`),
  hunt('alerts-by-user', 'Alerts by account', 'users with most alerts; alerts per user; accounts in alerts', '', `
AlertEvidence
| where Timestamp > ago(7d)
| where EntityType == "User" and isnotempty(AccountUpn)
| summarize Alerts = dcount(AlertId), Titles = make_set(Title, 20) by AccountUpn
| sort by Alerts desc`),
  hunt('alerts-by-technique', 'Alerts by ATT&CK technique', 'mitre techniques in alerts; identify mitre attack techniques; alerts by technique; attack techniques overview', '', `
AlertInfo
| where Timestamp > ago(30d)
| where isnotempty(AttackTechniques)
| mv-expand Technique = parse_json(AttackTechniques) to typeof(string)
| summarize Alerts = count(), Titles = make_set(Title, 10) by Technique
| sort by Alerts desc`),
  hunt('alert-trend', 'Alerts by day and severity', 'alert trend; alerts over time; alerts per day by severity', '', `
AlertInfo
| where Timestamp > ago(30d)
| summarize Alerts = count() by bin(Timestamp, 1d), Severity
| sort by Timestamp asc
| render timechart`),
  hunt('rare-alerts', 'Alerts that were raised once or twice', 'rare alerts; unusual alert titles; least common alerts', '', `
AlertInfo
| where Timestamp > ago(30d)
| summarize Alerts = count(), LastSeen = max(Timestamp) by Title, Severity, ServiceSource
| where Alerts <= 2
| sort by LastSeen desc`),
  hunt('exploitable', 'Devices with vulnerabilities that have an exploit', 'exploitable vulnerabilities; devices with most exploitable vulnerabilities; vulnerabilities with available exploit; known exploited vulnerability; vulnerabilities with poc', 'T1190', `
DeviceTvmSoftwareVulnerabilities
| join kind=inner (
    DeviceTvmSoftwareVulnerabilitiesKB
    | where IsExploitAvailable == true
    | project CveId, CvssScore
) on CveId
| summarize Cves = dcount(CveId), Highest = max(CvssScore), CveList = make_set(CveId, 50) by DeviceId, DeviceName
| sort by Cves desc`),
  hunt('exposed-exploitable', 'Internet-facing devices with exploitable vulnerabilities', 'internet facing devices with exploitable vulnerability; internet exposed vulnerable devices; public facing devices critical cve', 'T1190', `
DeviceInfo
| where Timestamp > ago(7d)
| where IsInternetFacing == true
| summarize arg_max(Timestamp, DeviceName, PublicIP, OSPlatform) by DeviceId
| join kind=inner (
    DeviceTvmSoftwareVulnerabilities
    | where VulnerabilitySeverityLevel in ("Critical", "High")
    | project DeviceId, CveId, SoftwareName, VulnerabilitySeverityLevel
) on DeviceId
| join kind=inner (
    DeviceTvmSoftwareVulnerabilitiesKB
    | where IsExploitAvailable == true
    | project CveId, CvssScore
) on CveId
| summarize Cves = make_set(CveId, 50), Highest = max(CvssScore) by DeviceName, PublicIP, OSPlatform, SoftwareName
| sort by Highest desc`),
  hunt('most-vulnerable-devices', 'Devices with the most critical vulnerabilities', 'most vulnerable devices; top devices critical high vulnerabilities; vulnerability count per device', '', `
DeviceTvmSoftwareVulnerabilities
| summarize Critical = dcountif(CveId, VulnerabilitySeverityLevel == "Critical"), High = dcountif(CveId, VulnerabilitySeverityLevel == "High"), Medium = dcountif(CveId, VulnerabilitySeverityLevel == "Medium"), Low = dcountif(CveId, VulnerabilitySeverityLevel == "Low") by DeviceName
| sort by Critical desc, High desc`),
  hunt('most-vulnerable-software', 'Software with the most vulnerable devices', 'most vulnerable software; software with most vulnerabilities; vulnerable applications overview', '', `
DeviceTvmSoftwareVulnerabilities
| summarize Devices = dcount(DeviceId), Cves = dcount(CveId), Critical = dcountif(CveId, VulnerabilitySeverityLevel == "Critical") by SoftwareVendor, SoftwareName
| sort by Critical desc`),
  hunt('zero-days', 'Zero-day vulnerabilities', 'zero day vulnerabilities; zero days on devices; unpatched zero day', '', `
DeviceTvmSoftwareVulnerabilities
| where CveTags has "ZeroDay"
| summarize Devices = dcount(DeviceId), DeviceList = make_set(DeviceName, 50) by CveId, SoftwareVendor, SoftwareName, VulnerabilitySeverityLevel`),
  hunt('missing-updates', 'Security updates missing on most devices', 'missing security updates; missing kb; unpatched devices; recommended updates missing', '', `
DeviceTvmSoftwareVulnerabilities
| where isnotempty(RecommendedSecurityUpdate)
| summarize Devices = dcount(DeviceId), Cves = dcount(CveId) by RecommendedSecurityUpdate, RecommendedSecurityUpdateId, SoftwareName
| sort by Devices desc`),
  hunt('end-of-support', 'Software past or near its end of support', 'end of support software; end of life software; upcoming eos software; unsupported software versions', '', `
DeviceTvmSoftwareInventory
| where isnotempty(EndOfSupportStatus)
| summarize Devices = dcount(DeviceId), DeviceList = make_set(DeviceName, 50) by SoftwareVendor, SoftwareName, SoftwareVersion, EndOfSupportStatus, EndOfSupportDate
| sort by EndOfSupportDate asc`),
  hunt('log4j', 'Log4j on devices and in requests', 'log4j vulnerability; log4shell; jndi exploitation; apache log4j', 'T1190', `
DeviceProcessEvents
| where Timestamp > ago(30d)
| where ProcessCommandLine has_any ("jndi:ldap", "jndi:rmi", "jndi:dns", "log4j") or InitiatingProcessCommandLine has "jndi:"
| project Timestamp, DeviceName, AccountName, FileName, InitiatingProcessFileName, ProcessCommandLine`),
  hunt('non-compliant-config', 'Configurations that most devices fail', 'non compliant configurations; device configuration not compliant; misconfigurations overview; secure configuration failures', '', `
DeviceTvmSecureConfigurationAssessment
| where IsApplicable == true and IsCompliant == false
| summarize Devices = dcount(DeviceId) by ConfigurationId
| join kind=inner (
    DeviceTvmSecureConfigurationAssessmentKB
    | project ConfigurationId, ConfigurationName, ConfigurationCategory, ConfigurationImpact, RemediationOptions
) on ConfigurationId
| project ConfigurationId, ConfigurationName, ConfigurationCategory, ConfigurationImpact, Devices, RemediationOptions
| sort by ConfigurationImpact desc, Devices desc`),
  hunt('asr-config', 'Attack surface reduction rules that are off', 'asr configuration; attack surface reduction rules not enabled; asr rule status per device', '', `
DeviceTvmSecureConfigurationAssessment
| where ConfigurationSubcategory == "Attack Surface Reduction" and IsApplicable == true
| join kind=inner (
    DeviceTvmSecureConfigurationAssessmentKB
    | project ConfigurationId, ConfigurationName
) on ConfigurationId
| summarize Compliant = dcountif(DeviceId, IsCompliant == true), NotCompliant = dcountif(DeviceId, IsCompliant == false) by ConfigurationId, ConfigurationName
| sort by NotCompliant desc`),
  hunt('av-signatures', 'Antivirus mode and signature versions', 'outdated antivirus signatures; signature ring distribution; av signature version; defender antivirus mode; antivirus engine version', '', `
DeviceTvmInfoGathering
| extend Fields = AdditionalFields
| summarize Devices = dcount(DeviceId) by Mode = tostring(Fields.AvMode), Signature = tostring(Fields.AvSignatureVersion), Engine = tostring(Fields.AvEngineVersion), Platform = tostring(Fields.AvPlatformVersion)
| sort by Devices desc`),
  hunt('av-scans', 'The last antivirus scan of each device', 'last antivirus scan; latest scan per device; devices without recent av scan; devices without successful antivirus scan', '', `
DeviceEvents
| where Timestamp > ago(30d)
| where ActionType == "AntivirusScanCompleted"
| summarize arg_max(Timestamp, AdditionalFields) by DeviceId, DeviceName
| extend DaysAgo = datetime_diff("day", now(), Timestamp), ScanType = tostring(parse_json(AdditionalFields).ScanTypeIndex)
| project DeviceName, LastScan = Timestamp, DaysAgo, ScanType
| sort by DaysAgo desc`),
  hunt('not-onboarded', 'Devices that could be onboarded', 'devices not onboarded; can be onboarded devices; unmanaged devices; coverage gap', '', `
DeviceInfo
| where Timestamp > ago(7d)
| summarize arg_max(Timestamp, DeviceName, OnboardingStatus, OSPlatform, DeviceType, DeviceCategory) by DeviceId
| where OnboardingStatus == "Can be onboarded"
| project DeviceName, OSPlatform, DeviceType, DeviceCategory, Timestamp`),
  hunt('silent-devices', 'Devices that stopped reporting', 'devices not reporting; inactive sensors; devices not seen; sensor inactive', '', `
DeviceInfo
| where Timestamp > ago(30d)
| summarize LastSeen = max(Timestamp), arg_max(Timestamp, DeviceName, OSPlatform, SensorHealthState) by DeviceId
| where LastSeen < ago(7d)
| project DeviceName, OSPlatform, SensorHealthState, LastSeen
| sort by LastSeen asc`),
  hunt('device-uptime', 'How long devices report', 'device uptime; uptime calculation', '', `
DeviceInfo
| where Timestamp > ago(7d)
| summarize FirstSeen = min(Timestamp), LastSeen = max(Timestamp), Reports = count() by DeviceId, DeviceName
| extend Span = LastSeen - FirstSeen
| sort by Span desc`),
  hunt('os-overview', 'Devices by operating system', 'devices by operating system; os distribution; os version overview; operating system inventory', '', `
DeviceInfo
| where Timestamp > ago(7d)
| summarize arg_max(Timestamp, OSPlatform, OSVersion, OSBuild) by DeviceId
| summarize Devices = count() by OSPlatform, OSVersion
| sort by Devices desc`),
  hunt('local-admin-devices', 'Who logged on with local administrator rights', 'local admin logons; users with local administrator rights; local admin by device', 'T1078.003', `
DeviceLogonEvents
| where Timestamp > ago(7d)
| where IsLocalAdmin == true and ActionType == "LogonSuccess"
| summarize Devices = dcount(DeviceName), DeviceList = make_set(DeviceName, 20), LastSeen = max(Timestamp) by AccountDomain, AccountName
| sort by Devices desc`),
  hunt('ip-of-device', 'Addresses and adapters of devices', 'network adapters of computer; ip addresses of device; dhcp and dns servers of device; network info of machine', '', `
DeviceNetworkInfo
| where Timestamp > ago(7d)
| where NetworkAdapterStatus == "Up"
| mv-expand Address = parse_json(IPAddresses)
| summarize LastSeen = max(Timestamp) by DeviceName, MacAddress, NetworkAdapterType, IPAddress = tostring(Address.IPAddress), DnsAddresses, DefaultGateways, IPv4Dhcp
| sort by DeviceName asc`),
  hunt('extension-permissions', 'Browser extensions with risky permissions', 'critical browser extensions; browser extensions with most permissions; risky extensions', 'T1176', `
DeviceTvmBrowserExtensions
| where ExtensionRisk in ("Critical", "High")
| join kind=inner (
    DeviceTvmBrowserExtensionsKB
    | summarize Permissions = dcount(PermissionId), PermissionList = make_set(PermissionName, 30) by ExtensionId
) on ExtensionId
| summarize Devices = dcount(DeviceId), Permissions = max(Permissions) by ExtensionName, ExtensionId, BrowserName, ExtensionRisk
| top 100 by Permissions desc`),
  hunt('certificates-expiring', 'Certificates that expire soon', 'certificates expiring; certificate expiration next 30 days; expired certificates on devices', '', `
DeviceTvmCertificateInfo
| extend Expires = todatetime(ExpirationDate)
| where Expires between (now() .. 30d)
| project DeviceId, Expires, FriendlyName, IssuedTo, IssuedBy, Thumbprint, Path
| sort by Expires asc`),
  hunt('hardware', 'Hardware models and processors', 'hardware inventory; processor families; bios versions; device models', '', `
DeviceTvmHardwareFirmware
| summarize Devices = dcount(DeviceId) by ComponentType, Manufacturer, ComponentName, ComponentFamily
| sort by Devices desc`),
  hunt('exposure-local-admin', 'Groups and users with local admin rights on devices', 'user groups with local admin privileges; exposure graph local admin; who can administer devices', 'T1078', `
ExposureGraphEdges
| where EdgeLabel == "can authenticate to"
| where SourceNodeLabel in ("group", "user")
| where tostring(EdgeProperties.rawData.userRightsOnDevice.isLocalAdmin) == "true"
| summarize Devices = dcount(TargetNodeId), DeviceList = make_set(TargetNodeName, 50) by SourceNodeName, SourceNodeLabel
| sort by Devices desc`),
  hunt('exposure-permissions', 'Entities with the most permissions', 'most permissive entities; entities with most permissions; exposure management permissions', '', `
ExposureGraphEdges
| where EdgeLabel == "has permissions to"
| summarize Targets = dcount(TargetNodeId), TargetKinds = make_set(TargetNodeLabel, 20) by SourceNodeName, SourceNodeLabel
| top 100 by Targets desc`),
  hunt('exposure-credentials', 'Credentials of users on devices', 'credentials on devices; cached credentials exposure graph; ntlm hashes locally available; devices with credentials of users', 'T1003', `
ExposureGraphEdges
| where EdgeLabel == "has credentials of"
| project DeviceName = SourceNodeName, UserName = TargetNodeName, EdgeProperties
| summarize Users = dcount(UserName), UserList = make_set(UserName, 30) by DeviceName
| sort by Users desc`),
  hunt('easm-assets', 'Assets of the external attack surface', 'external attack surface assets; mdeasm assets; easm exposure', '', `
ExposureGraphNodes
| where NodeProperties has "Microsoft_Azure_EASM"
| summarize Assets = count(), Names = make_set(NodeName, 50) by NodeLabel`),
  hunt('critical-assets', 'Critical assets', 'critical assets; high criticality nodes; crown jewels', '', `
ExposureGraphNodes
| where isnotnull(NodeProperties.rawData.criticalityLevel)
| extend Level = toint(NodeProperties.rawData.criticalityLevel.criticalityLevel)
| where Level < 2
| project NodeName, NodeLabel, Level, Categories`),
  hunt('attack-disruption', 'What attack disruption did', 'attack disruption actions; contained users and devices; automatic disruption', '', `
DisruptionAndResponseEvents
| where Timestamp > ago(30d)
| summarize Count = count(), Devices = make_set(DeviceName, 20), FirstSeen = min(Timestamp), LastSeen = max(Timestamp) by ActionType, SourceUserName, PolicyName
| sort by LastSeen desc`),
  hunt('agents-open', 'Agents without sign-in or guardrails', 'ai agents without authentication; unsecured copilot studio agents; risky ai agents; agents shared widely', '', `
AIAgentsInfo
| summarize arg_max(Timestamp, *) by AIAgentId
| where UserAuthenticationType == "None" and AgentStatus != "Deleted"
| project AIAgentName, AgentStatus, CreatorAccountUpn, Platform, AccessControlPolicy, LastPublishedTime`),
  hunt('dlp-matches', 'Data loss policies that matched', 'dlp policy matches; data loss prevention events; sensitive data exfiltration', 'T1048', `
DataSecurityEvents
| where Timestamp > ago(7d)
| where isnotempty(DlpPolicyMatchInfo)
| summarize Count = count(), Objects = make_set(ObjectName, 20) by AccountUpn, ActionType, Workload
| sort by Count desc`),
  hunt('container-shells', 'Shells in containers', 'shell in container; interactive shell in pod; kubectl exec; container process bash', 'T1609', `
CloudProcessEvents
| where Timestamp > ago(7d)
| where FileName in ("bash", "sh", "dash", "zsh", "ash") or ProcessName in ("bash", "sh", "dash", "zsh", "ash")
| summarize Count = count(), Commands = make_set(ProcessCommandLine, 20) by KubernetesNamespace, KubernetesPodName, ContainerName, ContainerImageName
| sort by Count desc`),
  hunt('file-types', 'Files written by kind', 'file types by count; visualize file types; most common file extensions', '', `
DeviceFileEvents
| where Timestamp > ago(7d)
| where ActionType == "FileCreated"
| extend Extension = tolower(extract(@"\\.([A-Za-z0-9]{1,8})$", 1, FileName))
| summarize Count = count(), Devices = dcount(DeviceId) by Extension
| sort by Count desc`),
  hunt('unsigned-rare', 'Rare files that nobody signed', 'unsigned rare files; low prevalence unsigned executables; unsigned processes', 'T1553.002', `
DeviceFileCertificateInfo
| where Timestamp > ago(30d)
| where IsSigned == false or IsTrusted == false
| summarize Devices = dcount(DeviceId) by SHA1
| where Devices <= 2
| join kind=inner (
    DeviceProcessEvents
    | where Timestamp > ago(7d)
    | summarize FirstSeen = min(Timestamp), Names = make_set(FileName, 5), Paths = make_set(FolderPath, 5) by SHA1
) on SHA1
| project FirstSeen, Names, Paths, SHA1, Devices`),
];
