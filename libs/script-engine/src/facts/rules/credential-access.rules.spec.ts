import { credentialAccessRules, credentialPowerShellRules } from './credential-access.rules.js';
import { credentialAccessUnixRules } from './credential-access-unix.rules.js';
import { readExamples, rulesMatching } from './matching-rules.js';

/** One statement or more for every rule; harmless, made for this table. */
const examples = readExamples(String.raw`
mimikatz: Invoke-Mimikatz -DumpCreds
lsass-procdump: procdump64.exe -accepteula -ma lsass.exe out.dmp
minidump: rundll32.exe C:\windows\system32\comsvcs.dll, MiniDump 624 out.dmp full
lsass-tools: nanodump.x64.exe -w out.dmp
wdigest-plaintext: reg add HKLM\SYSTEM\CurrentControlSet\Control\SecurityProviders\WDigest /v UseLogonCredential /t REG_DWORD /d 1 /f
sam-save: reg save HKLM\sam sam.save
security-save: reg save hklm\security security.save
sam-copy: copy \\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy1\Windows\System32\config\SAM out
cached-credentials: mimikatz lsadump::cache
cached-credentials-list: cmdkey /list
dcsync: lsadump::dcsync /user:example\bob
secretsdump-local: python3 secretsdump.py -sam sam -system system LOCAL
ntds: ntdsutil "ac i ntds" "ifm" "create full c:\temp" q q
shadow-copy-create: vssadmin create shadow /for=C:
raw-copy: Invoke-NinjaCopy -Path c:\file -LocalDestination out
credential-manager: vaultcmd /listcreds:"Windows Credentials"
dpapi: dpapi::masterkey /in:key
dpapi-unprotect: [Security.Cryptography.ProtectedData]::Unprotect($b,$null,'CurrentUser')
credential-files: dir /a C:\Users\bob\AppData\Local\Microsoft\Credentials\
browser-credentials: copy "%LOCALAPPDATA%\Google\Chrome\User Data\Default\Login Data" out.db
browser-cookies: sqlite3 cookies.sqlite "select * from moz_cookies"
remote-debugging: chrome.exe --remote-debugging-port=9222
password-managers: dir /s /b C:\*.kdbx
lazagne: lazagne.exe all
session-gopher: reg query HKLM /f password /t REG_SZ /s
wifi-key-clear: netsh wlan show profile name=x key=clear
files-with-passwords: findstr /si password *.xml *.ini *.txt
files-with-passwords: grep -rni password /opt
answer-files: type C:\Windows\Panther\unattend.xml
credential-hunt-tools: trufflehog filesystem /srv
group-policy-passwords: findstr /S cpassword \\dc\sysvol\*.xml
powershell-history-read: type (Get-PSReadlineOption).HistorySavePath
private-keys: find / -name id_rsa
private-keys: dir C:\ /b /s .key | findstr /e .pfx
certificate-theft: Certify.exe find /vulnerable
certificate-store-read: Get-ChildItem cert:\currentuser\my | foreach { $_.Export('pfx') }
cloud-metadata: curl http://169.254.169.254/latest/meta-data/iam/security-credentials/
cloud-credential-files: cat ~/.aws/credentials
cloud-token: az account get-access-token
cloud-secret-stores: aws secretsmanager get-secret-value --secret-id x
container-secrets: kubectl get secrets -A
kerberoast: Rubeus.exe kerberoast
asrep-roast: python3 GetNPUsers.py example.test/ -usersfile u.txt
golden-ticket: kerberos::golden /user:x /domain:example.test
silver-ticket: Rubeus.exe silver /service:cifs/x
kerberos-ticket-tools: Rubeus.exe klist
ccache-files: cp /tmp/krb5cc_1000 /tmp/out
ticket-list: klist
password-spray: Invoke-DomainPasswordSpray -Password Spring
password-guess: hydra -l root -P list.txt ssh://192.0.2.4
password-loop: for p in $(cat list); do sshpass -p $p ssh root@192.0.2.4 echo pass; done
password-list-loop: foreach ($password in $passwords) { Test $password }
credential-check: New-Object DirectoryServices.DirectoryEntry($domain, $user, $password)
password-crack: hashcat -m 1000 hashes.txt words.txt
credential-stuffing: for i in $(cat list); do sshpass -p x ssh y; done
sniff-windows: netsh trace start capture=yes
sniff-unix: tcpdump -c 5 -nnni eth0
name-poisoning: Invoke-Inveigh -ConsoleOutput Y
arp-poisoning: arpspoof -i eth0 192.0.2.1
forced-authentication: PetitPotam.exe 192.0.2.4 192.0.2.5
keylogger: [Win]::GetAsyncKeyState(8)
keylogger-unix: xinput test 12
credential-prompt: $host.ui.PromptForCredential('x','y','','')
api-hooking: mavinject 4 /x hook.dll
password-filter: reg add HKLM\SYSTEM\CurrentControlSet\Control\Lsa /v "Notification Packages" /d x
network-provider: reg add HKLM\SYSTEM\CurrentControlSet\Control\NetworkProvider\Order /v ProviderOrder /d x
skeleton-key: mimikatz "privilege::debug" "misc::skeleton"
reversible-encryption: Set-ADUser bob -AllowReversiblePasswordEncryption $true
mfa-change: aws iam deactivate-mfa-device --user-name x
conditional-access: Remove-MgIdentityConditionalAccessPolicy -Id x
hybrid-identity: Install-AADIntPTASpy
forge-cloud-tokens: New-AADIntSAMLToken -UserName x
forge-cookies: flask-unsign --sign --cookie x
rogue-domain-controller: lsadump::dcshadow /push
mfa-flood: for i in 1 2 3; do curl https://example.test/api/v1/users/x/factors/y/verify; done
process-memory-windows: Get-AdmPwdPassword -ComputerName x
credential-object-clear: $c.GetNetworkCredential().Password
shadow-read: sudo cat /etc/shadow
shadow-hash-macos: dscl . -read /Users/bob ShadowHashData
proc-memory: dd if=/proc/1234/mem of=out
shell-history-read: cat ~/.bash_history
keychain: security dump-keychain -d login.keychain
keychain-use: security find-identity -v
securityd-memory: keychaindump
secret-service: secret-tool lookup service x
sssd-cache: cp /var/lib/sss/db/x.ldb /tmp
keytab: cp /etc/krb5.keytab /tmp
pam-change: sed -i 's/x/y/' /etc/pam.d/sshd
ssh-agent-hijack: SSH_AUTH_SOCK=/tmp/ssh-abcdef/agent.12 ssh-add -l
ssh-strace: strace -p 4 -e trace=read
intercept-sudo: alias sudo='/tmp/x'
sudo-password-catch: alias sudo='f(){ read -sp Password: p; echo $p >> x; }; f'
mailpassword-files: cat ~/.netrc
`);
const rules = [...credentialAccessRules, ...credentialPowerShellRules, ...credentialAccessUnixRules];

describe('rules of credential access', () => {
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
