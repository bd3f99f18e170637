/** Filters as analysts say them, for tables of cloud applications and workloads; the form is that of `deviceConcepts`. A name with @ is a block that tables share. */
export const applicationConcepts: Readonly<Record<string, string>> = {
  CloudAppEvents: `
file uploaded; upload; uploaded; upload file; uploads; uploaded file; uploaded to => ActionType == FileUploaded
file downloaded; download; downloaded; downloaded file; downloads; mass download => ActionType == FileDownloaded
file deleted; deleted file; file deletion; delete file; deleted files => ActionType == FileDeleted
file renamed; renaming; rename; renamed => ActionType == FileRenamed
file accessed; accessed file; file access => ActionType == FileAccessed
file modified; modified file => ActionType == FileModified
file copied; copied file => ActionType == FileCopied
file moved => ActionType == FileMoved
file previewed; previewed => ActionType == FilePreviewed
inbox rule; new inbox rule; mailbox rule; inbox rule created; inbox rules; email rule; created inbox rule; inbox forwarding rule; creation of inbox rule => ActionType in New-InboxRule | Set-InboxRule
deleted inbox rule; inbox rule deleted; removed inbox rule; inbox rule removed; delete inbox rule; inbox rule deletion => ActionType == Remove-InboxRule
forwarding; mail forwarding; forward; email forwarding; mailbox forwarding; forwarded; external forwarding => ActionType in New-InboxRule | Set-InboxRule | Set-Mailbox
mailbox permission; mailbox delegation; full access; mailbox permissions added; added mailbox permission; access to mailbox; delegate => ActionType in Add-MailboxPermission | Add-RecipientPermission
mail items accessed; mailitemsaccessed; mail item access; mailbox access; accessed mailbox; mail access; accessing mail; mailbox items accessed; accessing user mail; read mail => ActionType == MailItemsAccessed
hard delete; hard deleted email; harddelete; hard deletion => ActionType == HardDelete
soft delete => ActionType == SoftDelete
hard user delete; hard delete user; user hard delete => ActionType == Hard Delete user.
consent; consent to application; oauth consent; app consent; consented; consent to app; granted consent; user consent; consent granted; admin consent => ActionType == Consent to application.
add user; user added; new user; user created; created user; user creation; account created; user account created; new users => ActionType == Add user.
delete user; user deleted; deleted user; user account deleted => ActionType == Delete user.
disable account; account disabled; user disabled; disabled user => ActionType == Disable account.
update user => ActionType == Update user.
reset password; password reset; reset user password => ActionType == Reset user password.
change password; password change; changed password => ActionType == Change user password.
add member to role; role assignment; added to role; assigned role; role added; directory role assigned; admin role assigned; role member; assigned admin role; global admin added; privileged role; member added to role; role assigned => ActionType == Add member to role.
add member to group; added to group; group member added => ActionType == Add member to group.
service principal credential; app credential; application secret; added credential; new credential; credential added; secret added; new secret; application credential => ActionType has_any Add service principal credentials | Update application – Certificates and secrets management
add service principal; new service principal; service principal added => ActionType == Add service principal.
add application; new application; application registered; app registration => ActionType == Add application.
conditional access policy; conditional access policy changed; conditional access => ActionType has conditional access policy
federation; federation setting; set domain authentication; domain federation; federation trust; federated authentication => ActionType in Set federation settings on domain. | Set domain authentication.
sharing; shared; share; file shared; sharing link; shared file; external sharing; shared externally => ActionType in SharingSet | SharingInvitationCreated | AnonymousLinkCreated | SecureLinkCreated
anonymous link; anonymous sharing; anonymous link created; anyone link => ActionType == AnonymousLinkCreated
live response; live response session => ActionType startswith LiveResponse
get file; getfile; live response get file => ActionType == LiveResponseGetFile
custom detection; custom detection rule => ActionType has CustomDetection
custom detection disabled; disabled custom detection; custom detection rule status => ActionType == ChangeCustomDetectionRuleStatus
isolation; isolate device; device isolated; isolate; isolated; device isolation => ActionType == IsolateDevice
release from isolation; removed from isolation; unisolate; isolation released; release device => ActionType == ReleaseFromIsolation
offboarding; offboard; offboarding package => ActionType has Offboarding
onboarding package => ActionType has Onboarding
ediscovery; ediscovery search; content search => ActionType has_any SearchCreated | SearchExported | SearchStarted
audit log disabled; disable audit; audit disabled; unified audit log => ActionType == Set-AdminAuditLogConfig
transport rule; mail flow rule => ActionType in New-TransportRule | Set-TransportRule
failed logon; failed login; failed signin; failed log on => ActionType == UserLoginFailed
logon; user logon; logged in; signin => ActionType == UserLoggedIn
copilot; copilot interaction => ActionType == CopilotInteraction
team created => ActionType == TeamCreated
member added to team; added to team => ActionType == MemberAdded
admin; admin operation; admin activity; administrative operation; admin action; administrative activity; by admin; admins; performed by admin; admin activities => IsAdminOperation == true
anonymous proxy; anonymous proxies; anonymous ip; from anonymous proxy; tor => IsAnonymousProxy == true
external user; external users; by external; guest; guests; guest user; by guest => IsExternalUser == true
impersonated; impersonation; impersonated activity; on behalf of => IsImpersonated == true
risky ip; risky => IPCategory == Risky
vpn => IPCategory == VPN
corporate ip; internal ip => IPCategory == Internal
cloud provider => IPCategory == Cloud provider
sharepoint; sharepoint online => Application == Microsoft SharePoint Online
onedrive; onedrive for business => Application == Microsoft OneDrive for Business
exchange; exchange online => Application == Microsoft Exchange Online
teams; microsoft teams => Application == Microsoft Teams
azure; microsoft azure => Application == Microsoft Azure
office 365; microsoft 365; o365 => Application == Office 365
power bi => Application == Microsoft Power BI
dynamics 365 => Application == Microsoft Dynamics 365
google drive => Application == Google Drive
aws; amazon web services => Application == Amazon Web Services
google cloud platform; gcp => Application == Google Cloud Platform
dropbox => Application == Dropbox
salesforce => Application == Salesforce
slack => Application == Slack
box => Application == Box
okta => Application == Okta
servicenow => Application == ServiceNow
outdated browser => UserAgentTags has Outdated browser
outdated operating system; outdated os => UserAgentTags has Outdated operating system
system account => AccountType == System
admin account => AccountType == Admin
linux => OSPlatform has Linux
android => OSPlatform has Android
windows => OSPlatform has Windows
mac => OSPlatform has Mac
`,
  CloudAuditEvents: `
anonymous proxy => IsAnonymousProxy == true
kubernetes; kube audit; aks => DataSource has Kubernetes
azure resource manager; arm => DataSource has Azure
aws => DataSource has AWS
gcp; google cloud => DataSource has GCP
key vault; key vaults => OperationName has KeyVault
virtual machine; vm; vms => OperationName has virtualMachines
storage account => OperationName has storageAccounts
role assignment => OperationName has roleAssignments
network security group; nsg => OperationName has networkSecurityGroups
list key; list keys; access key => OperationName has listKeys
delete; deleted; deletion => OperationName has delete
create; created; creation => OperationName has create
`,
  CloudStorageAggregatedEvents: `
tor; tor exit node; tor exit => IsTorExitNode == true
suspicious ip; known suspicious ip => IsKnownSuspiciousIp == true
private ip => IsPrivateIp == true
anonymous; anonymous access; anonymously => AuthenticationType == Anonymous
blob; blob storage => ServiceType == Blob
failed; fail; failed operation => FailedOperationsCount > 0
successful; success => SuccessfulOperationsCount > 0
`,
  CloudDnsEvents: `
nxdomain; does not exist; non existent => DnsResponseCodeName == NXDOMAIN
fail; failed; servfail => DnsResponseCodeName != NOERROR
`,
  CloudPolicyEnforcementEvents: `
denied; blocked; deny => ActionType has_any Deny | Block
audited; audit => ActionType has Audit
allowed => ActionType has Allow
`,
  OAuthAppInfo: `
high privilege; highly privileged; high privileged; overprivileged; high privileges => PrivilegeLevel == High
medium privilege => PrivilegeLevel == Medium
low privilege => PrivilegeLevel == Low
admin consented; admin consent; consented by admin => IsAdminConsented == true
enabled; active => AppStatus == Enabled
disabled => AppStatus == Disabled
deleted => AppStatus == Deleted
external; third party => AppOrigin == External
internal => AppOrigin == Internal
unverified; unverified publisher; not verified; no verified publisher => isempty VerifiedPublisher
verified; verified publisher => isnotempty VerifiedPublisher
unused => LastUsedTime < ago 90d
`,
  GraphAPIAuditEvents: `
fail; failed; unsuccessful; error => ResponseStatusCode !in 200 | 201 | 204
success; successful; succeeded => ResponseStatusCode in 200 | 201 | 204
unauthorized => ResponseStatusCode == 401
forbidden; denied; access denied => ResponseStatusCode == 403
throttled; throttling => ResponseStatusCode == 429
get request; get => RequestMethod == GET
post request; post => RequestMethod == POST
patch request; patch => RequestMethod == PATCH
delete request; delete; deleted => RequestMethod == DELETE
put request => RequestMethod == PUT
beta; beta endpoint => ApiVersion == beta
`,
  CloudProcessEvents: `
`,
};
