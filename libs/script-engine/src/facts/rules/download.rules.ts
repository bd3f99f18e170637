import { inShell, inWindows, re, table, url } from './rule-table.js';

/** Bringing files in. */
export const downloadRules = table('download', [
  ['certutil-download', 'T1105', 'suspicious', 'downloads a file with certutil', re`‹certutil›…[-/](?:urlcache|verifyctl|url)\b(?:…${url})?|‹certutil›…https?:`],
  ['bitsadmin-transfer', 'T1197 T1105', 'suspicious', 'downloads a file with bitsadmin', re`‹bitsadmin›…\/(?:transfer|addfile|create|resume|setnotifycmdline|complete)\b(?:…${url})?`],
  ['bits-transfer', 'T1197 T1105', 'notable', 'downloads a file as a BITS job', re`‹Start-BitsTransfer›(?!…-TransferType\s+Upload)(?:…${url})?`],
  ['web-request', 'T1105', 'notable', 'downloads a file with PowerShell', re`‹Invoke-WebRequest|iwr|Invoke-RestMethod|irm›(?!…-Method\s+["']?(?:Post|Put))(?!…-InFile)(?=\s)(?:…${url})?`],
  ['web-client', 'T1105', 'notable', 'downloads a file with .NET', re`\.?Download(?:File|String|Data)(?:Async|TaskAsync)?["']?\)?\s*\.?(?:Invoke)?\((?:\s*["']${url})?|WebRequest\]::Create|HttpClient\b[^\n]{0,80}Get(?:Async|String|ByteArray|Stream)|\.OpenRead\(`],
  ['com-download', 'T1105', 'notable', 'downloads over a COM object', re`(?:MSXML2?|Microsoft)\.(?:Server)?XMLHTTP|WinHttp\.WinHttpRequest|URLDownloadToFile|ADODB\.Stream|InternetExplorer\.Application…Navigate`],
  ['curl-download', 'T1105', 'routine', 'downloads a file with curl or wget', re`‹curl|wget›(?!…\s(?:-T|--upload-file|-F|--form|-d|--data\S{0,12}|-X\s*(?:POST|PUT)|--request\s+(?:POST|PUT)|--post-(?:file|data))\b)(?!…169\.254)\s…(?:${url}|\s-\w{0,6}[oO]\b|--output|--remote-name|\$|%\w|[\w-]+\.\w{2,10}\/)`],
  ['other-download-unix', 'T1105', 'notable', 'downloads a file', re`‹aria2c|axel|lwp-download|lftpget›|‹lynx›\s+-(?:source|dump)|‹git›\s+clone|‹gsutil›\s+cp\s+gs:|urllib\d?\.(?:request\.)?(?:urlretrieve|urlopen)|requests\.get\(|file_get_contents\(["']https?|‹aws›\s+s3\s+(?:cp|sync)\s+(?:--\S{1,60}\s+){0,4}["']?s3:`],
  ['copy-in-ssh', 'T1105', 'notable', 'fetches a file over SSH', re`‹scp›\s+(?:-\S+\s+(?:\d+\s+)?){0,6}[\w.-]{1,60}@[\w.-]{1,80}:\S{1,120}\s+[\w./~]|‹sftp›\s+(?:-\S+\s+){0,4}[\w.-]{1,60}@?[\w.-]{1,80}:|‹rsync›\s…[\w.-]{1,60}@?[\w.-]{2,80}:\S{1,120}\s+[\w./~-]{1,80}\s*(?:$|[|;&])`],
  ['ftp-tftp-download', 'T1105', 'suspicious', 'fetches a file over FTP or TFTP', re`‹tftp›…\bget\b|‹ftp›\s…-s:|‹ftp›\s+-\w{0,4}[ni]|ftp:\/\/[^\n]{0,200}\bget\b`],
  ['netcat-download', 'T1105', 'suspicious', 'receives a file with netcat', re`‹nc|ncat|netcat›\s[^|;&\n]{0,80}>\s*\S`],
  ['mpcmdrun-download', 'T1105', 'malicious', 'downloads a file with a Defender tool', re`‹MpCmdRun›…-DownloadFile`],
  ['lolbin-download', 'T1105', 'suspicious', 'downloads a file with a program of Windows not meant for it', re`‹desktopimgdownldr›…lockscreenurl|‹GfxDownloadWrapper|imewdbld›…https?:|‹cmdl32›…\/(?:vpn|lan)|‹certoc›…-GetCACAPS|‹(?:certreq)›…-Post…https?:|‹(?:ieexec|PresentationHost|ProtocolHandler|xwizard|msohtmed|hh|installutil|mspub|winword|excel|powerpnt|msaccess|DataSvcUtil|ConfigSecurityPolicy)›…(?:https?:|\\\\[\w.]{2,60}[\\@])|‹(?:extrac32|expand|replace|findstr|makecab|print|esentutl|ldifde)›…\\\\[\w.%$]{2,60}\\|‹(?:squirrel)›…--(?:download|update)[=\s]|update\.exe…--(?:download|update)[=\s]|ms-appinstaller:\?source=|‹finger›\s…@|‹ldifde›…-i…-f|OneDriveStandaloneUpdater|ODSUUpdateXMLUrl|(?:msedge|chrome)(?:\.exe)?["']?\s…--headless…--dump-dom`, inWindows],
  ['host-file-to-temp', 'T1105', 'notable', 'copies a file in from a share', re`‹copy|xcopy|robocopy|Copy-Item|cp›(?:\s+(?:-Path\s+)?)["']?\\\\(?!(?:localhost|127\.0\.0\.1|[.?])\\)[\w.%$-]{2,60}\\(?!\w{1,3}\$)`, inWindows],
  ['dead-drop', 'T1102.001', 'suspicious', 'reads a text service for further orders', re`(?:pastebin\.com[\\/]raw|hastebin\.com[\\/]raw|ghostbin|rentry\.co|paste\.ee|dpaste|controlc\.com|0bin\.net)`, { type: 'commandAndControl' }],
  ['dns-txt-payload', 'T1071.004 T1105', 'malicious', 'fetches code out of DNS records', re`(?:nslookup|Resolve-DnsName|dig)\b[^\n]{0,200}\btxt\b[^\n]{0,200}(?:iex|Invoke-Expression|\|\s*(?:ba)?sh|base64|for\s+\/f)|for\s+\/f[^\n]{0,120}nslookup[^\n]{0,80}txt`],
  ['interpreter-download', 'T1105', 'notable', 'downloads a file with an interpreter', re`‹(?:python[\d.]{0,5}|perl|ruby|php\d?)›[^\n]{0,120}(?:urlopen|urlretrieve|LWP::Simple|open-uri|file_get_contents|requests\.get|http\.client|HTTP::Tiny|getstore)`, inShell],
]);
