import { hunt, type LibraryHunt } from './library-hunt.js';

/** Hunts in mail, chat and links. */
export const emailHunts: readonly LibraryHunt[] = [
  hunt('delivered-threats', 'Threats that reached an inbox', 'phishing emails delivered to inbox; malicious emails delivered; threats delivered despite detection; delivered phishing', 'T1566', `
EmailEvents
| where Timestamp > ago(7d)
| where ThreatTypes has_any ("Phish", "Malware") and DeliveryLocation == "Inbox/Folder"
| project Timestamp, NetworkMessageId, SenderFromAddress, RecipientEmailAddress, Subject, ThreatTypes, DetectionMethods, DeliveryAction`),
  hunt('macro-attachments', 'Mails with macro attachments', 'mail with macro attachment; macro enabled attachments; office macro in email; docm xlsm attachments', 'T1566.001', `
EmailAttachmentInfo
| where Timestamp > ago(7d)
| where FileName matches regex @"(?i)\\.(docm|dotm|xlsm|xlsb|xltm|pptm|xlam)$"
| join kind=inner (
    EmailEvents
    | where Timestamp > ago(7d)
    | project NetworkMessageId, Subject, EmailDirection, DeliveryAction, DeliveryLocation
) on NetworkMessageId
| project Timestamp, SenderFromAddress, RecipientEmailAddress, Subject, FileName, SHA256, DeliveryAction, DeliveryLocation`),
  hunt('risky-attachments', 'Mails with script, image or shortcut attachments', 'suspicious attachment extensions; iso attachment; html attachment; lnk attachment; jnlp attachment; onenote attachment; executable attachments', 'T1566.001', `
EmailAttachmentInfo
| where Timestamp > ago(7d)
| where FileName matches regex @"(?i)\\.(iso|img|vhdx?|lnk|js|jse|vbs|vbe|wsf|hta|ps1|bat|cmd|exe|scr|jnlp|one|xll|html?|shtml)$"
| summarize Mails = dcount(NetworkMessageId), Recipients = dcount(RecipientEmailAddress), Senders = make_set(SenderFromAddress, 10) by FileName, FileType, SHA256
| sort by Recipients desc`),
  hunt('attachment-opened', 'Mail attachments that landed on a device', 'attachment opened on device; emailed file seen on endpoint; files from malicious sender on devices; attachment executed', 'T1566.001 T1204.002', `
EmailAttachmentInfo
| where Timestamp > ago(7d)
| where isnotempty(SHA256)
| project MailTime = Timestamp, NetworkMessageId, SenderFromAddress, RecipientEmailAddress, FileName, SHA256
| join kind=inner (
    DeviceFileEvents
    | where Timestamp > ago(7d)
    | project SeenAt = Timestamp, DeviceName, FolderPath, SHA256, InitiatingProcessFileName
) on SHA256
| project MailTime, SeenAt, SenderFromAddress, RecipientEmailAddress, FileName, DeviceName, FolderPath, InitiatingProcessFileName`),
  hunt('url-clicked', 'Clicks on links in mails', 'users clicked email links; clicked urls from emails; url clicks not blocked; review recent url click events; suspicious url clicked', 'T1566.002 T1204.001', `
UrlClickEvents
| where Timestamp > ago(7d)
| where ActionType == "ClickAllowed" or IsClickedThrough
| where Workload == "Email"
| join kind=leftouter (
    EmailEvents
    | where Timestamp > ago(7d)
    | project NetworkMessageId, SenderFromAddress, Subject, EmailThreats = ThreatTypes
) on NetworkMessageId
| project Timestamp, AccountUpn, Url, ActionType, IsClickedThrough, SenderFromAddress, Subject, EmailThreats`),
  hunt('click-anomaly', 'Users who click unusually often', 'anomalous amount of url clicks; many blocked clicks; users clicking most', 'T1204.001', `
UrlClickEvents
| where Timestamp > ago(7d)
| summarize Clicks = count(), Blocked = countif(ActionType has "Blocked"), Through = countif(IsClickedThrough), Urls = dcount(Url) by AccountUpn
| sort by Blocked desc`),
  hunt('logon-after-mail', 'Logons soon after a malicious mail', 'logons after receiving malicious email; logon within 30 minutes after phishing; compromised recipients logons', 'T1566 T1078', `
EmailEvents
| where Timestamp > ago(7d)
| where ThreatTypes has_any ("Malware", "Phish")
| project MailTime = Timestamp, Subject, SenderFromAddress, AccountName = tostring(split(RecipientEmailAddress, "@")[0])
| join kind=inner (
    IdentityLogonEvents
    | where Timestamp > ago(7d)
    | project LogonTime = Timestamp, AccountName, DeviceName, IPAddress, Application
) on AccountName
| where LogonTime between (MailTime .. 30m)
| top 100 by LogonTime desc`),
  hunt('spoofing', 'Mails that fail authentication and still arrive', 'spoofed emails; dmarc fail delivered; spf dkim failure; email authentication failure; sender spoofing', 'T1566 T1656', `
EmailEvents
| where Timestamp > ago(7d)
| where EmailDirection == "Inbound" and DeliveryAction == "Delivered"
| extend Auth = parse_json(AuthenticationDetails)
| where tostring(Auth.DMARC) == "fail" or (tostring(Auth.SPF) == "fail" and tostring(Auth.DKIM) == "fail")
| project Timestamp, SenderFromAddress, SenderMailFromAddress, SenderIPv4, RecipientEmailAddress, Subject, AuthenticationDetails`),
  hunt('display-name', 'Senders that use the name of one of ours', 'display name impersonation; ceo fraud; business email compromise; impersonated sender display name; vip impersonation', 'T1656', `
EmailEvents
| where Timestamp > ago(7d)
| where EmailDirection == "Inbound" and isnotempty(SenderDisplayName)
| join kind=inner (
    IdentityInfo
    | where isnotempty(AccountDisplayName)
    | summarize by AccountDisplayName
) on $left.SenderDisplayName == $right.AccountDisplayName
| project Timestamp, SenderDisplayName, SenderFromAddress, RecipientEmailAddress, Subject, DeliveryAction`),
  hunt('new-senders', 'Senders that wrote to many for the first time', 'first time sender; new sender to many recipients; spam from new sender; potentially spamming partner', 'T1566', `
EmailEvents
| where Timestamp > ago(30d)
| where EmailDirection == "Inbound"
| summarize FirstSeen = min(Timestamp), Recipients = dcount(RecipientEmailAddress), Subjects = dcount(Subject), Mails = count() by SenderFromAddress
| where FirstSeen > ago(1d) and Recipients > 20
| sort by Recipients desc`),
  hunt('top-targets', 'Who gets the most threats', 'most targeted users; top phishing recipients; most attacked mailboxes; top targeted users', 'T1566', `
EmailEvents
| where Timestamp > ago(7d)
| where isnotempty(ThreatTypes)
| summarize Phish = countif(ThreatTypes has "Phish"), Malware = countif(ThreatTypes has "Malware"), Spam = countif(ThreatTypes has "Spam") by RecipientEmailAddress
| sort by Phish desc`),
  hunt('top-malicious-senders', 'Who sends the most threats', 'top phishing senders; top malicious sender domains; worst sender domains', 'T1566', `
EmailEvents
| where Timestamp > ago(7d)
| where ThreatTypes has_any ("Phish", "Malware")
| summarize Mails = count(), Recipients = dcount(RecipientEmailAddress), Delivered = countif(DeliveryAction == "Delivered") by SenderFromDomain
| sort by Mails desc`),
  hunt('phish-subjects', 'Mails with lure words in the subject', 'phishing related subject keywords; suspicious email subjects; lure subjects; password expired invoice emails', 'T1566', `
EmailEvents
| where Timestamp > ago(7d)
| where EmailDirection == "Inbound"
| where Subject has_any ("password", "expire", "verify", "suspended", "invoice", "payment", "urgent", "action required", "voicemail", "shared a document", "docusign", "mfa", "unusual sign-in")
| summarize Mails = count(), Recipients = dcount(RecipientEmailAddress), Delivered = countif(DeliveryAction == "Delivered") by Subject, SenderFromDomain
| sort by Recipients desc`),
  hunt('qr-codes', 'Mails with QR codes', 'qr code phishing; quishing; emails with qr code url', 'T1566.002', `
EmailUrlInfo
| where Timestamp > ago(7d)
| where UrlLocation == "QRCode"
| join kind=inner (
    EmailEvents
    | where Timestamp > ago(7d)
    | project NetworkMessageId, SenderFromAddress, RecipientEmailAddress, Subject, DeliveryAction
) on NetworkMessageId
| project Timestamp, SenderFromAddress, RecipientEmailAddress, Subject, Url, UrlDomain, DeliveryAction`),
  hunt('open-redirect', 'Links that redirect', 'open redirector url; phishing url redirect; redirect links in email', 'T1566.002', `
EmailUrlInfo
| where Timestamp > ago(7d)
| where Url matches regex @"(?i)[?&](url|u|redirect|redir|target|dest|goto|next|return)=https?(:|%3a)"
| summarize Mails = dcount(NetworkMessageId) by UrlDomain, Url
| sort by Mails desc`),
  hunt('rare-url-domains', 'Link domains that came in few mails', 'rare url domains in email; uncommon link domains', 'T1566.002', `
EmailUrlInfo
| where Timestamp > ago(7d)
| summarize Mails = dcount(NetworkMessageId), FirstSeen = min(Timestamp) by UrlDomain
| where Mails <= 2
| sort by FirstSeen desc`),
  hunt('user-allowed', 'Mails let through by a user or organization rule', 'emails allowed by override; user safe sender override; organization allow rule phishing; allowed despite detection', '', `
EmailEvents
| where Timestamp > ago(7d)
| where (UserLevelAction == "Allow" or OrgLevelAction == "Allow") and isnotempty(ThreatTypes)
| summarize Mails = count(), Recipients = dcount(RecipientEmailAddress) by SenderFromDomain, UserLevelPolicy, OrgLevelPolicy, ThreatTypes
| sort by Mails desc`),
  hunt('zap-actions', 'Mails removed after delivery', 'zap actions; zero hour auto purge; post delivery removal; remediated emails after delivery', '', `
EmailPostDeliveryEvents
| where Timestamp > ago(7d)
| summarize Mails = count(), Recipients = dcount(RecipientEmailAddress) by ActionType, Action, ActionResult
| sort by Mails desc`),
  hunt('outbound-archive', 'Archives mailed to outside', 'archive emailed externally; zip sent to competitor; data exfiltration by email; archive exfiltration', 'T1048', `
EmailAttachmentInfo
| where Timestamp > ago(7d)
| where FileName matches regex @"(?i)\\.(zip|7z|rar|tar|gz)$"
| join kind=inner (
    EmailEvents
    | where Timestamp > ago(7d) and EmailDirection == "Outbound"
    | project NetworkMessageId, Subject
) on NetworkMessageId
| project Timestamp, SenderFromAddress, RecipientEmailAddress, Subject, FileName, FileSize`),
  hunt('compromised-mailbox-sent', 'Mails sent from one mailbox with attachments', 'attachments sent from compromised mailbox; emails sent by compromised user; outbound mail of compromised account', 'T1534', `
EmailEvents
| where Timestamp > ago(7d)
| where EmailDirection in ("Outbound", "Intra-org")
| summarize Mails = count(), Recipients = dcount(RecipientEmailAddress), Attachments = sum(AttachmentCount), Urls = sum(UrlCount) by SenderFromAddress
| sort by Recipients desc`),
  hunt('teams-external', 'Teams messages with links from outside', 'teams phishing; external teams messages with url; teams external chat link', 'T1566.003', `
MessageEvents
| where Timestamp > ago(7d)
| where IsExternalThread
| join kind=inner (
    MessageUrlInfo
    | where Timestamp > ago(7d)
    | project TeamsMessageId, Url, UrlDomain
) on TeamsMessageId
| project Timestamp, SenderEmailAddress, SenderDisplayName, Url, UrlDomain, ThreatTypes, DeliveryAction`),
];
