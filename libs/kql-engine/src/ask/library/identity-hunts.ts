import { hunt, type LibraryHunt } from './library-hunt.js';

/** Hunts in sign-ins, directories and cloud applications. */
export const identityHunts: readonly LibraryHunt[] = [
  hunt('impossible-travel', 'One account from far countries in short time', 'impossible travel; signin from multiple countries same day; users signing in from several countries; multiple countries sign in', 'T1078', `
AADSignInEventsBeta
| where Timestamp > ago(7d)
| where ErrorCode == 0 and isnotempty(Country)
| summarize Countries = dcount(Country), CountryList = make_set(Country), Addresses = make_set(IPAddress, 20) by AccountUpn, bin(Timestamp, 1d)
| where Countries >= 2
| sort by Countries desc`),
  hunt('new-country', 'Sign-ins from a country new for the account', 'signin from new country; first time country; unusual signin location', 'T1078.004', `
AADSignInEventsBeta
| where Timestamp > ago(30d)
| where ErrorCode == 0 and isnotempty(Country)
| summarize FirstSeen = min(Timestamp), Count = count() by AccountUpn, Country
| where FirstSeen > ago(1d)
| sort by FirstSeen desc`),
  hunt('single-factor', 'Sign-ins with one factor', 'sign ins without mfa; single factor sign in to azure; not protected by mfa; mfa coverage gap', 'T1078.004', `
AADSignInEventsBeta
| where Timestamp > ago(7d)
| where ErrorCode == 0 and AuthenticationRequirement == "singleFactorAuthentication" and LogonType has "interactiveUser"
| summarize Users = dcount(AccountUpn), UserList = make_set(AccountUpn, 50), Count = count() by Application
| sort by Users desc`),
  hunt('mfa-coverage', 'Share of sign-ins with MFA by application', 'percentage of signins covered by mfa; mfa coverage by application; mfa percentage', '', `
AADSignInEventsBeta
| where Timestamp > ago(30d)
| where ErrorCode == 0
| summarize Total = count(), Mfa = countif(AuthenticationRequirement == "multiFactorAuthentication"), Users = dcount(AccountUpn) by Application
| extend Percent = round(100.0 * Mfa / Total, 1)
| top 20 by Users desc`),
  hunt('mfa-fatigue', 'Many MFA requests refused', 'mfa fatigue; mfa bombing; repeated mfa denials; mfa failures', 'T1621', `
AADSignInEventsBeta
| where Timestamp > ago(7d)
| where ErrorCode in (500121, 50074, 50076, 50140)
| summarize Refused = count(), Addresses = dcount(IPAddress) by AccountUpn, bin(Timestamp, 1h)
| where Refused >= 5
| sort by Refused desc`),
  hunt('legacy-auth', 'Legacy authentication', 'legacy auth sign ins; legacy authentication pivot; imap pop smtp authentication; users connecting with legacy auth; legacy auth allowed vs blocked', 'T1078.004', `
AADSignInEventsBeta
| where Timestamp > ago(7d)
| where ClientAppUsed !in ("Browser", "Mobile Apps and Desktop clients") and isnotempty(ClientAppUsed)
| summarize Allowed = countif(ErrorCode == 0), Refused = countif(ErrorCode != 0), LastSeen = max(Timestamp) by AccountUpn, ClientAppUsed
| sort by Allowed desc`),
  hunt('suspicious-ips', 'Addresses with more failures than successes', 'suspicious ip addresses azure ad; ip with more failed than successful signins; risky ip sign ins', 'T1110', `
AADSignInEventsBeta
| where Timestamp > ago(7d)
| summarize Failed = countif(ErrorCode != 0), Succeeded = countif(ErrorCode == 0), Users = dcount(AccountUpn), UserList = make_set(AccountUpn, 20) by IPAddress, Country
| where Failed > Succeeded and Succeeded > 0 and Failed > 5
| sort by Failed desc`),
  hunt('risky-signins', 'Sign-ins that were risky', 'risky sign ins; high risk logins; signins with risk level', 'T1078.004', `
AADSignInEventsBeta
| where Timestamp > ago(7d)
| where RiskLevelDuringSignIn in (50, 100) and ErrorCode == 0
| project Timestamp, AccountUpn, Application, IPAddress, Country, RiskLevelDuringSignIn, RiskState, ConditionalAccessStatus`),
  hunt('signin-failures', 'Sign-in failures by reason', 'signin failure reasons; failed signins by error code; why do sign ins fail', '', `
AADSignInEventsBeta
| where Timestamp > ago(7d)
| where ErrorCode != 0
| summarize Count = count(), Users = dcount(AccountUpn) by ErrorCode, Application
| sort by Count desc`),
  hunt('break-glass', 'Sign-ins of emergency accounts', 'break glass account sign in; emergency access account usage; monitor cloud break glass account', 'T1078.004', `
AADSignInEventsBeta
| where Timestamp > ago(7d)
| where AccountUpn has_any ("breakglass", "break-glass", "emergency") or AccountDisplayName has_any ("break glass", "breakglass", "emergency")
| project Timestamp, AccountUpn, Application, IPAddress, Country, ErrorCode, LogonType`),
  hunt('signins-by-country', 'Sign-ins by country', 'sign in activity by country; signins per country; where do users sign in from', '', `
AADSignInEventsBeta
| where Timestamp > ago(7d)
| summarize Succeeded = countif(ErrorCode == 0), Failed = countif(ErrorCode != 0), Users = dcount(AccountUpn) by Country
| sort by Succeeded desc`),
  hunt('signins-by-os', 'Sign-ins by operating system', 'sign ins by os; rare operating systems used to sign in; outdated os used', '', `
AADSignInEventsBeta
| where Timestamp > ago(7d)
| where ErrorCode == 0 and isnotempty(OSPlatform)
| summarize Count = count(), Users = dcount(AccountUpn) by OSPlatform
| sort by Count asc`),
  hunt('unmanaged-signins', 'Sign-ins from unmanaged devices', 'unmanaged device sign ins; signins from non compliant devices; byod sign in', 'T1078.004', `
AADSignInEventsBeta
| where Timestamp > ago(7d)
| where ErrorCode == 0 and IsManaged == 0
| summarize Count = count(), Applications = make_set(Application, 20) by AccountUpn, OSPlatform
| sort by Count desc`),
  hunt('device-code', 'Device code sign-ins', 'device code authentication; device code phishing; device code flow sign in', 'T1528 T1566.002', `
AADSignInEventsBeta
| where Timestamp > ago(7d)
| where EndpointCall has "Cmsi:Cmsi" or EndpointCall has "devicecode"
| where ErrorCode == 0
| project Timestamp, AccountUpn, Application, ResourceDisplayName, IPAddress, Country, UserAgent`),
  hunt('guest-activity', 'What guests sign in to', 'guest sign ins; guest user activity; external users accessing applications', 'T1078.004', `
AADSignInEventsBeta
| where Timestamp > ago(7d)
| where IsGuestUser == true and ErrorCode == 0
| summarize Count = count(), LastSeen = max(Timestamp) by AccountUpn, Application, Country
| sort by Count desc`),
  hunt('spn-new-ip', 'Service principals from new addresses', 'service principal sign in from new ip; workload identity anomalous signin; service principal unusual location', 'T1078.004', `
AADSpnSignInEventsBeta
| where Timestamp > ago(30d)
| where ErrorCode == 0 and IsManagedIdentity == false
| summarize FirstSeen = min(Timestamp), Count = count() by ServicePrincipalName, ServicePrincipalId, IPAddress, Country
| where FirstSeen > ago(1d)
| sort by FirstSeen desc`),
  hunt('sensitive-groups', 'Members added to sensitive groups', 'sensitive group modification; domain admins group changed; tier 0 group additions; user added to privileged ad group; ad group additions', 'T1098', `
IdentityDirectoryEvents
| where Timestamp > ago(7d)
| where ActionType == "Group Membership changed"
| extend Detail = parse_json(AdditionalFields)
| extend Group = tostring(Detail["TO.GROUP"])
| where Group has_any ("Domain Admins", "Enterprise Admins", "Schema Admins", "Administrators", "Backup Operators", "Account Operators", "Server Operators", "Print Operators", "DnsAdmins", "Group Policy Creator Owners")
| project Timestamp, Group, Actor = AccountUpn, Target = TargetAccountUpn, DestinationDeviceName`),
  hunt('ldap-cleartext', 'Passwords sent in clear text over LDAP', 'clear text ldap; ldap cleartext sign ins; cleartext credentials; devices with most cleartext ldap authentications', 'T1040 T1552', `
IdentityLogonEvents
| where Timestamp > ago(7d)
| where LogonType == "LDAP cleartext" and ActionType == "LogonSuccess"
| summarize Count = count(), Accounts = dcount(AccountUpn), AccountList = make_set(AccountUpn, 20) by DeviceName
| sort by Count desc`),
  hunt('ntlm-use', 'NTLM logons by device', 'ntlm usage; ntlm authentication; who still uses ntlm', 'T1550.002', `
IdentityLogonEvents
| where Timestamp > ago(7d)
| where Protocol == "Ntlm" or Protocol == "NTLM"
| summarize Count = count(), Accounts = dcount(AccountUpn), Targets = dcount(DestinationDeviceName) by DeviceName
| sort by Count desc`),
  hunt('lateral-paths', 'Lateral movement paths to sensitive accounts', 'lateral movement path; new lateral movement path to sensitive account identified', 'T1021', `
IdentityDirectoryEvents
| where Timestamp > ago(7d)
| where ActionType == "Potential lateral movement path identified"
| project Timestamp, AccountUpn, AccountName, DeviceName, AdditionalFields`),
  hunt('password-after-bruteforce', 'A password change after many failures', 'password change after brute force; password changed following failed logons', 'T1110 T1098', `
IdentityLogonEvents
| where Timestamp > ago(7d)
| where ActionType == "LogonFailed"
| summarize Failed = count(), LastFailed = max(Timestamp) by AccountUpn
| where Failed > 10
| join kind=inner (
    IdentityDirectoryEvents
    | where Timestamp > ago(7d)
    | where ActionType == "Account Password changed"
    | project ChangedAt = Timestamp, AccountUpn = TargetAccountUpn
) on AccountUpn
| where ChangedAt between (LastFailed .. 1d)
| project AccountUpn, Failed, LastFailed, ChangedAt`),
  hunt('ad-device-access', 'Devices that one device reached', 'devices accessed by compromised device; which devices did this device connect to and with which protocol; lateral movement from device', 'T1021', `
IdentityLogonEvents
| where Timestamp > ago(7d)
| where isnotempty(DestinationDeviceName)
| summarize Count = count(), Protocols = make_set(Protocol), Accounts = make_set(AccountUpn, 20) by DeviceName, DestinationDeviceName
| sort by Count desc`),
  hunt('inactive-users', 'Accounts without a logon', 'not active user accounts; inactive ad accounts; stale user accounts; accounts not used', 'T1078', `
IdentityInfo
| where Timestamp > ago(30d)
| summarize arg_max(Timestamp, AccountUpn, IsAccountEnabled, Department) by AccountObjectId
| where IsAccountEnabled
| join kind=leftanti (
    IdentityLogonEvents
    | where Timestamp > ago(30d)
    | where ActionType == "LogonSuccess"
) on AccountUpn
| project AccountUpn, AccountObjectId, Department`),
  hunt('privileged-accounts', 'Accounts with privileged roles', 'privileged accounts; users with admin roles; global administrators; privileged role holders', 'T1078', `
IdentityInfo
| where isnotempty(AssignedRoles)
| summarize arg_max(Timestamp, AccountUpn, Department, AssignedRoles, IsAccountEnabled) by AccountObjectId
| mv-expand Role = AssignedRoles to typeof(string)
| summarize Accounts = dcount(AccountObjectId), AccountList = make_set(AccountUpn, 50) by Role
| sort by Accounts asc`),
  hunt('password-never-expires', 'Accounts whose password never expires', 'password never expires accounts; identities set to password never expires; blast radius never expires', 'T1078', `
IdentityInfo
| where UserAccountControl has "PasswordNeverExpires"
| summarize arg_max(Timestamp, AccountUpn, AccountDisplayName, BlastRadius, Tags, IsAccountEnabled) by AccountObjectId
| where IsAccountEnabled`),
  hunt('inbox-rules', 'Mailbox rules that forward or hide', 'inbox rule created; suspicious inbox rules; forwarding rule; mailbox forwarding to external; bec inbox rule', 'T1564.008 T1114.003', `
CloudAppEvents
| where Timestamp > ago(7d)
| where ActionType in ("New-InboxRule", "Set-InboxRule", "Set-Mailbox", "UpdateInboxRules")
| where RawEventData has_any ("ForwardTo", "ForwardAsAttachmentTo", "RedirectTo", "DeleteMessage", "MoveToFolder", "ForwardingSmtpAddress")
| project Timestamp, AccountDisplayName, AccountObjectId, IPAddress, CountryCode, ActionType, Parameters = RawEventData.Parameters`),
  hunt('mailbox-access', 'Mailbox items read by applications', 'mail items accessed by application; oauth apps accessing user mail via graph; anomaly of mailitemsaccessed; mailitemsaccessed by graph api', 'T1114.002', `
CloudAppEvents
| where Timestamp > ago(7d)
| where ActionType == "MailItemsAccessed"
| where isnotempty(RawEventData["ClientAppId"])
| summarize Count = count(), Mailboxes = dcount(tostring(RawEventData.MailboxGuid)) by ClientAppId = tostring(RawEventData.ClientAppId), bin(Timestamp, 1h)
| sort by Count desc`),
  hunt('other-mailboxes', 'Accounts that read mailboxes of others', 'access to other users mailboxes; users accessing multiple mailboxes; mail items accessed by delegate; compromised account reading mail', 'T1114.002', `
CloudAppEvents
| where Timestamp > ago(7d)
| where ActionType == "MailItemsAccessed"
| extend Mailbox = tostring(RawEventData.MailboxOwnerUPN), Reader = tostring(RawEventData.UserId)
| where isnotempty(Mailbox) and isnotempty(Reader) and Mailbox !~ Reader
| summarize Mailboxes = dcount(Mailbox), MailboxList = make_set(Mailbox, 20), Count = count() by Reader
| sort by Mailboxes desc`),
  hunt('mailbox-permissions', 'Access to mailboxes granted', 'mailbox permission added; admin granting own access to mailbox; full access delegation', 'T1098.002', `
CloudAppEvents
| where Timestamp > ago(7d)
| where ActionType in ("Add-MailboxPermission", "Add-RecipientPermission", "Add-MailboxFolderPermission")
| project Timestamp, Actor = AccountDisplayName, Parameters = RawEventData.Parameters, Target = tostring(RawEventData.ObjectId), IPAddress`),
  hunt('oauth-consent', 'Consent given to applications', 'oauth consent; consent phishing; consent to application; users granting app permissions; illicit consent grant', 'T1528', `
CloudAppEvents
| where Timestamp > ago(7d)
| where ActionType == "Consent to application."
| project Timestamp, AccountDisplayName, AccountObjectId, IPAddress, Application = tostring(RawEventData.Target), Changes = RawEventData.ModifiedProperties`),
  hunt('app-credentials', 'Credentials added to applications', 'new credential added to application; service principal secret added; credentials added to oauth app; new access credential', 'T1098.001', `
CloudAppEvents
| where Timestamp > ago(7d)
| where ActionType has_any ("Add service principal credentials.", "Update application", "Certificates and secrets management")
| where RawEventData has "KeyDescription"
| project Timestamp, Actor = AccountDisplayName, IPAddress, ActionType, Target = tostring(RawEventData.Target)`),
  hunt('role-assignment', 'Directory roles assigned', 'admin role assignment; global admin role added; user added to directory role; privileged role assigned', 'T1098.003', `
CloudAppEvents
| where Timestamp > ago(7d)
| where ActionType in ("Add member to role.", "Add eligible member to role.", "Add member to role completed (PIM activation).")
| extend Changes = RawEventData.ModifiedProperties
| project Timestamp, Actor = AccountDisplayName, Target = tostring(RawEventData.ObjectId), Changes, IPAddress`),
  hunt('federation-change', 'Federation of a domain changed', 'adfs domain trust modification; federation trust settings changed; domain federated; golden saml preparation', 'T1484.002', `
CloudAppEvents
| where Timestamp > ago(30d)
| where ActionType in ("Set federation settings on domain.", "Set domain authentication.", "Add unverified domain.", "Verify domain.")
| project Timestamp, Actor = AccountDisplayName, IPAddress, ActionType, Changes = RawEventData.ModifiedProperties`),
  hunt('hard-delete', 'Hard deletions by user', 'hard delete actions; hard deletions by user; users with most harddelete; permanently deleted mail', 'T1070.008', `
CloudAppEvents
| where Timestamp > ago(7d)
| where ActionType == "HardDelete"
| summarize Count = count() by AccountDisplayName, Application
| sort by Count desc`),
  hunt('mass-download', 'Accounts that download many files', 'mass download; unusual file downloads from sharepoint; bulk download onedrive; data theft from sharepoint', 'T1530', `
CloudAppEvents
| where Timestamp > ago(7d)
| where ActionType in ("FileDownloaded", "FileSyncDownloadedFull")
| summarize Files = dcount(ObjectName), Addresses = make_set(IPAddress, 10) by AccountDisplayName, AccountObjectId, bin(Timestamp, 1h)
| where Files > 100
| sort by Files desc`),
  hunt('external-sharing', 'Files shared to outside', 'external sharing; anonymous links created; files shared externally; sharing links', 'T1567', `
CloudAppEvents
| where Timestamp > ago(7d)
| where ActionType in ("AnonymousLinkCreated", "SecureLinkCreated", "AddedToSecureLink", "SharingInvitationCreated", "SharingSet")
| project Timestamp, AccountDisplayName, ActionType, ObjectName, Target = tostring(RawEventData.TargetUserOrGroupName), IPAddress`),
  hunt('cloud-operations', 'Operations in cloud applications by kind', 'operations performed in cloud apps; cloud app operations overview; most common cloud activities; visualize operations', '', `
CloudAppEvents
| where Timestamp > ago(7d)
| summarize Count = count(), Accounts = dcount(AccountObjectId) by Application, ActionType
| sort by Count desc`),
  hunt('admin-actions', 'Administrative actions by account', 'admin actions pivot; administrator activity overview; admin operations by user; impersonated actions', 'T1098', `
CloudAppEvents
| where Timestamp > ago(7d)
| where IsAdminOperation == true
| summarize Count = count(), Actions = make_set(ActionType, 30), Addresses = make_set(IPAddress, 10) by AccountDisplayName
| sort by Count desc`),
  hunt('anonymous-proxy', 'Cloud activity through anonymizers', 'anonymous proxy activity; cloud activity from tor; anonymizer ip', 'T1090.003', `
CloudAppEvents
| where Timestamp > ago(7d)
| where IsAnonymousProxy == true
| summarize Count = count(), Actions = make_set(ActionType, 20) by AccountDisplayName, IPAddress, CountryCode, Isp
| sort by Count desc`),
  hunt('response-actions', 'Response actions taken on devices', 'device isolation; device removed from isolation; live response session; live response get file collection; offboarding package downloaded; isolation released', '', `
CloudAppEvents
| where Timestamp > ago(30d)
| where ActionType in ("IsolateDevice", "ReleaseFromIsolation", "LiveResponseGetFile", "RunLiveResponseSession", "RunLiveResponseApi", "StopAndQuarantineFile", "RestrictAppExecution", "CollectInvestigationPackage", "RunAntiVirusScan", "DownloadOffboardingPkg", "DownloadOnboardingPkg")
| project Timestamp, Actor = AccountDisplayName, ActionType, DeviceName = tostring(RawEventData.DeviceName), Comment = tostring(RawEventData.ActionComment)`),
  hunt('detection-changes', 'Custom detections and settings changed', 'custom detection disabled; custom detection rule changes; advanced features changed; defender settings changed; live response unsigned script setting', 'T1562', `
CloudAppEvents
| where Timestamp > ago(30d)
| where ActionType in ("ChangeCustomDetectionRuleStatus", "EditCustomDetection", "DeleteCustomDetection", "CreateCustomDetection", "SetAdvancedFeatures", "ChangeCustomDetectionRuleStatus")
| project Timestamp, Actor = AccountDisplayName, ActionType, Rule = tostring(RawEventData.RuleName), Enabled = tostring(RawEventData.IsEnabled), Detail = RawEventData`),
  hunt('graph-calls', 'Graph requests by application', 'graph api activity; graph api calls by application; graph api audit enrichment; microsoft graph requests', 'T1087.004', `
GraphAPIAuditEvents
| where Timestamp > ago(7d)
| summarize Requests = count(), Failed = countif(ResponseStatusCode !startswith "2"), Uris = dcount(RequestUri) by ApplicationId, AccountObjectId, IpAddress
| sort by Requests desc`),
  hunt('oauth-overprivileged', 'Applications with high privileges', 'overprivileged oauth apps; risky oauth applications; unverified apps with high privilege; unused privileged apps', 'T1528', `
OAuthAppInfo
| summarize arg_max(Timestamp, *) by OAuthAppId
| where PrivilegeLevel == "High" and AppStatus == "Enabled"
| project AppName, OAuthAppId, VerifiedPublisher, IsAdminConsented, ConsentedUsersCount, AppOrigin, LastUsedTime, Permissions
| sort by LastUsedTime asc`),
  hunt('copilot', 'Use of Copilot', 'copilot interactions; ai assistant usage; copilot activity by user', '', `
CloudAppEvents
| where Timestamp > ago(7d)
| where ActionType == "CopilotInteraction"
| summarize Count = count(), LastSeen = max(Timestamp) by AccountDisplayName, AppHost = tostring(RawEventData.CopilotEventData.AppHost)
| sort by Count desc`),
];
