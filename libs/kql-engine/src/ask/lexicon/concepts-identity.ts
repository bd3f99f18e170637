/** Filters as analysts say them, for tables of accounts, directories and sign-ins; the form is that of `deviceConcepts`. A name with @ is a block that tables share. */
export const identityConcepts: Readonly<Record<string, string>> = {
  IdentityLogonEvents: `
failed logon; logon fail; failed auth; fail; failed attempt; failed logon attempt; failed to logon; unsuccessful; failed signin; failed domain logon; fail auth => ActionType == LogonFailed
successful logon; success; succeeded; successful auth; logon success; successful signin => ActionType == LogonSuccess
pre auth fail; preauth fail; pre auth failure; preauthentication failure => FailureReason == PreauthenticationFailed
wrong password; bad password; incorrect password; invalid password; mistyped password => FailureReason == WrongPassword
account locked; locked account; locked out; lockout => FailureReason == AccountLocked
unknown user; user does not exist; no such user; nonexistent user => FailureReason in NoSuchUser | UnknownUser
password expired; expired password => FailureReason == PasswordExpired
disabled account; account disabled; disabled user => FailureReason == AccountDisabled
kerberos => Protocol == Kerberos
ntlm => Protocol == NTLM
adfs; federation service => Protocol == Adfs
ldap => Protocol == Ldap
clear text ldap; ldap cleartext; cleartext ldap; cleartext; clear text; plain text; ldap clear text; clear text password => LogonType == LDAP cleartext
interactive; interactive logon => LogonType == Interactive
remote desktop; rdp => LogonType == Remote desktop
vpn; vpn connection => LogonType == VPN connection
credential validation; credentials validation => LogonType == Credentials validation
resource access => LogonType == Resource access
failed with certificate; failed logon with certificate => LogonType == Failed logon with certificate
device code; device code auth; device code flow => LogonType == Cmsi:Cmsi
active directory; domain controller; on premises; onprem => Application == Active Directory
exchange; exchange online => Application == Microsoft Exchange Online
teams; microsoft teams => Application == Microsoft Teams
sharepoint; sharepoint online => Application == Microsoft SharePoint Online
azure; microsoft azure => Application == Microsoft Azure
microsoft 365 => Application == Microsoft 365
power bi => Application == Microsoft Power BI
desktop device => DeviceType == Desktop
mobile; mobile device => DeviceType == Mobile
tablet => DeviceType == Tablet
`,
  IdentityQueryEvents: `
ldap query; ldap; ldap queries; ldap search; ldap enumeration => ActionType == LDAP query
samr; samr query; samr queries => ActionType == SAMR query
dns query; dns; dns queries; dns lookup => ActionType == DNS query
zone transfer; axfr; dns zone transfer => QueryType == Axfr
enumerate user; user enumeration; enumerating user; enumerate users; enumerated users => QueryType == EnumerateUsers
enumerate group; group enumeration; enumerated groups; enumerating group => QueryType == EnumerateGroups
query user => QueryType == QueryUser
query group => QueryType == QueryGroup
all users => QueryType == AllUsers
all groups => QueryType == AllGroups
all domains => QueryType == AllDomains
all computers; all devices => QueryType == AllComputers
domain admin; domain admins => QueryTarget has Domain Admins
enterprise admin => QueryTarget has Enterprise Admins
kerberoast; kerberoasting; roasting => Query has servicePrincipalName
`,
  IdentityDirectoryEvents: `
group membership changed; group membership; added to group; removed from group; group membership change; added to a group; membership change; group member; added to security group; group change; added to; modification to group; group modification => ActionType == Group Membership changed
password changed; password change; changed password; account password changed; changed their password; changes of password => ActionType == Account Password changed
password expired => ActionType == Account Password expired
password never expire; password set to never expire; password never expires changed; never expire => ActionType == Account Password Never Expires changed
password not required => ActionType == Account Password Not Required changed
account disabled; disabled account; account enabled; disabled => ActionType == Account Disabled changed
account deleted; deleted account => ActionType == Account Deleted changed
account locked; locked out; lockout; account lock; locked account; account lockout => ActionType == Account Locked changed
account expired => ActionType == Account expired
account created; user created; new user; created user; security principal created; account creation; new account; created account => ActionType == Security Principal created
device account created; new device account; new computer account; computer account created => ActionType == Device Account Created
delegation; delegation changed; account delegation => ActionType == Account Delegation changed
constrained delegation => ActionType == Account Constrained Delegation State changed
constrained delegation spn; spn changed => ActionType == Account Constrained Delegation SPNs changed
directory service replication; dcsync; replication; dc sync; replicating directory => ActionType == Directory Service replication
lateral movement path; potential lateral movement path => ActionType == Potential lateral movement path identified
powershell; powershell execution => ActionType == PowerShell execution
wmi; wmi execution => ActionType == Wmi execution
private data; private data retrieval; dpapi => ActionType == Private Data Retrieval
service creation; service created; created service => ActionType == Service creation
smb session; smb sessions => ActionType == SMB session
smb file copy; file copied over smb; file copy; copied over smb; smb copy => ActionType == SmbFileCopy
task scheduling; scheduled task; task scheduled; schedule task => ActionType == Task scheduling
smart card => ActionType == Account Smart Card Required changed
encryption type => ActionType == Account Supported Encryption Types changed
upn change; upn changed; upn name changed => ActionType == Account Upn Name changed
display name changed => ActionType == Account Display Name changed
manager changed; user manager => ActionType == User Manager changed
phone number changed; phone number => ActionType == User Phone Number changed
title changed => ActionType == User Title changed
mail changed; mail address changed => ActionType == User Mail changed
domain admin group; domain admins group; added to domain admins; added to the domain admins group => ActionType == Group Membership changed && AdditionalFields has Domain Admins
domain admin; domain admins => AdditionalFields has Domain Admins
enterprise admin; enterprise admins => AdditionalFields has Enterprise Admins
sensitive group; sensitive groups; tier 0 => AdditionalFields has_any Domain Admins | Enterprise Admins | Schema Admins | Administrators
operating system changed => ActionType == Device Operating System changed
`,
  IdentityInfo: `
enabled; enabled account; account enabled; active account => IsAccountEnabled == true
disabled; disabled account; account disabled; disabled user; inactive account => IsAccountEnabled == false
global admin; global administrator; global admins => AssignedRoles has Global Administrator
privileged; privileged role; admin role; directory role; privileged user; has role => isnotempty AssignedRoles
security administrator; security admin => AssignedRoles has Security Administrator
high risk; high risk user => RiskLevel == High
medium risk => RiskLevel == Medium
low risk => RiskLevel == Low
risky user; at risk => RiskStatus == AtRisk
sensitive; tagged sensitive; sensitive user; sensitive account => Tags has Sensitive
honeytoken => Tags has Honeytoken
high blast radius => BlastRadius == High
service account; service accounts => Type == ServiceAccount
guest; guests; guest user; guest account => TenantMembershipType == Guest
domain admin; domain admins => GroupMembership has Domain Admins
hybrid => IdentityEnvironment == Hybrid
cloud only => IdentityEnvironment == Cloud
on premises; onprem => IdentityEnvironment == On-premises
pim => isnotempty PrivilegedEntraPimRoles
password never expire => UserAccountControl has PasswordNeverExpires
`,
  IdentityAccountInfo: `
enabled => AccountStatus == Enabled
disabled; disabled account => AccountStatus == Disabled
deleted => AccountStatus == Deleted
primary; primary account => IsPrimary == true
active directory => SourceProvider == ActiveDirectory
entra; azure ad; entra id => SourceProvider == AzureActiveDirectory
okta => SourceProvider == Okta
no mfa; without mfa; not enrolled in mfa; no mfa enrolled => isempty EnrolledMfas
mfa; enrolled mfa; enrolled in mfa; registered for mfa => isnotempty EnrolledMfas
`,
  IdentityEvents: `
fail; failed; unsuccessful; failure => ActionResult == Failure
success; successful; succeeded => ActionResult == Success
okta => Application has Okta
`,
  AADSignInEventsBeta: `@signin`,
  EntraIdSignInEvents: `@signin`,
  '@signin': `
failed signin; fail; failed; failed logon; unsuccessful signin; unsuccessful; signin fail; failed auth => ErrorCode != 0
successful signin; success; successful; succeeded; successfully signin; successful logon; successful auth; signed in successfully => ErrorCode == 0
interactive; interactive signin; interactive user => LogonType has interactiveUser
non interactive; noninteractive; non interactive signin; noninteractive user => LogonType has nonInteractiveUser
single factor; single factor auth; without mfa; no mfa; single factor authentication; not protected by mfa; without multifactor; singlefactor; only a password; not use mfa; not using mfa; missing mfa => AuthenticationRequirement == singleFactorAuthentication
mfa; multifactor; multifactor auth; with mfa; multifactor authentication; mfa required; required mfa => AuthenticationRequirement == multiFactorAuthentication
guest; guest user; guest users; guest account; by guest => IsGuestUser == true
external user; external users => IsExternalUser == 1
managed device; managed devices => IsManaged == 1
unmanaged; unmanaged device; not managed; unmanaged devices; non managed => IsManaged == 0
compliant device; compliant => IsCompliant == 1
non compliant; non compliant device; not compliant; noncompliant => IsCompliant == 0
high risk; high risk signin; risky high; risk level high; risk high; high risk level; risk level is high => RiskLevelDuringSignIn == 100
medium risk; medium risk signin; risk level medium; medium risk level => RiskLevelDuringSignIn == 50
low risk; low risk signin; risk level low; low risk level => RiskLevelDuringSignIn == 10
medium or high risk; high or medium risk; risk level medium or high; risk level high or medium; risk level of medium or high; medium risk or higher; medium risk or above => RiskLevelDuringSignIn in 50 | 100
risky signin; risky; at risk; risk detected; suspicious signin => RiskLevelDuringSignIn in 50 | 100
legacy auth; legacy authentication; legacy protocol; legacy; basic auth; legacy authentication protocol => ClientAppUsed in Exchange ActiveSync | Exchange Web Services | AutoDiscover | Unknown | POP3 | IMAP4 | Other clients | Authenticated SMTP | MAPI Over HTTP | Offline Address Book
imap; imap4 => ClientAppUsed == IMAP4
pop; pop3 => ClientAppUsed == POP3
smtp; authenticated smtp => ClientAppUsed == Authenticated SMTP
activesync; active sync; exchange activesync => ClientAppUsed == Exchange ActiveSync
browser => ClientAppUsed == Browser
mobile app; desktop client => ClientAppUsed == Mobile Apps and Desktop clients
conditional access fail; blocked by conditional access; conditional access block; failed conditional access; conditional access failure; conditional access policy block => ConditionalAccessStatus == 1
conditional access success; passed conditional access; conditional access applied => ConditionalAccessStatus == 0
conditional access not applied; not covered by conditional access; no conditional access; conditional access was not applied; without conditional access => ConditionalAccessStatus == 2
chrome; google chrome; chrome browser => Browser has Chrome
firefox; firefox browser => Browser has Firefox
edge; edge browser; microsoft edge => Browser has Edge
safari; safari browser => Browser has Safari
internet explorer => Browser has IE
opera => Browser has Opera
azure portal; portal => Application == Azure Portal
azure; azure resource => Application has Azure
exchange => Application has Exchange
exchange online => Application has Exchange Online
teams => Application has Teams
microsoft teams => Application has Microsoft Teams
sharepoint => Application has SharePoint
sharepoint online => Application has SharePoint Online
office 365 => Application has Office 365
powershell; azure ad powershell => Application has PowerShell
azure ad joined; entra joined; aad joined => DeviceTrustType == AzureAd
hybrid joined; hybrid azure ad joined => DeviceTrustType == ServerAd
registered device; azure ad registered; workplace joined => DeviceTrustType == Workplace
invalid password; wrong password; bad password; invalid username or password; incorrect password; invalid credential => ErrorCode == 50126
account locked; locked account; locked out; lockout => ErrorCode == 50053
disabled account; account disabled => ErrorCode == 50057
expired password; password expired => ErrorCode == 50055
user does not exist; unknown user; invalid user; nonexistent user; user not exist => ErrorCode == 50034
mfa denied; denied mfa; mfa denial; mfa rejection; mfa rejected; rejected mfa; denied mfa request; mfa fail; mfa failure; failed mfa; mfa required but not done; strong authentication required => ErrorCode in 50074 | 50076 | 500121
windows => OSPlatform has Windows
linux => OSPlatform has Linux
mac => OSPlatform has Mac
android => OSPlatform has Android
ios; iphone => OSPlatform has iOS
compromised; confirmed compromised => RiskState == 5
`,
  AADSpnSignInEventsBeta: '@spn',
  EntraIdSpnSignInEvents: '@spn',
  '@spn': `
failed signin; fail; failed; unsuccessful; failed logon; failed auth => ErrorCode != 0
successful signin; success; successful; succeeded => ErrorCode == 0
managed identity; managed identities => IsManagedIdentity == true
error; with error => ErrorCode != 0
`,
};
