import { re, table } from './rule-table.js';

const inScripts = { languages: ['python', 'javascript', 'vbscript', 'unknown'] } as const;
const inPython = { languages: ['python', 'bash', 'batch', 'unknown'] } as const;
const inJavascript = { languages: ['javascript', 'unknown'] } as const;

/** What Python, JavaScript and VBScript do through the interfaces of their languages, where a shell would start a program. */
export const scriptInterfaceRules = table('commandAndControl', [
  ['socket-connect-script', 'T1095', 'notable', 'opens a raw connection', re`\bsocket\.socket\(|\.connect(?:_ex)?\(\s*\(|\bcreate_connection\(|\bopen_connection\(|\bnet["']?\)?\.(?:connect|createConnection)\(|\bnet["']?\)?\.Socket\(|\bdgram["']?\)?\.createSocket\(|MSWinsock\.Winsock`, inScripts],
  ['socket-listen-script', 'T1095', 'notable', 'waits for raw connections', re`\.bind\(\s*\(\s*["'][^"'\n]{0,60}["']\s*,\s*\d{1,5}\s*\)|\bnet["']?\)?\.createServer\(`, inScripts],
  ['http-upload-script', 'T1048', 'notable', 'sends data to a web server', re`\brequests\.(?:post|put|patch)\(|\.post\([^\n]{0,200}\b(?:files|data)\s*=|\burlopen\([^\n]{0,200}\bdata\s*=|\brequest\(\s*["'](?:POST|PUT)["']\s*,[^\n]{0,200}\bopen\(|\bhttpx\.(?:post|put)\(`, { ...inPython, type: 'exfiltrate' }],
  ['http-upload-browser', 'T1048', 'notable', 'sends data to a web server', re`\bfetch\([^\n]{0,300}\bmethod["']?\s*:\s*["'](?:POST|PUT)["']|\bsendBeacon\(|\baxios\.(?:post|put)\(`, { ...inJavascript, type: 'exfiltrate' }],
  ['cookie-theft', 'T1539', 'suspicious', 'sends cookies of the user to a server', re`(?:fetch|sendBeacon|XMLHttpRequest|\.send|\.src\s*=|location)[^\n]{0,300}document\.cookie`, { ...inJavascript, type: 'credentialAccess' }],
  ['mail-send-script', 'T1048.003', 'notable', 'sends data by mail', re`\bSMTP(?:_SSL)?\(|\.sendmail\(|\.send_message\(|CDO\.Message|\bcreateTransport\(`, { ...inScripts, type: 'exfiltrate' }],
  ['ftp-upload-script', 'T1048.003', 'suspicious', 'sends a file over FTP', re`\.stor(?:binary|lines)\(`, { ...inPython, type: 'exfiltrate' }],
  ['fetch-script', 'T1105', 'routine', 'fetches content from a web server', re`\bfetch\(\s*["'\x60]https?:(?![^\n]{0,300}\bmethod["']?\s*:\s*["'](?:POST|PUT))|\baxios(?:\.get)?\(\s*["'\x60{]|\bhttps?["']?\)?\.get\(\s*["'\x60]https?:`, { ...inJavascript, type: 'download' }],
  ['resolve-host-script', 'T1016', 'routine', 'looks up a host', re`\bgethostby(?:name|addr)(?:_ex)?\(|\bgetaddrinfo\(|\bgetfqdn\(|\bdns["']?\)?\.(?:lookup|resolve\w{0,4}|reverse)\(|\bnetworkInterfaces\(|\buuid\.getnode\(`, { ...inScripts, type: 'discover' }],
  ['system-script', 'T1082', 'routine', 'asks for details of the system', re`\bplatform\.(?:uname|platform|system|node|release|version|machine|processor|architecture|win32_ver|mac_ver|linux_distribution)\(|\bos\.uname\(|\bgethostname\(|\bos["']?\)?\.(?:hostname|cpus|totalmem|release|arch|platform)\(`, { ...inScripts, type: 'discover' }],
  ['user-script', 'T1033', 'routine', 'asks for the current user', re`\bgetpass\.getuser\(|\bgetuser\(\)|\bos\.getlogin\(|\bpwd\.getpw\w{3,4}\(|\bos["']?\)?\.userInfo\(|\bgeteuid\(`, { ...inScripts, type: 'discover' }],
  ['processes-script', 'T1057', 'routine', 'lists processes', re`\bpsutil\.(?:process_iter|pids)\(`, { ...inScripts, type: 'discover' }],
  ['wmi-script', 'T1047', 'notable', 'asks or changes the system through WMI', re`\bGetObject\(?\s*\(?\s*["']winmgmts:|WbemScripting\.SWbemLocator|\bwmi\.WMI\(`, { ...inScripts, type: 'execute' }],
]);
