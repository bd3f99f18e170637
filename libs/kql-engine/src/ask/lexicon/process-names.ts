/** What a program is called in speech, and the image names it has. Names alone, without an extension, are understood too. */
const spoken: Readonly<Record<string, string>> = {
  powershell: 'powershell.exe', pwsh: 'pwsh.exe', 'powershell core': 'pwsh.exe', cmd: 'cmd.exe', 'command prompt': 'cmd.exe', rundll32: 'rundll32.exe', rundll: 'rundll32.exe', regsvr32: 'regsvr32.exe', mshta: 'mshta.exe',
  wscript: 'wscript.exe', cscript: 'cscript.exe', certutil: 'certutil.exe', bitsadmin: 'bitsadmin.exe', wmic: 'wmic.exe', schtasks: 'schtasks.exe', psexec: 'psexec.exe', psexesvc: 'psexesvc.exe', msbuild: 'msbuild.exe',
  installutil: 'installutil.exe', explorer: 'explorer.exe', svchost: 'svchost.exe', lsass: 'lsass.exe', winword: 'winword.exe', word: 'winword.exe', 'microsoft word': 'winword.exe', excel: 'excel.exe', powerpoint: 'powerpnt.exe',
  outlook: 'outlook.exe', onenote: 'onenote.exe', chrome: 'chrome.exe', 'google chrome': 'chrome.exe', msedge: 'msedge.exe', edge: 'msedge.exe', 'microsoft edge': 'msedge.exe', firefox: 'firefox.exe', 'internet explorer': 'iexplore.exe',
  iexplore: 'iexplore.exe', python: 'python.exe', putty: 'putty.exe', winscp: 'winscp.exe', rclone: 'rclone.exe', anydesk: 'anydesk.exe', teamviewer: 'teamviewer.exe', procdump: 'procdump.exe', reg: 'reg.exe', wevtutil: 'wevtutil.exe',
  vssadmin: 'vssadmin.exe', bcdedit: 'bcdedit.exe', wbadmin: 'wbadmin.exe', nltest: 'nltest.exe', whoami: 'whoami.exe', ipconfig: 'ipconfig.exe', netsh: 'netsh.exe', adfind: 'adfind.exe', dsquery: 'dsquery.exe', tasklist: 'tasklist.exe',
  taskkill: 'taskkill.exe', systeminfo: 'systeminfo.exe', nslookup: 'nslookup.exe', winlogon: 'winlogon.exe', 'services exe': 'services.exe', spoolsv: 'spoolsv.exe', w3wp: 'w3wp.exe', iis: 'w3wp.exe', msiexec: 'msiexec.exe', cmstp: 'cmstp.exe',
  curl: 'curl.exe', wget: 'wget.exe', ssh: 'ssh.exe', winrar: 'winrar.exe', '7zip': '7z.exe', 'adobe reader': 'acrord32.exe', 'acrobat reader': 'acrord32.exe', 'adobe acrobat reader': 'acrord32.exe', msdt: 'msdt.exe', wsl: 'wsl.exe', java: 'java.exe',
  javaw: 'javaw.exe', esentutl: 'esentutl.exe', ntdsutil: 'ntdsutil.exe', regasm: 'regasm.exe', regsvcs: 'regsvcs.exe', wmiprvse: 'wmiprvse.exe', wsmprovhost: 'wsmprovhost.exe', sqlservr: 'sqlservr.exe', 'sql server': 'sqlservr.exe', mstsc: 'mstsc.exe',
  notepad: 'notepad.exe', calc: 'calc.exe', quser: 'quser.exe', nmap: 'nmap.exe', mimikatz: 'mimikatz.exe', control: 'control.exe', forfiles: 'forfiles.exe', hh: 'hh.exe', odbcconf: 'odbcconf.exe', ftp: 'ftp.exe', telnet: 'telnet.exe', attrib: 'attrib.exe',
  icacls: 'icacls.exe', cipher: 'cipher.exe', fsutil: 'fsutil.exe', robocopy: 'robocopy.exe', userinit: 'userinit.exe', dllhost: 'dllhost.exe', conhost: 'conhost.exe', werfault: 'werfault.exe', finger: 'finger.exe', ngrok: 'ngrok.exe', plink: 'plink.exe',
  regedit: 'regedit.exe', taskmgr: 'taskmgr.exe', 'task manager': 'taskmgr.exe', mmc: 'mmc.exe', diskshadow: 'diskshadow.exe', sdelete: 'sdelete.exe', netstat: 'netstat.exe', nbtstat: 'nbtstat.exe', gpupdate: 'gpupdate.exe', gpresult: 'gpresult.exe', auditpol: 'auditpol.exe', fltmc: 'fltmc.exe', mpcmdrun: 'mpcmdrun.exe',
  certreq: 'certreq.exe', sdbinst: 'sdbinst.exe', mavinject: 'mavinject.exe', pcalua: 'pcalua.exe', netcat: 'nc.exe', ncat: 'ncat.exe', cloudflared: 'cloudflared.exe', chisel: 'chisel.exe', sharphound: 'sharphound.exe', rubeus: 'rubeus.exe', seatbelt: 'seatbelt.exe', lazagne: 'lazagne.exe', paexec: 'paexec.exe', filezilla: 'filezilla.exe',
  megasync: 'megasync.exe', rustdesk: 'rustdesk.exe', autohotkey: 'autohotkey.exe', eqnedt32: 'eqnedt32.exe', acrord32: 'acrord32.exe', 'service control manager': 'services.exe', setspn: 'setspn.exe', ldifde: 'ldifde.exe', csvde: 'csvde.exe', takeown: 'takeown.exe',
};

/** Names that also are everyday words: they mean the program only in a sentence about processes. */
export const ambiguousProcessWords: ReadonlySet<string> = new Set(['word', 'edge', 'control', 'reg', 'java', 'services', 'excel', 'outlook', 'chrome', 'firefox', 'ssh', 'ftp', 'telnet', 'python', 'sql server', 'google chrome', 'microsoft edge', 'finger', 'cipher', 'hh', 'iis', 'onenote', 'teamviewer', 'anydesk', 'putty', 'winrar', '7zip', 'adobe reader', 'wsl', 'explorer', 'seatbelt', 'mmc']);

/** Image names by spoken name. */
export const processNames: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.entries(spoken).map(([name, image]): [string, readonly string[]] => [name, [image]]),
  ['office application', ['winword.exe', 'excel.exe', 'powerpnt.exe', 'outlook.exe']],
  ['office app', ['winword.exe', 'excel.exe', 'powerpnt.exe', 'outlook.exe']],
  ['office program', ['winword.exe', 'excel.exe', 'powerpnt.exe', 'outlook.exe']],
  ['office process', ['winword.exe', 'excel.exe', 'powerpnt.exe', 'outlook.exe']],
  ['microsoft office', ['winword.exe', 'excel.exe', 'powerpnt.exe', 'outlook.exe']],
  ['office', ['winword.exe', 'excel.exe', 'powerpnt.exe', 'outlook.exe']],
  ['browser', ['chrome.exe', 'msedge.exe', 'firefox.exe', 'iexplore.exe']],
  ['web browser', ['chrome.exe', 'msedge.exe', 'firefox.exe', 'iexplore.exe']],
  ['script interpreter', ['powershell.exe', 'wscript.exe', 'cscript.exe', 'cmd.exe', 'mshta.exe']],
  ['script host', ['wscript.exe', 'cscript.exe']],
  ['command shell', ['cmd.exe', 'powershell.exe', 'pwsh.exe']],
  ['shell', ['cmd.exe', 'powershell.exe', 'pwsh.exe']],
  ['web server process', ['w3wp.exe', 'httpd.exe', 'nginx.exe', 'tomcat.exe']],
  ['webserver', ['w3wp.exe', 'httpd.exe', 'nginx.exe', 'tomcat.exe']],
]);
