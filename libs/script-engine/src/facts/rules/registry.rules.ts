import { re, table } from './rule-table.js';

/** Keys for which other tables say more than "changes the registry". */
const known = String.raw`(?!…(?:CurrentVersion¦Run\b|CurrentVersion¦RunOnce\b|Winlogon\b[^\n]{0,80}(?:Shell|Userinit|Notify)|Image File Execution|SilentProcessExit|¦CLSID¦|ms-settings|mscfile|Active Setup|AppInit_DLLs|AppCertDLLs|W32Time|Print¦Monitors|UserInitMprLogonScript|Office test|COR_PROFILER|ScriptBlockLogging))`;

/** Writing to the registry. */
export const registryRules = table('modify', [
  ['registry-write', 'T1112', 'notable', 'writes to the registry', re`‹reg›\s+["']?(?:add|delete|import|copy|restore|load|unload)\b${known}|‹regedit›\s+\/s|‹regini›\s|‹reg›\s+import|RegistryKey[^\n]{0,120}(?:SetValue|CreateSubKey|DeleteSubKey|DeleteValue)|Registry\]::SetValue|\.RegWrite|\.RegDelete|StdRegProv[^\n]{0,160}(?:Set|Create|Delete)|RegSetValue|RegCreateKey`],
  ['registry-write-powershell', 'T1112', 'notable', 'writes to the registry', re`‹(?:New|Set|Remove|Rename|Clear|Copy|Move)-ItemProperty›(?!…(?:IsReadOnly|-Name\s+["']?(?:Attributes|CreationTime|LastWriteTime|LastAccessTime)))${known}|‹(?:New|Set|Remove|Copy|Rename|Clear|Move)-Item›[^\n|;&]{0,60}(?:Registry::|HK(?:LM|CU|CR|U|EY_\w{5,20})[:\\/])${known}`],
  ['registry-file', 'T1112', 'notable', 'carries a registry file', re`Windows Registry Editor Version|^\s*\[-?HKEY_`],
]);
