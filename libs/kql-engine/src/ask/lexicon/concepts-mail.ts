/** Filters as analysts say them, for tables of mail, chat and links; the form is that of `deviceConcepts`. A name with @ is a block that tables share. */
export const mailConcepts: Readonly<Record<string, string>> = {
  EmailEvents: `
phishing email; phish; phishing; phishing message; phished => ThreatTypes has Phish
spam; spam email; spam message => ThreatTypes has Spam
malicious email; malware; malware email; email with malware; malicious => ThreatTypes has Malware
threat; threats; known threat; any threat; malicious or phishing; unsafe => isnotempty ThreatTypes
delivered to inbox; delivered to the inbox; delivered into inbox => DeliveryAction == Delivered && DeliveryLocation == Inbox/Folder
delivered; delivered email; were delivered; successfully delivered => DeliveryAction == Delivered
junked; moved to junk; flagged as junk; junk; sent to junk; junk email; delivered to junk; delivered as junk => DeliveryAction == Junked
blocked; email blocked; blocked email => DeliveryAction == Blocked
replaced => DeliveryAction == Replaced
quarantine; quarantined; in quarantine; quarantined email; delivered to quarantine; sent to quarantine; moved to quarantine => DeliveryLocation == Quarantine
inbox; in the inbox; in inbox; landed in inbox; reached the inbox; reached inbox; into the inbox; to inbox => DeliveryLocation == Inbox/Folder
junk folder; in junk folder; delivered to junk folder; delivered to the junk folder; sent to the junk folder; moved to the junk folder => DeliveryLocation == Junk folder
deleted items; deleted items folder; delivered to deleted items => DeliveryLocation == Deleted items
on premises; onprem => DeliveryLocation == On-premises/External
failed delivery; delivery failed; failed to deliver; fail => DeliveryLocation == Failed
dropped => DeliveryLocation == Dropped
inbound; inbound email; received from outside; from external sender; external sender; received from external; incoming => EmailDirection == Inbound
outbound; outbound email; sent outside; sent to external; external recipient; outgoing => EmailDirection == Outbound
internal email; intra org; intra organization; internal; within the organization; intraorg; intra organizational => EmailDirection == Intra-org
attachment; with attachment; has attachment; containing attachment; contain attachment; attachments => AttachmentCount > 0
without attachment; no attachment => AttachmentCount == 0
url; with url; containing url; with link; has url; contain url => UrlCount > 0
high confidence phish; high confidence => ConfidenceLevel has High
spf fail; failed spf; spf failed; fail spf => AuthenticationDetails has_all SPF | fail
dkim fail; failed dkim; dkim failed; fail dkim => AuthenticationDetails has_all DKIM | fail
dmarc fail; failed dmarc; dmarc failed; fail dmarc; failing dmarc => AuthenticationDetails has_all DMARC | fail
spoof; spoofed; spoofing; spoof email; spoofed sender; sender spoofing => DetectionMethods has spoof
impersonation; user impersonation; impersonating => DetectionMethods has impersonation
allowed by user; user allow; user override; user level allow; user safe sender => UserLevelAction == Allow
allowed by organization; org allow; allow by policy; admin override; tenant allow; org level allow; organization allow => OrgLevelAction == Allow
blocked by organization; org block; org level block => OrgLevelAction == Block
safe attachment; safeattachments => EmailActionPolicy == Safe Attachments
transport rule; exchange transport rule; mail flow rule => EmailActionPolicy == Enterprise Transport Rules (ETR)
zap; zapped; zero hour auto purge => LatestDeliveryAction has_any Moved to quarantine | Moved to junk folder | Soft delete
english language; in english; written in english; english email; english => EmailLanguage == en
german language; in german; written in german; german email; german => EmailLanguage == de
french language; in french; written in french; french email; french => EmailLanguage == fr
spanish language; in spanish; written in spanish; spanish email; spanish => EmailLanguage == es
italian language; in italian; written in italian; italian email; italian => EmailLanguage == it
portuguese language; in portuguese; written in portuguese; portuguese email; portuguese => EmailLanguage == pt
dutch language; in dutch; written in dutch; dutch email; dutch => EmailLanguage == nl
russian language; in russian; written in russian; russian email; russian => EmailLanguage == ru
ukrainian language; in ukrainian; written in ukrainian; ukrainian email; ukrainian => EmailLanguage == uk
polish language; in polish; written in polish; polish email; polish => EmailLanguage == pl
chinese language; in chinese; written in chinese; chinese email; chinese => EmailLanguage == zh
japanese language; in japanese; written in japanese; japanese email; japanese => EmailLanguage == ja
korean language; in korean; written in korean; korean email; korean => EmailLanguage == ko
arabic language; in arabic; written in arabic; arabic email; arabic => EmailLanguage == ar
hebrew language; in hebrew; written in hebrew; hebrew email; hebrew => EmailLanguage == he
turkish language; in turkish; written in turkish; turkish email; turkish => EmailLanguage == tr
persian language; in persian; written in persian; persian email; persian => EmailLanguage == fa
hindi language; in hindi; written in hindi; hindi email; hindi => EmailLanguage == hi
swedish language; in swedish; written in swedish; swedish email; swedish => EmailLanguage == sv
danish language; in danish; written in danish; danish email; danish => EmailLanguage == da
norwegian language; in norwegian; written in norwegian; norwegian email; norwegian => EmailLanguage == no
finnish language; in finnish; written in finnish; finnish email; finnish => EmailLanguage == fi
czech language; in czech; written in czech; czech email; czech => EmailLanguage == cs
hungarian language; in hungarian; written in hungarian; hungarian email; hungarian => EmailLanguage == hu
romanian language; in romanian; written in romanian; romanian email; romanian => EmailLanguage == ro
greek language; in greek; written in greek; greek email; greek => EmailLanguage == el
vietnamese language; in vietnamese; written in vietnamese; vietnamese email; vietnamese => EmailLanguage == vi
thai language; in thai; written in thai; thai email; thai => EmailLanguage == th
indonesian language; in indonesian; written in indonesian; indonesian email; indonesian => EmailLanguage == id
`,
  EmailAttachmentInfo: `
malware; malicious; malicious attachment; malware attachment; known malicious => ThreatTypes has Malware
phish; phishing; phishing attachment => ThreatTypes has Phish
threat; threats; any threat => isnotempty ThreatTypes
macro; macro enabled; macro attachment; office macro; macros => FileType has_any docm | xlsm | pptm || FileName endswith_any .docm | .xlsm | .pptm
executable; exe attachment; executable attachment => FileName endswith .exe
zip; zip file; zip attachment => FileName endswith .zip
archive; compressed; compressed attachment; archive attachment => FileName endswith_any .zip | .rar | .7z
pdf; pdf attachment; pdf file => FileName endswith .pdf
html attachment; html; htm attachment => FileName endswith_any .html | .htm
iso; disk image; iso attachment => FileName endswith_any .iso | .img
onenote; onenote attachment; onenote file; one note => FileName endswith .one
word document; word attachment; word => FileName endswith_any .doc | .docx | .docm
excel; excel file; spreadsheet; excel attachment => FileName endswith_any .xls | .xlsx | .xlsm
office document; office attachment => FileName endswith_any .docx | .docm | .xlsx | .xlsm | .pptx | .pptm
shortcut; lnk attachment; lnk => FileName endswith .lnk
script; script attachment => FileName endswith_any .js | .vbs | .ps1 | .hta | .wsf
`,
  EmailUrlInfo: `
in body; email body; in the body; message body => UrlLocation == Body
in attachment; attachment; inside attachment => UrlLocation == Attachment
header; in header => UrlLocation == Header
qr code; qr codes; qr => UrlLocation == QRCode
subject line; in subject => UrlLocation == Subject
`,
  EmailPostDeliveryEvents: `
spam zap => ActionType == Spam ZAP
malware zap; malware zapped => ActionType == Malware ZAP
phish zap; phishing zap; phish zapped; phishing email zapped => ActionType == Phish ZAP
zap; zapped; zero hour auto purge; zero hour => ActionType has ZAP
manual remediation; manually remediated; remediated manually; manual => ActionType == Manual Remediation
soft delete; soft deleted => Action == Soft delete
hard delete; hard deleted => Action == Hard delete
moved to quarantine; quarantined; quarantine => Action == Moved to quarantine
moved to junk; moved to junk folder; junk => Action == Moved to junk folder
moved to deleted items; deleted items => Action == Moved to deleted items
admin action; admin; by admin; taken by admin => ActionTrigger == AdminAction
special action => ActionTrigger == SpecialAction
success; successful; succeeded; successfully => ActionResult == Success
error; fail; failed; unsuccessful => ActionResult == Error
phish; phishing => ThreatTypes has Phish
malware => ThreatTypes has Malware
spam => ThreatTypes has Spam
`,
  UrlClickEvents: `
blocked; click blocked; clicks blocked; blocked click; blocked by safelinks => ActionType == ClickBlocked
allowed; click allowed; allowed click; not blocked; was not blocked; wasn t blocked => ActionType == ClickAllowed
blocked by tenant policy; tenant policy => ActionType == ClickBlockedByTenantPolicy
error page => ActionType == UrlErrorPage
scan in progress; pending scan => ActionType == UrlScanInProgress
clicked through; click through; proceeded; bypass the warning; ignored the warning; ignored warning; bypassed the warning; through the warning; continued to => IsClickedThrough == true
phish; phishing; phishing url; phishing link => ThreatTypes has Phish
malware; malicious url; malicious link; malicious => ThreatTypes has_any Malware | Phish
spam => ThreatTypes has Spam
in email; from email; email; in emails => Workload == Email
in teams; teams; from teams => Workload == Teams
office; office app; in office => Workload == Office
`,
  MessageEvents: `
phish; phishing => ThreatTypes has Phish
malware; malicious => ThreatTypes has Malware
spam => ThreatTypes has Spam
threat; threats => isnotempty ThreatTypes
external; external thread; external chat; from outside => IsExternalThread == true
internal thread => IsExternalThread == false
delivered => DeliveryAction == Delivered
blocked => DeliveryAction == Blocked
quarantine; quarantined => DeliveryLocation == Quarantine
external sender; from external; external user => IsExternalThread == true
owned thread => IsOwnedThread == true
`,
  MessagePostDeliveryEvents: `
zap; zapped => ActionType has ZAP
phish; phishing => ThreatTypes has Phish
malware => ThreatTypes has Malware
spam => ThreatTypes has Spam
success; successful => ActionResult == Success
error; failed => ActionResult == Error
`,
  MessageUrlInfo: `
phish; phishing => ThreatTypes has Phish
malware; malicious => ThreatTypes has Malware
threat; threats => isnotempty ThreatTypes
`,
  FileMaliciousContentInfo: `
sharepoint => Workload == SharePoint
onedrive => Workload == OneDrive
teams => Workload == Teams
`,
  CampaignInfo: `
phish; phishing; phishing campaign => CampaignType has Phish
malware; malware campaign => CampaignType has Malware
`,
};
