/** What a program or command line is known to be for, whoever runs it. Sources: ATT&CK technique pages and the LOLBAS project's function classes. */
export interface CommandMeaning {
  /** Group of alike commands that one sentence may name together. */
  kind: 'discovery' | 'shell' | 'impact' | 'evasion' | 'credential' | 'remote' | 'persistence' | 'transfer' | 'download' | 'proxy';
  technique: string | undefined;
  /** How telling it is by itself, 0 to 10. */
  score: number;
}

type Rule = readonly [program: RegExp, command: RegExp | undefined, kind: CommandMeaning['kind'], technique: string | undefined, score: number];

const rules: readonly Rule[] = [
  [/^vssadmin(?:\.exe)?$/, /delete|resize/, 'impact', 'T1490', 9],
  [/^wmic(?:\.exe)?$/, /shadowcopy.*delete/, 'impact', 'T1490', 9],
  [/^wbadmin(?:\.exe)?$/, /delete/, 'impact', 'T1490', 9],
  [/^bcdedit(?:\.exe)?$/, /recoveryenabled|bootstatuspolicy/, 'impact', 'T1490', 9],
  [/^(?:cipher|sdelete(?:64)?)(?:\.exe)?$/, undefined, 'impact', 'T1485', 6],
  [/^wevtutil(?:\.exe)?$/, /\b(?:cl|clear-log)\b/, 'evasion', 'T1070.001', 8],
  [/^(?:powershell|pwsh)(?:\.exe)?$/, /set-mppreference|add-mppreference/, 'evasion', 'T1562.001', 8],
  [/^(?:powershell|pwsh)(?:\.exe)?$/, /\s-(?:e|ec|enc|encodedcommand)\s+[a-z0-9+/=]{20}/, 'evasion', 'T1027', 6],
  [/^(?:powershell|pwsh)(?:\.exe)?$/, /downloadstring|downloadfile|invoke-webrequest|\biwr\b|net\.webclient|start-bitstransfer/, 'download', 'T1105', 6],
  [/^(?:certutil|bitsadmin|curl|wget)(?:\.exe)?$/, /https?:|ftp:/, 'download', 'T1105', 5],
  [/^certutil(?:\.exe)?$/, /-decode/, 'evasion', 'T1140', 6],
  [/^(?:sc|net|net1)(?:\.exe)?$/, /\b(?:stop|delete)\b/, 'evasion', 'T1489', 4],
  [/^(?:taskkill|pkill|killall)(?:\.exe)?$/, undefined, 'evasion', 'T1489', 3],
  [/^(?:netsh)(?:\.exe)?$/, /advfirewall.*(?:off|disable|add)/, 'evasion', 'T1562.004', 6],
  [/^(?:iptables|ufw|setenforce)$/, /-f\b|disable|\b0\b/, 'evasion', 'T1562.004', 5],
  [/^(?:procdump|procdump64)(?:\.exe)?$/, /lsass/, 'credential', 'T1003.001', 9],
  [/^rundll32(?:\.exe)?$/, /comsvcs.*minidump/, 'credential', 'T1003.001', 9],
  [/^(?:mimikatz|rubeus|kekeo|lazagne|nanodump|secretsdump|pypykatz)(?:\.exe|\.py)?$/, undefined, 'credential', 'T1003', 9],
  [/^(?:ntdsutil)(?:\.exe)?$/, undefined, 'credential', 'T1003.003', 8],
  [/^reg(?:\.exe)?$/, /save\s+"?hk(?:lm|ey_local_machine)\\(?:sam|system|security)/, 'credential', 'T1003.002', 8],
  [/^cat$/, /\/etc\/shadow/, 'credential', 'T1003.008', 8],
  [/^(?:psexec|psexec64|psexesvc|paexec|wmiexec|smbexec)(?:\.exe|\.py)?$/, undefined, 'remote', 'T1569.002', 6],
  [/^wmic(?:\.exe)?$/, /\/node:/, 'remote', 'T1047', 6],
  [/^(?:wsmprovhost|wmiprvse)(?:\.exe)?$/, undefined, 'remote', undefined, 1],
  [/^(?:net|net1)(?:\.exe)?$/, /\buser\b.*\/add/, 'persistence', 'T1136', 7],
  [/^(?:net|net1)(?:\.exe)?$/, /\b(?:localgroup|group)\b.*\/add/, 'persistence', 'T1098', 7],
  [/^(?:useradd|adduser)$/, undefined, 'persistence', 'T1136.001', 6],
  [/^schtasks(?:\.exe)?$/, /\/create/, 'persistence', 'T1053.005', 6],
  [/^crontab$/, undefined, 'persistence', 'T1053.003', 4],
  [/^sc(?:\.exe)?$/, /\bcreate\b/, 'persistence', 'T1543.003', 6],
  [/^reg(?:\.exe)?$/, /add.*\\(?:run|runonce)\b/, 'persistence', 'T1547.001', 6],
  [/^(?:rclone|megasync|winscp|pscp|azcopy)(?:\.exe)?$/, undefined, 'transfer', 'T1567', 6],
  [/^(?:7z|7za|rar|winrar|tar|zip)(?:\.exe)?$/, undefined, 'transfer', 'T1560.001', 3],
  [/^(?:mshta|regsvr32|installutil|msbuild|cmstp|odbcconf)(?:\.exe)?$/, /https?:|javascript:|vbscript:|scrobj|\\(?:temp|downloads|appdata)\\/, 'proxy', 'T1218', 6],
  [/^systeminfo(?:\.exe)?$/, undefined, 'discovery', 'T1082', 3],
  [/^(?:hostname|uname|ver)(?:\.exe)?$/, undefined, 'discovery', 'T1082', 2],
  [/^(?:whoami|id|quser|qwinsta|query|w|who)(?:\.exe)?$/, undefined, 'discovery', 'T1033', 3],
  [/^(?:tasklist|ps|qprocess)(?:\.exe)?$/, undefined, 'discovery', 'T1057', 3],
  [/^(?:ipconfig|ifconfig|route|nbtstat|arp)(?:\.exe)?$/, undefined, 'discovery', 'T1016', 3],
  [/^(?:netstat|ss)(?:\.exe)?$/, undefined, 'discovery', 'T1049', 3],
  [/^(?:nltest|dsquery|adfind|sharphound|bloodhound)(?:\.exe)?$/, undefined, 'discovery', 'T1482', 4],
  [/^(?:net|net1)(?:\.exe)?$/, /\b(?:user|localgroup|group)\b/, 'discovery', 'T1087', 3],
  [/^(?:net|net1)(?:\.exe)?$/, /\b(?:view|share)\b/, 'discovery', 'T1135', 3],
  [/^(?:net|net1)(?:\.exe)?$/, /\buse\b/, 'remote', 'T1021.002', 4],
  [/^(?:nmap|masscan|netscan|advanced_ip_scanner|angryip)(?:\.exe)?$/, undefined, 'discovery', 'T1046', 5],
  [/^(?:cmd|powershell|pwsh|wscript|cscript|bash|sh|zsh|dash)(?:\.exe)?$/, undefined, 'shell', undefined, 2],
];

/** What a process is known to be for; undefined when it is nothing of note. The first rule that fits counts. */
export function meaningOf(fileName: string | undefined, commandLine: string | undefined): CommandMeaning | undefined {
  const program = fileName?.toLowerCase();
  if (program === undefined) return undefined;
  const command = (commandLine ?? '').slice(0, 4_000).toLowerCase();
  for (const [name, line, kind, technique, score] of rules) {
    if (name.test(program) && (line === undefined || line.test(command))) return { kind, technique, score };
  }
  return undefined;
}
