import { hunt, type LibraryHunt } from './library-hunt.js';

/** Hunts in network traffic. */
export const networkHunts: readonly LibraryHunt[] = [
  hunt('beaconing', 'Regular connections to one address', 'beaconing; c2 beacon; regular interval connections; periodic outbound connections; command and control beaconing', 'T1071 T1573', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where ActionType == "ConnectionSuccess" and RemoteIPType == "Public"
| summarize Times = make_list(Timestamp, 5000), Count = count(), Hours = dcount(bin(Timestamp, 1h)), FirstSeen = min(Timestamp), LastSeen = max(Timestamp) by DeviceName, InitiatingProcessFileName, RemoteIP, RemotePort
| where Count > 50 and Hours > 12
| extend MinutesBetween = round((LastSeen - FirstSeen) / 1m / Count, 1)
| project DeviceName, InitiatingProcessFileName, RemoteIP, RemotePort, Count, Hours, MinutesBetween, FirstSeen, LastSeen
| sort by Hours desc`),
  hunt('rare-destinations', 'Destinations that few devices reach', 'rare domains; low count fqdn; connection to rare dns hosts; rare external destinations; least common urls contacted; unusual destinations', 'T1071', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where RemoteIPType == "Public" and isnotempty(RemoteUrl)
| extend Host = tostring(parse_url(iff(RemoteUrl has "://", RemoteUrl, strcat("https://", RemoteUrl))).Host)
| summarize Devices = dcount(DeviceId), Count = count(), FirstSeen = min(Timestamp) by Host
| where Devices <= 2
| sort by Count asc`),
  hunt('uncommon-ports', 'Connections to uncommon public ports', 'non standard port; uncommon port; unusual outbound ports; traffic on non standard port; ssh on non standard port', 'T1571', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where ActionType == "ConnectionSuccess" and RemoteIPType == "Public"
| where RemotePort !in (80, 443, 53, 123, 25, 587, 993, 995, 8080, 8443, 5228, 3478)
| summarize Count = count(), Devices = dcount(DeviceId), Processes = make_set(InitiatingProcessFileName, 10) by RemotePort
| sort by Devices asc`),
  hunt('tor', 'Tor traffic', 'tor network; tor browser; connections to tor relays; onion; tor exit nodes', 'T1090.003', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where InitiatingProcessFileName in~ ("tor.exe", "firefox.exe") and RemotePort in (9001, 9030, 9050, 9051, 9150) or RemoteUrl has ".onion"
| project Timestamp, DeviceName, InitiatingProcessFileName, RemoteIP, RemotePort, RemoteUrl`),
  hunt('telegram-c2', 'Messengers and paste sites used for control', 'telegram c2; discord c2; api.telegram.org connections; pastebin connections; web service command and control', 'T1102', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where RemoteUrl has_any ("api.telegram.org", "discord.com", "discordapp.com", "pastebin.com", "raw.githubusercontent.com", "transfer.sh", "anonfiles.com", "ngrok.io", "trycloudflare.com", "paste.ee")
| where InitiatingProcessFileName !in~ ("chrome.exe", "msedge.exe", "firefox.exe", "telegram.exe", "discord.exe", "brave.exe", "opera.exe")
| project Timestamp, DeviceName, InitiatingProcessFileName, InitiatingProcessCommandLine, RemoteUrl, RemoteIP`),
  hunt('zip-mov', 'Visits to .zip and .mov domains', 'zip domain; mov domain; new tld domains; suspicious top level domain', 'T1566.002', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where isnotempty(RemoteUrl)
| extend Host = tostring(parse_url(iff(RemoteUrl has "://", RemoteUrl, strcat("https://", RemoteUrl))).Host)
| where Host endswith ".zip" or Host endswith ".mov"
| project Timestamp, DeviceName, Host, RemoteUrl, InitiatingProcessFileName`),
  hunt('script-network', 'Script hosts reach the internet', 'powershell outbound connection; wscript network connection; remote powershell urls; script engine external connection; powershell connecting to public ip', 'T1059 T1105', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where RemoteIPType == "Public"
| where InitiatingProcessFileName in~ ("powershell.exe", "pwsh.exe", "wscript.exe", "cscript.exe", "cmd.exe", "mshta.exe")
| summarize Count = count(), Devices = make_set(DeviceName, 10) by InitiatingProcessFileName, RemoteUrl, RemoteIP
| sort by Count asc`),
  hunt('office-network', 'Office reaches unusual addresses', 'office network connections; rare connections made by office; word connecting to external ip; macro connecting to internet', 'T1566.001 T1203', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where InitiatingProcessFileName in~ ("winword.exe", "excel.exe", "powerpnt.exe")
| where RemoteIPType == "Public"
| where not(RemoteUrl has_any ("microsoft.com", "office.com", "office.net", "office365.com", "live.com", "windows.net", "sharepoint.com", "msocdn.com"))
| summarize Count = count(), Devices = dcount(DeviceId) by InitiatingProcessFileName, RemoteUrl, RemoteIP
| sort by Count asc`),
  hunt('rundll32-network', 'Rundll32 reaches the internet', 'rundll32 network connection; rundll suspicious network connection', 'T1218.011', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where InitiatingProcessFileName =~ "rundll32.exe" and RemoteIPType == "Public"
| project Timestamp, DeviceName, InitiatingProcessCommandLine, RemoteIP, RemotePort, RemoteUrl`),
  hunt('putty-public', 'SSH clients reach public addresses', 'putty connecting to public ip; ssh to internet; ssh traffic to public; winscp external', 'T1021.004', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where ActionType == "ConnectionSuccess" and RemoteIPType == "Public"
| where InitiatingProcessFileName in~ ("putty.exe", "plink.exe", "pscp.exe", "winscp.exe", "ssh.exe", "kitty.exe") or RemotePort == 22
| project Timestamp, DeviceName, InitiatingProcessAccountName, InitiatingProcessFileName, RemoteIP, RemotePort, RemoteUrl`),
  hunt('inbound-public', 'Connections from the internet that were accepted', 'inbound connections from public ip; exposed services; connections accepted from internet; inbound internet traffic', 'T1133', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where ActionType == "InboundConnectionAccepted" and RemoteIPType == "Public"
| summarize Count = count(), Sources = dcount(RemoteIP), Processes = make_set(InitiatingProcessFileName, 10) by DeviceName, LocalPort
| sort by Sources desc`),
  hunt('internet-scans', 'Devices scanned from the internet', 'public facing device scanned; inbound internet scan; scanned devices', 'T1595', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where ActionType == "InboundInternetScanInspected"
| summarize Scans = count(), Sources = dcount(RemoteIP), Ports = make_set(LocalPort, 20) by DeviceName
| sort by Scans desc`),
  hunt('open-remote-ports', 'Devices that listen on remote access ports', 'open remote service ports; listening ssh rdp vnc winrm; open management ports; listening remote services', 'T1021', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where ActionType == "ListeningConnectionCreated"
| where LocalPort in (22, 23, 139, 445, 3389, 5900, 5985, 5986)
| summarize OpenPorts = make_set(LocalPort), Ports = dcount(LocalPort) by DeviceName
| sort by Ports desc`),
  hunt('database-ports', 'Devices that listen on database ports', 'open database ports; listening sql server mysql postgres; exposed databases', '', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where ActionType == "ListeningConnectionCreated"
| where LocalPort in (1433, 1434, 1521, 3306, 5432, 27017, 6379, 9200, 5984, 50000)
| summarize OpenPorts = make_set(LocalPort), Processes = make_set(InitiatingProcessFileName) by DeviceName`),
  hunt('rdp-activity', 'Outbound RDP by device', 'rdp activity summary; outbound rdp connections by device; rdp connections per device', 'T1021.001', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where RemotePort == 3389 and ActionType == "ConnectionSuccess"
| summarize Connections = count(), Targets = dcount(RemoteIP), TargetList = make_set(RemoteIP, 30) by DeviceName
| sort by Targets desc`),
  hunt('no-inbound-rdp', 'Devices without inbound RDP', 'devices with no inbound rdp connections; no rdp traffic; build firewall policy rdp', '', `
DeviceInfo
| where Timestamp > ago(30d)
| summarize arg_max(Timestamp, DeviceName) by DeviceId
| join kind=leftanti (
    DeviceNetworkEvents
    | where Timestamp > ago(30d)
    | where ActionType == "InboundConnectionAccepted" and LocalPort == 3389
) on DeviceId
| project DeviceId, DeviceName`),
  hunt('no-inbound-web', 'Devices without inbound web traffic', 'devices with no inbound web connections; no inbound http https; build firewall policy web', '', `
DeviceInfo
| where Timestamp > ago(30d)
| summarize arg_max(Timestamp, DeviceName) by DeviceId
| join kind=leftanti (
    DeviceNetworkEvents
    | where Timestamp > ago(30d)
    | where ActionType == "InboundConnectionAccepted" and LocalPort in (80, 443, 8080)
) on DeviceId
| project DeviceId, DeviceName`),
  hunt('ldap-clear', 'LDAP and LDAPS traffic', 'ldap and ldaps traffic; unencrypted ldap; port 389 traffic; summarize ldap traffic', 'T1040', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where RemotePort in (389, 636, 3268, 3269)
| summarize Ldap = countif(RemotePort in (389, 3268)), Ldaps = countif(RemotePort in (636, 3269)), Servers = make_set(RemoteIP, 20) by DeviceName
| sort by Ldap desc`),
  hunt('http-methods', 'HTTP requests by method', 'http request methods statistics; http methods; http traffic inspected', 'T1071.001', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where ActionType == "HttpConnectionInspected"
| extend Http = parse_json(AdditionalFields)
| summarize Count = count(), Devices = dcount(DeviceId) by Method = tostring(Http.method)
| sort by Count desc`),
  hunt('http-executables', 'Programs downloaded over plain HTTP', 'http executable downloads; http downloads by file extension; exe downloaded over http; unencrypted download of executable', 'T1105', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where ActionType == "HttpConnectionInspected"
| extend Http = parse_json(AdditionalFields)
| where tostring(Http.direction) == "Out" and tostring(Http.uri) matches regex @"(?i)\\.(exe|dll|ps1|bat|vbs|hta|scr|iso|zip)(\\?|$)"
| project Timestamp, DeviceName, Host = tostring(Http.host), Uri = tostring(Http.uri), UserAgent = tostring(Http.user_agent), RemoteIP`),
  hunt('ja3', 'TLS fingerprints by rarity', 'ja3 fingerprint; rare ja3; ssl inspection; tls fingerprint', 'T1573', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where ActionType == "SslConnectionInspected"
| extend Tls = parse_json(AdditionalFields)
| summarize Count = count(), Devices = dcount(DeviceId), Servers = make_set(tostring(Tls.server_name), 10) by Ja3 = tostring(Tls.ja3)
| where isnotempty(Ja3)
| sort by Devices asc`),
  hunt('dns-tunnel', 'Long or many DNS names under one domain', 'dns tunneling; dns exfiltration; long dns queries; many subdomains', 'T1071.004 T1048', `
DeviceEvents
| where Timestamp > ago(7d)
| where ActionType == "DnsQueryResponse"
| extend Name = tostring(parse_json(AdditionalFields).DnsQueryString)
| extend Parts = split(Name, ".")
| extend Domain = strcat(tostring(Parts[-2]), ".", tostring(Parts[-1]))
| summarize Names = dcount(Name), Longest = max(strlen(Name)) by Domain, DeviceName
| where Names > 200 or Longest > 100
| sort by Names desc`),
  hunt('first-time-destination', 'Domains seen for the first time', 'new domains contacted; first time seen domain; newly observed domain', 'T1071', `
DeviceNetworkEvents
| where Timestamp > ago(30d)
| where isnotempty(RemoteUrl) and RemoteIPType == "Public"
| summarize FirstSeen = min(Timestamp), Devices = dcount(DeviceId), Processes = make_set(InitiatingProcessFileName, 10) by RemoteUrl
| where FirstSeen > ago(1d)
| sort by FirstSeen desc`),
  hunt('most-traffic', 'Devices with the most connections', 'top talkers; devices with most network connections; noisiest devices', '', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| summarize Connections = count(), Destinations = dcount(RemoteIP), Urls = dcount(RemoteUrl) by DeviceName
| top 20 by Connections desc`),
  hunt('isolated-connections', 'Connections made by one device', 'inbound connections to compromised device; internal connections made by a device; external connections of compromised device', '', `
DeviceNetworkEvents
| where Timestamp > ago(7d)
| where ActionType in ("ConnectionSuccess", "InboundConnectionAccepted")
| summarize Count = count(), FirstSeen = min(Timestamp), LastSeen = max(Timestamp), Processes = make_set(InitiatingProcessFileName, 20) by DeviceName, ActionType, RemoteIP, RemotePort
| sort by LastSeen desc`),
  hunt('sniffing', 'Network sniffing tools', 'network sniffing; packet capture; wireshark tshark npcap; netsh trace; pktmon', 'T1040', `
DeviceProcessEvents
| where Timestamp > ago(7d)
| where FileName in~ ("wireshark.exe", "tshark.exe", "dumpcap.exe", "windump.exe", "pktmon.exe", "tcpdump") or (FileName =~ "netsh.exe" and ProcessCommandLine has_all ("trace", "start"))
| project Timestamp, DeviceName, AccountName, FileName, ProcessCommandLine`),
];
