/** Filters as analysts say them, for tables of alerts, inventories and weaknesses; the form is that of `deviceConcepts`. A name with @ is a block that tables share. */
export const postureConcepts: Readonly<Record<string, string>> = {
  AlertInfo: '@alert',
  AlertEvidence: '@alert',
  '@alert': `
high severity; high; high priority; severity high => Severity == High
medium severity; medium; severity medium => Severity == Medium
low severity; severity low; low => Severity == Low
informational; informational severity; info severity => Severity == Informational
defender for endpoint; mde; microsoft defender for endpoint => ServiceSource == Microsoft Defender for Endpoint
defender for office 365; mdo; defender for office; microsoft defender for office 365 => ServiceSource == Microsoft Defender for Office 365
defender for identity; mdi; microsoft defender for identity => ServiceSource == Microsoft Defender for Identity
defender for cloud apps; mcas; mdca; microsoft defender for cloud apps; defender for cloud app => ServiceSource == Microsoft Defender for Cloud Apps
microsoft 365 defender; defender xdr => ServiceSource == Microsoft 365 Defender
edr => DetectionSource == EDR
antivirus; antivirus alert; av => DetectionSource == Antivirus
smartscreen => DetectionSource == SmartScreen
custom detection; custom detections; custom detection rule => DetectionSource == Custom detection
custom ti; threat intelligence => DetectionSource == Custom TI
automated investigation => DetectionSource == Automated investigation
identity protection; aad identity protection => DetectionSource == AAD Identity Protection
app governance => DetectionSource == App Governance
dlp; data loss prevention => DetectionSource == Microsoft Data Loss Prevention
impacted; impacted entity; impacted entities; impacted asset => EvidenceRole == Impacted
related evidence => EvidenceRole == Related
ip entity; ip evidence; ip entities => EntityType == Ip
url entity; url evidence; url entities => EntityType == Url
file evidence; file entity; file entities => EntityType == File
user entity; user evidence; user entities => EntityType == User
process evidence; process entity; process entities => EntityType == Process
machine evidence; machine entity; device entity; device evidence; device entities => EntityType == Machine
mailbox evidence; mailbox entity; mailbox entities => EntityType == Mailbox
registry evidence; registry key evidence => EntityType == RegistryKey
lateral movement => Categor* == LateralMovement
command and control; c2 => Categor* == CommandAndControl
credential access => Categor* == CredentialAccess
initial access => Categor* == InitialAccess
privilege escalation => Categor* == PrivilegeEscalation
defense evasion; defence evasion => Categor* == DefenseEvasion
persistence => Categor* == Persistence
execution => Categor* == Execution
exfiltration => Categor* == Exfiltration
collection => Categor* == Collection
discovery => Categor* == Discovery
ransomware; ransomware alert => Categor* == Ransomware
malware; malware alert; malicious => Categor* == Malware
exploit; exploitation => Categor* == Exploit
impact category => Categor* == Impact
suspicious activity => Categor* == SuspiciousActivity
unwanted software => Categor* == UnwantedSoftware
phishing; phishing alert; phish => Title has phish
azure => CloudPlatform == Azure
aws; amazon => CloudPlatform == Amazon Web Services
`,
  /** Vulnerabilities that are known by a name. */
  '@vulnerabilities': `
printnightmare; print nightmare => CveId == CVE-2021-34527
log4shell => CveId == CVE-2021-44228
bluekeep => CveId == CVE-2019-0708
eternalblue; ms17 010 => CveId == CVE-2017-0144
zerologon => CveId == CVE-2020-1472
proxylogon => CveId == CVE-2021-26855
proxyshell => CveId == CVE-2021-34473
proxynotshell => CveId in CVE-2022-41040 | CVE-2022-41082
follina => CveId == CVE-2022-30190
spring4shell => CveId == CVE-2022-22965
hivenightmare; serioussam => CveId == CVE-2021-36934
petitpotam => CveId == CVE-2021-36942
smbghost => CveId == CVE-2020-0796
heartbleed => CveId == CVE-2014-0160
shellshock => CveId == CVE-2014-6271
regresshion => CveId == CVE-2024-6387
citrixbleed; citrix bleed => CveId == CVE-2023-4966
baron samedit => CveId == CVE-2021-3156
pwnkit => CveId == CVE-2021-4034
dirty pipe => CveId == CVE-2022-0847
dirty cow => CveId == CVE-2016-5195
`,
  DeviceTvmSoftwareVulnerabilities: `
@vulnerabilities
critical; critical vulnerability; critical severity => VulnerabilitySeverityLevel == Critical
high severity; high vulnerability; high => VulnerabilitySeverityLevel == High
medium severity; medium vulnerability; medium => VulnerabilitySeverityLevel == Medium
low severity; low vulnerability; low => VulnerabilitySeverityLevel == Low
critical and high; critical or high; high and critical; high or critical; critical high => VulnerabilitySeverityLevel in Critical | High
zero day; zeroday; 0 day; zero days => CveTags has ZeroDay
no security update; without security update; no patch; no fix; no update available; without a security update; no available security update => CveTags has NoSecurityUpdate
patch available; security update available; with security update; has security update; fix available; available update; update available => isnotempty RecommendedSecurityUpdate
@os
`,
  DeviceTvmSoftwareVulnerabilitiesKB: `
@vulnerabilities
exploit available; exploitable; available exploit; public exploit; known exploit; with exploit; exploit exist; exploit is available; have exploit; publicly available exploit; exploits available; has an exploit; exploits => IsExploitAvailable == true
no exploit; not exploitable; no known exploit; without exploit => IsExploitAvailable == false
critical; critical vulnerability; critical severity => VulnerabilitySeverityLevel == Critical
high severity; high vulnerability; high => VulnerabilitySeverityLevel == High
medium severity; medium => VulnerabilitySeverityLevel == Medium
low severity; low => VulnerabilitySeverityLevel == Low
`,
  DeviceTvmSoftwareInventory: `
end of support; end of life; eos; eol; unsupported; out of support; no longer supported; reached end of support; past end of support; end of support software => EndOfSupportStatus in EOS version | EOS software
eos software; end of support software => EndOfSupportStatus == EOS software
eos version; end of support version => EndOfSupportStatus == EOS version
upcoming end of support; upcoming eos; nearing end of support; soon end of support; approaching end of support; upcoming end of life; soon to be end of support => EndOfSupportStatus startswith Upcoming EOS
@os
`,
  DeviceTvmSecureConfigurationAssessment: `
non compliant; not compliant; noncompliant; misconfigured; misconfiguration; fail; misconfigurations; failing; incompliant => IsCompliant == false
compliant; is compliant => IsCompliant == true
applicable; is applicable => IsApplicable == true
not applicable; non applicable => IsApplicable == false
bitlocker disabled; without bitlocker; bitlocker not enabled; bitlocker turned off => ConfigurationSubcategory == Bitlocker && IsCompliant == false
antivirus => ConfigurationSubcategory == Antivirus
bitlocker => ConfigurationSubcategory == Bitlocker
firewall => ConfigurationSubcategory == Firewall
smartscreen => ConfigurationSubcategory == SmartScreen
credential guard => ConfigurationSubcategory == Credential Guard
attack surface reduction; asr => ConfigurationSubcategory == Attack Surface Reduction
exploit guard => ConfigurationSubcategory == Exploit Guard
edr => ConfigurationSubcategory == EDR
internet explorer => ConfigurationSubcategory == Internet Explorer
google chrome; chrome => ConfigurationSubcategory == Google Chrome
microsoft office => ConfigurationSubcategory == Microsoft Office
adobe acrobat => ConfigurationSubcategory == Adobe Acrobat
security controls; security control => ConfigurationCategory == Security Controls
user impact; expected user impact => IsExpectedUserImpact == true
@os
`,
  DeviceTvmSecureConfigurationAssessmentKB: `
security controls; security control => ConfigurationCategory == Security Controls
`,
  '@os': `
windows 10 => OSPlatform == Windows10
windows 11 => OSPlatform == Windows11
windows 7 => OSPlatform == Windows7
windows server 2012; server 2012; windows server 2012 r2 => OSPlatform == WindowsServer2012R2
windows server 2016; server 2016 => OSPlatform == WindowsServer2016
windows server 2019; server 2019 => OSPlatform == WindowsServer2019
windows server 2022; server 2022 => OSPlatform == WindowsServer2022
windows server; windows servers => OSPlatform startswith WindowsServer
windows; windows device => OSPlatform startswith Windows
linux; linux device => OSPlatform == Linux
mac; mac device => OSPlatform == macOS
ios => OSPlatform == iOS
android => OSPlatform == Android
`,
  DeviceTvmHardwareFirmware: `
bios; uefi; firmware => ComponentType =~ Bios
processor; processors; cpu; cpus; processor family => ComponentType =~ Processor
hardware; hardware model; hardware component; device model => ComponentType =~ Hardware
lenovo => ComponentType =~ Hardware && Manufacturer =~ lenovo
dell => ComponentType =~ Hardware && Manufacturer has dell
hp; hewlett packard => ComponentType =~ Hardware && Manufacturer =~ hp
intel => Manufacturer has intel
amd => Manufacturer has amd
vmware => Manufacturer has vmware
microsoft device; surface => Manufacturer has microsoft
`,
  DeviceTvmBrowserExtensions: `
critical; critical risk; critical extension => ExtensionRisk == Critical
high risk; high; risky; high risk extension => ExtensionRisk == High
medium risk => ExtensionRisk == Medium
low risk => ExtensionRisk == Low
chrome; google chrome => BrowserName == chrome
edge; microsoft edge => BrowserName == edge
firefox => BrowserName == firefox
activated; active; enabled; turned on => IsActivated == true
not activated; inactive; deactivated => IsActivated == false
`,
  DeviceTvmBrowserExtensionsKB: `
critical; critical risk => ExtensionRisk == Critical
high risk; high => ExtensionRisk == High
high permission risk; high permission; high risk permission => PermissionRisk == High
critical permission; critical risk permission => PermissionRisk == Critical
required permission; required => IsPermissionRequired == true
chrome; google chrome => BrowserName == chrome
edge; microsoft edge => BrowserName == edge
firefox => BrowserName == firefox
`,
  DeviceTvmCertificateInfo: `
expired; expired certificate; already expired => ExpirationDate < now
self signed => SubjectType has Self
sha1; sha1 certificate => SignatureAlgorithm has sha1
md5 => SignatureAlgorithm has md5
rsa => SignatureAlgorithm has RSA
`,
  DeviceBaselineComplianceAssessment: `
non compliant; not compliant; noncompliant; fail => IsCompliant == false
compliant => IsCompliant == true
applicable => IsApplicable == true
exempt; exempted; exemption => IsExempt == true
@os
`,
  DeviceBaselineComplianceProfiles: `
active; enabled => Status == true
disabled; inactive => Status == false
`,
  DataSecurityEvents: `
hidden => IsHidden == true
managed device => IsManagedDevice == true
unmanaged; unmanaged device => IsManagedDevice == false
teams => Workload == Teams
exchange; email => Workload == Exchange
sharepoint => Workload == SharePoint
onedrive => Workload == OneDrive
endpoint => Workload == Endpoint
printed; print; printing => ActionType has Print
copied to usb; removable media; usb; copied to removable media => ActionType has Removable
downloaded; download => ActionType has Download
uploaded; upload => ActionType has Upload
deleted; delete => ActionType has Delet
renamed; rename => ActionType has Rename
label removed; label downgrade; downgraded; label change; label changed => ActionType has Label
`,
  DataSecurityBehaviors: `
anomalous; unusual; anomaly => IsAnomalous == true
hidden content => IsContentHidden == true
exfiltration => Categories has Exfiltration
`,
  BehaviorInfo: '@behavior',
  BehaviorEntities: '@behavior',
  '@behavior': `
defender for cloud apps; mcas; defender for cloud app => ServiceSource == Microsoft Defender for Cloud Apps
defender for endpoint => ServiceSource == Microsoft Defender for Endpoint
defender for identity => ServiceSource == Microsoft Defender for Identity
impossible travel => ActionType == ImpossibleTravelActivity
unusual file download; mass download => ActionType == MassDownload
credential access => Categories has CredentialAccess
initial access => Categories has InitialAccess
exfiltration => Categories has Exfiltration
lateral movement => Categories has LateralMovement
discovery => Categories has Discovery
persistence => Categories has Persistence
`,
  AIAgentsInfo: `
blocked => IsBlocked == true
not blocked => IsBlocked == false
published => AgentStatus == Published
draft => AgentStatus == Draft
deleted => AgentStatus == Deleted
no authentication; without auth; unauthenticated; no auth; anonymous => UserAuthenticationType == None
generative orchestration; generative => IsGenerativeOrchestrationEnabled == true
copilot studio => RegistrySource has Copilot Studio || Platform has Copilot Studio
mcp; mcp server; mcp tool => AgentToolsDetails has mcp
`,
  AgentsInfo: `
published => PublishedStatus has Published
unpublished; not published => PublishedStatus !has Published
deleted => LifecycleStatus has Deleted
blocked => LifecycleStatus has Blocked
copilot studio => Platform has Copilot Studio
foundry; azure ai foundry => Platform has Foundry
mcp; mcp server; mcp servers => isnotempty McpServers
guardrail; with guardrail => isnotempty Guardrails
without guardrail; no guardrail => isempty Guardrails
`,
  ExposureGraphNodes: `
device; devices => NodeLabel == device
user; users; identity => NodeLabel == user
virtual machine; vm; vms; virtual machines => NodeLabel has virtualmachine
web page; web pages => NodeLabel == web-page
easm; mdeasm; external attack surface; external attack surface management => NodeProperties has Microsoft_Azure_EASM
critical; critical asset => NodeProperties has criticalityLevel
internet exposed; exposed to the internet; internet facing => NodeProperties has exposedToInternet
vulnerable to remote code execution; rce => NodeProperties has vulnerableToRCE
vulnerable to privilege escalation => NodeProperties has VulnerableToPrivilegeEscalation
storage account => NodeLabel has storageaccounts
key vault => NodeLabel has vaults
service principal => NodeLabel == serviceprincipal
managed identity => NodeLabel == managedidentity
group; groups => NodeLabel == group
`,
  ExposureGraphEdges: `
can authenticate; can authenticate to; authenticate to; can auth to => EdgeLabel == can authenticate to
has credential; has credentials of; credential of; credentials of => EdgeLabel == has credentials of
has permission; permission; permissions to; permissions => EdgeLabel == has permissions to
has role; role on => EdgeLabel == has role on
member of => EdgeLabel == member of
frequently logged in; frequently logged on; logged in by => EdgeLabel == frequently logged in by
route traffic; routes traffic => EdgeLabel == routes traffic to
affecting; affect => EdgeLabel == affecting
can impersonate => EdgeLabel has impersonate
local admin; local admin right => EdgeProperties has isLocalAdmin
`,
};
