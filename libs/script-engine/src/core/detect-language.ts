import type { ScriptLanguage } from './language.js';

const byExtension: Readonly<Record<string, ScriptLanguage>> = {
  ps1: 'powershell', psm1: 'powershell', psd1: 'powershell', bat: 'batch', cmd: 'batch', sh: 'bash', bash: 'bash', zsh: 'bash', ksh: 'bash', vbs: 'vbscript', vbe: 'vbscript', hta: 'vbscript', wsf: 'vbscript', vba: 'vbscript', bas: 'vbscript', js: 'javascript', jse: 'javascript', mjs: 'javascript', cjs: 'javascript', ts: 'javascript', py: 'python', pyw: 'python',
};

/** Signs of a language: each pattern counts at most once, with its weight. */
const signs: readonly (readonly [ScriptLanguage, number, RegExp])[] = [
  ['powershell', 4, /(?:^|[\s;({|&])(?:iex|invoke-expression|write-host|write-output|new-object|get-\w+|set-\w+|add-type|start-process|invoke-\w+|foreach-object|where-object|import-module|remove-item|out-\w+|convertto-\w+)(?=[\s(|;)'"}]|$)/i],
  ['powershell', 4, /\[(?:system\.)?(?:convert|text\.encoding|char|byte|int|string|io\.\w+|net\.\w+|reflection\.\w+|scriptblock|regex|array|void|ref|math|environment|runtime[\w.]+)(?:\[\])?\s*\](?:::|\$|'|"|\(|\s*[$'"(\d])/i],
  ['powershell', 3, /\$(?:env:\w|\{env:|psversiontable|pshome|shellid|_\b|psscriptroot|executioncontext|erroractionpreference|verbosepreference)/i],
  ['powershell', 2, /(?:^|[;\n{(|])\s*\$[\w:{}]+\s*(?:\[[^\]\n]{0,40}\])?\s*[+]?=(?!=)/],
  ['powershell', 3, /[\w)\]'"]\s*-(?:join|[ci]?split|[ci]?replace|bxor|band|[ci]?match|notmatch|like|notlike|contains)[\s'"($]|['")]\s*-f\s*['"($\w]|\$\w+\s+-(?:eq|ne|gt|lt|ge|le)\s/i],
  ['powershell', 3, /(?:^|[\n;|({=]\s*)(?:Add|Clear|Compress|ConvertFrom|ConvertTo|Copy|Disable|Enable|Expand|Export|Find|Format|Get|Import|Install|Invoke|Join|Move|New|Out|Publish|Register|Remove|Rename|Reset|Resolve|Restart|Restore|Save|Select|Send|Set|Show|Split|Start|Stop|Suspend|Test|Unblock|Uninstall|Unregister|Update|Wait|Write)-[A-Z]\w+(?=[\s;|)]|$)/],
  ['powershell', 2, /\|\s*(?:%|foreach|iex|out-null|\?)\s*[{$(\n]?/i],
  ['powershell', 3, /(?:^|\n)\s*(?:function\s+[\w-]+\s*(?:\([^)\n]{0,200}\))?\s*\{|param\s*\(|\[cmdletbinding)/i],
  ['powershell', 2, /[)\]'"]\s*\.\s*(?:replace|invoke|split|tochararray|substring|downloadstring|downloadfile|readtoend)\s*\(/i],
  ['powershell', 1, /`[a-z]/i],
  ['powershell', 2, /^\s*[&.]\s*[({$'"]/],
  ['powershell', 3, /\b(?:powershell|pwsh)(?:\.exe)?["']?\s+[-/]/i],
  ['batch', 5, /(?:^|\n)\s*@?echo\s+(?:off|on)\b/i],
  ['batch', 3, /(?:^|[\n&(])\s*@?(?:setlocal|endlocal|goto\s+:?\w|call\s+[:%\w]|rem\s|pause\b|shift\b|exit\s+\/b)/i],
  ['batch', 3, /(?:^|[\n&|(])\s*@?set\s+(?:\/[ap]\s+)?"?[\w^.~-]+\s*=/i],
  ['batch', 4, /%[\w()#.]+(?::~?[^%\n]{1,40})?%|%~?[dpnxfa]*\d\b|![\w.]+(?::~?[^!\n]{1,40})?!/],
  ['batch', 4, /\bfor\s+(?:\/[lfrd]\s+)?(?:"[^"\n]{0,80}"\s+)?%{1,2}[a-z~]/i],
  ['batch', 3, /\bif\s+(?:not\s+)?(?:exist|defined|errorlevel|\/i)\b/i],
  ['batch', 3, /\bcmd(?:\.exe)?["']?\s+(?:\/[a-z:]+\s*)*\/[ck]/i],
  ['batch', 2, /[a-z]\^[a-z]|\^[&|<>]/i],
  ['batch', 2, /(?:^|\n)\s*(?:reg|sc|net|netsh|schtasks|wmic|certutil|bitsadmin|vssadmin|bcdedit|icacls|takeown|attrib|wevtutil|tasklist|taskkill|whoami|ipconfig|systeminfo|nltest|dsquery|copy|xcopy|del|rundll32|regsvr32|mshta|cscript|wscript|msiexec|start|reg\.exe)(?:\.exe)?\s/i],
  ['batch', 8, /^\s*@?echo\b[^\n]*\|\s*(?:powershell|pwsh|cmd)(?:\.exe)?\b[^\n|]*$/im],
  ['batch', 2, />\s*nul\b|2>nul/i],
  ['batch', 2, /(?:^|\n)\s*"?(?:[a-z]:\\|%\w+%\\|\.{1,2}\\|\\\\)[^\n"<>|]{1,200}\.(?:exe|com|bat|cmd|vbs|msi|cpl)"?(?:\s|$)/i],
  ['batch', 2, /(?:^|[\n&|])\s*[\w-]{2,40}\.(?:exe|cmd|bat)\s/i],
  ['batch', 5, /^\s*"?(?:[a-z]:\\[^\n"]{1,100}\\)?(?:mshta|rundll32)(?:\.exe)?"?\s/i],
  ['batch', 2, /(?:^|\n):\w+\s*(?:\r?\n|$)/],
  ['bash', 6, /^#!\s*\/\S*\b(?:bash|sh|dash|zsh|ksh|ash)\b/],
  ['bash', 3, /(?:^|[\n;&|(])\s*(?:fi|done|esac|then|elif)\b/],
  ['bash', 3, /\$\{[\w#!@*][^}\n]{0,60}\}|\$\(\(?/],
  ['bash', 2, /(?:^|[\n;&|])\s*(?:export\s+)?[A-Za-z_]\w*=(?:[^\s=]|$)/],
  ['bash', 3, /(?:^|[\n;&|(]\s*|\bsudo\s+)(?:grep|sed|awk|curl|wget|chmod|chown|cat|echo|printf|eval|apt-get|apt|yum|dnf|systemctl|service|crontab|ssh|scp|tar|useradd|usermod|launchctl|osascript|defaults|dscl|kill|pkill|ps|rm|cp|mv|ln|mkdir|touch|uname|id|whoami|ifconfig|ip|netstat|ss|find|xxd|base64|openssl|nohup|source|sh|bash|su|sudo|sysctl|pgrep|sshpass|auditctl|export|env|ping -c|docker|kubectl|dd|nc|tcpdump|insmod|modprobe|head|tail|cut|tr|rev|gzip|zip|python3?)\s+[^\n(]/],
  ['bash', 3, /\[\[?\s+[^\n]{1,80}\s\]\]?\s*(?:;|&&|\|\||\n)/],
  ['bash', 2, /(?:\/dev\/null|\/tmp\/|\/etc\/|\/usr\/|\/bin\/|\/var\/)/],
  ['bash', 4, /\$'(?:\\x[0-9a-f]|\\[0-7]|\\u)/i],
  ['bash', 2, /\|\s*(?:bash|sh|base64|rev|xxd|tr|gunzip|sed|awk|tee|grep)\b/],
  ['bash', 2, /<<-?\s*['"]?\w+['"]?\s*\n/],
  ['bash', 2, /(?:^|\n)\s*(?:for\s+\w+\s+in\s|while\s+(?:read|true|\[|:)|if\s+(?:\[|!|test\s|command\s)|case\s+\S+\s+in|function\s+\w+\s*(?:\(\))?\s*\{|\w+\s*\(\)\s*\{)/],
  ['vbscript', 5, /(?:^|[\n:])\s*(?:dim\s+\w|set\s+\w+\s*=\s*(?:createobject|getobject|wscript)|on\s+error\s+resume|option\s+explicit|executeglobal|const\s+\w+\s*=|wscript\.(?:echo|sleep|quit))/i],
  ['vbscript', 4, /\b(?:createobject|getobject)\s*\(\s*["\w]/i],
  ['vbscript', 3, /(?:^|[\n:])\s*(?:(?:public\s+|private\s+)?(?:sub|function)\s+\w+[^\n{]*|end\s+(?:sub|function|if|with|select))\s*(?:\n|\r|$|:)/i],
  ['vbscript', 3, /\bchrw?\s*\(\s*(?:&h)?[\da-f]+\s*\)\s*&|&\s*chrw?\s*\(/i],
  ['vbscript', 3, /\bexecute(?:global)?[\s(]+(?:\w+\(|"|chr)/i],
  ['vbscript', 4, /\bvb(?:crlf|lf|cr|tab|nullstring)\b|^\s*\w+\s*=\s*(?:\w+\s*&\s*)?"[^"\n]*"\s*&\s*(?:"|\w)/im],
  ['vbscript', 2, /\bmsgbox\b|\bstrreverse\s*\(/i],
  ['vbscript', 3, /<(?:script[^>]{0,80}vbscript|job\b|hta:application)/i],
  ['javascript', 4, /(?:^|[\n;{}(])\s*(?:var|let|const)\s+[\w$]+\s*(?:=|;|,)/],
  ['javascript', 4, /\bfunction\s*[\w$]*\s*\([^)\n]{0,200}\)\s*\{/],
  ['javascript', 3, /\bnew\s+(?:activexobject|function|regexp|date|array|xmlhttprequest|promise)\b|=>\s*[{(\w]/i],
  ['javascript', 3, /\b(?:require\s*\(\s*['"]|module\.exports|console\.log\s*\(|document\.|window\.|process\.|wscript\.createobject|string\.fromcharcode|eval\s*\(|json\.(?:parse|stringify))/i],
  ['javascript', 2, /(?:===|!==|\+\+;|\}\s*else\s*\{|\)\s*\{\s*(?:return|var|if)\b)/],
  ['javascript', 3, /(?:^|\n)\s*(?:import\s+[^\n]{1,120}\s+from\s+['"]|export\s+(?:default|const|function|class)\b)/],
  ['javascript', 4, /\[\]\[?\(!\[\]|\(!\[\]\+\[\]\)/],
  ['python', 6, /^#!\s*\/\S*\bpython/],
  ['python', 4, /(?:^|\n)\s*(?:import\s+[\w.]+(?:\s+as\s+\w+)?\s*(?:,|;|\n|\r|$)|from\s+[\w.]+\s+import\s+)/],
  ['python', 3, /(?:^|\n)\s*(?:def\s+\w+\s*\([^)\n]{0,300}\)\s*(?:->[^:\n]{1,60})?:|class\s+\w+[^\n{]{0,100}:|if\s+__name__\s*==|elif\s[^\n]{1,200}:|except[^\n{]{0,80}:|with\s[^\n]{1,200}\sas\s)/],
  ['python', 3, /\b(?:exec|eval|compile|print|__import__|getattr)\s*\(\s*(?:[bru]{0,2}['"]|__import__|base64|zlib|bytes|''\.join|marshal|codecs)/],
  ['python', 3, /\b(?:os\.system|subprocess\.\w+|base64\.b64decode|zlib\.decompress|urllib\.\w+|socket\.socket|lambda\s+\w+(?:,\s*\w+)*:)/],
  ['python', 2, /(?:^|\n)\s*(?:for\s+\w+(?:,\s*\w+)*\s+in\s[^\n{]{1,200}:|while\s[^\n{]{1,200}:\s*(?:\n|\r|$))/],
];

/** The language of a shebang or file name; undefined when neither says. */
export function languageOfName(fileName: string | undefined): ScriptLanguage | undefined {
  const extension = /\.([A-Za-z0-9]{1,5})$/.exec(fileName ?? '')?.[1];
  return extension === undefined ? undefined : byExtension[extension.toLowerCase()];
}

/**
 * Tells the language of a text from its shebang, then from signs weighed over its first 64,000 characters; a file
 * name breaks ties and decides when there are no signs.
 */
export function detectLanguage(text: string, fileName?: string): ScriptLanguage {
  const shebang = /^\uFEFF?#!\s*(?:\S*\/)?(?:env\s+(?:-S\s+)?)?(\w+)/.exec(text.slice(0, 200))?.[1];
  if (shebang !== undefined) {
    if (/^(?:ba|da|z|k|a)?sh$/.test(shebang)) return 'bash';
    if (/^python/.test(shebang)) return 'python';
    if (/^(?:node|deno|bun)/.test(shebang)) return 'javascript';
    if (/^pwsh|^powershell/.test(shebang)) return 'powershell';
  }
  const sample = text.slice(0, 64_000);
  // No other language begins so.
  if (/^\uFEFF?\s*@?(?:echo\s+off\b|set\s+"[\w.]{1,60}=)/i.test(sample)) return 'batch';
  const scores = new Map<ScriptLanguage, number>();
  for (const [language, weight, pattern] of signs) if (pattern.test(sample)) scores.set(language, (scores.get(language) ?? 0) + weight);
  const named = languageOfName(fileName);
  // The extension decides what Windows starts; signs of other languages may stand in its strings.
  if (named !== undefined && scores.has(named)) return named;
  if (named !== undefined) scores.set(named, 10);
  let best: ScriptLanguage = 'unknown';
  let most = 0;
  for (const [language, score] of scores) {
    if (score > most) {
      best = language;
      most = score;
    }
  }
  return most >= 2 ? best : commandLine(sample);
}

/** A plain command line of no other sign: backslashes and `/x` are of Windows, `-x` and `/dir/` of Unix. */
function commandLine(text: string): ScriptLanguage {
  const line = text.trim();
  if (line.length === 0 || line.length > 2_000 || !/^["']?[\w.\\/:~%$-]+["']?(?:\s+\S|$)/.test(line) || /[{};]\s*\n|[.!?]\s+[A-Z]/.test(line)) return 'unknown';
  if (/^["']?[\w%:.-]*\\|\.exe\b|\s\/[a-z?][\w:]{0,12}(?:\s|$)|\w\\\w/i.test(line)) return 'batch';
  return /^[a-z][\w.-]*(?:\s+-{1,2}[A-Za-z]|\s+["']?[~/.$])/.test(line) ? 'bash' : 'unknown';
}
