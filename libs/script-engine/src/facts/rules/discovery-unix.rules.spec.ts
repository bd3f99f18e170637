import { discoveryUnixRules } from './discovery-unix.rules.js';
import { readExamples, rulesMatching } from './matching-rules.js';

/** One statement or more for every rule; harmless, made for this table. */
const examples = readExamples(String.raw`
passwd-read: cat /etc/passwd
accounts-unix: dscl . list /Users
sudoers-read: sudo -l
open-files-of-users: lsof -u alice
groups-unix: getent group
ldap-search: ldapsearch -x -H ldap://dc.example.test -b dc=example,dc=test
dscl-domain: dscl "/Active Directory/EXAMPLE/All Domains" ls /Users
user-unix: id
user-unix: who am i
network-unix: ip addr show
network-unix: ifconfig -a
wifi-unix: networksetup -listpreferredwirelessnetworks en0
connections-unix: ss -tulpn
connection-users: who -a
remote-systems-unix: ip neigh show
port-scan-unix: nc -z -v 192.0.2.4 1-1024
shares-unix: showmount -e nfs.example.test
system-unix: uname -a
system-unix: sw_vers
environment-unix: env
storage-unix: df -h
packages-unix: dpkg -l
security-software-unix: ps aux | grep falcon
processes-unix: ps aux
services-unix: systemctl list-units --type=service
password-policy-unix: cat /etc/pam.d/common-password
time-unix: timedatectl
peripherals-unix: lsusb -v
language-unix: locale
drivers-unix: lsmod
windows-unix: wmctrl -l
logs-unix: tail -n 100 /var/log/auth.log
virtual-machine-check-unix: systemd-detect-virt
file-search-unix: find / -name "*.conf"
file-list-unix: ls /opt
browser-files-unix: find / -name places.sqlite
container-list: kubectl get pods --all-namespaces
container-list: docker ps -a
cloud-services: az resource list
cloud-emulation: stratus detonate aws.discovery.example
cloud-emulation-credentials: stratus warmup aws.credential-access.example
cloud-emulation-logs: stratus detonate aws.defense-evasion.example
cloud-emulation-exfiltration: stratus detonate aws.exfiltration.example
cloud-infrastructure: aws ec2 describe-instances
cloud-storage-list: aws s3 ls
cloud-accounts: aws iam list-users
cloud-groups: az role assignment list
virtual-machine-list: esxcli vm process list
victim-hardware: Get-CimInstance -Query "SELECT * FROM Win32_PnPEntity WHERE PNPClass = 'Camera'"
victim-domain: whois example.test
victim-dns: subfinder -d example.test
victim-identities: theHarvester -d example.test
victim-scan-database: shodan search example
scan-victim-site: gobuster dir -u http://example.test -w list.txt
vulnerability-scan: nikto -h example.test
`);
const rules = discoveryUnixRules;

describe('rules of discovery on Linux, macOS and in clouds', () => {
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
