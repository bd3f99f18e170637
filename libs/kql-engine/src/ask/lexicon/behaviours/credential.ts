/** Taking credentials, and finding one's way with them. The form is that of `parseBehaviour`. */
export const credentialBehaviours = `
T1003.001 DeviceProcessEvents: procdump + lsass => FileName in~ procdump.exe | procdump64.exe && ProcessCommandLine has lsass
T1003.001 DeviceProcessEvents: comsvcs, minidump, comsvcs dll => ProcessCommandLine has_all comsvcs | MiniDump
T1003.001 DeviceProcessEvents: rundll32 + comsvcs, minidump, lsass => FileName =~ rundll32.exe && ProcessCommandLine has_all comsvcs | MiniDump
T1003.001 DeviceProcessEvents: lsass + dump, command, procdump, taskmgr => ProcessCommandLine has lsass
T1003.001 DeviceFileEvents: lsass + dump file, dmp, dump on disk, written to disk => FileName has lsass && FileName endswith .dmp
T1003.001 DeviceEvents: lsass + memory, memory access, open, read, handle, access => ActionType in OpenProcessApiCall | ReadProcessMemoryApiCall && FileName =~ lsass.exe
T1003.001 DeviceEvents: lsass + asr, credential theft, block, steal => ActionType in AsrLsassCredentialTheftBlocked | AsrLsassCredentialTheftAudited
T1003.002 DeviceProcessEvents: reg, registry hive, sam hive, hive, sam + save, export, dump, saving => FileName =~ reg.exe && ProcessCommandLine has save && ProcessCommandLine has_any SAM | SYSTEM | SECURITY
T1003.003 DeviceProcessEvents: ntdsutil => FileName =~ ntdsutil.exe && ProcessCommandLine has_any ifm | ntds
T1003.003 DeviceProcessEvents: ntds, ntds dit + dump, copy, extract, steal => ProcessCommandLine has ntds
T1003.003 DeviceFileEvents: ntds dit + create, copy, file => FileName =~ ntds.dit
T1003.006 IdentityDirectoryEvents: dcsync, dc sync, directory replication, replicating directory change => ActionType == Directory Service replication
T1003 DeviceProcessEvents: mimikatz, sekurlsa, invoke mimikatz => ProcessCommandLine has_any mimikatz | sekurlsa | logonpasswords | lsadump
T1003 DeviceProcessEvents: lazagne => FileName =~ lazagne.exe
T1558.003 IdentityQueryEvents: kerberoast, kerberoasting + ldap, query, spn => ActionType == LDAP query && Query has servicePrincipalName
T1558.003 IdentityLogonEvents: kerberoast, kerberoasting, service ticket => Protocol == Kerberos && LogonType == Resource access
T1558.003 DeviceProcessEvents: rubeus, invoke kerberoast => ProcessCommandLine has_any Rubeus | kerberoast | asreproast | asktgt
T1558.004 IdentityQueryEvents: as rep roast, asrep roast, asrep roasting, as rep roasting, as rep roastable, asrep roastable, preauthentication => ActionType == LDAP query && Query has userAccountControl
T1110.003 EntraIdSignInEvents: password spray, password spraying, spray => ErrorCode == 50126
T1110 DeviceLogonEvents: brute force, bruteforce, password guess => ActionType == LogonFailed
T1110 DeviceLogonEvents: brute force, bruteforce, password guess + rdp, remote desktop, remote connection => ActionType == LogonFailed && LogonType == RemoteInteractive
T1110 IdentityLogonEvents: brute force, password spray + domain, active directory, kerberos, domain controller => ActionType == LogonFailed
T1110 EntraIdSignInEvents: brute force, password guess + signin, entra, azure, azure ad, cloud => ErrorCode == 50126
T1621 EntraIdSignInEvents: mfa fatigue, mfa bomb, push bomb, mfa spam, mfa deny => ErrorCode == 500121
T1528 CloudAppEvents: consent, consent grant, illicit consent, oauth consent + app, application, oauth, grant, user => ActionType == Consent to application.
T1528 CloudAppEvents: oauth permission grant, delegated permission grant, oauth2permissiongrant => ActionType == Add OAuth2PermissionGrant.
T1098.001 CloudAppEvents: credential, secret, certificate, key, password + add, new, added to + service principal, application, app registration, app => ActionType in Add service principal credentials. | Update application – Certificates and secrets management 
T1098.003 CloudAppEvents: role assign, role, admin role, global admin, directory role, member to role + add, assign, grant, activate => ActionType == Add member to role.
T1098.002 CloudAppEvents: mailbox, mailbox permission + access, permission, full access, delegate access, delegate + add, grant, assign, give => ActionType == Add-MailboxPermission
T1098 CloudAppEvents: mfa method, security info, authentication method + register, add, change, new => ActionType in User registered security info. | User changed default security info.
T1136.003 CloudAppEvents: user, cloud user, cloud account, account + create, new, add + entra, azure ad, cloud, tenant, cloudapp => ActionType == Add user.
T1550.001 CloudAppEvents: service principal + add, new, create => ActionType == Add service principal.
T1550.002 DeviceLogonEvents: pass the hash, pth => LogonType == NewCredentials && Protocol == NTLM
T1556 CloudAppEvents: conditional access policy, conditional access + change, modify, update, edit => ActionType == Update conditional access policy.
T1556 CloudAppEvents: conditional access policy, conditional access + delete, disable, weaken, exclude => ActionType in Update conditional access policy. | Delete conditional access policy.
T1556 CloudAppEvents: conditional access policy, conditional access + add, create, new => ActionType == Add conditional access policy.
T1484.002 CloudAppEvents: federation, domain federation, federation setting + set, change, modify, add => ActionType has_any Set federation settings on domain | Set domain authentication
T1552.001 DeviceProcessEvents: findstr + password, credential => FileName =~ findstr.exe && ProcessCommandLine has_any password | passw | cpassword
T1552.006 DeviceProcessEvents: gpp password, cpassword, group policy password => ProcessCommandLine has cpassword
T1552.001 DeviceProcessEvents: password, credential + commandline, cleartext, plain text, clear text + pass, use, enter, command, contain => ProcessCommandLine has_any password | passwd | pwd
T1555.003 DeviceFileEvents: browser credential, browser password, login data, saved password, credential store => FileName =~ Login Data
T1555 DeviceProcessEvents: cmdkey, vaultcmd => FileName in~ cmdkey.exe | vaultcmd.exe
T1056.001 DeviceEvents: keylog, keylogger, keylogging => ActionType == GetAsyncKeyStateApiCall
T1113 DeviceEvents: screenshot, screen capture => ActionType == ScreenshotTaken
T1112 DeviceRegistryEvents: wdigest, uselogoncredential => RegistryKey has WDigest && RegistryValueName == UseLogonCredential && RegistryValueData == 1
T1112 DeviceProcessEvents: wdigest, uselogoncredential + command, reg add, commandline, process => ProcessCommandLine has_all WDigest | UseLogonCredential
T1556.001 DeviceRegistryEvents: lsa protection, runasppl => RegistryValueName == RunAsPPL
T1547.005 DeviceRegistryEvents: security support provider, ssp, security package => RegistryKey has \\Control\\Lsa && RegistryValueName == Security Packages
T1033 DeviceProcessEvents: whoami => FileName =~ whoami.exe
T1482 DeviceProcessEvents: nltest, domain trust + trust, enumerate, discover, domain => FileName =~ nltest.exe && ProcessCommandLine has_any domain_trusts | all_trusts | dclist
T1087.002 DeviceProcessEvents: adfind => FileName =~ adfind.exe
T1087.002 DeviceProcessEvents: dsquery => FileName =~ dsquery.exe
T1087.002 DeviceProcessEvents: bloodhound, sharphound => FileName has_any bloodhound | sharphound || ProcessCommandLine has_any bloodhound | sharphound | CollectionMethod
T1069.002 DeviceProcessEvents: net, net exe, net command + domain admin, domain group, group + enumerate, discover, list, query => FileName in~ net.exe | net1.exe && ProcessCommandLine has group
T1087.001 DeviceProcessEvents: net, net exe, net command + user, account + enumerate, discover, list, query => FileName in~ net.exe | net1.exe && ProcessCommandLine has user
T1018 DeviceProcessEvents: net view => FileName in~ net.exe | net1.exe && ProcessCommandLine has view
T1135 DeviceProcessEvents: net share, share enumeration => FileName in~ net.exe | net1.exe && ProcessCommandLine has share
T1082 DeviceProcessEvents: systeminfo => FileName =~ systeminfo.exe
T1016 DeviceProcessEvents: reconnaissance command, recon command, discovery command, discovery, reconnaissance, reconnaissance activity + command, process, tool, activity, execute => FileName in~ whoami.exe | net.exe | net1.exe | nltest.exe | ipconfig.exe | systeminfo.exe | netstat.exe | nslookup.exe | quser.exe | tasklist.exe
T1046 DeviceProcessEvents: nmap, advanced ip scanner, network scanner, port scanner, softperfect => FileName has_any nmap | advanced_ip_scanner | netscan | masscan | angry
T1046 DeviceNetworkEvents: port scan, port scanning, network scan, network scanning => ActionType in ConnectionFailed | ConnectionAttempt
T1087 IdentityQueryEvents: samr + enumerate, query, user, group => ActionType == SAMR query
T1087 IdentityQueryEvents: ldap + enumerate, query, search, reconnaissance => ActionType == LDAP query
T1590.002 IdentityQueryEvents: zone transfer, axfr => QueryType == Axfr
`;
