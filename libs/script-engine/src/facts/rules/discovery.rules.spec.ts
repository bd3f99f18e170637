import { discoveryPowerShellRules, discoveryRules } from './discovery.rules.js';
import { readExamples, rulesMatching } from './matching-rules.js';

/** One statement or more for every rule; harmless, made for this table. */
const examples = readExamples(String.raw`
net-user-list: net user
net-user-list: cmd /c "net.exe user bob"
net-user-domain: net user bob /domain
local-user-query: Get-LocalUser | Where-Object Enabled
local-user-query: wmic useraccount get name,sid
users-folder-list: dir C:\Users\
net-localgroup-list: net localgroup administrators
local-group-query: Get-LocalGroupMember -Group Users
net-group-domain: net group "Domain Admins" /domain
ad-group-query: Get-ADPrincipalGroupMembership bob
ad-user-query: Get-ADUser -Filter *
ad-search: ([adsisearcher]"objectclass=top").FindAll()
ad-search: adfind.exe -f "(name=x)"
kerberos-user-enumeration: kerbrute userenum -d example.test names.txt
email-account-list: Get-GlobalAddressList
cmdkey-list: cmdkey /list
whoami: whoami /all
current-user-dotnet: [Security.Principal.WindowsIdentity]::GetCurrent().Name
session-list: query user
session-list: quser
ipconfig: ipconfig /all
network-configuration: route print
network-configuration: Get-NetIPConfiguration
firewall-show: netsh advfirewall firewall show rule name=all
wifi-show: netsh wlan show profiles
public-address: curl -s https://api.ipify.org
location-by-address: (Invoke-RestMethod http://ip-api.com/json).country
home-location: Get-WinHomeLocation
internet-check: ping -n 1 8.8.8.8
connections-windows: netstat -ano
connections-windows: net use
remote-systems: nltest /dclist:example.test
remote-systems: net view /domain
arp-table: arp -a
dns-lookup: nslookup example.test
ping-sweep: for /l %i in (1,1,254) do ping -n 1 -w 100 192.0.2.%i
ping-host: ping -n 1 server1.example.test
ping-host: Test-Connection -ComputerName 192.0.2.7 -Count 1
domain-trusts: nltest /domain_trusts /all_trusts
domain-query: [System.DirectoryServices.ActiveDirectory.Domain]::GetCurrentDomain()
shares-windows: net view \\server1 /all
shares-windows: Get-SmbShare
port-scan: nmap -sS 192.0.2.0/24
ip-scanners: advanced_ip_scanner_console.exe /r:192.0.2.1-192.0.2.9
port-test: Test-NetConnection 192.0.2.4 -Port 445
service-scan-tools: nuclei -u http://example.test
systeminfo: systeminfo
hostname: hostname
windows-version: ver
windows-version: reg query HKLM\SOFTWARE\Microsoft\Cryptography /v MachineGuid
system-wmi: Get-CimInstance Win32_ComputerSystem
storage-windows: wmic logicaldisk get caption
shadow-copies-list: vssadmin list shadows
environment-list: Get-ChildItem env:
boot-configuration: bcdedit /enum
secedit-export: secedit /export /cfg policy.inf
password-policy: net accounts /domain
group-policy: gpresult /z
processes-windows: tasklist /v
processes-windows: Get-Process | Sort-Object CPU
windows-titles: Get-Process | Where-Object MainWindowTitle
services-windows: sc query state= all
software-windows: wmic product get name,version
security-software-windows: wmic /namespace:\\root\SecurityCenter2 path AntiVirusProduct get displayName
backup-software: Get-Service | Where-Object Name -like '*veeam*'
drivers-windows: driverquery /v
peripherals-windows: Get-PnpDevice -PresentOnly
registry-query: reg query HKCU\Software\Example
registry-query: Get-ItemProperty -Path HKLM:\SOFTWARE\Example
time-windows: w32tm /tz
time-windows: net time \\server1
language-windows: Get-WinSystemLocale
debugger-check: if ([Kernel]::IsDebuggerPresent()) { exit }
virtual-machine-check: if ((gwmi Win32_BIOS).Version -match 'VBOX') { exit }
user-activity-check: [Native]::GetLastInputInfo([ref]$info)
event-log-read: Get-WinEvent -LogName Security -MaxEvents 10
browser-bookmarks: copy "%LOCALAPPDATA%\Google\Chrome\User Data\Default\Bookmarks" out
file-search-windows: dir /s /b C:\*.docx
file-list-windows: dir C:\Temp
ad-collector: SharpHound.exe -c All
ad-recon-tools: . .\PowerView.ps1
powerview-acl: Invoke-ACLScanner -ResolveGUIDs
host-audit-tools: .\winPEASx64.exe quiet
winpwn-system: itm4nprivesc -noninteractive -consoleoutput
winpwn-network: bluekeep -noninteractive
winpwn-software: powerSQL -noninteractive
winpwn-printers: printercheck -consoleoutput
winpwn-files: powershellsensitive -consoleoutput
winpwn-policy: GPOAudit -noninteractive
winpwn-passwords: passhunt -local -consoleoutput
winpwn-stores: wificreds -consoleoutput
winpwn-memory: safedump -consoleoutput
winpwn-reflective: mimiload -consoleoutput
process-alias: ps | sort cpu
get-command: Get-Command "python"
`);
const rules = [...discoveryRules, ...discoveryPowerShellRules];

describe('rules of discovery on Windows', () => {
  it.each(rules.map((rule) => rule.id))('%s has an example that fires it', (id) => {
    const statements = examples.get(id) ?? [];
    expect(statements.length).toBeGreaterThan(0);
    for (const statement of statements) expect(rulesMatching(rules, statement).map((rule) => rule.id)).toContain(id);
  });

  it('has no examples for rules that are not there', () => {
    const ids = new Set(rules.map((rule) => rule.id));
    expect([...examples.keys()].filter((id) => !ids.has(id))).toEqual([]);
  });
});
