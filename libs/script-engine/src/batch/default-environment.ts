import type { Symbols } from './symbols.js';

/** Variables with the same value on every common Windows 10 and 11 machine. */
const commonVariables: readonly (readonly [string, string])[] = [
  ['ALLUSERSPROFILE', 'C:\\ProgramData'],
  ['CommonProgramFiles', 'C:\\Program Files\\Common Files'],
  ['CommonProgramFiles(x86)', 'C:\\Program Files (x86)\\Common Files'],
  ['CommonProgramW6432', 'C:\\Program Files\\Common Files'],
  ['ComSpec', 'C:\\WINDOWS\\system32\\cmd.exe'],
  ['DriverData', 'C:\\Windows\\System32\\Drivers\\DriverData'],
  ['HOMEDRIVE', 'C:'],
  ['OS', 'Windows_NT'],
  ['PATHEXT', '.COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC'],
  ['PROCESSOR_ARCHITECTURE', 'AMD64'],
  ['ProgramData', 'C:\\ProgramData'],
  ['ProgramFiles', 'C:\\Program Files'],
  ['ProgramFiles(x86)', 'C:\\Program Files (x86)'],
  ['ProgramW6432', 'C:\\Program Files'],
  ['PROMPT', '$P$G'],
  ['PSModulePath', 'C:\\Program Files\\WindowsPowerShell\\Modules;C:\\WINDOWS\\system32\\WindowsPowerShell\\v1.0\\Modules'],
  ['PUBLIC', 'C:\\Users\\Public'],
  ['SystemDrive', 'C:'],
  ['SystemRoot', 'C:\\WINDOWS'],
  ['windir', 'C:\\WINDOWS'],
];

/** Variables that exist everywhere and differ from user to user or machine to machine. */
const machineVariables = ['COMPUTERNAME', 'LOGONSERVER', 'NUMBER_OF_PROCESSORS', 'PROCESSOR_IDENTIFIER', 'PROCESSOR_LEVEL', 'PROCESSOR_REVISION', 'SESSIONNAME', 'USERDOMAIN', 'USERDOMAIN_ROAMINGPROFILE', 'USERNAME', 'OneDrive', 'USERDNSDOMAIN', 'CLIENTNAME', 'PROCESSOR_ARCHITEW6432', 'HOMESHARE', 'JAVA_HOME', 'ChocolateyInstall'];

/** Those of them that a machine may lack. */
const optionalVariables = new Set(['USERDNSDOMAIN', 'CLIENTNAME', 'PROCESSOR_ARCHITEW6432', 'HOMESHARE', 'JAVA_HOME', 'ChocolateyInstall', 'OneDrive', 'SESSIONNAME']);

/** The simulated environment a script starts in: name and value; values that differ between machines are symbols. */
export function defaultEnvironment(symbols: Symbols): { name: string; value: string; optional: boolean }[] {
  const list = commonVariables.map(([name, value]) => ({ name, value, optional: false }));
  const add = (name: string, value: string, optional = false): void => void list.push({ name, value, optional });
  for (const name of machineVariables) add(name, symbols.make(`%${name}%`, 'environment'), optionalVariables.has(name));
  const user = symbols.make('%USERNAME%', 'environment');
  const known = (name: string, inner: string): void => add(name, symbols.make(`%${name}%`, 'environment', { inner }));
  known('USERPROFILE', `C:\\Users\\${user}`);
  known('HOMEPATH', `\\Users\\${user}`);
  known('APPDATA', `C:\\Users\\${user}\\AppData\\Roaming`);
  known('LOCALAPPDATA', `C:\\Users\\${user}\\AppData\\Local`);
  known('TEMP', `C:\\Users\\${user}\\AppData\\Local\\Temp`);
  known('TMP', `C:\\Users\\${user}\\AppData\\Local\\Temp`);
  const rest = symbols.make('%PATH%', 'environment');
  known('Path', `C:\\WINDOWS\\system32;C:\\WINDOWS;C:\\WINDOWS\\System32\\Wbem;C:\\WINDOWS\\System32\\WindowsPowerShell\\v1.0\\;C:\\WINDOWS\\System32\\OpenSSH\\;${rest}`);
  return list;
}

/** What `assoc` prints on a fresh Windows, for the extensions that every installation has. */
export const defaultAssociations: readonly (readonly [string, string])[] = [
  ['.bat', 'batfile'], ['.cab', 'CABFolder'], ['.cer', 'CERFile'], ['.chm', 'chm.file'], ['.cmd', 'cmdfile'], ['.com', 'comfile'], ['.cpl', 'cplfile'], ['.crt', 'CERFile'],
  ['.dll', 'dllfile'], ['.drv', 'drvfile'], ['.exe', 'exefile'], ['.fon', 'fonfile'], ['.hlp', 'hlpfile'], ['.hta', 'htafile'], ['.htm', 'htmlfile'], ['.html', 'htmlfile'],
  ['.inf', 'inffile'], ['.ini', 'inifile'], ['.job', 'JobObject'], ['.js', 'JSFile'], ['.jse', 'JSEFile'], ['.lnk', 'lnkfile'], ['.log', 'txtfile'], ['.msc', 'MSCFile'],
  ['.msi', 'Msi.Package'], ['.msp', 'Msi.Patch'], ['.pif', 'piffile'], ['.ps1', 'Microsoft.PowerShellScript.1'], ['.ps1xml', 'Microsoft.PowerShellXMLData.1'],
  ['.psc1', 'Microsoft.PowerShellConsole.1'], ['.psd1', 'Microsoft.PowerShellData.1'], ['.psm1', 'Microsoft.PowerShellModule.1'], ['.reg', 'regfile'], ['.rtf', 'rtffile'],
  ['.scr', 'scrfile'], ['.sys', 'sysfile'], ['.ttf', 'ttffile'], ['.txt', 'txtfile'], ['.url', 'InternetShortcut'], ['.vbe', 'VBEFile'], ['.vbs', 'VBSFile'],
  ['.wsf', 'WSFFile'], ['.wsh', 'WSHFile'], ['.xml', 'xmlfile'], ['.zip', 'CompressedFolder'],
];

const wscript = '"%SystemRoot%\\System32\\WScript.exe" "%1" %*';
const notepad = '%SystemRoot%\\system32\\NOTEPAD.EXE %1';
const powershellEditor = '"C:\\Windows\\System32\\notepad.exe" "%1"';

/** What `ftype` prints on a fresh Windows, for the file types that every installation has. */
export const defaultFileTypes: readonly (readonly [string, string])[] = [
  ['batfile', '"%1" %*'], ['CERFile', '%SystemRoot%\\system32\\rundll32.exe cryptext.dll,CryptExtOpenCER %1'], ['chm.file', '"%SystemRoot%\\hh.exe" %1'],
  ['cmdfile', '"%1" %*'], ['comfile', '"%1" %*'], ['exefile', '"%1" %*'], ['hlpfile', '%SystemRoot%\\winhlp32.exe %1'],
  ['htafile', 'C:\\Windows\\SysWOW64\\mshta.exe "%1" {1E460BD7-F1C3-4B2E-88BF-4E770A288AF5}%U{1E460BD7-F1C3-4B2E-88BF-4E770A288AF5} %*'],
  ['htmlfile', '"C:\\Program Files\\Internet Explorer\\iexplore.exe" %1'], ['inffile', notepad], ['inifile', notepad],
  ['InternetShortcut', '"C:\\Windows\\System32\\rundll32.exe" "C:\\Windows\\System32\\ieframe.dll",OpenURL %l'],
  ['JSEFile', wscript.replace('%SystemRoot%', 'C:\\Windows')], ['JSFile', wscript.replace('%SystemRoot%', 'C:\\Windows')],
  ['Microsoft.PowerShellConsole.1', '"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe" "-p" "%1"'],
  ['Microsoft.PowerShellData.1', powershellEditor], ['Microsoft.PowerShellModule.1', powershellEditor], ['Microsoft.PowerShellScript.1', powershellEditor],
  ['Microsoft.PowerShellXMLData.1', powershellEditor], ['MSCFile', '%SystemRoot%\\system32\\mmc.exe "%1" %*'],
  ['Msi.Package', '"%SystemRoot%\\System32\\msiexec.exe" /i "%1" %*'], ['Msi.Patch', '"%SystemRoot%\\System32\\msiexec.exe" /p "%1" %*'],
  ['piffile', '"%1" %*'], ['regfile', 'regedit.exe "%1"'], ['rtffile', '"%ProgramFiles%\\Windows NT\\Accessories\\WORDPAD.EXE" "%1"'], ['scrfile', '"%1" /S'],
  ['txtfile', notepad], ['VBEFile', wscript], ['VBSFile', wscript], ['WSFFile', wscript], ['WSHFile', wscript],
];
