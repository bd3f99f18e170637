/** What looks like a name at its place and tells nothing about whose it is. All in lower case. */

const accounts: ReadonlySet<string> = new Set(
  'system|local system|localsystem|local service|localservice|network service|networkservice|administrator|administrators|admin|guest|krbtgt|defaultaccount|wdagutilityaccount|everyone|anonymous|anonymous logon|.net v4.5|.net v4.5 classic|authenticated users|interactive|users|public|default|default user|all users|root|daemon|nobody|www-data|iusr|trustedinstaller|defaultapppool|sshd|nginx|apache|postgres|mysql|oracle|ubuntu|ec2-user|azureuser|user|test|service|services|backup|scanner|helpdesk|support|info|noreply|no-reply|postmaster|mailer-daemon|unknown|none|null|n/a|-|automation|self|owner'.split('|'),
);

const authorities: ReadonlySet<string> = new Set('nt authority|nt service|nt virtual machine|builtin|window manager|font driver host|iis apppool|workgroup|azuread|microsoftaccount|localhost|local|.|unknown|none|n/a|-'.split('|'));

const hosts: ReadonlySet<string> = new Set('localhost|localdomain|tsclient|wsl$|wsl.localhost|.|?|unc|globalroot|none|unknown|n/a|-|pipe|share|server|host|computer|device|workstation'.split('|'));

/** Labels of domain names that many have. */
const labels: ReadonlySet<string> = new Set('ad|corp|corporate|int|internal|intern|local|lan|domain|dom|office|hq|eu|us|uk|de|fr|emea|apac|amer|prod|dev|test|lab|cloud|mail|www|com|co|org|net|gov|edu|ac|or|ne|example|invalid|localhost|home|arpa|onmicrosoft|microsoftonline|sharepoint|windows|azure'.split('|'));

/** Where anybody has a mailbox: the domain tells nothing about a tenant. */
const publicMail: ReadonlySet<string> = new Set('gmail.com|googlemail.com|outlook.com|hotmail.com|live.com|msn.com|yahoo.com|icloud.com|me.com|aol.com|gmx.de|gmx.net|web.de|proton.me|protonmail.com|mail.ru|yandex.ru|qq.com|163.com'.split('|'));

/** Words that texts of products and command lines are made of: a name that is part of one is looked for as a whole word only. */
const common =
  'accept access account action active activity additional address administrator advanced agent alert analysis antivirus application architecture argument assembly attack authentication automated azure backup binary browser builtin bypass category certificate channel chrome classification client cloud collection command comment computer confirmed connection consent console content control controller created credential currentversion custom database decoded default defender delegate delete deployment description desktop detection determination device directory disabled discovery display document domain download email enabled encoded endpoint entity error event evidence exchange execution executionpolicy exfiltration explorer external federation filename filter firewall firefox folder forest framework function global google group guest hidden host hotmail identity impact import inbox incident indicator informational initiating install instance integrity interactive internal internet invoke kerberos kernel lateral launcher library license linux local location logged logon machine mailbox malicious malware management manager medium memory message microsoft mimikatz module monitor movement network noninteractive noprofile notepad object office onedrive operation outlook output package parameter parent password payload permission persistence phishing platform policy powershell principal privilege process product profile program programdata protection protocol provider proxy public python query ransomware reader recipient recovery registry remediation remote report request resource response restricted result rubeus runtime sample scanner schedule schema script search security sender sensor server service session severity sharepoint shortcut signature social software source startup status storage subject suspicious system system32 tactic target task teams technique telemetry temporary tenant terminal threat ticket timestamp token transfer unknown unrestricted update upload user username users value version virtual volume vulnerability web webclient window windows windowsapps windowspowershell winlogon workstation'.split(' ');

/** Short words that stand by themselves in command lines and sentences. */
const words: ReadonlySet<string> = new Set('all and any api app are asp aux bat bin but cat cmd com con csv dat day dev dir dll dns doc end env exe exec exit file find for ftp get has her him his hkcu hklm home how html http https img inc info ini install ip its job json key kill lib line link list lnk log mail main make max mdm min more move msi name net new node not now null off old one open opt out own pdf php pid ping png post priv proc prt ps1 put quit read reg rem root run sam sc sec self send set she sid site src ssh ssl start stop sub sudo sys tar task tcp temp test the time tls tmp too txt type udp url usr utf var vbs vm was web wget who will win with wmi wmic xml xor yes you zip'.split(' '));

export function isSharedAccount(name: string): boolean {
  return accounts.has(name) || /^(?:dwm|umfd)-\d+$/.test(name);
}

export function isAuthority(domain: string): boolean {
  return authorities.has(domain);
}

/** Whether a name is also a word of command lines, so that a text may mean something else by it. */
export function isEverydayWord(name: string): boolean {
  return name.length < 3 || words.has(name);
}

export function isSharedHost(host: string): boolean {
  return hosts.has(host) || words.has(host);
}

export function isCommonLabel(label: string): boolean {
  return label.length < 3 || labels.has(label);
}

export function isPublicMail(domain: string): boolean {
  return publicMail.has(domain);
}

/** Whether a name occurs in everyday words of records. */
export function isPartOfWord(name: string): boolean {
  return common.some((word) => word.includes(name));
}

/** Who writes comments and assigns incidents without being a person. */
export function isMachine(name: string): boolean {
  return /^(?:microsoft|automat|system|defender|azure|sentinel|logic app|playbook|attest|service|workflow|api-)/i.test(name);
}
