import { baseName } from '@attest/incident-engine';

/** Programs of Windows that live in its own folders; a file of that name there is signed by Microsoft. Kept short: the folder decides for the rest. */
const windowsPrograms = new Set(
  (
    'powershell.exe powershell_ise.exe pwsh.exe cmd.exe svchost.exe lsass.exe services.exe wininit.exe winlogon.exe csrss.exe smss.exe explorer.exe notepad.exe rundll32.exe regsvr32.exe mshta.exe wscript.exe cscript.exe ' +
    'conhost.exe net.exe net1.exe reg.exe sc.exe schtasks.exe taskhostw.exe tasklist.exe taskkill.exe whoami.exe systeminfo.exe hostname.exe ipconfig.exe netsh.exe netstat.exe nltest.exe nslookup.exe ping.exe route.exe arp.exe ' +
    'wmic.exe wmiprvse.exe wsmprovhost.exe certutil.exe bitsadmin.exe vssadmin.exe wbadmin.exe bcdedit.exe wevtutil.exe ntoskrnl.exe ntdsutil.exe msiexec.exe dllhost.exe consent.exe spoolsv.exe searchindexer.exe runtimebroker.exe ' +
    'msedge.exe iexplore.exe winword.exe excel.exe powerpnt.exe outlook.exe onenote.exe teams.exe w3wp.exe sqlservr.exe msbuild.exe installutil.exe regasm.exe regsvcs.exe cmstp.exe control.exe mmc.exe dsa.msc gpresult.exe ' +
    'compattelrunner.exe trustedinstaller.exe tiworker.exe wuauclt.exe usoclient.exe backgroundtaskhost.exe sihost.exe ctfmon.exe fontdrvhost.exe dwm.exe lsaiso.exe msmpeng.exe mssense.exe wt.exe windowsterminal.exe at.exe ' +
    'cipher.exe fodhelper.exe eventvwr.exe computerdefaults.exe sdclt.exe werfault.exe werfaultsecure.exe mavinject.exe forfiles.exe curl.exe tar.exe ssh.exe csc.exe userinit.exe logonui.exe comsvcs.dll ntdll.dll kernel32.dll amsi.dll'
  ).split(' '),
);

/** Pages that a web server runs. The folder of a Microsoft product proves nothing for them: that is where a web shell is put. */
const webPage = /\.(?:aspx?|ashx|asmx|cshtml|php\d?|phtml|jspx?|jsf|cfm)$/i;

/** Tools of Sysinternals: signed by Microsoft wherever they lie, so that the quarantine call refuses them. */
const sysinternals =
  /^(?:psexec(?:64)?|psexesvc|procdump(?:64)?|psloggedon|pslist|psservice|pskill|psinfo|psgetsid|adexplorer(?:64)?|autoruns(?:c)?(?:64)?|procexp(?:64)?|procmon(?:64)?|sdelete(?:64)?|sysmon(?:64)?|handle(?:64)?|accesschk(?:64)?|tcpview(?:64)?)\.exe$/i;

const windowsFolder =
  /^(?:(?:\\\\\?\\)?[a-z]:|%windir%|%systemroot%|\\systemroot|\\device\\harddiskvolume\d+\\windows|\\windows)?\\?(?:windows|winnt)?\\(?:system32|syswow64|sysnative|winsxs|servicing|immersivecontrolpanel|systemapps|microsoft\.net|uus|softwaredistribution)(?:\\|$)|^(?:[a-z]:|%windir%|%systemroot%)\\windows\\[^\\]+\.exe$/i;
const writableInWindows =
  /\\windows\\(?:system32\\(?:tasks|spool|config\\systemprofile\\appdata|com\\dmp|fxstmp)|syswow64\\(?:tasks|com\\dmp)|temp|tasks|tracing|debug|ccmcache|logs)(?:\\|$)/i;
const microsoftPrograms =
  /^[a-z]:\\(?:program files(?: \(x86\))?)\\(?:microsoft|windows|common files\\microsoft|internet explorer|windowsapps\\microsoft)|^[a-z]:\\programdata\\microsoft\\windows defender\\platform\\/i;

const unixFolder = /^\/(?:usr\/)?(?:s?bin|lib(?:32|64|exec)?)\/|^\/(?:system|usr\/libexec)\//i;
const unixPrograms =
  /^(?:bash|sh|dash|zsh|csh|ksh|busybox|python[\d.]*|perl|ruby|node|php|java|curl|wget|nc|ncat|ssh|scp|sftp|sudo|su|crontab|systemctl|service|openssl|base64|tar|gzip|docker|kubectl|osascript|launchctl|apt|apt-get|yum|dnf|rpm|dpkg)$/i;

/** Folders of the software that tenants manage, deploy, back up and watch their devices with. Only administrators write there. */
const managementFolder =
  /^[a-z]:\\(?:windows\\(?:ccm|ccmsetup|ccmcache|imecache)\\|program files(?: \(x86\))?\\(?:microsoft intune management extension|microsoft configuration manager|veeam|commvault|acronis|veritas|rubrik|cohesity|druva|tanium|bigfix|bigfix enterprise|ivanti|landesk|manageengine|desktopcentral_agent|pdq(?: deploy| connect| inventory)?|admin arsenal|qualys|rapid7|tenable|crowdstrike|sentinelone|splunkuniversalforwarder|chef|opscode|puppet labs|salt project|jamf|automox|hexnode)[^\\]*\\)/i;

/** Processes that Windows runs from its own folder only; anywhere else the name is borrowed. */
const coreProcesses = new Set(
  'svchost.exe lsass.exe services.exe wininit.exe winlogon.exe csrss.exe smss.exe explorer.exe spoolsv.exe taskhostw.exe dllhost.exe conhost.exe dwm.exe ctfmon.exe sihost.exe runtimebroker.exe searchindexer.exe rundll32.exe lsaiso.exe userinit.exe'.split(
    ' ',
  ),
);

/** Whether this is the name of a process that Windows runs from its own folder only. */
export function isCoreProcess(fileName: string): boolean {
  return coreProcesses.has(fileName.toLowerCase());
}

/** Whether a path is in a folder of Windows that only the system and administrators write to. */
export function isSystemFolder(path: string | undefined): boolean {
  return path !== undefined && (windowsFolder.test(path) || microsoftPrograms.test(path)) && !writableInWindows.test(path);
}

/**
 * Whether a file is Windows' own or a signed tool of Microsoft: quarantining it breaks the device or is refused. Judged by signer,
 * by folder, and by name where the path is not told; a system name in a folder anyone may write to is no system file. A web page is judged by
 * its signer alone.
 */
export function isSystemFile(path: string | undefined, fileName: string | undefined, signer?: string): boolean {
  if (signer !== undefined && /^(?:cn=)?microsoft (?:corporation|windows)/i.test(signer)) return true;
  const name = (fileName ?? (path === undefined ? '' : baseName(path))).toLowerCase();
  if (webPage.test(name)) return false;
  if (sysinternals.test(name)) return true;
  if (path?.startsWith('/') === true) return unixFolder.test(path.endsWith('/') ? path : `${path}/`);
  if (path === undefined && unixPrograms.test(name)) return true;
  const whole = path === undefined ? undefined : path.toLowerCase().endsWith(name) ? path : `${path}\\${name}`;
  if (whole === undefined || !/[\\/]/.test(whole.replace(name, ''))) return windowsPrograms.has(name);
  if (isSystemFolder(whole)) return true;
  return windowsPrograms.has(name) && /^[a-z]:\\(?:windows|program files(?: \(x86\))?)\\/i.test(whole) && !writableInWindows.test(whole);
}

/** Whether a program is management, backup or security software in the folder it is installed in. `company` alone proves nothing. */
export function isTrustedInstaller(path: string | undefined, company: string | undefined): boolean {
  if (path === undefined) return false;
  if (managementFolder.test(path)) return true;
  return company !== undefined && /^[a-z]:\\program files(?: \(x86\))?\\/i.test(path);
}

/** Whether a program runs from where installed software lives, which needs an administrator to write to. */
export function isInstalledProgram(path: string | undefined): boolean {
  return path !== undefined && (/^[a-z]:\\program files(?: \(x86\))?\\/i.test(path) || isSystemFolder(path) || managementFolder.test(path));
}
